//! The registers from the command line.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test may fail by panicking, and say why it did not run"
)]

mod hand;

use hand::Community;

#[test]
fn an_item_is_registered_and_every_other_line_stays() {
    let c = Community::new();
    let before = c.read("ledgers/items.csv");
    insta::assert_snapshot!(c.done(&[
        "item",
        "add",
        "酸奶",
        "--unit",
        "杯",
        "--packs",
        "箱=12，提=4",
        "--minimum",
        "5箱",
        "--aliases",
        "酸牛奶"
    ]));
    assert_eq!(c.read("ledgers/items.csv"), format!("{before}酸奶,,杯,箱=12|提=4,60,酸牛奶,\n"));
    c.done(&["item", "edit", "酸牛奶", "--note", "冷藏"]);
    assert_eq!(c.read("ledgers/items.csv"), format!("{before}酸奶,,杯,箱=12|提=4,60,酸牛奶,冷藏\n"));
    c.clean();
    insta::assert_snapshot!(c.done(&["item", "show", "酸奶", "--format", "json"]));
    insta::assert_snapshot!(c.done(&["item", "list", "--lang", "en"]));
}

#[test]
fn a_name_that_is_taken_and_a_pack_that_rows_use_are_refused() {
    let c = Community::new();
    let said = [
        c.refused(&["item", "add", "牛奶", "--unit", "盒"]),
        c.refused(&["item", "add", "纯牛奶", "--unit", "盒"]),
        c.refused(&["item", "add", "新", "--unit", "盒", "--aliases", "牛奶"]),
        c.refused(&["item", "add", "新", "--unit", "盒", "--packs", "箱"]),
        c.refused(&["item", "edit", "牛乃", "--unit", "盒"]),
        c.refused(&["item", "edit", "牛奶", "--packs", "箱=24"]),
        c.refused(&["item", "edit", "牛奶", "--unit", "瓶"]),
        c.refused(&["item", "edit", "牛奶", "--unit", "盒"]),
        c.refused(&["item", "add", "新", "--unit", "盒", "--note", "找王13812345678"]),
    ];
    insta::assert_snapshot!(said.join("\n"));
    c.done(&["item", "edit", "大米", "--packs", "袋=25"]);
    c.done(&["item", "edit", "牛奶", "--item", "纯鲜奶"]);
    assert!(c.read("ledgers/items.csv").contains("纯鲜奶,食品,盒,箱=12,120,纯牛奶|牛奶,\n"));
}

#[test]
fn a_volunteer_serves_once_in_each_group_and_role_and_can_leave() {
    let c = Community::new();
    c.done(&[
        "volunteer",
        "add",
        "王小明",
        "--group",
        "后勤保障组",
        "--role",
        "楼长",
        "--place",
        "3幢2单元",
        "--since",
        "8.10",
    ]);
    assert!(c.read("ledgers/volunteers.csv").ends_with("王小明,logistics,captain,3-2,,2022-08-10,,\n"));
    c.done(&["volunteer", "add", "王小明", "--group", "logistics", "--role", "member"]);
    let said = [
        c.refused(&["volunteer", "add", "王小明", "--group", "logistics", "--role", "captain"]),
        c.refused(&["volunteer", "add", "张三"]),
        c.refused(&["volunteer", "add", "张三", "--group", "nobody", "--role", "member"]),
        c.refused(&["volunteer", "edit", "王小明", "--note", "x"]),
        c.refused(&["volunteer", "edit", "王小名", "--end"]),
        c.refused(&["volunteer", "edit", "李梅", "--until", "7.1"]),
    ];
    insta::assert_snapshot!(said.join("\n"));
    c.done(&["volunteer", "edit", "王小明", "--role", "member", "--end"]);
    insta::assert_snapshot!(c.done(&["volunteer", "list", "--group", "logistics"]));
    c.clean();
}

#[test]
fn a_round_is_opened_in_canonical_form_closed_once_and_edited() {
    let c = Community::new();
    insta::assert_snapshot!(c.done(&[
        "round",
        "open",
        "veg-0816",
        "--kind",
        "发放",
        "--title",
        "8月16日蔬菜包",
        "--allot",
        "大米=1袋/户",
        "--allot",
        "牛奶=2",
        "--closes",
        "8.17 20:00",
        "--places",
        "3-2",
        "5",
    ]));
    insta::assert_snapshot!(c.read("ledgers/rounds.toml"));
    c.done(&["round", "edit", "veg-0816", "--title", "新标题", "--closes", ""]);
    c.done(&["round", "close", "veg-0816"]);
    let said = [
        c.refused(&["round", "close", "veg-0816"]),
        c.refused(&["round", "open", "veg-0816", "--kind", "testing", "--title", "x"]),
        c.refused(&["round", "open", "x", "--title", "x"]),
        c.refused(&["round", "open", "x", "--kind", "testing", "--title", "x", "--allot", "牛奶=1"]),
        c.refused(&["round", "open", "x", "--kind", "distribution", "--title", "x", "--allot", "牛奶=1桶"]),
        c.refused(&["round", "open", "x", "--kind", "testing", "--title", "x", "--places", "9"]),
        c.refused(&["round", "show", "veg-0817"]),
    ];
    insta::assert_snapshot!(said.join("\n"));
    insta::assert_snapshot!(c.done(&["round", "show", "veg-0816", "--format", "json"]));
    let said = c.done(&[
        "round",
        "open",
        "big",
        "--kind",
        "distribution",
        "--title",
        "x",
        "--allot",
        "牛奶=500",
        "--needs",
        "infant",
        "--lang",
        "en",
    ]);
    assert!(said.contains("no home has the need infant") && said.contains("covers no home"), "{said}");
    let said = c.done(&[
        "round",
        "open",
        "all",
        "--kind",
        "distribution",
        "--title",
        "x",
        "--allot",
        "牛奶=500",
        "--lang",
        "en",
    ]);
    assert!(said.contains("that looks like the total"), "{said}");
    c.clean();
}

