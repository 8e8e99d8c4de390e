//! Forms, group buys and running totals, with the shapes in which they are exported.

use super::{
    Existing, Mapping, Options, Plan, Reason, adds_up, csv, day, options, plan, recorded, registers_with,
};
use crate::import::Grid;

/// A survey of Tencent forms: home 3-2-502 was handed in three times, once in other words.
const FORM: &str = "编号,提交者（自动）,提交时间（自动）,您的房号（必填）,检测人数（必填）
1,甲,2022-08-16 08:00:00,3-2-502,2
2,乙,2022-08-16 08:05:09,3-2-501,3
3,甲,2022/8/16 09:30,3幢2单元502室,1
4,丙,2022-08-16 07:10:00,3-2-502,4
";
const FORM_MAP: &str = "ledger = \"tests\"\nkey = [\"place\"]\nlatest = \"提交时间（自动）\"\nrounds = \"test-{date}\"\n\
     date = \"2022-08-16\"\n[columns.place]\nnames = [\"您的房号\"]\n[columns.tested]\nnames = [\"检测人数\"]\n";

fn taken(plan: &Plan, fields: &[&str]) -> Vec<String> {
    plan.taken.iter().map(|t| fields.iter().map(|f| t.draft.get(f)).collect::<Vec<_>>().join(",")).collect()
}

fn read(text: &str, mapping: &str, existing: &[Existing]) -> Plan {
    let mapping = Mapping::parse(mapping).unwrap();
    let partial = Options { partial: true, ..options() };
    let plan = plan(&csv(text), &mapping, &registers_with(&[], &[]), existing, &partial).unwrap();
    assert!(adds_up(&plan), "{plan:#?}");
    plan
}

#[test]
fn of_what_was_handed_in_more_than_once_the_last_by_time_counts_and_the_others_are_told() {
    let plan = read(FORM, FORM_MAP, &[]);
    assert_eq!(
        taken(&plan, &["place", "tested", "round"]),
        ["3-2-501,3,test-2022-08-16", "3-2-502,1,test-2022-08-16"]
    );
    let replaced: Vec<(u32, Reason)> =
        plan.ignored.iter().skip(1).map(|i| (i.place.row, i.reason.clone())).collect();
    assert_eq!(replaced, [(2, Reason::Replaced { by: 4 }), (5, Reason::Replaced { by: 4 })]);
    assert_eq!(plan.new_rounds, [("test-2022-08-16".to_owned(), day("2022-08-16"))]);
    // Tomorrow's export has one more of the same home: what was imported is amended.
    let ledger = recorded(&plan.drafts());
    let more = format!("{FORM}5,甲,2022-08-16 20:00:00,3－2－502,0\n");
    let later = read(&more, FORM_MAP, &ledger);
    assert_eq!((later.taken.len(), later.unchanged.len(), later.amended.len()), (0, 1, 1));
    assert_eq!(later.amended[0].corrected.get("tested"), "0");
}

#[test]
fn a_submission_without_a_time_is_refused_only_where_it_matters() {
    let text = FORM.replace("2022-08-16 08:00:00", "昨晚").replace("2022-08-16 08:05:09", "");
    let plan = read(&text, FORM_MAP, &[]);
    assert_eq!(
        plan.refused.iter().map(|r| (r.place.row, r.value.as_str())).collect::<Vec<_>>(),
        [(2, "昨晚")]
    );
    assert_eq!(taken(&plan, &["place", "tested"]), ["3-2-501,3", "3-2-502,1", "3-2-502,4"]);
}

#[test]
fn several_choices_are_needs_of_one_home_or_a_row_each_where_the_mapping_says_so() {
    let survey = "序号,提交答卷时间,所用时间,来源,来自IP,1、您的房号,2、家里有几人,3、特殊需求,4、想要\n\
         1,2022/8/16 8:01:11,30秒,微信,0.0.0.0,3-2-502,3,老人┋婴幼儿,牛奶┋大米\n\
         2,2022/8/16 8:02:11,30秒,微信,0.0.0.0,3-2-501,2,,大米\n\
         3,2022/8/16 8:03:11,30秒,微信,0.0.0.0,3-2-401,2,,牛奶┋很多\n";
    let census = "ledger = \"census\"\ndate = \"2022-08-16\"\n[columns.place]\nnames = [\"您的房号\"]\n\
         [columns.residents]\nnames = [\"家里有几人\"]\n[columns.needs]\nnames = [\"特殊需求\"]\n";
    let plan = read(survey, census, &[]);
    assert_eq!(taken(&plan, &["place", "residents", "needs"])[0], "3-2-502,3,elderly|infant");
    let goods = "ledger = \"distributions\"\ndate = \"2022-08-16\"\nkey = [\"place\"]\nlatest = \"提交答卷时间\"\n\
         [columns.place]\nnames = [\"您的房号\"]\n[columns.item]\nnames = [\"想要\"]\nseveral = true\n\
         [defaults]\nquantity = 1\n";
    let strict = Options { partial: true, new_items: false, ..options() };
    let registers = registers_with(&[], &[("牛奶", "箱"), ("大米", "袋")]);
    let mapping = Mapping::parse(goods).unwrap();
    let plan = super::plan(&csv(survey), &mapping, &registers, &[], &strict).unwrap();
    assert!(adds_up(&plan));
    let lines = taken(&plan, &["place", "item", "quantity"]);
    assert_eq!(lines, ["3-2-502,牛奶,1", "3-2-502,大米,1", "3-2-501,大米,1", "3-2-401,牛奶,1"]);
    assert_eq!((plan.further_choices, plan.refused_rows), (2, 1));
    let again = super::plan(&csv(survey), &mapping, &registers, &recorded(&plan.drafts()), &strict).unwrap();
    assert_eq!((again.taken.len(), again.unchanged.len()), (0, 4));
}

