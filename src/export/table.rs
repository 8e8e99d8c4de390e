//! A table as it leaves the house: columns with a type each, and rows that are handed over one after the other, without
//! a copy of them being made. Ledgers, registers and what the public may see are all such tables; every format reads them.

use super::leaving::Leaving;
use super::ledger::LedgerRows;
use crate::error::Result;
use crate::ledgers::{Field, Kind};
use crate::model::{Day, Moment, Quantity, Stamp, Tally};
use crate::words::Words;
use std::borrow::Cow;

/// What a column holds, for those who know nothing of ledgers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Words, names, codes.
    Text,
    /// A calendar day.
    Day,
    /// A moment with its offset, to the second.
    Stamp,
    /// An exact number with at most six digits after the point.
    Decimal,
    /// A whole number.
    Integer,
    /// A time of day; 24:00 is the end of it.
    Time,
}

impl Type {
    /// Of a field of this kind.
    pub fn of(kind: Kind) -> Type {
        match kind {
            Kind::Day => Type::Day,
            Kind::Stamp => Type::Stamp,
            Kind::Quantity | Kind::Change | Kind::Money => Type::Decimal,
            Kind::Count => Type::Integer,
            Kind::Moment => Type::Time,
            Kind::Id
            | Kind::Text
            | Kind::Place
            | Kind::Item
            | Kind::Unit
            | Kind::Store
            | Kind::Round
            | Kind::Volunteer
            | Kind::Group
            | Kind::Needs
            | Kind::RowRef
            | Kind::Choice(_) => Type::Text,
        }
    }
}

/// The value of a cell, of its column's type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing was written.
    Absent,
    /// The text itself.
    Text,
    /// A day.
    Day(Day),
    /// A moment.
    Stamp(Stamp),
    /// An exact number.
    Decimal(Quantity),
    /// A whole number.
    Integer(i64),
    /// A time of day.
    Time(Moment),
}

/// One cell: as it is written, and what that means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell<'r> {
    /// As it is written, without quotes; empty where there is nothing.
    pub text: Cow<'r, str>,
    /// What that is.
    pub value: Value,
}

impl<'r> Cell<'r> {
    /// Reads a text by the kind of its field; `None` if it is not of that kind.
    pub fn read(kind: Kind, text: impl Into<Cow<'r, str>>) -> Option<Cell<'r>> {
        let text = text.into();
        let bytes = text.as_bytes();
        let value = match Type::of(kind) {
            _ if bytes.is_empty() => Value::Absent,
            Type::Text => Value::Text,
            Type::Day => Value::Day(Day::parse_bytes(bytes)?),
            Type::Stamp => Value::Stamp(Stamp::parse_bytes(bytes)?),
            Type::Decimal => Value::Decimal(Quantity::parse_bytes(bytes)?),
            Type::Integer => Value::Integer(text.parse().ok()?),
            Type::Time => Value::Time(Moment::parse_bytes(bytes)?),
        };
        Some(Cell { text, value })
    }

    /// A text; nothing if it is empty.
    pub fn text(text: impl Into<Cow<'r, str>>) -> Cell<'r> {
        let text = text.into();
        let value = if text.is_empty() { Value::Absent } else { Value::Text };
        Cell { text, value }
    }
}

/// One row, for as long as it is looked at.
#[derive(Debug)]
pub struct Line<'l> {
    /// A cell for each column.
    pub cells: &'l [Cell<'l>],
    /// The day on which it happened, in a ledger: by it the rows are divided into months.
    pub date: Option<Day>,
}

/// A table to export.
#[derive(Debug)]
pub struct Table<'a> {
    /// Its name in every format: a ledger's folder, or a register.
    pub name: &'static str,
    /// Its title for people.
    pub title: Words,
    /// What it is for.
    pub about: Words,
    /// Its columns, in order.
    pub columns: Vec<Field>,
    /// The columns that tell a row from every other.
    pub key: &'static [&'static str],
    /// Counts the rows that are handed over.
    pub tally: Tally,
    /// Its rows.
    pub(super) rows: Rows<'a>,
}

/// Where the rows of a table come from.
#[derive(Debug)]
pub(super) enum Rows<'a> {
    /// The files of a ledger.
    Ledger(LedgerRows<'a>),
    /// Those, as they may leave the community.
    Leaving(Box<Leaving<'a>>),
    /// Few enough to be held: a text for each column.
    Held(Vec<Vec<String>>),
}

impl Table<'_> {
    /// Hands over every row, in order, until one is refused.
    ///
    /// # Errors
    /// What `take` answers.
    pub fn each(&self, take: &mut dyn FnMut(&Line) -> Result<()>) -> Result<()> {
        let take: &mut dyn FnMut(&Line) -> Result<()> = &mut |line| {
            self.tally.done(1);
            take(line)
        };
        match &self.rows {
            Rows::Ledger(rows) => rows.each(&self.columns, take),
            Rows::Leaving(rows) => rows.each(take),
            Rows::Held(rows) => {
                let date = self.columns.iter().position(|c| c.name == "date" && c.kind == Kind::Day);
                for row in rows {
                    let cell = |(column, text): (&Field, &'_ String)| {
                        Cell::read(column.kind, text.clone()).unwrap_or_else(|| Cell::text(text.clone()))
                    };
                    let cells: Vec<Cell> = self.columns.iter().zip(row).map(cell).collect();
                    let date = date.and_then(|at| match cells[at].value {
                        Value::Day(day) => Some(day),
                        _ => None,
                    });
                    take(&Line { cells: &cells, date })?;
                }
                Ok(())
            }
        }
    }

    /// How many rows it has.
    pub fn row_count(&self) -> usize {
        match &self.rows {
            Rows::Ledger(rows) => rows.row_count(),
            Rows::Leaving(rows) => rows.row_count(),
            Rows::Held(rows) => rows.len(),
        }
    }

    /// The position of a column.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.name == name)
    }
}
