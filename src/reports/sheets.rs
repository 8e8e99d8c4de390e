//! Sheets of paper for a round: a sheet a unit, with every home that the round covers, what is due there, and what is
//! known already. The figures are those of the coverage; what a sheet looks like is `output`'s business.
//!
//! A sheet's number is that of its unit, counted through the whole community in place order: it is the same in every
//! round, whichever sheets are printed and whatever is recorded meanwhile, so that a sheet can be entered by its number.

mod home;
#[cfg(test)]
mod tests;

pub use home::{HomeLine, Share, State};

use super::caution::damage;
use crate::arithmetic::captain::captains;
use crate::arithmetic::coverage::{CoveredHome, Level, Line, Reckoning, Sums};
use crate::books::Books;
use crate::ledgers::{Per, RoundKind};
use crate::model::{Day, PlaceId, PlaceKind, Places, Quantity, Stamp};
use crate::registers::{ItemId, Round, RoundId, UnitId};
use crate::words::Said;

/// What is handed out in a round, of each kind; `goods` is `None` for tests and roll-calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ware {
    /// The item and the unit it is counted in.
    pub goods: Option<(ItemId, UnitId)>,
    /// The item's name; empty without goods.
    pub item: String,
    /// The unit's word; empty without goods.
    pub unit: String,
    /// What each household, resident or unit gets, as the round says.
    pub allot: Vec<(Per, Quantity)>,
}

/// All sheets of a round.
#[derive(Clone, Debug)]
pub struct Sheets {
    /// The community's name.
    pub community: String,
    /// The round's code.
    pub round: String,
    /// Its title; the code where it has none.
    pub title: String,
    /// What is done in it.
    pub kind: RoundKind,
    /// Its day.
    pub date: Day,
    /// When it opens and closes, where the round says so.
    pub times: (Option<Stamp>, Option<Stamp>),
    /// What is handed out; one without goods for tests and roll-calls; none for a distribution that allots nothing.
    pub wares: Vec<Ware>,
    /// A sheet a unit, in place order.
    pub sheets: Vec<Sheet>,
    /// What must be known: units that could not take part, books that could not be read.
    pub warnings: Vec<Said>,
}

/// The sheet of one unit.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Its number, from 1.
    pub number: usize,
    /// The unit.
    pub unit: PlaceId,
    /// The unit's code.
    pub code: String,
    /// The captains, who sign as witnesses.
    pub captains: Vec<String>,
    /// True if the census counts the unit whole, or a row of the round names it: its homes have no figures of their own.
    pub whole: bool,
    /// What is due to the unit itself, by ware: goods allotted by the unit.
    pub for_unit: Vec<Quantity>,
    /// The day on which the unit itself got the last of that; `None` while something is left.
    pub unit_done: Option<Day>,
    /// Its homes in place order; none where the community does not list them.
    pub homes: Vec<HomeLine>,
    /// The figures of the whole unit, by ware.
    pub sums: Vec<Sums>,
    /// Homes that nobody has counted.
    pub unknown: usize,
}

/// The number of a unit's sheet, from 1; `None` for what is no unit.
pub fn sheet_number(places: &Places, unit: PlaceId) -> Option<usize> {
    places.units(PlaceId::WHOLE).position(|u| u == unit).map(|at| at + 1)
}

/// The unit of a sheet by its number.
pub fn unit_of_sheet(places: &Places, number: usize) -> Option<PlaceId> {
    places.units(PlaceId::WHOLE).nth(number.checked_sub(1)?)
}

