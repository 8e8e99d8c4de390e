//! Sharing: what several people recorded apart becomes one set of rows, whatever way it meets.

use crate::clones::Clones;
use crate::community::Said;

const RECEIPTS: &str = "ledgers/receipts/2022-08.csv";
const ITEMS: &str = "ledgers/items.csv";

fn rows(text: &str) -> usize {
    text.lines().count().saturating_sub(1)
}

/// The id of the last row of a file.
fn last_id(text: &str) -> String {
    text.lines().last().and_then(|line| line.split(',').next()).unwrap_or_default().to_owned()
}

fn all(said: &Said) -> String {
    format!("{}{}", said.out, said.err)
}

#[test]
fn what_two_people_recorded_apart_is_in_both_clones_after_they_sync() {
    let clones = Clones::new(&["anna", "bert"]);
    clones.ends(0, "anna", &["receive", "gov", "牛奶=40箱"]);
    clones.ends(0, "anna", &["round", "open", "a", "--kind", "rollcall", "--title", "A"]);
    clones.ends(0, "bert", &["receive", "gov", "牛奶=2箱"]);
    clones.ends(0, "bert", &["round", "open", "b", "--kind", "rollcall", "--title", "B"]);
    clones.ends(0, "bert", &["item", "edit", "牛奶", "--minimum", "50"]);
    let first = clones.ends(0, "anna", &["sync"]);
    assert!(
        first.err.contains("sent: 1 row (anna 1)") && first.err.contains("keep it to the team"),
        "{}",
        first.err
    );
    let second = clones.ends(0, "bert", &["sync"]);
    assert!(
        second.err.contains("came: 1 row (anna 1)") && second.err.contains("sent: 1 row (bert 1)"),
        "{}",
        second.err
    );
    let third = clones.ends(0, "anna", &["sync"]);
    assert!(
        third.err.contains("came: 1 row (bert 1)") && !third.err.contains("keep it to the team"),
        "{}",
        third.err
    );
    assert_eq!(clones.tree("anna"), clones.tree("bert"));
    assert_eq!(clones.git("anna", &["rev-parse", "HEAD"]), clones.git("hub", &["rev-parse", "main"]));
    assert_eq!(rows(&clones.read("anna", RECEIPTS)), 2);
    assert!(clones.read("anna", ITEMS).contains("牛奶,食品,盒,箱=12,50,"));
    let rounds = clones.read("anna", "ledgers/rounds.toml");
    assert!(rounds.contains("code = \"a\"") && rounds.contains("code = \"b\""), "{rounds}");
    let quiet = clones.ends(0, "anna", &["sync"]);
    assert!(quiet.err.contains("the same already"), "{}", quiet.err);
}

#[test]
fn a_usb_stick_becomes_a_hub_that_refuses_rewinding() {
    let clones = Clones::new(&["anna", "bert"]);
    std::fs::create_dir_all(clones.path("stick/photos")).unwrap();
    let refused = clones.ends(2, "anna", &["sync", "../stick"]);
    assert!(refused.err.contains("holds no repository") && refused.err.contains("--hub"), "{}", refused.err);
    clones.ends(2, "anna", &["sync", "../nowhere"]);
    clones.ends(0, "anna", &["sync", "../stick", "--hub"]);
    std::fs::create_dir_all(clones.path("empty")).unwrap();
    clones.ends(0, "anna", &["sync", "../empty"]);
    clones.ends(0, "anna", &["receive", "gov", "牛奶=40箱"]);
    clones.ends(0, "anna", &["sync", "../stick"]);
    clones.ends(0, "bert", &["sync", "../stick"]);
    assert_eq!(clones.tree("anna"), clones.tree("bert"));
    let told = clones.git("anna", &["push", "--force", "../stick/linli-hub.git", "HEAD~1:main"]);
    assert!(told.contains("denying non-fast-forward") || told.contains("rejected"), "{told}");
    let told = clones.git("anna", &["push", "../stick/linli-hub.git", ":main"]);
    assert!(told.contains("denied") || told.contains("prohibited") || told.contains("deleting"), "{told}");
}

