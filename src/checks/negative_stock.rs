//! `negative-stock`: more went out than there was.

use super::{Check, Example, Scene, Tier, word};
use crate::arithmetic::day_ends::{DayEnds, day_ends, last_taken};
use crate::arithmetic::stock::{Moved, Shelf};
use crate::books::Books;
use crate::ledgers::{Adjustment, Distribution, Donation, Ledger, Receipt};
use crate::model::{Day, Finding, Quantity, Severity};
use crate::registers::UnitId;
use crate::said;
use crate::words::Said;
use crate::words::words;

/// The check.
pub const CHECK: Check = Check {
    code: "negative-stock",
    severity: Severity::Warning,
    tier: Tier::Books,
    title: words("more went out than there was", "库存为负"),
    meaning: words(
        "At the end of a day a store holds less than nothing of an item: a receipt was forgotten, something was recorded twice, or taken from the wrong store. The finding stands at the last row of the first such day that took goods away. Record what came in (`linli receive … --date`), or correct the row.",
        "某日终了时，某仓库某物品少于零：漏记了入库、重复登记，或出库的仓库写错。提示定位在首个为负之日最后一笔出库上。请补记入库（linli receive … --date），或更正该行。",
    ),
    example: Example {
        files: &[
            (
                "ledgers/receipts/2022-08.csv",
                "id,date,source,item,quantity,by,at\n\
             R220815-4N7Q2K,2022-08-15,街道办,牛奶,10,李梅,2022-08-15T09:00:00+08:00\n",
            ),
            (
                "ledgers/distributions/2022-08.csv",
                "id,date,round,place,item,quantity,outcome,by,at\n\
             I220816-7K2MQX,2022-08-16,,采样点,牛奶,12,,李梅,2022-08-16T18:30:00+08:00\n",
            ),
        ],
        ..Example::NONE
    },
    find: Some(find),
};

/// True if the unit says nothing about the item, which is said as `unit-not-convertible` and not a second time.
fn is_odd(books: &Books, shelf: &Shelf) -> bool {
    books.registers.item(shelf.item).is_some() && !books.converts(shelf.item, shelf.unit)
}

/// True if goods of the item are there in a unit that cannot be converted: what came in under one word and went out under
/// another is one fault, and that of the word.
fn lies_in_odd_units(books: &Books, ends: &DayEnds, shelf: &Shelf, day: Day) -> bool {
    let units = (0..books.registers.names.unit_count()).map(UnitId::from_index);
    units
        .map(|unit| Shelf { unit, ..*shelf })
        .any(|other| is_odd(books, &other) && ends.on(other, day) > Quantity::ZERO)
}

fn find(books: &Books, scene: &Scene) -> Vec<Finding> {
    let ends = day_ends(books);
    let mut below: Vec<(Shelf, Day, Quantity)> =
        ends.below_zero().filter(|(_, day, _)| *day <= scene.today).collect();
    below.dedup_by_key(|(shelf, _, _)| *shelf);
    below.retain(|(shelf, day, _)| !is_odd(books, shelf) && !lies_in_odd_units(books, &ends, shelf, *day));
    let taken = last_taken(books, below.iter().map(|&(shelf, day, _)| (shelf, day)));
    let mut found = Vec::new();
    for (shelf, day, balance) in below {
        let names = &books.registers.names;
        let (item, unit) = (names.item_name(shelf.item), names.unit_name(shelf.unit));
        let store = names.store_code(shelf.store);
        let message = said!(
            "{store} holds {balance}{unit} {item} at the end of {day}",
            "{day} 终了时 {store} 的 {item} 为 {balance}{unit}"
        );
        let mut finding = match taken.get(&(shelf, day)) {
            None => Finding::new("negative-stock", Severity::Warning, message),
            Some(taken) => {
                let ledger: &'static Ledger = match taken.row {
                    Moved::Received(_) => &Receipt::LEDGER,
                    Moved::Donated(_) => &Donation::LEDGER,
                    Moved::Distributed(_) => &Distribution::LEDGER,
                    Moved::Adjusted(_) => &Adjustment::LEDGER,
                };
                books.finding("negative-stock", Severity::Warning, ledger, taken.head, "quantity", message)
            }
        };
        let short = -balance;
        finding.label = said!("{short}{unit} more than there was", "比库存多出 {short}{unit}");
        finding.fix = Some(Said::same(format!("linli report stock-card --item {}", word(&item))));
        found.push(finding.about_goods(&item, Some(&store)));
    }
    found
}
