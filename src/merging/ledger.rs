//! Ledgers: a ledger is a set of rows, so two copies are merged by union of their ids. A row that one side took away comes
//! back; one id with two contents is a conflict, and both stand in the text.

use super::sheet::{Line, Shape, Sheet};
use super::{Conflict, Keep, Merged, Unreadable, Versions, three_ways};
use crate::ledgers::{Field, unquoted};
use crate::model::{RowId, Stamp};
use crate::said;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::collections::BTreeMap;

type ById<'s, 't> = FxHashMap<Cow<'t, str>, Vec<&'s Line<'t>>>;

/// Merges two copies of one file of a ledger with these fields. Order: the base's rows, then new ones by `at` and id, the
/// same from either side. Byte order mark, line ends, quotes and columns that nobody knows are kept.
///
/// # Errors
/// A version is no set of rows: it has no `id`, an open quote, marks of a merge, or lines of another length.
pub fn merge_ledger(fields: &[Field], versions: Versions, keep: Option<Keep>) -> Result<Merged, Unreadable> {
    let Versions { base, ours, theirs } = versions;
    let [b, o, t] = [read(base)?, read(ours)?, read(theirs)?];
    if ours.is_none() && theirs.is_none() {
        return Ok(Merged::default());
    }
    // Without new rows on one side the other's file stands as it is, unless it lacks some.
    if ours == theirs {
        return Ok(Merged::clear(ours));
    }
    let [in_base, in_ours, in_theirs] = [by_id(&b), by_id(&o), by_id(&t)];
    if theirs == base && ours.is_some() && has_all((&o, &in_ours), (&t, &in_theirs)) {
        return Ok(Merged::clear(ours));
    }
    if ours == base && theirs.is_some() && has_all((&t, &in_theirs), (&o, &in_ours)) {
        return Ok(Merged::clear(theirs));
    }
    let shape = Shape::of(&b, &o, &t, fields);
    let mut merged = Merged::default();
    let mut lines = Vec::with_capacity(o.lines.len().max(t.lines.len()) + 16);
    let mut seen: FxHashSet<Cow<str>> = FxHashSet::default();
    let old = b.lines.iter().map(|line| id_of(&b, line));
    let mut new: Vec<(Order, Cow<str>)> = Vec::new();
    for (sheet, line) in o.lines.iter().map(|l| (&o, l)).chain(t.lines.iter().map(|l| (&t, l))) {
        let id = id_of(sheet, line);
        if !in_base.contains_key(&id) {
            new.push((Order::of(sheet, line, &id), id));
        }
    }
    new.sort_unstable();
    for id in old.chain(new.into_iter().map(|(_, id)| id)) {
        if !seen.insert(id.clone()) {
            continue;
        }
        let none = Vec::new();
        let (ours, theirs) = (in_ours.get(&id).unwrap_or(&none), in_theirs.get(&id).unwrap_or(&none));
        let write = |sheet: &Sheet, rows: &[&Line]| {
            rows.iter().map(|line| shape.line(sheet, line)).collect::<Vec<_>>()
        };
        if theirs.is_empty() {
            lines.extend(write(&o, ours));
        } else if ours.is_empty() {
            lines.extend(write(&t, theirs));
        } else if let Some(same) = same(&o, ours, &t, theirs) {
            let (ours, theirs) = (write(&o, ours), write(&t, theirs));
            let base = in_base.get(&id).map(|rows| write(&b, rows)).unwrap_or_default();
            // Said the same, written otherwise: three ways, else the smaller.
            let least = if ours < theirs { ours.clone() } else { theirs.clone() };
            lines.extend(if same { ours } else { three_ways(base, ours, theirs).unwrap_or(least) });
        } else if id_is_blank(&id) {
            let (ours, theirs) = (write(&o, ours), write(&t, theirs));
            lines.extend(if ours.len() >= theirs.len() { ours } else { theirs });
        } else {
            let mut both: BTreeMap<Vec<(String, String)>, String> = BTreeMap::new();
            for (sheet, row) in ours.iter().map(|r| (&o, r)).chain(theirs.iter().map(|r| (&t, r))) {
                both.entry(owned(sheet, row)).or_insert_with(|| shape.line(sheet, row));
            }
            lines.extend(match keep {
                Some(Keep::Ours) => write(&o, ours),
                Some(Keep::Theirs) => write(&t, theirs),
                None => both.into_values().collect(),
            });
            let say = |sheet: &Sheet, rows: &[&Line]| {
                rows.iter().map(|l| shape.line(sheet, l)).collect::<Vec<_>>().join("\n")
            };
            merged.conflicts.push(Conflict {
                place: id.to_string(),
                base: in_base.get(&id).map(|rows| say(&b, rows)),
                ours: Some(say(&o, ours)),
                theirs: Some(say(&t, theirs)),
            });
        }
    }
    merged.text = Some(shape.text(lines));
    Ok(merged)
}

