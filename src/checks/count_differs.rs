//! `count-differs`: a stock-take differs from the books.

use super::{Check, Example, Scene, Tier, word};
use crate::arithmetic::day_ends::stock_takes;
use crate::books::Books;
use crate::ledgers::StockTake;
use crate::model::{Finding, Severity};
use crate::said;
use crate::words::Said;
use crate::words::words;

/// The check.
pub const CHECK: Check = Check {
    code: "count-differs",
    severity: Severity::Warning,
    tier: Tier::Books,
    title: words("a stock-take differs from the books", "盘点与账面不符"),
    meaning: words(
        "A stock-take says what is really there; the books of that moment (rows of earlier days, and those of that day recorded no later than the count) say something else. Look for what was not recorded and record it with its own day; what cannot be explained is adjusted, with its reason. A stock-take never changes the books by itself.",
        "盘点是实际数量；当时的账面（以前各日的行，以及当日不晚于盘点登记的行）与之不同。请查找漏记的往来并按其日期补记；查不出原因的做损益调整并写明原因。盘点本身从不改动账面。",
    ),
    example: Example {
        files: &[
            (
                "ledgers/receipts/2022-08.csv",
                "id,date,source,item,quantity,by,at\n\
             R220816-4N7Q2K,2022-08-16,街道办,牛奶,240,李梅,2022-08-16T09:00:00+08:00\n",
            ),
            (
                "ledgers/counts/2022-08.csv",
                "id,date,item,quantity,by,at\n\
             C220817-3F2D1C,2022-08-17,牛奶,235,王强,2022-08-17T21:00:00+08:00\n",
            ),
        ],
        ..Example::NONE
    },
    find: Some(find),
};

fn find(books: &Books, _: &Scene) -> Vec<Finding> {
    let names = &books.registers.names;
    let differing = stock_takes(books).into_iter().filter(|count| !count.difference().is_zero());
    differing
        .map(|count| {
            let (item, unit) = (names.item_name(count.shelf.item), names.unit_name(count.shelf.unit));
            let (counted, booked, difference) = (count.counted, count.booked, count.difference());
            let message = said!(
                "{counted}{unit} {item} were counted, the books say {booked}{unit}",
                "{item} 实盘 {counted}{unit}，账面 {booked}{unit}"
            );
            let head = &count.row.head;
            let mut finding = books.finding(
                "count-differs",
                Severity::Warning,
                &StockTake::LEDGER,
                head,
                "quantity",
                message,
            );
            let sign = if difference.is_negative() { "" } else { "+" };
            finding.label = match difference.is_negative() {
                true => {
                    let less = -difference;
                    said!("shortage of {less}{unit}", "盘亏 {less}{unit}")
                }
                false => said!("surplus of {difference}{unit}", "盘盈 {difference}{unit}"),
            };
            let (store, day) = (names.store_code(count.shelf.store), head.date.plus(-1));
            let store = if store.is_empty() { store } else { format!(" --store {store}") };
            let item = word(&item);
            finding.fix = Some(Said::same(format!(
                "linli adjust {item}={sign}{difference}{unit} --reason recount{store} --date {day}"
            )));
            finding
        })
        .collect()
}
