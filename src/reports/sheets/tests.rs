//! Sheets of small communities, looked at.

use super::{Sheets, State, sheet_number, unit_of_sheet};
use crate::arithmetic::coverage::{Level, round_coverage};
use crate::arithmetic::example::Example;
use crate::model::{Day, PlaceId, Quantity};
use proptest::prelude::*;

fn day() -> Day {
    Day::parse("2022-08-16").unwrap()
}

fn packs(more: &str) -> String {
    let allot = "[[round.allot]]\nitem = \"蔬菜包\"\nquantity = 2\n";
    format!("code = \"v\"\nkind = \"distribution\"\ndate = 2022-08-16\n{more}\n{allot}")
}

const TESTING: &str = "code = \"t\"\nkind = \"testing\"\ndate = 2022-08-16\n";

fn with<T>(example: &Example, code: &str, look: impl FnOnce(&Sheets) -> T) -> T {
    example.read(|books| look(&Sheets::of(books, books.registers.names.round(code).unwrap(), day()).unwrap()))
}

/// `number unit[ whole]: room size due state …`, a line a sheet.
fn shown(example: &Example, code: &str) -> Vec<String> {
    with(example, code, |sheets| {
        let sheet = |sheet: &super::Sheet| {
            let homes = sheet.homes.iter().map(|home| {
                let size = home.residents.map_or("?".to_owned(), |n| n.to_string());
                let shares = home.shares.iter().map(|share| {
                    let due = share.due.map_or("?".to_owned(), |due| due.to_string());
                    let state = match share.state {
                        State::Open => "open".to_owned(),
                        State::Unknown => "unknown".to_owned(),
                        State::Nothing => "nothing".to_owned(),
                        State::Done(on) => format!("done {}", on.short()),
                        State::Part(on) => format!("part {}", on.short()),
                        State::Tried(what, on) => format!("{} {}", what.code(), on.short()),
                        State::Excused(what, on) => {
                            format!("excused {} {}", what.map_or("", |w| w.code()), on.short())
                        }
                    };
                    format!(" {due} {state}")
                });
                format!("{} {size}{}", home.room, shares.collect::<String>())
            });
            let whole = if sheet.whole { " whole" } else { "" };
            format!("{} {}{whole}: {}", sheet.number, sheet.code, homes.collect::<Vec<_>>().join("; "))
        };
        sheets.sheets.iter().map(sheet).collect()
    })
}

#[test]
fn a_sheet_says_of_each_home_what_is_due_and_what_is_known_already() {
    let example = Example::small()
        .round(&packs("places = [\"3\"]"))
        .census(&[
            "2022-08-02,3-1-101,,3,,,09:00",
            "2022-08-02,3-1-102,,2,,,09:00",
            "2022-08-02,3-1-201,,0,,,09:00",
            "2022-08-02,3-2-101,,1,,,09:00",
            "2022-08-02,3-2-102,,1,,,09:00",
            "2022-08-02,3-2-201,,1,,,09:00",
        ])
        .goods(&[
            "2022-08-15,v,3-1-101,蔬菜包,2,,,09:00",
            "2022-08-15,v,3-1-102,蔬菜包,1,,,09:00",
            "2022-08-16,v,3-2-101,蔬菜包,0,,not-home,09:00",
            "2022-08-16,v,3-2-102,蔬菜包,0,,refused,09:00",
            "2022-08-16,v,3-2-202,蔬菜包,0,,not-home,09:00",
        ]);
    assert_eq!(
        shown(&example, "v"),
        [
            "1 3-1: 101 3 2 done 220815; 102 2 2 part 220815; 201 0 0 nothing; 202 ? ? unknown",
            "2 3-2: 101 1 2 not-home 220816; 102 1 2 excused refused 220816; 201 1 2 open; 202 ? ? not-home 220816"
        ]
    );
}

#[test]
fn a_unit_that_is_counted_whole_lists_its_homes_without_figures_and_has_its_total() {
    let example = Example::small()
        .round(&packs("places = [\"7\"]"))
        .census(&[
            "2022-08-02,7-1,2,5,,,09:00",
            "2022-08-02,7-2,2,4,,,09:00",
            "2022-08-02,7-2-102,,3,,,09:00",
        ])
        .goods(&["2022-08-16,v,7-1,蔬菜包,4,,,09:00", "2022-08-16,v,7-2-101,蔬菜包,2,,,09:00"]);
    assert_eq!(
        shown(&example, "v"),
        [
            "4 7-1 whole: 101 ? ? done 220816; 102 ? ? done 220816",
            "5 7-2 whole: 101 ? ? done 220816; 102 3 ? open"
        ]
    );
    with(&example, "v", |sheets| {
        let sums = &sheets.sheets[1].sums[0];
        assert_eq!((sums.due, sums.missing), (Quantity::whole(4), Quantity::whole(2)));
        assert_eq!(sheets.sheets[1].unknown, 0, "its own row speaks for all homes");
    });
}