#[test]
fn an_address_in_pieces_is_put_together_and_stays_for_the_rows_that_go_on() {
    let orders = "订单号,收货人,楼号,单元,房号,商品,数量,单位\n\
         A1,甲,3幢,2,502,牛奶,1,箱\n,,,,,大米,2,袋\nA2,乙,3,1,101,大米,1,袋\n";
    let mapping = "ledger = \"distributions\"\ndate = \"2022-08-16\"\nfill_down = [\"place\"]\n\
         [columns.place]\nparts = [\"楼号\", \"单元\", \"房号\"]\n[columns.item]\nnames = [\"商品\"]\n[columns.quantity]\n[columns.unit]\n";
    let plan = read(orders, mapping, &[]);
    let lines = taken(&plan, &["place", "item", "quantity", "unit"]);
    assert_eq!(lines, ["3-2-502,牛奶,1,箱", "3-2-502,大米,2,袋", "3-1-101,大米,1,袋"]);
    assert_eq!(plan.unmapped, ["收货人", "订单号"]);
}

#[test]
fn a_running_total_becomes_what_was_added_each_day_and_one_that_falls_is_refused() {
    // The days stand in no order; building 3 falls on the third.
    let totals = "日期,楼,累计\n2022-08-03,3-1,95\n2022-08-01,3-1,60\n2022-08-02,3-1,100\n2022-08-04,3-1,110\n2022-08-02,3-2,7\n";
    let mapping = "ledger = \"tests\"\nkey = [\"place\", \"date\"]\ncumulative = [\"tested\"]\nrounds = \"t-{date}\"\n\
         [columns.date]\n[columns.place]\nnames = [\"楼\"]\n[columns.tested]\nnames = [\"累计\"]\n";
    let plan = read(totals, mapping, &[]);
    let lines = taken(&plan, &["date", "place", "tested"]);
    assert_eq!(lines, ["2022-08-01,3-1,60", "2022-08-02,3-1,40", "2022-08-04,3-1,15", "2022-08-02,3-2,7"]);
    let refused = &plan.refused[0];
    assert_eq!((refused.place.row, refused.column.as_str(), refused.value.as_str()), (2, "C", "95"));
    assert!(
        refused.message.en.contains("falls from 100 (2022-08-02, row 4) to 95"),
        "{}",
        refused.message.en
    );
    // A figure that the source mends later amends its own day and the next.
    let mended = totals.replace("08-01,3-1,60", "08-01,3-1,70");
    let again = read(&mended, mapping, &recorded(&plan.drafts()));
    let amended: Vec<String> = again.amended.iter().map(|a| a.corrected.get("tested").to_owned()).collect();
    assert_eq!(
        (amended, again.taken.len(), again.unchanged.len()),
        (vec!["70".to_owned(), "30".to_owned()], 0, 2)
    );
}

#[test]
fn totals_are_compared_with_the_lines_above_them_by_unit_and_table() {
    let goods = "ledger = \"donations\"\ndate = \"2022-08-01\"\nquantity_with_unit = true\n[columns.donor]\n[columns.item]\n\
         [columns.quantity]\n[columns.unit]\n";
    let told = |text: &str| -> Vec<String> {
        let plan = read(text, goods, &[]);
        let verdict = |agrees: bool| if agrees { "=" } else { "≠" };
        let one = |(place, t): &(crate::import::Where, crate::import::Total)| {
            let mixed = if t.mixed { " mixed" } else { "" };
            format!("{}: {}{} {} {}{mixed}", place.row, t.stated, t.unit, verdict(t.agrees()), t.summed)
        };
        plan.totals.iter().map(one).collect()
    };
    let head = "捐赠方,物品,数量,单位\n";
    let lines = "甲,牛奶,3,箱\n乙,牛奶,4,箱\n";
    assert_eq!(told(&format!("{head}{lines}合计,,7,\n")), ["4: 7箱 = 7"]);
    assert_eq!(told(&format!("{head}{lines}合 计：,,8,箱\n")), ["4: 8箱 ≠ 7"]);
    assert_eq!(told(&format!("{head}{lines}总计7箱,,,\n")), ["4: 7箱 = 7"]);
    // Parts and the whole, each against its own lines.
    let parts = format!("{head}{lines}小计,,7,箱\n丙,大米,5,袋\n小计,,6,袋\n总计,,箱 7，袋 5,\n");
    assert_eq!(told(&parts), ["4: 7箱 = 7", "6: 6袋 ≠ 5", "7: 7箱 = 7", "7: 5袋 = 5"]);
    // A sheet that adds cartons and bags is told so.
    assert_eq!(told(&format!("{head}{lines}丙,大米,5,袋\n合计,,12,\n")), ["5: 12 = 12 mixed"]);
    // Two tables of one sheet.
    let tables = format!("{head}{lines}合计,,7,\n\n{head}丙,大米,5,箱\n合计,,5,\n");
    assert_eq!(told(&tables), ["4: 7箱 = 7", "8: 5箱 = 5"]);
    assert_eq!(told(&format!("{head}{lines}合计,见附件,,\n")), Vec::<String>::new());
}

