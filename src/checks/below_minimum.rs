//! `below-minimum`: an item is running low.

use super::{Check, Example, Scene, Tier};
use crate::arithmetic::stock::stock;
use crate::books::{Books, spot_of_cell};
use crate::model::{Finding, Severity};
use crate::registers::items::FIELDS;
use crate::registers::{ITEMS, ItemId};
use crate::said;
use crate::words::words;

/// The check.
pub const CHECK: Check = Check {
    code: "below-minimum",
    severity: Severity::Warning,
    tier: Tier::Books,
    title: words("an item is running low", "低于最低库存"),
    meaning: words(
        "Over all stores there is less of the item than its `minimum` in items.csv. Ask for more in time, or lower the minimum if it is no longer needed.",
        "各仓库合计低于 items.csv 中的最低库存。请及时申领；若已不需要这么多，请调低最低库存。",
    ),
    example: Example {
        files: &[(
            "ledgers/items.csv",
            "item,category,unit,packs,minimum,aliases,note\n\
             牛奶,食品,瓶,箱=24,100,,\n\
             蔬菜包,食品,份,,,,\n",
        )],
        ..Example::NONE
    },
    find: Some(find),
};

fn find(books: &Books, scene: &Scene) -> Vec<Finding> {
    let stock = stock(books, scene.today);
    let items = books.registers.items.iter().enumerate().map(|(at, item)| (ItemId::from_index(at), item));
    let source = books.sources.iter().find(|s| s.path == ITEMS);
    items
        .filter_map(|(id, item)| {
            let minimum = stock.below_minimum(books, id)?;
            let (name, unit, left) = (&item.name, &item.unit, stock.over_all_stores(books, id));
            let message = said!(
                "{name}: {left}{unit} left, the minimum is {minimum}{unit}",
                "{name} 剩 {left}{unit}，最低库存为 {minimum}{unit}"
            );
            let mut finding = Finding::new("below-minimum", Severity::Warning, message);
            finding.field = Some("minimum");
            finding.spot = source.map(|source| spot_of_cell(source, FIELDS, item.line, "minimum"));
            Some(finding.about_goods(name, None))
        })
        .collect()
}
