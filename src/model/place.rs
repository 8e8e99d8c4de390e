//! The places of a community: the whole, its buildings, their units, their homes, and destinations outside it.
//! They stand in one table in the order in which people walk through them, so that everything below a place
//! is one run of ids. How the table is made from `community.toml` is in `place_plan` and `place_table`, how
//! people's writing is read in `address`, ranges and groups in `place_list`.

use super::NameMap;
use rustc_hash::FxHashMap;

/// A place of one community, as a small number. Ids are in place order: 2 before 10, 201 before 1701.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceId(u32);

impl PlaceId {
    /// The whole community, `*`: always the first.
    pub const WHOLE: PlaceId = PlaceId(0);

    /// Its position in the table, from 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// The place at a position of the table.
    pub fn from_index(index: usize) -> PlaceId {
        PlaceId(index as u32)
    }
}

/// What a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceKind {
    /// The whole community, `*`.
    Whole,
    /// A building; of a building without units only for grouping, since its code means its unit.
    Building,
    /// A unit: an entrance of a building. A building without units is one unit, `0`.
    Unit,
    /// A home.
    Home,
    /// Somewhere goods can go that is never due: the test post, a hospital. Outside the community.
    Destination,
}

/// One place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The canonical code, as it stands in ledgers: `*`, `3`, `3-2`, `3-2-502`, `5-0-502`, `采样点`.
    pub code: String,
    /// What it is.
    pub kind: PlaceKind,
    /// The building it is in, or is.
    pub building: Option<PlaceId>,
    /// The unit it is in, or is; of a building without units, that one unit.
    pub unit: Option<PlaceId>,
    /// The room of a home (`502`, `商101`), else empty.
    pub room: String,
    /// The floor of a home with a number of three digits or more.
    pub floor: Option<u32>,
    /// The door on that floor.
    pub door: Option<u32>,
    /// The name of a destination, else empty.
    pub name: String,
    /// The first id after everything in this place.
    pub(super) end: PlaceId,
}

impl Place {
    /// The last part of the code: `3` of a building, `2` of a unit, `502` of a home.
    pub fn part(&self) -> &str {
        match self.kind {
            PlaceKind::Home => &self.room,
            PlaceKind::Unit => self.code.rsplit('-').next().unwrap_or(&self.code),
            PlaceKind::Whole | PlaceKind::Building | PlaceKind::Destination => &self.code,
        }
    }
}

/// All places of one community.
#[derive(Clone, Debug, Default)]
pub struct Places {
    pub(super) places: Vec<Place>,
    pub(super) buildings: Vec<PlaceId>,
    /// Canonical codes as they stand in ledgers. Looked up only.
    pub(super) by_code: NameMap,
    /// Buildings by their code as people may write it (any width, any case). Looked up only.
    pub(super) by_typed_code: FxHashMap<String, Vec<PlaceId>>,
    /// Destinations by code or name, as people may write them. Looked up only.
    pub(super) by_destination: FxHashMap<String, Vec<PlaceId>>,
    /// Building codes that are more than digits and Latin letters (`东/3`), as people may write them, longest first.
    pub(super) worded_codes: Vec<String>,
    /// The compound's own names and roads, as people may write them, longest first.
    pub(super) own_names: Vec<String>,
}

impl Places {
    /// The place of a canonical code; `None` for anything else. `5` and `5-0` of a building without units are
    /// its unit. One look-up: this is what every row of a ledger goes through.
    #[inline]
    pub fn find(&self, canonical: &[u8]) -> Option<PlaceId> {
        self.by_code.get(canonical).map(PlaceId)
    }

    /// The place of an id.
    pub fn get(&self, id: PlaceId) -> &Place {
        &self.places[id.index()]
    }

    /// The canonical code of a place.
    pub fn code(&self, id: PlaceId) -> &str {
        &self.get(id).code
    }

