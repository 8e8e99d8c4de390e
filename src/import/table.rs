//! One table of a sheet: which rows are its own, and what stands in them.

use super::grid::{Grid, SheetRow};
use super::header::{Layout, heading_column};
use super::left::OWN;
use super::mapping::{ColumnMap, Mapping, Note, NotePart};
use super::plan::Reason;
use super::sheet::{SourceRow, looks_like};
use super::totals::{is_total, is_total_word};
use crate::error::Result;
use crate::model::Day;
use std::sync::Arc;

/// One table of a sheet, while its rows are read.
pub struct Table {
    /// Where its columns stand.
    pub layout: Layout,
    columns: Arc<[Option<usize>]>,
    note: Vec<usize>,
    /// Of each mapped column the others that are looked into where it is empty.
    elsewhere: Vec<Vec<usize>>,
    key: Vec<KeyPart>,
    latest: Option<usize>,
    before: Option<usize>,
    shared: Option<usize>,
    day_above: Option<DayAbove>,
    above: Vec<String>,
}

/// A part of a row's identity.
enum KeyPart {
    /// A mapped column, filled down where the mapping says so.
    Mapped(usize),
    /// Any other column.
    Column(usize),
}

impl Table {
    /// The table below a header.
    ///
    /// # Errors
    /// The mapping names a column that is not there.
    pub fn new(grid: &Grid, layout: Layout, mapping: &Mapping, today: Day) -> Result<Table> {
        let column = |heading: &str| heading_column(&layout, heading, grid);
        let note = mapping.note.iter().flat_map(Note::headings).map(column).collect::<Result<Vec<_>>>()?;
        let others = |map: &ColumnMap| map.or_from.iter().filter_map(|name| column(name).ok()).collect();
        let elsewhere: Vec<Vec<usize>> = mapping.columns.iter().map(others).collect();
        let latest = mapping.latest.as_deref().map(column).transpose()?;
        let before = layout.headings.get(OWN[1]).copied();
        let shared = layout.headings.get(OWN[2]).copied();
        let mut key = Vec::new();
        match &mapping.key {
            Some(names) => {
                for name in names {
                    match mapping.columns.iter().position(|c| c.field.name == *name) {
                        Some(at) => key.push(KeyPart::Mapped(at)),
                        None => key.push(KeyPart::Column(column(name)?)),
                    }
                }
            }
            None => {
                key.extend((0..mapping.columns.len()).map(KeyPart::Mapped));
                let units =
                    mapping.columns.iter().zip(&elsewhere).filter(|(map, _)| map.field.name == "unit");
                let units = units.flat_map(|(_, columns)| columns);
                key.extend(note.iter().chain(units).map(|&c| KeyPart::Column(c)));
            }
        }
        let day_above = if mapping.date_above { day_above(grid, layout.row, today) } else { None };
        let above = vec![String::new(); mapping.columns.len()];
        let columns = layout.columns.as_slice().into();
        Ok(Table { layout, columns, note, elsewhere, key, latest, before, shared, day_above, above })
    }

    /// The row of the day above the table, by index.
    pub fn day_row(&self) -> Option<usize> {
        self.day_above.as_ref().map(|above| above.row)
    }

    /// Why a row is no row of the table, if it is none.
    pub fn not_a_row(&self, grid: &Grid, at: usize, mapping: &Mapping) -> Option<Reason> {
        let row = &grid.rows[at];
        let (column, first) = row.filled().next()?;
        if mapping.end.iter().any(|p| looks_like(first, p)) {
            return Some(Reason::Below);
        }
        if let Some(pattern) = mapping.skip.iter().find(|p| looks_like(first, p)) {
            return Some(Reason::Skipped { pattern: pattern.clone() });
        }
        if is_total(first) || self.layout.parts.iter().flatten().any(|&c| is_total_word(row.cell(c))) {
            return Some(Reason::Total);
        }
        let mapped = |c: usize| self.layout.parts.iter().flatten().any(|&own| own == c);
        let across =
            grid.merge_at(at, column).filter(|m| (m.left..=m.right).filter(|&c| mapped(c)).count() > 1);
        if across.is_some() && row.filled().count() == 1 {
            return Some(Reason::Note);
        }
        let counted = self.layout.columns[mapping.counted()?]?;
        if !row.cell(counted).is_empty() {
            return None;
        }
        let merge = grid.merged_from_above(at, counted)?;
        (merge.top > self.layout.bottom).then_some(Reason::MergedQuantity { top: merge.top })
    }

    /// The text of a mapped column in a row, filled down where the mapping says so.
    fn text(&self, grid: &Grid, at: usize, place: usize, mapping: &Mapping) -> String {
        let map = &mapping.columns[place];
        let (row, name) = (&grid.rows[at], map.field.name);
        let own = match self.layout.parts[place].as_slice() {
            [] => "",
            [column] => row.cell(*column),
            pieces => {
                let pieces: Vec<&str> =
                    pieces.iter().map(|&c| row.cell(c)).filter(|t| !t.is_empty()).collect();
                if !pieces.is_empty() {
                    return pieces.join(&map.join);
                }
                ""
            }
        };
        if !own.is_empty() {
            return own.to_owned();
        }
        // A unit elsewhere is looked for among other things that stand there: when the row is read.
        if name != "unit"
            && let Some(text) = self.elsewhere[place].iter().map(|&c| row.cell(c)).find(|t| !t.is_empty())
        {
            return text.to_owned();
        }
        let down = mapping.fill_down.contains(&name);
        let Some(column) = self.layout.columns[place] else { return String::new() };
        if !down && !mapping.fill_merged.contains(&name) {
            return String::new();
        }
        match grid.merged_from_above(at, column).filter(|m| m.top > self.layout.bottom) {
            Some(merge) => grid.rows[merge.top].cell(merge.left).to_owned(),
            None if down => self.above[place].clone(),
            None => String::new(),
        }
    }

