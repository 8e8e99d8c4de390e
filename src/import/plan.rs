//! The plan of an import: what becomes of every row of the file. Nothing is written, nothing vanishes.

use super::left::LeftRow;
use super::totals::Total;
use crate::ledgers::Draft;
use crate::model::{Code, Day, RowId, Tally};
use crate::registers::Named;
use crate::words::{Said, Words, words};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What the command was told.
#[derive(Clone, Debug)]
pub struct Options<'a> {
    /// Today: later days are refused, and days without a year are read by it.
    pub today: Day,
    /// The day of rows that have none of their own (`--date`).
    pub date: Option<Day>,
    /// The name of the source (`--source`); else the mapping's, else the file's name.
    pub source: Option<&'a str>,
    /// True if unknown items are registered (`--new-items`).
    pub new_items: bool,
    /// True if good rows are taken although others are refused (`--partial`).
    pub partial: bool,
    /// True if personal numbers are masked instead of refused (`--mask-numbers`).
    pub mask_numbers: bool,
    /// The note of reversals where a source row changed.
    pub reason: &'a str,
    /// The codes that earlier imports of this source brought, as far as the history tells: of these the plan says which
    /// are gone from the file.
    pub of_source: BTreeSet<Code>,
    /// Counts the rows that are read.
    pub tally: Tally,
}

impl Options<'_> {
    /// Nothing but the day.
    pub fn new(today: Day) -> Options<'static> {
        Options {
            today,
            date: None,
            source: None,
            new_items: false,
            partial: false,
            mask_numbers: false,
            reason: "",
            of_source: BTreeSet::new(),
            tally: Tally::default(),
        }
    }
}

/// Where a row stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Where {
    /// The file.
    pub file: Arc<str>,
    /// The sheet; empty for CSV.
    pub sheet: Arc<str>,
    /// The row, from 1; in CSV the line.
    pub row: u32,
}

/// A new row.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Where it stands.
    pub place: Where,
    /// The row with its id, without `by` and `at`.
    pub draft: Draft,
}

/// A source row that changed since it was imported: one document of two lines.
#[derive(Clone, Debug)]
pub struct Amendment {
    /// Where it stands.
    pub place: Where,
    /// The row that is corrected.
    pub original: RowId,
    /// Line 1, without `by` and `at`.
    pub reversal: Draft,
    /// Line 2, without `by` and `at`.
    pub corrected: Draft,
}

/// Why a row of the sheet is no row of the ledger, without being wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Nothing stands in it.
    Blank,
    /// It stands above the table.
    Title,
    /// It is the header, or the header again.
    Header,
    /// It stands below the table.
    Below,
    /// It is a total.
    Total,
    /// A text over several columns.
    Note,
    /// The mapping leaves it out.
    Skipped {
        /// The pattern.
        pattern: String,
    },
    /// Its quantity is that of an earlier row, counted there.
    MergedQuantity {
        /// The row of the quantity, by index.
        top: usize,
    },
    /// It is in the ledger, and was cancelled there.
    Voided {
        /// The cancelled row.
        id: RowId,
    },
    /// Its sheet does not have the table.
    NoTable,
    /// The same was handed in again later.
    Replaced {
        /// The row that counts, by its number in the sheet.
        by: u32,
    },
}

impl Reason {
    /// Why a row was left out, in words.
    pub fn words(&self) -> Words {
        match self {
            Reason::Blank => words("blank", "空行"),
            Reason::Title => words("above the table", "表头以上"),
            Reason::Header => words("header", "表头"),
            Reason::Below => words("below the table", "表格以下"),
            Reason::Total => words("a total", "合计行"),
            Reason::Note => words("a note across the table", "跨列说明"),
            Reason::Skipped { .. } => words("left out by the mapping", "映射要求跳过"),
            Reason::MergedQuantity { .. } => {
                words("merged quantity: counted once, at its top", "合并的数量：只在首行计一次")
            }
            Reason::Voided { .. } => words("cancelled in the ledger", "台账中已冲销"),
            Reason::NoTable => words("the sheet has no such table", "工作表中没有此表"),
            Reason::Replaced { .. } => words("handed in again later", "后来又重新提交"),
        }
    }
}

/// A row that is left out.
#[derive(Clone, Debug)]
pub struct Ignored {
    /// Where it stands.
    pub place: Where,
    /// Why.
    pub reason: Reason,
    /// What stands in it.
    pub text: String,
}

/// A cell that was not accepted.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// Where the row stands.
    pub place: Where,
    /// The letter of the column; empty where the sheet has no such column.
    pub column: String,
    /// The field it was read as.
    pub field: &'static str,
    /// What stands in it.
    pub value: String,
    /// What is wrong.
    pub message: Said,
    /// What to do.
    pub remedy: Option<Said>,
}

/// A row in force that an earlier import brought and the file no longer has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    /// The row.
    pub id: RowId,
    /// What it says, for people.
    pub text: String,
}

/// What an import would do.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The name of the source.
    pub source: String,
    /// How many rows the sheets have: as many as are taken, amended, unchanged, ignored and refused.
    pub rows: usize,
    /// New rows.
    pub taken: Vec<Taken>,
    /// Rows that changed.
    pub amended: Vec<Amendment>,
    /// Rows that are in the ledger as they are, each with its row there; the roster's have none.
    pub unchanged: Vec<(Where, Option<RowId>)>,
    /// Rows that are none of the table's.
    pub ignored: Vec<Ignored>,
    /// Everything that was not accepted.
    pub refused: Vec<Refusal>,
    /// How many rows that concerns.
    pub refused_rows: usize,
    /// How many choices stand beside others in one row: each is counted as a row.
    pub further_choices: usize,
    /// The rows that were not accepted, as a file of them needs them.
    pub left: Vec<LeftRow>,
    /// What the totals of the file say, and what its lines come to.
    pub totals: Vec<(Where, Total)>,
    /// Items to register with their base unit, in the order of the file.
    pub new_items: Vec<(String, String)>,
    /// Destinations to register.
    pub new_destinations: Vec<Named>,
    /// Rounds to open, each with its day.
    pub new_rounds: Vec<(String, Day)>,
    /// How doubtful forms were read.
    pub noted: Vec<(Where, Said)>,
    /// Rows in force that earlier imports brought and the file no longer has.
    pub gone: Vec<Gone>,
    /// Headings that nothing was taken from.
    pub unmapped: Vec<String>,
    /// Sheets that were not looked at.
    pub unread: Vec<String>,
    /// True if good rows are taken although others are refused.
    pub partial: bool,
}

impl Plan {
    /// True if nothing is taken because something was refused.
    pub fn is_blocked(&self) -> bool {
        self.refused_rows > 0 && !self.partial
    }

    /// True if every row of the file is in one of the lists.
    pub fn adds_up(&self) -> bool {
        self.rows + self.further_choices
            == self.taken.len()
                + self.amended.len()
                + self.unchanged.len()
                + self.ignored.len()
                + self.refused_rows
    }

    /// The rows to write, in the order of the file; none if the plan is blocked.
    pub fn drafts(&self) -> Vec<&Draft> {
        if self.is_blocked() {
            return Vec::new();
        }
        let amended = self.amended.iter().flat_map(|a| [&a.reversal, &a.corrected]);
        self.taken.iter().map(|t| &t.draft).chain(amended).collect()
    }
}
