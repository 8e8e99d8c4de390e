//! Whom a round covers, and at which places they are counted.

use crate::arithmetic::census::{InForce, People};
use crate::model::{PlaceId, Places};
use crate::said;
use crate::words::Said;

/// The population of a round.
pub(super) struct Population<'b> {
    places: &'b Places,
    /// For each unit and home: the round covers it. Of a unit: some home of it, or the unit itself.
    covered: Vec<bool>,
    /// For each unit: counted whole.
    whole: Vec<bool>,
    /// For each covered place: who is known there. Of a unit: the sum over what the round covers of it.
    people: Vec<People>,
    /// For each covered place: the homes of which nothing is known.
    unknown: Vec<u32>,
    /// The people of homes for what they refused: by their own row, else one household in a unit counted whole.
    in_force: &'b InForce<'b>,
    pub(super) warnings: Vec<Said>,
}

/// What a round is for.
pub(super) struct Aim<'x> {
    /// The places, as written; none is everywhere.
    pub places: &'x [String],
    /// Only homes with one of these needs; none is all homes.
    pub needs: &'x [String],
    /// For each place by its index: a row of the round names it. Units among them are counted whole.
    pub named: &'x [bool],
}

impl<'b> Population<'b> {
    /// The population of a round, from the census in force on its day.
    pub(super) fn of(places: &'b Places, in_force: &'b InForce<'b>, aim: &Aim) -> Population<'b> {
        let size = places.len();
        let mut population = Population {
            places,
            covered: vec![false; size],
            whole: vec![false; size],
            people: vec![People::default(); size],
            unknown: vec![0; size],
            in_force,
            warnings: Vec::new(),
        };
        let aimed = population.aimed(aim.places);
        let mut without = Vec::new();
        for unit in places.units(PlaceId::WHOLE) {
            population.unit(unit, &aimed, aim, &mut without);
        }
        if !without.is_empty() {
            let names = without.join("、");
            let listed = without.join(", ");
            population.warnings.push(Said {
                en: format!("counted only as a whole, so nobody's needs are known, and left out: {listed}"),
                zh: format!("仅按整单元登记、不知各户需求，未计入：{names}"),
            });
        }
        population
    }

    /// The places that the texts name, and everything in them.
    fn aimed(&mut self, texts: &[String]) -> Vec<bool> {
        let mut aimed = vec![texts.is_empty(); self.places.len()];
        for text in texts {
            match self.places.list(text, &|need| Some(self.in_force.homes_with(need))) {
                Ok(listed) => {
                    for place in listed {
                        self.places.within(place).for_each(|inner| aimed[inner.index()] = true);
                    }
                }
                Err(fault) => self.warnings.push(
                    said!("the round's place `{text}` is left out: ", "批次的位置“{text}”未计入：")
                        .then(&fault.message),
                ),
            }
        }
        aimed
    }

    fn unit(&mut self, unit: PlaceId, aimed: &[bool], aim: &Aim, without: &mut Vec<String>) {
        let at = unit.index();
        let census_whole = self.in_force.is_whole(unit);
        let homes = self.places.homes(unit).count();
        let aimed_homes = self.places.homes(unit).filter(|home| aimed[home.index()]).count();
        let complete = aimed[at] || homes > 0 && aimed_homes == homes;
        let with_needs = !aim.needs.is_empty();
        if with_needs && (complete || aimed_homes > 0) && self.in_force.is_only_whole(unit) {
            without.push(self.places.code(unit).to_owned());
        }
        for home in self.places.homes(unit).filter(|home| aimed[home.index()]) {
            let observed = self.in_force.observed(home);
            let (takes_part, unknown) = match observed {
                None => (!with_needs, !(with_needs && census_whole)),
                Some(_) => {
                    (!with_needs || aim.needs.iter().any(|need| self.in_force.has_need(home, need)), false)
                }
            };
            if !takes_part && !unknown {
                continue;
            }
            let people = observed.unwrap_or_default();
            self.covered[home.index()] = true;
            self.people[home.index()] = people;
            self.unknown[home.index()] = u32::from(unknown);
            // In a round with needs, homes of which nothing is known are told, but they make no unit due.
            self.covered[at] |= takes_part;
            self.people[at] += people;
            self.unknown[at] += u32::from(unknown);
        }
        if complete && !with_needs {
            let counted = self.in_force.unit(unit);
            self.covered[at] = true;
            self.people[at] = counted.people;
            self.unknown[at] = counted.unknown_homes;
        }
        let by_census = complete && !with_needs && (census_whole || homes == 0);
        self.whole[at] = by_census || aim.named.get(at).copied().unwrap_or(false);
    }

    /// The units of the community, in order.
    pub(super) fn units(&self) -> impl Iterator<Item = PlaceId> + '_ {
        self.places.units(PlaceId::WHOLE)
    }

    /// The homes of a unit.
    pub(super) fn homes(&self, unit: PlaceId) -> impl Iterator<Item = PlaceId> + '_ {
        self.places.homes(unit)
    }

    /// True if the unit is counted whole.
    pub(super) fn is_whole(&self, unit: PlaceId) -> bool {
        self.whole[unit.index()]
    }

    /// True if the round covers the home, or something of the unit.
    pub(super) fn covers(&self, place: PlaceId) -> bool {
        self.covered[place.index()]
    }

    /// Who is known at a home or unit, as far as the round covers it.
    pub(super) fn people(&self, place: PlaceId) -> People {
        self.people[place.index()]
    }

    /// The homes of which nothing is known, at a home or in a unit.
    pub(super) fn unknown(&self, place: PlaceId) -> u32 {
        self.unknown[place.index()]
    }

    /// Those homes, at a home or in a unit.
    pub(super) fn unknown_homes(&self, place: PlaceId) -> impl Iterator<Item = PlaceId> + '_ {
        self.places.homes(place).filter(|home| self.unknown[home.index()] > 0)
    }

    /// Who lives in a home of a unit that is counted whole: by its own row, else one household of unknown size. `None`
    /// for a home that the round does not cover.
    pub(super) fn within_whole(&self, unit: PlaceId, home: PlaceId) -> Option<People> {
        if !self.covers(home) {
            return None;
        }
        match self.in_force.observed(home) {
            Some(people) => Some(people),
            None if self.in_force.is_whole(unit) => Some(People { households: 1, ..People::default() }),
            None => None,
        }
    }
}
