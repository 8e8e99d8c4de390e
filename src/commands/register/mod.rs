//! The registers as verbs: `linli item|home|volunteer|round|store|destination  list|show|add|edit`.

pub mod destination;
pub mod home;
pub mod item;
mod named;
pub mod round;
pub mod store;
pub mod volunteer;

use super::Desk;
use super::fields::field_option;
use super::printing::{print, printing_args};
use super::verb::{Exit, value};
use crate::books::Books;
use crate::error::Result;
use crate::ledgers::{Field, Kind};
use crate::model::{Cell, Column, Page, Quantity, Rows};
use crate::recording::{Entry, Setting};
use crate::words::{Lang, Words};
use clap::{Arg, ArgMatches};

/// Makes an entry out of the books: rows of every ledger are read, for a register may make them wrong.
type Make<'m> = dyn Fn(&Books, &Setting) -> Result<Entry> + 'm;

/// Changes a register.
fn change(desk: &mut Desk, matches: &ArgMatches, make: &Make) -> Result<Exit> {
    super::operation::correct(desk, matches, &|books, setting, _| make(books, setting))
}

/// What was typed for a flag.
fn flags(matches: &ArgMatches) -> impl Fn(&str) -> Option<String> {
    |name| value(matches, name).map(str::to_owned)
}

/// The columns of a register as flags, but for some.
fn column_flags(fields: &'static [Field], but: &[&str], lang: Lang) -> Vec<Arg> {
    fields.iter().filter(|f| !but.contains(&f.name)).map(|f| field_option(f, lang)).collect()
}

/// The columns of a register in a table.
fn columns(fields: &'static [Field]) -> Vec<Column> {
    fields.iter().map(|f| Column { name: f.name, heading: f.heading, right: f.kind.is_number() }).collect()
}

/// A cell of a register in a table.
fn cell(field: &Field, text: &str) -> Cell {
    match field.kind {
        Kind::Choice(choices) => match choices.iter().find(|c| c.code == text) {
            Some(choice) => Cell::Code(choice.code, choice.words),
            None => Cell::text(text),
        },
        kind if kind.is_number() => Quantity::parse(text).map_or_else(|_| Cell::text(text), Cell::Number),
        _ => Cell::text(text),
    }
}

/// A table of a register.
fn table(name: &'static str, title: Words, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Rows {
    Rows { name, title: title.into(), columns, rows, ..Rows::default() }
}

/// Prints a page.
fn answer(page: impl Into<Page>, matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    print(&page.into(), matches, desk)?;
    Ok(Exit::Done)
}

/// The arguments of a listing.
fn list_args(lang: Lang) -> Vec<Arg> {
    printing_args(lang)
}
