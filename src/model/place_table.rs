//! The table of places, made from the plans of the buildings and the destinations.

use super::address_text::typed_key;
use super::place_plan::{BuildingPlan, Rooms, is_number, natural, refuse_code};
use super::{Fault, NameMap, Place, PlaceId, PlaceKind, Places};
use crate::said;
use rustc_hash::FxHashMap;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// The table while it grows.
struct Growing {
    places: Vec<Place>,
    by_code: NameMap,
}

impl Growing {
    fn add(&mut self, code: String, kind: PlaceKind) -> PlaceId {
        let id = PlaceId::from_index(self.places.len());
        self.by_code.insert(&code, id.index() as u32);
        let end = PlaceId::from_index(id.index() + 1);
        let (room, name) = (String::new(), String::new());
        let (building, unit) = (None, None);
        self.places.push(Place { code, kind, building, unit, room, floor: None, door: None, name, end });
        id
    }

    fn place(&mut self, id: PlaceId) -> &mut Place {
        &mut self.places[id.index()]
    }

    /// Ends a place after everything that was added since.
    fn close(&mut self, id: PlaceId) {
        let end = PlaceId::from_index(self.places.len());
        self.place(id).end = end;
    }

    fn add_building(&mut self, rooms: &Rooms<'_>) -> PlaceId {
        let code = &rooms.plan.code;
        let building = self.add(code.clone(), PlaceKind::Building);
        self.place(building).building = Some(building);
        for (unit_code, unit_rooms) in &rooms.units {
            let unit = self.add(format!("{code}-{unit_code}"), PlaceKind::Unit);
            (self.place(unit).building, self.place(unit).unit) = (Some(building), Some(unit));
            if *unit_code == "0" {
                self.place(building).unit = Some(unit);
                self.by_code.insert(code, unit.index() as u32);
            }
            let sorted: BTreeMap<_, _> =
                unit_rooms.iter().map(|r| ((!is_number(r), natural(r)), r)).collect();
            for room in sorted.into_values() {
                let home = self.add(format!("{code}-{unit_code}-{room}"), PlaceKind::Home);
                let number = room.parse::<u32>().ok().filter(|&n| is_number(room) && n > 100);
                let place = self.place(home);
                (place.building, place.unit) = (Some(building), Some(unit));
                (place.floor, place.door) = (number.map(|n| n / 100), number.map(|n| n % 100));
                place.room = room.clone();
            }
            self.close(unit);
        }
        self.close(building);
        building
    }

    fn add_destination(&mut self, code: &str, name: &str) -> Result<PlaceId, Fault> {
        let said = if code.trim() != code || code.is_empty() || code.contains(char::is_control) {
            said!("`{code}` cannot be the code of a destination", "“{code}” 不能作为去处的编码")
        } else if self.by_code.get(code).is_some() {
            said!("the destination `{code}` has the code of another place", "去处“{code}”与别的地点编码相同")
        } else {
            let id = self.add(code.to_owned(), PlaceKind::Destination);
            name.clone_into(&mut self.place(id).name);
            return Ok(id);
        };
        Err(Fault::new(said).remedy(said!("give it another code", "请换一个编码")))
    }
}

impl Places {
    /// The table of all places, and what is wrong with the plans. A faulty building, unit, home or destination
    /// is left out, the rest is there. `own_names` are the compound's own names and roads, which people write
    /// before their address.
    pub fn new(
        plans: &[BuildingPlan],
        destinations: &[(String, String)],
        own_names: &[String],
    ) -> (Places, Vec<Fault>) {
        let mut faults = Vec::new();
        let mut table = Growing { places: Vec::new(), by_code: NameMap::default() };
        let whole = table.add("*".to_owned(), PlaceKind::Whole);
        let mut sorted = BTreeMap::new();
        for plan in plans {
            let code = &plan.code;
            if let Some(fault) = refuse_code(code) {
                faults.push(fault);
            } else if let Entry::Vacant(free) = sorted.entry(natural(code)) {
                free.insert(Rooms::of(plan, &mut faults));
            } else {
                let said = said!("there are two buildings `{code}`", "有两幢楼的编码都是“{code}”");
                faults.push(Fault::new(said).remedy(said!("give one another code", "请给其中一幢换个编码")));
            }
        }
        let buildings: Vec<PlaceId> = sorted.values().map(|rooms| table.add_building(rooms)).collect();
        table.close(whole);

        let mut by_destination: FxHashMap<String, Vec<PlaceId>> = FxHashMap::default();
        let mut ordered: Vec<&(String, String)> = destinations.iter().collect();
        ordered.sort_by(|a, b| natural(&a.0).cmp(&natural(&b.0)));
        for (code, name) in ordered {
            match table.add_destination(code, name) {
                Ok(id) => {
                    for key in BTreeSet::from([typed_key(code), typed_key(name)]) {
                        by_destination.entry(key).or_default().push(id);
                    }
                }
                Err(fault) => faults.push(fault),
            }
        }
        by_destination.remove("");

        let mut by_typed_code: FxHashMap<String, Vec<PlaceId>> = FxHashMap::default();
        let mut worded_codes = BTreeSet::new();
        for &building in &buildings {
            let key = typed_key(&table.places[building.index()].code);
            if !key.bytes().all(|b| b.is_ascii_alphanumeric()) {
                worded_codes.insert(key.clone());
            }
            by_typed_code.entry(key).or_default().push(building);
        }
        let places = Places {
            places: table.places,
            buildings,
            by_code: table.by_code,
            by_typed_code,
            by_destination,
            worded_codes: longest_first(worded_codes),
            own_names: longest_first(own_names.iter().flat_map(|name| called(name)).collect()),
        };
        (places, faults)
    }
}

