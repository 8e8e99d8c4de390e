//! The rows of a sheet, told apart: those of the table, and everything around them with the reason why it is none.

use super::grid::Grid;
use super::header::{Layout, Wanted, key_of, layout, no_header};
use super::left;
use super::mapping::{Mapping, Note};
use super::plan::Reason;
use super::table::Table;
use super::totals::{Tally, Total};
use crate::error::Result;
use crate::model::Day;
use std::sync::Arc;

/// A row of the table: the texts of its mapped columns, filled down where the mapping says so.
#[derive(Clone, Debug, Default)]
pub struct SourceRow {
    /// The row of the grid, by index.
    pub row: usize,
    /// The text of each [`Mapping::columns`].
    pub cells: Vec<String>,
    /// The column in which each stands.
    pub columns: Arc<[Option<usize>]>,
    /// Texts of the columns into which a unit may have been typed.
    pub unit_elsewhere: Vec<String>,
    /// What the mapping's `note` makes of the row.
    pub note: String,
    /// Texts of rows that share this row's merged quantity.
    pub shared: Vec<String>,
    /// What makes up its identity.
    pub key: Vec<String>,
    /// The day that stands above its table.
    pub day_above: Option<Day>,
    /// The time at which it was handed in, where the mapping names its column.
    pub handed_in: String,
    /// How often its key came before, as the file of what was left over says: the code, and the number.
    pub before: String,
}

/// A sheet taken apart: every row is in one of the two lists.
#[derive(Debug, Default)]
pub struct Parted {
    /// The rows of the table.
    pub rows: Vec<SourceRow>,
    /// The others: row by index, and why.
    pub ignored: Vec<(usize, Reason)>,
    /// Headings that the mapping does not name.
    pub unmapped: Vec<String>,
    /// The header rows, each with the rows above it that give its table a day.
    pub tops: Vec<Top>,
    /// What the totals of the sheet say, and what its lines come to.
    pub totals: Vec<Total>,
    /// True if it is what an import left over, by its own columns.
    pub is_leftover: bool,
}

/// The top of a table: what a file of some of its rows needs to be read as they were.
#[derive(Clone, Copy, Debug)]
pub struct Top {
    /// The row of the header, by index.
    pub header: usize,
    /// The row of the day above it.
    pub day: Option<usize>,
}

/// Takes a sheet apart. `None` if it has no header and need not have one.
pub fn part(grid: &Grid, mapping: &Mapping, must: bool, today: Day) -> Result<Option<Parted>> {
    let mut headers = Vec::new();
    let wanted = Wanted::new(mapping);
    for at in 0..grid.rows.len() {
        headers.extend(layout(grid, at, mapping, &wanted)?);
    }
    if headers.is_empty() {
        return if must { Err(no_header(grid, mapping)) } else { Ok(None) };
    }
    let mut parted = Parted { unmapped: unmapped(grid, &headers, mapping), ..Parted::default() };
    parted.is_leftover = headers.iter().any(|h| h.headings.contains_key(left::OWN[1]));
    let titles = titles(grid, &headers);
    let mut headers = headers.into_iter().peekable();
    let mut table: Option<Table> = None;
    let mut tally = Tally::new(mapping);
    let mut ended = false;
    for (at, row) in grid.rows.iter().enumerate() {
        if !ended && let Some(header) = headers.next_if(|h| h.row == at) {
            let new = Table::new(grid, header, mapping, today)?;
            parted.tops.push(Top { header: at, day: new.day_row() });
            table = Some(new);
        }
        let reason = match &table {
            _ if row.is_blank() => Some(Reason::Blank),
            None => Some(Reason::Title),
            Some(_) if ended => Some(Reason::Below),
            Some(t) if at <= t.layout.bottom => Some(Reason::Header),
            Some(_) if titles.contains(&at) => Some(Reason::Title),
            Some(t) => t.not_a_row(grid, at, mapping),
        };
        ended = ended || reason == Some(Reason::Below);
        match (reason, &mut table) {
            (Some(reason), table) => {
                match (&reason, table) {
                    (Reason::MergedQuantity { top }, Some(table)) => {
                        table.share(grid, at, *top, &mut parted.rows);
                    }
                    (Reason::Total, Some(table)) => {
                        parted.totals.extend(tally.total(grid, at, &table.layout));
                    }
                    (Reason::Header, _) => tally.begin(),
                    _ => {}
                }
                parted.ignored.push((at, reason));
            }
            (None, Some(table)) => {
                let row = table.source_row(grid, at, mapping);
                tally.line(&row);
                parted.rows.push(row);
            }
            (None, None) => parted.ignored.push((at, Reason::Title)),
        }
    }
    Ok(Some(parted))
}

/// Headings of the sheet that neither a column, the note, the unit nor the key uses.
fn unmapped(grid: &Grid, headers: &[Layout], mapping: &Mapping) -> Vec<String> {
    let mut used: Vec<String> = mapping.note.iter().flat_map(Note::headings).map(key_of).collect();
    let elsewhere = mapping.columns.iter().flat_map(|c| c.or_from.iter().chain(&c.parts));
    let others = mapping.key.iter().flatten().chain(&mapping.latest);
    used.extend(elsewhere.chain(others).map(|n| key_of(n)));
    used.extend(left::OWN.map(str::to_owned));
    let mut names: Vec<String> = Vec::new();
    for header in headers {
        for (key, &column) in &header.headings {
            let text = grid.rows[header.row].cell(column);
            if !header.columns.contains(&Some(column))
                && !used.contains(key)
                && !names.iter().any(|n| n == text)
            {
                names.push(text.to_owned());
            }
        }
    }
    names
}

/// The titles above a header that is repeated further down: rows of one cell between it and the blank row before.
fn titles(grid: &Grid, headers: &[Layout]) -> Vec<usize> {
    let mut titles = Vec::new();
    for header in headers.iter().skip(1) {
        let lone = |at: &usize| grid.rows[*at].filled().count() == 1;
        let above: Vec<usize> = (0..header.row).rev().take_while(lone).collect();
        let first = above.last().copied().unwrap_or(header.row);
        if first > 0 && grid.rows[first - 1].is_blank() {
            titles.extend(above);
        }
    }
    titles
}

/// True if a text looks like a pattern, in which `*` is any text and `?` any one character.
pub fn looks_like(text: &str, pattern: &str) -> bool {
    let (text, pattern): (Vec<char>, Vec<char>) = (text.chars().collect(), pattern.chars().collect());
    let (mut t, mut p) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(&c) if c == '?' || c == text[t] => (t, p) = (t + 1, p + 1),
            _ => match star {
                Some((at, from)) => {
                    (t, p) = (from + 1, at + 1);
                    star = Some((at, from + 1));
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|&c| c == '*')
}
