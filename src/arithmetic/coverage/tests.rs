//! A test for each sentence of the arithmetic, with figures worked out by hand.

use super::{Coverage, Level, Sums, round_coverage};
use crate::arithmetic::example::Example;
use crate::books::Books;
use crate::model::{Day, Quantity};

mod properties;
mod reach;

const DAY: &str = "2022-08-16";

fn day() -> Day {
    Day::parse(DAY).unwrap()
}

fn coverage<'b>(books: &'b Books<'b>, code: &str) -> Coverage<'b> {
    round_coverage(books, books.registers.names.round(code).unwrap(), day()).unwrap()
}

/// `due done exempt missing over unknown`.
fn figures(sums: &Sums) -> String {
    let Sums { due, done, exempt, missing, over, unknown_homes, .. } = sums;
    format!("{due} {done} {exempt} {missing} {over} {unknown_homes}")
}

/// `place item: figures`, a line each; of tests and roll-calls without the item.
fn shown(books: &Books, coverage: &Coverage, level: Level) -> Vec<String> {
    let names = &books.registers.names;
    let line = |line: super::Line| {
        let item =
            line.goods.map(|(item, unit)| format!(" {}/{}", names.item_name(item), names.unit_name(unit)));
        let causes: Vec<String> = line
            .causes
            .iter()
            .map(|(place, cause)| {
                let code = cause.known().map_or("told", |(code, _)| code);
                format!(" {}={code}", names.place_code(*place))
            })
            .collect();
        let (place, item) = (names.place_code(line.place), item.unwrap_or_default());
        format!("{place}{item}: {}{}", figures(&line.sums), causes.concat())
    };
    coverage.by(names.places(), level).into_iter().map(line).collect()
}

fn lines(example: &Example, code: &str) -> Vec<String> {
    example.read(|books| shown(books, &coverage(books, code), Level::Home))
}

fn rate(example: &Example, code: &str) -> crate::model::Cell {
    example.read(|books| {
        let coverage = coverage(books, code);
        coverage.total(coverage.goods[0]).rate(coverage.kind)
    })
}

const TESTING: &str = "code = \"t\"\nkind = \"testing\"\ndate = 2022-08-16\n";

fn packs(more: &str) -> String {
    let allot = "[[round.allot]]\nitem = \"蔬菜包\"\nquantity = 2\n";
    format!("code = \"v\"\nkind = \"distribution\"\ndate = 2022-08-16\n{more}\n{allot}")
}

/// Building 7 counted: 7-1 by homes (one known, one not), 7-2 whole; the rest outside the round.
fn seven(round: &str) -> Example {
    Example::small().round(round).census(&["2022-08-02,7-1-101,,3,2,,09:00", "2022-08-02,7-2,2,5,4,,09:00"])
}

const PLACES: &str = "places = [\"7\"]";

#[test]
fn testing_is_due_for_residents_present_and_unknown_homes_are_apart() {
    let example = seven(&format!("{TESTING}{PLACES}"));
    assert_eq!(
        lines(&example, "t"),
        [
            "7-1-101: 2 0 0 2 0 0 7-1-101=no-report",
            "7-1-102: 0 0 0 0 0 1 7-1-102=unknown",
            "7-2: 4 0 0 4 0 0 7-2=no-report"
        ]
    );
    example.read(|books| {
        let coverage = coverage(books, "t");
        assert_eq!(figures(&coverage.total(None)), "6 0 0 6 0 1");
        assert_eq!(coverage.total(None).rate(coverage.kind), crate::model::Cell::Rate(0));
    });
}

#[test]
fn done_is_tested_here_and_elsewhere_and_visitors_are_in_no_figure() {
    let example = seven(&format!("{TESTING}{PLACES}"))
        .tests(&["2022-08-16,t,7-2,1,1,1,9,卧床,20:00", "2022-08-16,t,7-1-101,2,,,,,20:00"]);
    assert_eq!(
        lines(&example, "t")[2],
        "7-2: 4 2 1 1 0 0 7-2=short",
        "due 4, tested 1 here and 1 elsewhere, 1 exempt"
    );
    example.read(|books| {
        let total = coverage(books, "t").total(None);
        assert_eq!((total.elsewhere, total.visitors), (Quantity::ONE, Quantity::whole(9)));
    });
    assert_eq!(rate(&example, "t"), crate::model::Cell::Rate(8000), "4 of 6 less 1");
}

