//! The roster: `linli volunteer add`, `linli volunteer edit`. One row for each volunteer, group and role.

use super::super::typed::{read_cell, read_volunteer};
use super::leaving::left_behind;
use super::{Flags, change_line, nothing_changes, pieces, text_of, tidy, wonder_same};
use crate::books::Books;
use crate::error::{Error, Result};
use crate::ledgers::{Field, Role};
use crate::model::Day;
use crate::recording::{Entry, Setting};
use crate::registers::line::{Cells, with_line};
use crate::registers::volunteers::FIELDS;
use crate::registers::{NameKind, Registers, Service, VOLUNTEERS};
use crate::said;
use crate::words::any_of;

/// The services of one volunteer.
///
/// # Errors
/// Nobody of this name is on the roster; the nearest are named.
pub fn service_rows<'r>(registers: &'r Registers, name: &str) -> Result<Vec<&'r Service>> {
    let id = read_volunteer(&tidy(name), &registers.names)?;
    let name = registers.names.volunteer_name(id);
    Ok(registers.services.iter().filter(|s| s.volunteer == name).collect())
}

fn field(name: &str) -> &'static Field {
    FIELDS.iter().find(|f| f.name == name).unwrap_or(&FIELDS[0])
}

/// A typed value of a column, in the form of the register; empty stays empty.
fn typed(
    name: &'static str,
    text: &str,
    books: &Books,
    today: Day,
    entry: &mut Entry,
) -> Result<(&'static str, String)> {
    let value = match name {
        _ if text.trim().is_empty() => String::new(),
        "skills" => pieces(text).join("|"),
        _ => read_cell(field(name), &tidy(text), books.registers, today, &mut entry.doubts)?,
    };
    Ok((name, value))
}

/// Puts a volunteer on the roster, in a group and a role.
///
/// # Errors
/// A group or role that is not one, or missing; the same volunteer, group and role is there already.
pub fn add_service(books: &Books, name: &str, flag: &Flags, setting: &Setting) -> Result<Entry> {
    let name = tidy(name);
    if name.is_empty() || name.starts_with('-') || name.contains(['|', '"']) {
        return Err(Error::usage(said!(
            "`{name}` cannot be a volunteer's name",
            "“{name}”不能作为志愿者姓名"
        )));
    }
    let mut entry = Entry::default();
    let mut cells: Cells = vec![("volunteer", name.clone())];
    for required in ["group", "role"] {
        let Some(text) = flag(required).filter(|t| !t.trim().is_empty()) else {
            let codes: Vec<String> = match required {
                "group" => books
                    .registers
                    .community
                    .groups
                    .iter()
                    .map(|g| format!("{} {}", g.code, g.name))
                    .collect(),
                _ => Role::CHOICES.iter().map(|c| format!("{} {}", c.code, c.words.zh)).collect(),
            };
            let (list, meaning) = (any_of(&codes), field(required).meaning);
            return Err(Error::usage(said!(
                "--{required} is missing: {h}",
                "缺少 --{required}：{h}",
                h = (meaning.en, meaning.zh)
            ))
            .hint(said!("one of {l}", "可用：{l}", l = (list.en, list.zh))));
        };
        cells.push(typed(required, &text, books, setting.today, &mut entry)?);
    }
    let (group, role) = (cells[1].1.clone(), cells[2].1.clone());
    if let Some(same) = books
        .registers
        .services
        .iter()
        .find(|s| s.volunteer == name && s.group == group && s.role.code() == role)
    {
        let hint = match same.until {
            Some(until) => said!(
                "until {until}; to take them on again: linli volunteer edit {name} --group {group} --role {role} --until ''",
                "已于 {until} 结束；重新任用：linli volunteer edit {name} --group {group} --role {role} --until ''"
            ),
            None => {
                said!("to change the row: linli volunteer edit {name}", "修改：linli volunteer edit {name}")
            }
        };
        return Err(Error::refused(said!(
            "{name} is {role} of {group} already",
            "{name} 已是 {group} 的 {role}"
        ))
        .hint(hint));
    }
    for name in ["place", "skills", "since", "until", "note"] {
        if let Some(text) = flag(name) {
            cells.push(typed(name, &text, books, setting.today, &mut entry)?);
        }
    }
    let place = cells.iter().find(|(n, _)| *n == "place").map(|(_, v)| v.clone()).unwrap_or_default();
    if role == Role::Captain.code() && place.is_empty() {
        entry.doubts.push(said!(
            "a captain without a building or unit: --place 3-2",
            "楼长没有写所负责的楼或单元：--place 3-2"
        ));
    }
    in_order(&cells, None)?;
    let roster = books.registers.names.list(NameKind::Volunteer);
    if !roster.contains(&name) {
        entry.doubts.extend(wonder_same(&name, roster.iter().map(String::as_str)));
    }
    entry.subject =
        format!("volunteer: add {name} ({group} {role}{}{place})", if place.is_empty() { "" } else { " " });
    entry.registers.push((VOLUNTEERS.to_owned(), with_line(&text_of(books, VOLUNTEERS)?, FIELDS, &cells)));
    Ok(entry)
}

