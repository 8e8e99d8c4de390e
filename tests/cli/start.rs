//! Beginning: `linli demo` and `linli init`.

use crate::program::{EVENING, commit, git, linli, linli_with};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn files_below(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => files.extend(files_below(&path)),
            false => files.push((path.clone(), fs::read(&path).unwrap())),
        }
    }
    files.sort();
    files
}

/// Paths relative to a folder, with bytes.
fn relative(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let own = |(path, bytes): (PathBuf, Vec<u8>)| (path.strip_prefix(folder).unwrap().to_owned(), bytes);
    files_below(folder).into_iter().map(own).collect()
}

fn begun(args: &[&str]) -> TempDir {
    let dir = TempDir::new().unwrap();
    let ran = linli(dir.path(), &[&["init", "--name", "东区花苑"], args].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    dir
}

#[test]
fn the_demo_is_the_sample_to_the_byte_with_its_history() {
    let dir = TempDir::new().unwrap();
    let ran = linli(dir.path(), &["demo"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let demo = dir.path().join("galaxy-bay");
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("ledgers");
    assert!(relative(&demo.join("ledgers")) == relative(&sample), "the files differ");
    assert_eq!(git(&demo, &["status", "--porcelain"]), "");
    let commits: usize = git(&demo, &["rev-list", "--count", "HEAD"]).trim().parse().unwrap();
    assert!((140..=170).contains(&commits), "{commits}");
    let authors: BTreeSet<String> = git(&demo, &["log", "--format=%an"]).lines().map(str::to_owned).collect();
    assert!(authors.len() >= 12, "{authors:?}");
    let log = git(&demo, &["log", "--reverse", "--format=%aI %an %s"]);
    let lines: Vec<&str> = log.lines().collect();
    assert!(lines[0].starts_with("2022-08-02T07:00:00+08:00 骆建平 registers: "), "{}", lines[0]);
    assert!(lines.contains(
        &"2022-08-11T10:58:25+08:00 龚小雪 donations: amend D220803-N1CV3X.1: 送货单是36箱，卸车时少点一板 (D220803-RW5MD9)"
    ));
    let last = git(&demo, &["log", "-1", "--format=%B"]);
    assert!(last.contains("\nLinli-Op: ") && last.contains("\nLinli-Command: linli demo\n"), "{last}");
    assert_eq!(git(&demo, &["fsck", "--strict"]), "");
}

#[test]
fn the_author_of_a_commit_recorded_the_rows_it_adds() {
    let dir = TempDir::new().unwrap();
    linli(dir.path(), &["demo", "x"]);
    let log = git(&dir.path().join("x"), &["log", "-p", "--format=author %an %aI", "--", "ledgers/*/*.csv"]);
    let (mut author, mut rows) = (String::new(), 0);
    for line in log.lines() {
        if let Some(rest) = line.strip_prefix("author ") {
            author = rest.replace(' ', ",");
        } else if let Some(row) =
            line.strip_prefix('+').filter(|r| !r.starts_with("++") && !r.starts_with("id,"))
        {
            assert!(row.ends_with(&author), "{row} by {author}");
            rows += 1;
        }
        assert!(!line.starts_with('-') || line.starts_with("---"), "a row was changed: {line}");
    }
    assert!(rows > 2000, "{rows}");
}

#[test]
fn a_second_demo_in_the_same_folder_is_refused_and_changes_nothing() {
    let dir = TempDir::new().unwrap();
    linli(dir.path(), &["demo"]);
    let before = files_below(dir.path());
    let ran = linli(dir.path(), &["demo"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("is not empty") && ran.err.contains("linli demo galaxy-bay-2"), "{}", ran.err);
    assert!(files_below(dir.path()) == before);
    let zh = linli_with(dir.path(), &["demo", "--lang", "zh"], &[]);
    assert!(zh.err.contains("不是空目录") && zh.err.contains("请另选一个目录"), "{}", zh.err);
}

#[test]
fn the_demo_goes_into_an_empty_folder_and_not_over_a_file() {
    let dir = TempDir::new().unwrap();
    fs::create_dir(dir.path().join("empty")).unwrap();
    assert_eq!(linli(&dir.path().join("empty"), &["demo", "."]).code, 0);
    assert!(dir.path().join("empty/ledgers/items.csv").is_file());
    fs::write(dir.path().join("file"), "x").unwrap();
    assert_eq!(linli(dir.path(), &["demo", "file"]).code, 2);
    assert_eq!(fs::read(dir.path().join("file")).unwrap(), b"x");
    assert_eq!(linli(dir.path(), &["demo", "new/below"]).code, 0);
    assert!(dir.path().join("new/below/.git").is_dir());
}

#[test]
fn the_demo_is_a_repository_of_its_own_within_another() {
    let dir = begun(&[]);
    assert_eq!(linli(dir.path(), &["demo"]).code, 0);
    assert_eq!(git(dir.path(), &["rev-list", "--count", "HEAD"]), "1\n");
}

#[test]
fn what_the_demo_says_to_type_next_works() {
    for lang in ["en", "zh"] {
        let dir = TempDir::new().unwrap();
        let ran = linli_with(dir.path(), &["demo", "--lang", lang], &[]);
        let demo = dir.path().join("galaxy-bay");
        let mut tried = 0;
        for line in ran.err.lines().filter_map(|l| l.strip_prefix("  linli ")) {
            let typed = line.split("  ").next().unwrap();
            let args: Vec<&str> = typed.split_whitespace().collect();
            let ran = linli(&demo, &args);
            assert!(ran.code < 2, "linli {typed}: {}", ran.err);
            tried += 1;
        }
        assert!(tried >= 3, "{}", ran.err);
        assert!(ran.err.contains(&format!("export LINLI_NOW={EVENING}")));
        assert_eq!(ran.err.contains("export LINLI_LANG=en"), lang == "en");
    }
}

#[test]
fn a_quiet_demo_says_nothing_but_its_bulletin() {
    let dir = TempDir::new().unwrap();
    let ran = linli(dir.path(), &["-q", "demo"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
}

#[test]
fn a_community_begins_in_an_empty_folder_with_one_commit() {
    let dir = begun(&["--buildings", "1..2: units 1..2, floors 11, doors 2; A: floors 6, doors 4"]);
    assert_eq!(
        git(dir.path(), &["log", "--format=%an %aI %s"]),
        format!("李梅 {EVENING} community: 东区花苑 begins\n")
    );
    assert_eq!(git(dir.path(), &["status", "--porcelain"]), "");
    assert_eq!(git(dir.path(), &["branch", "--show-current"]), "main\n");
    let tracked = ".gitattributes\n.gitignore\nledgers/community.toml\nledgers/items.csv\nledgers/rounds.toml\nledgers/volunteers.csv\n";
    assert_eq!(git(dir.path(), &["ls-files"]), tracked);
    assert_eq!(
        fs::read_to_string(dir.path().join("private/contacts.csv")).unwrap(),
        "place,name,phone,note\n"
    );
    let hook = fs::read_to_string(dir.path().join(".git/hooks/pre-commit")).unwrap();
    assert!(hook.contains("check_ledgers '.'"));
    let ran = linli(dir.path(), &["receive", "town", "rice=2bag"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
}

#[test]
fn every_preset_begins_a_community_without_a_finding_in_both_languages() {
    for preset in ["lockdown", "flood", "typhoon"] {
        for lang in ["zh", "en"] {
            let dir = begun(&["--lang", lang, "--preset", preset]);
            let ran = linli(dir.path(), &["report", "stock", "--format", "json"]);
            assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{preset} {lang}");
            let community = fs::read_to_string(dir.path().join("ledgers/community.toml")).unwrap();
            assert!(community.contains(&format!("language = \"{lang}\"")));
            assert_eq!(community.contains("绝不写入"), lang == "zh");
            if linli(dir.path(), &["--help"]).out.contains("\n  check") {
                let ran = linli(dir.path(), &["check", "--format", "json"]);
                assert_eq!((ran.code, ran.out.trim()), (0, "[]"), "{preset} {lang}");
            }
        }
    }
}

#[test]
fn init_says_what_the_repository_may_hold_in_both_languages() {
    let dir = TempDir::new().unwrap();
    let ran = linli(dir.path(), &["init", "a", "--name", "East"]);
    assert!(
        ran.err.contains("confidential to the team") && ran.err.contains("It never holds:"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("  cd a\n"), "{}", ran.err);
    let ran = linli(dir.path(), &["--lang", "zh", "init", "b", "--name", "东区"]);
    assert!(ran.err.contains("仅限工作组内部使用") && ran.err.contains("绝不写入"), "{}", ran.err);
}

#[test]
fn an_existing_repository_gets_one_more_commit_and_keeps_everything_else() {
    let dir = TempDir::new().unwrap();
    git(dir.path(), &["init", "-q", "-b", "work"]);
    git(dir.path(), &["config", "user.name", "王海柳"]);
    git(dir.path(), &["config", "user.email", "w@example.org"]);
    fs::write(dir.path().join(".gitignore"), "*.bak\n").unwrap();
    fs::write(dir.path().join("notes.txt"), "one\n").unwrap();
    git(dir.path(), &["add", "-A"]);
    git(dir.path(), &["commit", "-qm", "notes"]);
    fs::write(dir.path().join(".gitignore"), "*.bak\n*.mine\n").unwrap();
    fs::write(dir.path().join("notes.txt"), "two\n").unwrap();
    fs::write(dir.path().join("staged.txt"), "x").unwrap();
    git(dir.path(), &["add", "staged.txt"]);
    let ran = linli_with(dir.path(), &["init", "--name", "东区"], &[("LINLI_NOW", EVENING)]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(git(dir.path(), &["log", "-1", "--format=%an <%ae>"]), "王海柳 <w@example.org>\n");
    assert_eq!(git(dir.path(), &["status", "--porcelain"]), " M .gitignore\n M notes.txt\nA  staged.txt\n");
    let committed = git(dir.path(), &["show", "HEAD:.gitignore"]);
    assert!(committed.starts_with("*.bak\n/private/\n") && !committed.contains("mine"), "{committed}");
    assert!(
        fs::read_to_string(dir.path().join(".gitignore")).unwrap().starts_with("*.bak\n*.mine\n/private/\n")
    );
}

#[test]
fn a_folder_of_a_repository_can_be_a_community() {
    let dir = TempDir::new().unwrap();
    git(dir.path(), &["init", "-q"]);
    let ran = linli(dir.path(), &["init", "社区/东", "--name", "东区"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(!dir.path().join("社区/东/.git").exists());
    assert!(git(dir.path(), &["ls-files"]).contains("社区/东/ledgers/community.toml\n"));
    assert_eq!(git(dir.path(), &["status", "--porcelain"]), "");
    let ran = linli(&dir.path().join("社区/东"), &["receive", "town", "rice=2bag"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
}

#[test]
fn what_cannot_begin_is_refused_and_leaves_nothing() {
    let dir = TempDir::new().unwrap();
    let at = dir.path();
    let refused = |args: &[&str], says: &str| {
        let before = files_below(at);
        let ran = linli(at, &[&["init"], args].concat());
        assert_eq!(ran.code, 2, "{args:?}");
        assert!(ran.err.contains(says), "{args:?}: {}", ran.err);
        assert!(files_below(at) == before, "{args:?}");
    };
    refused(&["x"], "--name NAME is missing");
    refused(&["x", "--name", " "], "--name NAME is missing");
    refused(&["x", "--name", "东区 13812345678"], "is no name for a community");
    refused(&["x", "--name", "东", "--buildings", "1..2"], "has no `:`");
    refused(&["x", "--name", "东", "--preset", "flod"], "there is no preset `flod`");
    refused(&["x", "--name", "东", "--preset", "flood", "--from", "y"], "do not go together");
    refused(&["x", "--name", "东", "--from", "ext::sh -c id"], "they run programs");
    refused(&["x", "--name", "东", "--from", "nowhere"], "nowhere");
    fs::write(at.join("file"), "x").unwrap();
    refused(&["file", "--name", "东"], "is a file");
    fs::create_dir_all(at.join("half/ledgers")).unwrap();
    fs::write(at.join("half/ledgers/items.csv"), "item\n").unwrap();
    refused(&["half", "--name", "东"], "ledgers/items.csv is there already");
    assert_eq!(linli(at, &["init", "x", "--name", "东"]).code, 0);
    refused(&["x", "--name", "西"], "there is a community already");
    refused(&["x/inner", "--name", "西"], "lies within the community");
    let nobody = linli_with(at, &["--lang", "en", "init", "z", "--name", "东"], &[]);
    assert!(nobody.code == 2 && nobody.err.contains("nobody is named"), "{}", nobody.err);
    assert!(!at.join("z").exists());
}

#[test]
fn a_playbook_is_taken_over_without_ledgers_people_and_places() {
    let dir = TempDir::new().unwrap();
    let at = dir.path();
    linli(at, &["demo"]);
    fs::create_dir_all(at.join("galaxy-bay/templates/wechat")).unwrap();
    fs::write(at.join("galaxy-bay/templates/wechat/testing.txt"), "明早检测\n").unwrap();
    fs::write(at.join("galaxy-bay/templates/bad.txt"), "电话 13812345678\n").unwrap();
    let toml = at.join("galaxy-bay/ledgers/community.toml");
    let text = fs::read_to_string(&toml)
        .unwrap()
        .replace("write = \"reports/{date}.html\"", "write = \"../{date}.html\"");
    fs::write(&toml, text.replace("critical = \"2h\"", "critical = \"90m\"")).unwrap();
    let vars = [("LINLI_BY", "李梅"), ("LINLI_NOW", EVENING), ("LANG", "en_US.UTF-8")];
    for from in ["galaxy-bay", "galaxy-bay/ledgers/community.toml"] {
        let to = format!("new-{}", from.len());
        let ran = linli_with(at, &["init", &to, "--name", "东区", "--from", from], &vars);
        assert_eq!(ran.code, 0, "{}", ran.err);
        for left in
            ["evening-bulletin was left out", "templates/bad.txt was left out", "taken over from 银河湾小区"]
        {
            assert!(ran.err.contains(left), "{}", ran.err);
        }
        let new = at.join(&to);
        let read = |path: &str| fs::read_to_string(new.join(path)).unwrap();
        assert_eq!(
            read("ledgers/items.csv"),
            fs::read_to_string(at.join("galaxy-bay/ledgers/items.csv")).unwrap()
        );
        assert_eq!(read("templates/wechat/testing.txt"), "明早检测\n");
        let community = read("ledgers/community.toml");
        for taken in ["红色代跑组", "critical = \"90m\"", "at = \"sun 20:30\"", "language = \"zh\""] {
            assert!(community.contains(taken), "{taken}: {community}");
        }
        for not_taken in ["李梅", "0579", "\ncode = \"A\"", "北门岗亭", "核酸采样点", "evening-bulletin"]
        {
            assert!(!community.contains(not_taken), "{not_taken}");
        }
        assert_eq!(read("ledgers/volunteers.csv").lines().count(), 1);
        assert!(!new.join("ledgers/donations").exists());
    }
}

#[test]
fn git_does_not_commit_ledgers_with_an_error_and_says_which() {
    let dir = begun(&["--lang", "en"]);
    let month = dir.path().join("ledgers/receipts/2022-08.csv");
    assert_eq!(linli(dir.path(), &["receive", "town", "rice=2bag"]).code, 0);
    let good = fs::read_to_string(&month).unwrap();
    fs::write(&month, good.replace(",rice,2,", ",rice,two,")).unwrap();
    let refused = commit(dir.path(), true);
    assert!(refused.code == 1 && refused.err.contains("error[edited-row]"), "{}", refused.err);
    assert!(refused.err.contains("not committed"), "{}", refused.err);
    fs::write(&month, good).unwrap();
    fs::write(dir.path().join("notes.txt"), "x").unwrap();
    let done = commit(dir.path(), true);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    fs::write(dir.path().join("notes.txt"), "y").unwrap();
    let without = commit(dir.path(), false);
    assert!(without.code == 0 && without.err.contains("linli is not in PATH"), "{}", without.err);
}

#[test]
fn whoever_looks_at_the_demo_by_todays_clock_is_told_how_to_look_back() {
    let dir = TempDir::new().unwrap();
    linli(dir.path(), &["demo"]);
    let demo = dir.path().join("galaxy-bay");
    let later = [("LINLI_LANG", "en"), ("LINLI_NOW", "2026-11-23T12:00:00+08:00")];
    for command in ["status", "check"] {
        let ran = linli_with(&demo, &[command], &later);
        let hint = "the last row is of 2022-08-16T19:45:29+08:00, 1559 days ago";
        assert!(
            ran.err.contains(hint) && ran.err.contains("LINLI_NOW=2022-08-16T19:45:29+08:00"),
            "{}",
            ran.err
        );
        assert!(!linli_with(&demo, &["-q", command], &later).err.contains("LINLI_NOW"));
        assert!(!linli(&demo, &[command]).err.contains("LINLI_NOW"));
    }
    let as_of = linli_with(&demo, &["status", "--as-of", "2022-08-16"], &later);
    assert!(!as_of.err.contains("LINLI_NOW"), "{}", as_of.err);
}

#[test]
fn the_demo_at_its_last_evening_has_the_findings_that_its_page_names() {
    let dir = TempDir::new().unwrap();
    linli(dir.path(), &["demo"]);
    let ran = linli(&dir.path().join("galaxy-bay"), &["check", "--format", "json"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    for code in ["count-differs", "request-overdue", "below-minimum", "home-unknown", "fatigue"] {
        assert!(
            ran.out.contains(&format!("\"code\": \"{code}\""))
                || ran.out.contains(&format!("\"code\":\"{code}\"")),
            "{code}: {}",
            ran.out
        );
    }
    assert_eq!(ran.out.matches("\"code\"").count(), 6, "{}", ran.out);
}
