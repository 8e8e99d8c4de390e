//! Households that a notice or a roll-call has reached.
//!
//! A row covers every home in its place, except homes with a later row of their own. A home is reached by any row that
//! covers it and says `read`, `told` or `posted`, its own or a broader one: who was told stays told, and neither a
//! second message nor a later knock at a closed door, at the home or at the whole unit, takes that back. (A row that was
//! wrong is cancelled by another.) What the latest row says is only the reason given where a home is not reached.

use super::population::Population;
use super::{Cause, Line, Sums};
use crate::ledgers::{Reach, Row};
use crate::model::{PlaceId, PlaceKind, Places, Quantity};
use crate::registers::Names;

/// A row of the reach of notices.
pub(super) type ReachRow<'b> = Row<'b, Reach<'b>>;

/// The latest rows of a place.
#[derive(Clone, Copy, Default)]
struct Latest<'b> {
    any: Option<&'b ReachRow<'b>>,
    counting: Option<&'b ReachRow<'b>>,
}

fn later<'b>(one: Option<&'b ReachRow<'b>>, other: Option<&'b ReachRow<'b>>) -> Option<&'b ReachRow<'b>> {
    [one, other].into_iter().flatten().max_by_key(|row| (row.head.at, row.head.id))
}

impl<'b> Latest<'b> {
    fn see(&mut self, row: &'b ReachRow<'b>) {
        self.any = later(self.any, Some(row));
        if row.body.status.counts() {
            self.counting = later(self.counting, Some(row));
        }
    }

    fn and(self, other: Latest<'b>) -> Latest<'b> {
        Latest { any: later(self.any, other.any), counting: later(self.counting, other.counting) }
    }

    /// True if a home with these rows of its own, in a place with these broader ones, is reached.
    fn reaches(self, broader: Latest) -> bool {
        let order = |row: &ReachRow| (row.head.at, row.head.id);
        let is_covered = |broad: &ReachRow| self.any.is_none_or(|own| order(own) < order(broad));
        self.counting.is_some() || broader.counting.is_some_and(is_covered)
    }

    fn cause(self) -> Cause<'b> {
        match self.any.map(|row| row.body.status) {
            None => Cause::NoReport,
            Some(status) => Cause::Reached(status),
        }
    }
}

/// The lines of a notice or roll-call: households.
pub(super) fn lines<'b>(names: &Names, rows: &[&'b ReachRow<'b>], population: &Population) -> Vec<Line<'b>> {
    let places = names.places();
    let mut latest = vec![Latest::default(); places.len()];
    rows.iter().filter(|row| names.has_place(row.body.place)).for_each(|row| {
        latest[row.body.place.index()].see(row);
    });
    let mut lines = Vec::new();
    for unit in population.units() {
        let broader =
            above(places, unit).fold(Latest::default(), |all, place| all.and(latest[place.index()]));
        if population.is_whole(unit) {
            lines.extend(unit_line(unit, population, broader, &latest));
            continue;
        }
        for home in population.homes(unit).filter(|&home| population.covers(home)) {
            let own = latest[home.index()];
            let due = Quantity::whole(population.people(home).households);
            let done = if own.reaches(broader) { due } else { Quantity::ZERO };
            let unknown_homes = population.unknown(home);
            let sums = Sums { due, done, unknown_homes, ..Sums::default() }.settle();
            let causes = match (unknown_homes, sums.missing.is_zero()) {
                (1.., _) => vec![(home, Cause::Unknown)],
                (0, true) => Vec::new(),
                (0, false) => vec![(home, own.and(broader).cause())],
            };
            lines.push(Line { place: home, goods: None, sums, causes });
        }
    }
    lines
}

/// The unit and what it lies in.
fn above(places: &Places, unit: PlaceId) -> impl Iterator<Item = PlaceId> {
    debug_assert_eq!(places.get(unit).kind, PlaceKind::Unit);
    [Some(unit), places.building_of(unit), Some(PlaceId::WHOLE)].into_iter().flatten()
}

/// A unit that is counted whole: all its households are reached by a row of it or of what it lies in, except those of
/// homes with a later row of their own; without one, the households of homes that were reached themselves.
fn unit_line<'b>(
    unit: PlaceId,
    population: &Population,
    broader: Latest<'b>,
    latest: &[Latest<'b>],
) -> Option<Line<'b>> {
    if !population.covers(unit) {
        return None;
    }
    let due = population.people(unit).households;
    let (mut reached, mut excepted) = (0, 0);
    let mut causes = Vec::new();
    for home in population.homes(unit) {
        let own = latest[home.index()];
        let Some(people) = population.within_whole(unit, home).filter(|_| own.any.is_some()) else {
            continue;
        };
        if own.reaches(broader) {
            reached += people.households;
        } else {
            excepted += people.households;
            causes.push((home, own.cause()));
        }
    }
    let done = if broader.counting.is_some() { due - excepted } else { reached };
    let done = Quantity::whole(done.clamp(0, due));
    let unknown_homes = population.unknown(unit);
    let sums = Sums { due: Quantity::whole(due), done, unknown_homes, ..Sums::default() }.settle();
    if sums.missing.is_zero() {
        causes.clear();
    } else if causes.is_empty() {
        causes.push((unit, if reached > 0 { Cause::Short } else { broader.cause() }));
    }
    Some(Line { place: unit, goods: None, sums, causes })
}
