//! Shifts: who served where, from when to when, and whether it was too much.

use super::outgoing::refuse_future;
use super::typed::{read_cell, read_volunteer};
use super::{Entry, Setting};
use crate::arithmetic::requests::hours;
use crate::arithmetic::shifts::{LONGEST_DAY, ShiftRow, Span, minutes_of};
use crate::books::Books;
use crate::error::{Error, Result};
use crate::ledgers::{Draft, Shift};
use crate::model::{Moment, RowId, typed_moment};
use crate::registers::{GroupId, VolunteerId};
use crate::said;
use crate::words::any_of;

/// A shift as typed, of one person or several.
#[derive(Clone, Copy, Debug, Default)]
pub struct TypedShift<'t> {
    /// The group; may be left out where everybody serves in exactly one.
    pub group: Option<&'t str>,
    /// Where.
    pub post: &'t str,
    /// When it began.
    pub start: &'t str,
    /// When it ended; before the start means the next day.
    pub end: &'t str,
}

/// The names in one word: `朱婷、丁一帆` is two.
pub fn each_name(word: &str) -> impl Iterator<Item = &str> {
    word.split(['、', ',', '，']).map(str::trim).filter(|name| !name.is_empty())
}

/// One operation for a shift that some people had together, and the row that says the same already, if there is one.
///
/// # Errors
/// Somebody is not on the roster, or serves in several groups and none is named; the times are none, or are the same.
pub fn shifts(
    books: &Books,
    people: &[String],
    typed: &TypedShift,
    setting: &Setting,
) -> Result<(Entry, Option<RowId>)> {
    let names = &books.registers.names;
    let (start, end) = (typed_moment(typed.start)?, typed_moment(typed.end)?);
    let span = Span::between(start.minutes(), end.minutes());
    if span.start == span.end {
        return Err(Error::usage(said!(
            "the shift would begin and end at {start}",
            "值班的开始和结束都是 {start}"
        ))
        .hint(said!("a whole day is --start 0:00 --end 24:00", "全天请写 --start 0:00 --end 24:00")));
    }
    let mut volunteers: Vec<VolunteerId> = Vec::new();
    for name in people.iter().flat_map(|p| each_name(p)) {
        let volunteer = read_volunteer(name, names)?;
        if !volunteers.contains(&volunteer) {
            volunteers.push(volunteer);
        }
    }
    let group = match (typed.group, Shift::LEDGER.field("group")) {
        (Some(text), Some(field)) => {
            let code = read_cell(field, text, books.registers, setting.today, &mut Vec::new())?;
            names.group(&code)
        }
        _ => None,
    };
    let mut entry = Entry::default();
    let (mut rows, mut same) = (Vec::new(), None);
    for volunteer in &volunteers {
        let group = match group {
            Some(group) => {
                wonder_at_group(books, *volunteer, group, setting, &mut entry);
                group
            }
            None => only_group(books, *volunteer, setting)?,
        };
        same = same.or_else(|| judge(books, *volunteer, span, setting, &mut entry));
        rows.push(
            Draft::new(&Shift::LEDGER)
                .set("date", setting.day.to_string())
                .set("volunteer", names.volunteer_name(*volunteer))
                .set("group", names.group_code(group))
                .set("post", typed.post.trim())
                .set("start", start.to_string())
                .set("end", end.to_string()),
        );
    }
    refuse_future(&mut entry, setting);
    let first = volunteers.first().map_or_else(String::new, |v| names.volunteer_name(*v));
    let who = if rows.len() == 1 { first } else { format!("{first} … ({} people)", rows.len()) };
    entry.subject = format!("shifts: {who} {start}–{end}");
    entry.documents.push(super::Document { rows });
    Ok((entry, same))
}

/// The one group in which somebody serves on the day, else ever.
fn only_group(books: &Books, volunteer: VolunteerId, setting: &Setting) -> Result<GroupId> {
    let names = &books.registers.names;
    let name = names.volunteer_name(volunteer);
    let own = books.registers.services.iter().filter(|s| s.volunteer == name);
    let (now, ever): (Vec<_>, Vec<_>) = own.partition(|s| s.on(setting.day));
    let mut groups: Vec<&str> =
        (if now.is_empty() { &ever } else { &now }).iter().map(|s| s.group.as_str()).collect();
    groups.sort_unstable();
    groups.dedup();
    if let [one] = groups[..]
        && let Some(group) = names.group(one)
    {
        return Ok(group);
    }
    let list = any_of(&groups);
    Err(Error::usage(said!("{name} serves in several groups", "{name} 在多个小组任职")).hint(said!(
        "say for which it was: --group {l}",
        "请指明是哪个小组：--group {l}",
        l = (list.en, list.zh)
    )))
}

/// Wonders at a shift for a group in which the person does not serve on the day.
fn wonder_at_group(
    books: &Books,
    volunteer: VolunteerId,
    group: GroupId,
    setting: &Setting,
    entry: &mut Entry,
) {
    let names = &books.registers.names;
    let (name, code, day) = (names.volunteer_name(volunteer), names.group_code(group), setting.day);
    let own = || books.registers.services.iter().filter(|s| s.volunteer == name && s.group == code);
    if own().any(|s| s.on(day)) {
        return;
    }
    entry.doubts.push(match own().next() {
        None => said!("{name} does not serve in {code}", "{name} 不在 {code} 小组"),
        Some(_) => said!("{name} does not serve in {code} on {day}", "{name} 在 {day} 不在 {code} 小组任职"),
    });
}

/// Says the person's hours of the day, and wonders at what overlaps and at more than twelve hours. The row that has
/// the same times, if there is one.
fn judge(
    books: &Books,
    volunteer: VolunteerId,
    span: Span,
    setting: &Setting,
    entry: &mut Entry,
) -> Option<RowId> {
    let (name, day) = (books.registers.names.volunteer_name(volunteer), setting.day);
    let near = |row: &&ShiftRow| row.body.volunteer == volunteer && row.head.date.since(day).abs() <= 1;
    let (mut spans, mut same) = (vec![span], None);
    for row in books.shifts.effective().filter(near) {
        let own = Span::of(&row.body);
        if row.head.date == day {
            spans.push(own);
            if own == span {
                same = same.or(Some(row.head.id));
            }
        }
        if own.later(row.head.date.since(day)).overlaps(span) {
            let (id, from, to) = (row.head.id, clock(row.body.start), clock(row.body.end));
            entry.doubts.push(said!(
                "{name} has another shift at that time: {from}–{to} ({id})",
                "{name} 同一时间还有一班：{from}–{to}（{id}）"
            ));
        }
    }
    let (shift, before) = (span.end - span.start, spans.len() - 1);
    let minutes = minutes_of(spans);
    let (this, all) = (hours(shift * 60), hours(minutes * 60));
    entry.effects.push(match before {
        0 => said!("{name}: {this} h on {day}", "{name}：{day} 值班 {this} 小时"),
        _ => said!(
            "{name}: {this} h, in all {all} h on {day}",
            "{name}：本班 {this} 小时，{day} 共 {all} 小时"
        ),
    });
    if minutes > LONGEST_DAY {
        entry.doubts.push(said!(
            "{name} is on duty for {all} hours on {day}: more than 12, let somebody take over",
            "{name} {day} 值班已达 {all} 小时，超过 12 小时，请安排人接替"
        ));
    }
    same
}

fn clock(moment: Moment) -> String {
    moment.to_string()
}
