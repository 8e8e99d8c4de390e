//! Handing out what is due of a round, to all, with the exceptions: how a sheet of paper is entered.

use super::outgoing::{HandOut, handed_row, refuse_future, stock_after};
use super::{Document, Entry, Goods, Setting};
use crate::arithmetic::census::InForce;
use crate::arithmetic::coverage::{Cause, Coverage, Reckoning};
use crate::books::Books;
use crate::error::{Error, Result};
use crate::ledgers::{Outcome, Per, choose_typed};
use crate::model::{Fault, PlaceId, Quantity};
use crate::registers::{ItemId, Names, RoundId};
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
    let marks = reckoning.marks(id);
    let mut entry = Entry::default();
    let (mut rows, mut served, mut failed) = (Vec::new(), 0, 0);
    let mut done_attempts: Vec<PlaceId> = Vec::new();
    let meant = |line: PlaceId| places.iter().any(|p| *p == line || table.covers(*p, line));
    let within = |line: PlaceId| meant(line) || places.iter().any(|p| table.covers(line, *p));
    for line in coverage.lines.iter().filter(|l| within(l.place)) {
        let (Some((item, _)), missing) = (line.goods, line.sums.missing) else { continue };
        let here = |place: PlaceId| place == line.place || table.covers(line.place, place);
        // What a home still gets: of its own line what is missing, else what it would get of its unit's.
        let still = |home: PlaceId| -> Result<Option<Quantity>> {
            if home == line.place {
                let door = !missing.is_zero() || line.sums.unknown_homes > 0;
                return Ok(door.then_some(missing));
            }
            if !by_people(books, id, item) {
                return Ok(None);
            }
            let mark = marks.of(home, line.goods);
            let census = reckoning.census(coverage.date);
            if table.unit_of(home).is_some_and(|u| !census.is_whole(u)) && census.observed(home).is_none() {
                // Nobody has counted this home: it is in no figure, but somebody was at its door.
                return Ok(Some(Quantity::ZERO));
            }
            if missing.is_zero() || mark.is_some_and(|m| m.outcome == Some(Outcome::Refused)) {
                return Ok(None);
            }
            let share = share(books, id, item, home, &census)?;
            let left = share - mark.map_or(Quantity::ZERO, |m| m.done);
            Ok((left > Quantity::ZERO).then_some(left.min(missing)))
        };
        let goods = |quantity| Goods {
            item: names.item_name(item),
            unit: String::new(),
            quantity,
            note: None,
            new: false,
        };
        let mut left = missing;
        let mut homes = 0;
        for attempt in attempts.iter().filter(|a| here(a.place)) {
            let Some(share) = still(attempt.place)? else { continue };
            left = if share > left { Quantity::ZERO } else { left - share };
            let this = HandOut { outcome: attempt.outcome, ..what.clone() };
            rows.push(handed_row(attempt.place, &goods(share), &this, books, setting));
            done_attempts.push(attempt.place);
            failed += 1;
        }
        let mut served_here: Vec<(PlaceId, Quantity)> = Vec::new();
        if meant(line.place) {
            served_here.push((line.place, left));
        } else {
            // Only homes of a unit that is counted whole: each gets its own share, and no other.
            for home in places.iter().copied().filter(|p| here(*p) && !attempts.iter().any(|a| a.place == *p))
            {
                let share = still(home)?.unwrap_or_default().min(left);
                left -= share;
                served_here.push((home, share));
            }
        }
        for (place, quantity) in served_here.into_iter().filter(|(_, quantity)| !quantity.is_zero()) {
            rows.push(handed_row(place, &goods(quantity), what, books, setting));
            homes += 1;
        }
        served += homes;
    }
    if let Some(attempt) = attempts.iter().find(|a| !done_attempts.contains(&a.place)) {
        let code = names.place_code(attempt.place);
        return Err(Error::refused(said!("nothing is due to {code} any more", "{code} 已没有应发的物资")));
    }
    let mut unknown = uncounted(&coverage, &within);
    unknown.retain(|home| !done_attempts.contains(home));
    if rows.is_empty() {
        return Err(match unknown.len() {
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
    if !unknown.is_empty() {
        let codes: Vec<String> = unknown.iter().map(|home| names.place_code(*home)).collect();
        let (first, day) = (&codes[0], coverage.date);
        entry.doubts.push(said!(
            "not counted, so nothing is recorded as handed out there: {c}; if they got it: linli census {first}=N --date {day}, then the same again",
            "以下住户未登记人数，没有记为已发：{c}；若已领取，请先 linli census {first}=人数 --date {day}，再录一次",
            c = (codes.join(", "), codes.join("、"))
        ));
    }
    let round = names.round_code(id);
    entry.effects.push(said!("{served} handed out, {failed} not", "发放 {served} 笔，未发 {failed} 笔"));
    entry.doubts.extend(coverage.warnings.iter().cloned());
    entry.subject = format!("distributions: {round}, {served} handed out, {failed} not");
    entry.documents.push(Document { rows });
    Ok(entry)
}

/// The homes among these places that nobody has counted.
fn uncounted(coverage: &Coverage, within: &dyn Fn(PlaceId) -> bool) -> Vec<PlaceId> {
    let lines = coverage.lines.iter().filter(|line| within(line.place));
    let causes = lines.flat_map(|line| &line.causes);
    let mut homes: Vec<PlaceId> =
        causes.filter(|(_, cause)| *cause == Cause::Unknown).map(|(home, _)| *home).collect();
    homes.sort();
    homes.dedup();
    homes
}

/// True if households or residents get the item in the round, and not only units as such.
fn by_people(books: &Books, round: RoundId, item: ItemId) -> bool {
    let allots = books.registers.round(round).into_iter().flat_map(|r| &r.allot);
    allots.filter(|a| a.per != Per::Unit).any(|a| books.registers.names.item(&a.item) == Some(item))
}

/// What one home of a unit that is counted whole would get.
fn share(books: &Books, round: RoundId, item: ItemId, home: PlaceId, census: &InForce) -> Result<Quantity> {
    let names = &books.registers.names;
    let mut sum = Quantity::ZERO;
    let allots = books.registers.round(round).into_iter().flat_map(|r| &r.allot);
    for allot in allots.filter(|a| names.item(&a.item) == Some(item)) {
        let people = census.observed(home);
        sum += match allot.per {
            // One household, where nothing says otherwise.
            Per::Household => {
                let households = Quantity::whole(people.map_or(1, |p| p.households));
                allot.quantity.times(households).unwrap_or_default()
            }
            Per::Unit => Quantity::ZERO,
            Per::Resident => {
                let people = people.ok_or_else(|| {
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
