//! Imports of small sheets with the shapes of real ones, and of the real ones where they lie beside the project.

mod goods;
mod guessing;
mod in_the_books;
mod properties;
mod reading;
mod sign_up;
mod surveys;

use super::*;
use crate::ledgers::{Distribution, Donation, Draft};
use crate::model::{Day, Quantity};
use crate::registers::Registers;
use crate::store::text::Source;
use std::collections::BTreeMap;

const COMMUNITY: &str = "[community]\nname = \"银河湾小区\"\n\n[[building]]\ncode = \"3\"\nunits = [\"1\", \"2\"]\nfloors = 17\ndoors = 2\n\n[[store]]\ncode = \"main\"\nname = \"物业仓库\"\n";

fn registers_with(destinations: &[&str], items: &[(&str, &str)]) -> Registers {
    let mut community = COMMUNITY.to_owned();
    for code in destinations {
        community += &format!("[[destination]]\ncode = {code:?}\nname = {code:?}\n");
    }
    let mut list = "item,category,unit,packs,minimum,aliases,note\n".to_owned();
    for (item, unit) in items {
        list += &crate::store::text::write_line([item, "", *unit, "", "", "", ""]);
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

fn options() -> Options<'static> {
    Options { new_items: true, reason: "源表更改", ..Options::new(day("2022-08-16")) }
}

/// The rows as they stand in the ledger after an import.
fn recorded(drafts: &[&Draft]) -> Vec<Existing> {
    let at = crate::model::Stamp::parse("2022-08-16T20:00:00+08:00").unwrap();
    let id = |d: &Draft| crate::model::RowId::parse(d.get("id")).unwrap();
    drafts.iter().map(|d| Existing { id: id(d), at, cells: d.cells.clone() }).collect()
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

fn adds_up(plan: &Plan) -> bool {
    plan.adds_up()
}

fn csv(text: &str) -> Vec<Grid> {
    read_grids("表.csv", text.as_bytes()).unwrap()
}

const DONATIONS: &str = include_str!("../../examples/wuhan-donations.toml");
const DISTRIBUTIONS: &str = include_str!("../../examples/wuhan-distributions.toml");

/// A donation sheet with the shapes of the real one.
#[cfg(feature = "xlsx")]
fn donation_sheet() -> Vec<u8> {
    use rust_xlsxwriter::{Format, Workbook};
    let (mut book, plain) = (Workbook::new(), Format::new());
    let sheet = book.add_worksheet();
    sheet.merge_range(0, 0, 0, 3, "接收社会捐赠物资公示第6期", &plain).unwrap();
    let rows: [[&str; 4]; 12] = [
        ["捐赠单位", "品名", "规格", "数量总计"],
        ["广州某药业", "抗病毒口服液", "\u{200b}", "198件"],
        ["湖南某公司", "\u{a0}悬浮消毒机", "\u{200b}", "112台"],
        ["", "专用消毒包\u{a0}\u{a0}甲", "5L*4瓶/件", "约112包"],
        ["无纺布厂", "口罩", "4000片/件", "36000片"],
        ["", "", "2000片/件", "126000片"],
        ["欣妍", "利托那韦片", "348瓶/箱", "2箱"],
        ["定向捐赠省妇幼", "", "324瓶/箱", ""],
        ["", "", "", ""],
        ["捐赠单位", "品名", "规格", "数量总计"],
        ["爱心人士", "口罩", "", "1箱"],
        ["爱心人士", "口罩", "", "1箱"],
    ];
    for (at, row) in rows.iter().enumerate() {
        for (column, text) in row.iter().enumerate() {
            if !text.is_empty() {
                sheet.write(at as u32 + 1, column as u16, *text).unwrap();
            }
        }
    }
    for (first, last, column, text) in [
        (3, 4, 0, "湖南某公司"),
        (5, 6, 0, "无纺布厂"),
        (5, 6, 1, "口罩"),
        (7, 8, 1, "利托那韦片"),
        (7, 8, 3, "2箱"),
    ] {
        sheet.merge_range(first, column, last, column, text, &plain).unwrap();
    }
    sheet.write(14, 0, "以上物资已拨付").unwrap();
    sheet.write(15, 0, "2020年1月29日\u{a0}").unwrap();
    book.save_to_buffer().unwrap()
}

#[cfg(feature = "xlsx")]
#[test]
fn a_sheet_with_merged_donors_and_quantities_is_read_once_each() {
    let grids = read_grids("捐赠.xlsx", &donation_sheet()).unwrap();
    let mapping = Mapping::parse(DONATIONS).unwrap();
    let plan = plan(&grids, &mapping, &registers_with(&[], &[]), &[], &options()).unwrap();
    assert!(adds_up(&plan) && plan.refused.is_empty(), "{plan:#?}");
    assert_eq!(sums(&plan), expected("件 198, 台 112, 包 112, 片 162000, 箱 4"));
    let lines: Vec<String> = plan
        .taken
        .iter()
        .map(|t| ["donor", "item", "quantity", "unit", "note"].map(|f| t.draft.get(f)).join(","))
        .collect();
    assert_eq!(
        lines,
        [
            "广州某药业,抗病毒口服液,198,件,",
            "湖南某公司,悬浮消毒机,112,台,",
            "湖南某公司,专用消毒包 甲,112,包,5L*4瓶/件；约112包",
            "无纺布厂,口罩,36000,片,4000片/件",
            "无纺布厂,口罩,126000,片,2000片/件",
            "欣妍,利托那韦片,2,箱,348瓶/箱；& 定向捐赠省妇幼 324瓶/箱",
            "爱心人士,口罩,1,箱,",
            "爱心人士,口罩,1,箱,",
        ]
    );
    assert_ne!(plan.taken[6].draft.get("id"), plan.taken[7].draft.get("id"), "each occurrence is a row");
    assert!(plan.taken.iter().all(|t| t.draft.get("date") == "2020-01-28"));
    assert_eq!(
        plan.new_items[3],
        ("口罩".to_owned(), "片".to_owned()),
        "the unit seen first is the base unit"
    );
    let reasons: Vec<&str> = plan.ignored.iter().map(|i| i.reason.words().en).collect();
    assert_eq!(
        reasons,
        [
            "above the table",
            "header",
            "merged quantity: counted once, at its top",
            "blank",
            "header",
            "blank",
            "below the table",
            "below the table"
        ]
    );
}

#[cfg(feature = "xlsx")]
#[test]
fn a_serial_day_above_the_table_dates_its_rows_and_receivers_become_destinations() {
    use rust_xlsxwriter::{Format, Workbook};
    let (mut book, plain) = (Workbook::new(), Format::new());
    let sheet = book.add_worksheet();
    sheet.merge_range(0, 0, 0, 4, "发放物资一览表", &plain).unwrap();
    sheet.merge_range(1, 0, 1, 4, "", &plain).unwrap();
    sheet.write(1, 0, 43860).unwrap();
    for (column, name) in ["接收单位", "品名", "规格", "计量单位", "数量"].iter().enumerate() {
        sheet.write(3, column as u16, *name).unwrap();
    }
    sheet.write(4, 0, "武汉市第三\n医院").unwrap().write(4, 1, "口罩").unwrap();
    sheet.write(4, 3, "箱").unwrap().write(4, 4, 15.0).unwrap();
    sheet.write(5, 1, "苹果").unwrap().write(5, 2, "公斤").unwrap().write(5, 4, 2.3).unwrap();
    sheet.write(6, 0, "3-2-5O3").unwrap().write(6, 1, "苹果").unwrap();
    sheet.write(6, 3, "箱").unwrap().write(6, 4, 1).unwrap();
    sheet.write(7, 0, "3幢2单元502").unwrap().write(7, 1, "苹果").unwrap();
    sheet.write(7, 3, "箱").unwrap().write(7, 4, 1).unwrap();
    let grids = read_grids("发放.xlsx", &book.save_to_buffer().unwrap()).unwrap();
    let mapping = Mapping::parse(DISTRIBUTIONS).unwrap();
    let plan = plan(&grids, &mapping, &registers_with(&[], &[]), &[], &options()).unwrap();
    assert!(adds_up(&plan));
    let lines: Vec<String> = plan
        .taken
        .iter()
        .map(|t| ["date", "place", "item", "quantity", "unit"].map(|f| t.draft.get(f)).join(","))
        .collect();
    assert_eq!(
        lines,
        [
            "2020-01-30,武汉市第三医院,口罩,15,箱",
            "2020-01-30,武汉市第三医院,苹果,2.3,公斤",
            "2020-01-30,3-2-502,苹果,1,箱",
        ]
    );
    assert_eq!(plan.new_destinations.iter().map(|d| d.code.as_str()).collect::<Vec<_>>(), ["武汉市第三医院"]);
    let refusal = &plan.refused[0];
    assert_eq!((refusal.place.row, refusal.column.as_str(), refusal.value.as_str()), (7, "A", "3-2-5O3"));
}

const GOODS: &str = "捐赠方,物品,数量,单位,备注,日期\n甲公司,牛奶,40,箱,,8.15\n乙,大米,25,袋,急用,8月16日\n乙,大米,25,袋,急用,8月16日\n";

fn milk_and_rice() -> Registers {
    registers_with(&[], &[("牛奶", "箱"), ("大米", "袋")])
}

fn planned(text: &str, mapping: &Mapping, existing: &[Existing]) -> Plan {
    plan(&csv(text), mapping, &milk_and_rice(), existing, &options()).unwrap()
}

#[test]
fn a_table_whose_headings_are_the_ledgers_own_needs_no_mapping() {
    let plan = planned(GOODS, &Mapping::plain(&Donation::LEDGER), &[]);
    assert_eq!((plan.taken.len(), plan.ignored.len()), (3, 1));
    assert_eq!(plan.taken[0].draft.get("date"), "2022-08-15");
    let id = plan.taken[0].draft.get("id");
    assert!(id.starts_with("D220815-") && id.len() == 18 && crate::model::RowId::parse(id).is_ok(), "{id}");
}

#[test]
fn importing_a_file_twice_brings_no_second_row_on_any_day() {
    let text = GOODS.replace(",日期", ",经办").replace(",8.15", ",x").replace(",8月16日", ",x");
    let mut mapping = Mapping::plain(&Donation::LEDGER);
    mapping.date = Some(day("2022-08-01"));
    let first = planned(&text, &mapping, &[]);
    assert_eq!((first.taken.len(), first.unmapped.as_slice()), (3, &["经办".to_owned()][..]));
    let ledger = recorded(&first.drafts());
    mapping.date = Some(day("2022-08-02"));
    let second = planned(&text, &mapping, &ledger);
    assert_eq!((second.taken.len(), second.amended.len(), second.unchanged.len()), (0, 0, 3));
    assert!(adds_up(&second));
}

#[test]
fn a_changed_source_row_amends_what_it_was_and_changes_back_again() {
    let mut mapping = Mapping::plain(&Donation::LEDGER);
    mapping.key = Some(vec!["donor".into(), "item".into()]);
    let changed = GOODS.replace("牛奶,40,箱", "牛奶,45,箱");
    let mut ledger = recorded(&planned(GOODS, &mapping, &[]).drafts());
    for (text, quantity, was) in
        [(changed.as_str(), "45", "-40"), (GOODS, "40", "-45"), (&changed, "45", "-40")]
    {
        let plan = planned(text, &mapping, &ledger);
        assert_eq!((plan.taken.len(), plan.amended.len(), plan.unchanged.len()), (0, 1, 2), "{quantity}");
        let amended = &plan.amended[0];
        assert_eq!(amended.corrected.get("quantity"), quantity);
        assert_eq!((amended.reversal.get("quantity"), amended.reversal.get("note")), (was, "源表更改"));
        assert_eq!(amended.reversal.get("reverses"), amended.original.to_string());
        assert_eq!(amended.reversal.get("id").replace(".1", ".2"), amended.corrected.get("id"));
        ledger.extend(recorded(&plan.drafts()));
        let again = planned(text, &mapping, &ledger);
        assert_eq!((again.taken.len(), again.amended.len(), again.unchanged.len()), (0, 0, 3));
    }
    let ids: std::collections::BTreeSet<_> = ledger.iter().map(|r| r.id).collect();
    assert_eq!(ids.len(), ledger.len(), "no id comes twice");
}

#[test]
fn what_people_corrected_or_cancelled_in_the_ledger_stays_so() {
    let mut mapping = Mapping::plain(&Donation::LEDGER);
    mapping.key = Some(vec!["donor".into(), "item".into()]);
    let first = planned(GOODS, &mapping, &[]);
    let by_hand = |row: &Draft, corrected: bool| {
        let mut reversal = row.reversal();
        let code = crate::model::Code::short(77);
        reversal.identify(day(row.get("date")), code, u32::from(corrected));
        let mut after = row.clone().set("quantity", "41");
        after.identify(day(row.get("date")), code, 2);
        let mut ledger = recorded(&first.drafts());
        ledger.extend(recorded(&[&reversal]));
        if corrected {
            ledger.extend(recorded(&[&after]));
        }
        ledger
    };
    let milk = &first.taken[0].draft;
    let voided = planned(GOODS, &mapping, &by_hand(milk, false));
    assert_eq!((voided.taken.len(), voided.unchanged.len(), voided.ignored.len()), (0, 2, 2));
    let corrected = by_hand(milk, true);
    assert_eq!(planned(GOODS, &mapping, &corrected).unchanged.len(), 3);
    let both = planned(&GOODS.replace("牛奶,40", "牛奶,50"), &mapping, &corrected);
    assert_eq!((both.refused_rows, both.amended.len()), (1, 0));
    assert!(both.refused[0].message.en.contains("corrected by hand"));
    assert_eq!(planned(&GOODS.replace("牛奶,40", "牛奶,41"), &mapping, &corrected).unchanged.len(), 3);
}

#[test]
fn rows_that_the_file_no_longer_has_are_named() {
    let mapping = Mapping::plain(&Donation::LEDGER);
    let ledger = recorded(&planned(GOODS, &mapping, &[]).drafts());
    let shorter = GOODS.replacen("乙,大米,25,袋,急用,8月16日\n", "", 1);
    let known = Options { of_source: ledger.iter().map(|r| r.id.code).collect(), ..options() };
    let plan = plan(&csv(&shorter), &mapping, &milk_and_rice(), &ledger, &known).unwrap();
    assert_eq!(
        (plan.unchanged.len(), plan.gone.iter().map(|g| g.id).collect::<Vec<_>>()),
        (2, vec![ledger[2].id])
    );
}

#[test]
fn refusals_name_sheet_row_column_value_and_rule_and_nothing_is_taken() {
    let text = "捐赠方,物品,数量,单位,日期\n甲,牛乃,40,箱,8.15\n乙,大米,很多,袋,8.15\n丙,牛奶,,箱,8.15\n丁,牛奶,-3,箱,8.15\n戊,牛奶,#VALUE!,箱,8.32\n己,牛奶,1,箱,2022-08-17\n庚13812345678,牛奶,1,箱,8.15\n辛,牛奶,1,箱,8.15\n";
    let strict = Options { new_items: false, ..options() };
    let mapping = Mapping::plain(&Donation::LEDGER);
    let plan = plan(&csv(text), &mapping, &milk_and_rice(), &[], &strict).unwrap();
    assert!(adds_up(&plan) && plan.is_blocked() && plan.drafts().is_empty());
    let told: Vec<String> = plan
        .refused
        .iter()
        .map(|r| format!("{}{} {} `{}` {}", r.column, r.place.row, r.field, r.value, r.message.en))
        .collect();
    for (at, start) in [
        (0, "B2 item `牛乃` there is no item 牛乃"),
        (1, "C3 quantity `很多`"),
        (2, "C4 quantity `` the quantity is missing"),
        (3, "C5 quantity `-3` -3 is below zero"),
        (4, "E6 date `8.32` there is no day"),
        (5, "C6 quantity `#VALUE!` `#VALUE!` is a formula"),
        (6, "E7 date `2022-08-17` 2022-08-17 is in the future"),
        (7, "A8 donor `庚138****5678`"),
    ] {
        assert!(told[at].starts_with(start), "{at}: {told:#?}");
    }
    assert!(plan.refused[0].remedy.as_ref().unwrap().en.contains("did you mean 牛奶?"));
    assert_eq!((plan.refused_rows, plan.taken.len()), (7, 1));
    let partial = Options { partial: true, new_items: false, mask_numbers: true, ..options() };
    let plan = super::plan(&csv(text), &mapping, &milk_and_rice(), &[], &partial).unwrap();
    assert_eq!(plan.drafts().len(), 2);
    assert_eq!(plan.drafts()[0].get("donor"), "庚138****5678");
}

#[test]
fn totals_repeated_headers_titles_and_skipped_rows_are_left_out_each_with_its_reason() {
    let text = "公示,,\n捐赠人（必填）,1、品名,数量\n甲,牛奶,1箱\n合 计：,,1箱\n\n第二批,,\n品名,数量,捐赠人\n大米,2袋,乙\n经办人：王,,\n";
    let mapping = "ledger = \"donations\"\ndate = 2022-08-01\nquantity_with_unit = true\nskip = [\"经办人*\"]\n[columns.donor]\n[columns.item]\n[columns.quantity]\n";
    let plan = planned(text, &Mapping::parse(mapping).unwrap(), &[]);
    assert_eq!(sums(&plan), expected("箱 1, 袋 2"));
    let reasons: Vec<&str> = plan.ignored.iter().map(|i| i.reason.words().zh).collect();
    assert_eq!(reasons, ["表头以上", "表头", "合计行", "空行", "表头以上", "表头", "映射要求跳过"]);
}

#[test]
fn a_mapping_with_a_slip_is_refused_with_the_slip_named() {
    for (text, said) in [
        ("ledger = \"donation\"", "there is no ledger donation"),
        ("ledger = \"donations\"\nfil_down = []", "fil_down"),
        ("ledger = \"donations\"\n[columns.doner]\nnames = []", "no field `doner`"),
        ("ledger = \"donations\"\n[columns.donor]\nname = \"x\"", "line 3"),
        ("ledger = \"donations\"\nfill_down = [\"quantity\"]", "`quantity` is a number"),
        ("ledger = \"donations\"\nnote = \"规格 {规格\"", "brace"),
        ("ledger = \"donations\"\nreceivers = \"x\"", "places or destinations"),
        ("ledger = \"donations\"\ndate = \"28.1.\"", "`28.1.` is not a day"),
        ("ledger = \"donations\"\n[defaults]\nid = \"x\"", "no field `id`"),
    ] {
        let error = Mapping::parse(text).unwrap_err();
        assert!(error.to_string().contains(said), "{text}: {error}");
    }
    let mapping = Mapping::plain(&Distribution::LEDGER);
    let error = plan(&csv(GOODS), &mapping, &milk_and_rice(), &[], &options()).unwrap_err();
    assert!(error.to_string().contains("no heading for place"), "{error}");
    let mut none = Mapping::plain(&Donation::LEDGER);
    none.key = Some(vec!["序号".into()]);
    assert!(plan(&csv(GOODS), &none, &milk_and_rice(), &[], &options()).is_err());
    let undated = csv("捐赠方,物品,数量\n甲,牛奶,1\n");
    let error =
        plan(&undated, &Mapping::plain(&Donation::LEDGER), &milk_and_rice(), &[], &options()).unwrap_err();
    assert!(error.to_string().contains("which day"), "{error}");
}

#[cfg(not(feature = "xlsx"))]
#[test]
fn without_the_feature_a_workbook_is_refused_with_the_way_out() {
    let error = read_grids("a.xlsx", b"PK\x03\x04").unwrap_err();
    assert!(error.to_string().contains("without spreadsheets"));
    assert!(Mapping::parse(DONATIONS).is_ok() && Mapping::parse(DISTRIBUTIONS).is_ok());
}
