//! Undo: what one operation did is taken back by another, and what others did since stays.

use super::community::Community;
use insta::assert_snapshot;
use proptest::prelude::*;

fn rows(community: &Community, ledger: &str) -> Vec<String> {
    let list = community.ok(&["list", ledger, "--all", "--format", "csv"]).out;
    list.lines().skip(1).map(str::to_owned).collect()
}

fn later(community: &mut Community, minutes: u32) {
    community.now = format!("2022-08-16T{:02}:{:02}:00+08:00", 18 + minutes / 60, minutes % 60);
}

fn head(community: &Community, revision: &str) -> String {
    community.git(&["rev-parse", "--short=8", revision]).trim().to_owned()
}

#[test]
fn the_last_operation_is_reversed_and_undo_again_takes_the_one_before() {
    for lang in ["zh", "en"] {
        let mut community = Community::new();
        community.lang = lang.to_owned();
        community.ok(&["receive", "街道办", "牛奶=5箱", "大米=100斤"]);
        later(&mut community, 5);
        community.ok(&["distribute", "3-1-101", "牛奶=2"]);
        later(&mut community, 6);
        let first = community.ok(&["undo"]).all();
        later(&mut community, 7);
        let second = community.ok(&["undo"]).all();
        assert_snapshot!(format!("undo-twice-{lang}"), format!("{first}{second}"));
        assert_eq!(community.ok(&["report", "stock", "--format", "json"]).out, "[]\n");
        assert_eq!(rows(&community, "receipts").len(), 4);
        let message = community.git(&["log", "-1", "--format=%B"]);
        let undone = community.git(&["rev-parse", "HEAD~3"]);
        assert!(message.contains(&format!("Linli-Undoes: {undone}")), "{message}");
        assert_eq!(community.run(&["undo"]).code, 2, "nothing is left");
    }
}

#[test]
fn an_undo_is_undone_by_its_commit_and_that_again_by_a_plain_undo() {
    let mut community = Community::new();
    community.ok(&["receive", "街道办", "牛奶=5箱"]);
    let before = community.ok(&["report", "stock", "--format", "json"]).out;
    later(&mut community, 1);
    community.ok(&["undo"]);
    assert_eq!(community.ok(&["report", "stock", "--format", "json"]).out, "[]\n");
    later(&mut community, 2);
    let undone = head(&community, "HEAD");
    let original = head(&community, "HEAD~1");
    let refused = community.refused(&["undo", &original]);
    assert!(refused.err.contains(&format!("linli undo {undone}")), "{}", refused.err);
    community.ok(&["undo", &undone]);
    assert_eq!(community.ok(&["report", "stock", "--format", "json"]).out, before);
    later(&mut community, 3);
    community.ok(&["undo"]);
    assert_eq!(community.ok(&["report", "stock", "--format", "json"]).out, "[]\n");
    later(&mut community, 4);
    let again = head(&community, "HEAD");
    community.ok(&["undo", &again]);
    assert_eq!(community.ok(&["report", "stock", "--format", "json"]).out, before);
    later(&mut community, 5);
    // The first operation is named: what it did stands by the last redo.
    community.ok(&["undo", &original]);
    assert_eq!(community.ok(&["report", "stock", "--format", "json"]).out, "[]\n");
    assert_eq!(community.ok(&["check"]).code, 0);
}

#[test]
fn undoing_a_void_records_the_row_again_and_undoing_an_amend_corrects_back() {
    let mut community = Community::new();
    community.ok(&["donate", "爱心企业", "牛奶=40箱"]);
    later(&mut community, 1);
    let id = rows(&community, "donations")[0][8..14].to_owned();
    community.ok(&["amend", &id, "quantity=30", "--reason", "复点"]);
    later(&mut community, 2);
    assert_snapshot!(community.ok(&["undo"]).all());
    let states: Vec<String> = rows(&community, "donations")
        .iter()
        .map(|row| {
            let cells: Vec<&str> = row.split(',').collect();
            format!("{} {} {}", cells[4], cells[12], cells[cells.len() - 1])
        })
        .collect();
    assert_eq!(states, ["40  reversed", "-40 复点 reversal", "30  reversed", &states[3], "40  effective"]);
    assert!(states[3].starts_with("-30 撤销"), "{states:?}");
    later(&mut community, 3);
    let rows_now = rows(&community, "donations");
    let last = rows_now[4].split(',').next().unwrap().to_owned();
    community.ok(&["void", &last, "--reason", "错"]);
    later(&mut community, 4);
    community.ok(&["undo"]);
    let json = community.ok(&["report", "donations", "--format", "json"]).out;
    assert!(json.contains("\"quantity\": 480") && json.contains("\"lines\": 1"), "{json}");
    let diff = community.ok(&["audit", "verify"]);
    assert_eq!(diff.code, 0, "{}", diff.all());
}

