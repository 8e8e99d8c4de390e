//! `stock-card`: every movement of one item, with the balance after each.

use super::across::{Across, Sum};
use super::asking::total;
use super::donations::donor;
use super::drawn::by_day;
use super::{Asked, Report, behind};
use crate::arithmetic::stock::{Moved, Movement, movements};
use crate::books::Books;
use crate::error::{Error, Result};
use crate::ledgers::Reason;
use crate::model::{Cell, Chart, ChartKind, Day, Page, Quantity, Rows, Series, number, text};
use crate::registers::{ItemId, StoreId, UnitId};
use crate::said;
use crate::words::{Said, words};
use std::collections::BTreeMap;

/// The report.
pub const STOCK_CARD: Report = Report {
    name: "stock-card",
    title: words("Stock card", "库存卡"),
    about: words(
        "every movement of one item (--item) in all stores, or in one (--store), with the balance",
        "一种物品（--item）在全部仓库或某个仓库（--store）的每笔进出及结余",
    ),
    by: &[],
    needs: &["receipts", "donations", "distributions", "adjustments"],
    across: &[Across::table("stock-card", &[Sum::of(&["unit"], &["in", "out"])])],
    make,
    behind: behind::stock_card,
};

fn make(books: &Books, asked: &Asked) -> Result<Page> {
    let Some(item) = asked.item else {
        let message = said!("a stock card is about one item", "库存卡须指明物品");
        return Err(Error::usage(message).hint(said!("--item ITEM", "请加 --item 物品")));
    };
    let base = books.base_unit(item);
    let mut lines: Vec<Movement> = movements(books)
        .filter(|m| m.shelf.item == item && asked.has_store(m.shelf.store) && m.head.date <= asked.as_of)
        .collect();
    lines.sort_by_key(|m| (m.head.date, m.head.at.seconds(), m.head.id.letter, m.head.id));
    let mut others: BTreeMap<UnitId, Quantity> = BTreeMap::new();
    let (mut opening, mut sums) = (Quantity::ZERO, (Quantity::ZERO, Quantity::ZERO));
    let mut rows = Vec::new();
    for line in &lines {
        if line.shelf.unit != base {
            *others.entry(line.shelf.unit).or_default() += line.change;
        } else if asked.period.from.is_some_and(|from| line.head.date < from) {
            opening += line.change;
        } else if asked.has_day(line.head.date) {
            match out_of_stock(line) {
                true => sums.1 -= line.change,
                false => sums.0 += line.change,
            }
            rows.push(row(books, asked, line, opening + sums.0 - sums.1));
        }
    }
    if let Some(from) = asked.period.from {
        let start = Cell::Said(said!("opening balance", "期初结余"));
        let mut first = vec![Cell::Absent; 8];
        (first[0], first[2], first[6]) = (Cell::Day(from), start, opening.into());
        rows.insert(0, first);
    }
    let balance = opening + sums.0 - sums.1;
    let total = (!rows.is_empty()).then(|| {
        let mut row = vec![Cell::Absent; 8];
        (row[0], row[4], row[5], row[6]) = (total(), sums.0.into(), sums.1.into(), balance.into());
        row
    });
    let names = &books.registers.names;
    let (name, unit) = (names.item_name(item), names.unit_name(base));
    let apart = |(other, much): (&UnitId, &Quantity)| {
        let word = names.unit_name(*other);
        said!(
            "not on this card, since {word} does not convert to {unit}: {much} {word}",
            "{word} 不能折合成 {unit}，未列入本卡：{much}{word}"
        )
    };
    let mut table = Rows {
        name: "stock-card",
        title: match asked.store.map(|store| store_name(books, store)) {
            None => said!("Stock card: {name} ({unit})", "库存卡：{name}（{unit}）"),
            Some(store) => said!("Stock card: {name} ({unit}), {store}", "库存卡：{name}（{unit}，{store}）"),
        },
        columns: vec![
            text("date", "Date", "日期"),
            text("document", "Document", "单据"),
            text("from", "From", "来自"),
            text("to", "To", "去向"),
            number("in", "In", "收入"),
            number("out", "Out", "发出"),
            number("balance", "Balance", "结余"),
            text("by", "By", "登记人"),
        ],
        rows,
        total,
        banner: others.iter().map(apart).collect(),
        ..Rows::default()
    };
    if asked.city {
        table.columns.insert(4, text("unit", "Unit", "单位"));
        table.rows.iter_mut().for_each(|row| row.insert(4, Cell::text(unit.clone())));
        table.total = None;
    }
    let drawn = over_days(books, asked, item, &table);
    Ok(Page { charts: drawn.into_iter().collect(), ..table.into() })
}

