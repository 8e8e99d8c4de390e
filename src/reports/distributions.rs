//! `distributions`: what was handed over (less what was returned), by place, item, day or round.

use super::across::{Across, HANDED_OUT};
use super::asking::{goods_cells, goods_order, one_kind, total};
use super::caution::{guard, shown};
use super::drawn::{Drawing, drawn};
use super::incoming::titled;
use super::{Asked, Report, behind};
use crate::arithmetic::groups::{Groups, PlaceSet};
use crate::arithmetic::stock::handed_over;
use crate::books::Books;
use crate::error::Result;
use crate::model::{Cell, Column, Day, Page, PlaceId, PlaceKind, Quantity, Rows, number, text};
use crate::registers::{ItemId, RoundId, UnitId};
use crate::said;
use crate::words::words;

const KEYS: &[&str] = &["building", "unit", "home", "item", "day", "round"];

/// The report.
pub const DISTRIBUTIONS: Report = Report {
    name: "distributions",
    title: words("Distributions", "发放"),
    about: words("what was handed over, less what was returned", "发放的物资（已减去退回）"),
    by: KEYS,
    needs: &["distributions"],
    across: &[Across::table("distributions", HANDED_OUT)],
    make,
    behind: behind::distributions,
};

/// What lines are grouped by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Key {
    Place(PlaceId),
    Item,
    Day(Day),
    Round(RoundId),
    NoRound,
}

#[derive(Default)]
struct Sum {
    quantity: Quantity,
    places: PlaceSet,
    lines: i64,
}

/// The place of a line: the building or unit that a place is in. What lies in none keeps its own code: destinations,
/// the whole community, a whole building by unit, places that are not registered.
pub(super) fn line_place(books: &Books, by: &str, place: PlaceId) -> PlaceId {
    let names = &books.registers.names;
    if !names.has_place(place) {
        return place;
    }
    let places = names.places();
    match by {
        "building" => places.building_of(place).unwrap_or(place),
        "unit" if places.get(place).kind == PlaceKind::Home => places.unit_of(place).unwrap_or(place),
        _ => place,
    }
}

fn key_column(by: &str) -> Option<Column> {
    Some(match by {
        "item" => return None,
        "day" => text("day", "Day", "日期"),
        "round" => text("round", "Round", "批次"),
        _ => text("place", "Place", "位置"),
    })
}

fn make(books: &Books, asked: &Asked) -> Result<Page> {
    let by = asked.key(KEYS)?;
    if asked.leaves() && by == "home" {
        return Err(asked.no_homes(said!("--by unit", "请用 --by unit")));
    }
    let key = match by {
        "building" | "unit" => Some("place"),
        "home" => None,
        key => Some(key),
    };
    let drawing = key.map(|key| Drawing::goods("distributions", key));
    Ok(drawn(table(books, asked, by), drawing.as_ref()))
}

/// The table, by one of the report's keys.
pub(super) fn table(books: &Books, asked: &Asked, by: &'static str) -> Rows {
    let mut groups: Groups<(Key, ItemId, UnitId), Sum> = Groups::default();
    books.distributions.effective().for_each(|row| {
        let d = &row.body;
        let wanted = asked.has_day(row.head.date)
            && asked.has_item(d.item)
            && asked.has_store(d.store)
            && asked.has_place(books, d.place)
            && asked.round.is_none_or(|round| d.round == Some(round));
        let Some(quantity) = handed_over(d).filter(|_| wanted) else { return };
        let (unit, quantity) = books.goods(d.item, d.unit, quantity);
        let key = match by {
            "item" => Key::Item,
            "day" => Key::Day(row.head.date),
            "round" => d.round.map_or(Key::NoRound, Key::Round),
            _ => Key::Place(line_place(books, by, d.place)),
        };
        let sum = groups.at((key, d.item, unit));
        sum.quantity += quantity;
        if d.outcome.hands_over() {
            sum.places.insert(d.place);
            sum.lines += 1;
        }
    });
    let mut lines = groups.sorted();
    lines.sort_by_key(|((key, item, unit), _)| (*key, goods_order(books, *item, *unit)));
    let names = &books.registers.names;
    let rows: Vec<Vec<Cell>> = lines
        .iter()
        .map(|((key, item, unit), sum)| {
            let mut row = match *key {
                Key::Place(place) => vec![asked.shown_code(books, place)],
                Key::Item => Vec::new(),
                Key::Day(day) => vec![Cell::Day(day)],
                Key::Round(round) => vec![Cell::text(names.round_code(round))],
                Key::NoRound => vec![Cell::Absent],
            };
            row.extend(goods_cells(books, *item, *unit));
            row.push(shown(books, asked, sum.quantity));
            row.push(asked.shown_count(books, sum.places.count()));
            row.push(asked.shown_count(books, sum.lines));
            row
        })
        .collect();
    let mut columns: Vec<Column> = key_column(by).into_iter().collect();
    columns.extend([
        text("item", "Item", "物品"),
        text("unit", "Unit", "单位"),
        number("quantity", "Quantity", "数量"),
        number("places", "Places", "位置数"),
        number("lines", "Lines", "行数"),
    ]);
    let total = (rows.len() > 1).then(|| {
        let mut row = vec![Cell::Absent; columns.len() - 3];
        row[0] = total();
        let same = one_kind(lines.iter().map(|((_, item, unit), _)| (*item, *unit)));
        let mut places = PlaceSet::default();
        lines.iter().for_each(|(_, sum)| places.extend(&sum.places));
        let quantity = lines.iter().map(|(_, sum)| sum.quantity);
        row.push(if same { Cell::Number(quantity.sum()) } else { Cell::Absent });
        row.push(asked.shown_count(books, places.count()));
        row.push(asked.shown_count(books, lines.iter().map(|(_, sum)| sum.lines).sum()));
        row
    });
    let mut table = Rows {
        name: "distributions",
        title: titled(DISTRIBUTIONS.title, asked),
        columns,
        rows,
        total,
        ..Rows::default()
    };
    guard(books, asked, &mut table, &[]);
    table
}
