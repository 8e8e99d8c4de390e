//! Registers that are CSV: by key and cell, three ways. What one side changed counts; cells that are lists are merged as
//! sets.

use super::sheet::{Line, Shape, Sheet};
use super::{Conflict, Keep, Merged, Unreadable, lines, three_ways};
use crate::ledgers::unquoted;
use crate::registers::{items, volunteers};
use crate::store::text::push_cell;
use std::collections::{BTreeMap, BTreeSet};

/// Columns whose cells are lists.
const LISTS: &[&str] = &["packs", "aliases", "skills"];

/// The values of an entry's key, and which of the entries with that key it is.
type Key = (Vec<String>, usize);

/// Merges two copies of a register with this key. Order: the base's entries, then the new ones by their key.
///
/// # Errors
/// A version is no table: an open quote, marks of a merge, lines of another length.
pub fn merge_table(
    keys: &[&str],
    base: &str,
    ours: &str,
    theirs: &str,
    keep: Option<Keep>,
) -> Result<Merged, Unreadable> {
    let [b, o, t] = [Sheet::read(Some(base))?, Sheet::read(Some(ours))?, Sheet::read(Some(theirs))?];
    let fields = if keys == ["item"] { items::FIELDS } else { volunteers::FIELDS };
    let shape = Shape::of(&b, &o, &t, fields);
    let [(order, in_base), (_, in_ours), (_, in_theirs)] = [&b, &o, &t].map(|sheet| by_key(sheet, keys));
    let new: BTreeSet<&Key> =
        in_ours.keys().chain(in_theirs.keys()).filter(|k| !in_base.contains_key(*k)).collect();
    let mut merged = Merged::default();
    let mut out = Vec::new();
    for key in order.iter().chain(new) {
        let found = (in_base.get(key), in_ours.get(key), in_theirs.get(key));
        let side = |sheet: &Sheet, line: &Line| shape.line(sheet, line);
        match found {
            (_, None, None) => {}
            (None, Some(line), None) => out.push(side(&o, line)),
            (None, None, Some(line)) => out.push(side(&t, line)),
            (Some(old), Some(line), None) => {
                one_gone(key, (&b, old), (&o, line), true, keep, &shape, &mut merged, &mut out)
            }
            (Some(old), None, Some(line)) => {
                one_gone(key, (&b, old), (&t, line), false, keep, &shape, &mut merged, &mut out)
            }
            (old, Some(mine), Some(other)) => {
                let mut line = String::new();
                for (at, name) in shape.names.iter().enumerate() {
                    let cells =
                        [old.map_or("", |line| b.raw(line, name)), o.raw(mine, name), t.raw(other, name)];
                    if at > 0 {
                        line.push(',');
                    }
                    line.push_str(&cell(key, name, cells, keep, &mut merged.conflicts));
                }
                out.push(line);
            }
        }
    }
    merged.text = Some(shape.text(out));
    Ok(merged)
}

/// Every entry by its key, and the keys in the order of the file. A role other than a captain's is held once, wherever.
fn by_key<'s, 't>(sheet: &'s Sheet<'t>, keys: &[&str]) -> (Vec<Key>, BTreeMap<Key, &'s Line<'t>>) {
    let (mut order, mut index) = (Vec::new(), BTreeMap::new());
    for line in &sheet.lines {
        let value = |name: &str| unquoted(sheet.raw(line, name)).trim().to_owned();
        let captain = value("role") == "captain";
        let values: Vec<String> = keys
            .iter()
            .map(|key| if *key == "place" && !captain { String::new() } else { value(key) })
            .collect();
        let mut key = (values, 0);
        while index.contains_key(&key) {
            key.1 += 1;
        }
        order.push(key.clone());
        index.insert(key, line);
    }
    (order, index)
}

/// An entry that one side took away: gone, unless the other changed it.
#[allow(clippy::too_many_arguments)]
fn one_gone(
    key: &Key,
    old: (&Sheet, &Line),
    left: (&Sheet, &Line),
    ours_left: bool,
    keep: Option<Keep>,
    shape: &Shape,
    merged: &mut Merged,
    out: &mut Vec<String>,
) {
    if old.0.content(old.1) == left.0.content(left.1) {
        return;
    }
    let line = shape.line(left.0, left.1);
    let (ours, theirs) = if ours_left { (Some(line.clone()), None) } else { (None, Some(line.clone())) };
    merged.conflicts.push(Conflict { place: named(key), base: Some(shape.line(old.0, old.1)), ours, theirs });
    let kept = match keep {
        None => true,
        Some(Keep::Ours) => ours_left,
        Some(Keep::Theirs) => !ours_left,
    };
    if kept {
        out.push(line);
    }
}

/// One cell, three ways; as it was written where it was not made anew.
fn cell(key: &Key, name: &str, raw: [&str; 3], keep: Option<Keep>, conflicts: &mut Vec<Conflict>) -> String {
    let [base, ours, theirs] = raw.map(unquoted);
    if ours == theirs {
        return raw[1].min(raw[2]).to_owned();
    }
    if let Some(value) = three_ways(&base, &ours, &theirs) {
        return if *value == ours { raw[1].to_owned() } else { raw[2].to_owned() };
    }
    if LISTS.contains(&name)
        && let Some(list) = lines::list(&base, &ours, &theirs)
    {
        let mut text = String::new();
        push_cell(&mut text, &list);
        return text;
    }
    // New on both sides, and one said nothing of it.
    if base.is_empty() && (ours.is_empty() || theirs.is_empty()) {
        return if theirs.is_empty() { raw[1].to_owned() } else { raw[2].to_owned() };
    }
    conflicts.push(Conflict {
        place: format!("{} {name}", named(key)),
        base: Some(base.into_owned()).filter(|cell| !cell.is_empty()),
        ours: Some(ours.into_owned()),
        theirs: Some(theirs.into_owned()),
    });
    match keep {
        Some(Keep::Theirs) => raw[2].to_owned(),
        _ => raw[1].to_owned(),
    }
}

fn named(key: &Key) -> String {
    key.0.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ")
}