#[test]
fn what_was_left_over_is_imported_after_mending_as_if_it_had_been_right_at_once() {
    let text = "发放表,,,\n2022年8月15日,,,\n房号,物品,数量,单位\n3-2-502,牛奶,1,箱\n,大米,2,袋\n9-2-501,牛奶,=1,箱\n3-1-101,大米,很多,袋\n3-1-101,大米,3,袋\n";
    let mapping = "ledger = \"distributions\"\nsource = \"x\"\ndate_above = true\nfill_down = [\"place\"]\nkey = [\"place\", \"item\"]\n\
         [columns.place]\n[columns.item]\n[columns.quantity]\n[columns.unit]\n";
    let first = read(text, mapping, &[]);
    assert_eq!((first.taken.len(), first.refused_rows), (3, 2));
    let bytes = crate::import::left(&first, &csv(text), crate::words::Lang::En).unwrap();
    let file = String::from_utf8(bytes).unwrap();
    let lines: Vec<&str> = file.trim_start_matches('\u{feff}').split("\r\n").collect();
    assert_eq!(lines[0], "2022年8月15日,,,");
    assert_eq!(lines[1], "房号,物品,数量,单位,linli-reason,linli-row,linli-with");
    assert!(lines[2].starts_with("9-2-501,牛奶,'=1,箱,") && lines[2].contains("place: "), "{file}");
    assert!(lines[3].starts_with("3-1-101,大米,很多,袋,") && lines[3].contains(",1-"), "{file}");
    // Mended: the second line of one home and item, which came first in the sheet, stays the first of its key.
    let mended = file.replace("9-2-501", "3-2-501").replace("'=1", "1").replace("很多", "4");
    let ledger = recorded(&first.drafts());
    let known = Options { of_source: ledger.iter().map(|r| r.id.code).collect(), ..options() };
    let grids: Vec<Grid> = crate::import::read_grids("y.left.csv", mended.as_bytes()).unwrap();
    let mapping = Mapping::parse(mapping).unwrap();
    let registers = registers_with(&[], &[("牛奶", "箱"), ("大米", "袋")]);
    let second = super::plan(&grids, &mapping, &registers, &ledger, &known).unwrap();
    assert_eq!(
        taken(&second, &["date", "place", "item", "quantity"]),
        ["2022-08-15,3-2-501,牛奶,1", "2022-08-15,3-1-101,大米,4"]
    );
    assert!(second.amended.is_empty() && second.gone.is_empty());
    // The whole sheet, mended in the same way, brings nothing more.
    let mut all = ledger;
    all.extend(recorded(&second.drafts()));
    let whole = text.replace("9-2-501", "3-2-501").replace("=1", "1").replace("很多", "4");
    let third = super::plan(&csv(&whole), &mapping, &registers, &all, &known).unwrap();
    assert_eq!((third.taken.len(), third.amended.len(), third.unchanged.len()), (0, 0, 5), "{third:#?}");
}

#[cfg(feature = "xlsx")]
#[test]
fn in_a_workbook_too_the_later_of_two_is_known_by_its_second() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let format = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
    let sheet = book.add_worksheet();
    for (column, text) in ["提交时间（自动）", "您的房号（必填）", "检测人数（必填）"].iter().enumerate()
    {
        sheet.write(0, column as u16, *text).unwrap();
    }
    // 44789 is 2022-08-16; the first row is half a minute later than the second.
    for (row, (second, tested)) in [(30.0, 2), (1.0, 5)].into_iter().enumerate() {
        let row = row as u32 + 1;
        sheet.write_with_format(row, 0, 44789.0 + (8.0 * 3600.0 + second) / 86_400.0, &format).unwrap();
        sheet.write(row, 1, "3-2-502").unwrap().write(row, 2, tested).unwrap();
    }
    let grids = crate::import::read_grids("x.xlsx", &book.save_to_buffer().unwrap()).unwrap();
    let mapping = Mapping::parse(FORM_MAP).unwrap();
    let plan = super::plan(&grids, &mapping, &registers_with(&[], &[]), &[], &options()).unwrap();
    assert_eq!(taken(&plan, &["place", "tested"]), ["3-2-502,2"]);
}
