//! Planning: every row of the chosen sheets is taken, amended, unchanged, ignored or refused.

use super::cell::Known;
use super::cumulative::differences;
use super::earlier::{Earlier, Existing};
use super::grid::Grid;
use super::header::{no_header, place_of};
use super::latest::{Handed, latest};
use super::left::source_of;
use super::mapping::{Mapping, SheetName, Sheets};
use super::memory::Memory;
use super::new_goods;
use super::plan::{Ignored, Options, Plan, Reason, Where};
use super::row::{ReadRow, RowFault, read};
use super::several::choices;
use super::sheet::{SourceRow, Top, part};
use crate::error::{Error, Result, did_you_mean};
use crate::model::{Code, Day, near};
use crate::registers::Registers;
use crate::said;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use std::sync::Arc;

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
    let source =
        source.unwrap_or_else(|| grids.first().map_or_else(String::new, |g| source_of(&g.file).to_owned()));
    let mut planning = Planning {
        plan: Plan { source, partial: options.partial, ..Plan::default() },
        grids,
        mapping,
        registers,
        options,
        earlier: Earlier::new(mapping.ledger, existing),
        met: FxHashSet::default(),
        is_leftover: false,
        destinations: BTreeMap::new(),
        memory: Memory::default(),
    };
    planning.plan.unread = (0..grids.len())
        .filter(|at| !chosen.contains(at) && !grids[*at].is_blank())
        .map(|at| grids[at].sheet.clone())
        .collect();
    let (mut tables, mut lines) = (0, Vec::new());
    for &at in &chosen {
        tables += usize::from(planning.sheet(at, must, &mut lines)?);
    }
    if tables == 0 {
        let grid = chosen.first().map(|&at| &grids[at]);
        return Err(grid.map_or_else(nothing_in_it, |grid| no_header(grid, mapping)));
    }
    if mapping.latest.is_some() {
        for (at, fate) in latest(&lines, mapping, planning.today()) {
            match fate {
                Handed::Replaced { by } => lines[at].replaced = Some(by),
                Handed::Unclear(fault) => lines[at].fault(fault),
            }
        }
    }
    if !mapping.cumulative.is_empty() {
        differences(&mut lines, mapping);
    }
    new_goods::settle(&mut lines, mapping, registers);
    planning.decide_all(lines);
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

/// One row to be decided about.
pub(super) struct Line {
    /// The sheet, by index.
    pub grid: usize,
    /// Where it stands.
    pub place: Where,
    /// What stands there.
    pub source: SourceRow,
    /// The top of its table.
    pub top: Option<Top>,
    /// What it says, or what is wrong with it.
    pub read: std::result::Result<ReadRow, Vec<RowFault>>,
    /// The number of the row that replaces it.
    pub replaced: Option<u32>,
}

impl Line {
    /// Adds a fault.
    pub fn fault(&mut self, fault: RowFault) {
        match &mut self.read {
            Ok(_) => self.read = Err(vec![fault]),
            Err(faults) => faults.push(fault),
        }
    }
}

pub(super) struct Planning<'p> {
    pub(super) plan: Plan,
    pub(super) grids: &'p [Grid],
    pub(super) mapping: &'p Mapping,
    pub(super) registers: &'p Registers,
    pub(super) options: &'p Options<'p>,
    pub(super) earlier: Earlier<'p>,
    pub(super) met: FxHashSet<Code>,
    /// True if the file is what an import left over: most rows of its source are not in it.
    pub(super) is_leftover: bool,
    pub(super) destinations: BTreeMap<String, String>,
    memory: Memory,
}

impl Planning<'_> {
    /// The day by which days without a year are read.
    fn today(&self) -> Day {
        self.options.date.or(self.mapping.date).unwrap_or(self.options.today)
    }

    /// Reads the rows of one sheet; false if it does not have the table.
    fn sheet(&mut self, at: usize, must: bool, lines: &mut Vec<Line>) -> Result<bool> {
        let grid = &self.grids[at];
        let (file, sheet): (Arc<str>, Arc<str>) = (grid.file.as_str().into(), grid.sheet.as_str().into());
        let place = |row: usize| Where {
            file: Arc::clone(&file),
            sheet: Arc::clone(&sheet),
            row: grid.rows[row].number,
        };
        let ignored = |(row, reason)| Ignored { place: place(row), reason, text: text_of(grid, row) };
        self.plan.rows += grid.rows.len();
        let Some(parted) = part(grid, self.mapping, must, self.options.today)? else {
            self.plan.ignored.extend((0..grid.rows.len()).map(|row| ignored((row, Reason::NoTable))));
            return Ok(false);
        };
        for name in parted.unmapped {
            if !self.plan.unmapped.contains(&name) {
                self.plan.unmapped.push(name);
            }
        }
        self.is_leftover |= parted.is_leftover;
        self.plan.ignored.extend(parted.ignored.into_iter().map(ignored));
        self.plan.totals.extend(parted.totals.into_iter().map(|total| (place(total.row), total)));
        let known = Known {
            registers: self.registers,
            today: self.today(),
            new_items: self.options.new_items,
            new_destinations: self.mapping.receivers_are_destinations,
        };
        let mut tops = parted.tops.into_iter().peekable();
        let mut top = None;
        // Each is read and, when all are, decided about.
        self.options.tally.expect(2 * parted.rows.len());
        for row in parted.rows {
            self.options.tally.done(1);
            while let Some(next) = tops.next_if(|t| t.header < row.row) {
                top = Some(next);
            }
            let several = choices(row, self.mapping);
            self.plan.further_choices += several.len() - 1;
            for source in several {
                let read = read(&source, self.mapping, &known, self.options, &mut self.memory);
                if matches!(&read, Ok(read) if read.draft.get("date").is_empty()) {
                    return Err(no_day(grid));
                }
                lines.push(Line { grid: at, place: place(source.row), source, top, read, replaced: None });
            }
        }
        Ok(true)
    }
}

/// What stands in a row, for people.
pub(super) fn text_of(grid: &Grid, row: usize) -> String {
    grid.rows[row].filled().map(|(_, text)| text).collect::<Vec<_>>().join(" | ")
}

fn no_day(grid: &Grid) -> Error {
    let place = place_of(grid);
    Error::usage(said!("{place}: on which day did this happen?", "{place}：缺少日期")).hint(said!(
        "--date 2020-01-28, or date = \"2020-01-28\" in the mapping, or a column for it",
        "请加 --date 2020-01-28，或在映射中写 date = \"2020-01-28\"，或指明日期列"
    ))
}
