//! How the stock stood at the end of each day, and at the moment of a stock-take. There is no negative stock at any
//! day's end; within a day goods may be written down before what they came from.

use super::groups::Groups;
use super::stock::{Movement, Shelf, movements};
use crate::books::Books;
use crate::ledgers::{Row, StockTake};
use crate::model::{Day, Quantity, Stamp};
use std::collections::BTreeMap;

/// What was on each shelf at the end of every day on which something moved.
#[derive(Debug, Default)]
pub struct DayEnds {
    /// Days ascending, each with what was there at its end.
    shelves: BTreeMap<Shelf, Vec<(Day, Quantity)>>,
}

/// The stock at the end of every day, rows of future days included. One pass over the rows.
pub fn day_ends(books: &Books) -> DayEnds {
    let mut changes: Groups<(Shelf, Day), Quantity> = Groups::default();
    movements(books).for_each(|m| *changes.at((m.shelf, m.head.date)) += m.change);
    let mut shelves: BTreeMap<Shelf, Vec<(Day, Quantity)>> = BTreeMap::new();
    for ((shelf, day), change) in changes.sorted() {
        let days = shelves.entry(shelf).or_default();
        let before = days.last().map_or(Quantity::ZERO, |(_, balance)| *balance);
        days.push((day, before + change));
    }
    DayEnds { shelves }
}

impl DayEnds {
    fn days(&self, shelf: Shelf) -> &[(Day, Quantity)] {
        self.shelves.get(&shelf).map_or(&[], Vec::as_slice)
    }

    /// What was there at the end of a day.
    pub fn on(&self, shelf: Shelf, day: Day) -> Quantity {
        let days = self.days(shelf);
        match days.partition_point(|(d, _)| *d <= day) {
            0 => Quantity::ZERO,
            n => days[n - 1].1,
        }
    }

    /// What there was least of, at the end of this day or any later one: so much can still be taken on this day.
    pub fn lowest_from(&self, shelf: Shelf, day: Day) -> Quantity {
        let later = self.days(shelf).iter().filter(|(d, _)| *d > day).map(|(_, balance)| *balance);
        later.fold(self.on(shelf, day), Quantity::min)
    }

    /// If so much more is taken on this day: the first day at whose end there would be less than nothing, and how much
    /// there is on that day without it. `None` if there is enough on this day and all later ones.
    pub fn first_short(&self, shelf: Shelf, day: Day, take: Quantity) -> Option<(Day, Quantity)> {
        let later = self.days(shelf).iter().filter(|(d, _)| *d > day).copied();
        std::iter::once((day, self.on(shelf, day))).chain(later).find(|(_, balance)| *balance < take)
    }

    /// Every time that a shelf went below zero: the first day of it, and the balance at its end. In order of shelves,
    /// then days.
    pub fn below_zero(&self) -> impl Iterator<Item = (Shelf, Day, Quantity)> {
        self.shelves.iter().flat_map(|(shelf, days)| {
            days.iter().enumerate().filter_map(move |(at, &(day, balance))| {
                let begins = balance.is_negative()
                    && (at == 0 || !days.get(at - 1).is_some_and(|d| d.1.is_negative()));
                begins.then_some((*shelf, day, balance))
            })
        })
    }
}

/// The row to show for a shelf that went below zero on a day: the last one of that day that took goods away.
pub fn last_taken<'b, 'a>(books: &'b Books<'a>, shelf: Shelf, day: Day) -> Option<Movement<'b, 'a>> {
    movements(books)
        .filter(|m| m.shelf == shelf && m.head.date == day && m.change.is_negative())
        .max_by_key(|m| (m.head.at, m.head.id))
}

/// A shelf at a moment of a day.
#[derive(Clone, Copy, Debug)]
pub struct ShelfAt {
    /// The shelf.
    pub shelf: Shelf,
    /// The day.
    pub date: Day,
    /// The moment of recording.
    pub at: Stamp,
}

/// What the books say was on shelves at moments: the rows of earlier days, and those of that day recorded no later than
/// the moment. One pass over the rows for all of them.
pub fn balances_at(books: &Books, moments: &[ShelfAt]) -> Vec<Quantity> {
    let mut shelves: BTreeMap<Shelf, Vec<(Day, Stamp, usize)>> = BTreeMap::new();
    for (which, m) in moments.iter().enumerate() {
        shelves.entry(m.shelf).or_default().push((m.date, m.at, which));
    }
    shelves.values_mut().for_each(|asked| asked.sort());
    // Each movement is noted at the first moment that sees it; the later ones see it by running sums.
    let mut seen = vec![Quantity::ZERO; moments.len()];
    movements(books).for_each(|m| {
        let Some(asked) = shelves.get(&m.shelf) else { return };
        let first = asked.partition_point(|&(date, at, _)| {
            date < m.head.date || date == m.head.date && at.seconds() < m.head.at.seconds()
        });
        if let Some((_, _, which)) = asked.get(first) {
            seen[*which] += m.change;
        }
    });
    for asked in shelves.values() {
        let mut sum = Quantity::ZERO;
        for (_, _, which) in asked {
            sum += seen[*which];
            seen[*which] = sum;
        }
    }
    seen
}

/// A stock-take beside what the books say.
#[derive(Clone, Copy, Debug)]
pub struct Counted<'b, 'a> {
    /// The row of `counts`.
    pub row: &'b Row<'a, StockTake<'a>>,
    /// What was counted.
    pub shelf: Shelf,
    /// How much was there, in the unit of the shelf.
    pub counted: Quantity,
    /// How much the books say was there then.
    pub booked: Quantity,
}

impl Counted<'_, '_> {
    /// More than the books say (surplus), or less (shortage, negative).
    pub fn difference(&self) -> Quantity {
        self.counted - self.booked
    }
}

/// Every effective stock-take, in the order of the files, beside the books at its moment.
pub fn stock_takes<'b, 'a>(books: &'b Books<'a>) -> Vec<Counted<'b, 'a>> {
    let rows: Vec<_> = books
        .counts
        .effective()
        .map(|row| (row, Shelf::of(books, row.body.store, row.body.item, row.body.unit, row.body.quantity)))
        .collect();
    let moments: Vec<_> = rows
        .iter()
        .map(|(row, (shelf, _))| ShelfAt { shelf: *shelf, date: row.head.date, at: row.head.at })
        .collect();
    let balances = balances_at(books, &moments);
    rows.into_iter()
        .zip(balances)
        .map(|((row, (shelf, counted)), booked)| Counted { row, shelf, counted, booked })
        .collect()
}
