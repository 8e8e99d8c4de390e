//! `stock`: what is on hand, by store and item, and how it came about.

use super::across::{Across, GOODS, Sum};
use super::asking::{goods_cells, one_kind, total};
use super::drawn::{Drawing, Unit, drawn};
use super::{Asked, Report, behind};
use crate::arithmetic::stock::{Shelf, Stock, stock};
use crate::books::Books;
use crate::error::Result;
use crate::model::{Cell, Page, Quantity, Rows, number, text};
use crate::registers::ItemId;
use crate::said;
use crate::words::{Said, words};

/// The report.
pub const STOCK: Report = Report {
    name: "stock",
    title: words("Stock", "库存"),
    about: words(
        "what is on hand in each store, what came in and went out, what is low and what expires next",
        "各仓库的结余、进出、不足和最近到期",
    ),
    by: &[],
    needs: &["receipts", "donations", "distributions", "adjustments"],
    across: &[Across::table(
        "stock",
        &[Sum::of(GOODS, &["received", "donated", "distributed", "adjusted", "on_hand"])],
    )],
    make,
    behind: behind::stock,
};

const DRAWING: Drawing = Drawing {
    name: "stock",
    title: words("On hand", "结余"),
    of: "item",
    beside: Some("store"),
    apart: &["unit"],
    figures: &[("on_hand", words("on hand", "结余")), ("minimum", words("minimum", "最低库存"))],
    unit: Unit::Column("unit"),
    ..Drawing::PLAIN
};

fn make(books: &Books, asked: &Asked) -> Result<Page> {
    let stock = stock(books, asked.as_of);
    Ok(drawn(table(books, asked, &stock), Some(&DRAWING)))
}

/// The table, from a stock already added up.
pub(super) fn table(books: &Books, asked: &Asked, stock: &Stock) -> Rows {
    let day = asked.as_of;
    let lines: Vec<_> = stock.lines().filter(|(shelf, _)| is_asked(asked, shelf)).collect();
    let rows = lines
        .iter()
        .map(|(shelf, b)| {
            let [item, unit] = goods_cells(books, shelf.item, shelf.unit);
            let is_base = shelf.unit == books.base_unit(shelf.item);
            let minimum = books.registers.item(shelf.item).and_then(|i| i.minimum).filter(|_| is_base);
            let low = minimum.is_some() && stock.below_minimum(books, shelf.item).is_some();
            vec![
                books.registers.community.store_cell(&books.registers.names.store_code(shelf.store)),
                item,
                unit,
                b.received.into(),
                b.donated.into(),
                b.distributed.into(),
                b.adjusted.into(),
                b.on_hand().into(),
                minimum.map_or(Cell::Absent, Cell::Number),
                Cell::Flag(low),
                b.next_expiry().map_or(Cell::Absent, Cell::Day),
            ]
        })
        .collect();
    let summed = lines.len() > 1 && one_kind(lines.iter().map(|(s, _)| (s.item, s.unit)));
    let total = summed.then(|| {
        let sum = |of: &dyn Fn(&(_, crate::arithmetic::stock::Balance)) -> Quantity| {
            Cell::Number(lines.iter().map(|line| of(line)).sum())
        };
        let figures: [Cell; 5] = [
            sum(&|(_, b)| b.received),
            sum(&|(_, b)| b.donated),
            sum(&|(_, b)| b.distributed),
            sum(&|(_, b)| b.adjusted),
            sum(&|(_, b)| b.on_hand()),
        ];
        let mut row = vec![total(), Cell::Absent, Cell::Absent];
        row.extend(figures);
        row.extend([Cell::Absent, Cell::Absent, Cell::Absent]);
        row
    });
    Rows {
        name: "stock",
        title: said!("Stock at the end of {day}", "{day} 库存结余"),
        columns: vec![
            text("store", "Store", "仓库"),
            text("item", "Item", "物品"),
            text("unit", "Unit", "单位"),
            number("received", "In", "接收"),
            number("donated", "Donated", "捐赠"),
            number("distributed", "Out", "发放"),
            number("adjusted", "Adj.", "损益"),
            number("on_hand", "On hand", "结余"),
            number("minimum", "Min., all stores", "全小区最低"),
            text("low", "Low", "不足"),
            text("next_expiry", "Expires", "最近到期"),
        ],
        rows,
        total,
        below: below(books, asked, stock),
        ..Rows::default()
    }
}

fn is_asked(asked: &Asked, shelf: &Shelf) -> bool {
    asked.has_item(shelf.item) && asked.has_store(shelf.store)
}

/// What has expired and is still there, and what has a minimum and was never there.
fn below(books: &Books, asked: &Asked, stock: &Stock) -> Vec<Said> {
    let mut lines = Vec::new();
    let names = &books.registers.names;
    for (shelf, balance) in stock.lines().filter(|(shelf, _)| is_asked(asked, shelf)) {
        let expired = balance.expired_on(asked.as_of);
        if expired > Quantity::ZERO {
            let (item, unit) = (names.item_name(shelf.item), names.unit_name(shelf.unit));
            let store = names.store_code(shelf.store);
            lines.push(said!(
                "{expired} {unit} of {item} in {store} have expired",
                "{store}：{item} 已过期 {expired}{unit}"
            ));
        }
    }
    for (at, item) in books.registers.items.iter().enumerate() {
        let id = ItemId::from_index(at);
        let never = !stock.lines().any(|(s, _)| s.item == id);
        if let (Some(minimum), true) = (item.minimum, never && asked.store.is_none() && asked.has_item(id)) {
            let (name, unit) = (&item.name, &item.unit);
            lines.push(said!(
                "{name}: never in stock, minimum {minimum} {unit}",
                "{name}：从未入库，最低库存 {minimum}{unit}"
            ));
        }
    }
    lines
}