#[test]
fn tests_and_roll_calls_have_sheets_too() {
    let example = Example::small()
        .round(&format!("{TESTING}places = [\"7-1\"]"))
        .round("code = \"r\"\nkind = \"rollcall\"\ndate = 2022-08-16\nplaces = [\"7-1\"]")
        .census(&["2022-08-02,7-1-101,,3,2,,09:00", "2022-08-02,7-1-102,,2,,,09:00"])
        .tests(&["2022-08-16,t,7-1-101,1,,1,,卧床,20:00", "2022-08-16,t,7-1-102,1,,,,,20:00"])
        .reach(&["2022-08-16,r,7-1,posted,09:00", "2022-08-16,r,7-1-102,unreachable,10:00"]);
    assert_eq!(shown(&example, "t"), ["4 7-1: 101 3 2 excused  220816; 102 2 2 part 220816"]);
    assert_eq!(shown(&example, "r"), ["4 7-1: 101 3 1 done 220816; 102 2 1 open"]);
}

#[test]
fn what_is_for_the_unit_itself_stands_apart_and_makes_nothing_due_at_homes() {
    let unit = "[[round.allot]]\nitem = \"消毒液\"\nquantity = 3\nper = \"unit\"\n";
    let example = Example::small()
        .round(&format!("{}{unit}", packs("places = [\"7-1\"]")))
        .census(&["2022-08-02,7-1-101,,3,,,09:00", "2022-08-02,7-1-102,,2,,,09:00"]);
    assert_eq!(shown(&example, "v"), ["4 7-1: 101 3 2 open 0 nothing; 102 2 2 open 0 nothing"]);
    with(&example, "v", |sheets| {
        let sheet = &sheets.sheets[0];
        assert_eq!(sheet.for_unit, [Quantity::ZERO, Quantity::whole(3)]);
        assert_eq!(sheet.unit_done, None);
        assert!(!sheets.is_only_for_units());
    });
}

#[test]
fn a_round_for_needs_lists_who_has_them_and_whom_nobody_has_counted() {
    let example =
        Example::small().round(&packs("places = [\"3-1\", \"7\"]\nneeds = [\"infant\"]")).census(&[
            "2022-08-02,3-1-101,,3,,infant,09:00",
            "2022-08-02,3-1-102,,3,,elderly,09:00",
            "2022-08-02,7-1,2,5,,,09:00",
            "2022-08-02,7-2,2,5,,,09:00",
            "2022-08-02,7-2-101,,3,,infant,09:00",
        ]);
    assert_eq!(
        shown(&example, "v"),
        ["1 3-1: 101 3 2 open; 201 ? ? unknown; 202 ? ? unknown", "5 7-2: 101 3 2 open"]
    );
    with(&example, "v", |sheets| assert_eq!(sheets.warnings.len(), 1, "7-1 is named: {:?}", sheets.warnings));
}

#[test]
fn a_sheet_keeps_its_number_whatever_is_printed_and_whichever_round_it_is_of() {
    let example = Example::small().round(&packs("")).round(&format!("{TESTING}places = [\"5\", \"A\"]"));
    example.read(|books| {
        let places = books.registers.names.places();
        let id = books.registers.names.round("v").unwrap();
        let all = Sheets::of(books, id, day()).unwrap();
        let numbers: Vec<usize> = all.sheets.iter().map(|sheet| sheet.number).collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5, 6]);
        let mut some = all.clone();
        some.within(places, places.find(b"7").unwrap());
        assert_eq!(
            some.sheets.iter().map(|s| (s.number, &*s.code)).collect::<Vec<_>>(),
            [(4, "7-1"), (5, "7-2")]
        );
        let mut one = all.clone();
        one.within(places, places.find(b"7-2-101").unwrap());
        assert_eq!(one.sheets.len(), 1);
        for sheet in &all.sheets {
            assert_eq!(unit_of_sheet(places, sheet.number), Some(sheet.unit));
            assert_eq!(sheet_number(places, sheet.unit), Some(sheet.number));
        }
        assert_eq!((unit_of_sheet(places, 0), unit_of_sheet(places, 7)), (None, None));
    });
    with(&example, "t", |sheets| {
        assert_eq!(sheets.sheets.iter().map(|s| s.number).collect::<Vec<_>>(), [3, 6]);
    });
}

