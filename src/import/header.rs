//! The header row: found by its names, wherever it stands and in whatever order.

use super::grid::{Grid, SheetRow, column_letter};
use super::mapping::{ColumnMap, Mapping};
use crate::error::{Error, Result};
use crate::said;
use crate::words::{Said, any_of};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// Where the columns of one table stand.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// The row of the header, by index.
    pub row: usize,
    /// The last row of the header, where its cells are merged downwards.
    pub bottom: usize,
    /// The column of each [`Mapping::columns`], where it is there.
    pub columns: Vec<Option<usize>>,
    /// The columns of its pieces; of a field that stands in one column that column alone.
    pub parts: Vec<Vec<usize>>,
    /// Every heading, as compared, and its column.
    pub headings: BTreeMap<String, usize>,
}

/// A heading as it is compared: without blanks, remarks such as （必填）, numbering (`1、`), or case.
pub fn key_of(heading: &str) -> String {
    let folded: String = heading.nfkc().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    let mut key = folded.trim_end_matches([':', '*']);
    for remark in ["(必填)", "(选填)", "(required)", "(自动)"] {
        key = key.strip_suffix(remark).unwrap_or(key);
    }
    let digits = key.bytes().take_while(u8::is_ascii_digit).count();
    let numbered = key[digits..].strip_prefix(['、', '.']).filter(|rest| digits > 0 && !rest.is_empty());
    numbered.unwrap_or(key).trim_end_matches([':', '*']).to_owned()
}

/// What a mapping looks for in a header row, made ready once for all the rows of a sheet.
pub struct Wanted {
    /// The headings of each [`Mapping::columns`], as compared; of a column in parts those of the parts.
    keys: Vec<Vec<String>>,
    /// Which of the columns must be there.
    must: Vec<bool>,
    /// The characters with which the headings begin.
    starts: FxHashSet<char>,
}

impl Wanted {
    /// The headings of a mapping.
    pub fn new(mapping: &Mapping) -> Wanted {
        let names = |c: &ColumnMap| if c.parts.is_empty() { c.names.clone() } else { c.parts.clone() };
        let keys_of = |c: &ColumnMap| names(c).iter().map(|n| key_of(n)).collect::<Vec<_>>();
        let keys: Vec<Vec<String>> = mapping.columns.iter().map(keys_of).collect();
        let must = mapping.columns.iter().map(|c| mapping.needs(c.field)).collect();
        let starts = keys.iter().flatten().filter_map(|key| key.chars().next()).collect();
        Wanted { keys, must, starts }
    }

    /// False for most rows that are no header: too few of their cells begin as a heading does. Rows of a table are
    /// many, and folding each of their cells to compare it takes longer than all else.
    fn may_be_here(&self, row: &SheetRow) -> bool {
        let needed = self.must.iter().filter(|must| **must).count().max(1);
        row.filled().filter(|(_, text)| self.may_be_heading(text)).take(needed).count() == needed
    }

    fn may_be_heading(&self, text: &str) -> bool {
        let bare = text.trim_start_matches(|c: char| c.is_numeric() || c.is_whitespace());
        let first = match bare.chars().next() {
            Some('、' | '.' | '．' | '､') => return true,
            first if bare.len() == text.len() => first,
            _ => text.chars().next(),
        };
        first.is_some_and(|c| match c {
            '\u{4E00}'..='\u{9FFF}' => self.starts.contains(&c),
            c if c.is_ascii() => self.starts.contains(&c.to_ascii_lowercase()),
            _ => true,
        })
    }
}

