//! What a list tells of goods only as a whole: spellings of one item, rows without a unit.

use super::{csv, options, recorded, registers_with};
use crate::import::{Mapping, Options, Plan, plan};
use crate::ledgers::{Draft, by_name};

fn planned(text: &str, items: &[(&str, &str)], earlier: &[&Draft]) -> Plan {
    let mapping = Mapping::plain(by_name("donations").unwrap());
    let options = Options { partial: true, ..options() };
    let grids = csv(&format!("donor,item,quantity,unit,date\n{text}"));
    let plan = plan(&grids, &mapping, &registers_with(&[], items), &recorded(earlier), &options).unwrap();
    assert!(plan.adds_up());
    plan
}

fn goods(plan: &Plan) -> Vec<String> {
    let of = |draft: &Draft| ["item", "quantity", "unit"].map(|field| draft.get(field)).join(" ");
    plan.taken.iter().map(|taken| of(&taken.draft)).collect()
}

#[test]
fn a_row_without_a_unit_has_that_of_the_items_other_rows_and_a_second_import_brings_nothing() {
    let list = "a,Rice,2,,2022-08-16\na,Rice,3,sack,2022-08-16\na,Tent,1,,2022-08-16\n";
    let first = planned(list, &[], &[]);
    assert_eq!(goods(&first), ["Rice 2 sack", "Rice 3 sack"]);
    assert_eq!(first.new_items, [("Rice".to_owned(), "sack".to_owned())]);
    assert!(first.noted[0].1.en.contains("read as sack"), "{:?}", first.noted);
    assert!(first.refused[0].message.en.contains("Tent is new, and has no unit"), "{:?}", first.refused);
    let drafts: Vec<&Draft> = first.drafts();
    let second = planned(list, &[("Rice", "sack")], &drafts);
    assert_eq!((second.taken.len(), second.amended.len(), second.unchanged.len()), (0, 0, 2));
}

#[test]
fn where_an_item_stands_in_units_that_do_not_convert_a_row_without_one_is_refused_before_and_after() {
    let list = "a,Rice,2,,2022-08-16\na,Rice,3,sack,2022-08-16\na,Rice,1,pack,2022-08-16\n\
                a,Flour,2,,2022-08-16\na,Flour,3,kg,2022-08-16\na,Flour,1,斤,2022-08-16\n";
    for items in [&[][..], &[("Rice", "sack"), ("Flour", "kg")]] {
        let plan = planned(list, items, &[]);
        assert_eq!((plan.taken.len(), plan.refused_rows), (5, 1), "{items:?}");
        assert!(
            plan.refused[0].message.en.contains("Rice stands in several: sack, pack"),
            "{:?}",
            plan.refused
        );
    }
}

#[test]
fn names_that_differ_in_capitals_width_or_blanks_are_one_item() {
    let list = "a,Beaten Rice,2,sack,2022-08-16\na,beaten rice,3,sack,2022-08-16\na,ＢｅａｔｅｎRice,4,sack,2022-08-16\n";
    for items in [&[][..], &[("Beaten Rice", "sack")]] {
        let plan = planned(list, items, &[]);
        assert_eq!(goods(&plan), ["Beaten Rice 2 sack", "Beaten Rice 3 sack", "Beaten Rice 4 sack"]);
        assert_eq!(plan.new_items.len(), 1 - items.len());
    }
    // Two items that are told apart so are meant so.
    let two = planned("a,MILK,2,sack,2022-08-16\n", &[("Milk", "sack"), ("milk", "sack")], &[]);
    assert_eq!(two.new_items.len(), 1);
}

#[test]
fn an_english_plural_of_a_units_word_is_that_unit() {
    let plan = planned("a,Milk,2,boxes,2022-08-16\n", &[("Milk", "box")], &[]);
    assert_eq!(goods(&plan), ["Milk 2 box"]);
}
