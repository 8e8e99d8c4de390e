//! Entries of a chain that name goods become rows of `distributions`.

use super::facts::{Facts, Handed};
use super::fate::{Brought, Earlier, Fate, Outcome, earlier, note, replace, stays};
use super::sorted::Read;
use crate::arithmetic::coverage::Reckoning;
use crate::arithmetic::stock::handed_over;
use crate::books::Books;
use crate::error::Result;
use crate::ledgers::{Distribution, Draft, Row};
use crate::model::{PlaceId, Quantity};
use crate::recording::Setting;
use crate::recording::goods::{Goods, odd_units};
use crate::recording::outgoing::{HandOut, handed_row, refuse_whole_building, shelf};
use crate::registers::{RoundId, UnitId};
use crate::said;
use crate::words::Said;

/// Brings the goods of these entries. What a home got of an item in the round is what its last entry says.
pub(super) fn goods(
    read: &[&Read<Facts>],
    round: Option<RoundId>,
    books: &Books,
    setting: &Setting,
    brought: &mut Brought,
) -> Result<Vec<Goods>> {
    let names = &books.registers.names;
    let reckoning = Reckoning::new(books, setting.today);
    let coverage = round.and_then(|id| reckoning.round(id));
    let mut all: Vec<Goods> = Vec::new();
    for entry in read {
        refuse_whole_building(books, entry.place, round)?;
        for handed in &entry.said.goods {
            let goods = goods_of(handed, books, &all);
            let what = HandOut { round, outcome: handed.outcome, ..HandOut::default() };
            let row =
                handed_row(entry.place, &goods, &what, books, setting).set("note", note(&entry.said.notes));
            let item = names.item(&handed.item);
            let same = |r: &&Row<Distribution>| {
                r.body.place == entry.place
                    && Some(r.body.item) == item
                    && r.body.round == round
                    && (round.is_some() || r.head.date == setting.day)
            };
            let here: Vec<&Row<Distribution>> = books.distributions.effective().filter(same).collect();
            let fate = fate(&here, &row, entry.place, handed, books);
            let mine: Vec<Earlier> = here
                .iter()
                .map(|row| earlier(books, &Distribution::LEDGER, &row.head))
                .filter(|row| row.of_chain)
                .collect();
            if matches!(fate, Fate::New | Fate::Amended(_))
                && let Some(coverage) = &coverage
            {
                let line = coverage
                    .lines
                    .iter()
                    .find(|line| line.place == entry.place && line.goods.map(|(item, _)| item) == item);
                let (_, much) = base(books, &row);
                if let Some(line) = line.filter(|l| l.sums.unknown_homes == 0 && much > l.sums.due) {
                    let (code, item, due) = (names.place_code(entry.place), &handed.item, line.sums.due);
                    brought.doubts.push(said!(
                        "{code}: {much} of {item}, and {due} are due",
                        "{code}：{item} {much}，应发 {due}"
                    ));
                }
            }
            match &fate {
                Fate::New => brought.plain.push(row.clone()),
                Fate::Amended(_) => brought.amends.push(replace(&mine, row.clone())),
                Fate::Unchanged | Fate::Kept(_) => {}
            }
            brought.outcomes.push(Outcome::of(entry, &Distribution::LEDGER, goods_words(&row), fate));
            all.push(goods);
        }
    }
    brought.doubts.extend(odd(&all, books));
    Ok(all)
}

fn odd(all: &[Goods], books: &Books) -> Vec<Said> {
    let mut doubts = odd_units(all, books.registers);
    let mut seen: Vec<Said> = Vec::new();
    doubts.retain(|doubt| {
        let new = !seen.contains(doubt);
        seen.push(doubt.clone());
        new
    });
    doubts
}

fn goods_of(handed: &Handed, books: &Books, before: &[Goods]) -> Goods {
    let new = books.registers.names.item(&handed.item).is_none();
    let measure = handed.much.as_ref();
    Goods {
        item: handed.item.clone(),
        unit: measure.and_then(|m| m.unit.clone()).unwrap_or_default(),
        quantity: measure.map_or(Quantity::ZERO, |m| m.quantity),
        note: None,
        new: new && !before.iter().any(|g| g.item == handed.item),
    }
}

/// What a row hands over, in the item's base unit where that can be said.
fn base(books: &Books, row: &Draft) -> (UnitId, Quantity) {
    let quantity = Quantity::parse(row.get("quantity")).unwrap_or_default();
    let (shelf, quantity) = shelf(books, Default::default(), row.get("item"), row.get("unit"), quantity);
    (shelf.unit, quantity)
}

/// `蔬菜包 1份`, `蔬菜包 not at home`.
fn goods_words(row: &Draft) -> Said {
    let (item, quantity, unit) = (row.get("item"), row.get("quantity"), row.get("unit"));
    match crate::ledgers::Outcome::from_code(row.get("outcome")).filter(|o| o.is_attempt()) {
        Some(outcome) => {
            let words = outcome.words();
            said!("{item}: {w}", "{item}：{w}", w = (words.en, words.zh))
        }
        None => Said::same(format!("{item} {quantity}{unit}")),
    }
}

fn fate(here: &[&Row<Distribution>], new: &Draft, place: PlaceId, handed: &Handed, books: &Books) -> Fate {
    let rows: Vec<(Earlier, &Row<Distribution>)> =
        here.iter().map(|row| (earlier(books, &Distribution::LEDGER, &row.head), *row)).collect();
    let by_hand = |(row, body): &&(Earlier, &Row<Distribution>)| {
        !row.of_chain && handed_over(&body.body).is_some_and(|q| !q.is_zero())
    };
    let hand: Vec<_> = rows.iter().filter(by_hand).collect();
    let mine: Vec<_> = rows.iter().filter(|(row, _)| row.of_chain).collect();
    let (unit, much) = base(books, new);
    if hand.is_empty() {
        return match mine.as_slice() {
            [] => Fate::New,
            [(one, _)]
                if base(books, &one.draft) == (unit, much)
                    && one.draft.get("outcome") == new.get("outcome") =>
            {
                Fate::Unchanged
            }
            [(one, _), ..] => Fate::Amended(goods_words(&one.draft)),
        };
    }
    let mut sum = Quantity::ZERO;
    for (_, row) in &rows {
        let quantity = handed_over(&row.body).unwrap_or_default();
        let (of, quantity) = books.goods(row.body.item, row.body.unit, quantity);
        sum += if of == unit { quantity } else { Quantity::ZERO };
    }
    if sum == much {
        return Fate::Unchanged;
    }
    let code = books.registers.names.place_code(place);
    let (id, item) = (hand[0].0.id, &handed.item);
    let hint = match &handed.much {
        Some(measure) => format!("linli amend {} quantity={} --reason …", id.reference(), measure.quantity),
        None => format!("linli void {} --reason …", id.reference()),
    };
    Fate::Kept(stays(&Said::same(format!("{code} {item} {sum}")), &hint))
}
