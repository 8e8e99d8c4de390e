//! A ledger file as a set of rows, and two such sets compared. Line endings, quotes, a BOM, the order of columns and empty
//! columns are no part of a row: its cells by the names of their columns are.

use crate::ledgers::unquoted;
use crate::store::text::{Form, read_records};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::rc::Rc;

/// A row: what stands in its cells, by column. Empty cells are left out.
#[derive(Clone, Debug, Eq)]
pub struct RowText {
    /// Its id as written; empty where the file has none for it.
    pub id: String,
    /// Column and text, in the order of the file.
    pub cells: Vec<(Rc<str>, String)>,
}

impl RowText {
    /// The text of a column; empty if there is none.
    pub fn get(&self, column: &str) -> &str {
        self.cells.iter().find(|(name, _)| &**name == column).map_or("", |(_, text)| text)
    }
}

/// The order of columns is no part of a row.
impl PartialEq for RowText {
    fn eq(&self, other: &RowText) -> bool {
        self.cells == other.cells
            || self.cells.len() == other.cells.len()
                && self.cells.iter().all(|(name, text)| other.get(name) == text)
    }
}

/// What must be known of a file to read what is appended to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileState {
    /// The names of its columns.
    header: Rc<[Rc<str>]>,
    /// It has a header, and ends with a line end and no open quote: what is appended are rows of their own.
    pub whole: bool,
}

/// One difference between two files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowChange {
    /// A row that was not there.
    Added(RowText),
    /// A row that is gone.
    Removed(RowText),
    /// A row whose cells were changed: as it was, and as it is.
    Edited(RowText, RowText),
}

/// What a commit did to the rows of one ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowSet {
    /// Rows that were not there.
    pub added: Vec<RowText>,
    /// Rows that are gone.
    pub removed: Vec<RowText>,
    /// Rows whose cells were changed: as they were, and as they are.
    pub edited: Vec<(RowText, RowText)>,
}

/// Reads a file. Any bytes are read.
pub fn read_file(bytes: &[u8]) -> (FileState, Vec<RowText>) {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = exact(bytes);
    let end = text.find('\n').map_or(text.len(), |n| n + 1);
    let mut header: Option<Rc<[Rc<str>]>> = None;
    let mut rows = Vec::new();
    read_records(&text, |record| {
        if matches!(record.form, Form::Blank | Form::Conflict) {
            return;
        }
        let cells = record.spans.iter().map(|&(a, b)| unquoted(&record.line[a as usize..b as usize]));
        match &header {
            None => header = Some(names(cells)),
            Some(header) => rows.push(row(header, cells)),
        }
    });
    let whole = header.is_some() && end > 0 && closed(bytes);
    (FileState { header: header.unwrap_or_else(|| Rc::from([])), whole }, rows)
}

/// Reads what was appended to a file whose state was whole.
pub fn read_tail(state: &FileState, tail: &[u8]) -> (FileState, Vec<RowText>) {
    let text = exact(tail);
    let mut rows = Vec::new();
    read_records(&text, |record| {
        if !matches!(record.form, Form::Blank | Form::Conflict) {
            let cells = record.spans.iter().map(|&(a, b)| unquoted(&record.line[a as usize..b as usize]));
            rows.push(row(&state.header, cells));
        }
    });
    let whole = state.whole && (tail.is_empty() || closed(tail));
    (FileState { header: state.header.clone(), whole }, rows)
}

/// True if a text ends with a line end, and every quote in it is closed.
fn closed(bytes: &[u8]) -> bool {
    bytes.ends_with(b"\n") && memchr::memchr_iter(b'"', bytes).count().is_multiple_of(2)
}

/// The text of bytes. What is not UTF-8 is written out, so that different bytes stay different.
fn exact(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(bytes.len() + 16);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            text.push_str(&format!("\u{FFFD}{byte:02X}"));
        }
    }
    Cow::Owned(text)
}

/// The names of columns; one that is empty or there twice is known by its place.
fn names<'c>(cells: impl Iterator<Item = Cow<'c, str>>) -> Rc<[Rc<str>]> {
    let mut names: Vec<Rc<str>> = Vec::new();
    for (at, cell) in cells.enumerate() {
        let name = cell.trim();
        let known = name.is_empty() || names.iter().any(|n| &**n == name);
        names.push(if known { numbered(at) } else { Rc::from(name) });
    }
    names.into()
}

