//! `expired-on-hand`: goods on hand are out of date.

use super::{Check, Example, Scene, Tier, word};
use crate::arithmetic::stock::{Moved, Shelf, movements, stock};
use crate::books::Books;
use crate::ledgers::{Donation, Ledger, Receipt};
use crate::model::{Finding, Quantity, Severity};
use crate::said;
use crate::words::Said;
use crate::words::words;

/// The check.
pub const CHECK: Check = Check {
    code: "expired-on-hand",
    severity: Severity::Warning,
    tier: Tier::Books,
    title: words("goods on hand are out of date", "库存物资已过期"),
    meaning: words(
        "Going by first to expire, first out, some of what is left is of a lot whose last good day is over. Look at the shelf: what is out of date is written off with the reason `expired`, so that nobody hands it out; what is not there any more was not recorded.",
        "按先到期先出推算，剩余库存中有已过有效期的批次。请到库里看一看：过期的以 expired 核销，以免发出；已经不在的说明有漏记。",
    ),
    example: Example {
        files: &[(
            "ledgers/receipts/2022-08.csv",
            "id,date,source,item,quantity,lot,expires,by,at\n\
             R220816-4N7Q2K,2022-08-16,街道办,牛奶,240,A17,2022-08-18,李梅,2022-08-16T09:00:00+08:00\n",
        )],
        ..Example::NONE
    },
    find: Some(find),
};

fn find(books: &Books, scene: &Scene) -> Vec<Finding> {
    let stock = stock(books, scene.today);
    let spoilt: Vec<(Shelf, Quantity)> = stock
        .lines()
        .map(|(shelf, balance)| (*shelf, balance.expired_on(scene.today)))
        .filter(|(_, expired)| !expired.is_zero() && !expired.is_negative())
        .collect();
    let names = &books.registers.names;
    let mut found = Vec::new();
    for (shelf, expired) in spoilt {
        let (item, unit, store) =
            (names.item_name(shelf.item), names.unit_name(shelf.unit), names.store_code(shelf.store));
        let message = said!(
            "{expired}{unit} {item} in {store} are out of date",
            "{store} 有 {expired}{unit} {item} 已过期"
        );
        // The lot that goes off last is the one of which something is surely left.
        let lots = movements(books).filter(|m| {
            m.shelf == shelf && m.head.date <= scene.today && m.expires.is_some_and(|day| day < scene.today)
        });
        let mut finding = match lots.max_by_key(|m| (m.expires, m.head.date, m.head.id)) {
            None => Finding::new("expired-on-hand", Severity::Warning, message),
            Some(lot) => {
                let ledger: &'static Ledger = match lot.row {
                    Moved::Donated(_) => &Donation::LEDGER,
                    _ => &Receipt::LEDGER,
                };
                books.finding("expired-on-hand", Severity::Warning, ledger, lot.head, "expires", message)
            }
        };
        finding = finding.about_goods(&item, Some(&store));
        let (item, store) = (word(&item), word(&store));
        finding.fix = Some(Said::same(format!(
            "linli adjust {item}=-{expired}{unit} --reason expired --store {store}"
        )));
        found.push(finding);
    }
    found
}