#[test]
fn a_closing_time_is_read_whole_or_refused() {
    let c = Community::new();
    let open =
        |code, closes| ["round", "open", code, "--kind", "testing", "--title", "x", "--closes", closes];
    let closes = [("a", "8.17T18:00"), ("b", "2022-08-17T18:00"), ("c", "8月17日18点"), ("d", "8.17 18:00")];
    for (code, typed) in closes {
        c.done(&open(code, typed));
    }
    assert_eq!(c.read("ledgers/rounds.toml").matches("closes = 2022-08-17T18:00:00").count(), closes.len());
    for typed in ["8.17X18:00", "8.17 25:00", "8.17T18:0", "soon"] {
        assert!(c.refused(&open("e", typed)).contains(typed));
    }
}

#[test]
fn stores_destinations_and_homes_change_community_toml_and_keep_its_comments() {
    let c = Community::new();
    let before = c.read("ledgers/community.toml");
    c.done(&["store", "add", "gate", "--name", "门岗"]);
    c.done(&["store", "edit", "main", "--name", "大仓库"]);
    c.done(&["destination", "add", "采样点", "--name", "核酸采样点"]);
    c.done(&["home", "add", "3-1-1702"]);
    c.done(&["home", "add", "5-商1"]);
    c.done(&["home", "edit", "3-1-商101", "--remove"]);
    c.done(&["home", "edit", "5幢1101", "--remove"]);
    let expected = before
        .replace("物业仓库", "大仓库")
        .replace("except = [\"3-1-1702\"] # never built", "except = [] # never built")
        .replace("extra = [\"3-1-商101\"]", "extra = []")
        .replace("doors = 4\n", "doors = 4\nextra = [\"5-0-商1\"]\nexcept = [\"5-0-1101\"]\n")
        + "\n[[store]]\ncode = \"gate\"\nname = \"门岗\"\n\n[[destination]]\ncode = \"采样点\"\nname = \"核酸采样点\"\n";
    assert_eq!(c.read("ledgers/community.toml"), expected);
    let said = [
        c.refused(&["store", "add", "gate", "--name", "x"]),
        c.refused(&["store", "edit", "gatte", "--name", "x"]),
        c.refused(&["store", "edit", "gate", "--name", "门岗"]),
        c.refused(&["destination", "add", "3", "--name", "x"]),
        c.refused(&["home", "add", "3-2-502"]),
        c.refused(&["home", "add", "3-商9"]),
        c.refused(&["home", "edit", "3-2", "--remove"]),
        c.refused(&["home", "edit", "3-2-502"]),
    ];
    insta::assert_snapshot!(said.join("\n"));
    c.clean();
}

#[test]
fn whom_to_ask_for_never_reaches_git_and_is_shown_only_when_asked() {
    let c = Community::new();
    c.done(&["census", "3-2-502=3", "--needs", "elderly"]);
    let commits = c.git(&["rev-list", "--count", "HEAD"]);
    c.done(&["home", "edit", "3-2-502", "--name", "王芳", "--phone", "13812345678"]);
    assert_eq!(c.git(&["rev-list", "--count", "HEAD"]), commits);
    c.done(&["home", "add", "3-1-1702", "--name", "赵强"]);
    assert_eq!(
        c.read("private/contacts.csv"),
        "place,name,phone,note\n3-2-502,王芳,13812345678,\n3-1-1702,赵强,,\n"
    );
    let history = c.git(&["log", "-p"]);
    assert!(!history.contains("王芳") && !history.contains("赵强") && !history.contains("13812345678"));
    let shown = c.done(&["home", "show", "3-2-502"]);
    assert!(!shown.contains("王芳"));
    assert!(c.done(&["home", "show", "3-2-502", "--contacts"]).contains("13812345678"));
    insta::assert_snapshot!(shown);
    insta::assert_snapshot!(
        c.done(&["home", "list", "--place", "3-2-501..504", "--format", "csv"]).lines().last().unwrap()
    );
    let said = c.refused(&["home", "edit", "3-2-502", "--remove"]);
    assert!(said.contains("P220816-"), "{said}");
    c.clean();
}

#[test]
fn hand_edits_of_a_register_are_not_swept_in() {
    let c = Community::new();
    c.append("ledgers/items.csv", "手写,,个,,,,\n");
    c.done(&["item", "edit", "牛奶", "--minimum", "24"]);
    assert!(!c.git(&["show", "HEAD:ledgers/items.csv"]).contains("手写"));
    assert!(c.read("ledgers/items.csv").contains("手写"));
    let said = c.refused(&["item", "add", "另一个", "--unit", "个"]);
    assert!(said.contains("linli save"), "{said}");
    c.done(&["save"]);
    c.done(&["item", "add", "另一个", "--unit", "个"]);
    c.clean();
}

#[test]
fn a_dry_run_shows_the_lines_and_writes_nothing() {
    let c = Community::new();
    let before = c.state();
    insta::assert_snapshot!(c.done(&[
        "item",
        "edit",
        "牛奶",
        "--minimum",
        "24",
        "--dry-run",
        "--lang",
        "en"
    ]));
    assert_eq!(c.state(), before);
}
