//! Goods that move, and what is on hand (ledgers.md §5):
//! - *handed over* = quantities of `delivered`, `collected`, `left`, less `returned`;
//! - *on hand* = receipts + donations + adjustments − handed over, by store, item and unit;
//! - what is left of each lot when the first to expire goes out first.
//!
//! Only effective rows count. Quantities are in the item's base unit where the unit converts; goods in a unit that does
//! not are a shelf of their own and are never added to the others. How the stock stood at the end of each day and at
//! the moment of a stock-take is in [`day_ends`](super::day_ends).

use super::groups::Groups;
use crate::books::Books;
use crate::ledgers::{Adjustment, Distribution, Donation, Head, Outcome, Receipt};
use crate::model::{Day, Quantity};
use crate::registers::{ItemId, StoreId, UnitId};
use std::collections::BTreeMap;

/// What is added up: one item in one unit in one store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shelf {
    /// The store.
    pub store: StoreId,
    /// The item.
    pub item: ItemId,
    /// The item's base unit, or a unit that does not convert to it.
    pub unit: UnitId,
}

impl Shelf {
    /// The shelf that goods of an item typed in a unit lie on, and how much of them, in the unit of the shelf.
    pub fn of(
        books: &Books,
        store: StoreId,
        item: ItemId,
        unit: UnitId,
        quantity: Quantity,
    ) -> (Shelf, Quantity) {
        let (unit, quantity) = books.goods(item, unit, quantity);
        (Shelf { store, item, unit }, quantity)
    }
}

/// The row that moved goods.
#[derive(Clone, Copy, Debug)]
pub enum Moved<'b, 'a> {
    /// Received.
    Received(&'b Receipt<'a>),
    /// Donated.
    Donated(&'b Donation<'a>),
    /// Handed over, or returned.
    Distributed(&'b Distribution<'a>),
    /// Adjusted or transferred.
    Adjusted(&'b Adjustment<'a>),
}

/// A movement of goods: one effective row.
#[derive(Clone, Copy, Debug)]
pub struct Movement<'b, 'a> {
    /// The common columns of the row.
    pub head: &'b Head<'a>,
    /// The row's own columns.
    pub row: Moved<'b, 'a>,
    /// Where the goods came to, or went from.
    pub shelf: Shelf,
    /// How much more (or less, if negative) there is, in the unit of the shelf.
    pub change: Quantity,
    /// The last day on which the goods are good, where a receipt or donation says so.
    pub expires: Option<Day>,
}

/// What a row of `distributions` hands over, in its own unit: negative if it was returned, `None` for an attempt.
#[inline]
pub fn handed_over(row: &Distribution) -> Option<Quantity> {
    match row.outcome {
        Outcome::Returned => Some(-row.quantity),
        outcome => outcome.hands_over().then_some(row.quantity),
    }
}

/// Every movement of goods, ledger by ledger. Use `for_each`: it is faster than a loop.
pub fn movements<'b, 'a>(books: &'b Books<'a>) -> impl Iterator<Item = Movement<'b, 'a>> {
    let received = books.receipts.effective().map(|row| {
        let r = &row.body;
        let (shelf, change) = Shelf::of(books, r.store, r.item, r.unit, r.quantity);
        Movement { head: &row.head, row: Moved::Received(r), shelf, change, expires: r.expires }
    });
    let donated = books.donations.effective().map(|row| {
        let d = &row.body;
        let (shelf, change) = Shelf::of(books, d.store, d.item, d.unit, d.quantity);
        Movement { head: &row.head, row: Moved::Donated(d), shelf, change, expires: d.expires }
    });
    let adjusted = books.adjustments.effective().map(|row| {
        let a = &row.body;
        let (shelf, change) = Shelf::of(books, a.store, a.item, a.unit, a.quantity.0);
        Movement { head: &row.head, row: Moved::Adjusted(a), shelf, change, expires: None }
    });
    let distributed = books.distributions.effective().filter_map(|row| {
        let d = &row.body;
        let (shelf, out) = Shelf::of(books, d.store, d.item, d.unit, handed_over(d)?);
        Some(Movement { head: &row.head, row: Moved::Distributed(d), shelf, change: -out, expires: None })
    });
    received.chain(donated).chain(adjusted).chain(distributed)
}

