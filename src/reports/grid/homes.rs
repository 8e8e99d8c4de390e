//! How each home stands, as a table, as houses, and counted by unit.

use crate::arithmetic::coverage::{Coverage, CoveredHome, Line, Marks, Reckoning};
use crate::books::Books;
use crate::ledgers::{Outcome, RoundKind};
use crate::model::{
    AtTerminal, Block, Cell, Door, Floor, HomeState, Houses, PlaceId, Quantity, Rows, number, text,
};
use crate::registers::RoundId;
use crate::reports::Asked;
use crate::said;
use crate::words::{Said, count_of};
use std::collections::BTreeMap;

/// Every home that was asked for and how it stands in the rounds together, in place order.
pub(in crate::reports) fn homes(
    books: &Books,
    asked: &Asked,
    reckoning: &Reckoning,
    coverages: &[(RoundId, Coverage)],
) -> Vec<(PlaceId, HomeState)> {
    let places = books.registers.names.places();
    let mut states: BTreeMap<PlaceId, HomeState> = places
        .homes(PlaceId::WHOLE)
        .filter(|home| asked.has_place(books, *home))
        .map(|home| (home, HomeState::NotDue))
        .collect();
    for (round, coverage) in coverages {
        let lines = LinesByPlace::of(coverage);
        let marks = reckoning.marks(*round);
        for covered in reckoning.homes(*round) {
            if let Some(known) = states.get_mut(&covered.home) {
                *known = together(*known, in_round(coverage.kind, &covered, &lines, &marks));
            }
        }
    }
    states.into_iter().collect()
}

/// The lines of a round, by the place they are counted at.
struct LinesByPlace<'c, 'b>(BTreeMap<PlaceId, Vec<&'c Line<'b>>>);

impl<'c, 'b> LinesByPlace<'c, 'b> {
    fn of(coverage: &'c Coverage<'b>) -> LinesByPlace<'c, 'b> {
        let mut lines: BTreeMap<PlaceId, Vec<&Line>> = BTreeMap::new();
        coverage.lines.iter().for_each(|line| lines.entry(line.place).or_default().push(line));
        LinesByPlace(lines)
    }

    fn at(&self, place: PlaceId) -> &[&'c Line<'b>] {
        self.0.get(&place).map_or(&[], Vec::as_slice)
    }
}

/// How a home that a round covers stands in it.
fn in_round(kind: RoundKind, covered: &CoveredHome, lines: &LinesByPlace, marks: &Marks) -> HomeState {
    if covered.unknown {
        return HomeState::Unknown;
    }
    if covered.in_whole {
        return in_whole(kind, covered, lines.at(covered.unit), marks);
    }
    let lines = lines.at(covered.home);
    let any = |figure: fn(&Line) -> Quantity| lines.iter().any(|line| !figure(line).is_zero());
    if any(|line| line.sums.missing) {
        HomeState::Missing
    } else if any(|line| line.sums.done) {
        served(kind)
    } else if any(|line| line.sums.exempt) {
        HomeState::Excused
    } else if any(|line| line.sums.due) {
        HomeState::Missing
    } else {
        HomeState::NotThere
    }
}

/// A home whose unit is counted whole: what a row says of the home itself, else what is so of every home of the unit.
fn in_whole(kind: RoundKind, covered: &CoveredHome, lines: &[&Line], marks: &Marks) -> HomeState {
    let own = lines.iter().filter_map(|line| marks.of(covered.home, line.goods));
    let mut state = None;
    for mark in own {
        let this = match mark.outcome {
            Some(Outcome::Refused) => HomeState::Excused,
            Some(outcome) if !outcome.hands_over() => HomeState::Missing,
            _ if !mark.done.is_zero() => served(kind),
            _ if !mark.exempt.is_zero() => HomeState::Excused,
            _ => HomeState::Missing,
        };
        state = Some(state.map_or(this, |known| together(known, this)));
    }
    let nothing = |figure: fn(&Line) -> Quantity| lines.iter().all(|line| figure(line).is_zero());
    state.unwrap_or(if covered.people.is_some_and(|people| people.present == 0 && people.households == 0) {
        HomeState::NotThere
    } else if !nothing(|line| line.sums.missing) {
        // Somebody of the unit is missing; who, nobody has written down.
        if nothing(|line| line.sums.done) { HomeState::Missing } else { HomeState::Unknown }
    } else if !nothing(|line| line.sums.done) {
        served(kind)
    } else {
        HomeState::NotThere
    })
}

