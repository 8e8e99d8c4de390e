//! `disclosure`: every donation as it is made public: who gave what, in the words of the delivery, and what it is for.

use super::across::{Across, GOODS, Sum};
use super::donations::donor;
use super::incoming::titled;
use super::{Asked, Report, behind};
use crate::books::Books;
use crate::error::Result;
use crate::model::{Cell, Page, Rows, number, text};
use crate::registers::{ItemId, UnitId};
use crate::words::words;

/// The report.
pub const DISCLOSURE: Report = Report {
    name: "disclosure",
    title: words("Donations received", "捐赠公示"),
    about: words(
        "every donation for publication: donor, item, specification, quantity, destination",
        "逐笔公示捐赠：捐赠方、物品、规格、数量、去向",
    ),
    by: &[],
    needs: &["donations"],
    across: &[Across::table("disclosure", &[Sum::of(GOODS, &["quantity"])])],
    make,
    behind: behind::disclosure,
};

fn make(books: &Books, asked: &Asked) -> Result<Page> {
    let names = &books.registers.names;
    let mut rows: Vec<_> = books.donations.effective().collect();
    rows.retain(|row| asked.has_day(row.head.date) && asked.has_item(row.body.item));
    rows.sort_by_key(|row| (row.head.date, row.head.at, row.head.id));
    let row = |row: &&crate::ledgers::Row<'_, crate::ledgers::Donation<'_>>| {
        let given = &row.body;
        vec![
            Cell::text(row.head.id.to_string()),
            Cell::Day(row.head.date),
            donor(given, asked.leaves()).cell(),
            Cell::text(names.item_name(given.item)),
            Cell::text(specification(books, given.item, given.unit)),
            Cell::Number(given.quantity),
            Cell::text(word(books, given.item, given.unit)),
            destination(&given.earmark.get(), asked.leaves()),
        ]
    };
    let table = Rows {
        name: "disclosure",
        title: titled(DISCLOSURE.title, asked),
        columns: vec![
            text("donation", "Donation", "捐赠单"),
            text("date", "Date", "日期"),
            text("donor", "Donor", "捐赠方"),
            text("item", "Item", "物品"),
            text("specification", "Pack", "规格"),
            number("quantity", "Quantity", "数量"),
            text("unit", "Unit", "单位"),
            text("destination", "For", "去向"),
        ],
        rows: rows.iter().map(row).collect(),
        ..Rows::default()
    };
    Ok(table.into())
}

/// What tells of somebody's health, in a few letters of each word.
const HEALTH: [&str; 12] =
    ["透析", "慢", "病", "残", "孕", "疾", "dialysis", "chronic", "ill", "sick", "pregnan", "disab"];

/// What it was given for. In public nothing that tells of an illness: a neighbour knows who is meant.
fn destination(earmark: &str, public: bool) -> Cell {
    let lower = earmark.to_lowercase();
    let tells = public && HEALTH.iter().any(|word| lower.contains(word));
    if tells { Cell::Absent } else { Cell::text(earmark) }
}

/// The unit as the delivery had it; where nothing was written, the item's own.
fn word(books: &Books, item: ItemId, unit: UnitId) -> String {
    let word = books.registers.names.unit_name(unit);
    if word.is_empty() { books.registers.names.unit_name(books.base_unit(item)) } else { word }
}

/// What a pack holds: `12盒/箱`; empty for what is counted in its own unit.
fn specification(books: &Books, item: ItemId, unit: UnitId) -> String {
    let names = &books.registers.names;
    let (name, word) = (names.item_name(item), names.unit_name(unit));
    let Some(item) = books.registers.items.iter().find(|known| known.name == name) else {
        return String::new();
    };
    let pack = item.packs.iter().find(|(pack, _)| *pack == word);
    pack.map_or_else(String::new, |(pack, holds)| format!("{holds}{}/{pack}", item.unit))
}
