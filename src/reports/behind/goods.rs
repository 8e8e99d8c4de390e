//! Behind the reports of goods.

use super::{Behind, How, Line, Registered};
use crate::arithmetic::stock::{Moved, handed_over, movements};
use crate::books::Books;
use crate::ledgers::Head;
use crate::model::{Cell, Quantity};
use crate::registers::{ITEMS, ItemId, UnitId};
use crate::reports::asking::goods_cells;
use crate::reports::donations::donor;
use crate::reports::incoming::Giver;
use crate::reports::{Asked, distributions as handed, stock_card as card};
use crate::words::words;
use std::collections::BTreeSet;

fn is_goods(books: &Books, line: &Line, item: ItemId, unit: UnitId) -> bool {
    let [item, unit] = goods_cells(books, item, unit);
    line.says("item", &item) && line.says("unit", &unit)
}

/// Behind `stock`.
pub fn stock(books: &Books, asked: &Asked, line: &Line) -> Behind {
    let mut behind = Behind::default();
    let names = &books.registers.names;
    for m in movements(books).filter(|m| m.head.date <= asked.as_of) {
        let store = books.registers.community.store_cell(&names.store_code(m.shelf.store));
        if !line.says("store", &store) || !is_goods(books, line, m.shelf.item, m.shelf.unit) {
            continue;
        }
        let (figure, amount) = match m.row {
            Moved::Received(_) => ("received", m.change),
            Moved::Donated(_) => ("donated", m.change),
            Moved::Distributed(_) => ("distributed", -m.change),
            Moved::Adjusted(_) => ("adjusted", m.change),
        };
        behind.add(figure, m.head, Some(amount), &names.unit_name(m.shelf.unit));
    }
    if *line.cell("minimum") != Cell::Absent {
        behind.registers.push(Registered {
            figure: "minimum",
            path: ITEMS,
            key: line.text("item"),
            amount: None,
        });
    }
    let mut behind = behind.sums(&["received", "donated", "distributed", "adjusted"]);
    const ON_HAND: &[(bool, &str)] =
        &[(true, "received"), (true, "donated"), (false, "distributed"), (true, "adjusted")];
    behind.figures.push(("on_hand", How::Of(ON_HAND)));
    behind
        .told("minimum", words("as the register of items says", "物品名册所定"), None)
        .told(
            "low",
            words("what all stores have together, against the minimum", "各仓库合计与最低库存相比"),
            None,
        )
        .told(
            "next_expiry",
            words(
                "of the lots of these rows, where the first to expire goes out first",
                "这些行的批次，先到期先出",
            ),
            None,
        )
}

struct Came<'h> {
    head: &'h Head<'h>,
    giver: (&'static str, Cell),
    item: ItemId,
    unit: UnitId,
    quantity: Quantity,
    value: Option<Quantity>,
}

fn came<'h>(books: &Books, asked: &Asked, line: &Line, rows: impl Iterator<Item = Came<'h>>) -> Behind {
    let mut behind = Behind::default();
    for row in rows.filter(|row| asked.has_day(row.head.date) && asked.has_item(row.item)) {
        let (unit, quantity) = books.goods(row.item, row.unit, row.quantity);
        let is_line = line.says(row.giver.0, &row.giver.1)
            && line.says("from", &row.giver.1)
            && line.says("day", &Cell::Day(row.head.date))
            && is_goods(books, line, row.item, unit);
        if is_line {
            behind.add("quantity", row.head, Some(quantity), &books.registers.names.unit_name(unit));
            if row.value.is_some() {
                behind.add("value", row.head, row.value, &books.registers.community.currency);
            }
        }
    }
    let lines = behind.count("quantity");
    behind.sums(&["quantity", "value"]).told(
        "lines",
        words("how many rows these are", "以上行数"),
        Some(lines),
    )
}

/// Behind `receipts`.
pub fn receipts(books: &Books, asked: &Asked, line: &Line) -> Behind {
    let rows = books.receipts.effective().filter(|row| asked.has_store(row.body.store)).map(|row| Came {
        head: &row.head,
        giver: ("source", Giver::Named(row.body.source.get()).cell()),
        item: row.body.item,
        unit: row.body.unit,
        quantity: row.body.quantity,
        value: row.body.cost.map(|money| money.0),
    });
    came(books, asked, line, rows)
}

