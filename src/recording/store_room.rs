//! The store-room: adjustments, transfers, and stock-takes.

use super::goods::{Goods, new_item_line, odd_units, read_goods};
use super::outgoing::{Changes, note_of, refuse_future, shelf, unit_of};
use super::{Document, Entry, Setting};
use crate::arithmetic::day_ends::{ShelfAt, balances_at, day_ends};
use crate::arithmetic::stock::Shelf;
use crate::books::Books;
use crate::error::{Error, Result};
use crate::ledgers::{Adjustment, Draft, Reason, StockTake};
use crate::model::Quantity;
use crate::registers::{ITEMS, StoreId};
use crate::said;
use crate::words::Said;

/// Adjusts stock, or transfers it to another store (`to`).
pub fn adjust(
    books: &Books,
    lines: &[&str],
    reason: Reason,
    store: Option<StoreId>,
    to: Option<StoreId>,
    setting: &Setting,
) -> Result<Entry> {
    let names = &books.registers.names;
    let goods = read_goods(lines, books.registers, setting.new_items, true)?;
    let mut entry = Entry { doubts: odd_units(&goods, books.registers), ..Entry::default() };
    let mut documents = Vec::new();
    let (from, from_code) =
        (store.unwrap_or_default(), store.map_or_else(String::new, |s| names.store_code(s)));
    if to == Some(from) {
        return Err(Error::usage(said!("a transfer needs two stores", "调拨需要两个不同的仓库")));
    }
    let reason = if to.is_some() { Reason::Transfer } else { reason };
    if reason == Reason::Transfer && to.is_none() {
        return Err(Error::usage(said!("a transfer needs --to STORE", "调拨需要 --to 仓库")));
    }
    for line in &goods {
        let quantity = line.quantity;
        let row = |store: &str, quantity: Quantity, counterpart: String| {
            Draft::new(&Adjustment::LEDGER)
                .set("date", setting.day.to_string())
                .set("store", store)
                .set("item", &line.item)
                .set("quantity", quantity.to_string())
                .set("unit", &line.unit)
                .set("reason", reason.code())
                .set("counterpart", counterpart)
                .set("note", note_of(line, books))
        };
        let rows = match to {
            None => {
                if reason_takes(reason) && !quantity.is_negative() {
                    let (item, code) = (&line.item, reason.words());
                    entry.refusals.push(said!(
                        "{item}: `{w}` adds to the stock here; -{quantity} would take away",
                        "{item}：“{w}”在这里会增加库存，减少请写 -{quantity}",
                        w = (code.en, code.zh)
                    ));
                }
                vec![row(&from_code, line.quantity, String::new())]
            }
            Some(other) => {
                if quantity.is_negative() {
                    return Err(Error::usage(said!(
                        "the quantity of a transfer is positive",
                        "调拨数量应为正数"
                    )));
                }
                let code = names.store_code(other);
                let here = if from_code.is_empty() { names.store_code(from) } else { from_code.clone() };
                vec![row(&from_code, -line.quantity, code.clone()), row(&code, line.quantity, here)]
            }
        };
        documents.push(Document { rows });
    }
    let rows = documents.iter().flat_map(|d| &d.rows);
    Changes::of(books, rows).judge(books, &day_ends(books), setting.day, &mut entry);
    refuse_future(&mut entry, setting);
    let shown: Vec<String> = goods.iter().map(Goods::shown).collect();
    entry.subject = format!("adjustments: {} {}", reason.code(), shown.join(", "));
    if to.is_none() {
        documents = vec![Document { rows: documents.into_iter().flat_map(|d| d.rows).collect() }];
    }
    entry.documents = documents;
    let items = books.sources.iter().find(|s| s.path == ITEMS);
    entry.registers.extend(new_item_line(items, &goods).map(|text| (ITEMS.to_owned(), text)));
    Ok(entry)
}

