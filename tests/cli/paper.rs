//! Sheets of paper: printed, carried round, and entered again by their number with the exceptions only.

use crate::community::Community;
use crate::sample::{LANGS, snapshot};
use insta::assert_snapshot;

/// Sheets 1, 2 and 3 are 3-1, 3-2 and 5-0. 3-1 is counted by homes (202 not), 3-2 whole, 5-0 by homes.
fn counted() -> Community {
    let community = Community::new();
    community.ok(&["receive", "街道办", "蔬菜包=100份"]);
    community.ok(&["census", "3-1-101=3", "3-1-102=2", "3-1-201=0", "3-1-301=1", "--date", "2022-08-15"]);
    community.ok(&["census", "3-2=12", "--households", "9", "--date", "2022-08-15"]);
    let five = ["5-0-101=3", "5-0-102=2", "5-0-201=1", "5-0-202=4", "5-0-301=2", "5-0-302=2"];
    community.ok(&[&["census"], &five[..], &["--date", "2022-08-15"]].concat());
    community
}

/// The page without its style, which is no matter of language or figures.
fn body(html: &str) -> &str {
    html.split_once("</style>").expect("a page with a style").1
}

#[test]
fn every_kind_of_sheet_is_printed_in_both_languages() {
    let mut community = counted();
    community.ok(&["distribute", "--round", "veg-0816", "3-1-101"]);
    community.ok(&["distribute", "--round", "veg-0816", "5", "--all-but", "102=not-home,202=refused"]);
    for lang in LANGS {
        community.lang = lang.to_owned();
        for args in [
            &["receipt", "veg-0816"][..],
            &["tally", "veg-0816", "--building", "5"],
            &["tally", "test-0816", "--unit", "3-1"],
            &["slips", "veg-0816", "--pickup", "北门岗亭 17:00-19:00"],
        ] {
            let said = community.ok(&[&["print"], args].concat());
            let name = format!("paper-{}-{}-{lang}", args[0], args[1]);
            snapshot(&name, &format!("{}\n--- err\n{}", body(&said.out), said.err));
            assert!(said.out.starts_with("<!doctype html>"), "{}", said.out);
            for word in ["<script", "http", "src=", "href=", "url("] {
                assert!(!said.out.replace("http-equiv", "").contains(word), "{word}");
            }
        }
    }
}

