//! The four files of the shared data beside the project, imported by the mappings in `examples/`: the right readings that
//! the data's README gives; each written, twice in a row without a second row. Where the data is absent, that is said.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test may fail by panicking, and say why it did not run"
)]
#![cfg(feature = "xlsx")]

mod relief;
mod written;

use linli::books::Books;
use linli::import::{Existing, Mapping, Options, Plan, Reason, existing, plan, read_grids};
use linli::ledgers::{Draft, append};
use linli::model::{Day, Quantity};
use linli::registers::Registers;
use linli::store::text::Source;
use std::collections::BTreeMap;

const DONATIONS: &str = include_str!("../../examples/wuhan-donations.toml");
const DISTRIBUTIONS: &str = include_str!("../../examples/wuhan-distributions.toml");
/// The sums that the data's README gives.
const GIVEN: &str = "箱 5378, 件 2082, 盒 28574, 支 114360, 片 558000, 瓶 48753, 个 24883, 只 6840, 桶 6108, 人份 8400, 台 1734, 套 982, 包 318, 副 240, 袋 47, 提 1";
const HANDED_OUT: &str = "件 1527, 箱 498, 桶 348, 台 34, 个 4500";
const COMMUNITY: &str =
    "[community]\nname = \"银河湾小区\"\n\n[[store]]\ncode = \"main\"\nname = \"物业仓库\"\n";

fn registers_with(destinations: &[&str], items: &[(&str, &str)]) -> Registers {
    let mut community = COMMUNITY.to_owned();
    for code in destinations {
        community += &format!("[[destination]]\ncode = {code:?}\nname = {code:?}\n");
    }
    let mut list = "item,category,unit,packs,minimum,aliases,note\n".to_owned();
    for (item, unit) in items {
        list += &linli::store::text::write_line([item, "", *unit, "", "", "", ""]);
    }
    let sources = [
        Source::new("ledgers/community.toml", community.into_bytes()),
        Source::new("ledgers/items.csv", list.into_bytes()),
    ];
    let (registers, faults) = Registers::read(&sources);
    assert!(faults.is_empty(), "{faults:?}");
    registers.unwrap()
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn sums(plan: &Plan) -> BTreeMap<String, String> {
    let mut sums: BTreeMap<String, Quantity> = BTreeMap::new();
    for taken in &plan.taken {
        *sums.entry(taken.draft.get("unit").to_owned()).or_default() +=
            Quantity::parse(taken.draft.get("quantity")).unwrap();
    }
    sums.into_iter().map(|(unit, sum)| (unit, sum.to_string())).collect()
}

fn expected(text: &str) -> BTreeMap<String, String> {
    text.split(", ").map(|pair| pair.split_once(' ').unwrap()).map(|(u, n)| (u.into(), n.into())).collect()
}

/// A file of the shared data, if it lies beside the project.
fn shared(name: &str) -> Option<Vec<u8>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/").to_owned() + name;
    let bytes = std::fs::read(&path).ok();
    if bytes.is_none() {
        eprintln!("{path} is not there: not tested");
    }
    bytes
}

/// Imports a file, checks the ledger it makes, and imports it again.
fn imported_twice(name: &str, mapping: &str) -> Option<Plan> {
    let grids = read_grids(name, &shared(name)?).unwrap();
    let mapping = Mapping::parse(mapping).unwrap();
    let first = plan(
        &grids,
        &mapping,
        &registers_with(&[], &[]),
        &[],
        &Options { new_items: true, ..Options::new(day("2022-08-16")) },
    )
    .unwrap();
    assert!(first.adds_up() && first.refused.is_empty(), "{:#?}", first.refused);
    let destinations: Vec<&str> = first.new_destinations.iter().map(|d| d.code.as_str()).collect();
    let items: Vec<(&str, &str)> = first.new_items.iter().map(|(i, u)| (i.as_str(), u.as_str())).collect();
    let registers = registers_with(&destinations, &items);
    let drafts: Vec<Draft> = first
        .drafts()
        .into_iter()
        .map(|d| d.clone().set("by", "李梅").set("at", "2022-08-16T20:00:00+08:00"))
        .collect();
    let text = append("", &drafts.iter().collect::<Vec<_>>());
    let sources = [Source::new(first.files()[0].clone(), text.into_bytes())];
    let books = Books::read(&registers, &sources, |_| true);
    assert!(books.findings.is_empty(), "{:#?}", books.findings);
    let existing: Vec<Existing> = existing(&books, mapping.ledger);
    assert_eq!(existing.len(), first.taken.len());
    let later =
        Options { date: Some(day("2022-08-01")), new_items: false, ..Options::new(day("2022-08-16")) };
    let second = plan(&grids, &mapping, &registers, &existing, &later).unwrap();
    assert!(second.adds_up());
    assert_eq!((second.taken.len(), second.amended.len(), second.refused_rows), (0, 0, 0), "{second:#?}");
    assert_eq!(second.unchanged.len(), first.taken.len());
    Some(first)
}

#[test]
fn the_donations_of_the_wuhan_red_cross_give_the_sums_of_the_readme_twice_in_a_row() {
    let Some(plan) = imported_twice("redcross-wuhan/接收捐赠物资公示_第6期_0122-0128.xlsx", DONATIONS)
    else {
        return;
    };
    assert_eq!(plan.taken.len(), 209);
    assert_eq!(sums(&plan), expected(GIVEN));
    let merged = plan.ignored.iter().filter(|i| matches!(i.reason, Reason::MergedQuantity { .. })).count();
    assert_eq!(merged, 10);
}

#[test]
fn the_distributions_of_the_wuhan_red_cross_give_the_sums_of_the_readme_twice_in_a_row() {
    let Some(plan) = imported_twice("redcross-wuhan/发放物资一览表_2020-01-30.xlsx", DISTRIBUTIONS)
    else {
        return;
    };
    assert_eq!((plan.taken.len(), plan.new_destinations.len()), (202, 15));
    assert_eq!(sums(&plan), expected(HANDED_OUT));
    assert!(plan.taken.iter().all(|t| t.draft.get("date") == "2020-01-30"));
}
