//! Requests as people record them: every verb, every refusal, in both languages; lines from a chat; what is owed.

use super::community::{Community, Said};
use insta::assert_snapshot;

const LEDGER: &str = "ledgers/requests/2022-08.csv";

/// A community with a clock that can be put forward: `at("09:30")`.
struct Day {
    community: Community,
    log: String,
}

impl Day {
    fn new(lang: &str) -> Day {
        let mut community = Community::new();
        community.lang = lang.to_owned();
        Day { community, log: String::new() }
    }

    fn at(&mut self, time: &str) -> &mut Day {
        self.community.now = format!("2022-08-16T{time}:00+08:00");
        self
    }

    fn note(&mut self, args: &[&str], said: &Said) {
        self.log.push_str(&format!("$ linli {}\n{}{}", args.join(" "), said.out, said.err));
    }

    fn ok(&mut self, args: &[&str]) {
        let said = self.community.ok(args);
        self.note(args, &said);
    }

    fn refused(&mut self, args: &[&str]) {
        let said = self.community.refused(args);
        self.note(args, &said);
    }

    /// The code of the request opened as the n-th.
    fn code(&self, n: usize) -> String {
        let text = self.community.read(LEDGER);
        let opened = text.lines().filter(|l| l.contains(",opened,")).nth(n).expect("it was opened");
        opened[8..14].to_owned()
    }
}

/// A day of requests: each verb, and what each refuses.
fn a_day(lang: &str) -> String {
    let mut day = Day::new(lang);
    day.at("08:00").ok(&["request", "open", "三幢二单元502室", "布洛芬", "1盒", "--urgency", "critical"]);
    day.at("08:05").refused(&["request", "open", "3-2-502", "布洛芬 1盒", "--urgency", "critical"]);
    day.at("08:06").ok(&["request", "open", "3-2-502", "退烧药", "--kind", "药品"]);
    day.at("08:07").ok(&["request", "open", "5-101", "婴儿奶粉一罐", "--kind", "baby"]);
    day.at("08:08").refused(&["request", "open", "5-102", "袜子"]);
    day.refused(&["request", "open", "采样点", "水", "--kind", "food"]);
    day.refused(&["request", "open", "3-2-5O9", "米", "--date", "8.17"]);
    let (a, b, c) = (day.code(0), day.code(1), day.code(2));
    day.at("08:30").ok(&["request", "take", &a]);
    day.refused(&["request", "take", &a]);
    day.refused(&["request", "confirm", &a]);
    day.refused(&["request", "confirm", &a, &b]);
    day.refused(&["request", "take", &b, "--runner", "王某"]);
    day.at("08:40").ok(&["request", "take", &a[..4], "--runner", "王柳"]);
    day.at("09:00").ok(&["request", "buy", &a, "--spent", "¥45.50"]);
    day.refused(&["request", "buy", &a, "--spent", "3"]);
    day.at("10:30").ok(&["request", "deliver", &a]);
    day.at("10:40").ok(&["request", "deliver", "5-101", "--runner", "王柳", "--spent", "268元"]);
    day.ok(&["report", "errands"]);
    day.ok(&["report", "errands", "--public"]);
    day.ok(&["report", "requests", "--open"]);
    day.at("11:00").ok(&["request", "confirm", &a, &c]);
    day.refused(&["request", "deliver", &a]);
    day.at("11:10").ok(&["request", "reopen", &a]);
    day.ok(&["request", "take", &a]);
    day.refused(&["request", "duplicate", &b]);
    day.refused(&["request", "duplicate", &b, "--of", &b]);
    day.at("11:20").ok(&["request", "duplicate", &b, "--of", &a]);
    day.refused(&["request", "duplicate", &a, "--of", &b]);
    day.refused(&["request", "refer", &a]);
    day.at("11:30").ok(&["request", "refer", &a, "区医院"]);
    day.ok(&["request", "reopen", &a, "--reason", "没有接收"]);
    day.at("11:40").ok(&["request", "unmet", &a, "--reason", "全城缺货"]);
    day.ok(&["request", "reopen", &c]);
    day.at("11:50").ok(&["request", "cancel", "5-101", "--dry-run"]);
    day.ok(&["request", "cancel", "5-101"]);
    day.refused(&["request", "take", "ZZZZ"]);
    day.refused(&["request", "take"]);
    day.refused(&["request", "take", &a, "--force"]);
    let check = day.community.ok(&["check", "--format", "json"]);
    assert!(!check.out.contains("request-"), "{}", check.out);
    assert_eq!(day.community.git(&["status", "--porcelain"]), "");
    day.log
}

#[test]
fn a_day_of_requests_in_chinese() {
    assert_snapshot!(a_day("zh"));
}

