//! TOML registers: by key and value, three ways. Tables that come several times (`[[building]]`, `[[round]]`) go by their
//! `code`, `name` or `item`; lists of words are merged as sets. Comments stay with what they stand at.

use super::{Conflict, Keep, Merged, Unreadable, lines, three_ways};
use crate::said;
use std::collections::BTreeMap;
use toml_edit::{Array, ArrayOfTables, Decor, DocumentMut, Item, Table, Value};

/// By what the tables of a list are told apart.
const KEYS: [&str; 3] = ["code", "name", "item"];

/// Merges two copies of a TOML file. Order: the base's, then what is new by its name.
///
/// # Errors
/// A version is not TOML.
pub fn merge_toml(base: &str, ours: &str, theirs: &str, keep: Option<Keep>) -> Result<Merged, Unreadable> {
    let [b, mut o, mut t] = [read(base)?, read(ours)?, read(theirs)?];
    // Comments at the end of the file become those of the first table that is added below them: of one table only.
    let end = b.trailing().as_str().unwrap_or_default().to_owned();
    let moved = !end.trim().is_empty()
        && [&o, &t].iter().all(|d| !d.trailing().as_str().unwrap_or_default().contains(end.trim()));
    if moved {
        strip(o.as_table_mut(), end.trim());
        strip(t.as_table_mut(), end.trim());
    }
    let mut merger = Merger { keep, conflicts: Vec::new() };
    let mut merged = DocumentMut::new();
    *merged.as_table_mut() = merger.table("", Some(b.as_table()), o.as_table(), t.as_table());
    let trailing = [&b, &o, &t].map(|d| d.trailing().as_str().unwrap_or_default().to_owned());
    merged.set_trailing(comment(&trailing[0], &trailing[1], &trailing[2]));
    let mut position = 0;
    number(merged.as_table_mut(), &mut position);
    let mut text = merged.to_string();
    if moved && !text.contains(end.trim()) {
        text.push_str(&format!("\n{}\n", end.trim()));
    }
    Ok(Merged { text: Some(text), conflicts: merger.conflicts })
}

fn read(text: &str) -> Result<DocumentMut, Unreadable> {
    text.trim_start_matches('\u{feff}').parse::<DocumentMut>().map_err(|error| {
        let before = error.span().map_or("", |span| text.get(..span.start).unwrap_or_default());
        let what = error.message().to_owned();
        Unreadable {
            line: before.matches('\n').count() as u32 + 1,
            why: said!("this is not TOML: {what}", "TOML 内容有误：{what}"),
        }
    })
}

struct Merger {
    keep: Option<Keep>,
    conflicts: Vec<Conflict>,
}

impl Merger {
    fn table(&mut self, place: &str, base: Option<&Table>, ours: &Table, theirs: &Table) -> Table {
        let mut merged = Table::new();
        let decor = [base.map(Table::decor), Some(ours.decor()), Some(theirs.decor())].map(decor_text);
        *merged.decor_mut() = decor_of(&decor);
        merged.set_implicit(ours.is_implicit() && theirs.is_implicit());
        merged.set_dotted(ours.is_dotted());
        let mut keys: Vec<&str> = base.map(|b| b.iter().map(|(key, _)| key).collect()).unwrap_or_default();
        let mut new: Vec<&str> =
            ours.iter().chain(theirs.iter()).map(|(key, _)| key).filter(|k| !keys.contains(k)).collect();
        // What comes several times or is a table stands below what is a plain value.
        let is_table = |key: &str| [ours, theirs].iter().any(|t| t.get(key).is_some_and(|i| !i.is_value()));
        new.sort_by_key(|key| (is_table(key), *key));
        new.dedup();
        keys.extend(new);
        for key in keys {
            let path = if place.is_empty() { key.to_owned() } else { format!("{place} {key}") };
            let old = base.and_then(|b| b.get(key));
            let Some(item) = self.item(&path, old, ours.get(key), theirs.get(key)) else { continue };
            let written = ours.key(key).or_else(|| theirs.key(key)).or_else(|| base.and_then(|b| b.key(key)));
            match written {
                Some(written) => merged.insert_formatted(written, item),
                None => merged.insert(key, item),
            };
        }
        merged
    }