const HOMES: [&str; 17] = [
    "3-1-101", "3-1-102", "3-1-201", "3-1-202", "3-2-101", "3-2-102", "3-2-201", "3-2-202", "5-0-101",
    "5-0-201", "7-1-101", "7-1-102", "7-2-101", "7-2-102", "A-1-101", "A-1-102", "A-1-103",
];

proptest! {
    /// The homes on the sheets are those that exist in the round's places, but for homes known to have no need; and the
    /// figures of a sheet are those of the coverage.
    #[test]
    fn no_home_is_left_out(
        counted in proptest::collection::vec((0..HOMES.len(), 0..5u32, any::<bool>()), 0..20),
        whole in proptest::collection::vec(proptest::sample::select(vec!["3-2", "5-0", "7-1", "A-1"]), 0..3),
        served in proptest::collection::vec((0..HOMES.len(), 0..3u32), 0..8),
        places in proptest::sample::subsequence(vec!["3-1", "3-2", "5", "7", "A-1-102", "7-2-101..102"], 1..=6),
        needs in any::<bool>(),
        testing in any::<bool>(),
    ) {
        let quoted: Vec<String> = places.iter().map(|place| format!("\"{place}\"")).collect();
        let mut more = format!("places = [{}]", quoted.join(", "));
        if needs {
            more.push_str("\nneeds = [\"infant\"]");
        }
        let round = if testing { format!("{TESTING}{more}").replace("\"t\"", "\"v\"") } else { packs(&more) };
        let rows: Vec<String> = counted.iter()
            .map(|(home, n, infant)| {
                let (home, need) = (HOMES[*home], if *infant { "infant" } else { "" });
                format!("2022-08-02,{home},,{n},,{need},09:00")
            })
            .chain(whole.iter().map(|unit| format!("2022-08-02,{unit},2,5,,,09:00")))
            .collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let goods: Vec<String> =
            served.iter().map(|(home, n)| format!("2022-08-16,v,{},蔬菜包,{n},,,10:00", HOMES[*home])).collect();
        let goods: Vec<&str> = goods.iter().map(String::as_str).collect();
        let mut example = Example::small().round(&round).census(&rows);
        if !testing {
            example = example.goods(&goods);
        }
        example.read(|books| {
            let table = books.registers.names.places();
            let id = books.registers.names.round("v").unwrap();
            let sheets = Sheets::of(books, id, day()).unwrap();
            let listed: Vec<PlaceId> =
                sheets.sheets.iter().flat_map(|sheet| sheet.homes.iter().map(|home| home.place)).collect();
            // Said again, from the ledgers' own words.
            let last = |home: &str| counted.iter().rev().find(|(at, ..)| HOMES[*at] == home);
            let in_whole = |home: &str| {
                let unit = whole.iter().find(|unit| home.starts_with(&format!("{unit}-")));
                unit.is_some_and(|unit| HOMES.iter().any(|h| h.starts_with(&format!("{unit}-")) && last(h).is_none()))
            };
            let expected: Vec<PlaceId> = table.homes(PlaceId::WHOLE).filter(|home| {
                let code = table.code(*home);
                let aimed = places.iter().any(|place| match *place {
                    "7-2-101..102" => code.starts_with("7-2-"),
                    place => code == place || code.starts_with(&format!("{place}-")),
                });
                aimed && (!needs || match last(code) {
                    Some((.., infant)) => *infant,
                    None => !in_whole(code),
                })
            }).collect();
            prop_assert_eq!(listed, expected);
            let coverage = round_coverage(books, id, day()).unwrap();
            for line in coverage.by(table, Level::Unit) {
                let sheet = sheets.sheets.iter().find(|sheet| sheet.unit == line.place);
                match sheet {
                    Some(sheet) => prop_assert_eq!(sheet.sums[0], line.sums),
                    None => prop_assert!(line.sums.due.is_zero() && line.sums.unknown_homes == 0),
                }
            }
            for home in sheets.sheets.iter().filter(|sheet| !sheet.whole).flat_map(|sheet| &sheet.homes) {
                let line = coverage.lines.iter().find(|line| line.place == home.place).unwrap();
                prop_assert_eq!(home.shares[0].left, (!home.unknown).then_some(line.sums.missing));
            }
            Ok(())
        })?;
    }
}
