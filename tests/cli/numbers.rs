//! Personal numbers: refused in every text field of every recording command, by `save`, and by git itself before a commit.

use super::community::Community;
use std::process::Command;

const MOBILE: &str = "13800138000";
const IDENTITY: &str = "11010519491231002X";

/// Commands with one text field each that holds `NUMBER`.
const FIELDS: &[&str] = &[
    "receive NUMBER 牛奶=1箱",
    "receive 街道 牛奶=1箱 --document NUMBER",
    "receive 街道 牛奶=1箱 --lot NUMBER",
    "receive 街道 牛奶=1箱 --note NUMBER",
    "receive 街道 牛奶=1箱 --by NUMBER",
    "receive 街道 NUMBER=1箱 --new",
    "receive 街道 新货=1罐NUMBER --new",
    "donate NUMBER 牛奶=1箱",
    "donate 爱心企业 牛奶=1箱 --lot NUMBER",
    "donate 爱心企业 牛奶=1箱 --earmark NUMBER",
    "donate 爱心企业 牛奶=1箱 --note NUMBER",
    "distribute 3-1-101 牛奶=1盒 --note NUMBER --force",
    "distribute 3-1-101 牛奶=1盒 --lot NUMBER --force",
    "adjust 牛奶=-1盒 --reason lost --note NUMBER --force",
    "count 牛奶=1盒 --note NUMBER",
    "census 3-1-101=3 --note NUMBER",
    "census 3-1-101=3 --needs NUMBER",
    "test test-0816 3-1-101=1 --reason NUMBER",
    "test test-0816 3-1-101=1 --note NUMBER",
    "captain 3-1 residents=9 --note NUMBER",
    "request open 3-1-101 NUMBER --kind medicine",
    "request open 3-1-101 布洛芬 --note NUMBER",
    "request open 3-1-101 布洛芬 --by NUMBER",
    "shift 王柳 --start 8:00 --end 9:00 --post NUMBER",
    "shift 王柳 --start 8:00 --end 9:00 --note NUMBER",
    "reach roll-0816 3-1 --channel NUMBER",
    "reach roll-0816 3-1 --note NUMBER",
    "notice testing --round test-0816 --audience NUMBER --issue",
    "notice testing --round test-0816 --code NUMBER --issue",
    "item add NUMBER --unit 盒",
    "item add 酸奶 --unit 盒NUMBER",
    "item add 酸奶 --unit 盒 --category NUMBER",
    "item add 酸奶 --unit 盒 --aliases NUMBER",
    "item add 酸奶 --unit 盒 --note NUMBER",
    "item add 酸奶 --unit 盒 --by NUMBER",
    "item edit 牛奶 --note NUMBER",
    "volunteer add NUMBER --group logistics --role member",
    "volunteer add 赵铁柱 --group logistics --role member --skills NUMBER",
    "volunteer add 赵铁柱 --group logistics --role member --note NUMBER",
    "round open NUMBER --kind rollcall --title 点名",
    "round open r1 --kind rollcall --title NUMBER",
    "round open r1 --kind rollcall --title 点名 --needs NUMBER",
    "store add NUMBER --name 门岗",
    "store add post --name NUMBER",
    "destination add NUMBER --name 医院",
    "destination add 医院 --name NUMBER",
    "home add 3-1-NUMBER",
    "home add 3-1-商101 --name 王芳 --by NUMBER",
];

/// The ways in which people write a number, and how the program shows it.
fn written() -> [String; 6] {
    [
        MOBILE.to_owned(),
        "138-0013-8000".to_owned(),
        "１３８００１３８０００".to_owned(),
        "+8613800138000".to_owned(),
        format!("电话{MOBILE}王"),
        IDENTITY.to_owned(),
    ]
}

