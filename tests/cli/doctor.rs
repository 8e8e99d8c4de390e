//! `doctor` and `close`.

use super::community::Community;

const MOBILE: &str = "13800138000";

/// The verdict of a matter, and the whole line.
fn verdicts(community: &Community, matter: &str) -> Vec<(String, String)> {
    let said = community.run(&["doctor", "--format", "json"]);
    let rows: serde_json::Value = serde_json::from_str(&said.out).expect("JSON");
    let own = rows.as_array().expect("rows").iter().filter(|row| row["matter"] == matter);
    own.map(|row| (row["verdict"].as_str().unwrap_or_default().to_owned(), row.to_string())).collect()
}

fn verdict(community: &Community, matter: &str) -> String {
    verdicts(community, matter).first().map(|(verdict, _)| verdict.clone()).unwrap_or_default()
}

fn kept_well() -> Community {
    let community = Community::new();
    community.write(".gitignore", "/private/\n");
    community.git(&["add", "-A"]);
    community.git(&["commit", "-qm", "ignore"]);
    community.run(&["doctor", "--fix"]);
    community
}

#[test]
fn what_is_not_in_place_is_said_and_put_right_by_fix() {
    let community = Community::new();
    community.write("private/contacts.csv", "place,name,phone,note\n");
    community.write("ledgers/receipts/.linli-x.tmp", "x");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        for path in ["private", "private/contacts.csv"] {
            let open = std::fs::Permissions::from_mode(0o755);
            std::fs::set_permissions(community.file(path), open).expect("set");
        }
    }
    let before = community.state();
    let said = community.run(&["doctor"]);
    assert_eq!(said.code, 1, "{}", said.all());
    assert!(community.state() == before, "it changes nothing without --fix");
    for (matter, is) in
        [("repository", "ok"), ("hook", "problem"), ("private-ignored", "problem"), ("leftovers", "warning")]
    {
        assert_eq!(verdict(&community, matter), is, "{matter}: {}", said.out);
    }
    assert_eq!(verdict(&community, "private-permissions"), "warning");
    let fixed = community.run(&["doctor", "--fix"]);
    for matter in ["private-ignored", "leftovers", "private-permissions", "private-tracked"] {
        assert_eq!(verdict(&community, matter), "ok", "{matter}: {}", fixed.all());
    }
    assert!(community.git(&["status", "--porcelain"]).is_empty(), "it is committed: {}", fixed.all());
    assert!(community.file(".git/hooks/pre-commit").is_file());
    assert!(!community.file("ledgers/receipts/.linli-x.tmp").exists());
}

#[test]
fn a_hook_of_an_older_version_is_brought_up_to_date_and_keeps_its_communities() {
    let community = kept_well();
    let path = ".git/hooks/pre-commit";
    let current = community.read(path);
    community.write(
        path,
        current.replace("check --tree \"$tree\"", "check") + "check_ledgers 'other' || exit 1\n",
    );
    assert_eq!(verdict(&community, "hook"), "problem");
    community.run(&["doctor", "--fix"]);
    assert_eq!(community.read(path), current + "check_ledgers 'other' || exit 1\n");
    community.write(path, "#!/bin/sh\nexit 0\n");
    assert_eq!(verdict(&community, "hook"), "warning");
    community.run(&["doctor", "--fix"]);
    assert_eq!(community.read(path), "#!/bin/sh\nexit 0\n", "somebody's own hook is left alone");
}

#[test]
fn repositories_that_cannot_be_written_are_told_with_their_remedy() {
    let detached = kept_well();
    detached.git(&["checkout", "-q", "--detach"]);
    assert_eq!(verdict(&detached, "repository"), "problem");
    let unborn = kept_well();
    unborn.git(&["checkout", "-q", "--orphan", "empty"]);
    assert_eq!(verdict(&unborn, "repository"), "problem");
    let none = kept_well();
    std::fs::remove_dir_all(none.file(".git")).expect("removed");
    let said = none.run(&["doctor"]);
    assert!(said.code == 1 && said.out.contains("git init"), "{}", said.all());
    let mut nobody = kept_well();
    nobody.by = String::new();
    assert_eq!(verdict(&nobody, "author"), "problem");
    nobody.by = MOBILE.to_owned();
    assert_eq!(verdict(&nobody, "author"), "problem");
    let mut early = kept_well();
    early.ok(&["receive", "街道", "牛奶=1箱"]);
    early.now = "1970-01-01T08:00:00+08:00".to_owned();
    assert_eq!(verdict(&early, "clock"), "warning");
}