#[test]
fn a_clone_that_somebody_works_in_gives_and_takes_nothing() {
    let clones = Clones::new(&["anna", "bert"]);
    clones.ends(0, "anna", &["receive", "gov", "牛奶=40箱"]);
    clones.ends(0, "bert", &["receive", "gov", "牛奶=1箱"]);
    let before = clones.state("anna");
    let said = clones.ends(0, "bert", &["sync", "../anna"]);
    assert!(said.err.contains("came: 1 row (anna 1)") && said.err.contains("takes nothing"), "{}", said.err);
    assert_eq!(clones.state("anna"), before);
    clones.ends(0, "anna", &["sync", "../bert"]);
    assert_eq!(clones.tree("anna"), clones.tree("bert"));
}

#[test]
fn what_stands_in_the_way_is_named_and_nothing_changes() {
    let clones = Clones::new(&["anna", "bert"]);
    let refused = |args: &[&str], words: &[&str]| {
        let before = clones.state("anna");
        let said = clones.ends(2, "anna", args);
        assert_eq!(clones.state("anna"), before);
        for word in words {
            assert!(said.err.contains(word), "{word}: {}", said.err);
        }
    };
    refused(&["sync", "ext::sh -c x"], &["ext::", "refused"]);
    refused(&["sync", "--", "--upload-pack=touch x"], &["no remote"]);
    refused(&["sync", "https://127.0.0.1:1/x.git"], &["git says", "127.0.0.1"]);
    refused(&["sync", "--keep", "both"], &["--keep ours"]);
    clones.write("anna", ITEMS, &(clones.read("anna", ITEMS) + "面粉,,kg,,,,\n"));
    refused(&["sync"], &[ITEMS, "linli save"]);
    clones.git("anna", &["checkout", "-q", "--", "."]);
    // Two beginnings.
    let apart = Clones::new(&[]);
    apart.git("hub", &["commit-tree", "-m", "another beginning", "HEAD^{tree}"]);
    let other = apart.git("hub", &["commit-tree", "-m", "another beginning", "HEAD^{tree}"]);
    apart.git("hub", &["update-ref", "refs/heads/main", other.trim()]);
    refused(&["sync", apart.path("hub").to_str().unwrap()], &["another history", "git clone"]);
    // No git program.
    let output = clones.command("anna", &["sync"]).env("PATH", "/nonexistent").output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(2) && told.contains("git program is not in PATH"), "{told}");
    clones.ends(0, "anna", &["sync"]);
}

#[test]
fn one_id_with_two_contents_is_refused_shown_and_settled_by_keep() {
    let clones = Clones::new(&["anna", "bert"]);
    let row = |quantity: u32| {
        format!(
            "id,date,source,item,quantity,by,at\nR220816-AAAAAA,2022-08-16,gov,牛奶,{quantity},x,2022-08-16T08:00:00+08:00\n"
        )
    };
    for (clone, quantity) in [("anna", 1), ("bert", 2)] {
        clones.write(clone, RECEIPTS, &row(quantity));
        clones.git(clone, &["add", "-A"]);
        clones.git(clone, &["commit", "-q", "-m", "by hand"]);
    }
    clones.ends(0, "anna", &["sync"]);
    let before = clones.state("bert");
    let said = clones.ends(2, "bert", &["sync"]);
    assert!(said.err.contains("R220816-AAAAAA") && said.err.contains("--keep theirs"), "{}", said.err);
    assert!(said.err.contains("牛奶,1,x") && said.err.contains("牛奶,2,x"), "{}", said.err);
    assert_eq!(clones.state("bert"), before);
    clones.ends(0, "bert", &["sync", "--keep", "theirs"]);
    assert_eq!(clones.read("bert", RECEIPTS), row(1));
    clones.ends(0, "anna", &["sync"]);
    assert_eq!(clones.tree("anna"), clones.tree("bert"));
}

