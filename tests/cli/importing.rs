//! Spreadsheets in: what an import says, keeps, leaves over, and finds gone.

use super::community::Community;
use insta::assert_snapshot;

const GOODS: &str = "捐赠方,物品,数量,单位,日期\n甲公司,牛奶,40,箱,8.15\n乙,大米,2.5,袋,8.15\n丙,牛奶,3,箱,8.16\n合计,,45.5,,\n";
const MAPPING: &str = "ledger = \"donations\"\nsource = \"gate\"\nkey = [\"donor\", \"item\", \"date\"]\n[columns.donor]\n[columns.item]\n[columns.quantity]\n[columns.unit]\n[columns.date]\n";

fn english() -> Community {
    let mut community = Community::new();
    community.lang = "en".to_owned();
    community
}

#[test]
fn an_import_accounts_for_every_row_in_both_languages_and_a_second_one_changes_nothing() {
    let mut community = Community::new();
    community.write("list.csv", GOODS);
    assert_snapshot!(community.ok(&["import", "list.csv", "--ledger", "donations"]).all(), @r#"
    exit 0
    --- out
    文件各行的去向
    +------------+------+
    | 行         | 行数 |
    +============+======+
    | 新增       |    3 |
    | 更正       |    0 |
    | 未变       |    0 |
    | 略过       |    2 |
    | 拒收       |    0 |
    +------------+------+
    | 文件总行数 |    5 |
    +------------+------+

    略过的行
    +----------+--------+----+--------+------------------------------------+
    | 文件     | 工作表 | 行 | 原因   | 内容                               |
    +==========+========+====+========+====================================+
    | list.csv |        |  1 | 表头   | 捐赠方 | 物品 | 数量 | 单位 | 日期 |
    | list.csv |        |  5 | 合计行 | 合计 | 45.5                        |
    +----------+--------+----+--------+------------------------------------+

    表中的合计
    +----------+--------+----+----------+------+----------+----------+------+------+------------------------+
    | 文件     | 工作表 | 行 | 字段     | 单位 | 表中合计 | 各行相加 | 行数 | 相差 | 结论                   |
    +==========+========+====+==========+======+==========+==========+======+======+========================+
    | list.csv |        |  5 | quantity |      |     45.5 |     45.5 |    3 |    0 | 一致，但把不同单位相加 |
    +----------+--------+----+----------+------+----------+----------+------+------+------------------------+

    按单位合计
    +------+------+------+
    | 单位 | 数量 | 行数 |
    +======+======+======+
    | 箱   |   43 |    2 |
    | 袋   |  2.5 |    1 |
    +------+------+------+
    --- err
    已登记 3 行，自 D220815-A0D9Q6E20F 起（日期 2022-08-15 2022-08-16，提交 6b04b887）
    3 行新增，0 行更正，0 行未变，2 行略过
    "#);
    community.lang = "en".to_owned();
    assert_snapshot!(community.ok(&["import", "list.csv", "--ledger", "donations"]).err, @r#"
    nothing new to record
    0 new rows, 0 amended, 3 unchanged, 2 left out
    "#);
    assert_snapshot!(community.git(&["log", "-1", "--format=%B"]), @r#"
    donations: import 3 rows from list.csv (D220815-A0D9Q6E20F)

    Linli-Op: A0D9Q6E20F
    Linli-Source: 2022-08-16T18:00:00+08:00 list.csv
    Linli-Command: linli import list.csv --ledger donations
    "#);
}

#[test]
fn machines_get_every_row_with_what_became_of_it_and_nothing_else() {
    let community = english();
    community.write("list.csv", GOODS.replace("2.5", "很多"));
    let said = community.refused(&["import", "list.csv", "--ledger", "donations", "--format", "json"]);
    assert_snapshot!(said.out, @r#"
    [
      {"file": "list.csv", "sheet": null, "row": 1, "fate": "ignored", "id": null, "reason": "header", "column": null, "field": null, "value": "捐赠方 | 物品 | 数量 | 单位 | 日期", "message": null, "fix": null},
      {"file": "list.csv", "sheet": null, "row": 2, "fate": "taken", "id": "D220815-A0D9Q6E20F", "reason": null, "column": null, "field": null, "value": null, "message": null, "fix": null},
      {"file": "list.csv", "sheet": null, "row": 3, "fate": "refused", "id": null, "reason": null, "column": "C", "field": "quantity", "value": "很多", "message": "`很多` is not a number", "fix": "such as 40, 2.5, 二十五 or 1.6万"},
      {"file": "list.csv", "sheet": null, "row": 4, "fate": "taken", "id": "D220816-PSAYJ9A3ZE", "reason": null, "column": null, "field": null, "value": null, "message": null, "fix": null},
      {"file": "list.csv", "sheet": null, "row": 5, "fate": "ignored", "id": null, "reason": "a total", "column": null, "field": null, "value": "合计 | 45.5", "message": "45.5箱, and its lines come to 43箱 (1 line is no number)", "fix": null}
    ]
    "#);
    let dry = community.ok(&[
        "import",
        "list.csv",
        "--ledger",
        "donations",
        "--format",
        "csv",
        "--dry-run",
        "--partial",
    ]);
    assert!(dry.out.starts_with("file,sheet,row,fate,id,") && dry.out.lines().count() == 6, "{}", dry.out);
}

#[test]
fn rows_gone_from_a_source_are_listed_and_those_of_other_sources_are_not() {
    let community = english();
    community.write("map.toml", MAPPING);
    community.write("list.csv", GOODS);
    community.write("other.csv", GOODS.replace("公司", "厂"));
    community.ok(&["import", "list.csv", "--map", "map.toml"]);
    // In the very same second, by the same person, from another source.
    community.ok(&["import", "other.csv", "--map", "map.toml", "--source", "other"]);
    community.write(
        "list.csv",
        GOODS.replace("丙,牛奶,3,箱,8.16\n", "").replace("甲公司,牛奶,40", "甲公司,牛奶,41"),
    );
    let said = community.ok(&["import", "list.csv", "--map", "map.toml"]);
    assert_snapshot!(said.out, @r#"
    Rows of the file
    +------------------+-------+
    | rows             | count |
    +==================+=======+
    | taken            |     0 |
    | amended          |     1 |
    | unchanged        |     1 |
    | left out         |     2 |
    | refused          |     0 |
    +------------------+-------+
    | rows of the file |     4 |
    +------------------+-------+

    Left out
    +----------+-------+-----+---------+------------------------------------+
    | file     | sheet | row | why     | text                               |
    +==========+=======+=====+=========+====================================+
    | list.csv |       |   1 | header  | 捐赠方 | 物品 | 数量 | 单位 | 日期 |
    | list.csv |       |   4 | a total | 合计 | 45.5                        |
    +----------+-------+-----+---------+------------------------------------+

    Totals in the file
    +----------+-------+-----+----------+------+---------------+-------------------+-------+------------+----------------------------------+
    | file     | sheet | row | field    | unit | the file says | its lines come to | lines | difference | verdict                          |
    +==========+=======+=====+==========+======+===============+===================+=======+============+==================================+
    | list.csv |       |   4 | quantity |      |          45.5 |              43.5 |     2 |          2 | differs; it adds different units |
    +----------+-------+-----+----------+------+---------------+-------------------+-------+------------+----------------------------------+

    Gone from the file
    +--------------------+------------+--------------------+
    | id                 | date       | text               |
    +====================+============+====================+
    | D220816-B841V74HX9 | 2022-08-16 | 丙 | 牛奶 | 3 | 箱 |
    +--------------------+------------+--------------------+

    Sums per unit
    +------+----------+-------+
    | unit | quantity | lines |
    +======+==========+=======+
    | 箱   |       41 |     1 |
    +------+----------+-------+
    "#);
    // Not only after a look that was noted, nor where the note is lost.
    std::fs::remove_file(community.file(".git/linli/imports")).unwrap();
    let again = community.ok(&["import", "list.csv", "--map", "map.toml"]);
    assert!(again.out.contains("Gone from the file") && again.out.contains("丙"), "{}", again.all());
    community.ok(&[
        "void",
        again.out.lines().find(|l| l.contains("丙")).unwrap().split_whitespace().nth(1).unwrap(),
        "--reason",
        "x",
    ]);
    assert!(
        !community.ok(&["import", "list.csv", "--map", "map.toml"]).out.contains("Gone"),
        "cancelled is no longer gone"
    );
}

#[test]
fn what_was_not_taken_lies_beside_the_file_and_is_imported_after_mending() {
    let community = english();
    community.write("map.toml", MAPPING);
    community.write("in/list.csv", GOODS.replace("大米", "大咪"));
    let import =
        |file: &str, more: &[&str]| community.run(&[&["import", file, "--map", "map.toml"], more].concat());
    let refused = import("in/list.csv", &[]);
    assert!(refused.code == 2 && !community.file("in/list.csv.left.csv").exists(), "{}", refused.all());
    let dry = import("in/list.csv", &["--partial", "--dry-run"]);
    assert!(
        dry.err.contains("would be written to in/list.csv.left.csv")
            && !community.file("in/list.csv.left.csv").exists()
    );
    let said = import("in/list.csv", &["--partial"]);
    assert!(said.err.contains("what was not taken is in in/list.csv.left.csv"), "{}", said.all());
    assert_snapshot!(community.read("in/list.csv.left.csv").replace('\r', ""), @r#"
    ﻿捐赠方,物品,数量,单位,日期,linli-reason,linli-row,linli-with
    乙,大咪,2.5,袋,8.15,item: there is no item 大咪,1-MYPZW8WNQK,
    "#);
    // A file that is there may have been mended: it is not written over.
    let left = community.read("in/list.csv.left.csv");
    community.write("in/list.csv.left.csv", left.replace("大咪", "大米"));
    community.write("in/list.csv", GOODS.replace("乙,大米", "乙,大咪").replace("40", "44"));
    let again = community.refused(&["import", "in/list.csv", "--map", "map.toml", "--partial"]);
    assert!(again.err.contains("is there already") && again.err.contains("--left FILE"), "{}", again.err);
    let mended = import("in/list.csv.left.csv", &[]);
    assert!(
        mended.code == 0 && mended.err.contains("1 new row") && !mended.out.contains("Gone"),
        "{}",
        mended.all()
    );
    assert!(
        community
            .refused(&["import", "in/list.csv", "--map", "map.toml", "--left", "x"])
            .err
            .contains("--partial")
    );
}

#[test]
fn a_file_that_cannot_be_written_costs_no_row_and_a_refused_import_leaves_none() {
    let community = english();
    community.write("list.csv", GOODS.replace("大米", "大咪"));
    let import = ["import", "list.csv", "--ledger", "donations", "--partial", "--left"];
    community.refused(&[&import[..], &["no/such/folder.csv"]].concat());
    // A day that has not come is refused after the rows were planned: the file is taken away again.
    community.write("list.csv", GOODS.replace("大米", "大咪").replace("8.15", "2022-08-15"));
    community.write("ledgers/donations/2022-08.csv", "id,date\n\"broken");
    let before = community.state();
    let said = community.run(&[&import[..], &["left.csv"]].concat());
    assert!(said.code == 2 && community.state() == before, "{}", said.all());
}

#[test]
fn a_mapping_is_guessed_shown_and_kept_and_the_same_list_comes_in_by_its_name() {
    let community = english();
    community.write("list.csv", GOODS.replace("捐赠方", "爱心单位").replace("数量", "捐赠数量（必填）"));
    let said = community.ok(&["import", "list.csv", "--guess"]);
    assert_snapshot!(said.all(), @r#"
    exit 0
    --- out
    ledger = "donations"

    [columns.date]
    names = ["日期"]

    [columns.donor]
    names = ["爱心单位"]  # told by a part of the heading

    [columns.item]
    names = ["物品"]

    [columns.quantity]
    names = ["捐赠数量（必填）"]  # told by a part of the heading

    [columns.unit]
    names = ["单位"]

    The first rows of 3 as donations
    +-----+------------+--------+------+----------+------+
    | row | date       | donor  | item | quantity | unit |
    +=====+============+========+======+==========+======+
    |   2 | 2022-08-15 | 甲公司 | 牛奶 | 40       | 箱   |
    |   3 | 2022-08-15 | 乙     | 大米 | 2.5      | 袋   |
    |   4 | 2022-08-16 | 丙     | 牛奶 | 3        | 箱   |
    +-----+------------+--------+------+----------+------+

    Totals in the file
    +----------+-------+-----+----------+------+---------------+-------------------+-------+------------+------------------------------------+
    | file     | sheet | row | field    | unit | the file says | its lines come to | lines | difference | verdict                            |
    +==========+=======+=====+==========+======+===============+===================+=======+============+====================================+
    | list.csv |       |   5 | quantity |      |          45.5 |              45.5 |     3 |          0 | equal, but it adds different units |
    +----------+-------+-----+----------+------+---------------+-------------------+-------+------------+------------------------------------+

    Rows of the file
    +------------------+-------+
    | rows             | count |
    +==================+=======+
    | taken            |     3 |
    | amended          |     0 |
    | unchanged        |     0 |
    | left out         |     2 |
    | refused          |     0 |
    +------------------+-------+
    | rows of the file |     5 |
    +------------------+-------+
    --- err
    nothing was recorded; --save-map NAME keeps this mapping, or copy it to a file, mend it, and name it with --map FILE
    "#);
    assert!(!community.file("ledgers/donations").exists() && !community.file("ledgers/imports").exists());
    let kept = community.ok(&["import", "list.csv", "--guess", "--save-map", "gate", "-q"]);
    assert_eq!(kept.out, said.out);
    assert!(said.out.starts_with(&community.read("ledgers/imports/gate.toml")));
    assert_eq!(community.git(&["status", "--porcelain"]), "?? list.csv\n");
    assert!(community.ok(&["import", "list.csv", "--map", "gate"]).err.contains("3 new rows"));
    assert_snapshot!(community.refused(&["import", "list.csv", "--map", "gaet"]).err, @r#"
    error: there is no mapping `gaet`
    hint: did you mean gate?
    "#);
    let mut chinese = community.copy();
    chinese.lang = "zh".to_owned();
    assert_snapshot!(chinese.ok(&["import", "list.csv", "--guess"]).all(), @r#"
    exit 0
    --- out
    ledger = "donations"

    [columns.date]
    names = ["日期"]

    [columns.donor]
    names = ["爱心单位"]  # 按列名中的词判断

    [columns.item]
    names = ["物品"]

    [columns.quantity]
    names = ["捐赠数量（必填）"]  # 按列名中的词判断

    [columns.unit]
    names = ["单位"]

    共 3 行可读入 donations，前几行如下
    +----+------------+--------+------+------+------+
    | 行 | 日期       | 捐赠方 | 物品 | 数量 | 单位 |
    +====+============+========+======+======+======+
    |  2 | 2022-08-15 | 甲公司 | 牛奶 | 40   | 箱   |
    |  3 | 2022-08-15 | 乙     | 大米 | 2.5  | 袋   |
    |  4 | 2022-08-16 | 丙     | 牛奶 | 3    | 箱   |
    +----+------------+--------+------+------+------+

    表中的合计
    +----------+--------+----+----------+------+----------+----------+------+------+------------------------+
    | 文件     | 工作表 | 行 | 字段     | 单位 | 表中合计 | 各行相加 | 行数 | 相差 | 结论                   |
    +==========+========+====+==========+======+==========+==========+======+======+========================+
    | list.csv |        |  5 | quantity |      |     45.5 |     45.5 |    3 |    0 | 一致，但把不同单位相加 |
    +----------+--------+----+----------+------+----------+----------+------+------+------------------------+

    文件各行的去向
    +------------+------+
    | 行         | 行数 |
    +============+======+
    | 新增       |    3 |
    | 更正       |    0 |
    | 未变       |    0 |
    | 略过       |    2 |
    | 拒收       |    0 |
    +------------+------+
    | 文件总行数 |    5 |
    +------------+------+
    --- err
    没有登记任何内容；加 --save-map 名称 可保存此映射，也可存成文件修改后用 --map 文件 导入
    "#);
    for bad in ["../x", "", "-x", "a/b"] {
        assert!(
            community
                .refused(&["import", "list.csv", "--guess", "--save-map", bad])
                .err
                .contains("cannot be the name")
        );
    }
}

#[test]
fn a_mapping_that_is_named_is_kept_in_the_commit_of_its_rows() {
    let community = english();
    community.write("map.toml", MAPPING);
    community.write("list.csv", GOODS);
    community.ok(&["import", "list.csv", "--map", "map.toml", "--save-map", "gate"]);
    assert_eq!(community.read("ledgers/imports/gate.toml"), MAPPING);
    let files = community.git(&["show", "--name-only", "--format=", "HEAD"]);
    assert_eq!(files, "ledgers/donations/2022-08.csv\nledgers/imports/gate.toml\n");
    community.ok(&["import", "list.csv", "--map", "gate", "--save-map", "gate"]);
    assert_eq!(community.git(&["rev-list", "--count", "HEAD"]), "2\n");
    let none = community.refused(&["import", "list.csv", "--ledger", "donations", "--save-map", "x"]);
    assert!(none.err.contains("there is none"), "{}", none.err);
}