/// The forms of an own name: `银河湾小区` is also called `银河湾`.
fn called(name: &str) -> Vec<String> {
    let full = typed_key(name);
    let short = ["小区", "社区"].iter().find_map(|end| full.strip_suffix(end)).unwrap_or("").to_owned();
    // A lone letter or number is no name: it would eat a building.
    [full, short].into_iter().filter(|n| n.chars().count() > 1 && !is_number(n)).collect()
}

fn longest_first(words: BTreeSet<String>) -> Vec<String> {
    let mut sorted: Vec<String> = words.into_iter().collect();
    sorted.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(code: &str, units: &[&str], floors: u32, doors: u32) -> BuildingPlan {
        let units = units.iter().map(|&u| u.to_owned()).collect();
        BuildingPlan { code: code.to_owned(), units, floors, doors, ..BuildingPlan::default() }
    }

    fn faults_of(plans: &[BuildingPlan], destinations: &[&str]) -> Vec<String> {
        let destinations: Vec<_> = destinations.iter().map(|&d| (d.to_owned(), String::new())).collect();
        let (_, faults) = Places::new(plans, &destinations, &[]);
        faults.into_iter().map(|f| f.message.en).collect()
    }

    #[test]
    fn codes_that_break_an_address_are_refused() {
        for bad in ["", "3-2", "*", "3 幢", "3,4", "1..2", "a=b", "3–2"] {
            assert_eq!(faults_of(&[plan(bad, &[], 1, 1)], &[]).len(), 1, "{bad}");
            assert_eq!(faults_of(&[plan("1", &[bad], 1, 1)], &[]).len(), 1, "{bad}");
        }
        assert!(
            faults_of(&[plan("东/3", &["A", "1"], 2, 2), plan("3号", &["0"], 2, 2)], &["医院（东区）"])
                .is_empty()
        );
    }

    #[test]
    fn what_is_named_twice_is_a_fault_and_the_first_stands() {
        let twice = [plan("3", &["1"], 2, 2), plan("3", &[], 9, 9)];
        assert_eq!(faults_of(&twice, &[]), ["there are two buildings `3`"]);
        assert_eq!(Places::new(&twice, &[], &[]).0.homes(PlaceId::WHOLE).count(), 4);
        assert_eq!(faults_of(&[plan("3", &["1", "1"], 2, 2)], &[]).len(), 1);
        assert_eq!(faults_of(&[plan("3", &["0", "1"], 2, 2)], &[]).len(), 1);
        assert_eq!(faults_of(&twice[..1], &["3", "3-1", "3-1-101", "*", "x", "x", " y", ""]).len(), 7);
    }

    #[test]
    fn exceptions_and_extras_must_make_sense() {
        let with = |except: &[&str], extra: &[&str]| {
            let list = |codes: &[&str]| codes.iter().map(|&c| c.to_owned()).collect();
            let plan = BuildingPlan { except: list(except), extra: list(extra), ..plan("3", &[], 2, 2) };
            faults_of(&[plan], &[]).len()
        };
        assert_eq!(with(&["3-0-202", "3-201"], &["3-商101", "3-0-301"]), 0);
        assert_eq!(with(&["3-0-901", "4-0-101", "3-1-101", "101", "3-101", "3-101"], &[]), 5);
        assert_eq!(with(&["3-101"], &["3-101", "3-102", "3-9-商1", "3-", "3-商1", "3-商1"]), 5);
    }

    #[test]
    fn impossible_floors_and_doors_make_no_homes() {
        for (floors, doors) in [(17, 0), (17, 100), (u32::MAX, 2), (2, u32::MAX)] {
            assert_eq!(faults_of(&[plan("3", &[], floors, doors)], &[]).len(), 1);
        }
        let extra = vec!["3-商101".to_owned()];
        let (places, faults) = Places::new(&[BuildingPlan { extra, ..plan("3", &[], 0, 0) }], &[], &[]);
        assert_eq!((faults.len(), places.find("3-0-商101".as_bytes()).is_some()), (0, true));
    }
}
