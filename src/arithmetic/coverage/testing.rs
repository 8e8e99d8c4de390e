//! People tested in a round.

use super::population::Population;
use super::{Cause, Line, Sums};
use crate::arithmetic::census::counted_place;
use crate::ledgers::{Count, Row, Testing};
use crate::model::{PlaceId, Places, Quantity};

/// A row of the tests.
pub(super) type TestRow<'b> = Row<'b, Testing<'b>>;

/// The lines of a testing round. Of several rows of one place the latest (`at`, `id`) counts.
pub(super) fn lines<'b>(places: &Places, rows: &[&'b TestRow<'b>], population: &Population) -> Vec<Line<'b>> {
    let mut latest: Vec<Option<&TestRow>> = vec![None; places.len()];
    for row in rows {
        let Some(place) = counted_place(places, row.body.place) else { continue };
        let known = &mut latest[place.index()];
        if known.is_none_or(|last| (last.head.at, last.head.id) < (row.head.at, row.head.id)) {
            *known = Some(row);
        }
    }
    let mut lines = Vec::new();
    for unit in population.units() {
        if population.is_whole(unit) {
            let rows = std::iter::once(unit).chain(population.homes(unit));
            lines.extend(line(unit, population, rows.filter_map(|place| latest[place.index()])));
        } else {
            let homes = population.homes(unit);
            lines.extend(homes.filter_map(|home| line(home, population, latest[home.index()].into_iter())));
        }
    }
    lines
}

fn line<'b>(
    place: PlaceId,
    population: &Population,
    rows: impl Iterator<Item = &'b TestRow<'b>>,
) -> Option<Line<'b>> {
    let mut sums = Sums::default();
    let mut reported = None;
    let mut told = None;
    for row in rows {
        let number = |count: Option<Count>| Quantity::whole(i64::from(count.unwrap_or_default().0));
        let (tested, elsewhere) = (number(Some(row.body.tested)), number(row.body.elsewhere));
        sums.done += tested + elsewhere;
        sums.elsewhere += elsewhere;
        sums.exempt += number(row.body.exempt);
        sums.visitors += number(row.body.visitors);
        reported = Some(Cause::Short);
        // Where somebody is exempt the reason explains that, and not who is missing.
        if !row.body.reason.is_empty() && row.body.exempt.unwrap_or_default() == Count(0) {
            told = Some(Cause::Told(row.body.reason));
        }
    }
    let unknown = population.unknown(place);
    if !population.covers(place) && unknown == 0 && reported.is_none() {
        return None;
    }
    sums.due = Quantity::whole(population.people(place).present);
    sums.unknown_homes = unknown;
    let sums = sums.settle();
    let mut causes = Vec::new();
    if !sums.missing.is_zero() {
        causes.push((place, told.or(reported).unwrap_or(Cause::NoReport)));
    }
    if unknown > 0 {
        causes.extend(population.unknown_homes(place).map(|home| (home, Cause::Unknown)));
    }
    Some(Line { place, goods: None, sums, causes })
}