    fn item(
        &mut self,
        place: &str,
        base: Option<&Item>,
        ours: Option<&Item>,
        theirs: Option<&Item>,
    ) -> Option<Item> {
        let [b, o, t] = [base, ours, theirs].map(|item| item.map(|i| canon(i, true)));
        if let Some(chosen) = three_ways(&b, &o, &t) {
            return if *chosen == o { ours.cloned() } else { theirs.cloned() };
        }
        match (ours, theirs) {
            (Some(Item::Table(mine)), Some(Item::Table(other))) => {
                return Some(Item::Table(self.table(place, base.and_then(Item::as_table), mine, other)));
            }
            (Some(Item::ArrayOfTables(mine)), Some(Item::ArrayOfTables(other))) => {
                let old = base.and_then(Item::as_array_of_tables);
                if let Some(list) = self.list(place, old, mine, other) {
                    return Some(Item::ArrayOfTables(list));
                }
            }
            _ => {}
        }
        // From here on comments do not count.
        let [b, o, t] = [base, ours, theirs].map(|item| item.map(|i| canon(i, false)));
        if o == t {
            let least = [ours, theirs].into_iter().flatten().min_by_key(|i| canon(i, true));
            return least.cloned();
        }
        if let Some(chosen) = three_ways(&b, &o, &t) {
            return if *chosen == o { ours.cloned() } else { theirs.cloned() };
        }
        if let (Some(Item::Value(Value::Array(mine))), Some(Item::Value(Value::Array(other)))) =
            (ours, theirs)
            && let Some(set) = words_of(base.and_then(Item::as_array), mine, other)
        {
            return Some(Item::Value(Value::Array(set)));
        }
        self.conflicts.push(Conflict { place: place.to_owned(), base: b, ours: o, theirs: t });
        match self.keep {
            Some(Keep::Theirs) => theirs.cloned(),
            Some(Keep::Ours) => ours.cloned(),
            None => ours.or(theirs).cloned(),
        }
    }

    /// Tables that come several times, by their key; `None` if they have none that tells them apart.
    fn list(
        &mut self,
        place: &str,
        base: Option<&ArrayOfTables>,
        ours: &ArrayOfTables,
        theirs: &ArrayOfTables,
    ) -> Option<ArrayOfTables> {
        let empty = ArrayOfTables::new();
        let base = base.unwrap_or(&empty);
        let key = KEYS
            .into_iter()
            .find(|key| [base, ours, theirs].iter().all(|list| index(list, key).is_some()))?;
        let [b, o, t] = [index(base, key)?, index(ours, key)?, index(theirs, key)?];
        let mut order: Vec<String> =
            base.iter().filter_map(|table| Some(table.get(key)?.as_str()?.to_owned())).collect();
        let mut new: Vec<String> =
            o.keys().chain(t.keys()).filter(|k| !b.contains_key(*k)).cloned().collect();
        new.sort();
        new.dedup();
        order.extend(new);
        let mut merged = ArrayOfTables::new();
        for name in order {
            let item = |index: &BTreeMap<String, Table>| index.get(&name).cloned().map(Item::Table);
            let (old, mine, other) = (item(&b), item(&o), item(&t));
            let done = self.item(&format!("{place} {name}"), old.as_ref(), mine.as_ref(), other.as_ref());
            if let Some(Item::Table(table)) = done {
                merged.push(table);
            }
        }
        Some(merged)
    }
}

/// The tables of a list by a key of theirs, if every one has it and no two the same.
fn index(list: &ArrayOfTables, key: &str) -> Option<BTreeMap<String, Table>> {
    let mut index = BTreeMap::new();
    for table in list {
        let name = table.get(key)?.as_str()?.to_owned();
        if index.insert(name, table.clone()).is_some() {
            return None;
        }
    }
    Some(index)
}

/// Lists of words as sets; `None` if something else stands in one.
fn words_of(base: Option<&Array>, ours: &Array, theirs: &Array) -> Option<Array> {
    fn words(list: &Array) -> Option<Vec<&str>> {
        list.iter().map(Value::as_str).collect()
    }
    let base = base.map_or(Some(Vec::new()), words)?;
    let mut merged = Array::new();
    for word in lines::set(&base, &words(ours)?, &words(theirs)?) {
        merged.push(word);
    }
    Some(merged)
}

