//! Handing out what is due of a round, to all, with the exceptions: how a sheet of paper is entered.

use super::outgoing::{HandOut, handed_row, refuse_future, stock_after};
use super::{Document, Entry, Goods, Setting};
use crate::arithmetic::coverage::Reckoning;
use crate::books::Books;
use crate::error::{Error, Result};
use crate::ledgers::{Outcome, Per, choose_typed};
use crate::model::{Fault, PlaceId, PlaceKind, Quantity};
use crate::registers::{ItemId, Names};
use crate::said;

/// A place that did not get what was due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The home or unit.
    pub place: PlaceId,
    /// Why.
    pub outcome: Outcome,
}

/// `502=not-home,603=refused`: rooms of the places that are served, or whole codes.
pub fn read_exceptions(
    typed: &str,
    places: &[PlaceId],
    names: &Names,
) -> std::result::Result<Vec<Attempt>, Fault> {
    let outcome = |word: Option<&str>, all: &str| {
        let Some(word) = word else {
            return Err(Fault::new(said!("`{all}` is not ROOM=OUTCOME", "“{all}”不是 房号=结果 的形式"))
                .remedy(said!("such as 502=not-home", "例如 502=not-home")));
        };
        let outcome = Outcome::ALL[choose_typed(word, Outcome::CHOICES)?];
        if !outcome.is_attempt() {
            let code = outcome.code();
            return Err(Fault::new(said!("`{code}` is no exception", "“{code}”不算例外"))
                .remedy(said!("not-home 无人 or refused 拒收", "请写 not-home 无人 或 refused 拒收")));
        }
        Ok(outcome)
    };
    let read = exceptions(typed, places, names, &outcome)?;
    Ok(read.into_iter().map(|(place, outcome)| Attempt { place, outcome }).collect())
}

/// Reads what one word after `--all-but` says of its place: what stands behind `=`, and the whole word.
pub(super) type ReadException<'r, T> = dyn Fn(Option<&str>, &str) -> std::result::Result<T, Fault> + 'r;

/// `502=not-home,603=refused`: rooms of the places that are meant, or whole codes, each with what `read` makes of it.
pub(super) fn exceptions<T>(
    typed: &str,
    places: &[PlaceId],
    names: &Names,
    read: &ReadException<T>,
) -> std::result::Result<Vec<(PlaceId, T)>, Fault> {
    let mut found = Vec::new();
    for word in typed.split([',', '，', '、']).map(str::trim).filter(|w| !w.is_empty()) {
        let (room, outcome) = match word.split_once(['=', '＝']) {
            Some((room, outcome)) => (room, Some(outcome.trim())),
            None => (word, None),
        };
        let outcome = read(outcome, word)?;
        let context = match places {
            [one] => Some(*one),
            _ => None,
        };
        let place = names.places().typed(room, context)?.id;
        if !places.iter().any(|p| *p == place || names.places().covers(*p, place)) {
            let code = names.place_code(place);
            return Err(Fault::new(said!(
                "{code} is not among the places named",
                "{code} 不在所写的位置之内"
            )));
        }
        found.push((place, outcome));
    }
    Ok(found)
}

