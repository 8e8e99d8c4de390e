//! The units and their rates in each round: what the public may see of the houses.

use crate::arithmetic::coverage::{Coverage, Level};
use crate::books::Books;
use crate::ledgers::RoundKind;
use crate::model::{Block, Cell, Door, Floor, HomeState, Houses, PlaceId, Rows, number, text};
use crate::registers::RoundId;
use crate::reports::Asked;
use crate::reports::asking::goods_cells;
use crate::reports::caution::{ROUND_SUMS, guard, shown};
use crate::said;
use crate::words::{Said, Words, words};

/// The columns of figures from which the rate follows: they only say whether it may be told.
const FIGURES: usize = 5;

/// A line a round, unit and item with its rate, and the houses of each round. A rate from which a small number could be
/// worked out is not shown.
pub(in crate::reports) fn rates(
    books: &Books,
    asked: &Asked,
    name: &'static str,
    coverages: &[(RoundId, Coverage)],
) -> (Rows, Vec<Houses>) {
    let names = &books.registers.names;
    let mut table = Rows {
        name,
        title: said!("Unit by unit", "各单元情况"),
        columns: vec![
            text("round", "Round", "批次"),
            text("building", "Building", "楼幢"),
            text("place", "Unit", "单元"),
            text("item", "Item", "物品"),
            number("due", "", ""),
            number("done", "", ""),
            number("exempt", "", ""),
            number("missing", "", ""),
            number("over", "", ""),
            number("rate", "Rate", "到位率"),
        ],
        ..Rows::default()
    };
    let mut at: Vec<(usize, PlaceId)> = Vec::new();
    for (nth, (_, coverage)) in coverages.iter().enumerate() {
        let lines = coverage.by(names.places(), Level::Unit).into_iter();
        for line in lines.filter(|line| asked.has_place(books, line.place)) {
            let sums = line.sums;
            let item = line.goods.map(|(item, unit)| goods_cells(books, item, unit));
            let building = names.places().building_of(line.place);
            let mut row = vec![
                Cell::text(coverage.code.clone()),
                building.map_or(Cell::Absent, |place| Cell::text(names.place_code(place))),
                Cell::text(names.place_code(line.place)),
                item.map_or(Cell::Absent, |[item, _]| item),
            ];
            let figures = [sums.due, sums.done, sums.exempt, sums.missing, sums.over];
            row.extend(figures.map(|figure| shown(books, asked, figure)));
            row.push(sums.rate(coverage.kind));
            table.rows.push(row);
            at.push((nth, line.place));
        }
    }
    guard(books, asked, &mut table, ROUND_SUMS);
    let first = table.columns.len() - FIGURES - 1;
    table.columns.drain(first..first + FIGURES);
    table.rows.iter_mut().for_each(|row| drop(row.drain(first..first + FIGURES)));
    let houses = coverages
        .iter()
        .enumerate()
        .filter_map(|(nth, (_, coverage))| {
            let these = || at.iter().zip(&table.rows).filter(|((of, _), _)| *of == nth);
            let title = said!(
                "{c} ({t})",
                "{c}（{t}）",
                c = (&coverage.code, &coverage.code),
                t = (&coverage.title, &coverage.title)
            );
            let floors = floors(books, these().map(|((_, place), row)| (*place, row)), coverage.kind);
            let says = says(&title, &floors);
            (!floors.is_empty()).then(|| Houses {
                table: name,
                title: title.clone(),
                blocks: vec![Block { title: said!("rate of each unit", "各单元到位率"), floors, says }],
            })
        })
        .collect();
    (table, houses)
}

/// A building a floor. Where a round has several items, a unit has the lowest of their rates.
fn floors<'t>(
    books: &Books,
    rows: impl Iterator<Item = (PlaceId, &'t Vec<Cell>)>,
    kind: RoundKind,
) -> Vec<Floor> {
    let places = books.registers.names.places();
    let mut floors: Vec<(Option<PlaceId>, Floor)> = Vec::new();
    for (place, row) in rows {
        let rate = row.last().cloned().unwrap_or(Cell::Absent);
        let label = books.registers.names.place_code(place);
        let building = places.building_of(place);
        if floors.last().is_none_or(|(of, _)| *of != building) {
            let label = building.map_or(String::new(), |b| places.code(b).to_owned());
            floors.push((building, Floor { label, doors: Vec::new() }));
        }
        let Some((_, floor)) = floors.last_mut() else { continue };
        match floor.doors.last_mut() {
            Some(Some(door)) if door.label == label => {
                if order(&rate) < door.rate.as_ref().map_or(u32::MAX, order) {
                    *door = Door { label, state: state(&rate, kind), rate: Some(rate) };
                }
            }
            _ => floor.doors.push(Some(Door { label, state: state(&rate, kind), rate: Some(rate) })),
        }
    }
    floors.into_iter().map(|(_, floor)| floor).collect()
}

/// What is not shown comes before what is shown, so that nothing is told of it.
fn order(rate: &Cell) -> u32 {
    match rate {
        Cell::Rate(parts) => parts + 1,
        Cell::Absent => u32::MAX,
        _ => 0,
    }
}

fn state(rate: &Cell, kind: RoundKind) -> HomeState {
    match (rate, kind) {
        (Cell::Rate(10_000), RoundKind::Distribution) => HomeState::Supplied,
        (Cell::Rate(10_000), RoundKind::Testing) => HomeState::Tested,
        (Cell::Rate(10_000), RoundKind::Rollcall) => HomeState::Reached,
        (Cell::Rate(_), _) => HomeState::Incomplete,
        (Cell::Absent, _) => HomeState::NotDue,
        _ => HomeState::Unknown,
    }
}

/// How many units stand how.
fn says(title: &Said, floors: &[Floor]) -> Said {
    let doors = || floors.iter().flat_map(|floor| floor.doors.iter().flatten());
    let count = |of: &dyn Fn(HomeState) -> bool| doors().filter(|door| of(door.state)).count();
    let all = count(&|state| matches!(state, HomeState::Supplied | HomeState::Tested | HomeState::Reached));
    let lacking = count(&|state| state == HomeState::Incomplete);
    let rest = doors().count() - all - lacking;
    const COMPLETE: Words = words("complete", "齐全");
    title.clone().then(&said!(
        ": {all} units {c}, {lacking} not, {rest} not shown or not due",
        "：{c} {all} 个单元，未齐 {lacking} 个，不公布或不在范围 {rest} 个",
        c = (COMPLETE.en, COMPLETE.zh)
    ))
}
