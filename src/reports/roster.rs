//! `roster`: who serves in which group, in which role, on that day.

use super::{Asked, Report, behind};
use crate::books::Books;
use crate::error::Result;
use crate::ledgers::Role;
use crate::model::{Cell, Page, Rows, text};
use crate::registers::{Named, Service};
use crate::said;
use crate::words::{Said, words};

/// The report.
pub const ROSTER: Report = Report {
    name: "roster",
    title: words("Roster", "花名册"),
    about: words("who serves in which group, in which role", "各小组成员及职务"),
    by: &[],
    needs: &[],
    across: &[],
    make,
    behind: behind::roster,
};

/// The services held on the day of the report, by group, then rank, then as the register has them.
pub(super) fn serving<'a>(books: &Books<'a>, asked: &Asked) -> Vec<&'a Service> {
    let groups = &books.registers.community.groups;
    let rank = |role| match role {
        Role::Leader => 0,
        Role::Deputy => 1,
        Role::Assistant => 2,
        Role::Captain => 3,
        Role::Member => 4,
    };
    let mut services: Vec<&Service> = books
        .registers
        .services
        .iter()
        .filter(|s| s.on(asked.as_of))
        .filter(|s| asked.place.is_none() || s.place.is_some_and(|place| asked.has_place(books, place)))
        .collect();
    services.sort_by_key(|s| {
        let group = groups.iter().position(|g| g.code == s.group).unwrap_or(groups.len());
        (group, rank(s.role), s.place)
    });
    services
}

/// Where somebody serves; outside the community no home.
pub(super) fn shown_post(books: &Books, asked: &Asked, service: &Service) -> Cell {
    match service.place.filter(|_| asked.leaves()) {
        Some(place) => asked.shown_code(books, place),
        None if asked.leaves() => Cell::Absent,
        None => Cell::text(service.place_text.clone()),
    }
}

fn make(books: &Books, asked: &Asked) -> Result<Page> {
    let services = serving(books, asked);
    let row = |s: &&Service| {
        vec![
            books.registers.community.group_cell(&s.group),
            Cell::Code(s.role.code(), s.role.words()),
            asked.shown_name(books, &s.volunteer),
            shown_post(books, asked, s),
            s.since.map_or(Cell::Absent, Cell::Day),
        ]
    };
    let day = asked.as_of;
    let people: std::collections::BTreeSet<&str> = services.iter().map(|s| s.volunteer.as_str()).collect();
    let n = people.len();
    let mut below = vec![said!("{n} volunteers", "共 {n} 人")];
    below.extend(leaderless(books, asked));
    let table = Rows {
        name: "roster",
        title: said!("Roster, {day}", "花名册（{day}）"),
        columns: vec![
            text("group", "Group", "小组"),
            text("role", "Role", "职务"),
            text("volunteer", "Volunteer", "志愿者"),
            text("place", "Place", "位置"),
            text("since", "Since", "开始"),
        ],
        rows: services.iter().map(row).collect(),
        below,
        ..Rows::default()
    };
    Ok(table.into())
}

/// The groups that nobody leads on the day of the report.
fn leaderless(books: &Books, asked: &Asked) -> Option<Said> {
    let community = &books.registers.community;
    let led = |code: &str| {
        let services = books.registers.services.iter();
        services.filter(|s| s.role == Role::Leader && s.group == code).any(|s| s.on(asked.as_of))
    };
    let none: Vec<String> = community.groups.iter().filter(|g| !led(&g.code)).map(shown).collect();
    let (en, zh) = (none.join(", "), none.join("、"));
    (!none.is_empty() && asked.place.is_none()).then(|| said!("no leader: {en}", "没有组长：{zh}"))
}

fn shown(group: &Named) -> String {
    let (code, name) = (&group.code, &group.name);
    if name.is_empty() || name == code { code.clone() } else { format!("{name} ({code})") }
}