#[test]
fn a_sheet_is_entered_by_its_number_and_what_is_missing_are_exactly_its_exceptions() {
    let mut community = counted();
    let printed = community.ok(&["print", "receipt", "veg-0816", "--building", "5"]).out;
    assert!(printed.contains("<b>第 3 号</b>"), "{printed}");
    assert!(printed.contains("linli distribute --round veg-0816 --sheet 3 --all-but 101=not-home"));
    assert_snapshot!(community.ok(&["distribute", "--sheet", "3", "--all-but", "102=not-home,302=not-home"]).err, @"
    第 3 号是 veg-0816 的 5-0
    蔬菜包 库存：100 → 96 份
    发放 4 笔，未发 2 笔
    已登记 6 行，自 I220816-97JH5Q.1 起（提交 e85700d8）
    ");
    let missing = community.ok(&["missing", "veg-0816", "--by", "home", "--format", "csv"]).out;
    let of_five: Vec<&str> = missing.lines().filter(|line| line.contains(",5-0-")).collect();
    assert_snapshot!(of_five.join("\n"), @"
    veg-0816,5-0-102,蔬菜包,1,0,1,0,not-home,王柳
    veg-0816,5-0-302,蔬菜包,1,0,1,0,not-home,王柳
    ");
    assert_snapshot!(community.ok(&["list", "distributions", "--format", "csv"]).out, @"
    id,date,round,place,item,quantity,unit,store,lot,outcome,receiver,note,reverses,by,at
    I220816-97JH5Q.1,2022-08-16,veg-0816,5-0-101,蔬菜包,1,,,,,,签收表 sheet 3,,李梅,2022-08-16T18:00:00+08:00
    I220816-97JH5Q.2,2022-08-16,veg-0816,5-0-102,蔬菜包,0,,,,not-home,,签收表 sheet 3,,李梅,2022-08-16T18:00:00+08:00
    I220816-97JH5Q.3,2022-08-16,veg-0816,5-0-201,蔬菜包,1,,,,,,签收表 sheet 3,,李梅,2022-08-16T18:00:00+08:00
    I220816-97JH5Q.4,2022-08-16,veg-0816,5-0-202,蔬菜包,1,,,,,,签收表 sheet 3,,李梅,2022-08-16T18:00:00+08:00
    I220816-97JH5Q.5,2022-08-16,veg-0816,5-0-301,蔬菜包,1,,,,,,签收表 sheet 3,,李梅,2022-08-16T18:00:00+08:00
    I220816-97JH5Q.6,2022-08-16,veg-0816,5-0-302,蔬菜包,0,,,,not-home,,签收表 sheet 3,,李梅,2022-08-16T18:00:00+08:00
    ");
    community.now = "2022-08-16T19:00:00+08:00".to_owned();
    // The same sheet again: nobody gets anything twice, and who was not at home can still get it.
    assert_snapshot!(community.ok(&["distribute", "--sheet", "第3号", "--all-but", "302=refused"]).err, @"
    第 3 号是 veg-0816 的 5-0
    蔬菜包 库存：96 → 95 份
    发放 1 笔，未发 1 笔
    已登记 2 行，自 I220816-VBRXKS.1 起（提交 12dfbb16）
    ");
    let rows = community.read("ledgers/distributions/2022-08.csv");
    assert_eq!(rows.matches(",5-0-101,").count(), 1, "{rows}");
    assert_snapshot!(community.refused(&["distribute", "--sheet", "3"]).all(), @"
    exit 2
    --- err
    错误：这些位置已没有应发的物资
    ");
}

#[test]
fn a_unit_that_is_counted_whole_is_entered_with_its_exceptions_too() {
    let mut community = counted();
    assert_snapshot!(community.ok(&["distribute", "--sheet", "2", "--all-but", "502=not-home,401=refused"]).err, @"
    第 2 号是 veg-0816 的 3-2
    蔬菜包 库存：100 → 93 份
    发放 1 笔，未发 2 笔
    已登记 3 行，自 I220816-97JH5Q.1 起（提交 a05db04a）
    ");
    let missing = community.ok(&["missing", "veg-0816", "--format", "csv"]).out;
    assert_snapshot!(missing.lines().filter(|line| line.contains(",3-2,")).collect::<String>(), @"veg-0816,3-2,蔬菜包,9,7,1,0,not-home,李梅");
    community.now = "2022-08-16T19:00:00+08:00".to_owned();
    assert_snapshot!(community.refused(&["distribute", "--sheet", "2", "--all-but", "401=not-home"]).all(), @"
    exit 2
    --- err
    错误：3-2-401 已没有应发的物资
    ");
    community.ok(&["distribute", "--round", "veg-0816", "3-2-502"]);
    let rows = community.read("ledgers/distributions/2022-08.csv");
    assert!(rows.contains(",veg-0816,3-2-502,蔬菜包,1,"), "the home's own share and no other: {rows}");
    assert!(!community.ok(&["missing", "veg-0816", "--format", "csv"]).out.contains(",3-2,"));
}

#[test]
fn homes_that_nobody_has_counted_are_told_and_an_attempt_there_is_kept() {
    let community = counted();
    assert_snapshot!(community.ok(&["distribute", "--sheet", "1", "--all-but", "202=not-home"]).err, @"
    第 1 号是 veg-0816 的 3-1
    蔬菜包 库存：100 → 97 份
    发放 3 笔，未发 1 笔
    注意：以下住户未登记人数，没有记为已发：3-1-302、3-1-401、3-1-402、3-1-501、3-1-502；若已领取，请先 linli census 3-1-302=人数 --date 2022-08-16，再录一次
    已登记 4 行，自 I220816-97JH5Q.1 起（提交 6a6975d1）
    ");
    community.ok(&["census", "3-1-302=2", "--date", "2022-08-16"]);
    assert_snapshot!(community.ok(&["distribute", "--sheet", "1"]).err, @"
    第 1 号是 veg-0816 的 3-1
    蔬菜包 库存：97 → 96 份
    发放 1 笔，未发 0 笔
    注意：以下住户未登记人数，没有记为已发：3-1-202、3-1-401、3-1-402、3-1-501、3-1-502；若已领取，请先 linli census 3-1-202=人数 --date 2022-08-16，再录一次
    已登记 I220816-5YTSGY（发放，提交 2120841b）
    ");
}

#[test]
fn a_sheet_without_its_round_is_of_the_one_that_is_open_and_else_refused() {
    let mut community = counted();
    let more = "\n[[round]]\ncode = \"milk-0816\"\nkind = \"distribution\"\ntitle = \"牛奶\"\ndate = 2022-08-16\nplaces = [\"5\"]\n\
                [[round.allot]]\nitem = \"牛奶\"\nquantity = 1\n";
    let rounds = community.read("ledgers/rounds.toml");
    community.write("ledgers/rounds.toml", rounds + more);
    community.git(&["commit", "-qam", "milk"]);
    assert_snapshot!(community.refused(&["distribute", "--sheet", "3"]).all(), @"
    exit 2
    --- err
    错误：有几个进行中的批次都有第 3 号表
    提示：请指明批次：veg-0816 或 milk-0816
    ");
    let only = community.ok(&["distribute", "--sheet", "2", "--dry-run"]);
    assert!(only.err.contains("第 2 号是 veg-0816 的 3-2"), "milk-0816 has no such sheet: {}", only.err);
    assert_snapshot!(community.refused(&["distribute", "--sheet", "2", "--round", "milk-0816"]).all(), @"
    exit 2
    --- err
    错误：第 2 号是 3-2，milk-0816 不包括它
    ");
    assert_snapshot!(community.refused(&["distribute", "--sheet", "9"]).all(), @"
    exit 2
    --- err
    错误：没有第 9 号表
    提示：表按单元顺序编号，1 到 3
    ");
    assert_snapshot!(community.refused(&["distribute", "--sheet", "x"]).all(), @"
    exit 2
    --- err
    错误：“x”不是表的编号
    提示：例如 --sheet 14，或写明位置
    ");
    community.now = "2022-08-19T09:00:00+08:00".to_owned();
    assert_snapshot!(community.refused(&["distribute", "--sheet", "3"]).all(), @"
    exit 2
    --- err
    错误：进行中的批次里没有第 3 号表
    提示：请指明批次：veg-0816 或 milk-0816
    ");
}

#[test]
fn a_tally_sheet_of_a_testing_round_is_entered_by_its_number() {
    let community = counted();
    assert_snapshot!(community.ok(&["test", "test-0816", "--sheet", "2", "11", "--elsewhere", "1"]).err, @"
    第 2 号是 test-0816 的 3-2
    3-2：应检 12 人，已检 12 人，未检 0 人
    已登记 T220816-97JH5Q（核酸检测，提交 b155997c）
    ");
    assert_snapshot!(community.ok(&["test", "test-0816", "--sheet", "3", "102=2", "201=1"]).err, @"
    第 3 号是 test-0816 的 5-0
    5-0-102：应检 2 人，已检 2 人，未检 0 人
    5-0-201：应检 1 人，已检 1 人，未检 0 人
    已登记 2 行，自 T220816-5YTSGY.1 起（提交 fcc6f008）
    ");
    assert_snapshot!(community.ok(&["list", "tests", "--format", "csv"]).out, @"
    id,date,round,place,tested,elsewhere,exempt,visitors,reason,note,reverses,by,at
    T220816-97JH5Q,2022-08-16,test-0816,3-2,11,1,,,,划记表 sheet 2,,李梅,2022-08-16T18:00:00+08:00
    T220816-5YTSGY.1,2022-08-16,test-0816,5-0-102,2,,,,,划记表 sheet 3,,李梅,2022-08-16T18:00:00+08:00
    T220816-5YTSGY.2,2022-08-16,test-0816,5-0-201,1,,,,,划记表 sheet 3,,李梅,2022-08-16T18:00:00+08:00
    ");
    assert_snapshot!(community.refused(&["test", "test-0816", "--sheet", "2", "5-0-101=1"]).all(), @"
    exit 2
    --- err
    错误：“5-0-101”是 5-0-101，不在 3-2 内
    提示：请改正其中一处
    ");
}

#[test]
fn what_cannot_be_printed_is_refused_and_nothing_is_written() {
    let community = counted();
    let refused = |args: &[&str]| community.refused(&[&["print", "receipt"], args].concat()).all();
    assert_snapshot!(refused(&["veg-0815", "--out", "r.html"]), @"
    exit 2
    --- err
    错误：没有批次“veg-0815”
    提示：是不是 veg-0816？
    ");
    assert_snapshot!(refused(&[]), @"
    exit 2
    --- err
    错误：缺少 ROUND：批次
    提示：在命令后加 -h 查看用法
    ");
    assert_snapshot!(refused(&["veg-0816", "--building", "9", "--out", "r.html"]), @"
    exit 2
    --- err
    错误：小区里没有“9”这个地点
    提示：地点写作“幢-单元-室”，例如 3-1-101
    ");
    assert_snapshot!(refused(&["veg-0816", "--building", "3", "--unit", "5-0"]), @"
    exit 2
    --- err
    错误：“5-0”是 5-0，不在 3 内
    提示：请改正其中一处
    ");
    assert_snapshot!(refused(&["veg-0816", "--unit", "3"]), @"
    exit 2
    --- err
    错误：3 不是一个单元
    提示：--place 可写任何位置
    ");
    assert_snapshot!(refused(&["veg-0816", "--place", "采样点"]), @"
    exit 2
    --- err
    错误：veg-0816 不包括 采样点
    提示：它包括：3-1、3-2 或 5-0
    ");
    let needs = "\n[[round]]\ncode = \"baby\"\nkind = \"distribution\"\ndate = 2022-08-16\nplaces = [\"5\"]\nneeds = [\"infant\"]\n";
    community.write("ledgers/rounds.toml", community.read("ledgers/rounds.toml") + needs);
    assert_snapshot!(refused(&["baby"]), @"
    exit 2
    --- err
    错误：baby 没有应到的住户：批次位置没有对应住户，或没有符合需求的住户
    提示：linli round show baby
    ");
    assert_snapshot!(refused(&["veg-0816", "--out", "no/such/folder/r.html"]).replace(&community.path().display().to_string(), "…"), @"
    exit 2
    --- err
    错误：无法写入 …/no/such/folder/r.html：文件不存在
    ");
}

#[test]
fn phones_are_on_slips_only_when_asked_for_and_never_where_git_would_keep_them() {
    let community = counted();
    let phone = ["138", "0013", "8000"].concat();
    community.write(".gitignore", "/private/\n");
    community.git(&["add", ".gitignore"]);
    community.git(&["commit", "-qm", "ignore"]);
    community.write("private/contacts.csv", format!("place,name,phone,note\n5-0-102,张三,{phone},\n"));
    let slips = ["print", "slips", "veg-0816", "--building", "5"];
    let plain = community.ok(&slips);
    assert!(!plain.out.contains(&phone) && !plain.out.contains("张三"));
    let asked = community.ok(&[&slips[..], &["--phones"]].concat());
    assert_eq!(asked.out.matches(&phone).count(), 1);
    assert!(!asked.out.contains("张三"), "a phone is enough");
    assert_snapshot!(asked.err, @"
    注意：这些领取单印有电话号码：不得公开，用完请销毁
    6 张领取单
    ");
    assert_snapshot!(community.refused(&[&slips[..], &["--phones", "--out", "slips.html"]].concat()).all(), @"
    exit 2
    --- err
    错误：slips.html 会含有电话号码，并可能被 git 收入
    提示：请写到 private/ 中，或写到本目录之外
    ");
    community.ok(&[&slips[..], &["--phones", "--out", "private/slips.html"]].concat());
    assert!(community.read("private/slips.html").contains(&phone));
    assert_eq!(community.run(&["print", "receipt", "veg-0816", "--phones"]).code, 2, "slips only");
}

#[test]
fn a_slip_is_for_one_home_if_one_is_asked_for_and_for_nobody_who_has_it() {
    let community = counted();
    let slip = community.ok(&["print", "slips", "veg-0816", "--place", "5-0-102"]);
    assert_eq!(slip.out.matches("class=home").count(), 1);
    assert!(slip.out.contains("编号 3-02") && slip.err.starts_with("1 张领取单"), "{}", slip.err);
    community.ok(&["distribute", "--sheet", "3"]);
    assert_snapshot!(community.refused(&["print", "slips", "veg-0816", "--building", "5"]).all(), @"
    exit 2
    --- err
    错误：veg-0816 在此处已全部办结，不需要领取单
    ");
}
