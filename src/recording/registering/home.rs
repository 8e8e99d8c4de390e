//! Homes: those that the pattern of a building does not make, those that do not exist, and whom to ask for there.

use super::super::typed::read_place;
use super::{Flags, nothing_changes, tidy};
use crate::books::Books;
use crate::error::{Error, Result};
use crate::ledgers::{Census, LEDGERS, Row};
use crate::model::{PlaceId, PlaceKind};
use crate::recording::Entry;
use crate::registers::COMMUNITY;
use crate::registers::contacts::{CONTACTS, FIELDS};
use crate::registers::line::{Cells, with_line};
use crate::registers::toml_text::{TomlText, push, remove};
use crate::said;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// The latest effective census row of each place.
pub fn latest<'b>(books: &'b Books) -> BTreeMap<PlaceId, &'b Row<'b, Census<'b>>> {
    let mut latest: BTreeMap<PlaceId, &Row<Census>> = BTreeMap::new();
    for row in books.census.effective() {
        let key = |r: &Row<Census>| (r.head.date, r.head.at, r.head.id);
        let slot = latest.entry(row.body.place).or_insert(row);
        if key(row) > key(slot) {
            *slot = row;
        }
    }
    latest
}

/// A home that exists, as typed.
///
/// # Errors
/// There is no such place, or it is no home.
pub fn home_place(books: &Books, typed: &str, entry: &mut Entry) -> Result<PlaceId> {
    let places = books.registers.names.places();
    let place = read_place(typed, &books.registers.names, &mut entry.doubts)?;
    if places.get(place).kind == PlaceKind::Home {
        return Ok(place);
    }
    let code = places.code(place);
    Err(Error::usage(said!("{code} is not a home", "{code} 不是户"))
        .hint(said!("name the home, such as {code}-101", "请写到户，例如 {code}-101")))
}

/// Adds a home that the pattern of its building does not make.
///
/// # Errors
/// It exists already; its unit does not exist or is not named.
pub fn add_home(books: &Books, typed: &str, flag: &Flags) -> Result<Entry> {
    let places = books.registers.names.places();
    let text: String =
        typed.trim().nfkc().map(|c| if "‐‑‒–—―−～〜_".contains(c) { '-' } else { c }).collect();
    let mut entry = Entry::default();
    if let Some(place) =
        places.typed(&text, None).ok().map(|p| p.id).filter(|p| places.get(*p).kind == PlaceKind::Home)
    {
        let code = places.code(place);
        return Err(Error::refused(said!("the home {code} exists already", "{code} 已存在"))
            .hint(said!("linli home show {code}", "linli home show {code}")));
    }
    let how =
        || said!("building, unit and room with dashes: 3-1-商101", "请写成 楼-单元-室号，例如 3-1-商101");
    let Some((outer, room)) = text
        .rsplit_once('-')
        .map(|(o, r)| (o.trim(), r.trim()))
        .filter(|(o, r)| !o.is_empty() && !r.is_empty())
    else {
        return Err(Error::usage(said!("`{typed}` is not a home", "“{typed}”不是户")).hint(how()));
    };
    let outer = read_place(outer, &books.registers.names, &mut entry.doubts)?;
    let (Some(unit), Some(building)) = (places.unit_of(outer), places.building_of(outer)) else {
        let code = places.code(outer);
        return Err(Error::usage(said!(
            "the unit is missing: {code} has several",
            "缺少单元：{code} 有多个单元"
        ))
        .hint(how()));
    };
    if places.get(outer).kind == PlaceKind::Home {
        return Err(Error::usage(said!("`{typed}` is not a home", "“{typed}”不是户")).hint(how()));
    }
    let (home, building) = (format!("{}-{room}", places.code(unit)), places.code(building).to_owned());
    let mut toml = TomlText::read(&super::text_of(books, COMMUNITY)?)?;
    let table = toml.entry("building", &building)?;
    if !remove(table, "except", |code| same_home(code, &home)) {
        push(table, "extra", &home);
    }
    entry.subject = format!("home: add {home}");
    entry.registers.push((COMMUNITY.to_owned(), toml.to_string()));
    entry.registers.extend(contact(&home, flag, &mut entry.effects)?);
    Ok(entry)
}