#[test]
fn a_reason_explains_who_is_missing_only_where_it_explains_nobody_exempt() {
    let example = seven(&format!("{TESTING}{PLACES}")).tests(&["2022-08-16,t,7-2,3,,,,夜班未归,20:00"]);
    assert_eq!(lines(&example, "t")[2], "7-2: 4 3 0 1 0 0 7-2=told");
}

#[test]
fn one_place_over_does_not_hide_another_places_shortage() {
    let example = seven(&format!("{TESTING}{PLACES}"))
        .tests(&["2022-08-16,t,7-2,9,,,,,20:00", "2022-08-16,t,7-1-101,1,,,,,20:00"]);
    example.read(|books| assert_eq!(figures(&coverage(books, "t").total(None)), "6 10 0 1 5 1"));
}

#[test]
fn of_several_reports_of_a_place_the_latest_recorded_counts() {
    let example = seven(&format!("{TESTING}{PLACES}")).tests(&[
        "2022-08-16,t,7-2,3,,,,,20:00",
        "2022-08-16,t,7-2,4,,,,,21:00",
        "2022-08-16,t,7-2,1,,,,,19:00",
    ]);
    assert_eq!(lines(&example, "t")[2], "7-2: 4 4 0 0 0 0");
}

#[test]
fn rows_of_later_days_do_not_exist() {
    let example = seven(&format!("{TESTING}{PLACES}")).tests(&["2022-08-17,t,7-2,4,,,,,20:00"]);
    assert_eq!(lines(&example, "t")[2], "7-2: 4 0 0 4 0 0 7-2=no-report");
}

#[test]
fn the_census_is_that_of_the_rounds_day_as_now_known() {
    let example = seven("code = \"t\"\nkind = \"testing\"\ndate = 2022-08-10\nplaces = [\"7-2\"]")
        .census(&["2022-08-11,7-2,2,5,1,,09:00"]);
    assert_eq!(lines(&example, "t"), ["7-2: 4 0 0 4 0 0 7-2=no-report"], "a row after the round's day");
    let example = example.census(&["2022-08-10,7-2,2,5,3,,23:00"]);
    assert_eq!(lines(&example, "t"), ["7-2: 3 0 0 3 0 0 7-2=no-report"], "recorded late, of the round's day");
}

#[test]
fn goods_are_due_by_household_resident_and_unit_in_the_base_unit() {
    let allots = "[[round.allot]]\nitem = \"牛奶\"\nquantity = 2\nper = \"resident\"\n\
        [[round.allot]]\nitem = \"消毒液\"\nquantity = 3\nper = \"unit\"\n";
    let example = seven(&format!("{}{allots}", packs(PLACES)))
        .goods(&["2022-08-16,v,7-2,牛奶,1,箱,,20:00", "2022-08-16,v,7-1,消毒液,1,,,20:00"]);
    assert_eq!(
        lines(&example, "v"),
        [
            "7-1 蔬菜包/份: 2 0 0 2 0 1 7-1=no-report 7-1-102=unknown",
            "7-1 牛奶/盒: 6 0 0 6 0 1 7-1=no-report 7-1-102=unknown",
            "7-1 消毒液/瓶: 3 1 0 2 0 0 7-1=short",
            "7-2 蔬菜包/份: 4 0 0 4 0 0 7-2=no-report",
            "7-2 牛奶/盒: 10 12 0 0 2 0",
            "7-2 消毒液/瓶: 3 0 0 3 0 0 7-2=no-report",
        ],
        "a carton of 12 is 12 boxes, 2 over; 7-1 is counted whole because a row names it"
    );
}

#[test]
fn an_item_allotted_by_the_unit_is_counted_at_the_unit_also_where_homes_are_counted() {
    let round = "code = \"v\"\nkind = \"distribution\"\ndate = 2022-08-16\nplaces = [\"7-1\"]\n\
        [[round.allot]]\nitem = \"消毒液\"\nquantity = 3\nper = \"unit\"\n";
    let example = seven(round).goods(&["2022-08-16,v,7-1-101,消毒液,1,,,20:00"]);
    assert_eq!(lines(&example, "v"), ["7-1 消毒液/瓶: 3 1 0 2 0 0 7-1=short"]);
}

#[test]
fn handed_over_is_delivered_collected_and_left_less_returned() {
    let example = seven(&packs("places = [\"7-2\"]")).goods(&[
        "2022-08-16,v,7-2,蔬菜包,1,,delivered,18:00",
        "2022-08-16,v,7-2,蔬菜包,1,,collected,18:01",
        "2022-08-16,v,7-2,蔬菜包,2,,left,18:02",
        "2022-08-16,v,7-2,蔬菜包,1,,returned,18:03",
        "2022-08-16,v,7-2,蔬菜包,0,,not-home,18:04",
    ]);
    assert_eq!(lines(&example, "v"), ["7-2 蔬菜包/份: 4 3 0 1 0 0 7-2=not-home"]);
    assert_eq!(rate(&example, "v"), crate::model::Cell::Rate(7500));
}