fn reason_takes(reason: Reason) -> bool {
    matches!(reason, Reason::Lost | Reason::Damaged | Reason::Expired | Reason::Used | Reason::Returned)
}

/// Counts a store's goods: says the difference, and with `adjust` records it.
pub fn stock_take(
    books: &Books,
    lines: &[&str],
    store: Option<StoreId>,
    adjust: bool,
    setting: &Setting,
) -> Result<Entry> {
    let names = &books.registers.names;
    // A stock-take of nothing is a stock-take: `牛奶=0箱`.
    let (zero, some): (Vec<&str>, Vec<&str>) = lines.iter().partition(|l| is_zero(l));
    let mut goods = read_goods(&some, books.registers, false, false)?;
    for line in zero {
        let (item, measure) = crate::model::goods_line(line)?;
        let item = names.item_name(super::typed::read_item(&item, names)?);
        goods.push(Goods {
            item,
            unit: measure.unit.unwrap_or_default(),
            quantity: Quantity::ZERO,
            note: None,
            new: false,
        });
    }
    let store_code = store.map_or_else(String::new, |s| names.store_code(s));
    let mut entry = Entry::default();
    let (mut rows, mut differences) = (Vec::new(), Vec::new());
    let shelves: Vec<(Shelf, Quantity)> =
        goods.iter().map(|g| shelf(books, store.unwrap_or_default(), &g.item, &g.unit, g.quantity)).collect();
    let moments: Vec<ShelfAt> =
        shelves.iter().map(|(s, _)| ShelfAt { shelf: *s, date: setting.day, at: setting.at }).collect();
    let booked = balances_at(books, &moments);
    for ((line, (shelf, counted)), booked) in goods.iter().zip(&shelves).zip(booked) {
        let (item, unit, difference) = (&line.item, unit_of(books, *shelf), *counted - booked);
        entry.effects.push(difference_said(item, &unit, *counted, booked, difference));
        rows.push(
            Draft::new(&StockTake::LEDGER)
                .set("date", setting.day.to_string())
                .set("store", &store_code)
                .set("item", item)
                .set("quantity", line.quantity.to_string())
                .set("unit", &line.unit)
                .set("note", note_of(line, books)),
        );
        if !difference.is_zero() && adjust {
            differences.push(
                Draft::new(&Adjustment::LEDGER)
                    .set("date", setting.day.to_string())
                    .set("store", &store_code)
                    .set("item", item)
                    .set("quantity", difference.to_string())
                    .set(
                        "unit",
                        if unit == books.registers.item(shelf.item).map_or("", |i| &i.unit) {
                            ""
                        } else {
                            &unit
                        },
                    )
                    .set("reason", Reason::Recount.code()),
            );
        }
    }
    refuse_future(&mut entry, setting);
    let shown: Vec<String> = goods.iter().map(Goods::shown).collect();
    entry.subject = format!("counts: {}", shown.join(", "));
    entry.documents.push(Document { rows });
    if !differences.is_empty() {
        entry.documents.push(Document { rows: differences });
    }
    Ok(entry)
}

fn is_zero(line: &str) -> bool {
    crate::model::goods_line(line).is_ok_and(|(_, m)| m.quantity.is_zero())
}

fn difference_said(
    item: &str,
    unit: &str,
    counted: Quantity,
    booked: Quantity,
    difference: Quantity,
) -> Said {
    if difference.is_zero() {
        return said!("{item}: {counted} {unit}, as booked", "{item}：{counted} {unit}，与账面一致");
    }
    if difference.is_negative() {
        let short = -difference;
        return said!(
            "{item}: {counted} {unit} counted, {booked} booked: short by {short}",
            "{item}：实盘 {counted} {unit}，账面 {booked}，盘亏 {short}"
        );
    }
    said!(
        "{item}: {counted} {unit} counted, {booked} booked: over by {difference}",
        "{item}：实盘 {counted} {unit}，账面 {booked}，盘盈 {difference}"
    )
}
