//! `census`: who lives where, as in force on the day.

use super::across::{Across, Sum};
use super::caution::{damage, guard, level, shown_count, told, total};
use super::drawn::{Drawing, Unit, drawn};
use super::{Asked, Report, behind};
use crate::arithmetic::census::{CensusRows, Counted};
use crate::arithmetic::coverage::Level;
use crate::books::Books;
use crate::error::Result;
use crate::model::{Cell, Page, PlaceId, Rows, number, text};
use crate::said;
use crate::words::{Said, words};

/// The report.
pub const REPORT: Report = Report {
    name: "census",
    title: words("Census", "住户人数"),
    about: words(
        "households, residents and who is there, as in force on the day",
        "当日有效的户数、居住人数和在住人数",
    ),
    by: &["building", "unit", "home"],
    needs: &["census"],
    across: &[Across::table(
        "census",
        &[Sum::of(&[], &["homes", "households", "residents", "present", "unknown_homes"])],
    )],
    make,
    behind: behind::census,
};

const DRAWING: Drawing = Drawing {
    name: "census",
    title: words("Who lives here", "居住和在住人数"),
    of: "place",
    figures: &[("residents", words("residents", "居住")), ("present", words("present", "在住"))],
    unit: Unit::Word(words("people", "人")),
    ..Drawing::PLAIN
};

fn make(books: &Books, asked: &Asked) -> Result<Page> {
    let level = level(asked, REPORT.by)?;
    let rows = CensusRows::of(books);
    let in_force = rows.in_force(asked.as_of);
    let places = books.registers.names.places();
    let wanted = |place: PlaceId| asked.place.is_none_or(|outer| places.covers(outer, place));
    let mut page = Rows { name: "census", title: REPORT.title.into(), ..Rows::default() };
    page.banner.extend(damage(books));
    let left_out: Vec<String> =
        rows.left_out(asked.as_of).into_iter().map(|place| books.registers.names.place_code(place)).collect();
    if !left_out.is_empty() {
        let (en, zh) = (left_out.join(", "), left_out.join("、"));
        let warning = said!(
            "rows that name neither a home nor a unit are not counted: {en}",
            "有的行既不是户也不是单元，未计入：{zh}"
        );
        page.banner.extend(told(asked, vec![warning]));
    }
    let mut counted: Vec<(PlaceId, Counted)> = Vec::new();
    match level {
        Level::Building => {
            counted.extend(places.buildings().map(|building| (building, in_force.at(building))))
        }
        Level::Unit => counted.extend(places.units(PlaceId::WHOLE).map(|unit| (unit, in_force.unit(unit)))),
        Level::Home => {
            for unit in places.units(PlaceId::WHOLE) {
                match in_force.is_whole(unit) && asked.place.is_none_or(|outer| places.covers(outer, unit)) {
                    true => counted.push((unit, in_force.unit(unit))),
                    false => counted.extend(places.homes(unit).map(|home| (home, in_force.homes_of(home)))),
                }
            }
        }
    }
    counted.retain(|(place, _)| match level {
        Level::Building => {
            asked.place.is_none_or(|asked| places.building_of(asked).is_none_or(|b| b == *place))
        }
        Level::Unit | Level::Home => wanted(*place),
    });
    let mut sum = Counted::default();
    for (place, at) in &counted {
        sum += *at;
        let unknown = level == Level::Home && at.unknown_homes > 0;
        page.rows.push(row(books, asked, Cell::text(places.code(*place)), at, unknown));
    }
    if page.rows.len() > 1 {
        page.total = Some(row(books, asked, total(), &sum, false));
    }
    page.columns = vec![
        text("place", "Place", "位置"),
        number("homes", "Homes", "套数"),
        number("households", "Households", "户数"),
        number("residents", "Residents", "居住人数"),
        number("present", "Present", "在住人数"),
        number("unknown_homes", "Unknown", "未登记"),
    ];
    page.below.push(as_of(asked));
    guard(books, asked, &mut page, &[]);
    Ok(drawn(page, (level != Level::Home).then_some(&DRAWING)))
}

fn as_of(asked: &Asked) -> Said {
    let day = asked.as_of;
    said!("as of {day}", "截至 {day}")
}

fn row(books: &Books, asked: &Asked, place: Cell, at: &Counted, unknown: bool) -> Vec<Cell> {
    let cell = |count| shown_count(books, asked, count);
    let known = |count| if unknown { Cell::Absent } else { cell(count) };
    vec![
        place,
        Cell::Count(i64::from(at.homes)),
        known(at.people.households),
        known(at.people.residents),
        known(at.people.present),
        cell(i64::from(at.unknown_homes)),
    ]
}
