//! Recording: rows, commits, and what is said before and after.

use super::community::Community;
use insta::assert_snapshot;

#[test]
fn a_donation_is_a_row_and_a_commit_and_says_the_stock_it_leaves() {
    let community = Community::new();
    let said = community.ok(&["donate", "爱心企业", "牛奶=40箱", "--value", "2400", "--note", "冷藏"]);
    assert_snapshot!(said.all(), @"");
    assert_snapshot!(community.read("ledgers/donations/2022-08.csv"), @"");
    assert_snapshot!(community.git(&["log", "-1", "--format=%an <%ae> %aI%n%B"]), @"");
    assert_eq!(community.git(&["status", "--porcelain"]), "");
}

#[test]
fn a_document_of_several_lines_shares_its_code() {
    let community = Community::new();
    community.ok(&["receive", "街道办", "牛奶=5箱", "大米=100斤", "--document", "2022-081"]);
    assert_snapshot!(community.read("ledgers/receipts/2022-08.csv"), @"");
}

#[test]
fn a_captains_evening_line_goes_to_the_rounds_that_are_open() {
    let community = Community::new();
    community.ok(&["receive", "街道办", "蔬菜包=100份"]);
    let said =
        community.ok(&["captain", "三幢二单元", "住户=24", "在住=22", "检测=20", "外检=1", "蔬菜包=10份"]);
    assert_snapshot!(said.all(), @"");
    assert_snapshot!(community.read("ledgers/census/2022-08.csv"), @"");
    assert_snapshot!(community.read("ledgers/tests/2022-08.csv"), @"");
    assert_snapshot!(community.read("ledgers/distributions/2022-08.csv"), @"");
}

#[test]
fn reporting_a_test_again_amends_it() {
    let community = Community::new();
    community.ok(&["test", "test-0816", "3-1=18"]);
    assert_snapshot!(community.ok(&["test", "test-0816", "3-1=20"]).all(), @"");
    community.ok(&["test", "test-0816", "3-1=2", "--add"]);
    assert_snapshot!(community.ok(&["list", "tests", "--format", "csv"]).out, @"");
}

#[test]
fn more_than_there_is_is_refused_and_force_records_it() {
    let community = Community::new();
    community.ok(&["receive", "街道办", "牛奶=1箱"]);
    assert_snapshot!(community.refused(&["distribute", "3-1", "牛奶=13盒"]).all(), @"");
    let said = community.ok(&["distribute", "3-1", "牛奶=13盒", "--force"]);
    assert_snapshot!(said.err, @"");
}

#[test]
fn goods_go_to_many_places_at_once() {
    let community = Community::new();
    community.ok(&["receive", "街道办", "蔬菜包=100份"]);
    community.ok(&["distribute", "3-1-101..202", "5", "蔬菜包=1份", "--round", "veg-0816"]);
    assert_snapshot!(community.ok(&["list", "distributions", "--format", "csv"]).out, @"");
    assert_snapshot!(community.ok(&["distribute", "3-1-101", "蔬菜包=1份", "--round", "veg-0816", "--again"]).err, @"");
    assert_snapshot!(community.refused(&["distribute", "3", "蔬菜包=1份", "--round", "veg-0816"]).all(), @"");
}

#[test]
fn what_is_due_goes_to_all_but_the_exceptions() {
    let community = Community::new();
    community.ok(&["receive", "街道办", "蔬菜包=100份"]);
    community.ok(&["census", "5-0-101=3", "5-0-102=2", "5-0-201=0", "5-0-202=4"]);
    let said = community.ok(&[
        "distribute",
        "--round",
        "veg-0816",
        "5",
        "--all-but",
        "102=not-home,202=拒收",
        "--sheet",
        "14",
    ]);
    assert_snapshot!(said.all(), @"");
    assert_snapshot!(community.ok(&["list", "distributions", "--format", "csv"]).out, @"");
}

