//! What people type without having read anything: pasted lines, Chinese words for codes, slips.

use super::community::Community;
use insta::assert_snapshot;

#[test]
fn a_captains_line_may_be_pasted_from_a_chat() {
    let community = Community::new();
    community.ok(&["receive", "街道办", "蔬菜包=100份"]);
    assert_snapshot!(
        community.ok(&["captain", "三幢二单元", "人数：24，在住：22、检测：20，外检：1；蔬菜包：10份。"]).all(), @"
    exit 0
    --- err
    蔬菜包 库存：100 → 90 份
    已登记 3 行，自 P220816-T53TWR.1 起（提交 cf126969）
    ");
    assert!(community.read("ledgers/census/2022-08.csv").contains("3-2,,24,22"));
    assert!(community.read("ledgers/tests/2022-08.csv").contains("test-0816,3-2,20,1"));
    assert!(community.read("ledgers/distributions/2022-08.csv").contains("veg-0816,3-2,蔬菜包,10,份"));
}

#[test]
fn a_captains_line_that_is_not_understood_says_what_it_may_hold() {
    let mut community = Community::new();
    let mut told = String::new();
    for line in [&["检则=38"][..], &["住户=24"], &["检测=3", "核酸=4"], &["晚上好"], &["蔬菜=38份"]]
    {
        let words: Vec<&str> = ["captain", "3-2"].iter().chain(line).copied().collect();
        told.push_str(&format!("$ captain 3-2 {}\n{}\n", line.join(" "), community.refused(&words).err));
    }
    assert_snapshot!(told, @"
    $ captain 3-2 检则=38
    错误：“检则”既不是人数也不是物品
    提示：是不是 检测？人数可写 人数、在住、户数、检测、外检、免检 或 访客，其余须是物品名

    $ captain 3-2 住户=24
    错误：“住户”可能是人数，也可能是户数
    提示：请写 人数=24 或 户数=24

    $ captain 3-2 检测=3 核酸=4
    错误：“核酸”写了两次

    $ captain 3-2 晚上好
    错误：“晚上好”既不是人数也不是物品
    提示：例如 人数=41 检测=36 蔬菜包=38份

    $ captain 3-2 蔬菜=38份
    错误：“蔬菜”既不是人数也不是物品
    提示：是不是 蔬菜包？人数可写 人数、在住、户数、检测、外检、免检 或 访客，其余须是物品名
    ");
    community.lang = "en".to_owned();
    assert_snapshot!(community.refused(&["captain", "3-2", "testd=38"]).all(), @"
    exit 2
    --- err
    error: `testd` is neither a count nor an item
    hint: did you mean tested? counts are residents, present, households, tested, elsewhere, exempt or visitors; anything else is an item
    ");
}

#[test]
fn a_day_that_is_not_today_is_said_and_a_dry_run_says_it_always() {
    let mut community = Community::new();
    assert_snapshot!(community.ok(&["receive", "街道办", "牛奶=40盒", "--date", "昨天"]).err, @"
    牛奶 库存：0 → 40 盒
    已登记 R220815-4ZW014（接收物资，日期 2022-08-15，提交 59c70bc3）
    ");
    assert_snapshot!(community.ok(&["receive", "街道办", "牛奶=4盒", "--dry-run"]).err, @"
    牛奶 库存：40 → 44 盒
    日期为 2022-08-16
    未写入任何内容（--dry-run）
    ");
    community.lang = "en".to_owned();
    assert_snapshot!(community.ok(&["receive", "街道办", "牛奶=4盒", "大米=5kg", "--date", "8.14"]).err, @"
    牛奶 on hand: 0 → 4 盒
    大米 on hand: 0 → 5 kg
    recorded 2 rows for 2022-08-14, from R220814-T53TWR.1 (commit 66573b4d)
    ");
}

#[test]
fn choices_may_be_typed_by_their_word_everywhere() {
    let community = Community::new();
    community.ok(&["receive", "街道办", "牛奶=40盒", "蔬菜包=50份"]);
    community.ok(&["donate", "某企业", "牛奶=6盒", "--publish", "匿名"]);
    community.ok(&["adjust", "牛奶=-2盒", "--reason", "损坏"]);
    community.ok(&["distribute", "3-1-501", "蔬菜包=1份", "--outcome", "无人"]);
    community.ok(&["distribute", "3-1-502", "蔬菜包=1份", "--outcome", "放门口", "--receiver", "邻居"]);
    community.ok(&["round", "open", "r2", "--kind", "检测", "--title", "二轮"]);
    community.ok(&["volunteer", "add", "赵敏", "--group", "logistics", "--role", "组员"]);
    assert!(community.read("ledgers/donations/2022-08.csv").contains("anonymous"));
    assert!(community.read("ledgers/adjustments/2022-08.csv").contains("damaged"));
    let distributions = community.read("ledgers/distributions/2022-08.csv");
    assert!(
        distributions.contains("not-home") && distributions.contains("left,neighbour"),
        "{distributions}"
    );
    assert!(community.ok(&["round", "list", "--kind", "检测"]).out.contains("r2"));
    let mut told = String::new();
    for wrong in [
        &["donate", "某企业", "牛奶=6盒", "--publish", "保密"][..],
        &["adjust", "牛奶=-2盒", "--reason", "坏了"],
        &["adjust", "牛奶=-2盒"],
        &["distribute", "3-1-501", "蔬菜包=1份", "--outcome", "没人"],
        &["round", "open", "r3", "--kind", "采样", "--title", "三轮"],
        &["round", "list", "--kind", "采样"],
    ] {
        told.push_str(&format!("$ {}\n{}\n", wrong.join(" "), community.refused(wrong).err));
    }
    assert_snapshot!(told, @"
    $ donate 某企业 牛奶=6盒 --publish 保密
    错误：“保密” 不在可选范围内
    提示：请从 name 实名、anonymous 匿名 或 private 不公开 中选择

    $ adjust 牛奶=-2盒 --reason 坏了
    错误：“坏了” 不在可选范围内
    提示：请从 opening 期初、lost 丢失、damaged 损坏、expired 过期、found 盘盈、recount 盘点调整、used 自用、transfer 调拨 或 returned 退回来源 中选择

    $ adjust 牛奶=-2盒
    错误：缺少 --reason：库存变动的原因
    提示：opening 期初、lost 丢失、damaged 损坏、expired 过期、found 盘盈、recount 盘点调整、used 自用、transfer 调拨 或 returned 退回来源

    $ distribute 3-1-501 蔬菜包=1份 --outcome 没人
    错误：“没人” 不在可选范围内
    提示：请从 delivered 已送达、collected 自取、left 放门口、not-home 无人、refused 拒收 或 returned 退回 中选择

    $ round open r3 --kind 采样 --title 三轮
    错误：“采样” 不在可选范围内
    提示：请从 distribution 发放、testing 检测 或 rollcall 点名 中选择

    $ round list --kind 采样
    错误：“采样” 不在可选范围内
    提示：请从 distribution 发放、testing 检测 或 rollcall 点名 中选择
    ");
}

#[test]
fn a_need_is_typed_by_word_or_code_and_a_slip_is_wondered_about() {
    let community = Community::new();
    assert_snapshot!(community.ok(&["census", "3-1-501=3", "--needs", "婴儿、孕妇"]).err, @"已登记 P220816-4ZW014（住户人数，提交 7a560283）");
    assert!(community.read("ledgers/census/2022-08.csv").contains("infant|pregnant"));
    assert_snapshot!(community.ok(&["census", "3-1-502=2", "--needs", "eldery"]).err, @"
    注意：没有登记过需求“eldery”，是不是 elderly？
    已登记 P220816-T53TWR（住户人数，提交 f6ee102c）
    ");
    assert_snapshot!(community.ok(&["census", "3-1-401=2", "--needs", "胰岛素"]).err, @"
    注意：“胰岛素”是新的需求代码；已有 infant 婴幼儿、elderly 老人、pregnant 孕妇、chronic 慢病、dialysis 透析、disabled 残障、child 儿童、alone 独居 或 nophone 无手机
    已登记 P220816-2M0GQA（住户人数，提交 76c68dd2）
    ");
    assert_snapshot!(community.ok(&["census", "3-1-402=2", "--needs", "胰岛素"]).err, @"已登记 P220816-97JH5Q（住户人数，提交 aff2d5d0）");
    assert_snapshot!(community.ok(&["round", "open", "milk", "--kind", "发放", "--title", "奶粉", "--needs", "婴儿",
        "--allot", "牛奶=1/户"]).err, @"
    覆盖 1 户
    牛奶：每户 1盒，1 户共 1盒，现有库存 0盒
    已完成：round: open milk (奶粉)（提交 a08a698e）
    ");
    assert_snapshot!(community.ok(&["round", "open", "milk2", "--kind", "发放", "--title", "奶粉", "--needs", "infent",
        "--allot", "牛奶=1/户"]).err, @"
    注意：没有登记过需求“infent”，是不是 infant？
    注意：该批次没有覆盖任何一户
    已完成：round: open milk2 (奶粉)（提交 439d466f）
    ");
    assert!(community.read("ledgers/rounds.toml").contains("needs = [\"infant\"]"));
    community.ok(&["receive", "街道办", "牛奶=40盒"]);
    community.ok(&["distribute", "needs:婴儿", "牛奶=1盒"]);
    assert!(community.read("ledgers/distributions/2022-08.csv").contains("3-1-501,牛奶,1"));
}

#[test]
fn a_name_that_is_nearly_taken_is_wondered_about() {
    let community = Community::new();
    community.ok(&["item", "add", "N95口罩", "--unit", "只"]);
    assert_snapshot!(community.ok(&["item", "add", "n95 口罩", "--unit", "只"]).err, @"
    注意：已登记有“N95口罩”，“n95 口罩”确实是另一个吗？
    已完成：item: add n95 口罩 (只)（提交 794bdf1b）
    ");
    assert_snapshot!(community.ok(&["store", "add", "Gate", "--name", "南门"]).err, @"
    注意：已登记有“gate”，“Gate”确实是另一个吗？
    已完成：store: add Gate (南门)（提交 79616a61）
    ");
    assert_snapshot!(community.refused(&["store", "add", "south", "--name", "南门"]).err, @"
    错误：仓库“Gate”（南门）已登记
    提示：修改：linli store edit Gate --name 名称
    ");
    assert_snapshot!(community.ok(&["item", "add", "小米", "--unit", "kg"]).err, @"已完成：item: add 小米 (kg)（提交 7de2ddd7）");
}

#[test]
fn a_stock_card_may_be_of_one_store() {
    let community = Community::new();
    community.ok(&["receive", "街道办", "牛奶=40盒"]);
    community.ok(&["adjust", "牛奶=15盒", "--to", "gate"]);
    assert_snapshot!(community.ok(&["report", "stock-card", "--item", "牛奶", "--store", "北门岗亭"]).out, @"
    库存卡：牛奶（盒，北门岗亭）
    +------------+----------------+----------+----------+------+------+------+--------+
    | 日期       | 单据           | 来自     | 去向     | 收入 | 发出 | 结余 | 登记人 |
    +============+================+==========+==========+======+======+======+========+
    | 2022-08-16 | J220816-T53TWR | 物业仓库 | 北门岗亭 |   15 |      |   15 | 李梅   |
    +------------+----------------+----------+----------+------+------+------+--------+
    | 合计       |                |          |          |   15 |    0 |   15 |        |
    +------------+----------------+----------+----------+------+------+------+--------+
    ");
    assert_snapshot!(community.ok(&["report", "stock", "--store", "gate", "--format", "csv"]).out, @"
    store,item,unit,received,donated,distributed,adjusted,on_hand,minimum,low,next_expiry
    gate,牛奶,盒,0,0,0,15,15,20,false,
    ");
    assert_snapshot!(community.refused(&["report", "stock", "--store", "gat"]).err, @"
    错误：没有仓库“gat”
    提示：是不是 gate？
    ");
}

#[test]
fn a_toml_file_that_is_wrong_is_told_about_in_the_language() {
    let mut community = Community::new();
    let good = community.read("ledgers/community.toml");
    let mut told = String::new();
    for (was, is) in [
        ("language = \"zh\"", "language = \"zh\"\nlanguage = \"en\""),
        ("code = \"5\"\nfloors = 3", "code = \"5\"\nfloors = \"3\""),
        ("captain = \"王柳\"", "captain = 王柳"),
        ("captain = \"王柳\"", "captain = “王柳”"),
        ("[[group]]", "[[group]"),
    ] {
        community.write("ledgers/community.toml", good.replacen(was, is, 1));
        for lang in ["zh", "en"] {
            community.lang = lang.to_owned();
            told.push_str(&format!("$ {is}\n{}\n", community.refused(&["report", "stock"]).err));
        }
    }
    community.lang = "zh".to_owned();
    community.write("ledgers/community.toml", good);
    community.write("ledgers/rounds.toml", "[[round]]\ncode = veg\n");
    told.push_str(&community.refused(&["round", "open", "r9", "--kind", "检测", "--title", "九轮"]).err);
    assert_snapshot!(told, @r#"
    $ language = "zh"
    language = "en"
    错误[type]：TOML 内容有误：同一段里这个名称写了两次
      ledgers/community.toml:4:1
    4 | language = "en"
      | ^^^^^^^^ 同一段内每个名称只写一次

    1 处错误
    错误：有 1 处问题，未作任何改动

    $ language = "zh"
    language = "en"
    error[type]: this is not the TOML expected here: duplicate key
      ledgers/community.toml:4:1
    4 | language = "en"
      | ^^^^^^^^ write each key once in a table

    1 error
    error: 1 finding in the way; nothing was changed

    $ code = "5"
    floors = "3"
    错误[type]：TOML 内容有误：这里应为不小于 0 的整数，写的却是文字 3
      ledgers/community.toml:17:10
    17 | floors = "3"
       |          ^^^ 不加引号，例如 17

    1 处错误
    错误：有 1 处问题，未作任何改动

    $ code = "5"
    floors = "3"
    error[type]: this is not the TOML expected here: invalid type: string "3", expected u32
      ledgers/community.toml:17:10
    17 | floors = "3"
       |          ^^^ without quotes: 17

    1 error
    error: 1 finding in the way; nothing was changed

    $ captain = 王柳
    错误[type]：TOML 内容有误：文字没有加引号
      ledgers/community.toml:19:11
    19 | captain = 王柳
       |           ^^^^ 请加英文双引号，例如 name = "…"

    1 处错误
    错误：有 1 处问题，未作任何改动

    $ captain = 王柳
    error[type]: this is not the TOML expected here: string values must be quoted, expected literal string
      ledgers/community.toml:19:11
    19 | captain = 王柳
       |           ^^^^ straight quotes around it: name = "…"

    1 error
    error: 1 finding in the way; nothing was changed

    $ captain = “王柳”
    错误[type]：TOML 内容有误：文字没有加引号
      ledgers/community.toml:19:11
    19 | captain = “王柳”
       |           ^^^^^^ 请加英文双引号，例如 name = "…"

    1 处错误
    错误：有 1 处问题，未作任何改动

    $ captain = “王柳”
    error[type]: this is not the TOML expected here: string values must be quoted, expected literal string
      ledgers/community.toml:19:11
    19 | captain = “王柳”
       |           ^^^^^^ straight quotes around it: name = "…"

    1 error
    error: 1 finding in the way; nothing was changed

    $ [[group]
    错误[type]：TOML 内容有误：段名少了右方括号
      ledgers/community.toml:25:9
    25 | [[group]
       |         ^ 例如 [[store]]

    1 处错误
    错误：有 1 处问题，未作任何改动

    $ [[group]
    error[type]: this is not the TOML expected here: unclosed array table, expected `]`
      ledgers/community.toml:25:9
    25 | [[group]
       |         ^ such as [[store]]

    1 error
    error: 1 finding in the way; nothing was changed

    错误：TOML 内容有误，第 2 行第 8 列：文字没有加引号
    提示：请加英文双引号，例如 name = "…"
    "#);
}

#[test]
fn what_is_typed_by_hand_is_read_with_words_for_needs_too() {
    let community = Community::new();
    community.write(
        "ledgers/census/2022-08.csv",
        "id,date,place,households,residents,present,needs,note,reverses,by,at\n\
         ,2022-08-16,3-1-501,,3,,老人、孕妇,,,,\n,2022-08-16,3-1-502,,2,,eldery,,,,\n",
    );
    assert_snapshot!(community.ok(&["save"]).err, @"
    注意：没有登记过需求“eldery”，是不是 elderly？
    已保存 李梅 填写的 2 行（提交 cfeb7f11）
    ");
    assert!(community.read("ledgers/census/2022-08.csv").contains("elderly|pregnant"));
}

#[test]
fn reports_and_their_keys_may_be_named_in_chinese() {
    let community = Community::new();
    community.ok(&["receive", "街道办", "牛奶=40盒"]);
    community.ok(&["distribute", "3-2", "牛奶=4盒"]);
    assert_eq!(
        community.ok(&["report", "发放", "--by", "单元", "--format", "csv"]).out,
        community.ok(&["report", "distributions", "--by", "unit", "--format", "csv"]).out,
    );
}