/// What an item says, in one form; with what stands around it, its comments too.
fn canon(item: &Item, with_comments: bool) -> String {
    let around = |decor: &Decor, text: String| match with_comments {
        true => decor_text(Some(decor)).join(&text),
        false => text,
    };
    match item {
        Item::None => String::new(),
        Item::Value(value) => canon_value(value, with_comments),
        Item::Table(table) => {
            let mut parts: Vec<String> =
                table.iter().map(|(key, item)| format!("{key} = {}", canon(item, with_comments))).collect();
            if with_comments {
                let keys = table.iter().filter_map(|(key, _)| table.key(key));
                parts.extend(keys.map(|k| decor_text(Some(k.leaf_decor())).concat()));
            }
            parts.sort();
            around(table.decor(), format!("{{ {} }}", parts.join(", ")))
        }
        Item::ArrayOfTables(list) => {
            let parts: Vec<String> =
                list.iter().map(|table| canon(&Item::Table(table.clone()), with_comments)).collect();
            format!("[ {} ]", parts.join(", "))
        }
    }
}

fn canon_value(value: &Value, with_comments: bool) -> String {
    if with_comments {
        return value.to_string();
    }
    match value {
        Value::String(text) => format!("{:?}", text.value()),
        Value::Integer(n) => n.value().to_string(),
        Value::Float(n) => n.value().to_string(),
        Value::Boolean(b) => b.value().to_string(),
        Value::Datetime(at) => at.value().to_string(),
        Value::Array(list) => {
            format!("[{}]", list.iter().map(|v| canon_value(v, false)).collect::<Vec<_>>().join(", "))
        }
        Value::InlineTable(table) => {
            let mut parts: Vec<String> =
                table.iter().map(|(k, v)| format!("{k} = {}", canon_value(v, false))).collect();
            parts.sort();
            format!("{{ {} }}", parts.join(", "))
        }
    }
}

/// What stands before and after something.
fn decor_text(decor: Option<&Decor>) -> [String; 2] {
    let text =
        |raw: Option<&toml_edit::RawString>| raw.and_then(|r| r.as_str()).unwrap_or_default().to_owned();
    decor.map_or_else(Default::default, |d| [text(d.prefix()), text(d.suffix())])
}

fn decor_of([base, ours, theirs]: &[[String; 2]; 3]) -> Decor {
    Decor::new(comment(&base[0], &ours[0], &theirs[0]), comment(&base[1], &ours[1], &theirs[1]))
}

/// A comment, three ways; both, where both sides changed it.
fn comment(base: &str, ours: &str, theirs: &str) -> String {
    match three_ways(base, ours, theirs) {
        Some(text) => text.to_owned(),
        None if ours.trim().is_empty() => theirs.to_owned(),
        None if theirs.trim().is_empty() => ours.to_owned(),
        None => {
            let (first, second) = if ours < theirs { (ours, theirs) } else { (theirs, ours) };
            let join = if first.ends_with('\n') || second.starts_with('\n') { "" } else { "\n" };
            if first.contains(second.trim()) { first.to_owned() } else { format!("{first}{join}{second}") }
        }
    }
}

/// Takes a comment away from before the tables of a document.
fn strip(table: &mut Table, text: &str) {
    let clean = |table: &mut Table| {
        let [before, after] = decor_text(Some(table.decor()));
        if before.contains(text) {
            *table.decor_mut() =
                Decor::new(before.replacen(text, "", 1).trim_start_matches('\n'), after.as_str());
        }
    };
    for (_, item) in table.iter_mut() {
        match item {
            Item::Table(inner) => clean(inner),
            Item::ArrayOfTables(list) => list.iter_mut().for_each(clean),
            _ => {}
        }
    }
}

/// Numbers the tables in the order in which they are to be written.
fn number(table: &mut Table, next: &mut isize) {
    for (_, item) in table.iter_mut() {
        let mut give = |table: &mut Table| {
            table.set_position(Some(*next));
            *next += 1;
            number(table, next);
        };
        match item {
            Item::Table(inner) => give(inner),
            Item::ArrayOfTables(list) => list.iter_mut().for_each(give),
            _ => {}
        }
    }
}