#[test]
fn a_number_is_refused_in_every_text_field_of_every_recording_command() {
    let community = Community::new();
    community.ok(&["round", "open", "roll-0816", "--kind", "rollcall", "--title", "点名"]);
    community.ok(&["census", "3-1-102=3"]);
    for (at, line) in FIELDS.iter().enumerate() {
        let number = &written()[at % 2 * 5];
        let typed = line.replace("NUMBER", number);
        let said = community.refused(&typed.split(' ').collect::<Vec<_>>());
        let masked = ["138****8000", "110105********002X"][at % 2];
        assert!(said.err.contains(masked), "linli {typed} is refused for another reason: {}", said.err);
        let all = said.err.replace(['-', ' '], "");
        assert!(!all.contains(MOBILE) && !all.contains(IDENTITY), "linli {typed} repeats it: {}", said.err);
    }
}

#[test]
fn a_number_is_refused_however_it_is_written() {
    let community = Community::new();
    for number in written() {
        let said = community.refused(&["receive", "街道", "牛奶=1箱", "--note", &number]);
        assert!(said.err.contains("--mask-numbers"), "{}", said.err);
    }
    let said = community.refused(&["receive", "街道", "牛奶=1箱", "--note", "打138 0013 8000找我"]);
    assert!(said.err.contains("138****8000"), "{}", said.err);
    // Digits on either side make it another number; the community's own phone is no secret.
    for note in ["单号9138001380009", "编号138001380001", "监督电话0579-85550000"] {
        community.ok(&["receive", "街道", "牛奶=1箱", "--again", "--note", note]);
    }
    community.ok(&["receive", "街道", "牛奶=1箱", "--again", "--mask-numbers", "--note", MOBILE]);
    let text = community.read("ledgers/receipts/2022-08.csv");
    assert!(text.lines().last().is_some_and(|row| row.contains(",138****8000,")), "{text}");
    let log = community.git(&["log", "--format=%B"]);
    assert!(!log.replace("9138001380009", "").replace("138001380001\n", "").contains(MOBILE), "{log}");
}

#[test]
fn save_refuses_numbers_in_ledgers_registers_and_templates() {
    let community = Community::new();
    for (path, text) in [
        (
            "ledgers/receipts/2022-08.csv",
            format!("id,date,source,item,quantity,note,by,at\n,2022-08-16,街道,牛奶,1,{MOBILE},,\n"),
        ),
        ("ledgers/items.csv", community.read("ledgers/items.csv") + &format!("酸奶,,盒,,,,{IDENTITY}\n")),
        ("templates/testing.txt", format!("请拨{MOBILE}\n")),
    ] {
        let before = community.read(path);
        community.write(path, text);
        let said = community.refused(&["save"]);
        assert!(said.err.contains("personal-number"), "{path}: {}", said.err);
        match before.is_empty() {
            true => std::fs::remove_file(community.file(path)).expect("removed"),
            false => community.write(path, before),
        }
    }
}

