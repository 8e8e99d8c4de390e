//! `Rows`: the one thing that reports, lists, checks and audits return. The terminal, CSV, JSON, Markdown
//! and HTML are readings of it.

use super::{Chart, Day, Houses, Quantity, Stamp};
use crate::words::{Said, Words};

/// One column of a table: its machine name (JSON key, CSV header) and its heading for people.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// The name in JSON and CSV; the same in every language.
    pub name: &'static str,
    /// The heading for people.
    pub heading: Words,
    /// True for numbers, which are set to the right.
    pub right: bool,
}

/// A column of words.
pub const fn text(name: &'static str, en: &'static str, zh: &'static str) -> Column {
    Column { name, heading: Words { en, zh }, right: false }
}

/// A column of numbers.
pub const fn number(name: &'static str, en: &'static str, zh: &'static str) -> Column {
    Column { name, heading: Words { en, zh }, right: true }
}

/// One value of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing: `null` in JSON, an empty cell elsewhere.
    Absent,
    /// Data as it stands in the ledgers; never translated.
    Text(String),
    /// A code such as an outcome: in CSV and JSON the code, for people the words.
    Code(&'static str, Words),
    /// Something of ours that has a code and a name, such as a store: the code in CSV and JSON, the name for people.
    Named(String, String),
    /// A text in both languages (JSON and CSV take the language of the output).
    Said(Said),
    /// An exact decimal.
    Number(Quantity),
    /// A whole number.
    Count(i64),
    /// A share from 0 to 1 in ten-thousandths, rounded half up; `0.9524` in JSON and CSV, `95.24%` for people.
    Rate(u32),
    /// Yes or no; `true`/`false` in JSON and CSV.
    Flag(bool),
    /// A day, ISO.
    Day(Day),
    /// A moment, RFC 3339.
    Stamp(Stamp),
    /// Values by name (a JSON object), and what people read instead.
    Fields(Vec<(String, Cell)>, Said),
    /// Several values (a JSON array), and what people read instead.
    List(Vec<Cell>, Said),
}

impl Cell {
    /// Text, or nothing if it is empty.
    pub fn text(text: impl Into<String>) -> Cell {
        let text = text.into();
        if text.is_empty() { Cell::Absent } else { Cell::Text(text) }
    }

    /// `done / due` rounded half up to four digits; nothing where `due` is not positive.
    pub fn rate(done: i128, due: i128) -> Cell {
        if due <= 0 { Cell::Absent } else { Cell::Rate(((done.max(0) * 20_000 + due) / (2 * due)) as u32) }
    }
}

impl From<Quantity> for Cell {
    fn from(quantity: Quantity) -> Cell {
        Cell::Number(quantity)
    }
}

/// What people at a terminal get of a table. Every other format has all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum AtTerminal {
    /// The table, and below it what is drawn of it, where drawings are asked for.
    #[default]
    Table,
    /// What is drawn of it in its place: that says all of it in less room.
    Drawn,
    /// What is drawn of it, where drawings are asked for, and else nothing: it is too long to be read there.
    OnlyIfDrawn,
}

/// A table.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// The name of the table where a page has several; a JSON value, the same in every language.
    pub name: &'static str,
    /// Its title for people; may be empty.
    pub title: Said,
    /// The columns, in the order of the JSON keys.
    pub columns: Vec<Column>,
    /// The values, each row as long as `columns`.
    pub rows: Vec<Vec<Cell>>,
    /// The total row for people (not in CSV or JSON), where a total means something.
    pub total: Option<Vec<Cell>>,
    /// Total rows of sorts that are not added to each other (goods by unit, money by currency), below `total`.
    pub totals: Vec<Vec<Cell>>,
    /// What a reader must know about these figures (files that could not be read, units left out): above the
    /// table for people, on stderr for machines.
    pub banner: Vec<Said>,
    /// Lines below the table, for people only.
    pub below: Vec<Said>,
    /// What people at a terminal get of it.
    pub at_terminal: AtTerminal,
    /// True if it stands before all others on a page with pictures, wherever programs find it.
    pub leads: bool,
}

impl Rows {
    /// Every total row, in the order in which they stand below the table.
    pub fn all_totals(&self) -> impl Iterator<Item = &Vec<Cell>> {
        self.total.iter().chain(&self.totals)
    }
}

/// Several tables on one page, such as the evening bulletin.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The title of the page; empty for a page of one table.
    pub title: Said,
    /// What must be known about the whole page.
    pub banner: Vec<Said>,
    /// What matters most, in a few lines before the tables, for people only.
    pub lead: Vec<Said>,
    /// The tables, in order.
    pub tables: Vec<Rows>,
    /// What of the tables is also drawn, on a page with pictures.
    pub charts: Vec<Chart>,
    /// The houses door by door, or for the public unit by unit, on a page with pictures.
    pub houses: Vec<Houses>,
    /// The lines at the end (as of when, recorded by whom).
    pub below: Vec<Said>,
}

impl Page {
    /// True if anything of it can be drawn.
    pub fn is_drawn(&self) -> bool {
        self.charts.iter().any(|chart| !chart.is_empty())
            || self.houses.iter().any(|houses| !houses.is_empty())
    }
}

impl From<Rows> for Page {
    fn from(rows: Rows) -> Page {
        Page { tables: vec![rows], ..Page::default() }
    }
}