/// Rows for what the places still lack of a round, and for the attempts that failed.
pub fn hand_out_due(
    books: &Books,
    places: &[PlaceId],
    attempts: &[Attempt],
    what: &HandOut,
    setting: &Setting,
) -> Result<Entry> {
    let names = &books.registers.names;
    let table = names.places();
    let Some(id) = what.round else {
        return Err(Error::usage(said!("which round?", "请用 --round 指明批次")));
    };
    let reckoning = Reckoning::new(books, setting.day);
    let Some(coverage) = reckoning.round(id) else {
        return Err(Error::usage(said!("there is no such round", "没有这个批次")));
    };
    let mut entry = Entry::default();
    let (mut rows, mut served, mut failed) = (Vec::new(), 0, 0);
    let mut done_attempts: Vec<(PlaceId, ItemId)> = Vec::new();
    let within =
        |line: PlaceId| places.iter().any(|p| *p == line || table.covers(*p, line) || table.covers(line, *p));
    for line in coverage.lines.iter().filter(|l| within(l.place)) {
        let (Some((item, _)), missing) = (line.goods, line.sums.missing) else { continue };
        if missing.is_zero() {
            continue;
        }
        let goods = |quantity| Goods {
            item: names.item_name(item),
            unit: String::new(),
            quantity,
            note: None,
            new: false,
        };
        let unit = table.get(line.place).kind == PlaceKind::Unit;
        let here: Vec<&Attempt> = attempts
            .iter()
            .filter(|a| a.place == line.place || unit && table.covers(line.place, a.place))
            .collect();
        let mut left = missing;
        for attempt in &here {
            let share = if attempt.place == line.place {
                missing
            } else {
                share(books, id, item, attempt.place, &reckoning, setting)?
            };
            left = if share > left { Quantity::ZERO } else { left - share };
            let this = HandOut { outcome: attempt.outcome, ..what.clone() };
            rows.push(handed_row(attempt.place, &goods(share), &this, books, setting));
            done_attempts.push((attempt.place, item));
            failed += 1;
        }
        if !left.is_zero() {
            rows.push(handed_row(line.place, &goods(left), what, books, setting));
            served += 1;
        }
    }
    if let Some(attempt) = attempts.iter().find(|a| !done_attempts.iter().any(|(p, _)| *p == a.place)) {
        let code = names.place_code(attempt.place);
        return Err(Error::refused(said!("nothing is due to {code} any more", "{code} 已没有应发的物资")));
    }
    if rows.is_empty() {
        let unknown: u32 =
            coverage.lines.iter().filter(|l| within(l.place)).map(|l| l.sums.unknown_homes).sum();
        return Err(match unknown {
            0 => Error::refused(said!("nothing is due there any more", "这些位置已没有应发的物资")),
            n => Error::refused(said!(
                "what is due there is not known: nobody has counted {n} of the homes",
                "不知道这里应发多少：有 {n} 户还没有登记人数"
            ))
            .hint(said!(
                "linli census PLACE=N first, or name the goods",
                "请先用 linli census 登记人数，或直接写明物品"
            )),
        });
    }
    stock_after(books, &rows, setting.day, &mut entry);
    refuse_future(&mut entry, setting);
    let round = names.round_code(id);
    entry.effects.push(said!("{served} handed out, {failed} not", "发放 {served} 笔，未发 {failed} 笔"));
    entry.doubts.extend(coverage.warnings.iter().cloned());
    entry.subject = format!("distributions: {round}, {served} handed out, {failed} not");
    entry.documents.push(Document { rows });
    Ok(entry)
}

/// What one home of a unit that is counted whole would get.
fn share(
    books: &Books,
    round: crate::registers::RoundId,
    item: ItemId,
    home: PlaceId,
    reckoning: &Reckoning,
    setting: &Setting,
) -> Result<Quantity> {
    let names = &books.registers.names;
    let mut sum = Quantity::ZERO;
    for allot in books
        .registers
        .round(round)
        .into_iter()
        .flat_map(|r| &r.allot)
        .filter(|a| names.item(&a.item) == Some(item))
    {
        sum += match allot.per {
            Per::Household => allot.quantity,
            Per::Unit => Quantity::ZERO,
            Per::Resident => {
                let people = reckoning.census(setting.day).observed(home).ok_or_else(|| {
                    let code = names.place_code(home);
                    Error::usage(said!("how many live in {code} is not known", "不知道 {code} 有多少人"))
                        .hint(said!("linli census {code}=N first", "请先登记：linli census {code}=人数"))
                })?;
                allot.quantity.times(Quantity::whole(people.residents)).unwrap_or_default()
            }
        };
    }
    Ok(sum)
}
