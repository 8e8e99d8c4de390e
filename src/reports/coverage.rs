//! `coverage`: who was due in the rounds, what they got, and what is missing.

use super::across::{Across, COVERAGE};
use super::caution::{ROUND_SUMS, damage, guard, level, shown, shown_count, told, total};
use super::drawn::{Drawing, drawn};
use super::{Asked, Report, behind};
use crate::arithmetic::coverage::{Level, Line, Reckoning, Sums};
use crate::books::Books;
use crate::error::Result;
use crate::ledgers::RoundKind;
use crate::model::{Cell, Column, Page, PlaceKind, Rows, number, text};
use crate::registers::{ItemId, RoundId, UnitId};
use crate::said;
use crate::words::{Said, words};

/// The report.
pub const REPORT: Report = Report {
    name: "coverage",
    title: words("Coverage", "到位率"),
    about: words(
        "who was due in each round, what was done, and what is missing",
        "各批次应发（检）、实发（检）、未发（检）和到位率",
    ),
    by: &["building", "unit", "home"],
    needs: &["census", "distributions", "tests", "reach", "notices"],
    across: &[Across::table("coverage", COVERAGE)],
    make,
    behind: behind::coverage,
};

/// What a line is of, for the total: goods are summed with the same goods only.
type Sort = (RoundKind, Option<(ItemId, UnitId)>);

const DRAWING: Drawing = Drawing {
    name: "coverage",
    title: words("Rate", "到位率"),
    of: "place",
    apart: &["round", "item"],
    figures: &[("rate", words("rate", "到位率"))],
    newest: true,
    ..Drawing::PLAIN
};

fn make(books: &Books, asked: &Asked) -> Result<Page> {
    let level = level(asked, REPORT.by)?;
    let reckoning = Reckoning::new(books, asked.as_of);
    let mut page = Rows { name: "coverage", title: REPORT.title.into(), ..Rows::default() };
    page.banner.extend(damage(books));
    let mut sorts: Vec<Sort> = Vec::new();
    let mut sum = Sums::default();
    let rounds = rounds(books, asked, &reckoning);
    for &round in &rounds {
        let Some(mut coverage) = reckoning.round(round) else { continue };
        coverage.lines.retain(|line| asked_for(books, asked, line));
        let kind = coverage.kind;
        let lines = coverage.by(reckoning.places(), level);
        page.banner.extend(apart(books, &coverage.code, &lines));
        page.banner.extend(told(asked, std::mem::take(&mut coverage.warnings)));
        for line in lines {
            if !sorts.contains(&(kind, line.goods)) {
                sorts.push((kind, line.goods));
            }
            sum += line.sums;
            let mut row = vec![
                Cell::text(coverage.code.clone()),
                Cell::text(books.registers.names.place_code(line.place)),
                line.goods
                    .map_or(Cell::Absent, |(item, _)| Cell::text(books.registers.names.item_name(item))),
            ];
            row.extend(asked.city.then(|| counted_in(books, kind, line.goods)));
            let alone = is_unknown_home(books, &line);
            row.extend(figures(books, asked, kind, &line.sums, alone));
            page.rows.push(row);
        }
    }
    if let ([(kind, goods)], 2.., false) = (&sorts[..], page.rows.len(), asked.city) {
        let mut row = vec![total(), Cell::Absent, Cell::Absent];
        if let Some((item, _)) = goods {
            row[2] = Cell::text(books.registers.names.item_name(*item));
        }
        row.extend(figures(books, asked, *kind, &sum, false));
        if rounds.len() > 1 {
            row[8] = Cell::Absent;
        }
        page.total = Some(row);
    }
    page.columns = columns(&sorts);
    if asked.city {
        page.columns.insert(3, text("unit", "Unit", "单位"));
    }
    guard(books, asked, &mut page, ROUND_SUMS);
    Ok(drawn(page, (level != Level::Home).then_some(&DRAWING)))
}

