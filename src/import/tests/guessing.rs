//! What unknown tables are taken for.

use super::{csv, day, registers_with};
use crate::import::{Grid, Known, Mapping, guess};
use crate::ledgers::by_name;
use crate::words::Lang;

fn proposed(grids: &[Grid]) -> String {
    let registers = registers_with(&[], &[("牛奶", "箱"), ("大米", "袋")]);
    let known =
        Known { registers: &registers, today: day("2022-08-16"), new_items: true, new_destinations: false };
    let guessed = guess(grids, None, &known).unwrap();
    let text = guessed.text(grids, &known, Lang::En);
    assert!(Mapping::parse(&text).is_ok(), "{text}");
    text
}

#[test]
fn a_table_with_the_ledgers_own_headings_is_taken_for_that_ledger() {
    for ledger in ["donations", "receipts", "distributions", "census", "requests", "shifts"] {
        let fields = by_name(ledger).unwrap().own_fields();
        let heads: Vec<&str> = fields.iter().map(|f| f.heading.zh).collect();
        let text = proposed(&csv(&format!("{}\n", heads.join(","))));
        assert!(text.starts_with(&format!("ledger = \"{ledger}\"\n")), "{ledger}: {text}");
    }
}

#[test]
fn a_form_is_guessed_with_its_key_and_its_time() {
    let text =
        proposed(&csv("编号,提交者（自动）,提交时间（自动）,您的房号（必填）,核酸检测人数（必填）,手机号\n\
         1,甲,2022-08-16 08:00:00,3-2-502,2,13800138000\n2,乙,2022-08-16 08:05:09,3-2-501,3,13800138000\n"));
    insta::assert_snapshot!(text, @r##"
    ledger = "tests"
    key = ["place"]
    latest = "提交时间（自动）"  # of those handed in twice the last counts
    rounds = "test-{date}"

    [columns.date]
    names = ["提交时间（自动）"]  # told by a part of the heading

    [columns.place]
    names = ["您的房号（必填）"]  # told by a part of the heading

    [columns.tested]
    names = ["核酸检测人数（必填）"]  # told by a part of the heading

    # not read:
    #   A 编号
    #   B 提交者（自动）
    #   F 手机号
    "##);
}

#[test]
fn an_address_in_pieces_and_cells_without_telling_headings_are_guessed() {
    let orders = proposed(&csv(
        "订单号,楼号,单元,房号,商品,数量\nA1,3,2,502,牛奶,1箱\n,,,,大米,2袋\nA2,3,1,101,大米,1袋\n",
    ));
    insta::assert_snapshot!(orders, @r##"
    ledger = "distributions"
    quantity_with_unit = true           # such as 198件
    fill_down = ["place"]  # empty cells take the value above

    [columns.place]
    parts = ["楼号", "单元", "房号"]

    [columns.item]
    names = ["商品"]  # told by a part of the heading

    [columns.quantity]
    names = ["数量"]

    # not read:
    #   A 订单号
    "##);
    let bare = proposed(&csv("甲,乙,丙,丁\n3-2-502,牛奶,1,8月16日\n3-2-501,大米,2,8月16日\n"));
    insta::assert_snapshot!(bare, @r##"
    ledger = "distributions"

    [columns.date]
    names = ["丁"]  # told by the cells

    [columns.place]
    names = ["甲"]  # told by the cells

    [columns.item]
    names = ["乙"]  # told by the cells

    [columns.quantity]
    names = ["丙"]  # told by the cells
    "##);
}

#[test]
fn a_second_name_and_areas_that_together_are_a_place_are_guessed() {
    let goods = proposed(&csv(
        "Items,Items grouped,Unit,amount,District,VDC,District Latitude,Date\n,Food,box,5,East,Hill,27.6,2022-08-01\n\
         Rice,Food,sack,2,East,Lake,27.6,2022-08-01\n,Medicine,unit,3,West,Hill,27.1,2022-08-02\n",
    ));
    insta::assert_snapshot!(goods, @r##"
    ledger = "distributions"
    receivers = "destinations"          # receivers that are no addresses

    [columns.date]
    names = ["Date"]

    [columns.place]
    parts = ["District", "VDC"]  # put together
    join = ", "

    [columns.item]
    names = ["Items"]  # told by a part of the heading
    or_from = ["Items grouped"]  # where it is empty

    [columns.quantity]
    names = ["amount"]  # told by a part of the heading

    [columns.unit]
    names = ["Unit"]

    # not read:
    #   G District Latitude
    "##);
}

#[test]
fn where_a_table_ends_is_guessed_if_only_single_texts_stand_below_it() {
    let rows = "捐赠方,品名,数量\n甲公司,牛奶,3箱\n乙公司,大米,2袋\n丙公司,大米,5袋\n丁公司,牛奶,5箱\n";
    let below = "以上物资已全部发放到户，感谢各方支持。,,\n某某小区,,\n";
    assert!(proposed(&csv(&format!("{rows}{below}"))).contains("end = [\"以上物资已全*\"]"));
    for other in ["", "合计,,15箱\n", "以上物资已全部发放,牛奶,3箱\n"] {
        assert!(!proposed(&csv(&format!("{rows}{other}"))).contains("end = "), "{other}");
    }
}

#[test]
fn running_totals_and_the_codes_of_places_are_guessed() {
    let day = |n: usize| format!("2022-07-{:02}", n + 1);
    let row = |n: usize| format!("{},3-1-101,A,{}\n{},3-2-502,B,{}\n", day(n), n * n, day(n), n * 7);
    let rows: String = (0..25).map(row).collect();
    let growing = proposed(&csv(&format!("日期,住户编号,区域,检测人数\n{rows}")));
    insta::assert_snapshot!(growing, @r##"
    ledger = "tests"
    key = ["place", "date"]
    cumulative = ["tested"]  # figures count from the beginning: rows bring what was added
    rounds = "test-{date}"

    [columns.date]
    names = ["日期"]

    [columns.place]
    names = ["住户编号"]  # told by the cells

    [columns.tested]
    names = ["检测人数"]

    # not read:
    #   C 区域
    "##);
    let daily: String = (0..25).map(|n| format!("{},3-1-101,{}\n", day(n), n * 7 % 5)).collect();
    assert!(!proposed(&csv(&format!("日期,房号,检测人数\n{daily}"))).contains("cumulative"));
}

#[test]
fn a_file_without_any_header_is_refused() {
    let registers = registers_with(&[], &[]);
    let known =
        Known { registers: &registers, today: day("2022-08-16"), new_items: true, new_destinations: false };
    assert!(guess(&csv("1,2,3\n4,5,6\n"), None, &known).is_err());
    assert!(guess(&[], None, &known).is_err());
}