#[test]
fn exempt_is_what_is_still_due_at_a_home_that_refused_last() {
    let example = seven(&packs("places = [\"7-1\"]"));
    let refused = example
        .goods(&["2022-08-16,v,7-1-101,蔬菜包,1,,,18:00", "2022-08-16,v,7-1-101,蔬菜包,0,,refused,19:00"]);
    assert_eq!(
        lines(&refused, "v"),
        ["7-1-101 蔬菜包/份: 2 1 1 0 0 0", "7-1-102 蔬菜包/份: 0 0 0 0 0 1 7-1-102=unknown"]
    );
    assert_eq!(rate(&refused, "v"), crate::model::Cell::Rate(10_000), "1 of 2 less 1");
    let taken = refused.goods(&["2022-08-16,v,7-1-101,蔬菜包,1,,,20:00"]);
    assert_eq!(lines(&taken, "v")[0], "7-1-101 蔬菜包/份: 2 2 0 0 0 0", "refused, but not last");
}

#[test]
fn a_home_that_refused_in_a_unit_counted_whole_is_one_household_unless_its_row_says_more() {
    let example = seven(&packs("places = [\"7-2\"]")).goods(&[
        "2022-08-16,v,7-2,蔬菜包,1,,,18:00",
        "2022-08-16,v,7-2-101,蔬菜包,0,,refused,19:00",
        "2022-08-16,v,7-2-102,蔬菜包,0,,not-home,19:00",
    ]);
    assert_eq!(lines(&example, "v"), ["7-2 蔬菜包/份: 4 1 2 1 0 0 7-2-102=not-home"]);
    let full = example.goods(&["2022-08-16,v,7-2,蔬菜包,2,,,19:30"]);
    assert_eq!(lines(&full, "v"), ["7-2 蔬菜包/份: 4 3 1 0 0 0"], "never more than is still due");
}

#[test]
fn over_is_never_netted_and_rate_takes_the_lesser_of_done_and_due() {
    let example = seven(&packs(PLACES))
        .goods(&["2022-08-16,v,7-2,蔬菜包,9,,,18:00", "2022-08-16,v,7-1-101,蔬菜包,1,,,18:00"]);
    example.read(|books| {
        let coverage = coverage(books, "v");
        let total = coverage.total(coverage.goods[0]);
        assert_eq!(figures(&total), "6 10 0 1 5 1");
        assert_eq!(total.rate(coverage.kind), crate::model::Cell::Rate(8333), "1 + 4 of 6");
    });
}

#[test]
fn other_goods_and_other_units_are_lines_of_their_own_where_all_is_over() {
    let example = seven(&packs("places = [\"7-2\"]")).goods(&[
        "2022-08-16,v,7-2,大米,5,,,18:00",
        "2022-08-16,v,7-2,蔬菜包,1,筐,,18:00",
        "2022-08-16,v,5,蔬菜包,1,,,18:00",
        "2022-08-16,v,采样点,蔬菜包,7,,,18:00",
        "2022-08-16,,7-2,蔬菜包,7,,,18:00",
    ]);
    assert_eq!(
        lines(&example, "v"),
        [
            "5-0 蔬菜包/份: 0 1 0 0 1 0",
            "7-2 蔬菜包/份: 4 0 0 4 0 0 7-2=no-report",
            "7-2 蔬菜包/筐: 0 1 0 0 1 0",
            "7-2 大米/kg: 0 5 0 0 5 0",
        ],
        "5 is outside the round; a destination is never due; rows of no round are not looked at"
    );
}

#[test]
fn a_unit_that_any_row_names_is_counted_whole_with_its_homes_rows() {
    let example = Example::small()
        .round(&format!("{TESTING}places = [\"5\"]"))
        .census(&["2022-08-02,5-0-101,,3,,,09:00", "2022-08-02,5-0-201,,2,,,09:00"])
        .tests(&["2022-08-16,t,5-0-101,3,,,,,19:00", "2022-08-16,t,5,1,,,,,20:00"]);
    assert_eq!(lines(&example, "t"), ["5-0: 5 4 0 1 0 0 5-0=short"]);
}