fn served(kind: RoundKind) -> HomeState {
    match kind {
        RoundKind::Distribution => HomeState::Supplied,
        RoundKind::Testing => HomeState::Tested,
        RoundKind::Rollcall => HomeState::Reached,
    }
}

/// Two rounds together: what is missing comes first, then what is not known, then what was done.
fn together(a: HomeState, b: HomeState) -> HomeState {
    use HomeState::{
        Excused, Missing, NotDue, NotThere, Reached, Supplied, SuppliedAndTested, Tested, Unknown,
    };
    const ORDER: [HomeState; 9] =
        [Missing, Unknown, SuppliedAndTested, Supplied, Tested, Reached, Excused, NotThere, NotDue];
    match (a, b) {
        (Supplied, Tested) | (Tested, Supplied) => SuppliedAndTested,
        _ => ORDER.into_iter().find(|state| [a, b].contains(state)).unwrap_or(NotDue),
    }
}

/// A line a home.
pub(super) fn table(books: &Books, asked: &Asked, homes: &[(PlaceId, HomeState)]) -> Rows {
    let places = books.registers.names.places();
    let code = |place: Option<PlaceId>| place.map_or(Cell::Absent, |place| Cell::text(places.code(place)));
    let round = asked.round.map_or(Cell::Absent, |id| Cell::text(books.registers.names.round_code(id)));
    let row = |(home, state): &(PlaceId, HomeState)| {
        let place = places.get(*home);
        vec![
            round.clone(),
            code(place.building),
            code(place.unit),
            place.floor.map_or(Cell::Absent, |floor| Cell::Count(i64::from(floor))),
            Cell::text(place.code.clone()),
            state.cell(),
        ]
    };
    Rows {
        name: "grid",
        columns: vec![
            text("round", "Round", "批次"),
            text("building", "Building", "楼幢"),
            text("unit", "Unit", "单元"),
            number("floor", "Floor", "楼层"),
            text("home", "Home", "住户"),
            text("state", "State", "情况"),
        ],
        rows: homes.iter().map(row).collect(),
        at_terminal: AtTerminal::Drawn,
        ..Rows::default()
    }
}

/// The homes of each unit, in place order.
fn units<'h>(books: &Books, homes: &'h [(PlaceId, HomeState)]) -> Vec<(PlaceId, &'h [(PlaceId, HomeState)])> {
    let places = books.registers.names.places();
    homes
        .chunk_by(|a, b| places.unit_of(a.0) == places.unit_of(b.0))
        .filter_map(|homes| Some((places.unit_of(homes[0].0)?, homes)))
        .collect()
}

/// What the code of a unit is for people: a building without units is itself.
fn called(books: &Books, unit: PlaceId) -> String {
    books.registers.names.place_code(unit)
}

/// The houses to draw.
pub(in crate::reports) fn drawn(
    books: &Books,
    table: &'static str,
    title: Said,
    homes: &[(PlaceId, HomeState)],
) -> Houses {
    let blocks = units(books, homes)
        .into_iter()
        .map(|(unit, homes)| {
            let title = called(books, unit);
            let says = says(books, &title, homes);
            Block { title: Said::same(title), floors: floors(books, homes), says }
        })
        .collect();
    Houses { table, title, blocks }
}

/// The floors of a unit, the highest first; homes without a floor (shops) come last. A door stands where its number says.
fn floors(books: &Books, homes: &[(PlaceId, HomeState)]) -> Vec<Floor> {
    let places = books.registers.names.places();
    let doors = homes.iter().filter_map(|(home, _)| places.get(*home).door);
    let (first, last) = doors.fold((u32::MAX, 0), |(first, last), door| (first.min(door), last.max(door)));
    let mut by_floor: BTreeMap<Option<u32>, Vec<Option<Door>>> = BTreeMap::new();
    for (home, state) in homes {
        let place = places.get(*home);
        let door = Some(Door { label: place.room.clone(), state: *state, rate: None });
        match (place.floor, place.door) {
            (Some(floor), Some(at)) => {
                let row =
                    by_floor.entry(Some(floor)).or_insert_with(|| vec![None; (last - first + 1) as usize]);
                row[(at - first) as usize] = door;
            }
            _ => by_floor.entry(None).or_default().push(door),
        }
    }
    let label = |floor: Option<u32>| floor.map_or(String::new(), |floor| floor.to_string());
    by_floor.into_iter().rev().map(|(floor, doors)| Floor { label: label(floor), doors }).collect()
}

