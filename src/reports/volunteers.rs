//! `volunteers`: who served how many shifts and hours.

use super::across::{Across, Sum};
use super::asking::total;
use super::drawn::{Drawing, Unit, drawn};
use super::incoming::titled;
use super::roster::{serving, shown_post};
use super::{Asked, Report, behind};
use crate::arithmetic::requests::hours;
use crate::arithmetic::shifts::{LONGEST_DAY, by_group, days as days_of};
use crate::books::Books;
use crate::error::Result;
use crate::model::{Cell, Page, Rows, number, text};
use crate::registers::{GroupId, VolunteerId};
use crate::said;
use crate::words::{Said, words};
use std::collections::BTreeMap;

/// The report.
pub const VOLUNTEERS: Report = Report {
    name: "volunteers",
    title: words("Volunteers", "志愿者"),
    about: words(
        "volunteers, their shifts and hours, and who was on duty too long",
        "志愿者值班次数和小时数，以及谁值班过久",
    ),
    by: &[],
    needs: &["shifts"],
    across: &[Across::table("volunteers", &[Sum::of(&[], &["shifts", "hours"])])],
    make,
    behind: behind::volunteers,
};

const DRAWING: Drawing = Drawing {
    name: "volunteers",
    title: words("On duty", "值班"),
    only_some: true,
    of: "volunteer",
    beside: Some("group"),
    figures: &[("hours", words("hours", "小时"))],
    unit: Unit::Word(words("hours", "小时")),
    ..Drawing::PLAIN
};

fn make(books: &Books, asked: &Asked) -> Result<Page> {
    let names = &books.registers.names;
    let mut served: BTreeMap<(GroupId, VolunteerId), (i64, i64)> = by_group(books, |day| asked.has_day(day))
        .into_iter()
        .map(|(key, served)| (key, (served.rows.len() as i64, served.minutes)))
        .collect();
    let all = served.values().fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
    let figures = |(shifts, minutes): (i64, i64)| [Cell::Count(shifts), hours(minutes * 60).into()];
    let mut rows = Vec::new();
    for s in serving(books, asked) {
        // Shifts are of a volunteer in a group: beside a second role in it they are not told again.
        let key = names.group(&s.group).zip(names.volunteer(&s.volunteer));
        let sum = key.and_then(|key| served.remove(&key)).unwrap_or_default();
        let mut row = vec![
            asked.shown_name(books, &s.volunteer),
            books.registers.community.group_cell(&s.group),
            Cell::Code(s.role.code(), s.role.words()),
            shown_post(books, asked, s),
        ];
        row.extend(figures(sum));
        rows.push(row);
    }
    // Who served without being on the roster of that day is told at the end, without a role.
    for ((group, volunteer), sum) in served.into_iter().filter(|_| asked.place.is_none()) {
        let name = asked.shown_name(books, &names.volunteer_name(volunteer));
        let mut row = vec![
            name,
            books.registers.community.group_cell(&names.group_code(group)),
            Cell::Absent,
            Cell::Absent,
        ];
        row.extend(figures(sum));
        rows.push(row);
    }
    let total = (rows.len() > 1 && asked.place.is_none()).then(|| {
        let mut row = vec![total(), Cell::Absent, Cell::Absent, Cell::Absent];
        row.extend(figures(all));
        row
    });
    let table = Rows {
        name: "volunteers",
        title: titled(VOLUNTEERS.title, asked),
        columns: vec![
            text("volunteer", "Volunteer", "志愿者"),
            text("group", "Group", "小组"),
            text("role", "Role", "职务"),
            text("place", "Place", "位置"),
            number("shifts", "Shifts", "班次"),
            number("hours", "Hours", "小时"),
        ],
        rows,
        total,
        below: tired(books, asked).into_iter().collect(),
        ..Rows::default()
    };
    Ok(drawn(table, Some(&DRAWING)))
}

/// Who was on duty for more than twelve hours in a day.
fn tired(books: &Books, asked: &Asked) -> Option<Said> {
    let mut days: Vec<Said> = Vec::new();
    for ((day, volunteer), served) in days_of(books, |day| asked.has_day(day)) {
        if served.minutes > LONGEST_DAY {
            let name = books.registers.names.volunteer_name(volunteer);
            let name = if asked.public { books.registers.community.privacy.mask.mask(&name) } else { name };
            let hours = hours(served.minutes * 60);
            days.push(said!("{name} {hours} h on {day}", "{name} {day} {hours} 小时"));
        }
    }
    let joined = |pick: fn(&Said) -> &str, comma: &str| days.iter().map(pick).collect::<Vec<_>>().join(comma);
    let list = (joined(|d| &d.en, ", "), joined(|d| &d.zh, "、"));
    (!days.is_empty()).then(|| {
        said!("more than 12 hours in a day: {list}", "一天超过 12 小时：{list}", list = (list.0, list.1))
    })
}