#[test]
fn a_row_that_names_a_building_of_several_units_counts_nowhere_and_is_said() {
    let example = seven(&format!("{TESTING}{PLACES}"))
        .tests(&["2022-08-16,t,7,6,,,,,20:00", "2022-08-16,t,A,3,,,,,20:00"]);
    example.read(|books| {
        let coverage = coverage(books, "t");
        assert_eq!(figures(&coverage.total(None)), "6 3 0 6 3 1", "A has one unit, and is it");
        assert_eq!(coverage.warnings.len(), 1);
        assert!(coverage.warnings[0].en.ends_with("not counted: 7"), "{:?}", coverage.warnings);
    });
}

#[test]
fn a_round_with_needs_covers_the_homes_that_have_one_and_warns_of_units_known_only_as_a_whole() {
    let example = Example::small()
        .round(&packs("needs = [\"infant\", \"dialysis\"]\nplaces = [\"7\", \"3-1\", \"5\"]"))
        .census(&[
            "2022-08-02,7-1,2,5,,,09:00",
            "2022-08-02,7-1-101,,3,,elderly|infant,09:00",
            "2022-08-02,7-2,2,5,,,09:00",
            "2022-08-02,3-1-101,,2,,dialysis,09:00",
            "2022-08-02,3-1-102,,2,,elderly,09:00",
            "2022-08-02,3-1-201,,2,,,09:00",
            "2022-08-02,3-1-202,,0,,infant,09:00",
            "2022-08-02,5-0-101,,2,,infants,09:00",
        ])
        .goods(&["2022-08-16,v,7-1-101,蔬菜包,2,,,18:00"]);
    assert_eq!(
        lines(&example, "v"),
        [
            "3-1-101 蔬菜包/份: 2 0 0 2 0 0 3-1-101=no-report",
            "3-1-202 蔬菜包/份: 0 0 0 0 0 0",
            "5-0-201 蔬菜包/份: 0 0 0 0 0 1 5-0-201=unknown",
            "7-1-101 蔬菜包/份: 2 2 0 0 0 0",
        ],
        "nobody knows whether an infant lives in 5-0-201"
    );
    example.read(|books| {
        let warnings = coverage(books, "v").warnings;
        assert_eq!(warnings.len(), 1);
        assert!(warnings[0].en.contains("7-2") && !warnings[0].en.contains("7-1"), "{warnings:?}");
    });
}

#[test]
fn a_round_of_some_homes_counts_them_by_home_also_in_a_unit_counted_whole() {
    let example =
        Example::small().round(&format!("{TESTING}places = [\"3-1-101..102\", \"needs:infant\"]")).census(&[
            "2022-08-02,3-1,4,9,,,09:00",
            "2022-08-02,3-1-101,,3,,,09:00",
            "2022-08-02,3-2-201,,2,,infant,09:00",
        ]);
    assert_eq!(
        lines(&example, "t"),
        [
            "3-1-101: 3 0 0 3 0 0 3-1-101=no-report",
            "3-1-102: 0 0 0 0 0 1 3-1-102=unknown",
            "3-2-201: 2 0 0 2 0 0 3-2-201=no-report",
        ]
    );
}

#[test]
fn lines_are_summed_to_unit_and_building() {
    let example = seven(&format!("{TESTING}{PLACES}"));
    example.read(|books| {
        let coverage = coverage(books, "t");
        assert_eq!(
            shown(books, &coverage, Level::Unit),
            ["7-1: 2 0 0 2 0 1 7-1-101=no-report 7-1-102=unknown", "7-2: 4 0 0 4 0 0 7-2=no-report"]
        );
        assert_eq!(
            shown(books, &coverage, Level::Building),
            ["7: 6 0 0 6 0 1 7-1-101=no-report 7-1-102=unknown 7-2=no-report"]
        );
    });
}

#[test]
fn what_cannot_be_due_is_left_out_and_said() {
    let allot = "[[round.allot]]\nitem = \"大米\"\nquantity = 1000000000\nper = \"resident\"\n";
    let example = seven(&format!("{}{allot}", packs("places = [\"7-2\"]")));
    example.read(|books| {
        let coverage = coverage(books, "v");
        assert_eq!(coverage.total(coverage.goods[1]).due, Quantity::ZERO);
        assert!(coverage.warnings[0].en.contains("大米"), "{:?}", coverage.warnings);
    });
}

#[test]
fn a_rate_over_nothing_is_nothing() {
    let example = seven(&format!("{TESTING}places = [\"3-1\"]"));
    assert_eq!(rate(&example, "t"), crate::model::Cell::Absent);
}
