//! A building captain's evening line: census, tests and goods of one place in one operation, to the rounds open that
//! day.

use super::captain_line::read_line;
use super::outgoing::{HandOut, hand_out, refuse_future};
use super::people::{
    CensusExtras, Tested, beside_the_census, census_row, last_residents, tenfold, test_rows,
};
use super::typed::{read_item, read_place, read_round};
use super::{Document, Entry, Setting};
use crate::arithmetic::open::is_open;
use crate::books::Books;
use crate::error::{Error, Result};
use crate::ledgers::RoundKind;
use crate::model::goods_line;
use crate::registers::{ItemId, RoundId};
use crate::said;
use crate::words::any_of;

/// Makes the entry. `words` are `residents=41`, `检测=36`, `蔬菜包=38份`; `rounds` narrows the rounds that are meant.
pub fn captain(
    books: &Books,
    place: &str,
    words: &[&str],
    rounds: &[&str],
    setting: &Setting,
) -> Result<Entry> {
    let names = &books.registers.names;
    let mut entry = Entry::default();
    let place = read_place(place, names, &mut entry.doubts)?;
    let code = names.place_code(place);
    let line = read_line(words, books.registers, setting.new_items)?;
    let [residents, present, households, tested, elsewhere, exempt, visitors] = line.counts;
    let mut named: Vec<RoundId> = Vec::new();
    for round in rounds {
        named.push(read_round(round, names)?);
    }
    let mut rows = Vec::new();
    if residents.is_some() || present.is_some() || households.is_some() {
        let last = last_residents(books, place);
        let residents = match (residents, last) {
            (Some(n), _) => n,
            (None, Some(n)) => n.max(0) as u32,
            (None, None) => {
                return Err(Error::usage(said!(
                    "how many live in {code} is not known yet",
                    "还没有 {code} 的住户人数"
                ))
                .hint(said!("add residents=N", "请加上 人数=N")));
            }
        };
        entry.doubts.extend(tenfold(last, residents, &code));
        let extras = CensusExtras { present, households, needs: String::new() };
        rows.push(census_row(place, residents, &extras, books, setting)?);
    }
    let mut amends = Vec::new();
    if tested.is_some() || elsewhere.is_some() || exempt.is_some() || visitors.is_some() {
        let round = testing_round(books, &named, setting)?;
        let report =
            Tested { tested: tested.unwrap_or(0), elsewhere, exempt, visitors, reason: String::new() };
        let made = test_rows(round, place, &report, false, books, setting, &mut entry)?;
        if residents.is_none() && present.is_none() {
            beside_the_census(&made, books, setting, &mut entry);
        }
        if made.len() == 1 { rows.extend(made) } else { amends = made }
    }
    for line in &line.goods {
        let (item, _) = goods_line(line)?;
        let round = match read_item(&item, names) {
            Ok(item) => distribution_round(books, item, &named, setting)?,
            Err(fault) if !setting.new_items => return Err(fault.into()),
            Err(_) => None,
        };
        let what = HandOut { round, ..HandOut::default() };
        let part = hand_out(books, &[place], &[line], &what, setting)?;
        entry.effects.extend(part.effects);
        entry.doubts.extend(part.doubts);
        entry.refusals.extend(part.refusals);
        entry.registers.extend(part.registers);
        rows.extend(part.documents.into_iter().flat_map(|d| d.rows));
    }
    if rows.is_empty() && amends.is_empty() {
        return Err(Error::usage(said!("nothing to record for {code}", "{code} 没有要登记的内容")).hint(
            said!(
                "such as linli captain {code} residents=41 tested=36 蔬菜包=38份",
                "例如 linli captain {code} 人数=41 检测=36 蔬菜包=38份"
            ),
        ));
    }
    refuse_future(&mut entry, setting);
    entry.refusals.dedup();
    entry.subject = format!("captain: {code} {}", words.join(" "));
    entry
        .documents
        .extend([rows, amends].into_iter().filter(|r| !r.is_empty()).map(|rows| Document { rows }));
    Ok(entry)
}

/// The rounds of a kind that are meant: those named, else those open that day.
pub(super) fn candidates(
    books: &Books,
    kind: RoundKind,
    named: &[RoundId],
    setting: &Setting,
) -> Vec<RoundId> {
    let of_kind = |id: &RoundId| books.registers.round(*id).is_some_and(|r| r.kind == kind);
    let chosen: Vec<RoundId> = named.iter().copied().filter(of_kind).collect();
    if !chosen.is_empty() {
        return chosen;
    }
    let all = (0..books.registers.rounds.len()).map(RoundId::from_index);
    all.filter(of_kind)
        .filter(|id| is_open(&books.registers.rounds[id.index()], setting.day, setting.at))
        .collect()
}

pub(super) fn several(books: &Books, rounds: &[RoundId]) -> Error {
    let codes: Vec<String> = rounds.iter().map(|r| books.registers.names.round_code(*r)).collect();
    let list = any_of(&codes);
    Error::usage(said!("several rounds are open", "有多个批次正在进行")).hint(said!(
        "say which: --round {l}",
        "请用 --round 指明：{l}",
        l = (list.en, list.zh)
    ))
}

pub(super) fn testing_round(books: &Books, named: &[RoundId], setting: &Setting) -> Result<RoundId> {
    match candidates(books, RoundKind::Testing, named, setting).as_slice() {
        [round] => Ok(*round),
        [] => {
            let day = setting.day;
            Err(Error::usage(said!("no testing round is open on {day}", "{day} 没有进行中的检测轮次")).hint(
                said!(
                    "linli round open test-{d} --kind testing --title …, or --round ROUND",
                    "linli round open test-{d} --kind testing --title …，或用 --round 指明",
                    d = (day.short(), day.short())
                ),
            ))
        }
        rounds => Err(several(books, rounds)),
    }
}

/// The round that allots this item; none if no round does.
fn distribution_round(
    books: &Books,
    item: ItemId,
    named: &[RoundId],
    setting: &Setting,
) -> Result<Option<RoundId>> {
    let names = &books.registers.names;
    let allots = |id: &RoundId| {
        books.registers.rounds[id.index()].allot.iter().any(|a| names.item(&a.item) == Some(item))
    };
    let rounds = candidates(books, RoundKind::Distribution, named, setting);
    let fitting: Vec<RoundId> = rounds.into_iter().filter(allots).collect();
    match fitting.as_slice() {
        [] => Ok(None),
        [round] => Ok(Some(*round)),
        several_of_them => Err(several(books, several_of_them)),
    }
}
