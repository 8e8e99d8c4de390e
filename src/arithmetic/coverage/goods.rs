//! Goods handed out in a round.

use super::population::Population;
use super::{Cause, Line, Sums};
use crate::arithmetic::census::{People, counted_place};
use crate::books::Books;
use crate::ledgers::{Distribution, Outcome, Per, Row};
use crate::model::{PlaceId, Quantity};
use crate::registers::{ItemId, Round, UnitId};
use crate::said;
use crate::words::Said;

/// A row of the distributions.
pub(super) type GoodsRow<'b> = Row<'b, Distribution<'b>>;

/// The most of one item that can be due at one place; more is a slip of the pen, and would spoil every sum.
const MOST: Quantity = Quantity::LARGEST;

/// What a round allots of one item, and what its rows say of it.
struct Kind<'b> {
    goods: (ItemId, UnitId),
    household: Quantity,
    resident: Quantity,
    unit: Quantity,
    allotted: bool,
    rows: Vec<(PlaceId, Quantity, &'b GoodsRow<'b>)>,
}

impl Kind<'_> {
    fn new(goods: (ItemId, UnitId)) -> Self {
        let zero = Quantity::ZERO;
        Kind { goods, household: zero, resident: zero, unit: zero, allotted: false, rows: Vec::new() }
    }

    /// What households and residents are due; `None` if that is beyond belief.
    fn due(&self, people: People) -> Option<Quantity> {
        let of = |each: Quantity, count: i64| {
            each.times(Quantity::whole(count)).filter(|due| *due <= MOST && -*due <= MOST)
        };
        Some(of(self.household, people.households)? + of(self.resident, people.residents)?)
    }

    fn is_by_people(&self) -> bool {
        !self.household.is_zero() || !self.resident.is_zero()
    }
}

/// What a place got of one item.
#[derive(Clone, Copy, Default)]
struct Tally<'b> {
    handed: Quantity,
    last: Option<&'b GoodsRow<'b>>,
}

impl Tally<'_> {
    fn outcome(&self) -> Option<Outcome> {
        self.last.map(|row| row.body.outcome)
    }
}

/// What is handed out in a distribution round, and its lines, item by item.
pub(super) fn lines<'b>(
    books: &'b Books<'b>,
    round: &Round,
    rows: &[&'b GoodsRow<'b>],
    population: &Population,
    warnings: &mut Vec<Said>,
) -> (Vec<(ItemId, UnitId)>, Vec<Line<'b>>) {
    let places = books.registers.names.places();
    let kinds = kinds(books, round, rows);
    let mut tallies = vec![Tally::default(); places.len()];
    let mut lines = Vec::new();
    for kind in &kinds {
        for &(place, quantity, row) in &kind.rows {
            let tally = &mut tallies[place.index()];
            tally.handed += quantity;
            let order = |row: &GoodsRow| (row.head.date, row.head.at, row.head.id);
            if tally.last.is_none_or(|last| order(last) < order(row)) {
                tally.last = Some(row);
            }
        }
        let mut beyond_belief = false;
        let mut line = |unit: PlaceId, homes: &mut dyn Iterator<Item = PlaceId>| {
            if population.is_whole(unit) || !kind.unit.is_zero() {
                lines.extend(unit_line(kind, unit, population, &tallies, &mut beyond_belief));
            } else {
                lines.extend(homes.filter_map(|home| {
                    home_line(kind, home, population, tallies[home.index()], &mut beyond_belief)
                }));
            }
        };
        if kind.allotted {
            population.units().for_each(|unit| line(unit, &mut population.homes(unit)));
        } else {
            // Nobody is due any of it: only those who got some have a line.
            let mut got: Vec<PlaceId> = kind.rows.iter().map(|(place, _, _)| *place).collect();
            got.sort_unstable();
            got.dedup();
            for of_unit in got.chunk_by(|a, b| places.unit_of(*a) == places.unit_of(*b)) {
                let Some(unit) = places.unit_of(of_unit[0]) else { continue };
                line(unit, &mut of_unit.iter().copied().filter(|place| *place != unit));
            }
        }
        if beyond_belief {
            let (item, code) = (books.registers.names.item_name(kind.goods.0), &round.code);
            warnings.push(said!(
                "{code}: what is due of {item} is too much to be counted and left out",
                "{code}：{item} 应发数量过大，未计入"
            ));
        }
        for (place, _, _) in &kind.rows {
            tallies[place.index()] = Tally::default();
        }
    }
    (kinds.iter().map(|kind| kind.goods).collect(), lines)
}