fn numbered(at: usize) -> Rc<str> {
    Rc::from(format!("#{}", at + 1))
}

fn row<'c>(header: &[Rc<str>], cells: impl Iterator<Item = Cow<'c, str>>) -> RowText {
    let mut row = RowText { id: String::new(), cells: Vec::with_capacity(header.len()) };
    for (at, cell) in cells.enumerate() {
        if cell.is_empty() {
            continue;
        }
        let name = header.get(at).cloned().unwrap_or_else(|| numbered(at));
        let text = if cell.contains('\r') { cell.replace("\r\n", "\n") } else { cell.into_owned() };
        if &*name == "id" {
            row.id = text.trim().to_owned();
        }
        row.cells.push((name, text));
    }
    row
}

/// The differences of two sets of rows: first what is gone or edited, in the order of the old file, then what is new.
/// A copy of a row that is there twice may go without loss.
pub fn compare(old: Vec<RowText>, new: Vec<RowText>) -> Vec<RowChange> {
    let mut before: FxHashMap<&str, Vec<&RowText>> = FxHashMap::default();
    let mut after: FxHashMap<&str, Vec<&RowText>> = FxHashMap::default();
    old.iter().for_each(|row| before.entry(&row.id).or_default().push(row));
    new.iter().for_each(|row| after.entry(&row.id).or_default().push(row));
    let count = |rows: &[&RowText], row: &RowText| rows.iter().filter(|r| **r == row).count();
    // Of the rows with one id: those gone, each text once, and those new, as often as they are new.
    let gone = |id: &str| -> Vec<&RowText> {
        let (old, new) = (before.get(id).map_or(&[][..], |r| r), after.get(id).map_or(&[][..], |r| r));
        let mut gone: Vec<&RowText> = Vec::new();
        for row in old {
            if count(new, row) == 0 && count(&gone, row) == 0 {
                gone.push(row);
            }
        }
        gone
    };
    let fresh = |id: &str| -> Vec<&RowText> {
        let (old, new) = (before.get(id).map_or(&[][..], |r| r), after.get(id).map_or(&[][..], |r| r));
        let mut fresh: Vec<&RowText> = Vec::new();
        for row in new {
            if count(&fresh, row) + count(old, row) < count(new, row) {
                fresh.push(row);
            }
        }
        fresh
    };
    let mut changes = Vec::new();
    let mut paired: FxHashMap<&str, usize> = FxHashMap::default();
    let mut done: rustc_hash::FxHashSet<&str> = rustc_hash::FxHashSet::default();
    for row in &old {
        if !done.insert(&row.id) {
            continue;
        }
        let (gone, fresh) = (gone(&row.id), fresh(&row.id));
        let pairs = if row.id.is_empty() { 0 } else { gone.len().min(fresh.len()) };
        paired.insert(&row.id, pairs);
        for (at, was) in gone.into_iter().enumerate() {
            changes.push(match at < pairs {
                true => RowChange::Edited(was.clone(), fresh[at].clone()),
                false => RowChange::Removed(was.clone()),
            });
        }
    }
    done.clear();
    for row in &new {
        if done.insert(&row.id) {
            let skip = paired.get(row.id.as_str()).copied().unwrap_or(0);
            changes.extend(fresh(&row.id).into_iter().skip(skip).map(|row| RowChange::Added(row.clone())));
        }
    }
    changes
}

/// The changes of all files of one ledger together: a row that went from one file to another is not changed.
pub fn settle(changes: Vec<RowChange>) -> RowSet {
    let mut set = RowSet::default();
    for change in changes {
        match change {
            RowChange::Added(row) => set.added.push(row),
            RowChange::Removed(row) => set.removed.push(row),
            RowChange::Edited(was, is) => set.edited.push((was, is)),
        }
    }
    if set.removed.is_empty() || set.added.is_empty() {
        return set;
    }
    let mut gone = Vec::new();
    for was in std::mem::take(&mut set.removed) {
        let same = set.added.iter().position(|row| *row == was);
        let edited = || set.added.iter().position(|row| row.id == was.id && !was.id.is_empty());
        match same {
            Some(at) => drop(set.added.remove(at)),
            None => match edited() {
                Some(at) => set.edited.push((was, set.added.remove(at))),
                None => gone.push(was),
            },
        }
    }
    set.removed = gone;
    set
}