/// The balance at the end of each day, from the first of the card to the day of the report; none for an office above several
/// communities, which adds the cards up.
fn over_days(books: &Books, asked: &Asked, item: ItemId, table: &Rows) -> Option<Chart> {
    let dated = |row: &Vec<Cell>| match row[0] {
        Cell::Day(day) if !asked.city => Some((day, row[6].clone())),
        _ => None,
    };
    let (days, values): (Vec<Day>, Vec<Cell>) = table.rows.iter().filter_map(dated).unzip();
    let last = asked.period.to.map_or(asked.as_of, |to| to.min(asked.as_of));
    let (first, names) = (*days.first()?, &books.registers.names);
    let chart = Chart {
        name: "stock-card",
        table: "stock-card",
        title: Said::same(names.item_name(item)),
        kind: ChartKind::Lines,
        categories: Vec::new(),
        series: vec![Series { name: said!("balance", "结余"), values }],
        unit: Said::same(names.unit_name(books.base_unit(item))),
        below: Vec::new(),
    };
    Some(by_day(chart, &days, first..=last.max(first), Cell::clone))
}

/// The name of a store for people.
fn store_name(books: &Books, store: StoreId) -> String {
    let named = books.registers.community.stores.get(store.index()).map(|s| s.name.clone());
    named.filter(|name| !name.is_empty()).unwrap_or_else(|| books.registers.names.store_code(store))
}

/// True for what goes out by its nature, and for adjustments below zero.
pub(super) fn out_of_stock(line: &Movement) -> bool {
    match line.row {
        Moved::Received(_) | Moved::Donated(_) => false,
        Moved::Distributed(d) => d.outcome.hands_over(),
        Moved::Adjusted(a) => a.quantity.0.is_negative(),
    }
}

/// The line of a movement, with the balance after it.
pub(super) fn row(books: &Books, asked: &Asked, line: &Movement, balance: Quantity) -> Vec<Cell> {
    let names = &books.registers.names;
    let store = |store: StoreId| books.registers.community.store_cell(&names.store_code(store));
    let own = store(line.shelf.store);
    let out = out_of_stock(line);
    let other = match line.row {
        Moved::Received(r) => Cell::text(r.source.get()),
        Moved::Donated(d) => donor(d, asked.leaves()).cell(),
        Moved::Distributed(d) => asked.shown_code(books, d.place),
        Moved::Adjusted(a) => match (a.reason, a.counterpart) {
            (Reason::Transfer, Some(counterpart)) => store(counterpart),
            (reason, _) => Cell::Code(reason.code(), reason.words()),
        },
    };
    let (from, to) = if out { (own, other) } else { (other, own) };
    let (came, went) = match out {
        true => (Cell::Absent, Cell::Number(-line.change)),
        false => (Cell::Number(line.change), Cell::Absent),
    };
    vec![
        Cell::Day(line.head.date),
        Cell::text(line.head.id.document().to_string()),
        from,
        to,
        came,
        went,
        balance.into(),
        asked.shown_name(books, &books.text(line.head, line.head.by).get()),
    ]
}