/// The layout, if this row is a header: it has a heading for every field that must be there.
pub fn layout(grid: &Grid, at: usize, mapping: &Mapping, wanted: &Wanted) -> Result<Option<Layout>> {
    let row = &grid.rows[at];
    if !wanted.may_be_here(row) {
        return Ok(None);
    }
    let mut headings: BTreeMap<String, usize> = BTreeMap::new();
    let mut twice = BTreeMap::new();
    for (column, text) in row.filled() {
        let key = key_of(text);
        if let Some(first) = headings.get(&key) {
            twice.insert(key, (*first, column));
        } else {
            headings.insert(key, column);
        }
    }
    let mut columns = Vec::with_capacity(mapping.columns.len());
    let mut parts = Vec::with_capacity(mapping.columns.len());
    let mut needed = 0;
    for ((map, keys), must) in mapping.columns.iter().zip(&wanted.keys).zip(&wanted.must) {
        let pieces: Vec<usize> = match map.parts.is_empty() {
            true => keys.iter().find_map(|key| headings.get(key)).copied().into_iter().collect(),
            false => {
                let pieces: Vec<usize> = keys.iter().filter_map(|k| headings.get(k)).copied().collect();
                if pieces.len() == keys.len() { pieces } else { Vec::new() }
            }
        };
        if *must && pieces.is_empty() {
            return Ok(None);
        }
        needed += usize::from(*must);
        columns.push(pieces.first().copied());
        parts.push(pieces);
    }
    let found = columns.iter().flatten().count();
    if found == 0 || needed == 0 && found < 2.min(mapping.columns.len()) {
        return Ok(None);
    }
    for (map, column) in mapping.columns.iter().zip(&columns) {
        if let Some((first, second)) = twice.values().find(|(first, _)| Some(*first) == *column) {
            let (heading, number) = (row.cell(*first), row.number);
            let (first, second) = (column_letter(*first), column_letter(*second));
            let field = map.field.name;
            return Err(Error::usage(said!(
                "row {number} has the heading {heading} twice (columns {first} and {second}): which is {field}?",
                "第 {number} 行有两列“{heading}”（{first} 列和 {second} 列），无法判断哪一列是 {field}"
            ))
            .hint(said!("rename one of them in the sheet", "请在表中给其中一列改名")));
        }
    }
    let merged = row.filled().filter_map(|(column, _)| grid.merge_at(at, column)).map(|m| m.bottom);
    let bottom = merged.max().unwrap_or(at).min(grid.rows.len().saturating_sub(1));
    Ok(Some(Layout { row: at, bottom, columns, parts, headings }))
}

/// Why a sheet has no header: what is lacking on the row that comes nearest to one.
pub fn no_header(grid: &Grid, mapping: &Mapping) -> Error {
    let known = |row: &SheetRow| {
        let keys: Vec<String> = row.filled().map(|(_, text)| key_of(text)).collect();
        let has = |n: &String| keys.contains(&key_of(n));
        let is_there = |c: &&ColumnMap| match c.parts.is_empty() {
            true => c.names.iter().any(has),
            false => c.parts.iter().all(has),
        };
        mapping.columns.iter().filter(is_there).map(|c| c.field.name).collect::<Vec<_>>()
    };
    let needed = mapping.columns.iter().filter(|c| mapping.needs(c.field));
    let best = grid
        .rows
        .iter()
        .take(200)
        .map(|row| (known(row), row))
        .max_by_key(|(found, row)| (found.len(), row.filled().count(), std::cmp::Reverse(row.number)));
    let found = best.as_ref().map_or(&[][..], |(found, _)| found.as_slice());
    let lacking: Vec<String> = needed
        .filter(|c| !found.contains(&c.field.name))
        .map(|c| format!("{} ({})", c.field.name, [&c.names[..], &c.parts].concat().join(", ")))
        .collect();
    let (place, lacking) = (place_of(grid), lacking.join("; "));
    let error = Error::usage(said!(
        "{place} has no header row: no heading for {lacking}",
        "{place} 没有找到表头：缺少 {lacking}"
    ));
    let Some((_, row)) = best.filter(|(_, row)| !row.is_blank()) else { return error };
    let (number, headings) = (row.number, row.filled().map(|(_, t)| t).take(12).collect::<Vec<_>>());
    let headings = headings.join(" | ");
    error.hint(said!(
        "nearest is row {number}: {headings}; add its names to the mapping (docs/import.md)",
        "最接近的是第 {number} 行：{headings}；请把列名写进映射（见 docs/import.md）"
    ))
}

/// The file and sheet, for messages.
pub fn place_of(grid: &Grid) -> String {
    if grid.sheet.is_empty() { grid.file.clone() } else { format!("{} [{}]", grid.file, grid.sheet) }
}

/// The columns of a note's or a key's headings that the sheet must have.
pub fn heading_column(layout: &Layout, heading: &str, grid: &Grid) -> Result<usize> {
    layout.headings.get(&key_of(heading)).copied().ok_or_else(|| {
        let (place, number) = (place_of(grid), grid.rows[layout.row].number);
        let there: Vec<&str> = grid.rows[layout.row].filled().map(|(_, text)| text).collect();
        let there: Said = any_of(&there);
        Error::usage(said!(
            "{place}, row {number}: the mapping names a column {heading} that is not there",
            "{place} 第 {number} 行：映射中的列“{heading}”不存在"
        ))
        .hint(Said { en: format!("there are {}", there.en), zh: format!("现有列：{}", there.zh) })
    })
}
