//! A playbook: exported from one community, taken up by others, in both languages.

use crate::program::{EVENING, git, linli, linli_with};
use std::fs;
use tempfile::TempDir;

/// A community full of telltale names: a person, donor, place or phone in every register, ledger, mapping and template.
fn telling(at: &std::path::Path) -> Vec<&'static str> {
    let said = linli(at, &["demo", "bay"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let bay = at.join("bay");
    for args in [
        &["volunteer", "add", "志愿者甲某", "--group", "errands", "--role", "member"][..],
        &["donate", "捐赠方乙某", "牛奶=3箱"],
        &["receive", "丙某街道", "牛奶=3箱"],
        &["destination", "add", "丁某医院"],
        &["request", "open", "3-2-502", "布洛芬1盒", "--kind", "medicine", "--by", "登记人戊某"],
    ] {
        let ran = linli(&bay, args);
        assert_eq!(ran.code, 0, "{args:?}: {}", ran.err);
    }
    let write = |path: &str, text: &str| {
        fs::create_dir_all(bay.join(path).parent().unwrap()).unwrap();
        fs::write(bay.join(path), text).unwrap();
    };
    write("private/contacts.csv", "place,name,phone,note\n3-2-502,住户己某,0579-85551234,\n");
    write("templates/told/zh.md", "请找志愿者甲某\n");
    write("templates/told/notice.toml", "");
    write("templates/phone/zh.md", "请拨 0579-85551234\n");
    write("templates/home/zh.md", "请送到 3-2-502\n");
    write("templates/queue/zh.txt", "明早七点检测，请错峰下楼。\n");
    write(
        "ledgers/imports/form.toml",
        "ledger = \"donations\"\nsource = \"银河湾小区\"\n[defaults]\ndonor = \"捐赠方乙某\"\nunit = \"箱\"\n[columns.item]\nnames = [\"品名\"]\n",
    );
    write("ledgers/imports/told.toml", "# 住户己某的表\nledger = \"donations\"\n");
    let items = bay.join("ledgers/items.csv");
    let text = fs::read_to_string(&items).unwrap().replace("250毫升", "找丙某街道");
    fs::write(items, text).unwrap();
    vec![
        "甲某",
        "乙某",
        "丙某",
        "丁某",
        "戊某",
        "己某",
        "0579",
        "李梅",
        "银河湾",
        "欧阳淑芬",
        "502",
        "岗亭",
        "物业仓库",
    ]
}

#[test]
fn an_exported_playbook_holds_no_person_place_or_row() {
    let dir = TempDir::new().unwrap();
    let words = telling(dir.path());
    let ran = linli(&dir.path().join("bay"), &["playbook", "export", "../book.toml"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for left in [
        "templates/told/zh.md was left out: it names somebody",
        "templates/phone/zh.md was left out: it holds a telephone number",
        "templates/home/zh.md was left out: it names a place",
        "ledgers/imports/told.toml was left out",
        "ledgers/imports/form.toml: the default of `donor` was left out",
        "items.csv, line 5: `note` was left out",
        "7 groups, 22 items, 2 schedules, 1 template file, 1 mapping; no person, place or row",
    ] {
        assert!(ran.err.contains(left), "{left}: {}", ran.err);
    }
    let book = fs::read_to_string(dir.path().join("book.toml")).unwrap();
    for word in words {
        assert!(!book.contains(word), "{word}: {book}");
    }
    for kept in
        ["红色代跑组", "牛奶,食品,盒,箱=12,120,纯牛奶,\n", "captain = 14", "明早七点检测", "unit = \"箱\""]
    {
        assert!(book.contains(kept), "{kept}: {book}");
    }
    // Again over itself, and never over something else.
    assert_eq!(linli(&dir.path().join("bay"), &["playbook", "export", "../book.toml"]).code, 0);
    let other = linli(&dir.path().join("bay"), &["playbook", "export", "ledgers/items.csv"]);
    assert!(other.code == 2 && other.err.contains("is no playbook"), "{}", other.err);
    let printed = linli(&dir.path().join("bay"), &["playbook", "export", "-"]);
    assert_eq!(printed.out, book);
    assert_eq!(linli(&dir.path().join("bay"), &["playbook", "export"]).code, 2);
}

#[test]
fn a_file_a_folder_and_a_hub_give_the_same_community() {
    let dir = TempDir::new().unwrap();
    let at = dir.path();
    telling(at);
    assert_eq!(linli(&at.join("bay"), &["playbook", "export", "../book.toml"]).code, 0);
    fs::create_dir(at.join("shared")).unwrap();
    fs::copy(at.join("book.toml"), at.join("shared/playbook.toml")).unwrap();
    git(at, &["init", "-q", "shared"]);
    git(&at.join("shared"), &["add", "."]);
    git(&at.join("shared"), &["-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "x"]);
    git(at, &["clone", "-q", "--bare", "shared", "hub.git"]);
    let path = [("PATH", "/usr/local/bin:/usr/bin:/bin"), ("LINLI_BY", "王珊"), ("LINLI_NOW", EVENING)];
    let mut made = Vec::new();
    for from in ["book.toml", "bay", "hub.git"] {
        let to = format!("new-{}", from.replace('.', "-"));
        let ran = linli_with(at, &["init", &to, "--name", "东区", "--from", from], &path);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.err.contains("仅限工作组内部使用") && ran.err.contains("沿用"), "{}", ran.err);
        let new = at.join(&to);
        let text = |path: &str| fs::read_to_string(new.join(path)).unwrap();
        made.push([
            text("ledgers/community.toml"),
            text("ledgers/items.csv"),
            text("ledgers/imports/form.toml"),
            text("templates/queue/zh.txt"),
        ]);
        assert!(
            made[0][0].contains("# 原社区的人手：1 assistant, 1 deputy") || made[0][0].contains("14 captain")
        );
        assert_eq!(linli(&new, &["check"]).code, 0);
    }
    assert_eq!(made[0], made[2]);
    // A folder's rounds give their own needs; all else is the same.
    assert_eq!(made[0], made[1]);
}

#[test]
fn a_repository_full_of_traps_gives_its_playbook_and_runs_and_links_nothing() {
    let dir = TempDir::new().unwrap();
    let at = dir.path();
    telling(at);
    let (trap, pwned, secret) = (at.join("trap"), at.join("pwned"), at.join("secret.md"));
    fs::write(&secret, "明早七点\n").unwrap();
    assert_eq!(linli(&at.join("bay"), &["playbook", "export", "../book.toml"]).code, 0);
    assert_eq!(linli(at, &["init", "trap", "--name", "陷阱", "--from", "book.toml"]).code, 0);
    fs::create_dir_all(trap.join("templates/linked")).unwrap();
    std::os::unix::fs::symlink(&secret, trap.join("templates/linked/zh.md")).unwrap();
    let touch = format!("touch {}", pwned.display());
    fs::write(trap.join(".gitmodules"), format!("[submodule \"x\"]\npath = x\nurl = ext::{touch}\n"))
        .unwrap();
    fs::write(trap.join(".gitattributes"), "* filter=x\n").unwrap();
    git(&trap, &["add", "."]);
    let head = "1".repeat(40);
    git(&trap, &["update-index", "--add", "--cacheinfo", &format!("160000,{head},x")]);
    git(&trap, &["-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qnm", "x"]);
    git(at, &["clone", "-q", "--bare", "trap", "trap.git"]);
    let hub = at.join("trap.git");
    fs::create_dir_all(hub.join("hooks")).unwrap();
    for hook in ["post-checkout", "post-update", "reference-transaction", "pre-receive"] {
        let path = hub.join("hooks").join(hook);
        fs::write(&path, format!("#!/bin/sh\n{touch}\n")).unwrap();
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    }
    for (key, value) in [("filter.x.smudge", &touch), ("uploadpack.packObjectsHook", &touch)] {
        git(&hub, &["config", key, value]);
    }
    let path = [("PATH", "/usr/local/bin:/usr/bin:/bin"), ("LINLI_BY", "王珊"), ("LINLI_NOW", EVENING)];
    let ran = linli_with(at, &["init", "new", "--name", "东区", "--from", "trap.git"], &path);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(!pwned.exists(), "nothing of it is run");
    assert!(at.join("new/templates/queue/zh.txt").exists() && !at.join("new/templates/linked").exists());
    assert_eq!(linli(&at.join("new"), &["check"]).code, 0);
}

#[test]
fn a_preset_and_a_playbook_begin_a_community_whose_reports_all_run_in_both_languages() {
    let dir = TempDir::new().unwrap();
    let buildings = ["--buildings", "1..2: units 1..2, floors 1..3, doors 2"];
    for preset in ["lockdown", "flood", "typhoon"] {
        for lang in ["zh", "en"] {
            let (first, second) = (format!("{preset}-{lang}"), format!("{preset}-{lang}-2"));
            let book = format!("{first}.toml");
            let begin = ["--lang", lang, "init", &first, "--name", "x", "--preset", preset];
            let ran = linli(dir.path(), &[&begin[..], &buildings[..]].concat());
            assert_eq!(ran.code, 0, "{}", ran.err);
            let export = ["-C", &first, "playbook", "export", &format!("{}/{book}", dir.path().display())];
            assert_eq!(linli(dir.path(), &export).code, 0);
            let begin = ["--lang", lang, "init", &second, "--name", "y", "--from", &book];
            let ran = linli(dir.path(), &[&begin[..], &buildings[..]].concat());
            assert_eq!(ran.code, 0, "{}", ran.err);
            let at = dir.path().join(&second);
            let read =
                |folder: &str| fs::read_to_string(dir.path().join(folder).join("ledgers/items.csv")).unwrap();
            assert_eq!(read(&first), read(&second));
            assert_eq!(linli(&at, &["check"]).code, 0);
            let mut notices = vec!["distribution"];
            notices.extend(if preset == "lockdown" { &[][..] } else { &["evacuation"][..] });
            notices.extend((preset == "typhoon").then_some("storm"));
            let item =
                if preset == "lockdown" { ["蔬菜包", "vegetables"] } else { ["饮用水", "water"] };
            let item = format!("{}=1/household", item[usize::from(lang == "en")]);
            for args in [
                &["round", "open", "goods", "--kind", "distribution", "--title", "x", "--allot", &item][..],
                &["round", "open", "roll", "--kind", "rollcall", "--title", "x", "--places", "1"],
                &["census", "1-1=9", "--households", "4"],
            ] {
                let ran = linli(&at, args);
                assert_eq!(ran.code, 0, "{args:?}: {}", ran.err);
            }
            for notice in notices {
                let round = if notice == "distribution" { "goods" } else { "roll" };
                for form in ["chat", "markdown"] {
                    let ran =
                        linli(&at, &["--lang", lang, "notice", notice, "--round", round, "--format", form]);
                    assert_eq!(ran.code, 0, "{preset} {notice}: {}", ran.err);
                    let of_lockdown = ["封控", "口罩", "mask"].iter().any(|word| ran.out.contains(word));
                    assert!(!of_lockdown || preset == "lockdown", "{}", ran.out);
                }
            }
            for report in linli::reports::REPORTS.iter().filter(|r| r.name != "stock-card") {
                let ran = linli(&at, &["--lang", lang, "report", report.name]);
                assert_eq!(ran.code, 0, "{}: {}", report.name, ran.err);
            }
        }
    }
}

#[test]
fn what_is_no_playbook_is_refused_and_nothing_is_begun() {
    let dir = TempDir::new().unwrap();
    let at = dir.path();
    fs::write(at.join("letter.txt"), "dear neighbours\n").unwrap();
    fs::write(at.join("newer.toml"), "[playbook]\nversion = 9\n[policies]\n").unwrap();
    let path = [
        ("PATH", "/usr/local/bin:/usr/bin:/bin"),
        ("LINLI_BY", "王珊"),
        ("LINLI_LANG", "en"),
        ("LINLI_NOW", EVENING),
    ];
    for (from, message) in [
        ("letter.txt", "letter.txt is no playbook"),
        ("newer.toml", "the playbook newer.toml, "),
        ("nowhere", "there is no nowhere"),
        ("ext::sh -c id", "are refused; they run programs"),
        ("file:///tmp", "of the kind file:// are refused"),
        ("--upload-pack=id", "is no address"),
        ("https://127.0.0.1:1/x.git", "cannot be read. git says"),
        ("ssh://-oProxyCommand=touch%20pwned/x", "cannot be read. git says"),
    ] {
        let ran = linli_with(at, &["init", "x", "--name", "东", &format!("--from={from}")], &path);
        assert!(ran.code == 2 && ran.err.contains(message), "{from}: {}", ran.err);
        assert!(!at.join("x").exists() && !at.join("pwned").exists());
    }
}
