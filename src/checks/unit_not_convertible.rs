//! `unit-not-convertible`: a unit that says nothing about the item.

use super::{Check, Example, Scene, Tier, word};
use crate::books::Books;
use crate::ledgers::{Adjustment, Distribution, Donation, Head, Ledger, Receipt, StockTake};
use crate::model::{Finding, Severity};
use crate::registers::{ItemId, UnitId};
use crate::said;
use crate::words::words;
use crate::words::{Said, count_of};
use std::collections::BTreeMap;

/// The check.
pub const CHECK: Check = Check {
    code: "unit-not-convertible",
    severity: Severity::Warning,
    tier: Tier::Books,
    title: words("a unit that says nothing about the item", "单位无法换算"),
    meaning: words(
        "Rows in this unit cannot be added to the item's base unit, so they stand in a line of their own: the stock of the item is split in two. If the unit is a pack, state its size in `items.csv` (`筐=30`); if it is a slip, amend the row. One finding for each item and unit, at the first row.",
        "以此单位登记的数量无法并入基本单位，只能另列一行，同一物品的库存被分成两处。若是包装，请在 items.csv 写明折合数（筐=30）；若是笔误，请更正。每种物品和单位只报一次，定位在首行。",
    ),
    example: Example {
        files: &[(
            "ledgers/receipts/2022-08.csv",
            "id,date,source,item,quantity,unit,by,at\n\
             R220816-4N7Q2K,2022-08-16,街道办,牛奶,3,筐,李梅,2022-08-16T09:00:00+08:00\n",
        )],
        ..Example::NONE
    },
    find: Some(find),
};

type Odd<'b> = BTreeMap<(ItemId, UnitId), (&'static Ledger, &'b Head<'b>, usize)>;

fn find(books: &Books, _: &Scene) -> Vec<Finding> {
    let mut odd: Odd = BTreeMap::new();
    let mut look = |ledger: &'static Ledger, head, item: ItemId, unit: UnitId| {
        if books.registers.item(item).is_some() && !books.converts(item, unit) {
            odd.entry((item, unit)).or_insert((ledger, head, 0)).2 += 1;
        }
    };
    books.receipts.effective().for_each(|r| look(&Receipt::LEDGER, &r.head, r.body.item, r.body.unit));
    books.donations.effective().for_each(|r| look(&Donation::LEDGER, &r.head, r.body.item, r.body.unit));
    books
        .distributions
        .effective()
        .for_each(|r| look(&Distribution::LEDGER, &r.head, r.body.item, r.body.unit));
    books.adjustments.effective().for_each(|r| look(&Adjustment::LEDGER, &r.head, r.body.item, r.body.unit));
    books.counts.effective().for_each(|r| look(&StockTake::LEDGER, &r.head, r.body.item, r.body.unit));
    let names = &books.registers.names;
    odd.into_iter()
        .map(|((item, unit), (ledger, head, times))| {
            let base = names.unit_name(books.base_unit(item));
            let packs = books.registers.item(item).map_or("", |i| i.packs_text.as_str());
            let (item, unit) = (names.item_name(item), names.unit_name(unit));
            let rows = count_of(times, "row", "rows", "行");
            let (en, zh) = (rows.en, rows.zh);
            let message = said!(
                "nothing says how many {base} of {item} a {unit} is ({en})",
                "{item} 的一{unit}是多少{base}没有写明（{zh}）"
            );
            let mut finding =
                books.finding("unit-not-convertible", Severity::Warning, ledger, head, "unit", message);
            finding = finding.about_goods(&item, None);
            let item = word(&item);
            let bar = if packs.is_empty() { "" } else { "|" };
            finding.fix =
                Some(Said::same(format!("linli item edit {item} --packs \"{packs}{bar}{unit}=…\"")));
            finding
        })
        .collect()
}
