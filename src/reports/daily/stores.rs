//! The bulletin's tables of goods: what came in, what was handed out, what is left.

use crate::arithmetic::stock;
use crate::books::Books;
use crate::model::{Cell, Quantity, Rows, number, text};
use crate::reports::asking::{goods_cells, goods_order};
use crate::reports::donations::donor;
use crate::reports::incoming::Giver;
use crate::reports::{Asked, distributions};
use crate::said;
use crate::words::words;
use std::collections::BTreeMap;

/// What came in on the day, received and donated.
pub(super) fn received(books: &Books, asked: &Asked) -> Rows {
    let mut sums = BTreeMap::new();
    let mut add = |kind: u8, giver, item, unit, quantity| {
        let (unit, quantity) = books.goods(item, unit, quantity);
        let key = (kind, giver, goods_order(books, item, unit));
        let (_, _, sum) = sums.entry(key).or_insert((item, unit, Quantity::ZERO));
        *sum += quantity;
    };
    for row in books.receipts.effective().filter(|row| asked.has_day(row.head.date)) {
        let r = &row.body;
        add(0, Giver::Named(r.source.get()), r.item, r.unit, r.quantity);
    }
    for row in books.donations.effective().filter(|row| asked.has_day(row.head.date)) {
        let d = &row.body;
        add(1, donor(d, asked.leaves()), d.item, d.unit, d.quantity);
    }
    let row = |((kind, giver, _), (item, unit, sum)): (&(u8, Giver, _), &(_, _, Quantity))| {
        let kind = match kind {
            0 => Cell::Code("receipt", words("received", "接收")),
            _ => Cell::Code("donation", words("donated", "捐赠")),
        };
        let [item, unit] = goods_cells(books, *item, *unit);
        vec![kind, giver.cell(), item, unit, (*sum).into()]
    };
    Rows {
        name: "received",
        title: said!("Came in", "当日接收物资和捐赠"),
        columns: vec![
            text("kind", "Kind", "方式"),
            text("from", "From", "来自"),
            text("item", "Item", "物品"),
            text("unit", "Unit", "单位"),
            number("quantity", "Quantity", "数量"),
        ],
        rows: sums.iter().map(row).collect(),
        ..Rows::default()
    }
}

/// What was handed out on the day, by item.
pub(super) fn handed_out(books: &Books, asked: &Asked) -> Rows {
    let table = distributions::table(books, asked, "item");
    Rows { name: "handed-out", title: said!("Handed out", "当日发放"), total: None, ..table }
}

/// What is on hand at the end of the day.
pub(super) fn stock(books: &Books, asked: &Asked) -> Rows {
    let stock = stock::stock(books, asked.as_of);
    let mut table = crate::reports::stock::table(books, asked, &stock);
    const SHOWN: [&str; 7] = ["store", "item", "unit", "on_hand", "minimum", "low", "next_expiry"];
    let kept: Vec<bool> = table.columns.iter().map(|column| SHOWN.contains(&column.name)).collect();
    let keep = |at: &mut usize| {
        *at += 1;
        kept[*at - 1]
    };
    let mut at = 0;
    table.columns.retain(|_| keep(&mut at));
    for row in &mut table.rows {
        let mut at = 0;
        row.retain(|_| keep(&mut at));
    }
    Rows { title: said!("Stock", "库存结余"), total: None, ..table }
}
