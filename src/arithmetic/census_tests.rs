//! A test for each sentence about the census in force.

use super::census::{CensusRows, Counted, InForce, counted_place};
use super::example::Example;
use crate::books::Books;
use crate::model::{Day, PlaceId};

fn place(books: &Books, code: &str) -> PlaceId {
    books.registers.names.places().find(code.as_bytes()).unwrap()
}

/// `homes households residents present unknown` of a place on the 16th.
fn at(rows: &[&str], code: &str) -> String {
    on("2022-08-16", rows, code)
}

fn on(day: &str, rows: &[&str], code: &str) -> String {
    Example::small().census(rows).read(|books| {
        let in_force = CensusRows::of(books).in_force(Day::parse(day).unwrap());
        let Counted { people, homes, unknown_homes } = in_force.at(place(books, code));
        format!("{homes} {} {} {} {unknown_homes}", people.households, people.residents, people.present)
    })
}

fn look<T>(rows: &[&str], look: impl FnOnce(&Books, &InForce) -> T) -> T {
    Example::small().census(rows).read(|books| {
        let in_force = CensusRows::of(books).in_force(Day::parse("2022-08-16").unwrap());
        look(books, &in_force)
    })
}

#[test]
fn the_latest_row_by_date_and_then_by_recording_up_to_the_day_is_in_force() {
    let rows = [
        "2022-08-05,7-1-101,,3,,,09:00",
        "2022-08-04,7-1-101,,9,,,23:00",
        "2022-08-05,7-1-101,,4,,,10:00",
        "2022-08-17,7-1-101,,1,,,10:00",
    ];
    assert_eq!(at(&rows, "7-1-101"), "1 1 4 4 0");
    assert_eq!(on("2022-08-04", &rows, "7-1-101"), "1 1 9 9 0");
    assert_eq!(on("2022-08-03", &rows, "7-1-101"), "1 0 0 0 1");
}

#[test]
fn a_home_without_households_is_one_if_anyone_lives_there_and_present_is_all_unless_said() {
    assert_eq!(at(&["2022-08-02,7-1-101,,3,,,09:00"], "7-1-101"), "1 1 3 3 0");
    assert_eq!(at(&["2022-08-02,7-1-101,,0,,,09:00"], "7-1-101"), "1 0 0 0 0");
    assert_eq!(at(&["2022-08-02,7-1-101,2,5,0,,09:00"], "7-1-101"), "1 2 5 0 0");
}

#[test]
fn a_unit_with_its_own_row_is_counted_whole_unless_every_home_has_a_row() {
    let whole = ["2022-08-02,7-1,2,5,4,,09:00", "2022-08-02,7-1-101,,1,,,09:00"];
    assert_eq!(at(&whole, "7-1"), "2 2 5 4 0");
    let all = [whole[0], whole[1], "2022-08-01,7-1-102,,1,,,09:00"];
    assert_eq!(at(&all, "7-1"), "2 2 2 2 0", "whichever is older");
    assert_eq!(on("2022-08-01", &all, "7-1"), "2 1 1 1 1");
}

#[test]
fn without_its_own_row_a_unit_is_counted_by_homes_and_the_others_are_unknown() {
    assert_eq!(at(&["2022-08-02,3-1-101,,4,3,,09:00"], "3-1"), "4 1 4 3 3");
    assert_eq!(at(&["2022-08-02,3-1-101,,4,3,,09:00", "2022-08-02,3-2,3,7,,,09:00"], "3"), "8 4 11 10 3");
    assert_eq!(at(&[], "*"), "17 0 0 0 17");
    look(&["2022-08-02,3-2,3,7,,,09:00", "2022-08-02,3-1-101,,4,,,09:00"], |books, in_force| {
        let unknown: Vec<&str> = in_force
            .unknown_homes(place(books, "3"))
            .map(|home| books.registers.names.places().code(home))
            .collect();
        assert_eq!(unknown, ["3-1-102", "3-1-201", "3-1-202"]);
    });
}

#[test]
fn a_unit_without_households_has_as_many_as_homes_but_no_more_than_residents() {
    assert_eq!(at(&["2022-08-02,3-1,,9,,,09:00"], "3-1"), "4 4 9 9 0");
    assert_eq!(at(&["2022-08-02,3-1,,3,,,09:00"], "3-1"), "4 3 3 3 0");
    assert_eq!(at(&["2022-08-02,3-1,,0,,,09:00"], "3-1"), "4 0 0 0 0");
}

#[test]
fn a_building_of_one_unit_is_that_unit_and_rows_of_anything_larger_are_left_out() {
    let rows = [
        "2022-08-02,A,2,6,,,09:00",
        "2022-08-02,5,2,4,,,09:00",
        "2022-08-02,3,9,30,,,09:00",
        "2022-08-02,*,9,30,,,09:00",
        "2022-08-02,采样点,9,30,,,09:00",
    ];
    assert_eq!(at(&rows, "A"), "3 2 6 6 0");
    assert_eq!(at(&rows, "5-0"), "2 2 4 4 0");
    assert_eq!(at(&rows, "3"), "8 0 0 0 8");
    Example::small().census(&rows).read(|books| {
        let left_out = CensusRows::of(books).left_out(Day::parse("2022-08-16").unwrap());
        let codes: Vec<String> = left_out.iter().map(|p| books.registers.names.place_code(*p)).collect();
        assert_eq!(codes, ["*", "3", "采样点"]);
        let places = books.registers.names.places();
        assert_eq!(counted_place(places, PlaceId::from_index(places.len() + 3)), None);
    });
}

#[test]
fn needs_are_those_of_the_homes_own_row_in_force() {
    let rows = [
        "2022-08-02,7-1,2,5,,,09:00",
        "2022-08-02,7-1-101,,3,,infant|elderly,09:00",
        "2022-08-03,7-1-101,,3,,elderly,09:00",
        "2022-08-02,7-2,2,5,,infant,09:00",
    ];
    look(&rows, |books, in_force| {
        assert_eq!(in_force.homes_with("elderly"), [place(books, "7-1-101")]);
        assert_eq!(in_force.homes_with("infant"), []);
        assert!(!in_force.is_only_whole(place(books, "7-1")) && in_force.is_whole(place(books, "7-1")));
        assert!(in_force.is_only_whole(place(books, "7-2")) && !in_force.is_whole(place(books, "3-1")));
    });
}
