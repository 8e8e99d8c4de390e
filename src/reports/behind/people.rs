//! Behind the census, the roster and the volunteers' hours.

use super::{Behind, Line, Registered};
use crate::arithmetic::census::{CensusRows, InForce};
use crate::arithmetic::coverage::Level;
use crate::arithmetic::requests::hours;
use crate::arithmetic::shifts::{Span, by_group, minutes_of};
use crate::books::Books;
use crate::model::{Cell, PlaceId, PlaceKind, Quantity};
use crate::registers::VOLUNTEERS;
use crate::reports::Asked;
use crate::reports::caution::level as level_of;
use crate::words::words;

/// Behind `census`: the rows in force.
pub fn census(books: &Books, asked: &Asked, line: &Line) -> Behind {
    let (rows, places) = (CensusRows::of(books), books.registers.names.places());
    let in_force = rows.in_force(asked.as_of);
    let mut behind = Behind::default();
    let level = level_of(asked, super::super::census::REPORT.by).unwrap_or(Level::Building);
    if let Some(place) = places.find(line.text("place").as_bytes()) {
        match (places.get(place).kind, level) {
            (PlaceKind::Home, _) => observed(&in_force, place, &mut behind),
            (PlaceKind::Unit, _) => unit(books, &in_force, place, &mut behind),
            _ => places.units(place).for_each(|inner| unit(books, &in_force, inner, &mut behind)),
        }
    }
    behind
        .sums(&["households", "residents", "present"])
        .told("homes", words("the homes that exist, by community.toml", "community.toml 中的套数"), None)
        .told("unknown_homes", words("homes that exist and have no row", "没有登记的户"), None)
}

fn unit(books: &Books, in_force: &InForce, unit: PlaceId, behind: &mut Behind) {
    match in_force.is_whole(unit) {
        true => observed(in_force, unit, behind),
        false => books.registers.names.places().homes(unit).for_each(|home| observed(in_force, home, behind)),
    }
}

fn observed(in_force: &InForce, place: PlaceId, behind: &mut Behind) {
    if let (Some(row), Some(people)) = (in_force.row(place), in_force.observed(place)) {
        let figures =
            [("households", people.households), ("residents", people.residents), ("present", people.present)];
        for (figure, n) in figures {
            behind.add(figure, &row.head, Some(Quantity::whole(n)), "");
        }
    }
}

/// Behind `roster`: the lines of the register.
pub fn roster(_: &Books, _: &Asked, line: &Line) -> Behind {
    let mut behind = Behind::default();
    let key = format!("{},{},{},", line.text("volunteer"), line.text("group"), line.text("role"));
    behind.registers.push(Registered { figure: "volunteer", path: VOLUNTEERS, key, amount: None });
    behind
}

/// Behind `volunteers`: the shifts.
pub fn volunteers(books: &Books, asked: &Asked, line: &Line) -> Behind {
    let names = &books.registers.names;
    let mut behind = Behind::default();
    let mut minutes = 0;
    // Beside a second role in the group the shifts are not told again.
    let told_before = *line.cell("shifts") == Cell::Count(0);
    let shifts = by_group(books, |day| asked.has_day(day));
    for ((group, volunteer), served) in shifts.into_iter().filter(|_| !told_before) {
        let name = asked.shown_name(books, &names.volunteer_name(volunteer));
        let group = books.registers.community.group_cell(&names.group_code(group));
        if !line.says("volunteer", &name) || !line.says("group", &group) {
            continue;
        }
        for row in &served.rows {
            let own = minutes_of(vec![Span::of(&row.body)]);
            behind.add("hours", &row.head, Some(hours(own * 60)), "h");
        }
        minutes += served.minutes;
    }
    let shifts = behind.count("hours");
    behind.told("shifts", words("how many rows these are", "以上行数"), Some(shifts)).told(
        "hours",
        words(
            "the minutes of these shifts, those that overlap on a day once",
            "以上班次的分钟数，同日重叠只计一次",
        ),
        Some(hours(minutes * 60)),
    )
}
