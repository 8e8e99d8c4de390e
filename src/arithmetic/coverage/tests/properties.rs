//! What holds of any rows.

use super::{Example, Level, PLACES, TESTING, coverage, packs};
use crate::model::Quantity;
use proptest::prelude::*;

const UNITS: [&str; 3] = ["7-1", "7-2", "5"];
const HOMES: [&str; 6] = ["7-1-101", "7-1-102", "7-2-101", "7-2-102", "5-0-101", "5-0-201"];
const OUTCOMES: [&str; 6] = ["", "collected", "left", "returned", "refused", "not-home"];

fn place() -> impl Strategy<Value = &'static str> {
    prop_oneof![1 => proptest::sample::select(&UNITS[..]), 3 => proptest::sample::select(&HOMES[..])]
}

fn census() -> impl Strategy<Value = Vec<String>> {
    let row = (place(), 0u32..6, 0u32..6, proptest::bool::ANY, 0u32..3, 1u32..28).prop_map(
        |(place, residents, away, infant, more, date)| {
            let present = residents.saturating_sub(away);
            let households = if place.len() < 4 { format!("{}", more.min(residents)) } else { String::new() };
            let need = if infant { "infant" } else { "" };
            format!("2022-08-{date:02},{place},{households},{residents},{present},{need},09:00")
        },
    );
    proptest::collection::vec(row, 0..12)
}

fn goods() -> impl Strategy<Value = Vec<String>> {
    let row = (place(), proptest::sample::select(&OUTCOMES[..]), 0u32..4, 0u32..24).prop_map(
        |(place, outcome, quantity, hour)| {
            let quantity = if matches!(outcome, "refused" | "not-home") { 0 } else { quantity };
            format!("2022-08-16,v,{place},蔬菜包,{quantity},,{outcome},{hour:02}:00")
        },
    );
    proptest::collection::vec(row, 0..12)
}

fn tests() -> impl Strategy<Value = Vec<String>> {
    let row = (place(), 0u32..5, 0u32..3, 0u32..3, 0u32..24).prop_map(
        |(place, tested, elsewhere, exempt, hour)| {
            format!("2022-08-16,t,{place},{tested},{elsewhere},{exempt},,,{hour:02}:00")
        },
    );
    proptest::collection::vec(row, 0..8)
}

fn example(needs: bool, whole: bool, census: &[String], goods: &[String], tests: &[String]) -> Example {
    let narrow = match (needs, whole) {
        (true, _) => format!("{PLACES}\nneeds = [\"infant\"]"),
        (false, true) => String::new(),
        (false, false) => "places = [\"7-1-101\", \"7-2\", \"5\"]".to_owned(),
    };
    fn refs(rows: &[String]) -> Vec<&str> {
        rows.iter().map(String::as_str).collect()
    }
    Example::small()
        .round(&format!("{TESTING}{narrow}"))
        .round(&packs(&narrow))
        .census(&refs(census))
        .goods(&refs(goods))
        .tests(&refs(tests))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn figures_hold_together_and_sums_are_the_same_at_every_level(
        needs: bool, whole: bool, census in census(), goods in goods(), tests in tests(),
    ) {
        example(needs, whole, &census, &goods, &tests).read(|books| {
            for code in ["t", "v"] {
                let coverage = coverage(books, code);
                let places = books.registers.names.places();
                let population: i64 = books.census.all().map(|r| i64::from(r.body.residents.0).max(2) * 2).sum();
                for line in &coverage.lines {
                    let s = line.sums;
                    prop_assert!(!s.missing.is_negative() && !s.over.is_negative() && !s.exempt.is_negative());
                    prop_assert!(s.done + s.missing + s.exempt >= s.due, "{line:?}");
                    prop_assert!(s.due <= Quantity::whole(population), "population ⊇ due: {line:?}");
                    prop_assert!(s.served <= s.due && s.served <= s.done);
                    prop_assert_eq!(s.missing.is_zero() && s.unknown_homes == 0, line.causes.is_empty(), "{:?}", line);
                }
                for goods in &coverage.goods {
                    let total = coverage.total(*goods);
                    for level in [Level::Home, Level::Unit, Level::Building] {
                        let mut sum = crate::arithmetic::coverage::Sums::default();
                        let lines = coverage.by(places, level);
                        prop_assert!(lines.is_sorted_by_key(|line| line.place));
                        lines.iter().filter(|l| l.goods == *goods).for_each(|l| sum += l.sums);
                        prop_assert_eq!(sum, total);
                    }
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn sums_are_independent_of_the_order_of_rows(
        census in census(), goods in goods(), tests in tests(), seed in 0usize..1000,
    ) {
        // The same rows with the same ids and times, in another order: files are sorted by a key made of the seed.
        let straight = example(false, true, &census, &goods, &tests);
        let shuffled = straight.shuffled(seed);
        let look = |example: &Example| example.read(|books| {
            ["t", "v"].map(|code| super::shown(books, &coverage(books, code), Level::Home))
        });
        prop_assert_eq!(look(&straight), look(&shuffled));
    }
}
