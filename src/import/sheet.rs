//! The rows of a sheet, told apart: those of the table, and everything around them with the reason why it is none.

use super::grid::{Grid, SheetRow};
use super::header::{Layout, heading_column, layout, no_header};
use super::mapping::{Mapping, Note, NotePart};
use super::plan::Reason;
use crate::error::Result;
use crate::model::Day;

/// A row of the table: the texts of its mapped columns, filled down where the mapping says so.
#[derive(Clone, Debug, Default)]
pub struct SourceRow {
    /// The row of the grid, by index.
    pub row: usize,
    /// The text of each [`Mapping::columns`].
    pub cells: Vec<String>,
    /// The column in which each stands.
    pub columns: Vec<Option<usize>>,
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
}

/// Takes a sheet apart. `None` if it has no header and need not have one.
pub fn part(grid: &Grid, mapping: &Mapping, must: bool, today: Day) -> Result<Option<Parted>> {
    let mut headers = Vec::new();
    for at in 0..grid.rows.len() {
        headers.extend(layout(grid, at, mapping)?);
    }
    if headers.is_empty() {
        return if must { Err(no_header(grid, mapping)) } else { Ok(None) };
    }
    let mut parted = Parted { unmapped: unmapped(grid, &headers, mapping), ..Parted::default() };
    let titles = titles(grid, &headers);
    let mut headers = headers.into_iter().peekable();
    let mut table: Option<Table> = None;
    let mut ended = false;
    for (at, row) in grid.rows.iter().enumerate() {
        if !ended && let Some(header) = headers.next_if(|h| h.row == at) {
            table = Some(Table::new(grid, header, mapping, today)?);
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
                if let (Reason::MergedQuantity { top }, Some(table)) = (&reason, table) {
                    table.share(grid, at, *top, &mut parted.rows);
                }
                parted.ignored.push((at, reason));
            }
            (None, Some(table)) => parted.rows.push(table.source_row(grid, at, mapping)),
            (None, None) => parted.ignored.push((at, Reason::Title)),
        }
    }
    Ok(Some(parted))
}

/// Headings of the sheet that neither a column, the note, the unit nor the key uses.
fn unmapped(grid: &Grid, headers: &[Layout], mapping: &Mapping) -> Vec<String> {
    let mut used: Vec<String> =
        mapping.note.iter().flat_map(Note::headings).map(super::header::key_of).collect();
    used.extend(mapping.columns.iter().flat_map(|c| &c.or_from).map(|n| super::header::key_of(n)));
    used.extend(mapping.key.iter().flatten().map(|n| super::header::key_of(n)));
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

/// One table of a sheet, while its rows are read.
struct Table {
    layout: Layout,
    note: Vec<usize>,
    unit_elsewhere: Vec<usize>,
    key: Vec<KeyPart>,
    day_above: Option<(String, Day)>,
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
    fn new(grid: &Grid, layout: Layout, mapping: &Mapping, today: Day) -> Result<Table> {
        let column = |heading: &str| heading_column(&layout, heading, grid);
        let note = mapping.note.iter().flat_map(Note::headings).map(column).collect::<Result<Vec<_>>>()?;
        let mut unit_elsewhere = Vec::new();
        for heading in mapping.columns.iter().flat_map(|c| &c.or_from) {
            unit_elsewhere.extend(column(heading).ok());
        }
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
                key.extend(note.iter().chain(&unit_elsewhere).map(|&c| KeyPart::Column(c)));
            }
        }
        let day_above = if mapping.date_above { day_above(grid, layout.row, today) } else { None };
        let above = vec![String::new(); mapping.columns.len()];
        Ok(Table { layout, note, unit_elsewhere, key, day_above, above })
    }

    /// Why a row is no row of the table, if it is none.
    fn not_a_row(&self, grid: &Grid, at: usize, mapping: &Mapping) -> Option<Reason> {
        let row = &grid.rows[at];
        let (column, first) = row.filled().next()?;
        if mapping.end.iter().any(|p| looks_like(first, p)) {
            return Some(Reason::Below);
        }
        if let Some(pattern) = mapping.skip.iter().find(|p| looks_like(first, p)) {
            return Some(Reason::Skipped { pattern: pattern.clone() });
        }
        if is_total(first) || self.layout.columns.iter().flatten().any(|&c| is_total_word(row.cell(c))) {
            return Some(Reason::Total);
        }
        let mapped = |c: usize| self.layout.columns.contains(&Some(c));
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
        let Some(column) = self.layout.columns[place] else { return String::new() };
        let name = mapping.columns[place].field.name;
        let own = grid.rows[at].cell(column);
        let down = mapping.fill_down.contains(&name);
        if !own.is_empty() || !down && !mapping.fill_merged.contains(&name) {
            return own.to_owned();
        }
        match grid.merged_from_above(at, column).filter(|m| m.top > self.layout.bottom) {
            Some(merge) => grid.rows[merge.top].cell(merge.left).to_owned(),
            None if down => self.above[place].clone(),
            None => String::new(),
        }
    }

    fn source_row(&mut self, grid: &Grid, at: usize, mapping: &Mapping) -> SourceRow {
        let row = &grid.rows[at];
        let cells: Vec<String> =
            (0..mapping.columns.len()).map(|place| self.text(grid, at, place, mapping)).collect();
        for (above, cell) in self.above.iter_mut().zip(&cells) {
            if !cell.is_empty() {
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
        if let (Some((text, _)), None) = (&self.day_above, &mapping.key) {
            key.push(text.clone());
        }
        SourceRow {
            row: at,
            cells,
            columns: self.layout.columns.clone(),
            unit_elsewhere: self.unit_elsewhere.iter().map(|&c| row.cell(c).to_owned()).collect(),
            note: self.note_of(row, mapping),
            shared: Vec::new(),
            key,
            day_above: self.day_above.as_ref().map(|(_, day)| *day),
        }
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
    fn share(&self, grid: &Grid, at: usize, top: usize, rows: &mut [SourceRow]) {
        let Some(owner) = rows.iter_mut().rev().find(|r| r.row == top) else { return };
        let mapped = self.layout.columns.iter().flatten().chain(&self.note).chain(&self.unit_elsewhere);
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

/// The day in a cell above a header: the nearest cell that is a day, or holds one written out with its year.
fn day_above(grid: &Grid, header: usize, today: Day) -> Option<(String, Day)> {
    for row in grid.rows[..header].iter().rev() {
        for (_, text) in row.filled() {
            if let Some(day) = super::cell::day(text, today).ok().or_else(|| day_within(text, today)) {
                return Some((text.to_owned(), day));
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

const TOTALS: [&str; 9] =
    ["合计", "总计", "小计", "共计", "总数", "总合计", "total", "subtotal", "grand total"];

fn is_total_word(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, ':' | '：')).collect();
    TOTALS.iter().any(|t| t.replace(' ', "").eq_ignore_ascii_case(&bare))
}

/// `合计`, `合 计：`, `总计500箱`.
fn is_total(text: &str) -> bool {
    let figures = |c: char| c.is_numeric() || matches!(c, ':' | '：' | '(' | '（' | ' ');
    let word: String = match text.find(|c: char| c.is_numeric() || matches!(c, ':' | '：' | '(' | '（')) {
        Some(at) if text[at..].starts_with(figures) => text[..at].to_owned(),
        _ => text.to_owned(),
    };
    is_total_word(&word)
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
