//! Why: the rows, commits and volunteers behind one printed line; and what had been known at some time.

use super::community::Community;
use insta::assert_snapshot;

fn week() -> Community {
    let mut community = Community::new();
    let day = |community: &mut Community, hour: u32, by: &str, args: &[&str]| {
        community.now = format!("2022-08-16T{hour:02}:00:00+08:00");
        community.by = by.to_owned();
        community.ok(args);
    };
    day(&mut community, 8, "李梅", &["census", "3-1-101=3", "3-1-102=2", "--date", "8.15"]);
    day(&mut community, 9, "李梅", &["receive", "街道办", "牛奶=5箱", "蔬菜包=40"]);
    day(&mut community, 10, "王柳", &["donate", "爱心企业", "牛奶=2箱", "--store", "gate"]);
    day(&mut community, 11, "王柳", &["distribute", "3-1-101", "牛奶=6"]);
    day(&mut community, 12, "王柳", &["distribute", "--round", "veg-0816", "3-1-101", "蔬菜包=1"]);
    day(&mut community, 13, "李梅", &["test", "test-0816", "3-1-101=2", "--elsewhere", "1"]);
    day(&mut community, 14, "李梅", &["item", "edit", "牛奶", "--minimum", "30"]);
    community.now = "2022-08-16T18:00:00+08:00".to_owned();
    community
}

#[test]
fn the_rows_behind_a_figure_are_named_with_their_commits_and_the_sum() {
    for lang in ["zh", "en"] {
        let mut community = week();
        community.lang = lang.to_owned();
        let stock = community.ok(&["why", "stock", "item=鲜奶", "store=物业仓库"]);
        let coverage = community.ok(&["why", "coverage", "round=veg-0816", "place=3-1"]);
        assert_snapshot!(format!("why-{lang}"), format!("{}{}", stock.all(), coverage.all()));
    }
}

#[test]
fn machines_get_the_rows_with_stable_keys() {
    let community = week();
    assert_snapshot!(community.ok(&["why", "stock", "item=牛奶", "store=main", "--format", "csv"]).out);
    let json = community.ok(&["why", "testing", "round=test-0816", "--format", "json"]).out;
    assert!(json.contains("\"figure\": \"elsewhere\"") && json.contains("\"figure\": \"due\""), "{json}");
}

#[test]
fn a_line_that_is_not_there_is_refused_with_near_names_and_several_are_listed() {
    let community = week();
    assert_snapshot!(community.refused(&["why", "stock", "item=牛奶"]).all());
    assert_snapshot!(community.refused(&["why", "stock", "item=牛乃"]).all());
    assert_snapshot!(community.refused(&["why", "stock", "itme=牛奶"]).all());
    assert_snapshot!(community.refused(&["why", "stokc", "item=牛奶"]).all());
    assert_eq!(community.run(&["why", "stock", "牛奶"]).code, 2);
}

#[test]
fn why_finds_the_grouping_in_which_the_line_is_printed() {
    let community = week();
    for keys in [
        ["distributions", "place=3-1-101", "item=牛奶"],
        ["distributions", "place=3-1", "item=牛奶"],
        ["distributions", "day=2022-08-16", "item=牛奶"],
        ["daily", "table=stock", "on_hand=54"],
        ["stock-card", "item=牛奶", "out=6"],
        ["missing", "round=test-0816", "place=3-2"],
    ] {
        let said = community.run(&["why", keys[0], keys[1], keys[2]]);
        assert_eq!(said.code, 0, "{keys:?} {}", said.all());
    }
    let card = community.ok(&[
        "why",
        "stock",
        "item=牛奶",
        "store=main",
        "--as-known-at",
        "HEAD~4",
        "--format",
        "csv",
    ]);
    assert!(!card.out.contains("distributed"), "{}", card.out);
}