    /// How many places there are, the whole community and destinations included.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// False: there is always the whole community.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Every place, in order.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = PlaceId> + use<> {
        (0..self.places.len()).map(PlaceId::from_index)
    }

    /// The place itself and everything below it, in order. Destinations are below nothing.
    pub fn within(&self, id: PlaceId) -> impl DoubleEndedIterator<Item = PlaceId> + use<> {
        (id.0..self.get(id).end.0).map(PlaceId)
    }

    /// The homes in a place (a home is in itself).
    pub fn homes(&self, id: PlaceId) -> impl DoubleEndedIterator<Item = PlaceId> + '_ {
        self.within(id).filter(|&p| self.get(p).kind == PlaceKind::Home)
    }

    /// The units in a place (a unit is in itself; a home has none).
    pub fn units(&self, id: PlaceId) -> impl DoubleEndedIterator<Item = PlaceId> + '_ {
        self.within(id).filter(|&p| self.get(p).kind == PlaceKind::Unit)
    }

    /// The buildings, in order.
    pub fn buildings(&self) -> impl DoubleEndedIterator<Item = PlaceId> + '_ {
        self.buildings.iter().copied()
    }

    /// The destinations, in order of their codes.
    pub fn destinations(&self) -> impl DoubleEndedIterator<Item = PlaceId> + '_ {
        (self.get(PlaceId::WHOLE).end.index()..self.places.len()).map(PlaceId::from_index)
    }

    /// The unit a place is in, or is; of a building without units its one unit.
    pub fn unit_of(&self, id: PlaceId) -> Option<PlaceId> {
        self.get(id).unit
    }

    /// The building a place is in, or is.
    pub fn building_of(&self, id: PlaceId) -> Option<PlaceId> {
        self.get(id).building
    }

    /// True if `inner` is `outer` or lies in it.
    #[inline]
    pub fn covers(&self, outer: PlaceId, inner: PlaceId) -> bool {
        outer <= inner && inner < self.get(outer).end
    }

    /// The place that a building's code means: its unit where it has no units, else the building.
    pub fn meant_by(&self, building: PlaceId) -> PlaceId {
        match self.get(building) {
            Place { kind: PlaceKind::Building, unit: Some(unit), .. } => *unit,
            _ => building,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::address::sample;

    #[test]
    fn places_stand_in_the_order_people_walk_through_them() {
        let places = sample();
        let codes: Vec<&str> = places.buildings().map(|b| places.code(b)).collect();
        assert_eq!(codes, ["2", "3", "5", "8", "12", "52", "88", "A", "东/3"]);
        let three = places.buildings().nth(1).unwrap();
        let homes: Vec<&str> = places.homes(three).map(|h| places.code(h)).collect();
        assert_eq!(homes[..3], ["3-1-101", "3-1-102", "3-1-201"]);
        assert!(homes.iter().position(|&h| h == "3-1-902") < homes.iter().position(|&h| h == "3-1-1001"));
        assert_eq!(
            homes[32..35],
            ["3-1-1701", "3-1-商101", "3-2-101"],
            "1702 does not exist, the shop comes last"
        );
        assert_eq!(places.code(PlaceId::WHOLE), "*");
        assert_eq!(places.destinations().map(|d| places.code(d)).collect::<Vec<_>>(), ["采样点"]);
        assert_eq!(places.get(places.destinations().next().unwrap()).name, "核酸采样点");
    }

    #[test]
    fn everything_below_a_place_is_one_run_and_destinations_are_outside() {
        let places = sample();
        for outer in places.all() {
            for inner in places.all() {
                let home = places.get(inner);
                let inside = outer == inner
                    || outer == PlaceId::WHOLE && home.kind != PlaceKind::Destination
                    || home.building == Some(outer)
                    || home.unit == Some(outer) && home.kind == PlaceKind::Home;
                assert_eq!(places.covers(outer, inner), inside, "{} {}", places.code(outer), home.code);
            }
            assert!(places.within(outer).all(|p| places.covers(outer, p)));
        }
        assert_eq!(places.units(PlaceId::WHOLE).count(), 12);
    }

    #[test]
    fn every_canonical_code_is_found_as_itself() {
        let places = sample();
        for id in places.all() {
            assert_eq!(
                places.find(places.code(id).as_bytes()),
                Some(places.meant_by(id)),
                "{}",
                places.code(id)
            );
        }
        for not_canonical in ["", "5-502", "3-02", "３", "3-", "-", "3-2-5O2", "a"] {
            assert_eq!(places.find(not_canonical.as_bytes()), None, "{not_canonical}");
        }
    }

    #[test]
    fn a_building_without_units_is_its_unit() {
        let places = sample();
        let unit = places.find(b"5").unwrap();
        assert_eq!((places.code(unit), places.get(unit).kind), ("5-0", PlaceKind::Unit));
        assert_eq!(places.find(b"5-0"), Some(unit));
        let building = places.building_of(unit).unwrap();
        assert_eq!((places.code(building), places.get(building).kind), ("5", PlaceKind::Building));
        assert_eq!((places.meant_by(building), places.unit_of(building)), (unit, Some(unit)));
        let home = places.find(b"5-0-502").unwrap();
        assert_eq!((places.unit_of(home), places.building_of(home)), (Some(unit), Some(building)));
        let Place { floor, door, .. } = places.get(home);
        assert_eq!(
            (*floor, *door, places.get(home).part(), places.get(unit).part()),
            (Some(5), Some(2), "502", "0")
        );
    }
}