/// Takes a home away (`removed`), or writes whom to ask for there into the private contacts. `flag("contacts")` is the
/// contacts file's present text.
///
/// # Errors
/// There is no such home; nothing would change.
pub fn edit_home(books: &Books, typed: &str, removed: bool, flag: &Flags) -> Result<Entry> {
    let mut entry = Entry::default();
    let place = home_place(books, typed, &mut entry)?;
    let places = books.registers.names.places();
    let home = places.code(place).to_owned();
    entry.subject = format!("home: edit {home}");
    if removed {
        unused(books, place)?;
        let building = places.building_of(place).map(|b| places.code(b).to_owned()).unwrap_or_default();
        let mut toml = TomlText::read(&super::text_of(books, COMMUNITY)?)?;
        let table = toml.entry("building", &building)?;
        if !remove(table, "extra", |code| same_home(code, &home)) {
            push(table, "except", &home);
        }
        entry.subject = format!("home: remove {home}");
        entry.registers.push((COMMUNITY.to_owned(), toml.to_string()));
    }
    entry.registers.extend(contact(&home, flag, &mut entry.effects)?);
    if entry.registers.is_empty() {
        return Err(nothing_changes().hint(said!(
            "--remove, or --name, --phone, --note for the private contacts",
            "可用 --remove，或用 --name、--phone、--note 登记私密联系人"
        )));
    }
    Ok(entry)
}

/// Refuses to take away a home that rows name.
fn unused(books: &Books, home: PlaceId) -> Result<()> {
    let (places, mut ids) = (books.registers.names.places(), Vec::new());
    for ledger in LEDGERS {
        let Some(at) = ledger.position("place") else { continue };
        for head in books.heads(ledger) {
            if places.find(books.cells(ledger, head.origin)[at].as_bytes()) == Some(home) {
                ids.push(head.id.to_string());
            }
        }
    }
    let Some(first) = ids.first() else { return Ok(()) };
    let (code, n) = (places.code(home), crate::words::count_of(ids.len(), "row names", "rows name", "行"));
    Err(Error::refused(said!(
        "{n} {code}, such as {first}: a home with a history is not removed",
        "已有 {n}记录涉及 {code}（如 {first}），不能去掉",
        n = (n.en, n.zh)
    ))
    .hint(said!("if nobody lives there: linli census {code}=0", "如果已无人居住：linli census {code}=0")))
}

/// True if a code of `extra` or `except` is this home: a building without units leaves the 0 out.
fn same_home(written: &str, home: &str) -> bool {
    written == home || home.contains("-0-") && written == home.replacen("-0-", "-", 1)
}

/// The new text of the contacts, if whom to ask for was typed.
fn contact(
    home: &str,
    flag: &Flags,
    effects: &mut Vec<crate::words::Said>,
) -> Result<Option<(String, String)>> {
    let mut cells: Cells =
        ["name", "phone", "note"].into_iter().filter_map(|n| Some((n, tidy(&flag(n)?)))).collect();
    if cells.is_empty() {
        return Ok(None);
    }
    let text = flag("contacts").unwrap_or_default();
    let source = crate::store::text::Source::new(CONTACTS, text.clone().into_bytes());
    let mut faults = Vec::new();
    let table = crate::registers::table::read(&source, FIELDS, &mut faults);
    let own: Vec<_> = table.entries.iter().filter(|e| e.get("place") == home).collect();
    let named = cells.iter().find(|(n, _)| *n == "name").map(|(_, v)| v.clone());
    let line = match own.as_slice() {
        [] => None,
        [one] => Some(one),
        several => {
            let same = named.and_then(|name| several.iter().find(|e| e.get("name") == name));
            Some(same.ok_or_else(|| {
                Error::usage(said!("several people are noted for {home}", "{home} 登记了多位联系人"))
                    .hint(said!("say which with --name as it stands there", "请用 --name 写明已登记的姓名"))
            })?)
        }
    };
    let new = match line {
        None => {
            cells.insert(0, ("place", home.to_owned()));
            with_line(&text, FIELDS, &cells)
        }
        Some(entry) => {
            cells.retain(|(name, value)| entry.get(name) != value);
            if cells.is_empty() {
                return Err(nothing_changes());
            }
            crate::registers::line::with_changed_line(&text, FIELDS, entry.line, &cells)
        }
    };
    effects.push(said!(
        "whom to ask for at {home} is kept in {CONTACTS}, outside git",
        "{home} 的联系人保存在 {CONTACTS}，不进入 git"
    ));
    Ok(Some((CONTACTS.to_owned(), new)))
}
