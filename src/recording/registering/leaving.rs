//! Leaving: `linli volunteer leave`, and what somebody who leaves leaves behind.

use super::{Flags, text_of, tidy};
use crate::arithmetic::captain::captains_but;
use crate::arithmetic::requests::requests;
use crate::books::Books;
use crate::error::{Error, Result};
use crate::ledgers::Role;
use crate::model::{Day, PlaceId};
use crate::recording::typed::read_cell;
use crate::recording::{Entry, Setting};
use crate::registers::line::with_changed_line;
use crate::registers::volunteers::FIELDS;
use crate::registers::{Service, VOLUNTEERS};
use crate::said;
use crate::words::{Said, count_of};

/// Ends every service of a volunteer (or those of one group, `--group`) after the day of the setting.
///
/// # Errors
/// Nobody of this name; nothing is left to end; a service would end before it began.
pub fn leave(books: &Books, name: &str, flag: &Flags, setting: &Setting) -> Result<Entry> {
    let mut entry = Entry::default();
    let all = super::service_rows(books.registers, name)?;
    let (name, last) = (all.first().map_or_else(|| tidy(name), |s| s.volunteer.clone()), setting.day);
    let group = match (flag("group"), FIELDS.iter().find(|f| f.name == "group")) {
        (Some(typed), Some(field)) => {
            Some(read_cell(field, &typed, books.registers, setting.today, &mut entry.doubts)?)
        }
        _ => None,
    };
    let asked = |s: &&Service| group.as_ref().is_none_or(|g| s.group == *g);
    let ending: Vec<&Service> =
        all.iter().copied().filter(asked).filter(|s| s.until.is_none_or(|until| until > last)).collect();
    if ending.is_empty() {
        let until = all.iter().filter(|s| asked(s)).filter_map(|s| s.until).max();
        return Err(match (until, group) {
            (Some(until), _) => Error::refused(said!("{name} left on {until}", "{name} 已于 {until} 离任")),
            (None, Some(group)) => {
                Error::usage(said!("{name} does not serve in {group}", "{name} 不在 {group} 小组"))
            }
            (None, None) => Error::usage(said!("{name} has no service to end", "{name} 没有可结束的任职")),
        });
    }
    if let Some(since) = ending.iter().filter_map(|s| s.since).filter(|since| *since > last).min() {
        return Err(Error::usage(said!(
            "{name} begins on {since}, after {last}",
            "{name} 从 {since} 才开始任职，晚于 {last}"
        )));
    }
    let mut text = text_of(books, VOLUNTEERS)?;
    for service in &ending {
        text = with_changed_line(&text, FIELDS, service.line, &vec![("until", last.to_string())]);
        let (group, role) = (&service.group, service.role.words());
        let place =
            if service.place_text.is_empty() { String::new() } else { format!(" {}", service.place_text) };
        entry.effects.push(said!(
            "{group}, {role}{place}: until {last}",
            "{group} {role}{place}：任职到 {last}",
            role = (role.en, role.zh)
        ));
    }
    let stays = all.iter().any(|s| !ending.iter().any(|e| e.line == s.line) && s.on(last.plus(1)));
    entry.doubts.extend(left_behind(books, &ending, last, !stays, setting));
    entry.subject = format!("volunteer: {name} leaves, last day {last}");
    entry.registers.push((VOLUNTEERS.to_owned(), text));
    Ok(entry)
}

/// What nobody looks after once these services of one person have ended: units without a captain, groups without a
/// leader, and (where the person leaves `altogether`) requests that are the person's.
pub fn left_behind(
    books: &Books,
    ending: &[&Service],
    last: Day,
    altogether: bool,
    setting: &Setting,
) -> Vec<Said> {
    let Some(name) = ending.first().map(|s| s.volunteer.as_str()) else { return Vec::new() };
    let (registers, places) = (books.registers, books.registers.names.places());
    let after = last.plus(1);
    let mut said = Vec::new();
    let mut bare: Vec<PlaceId> = Vec::new();
    for place in ending.iter().filter(|s| s.role == Role::Captain).filter_map(|s| s.place) {
        let units = match places.unit_of(place) {
            Some(unit) => vec![unit],
            None => places.units(place).collect(),
        };
        bare.extend(units.into_iter().filter(|&u| captains_but(registers, u, after, name).is_empty()));
    }
    bare.sort();
    bare.dedup();
    if !bare.is_empty() {
        let codes: Vec<&str> = bare.iter().map(|p| places.code(*p)).collect();
        let (en, zh) = (codes.join(", "), codes.join("、"));
        said.push(said!(
            "without {name}, {en} has no captain from {after} on",
            "{name} 离任后，{zh} 从 {after} 起没有楼长"
        ));
    }
    for service in ending.iter().filter(|s| s.role == Role::Leader) {
        let group = &service.group;
        let leads =
            |s: &&Service| s.role == Role::Leader && s.group == *group && s.volunteer != name && s.on(after);
        if !registers.services.iter().any(|s| leads(&s)) {
            said.push(said!("nobody leads {group} from {after} on", "{group} 从 {after} 起没有组长"));
        }
    }
    if altogether {
        said.extend(errands_left(books, name, setting));
    }
    said
}

/// The open requests that are a person's.
fn errands_left(books: &Books, name: &str, setting: &Setting) -> Option<Said> {
    let runner = books.registers.names.volunteer(name)?;
    let states = requests(books, setting.today, setting.at);
    let own: Vec<String> = states
        .iter()
        .filter(|r| r.is_open() && !r.is_unconfirmed() && r.runner == Some(runner))
        .map(|r| r.request.to_string())
        .collect();
    let first = own.first()?;
    let (n, list) = (count_of(own.len(), "open request", "open requests", "件未结求助"), own.join(", "));
    Some(said!(
        "{name} has {n}: {list}; hand over with linli request take {first} --runner NAME",
        "{name} 手上还有 {n}：{list}；转交请用 linli request take {first} --runner 姓名",
        n = (n.en, n.zh)
    ))
}