#[test]
fn a_cell_that_two_people_changed_is_refused_and_settled_by_keep() {
    let clones = Clones::new(&["anna", "bert"]);
    clones.ends(0, "anna", &["item", "edit", "牛奶", "--minimum", "30"]);
    clones.ends(0, "bert", &["item", "edit", "牛奶", "--minimum", "40"]);
    clones.ends(0, "anna", &["sync"]);
    let said = clones.ends(2, "bert", &["sync"]);
    for word in ["牛奶 minimum", "ours:   40", "theirs: 30", "before: 20"] {
        assert!(said.err.contains(word), "{word}: {}", said.err);
    }
    clones.ends(0, "bert", &["sync", "--keep", "ours"]);
    clones.ends(0, "anna", &["sync"]);
    assert!(clones.read("anna", ITEMS).contains(",40,"));
}

#[test]
fn what_is_found_only_after_meeting_is_told_and_exits_1_and_resolve_evens_two_corrections() {
    let clones = Clones::new(&["anna", "bert"]);
    clones.ends(0, "anna", &["receive", "gov", "牛奶=10盒"]);
    clones.ends(0, "anna", &["sync"]);
    clones.ends(0, "bert", &["sync"]);
    let id = last_id(&clones.read("bert", RECEIPTS));
    clones.ends(0, "anna", &["amend", &id, "quantity=8", "--reason", "x"]);
    clones.ends(0, "bert", &["amend", &id, "quantity=7", "--reason", "y"]);
    clones.ends(0, "anna", &["sync"]);
    let said = clones.ends(1, "bert", &["sync"]);
    assert!(said.err.contains("double-reversal") && said.err.contains("linli resolve"), "{}", said.err);
    let sum = |clone: &str| -> i32 {
        let text = clones.read(clone, RECEIPTS);
        text.lines().skip(1).filter_map(|l| l.split(',').nth(4)?.parse::<i32>().ok()).sum()
    };
    assert_eq!(sum("bert"), 5);
    clones.ends(0, "bert", &["resolve"]);
    assert_eq!(sum("bert"), 7);
    assert_eq!(clones.ends(0, "bert", &["check", "--only", "double-reversal"]).out.trim(), "nothing found");
    assert!(clones.ends(0, "bert", &["resolve"]).err.contains("all sums are even"));
    clones.ends(0, "bert", &["sync"]);
    clones.ends(0, "anna", &["sync"]);
    assert_eq!(clones.tree("anna"), clones.tree("bert"));
}

#[test]
fn a_committed_row_that_somebody_changed_is_told_when_it_comes() {
    let clones = Clones::new(&["anna", "bert"]);
    clones.ends(0, "anna", &["receive", "gov", "牛奶=10盒"]);
    clones.ends(0, "anna", &["sync"]);
    clones.ends(0, "bert", &["sync"]);
    clones.write("anna", RECEIPTS, &clones.read("anna", RECEIPTS).replace(",10,", ",1,"));
    clones.git("anna", &["commit", "-qam", "a better figure"]);
    clones.ends(0, "anna", &["sync"]);
    let said = clones.ends(1, "bert", &["sync"]);
    assert!(said.err.contains("edited-row"), "{}", said.err);
}

#[test]
fn a_ledger_that_is_no_set_of_rows_refuses_the_merge() {
    let clones = Clones::new(&["anna", "bert"]);
    clones.write("anna", RECEIPTS, "id,date,source,item,quantity,by,at\n<<<<<<< HEAD\n=======\n>>>>>>> x\n");
    clones.git("anna", &["add", "-A"]);
    clones.git("anna", &["commit", "-qm", "marks"]);
    clones.git("anna", &["push", "-q", "origin", "main"]);
    let before = clones.state("bert");
    let said = clones.ends(2, "bert", &["sync"]);
    assert!(said.err.contains("conflict-marker"), "{}", said.err);
    assert_eq!(clones.state("bert"), before, "refused, and nothing moved");
    clones.ends(0, "bert", &["receive", "gov", "牛奶=1箱"]);
    let mine = clones.state("bert");
    let said = clones.ends(2, "bert", &["sync"]);
    assert!(said.err.contains("2022-08.csv"), "{}", said.err);
    assert_eq!(clones.state("bert"), mine, "refused, and nothing moved");
    clones.ends(0, "anna", &["resolve"]);
    clones.ends(0, "anna", &["sync"]);
    clones.ends(0, "bert", &["sync"]);
    assert_eq!(rows(&clones.read("bert", RECEIPTS)), 1);
}