#[test]
fn a_number_in_the_history_is_told_with_its_commit_file_and_line_and_never_repeated() {
    let community = kept_well();
    community.ok(&["receive", "街道", "牛奶=1箱"]);
    let rows = community.read("ledgers/receipts/2022-08.csv");
    for (path, text) in [
        (
            "ledgers/receipts/2022-08.csv",
            format!(
                "{rows}R220816-K7QF2M,2022-08-16,街道,牛奶,1,,,,,{MOBILE},李梅,2022-08-16T12:00:00+08:00\n"
            ),
        ),
        ("ledgers/receipts/2022-08.csv", rows.clone()),
        ("templates/a.txt", "好\n身份证11010519491231002X\n".to_owned()),
        ("private/contacts.csv", "place,name,phone,note\n3-1-101,王芳,,\n".to_owned()),
        ("reports/old.html", "137 0013 7000\n".to_owned()),
    ] {
        community.write(path, text);
        community.git(&["add", "-Af", path]);
        community.git(&["commit", "-q", "--no-verify", "-m", "by hand"]);
    }
    community.git(&["rm", "-rq", "--cached", "private"]);
    community.git(&["commit", "-q", "--no-verify", "-m", "打13600136000"]);
    community.git(&["checkout", "-qb", "other"]);
    community.write("templates/b.txt", "13500135000\n");
    community.git(&["add", "-A"]);
    community.git(&["commit", "-q", "--no-verify", "-m", "on a branch"]);
    community.git(&["checkout", "-q", "main"]);
    for _ in 0..2 {
        // The second time what was clean is known.
        let lines: Vec<String> = verdicts(&community, "history").into_iter().map(|(_, line)| line).collect();
        assert_eq!(lines.len(), 6, "{lines:#?}");
        let has = |parts: &[&str]| lines.iter().any(|line| parts.iter().all(|part| line.contains(part)));
        let commit = community.git(&["log", "--format=%h", "--abbrev=8", "-1", "--", "templates/a.txt"]);
        for parts in [
            &["138****8000", "ledgers/receipts/2022-08.csv:3"][..],
            &["110105********002X", "templates/a.txt:2", commit.trim()],
            &["137****7000", "reports/old.html:1"],
            &["136****6000", "提交说明"],
            &["135****5000", "templates/b.txt:1"],
            &["private/contacts.csv"],
        ] {
            assert!(has(parts), "{parts:?}: {lines:#?}");
        }
        let said = community.run(&["doctor", "--lang", "en"]);
        assert!(said.code == 1 && said.out.contains("git filter-repo"), "{}", said.out);
        for number in [MOBILE, "13700137000", "13600136000", "13500135000", "11010519491231002X"] {
            assert!(!said.all().contains(number), "{}", said.all());
        }
    }
    // A number that became public is told no more, one that is public no longer is told again.
    let toml = community.read("ledgers/community.toml");
    community.write("ledgers/community.toml", toml.replace("\"0579-85550000\"", &format!("\"{MOBILE}\"")));
    assert_eq!(verdicts(&community, "history").len(), 5);
    community.write("ledgers/community.toml", toml);
    assert_eq!(verdicts(&community, "history").len(), 6);
}

#[test]
fn the_same_bytes_under_a_name_that_tells_a_number_or_in_private_are_found_too() {
    let community = Community::new();
    community.write("reports/list.csv", "a,b\n");
    community.git(&["add", "-A"]);
    community.git(&["commit", "-qm", "a report"]);
    community.ok(&["list", "receipts"]);
    let before = community.run(&["doctor"]).all();
    assert!(!before.contains("138****8000") && !before.contains("private/list.csv"), "{before}");
    for to in ["reports/13800138000.csv", "private/list.csv"] {
        community.write(to, "a,b\n");
        community.git(&["add", "-f", to]);
    }
    community.git(&["commit", "-qm", "copies"]);
    community.git(&["rm", "-q", "--cached", "private/list.csv"]);
    community.git(&["commit", "-qm", "taken back"]);
    let said = community.run(&["doctor"]).all();
    assert!(said.contains("138****8000") && said.contains("private/list.csv"), "{said}");
}