/// The goods of a round: those allotted in their order, then others, each with its rows.
fn kinds<'b>(books: &'b Books<'b>, round: &Round, rows: &[&'b GoodsRow<'b>]) -> Vec<Kind<'b>> {
    let names = &books.registers.names;
    let mut kinds: Vec<Kind> = Vec::new();
    for allot in &round.allot {
        let Some(item) = names.item(&allot.item) else { continue };
        let goods = (item, books.base_unit(item));
        let at = kinds.iter().position(|kind| kind.goods == goods).unwrap_or_else(|| {
            kinds.push(Kind { allotted: true, ..Kind::new(goods) });
            kinds.len() - 1
        });
        let sum = match allot.per {
            Per::Household => &mut kinds[at].household,
            Per::Resident => &mut kinds[at].resident,
            Per::Unit => &mut kinds[at].unit,
        };
        *sum += allot.quantity;
    }
    let allotted = kinds.len();
    for row in rows {
        let Some(place) = counted_place(names.places(), row.body.place) else { continue };
        let (unit, quantity) = books.goods(row.body.item, row.body.unit, row.body.quantity);
        let goods = (row.body.item, unit);
        let at = kinds.iter().position(|kind| kind.goods == goods).unwrap_or_else(|| {
            kinds.push(Kind::new(goods));
            kinds.len() - 1
        });
        let handed = match row.body.outcome {
            Outcome::Returned => -quantity,
            outcome if outcome.hands_over() => quantity,
            _ => Quantity::ZERO,
        };
        kinds[at].rows.push((place, handed, row));
    }
    kinds[allotted..].sort_by_key(|kind| kind.goods);
    kinds
}

fn home_line<'b>(
    kind: &Kind<'b>,
    home: PlaceId,
    population: &Population,
    tally: Tally<'b>,
    beyond_belief: &mut bool,
) -> Option<Line<'b>> {
    let covered = population.covers(home) && kind.allotted;
    if !covered && tally.last.is_none() {
        return None;
    }
    let mut sums = Sums { done: tally.handed, ..Sums::default() };
    if covered {
        let due = kind.due(population.people(home));
        *beyond_belief |= due.is_none();
        sums.due = due.unwrap_or_default();
        sums.unknown_homes = population.unknown(home);
        if tally.outcome() == Some(Outcome::Refused) {
            sums.exempt = (sums.due - sums.done).max(Quantity::ZERO);
        }
    }
    let sums = sums.settle();
    let causes = match (sums.unknown_homes, sums.missing.is_zero()) {
        (1.., _) => vec![(home, Cause::Unknown)],
        (0, true) => Vec::new(),
        (0, false) => vec![(home, cause(tally))],
    };
    Some(Line { place: home, goods: Some(kind.goods), sums, causes })
}

fn unit_line<'b>(
    kind: &Kind<'b>,
    unit: PlaceId,
    population: &Population,
    tallies: &[Tally<'b>],
    beyond_belief: &mut bool,
) -> Option<Line<'b>> {
    let covered = population.covers(unit) && kind.allotted;
    let own = tallies[unit.index()];
    let touched = |home: &PlaceId| tallies[home.index()].last.is_some();
    let known = covered || population.unknown(unit) > 0 && kind.allotted && kind.is_by_people();
    if !known && own.last.is_none() && !population.homes(unit).any(|home| touched(&home)) {
        return None;
    }
    let mut sums = Sums { done: own.handed, ..Sums::default() };
    if known && kind.is_by_people() {
        let due = kind.due(population.people(unit));
        *beyond_belief |= due.is_none();
        sums.due = due.unwrap_or_default();
        sums.unknown_homes = population.unknown(unit);
    }
    if covered {
        sums.due += kind.unit;
    }
    let mut causes = Vec::new();
    for home in population.homes(unit).filter(touched) {
        let tally = tallies[home.index()];
        sums.done += tally.handed;
        if tally.outcome() == Some(Outcome::Refused) && kind.allotted {
            let people = population.within_whole(unit, home);
            let due = people.and_then(|people| kind.due(people)).unwrap_or_default();
            sums.exempt += (due - tally.handed).max(Quantity::ZERO);
        } else if matches!(tally.outcome(), Some(Outcome::NotHome | Outcome::Returned)) {
            causes.push((home, cause(tally)));
        }
    }
    sums.exempt = sums.exempt.min((sums.due - sums.done).max(Quantity::ZERO));
    let sums = sums.settle();
    if sums.missing.is_zero() {
        causes.clear();
    } else if causes.is_empty() {
        let untouched = own.last.is_none() && !population.homes(unit).any(|home| touched(&home));
        causes.push((unit, if own.last.is_some() || untouched { cause(own) } else { Cause::Short }));
    }
    if sums.unknown_homes > 0 {
        let unknown = population.unknown_homes(unit);
        causes.extend(unknown.map(|home| (home, Cause::Unknown)));
    }
    Some(Line { place: unit, goods: Some(kind.goods), sums, causes })
}

fn cause<'b>(tally: Tally) -> Cause<'b> {
    match tally.outcome() {
        None => Cause::NoReport,
        Some(outcome) if outcome.hands_over() => Cause::Short,
        Some(outcome) => Cause::Outcome(outcome),
    }
}
