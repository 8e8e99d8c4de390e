//! What an import writes is read by the books without a finding, and tells the next import what it needs.

use super::{GOODS, Mapping, Options, csv, existing, milk_and_rice, options, plan};
use crate::books::Books;
use crate::ledgers::{Donation, Draft, append};
use crate::store::text::Source;

#[test]
fn amended_rows_are_sound_books_and_the_next_import_finds_its_way_through_them() {
    let registers = milk_and_rice();
    let mut mapping = Mapping::plain(&Donation::LEDGER);
    mapping.key = Some(vec!["donor".into(), "item".into()]);
    let moved = GOODS.replace("牛奶,40,箱,,8.15", "牛奶,45,箱,,7.31");
    let sources = |july: &str, august: &str| {
        [("2022-07", july), ("2022-08", august)].map(|(month, text)| {
            Source::new(format!("ledgers/donations/{month}.csv"), text.as_bytes().to_vec())
        })
    };
    let (mut july, mut august) = (String::new(), String::new());
    for (file, taken, amended) in
        [(GOODS, 3, 0), (GOODS, 0, 0), (&moved, 0, 1), (&moved, 0, 0), (GOODS, 0, 1), (GOODS, 0, 0)]
    {
        let files = sources(&july, &august);
        let books = Books::read(&registers, &files[usize::from(july.is_empty())..], |_| true);
        let known = if august.is_empty() { Vec::new() } else { existing(&books, &Donation::LEDGER) };
        let plan = plan(&csv(file), &mapping, &registers, &known, &options()).unwrap();
        assert_eq!((plan.taken.len(), plan.amended.len()), (taken, amended));
        for draft in plan.drafts() {
            let row: Draft = draft.clone().set("by", "李梅").set("at", "2022-08-16T20:00:00+08:00");
            let text = if row.get("date") < "2022-08-01" { &mut july } else { &mut august };
            *text = append(text, &[&row]);
        }
        let files = sources(&july, &august);
        let books = Books::read(&registers, &files[usize::from(july.is_empty())..], |_| true);
        assert!(books.findings.is_empty(), "{:#?}", books.findings);
        assert_eq!(books.donations.effective().count(), 3);
    }
}

#[test]
fn a_unit_typed_into_the_specification_is_taken_from_there_and_two_units_are_refused() {
    let mapping = Mapping::parse(
        "ledger = \"donations\"\ndate = \"2022-08-01\"\nquantity_with_unit = true\nnote = \"规格 {规格}\"\n[columns.donor]\n[columns.item]\n[columns.quantity]\n[columns.unit]\nor_from = [\"规格\"]\n",
    )
    .unwrap();
    let text =
        "捐赠方,品名,规格,数量,单位\n甲,牛奶,箱,40,\n甲,牛奶,S小号,3,\n甲,牛奶,,2袋,箱\n甲,牛奶,,2箱,箱\n";
    let partial = Options { partial: true, ..options() };
    let plan = plan(&csv(text), &mapping, &milk_and_rice(), &[], &partial).unwrap();
    let told: Vec<String> =
        plan.taken.iter().map(|t| ["quantity", "unit", "note"].map(|f| t.draft.get(f)).join(",")).collect();
    assert_eq!(told, ["40,箱,规格 箱", "3,,规格 S小号", "2,箱,"]);
    assert_eq!((plan.refused[0].column.as_str(), plan.refused[0].value.as_str()), ("D", "2袋"));
}

#[test]
fn every_example_of_the_page_on_import_is_a_mapping() {
    let page = include_str!("../../../docs/import.md");
    let examples: Vec<&str> =
        page.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert_eq!(examples.len(), 2);
    for example in examples {
        Mapping::parse(example).unwrap_or_else(|error| panic!("{error}\n{example}"));
    }
}
