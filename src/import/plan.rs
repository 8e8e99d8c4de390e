//! The plan of an import: what becomes of every row of the file. Nothing is written, nothing vanishes.

use super::cell::Known;
use super::earlier::{Earlier, Existing, Fate, amend_code, row_code, says_the_same};
use super::grid::Grid;
use super::header::place_of;
use super::mapping::{Mapping, SheetName, Sheets};
use super::row::{ReadRow, RowFault, read};
use super::sheet::{letter, part};
use crate::error::{Error, Result, did_you_mean};
use crate::ledgers::{DATE, Draft};
use crate::model::{Code, Day, Fault, RowId, near};
use crate::registers::{Named, Registers};
use crate::said;
use crate::words::Said;
use std::collections::{BTreeMap, BTreeSet};

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
        }
    }
}

/// Where a row stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Where {
    /// The file.
    pub file: String,
    /// The sheet; empty for CSV.
    pub sheet: String,
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
    /// How many rows are in the ledger as they are.
    pub unchanged: usize,
    /// Rows that are none of the table's.
    pub ignored: Vec<Ignored>,
    /// Everything that was not accepted.
    pub refused: Vec<Refusal>,
    /// How many rows that concerns.
    pub refused_rows: usize,
    /// Items to register with their base unit, in the order of the file.
    pub new_items: Vec<(String, String)>,
    /// Destinations to register.
    pub new_destinations: Vec<Named>,
    /// How doubtful forms were read.
    pub noted: Vec<(Where, Said)>,
    /// Rows in force that earlier imports brought and the file no longer has.
    pub gone: Vec<RowId>,
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

    /// The rows to write, in the order of the file; none if the plan is blocked.
    pub fn drafts(&self) -> Vec<&Draft> {
        if self.is_blocked() {
            return Vec::new();
        }
        let amended = self.amended.iter().flat_map(|a| [&a.reversal, &a.corrected]);
        self.taken.iter().map(|t| &t.draft).chain(amended).collect()
    }
}

/// Decides about every row of the sheets. Errors are about the whole: no such sheet, no header, no day.
pub fn plan(
    grids: &[Grid],
    mapping: &Mapping,
    registers: &Registers,
    existing: &[Existing],
    options: &Options<'_>,
) -> Result<Plan> {
    let (chosen, must) = choose(grids, mapping)?;
    let source = options.source.or(mapping.source.as_deref()).map(str::to_owned);
    let source = source.unwrap_or_else(|| grids.first().map_or_else(String::new, |g| g.file.clone()));
    let mut planning = Planning {
        plan: Plan { source, partial: options.partial, ..Plan::default() },
        mapping,
        registers,
        options,
        earlier: Earlier::new(mapping.ledger, existing),
        occurrences: BTreeMap::new(),
        met: BTreeSet::new(),
        destinations: BTreeMap::new(),
    };
    planning.plan.unread = (0..grids.len())
        .filter(|at| !chosen.contains(at) && !grids[*at].is_blank())
        .map(|at| grids[at].sheet.clone())
        .collect();
    let mut tables = 0;
    for &at in &chosen {
        tables += usize::from(planning.sheet(&grids[at], must)?);
    }
    if tables == 0 {
        let grid = chosen.first().map(|&at| &grids[at]);
        return Err(grid.map_or_else(nothing_in_it, |grid| super::header::no_header(grid, mapping)));
    }
    planning.find_gone();
    Ok(planning.plan)
}

fn nothing_in_it() -> Error {
    Error::usage(said!("the file is empty", "文件是空的"))
}

/// The sheets to read, by index, and whether each must have the table.
fn choose(grids: &[Grid], mapping: &Mapping) -> Result<(Vec<usize>, bool)> {
    match &mapping.sheets {
        Sheets::First => {
            let first = grids.iter().position(|g| !g.is_blank());
            first.map(|at| (vec![at], true)).ok_or_else(nothing_in_it)
        }
        Sheets::All => Ok(((0..grids.len()).collect(), false)),
        Sheets::Named(names) => {
            let mut chosen = Vec::new();
            for name in names {
                let at = match name {
                    SheetName::Index(place) => place.checked_sub(1).filter(|at| *at < grids.len()),
                    SheetName::Name(name) => grids.iter().position(|g| g.sheet == *name),
                };
                chosen.push(at.ok_or_else(|| no_sheet(grids, name))?);
            }
            Ok((chosen, true))
        }
    }
}

