//! A CSV table as it is merged: its header by name, its lines as they were written, so that quotes and columns nobody
//! knows are kept.

use super::{Unreadable, three_ways};
use crate::ledgers::{Field, unquoted};
use crate::said;
use crate::store::text::{Form, push_cell, read_records};
use std::collections::BTreeSet;

/// One table, read.
#[derive(Debug, Default)]
pub(super) struct Sheet<'t> {
    /// It begins with a byte order mark.
    pub bom: bool,
    /// Its lines end in CR LF.
    pub crlf: bool,
    /// The columns, as the file has them.
    pub names: Vec<String>,
    /// Its lines but for the header and blank ones.
    pub lines: Vec<Line<'t>>,
}

/// One line of a table.
#[derive(Clone, Debug)]
pub(super) struct Line<'t> {
    /// As it was written, without its end.
    pub raw: &'t str,
    /// Its cells, quotes included.
    pub cells: Vec<&'t str>,
}

impl<'t> Sheet<'t> {
    /// Reads a table; an absent one is empty.
    pub fn read(text: Option<&'t str>) -> Result<Sheet<'t>, Unreadable> {
        let text = text.unwrap_or_default();
        let (bom, text) = match text.strip_prefix('\u{feff}') {
            Some(text) => (true, text),
            None => (false, text),
        };
        let mut sheet = Sheet { bom, ..Sheet::default() };
        let mut bad: Option<Unreadable> = None;
        let manner = read_records(text, |record| {
            let fault = match record.form {
                Form::Blank => return,
                Form::Conflict => Some(said!(
                    "a mark of git's of a merge that was not finished",
                    "git 合并未完成留下的标记"
                )),
                Form::AfterQuote(_) | Form::OpenQuote(_) => {
                    Some(said!("a quote is not closed", "引号没有成对"))
                }
                Form::Good | Form::LineBreak(..) => None,
            };
            // Without lifetimes of the reader's own: the spans are of `text`.
            let start = record.start as usize;
            let cells: Vec<&'t str> =
                record.spans.iter().map(|&(a, b)| &text[start + a as usize..start + b as usize]).collect();
            let first = sheet.names.is_empty();
            let fault = fault.or_else(|| {
                let (n, want) = (cells.len(), sheet.names.len());
                (!first && n != want).then(|| {
                    said!("{n} cells where the header has {want}", "表头有 {want} 列，这一行有 {n} 列")
                })
            });
            if let Some(why) = fault {
                bad.get_or_insert(Unreadable { line: record.number, why });
            } else if first {
                sheet.names = cells.iter().map(|c| unquoted(c).trim().to_owned()).collect();
            } else {
                sheet.lines.push(Line { raw: &text[start..start + record.line.len()], cells });
            }
        });
        sheet.crlf = manner.crlf;
        let distinct: BTreeSet<&String> = sheet.names.iter().collect();
        if bad.is_none() && distinct.len() != sheet.names.len() {
            bad = Some(Unreadable { line: 1, why: said!("two columns bear one name", "有两列同名") });
        }
        bad.map_or(Ok(sheet), Err)
    }

    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|n| n == name)
    }

    /// The cell of a line in a column that the table may lack, quotes included.
    pub fn raw<'l>(&self, line: &'l Line<'t>, name: &str) -> &'l str {
        self.column(name).map_or("", |at| line.cells[at])
    }

    /// What a line says: its cells that are not empty by the name of their column, sorted. The same for two lines that say
    /// the same in other quotes, order of columns or with empty columns more.
    pub fn content(&self, line: &Line<'t>) -> Vec<(&str, String)> {
        let cells = self
            .names
            .iter()
            .zip(&line.cells)
            .map(|(name, cell)| (name.as_str(), unquoted(cell).into_owned()));
        let mut content: Vec<_> = cells.filter(|(_, cell)| !cell.is_empty()).collect();
        content.sort_unstable();
        content
    }
}

/// The manner of the merged table: its header, byte order mark and line ends.
pub(super) struct Shape {
    pub names: Vec<String>,
    bom: bool,
    crlf: bool,
}

impl Shape {
    /// Columns of all three, the base's first, then those of `fields` in their order, then others by name.
    pub fn of(base: &Sheet, ours: &Sheet, theirs: &Sheet, fields: &[Field]) -> Shape {
        let all: BTreeSet<&String> =
            [&base.names, &ours.names, &theirs.names].into_iter().flatten().collect();
        // A header that one side has, unchanged by the other and lacking nothing, stays as that side wrote it.
        let one =
            three_ways(&base.names, &ours.names, &theirs.names).filter(|names| names.len() == all.len());
        let one = one.or(match (ours.names.is_empty(), theirs.names.is_empty()) {
            (true, _) => Some(&theirs.names),
            (_, true) => Some(&ours.names),
            _ => None,
        });
        let names = match one.filter(|names| names.len() == all.len()) {
            Some(names) => names.clone(),
            None => {
                let mut names = base.names.clone();
                let rank = |name: &str| fields.iter().position(|f| f.name == name).unwrap_or(fields.len());
                let mut more: Vec<&String> = all.into_iter().filter(|n| !base.names.contains(n)).collect();
                more.sort_by_key(|name| (rank(name), *name));
                names.extend(more.into_iter().cloned());
                names
            }
        };
        // A file that is not there has no manner.
        let manner = |of: fn(&Sheet) -> bool| match (ours.names.is_empty(), theirs.names.is_empty()) {
            (true, _) => of(theirs),
            (_, true) => of(ours),
            _ => three_ways(of(base), of(ours), of(theirs)).unwrap_or_default(),
        };
        Shape { names, bom: manner(|s| s.bom), crlf: manner(|s| s.crlf) }
    }

    /// A line of one of the tables as it stands under the merged header.
    pub fn line(&self, sheet: &Sheet, line: &Line) -> String {
        if sheet.names == self.names {
            return line.raw.to_owned();
        }
        self.names.iter().map(|name| sheet.raw(line, name)).collect::<Vec<_>>().join(",")
    }

    /// The text of the merged table.
    pub fn text(&self, lines: impl IntoIterator<Item = String>) -> String {
        let end = if self.crlf { "\r\n" } else { "\n" };
        let mut text = if self.bom { "\u{feff}".to_owned() } else { String::new() };
        for (at, name) in self.names.iter().enumerate() {
            if at > 0 {
                text.push(',');
            }
            push_cell(&mut text, name);
        }
        text.push_str(end);
        for line in lines {
            text.push_str(&line);
            text.push_str(end);
        }
        text
    }
}

/// A text without the lines that git left in a merge, and without what the common ancestor had between them.
pub fn without_markers(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut inside_base = false;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches(['\n', '\r']);
        match bare {
            _ if bare.starts_with("<<<<<<< ") || bare.starts_with(">>>>>>> ") => inside_base = false,
            _ if bare.starts_with("||||||| ") => inside_base = true,
            "=======" => inside_base = false,
            _ if inside_base => {}
            _ => {
                kept.push_str(line);
                if !line.ends_with('\n') {
                    kept.push('\n');
                }
            }
        }
    }
    kept
}