#[test]
fn a_day_of_requests_in_english() {
    assert_snapshot!(a_day("en"));
}

#[test]
fn a_request_is_a_document_and_a_skipped_step_stands_in_the_same() {
    let mut day = Day::new("zh");
    day.at("08:00").ok(&["request", "open", "3-2-502", "布洛芬1盒", "--kind", "medicine"]);
    let code = day.code(0);
    day.at("09:00").ok(&["request", "deliver", &code, "--spent", "20", "--note", "放门口"]);
    assert_snapshot!(day.community.read(LEDGER));
    assert_snapshot!(day.community.git(&["log", "-2", "--format=%an: %s"]));
}

const CHAT: &str = "#接龙\n今日代买\n1. 3-2-502 布洛芬1盒 急\n2、三幢一单元101室，婴儿奶粉一罐\n3. 大米10斤，5-101\n4.\n5. 3-2-401 水管漏水 特急\n";

#[test]
fn lines_of_a_chat_are_opened_each_with_its_own_code_in_one_commit() {
    let mut day = Day::new("zh");
    day.at("08:00");
    let commits = || day.community.git(&["rev-list", "--count", "HEAD"]);
    let before = commits();
    assert_snapshot!(day.community.piped(&["request", "open", "-"], CHAT).all());
    assert_snapshot!(day.community.read(LEDGER));
    assert_eq!((before.trim(), commits().trim()), ("1", "2"));
    // The whole list is posted again with one line more.
    day.at("09:00").community.lang = "en".to_owned();
    let again = format!("{CHAT}6. 5-102 降压药\n");
    assert_snapshot!(day.community.piped(&["request", "open", "-"], &again).all());
}

#[test]
fn one_doubtful_line_keeps_all_from_being_recorded() {
    let mut day = Day::new("zh");
    let lines = "3-2-502 布洛芬\n小明 3-2-401 奶粉\n3-2 大米\n3-2-401 袜子\n3-1-101 13800138000 买米\n"; // a made-up number
    let before = day.community.state();
    for lang in ["zh", "en"] {
        day.community.lang = lang.to_owned();
        let said = day.community.piped(&["request", "open", "-"], lines);
        assert_eq!(said.code, 2);
        assert!(!said.all().contains("13800138000"), "{}", said.all());
        day.log.push_str(&said.all());
    }
    assert!(day.community.state() == before, "something was written");
    assert_snapshot!(day.log);
    let told = ["request", "open", "-", "--kind", "other", "--mask-numbers"];
    let said = day.community.piped(&told, "3-2-401 袜子\n3-1-101 13800138000 买米\n"); // a made-up number
    assert_eq!(said.code, 0, "{}", said.all());
    assert!(day.community.read(LEDGER).contains("138****8000"), "it is masked");
}

#[test]
fn a_phone_number_in_any_text_of_a_request_is_refused() {
    let mut day = Day::new("zh");
    let number = "13800138000"; // a made-up number
    day.at("08:00").ok(&["request", "open", "3-2-502", "布洛芬"]);
    let code = day.code(0);
    day.refused(&["request", "open", "3-2-401", "降压药", number]);
    day.refused(&["request", "refer", &code, "--to", number]);
    day.refused(&["request", "unmet", &code, "--reason", number]);
    day.refused(&["request", "take", &code, "--note", number]);
    assert!(!day.log.replace("$ linli", "\n$").lines().any(|l| !l.starts_with('$') && l.contains(number)));
}

#[test]
fn two_runners_who_took_one_request_offline_are_found_and_one_command_settles_it() {
    let mut day = Day::new("en");
    day.at("08:00").ok(&["request", "open", "3-2-502", "布洛芬"]);
    let code = day.code(0);
    day.at("09:00").ok(&["request", "take", &code, "--runner", "李梅"]);
    // As a merge brings it: the row of a clone that did not know of the first.
    let row = format!(
        "Q220816-FFFFF0,2022-08-16,Q220816-{code},taken,,,,,王柳,,,,,王柳,2022-08-16T09:10:00+08:00\n"
    );
    let text = day.community.read(LEDGER) + &row;
    day.community.write(LEDGER, text);
    day.community.git(&["commit", "-qam", "merge"]);
    let found = day.at("10:00").community.run(&["check", "--only", "request-taken-twice"]);
    assert_eq!(found.code, 0, "a warning: {}", found.all());
    let fix = format!("linli request take {code} --runner 王柳");
    assert!(found.out.contains(&fix), "{}", found.all());
    let words: Vec<&str> = fix.split(' ').skip(1).collect();
    day.at("10:01").ok(&words);
    let found = day.community.run(&["check", "--only", "request-taken-twice"]);
    assert!(!found.out.contains(&code), "{}", found.all());
}