#[test]
fn what_was_corrected_and_that_undone_is_undone_where_it_stands_now() {
    let mut community = Community::new();
    community.ok(&["receive", "街道办", "牛奶=5箱"]);
    later(&mut community, 1);
    let id = rows(&community, "receipts")[0][8..14].to_owned();
    community.ok(&["amend", &id, "quantity=4", "--reason", "复点"]);
    later(&mut community, 2);
    let in_force = community.refused(&["undo", "HEAD~1", "--force"]);
    assert!(in_force.err.contains("已被"), "a correction that stands is in the way: {}", in_force.err);
    community.ok(&["undo"]);
    later(&mut community, 3);
    community.ok(&["undo"]);
    assert_eq!(community.ok(&["report", "stock", "--format", "json"]).out, "[]\n");
}

#[test]
fn registers_become_what_they_were_and_what_others_added_stays() {
    let mut community = Community::new();
    community.ok(&["item", "add", "苹果", "--unit", "斤"]);
    later(&mut community, 1);
    community.by = "王柳".to_owned();
    community.ok(&["item", "add", "梨", "--unit", "斤"]);
    community.by = "李梅".to_owned();
    later(&mut community, 2);
    assert_snapshot!(community.ok(&["undo"]).all());
    let items = community.read("ledgers/items.csv");
    assert!(items.contains("梨") && !items.contains("苹果"), "{items}");
    community.ok(&["item", "edit", "大米", "--minimum", "50"]);
    later(&mut community, 3);
    community.by = "王柳".to_owned();
    community.ok(&["item", "edit", "大米", "--minimum", "60"]);
    community.by = "李梅".to_owned();
    assert_snapshot!(community.refused(&["undo"]).all());
}

#[test]
fn an_item_that_came_with_its_goods_stays_in_the_register() {
    let mut community = Community::new();
    community.ok(&["receive", "街道办", "苹果=5箱", "--new"]);
    later(&mut community, 1);
    let said = community.ok(&["undo"]);
    assert!(said.err.contains("ledgers/items.csv 保留"), "{}", said.err);
    assert!(community.read("ledgers/items.csv").contains("苹果"));
    assert_eq!(community.ok(&["check"]).code, 0);
}

#[test]
fn everything_that_stands_in_the_way_is_named_and_force_overrules_what_it_may() {
    let mut community = Community::new();
    community.ok(&["receive", "街道办", "牛奶=5箱"]);
    later(&mut community, 1);
    community.ok(&["distribute", "3-1-101", "牛奶=20"]);
    later(&mut community, 2);
    let receipt = rows(&community, "receipts")[0].split(',').next().unwrap().to_owned();
    assert_snapshot!(community.refused(&["undo", &receipt]).all());
    community.ok(&["undo", &receipt, "--force"]);
    let mut community = Community::new();
    community.ok(&["request", "open", "3-1-101", "布洛芬", "--kind", "medicine"]);
    let request = rows(&community, "requests")[0][8..14].to_owned();
    later(&mut community, 1);
    community.ok(&["request", "take", &request, "--runner", "王柳"]);
    later(&mut community, 2);
    community.ok(&["request", "deliver", &request]);
    later(&mut community, 3);
    assert_snapshot!(community.refused(&["undo", "HEAD~2"]).all());
    community.ok(&["undo"]);
    later(&mut community, 4);
    community.ok(&["undo"]);
    later(&mut community, 5);
    community.ok(&["undo"]);
    assert_eq!(community.ok(&["report", "requests", "--format", "json"]).out, "[]\n");
}

#[test]
fn a_row_that_is_cancelled_already_stands_in_the_way_even_with_force() {
    let mut community = Community::new();
    community.ok(&["receive", "街道办", "牛奶=5箱", "大米=100斤"]);
    later(&mut community, 1);
    let id = rows(&community, "receipts")[0].split(',').next().unwrap().to_owned();
    community.ok(&["void", &id, "--reason", "错"]);
    later(&mut community, 2);
    let state = community.state();
    let refused = community.refused(&["undo", "HEAD~1", "--force"]);
    assert!(refused.err.contains("已被"), "{}", refused.err);
    assert_eq!(community.state(), state);
}