impl Sheets {
    /// The sheets of a round as of a day; `None` for a round that is not registered. The ledgers `census`,
    /// `distributions`, `tests` and `reach` must have been read, as far as the round is of their kind.
    pub fn of(books: &Books, id: RoundId, as_of: Day) -> Option<Sheets> {
        let reckoning = Reckoning::new(books, as_of);
        let round = books.registers.round(id)?;
        let coverage = reckoning.round(id)?;
        let places = reckoning.places();
        let wares = wares(books, round);
        let marks = reckoning.marks(id);
        let by_unit = coverage.by(places, Level::Unit);
        let covered = reckoning.homes(id);
        let find = |lines: &[Line], place: PlaceId, ware: &Ware| {
            let at = lines.partition_point(|line| line.place < place);
            let here = lines[at..].iter().take_while(|line| line.place == place);
            here.into_iter().find(|line| line.goods == ware.goods).map(|line| line.sums)
        };
        let mut sheets = Vec::new();
        for (at, unit) in places.units(PlaceId::WHOLE).enumerate() {
            let first = covered.partition_point(|home| home.unit < unit);
            let homes: &[CoveredHome] = &covered[first..];
            let homes = &homes[..homes.partition_point(|home| home.unit == unit)];
            let sums: Vec<Option<Sums>> = wares.iter().map(|ware| find(&by_unit, unit, ware)).collect();
            let due = |sums: &Sums| !sums.due.is_zero() || sums.unknown_homes > 0;
            if homes.is_empty() && !sums.iter().flatten().any(due) {
                continue;
            }
            let of_unit = home::OfUnit {
                unit,
                wares: &wares,
                marks: &marks,
                kind: round.kind,
                sums: wares.iter().map(|ware| find(&coverage.lines, unit, ware)).collect(),
            };
            let place = places.get(unit);
            let line = |home: &CoveredHome| {
                let sums: Vec<_> = wares.iter().map(|ware| find(&coverage.lines, home.home, ware)).collect();
                home::line(places, home, &sums, &of_unit)
            };
            let for_unit: Vec<Quantity> =
                wares.iter().zip(&of_unit.sums).map(|(ware, sums)| ware.by_unit(*sums)).collect();
            sheets.push(Sheet {
                number: at + 1,
                unit,
                code: place.code.clone(),
                captains: captains(books.registers, unit, as_of).into_iter().map(str::to_owned).collect(),
                whole: homes.first().is_none_or(|home| home.in_whole),
                unit_done: of_unit.done(&for_unit),
                for_unit,
                unknown: homes.iter().filter(|home| home.unknown).count(),
                homes: homes.iter().map(line).collect(),
                sums: sums.into_iter().map(Option::unwrap_or_default).collect(),
            });
        }
        let mut warnings: Vec<Said> = damage(books).into_iter().collect();
        warnings.extend(coverage.warnings);
        Some(Sheets {
            community: books.registers.community.name.clone(),
            round: round.code.clone(),
            title: if round.title.is_empty() { round.code.clone() } else { round.title.clone() },
            kind: round.kind,
            date: round.date,
            times: (round.opened, round.closes),
            wares,
            sheets,
            warnings,
        })
    }

    /// True if only units as such get something, so that no home has anything to sign for.
    pub fn is_only_for_units(&self) -> bool {
        !self.wares.is_empty() && self.wares.iter().all(Ware::is_only_for_units)
    }

    /// Leaves only the sheets of units in a place; of a home, that of its unit.
    pub fn within(&mut self, places: &Places, place: PlaceId) {
        let unit = match places.get(place).kind {
            PlaceKind::Home => places.unit_of(place).unwrap_or(place),
            _ => place,
        };
        self.sheets.retain(|sheet| places.covers(unit, sheet.unit));
    }
}

impl Ware {
    /// What a unit as such gets, of what is due to it altogether.
    fn by_unit(&self, sums: Option<Sums>) -> Quantity {
        let mut sum = Quantity::ZERO;
        self.allot.iter().filter(|(per, _)| *per == Per::Unit).for_each(|(_, quantity)| sum += *quantity);
        sum.min(sums.unwrap_or_default().due)
    }

    /// True if only units as such get it, and homes nothing.
    pub fn is_only_for_units(&self) -> bool {
        !self.allot.is_empty() && self.allot.iter().all(|(per, _)| *per == Per::Unit)
    }
}

/// What is handed out in a round, in the order of the allotment.
fn wares(books: &Books, round: &Round) -> Vec<Ware> {
    if round.kind != RoundKind::Distribution {
        return vec![Ware { goods: None, item: String::new(), unit: String::new(), allot: Vec::new() }];
    }
    let names = &books.registers.names;
    let mut wares: Vec<Ware> = Vec::new();
    for allot in &round.allot {
        let Some(item) = names.item(&allot.item) else { continue };
        let goods = Some((item, books.base_unit(item)));
        let at = wares.iter().position(|ware| ware.goods == goods).unwrap_or_else(|| {
            let (item, unit) = (names.item_name(item), names.unit_name(books.base_unit(item)));
            wares.push(Ware { goods, item, unit, allot: Vec::new() });
            wares.len() - 1
        });
        wares[at].allot.push((allot.per, allot.quantity));
    }
    wares
}