/// Changes one row of the roster: `group` and `role` say which, the others are the new values; `end` is the last day.
///
/// # Errors
/// Nobody of this name; several rows and no word on which; nothing would change.
pub fn edit_service(books: &Books, name: &str, flag: &Flags, setting: &Setting) -> Result<Entry> {
    let mut entry = Entry::default();
    let rows = service_rows(books.registers, name)?;
    let mut which = |name| flag(name).map(|t| typed(name, &t, books, setting.today, &mut entry)).transpose();
    let (group, role) = (which("group")?, which("role")?);
    let matching: Vec<&&Service> = rows
        .iter()
        .filter(|s| group.as_ref().is_none_or(|(_, g)| s.group == *g))
        .filter(|s| role.as_ref().is_none_or(|(_, r)| s.role.code() == r))
        .collect();
    let service = match matching.as_slice() {
        [one] => **one,
        found => {
            let name = &rows[0].volunteer;
            let list: Vec<String> =
                rows.iter().map(|s| format!("--group {} --role {}", s.group, s.role.code())).collect();
            let list = any_of(&list);
            let (message, hint) = match found.is_empty() {
                true => (
                    said!("{name} has no such row on the roster", "花名册中“{name}”没有这一行"),
                    said!(
                        "there is {l}; another role is another row: linli volunteer add {name}",
                        "现有 {l}；另一职务请另加一行：linli volunteer add {name}",
                        l = (list.en, list.zh)
                    ),
                ),
                false => (
                    said!("{name} has several rows on the roster", "“{name}”在花名册中有多行"),
                    said!("say which: {l}", "请指明是哪一行：{l}", l = (list.en, list.zh)),
                ),
            };
            return Err(Error::usage(message).hint(hint));
        }
    };
    let mut cells = Cells::new();
    for name in ["place", "skills", "since", "until", "note"] {
        if let Some(text) = flag(name) {
            cells.push(typed(name, &text, books, setting.today, &mut entry)?);
        }
    }
    if let Some(text) = flag("end") {
        let day = if text.trim().is_empty() { "today" } else { text.trim() }.to_owned();
        cells.retain(|(n, _)| *n != "until");
        cells.push(typed("until", &day, books, setting.today, &mut entry)?);
    }
    if cells.is_empty() {
        return Err(nothing_changes().hint(said!(
            "--place, --skills, --since, --until, --note, or --end DAY for leaving",
            "可改 --place、--skills、--since、--until、--note；离任用 --end 日期"
        )));
    }
    in_order(&cells, Some(service))?;
    let (name, group, role) = (&service.volunteer, &service.group, service.role.code());
    entry.subject = format!("volunteer: edit {name} ({group} {role})");
    let last = cells.iter().find(|(n, _)| *n == "until").and_then(|(_, day)| Day::parse(day).ok());
    if let Some(last) = last {
        let stays = rows.iter().filter(|s| s.line != service.line).any(|s| s.on(last.plus(1)));
        entry.doubts.extend(left_behind(books, &[service], last, !stays, setting));
    }
    change_line(books, VOLUNTEERS, FIELDS, service.line, cells, &mut entry)?;
    Ok(entry)
}

/// Refuses an end before the beginning.
fn in_order(cells: &Cells, old: Option<&Service>) -> Result<()> {
    let day = |name: &str, before: Option<Day>| match cells.iter().find(|(n, _)| *n == name) {
        Some((_, text)) => Day::parse(text).ok(),
        None => before,
    };
    match (day("since", old.and_then(|s| s.since)), day("until", old.and_then(|s| s.until))) {
        (Some(since), Some(until)) if until < since => Err(Error::usage(said!(
            "the service would end on {until}, before it began on {since}",
            "结束日期 {until} 早于开始日期 {since}"
        ))),
        _ => Ok(()),
    }
}