#[test]
fn the_same_document_within_ten_minutes_must_be_meant() {
    let mut community = Community::new();
    community.ok(&["donate", "爱心企业", "牛奶=40箱"]);
    community.now = "2022-08-16T18:09:00+08:00".to_owned();
    assert_snapshot!(community.refused(&["donate", "爱心企业", "牛奶=40箱"]).all(), @"");
    community.ok(&["donate", "爱心企业", "牛奶=40箱", "--again"]);
    community.now = "2022-08-16T18:25:00+08:00".to_owned();
    community.ok(&["donate", "爱心企业", "牛奶=40箱"]);
}

#[test]
fn a_stock_take_says_the_difference_and_adjusts_on_request() {
    let community = Community::new();
    community.ok(&["receive", "街道办", "牛奶=10箱", "大米=50kg"]);
    assert_snapshot!(community.ok(&["count", "牛奶=115盒", "大米=100斤"]).all(), @"");
    assert_snapshot!(community.ok(&["count", "牛奶=0盒", "--adjust", "--again"]).all(), @"");
    assert_snapshot!(community.ok(&["report", "stock", "--format", "csv"]).out, @"");
}

#[test]
fn a_transfer_is_one_document_of_two_lines() {
    let community = Community::new();
    community.ok(&["receive", "街道办", "牛奶=10箱"]);
    assert_snapshot!(community.ok(&["adjust", "牛奶=3箱", "--to", "gate"]).all(), @"");
    assert_snapshot!(community.ok(&["list", "adjustments", "--format", "csv"]).out, @"");
}

#[test]
fn a_dry_run_shows_the_rows_and_writes_nothing() {
    let community = Community::new();
    let before = community.state();
    assert_snapshot!(community.ok(&["donate", "爱心企业", "牛奶=40箱", "--dry-run"]).all(), @"");
    assert!(community.state() == before);
}

#[test]
fn a_new_item_is_registered_in_the_same_commit() {
    let community = Community::new();
    assert_snapshot!(community.refused(&["donate", "爱心企业", "棉被=20条"]).all(), @"");
    community.ok(&["donate", "爱心企业", "棉被=20条", "--new"]);
    assert_eq!(
        community.git(&["log", "-1", "--format=", "--name-only"]),
        "ledgers/donations/2022-08.csv\nledgers/items.csv\n"
    );
    assert!(community.read("ledgers/items.csv").ends_with("棉被,,条,,,,\n"));
}

#[test]
fn a_phone_or_identity_number_never_reaches_the_history() {
    let community = Community::new();
    for note in ["电话13812341234", "身份证11010519491231002X", "１３８ １２３４ １２３４"] {
        let said = community.refused(&["donate", "爱心企业", "牛奶=40箱", "--note", note]);
        assert!(said.err.contains("手机号或身份证号"), "{}", said.err);
    }
    community.ok(&["donate", "爱心企业", "牛奶=40箱", "--note", "电话13812341234", "--mask-numbers"]);
    assert!(community.read("ledgers/donations/2022-08.csv").contains("电话138****1234"));
    assert!(!community.git(&["log", "-p"]).contains("13812341234"));
    community.ok(&["donate", "爱心企业", "大米=1kg", "--note", "咨询 0579-85550000"]);
}

#[test]
fn hand_edits_are_not_swept_into_an_operations_commit() {
    let community = Community::new();
    community.ok(&["donate", "甲", "牛奶=1箱"]);
    let edited = community.read("ledgers/donations/2022-08.csv").replace("甲", "乙");
    community.write("ledgers/donations/2022-08.csv", &edited);
    community.ok(&["donate", "丙", "牛奶=2箱"]);
    assert!(community.git(&["show", "HEAD:ledgers/donations/2022-08.csv"]).contains("甲"));
    let working = community.read("ledgers/donations/2022-08.csv");
    assert!(working.contains('乙') && working.contains('丙') && !working.contains('甲'));
}