#[test]
fn a_dry_run_shows_the_rows_and_writes_nothing_and_another_persons_operation_is_undone_by_name() {
    let mut community = Community::new();
    community.ok(&["receive", "街道办", "牛奶=5箱"]);
    later(&mut community, 1);
    let state = community.state();
    assert_snapshot!(community.ok(&["undo", "--dry-run"]).all());
    assert_eq!(community.state(), state);
    community.by = "王柳".to_owned();
    let refused = community.refused(&["undo"]);
    assert!(refused.err.contains("王柳 没有可以撤销的操作"), "{}", refused.err);
    let said = community.ok(&["undo", "HEAD"]);
    assert!(said.err.contains("李梅"), "{}", said.err);
    assert_eq!(community.git(&["log", "-1", "--format=%an"]).trim(), "王柳");
}

#[test]
fn an_issued_notice_stays_issued() {
    let mut community = Community::new();
    community.ok(&["census", "3-1-101=3"]);
    later(&mut community, 1);
    community.ok(&["notice", "testing", "--round", "test-0816", "--issue"]);
    later(&mut community, 2);
    let said = community.ok(&["undo"]);
    assert!(said.err.contains("reports/notices/testing-0816.txt 保留"), "{}", said.err);
    assert!(community.file("reports/notices/testing-0816.txt").exists());
    assert_eq!(community.ok(&["audit", "verify"]).code, 0);
}

/// What the reports say, but for who recorded what when.
fn figures(community: &Community) -> Vec<String> {
    let reports = ["stock", "receipts", "distributions", "coverage", "testing", "census", "notices"];
    reports.iter().map(|name| community.ok(&["report", name, "--format", "json"]).out).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, ..ProptestConfig::default() })]

    #[test]
    fn undoing_every_operation_one_after_the_other_leads_back_state_by_state(
        operations in prop::collection::vec((0usize..7, 1u32..9, 0usize..4), 2..4),
        redo: bool,
    ) {
        let mut community = Community::new();
        community.ok(&["receive", "街道办", "牛奶=50箱", "大米=10袋"]);
        let mut states = vec![figures(&community)];
        for (at, (kind, n, place)) in operations.iter().enumerate() {
            later(&mut community, 11 * (at as u32 + 1));
            let home = ["3-1-101", "3-1-102", "3-2-201", "5-0-301"][*place];
            let n = n.to_string();
            let last = |ledger: &str| {
                let list = community.ok(&["list", ledger, "--format", "csv"]).out;
                list.lines().last().unwrap().split(',').next().unwrap().to_owned()
            };
            let args: Vec<String> = match kind {
                0 => vec!["distribute".into(), home.into(), format!("牛奶={n}")],
                1 => vec!["census".into(), format!("{home}={n}"), "--date".into(), "8.15".into()],
                2 => vec!["test".into(), "test-0816".into(), format!("{home}={n}"), "--force".into()],
                3 => vec!["amend".into(), last("receipts"), format!("quantity={n}"), "--reason".into(), "x".into()],
                4 => vec!["void".into(), last("receipts"), "--reason".into(), "x".into(), "--force".into()],
                5 => vec!["receive".into(), home.into(), format!("苹果{at}={n}箱"), "--new".into()],
                _ => vec!["adjust".into(), format!("牛奶=-{n}"), "--reason".into(), "lost".into()],
            };
            let args: Vec<&str> = args.iter().map(String::as_str).collect();
            let said = community.run(&args);
            // What is refused (nothing would change, all is voided) is no operation.
            if said.code == 0 && !said.err.contains("没有新的内容") {
                states.push(figures(&community));
            }
        }
        let mut minutes = 80;
        let mut back = |community: &mut Community, args: &[&str]| {
            minutes += 1;
            later(community, minutes);
            community.ok(args);
        };
        while states.len() > 1 {
            let after = states.pop().unwrap();
            back(&mut community, &["undo", "--force"]);
            prop_assert_eq!(&figures(&community), states.last().unwrap());
            if redo {
                back(&mut community, &["undo", "HEAD", "--force"]);
                prop_assert_eq!(&figures(&community), &after);
                back(&mut community, &["undo", "--force"]);
                prop_assert_eq!(&figures(&community), states.last().unwrap());
            }
        }
        prop_assert_eq!(community.ok(&["audit", "verify"]).code, 0);
    }
}
