//! What `receipts` and `donations` have in common: goods that came in, from somebody, with money beside them.

use super::Asked;
use super::asking::{goods_cells, goods_order, one_kind, total};
use super::drawn::{Drawing, drawn};
use crate::books::Books;
use crate::error::Result;
use crate::model::{Cell, Column, Day, Page, Quantity, Rows, number, text};
use crate::registers::{ItemId, UnitId};
use crate::said;
use crate::words::{Said, Words};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Who goods came from. Names stand in the order of their text, those who are not named at the end.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Giver<'a> {
    /// By name.
    Named(Cow<'a, str>),
    /// Somebody who does not wish to be named in public.
    Unnamed,
}

impl Giver<'_> {
    /// The name for a cell.
    pub(super) fn cell(&self) -> Cell {
        match self {
            Giver::Named(name) => Cell::text(name.as_ref()),
            Giver::Unnamed => Cell::Said(said!("a donor", "爱心人士")),
        }
    }
}

/// Goods that came in: one effective row, in the unit in which they are summed.
pub(super) struct Incoming<'a> {
    pub day: Day,
    pub giver: Giver<'a>,
    pub item: ItemId,
    pub unit: UnitId,
    pub quantity: Quantity,
    pub value: Option<Quantity>,
}

/// How one of the two reports is called.
pub(super) struct Named {
    pub name: &'static str,
    pub title: Words,
    pub giver: Column,
    pub value: Column,
    pub lines: Column,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key<'a> {
    Giver(Giver<'a>),
    Item,
    Day(Day),
}

#[derive(Default)]
struct Sum {
    quantity: Quantity,
    value: Option<Quantity>,
    lines: i64,
}

/// The report of these rows by one of its keys (`donor`, `source`, `item` or `day`).
pub(super) fn page<'a>(
    books: &Books,
    asked: &Asked,
    named: &Named,
    by: &'static str,
    rows: impl Iterator<Item = Incoming<'a>>,
) -> Result<Page> {
    let mut sums = BTreeMap::new();
    for row in rows.filter(|row| asked.has_day(row.day) && asked.has_item(row.item)) {
        let key = match by {
            "item" => Key::Item,
            "day" => Key::Day(row.day),
            _ => Key::Giver(row.giver),
        };
        let order = goods_order(books, row.item, row.unit);
        let (_, _, sum) = sums.entry((key, order)).or_insert((row.item, row.unit, Sum::default()));
        sum.quantity += row.quantity;
        sum.lines += 1;
        if let Some(value) = row.value {
            sum.value = Some(sum.value.unwrap_or_default() + value);
        }
    }
    let mut columns = match by {
        "item" => Vec::new(),
        "day" => vec![text("day", "Day", "日期")],
        _ => vec![named.giver],
    };
    columns.extend([
        text("item", "Item", "物品"),
        text("unit", "Unit", "单位"),
        number("quantity", "Quantity", "数量"),
        named.value,
        named.lines,
    ]);
    let table: Vec<Vec<Cell>> = sums
        .iter()
        .map(|((key, _), (item, unit, sum))| {
            let mut row = match key {
                Key::Giver(giver) => vec![giver.cell()],
                Key::Item => Vec::new(),
                Key::Day(day) => vec![Cell::Day(*day)],
            };
            row.extend(goods_cells(books, *item, *unit));
            let value = sum.value.map_or(Cell::Absent, Cell::Number);
            row.extend([sum.quantity.into(), value, Cell::Count(sum.lines)]);
            row
        })
        .collect();
    let last = sums.values().any(|(_, _, sum)| sum.value.is_some());
    let total = (table.len() > 1).then(|| {
        let mut row = vec![Cell::Absent; columns.len() - 3];
        row[0] = total();
        let all = || sums.values().map(|(_, _, sum)| sum);
        let same = one_kind(sums.values().map(|(item, unit, _)| (*item, *unit)));
        row.push(if same { Cell::Number(all().map(|s| s.quantity).sum()) } else { Cell::Absent });
        row.push(if last { Cell::Number(all().filter_map(|s| s.value).sum()) } else { Cell::Absent });
        row.push(Cell::Count(all().map(|s| s.lines).sum()));
        row
    });
    let currency = &books.registers.community.currency;
    let rows = Rows {
        name: named.name,
        title: titled(named.title, asked),
        columns,
        rows: table,
        total,
        below: if last {
            vec![said!("money in {currency}", "金额单位：{currency}")]
        } else {
            Vec::new()
        },
        ..Rows::default()
    };
    let drawing = match by {
        "item" | "day" => Some(Drawing::goods(named.name, by)),
        // What one gave and what another gave share no scale.
        _ => None,
    };
    Ok(drawn(rows, drawing.as_ref()))
}

/// The title of a report of what happened, with its period.
pub(super) fn titled(title: Words, asked: &Asked) -> Said {
    let last = asked.period.to.map_or(asked.as_of, |to| to.min(asked.as_of));
    let period = crate::model::Period { from: asked.period.from, to: Some(last) }.say();
    Said { en: format!("{}, {}", title.en, period.en), zh: format!("{}（{}）", title.zh, period.zh) }
}