/// The sums of one shelf.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// Received.
    pub received: Quantity,
    /// Donated.
    pub donated: Quantity,
    /// Handed over: delivered, collected and left, less returned.
    pub distributed: Quantity,
    /// Adjustments, with their signs.
    pub adjusted: Quantity,
    /// The part of the adjustments that took goods away, above zero.
    lost: Quantity,
    /// What came in with a last good day, by that day.
    lots: BTreeMap<Day, Quantity>,
}

impl Balance {
    #[inline]
    fn add(&mut self, movement: &Movement) {
        match movement.row {
            Moved::Received(_) => self.received += movement.change,
            Moved::Donated(_) => self.donated += movement.change,
            Moved::Distributed(_) => self.distributed -= movement.change,
            Moved::Adjusted(_) => {
                self.adjusted += movement.change;
                if movement.change.is_negative() {
                    self.lost -= movement.change;
                }
            }
        }
        if let Some(day) = movement.expires {
            *self.lots.entry(day).or_default() += movement.change;
        }
    }

    /// What is there: receipts + donations + adjustments − handed over.
    pub fn on_hand(&self) -> Quantity {
        self.received + self.donated + self.adjusted - self.distributed
    }

    /// What is left of each lot, by its last good day, when the first to expire goes out first. What was handed over
    /// and what adjustments took away goes out; goods without a last day go out last and are not among these.
    pub fn lots_left(&self) -> impl Iterator<Item = (Day, Quantity)> {
        let mut out = self.distributed + self.lost;
        self.lots.iter().filter_map(move |(&day, &came)| {
            let taken = out.clamp(Quantity::ZERO, came.max(Quantity::ZERO));
            out -= taken;
            (came > taken).then(|| (day, came - taken))
        })
    }

    /// The last good day of the earliest lot with something left.
    pub fn next_expiry(&self) -> Option<Day> {
        self.lots_left().next().map(|(day, _)| day)
    }

    /// How much of what is left is no longer good on that day (its last day is over).
    pub fn expired_on(&self, day: Day) -> Quantity {
        self.lots_left().filter(|(last, _)| *last < day).map(|(_, left)| left).sum()
    }
}

/// The stock at the end of a day.
#[derive(Debug, Default)]
pub struct Stock {
    lines: Vec<(Shelf, Balance)>,
}

/// The stock at the end of a day, from the rows up to it. One pass over the rows.
pub fn stock(books: &Books, up_to: Day) -> Stock {
    let mut groups: Groups<Shelf, Balance> = Groups::default();
    movements(books).filter(|m| m.head.date <= up_to).for_each(|m| groups.at(m.shelf).add(&m));
    let mut lines = groups.sorted();
    lines.sort_by_key(|(s, _)| (s.store, s.item, s.unit != books.base_unit(s.item), s.unit));
    Stock { lines }
}

impl Stock {
    /// Every shelf on which something ever moved, in the order of stores and items, base units first.
    pub fn lines(&self) -> impl Iterator<Item = &(Shelf, Balance)> {
        self.lines.iter()
    }

    /// What is on a shelf; nothing if nothing ever moved there.
    pub fn on_hand(&self, shelf: Shelf) -> Quantity {
        self.lines.iter().find(|(s, _)| *s == shelf).map_or(Quantity::ZERO, |(_, b)| b.on_hand())
    }

    /// What there is of an item in its base unit over all stores: what its minimum is compared with.
    pub fn over_all_stores(&self, books: &Books, item: ItemId) -> Quantity {
        let unit = books.base_unit(item);
        self.lines.iter().filter(|(s, _)| s.item == item && s.unit == unit).map(|(_, b)| b.on_hand()).sum()
    }

    /// The item's minimum, if there is less of it than that over all stores.
    pub fn below_minimum(&self, books: &Books, item: ItemId) -> Option<Quantity> {
        let minimum = books.registers.item(item)?.minimum?;
        (self.over_all_stores(books, item) < minimum).then_some(minimum)
    }
}

#[cfg(test)]
mod tests;
