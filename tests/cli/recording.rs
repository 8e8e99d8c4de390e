//! Recording: rows, commits, and what is said before and after.

use super::community::Community;
use insta::assert_snapshot;

#[test]
fn a_donation_is_a_row_and_a_commit_and_says_the_stock_it_leaves() {
    let community = Community::new();
    let said = community.ok(&["donate", "爱心企业", "牛奶=40箱", "--value", "2400", "--note", "冷藏"]);
    assert_snapshot!(said.all(), @"
    exit 0
    --- err
    牛奶 库存：0 → 480 盒
    已登记 D220816-4ZW014（接收捐赠，提交 5f5b0ff3）
    ");
    assert_snapshot!(community.read("ledgers/donations/2022-08.csv"), @"
    id,date,donor,item,quantity,unit,store,lot,expires,value,earmark,publish,note,reverses,by,at
    D220816-4ZW014,2022-08-16,爱心企业,牛奶,40,箱,,,,2400,,,冷藏,,李梅,2022-08-16T18:00:00+08:00
    ");
    assert_snapshot!(community.git(&["log", "-1", "--format=%an <%ae> %aI%n%B"]), @"
    李梅 <volunteer@linli.invalid> 2022-08-16T18:00:00+08:00
    donations: 牛奶 40箱 from 爱心企业 (D220816-4ZW014)

    Linli-Op: 4ZW014
    Linli-Command: linli donate 爱心企业 牛奶=40箱 --value 2400 --note 冷藏
    ");
    assert_eq!(community.git(&["status", "--porcelain"]), "");
}

#[test]
fn a_document_of_several_lines_shares_its_code() {
    let community = Community::new();
    community.ok(&["receive", "街道办", "牛奶=5箱", "大米=100斤", "--document", "2022-081"]);
    assert_snapshot!(community.read("ledgers/receipts/2022-08.csv"), @"
    id,date,source,item,quantity,unit,store,lot,expires,cost,document,note,reverses,by,at
    R220816-4ZW014.1,2022-08-16,街道办,牛奶,5,箱,,,,,2022-081,,,李梅,2022-08-16T18:00:00+08:00
    R220816-4ZW014.2,2022-08-16,街道办,大米,100,斤,,,,,2022-081,,,李梅,2022-08-16T18:00:00+08:00
    ");
}

#[test]
fn a_captains_evening_line_goes_to_the_rounds_that_are_open() {
    let community = Community::new();
    community.ok(&["receive", "街道办", "蔬菜包=100份"]);
    let said =
        community.ok(&["captain", "三幢二单元", "人数=24", "在住=22", "检测=20", "外检=1", "蔬菜包=10份"]);
    assert_snapshot!(said.all(), @"
    exit 0
    --- err
    蔬菜包 库存：100 → 90 份
    已登记 3 行，自 P220816-T53TWR.1 起（提交 7d04ed32）
    ");
    assert_snapshot!(community.read("ledgers/census/2022-08.csv"), @"
    id,date,place,households,residents,present,needs,note,reverses,by,at
    P220816-T53TWR.1,2022-08-16,3-2,,24,22,,,,李梅,2022-08-16T18:00:00+08:00
    ");
    assert_snapshot!(community.read("ledgers/tests/2022-08.csv"), @"
    id,date,round,place,tested,elsewhere,exempt,visitors,reason,note,reverses,by,at
    T220816-T53TWR.2,2022-08-16,test-0816,3-2,20,1,,,,,,李梅,2022-08-16T18:00:00+08:00
    ");
    assert_snapshot!(community.read("ledgers/distributions/2022-08.csv"), @"
    id,date,round,place,item,quantity,unit,store,lot,outcome,receiver,note,reverses,by,at
    I220816-T53TWR.3,2022-08-16,veg-0816,3-2,蔬菜包,10,份,,,,,,,李梅,2022-08-16T18:00:00+08:00
    ");
}

#[test]
fn reporting_a_test_again_amends_it() {
    let community = Community::new();
    community.ok(&["test", "test-0816", "3-1=18"]);
    assert_snapshot!(community.ok(&["test", "test-0816", "3-1=20"]).all(), @"
    exit 0
    --- err
    3-1：18 → 20，更正 T220816-4ZW014
    已登记 2 行，自 T220816-T53TWR.1 起（提交 93eabe3d）
    ");
    community.ok(&["test", "test-0816", "3-1=2", "--add"]);
    assert_snapshot!(community.ok(&["list", "tests", "--format", "csv"]).out, @"
    id,date,round,place,tested,elsewhere,exempt,visitors,reason,note,reverses,by,at
    T220816-2M0GQA.2,2022-08-16,test-0816,3-1,22,,,,,,,李梅,2022-08-16T18:00:00+08:00
    ");
}

#[test]
fn more_than_there_is_is_refused_and_force_records_it() {
    let community = Community::new();
    community.ok(&["receive", "街道办", "牛奶=1箱"]);
    assert_snapshot!(community.refused(&["distribute", "3-1", "牛奶=13盒"]).all(), @"
    exit 2
    --- err
    错误：main 的 牛奶 不足：2022-08-16 只有 12 盒，要发出 13 盒
    提示：如确属实情，可加 --force 登记，问题会保留
    ");
    let said = community.ok(&["distribute", "3-1", "牛奶=13盒", "--force"]);
    assert_snapshot!(said.err, @"
    牛奶 库存：12 → -1 盒
    注意：main 的 牛奶 不足：2022-08-16 只有 12 盒，要发出 13 盒
    已登记 I220816-T53TWR（发放，提交 02030fa3）
    ");
}

#[test]
fn goods_go_to_many_places_at_once() {
    let community = Community::new();
    community.ok(&["receive", "街道办", "蔬菜包=100份"]);
    community.ok(&["distribute", "3-1-101..202", "5", "蔬菜包=1份", "--round", "veg-0816"]);
    assert_snapshot!(community.ok(&["list", "distributions", "--format", "csv"]).out, @"
    id,date,round,place,item,quantity,unit,store,lot,outcome,receiver,note,reverses,by,at
    I220816-T53TWR.1,2022-08-16,veg-0816,3-1-101,蔬菜包,1,份,,,,,,,李梅,2022-08-16T18:00:00+08:00
    I220816-T53TWR.2,2022-08-16,veg-0816,3-1-102,蔬菜包,1,份,,,,,,,李梅,2022-08-16T18:00:00+08:00
    I220816-T53TWR.3,2022-08-16,veg-0816,3-1-201,蔬菜包,1,份,,,,,,,李梅,2022-08-16T18:00:00+08:00
    I220816-T53TWR.4,2022-08-16,veg-0816,3-1-202,蔬菜包,1,份,,,,,,,李梅,2022-08-16T18:00:00+08:00
    I220816-T53TWR.5,2022-08-16,veg-0816,5-0,蔬菜包,1,份,,,,,,,李梅,2022-08-16T18:00:00+08:00
    ");
    assert_snapshot!(community.ok(&["distribute", "3-1-101", "蔬菜包=1份", "--round", "veg-0816", "--again"]).err, @"
    蔬菜包 库存：95 → 94 份
    注意：3-1-101 在 veg-0816 中已领 蔬菜包 1 份
    已登记 I220816-2M0GQA（发放，提交 0c41f7bf）
    ");
    assert_snapshot!(community.refused(&["distribute", "3", "蔬菜包=1份", "--round", "veg-0816"]).all(), @"
    exit 2
    --- err
    错误：批次发放不能只写 3：它有多个单元
    提示：请写到单元，例如 3-*
    ");
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
    assert_snapshot!(said.all(), @"
    exit 0
    --- err
    蔬菜包 库存：100 → 99 份
    发放 1 笔，未发 2 笔
    注意：以下住户未登记人数，没有记为已发：5-0-301、5-0-302；若已领取，请先 linli census 5-0-301=人数 --date 2022-08-16，再录一次
    已登记 3 行，自 I220816-T53TWR.1 起（提交 dbc15570）
    ");
    assert_snapshot!(community.ok(&["list", "distributions", "--format", "csv"]).out, @"
    id,date,round,place,item,quantity,unit,store,lot,outcome,receiver,note,reverses,by,at
    I220816-T53TWR.1,2022-08-16,veg-0816,5-0-101,蔬菜包,1,,,,,,签收表 sheet 14,,李梅,2022-08-16T18:00:00+08:00
    I220816-T53TWR.2,2022-08-16,veg-0816,5-0-102,蔬菜包,0,,,,not-home,,签收表 sheet 14,,李梅,2022-08-16T18:00:00+08:00
    I220816-T53TWR.3,2022-08-16,veg-0816,5-0-202,蔬菜包,0,,,,refused,,签收表 sheet 14,,李梅,2022-08-16T18:00:00+08:00
    ");
}

#[test]
fn the_same_document_within_ten_minutes_must_be_meant() {
    let mut community = Community::new();
    community.ok(&["donate", "爱心企业", "牛奶=40箱"]);
    community.now = "2022-08-16T18:09:00+08:00".to_owned();
    assert_snapshot!(community.refused(&["donate", "爱心企业", "牛奶=40箱"]).all(), @"
    exit 2
    --- err
    错误：几分钟前登记的 D220816-4ZW014 与此完全相同
    提示：如果确实发生了两次，请加 --again
    ");
    community.ok(&["donate", "爱心企业", "牛奶=40箱", "--again"]);
    community.now = "2022-08-16T18:25:00+08:00".to_owned();
    community.ok(&["donate", "爱心企业", "牛奶=40箱"]);
}

#[test]
fn a_stock_take_says_the_difference_and_adjusts_on_request() {
    let community = Community::new();
    community.ok(&["receive", "街道办", "牛奶=10箱", "大米=50kg"]);
    assert_snapshot!(community.ok(&["count", "牛奶=115盒", "大米=100斤"]).all(), @"
    exit 0
    --- err
    牛奶：实盘 115 盒，账面 120，盘亏 5
    大米：50 kg，与账面一致
    已登记 2 行，自 C220816-T53TWR.1 起（提交 9517c02f）
    ");
    assert_snapshot!(community.ok(&["count", "牛奶=0盒", "--adjust", "--again"]).all(), @"
    exit 0
    --- err
    牛奶：实盘 0 盒，账面 120，盘亏 120
    已登记 2 行，自 C220816-T53TWR 起（提交 dfc4ea3d）
    ");
    assert_snapshot!(community.ok(&["report", "stock", "--format", "csv"]).out, @"
    store,item,unit,received,donated,distributed,adjusted,on_hand,minimum,low,next_expiry
    main,牛奶,盒,120,0,0,-120,0,20,true,
    main,大米,kg,50,0,0,0,50,,false,
    ");
}

#[test]
fn a_transfer_is_one_document_of_two_lines() {
    let community = Community::new();
    community.ok(&["receive", "街道办", "牛奶=10箱"]);
    assert_snapshot!(community.ok(&["adjust", "牛奶=3箱", "--to", "gate"]).all(), @"
    exit 0
    --- err
    牛奶 库存：120 → 84 盒
    牛奶 库存：0 → 36 盒
    已登记 2 行，自 J220816-T53TWR.1 起（提交 a11207fb）
    ");
    assert_snapshot!(community.ok(&["list", "adjustments", "--format", "csv"]).out, @"
    id,date,store,item,quantity,unit,reason,counterpart,note,reverses,by,at
    J220816-T53TWR.1,2022-08-16,,牛奶,-3,箱,transfer,gate,,,李梅,2022-08-16T18:00:00+08:00
    J220816-T53TWR.2,2022-08-16,gate,牛奶,3,箱,transfer,main,,,李梅,2022-08-16T18:00:00+08:00
    ");
}

#[test]
fn a_dry_run_shows_the_rows_and_writes_nothing() {
    let community = Community::new();
    let before = community.state();
    assert_snapshot!(community.ok(&["donate", "爱心企业", "牛奶=40箱", "--dry-run"]).all(), @"
    exit 0
    --- out
    id,date,donor,item,quantity,unit,store,lot,expires,value,earmark,publish,note,reverses,by,at
    D220816-4ZW014,2022-08-16,爱心企业,牛奶,40,箱,,,,,,,,,李梅,2022-08-16T18:00:00+08:00
    --- err
    牛奶 库存：0 → 480 盒
    日期为 2022-08-16
    未写入任何内容（--dry-run）
    ");
    assert!(community.state() == before);
}

#[test]
fn a_new_item_is_registered_in_the_same_commit() {
    let community = Community::new();
    assert_snapshot!(community.refused(&["donate", "爱心企业", "棉被=20条"]).all(), @"
    exit 2
    --- err
    错误：没有物品“棉被”
    提示：请先登记：linli item add 棉被 --unit 份
    ");
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

#[test]
fn what_is_not_reported_again_stays_as_it_was() {
    let mut community = Community::new();
    community.ok(&["census", "3-2=24", "--households", "8"]);
    community.ok(&["test", "test-0816", "3-2=20", "--elsewhere", "2"]);
    community.now = "2022-08-16T20:00:00+08:00".to_owned();
    community.ok(&["captain", "3-2", "人数=25", "检测=21"]);
    let census = community.ok(&["list", "census", "--format", "csv"]).out;
    assert!(census.lines().last().is_some_and(|l| l.contains(",3-2,8,25,")), "{census}");
    let tests = community.ok(&["list", "tests", "--format", "csv"]).out;
    assert!(tests.lines().last().is_some_and(|l| l.contains(",3-2,21,2,")), "{tests}");
}

#[test]
fn a_unit_that_nothing_relates_to_the_item_is_wondered_about() {
    let community = Community::new();
    let said = community.ok(&["receive", "街道办", "牛奶=80厢"]);
    assert!(said.err.contains("没有登记一厢 牛奶 合多少盒"), "{}", said.err);
}

#[test]
fn a_loss_takes_away_and_a_round_of_tests_hands_nothing_out() {
    let community = Community::new();
    community.ok(&["receive", "街道办", "牛奶=8盒"]);
    assert!(community.refused(&["adjust", "牛奶=3盒", "--reason", "damaged"]).err.contains("-3"));
    assert!(
        community
            .refused(&["distribute", "3-1", "牛奶=1盒", "--round", "test-0816"])
            .err
            .contains("发放批次")
    );
}
