//! How the stock stood at the end of each day, and at the moment of a stock-take. There is no negative stock at any
//! day's end; within a day goods may be written down before what they came from.

use super::carried::carried;
use super::groups::Groups;
use super::stock::{Movement, Shelf, movements};
use crate::books::Books;
use crate::ledgers::{Row, StockTake};
use crate::model::{Day, Quantity, Stamp};
use rustc_hash::FxHashMap;
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
    carried(books).for_each(|(shelf, day, change)| *changes.at((shelf, day)) += change);
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

    /// If these changes were made on their days: the first day at whose end there would be less than nothing because of
    /// them, and how much. `None` if no day gets worse than nothing by them.
    pub fn first_negative(&self, shelf: Shelf, changes: &BTreeMap<Day, Quantity>) -> Option<(Day, Quantity)> {
        let mut days: Vec<Day> =
            self.days(shelf).iter().map(|(day, _)| *day).chain(changes.keys().copied()).collect();
        days.sort();
        days.dedup();
        days.into_iter().find_map(|day| {
            let change: Quantity = changes.range(..=day).map(|(_, change)| *change).sum();
            let left = self.on(shelf, day) + change;
            (change.is_negative() && left.is_negative()).then_some((day, left))
        })
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

/// The rows to show for shelves that went below zero on a day: for each the last one of that day that took goods away. One
/// pass over the rows for all of them.
pub fn last_taken<'b, 'a>(
    books: &'b Books<'a>,
    wanted: impl IntoIterator<Item = (Shelf, Day)>,
) -> BTreeMap<(Shelf, Day), Movement<'b, 'a>> {
    let mut last: FxHashMap<(Shelf, Day), Option<Movement>> =
        wanted.into_iter().map(|key| (key, None)).collect();
    movements(books).filter(|m| m.change.is_negative()).for_each(|m| {
        if let Some(last) = last.get_mut(&(m.shelf, m.head.date))
            && last.as_ref().is_none_or(|last| (last.head.at, last.head.id) <= (m.head.at, m.head.id))
        {
            *last = Some(m);
        }
    });
    last.into_iter().filter_map(|(key, last)| Some((key, last?))).collect()
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
    // Carried months are over: all of a day was recorded before any moment of a later one.
    carried(books).for_each(|(shelf, day, change)| {
        let Some(asked) = shelves.get(&shelf) else { return };
        let first = asked.partition_point(|&(date, _, _)| date <= day);
        if let Some((_, _, which)) = asked.get(first) {
            seen[*which] += change;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arithmetic::literal::{august, ledger, much, shelf, with};

    fn goods() -> [crate::store::text::Source; 2] {
        [
            ledger(
                "receipts",
                "source,item,quantity",
                &["2022-08-10 18:00,街道,牛奶,50", "2022-08-14,街道,牛奶,10"],
            ),
            ledger(
                "distributions",
                "place,item,quantity",
                &["2022-08-10 09:00,2-1,牛奶,50", "2022-08-12,2-1,牛奶,5", "2022-08-13,2-1,牛奶,1"],
            ),
        ]
    }

    #[test]
    fn only_the_balance_at_the_end_of_a_day_matters_and_each_fall_below_zero_is_told_once() {
        with(&goods(), |books| {
            let milk = shelf(books, "main", "牛奶", "瓶");
            let ends = day_ends(books);
            let fallen: Vec<_> = ends.below_zero().collect();
            assert_eq!(
                fallen,
                [(milk, august(12), much("-5"))],
                "the 10th ends at nothing, the 13th is the same fall"
            );
            assert_eq!(ends.on(milk, august(9)), Quantity::ZERO);
            assert_eq!(ends.on(milk, august(11)), Quantity::ZERO);
            assert_eq!(ends.on(milk, august(13)), much("-6"));
            assert_eq!(ends.on(milk, august(20)), much("4"));
            let taken = last_taken(books, [(milk, august(12)), (milk, august(1))]);
            assert_eq!(taken.len(), 1);
            let row = taken[&(milk, august(12))];
            assert_eq!(row.head.id.to_string(), "I220812-000002");
        });
    }

    #[test]
    fn what_can_be_taken_on_a_day_leaves_nothing_negative_on_that_day_or_later() {
        let receipts = ledger("receipts", "source,item,quantity", &["2022-08-10,街道,牛奶,50"]);
        let out = ledger("distributions", "place,item,quantity", &["2022-08-14,2-1,牛奶,30"]);
        with(&[receipts, out], |books| {
            let milk = shelf(books, "main", "牛奶", "瓶");
            let ends = day_ends(books);
            assert_eq!(ends.on(milk, august(12)), much("50"));
            assert_eq!(ends.lowest_from(milk, august(12)), much("20"));
            assert_eq!(ends.first_short(milk, august(12), much("20")), None);
            assert_eq!(ends.first_short(milk, august(12), much("21")), Some((august(14), much("20"))));
            assert_eq!(ends.first_short(milk, august(9), much("1")), Some((august(9), Quantity::ZERO)));
            let rice = shelf(books, "main", "大米", "kg");
            assert_eq!(ends.first_short(rice, august(12), much("1")), Some((august(12), Quantity::ZERO)));
        });
    }

    #[test]
    fn a_correction_of_several_days_is_refused_only_for_a_day_that_it_makes_worse() {
        with(&goods(), |books| {
            let milk = shelf(books, "main", "牛奶", "瓶");
            let ends = day_ends(books);
            let first = |changes: &[(u32, &str)]| {
                let changes = changes.iter().map(|(day, n)| (august(*day), much(n))).collect();
                ends.first_negative(milk, &changes)
            };
            assert_eq!(first(&[(10, "-1")]), Some((august(10), much("-1"))));
            assert_eq!(
                first(&[(10, "-3"), (11, "3")]),
                Some((august(10), much("-3"))),
                "moved to the next day"
            );
            assert_eq!(
                first(&[(9, "3"), (10, "-3")]),
                None,
                "the 12th is negative all the same, and no worse"
            );
            assert_eq!(first(&[(14, "-4")]), None, "four are left on the 14th");
            assert_eq!(first(&[(14, "-5")]), Some((august(14), much("-1"))));
        });
    }

    #[test]
    fn a_stock_take_is_compared_with_earlier_days_and_what_was_recorded_no_later_that_day() {
        let ledgers = [
            ledger(
                "receipts",
                "source,item,quantity",
                &[
                    "2022-08-15 22:00,街道,牛奶,40",
                    "2022-08-16 15:00,街道,牛奶,7",
                    "2022-08-16 15:01,街道,牛奶,100",
                ],
            ),
            ledger(
                "distributions",
                "place,item,quantity",
                &["2022-08-16 09:00,2-1,牛奶,10", "2022-08-17,2-1,牛奶,3"],
            ),
            ledger(
                "counts",
                "item,quantity,unit",
                &[
                    "2022-08-16 15:00,牛奶,36,",
                    "2022-08-16 08:00,牛奶,2,箱",
                    "2022-08-18,牛奶,134,",
                    "2022-08-18,口罩,1,",
                ],
            ),
        ];
        with(&ledgers, |books| {
            let taken: Vec<_> = stock_takes(books)
                .iter()
                .map(|c| format!("{} of {}: {}", c.counted, c.booked, c.difference()))
                .collect();
            assert_eq!(taken, ["36 of 37: -1", "48 of 40: 8", "134 of 134: 0", "1 of 0: 1"]);
        });
    }
}
