//! The people: shifts, who leaves, and sign-up lists.

use super::community::Community;
use insta::assert_snapshot;

const VOLUNTEERS: &str = "volunteer,group,role,place,skills,since,until,note
李梅,logistics,leader,,,,,
李梅,sampling,captain,3-2,,,,
王柳,logistics,member,,驾照|叉车,,,
朱婷,sampling,leader,,护士,,,
丁一帆,sampling,member,,护士,,2022-08-15,
";

/// The small community with a roster of three groups.
pub fn community() -> Community {
    let community = Community::new();
    let mut text = community.read("ledgers/community.toml").replace("captain = \"李梅\"\n", "");
    text.push_str("\n[[group]]\ncode = \"sampling\"\nname = \"核酸采集组\"\n");
    text.push_str("\n[[group]]\ncode = \"errands\"\nname = \"红色代跑组\"\n");
    community.write("ledgers/community.toml", text);
    community.write("ledgers/volunteers.csv", VOLUNTEERS);
    community.git(&["commit", "-qam", "people"]);
    community
}

fn english() -> Community {
    let mut community = community();
    community.lang = "en".to_owned();
    community
}

#[test]
fn a_shift_of_several_people_is_one_document_and_says_their_hours() {
    let community = community();
    let said = community.ok(&[
        "shift",
        "朱婷、王柳",
        "--start",
        "６：30",
        "--end",
        "上午10点半",
        "--post",
        "采样台",
    ]);
    assert_snapshot!(said.all(), @"
    exit 0
    --- err
    朱婷：2022-08-16 值班 4 小时
    王柳：2022-08-16 值班 4 小时
    已登记 2 行，自 S220816-4ZW014.1 起（提交 10935def）
    ");
    assert_snapshot!(community.read("ledgers/shifts/2022-08.csv"), @"
    id,date,volunteer,group,post,start,end,note,reverses,by,at
    S220816-4ZW014.1,2022-08-16,朱婷,sampling,采样台,06:30,10:30,,,李梅,2022-08-16T18:00:00+08:00
    S220816-4ZW014.2,2022-08-16,王柳,logistics,采样台,06:30,10:30,,,李梅,2022-08-16T18:00:00+08:00
    ");
    let said =
        community.ok(&["shift", "朱婷", "--start", "下午2点半", "--end", "24时", "--group", "红色代跑组"]);
    assert_snapshot!(said.err, @"
    朱婷：本班 9.5 小时，2022-08-16 共 13.5 小时
    注意：朱婷 不在 errands 小组
    注意：朱婷 2022-08-16 值班已达 13.5 小时，超过 12 小时，请安排人接替
    已登记 S220816-T53TWR（值班，提交 b8712b12）
    ");
    let said = community.ok(&["shift", "王柳", "--start", "10:00", "--end", "2:00", "--dry-run"]);
    assert_snapshot!(said.all(), @"
    exit 0
    --- out
    id,date,volunteer,group,post,start,end,note,reverses,by,at
    S220816-2M0GQA,2022-08-16,王柳,logistics,,10:00,02:00,,,李梅,2022-08-16T18:00:00+08:00
    --- err
    王柳：本班 16 小时，2022-08-16 共 19.5 小时
    注意：王柳 同一时间还有一班：06:30–10:30（S220816-4ZW014.2）
    注意：王柳 2022-08-16 值班已达 19.5 小时，超过 12 小时，请安排人接替
    日期为 2022-08-16
    未写入任何内容（--dry-run）
    ");
    assert_snapshot!(community.run(&["check", "--only", "fatigue"]).all(), @"
    exit 0
    --- out
    警告[fatigue]：朱婷 在 2022-08-16 值班 13.5 小时（2 班）
      ledgers/shifts/2022-08.csv:4:45  S220816-T53TWR  end
    4 | S220816-T53TWR,2022-08-16,朱婷,errands,,14:30,24:00,,,李梅,2022-08-16T18:00:00+08:00
      |                                               ^^^^^
    修正：linli amend S220816-T53TWR end=… --reason 时刻有误

    1 处警告
    ");
    assert_snapshot!(community.ok(&["report", "volunteers"]).out, @"
    志愿者（截至 2022-08-16）
    +--------+------------+------+------+------+------+
    | 志愿者 | 小组       | 职务 | 位置 | 班次 | 小时 |
    +========+============+======+======+======+======+
    | 李梅   | 后勤保障组 | 组长 |      |    0 |    0 |
    | 王柳   | 后勤保障组 | 组员 |      |    1 |    4 |
    | 朱婷   | 核酸采集组 | 组长 |      |    1 |    4 |
    | 李梅   | 核酸采集组 | 楼长 | 3-2  |    0 |    0 |
    | 朱婷   | 红色代跑组 |      |      |    1 |  9.5 |
    +--------+------------+------+------+------+------+
    | 合计   |            |      |      |    3 | 17.5 |
    +--------+------------+------+------+------+------+
    一天超过 12 小时：朱婷 2022-08-16 13.5 小时
    ");
    assert_snapshot!(community.ok(&["volunteer", "show", "朱婷"]).out, @"
    志愿者
    +--------+----------+------+------+------+------+------+------+
    | 志愿者 | 小组     | 职务 | 位置 | 特长 | 开始 | 结束 | 备注 |
    +========+==========+======+======+======+======+======+======+
    | 朱婷   | sampling | 组长 |      | 护士 |      |      |      |
    +--------+----------+------+------+------+------+------+------+

    最近 7 天的值班
    +------------+------------+--------+-------+-------+------+
    | 日期       | 小组       | 岗位   | 开始  | 结束  | 小时 |
    +============+============+========+=======+=======+======+
    | 2022-08-16 | 核酸采集组 | 采样台 | 06:30 | 10:30 |    4 |
    | 2022-08-16 | 红色代跑组 |        | 14:30 | 24:00 |  9.5 |
    +------------+------------+--------+-------+-------+------+
    自 2022-08-10 起共 13.5 小时
    2022-08-16：13.5 小时，超过 12 小时
    ");
    community.ok(&["void", "S220816-T53TWR", "--reason", "看错了"]);
    let found = community.ok(&["check", "--only", "fatigue"]).out;
    assert!(!found.contains("fatigue"), "a correction clears it: {found}");
}

#[test]
fn the_same_in_english() {
    let community = english();
    community.ok(&["shift", "朱婷", "--start", "6:30", "--end", "13:00"]);
    assert_snapshot!(community.ok(&["shift", "朱婷", "--start", "12:00", "--end", "19:00"]).err, @"
    朱婷: 7 h, in all 12.5 h on 2022-08-16
    warning: 朱婷 has another shift at that time: 06:30–13:00 (S220816-4ZW014)
    warning: 朱婷 is on duty for 12.5 hours on 2022-08-16: more than 12, let somebody take over
    recorded S220816-T53TWR in shifts (commit b2225e77)
    ");
    assert_snapshot!(community.run(&["check", "--only", "fatigue"]).out, @"
    warning[fatigue]: 朱婷 was on duty for 12.5 hours on 2022-08-16 (2 shifts)
      ledgers/shifts/2022-08.csv:3:46  S220816-T53TWR  end
    3 | S220816-T53TWR,2022-08-16,朱婷,sampling,,12:00,19:00,,,李梅,2022-08-16T18:00:00+08:00
      |                                                ^^^^^
    fix: linli amend S220816-T53TWR end=… --reason misread

    1 warning
    ");
    assert_snapshot!(community.ok(&["report", "volunteers"]).out, @"
    Volunteers, up to 2022-08-16
    +-----------+------------+---------+-------+--------+-------+
    | Volunteer | Group      | Role    | Place | Shifts | Hours |
    +===========+============+=========+=======+========+=======+
    | 李梅      | 后勤保障组 | leader  |       |      0 |     0 |
    | 王柳      | 后勤保障组 | member  |       |      0 |     0 |
    | 朱婷      | 核酸采集组 | leader  |       |      2 |  12.5 |
    | 李梅      | 核酸采集组 | captain | 3-2   |      0 |     0 |
    +-----------+------------+---------+-------+--------+-------+
    | total     |            |         |       |      2 |  12.5 |
    +-----------+------------+---------+-------+--------+-------+
    more than 12 hours in a day: 朱婷 12.5 h on 2022-08-16
    ");
    assert_snapshot!(community.ok(&["report", "roster"]).out, @"
    Roster, 2022-08-16
    +------------+---------+-----------+-------+-------+
    | Group      | Role    | Volunteer | Place | Since |
    +============+=========+===========+=======+=======+
    | 后勤保障组 | leader  | 李梅      |       |       |
    | 后勤保障组 | member  | 王柳      |       |       |
    | 核酸采集组 | leader  | 朱婷      |       |       |
    | 核酸采集组 | captain | 李梅      | 3-2   |       |
    +------------+---------+-----------+-------+-------+
    3 volunteers
    no leader: 红色代跑组 (errands)
    ");
    assert_snapshot!(community.ok(&["volunteer", "list", "--skill", "护士"]).out, @"
    Roster
    +-----------+----------+--------+-------+--------+-------+------------+------+
    | volunteer | group    | role   | place | skills | since | until      | note |
    +===========+==========+========+=======+========+=======+============+======+
    | 朱婷      | sampling | leader |       | 护士   |       |            |      |
    | 丁一帆    | sampling | member |       | 护士   |       | 2022-08-15 |      |
    +-----------+----------+--------+-------+--------+-------+------------+------+
    2 volunteers
    ");
}

#[test]
fn a_night_shift_overlaps_the_morning_after() {
    let community = community();
    community.ok(&["shift", "王柳", "--start", "22:00", "--end", "6:00", "--date", "8.15"]);
    let said = community.ok(&["shift", "王柳", "--start", "5:00", "--end", "8:00"]);
    assert_snapshot!(said.err, @"
    王柳：2022-08-16 值班 3 小时
    注意：王柳 同一时间还有一班：22:00–06:00（S220815-4ZW014）
    已登记 S220816-T53TWR（值班，提交 38f4491d）
    ");
    let said = community.ok(&["shift", "王柳", "--start", "8:00", "--end", "9:00"]);
    assert!(!said.err.contains("同一时间"), "what only touches does not overlap: {}", said.err);
}

#[test]
fn a_shift_that_cannot_be_is_refused() {
    for community in [community(), english()] {
        community.ok(&["shift", "朱婷", "--start", "6:30", "--end", "13:00"]);
        let all: Vec<String> = [
            &["shift"][..],
            &["shift", "朱婷"],
            &["shift", "朱亭", "--start", "6:30", "--end", "10:30"],
            &["shift", "李梅", "--start", "6:30", "--end", "10:30"],
            &["shift", "朱婷", "--start", "8", "--end", "10:30"],
            &["shift", "朱婷", "--start", "8:00", "--end", "8:00"],
            &["shift", "朱婷", "--start", "8:00", "--end", "9:00", "--group", "smapling"],
            &["shift", "朱婷", "--start", "8:00", "--end", "9:00", "--date", "8.17"],
            &["shift", "朱婷", "--start", "6:30", "--end", "13:00"],
            &["shift", "朱婷", "--start", "8:00", "--end", "9:00", "--post", "打13812345678"],
            &["volunteer", "leave", "朱亭"],
            &["volunteer", "leave", "丁一帆"],
            &["volunteer", "leave", "朱婷", "--group", "errands"],
        ]
        .iter()
        .map(|args| format!("$ linli {}\n{}", args.join(" "), community.refused(args).err))
        .collect();
        assert_snapshot!(format!("shift-refused-{}", community.lang), all.join("\n"));
        community.ok(&["shift", "朱婷", "--start", "6:30", "--end", "13:00", "--again"]);
    }
}

#[test]
fn who_leaves_is_told_what_nobody_looks_after() {
    for community in [community(), english()] {
        community.write(
            "ledgers/requests/2022-08.csv",
            "id,date,request,step,place,kind,need,urgency,runner,spent,ref,note,reverses,by,at\n\
             Q220816-AAAAAA,2022-08-16,Q220816-AAAAAA,opened,3-2-502,medicine,布洛芬,,,,,,,李梅,2022-08-16T09:00:00+08:00\n\
             Q220816-BBBBBB,2022-08-16,Q220816-AAAAAA,taken,,,,,李梅,,,,,李梅,2022-08-16T09:10:00+08:00\n",
        );
        community.git(&["add", "-A"]);
        community.git(&["commit", "-qm", "requests"]);
        let said = community.ok(&["volunteer", "leave", "李梅", "--dry-run"]);
        assert_snapshot!(format!("leave-{}", community.lang), said.all());
        let said = community.ok(&["volunteer", "edit", "李梅", "--role", "captain", "--end", "8.20"]);
        assert!(said.err.contains("3-2") && !said.err.contains("Q220816"), "{}", said.err);
        community.ok(&["volunteer", "leave", "李梅", "--date", "8.18"]);
        let roster = community.read("ledgers/volunteers.csv");
        assert!(
            roster
                .contains("李梅,logistics,leader,,,,2022-08-18,\n李梅,sampling,captain,3-2,,,2022-08-18,\n")
        );
    }
}

/// A file of the project.
fn project(path: &str) -> String {
    std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

fn sign_up() -> Community {
    let community = community();
    community.write("map.toml", project("examples/volunteer-sign-up.toml"));
    let list = project("examples/volunteer-sign-up.csv")
        .replace("徐亮", "王柳")
        .replace("8幢1单元901", "3幢2单元301");
    community.write("list.csv", list.replace("5-501", "5-301"));
    community.write(".gitignore", "/private/\n/map.toml\n/*.csv\n");
    community.git(&["add", "-A"]);
    community.git(&["commit", "-qm", "ignore"]);
    community
}

#[test]
fn a_sign_up_list_goes_to_the_roster_once_and_its_phones_to_the_private_contacts() {
    let community = sign_up();
    let import = ["import", "list.csv", "--map", "map.toml"];
    assert_snapshot!(community.ok(&[&import[..], &["--dry-run"]].concat()).all(), @"
    exit 0
    --- out
    ledgers/volunteers.csv
    + 赵敏,errands,member,,电动车|驾照,2022-08-15,,
    + 钱多多,errands,member,,护士,2022-08-15,,
    + 钱多多,sampling,member,,护士,2022-08-15,,
    + 王柳,errands,member,,,2022-08-16,,
    + 孙俪,errands,member,,做饭,2022-08-16,,
    private/contacts.csv
    文件各行的去向
    +------------+------+
    | 行         | 行数 |
    +============+======+
    | 新增       |    4 |
    | 更正       |    0 |
    | 未变       |    0 |
    | 略过       |    2 |
    | 拒收       |    0 |
    +------------+------+
    | 文件总行数 |    6 |
    +------------+------+

    略过的行
    +----------+--------+----+----------+----------------------------------------------------------------------------------------------------+
    | 文件     | 工作表 | 行 | 原因     | 内容                                                                                               |
    +==========+========+====+==========+====================================================================================================+
    | list.csv |        |  1 | 表头以上 | 银河湾小区志愿者报名表                                                                             |
    | list.csv |        |  2 | 表头     | 提交者（自动） | 提交时间（自动） | 姓名（必填） | 意向小组（必填） | 特长 | 手机号（必填） | 房号 |
    +----------+--------+----+----------+----------------------------------------------------------------------------------------------------+
    --- err
    4 个电话存入 private/contacts.csv，不进入 git
    未写入任何内容（--dry-run）
    未读取的列：提交者（自动）
    4 行新增，0 行更正，0 行未变，2 行略过
    ");
    assert_eq!(community.read("private/contacts.csv"), "");
    assert_snapshot!(community.ok(&import).err, @"
    4 个电话存入 private/contacts.csv，不进入 git
    已完成：volunteer: 5 services from volunteer-sign-up（提交 b8b3edf1）
    未读取的列：提交者（自动）
    4 行新增，0 行更正，0 行未变，2 行略过
    ");
    assert_snapshot!(community.read("ledgers/volunteers.csv"), @"
    volunteer,group,role,place,skills,since,until,note
    李梅,logistics,leader,,,,,
    李梅,sampling,captain,3-2,,,,
    王柳,logistics,member,,驾照|叉车,,,
    朱婷,sampling,leader,,护士,,,
    丁一帆,sampling,member,,护士,,2022-08-15,
    赵敏,errands,member,,电动车|驾照,2022-08-15,,
    钱多多,errands,member,,护士,2022-08-15,,
    钱多多,sampling,member,,护士,2022-08-15,,
    王柳,errands,member,,,2022-08-16,,
    孙俪,errands,member,,做饭,2022-08-16,,
    ");
    assert_snapshot!(community.read("private/contacts.csv"), @"
    place,name,phone,note
    3-2-502,赵敏,13800000001,志愿者 volunteer
    5-0-301,钱多多,13800000002,志愿者 volunteer
    ,王柳,13800000003,志愿者 volunteer
    3-2-301,孙俪,13800000004,志愿者 volunteer
    ");
    let history = community.git(&["log", "-p", "--all"]);
    assert!(history.contains("钱多多") && !history.contains("13800000"), "no phone reaches git");
    let before = (community.read("ledgers/volunteers.csv"), community.read("private/contacts.csv"));
    let again = community.ok(&import);
    assert!(again.err.contains("没有新的内容"), "{}", again.err);
    assert_eq!(before, (community.read("ledgers/volunteers.csv"), community.read("private/contacts.csv")));
    assert_eq!(community.git(&["status", "--porcelain"]), "");
}

#[test]
fn rows_of_a_sign_up_list_are_refused_with_row_column_and_value() {
    for lang in ["zh", "en"] {
        let mut community = sign_up();
        community.lang = lang.to_owned();
        community.write(
            "bad.csv",
            "姓名,小组,职务,位置,特长,报名时间,手机号\n\
             赵敏,红色跑腿组,组长,3-9,,8.10,13800000001\n\
             钱多多,errands,队长,,找13800000002,昨天夜里,\n\
             ,errands,,,,,\n\
             孙俪,errands,楼长,3-1,,8.10,\n",
        );
        let bad = ["import", "bad.csv", "--ledger", "volunteers"];
        let said = community.refused(&bad);
        assert_snapshot!(format!("sign-up-refused-{lang}"), said.all());
        assert!(!said.all().contains("13800000002"), "a number is not printed whole");
        let partial = community.ok(&[&bad[..], &["--partial"]].concat());
        assert_eq!(partial.code, 0);
        assert!(
            community.read("ledgers/volunteers.csv").ends_with("孙俪,errands,captain,3-1,,2022-08-10,,\n")
        );
        community.write(
            "lost.toml",
            "ledger = \"volunteers\"\n[columns.volunteer]\n[defaults]\ngroup = \"errands\"\n",
        );
        let said = community.refused(&["import", "list.csv", "--map", "lost.toml"]);
        assert_snapshot!(format!("sign-up-phones-{lang}"), said.err);
    }
}