#[test]
fn what_was_clean_is_not_read_again_and_what_is_new_is() {
    let community = kept_well();
    assert_eq!(verdict(&community, "history"), "ok");
    assert!(community.file(".git/linli/clean").is_file());
    community.write("templates/a.txt", format!("{MOBILE}\n"));
    community.git(&["add", "-A"]);
    community.git(&["commit", "-q", "--no-verify", "-m", "x"]);
    assert_eq!(verdict(&community, "history"), "problem");
    community.write(".git/linli/clean", "nonsense");
    assert_eq!(verdict(&community, "history"), "problem");
}

#[test]
fn residents_of_the_private_contacts_are_found_in_free_text_and_volunteers_are_not() {
    let community = kept_well();
    community.write(
        "private/contacts.csv",
        "place,name,phone,note\n3-1-101,王大妈,0579-85551234,\n3-1-102,李梅,,\n3-1-201,街道,,\n",
    );
    community.ok(&["receive", "街道", "牛奶=1箱", "--note", "李梅说王大妈要两箱"]);
    community.ok(&["receive", "街道", "牛奶=2箱", "--note", "回电0579-85551234"]);
    let lines = verdicts(&community, "residents");
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].1.contains("王**") && lines[0].1.contains("2022-08.csv:2"), "{lines:?}");
    assert!(
        lines
            .iter()
            .all(|(v, line)| v == "warning" && !line.contains("王大妈") && !line.contains("85551234"))
    );
    assert_eq!(community.run(&["check"]).code, 0, "check reads nothing private");
}

#[test]
fn close_looks_and_changes_nothing_and_purge_removes_what_is_private_once() {
    let community = kept_well();
    community.write("private/contacts.csv", format!("place,name,phone,note\n3-1-101,王芳,{MOBILE},\n"));
    community.write("private/old/list.xlsx", "x");
    community.ok(&["receive", "街道", "牛奶=1箱"]);
    let before = community.state();
    let said = community.ok(&["close", "--lang", "en"]);
    for part in ["Still open", "rounds still open", "private/old/list.xlsx", "linli close --purge", "backups"]
    {
        assert!(said.out.contains(part), "{part}: {}", said.out);
    }
    assert!(community.state() == before);
    let refused = community.refused(&["close", "--purge"]);
    assert!(refused.err.contains("--yes"), "{}", refused.err);
    let ledgers = community.read("ledgers/receipts/2022-08.csv");
    let commits = community.git(&["log", "--format=%H"]);
    let said = community.ok(&["close", "--purge", "--yes", "--lang", "en"]);
    assert!(said.err.contains("removed private/") && said.err.contains("chat groups"), "{}", said.err);
    assert!(!community.file("private").exists());
    assert!(!community.file(".git/linli/before").exists());
    assert_eq!(community.read("ledgers/receipts/2022-08.csv"), ledgers);
    assert_eq!(community.git(&["log", "--format=%H"]), commits);
    let again = community.ok(&["close", "--purge", "--lang", "en"]);
    assert!(again.err.contains("nothing private is left"), "{}", again.err);
    community.ok(&["receive", "街道", "牛奶=3箱"]);
}

#[test]
fn a_link_in_private_is_removed_and_what_it_leads_to_stays() {
    let community = kept_well();
    let elsewhere = tempfile::tempdir().expect("a folder");
    std::fs::write(elsewhere.path().join("kept"), "x").expect("written");
    community.write("private/contacts.csv", "place,name,phone,note\n");
    #[cfg(unix)]
    std::os::unix::fs::symlink(elsewhere.path(), community.file("private/link")).expect("linked");
    community.ok(&["close", "--purge", "--yes"]);
    assert!(!community.file("private").exists() && elsewhere.path().join("kept").is_file());
}

#[cfg(unix)]
#[test]
fn what_a_command_writes_into_private_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let community = kept_well();
    community.ok(&["home", "edit", "3-1-101", "--name", "王芳", "--phone", MOBILE]);
    for (path, mode) in [("private", 0o700), ("private/contacts.csv", 0o600)] {
        let meta = std::fs::metadata(community.file(path)).expect("it is there");
        assert_eq!(meta.permissions().mode() & 0o777, mode, "{path}");
    }
    assert_eq!(verdict(&community, "private-permissions"), "ok");
}