/// Behind `donations`.
pub fn donations(books: &Books, asked: &Asked, line: &Line) -> Behind {
    let rows = books.donations.effective().filter(|row| asked.has_store(row.body.store)).map(|row| Came {
        head: &row.head,
        giver: ("donor", donor(&row.body, asked.public).cell()),
        item: row.body.item,
        unit: row.body.unit,
        quantity: row.body.quantity,
        value: row.body.value.map(|money| money.0),
    });
    came(books, asked, line, rows)
}

/// Behind `disclosure`: one row.
pub fn disclosure(books: &Books, _: &Asked, line: &Line) -> Behind {
    let mut behind = Behind::default();
    let id = line.text("donation");
    for row in books.donations.effective().filter(|row| row.head.id.to_string() == id) {
        behind.add("quantity", &row.head, Some(row.body.quantity), &line.text("unit"));
    }
    behind.sums(&["quantity"])
}

/// Behind `distributions`.
pub fn distributions(books: &Books, asked: &Asked, line: &Line) -> Behind {
    let mut behind = Behind::default();
    let names = &books.registers.names;
    let by = asked.by.as_deref().unwrap_or("building");
    let (mut places, mut lines) = (BTreeSet::new(), 0);
    for row in books.distributions.effective() {
        let d = &row.body;
        let wanted = asked.has_day(row.head.date)
            && asked.has_item(d.item)
            && asked.has_store(d.store)
            && asked.has_place(books, d.place)
            && asked.round.is_none_or(|round| d.round == Some(round));
        let Some(quantity) = handed_over(d).filter(|_| wanted) else { continue };
        let (unit, quantity) = books.goods(d.item, d.unit, quantity);
        let place = asked.shown_code(books, handed::line_place(books, by, d.place));
        let round = d.round.map_or(Cell::Absent, |round| Cell::text(names.round_code(round)));
        let is_line = line.says("place", &place)
            && line.says("day", &Cell::Day(row.head.date))
            && line.says("round", &round)
            && is_goods(books, line, d.item, unit);
        if !is_line {
            continue;
        }
        behind.add("quantity", &row.head, Some(quantity), &names.unit_name(unit));
        if d.outcome.hands_over() {
            places.insert(d.place);
            lines += 1;
        }
    }
    let places = Quantity::whole(places.len() as i64);
    behind
        .sums(&["quantity"])
        .told(
            "places",
            words("how many places these rows name, but for returns", "以上行的位置数（不含退回）"),
            Some(places),
        )
        .told(
            "lines",
            words("how many rows these are, but for returns", "以上行数（不含退回）"),
            Some(Quantity::whole(lines)),
        )
}

/// Behind `stock-card`: the row of a line; of the opening balance every row before.
pub fn stock_card(books: &Books, asked: &Asked, line: &Line) -> Behind {
    let mut behind = Behind::default();
    let Some(item) = asked.item else { return behind };
    let base = books.base_unit(item);
    let unit = books.registers.names.unit_name(base);
    let opening = *line.cell("document") == Cell::Absent;
    for m in movements(books) {
        let before = asked.period.from.is_some_and(|from| m.head.date < from);
        let here = m.shelf.item == item && m.shelf.unit == base && asked.has_store(m.shelf.store);
        if !here || m.head.date > asked.as_of {
            continue;
        }
        if opening && before {
            behind.add("balance", m.head, Some(m.change), &unit);
        } else if !opening && !before {
            let cells = card::row(books, asked, &m, Quantity::ZERO);
            let balance = line.table.columns.iter().position(|column| column.name == "balance");
            let mut pairs = cells.iter().zip(line.cells).enumerate();
            if pairs.all(|(at, (a, b))| Some(at) == balance || a == b) {
                let (figure, amount) = match card::out_of_stock(&m) {
                    true => ("out", -m.change),
                    false => ("in", m.change),
                };
                behind.add(figure, m.head, Some(amount), &unit);
            }
        }
    }
    // Two rows of a document that say the same print two lines alike: each has one of them behind it.
    if !opening {
        behind.parts.truncate(1);
    }
    let behind = behind.sums(&["in", "out"]);
    match opening {
        true => behind.sums(&["balance"]),
        false => behind.told(
            "balance",
            words("what the line before has left, and this row", "上一行结余加减本行"),
            None,
        ),
    }
}
