//! Which printed line is meant.

use crate::books::Books;
use crate::error::{Error, Result, did_you_mean};
use crate::model::{Cell, Page, Quantity, Rows, near};
use crate::recording::read_place;
use crate::reports::behind::plain;
use crate::reports::{Asked, Report};
use crate::said;
use crate::words::{Said, any_of};

/// A line of a page that was made in one of several ways.
pub struct Chosen {
    /// The page.
    pub page: Page,
    /// The table, by its place on the page.
    pub table: usize,
    /// The line, by its place in the table.
    pub row: usize,
    /// The way, by its place among those asked.
    pub way: usize,
}

/// So many lines are named where several are meant.
const NAMED: usize = 10;

/// Reads `KEY=VALUE`.
///
/// # Errors
/// A word without `=`.
pub fn keys_of(typed: &[&str]) -> Result<Vec<(String, String)>> {
    let read = |word: &&str| match word.split_once(['=', '＝']) {
        Some((key, value)) => Ok((key.trim().to_owned(), value.trim().to_owned())),
        None => Err(Error::usage(said!("`{word}` is not KEY=VALUE", "“{word}”不是 键=值 的形式"))
            .hint(said!("such as item=牛奶", "例如 item=牛奶"))),
    };
    typed.iter().map(read).collect()
}

/// Finds the one line in which the keys have these values, in the first way of making the report that has one.
///
/// # Errors
/// No column is called so, no line has it, or several have: then they are listed.
pub fn choose(report: &Report, books: &Books, ways: &[Asked], keys: &[(String, String)]) -> Result<Chosen> {
    let mut pages = Vec::new();
    for (at, way) in ways.iter().enumerate() {
        match (report.make)(books, way) {
            Ok(page) => pages.push((at, page)),
            Err(error) if at == 0 => return Err(error),
            Err(_) => {}
        }
    }
    for exact in [true, false] {
        for (at, page) in &pages {
            let found = lines(books, page, keys, exact);
            match found.as_slice() {
                [] => {}
                [(table, row)] => {
                    return Ok(Chosen { page: page.clone(), table: *table, row: *row, way: *at });
                }
                several => return Err(ambiguous(page, several)),
            }
        }
    }
    Err(nothing(&pages, keys))
}

/// The lines that fit, by table and row.
fn lines(books: &Books, page: &Page, keys: &[(String, String)], exact: bool) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (at, table) in page.tables.iter().enumerate() {
        let is_line = |row: &&Vec<Cell>| {
            keys.iter().all(|(key, value)| {
                if key == "table" {
                    return value == table.name;
                }
                column(table, key).is_some_and(|at| fits(books, key, &row[at], value, exact))
            })
        };
        let fitting = table.rows.iter().enumerate().filter(|(_, row)| is_line(row));
        found.extend(fitting.map(|(row, _)| (at, row)));
    }
    found
}

/// A column by its name or its heading.
fn column(table: &Rows, key: &str) -> Option<usize> {
    let is = |column: &crate::model::Column| {
        column.name.eq_ignore_ascii_case(key)
            || column.heading.zh == key
            || column.heading.en.eq_ignore_ascii_case(key)
    };
    table.columns.iter().position(is)
}

fn fits(books: &Books, key: &str, cell: &Cell, typed: &str, exact: bool) -> bool {
    let own = plain(cell);
    let names = &books.registers.names;
    let is = |text: &str| text.eq_ignore_ascii_case(typed);
    let number = || Quantity::parse(typed).is_ok_and(|q| Quantity::parse(&own).is_ok_and(|c| c == q));
    let other_word = match cell {
        Cell::Named(_, name) => is(name),
        Cell::Code(_, words) => is(words.en) || is(words.zh),
        Cell::Said(said) => is(&said.zh),
        Cell::Number(_) | Cell::Count(_) => number(),
        Cell::Text(_) if matches!(key, "place" | "位置") => {
            read_place(typed, names, &mut Vec::new()).is_ok_and(|place| names.place_code(place) == own)
        }
        Cell::Text(_) if matches!(key, "item" | "物品") => {
            names.item(typed).is_some_and(|item| names.item_name(item) == own)
        }
        Cell::Text(_) => {
            !exact && typed.chars().count() > 2 && own.to_lowercase().contains(&typed.to_lowercase())
        }
        _ => false,
    };
    is(&own) || other_word
}

/// The words of a line, as they would be typed.
fn as_keys(table: &Rows, row: &[Cell]) -> String {
    let words =
        table.columns.iter().zip(row).filter(|(column, cell)| !column.right && **cell != Cell::Absent);
    let typed: Vec<String> = words.map(|(column, cell)| format!("{}={}", column.name, plain(cell))).collect();
    typed.join(" ")
}

fn ambiguous(page: &Page, several: &[(usize, usize)]) -> Error {
    let n = several.len();
    let mut list = Said::default();
    for (table, row) in several.iter().take(NAMED) {
        let table = &page.tables[*table];
        let lead = if page.tables.len() > 1 { format!("table={} ", table.name) } else { String::new() };
        list = list.then(&Said::same(format!("\n  {lead}{}", as_keys(table, &table.rows[*row]))));
    }
    let more = if n > NAMED { said!("\n  … {n} in all", "\n  … 共 {n} 行") } else { Said::default() };
    Error::usage(
        said!("{n} lines are meant; name one:", "符合的有 {n} 行，请指明其一：").then(&list).then(&more),
    )
}

fn nothing(pages: &[(usize, Page)], keys: &[(String, String)]) -> Error {
    let tables = || pages.iter().flat_map(|(_, page)| &page.tables);
    let mut known: Vec<&str> = tables().flat_map(|table| table.columns.iter().map(|c| c.name)).collect();
    known.sort_unstable();
    known.dedup();
    for (key, value) in keys.iter().filter(|(key, _)| key != "table") {
        if tables().all(|table| column(table, key).is_none()) {
            let near = near(key, known.iter().copied());
            let all = any_of(&known);
            let hint =
                did_you_mean(&near).unwrap_or_else(|| said!("one of {l}", "可用：{l}", l = (all.en, all.zh)));
            return Error::usage(said!("no column is called `{key}`", "没有名为“{key}”的列")).hint(hint);
        }
        let held: Vec<String> = tables()
            .flat_map(|table| {
                let at = column(table, key);
                table.rows.iter().filter_map(move |row| at.map(|at| plain(&row[at])))
            })
            .collect();
        if !held.contains(value) {
            let near = near(value, held.iter().map(String::as_str));
            let error = Error::usage(said!("no line has {key}={value}", "没有 {key}={value} 的行"));
            return match did_you_mean(&near) {
                Some(hint) => error.hint(hint),
                None => error,
            };
        }
    }
    Error::usage(said!("no line has all of these", "没有同时符合的行"))
}
