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
    牛奶 库存：480 → 0 盒
    注意：牛奶 将低于最低库存 20 盒
    已登记 D220814-8FYWDR（接收捐赠，日期 2022-08-14，提交 34ea3c2d）
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
    错误：接收捐赠没有可更正的字段“colour”
    提示：可用字段：date 日期、donor 捐赠方、item 物品、quantity 数量、unit 单位、store 仓库、lot 批号、expires 有效期至、value 价值、earmark 定向用途、publish 公示方式 或 note 备注
    ");
    assert_snapshot!(community.ok(&["amend", &id, "quantity=30", "date=7月30日", "--reason", "复点"]).all(), @"
    exit 0
    --- err
    日期：2022-08-16 → 2022-07-30
    数量：40 → 30
    牛奶 库存：480 → 360 盒
    已登记 2 行，自 D220816-T53TWR.1 起（日期 2022-07-30 2022-08-16，提交 0bbe8824）
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
    community.ok(&["captain", "3-2", "人数=24", "检测=20", "蔬菜包=10份"]);
    let id = id(&community, "tests");
    let code = &id[8..14];
    assert_snapshot!(community.ok(&["void", code, "--reason", "单元写错"]).err, @"
    冲销 P220816-T53TWR.1：3-2 24
    冲销 T220816-T53TWR.2：test-0816 3-2 20
    冲销 I220816-T53TWR.3：veg-0816 3-2 蔬菜包 10 份
    蔬菜包 库存：90 → 100 份
    已登记 3 行，自 P220816-2M0GQA.1 起（提交 186c906b）
    ");
    for ledger in ["census", "tests", "distributions"] {
        assert_eq!(community.ok(&["list", ledger, "--format", "json"]).out, "[]\n");
    }
}

#[test]
fn a_correction_says_what_it_leaves_in_stock_and_is_refused_below_nothing() {
    let mut community = Community::new();
    community.ok(&["receive", "街道办", "牛奶=40箱", "--date", "8.14"]);
    let receipt = id(&community, "receipts");
    community.now = "2022-08-16T19:00:00+08:00".to_owned();
    community.ok(&["distribute", "3-2", "牛奶=30箱", "--date", "8.15"]);
    let before = community.state();
    assert_snapshot!(community.refused(&["void", &receipt, "--reason", "没有收到"]).all(), @"
    exit 2
    --- err
    错误：main 的 牛奶 到 2022-08-15 会变成负数：-360 盒
    提示：如确属实情，可加 --force 登记，问题会保留
    ");
    assert_snapshot!(community.refused(&["amend", &receipt, "quantity=20箱", "--reason", "复点"]).all(), @"
    exit 2
    --- err
    错误：main 的 牛奶 到 2022-08-15 会变成负数：-120 盒
    提示：如确属实情，可加 --force 登记，问题会保留
    ");
    assert_snapshot!(community.refused(&["amend", &receipt, "date=8.16", "--reason", "日期"]).all(), @"
    exit 2
    --- err
    错误：main 的 牛奶 到 2022-08-15 会变成负数：-360 盒
    提示：如确属实情，可加 --force 登记，问题会保留
    ");
    assert!(community.state() == before, "nothing was recorded");
    assert_snapshot!(community.ok(&["amend", &receipt, "数量：35箱", "--reason", "复点"]).all(), @"
    exit 0
    --- err
    数量：40 → 35
    牛奶 库存：120 → 60 盒
    已登记 2 行，自 R220814-G7G5P7.1 起（日期 2022-08-14，提交 f64feaed）
    ");
    let handed = id(&community, "distributions");
    assert_snapshot!(community.ok(&["void", &handed, "--reason", "没有发"]).all(), @"
    exit 0
    --- err
    冲销 I220815-VBRXKS：3-2 牛奶 30 箱
    牛奶 库存：60 → 420 盒
    已登记 I220815-FCZVHD（发放，日期 2022-08-15，提交 a33f6b64）
    ");
    let receipt = id(&community, "receipts");
    community.ok(&["distribute", "3-2", "牛奶=30箱", "--date", "8.15", "--again"]);
    assert_snapshot!(community.ok(&["void", &receipt, "--reason", "没有收到", "--force"]).all(), @"
    exit 0
    --- err
    冲销 R220814-G7G5P7.2：街道办 牛奶 35 箱
    牛奶 库存：60 → -360 盒
    注意：牛奶 将低于最低库存 20 盒
    注意：main 的 牛奶 到 2022-08-15 会变成负数：-360 盒
    已登记 R220814-9636BH（接收物资，日期 2022-08-14，提交 f1db16b5）
    ");
    assert_snapshot!(community.run(&["check"]).all(), @"
    exit 0
    --- out
    提示[home-unknown]：3-1：10 户尚无人数（3-1-101、3-1-102、3-1-201…）
    修正：linli census 3-1-101=…

    提示[home-unknown]：3-2：10 户尚无人数（3-2-101、3-2-102、3-2-201…）
    修正：linli census 3-2-101=…

    提示[home-unknown]：5-0：6 户尚无人数（5-0-101、5-0-102、5-0-201…）
    修正：linli census 5-0-101=…

    警告[negative-stock]：2022-08-15 终了时 main 的 牛奶 为 -360盒
      ledgers/distributions/2022-08.csv:4:35  I220815-4TJEBD  quantity
    4 | I220815-4TJEBD,2022-08-15,,3-2,牛奶,30,箱,,,,,,,李梅,2022-08-16T19:00:00+08:00
      |                                     ^^ 比库存多出 360盒
    修正：linli report stock-card --item 牛奶

    警告[below-minimum]：牛奶 剩 -360盒，最低库存为 20盒
      ledgers/items.csv:2:14  minimum
    2 | 牛奶,食品,盒,箱=12,20,鲜奶|纯牛奶,
      |                    ^^

    2 处警告，3 处提示
    ");
}

#[test]
fn an_amend_reads_what_the_recording_commands_read() {
    let community = Community::new();
    community.ok(&["receive", "街道办", "牛奶=40盒"]);
    let receipt = id(&community, "receipts");
    assert_snapshot!(community.ok(&["amend", &receipt, "quantity=约30箱", "--reason", "复点"]).all(), @"
    exit 0
    --- err
    数量：40 → 30
    单位：盒 → 箱
    备注：— → 约数：“约30箱”
    牛奶 库存：40 → 360 盒
    注意：约数：“约30箱”
    已登记 2 行，自 R220816-T53TWR.1 起（提交 a3d4203b）
    ");
    let receipt = id(&community, "receipts");
    assert_snapshot!(community.ok(&["amend", &receipt, "unit=桶", "item=鲜奶", "--reason", "复点"]).all(), @"
    exit 0
    --- err
    单位：箱 → 桶
    牛奶 库存：360 → 0 盒
    牛奶 库存：0 → 30 桶
    注意：没有登记一桶 牛奶 合多少盒，将单独计数
    注意：牛奶 将低于最低库存 20 盒
    已登记 2 行，自 R220816-2M0GQA.1 起（提交 ec422729）
    ");
    let receipt = id(&community, "receipts");
    assert_snapshot!(community.refused(&["amend", &receipt, "quantity=0", "--reason", "复点"]).all(), @"
    exit 2
    --- err
    错误：数量为零
    提示：请写 quantity=数量；要整行作废请用 linli void
    ");
    assert_snapshot!(community.refused(&["amend", &receipt, "quantiti=3", "--reason", "复点"]).all(), @"
    exit 2
    --- err
    错误：接收物资没有可更正的字段“quantiti”
    提示：是不是 quantity？
    ");
    assert_snapshot!(community.refused(&["amend", &receipt, "quantity=2箱12盒", "--reason", "复点"]).all(), @"
    exit 2
    --- err
    错误：“2箱12盒” 不是一个数量加一个单位
    提示：例如 40箱；另一个数量请另写一项
    ");
    community.ok(&["receive", "街道办", "蔬菜包=10份"]);
    community.ok(&["distribute", "3-1-501", "蔬菜包=2份"]);
    let handed = id(&community, "distributions");
    assert_snapshot!(community.refused(&["amend", &handed, "outcome=没人", "--reason", "无人在家"]).all(), @"
    exit 2
    --- err
    错误：“没人” 不在可选范围内
    提示：请从 delivered 已送达、collected 自取、left 放门口、not-home 无人、refused 拒收 或 returned 退回 中选择
    ");
    assert_snapshot!(community.ok(&["amend", &handed, "outcome=无人", "--reason", "无人在家"]).all(), @"
    exit 0
    --- err
    数量：2 → 0
    结果：— → not-home
    蔬菜包 库存：8 → 10 份
    已登记 2 行，自 I220816-C4DW2C.1 起（提交 ca945090）
    ");
    let handed = id(&community, "distributions");
    assert_snapshot!(community.refused(&["amend", &handed, "outcome=自取", "--reason", "自取"]).all(), @"
    exit 2
    --- err
    错误：数量为零
    提示：请写 quantity=数量；要整行作废请用 linli void
    ");
    assert_snapshot!(community.ok(&["amend", &handed, "outcome=自取", "quantity=2", "--reason", "自取"]).all(), @"
    exit 0
    --- err
    数量：0 → 2
    结果：not-home → collected
    蔬菜包 库存：10 → 8 份
    已登记 2 行，自 I220816-QPJZ4B.1 起（提交 e07d4c37）
    ");
}
