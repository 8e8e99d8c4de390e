//! The census in force on a day: how many households and people there are at a place, as last observed up to that day.
//!
//! For each place the effective row with the latest (`date`, `at`, then `id`) is in force. A unit with a row of its own
//! in force is *counted whole*, unless every home that exists in it has a row in force; the rows of its homes then only
//! say who needs what. Any other unit is counted by its homes, and homes that exist and have no row are *unknown*.
//!
//! An empty `households` of a home is 1 if anyone lives there, else 0. Of a whole unit it is the number of homes that
//! exist in it, but never more than its residents: nobody is left out because a captain counted heads only.
//! Rows of places that are neither home nor unit (destinations, `*`, unknown places) are left out.

use crate::books::Books;
use crate::ledgers::{Census, Count, Row, need_code};
use crate::model::{Day, PlaceId, PlaceKind, Places};

/// A row of the census.
pub type CensusRow<'b> = Row<'b, Census<'b>>;

/// How many live at a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// Households.
    pub households: i64,
    /// Residents.
    pub residents: i64,
    /// Residents who are there now.
    pub present: i64,
}

impl std::ops::AddAssign for People {
    fn add_assign(&mut self, more: People) {
        self.households += more.households;
        self.residents += more.residents;
        self.present += more.present;
    }
}

/// How a place stands in the census.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Everybody who is known.
    pub people: People,
    /// Homes that exist.
    pub homes: u32,
    /// Homes that nobody has counted: not in `people`.
    pub unknown_homes: u32,
}

impl std::ops::AddAssign for Counted {
    fn add_assign(&mut self, more: Counted) {
        self.people += more.people;
        self.homes += more.homes;
        self.unknown_homes += more.unknown_homes;
    }
}

/// The place at which something is counted: a home or a unit as itself, a building of one unit as that unit. `None` for
/// a building of several units, the whole community, a destination, and a place the community does not have.
pub fn counted_place(places: &Places, place: PlaceId) -> Option<PlaceId> {
    if place.index() >= places.len() {
        return None;
    }
    match places.get(place).kind {
        PlaceKind::Home | PlaceKind::Unit => Some(place),
        PlaceKind::Building => {
            let mut units = places.units(place);
            units.next().filter(|_| units.next().is_none())
        }
        PlaceKind::Whole | PlaceKind::Destination => None,
    }
}

/// All rows of the census in the order in which they come into force, so that any day can be looked at.
#[derive(Debug)]
pub struct CensusRows<'b> {
    places: &'b Places,
    rows: Vec<(PlaceId, &'b CensusRow<'b>)>,
    left_out: Vec<(Day, PlaceId)>,
}

impl<'b> CensusRows<'b> {
    /// The effective rows of these books (the `census` ledger must have been read).
    pub fn of(books: &'b Books<'b>) -> CensusRows<'b> {
        let places = books.registers.names.places();
        let (mut rows, mut left_out) = (Vec::new(), Vec::new());
        for row in books.census.effective() {
            match counted_place(places, row.body.place) {
                Some(place) => rows.push((place, row)),
                None => left_out.push((row.head.date, row.body.place)),
            }
        }
        rows.sort_by_key(|(_, row)| (row.head.date, row.head.at, row.head.id));
        left_out.sort();
        CensusRows { places, rows, left_out }
    }

    /// The census in force on a day.
    pub fn in_force(&self, day: Day) -> InForce<'b> {
        let mut rows = vec![None; self.places.len()];
        for &(place, row) in self.rows.iter().take_while(|(_, row)| row.head.date <= day) {
            rows[place.index()] = Some(row);
        }
        let mut in_force = InForce { places: self.places, rows, by_homes: vec![true; self.places.len()] };
        for unit in self.places.units(PlaceId::WHOLE) {
            if in_force.row(unit).is_some() {
                let mut homes = self.places.homes(unit).peekable();
                let empty = homes.peek().is_none();
                in_force.by_homes[unit.index()] = !empty && homes.all(|home| in_force.row(home).is_some());
            }
        }
        in_force
    }

    /// The places of rows up to a day that are neither home nor unit, and so count nowhere; in place order.
    pub fn left_out(&self, day: Day) -> Vec<PlaceId> {
        let mut places: Vec<PlaceId> =
            self.left_out.iter().take_while(|(date, _)| *date <= day).map(|(_, place)| *place).collect();
        places.sort();
        places.dedup();
        places
    }
}