/// Anna's and Bert's rows, apart; Anna's is in the hub.
fn met() -> Clones {
    let clones = Clones::new(&["anna", "bert"]);
    clones.ends(0, "anna", &["receive", "gov", "牛奶=10盒"]);
    clones.ends(0, "anna", &["item", "edit", "大米", "--minimum", "5"]);
    clones.ends(0, "anna", &["sync"]);
    clones.ends(0, "bert", &["receive", "gov", "牛奶=3盒"]);
    clones.ends(0, "bert", &["item", "edit", "牛奶", "--minimum", "50"]);
    clones.git("bert", &["fetch", "-q"]);
    clones
}

fn is_whole(clones: &Clones) {
    let text = clones.read("bert", RECEIPTS);
    assert!(rows(&text) == 2 && !text.contains("<<<"), "{text}");
    assert!(clones.read("bert", ITEMS).contains(",50,") && clones.read("bert", ITEMS).contains(",5,,"));
    assert_eq!(clones.git("bert", &["status", "--porcelain"]), "");
    let theirs = clones.git("bert", &["rev-parse", "origin/main"]);
    assert_eq!(clones.git("bert", &["merge-base", "origin/main", "HEAD"]), theirs, "theirs is a parent");
    clones.ends(0, "bert", &["check"]);
    clones.ends(0, "bert", &["sync"]);
    clones.ends(0, "anna", &["sync"]);
    assert_eq!(clones.tree("anna"), clones.tree("bert"));
}

#[test]
fn with_the_drivers_registered_git_itself_joins_rows_and_shows_them_in_words() {
    let clones = met();
    for clone in ["anna", "bert"] {
        clones.git(clone, &["config", "user.name", clone]);
    }
    let told = clones.ends(0, "bert", &["doctor", "--fix", "--format", "json"]).code;
    assert_eq!(told, 0);
    let merged = clones.git("bert", &["merge", "origin/main", "-m", "by git"]);
    assert!(!merged.contains("CONFLICT"), "{merged}");
    let diff = clones.git("bert", &["diff", "HEAD~1", "--", RECEIPTS]);
    assert!(diff.contains(" · 物品 牛奶"), "{diff}");
    is_whole(&clones);
}

#[test]
fn where_git_merged_as_text_and_stopped_resolve_commits_the_merge_of_both() {
    let clones = met();
    clones.git("bert", &["config", "--remove-section", "merge.linli"]);
    let told = clones.git("bert", &["merge", "origin/main"]);
    assert!(told.contains("CONFLICT"), "{told}");
    let refused = clones.ends(2, "bert", &["sync"]);
    assert!(all(&refused).contains("linli resolve"), "{}", refused.err);
    let ours = clones.git("bert", &["rev-parse", "HEAD"]);
    clones.ends(0, "bert", &["resolve"]);
    assert_eq!(clones.git("bert", &["rev-parse", "HEAD^1"]), ours);
    assert_eq!(
        clones.git("bert", &["rev-parse", "HEAD^2"]),
        clones.git("bert", &["rev-parse", "origin/main"])
    );
    is_whole(&clones);
}

