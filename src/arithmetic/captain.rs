//! Who is the captain of a place: the one on the roster for its unit, else for its building, else the building's
//! `captain` in `community.toml`.

use crate::ledgers::Role;
use crate::model::{Day, PlaceId, Places};
use crate::registers::Registers;

/// The captains of a place on a day, in the order of the roster; mostly one, none if nobody is named. A service counts
/// from its first to its last day. For a building whose captains are named by unit only, those of its units.
pub fn captains(registers: &Registers, place: PlaceId, day: Day) -> Vec<&str> {
    captains_but(registers, place, day, "")
}

/// The captains of a place on a day if this person were none.
pub fn captains_but<'r>(registers: &'r Registers, place: PlaceId, day: Day, but: &str) -> Vec<&'r str> {
    let places = registers.names.places();
    if !registers.names.has_place(place) {
        return Vec::new();
    }
    let Some(building) = places.building_of(place) else { return Vec::new() };
    let on_roster = |wanted: PlaceId| -> Vec<&'r str> {
        let services = registers.services.iter();
        let held = services.filter(|s| s.role == Role::Captain && s.place == Some(wanted) && s.on(day));
        held.map(|s| s.volunteer.as_str()).filter(|name| *name != but).collect()
    };
    if let Some(unit) = places.unit_of(place) {
        let of_unit = on_roster(unit);
        if !of_unit.is_empty() {
            return of_unit;
        }
    }
    let of_building = on_roster(building);
    if !of_building.is_empty() {
        return of_building;
    }
    let named = of_register(registers, places, building);
    if !named.is_empty() && named != but {
        return vec![named];
    }
    if place != building {
        return Vec::new();
    }
    let mut of_units: Vec<&str> = Vec::new();
    for name in places.units(building).flat_map(on_roster) {
        if !of_units.contains(&name) {
            of_units.push(name);
        }
    }
    of_units
}

fn of_register<'r>(registers: &'r Registers, places: &Places, building: PlaceId) -> &'r str {
    let code = places.code(building);
    let found = registers.community.buildings.iter().find(|b| b.plan.code == code);
    found.map_or("", |b| b.captain.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arithmetic::example::Example;

    #[test]
    fn the_captain_is_that_of_the_unit_else_of_the_building_else_of_the_register() {
        let example = Example::small().file(
            "ledgers/volunteers.csv",
            "volunteer,group,role,place,skills,since,until,note\n\
             甲,captains,captain,3-1,,,,\n乙,captains,captain,3,,,,\n丙,captains,member,3-2,,,,\n",
        );
        let registers = example.registers();
        let at = |code: &str| {
            let place = registers.names.places().find(code.as_bytes()).unwrap();
            captains(&registers, place, Day::parse("2022-08-16").unwrap())
        };
        assert_eq!(at("3-1"), ["甲"]);
        assert_eq!(at("3-1-101"), ["甲"]);
        assert_eq!(at("3-2"), ["乙"], "a member is no captain");
        assert_eq!(at("3"), ["乙"]);
        assert_eq!(at("5"), ["欧阳淑芬"], "of community.toml, for the unit that is the building");
        assert_eq!(at("7-1"), Vec::<&str>::new());
        assert_eq!(at("*"), Vec::<&str>::new());
        assert_eq!(at("采样点"), Vec::<&str>::new());
    }

    #[test]
    fn a_service_counts_from_its_first_to_its_last_day() {
        let example = Example::small().file(
            "ledgers/volunteers.csv",
            "volunteer,group,role,place,skills,since,until,note\n\
             甲,captains,captain,5,,2022-08-03,2022-08-05,\n乙,captains,captain,7-1,,,,\n丁,captains,captain,7-2,,,,\n",
        );
        let registers = example.registers();
        let at = |code: &str, day: &str| {
            let place = registers.names.places().find(code.as_bytes()).unwrap();
            captains(&registers, place, Day::parse(day).unwrap())
        };
        assert_eq!(at("5", "2022-08-02"), ["欧阳淑芬"]);
        assert_eq!(at("5", "2022-08-03"), ["甲"]);
        assert_eq!(at("5-0-101", "2022-08-05"), ["甲"]);
        assert_eq!(at("5", "2022-08-06"), ["欧阳淑芬"]);
        assert_eq!(at("7", "2022-08-06"), ["乙", "丁"], "a building whose captains are named by unit");
    }
}