fn no_sheet(grids: &[Grid], name: &SheetName) -> Error {
    let name = match name {
        SheetName::Name(name) => name.clone(),
        SheetName::Index(at) => at.to_string(),
    };
    let there: Vec<&str> = grids.iter().map(|g| g.sheet.as_str()).filter(|s| !s.is_empty()).collect();
    let file = grids.first().map_or("", |g| &g.file);
    let error = Error::usage(said!("{file} has no sheet {name}", "{file} 没有工作表“{name}”"));
    let near = near(&name, there.iter().copied());
    let names = there.join(", ");
    error.hint(did_you_mean(&near).unwrap_or_else(|| said!("its sheets are: {names}", "现有工作表：{names}")))
}

struct Planning<'p> {
    plan: Plan,
    mapping: &'p Mapping,
    registers: &'p Registers,
    options: &'p Options<'p>,
    earlier: Earlier<'p>,
    occurrences: BTreeMap<Vec<String>, usize>,
    met: BTreeSet<Code>,
    destinations: BTreeMap<String, String>,
}

impl Planning<'_> {
    /// Plans one sheet; false if it does not have the table.
    fn sheet(&mut self, grid: &Grid, must: bool) -> Result<bool> {
        let place = |at: usize| Where {
            file: grid.file.clone(),
            sheet: grid.sheet.clone(),
            row: grid.rows[at].number,
        };
        let text = |at: usize| grid.rows[at].filled().map(|(_, t)| t).collect::<Vec<_>>().join(" | ");
        self.plan.rows += grid.rows.len();
        let Some(parted) = part(grid, self.mapping, must, self.options.today)? else {
            let all = (0..grid.rows.len()).map(|at| (at, Reason::NoTable));
            self.plan.ignored.extend(all.map(|(at, reason)| Ignored {
                place: place(at),
                reason,
                text: text(at),
            }));
            return Ok(false);
        };
        for name in parted.unmapped {
            if !self.plan.unmapped.contains(&name) {
                self.plan.unmapped.push(name);
            }
        }
        let ignored = parted.ignored.into_iter();
        self.plan.ignored.extend(ignored.map(|(at, reason)| Ignored {
            place: place(at),
            reason,
            text: text(at),
        }));
        let known = Known {
            registers: self.registers,
            today: self.options.date.or(self.mapping.date).unwrap_or(self.options.today),
            new_items: self.options.new_items,
            new_destinations: self.mapping.receivers_are_destinations,
        };
        for row in &parted.rows {
            let count = self.occurrences.entry(row.key.clone()).or_default();
            *count += 1;
            let code = row_code(&self.plan.source, &row.key, *count);
            self.met.insert(code);
            match read(row, self.mapping, &known, self.options) {
                Ok(read) if read.draft.get("date").is_empty() => return Err(no_day(grid)),
                Ok(read) => self.decide(code, place(row.row), read, text(row.row)),
                Err(faults) => self.refuse(&place(row.row), faults),
            }
        }
        Ok(true)
    }

    fn refuse(&mut self, place: &Where, faults: Vec<RowFault>) {
        self.plan.refused_rows += 1;
        self.plan.refused.extend(faults.into_iter().map(|f| Refusal {
            place: place.clone(),
            column: letter(f.column),
            field: f.field.name,
            value: f.value,
            message: f.fault.message,
            remedy: f.fault.remedy,
        }));
    }

    /// Whether a good row is new, changed, or known.
    fn decide(&mut self, code: Code, place: Where, mut read: ReadRow, text: String) {
        for name in &mut read.new_destinations {
            let key: String = name.split_whitespace().collect::<String>().to_lowercase();
            let code = self.destinations.entry(key).or_insert_with(|| name.clone()).clone();
            read.draft.put("place", code.clone());
            *name = code;
        }
        let (names, items) = (&self.registers.names, &self.registers.items);
        let same = |row: &Existing, with_day| says_the_same(&read.draft, &row.cells, with_day, names, items);
        match self.earlier.fate(code) {
            Fate::New => {
                let mut draft = read.draft.clone();
                draft.identify(read.day, code, 0);
                if draft.ledger.name == "requests" && draft.get("request").is_empty() {
                    let id = draft.get("id").to_owned();
                    draft.put("request", id);
                }
                self.register(&read);
                self.plan.noted.extend(read.noted.into_iter().map(|said| (place.clone(), said)));
                self.plan.taken.push(Taken { place, draft });
            }
            Fate::Voided(row) => {
                self.plan.ignored.push(Ignored { place, reason: Reason::Voided { id: row.id }, text });
            }
            Fate::InForce { row, imported }
                if same(row, read.day_from_sheet) || same(imported, read.day_from_sheet) =>
            {
                self.plan.unchanged += 1;
            }
            Fate::InForce { row, imported } if row.id == imported.id => {
                let mut original = Draft { ledger: read.draft.ledger, cells: row.cells.clone() };
                original.put("id", row.id.to_string());
                let mut corrected = read.draft.clone();
                if !read.day_from_sheet {
                    read.day = row.id.day;
                }
                if draft_of_request(&corrected) {
                    corrected.put("request", original.get("request"));
                }
                corrected.put("date", read.day.to_string());
                let code = amend_code(row.id.code, &corrected);
                corrected.identify(read.day, code, 2);
                let mut reversal = original.reversal();
                reversal.identify(row.id.day, code, 1);
                reversal.put("note", self.options.reason);
                self.register(&read);
                self.plan.noted.extend(read.noted.into_iter().map(|said| (place.clone(), said)));
                self.plan.amended.push(Amendment { place, original: row.id, reversal, corrected });
            }
            Fate::InForce { row, .. } => {
                let id = row.id;
                let fault = Fault::new(said!(
                    "the row changed in the file, and was corrected by hand in the ledger ({id})",
                    "该行在文件中有改动，而台账中已有人更正过（{id}）"
                ))
                .remedy(said!(
                    "decide by hand: linli amend {id} FIELD=VALUE --reason TEXT",
                    "请人工决定：linli amend {id} 字段=值 --reason 原因"
                ));
                let fault = RowFault { field: &DATE, column: None, value: text, fault };
                self.refuse(&place, vec![fault]);
            }
        }
    }

    fn register(&mut self, read: &ReadRow) {
        if let Some(item) = &read.new_item
            && !self.plan.new_items.iter().any(|(name, _)| name == item)
        {
            self.plan.new_items.push((item.clone(), read.draft.get("unit").to_owned()));
        }
        for code in &read.new_destinations {
            if !self.plan.new_destinations.iter().any(|d| d.code == *code) {
                self.plan.new_destinations.push(Named { code: code.clone(), name: code.clone() });
            }
        }
    }

    /// Rows of this source that are in force and that the file no longer has.
    fn find_gone(&mut self) {
        for first in self.earlier.first_states() {
            let code = first.id.code;
            if self.options.of_source.contains(&code)
                && !self.met.contains(&code)
                && let Fate::InForce { row, .. } = self.earlier.fate(code)
            {
                self.plan.gone.push(row.id);
            }
        }
        self.plan.gone.sort_unstable();
    }
}

fn draft_of_request(draft: &Draft) -> bool {
    draft.ledger.name == "requests" && draft.get("request").is_empty()
}

fn no_day(grid: &Grid) -> Error {
    let place = place_of(grid);
    Error::usage(said!("{place}: on which day did this happen?", "{place}：缺少日期")).hint(said!(
        "--date 2020-01-28, or date = \"2020-01-28\" in the mapping, or a column for it",
        "请加 --date 2020-01-28，或在映射中写 date = \"2020-01-28\"，或指明日期列"
    ))
}
