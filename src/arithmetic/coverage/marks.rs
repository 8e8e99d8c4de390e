//! What the rows of a round say of each place by its own name: when it was served last, how much, with what outcome. For
//! sheets of paper, which list every home also where only its unit is counted; the figures are those of the lines.

use super::goods::GoodsRow;
use super::reach::ReachRow;
use super::testing::TestRow;
use crate::arithmetic::census::counted_place;
use crate::books::Books;
use crate::ledgers::Outcome;
use crate::model::{Day, PlaceId, Places, Quantity};
use crate::registers::{ItemId, UnitId};
use std::collections::BTreeMap;

/// What the rows of a round say of one place and one kind of goods (`None` for tests and roll-calls).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The day of the latest row.
    pub last: Day,
    /// What was handed over, how many were tested here or elsewhere, or 1 where somebody was reached.
    pub done: Quantity,
    /// Residents who need no test.
    pub exempt: Quantity,
    /// Of goods: what came of the latest attempt.
    pub outcome: Option<Outcome>,
}

/// The marks of a round by place and goods.
#[derive(Clone, Debug, Default)]
pub struct Marks(BTreeMap<Key, Mark>);

type Key = (PlaceId, Option<(ItemId, UnitId)>);

impl Marks {
    /// The mark of a place itself (a building of one unit is that unit, but for roll-calls); rows of what it lies in, or
    /// of what lies in it, are not in it.
    pub fn of(&self, place: PlaceId, goods: Option<(ItemId, UnitId)>) -> Option<Mark> {
        self.0.get(&(place, goods)).copied()
    }

    pub(super) fn of_goods<'b>(books: &Books, rows: &[&'b GoodsRow<'b>]) -> Marks {
        let places = books.registers.names.places();
        let mut rows = rows.to_vec();
        rows.sort_by_key(|row| (row.head.date, row.head.at, row.head.id));
        let mut marks = Marks::default();
        for row in rows {
            let outcome = row.body.outcome;
            let (unit, quantity) = books.goods(row.body.item, row.body.unit, row.body.quantity);
            let handed = match outcome {
                Outcome::Returned => -quantity,
                outcome if outcome.hands_over() => quantity,
                _ => Quantity::ZERO,
            };
            let place = counted_place(places, row.body.place).unwrap_or(row.body.place);
            let mark = marks.at((place, Some((row.body.item, unit))), row.head.date);
            mark.done += handed;
            (mark.last, mark.outcome) = (row.head.date, Some(outcome));
        }
        marks
    }

    /// Of several reports of a place the latest (`at`, `id`) counts, as in the lines.
    pub(super) fn of_tests<'b>(places: &Places, rows: &[&'b TestRow<'b>]) -> Marks {
        let mut rows = rows.to_vec();
        rows.sort_by_key(|row| (row.head.at, row.head.id));
        let mut marks = Marks::default();
        for row in rows {
            let number = |count: Option<crate::ledgers::Count>| {
                Quantity::whole(i64::from(count.unwrap_or_default().0))
            };
            let done = number(Some(row.body.tested)) + number(row.body.elsewhere);
            let exempt = number(row.body.exempt);
            let mark = Mark { last: row.head.date, done, exempt, outcome: None };
            let place = counted_place(places, row.body.place).unwrap_or(row.body.place);
            marks.0.insert((place, None), mark);
        }
        marks
    }

    /// The latest row that counts as reached.
    pub(super) fn of_reach<'b>(rows: &[&'b ReachRow<'b>]) -> Marks {
        let mut rows = rows.to_vec();
        rows.sort_by_key(|row| (row.head.at, row.head.id));
        let mut marks = Marks::default();
        for row in rows.into_iter().filter(|row| row.body.status.counts()) {
            let mark = marks.at((row.body.place, None), row.head.date);
            (mark.last, mark.done) = (row.head.date, Quantity::ONE);
        }
        marks
    }

    fn at(&mut self, key: Key, day: Day) -> &mut Mark {
        let (done, exempt) = (Quantity::ZERO, Quantity::ZERO);
        self.0.entry(key).or_insert(Mark { last: day, done, exempt, outcome: None })
    }
}