#[test]
fn where_gits_marks_were_committed_resolve_rebuilds_from_the_parents_and_keeps_what_came_after() {
    let clones = met();
    clones.git("bert", &["config", "--remove-section", "merge.linli"]);
    clones.git("bert", &["merge", "origin/main"]);
    clones.git("bert", &["checkout", "-q", "--ours", ITEMS]);
    clones.git("bert", &["add", "-A"]);
    clones.git("bert", &["commit", "-q", "--no-verify", "-m", "whatever"]);
    assert!(clones.read("bert", RECEIPTS).contains("<<<<<<<"));
    clones.ends(0, "bert", &["resolve"]);
    let text = clones.read("bert", RECEIPTS);
    assert!(rows(&text) == 2 && !text.contains("<<<"), "{text}");
    clones.ends(0, "bert", &["check"]);
    assert_eq!(clones.git("bert", &["status", "--porcelain"]), "");
}

#[test]
fn where_git_stopped_at_a_register_an_edited_file_settles_it() {
    let clones = met();
    clones.ends(0, "bert", &["item", "edit", "大米", "--minimum", "9"]);
    clones.ends(0, "bert", &["doctor", "--fix"]);
    let told = clones.git("bert", &["merge", "origin/main"]);
    assert!(told.contains("CONFLICT"), "{told}");
    let refused = clones.ends(2, "bert", &["resolve"]);
    assert!(refused.err.contains("大米 minimum"), "{}", refused.err);
    let settled = "item,category,unit,packs,minimum,aliases,note\n牛奶,食品,盒,箱=12,50,鲜奶|纯牛奶,\n蔬菜包,食品,份,,,,\n大米,食品,kg,袋=10,7,,\n";
    clones.write("bert", ITEMS, settled);
    clones.ends(0, "bert", &["resolve"]);
    assert_eq!(clones.read("bert", ITEMS), settled);
    assert_eq!(rows(&clones.read("bert", RECEIPTS)), 2);
    assert_eq!(clones.git("bert", &["status", "--porcelain"]), "");
}

#[test]
fn plain_git_refuses_a_commit_that_changes_or_removes_a_row_and_takes_one_that_adds() {
    let clones = Clones::new(&["anna"]);
    clones.git("anna", &["config", "user.name", "anna"]);
    clones.ends(0, "anna", &["receive", "gov", "牛奶=30盒"]);
    clones.ends(0, "anna", &["receive", "gov", "牛奶=40盒"]);
    clones.ends(0, "anna", &["doctor", "--fix"]);
    let text = clones.read("anna", RECEIPTS);
    let removed: String = text.lines().take(2).map(|line| format!("{line}\n")).collect();
    let added =
        format!("{text}R220816-ZZZZZZ,2022-08-16,gov,牛奶,1,盒,,,,,,,,anna,2022-08-16T18:00:00+08:00\n");
    for (typed, found) in
        [(text.replace(",30,", ",31,"), "edited-row"), (removed, "removed-row"), (added, "")]
    {
        let before = clones.git("anna", &["rev-parse", "HEAD"]);
        clones.write("anna", RECEIPTS, &typed);
        let said = clones.git("anna", &["commit", "-qam", "by hand"]);
        assert!(said.contains(found), "{said}");
        assert_eq!(clones.git("anna", &["rev-parse", "HEAD"]) == before, !found.is_empty(), "{said}");
    }
}

#[test]
fn where_two_clones_wrote_one_report_the_earlier_commit_wins() {
    let clones = Clones::new(&["anna", "bert"]);
    for (clone, hour) in [("anna", 21), ("bert", 20)] {
        clones.write(clone, "reports/evening.html", &format!("<p>{clone}</p>\n"));
        clones.git(clone, &["add", "-A"]);
        let alias =
            format!("alias.slot=!GIT_COMMITTER_DATE=2022-08-16T{hour}:00:00+08:00 git commit -qm slot");
        clones.git(clone, &["-c", &alias, "slot"]);
    }
    clones.ends(0, "anna", &["sync"]);
    clones.ends(0, "bert", &["sync"]);
    clones.ends(0, "anna", &["sync"]);
    assert_eq!(clones.read("anna", "reports/evening.html"), "<p>bert</p>\n");
    assert_eq!(clones.tree("anna"), clones.tree("bert"));
}