/// The rooms of a unit that stand so.
fn rooms(books: &Books, homes: &[(PlaceId, HomeState)], state: HomeState) -> Vec<String> {
    let places = books.registers.names.places();
    let these = homes.iter().filter(|(_, known)| *known == state);
    these.map(|(home, _)| places.get(*home).room.clone()).collect()
}

/// A unit in words: how many homes stand how; the rooms of those that are missing or unknown.
fn says(books: &Books, unit: &str, homes: &[(PlaceId, HomeState)]) -> Said {
    let mut parts: Vec<Said> = Vec::new();
    for state in HomeState::ALL {
        let rooms = rooms(books, homes, state);
        if rooms.is_empty() {
            continue;
        }
        let (n, words) = (rooms.len(), state.words());
        let mut part = said!("{n} {s}", "{s} {n} 户", s = (words.en, words.zh));
        if matches!(state, HomeState::Missing | HomeState::Unknown) {
            let (en, zh) = (rooms.join(" "), rooms.join("、"));
            part = part.then(&said!(": {en}", "：{zh}"));
        }
        parts.push(part);
    }
    let all = |pick: fn(&Said) -> &str, comma: &str| parts.iter().map(pick).collect::<Vec<_>>().join(comma);
    let (en, zh) = (all(|said| &said.en, "; "), all(|said| &said.zh, "；"));
    said!("{unit}: {en}", "{unit}：{zh}")
}

/// A line a unit: how many homes stand how, and which are missing or unknown. What the bulletin has of the houses.
pub(in crate::reports) fn by_unit(
    books: &Books,
    asked: &Asked,
    reckoning: &Reckoning,
    coverages: &[(RoundId, Coverage)],
    title: Said,
) -> (Rows, Houses) {
    let homes = homes(books, asked, reckoning, coverages);
    let row = |(unit, homes): &(PlaceId, &[(PlaceId, HomeState)])| {
        let count = |states: &[HomeState]| {
            Cell::Count(homes.iter().filter(|(_, state)| states.contains(state)).count() as i64)
        };
        vec![
            Cell::text(called(books, *unit)),
            count(&[HomeState::Supplied, HomeState::Tested, HomeState::SuppliedAndTested]),
            count(&[HomeState::Missing]),
            count(&[HomeState::Excused]),
            count(&[HomeState::Unknown]),
            count(&[HomeState::NotThere, HomeState::NotDue]),
            Cell::text(rooms(books, homes, HomeState::Missing).join(" ")),
        ]
    };
    let rows: Vec<_> = units(books, &homes).iter().map(row).collect();
    let all = homes.iter().filter(|(_, state)| *state == HomeState::Missing).count();
    let homes_missing = count_of(all, "home", "homes", "户");
    let (en, zh) = (homes_missing.en, homes_missing.zh);
    let table = Rows {
        name: "houses",
        title: title.clone(),
        columns: vec![
            text("place", "Unit", "单元"),
            number("done", "Done", "已到位"),
            number("missing", "Missing", "缺漏"),
            number("excused", "Excused", "免除"),
            number("unknown", "Unknown", "不明"),
            number("not_due", "Not due", "无人或不在范围"),
            text("missing_homes", "Missing homes", "缺漏的户"),
        ],
        rows,
        below: vec![said!(
            "homes in the day's rounds together; {en} missing something; unknown: not in the census, or counted with its unit only",
            "当天各批次合看，单位为户；缺漏共 {zh}；不明：未登记，或只按整单元计数"
        )],
        ..Rows::default()
    };
    let houses = drawn(books, "houses", title, &homes);
    (table, houses)
}
