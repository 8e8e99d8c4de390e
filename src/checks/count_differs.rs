//! `count-differs`: a stock-take differs from the books.

use super::{Check, Example, Scene, Tier, word};
use crate::arithmetic::day_ends::{Counted, stock_takes};
use crate::arithmetic::stock::Shelf;
use crate::books::Books;
use crate::ledgers::{Head, Reason, StockTake};
use crate::model::{Finding, Quantity, Severity};
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

/// What was adjusted for a recount on the day of a stock-take or later, was recorded after it and before the next
/// stock-take of the shelf: it is not in the books of that moment, and yet has mended what was found.
fn adjusted_since<'b, 'a>(
    books: &'b Books<'a>,
    count: &Counted,
    all: &[Counted],
) -> Vec<(&'b Head<'a>, Quantity)> {
    let moment = |head: &Head| (head.date, head.at);
    let taken = &count.row.head;
    let others = all.iter().filter(|other| other.shelf == count.shelf).map(|other| moment(&other.row.head));
    let next = others.filter(|other| *other > moment(taken)).min();
    let adjusted = books.adjustments.effective().filter(|row| row.body.reason == Reason::Recount);
    adjusted
        .filter(|row| row.head.date >= taken.date && row.head.at > taken.at)
        .filter(|row| next.is_none_or(|next| moment(&row.head) <= next))
        .map(|row| {
            let a = &row.body;
            (&row.head, Shelf::of(books, a.store, a.item, a.unit, a.quantity.0))
        })
        .filter(|(_, (shelf, _))| *shelf == count.shelf)
        .map(|(head, (_, change))| (head, change))
        .collect()
}

fn find(books: &Books, _: &Scene) -> Vec<Finding> {
    let names = &books.registers.names;
    let all = stock_takes(books);
    let differing = all.iter().filter(|count| !count.difference().is_zero());
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
            finding = finding.about_goods(&item, Some(&store));
            let store = if store.is_empty() { store } else { format!(" --store {store}") };
            let item = word(&item);
            let since = adjusted_since(books, count, &all);
            finding.fix = Some(match &since[..] {
                [] => Said::same(format!(
                    "linli adjust {item}={sign}{difference}{unit} --reason recount{store} --date {day}"
                )),
                // It is adjusted already, but under a day on which the count had been taken.
                [(one, change)] if *change == difference => {
                    let (row, counted) = (one.id.reference(), head.date);
                    said!(
                        "linli amend {row} date={day} --reason \"found by the count of {counted}\"",
                        "linli amend {row} date={day} --reason \"{counted} 盘点所见\""
                    )
                }
                _ => Said::same(format!("linli count {item}=…{unit}{store}")),
            });
            if !since.is_empty() {
                let sum: Quantity = since.iter().map(|(_, change)| *change).sum();
                finding.label = finding.label.then(&said!(
                    "; {sum}{unit} were adjusted since, so do not adjust them again",
                    "；此后已调整 {sum}{unit}，不要重复调整"
                ));
            }
            finding
        })
        .collect()
}