/// The rounds that were asked for: the one named, else all that have begun and lie in the period.
pub(super) fn rounds(books: &Books, asked: &Asked, reckoning: &Reckoning) -> Vec<RoundId> {
    match asked.round {
        Some(round) => vec![round],
        None => {
            let begun = reckoning.rounds().into_iter();
            begun
                .filter(|id| books.registers.round(*id).is_some_and(|r| asked.period.contains(r.date)))
                .collect()
        }
    }
}

/// True if the line is of the place and the item that were asked for.
pub(super) fn asked_for(books: &Books, asked: &Asked, line: &Line) -> bool {
    let places = books.registers.names.places();
    asked
        .place
        .is_none_or(|place| places.covers(place, line.place) || places.unit_of(place) == Some(line.place))
        && asked.item.is_none_or(|item| line.goods.is_some_and(|(of, _)| of == item))
}

/// True if the line is of one home that nobody has counted. A unit that is counted whole has its figures at every level,
/// also where some of its homes are unknown.
pub(super) fn is_unknown_home(books: &Books, line: &Line) -> bool {
    let places = books.registers.names.places();
    line.sums.unknown_homes > 0 && places.get(line.place).kind == PlaceKind::Home
}

/// `due,done,exempt,missing,over,unknown_homes,rate`; what a kind of round does not know is absent. An unknown home
/// shown by itself has no figures: they would read as nothing being due.
fn figures(books: &Books, asked: &Asked, kind: RoundKind, sums: &Sums, unknown: bool) -> [Cell; 7] {
    let cell = |quantity| shown(books, asked, quantity);
    let known = |quantity| if unknown { Cell::Absent } else { cell(quantity) };
    [
        known(sums.due),
        cell(sums.done),
        if kind == RoundKind::Rollcall { Cell::Absent } else { known(sums.exempt) },
        known(sums.missing),
        if kind == RoundKind::Distribution { known(sums.over) } else { Cell::Absent },
        shown_count(books, asked, i64::from(sums.unknown_homes)),
        sums.rate(kind),
    ]
}

/// What the figures of a line count: the unit of goods, people tested, households told.
pub(super) fn counted_in(books: &Books, kind: RoundKind, goods: Option<(ItemId, UnitId)>) -> Cell {
    match (goods, kind) {
        (Some((_, unit)), _) => Cell::text(books.registers.names.unit_name(unit)),
        (None, RoundKind::Testing) => Cell::Code("people", words("people", "人")),
        (None, _) => Cell::Code("households", words("households", "户")),
    }
}

/// Says which goods were handed out in a unit that does not convert, and so stand on lines of their own.
fn apart(books: &Books, code: &str, lines: &[Line]) -> Vec<Said> {
    let names = &books.registers.names;
    let mut apart: Vec<(ItemId, UnitId)> = lines.iter().filter_map(|line| line.goods).collect();
    apart.retain(|(item, unit)| books.base_unit(*item) != *unit);
    apart.sort();
    apart.dedup();
    let said = |(item, unit): (ItemId, UnitId)| {
        let base = names.unit_name(books.base_unit(item));
        let (item, unit) = (names.item_name(item), names.unit_name(unit));
        said!(
            "{code}: {item} in {unit} cannot be counted in {base} and stands on a line of its own",
            "{code}：{item} 的“{unit}”不能换算成“{base}”，单列一行"
        )
    };
    apart.into_iter().map(said).collect()
}

fn columns(sorts: &[Sort]) -> Vec<Column> {
    let goods = sorts.iter().all(|(kind, _)| *kind == RoundKind::Distribution);
    let tests = sorts.iter().all(|(kind, _)| *kind == RoundKind::Testing);
    let (due, done, missing) = match (goods, tests) {
        (true, _) => ("应发", "实发", "未发"),
        (_, true) => ("应检", "实检", "未检"),
        _ => ("应到", "实到", "未到"),
    };
    vec![
        text("round", "Round", "批次"),
        text("place", "Place", "位置"),
        text("item", "Item", "物品"),
        number("due", "Due", due),
        number("done", "Done", done),
        number("exempt", "Exempt", "免除"),
        number("missing", "Missing", missing),
        number("over", "Over", "多发"),
        number("unknown_homes", "Unknown", "未登记"),
        number("rate", "Rate", if tests { "检测率" } else { "到位率" }),
    ]
}