/// The census in force on a day.
#[derive(Debug)]
pub struct InForce<'b> {
    places: &'b Places,
    rows: Vec<Option<&'b CensusRow<'b>>>,
    by_homes: Vec<bool>,
}

impl<'b> InForce<'b> {
    /// The row in force at a home or a unit.
    pub fn row(&self, place: PlaceId) -> Option<&'b CensusRow<'b>> {
        self.rows.get(place.index()).copied().flatten()
    }

    /// What a place's own row says; `None` without one.
    pub fn observed(&self, place: PlaceId) -> Option<People> {
        self.row(place).map(|row| self.people_of(place, row))
    }

    fn people_of(&self, place: PlaceId, row: &CensusRow) -> People {
        let residents = i64::from(row.body.residents.0);
        let number = |count: Option<Count>| count.map(|Count(n)| i64::from(n));
        let supposed = || match self.places.get(place).kind {
            PlaceKind::Home => i64::from(residents > 0),
            _ => match self.places.homes(place).count() as i64 {
                0 => i64::from(residents > 0),
                homes => homes.min(residents),
            },
        };
        People {
            households: number(row.body.households).unwrap_or_else(supposed),
            residents,
            present: number(row.body.present).unwrap_or(residents),
        }
    }

    /// True if the unit is counted whole: by its own row.
    pub fn is_whole(&self, unit: PlaceId) -> bool {
        self.by_homes.get(unit.index()).is_some_and(|by_homes| !by_homes)
    }

    /// True if the unit has a row of its own and none of its homes has one: who needs what in it is not known.
    pub fn is_only_whole(&self, unit: PlaceId) -> bool {
        self.is_whole(unit) && self.places.homes(unit).all(|home| self.row(home).is_none())
    }

    /// A unit: by its own row, or by its homes.
    pub fn unit(&self, unit: PlaceId) -> Counted {
        if self.is_whole(unit) {
            let homes = self.places.homes(unit).count() as u32;
            return Counted { people: self.observed(unit).unwrap_or_default(), homes, unknown_homes: 0 };
        }
        self.homes_of(unit)
    }

    /// The homes of a place, each by its own row: what they would be without a row of the whole unit.
    pub fn homes_of(&self, place: PlaceId) -> Counted {
        let mut counted = Counted::default();
        for home in self.places.homes(place) {
            counted.homes += 1;
            match self.observed(home) {
                Some(people) => counted.people += people,
                None => counted.unknown_homes += 1,
            }
        }
        counted
    }

    /// Any place: a home by its own row, anything larger by its units.
    pub fn at(&self, place: PlaceId) -> Counted {
        if self.places.get(place).kind == PlaceKind::Home {
            return self.homes_of(place);
        }
        let mut counted = Counted::default();
        self.places.units(place).for_each(|unit| counted += self.unit(unit));
        counted
    }

    /// The homes that exist and that nobody has counted, in units counted by homes; in place order.
    pub fn unknown_homes(&self, place: PlaceId) -> impl Iterator<Item = PlaceId> + '_ {
        self.places.homes(place).filter(|&home| {
            let unit = self.places.unit_of(home);
            self.row(home).is_none() && unit.is_none_or(|unit| !self.is_whole(unit))
        })
    }

    /// True if the home's own row names the need, by its code or a word for it.
    pub fn has_need(&self, home: PlaceId, need: &str) -> bool {
        let need = need_code(need);
        self.row(home)
            .filter(|row| !row.body.needs.0.is_empty())
            .is_some_and(|row| row.body.needs.0.get().split('|').any(|code| need_code(code) == need))
    }

    /// The homes whose rows name the need, in place order.
    pub fn homes_with(&self, need: &str) -> Vec<PlaceId> {
        self.places.homes(PlaceId::WHOLE).filter(|&home| self.has_need(home, need)).collect()
    }
}
