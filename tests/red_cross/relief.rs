//! The two CSV files of the shared data: what was taken to the villages of Nepal, and the swabs of Italy's regions.

use super::{day, expected, shared, sums};
use linli::import::{Mapping, Options, Plan, plan, read_grids};
use linli::model::Quantity;
use linli::registers::Registers;
use linli::store::text::Source;
use std::collections::BTreeMap;

pub(super) const NEPAL: &str = include_str!("../../examples/nepal-relief.toml");
pub(super) const ITALY: &str = include_str!("../../examples/italy-tests.toml");

/// Regions as buildings, by their code.
fn italy() -> Registers {
    let mut community = "[community]\nname = \"Italia\"\n".to_owned();
    for code in (1..=3).chain(5..=22) {
        community += &format!("[[building]]\ncode = \"{code}\"\nfloors = 1\ndoors = 1\n");
    }
    let sources = [Source::new("ledgers/community.toml", community.into_bytes())];
    let (registers, faults) = Registers::read(&sources);
    assert!(faults.is_empty(), "{faults:?}");
    registers.unwrap()
}

fn planned(file: &str, mapping: &str, registers: &Registers) -> Option<Plan> {
    let grids = read_grids(file, &shared(file)?).unwrap();
    let options = Options { new_items: true, partial: true, ..Options::new(day("2022-08-16")) };
    let plan = plan(&grids, &Mapping::parse(mapping).unwrap(), registers, &[], &options).unwrap();
    assert!(plan.adds_up());
    Some(plan)
}

fn cell<'p>(plan: &'p Plan, at: usize, field: &str) -> &'p str {
    plan.taken[at].draft.get(field)
}

#[test]
fn the_relief_goods_of_nepal_keep_their_units_apart_and_two_empty_rows_are_refused() {
    let file = "nepal-relief/hdrvg-operations-report.csv";
    let registers = super::registers_with(&[], &[]);
    let Some(plan) = planned(file, NEPAL, &registers) else { return };
    assert_eq!((plan.rows, plan.taken.len(), plan.ignored.len(), plan.refused_rows), (1115, 1112, 1, 2));
    let refused: Vec<(u32, &str)> = plan.refused.iter().map(|r| (r.place.row, r.field)).collect();
    let empty = |row| [(row, "place"), (row, "item"), (row, "quantity")];
    assert_eq!(refused, [empty(1114), empty(1115)].concat());
    assert_eq!(
        sums(&plan),
        expected("bottle 983, box 1390, pack 2463, rolls 172, sack 1128.5, tabs 9508, tubes 7, unit 28916")
    );
    assert_eq!(cell(&plan, 0, "place"), "Bhaktapur, Nankhel");
    assert_eq!((cell(&plan, 0, "item"), cell(&plan, 0, "unit")), ("Noodles", "box"));
}

#[test]
fn the_failed_formulas_of_nepal_are_refused_each_with_its_place() {
    let file = "nepal-relief/hdrvg-operations-report.csv";
    let by_weight =
        NEPAL.replace("[\"amount\"]", "[\"FSC - Total KGs\"]").replace("[\"Unit\"]", "[\"none\"]")
            + "\n[defaults]\nunit = \"kg\"\n";
    let Some(plan) = planned(file, &by_weight, &super::registers_with(&[], &[])) else { return };
    let failed =
        plan.refused.iter().filter(|r| r.value == "#VALUE!" && r.message.en.contains("formula that failed"));
    let failed: Vec<_> = failed.map(|r| (r.column.as_str(), r.field)).collect();
    assert_eq!(failed, vec![("I", "quantity"); 841]);
}

#[test]
fn the_swabs_of_italy_are_what_was_added_each_day_and_the_eight_falls_of_the_readme_are_refused() {
    let file = "italy-tests/tamponi-by-region-day.csv";
    let registers = italy();
    let Some(plan) = planned(file, ITALY, &registers) else { return };
    assert_eq!((plan.rows, plan.taken.len(), plan.ignored.len(), plan.refused_rows), (6553, 6544, 1, 8));
    let grids = read_grids(file, &shared(file).unwrap()).unwrap();
    let row = |number: u32| grids[0].rows.iter().find(|r| r.number == number).unwrap();
    let mut falls: Vec<String> = plan
        .refused
        .iter()
        .map(|r| format!("{} {}", row(r.place.row).cell(2), &row(r.place.row).cell(0)[5..10]))
        .collect();
    falls.sort();
    assert_eq!(
        falls,
        [
            "Abruzzo 07-27",
            "Emilia-Romagna 03-30",
            "Friuli Venezia Giulia 03-19",
            "Lombardia 02-26",
            "Piemonte 12-17",
            "Valle d'Aosta 03-15",
            "Valle d'Aosta 06-23",
            "Valle d'Aosta 12-03",
        ]
    );
    // What was added comes to the last total, but for the falls.
    let mut added: BTreeMap<&str, Quantity> = BTreeMap::new();
    for taken in &plan.taken {
        *added.entry(taken.draft.get("place")).or_default() +=
            Quantity::parse(taken.draft.get("tested")).unwrap();
    }
    let last = |code: &str| {
        let own = grids[0].rows.iter().rev().find(|r| r.cell(1).trim_start_matches('0') == code).unwrap();
        Quantity::parse(own.cell(3)).unwrap()
    };
    let apart = added.iter().filter(|(place, sum)| last(place.trim_end_matches("-0")) != **sum).count();
    assert_eq!((added.len(), apart), (21, 6), "only where a total fell");
    assert_eq!(plan.new_rounds.len(), 312);
}