/// The rows of a file by their id, each as what it says by column: for counting what came.
///
/// # Errors
/// As [`merge_ledger`].
pub fn rows_by_id(text: Option<&str>) -> Result<BTreeMap<String, BTreeMap<String, String>>, Unreadable> {
    let sheet = read(text)?;
    let rows = sheet
        .lines
        .iter()
        .map(|line| (id_of(&sheet, line).into_owned(), owned(&sheet, line).into_iter().collect()));
    Ok(rows.collect())
}

fn owned(sheet: &Sheet, line: &Line) -> Vec<(String, String)> {
    sheet.content(line).into_iter().map(|(name, cell)| (name.to_owned(), cell)).collect()
}

fn read(text: Option<&str>) -> Result<Sheet<'_>, Unreadable> {
    let sheet = Sheet::read(text)?;
    match sheet.names.is_empty() || sheet.column("id").is_some() {
        true => Ok(sheet),
        false => Err(Unreadable { line: 1, why: said!("the header lacks id", "表头缺少 id") }),
    }
}

/// The id of a line; of one without an id, all that it says.
fn id_of<'t>(sheet: &Sheet<'t>, line: &Line<'t>) -> Cow<'t, str> {
    let id = sheet.column("id").map_or(Cow::Borrowed(""), |at| unquoted(line.cells[at]));
    match id.trim() {
        "" => Cow::Owned(format!("\n{:?}", sheet.content(line))),
        trimmed if trimmed.len() == id.len() => id,
        trimmed => Cow::Owned(trimmed.to_owned()),
    }
}

fn id_is_blank(id: &str) -> bool {
    id.starts_with('\n')
}

fn by_id<'s, 't>(sheet: &'s Sheet<'t>) -> ById<'s, 't> {
    let mut index = ById::default();
    for line in &sheet.lines {
        index.entry(id_of(sheet, line)).or_default().push(line);
    }
    index
}

/// True if every row of `less` is in `more` with the same content.
fn has_all(more: (&Sheet, &ById), less: (&Sheet, &ById)) -> bool {
    less.1
        .iter()
        .all(|(id, rows)| more.1.get(id).is_some_and(|mine| same(more.0, mine, less.0, rows).is_some()))
}

/// Whether two lists of lines say the same: `Some(true)` if they are also written the same.
fn same(o: &Sheet, ours: &[&Line], t: &Sheet, theirs: &[&Line]) -> Option<bool> {
    let raw = |lines: &[&Line]| lines.iter().map(|l| l.raw.to_owned()).collect::<Vec<_>>();
    if o.names == t.names && raw(ours) == raw(theirs) {
        return Some(true);
    }
    let said = |sheet: &Sheet, lines: &[&Line]| {
        let mut all: Vec<_> = lines.iter().map(|line| owned(sheet, line)).collect();
        all.sort_unstable();
        all
    };
    (said(o, ours) == said(t, theirs)).then_some(false)
}

/// Where a new row comes: by the moment it was recorded, then its id. What has neither comes last, by its words.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Order {
    without: bool,
    at: Option<Stamp>,
    id: Option<RowId>,
}

impl Order {
    fn of(sheet: &Sheet, line: &Line, id: &str) -> Order {
        let at = Stamp::parse_bytes(unquoted(sheet.raw(line, "at")).as_bytes());
        Order { without: at.is_none(), at, id: RowId::parse_bytes(id.as_bytes()) }
    }
}

/// The text without lines that say again what a line before them with the same id says: git's doing, where it merged as
/// text.
///
/// # Errors
/// As [`merge_ledger`].
pub fn without_twins(text: &str) -> Result<String, Unreadable> {
    let sheet = read(Some(text))?;
    let mut seen = FxHashSet::default();
    let twins: Vec<&str> = sheet
        .lines
        .iter()
        .filter(|line| {
            let id = id_of(&sheet, line);
            !id_is_blank(&id) && !seen.insert((id, owned(&sheet, line)))
        })
        .map(|line| line.raw)
        .collect();
    if twins.is_empty() {
        return Ok(text.to_owned());
    }
    let empty = Sheet::default();
    let shape = Shape::of(&empty, &sheet, &empty, &[]);
    let mut seen = FxHashSet::default();
    let kept = sheet.lines.iter().filter(|line| {
        let id = id_of(&sheet, line);
        id_is_blank(&id) || seen.insert((id, owned(&sheet, line)))
    });
    Ok(shape.text(kept.map(|line| line.raw.to_owned())))
}