/// `git commit` with the program in PATH; true if it was made.
fn commit(community: &Community, args: &[&str]) -> (bool, String) {
    let own = std::path::Path::new(env!("CARGO_BIN_EXE_linli")).parent().expect("a folder").display();
    let output = Command::new("git")
        .args(["-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "by hand"])
        .args(args)
        .current_dir(community.path())
        .env_clear()
        .env("PATH", format!("{own}:/usr/local/bin:/usr/bin:/bin"))
        .env("HOME", community.path())
        .env("LINLI_LANG", "en")
        .env("LINLI_NOW", &community.now)
        .output()
        .expect("git runs");
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// A community whose repository has the hook, in the repository's root or in a folder of it.
fn with_hook() -> Community {
    let community = Community::new();
    community.write(".gitignore", "/private/\n");
    community.git(&["add", "-A"]);
    community.git(&["commit", "-qm", "ignore"]);
    let said = community.run(&["doctor", "--fix"]);
    assert!(community.file(".git/hooks/pre-commit").is_file(), "{}", said.all());
    community
}

#[test]
fn plain_git_refuses_a_number_in_any_file_and_a_private_file_and_takes_a_clean_commit() {
    let community = with_hook();
    let cases = [
        ("templates/testing.txt", "有事请拨 138 0013 8000\n".to_owned(), &["add"][..]),
        ("reports/2022-08-16.html", format!("<p>{MOBILE}</p>\n"), &["add"]),
        ("README.md", format!("{IDENTITY}\n"), &["add"]),
        ("notes/13800138000.txt", "x\n".to_owned(), &["add"]),
        ("private/contacts.csv", "place,name,phone,note\n3-1-101,王芳,,\n".to_owned(), &["add", "-f"]),
        (
            "ledgers/receipts/2022-08.csv",
            format!(
                "id,date,source,item,quantity,note,by,at\n\
                 R220816-K7QF2M,2022-08-16,街道,牛奶,1,身份证{IDENTITY},李梅,2022-08-16T12:00:00+08:00\n"
            ),
            &["add"],
        ),
    ];
    for (path, text, add) in cases {
        community.write(path, text);
        community.git(&[add, &[path]].concat());
        let (made, said) = commit(&community, &[]);
        assert!(
            !made && said.contains("personal-number") && said.contains("not committed"),
            "{path}: {said}"
        );
        assert!(!said.contains(MOBILE) && !said.contains(IDENTITY), "{path}: {said}");
        // What lies in the folder does not matter: what is staged is committed.
        std::fs::remove_file(community.file(path)).expect("removed");
        assert!(!commit(&community, &[]).0, "{path}: the staged file is still there");
        community.git(&["reset", "-q"]);
    }
    community.write("templates/testing.txt", "监督电话0579-85550000\n");
    community.git(&["add", "-A"]);
    community.write("templates/testing.txt", "not staged: 13800138000\n");
    let (made, said) = commit(&community, &[]);
    assert!(made, "{said}");
    let (made, said) = commit(&community, &["-a"]);
    assert!(!made && said.contains("templates/testing.txt"), "what -a takes is looked at: {said}");
}

#[test]
fn check_sees_numbers_in_tracked_files_besides_the_ledgers_and_reads_nothing_private() {
    let community = with_hook();
    community.write("private/contacts.csv", format!("place,name,phone,note\n3-1-101,王芳,{MOBILE},\n"));
    assert_eq!(community.run(&["check"]).code, 0);
    community.write("templates/a.txt", "好\n");
    community.git(&["add", "-A"]);
    community.git(&["commit", "-qm", "x", "--no-verify"]);
    community.write("templates/a.txt", format!("好\n{MOBILE}\n"));
    let said = community.run(&["check", "--format", "json"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("templates/a.txt") && !said.all().contains(MOBILE), "{}", said.all());
}

#[test]
fn a_community_in_a_folder_of_a_repository_has_its_own_files_looked_at_and_no_others() {
    use crate::program::{commit, git, linli};
    let dir = tempfile::tempdir().expect("a folder");
    git(dir.path(), &["init", "-q", "-b", "main"]);
    let ran = linli(dir.path(), &["init", "东区", "--name", "东区花苑"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    std::fs::write(dir.path().join("elsewhere.txt"), MOBILE).expect("written");
    let made = commit(dir.path(), true);
    assert_eq!((made.code, made.err.as_str()), (0, ""));
    std::fs::create_dir_all(dir.path().join("东区/templates")).expect("made");
    std::fs::write(dir.path().join("东区/templates/a.txt"), MOBILE).expect("written");
    let refused = commit(dir.path(), true);
    assert!(refused.code == 1 && refused.err.contains("templates/a.txt:1"), "{}", refused.err);
    let history = linli(&dir.path().join("东区"), &["doctor", "--format", "csv"]);
    assert!(history.out.contains("history,ok") && !history.out.contains("elsewhere"), "{}", history.out);
    for lang in ["en", "zh"] {
        let said = linli(dir.path(), &["init", &format!("{lang}-bay"), "--name", "x", "--lang", lang]).err;
        let confidential = if lang == "en" { "confidential to the team" } else { "仅限工作组内部" };
        assert!(said.contains(confidential) && said.contains("private/contacts.csv"), "{said}");
    }
}
