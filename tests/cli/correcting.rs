//! Correcting: void and amend, and what cannot be corrected.

use super::community::Community;
use insta::assert_snapshot;

fn id(community: &Community, ledger: &str) -> String {
    let list = community.ok(&["list", ledger, "--format", "csv"]).out;
    list.lines().nth(1).expect("a row").split(',').next().expect("an id").to_owned()
}

#[test]
fn a_void_negates_the_row_and_keeps_its_day() {
    let mut community = Community::new();
    community.ok(&["donate", "爱心企业", "牛奶=40箱", "--value", "2400", "--date", "8.14"]);
    let id = id(&community, "donations");
    community.now = "2022-08-17T09:00:00+08:00".to_owned();
    assert_snapshot!(community.ok(&["void", &id[8..12], "--reason", "重复登记"]).all(), @"");
    assert_snapshot!(community.read("ledgers/donations/2022-08.csv"), @"");
    assert_eq!(community.ok(&["report", "stock", "--format", "json"]).out, "[]\n");
    assert_snapshot!(community.refused(&["void", &id, "--reason", "再来一次"]).all(), @"");
}

#[test]
fn an_amend_is_a_reversal_and_the_right_row_in_one_document() {
    let community = Community::new();
    community.ok(&["donate", "爱心企业", "牛奶=40箱"]);
    let id = id(&community, "donations");
    assert_snapshot!(community.refused(&["amend", &id, "colour=red", "--reason", "x"]).all(), @"");
    assert_snapshot!(community.ok(&["amend", &id, "quantity=30", "date=7月30日", "--reason", "复点"]).all(), @"");
    assert_snapshot!(community.ok(&["list", "donations", "--all", "--format", "csv"]).out, @"");
    assert_eq!(community.ok(&["list", "donations", "--format", "csv"]).out.lines().count(), 2);
    assert_snapshot!(community.refused(&["amend", "nothing", "quantity=30", "--reason", "x"]).all(), @"");
}

#[test]
fn a_document_is_voided_whole_and_amended_by_the_line() {
    let community = Community::new();
    community.ok(&["receive", "街道办", "牛奶=5箱", "大米=100斤"]);
    let id = id(&community, "receipts");
    let document = id.trim_end_matches(".1");
    assert_snapshot!(community.refused(&["amend", document, "quantity=1", "--reason", "x"]).all(), @"");
    community.ok(&["void", document, "--reason", "退货"]);
    assert_eq!(community.ok(&["list", "receipts", "--format", "json"]).out, "[]\n");
}

#[test]
fn a_captains_line_is_voided_in_all_its_ledgers() {
    let community = Community::new();
    community.ok(&["receive", "街道办", "蔬菜包=100份"]);
    community.ok(&["captain", "3-2", "住户=24", "检测=20", "蔬菜包=10份"]);
    let id = id(&community, "tests");
    let code = &id[8..14];
    assert_snapshot!(community.ok(&["void", code, "--reason", "单元写错"]).err, @"");
    for ledger in ["census", "tests", "distributions"] {
        assert_eq!(community.ok(&["list", ledger, "--format", "json"]).out, "[]\n");
    }
}
