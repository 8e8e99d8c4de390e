//! `items.csv`: the goods we handle.

use super::table::{Entry, RegisterFault, Table};
use crate::ledgers::{Field, Kind};
use crate::model::{Packs, Quantity};
use crate::words::words;

/// One item.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its name, as the ledgers have it.
    pub name: String,
    /// Its category; may be empty.
    pub category: String,
    /// Its base unit and packs.
    pub packs: Packs,
    /// Its base unit.
    pub unit: String,
    /// The packs as written.
    pub packs_text: String,
    /// The stock over all stores below which it is low, in the base unit.
    pub minimum: Option<Quantity>,
    /// Other names that count as this item.
    pub aliases: Vec<String>,
    /// Free text.
    pub note: String,
    /// The line it stands on.
    pub line: u32,
}

/// The columns of `items.csv`.
pub static FIELDS: &[Field] = &[
    Field {
        name: "item",
        kind: Kind::Text,
        required: true,
        heading: words("item", "物品"),
        meaning: words("the name of the item", "物品名称"),
        aliases: &["物品", "品名"],
    },
    Field {
        name: "category",
        kind: Kind::Text,
        required: false,
        heading: words("category", "类别"),
        meaning: words("its category", "物品类别"),
        aliases: &["类别"],
    },
    Field {
        name: "unit",
        kind: Kind::Text,
        required: true,
        heading: words("unit", "单位"),
        meaning: words("its base unit", "基本单位"),
        aliases: &["单位"],
    },
    Field {
        name: "packs",
        kind: Kind::Text,
        required: false,
        heading: words("packs", "包装"),
        meaning: words("packs in base units, such as 箱=24|提=6", "包装折合的基本单位数，例如 箱=24|提=6"),
        aliases: &["包装"],
    },
    Field {
        name: "minimum",
        kind: Kind::Quantity,
        required: false,
        heading: words("minimum", "最低库存"),
        meaning: words("the stock below which it is low, in the base unit", "最低库存，按基本单位"),
        aliases: &["最低库存"],
    },
    Field {
        name: "aliases",
        kind: Kind::Text,
        required: false,
        heading: words("aliases", "别名"),
        meaning: words("other names of the item, separated by |", "别名，用 | 分隔"),
        aliases: &["别名"],
    },
    Field {
        name: "note",
        kind: Kind::Text,
        required: false,
        heading: words("note", "备注"),
        meaning: words("free text", "备注"),
        aliases: &["备注"],
    },
];

/// Reads the register from its table.
pub fn read(table: &Table, faults: &mut Vec<RegisterFault>) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for entry in &table.entries {
        if let Some(item) = item(entry, faults) {
            items.push(item);
        }
    }
    let mut seen = std::collections::BTreeMap::new();
    for item in &items {
        for name in std::iter::once(&item.name).chain(&item.aliases) {
            if let Some(line) = seen.insert(name.clone(), item.line) {
                let field = if *name == item.name { "item" } else { "aliases" };
                let entry = table.entries.iter().find(|entry| entry.line == item.line);
                let span = entry.map(|entry| entry.span_of(field));
                faults.push(RegisterFault::twice(name, line, item.line, field, span));
            }
        }
    }
    items
}

fn item(entry: &Entry, faults: &mut Vec<RegisterFault>) -> Option<Item> {
    let name = entry.required("item", faults)?;
    let unit = entry.required("unit", faults)?;
    let packs_text = entry.get("packs").to_owned();
    let packs = match Packs::parse(&unit, &packs_text) {
        Ok(packs) => packs,
        Err(fault) => {
            faults.push(entry.fault("type", "packs", fault));
            Packs::parse(&unit, "").ok()?
        }
    };
    let minimum = match entry.get("minimum") {
        "" => None,
        text => Quantity::parse(text).map_err(|f| faults.push(entry.fault("type", "minimum", f))).ok(),
    };
    let aliases =
        entry.get("aliases").split('|').map(str::trim).filter(|a| !a.is_empty()).map(str::to_owned).collect();
    Some(Item {
        name,
        category: entry.get("category").to_owned(),
        packs,
        unit,
        packs_text,
        minimum,
        aliases,
        note: entry.get("note").to_owned(),
        line: entry.line,
    })
}
