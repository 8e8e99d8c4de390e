//! What was not taken, as a file that is imported again after mending: the cells as they stood, the reason beside each.

use super::grid::Grid;
use super::plan::Plan;
use super::planning::Line;
use super::sheet::{SourceRow, Top};
use crate::words::Lang;
use std::collections::BTreeMap;

/// Its own columns, at the end: why a row was not taken, its identity, and what stood in rows that share its quantity.
pub const OWN: [&str; 3] = ["linli-reason", "linli-row", "linli-with"];

/// A row that was not taken.
#[derive(Clone, Debug)]
pub struct LeftRow {
    /// The sheet, by index.
    pub grid: usize,
    /// The row, by index.
    pub row: usize,
    /// The number of its row.
    pub number: u32,
    /// The top of its table.
    pub top: Option<Top>,
    /// Its own cells.
    pub cells: Vec<String>,
    /// The how-manieth row of its key it is, and its code: `2-0A1B2C3D4E`.
    pub identity: String,
    /// What stood in rows that share its merged quantity.
    pub shared: String,
}

impl LeftRow {
    /// The row with its cells as they stood; what was filled down into it from above stands in its own cells.
    pub(super) fn of(line: &Line, identity: String, grid: &Grid) -> LeftRow {
        LeftRow::new(line.grid, &line.source, line.top, identity, grid)
    }

    /// As [`LeftRow::of`], of a row by itself.
    pub(super) fn new(
        at: usize,
        source: &SourceRow,
        top: Option<Top>,
        identity: String,
        grid: &Grid,
    ) -> LeftRow {
        let mut cells = grid.rows[source.row].cells.clone();
        for (text, column) in source.cells.iter().zip(source.columns.iter()) {
            let Some(column) = *column else { continue };
            if cells.len() <= column {
                cells.resize(column + 1, String::new());
            }
            // A cell with several choices stays whole; only what was empty is filled.
            if cells[column].is_empty() {
                cells[column].clone_from(text);
            }
        }
        let (row, number) = (source.row, grid.rows[source.row].number);
        LeftRow { grid: at, row, number, top, cells, identity, shared: source.shared.join(" ") }
    }
}

/// The file of what was not taken; `None` if everything was.
pub fn left(plan: &Plan, grids: &[Grid], lang: Lang) -> Option<Vec<u8>> {
    // The choices of one row are one row.
    let mut rows: BTreeMap<(usize, usize), &LeftRow> = BTreeMap::new();
    for row in &plan.left {
        rows.entry((row.grid, row.row)).or_insert(row);
    }
    let width = rows.values().map(|r| r.cells.len().max(header(r, grids).len())).max()?;
    let mut text = String::from("\u{feff}");
    let mut above: Option<(usize, usize)> = None;
    for ((grid, _), row) in rows {
        let table = row.top.map(|top| (grid, top.header));
        if table != above {
            if above.is_some() {
                text.push_str("\r\n");
            }
            if let Some(day) = row.top.and_then(|top| top.day) {
                push(&mut text, &grids[grid].rows[day].cells, width, &[]);
            }
            push(&mut text, header(row, grids), width, &OWN);
            above = table;
        }
        let reasons = reasons(plan, row, &grids[grid], lang);
        push(&mut text, &row.cells, width, &[&reasons, &row.identity, &row.shared]);
    }
    Some(text.into_bytes())
}

fn header<'g>(row: &LeftRow, grids: &'g [Grid]) -> &'g [String] {
    let cells = row.top.map(|top| grids[row.grid].rows[top.header].cells.as_slice()).unwrap_or_default();
    let own = cells.iter().position(|c| OWN.contains(&c.as_str()));
    &cells[..own.unwrap_or(cells.len())]
}

fn reasons(plan: &Plan, row: &LeftRow, grid: &Grid, lang: Lang) -> String {
    let own = plan.refused.iter().filter(|r| r.place.row == row.number && *r.place.sheet == *grid.sheet);
    let told = own.map(|r| {
        let (message, field) = (lang.pick(&r.message.en, &r.message.zh), r.field);
        format!("{field}: {message}")
    });
    told.collect::<Vec<_>>().join("; ")
}

/// One line, as Excel reads it: a cell that would be a formula begins with an apostrophe.
fn push(text: &mut String, cells: &[String], width: usize, own: &[&str]) {
    let cells = cells.iter().map(String::as_str).chain(std::iter::repeat("")).take(width);
    for (at, cell) in cells.chain(own.iter().copied()).enumerate() {
        if at > 0 {
            text.push(',');
        }
        let guard = if would_be_formula(cell) { "'" } else { "" };
        if cell.contains([',', '"', '\n', '\r', ';', '\t']) {
            text.push_str(&format!("\"{guard}{}\"", cell.replace('"', "\"\"")));
        } else {
            text.push_str(guard);
            text.push_str(cell);
        }
    }
    text.push_str("\r\n");
}

fn would_be_formula(cell: &str) -> bool {
    cell.starts_with(['=', '@', '\t', '\r']) || cell.starts_with(['+', '-']) && cell.parse::<f64>().is_err()
}

/// Takes the apostrophes away again that a file of what was left over has.
pub(super) fn unguard(grid: &mut Grid) {
    let is_leftover = |cells: &[String]| cells.iter().any(|c| c == OWN[1]);
    if !grid.rows.iter().any(|row| is_leftover(&row.cells)) {
        return;
    }
    for cell in grid.rows.iter_mut().flat_map(|row| &mut row.cells) {
        if let Some(bare) = cell.strip_prefix('\'').filter(|bare| would_be_formula(bare)) {
            *cell = bare.to_owned();
        }
    }
}

/// The number and the code in an identity: `2-0A1B2C3D4E`.
pub(super) fn number(identity: &str) -> Option<(usize, &str)> {
    let (number, code) = identity.split_once('-')?;
    Some((number.parse().ok()?, code))
}

/// The name of a source by the name of its file: what was left over of a file is of the file's source.
pub fn source_of(file: &str) -> &str {
    let Some(stem) = file.strip_suffix(".csv") else { return file };
    let bare = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    let stem = bare.strip_suffix('.').filter(|_| bare.len() < stem.len()).unwrap_or(stem);
    stem.strip_suffix(".left").unwrap_or(file)
}

/// The name of the file for what is left over of a file: `list.xlsx.left.csv`, and of that `list.xlsx.left.2.csv`.
pub fn left_name(file: &str) -> String {
    let source = source_of(file);
    let number = file.strip_prefix(source).and_then(|rest| rest.strip_prefix(".left"));
    let number =
        number.filter(|rest| !rest.is_empty()).map(|rest| rest.trim_matches('.').trim_end_matches(".csv"));
    match number {
        None => format!("{source}.left.csv"),
        Some("csv") => format!("{source}.left.2.csv"),
        Some(number) => format!("{source}.left.{}.csv", number.parse::<usize>().unwrap_or(1) + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_over_of_a_file_is_of_its_source() {
        for (file, next) in [
            ("a.xlsx", "a.xlsx.left.csv"),
            ("a.csv", "a.csv.left.csv"),
            ("a.xlsx.left.csv", "a.xlsx.left.2.csv"),
            ("a.xlsx.left.2.csv", "a.xlsx.left.3.csv"),
            ("list.7.csv", "list.7.csv.left.csv"),
        ] {
            assert_eq!(left_name(file), next);
            assert_eq!(source_of(next), source_of(file), "{file}");
        }
        assert_eq!((source_of("a.xlsx.left.csv"), source_of("a.2.csv")), ("a.xlsx", "a.2.csv"));
    }
}
