//! Chat chains (接龙) as a captain pastes them: doubtful entries, a second and a third paste, what people did by hand in
//! between, requests, and the page about them.

use super::community::{Community, Said};
use super::pages::{hold, page};
use insta::assert_snapshot;

const FIRST: &str = "请3幢1单元的邻居接龙\n#接龙\n8.16核酸\n例 502 -2\n\n1. 101 -2\n2、102 两人\n（3）小鱼儿 201 3\n4. 202 -1，1人在医院做核酸\n5. 301 不在家\n6. 302-2\n7. 收到\n8. 101 -3\n\n请尽快接龙\n";
const SECOND: &str = "#接龙\n8.16核酸\n例 502 -2\n1. 101 -3\n2. 102 2\n3. 201 3人\n4. 202 -2\n5. 301 -2\n6. 302 -2\n9. 401 2 13800138000\n10. 402\n"; // a made-up number

struct Evening {
    community: Community,
    log: String,
}

impl Evening {
    fn new(lang: &str) -> Evening {
        let mut community = Community::new();
        community.lang = lang.to_owned();
        community.ok(&[
            "census",
            "3-1-101=3",
            "3-1-102=2",
            "3-1-201=3",
            "3-1-202=2",
            "3-1-301=2",
            "--date",
            "8.15",
        ]);
        Evening { community, log: String::new() }
    }

    fn note(&mut self, args: &[&str], said: &Said) {
        self.log.push_str(&format!(
            "$ linli {} (exit {})\n{}{}\n",
            args.join(" "),
            said.code,
            said.out,
            said.err
        ));
    }

    /// Pastes a chain of 3-1 into the tests.
    fn paste(&mut self, text: &str, more: &[&str]) -> Said {
        let args = ["import", "--jielong", "--ledger", "tests", "--building", "3", "--unit", "1"];
        let args: Vec<&str> = args.into_iter().chain(more.iter().copied()).collect();
        let said = self.community.piped(&args, text);
        self.note(&args, &said);
        said
    }

    fn rows(&self) -> usize {
        self.community.read("ledgers/tests/2022-08.csv").lines().count()
    }
}

/// Three pastes of one chain, with a correction by hand between them.
fn an_evening(lang: &str) -> String {
    let mut evening = Evening::new(lang);
    assert_eq!(evening.paste(FIRST, &[]).code, 0);
    assert_eq!(evening.rows(), 7, "a header and six homes");
    let before = evening.community.state();
    let again = evening
        .community
        .piped(&["import", "--jielong", "--ledger", "tests", "--building", "3", "--unit", "1"], FIRST);
    assert_eq!(again.code, 0);
    assert!(evening.community.state() == before, "the same paste changes nothing");
    let typed = evening.community.ok(&["test", "test-0816", "3-1-201=2"]);
    evening.note(&["test", "test-0816", "3-1-201=2"], &typed);
    let before = evening.community.state();
    assert_eq!(evening.paste(SECOND, &[]).code, 2);
    assert!(evening.community.state() == before, "a doubtful entry, and nothing is written");
    evening.community.now = "2022-08-16T19:00:00+08:00".to_owned();
    assert_eq!(evening.paste(SECOND, &["--partial"]).code, 0);
    evening.log.push_str(&format!("--- stdin.left.txt\n{}", evening.community.read("stdin.left.txt")));
    let mended =
        evening.community.read("stdin.left.txt").replace("10. 402", "10. 402 -1").replace(" 138****8000", "");
    evening.community.write("mended.txt", mended);
    let args = ["import", "--jielong", "mended.txt", "--ledger", "tests", "--building", "3", "--unit", "1"];
    let said = evening.community.ok(&args);
    evening.note(&args, &said);
    let missing = evening.community.ok(&["missing", "test-0816", "--by", "home"]);
    assert!(!missing.out.contains("3-1-202") && missing.out.contains("3-1-201"), "{}", missing.out);
    evening.log
}

#[test]
fn a_chain_is_pasted_again_and_again() {
    assert_snapshot!("an_evening_zh", an_evening("zh"));
    assert_snapshot!("an_evening_en", an_evening("en"));
}

#[test]
fn a_program_gets_the_homes_that_are_not_in_the_chain_and_the_text_for_the_chat() {
    let mut evening = Evening::new("zh");
    let said = evening.paste(FIRST, &["--format", "json"]);
    let page: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let rows = |name: &str| {
        let table = page.as_array().unwrap().iter().find(|table| table["table"] == name).unwrap();
        table["rows"].as_array().unwrap().clone()
    };
    let homes: Vec<String> =
        rows("absent").iter().map(|row| row["place"].as_str().unwrap().to_owned()).collect();
    assert!(homes.contains(&"3-1-401".to_owned()) && !homes.contains(&"3-1-101".to_owned()), "{homes:?}");
    let text = rows("chat")[0]["text"].as_str().unwrap().to_owned();
    assert!(text.starts_with("3-1：") && text.ends_with("请接龙。") && text.contains("401"), "{text}");
}

#[test]
fn one_paste_fills_three_ledgers_in_one_operation() {
    let community = Community::new();
    community.ok(&["receive", "街道", "蔬菜包=50"]);
    let commits = community.git(&["rev-list", "--count", "HEAD"]);
    let text = "#接龙\n1. 101 3 2 1\n2. 102 2 2 1\n";
    let args = ["import", "--jielong", "--building", "3-1", "--pattern", "室号 人数 检测 份数"];
    let said = community.piped(&args, text);
    assert_eq!(said.code, 0, "{}", said.all());
    let of = |ledger: &str| community.read(&format!("ledgers/{ledger}/2022-08.csv")).lines().count() - 1;
    assert_eq!((of("census"), of("tests"), of("distributions")), (2, 2, 2));
    let after = community.git(&["rev-list", "--count", "HEAD"]);
    assert_eq!(after.trim().parse::<u32>().unwrap(), commits.trim().parse::<u32>().unwrap() + 1);
    assert!(community.piped(&args, text).err.contains("没有新的内容要登记"));
    community.ok(&["check"]);
}

