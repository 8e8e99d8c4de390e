//! What is behind a printed line: the rows that its figures are made of, and for figures that are no sums whence they come.
//!
//! Each report names in its description the function that says so; a test holds every figure of every line of the sample
//! against the rows that are named here.

mod goods;
mod help;
mod houses;
mod people;
mod rounds;
#[cfg(test)]
mod tests;

pub(super) use goods::{disclosure, distributions, donations, receipts, stock, stock_card};
pub(super) use help::{daily, errands, requests, service};
pub(super) use houses::grid;
pub(super) use people::{census, roster, volunteers};
pub(super) use rounds::{coverage, missing, notices, testing};

use crate::ledgers::{Head, Ledger, Origin, by_letter};
use crate::model::{Cell, Quantity, RowId, Rows};
use crate::said;
use crate::words::{Said, Words, count_of};

/// A printed line.
#[derive(Clone, Copy, Debug)]
pub struct Line<'t> {
    /// The table in which it stands.
    pub table: &'t Rows,
    /// Its cells.
    pub cells: &'t [Cell],
}

impl Line<'_> {
    /// The cell of a column; absent where there is none.
    pub fn cell(&self, column: &str) -> &Cell {
        const ABSENT: &Cell = &Cell::Absent;
        self.table.columns.iter().position(|c| c.name == column).map_or(ABSENT, |at| &self.cells[at])
    }

    /// True if the column holds this, or there is no such column.
    fn says(&self, column: &str, cell: &Cell) -> bool {
        match self.table.columns.iter().position(|c| c.name == column) {
            Some(at) => self.cells[at] == *cell,
            None => true,
        }
    }

    /// The text of a column.
    fn text(&self, column: &str) -> String {
        plain(self.cell(column))
    }
}

/// What a cell holds, as it is typed: the code of what has one, numbers with their exact digits.
pub fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Absent | Cell::Rate(_) | Cell::Fields(..) | Cell::List(..) => String::new(),
        Cell::Text(text) | Cell::Named(text, _) => text.clone(),
        Cell::Code(code, _) => (*code).to_owned(),
        Cell::Said(said) => said.en.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::Count(count) => count.to_string(),
        Cell::Flag(flag) => flag.to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Stamp(stamp) => stamp.to_string(),
    }
}

/// A row behind a line, and what it adds to one of the figures.
#[derive(Clone, Debug)]
pub struct Part {
    /// The figure, by its column.
    pub figure: &'static str,
    /// The ledger.
    pub ledger: &'static Ledger,
    /// The row.
    pub id: RowId,
    /// Where it stands.
    pub origin: Origin,
    /// How much it adds; `None` where nothing is added up.
    pub amount: Option<Quantity>,
    /// The unit, where it is goods.
    pub unit: String,
}

/// A line of a register behind a line.
#[derive(Clone, Debug)]
pub struct Registered {
    /// The figure, by its column.
    pub figure: &'static str,
    /// The file.
    pub path: &'static str,
    /// What the line begins with, or in TOML the code that it gives.
    pub key: String,
    /// What it adds to the figure, if anything.
    pub amount: Option<Quantity>,
}

/// How a figure follows from what is behind it.
#[derive(Clone, Debug)]
pub enum How {
    /// The sum of its rows.
    Sum,
    /// Other figures added up, with their signs.
    Of(&'static [(bool, &'static str)]),
    /// No sum; the figure as it comes out of the rows, where that can be said again.
    Told(Words, Option<Quantity>),
}

/// What is behind a line.
#[derive(Clone, Debug, Default)]
pub struct Behind {
    /// The rows, in the order of the ledgers.
    pub parts: Vec<Part>,
    /// Lines of registers.
    pub registers: Vec<Registered>,
    /// How each figure follows, in the order in which they are told.
    pub figures: Vec<(&'static str, How)>,
}

impl Behind {
    fn add(&mut self, figure: &'static str, head: &Head, amount: Option<Quantity>, unit: &str) {
        let Some(ledger) = by_letter(head.id.letter) else { return };
        let unit = unit.to_owned();
        self.parts.push(Part { figure, ledger, id: head.id, origin: head.origin, amount, unit });
    }

    fn sums(mut self, figures: &[&'static str]) -> Behind {
        self.figures.extend(figures.iter().map(|figure| (*figure, How::Sum)));
        self
    }

    fn told(mut self, figure: &'static str, words: Words, value: Option<Quantity>) -> Behind {
        self.figures.push((figure, How::Told(words, value)));
        self
    }

    /// How many rows are among the parts of a figure.
    fn count(&self, figure: &str) -> Quantity {
        Quantity::whole(self.parts.iter().filter(|part| part.figure == figure).count() as i64)
    }

    /// What the rows and registers add up to; `None` for a figure that is no sum.
    pub fn value(&self, figure: &str) -> Option<Quantity> {
        let how = self.figures.iter().find(|(name, _)| *name == figure).map(|(_, how)| how)?;
        match how {
            How::Sum => {
                let rows = self.parts.iter().filter(|part| part.figure == figure).filter_map(|p| p.amount);
                let lines =
                    self.registers.iter().filter(|line| line.figure == figure).filter_map(|l| l.amount);
                Some(rows.chain(lines).sum())
            }
            How::Of(terms) => {
                let term = |(plus, of): &(bool, &str)| {
                    self.value(of).map(|value| if *plus { value } else { -value })
                };
                terms.iter().map(term).sum::<Option<Quantity>>()
            }
            How::Told(_, value) => *value,
        }
    }

    /// How a figure follows, in a sentence; `heading` says what a figure is called.
    pub fn said(&self, figure: &str, heading: &dyn Fn(&str) -> Said) -> Option<Said> {
        let (_, how) = self.figures.iter().find(|(name, _)| *name == figure)?;
        Some(match how {
            How::Sum => {
                let rows = self.parts.iter().filter(|part| part.figure == figure).count();
                let counts = |line: &&Registered| line.figure == figure && line.amount.is_some();
                let n = count_of(rows, "row", "rows", "行");
                let n = (n.en, n.zh);
                match (rows, self.registers.iter().filter(counts).count()) {
                    (0, 0) => said!("no row", "没有行"),
                    (0, _) => said!("from the register alone", "由名册得出"),
                    (_, 0) => said!("the sum of {n}", "{n}之和", n = (n.0, n.1)),
                    _ => said!("the sum of {n} and the register", "{n}与名册之和", n = (n.0, n.1)),
                }
            }
            How::Of(terms) => {
                let mut said = Said::default();
                for (plus, of) in *terms {
                    let sign = match (plus, said.is_empty()) {
                        (true, true) => "",
                        (true, false) => " + ",
                        (false, _) => " − ",
                    };
                    said = said.then(&Said::same(sign)).then(&heading(of));
                }
                said
            }
            How::Told(words, _) => (*words).into(),
        })
    }
}
