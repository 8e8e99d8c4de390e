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
    assert_snapshot!(community.ok(&["void", &id[8..12], "--reason", "重复登记"]).all(), @"
    exit 0
    --- err
    冲销 D220814-4ZW014：爱心企业 牛奶 40 箱 2400
    已登记 D220814-8FYWDR（接收捐赠，提交 34ea3c2d）
    ");
    assert_snapshot!(community.read("ledgers/donations/2022-08.csv"), @"
    id,date,donor,item,quantity,unit,store,lot,expires,value,earmark,publish,note,reverses,by,at
    D220814-4ZW014,2022-08-14,爱心企业,牛奶,40,箱,,,,2400,,,,,李梅,2022-08-16T18:00:00+08:00
    D220814-8FYWDR,2022-08-14,爱心企业,牛奶,-40,箱,,,,-2400,,,重复登记,D220814-4ZW014,李梅,2022-08-17T09:00:00+08:00
    ");
    assert_eq!(community.ok(&["report", "stock", "--format", "json"]).out, "[]\n");
    assert_snapshot!(community.refused(&["void", &id, "--reason", "再来一次"]).all(), @"
    exit 2
    --- err
    错误：D220814-4ZW014 已被冲销
    提示：用 linli list 台账 --all 查看冲销它的行
    ");
}

#[test]
fn an_amend_is_a_reversal_and_the_right_row_in_one_document() {
    let community = Community::new();
    community.ok(&["donate", "爱心企业", "牛奶=40箱"]);
    let id = id(&community, "donations");
    assert_snapshot!(community.refused(&["amend", &id, "colour=red", "--reason", "x"]).all(), @"
    exit 2
    --- err
    错误：donations 没有可更正的字段“colour”
    提示：可用字段：date、donor、item、quantity、unit、store、lot、expires、value、earmark、publish 或 note
    ");
    assert_snapshot!(community.ok(&["amend", &id, "quantity=30", "date=7月30日", "--reason", "复点"]).all(), @"
    exit 0
    --- err
    日期：2022-08-16 → 2022-07-30
    数量：40 → 30
    已登记 2 行，自 D220816-T53TWR.1 起（提交 0bbe8824）
    ");
    assert_snapshot!(community.ok(&["list", "donations", "--all", "--format", "csv"]).out, @"
    id,date,donor,item,quantity,unit,store,lot,expires,value,earmark,publish,note,reverses,by,at,state
    D220730-T53TWR.2,2022-07-30,爱心企业,牛奶,30,箱,,,,,,,,,李梅,2022-08-16T18:00:00+08:00,effective
    D220816-4ZW014,2022-08-16,爱心企业,牛奶,40,箱,,,,,,,,,李梅,2022-08-16T18:00:00+08:00,reversed
    D220816-T53TWR.1,2022-08-16,爱心企业,牛奶,-40,箱,,,,,,,复点,D220816-4ZW014,李梅,2022-08-16T18:00:00+08:00,reversal
    ");
    assert_eq!(community.ok(&["list", "donations", "--format", "csv"]).out.lines().count(), 2);
    assert_snapshot!(community.refused(&["amend", "nothing", "quantity=30", "--reason", "x"]).all(), @"
    exit 2
    --- err
    错误：没有行号含“nothing”的行
    提示：用 linli list 台账 查看行号
    ");
}

#[test]
fn a_document_is_voided_whole_and_amended_by_the_line() {
    let community = Community::new();
    community.ok(&["receive", "街道办", "牛奶=5箱", "大米=100斤"]);
    let id = id(&community, "receipts");
    let document = id.trim_end_matches(".1");
    assert_snapshot!(community.refused(&["amend", document, "quantity=1", "--reason", "x"]).all(), @"
    exit 2
    --- err
    错误：R220816-4ZW014 有多行
    提示：请指明是哪一行：R220816-4ZW014.1 或 R220816-4ZW014.2
    ");
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
    assert_snapshot!(community.ok(&["void", code, "--reason", "单元写错"]).err, @"
    冲销 P220816-T53TWR.1：3-2 24
    冲销 T220816-T53TWR.2：test-0816 3-2 20
    冲销 I220816-T53TWR.3：veg-0816 3-2 蔬菜包 10 份
    已登记 3 行，自 P220816-2M0GQA.1 起（提交 0026c0e9）
    ");
    for ledger in ["census", "tests", "distributions"] {
        assert_eq!(community.ok(&["list", ledger, "--format", "json"]).out, "[]\n");
    }
}
