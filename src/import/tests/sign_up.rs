//! Sign-up lists of volunteers.

use super::*;
use crate::import::{SIGN_UP, SignUp, plan_sign_up};

fn registers() -> Registers {
    let community = format!(
        "{COMMUNITY}[[group]]\ncode = \"errands\"\nname = \"红色代跑组\"\n[[group]]\ncode = \"sampling\"\nname = \"核酸采集组\"\n"
    );
    let roster = "volunteer,group,role,place,skills,since,until,note\n徐亮,errands,member,,电动车,,,\n";
    let sources = [
        Source::new("ledgers/community.toml", community.into_bytes()),
        Source::new("ledgers/volunteers.csv", roster.as_bytes().to_vec()),
    ];
    let (registers, faults) = Registers::read(&sources);
    assert!(faults.is_empty(), "{faults:?}");
    registers.unwrap()
}

fn planned(name: &str, bytes: &[u8], mapping: &str) -> SignUp {
    let mapping =
        if mapping.is_empty() { Mapping::plain(&SIGN_UP) } else { Mapping::parse(mapping).unwrap() };
    let grids = read_grids(name, bytes).unwrap();
    plan_sign_up(&grids, &mapping, &registers(), &options()).unwrap()
}

fn lines(cells: &[crate::registers::line::Cells]) -> Vec<String> {
    cells.iter().map(|c| c.iter().map(|(_, v)| v.as_str()).collect::<Vec<_>>().join(",")).collect()
}

#[cfg(feature = "xlsx")]
#[test]
fn a_workbook_with_phones_as_numbers_and_days_as_serials_is_read() {
    use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let dated = Format::new().set_num_format("yyyy/m/d h:mm:ss");
    for (at, heading) in ["姓名（必填）", "小组", "手机号", "报名时间", "房号"].into_iter().enumerate()
    {
        sheet.write_string(0, at as u16, heading).unwrap();
    }
    sheet.write_string(1, 0, "赵敏").unwrap();
    sheet.write_string(1, 1, "核酸采集组、errands").unwrap();
    sheet.write_number(1, 2, 13_800_000_001.0).unwrap();
    let at = ExcelDateTime::parse_from_str("2022-08-15 20:11:02").unwrap();
    sheet.write_datetime_with_format(1, 3, &at, &dated).unwrap();
    sheet.write_string(1, 4, "3幢2单元502").unwrap();
    let plan = planned("报名.xlsx", &book.save_to_buffer().unwrap(), "");
    assert_eq!(plan.plan.refused.len(), 0, "{:?}", plan.plan.refused);
    assert_eq!(
        lines(&plan.services),
        ["赵敏,sampling,member,,,2022-08-15,,", "赵敏,errands,member,,,2022-08-15,,"]
    );
    assert_eq!(lines(&plan.contacts), ["3-2-502,赵敏,13800000001,志愿者 volunteer"]);
}

#[test]
fn who_is_on_the_roster_or_in_the_list_already_is_not_taken_again_and_every_row_is_accounted_for() {
    let text = "姓名,小组,职务,电话\n徐亮,errands,,13800000001\n徐亮,errands,组长,\n甲,核酸采集组,,\n甲,sampling,组员,\n\
                合计,3,,\n甲,errands,,13800000002\n甲,errands,,13800000003\n乙,,,\n";
    let plan = planned("报名.csv", text.as_bytes(), "");
    assert_eq!(
        lines(&plan.services),
        ["徐亮,errands,leader,,,,,", "甲,sampling,member,,,,,", "甲,errands,member,,,,,"]
    );
    let p = &plan.plan;
    assert_eq!((p.rows, p.taken.len(), p.unchanged.len(), p.ignored.len(), p.refused_rows), (9, 3, 3, 2, 1));
    assert_eq!(plan.doubts.len(), 1, "one name, two phones");
    assert!(plan.doubts.iter().all(|d| !d.zh.contains("1380")), "no phone is printed");
}

#[test]
fn a_mapping_gives_the_group_and_role_that_rows_leave_out_and_a_wrong_field_is_named() {
    let map = "ledger = \"volunteers\"\n[columns.volunteer]\nnames = [\"名字\"]\n[defaults]\ngroup = \"红色代跑组\"\nrole = \"assistant\"\n";
    assert_eq!(
        lines(&planned("x.csv", "名字\n丙\n".as_bytes(), map).services),
        ["丙,errands,assistant,,,,,"]
    );
    let wrong = Mapping::parse("ledger = \"volunteers\"\n[columns.phones]\n").unwrap_err();
    let (text, hint) = wrong.say(crate::words::Lang::En);
    assert!(text.contains("phones") && hint.is_some_and(|h| h.contains("phone")), "{text}");
}