#[test]
fn what_had_been_recorded_by_then_is_what_a_checkout_of_that_commit_shows() {
    let community = week();
    community.write(".git/info/exclude", "/then\n");
    for back in ["HEAD~1", "HEAD~3", "HEAD~5"] {
        community.git(&["worktree", "add", "-f", "--detach", "then", back]);
        let reports = [
            "stock",
            "receipts",
            "donations",
            "disclosure",
            "distributions",
            "coverage",
            "testing",
            "census",
            "requests",
            "service",
            "errands",
            "roster",
            "volunteers",
            "notices",
            "daily",
            "missing",
        ];
        let mut commands: Vec<Vec<&str>> = reports.iter().map(|name| vec!["report", name]).collect();
        commands.push(vec!["report", "stock-card", "--item", "牛奶"]);
        commands.extend([vec!["missing", "veg-0816"], vec!["status"]]);
        commands.extend(
            ["receipts", "distributions", "census", "tests"].map(|ledger| vec!["list", ledger, "--all"]),
        );
        for command in commands {
            let mut now = command.clone();
            now.extend(["--as-known-at", back, "--format", "json"]);
            let mut then = vec!["-C", "then"];
            then.extend(&command);
            then.extend(["--format", "json"]);
            assert_eq!(community.ok(&now).out, community.ok(&then).out, "{command:?} {back}");
        }
        community.git(&["worktree", "remove", "--force", "then"]);
    }
}

#[test]
fn a_moment_is_the_newest_commit_not_after_it_and_a_day_is_its_end() {
    let community = week();
    let on_hand = |when: &str| {
        let said = community.run(&[
            "report",
            "stock",
            "--item",
            "牛奶",
            "--store",
            "main",
            "--format",
            "csv",
            "--as-known-at",
            when,
        ]);
        said.out.lines().nth(1).map(|line| line.split(',').nth(7).unwrap().to_owned()).ok_or(said.err)
    };
    assert_eq!(on_hand("2022-08-16T10:59:59+08:00").unwrap(), "60");
    assert_eq!(on_hand("2022-08-16T11:00:00+08:00").unwrap(), "54");
    assert_eq!(on_hand("8.16").unwrap(), "54");
    assert!(on_hand("2022-08-15").unwrap_err().is_empty(), "the community was there, and no row");
    assert!(on_hand("2022-07-01").unwrap_err().contains("2022-07-01"));
    assert!(on_hand("nonsense").unwrap_err().contains("HEAD~3"));
}

#[test]
fn a_figure_that_was_published_is_named_with_the_command_that_corrects_it() {
    for lang in ["zh", "en"] {
        let mut community = Community::new();
        community.ok(&["donate", "爱心企业", "牛奶=40箱"]);
        community.now = "2022-08-16T19:00:00+08:00".to_owned();
        community.ok(&["notice", "donation-disclosure", "--issue"]);
        community.ok(&["notice", "roster", "--issue"]);
        community.write("reports/2022-08-16.html", "x");
        community.git(&["add", "reports/2022-08-16.html"]);
        community.git(&["commit", "-q", "-m", "report"]);
        community.now = "2022-08-16T20:00:00+08:00".to_owned();
        community.lang = lang.to_owned();
        let list = community.ok(&["list", "donations", "--format", "csv"]).out;
        let id = list.lines().nth(1).unwrap()[8..14].to_owned();
        let amended = community.ok(&["amend", &id, "quantity=30", "--reason", "复点", "--dry-run"]);
        let undone = community.ok(&["undo", &id, "--dry-run"]);
        let voided = community.ok(&["void", &id, "--reason", "错"]);
        let all = format!("{}{}{}", amended.all(), undone.err, voided.err);
        assert!(!all.contains("roster-0816"), "{all}");
        assert_snapshot!(format!("published-{lang}"), all);
        let old = amended.err.lines().find_map(|l| l.split("--set old=").nth(1)).unwrap();
        let old = old.split(" --set").next().unwrap();
        community.ok(&[
            "notice",
            "correction",
            "--set",
            "notice=donation-disclosure-0816",
            "--set",
            &format!("old={old}"),
            "--set",
            "new=无",
            "--issue",
        ]);
    }
}