#[test]
fn requests_of_a_chain_are_opened_once() {
    let mut community = Community::new();
    community.lang = "en".to_owned();
    let args = ["import", "--jielong", "--ledger", "requests", "--building", "3", "--unit", "2"];
    let first = community.piped(&args, "#接龙\n今日代买\n1. 502 布洛芬1盒 急\n2. 401 奶粉一罐\n3. 收到\n");
    let second =
        community.piped(&args, "#接龙\n今日代买\n1. 502 布洛芬1盒\n4. 402 大米10斤\n5. 402 大米 10斤\n");
    assert_snapshot!("requests_of_a_chain", format!("{}{}", first.all(), second.all()));
    assert_eq!(community.read("ledgers/requests/2022-08.csv").lines().count(), 4, "three requests");
}

#[test]
fn a_request_that_becomes_urgent_in_the_chain_is_amended_and_one_changed_by_hand_stays() {
    let mut community = Community::new();
    community.lang = "en".to_owned();
    let args = ["import", "--jielong", "--ledger", "requests", "--building", "3", "--unit", "2"];
    let urgencies = |community: &Community| -> Vec<String> {
        let said = community.run(&["report", "requests", "--format", "json"]);
        let rows: Vec<serde_json::Value> = serde_json::from_str(&said.out).unwrap();
        rows.iter().map(|row| row["urgency"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(community.piped(&args, "#接龙\n1. 502 布洛芬1盒\n2. 401 奶粉一罐\n").code, 0);
    assert_eq!(urgencies(&community), ["normal", "normal"]);
    let urgent = "#接龙\n1. 502 布洛芬1盒 紧急\n2. 401 奶粉一罐\n";
    let said = community.piped(&args, urgent);
    assert!(said.code == 0 && said.out.contains("was: medicine, normal"), "{}", said.all());
    let mut now = urgencies(&community);
    now.sort();
    assert_eq!(now, ["critical", "normal"]);
    assert!(community.piped(&args, urgent).all().contains("unchanged"));
    assert_eq!(community.run(&["check"]).code, 0, "{}", community.run(&["check"]).out);
}

#[test]
fn what_is_asked_wrongly_is_refused_with_its_remedy() {
    let mut community = Community::new();
    community.lang = "en".to_owned();
    community.write("chain.txt", "#接龙\n1. 101 -2\n");
    let mut log = String::new();
    for args in [
        &["chain.txt", "--building", "3-1"][..],
        &["chain.txt", "--ledger", "donations", "--building", "3-1"],
        &["chain.txt", "--ledger", "tests", "--unit", "1"],
        &["chain.txt", "--ledger", "tests", "--building", "3-1-101"],
        &["chain.txt", "--ledger", "tests", "--building", "3-1", "--pattern", "室号 年龄"],
        &["chain.txt", "--ledger", "tests", "--building", "3-1", "--pattern", "人数"],
        &["chain.txt", "--ledger", "tests", "--building", "3-1", "--round", "veg-0816"],
        &["chain.txt", "--ledger", "distributions", "--building", "3-1", "--pattern", "室号 人数"],
        &["chain.txt", "--ledger", "requests", "--building", "3-1", "--round", "test-0816"],
        &["chain.txt", "--ledger", "tests", "--building", "3-1", "--left", "a.txt"],
        &["chain.txt", "--ledger", "tests", "--building", "3-1", "--map", "x"],
        &["chain.txt", "--ledger", "tests", "--building", "3-1", "--date", "8.17"],
    ] {
        let args: Vec<&str> = ["import", "--jielong"].into_iter().chain(args.iter().copied()).collect();
        let said = community.refused(&args);
        log.push_str(&format!("$ linli {}\n{}", args.join(" "), said.err));
    }
    let said = community.refused(&["import", "chain.txt", "--ledger", "tests", "--pattern", "室号 人数"]);
    log.push_str(&said.err);
    assert_snapshot!("asked_wrongly", log);
}

/// What the page says that the program prints, made anew.
fn example(lang: &str) -> String {
    let mut community = Community::new();
    community.lang = lang.to_owned();
    community.ok(&["census", "3-1-101=2", "3-1-102=2", "3-1-201=3", "--date", "8.15"]);
    let page = page("docs/chains.md");
    let chain = page.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).expect("the chain");
    community.write("接龙.txt", chain);
    let said = community.run(&[
        "import",
        "--jielong",
        "接龙.txt",
        "--ledger",
        "tests",
        "--building",
        "3",
        "--unit",
        "1",
    ]);
    format!("{}{}", said.err, said.out)
}

#[test]
fn the_example_of_the_page_is_what_the_program_says() {
    let now = page("docs/chains.md");
    let mut parts: Vec<String> = now.split("```").map(str::to_owned).collect();
    let mut langs = ["en", "zh"].into_iter();
    for part in &mut parts {
        if part.starts_with("console\n") {
            *part = format!("console\n{}", example(langs.next().expect("two examples")));
        }
    }
    assert!(langs.next().is_none(), "one example in each language");
    hold("docs/chains.md", &parts.join("```"));
}
