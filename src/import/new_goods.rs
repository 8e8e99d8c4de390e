//! What a list tells of goods only as a whole: which spellings are one new item, and which unit a row means that names none.

use super::cell::spelling;
use super::mapping::Mapping;
use super::planning::Line;
use super::row::{ReadRow, RowFault};
use crate::ledgers::Field;
use crate::model::{Fault, Packs};
use crate::registers::Registers;
use crate::said;
use rustc_hash::FxHashMap;

/// The units in which an item stands in the list.
#[derive(Default)]
struct Units {
    /// In the order in which they are met.
    met: Vec<String>,
}

/// Makes one item of the spellings of a new one, and settles which unit a row means that names none: the item's base
/// unit, for a new one that of its other rows. Where an item stands in several units that do not convert, such a row is
/// refused. It is the same whether the items were registered before or are by this import, so that importing the list
/// again brings nothing new.
pub(super) fn settle(lines: &mut [Line], mapping: &Mapping, registers: &Registers) {
    let Some(field) = mapping.ledger.field("unit").filter(|_| mapping.ledger.field("item").is_some()) else {
        return;
    };
    let mut spellings: FxHashMap<String, String> = FxHashMap::default();
    let mut units: FxHashMap<String, Units> = FxHashMap::default();
    for read in lines.iter_mut().filter(|line| line.replaced.is_none()).filter_map(|l| l.read.as_mut().ok()) {
        if let Some(item) = &mut read.new_item {
            let first = spellings.entry(spelling(item)).or_insert_with(|| item.clone());
            if first != item {
                item.clone_from(first);
                read.draft.put("item", first.clone());
            }
        }
        let known = registers.names.item(read.draft.get("item")).and_then(|id| registers.item(id));
        if let Some(item) = known.filter(|item| item.packs.factor(read.draft.get("unit")).is_none()) {
            // `cartons` is the item's `carton`.
            let unit = item.packs.own_word(read.draft.get("unit"));
            read.draft.put("unit", unit);
        }
        let unit = read.draft.get("unit");
        if !unit.is_empty() {
            let Units { met } = units.entry(read.draft.get("item").to_owned()).or_default();
            if !met.iter().any(|known| known == unit) {
                met.push(unit.to_owned());
            }
        }
    }
    for line in lines.iter_mut() {
        let Ok(read) = &mut line.read else { continue };
        let item = read.draft.get("item").to_owned();
        if item.is_empty() || !read.draft.get("unit").is_empty() {
            continue;
        }
        let met = units.get(&item).map_or(&[][..], |units| &units.met);
        match meant(read, &item, met, registers) {
            Ok(Some(unit)) => {
                read.noted.push(said!(
                    "no unit is given: read as {unit}, as elsewhere in the list",
                    "没有写单位：按表中其他行读作{unit}"
                ));
                read.draft.put("unit", unit);
            }
            Ok(None) => {}
            Err(fault) => line.fault(missing(field, fault, mapping, line)),
        }
    }
}

/// The unit with which the item of a row will be registered; `None` if it is registered.
fn meant(read: &ReadRow, item: &str, met: &[String], registers: &Registers) -> Result<Option<String>, Fault> {
    let known = registers.names.item(item).and_then(|id| registers.items.get(id.index()));
    let first = || met.first().and_then(|unit| Packs::parse(unit, "").ok());
    let Some(packs) = known.map(|item| item.packs.clone()).or_else(first) else {
        return Err(Fault::new(said!("{item} is new, and has no unit", "“{item}”是新物品，但没有单位"))
            .remedy(said!(
                "give it a unit, or the mapping a default one",
                "请写上单位，或在映射中设默认单位"
            )));
    };
    if met.iter().any(|unit| packs.factor(unit).is_none()) {
        let mut all: Vec<&str> = met.iter().map(String::as_str).collect();
        if !all.contains(&packs.base()) {
            all.insert(0, packs.base());
        }
        let list = all.join(", ");
        return Err(Fault::new(said!(
            "no unit is given, and {item} stands in several: {list}",
            "没有写单位，而“{item}”有多种单位：{list}"
        ))
        .remedy(said!("give it a unit", "请写上单位")));
    }
    Ok(read.new_item.is_some().then(|| packs.base().to_owned()))
}

fn missing(field: &'static Field, fault: Fault, mapping: &Mapping, line: &Line) -> RowFault {
    let place = mapping.columns.iter().position(|column| column.field.name == field.name);
    let column = place.and_then(|place| line.source.columns.get(place).copied().flatten());
    RowFault { field, column, value: String::new(), fault }
}
