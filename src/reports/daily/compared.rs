//! The figures of the day against those of the day before: each as the bulletin of that day has it.

use super::{help_table, rounds};
use crate::arithmetic::stock::stock;
use crate::books::Books;
use crate::model::{Cell, Day, Period, Quantity, Rows, number, text};
use crate::registers::ItemId;
use crate::reports::{Asked, distributions};
use crate::said;
use crate::words::{Words, words};

/// The figures, in their order.
const FIGURES: [(&str, Words); 9] = [
    ("tested", words("people tested in the day's rounds", "当日轮次实检（人）")),
    ("untested", words("people not tested in them", "其中未检（人）")),
    ("supplied", words("places that got goods", "领到物资的位置（处）")),
    ("came-in", words("lots that came in", "接收和捐赠（批）")),
    ("low", words("items below their minimum", "低于最低库存（种）")),
    ("requests-opened", words("requests opened", "受理求助（件）")),
    ("requests-delivered", words("requests delivered", "送达求助（件）")),
    ("requests-open", words("requests open in the evening", "日终未结求助（件）")),
    ("requests-overdue", words("of them overdue", "其中超时（件）")),
];

/// The table.
pub(super) fn compared(books: &Books, asked: &Asked) -> Rows {
    let before = asked.as_of.plus(-1);
    let yesterday = Asked { as_of: before, period: Period::day(before), ..asked.clone() };
    let (today, yesterday) = (figures(books, asked), figures(books, &yesterday));
    let rows = FIGURES.iter().zip(today.into_iter().zip(yesterday));
    Rows {
        name: "compared",
        leads: true,
        title: said!("Today against yesterday", "今日与昨日"),
        columns: vec![
            text("figure", "Figure", "项目"),
            number("today", "Today", "今日"),
            number("yesterday", "Yesterday", "昨日"),
        ],
        rows: rows
            .map(|((code, words), (today, yesterday))| vec![Cell::Code(code, *words), today, yesterday])
            .collect(),
        ..Rows::default()
    }
}

fn figures(books: &Books, asked: &Asked) -> [Cell; 9] {
    let day = asked.as_of;
    let tests = rounds::tests(books, asked, |round| round.date == day);
    let handed = distributions::table(books, asked, "item");
    let help = help_table(books, asked);
    let tested = add(column(&tests, "tested"), column(&tests, "elsewhere"));
    let of_help = |name| sum(&help, name);
    [
        tested,
        column(&tests, "missing"),
        sum(&handed, "places"),
        Cell::Count(came_in(books, day)),
        Cell::Count(low(books, day)),
        of_help("opened"),
        of_help("delivered"),
        of_help("open"),
        of_help("overdue"),
    ]
}

/// How many rows of receipts and donations are of the day.
fn came_in(books: &Books, day: Day) -> i64 {
    let received = books.receipts.effective().filter(|row| row.head.date == day).count();
    let donated = books.donations.effective().filter(|row| row.head.date == day).count();
    (received + donated) as i64
}

/// How many items are below their minimum at the end of the day.
fn low(books: &Books, day: Day) -> i64 {
    let stock = stock(books, day);
    let items = (0..books.registers.items.len()).map(ItemId::from_index);
    items.filter(|item| stock.below_minimum(books, *item).is_some()).count() as i64
}

fn at(table: &Rows, name: &str) -> Option<usize> {
    table.columns.iter().position(|column| column.name == name)
}

/// What a table says of a column in all: of the one row, or in the total.
fn sum(table: &Rows, name: &str) -> Cell {
    let row = match (&table.rows[..], &table.total) {
        ([], _) => return Cell::Count(0),
        ([row], _) => Some(row),
        (_, total) => total.as_ref(),
    };
    row.zip(at(table, name)).map_or(Cell::Absent, |(row, at)| row[at].clone())
}

/// A column added up; not shown if one of its figures is not.
fn column(table: &Rows, name: &str) -> Cell {
    let Some(at) = at(table, name) else { return Cell::Absent };
    let cells = table.rows.iter().map(|row| row[at].clone());
    cells.reduce(add).unwrap_or(Cell::Absent)
}

fn add(a: Cell, b: Cell) -> Cell {
    let number = |cell: &Cell| match cell {
        Cell::Count(n) => Some(Quantity::whole(*n)),
        Cell::Number(n) => Some(*n),
        _ => None,
    };
    match (number(&a), number(&b), &a) {
        (Some(x), Some(y), _) => (x + y).as_whole().map_or(Cell::Number(x + y), Cell::Count),
        (None, _, _) => a,
        (_, None, _) => b,
    }
}
