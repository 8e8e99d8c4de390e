//! Entries of a chain that count people become rows of `tests` and `census`.

use super::facts::Facts;
use super::fate::{Brought, Earlier, Fate, Outcome, earlier, note, replace, stays};
use super::pattern::{ELSEWHERE, EXEMPT, RESIDENTS, TESTED};
use super::sorted::Read;
use crate::arithmetic::census::{CensusRows, InForce};
use crate::arithmetic::coverage::Reckoning;
use crate::books::Books;
use crate::error::Result;
use crate::ledgers::{Census, Draft, Testing};
use crate::model::PlaceId;
use crate::recording::Setting;
use crate::recording::people::{CensusExtras, Tested, census_row, over_the_census, tenfold, test_row};
use crate::registers::RoundId;
use crate::said;
use crate::words::Said;

/// Brings the tests of these entries to a round.
pub(super) fn tests(
    read: &[&Read<Facts>],
    round: RoundId,
    books: &Books,
    setting: &Setting,
    brought: &mut Brought,
) -> Result<()> {
    let names = &books.registers.names;
    let of_round = || books.tests.effective().filter(move |row| row.body.round == round);
    let date = books.registers.round(round).map_or(setting.day, |round| round.date);
    let reckoning = Reckoning::new(books, setting.today.max(date));
    let census = reckoning.census(date);
    let mut whole: Vec<PlaceId> = Vec::new();
    for entry in read {
        let people = &entry.said.people;
        let report = Tested {
            tested: people[TESTED].unwrap_or(0),
            elsewhere: people[ELSEWHERE],
            exempt: people[EXEMPT],
            visitors: people[6],
            reason: entry.said.reason.clone(),
        };
        let row = test_row(round, entry.place, &report, books, setting)?.set("note", note(&entry.said.notes));
        let here = of_round().filter(|row| row.body.place == entry.place);
        let rows: Vec<Earlier> = here.map(|row| earlier(books, &Testing::LEDGER, &row.head)).collect();
        let (code, says) = (names.place_code(entry.place), test_words(&row));
        let round_code = names.round_code(round);
        let hint = format!("linli test {round_code} {code}={}", report.tested);
        let fate = fate(&rows, &row, &["tested", "elsewhere", "exempt", "visitors"], test_words, &hint);
        if matches!(fate, Fate::New | Fate::Amended(_)) {
            brought.doubts.extend(over_the_census(&row, census.at(entry.place)));
            let unit = names.places().unit_of(entry.place).filter(|unit| *unit != entry.place);
            let reported = |unit: PlaceId| of_round().any(|row| row.body.place == unit);
            if let Some(unit) = unit.filter(|unit| !whole.contains(unit) && reported(*unit)) {
                whole.push(unit);
                let unit = names.place_code(unit);
                brought.doubts.push(said!(
                    "{unit} was reported as a whole in {round_code}; what its homes report is added to that",
                    "{unit} 在 {round_code} 中已按整个单元上报，各户接龙会再加上去"
                ));
            }
        }
        if let [only] = &rows[..]
            && matches!(fate, Fate::Amended(_))
        {
            let before = only.draft.get("tested").parse().ok();
            brought.doubts.extend(tenfold(before, report.tested, &code));
        }
        push(brought, entry, &rows, row, says, fate);
    }
    Ok(())
}

/// What a row of tests says.
pub(super) fn test_words(row: &Draft) -> Said {
    let parts = [
        ("tested", said!("tested", "检测")),
        ("elsewhere", said!("elsewhere", "外检")),
        ("exempt", said!("exempt", "免检")),
        ("visitors", said!("visitors", "访客")),
    ];
    counts(row, &parts)
}

fn census_words(row: &Draft) -> Said {
    let parts = [
        ("residents", said!("residents", "人数")),
        ("present", said!("present", "在住")),
        ("households", said!("households", "户数")),
    ];
    counts(row, &parts)
}

fn counts(row: &Draft, parts: &[(&str, Said)]) -> Said {
    let mut said = Said::default();
    for (field, name) in parts.iter().filter(|(field, _)| !row.get(field).is_empty()) {
        let n = row.get(field);
        if !said.is_empty() {
            said = said.then(&said!(", ", "，"));
        }
        said = said.then(&said!("{w} {n}", "{w} {n}", w = (&name.en, &name.zh)));
    }
    said
}

/// What becomes of a row beside the earlier ones of its place.
fn fate(rows: &[Earlier], new: &Draft, fields: &[&str], say: fn(&Draft) -> Said, hint: &str) -> Fate {
    let same = |row: &Earlier| fields.iter().all(|field| row.draft.get(field) == new.get(field));
    match rows {
        [] => Fate::New,
        [one] if same(one) => Fate::Unchanged,
        rows => match rows.iter().find(|row| !row.of_chain) {
            Some(by_hand) => Fate::Kept(stays(&say(&by_hand.draft), hint)),
            None => Fate::Amended(say(&rows[0].draft)),
        },
    }
}

fn push(brought: &mut Brought, entry: &Read<Facts>, rows: &[Earlier], new: Draft, says: Said, fate: Fate) {
    let ledger = new.ledger;
    match fate {
        Fate::New => brought.plain.push(new),
        Fate::Amended(_) => brought.amends.push(replace(rows, new)),
        Fate::Unchanged | Fate::Kept(_) => {}
    }
    brought.outcomes.push(Outcome::of(entry, ledger, says, fate));
}

/// Brings the people who live there. An observation of another day is a new row; of the same day it amends.
pub(super) fn census(
    read: &[&Read<Facts>],
    books: &Books,
    setting: &Setting,
    brought: &mut Brought,
) -> Result<()> {
    let names = &books.registers.names;
    let rows = CensusRows::of(books);
    let in_force: InForce = rows.in_force(setting.day);
    for entry in read {
        let people = &entry.said.people;
        let known = in_force.row(entry.place);
        let before = known.map(|row| earlier(books, &Census::LEDGER, &row.head));
        let residents = match (people[RESIDENTS], &before) {
            (Some(n), _) => n,
            (None, Some(row)) => row.draft.get("residents").parse().unwrap_or(0),
            (None, None) => 0,
        };
        let needs = before.as_ref().map_or(String::new(), |row| row.draft.get("needs").to_owned());
        let extras = CensusExtras { present: people[1], households: people[2], needs };
        let row =
            census_row(entry.place, residents, &extras, books, setting)?.set("note", note(&entry.said.notes));
        let code = names.place_code(entry.place);
        let of_today = known.is_some_and(|row| row.head.date == setting.day);
        let same = |before: &Earlier| {
            let said = |field: &str| before.of_chain || field == "residents" || !row.get(field).is_empty();
            let fields = ["residents", "present", "households"];
            fields.iter().all(|field| !said(field) || before.draft.get(field) == row.get(field))
        };
        let fate = match &before {
            Some(before) if same(before) => Fate::Unchanged,
            Some(before) if of_today && before.of_chain => Fate::Amended(census_words(&before.draft)),
            Some(before) if of_today => {
                let hint = format!("linli census {code}={residents}");
                Fate::Kept(stays(&census_words(&before.draft), &hint))
            }
            _ => Fate::New,
        };
        if matches!(fate, Fate::New | Fate::Amended(_)) {
            let last = before.as_ref().and_then(|row| row.draft.get("residents").parse().ok());
            brought.doubts.extend(tenfold(last, residents, &code));
        }
        let replaced: Vec<Earlier> = before.into_iter().collect();
        let says = census_words(&row);
        push(brought, entry, &replaced, row, says, fate);
    }
    Ok(())
}