    /// A row of the table.
    pub fn source_row(&mut self, grid: &Grid, at: usize, mapping: &Mapping) -> SourceRow {
        let row = &grid.rows[at];
        let cells: Vec<String> =
            (0..mapping.columns.len()).map(|place| self.text(grid, at, place, mapping)).collect();
        for ((above, cell), map) in self.above.iter_mut().zip(&cells).zip(&mapping.columns) {
            if !cell.is_empty() && mapping.fill_down.contains(&map.field.name) {
                above.clone_from(cell);
            }
        }
        let mut key: Vec<String> = self
            .key
            .iter()
            .map(|part| match part {
                KeyPart::Mapped(place) => cells[*place].clone(),
                KeyPart::Column(column) => row.cell(*column).to_owned(),
            })
            .collect();
        if let (Some(above), None) = (&self.day_above, &mapping.key) {
            key.push(above.text.clone());
        }
        SourceRow {
            row: at,
            cells,
            columns: Arc::clone(&self.columns),
            unit_elsewhere: self.unit_elsewhere(mapping).map(|c| row.cell(c).to_owned()).collect(),
            note: self.note_of(row, mapping),
            shared: self
                .shared
                .map(|c| row.cell(c))
                .filter(|t| !t.is_empty())
                .map(str::to_owned)
                .into_iter()
                .collect(),
            key,
            day_above: self.day_above.as_ref().map(|above| above.day),
            handed_in: self.latest.map_or_else(String::new, |c| row.cell(c).to_owned()),
            before: self.before.map_or_else(String::new, |c| row.cell(c).to_owned()),
        }
    }

    /// The columns into which a unit may have been typed.
    fn unit_elsewhere(&self, mapping: &Mapping) -> impl Iterator<Item = usize> {
        let place = mapping.columns.iter().position(|c| c.field.name == "unit");
        place.map(|at| self.elsewhere[at].as_slice()).unwrap_or_default().iter().copied()
    }

    fn note_of(&self, row: &SheetRow, mapping: &Mapping) -> String {
        let texts: Vec<&str> = self.note.iter().map(|&c| row.cell(c)).collect();
        match &mapping.note {
            None => String::new(),
            Some(Note::List(_)) => texts.into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join("；"),
            Some(Note::Template(_)) if texts.iter().all(|t| t.is_empty()) => String::new(),
            Some(Note::Template(parts)) => {
                let mut texts = texts.into_iter();
                let piece = |part: &NotePart| match part {
                    NotePart::Words(words) => words.clone(),
                    NotePart::Cell(_) => texts.next().unwrap_or_default().to_owned(),
                };
                parts.iter().map(piece).collect::<String>().trim().to_owned()
            }
        }
    }

    /// Gives what stands in a row without a quantity of its own to the row that has the merged one.
    pub fn share(&self, grid: &Grid, at: usize, top: usize, rows: &mut [SourceRow]) {
        let Some(owner) = rows.iter_mut().rev().find(|r| r.row == top) else { return };
        let elsewhere = self.elsewhere.iter().flatten();
        let mapped = self.layout.parts.iter().flatten().chain(&self.note).chain(elsewhere);
        let mut columns: Vec<usize> = mapped.copied().collect();
        columns.sort_unstable();
        columns.dedup();
        let texts = columns.iter().map(|&c| grid.rows[at].cell(c)).filter(|t| !t.is_empty());
        let text = texts.collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            owner.shared.push(text);
        }
    }
}

/// The day that stands above a table.
pub(super) struct DayAbove {
    /// Its row, by index.
    row: usize,
    /// The cell as it stands.
    text: String,
    /// What it says.
    day: Day,
}

/// The day in a cell above a header: the nearest cell that is a day, or holds one written out with its year.
pub(super) fn day_above(grid: &Grid, header: usize, today: Day) -> Option<DayAbove> {
    for (at, row) in grid.rows[..header].iter().enumerate().rev() {
        for (_, text) in row.filled() {
            if let Some(day) = super::cell::day(text, today).ok().or_else(|| day_within(text, today)) {
                return Some(DayAbove { row: at, text: text.to_owned(), day });
            }
        }
    }
    None
}

/// The one day written with its year in a text (`截至2020年1月30日`); `None` if there are two.
fn day_within(text: &str, today: Day) -> Option<Day> {
    let mut days = Vec::new();
    for (at, _) in text.match_indices('年') {
        let year: String = text[..at].chars().rev().take(4).collect::<Vec<_>>().into_iter().rev().collect();
        let rest = &text[at..];
        let end = rest.find('日').map(|d| d + '日'.len_utf8())?;
        days.push(crate::model::typed_day(&format!("{year}{}", &rest[..end]), today).ok()?);
    }
    days.dedup();
    match days[..] {
        [day] => Some(day),
        _ => None,
    }
}
