//! Planning: every row of the chosen sheets is taken, amended, unchanged, ignored or refused.

use super::cell::Known;
use super::earlier::{Earlier, Existing, Fate, amend_code, row_code, says_the_same};
use super::grid::{Grid, column_letter};
use super::header::{no_header, place_of};
use super::mapping::{Mapping, SheetName, Sheets};
use super::plan::{Amendment, Ignored, Options, Plan, Reason, Refusal, Taken, Where};
use super::row::{ReadRow, RowFault, read};
use super::sheet::part;
use crate::error::{Error, Result, did_you_mean};
use crate::ledgers::{DATE, Draft};
use crate::model::{Code, Fault, near};
use crate::registers::{Named, Registers};
use crate::said;
use std::collections::{BTreeMap, BTreeSet};

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
        return Err(grid.map_or_else(nothing_in_it, |grid| no_header(grid, mapping)));
    }
    planning.find_gone();
    Ok(planning.plan)
}

pub(super) fn nothing_in_it() -> Error {
    Error::usage(said!("the file is empty", "文件是空的"))
}

/// The sheets to read, by index, and whether each must have the table.
pub(super) fn choose(grids: &[Grid], mapping: &Mapping) -> Result<(Vec<usize>, bool)> {
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
            column: f.column.map_or_else(String::new, column_letter),
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
