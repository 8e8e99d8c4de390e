//! Schedules: each slot once, late ones late, whatever the clock, the machine and the ledgers do meanwhile.

use super::community::{Community, Said};

const BULLETIN: &str = "
[[schedule]]
name = \"evening-bulletin\"
report = \"daily\"
at = \"20:00\"
write = \"reports/{date}.html\"
";

/// A community with these schedules, committed when it began.
fn scheduled(schedules: &str) -> Community {
    let community = Community::new();
    let text = community.read("ledgers/community.toml") + schedules;
    community.write("ledgers/community.toml", text);
    community.write(".gitignore", "private/\n");
    community.git(&["add", "-A"]);
    community.git(&["commit", "-q", "-m", "schedules"]);
    community
}

/// `linli run` at a moment.
fn run(community: &mut Community, now: &str) -> Said {
    community.now = now.to_owned();
    community.run(&["run"])
}

/// Runs, which must do what is due without a word.
fn quiet(community: &mut Community, now: &str) {
    let said = run(community, now);
    assert_eq!(said.all(), "exit 0\n", "linli run at {now}");
}

/// The slots that the history tells, the oldest first.
fn slots(community: &Community) -> Vec<String> {
    let log = community.git(&["log", "--reverse", "--format=%(trailers:key=Linli-Slot,valueonly)"]);
    log.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// A page without the line that names the commit of its books.
fn without_books(page: &str) -> String {
    page.lines().filter(|line| !line.contains("账目版本") && !line.contains("books ")).collect::<Vec<_>>().join("\n")
}

/// The bulletin of a day as a person gets it who asks at a moment.
fn by_hand(community: &mut Community, day: &str, now: &str) -> String {
    community.now = now.to_owned();
    let file = community.file(".git/by-hand.html");
    community.ok(&["report", "daily", "--public", "--as-of", day, "--format", "html", "--out", file.to_str().unwrap()]);
    std::fs::read_to_string(file).unwrap()
}

#[test]
fn a_slot_is_done_once_and_not_before_its_time() {
    let mut community = scheduled(BULLETIN);
    quiet(&mut community, "2022-08-16T19:59:59+08:00");
    // The schedule is older than this clone's first look: it begins with the last slot.
    assert_eq!(slots(&community), ["evening-bulletin 2022-08-15T20:00+08:00"]);
    quiet(&mut community, "2022-08-16T20:00:00+08:00");
    assert_eq!(slots(&community).last().unwrap(), "evening-bulletin 2022-08-16T20:00+08:00");
    let head = community.git(&["rev-parse", "HEAD"]);
    for now in ["2022-08-16T20:00:00+08:00", "2022-08-16T20:05:00+08:00", "2022-08-16T11:00:00+08:00", "2022-08-17T19:59:00+08:00"] {
        quiet(&mut community, now);
        assert_eq!(community.git(&["rev-parse", "HEAD"]), head, "{now}");
    }
    let page = community.read("reports/2022-08-16.html");
    assert_eq!(without_books(&page), without_books(&by_hand(&mut community, "2022-08-16", "2022-08-16T20:00:00+08:00")));
    assert_eq!(community.git(&["log", "-1", "--format=%s %an"]).trim(), "reports: evening-bulletin of 2022-08-16 20:00 李梅");
    assert_eq!(community.git(&["status", "--porcelain"]), "");
    // Another clone knows it from the history; without its own note it makes nothing again.
    std::fs::remove_file(community.file(".git/linli/schedules")).unwrap();
    quiet(&mut community, "2022-08-17T19:59:00+08:00");
    assert_eq!(community.git(&["rev-parse", "HEAD"]), head);
}

#[test]
fn a_week_with_a_crash_a_bad_row_and_a_day_without_power_has_every_bulletin_right() {
    for lang in ["zh", "en"] {
        let mut community = scheduled(BULLETIN);
        community.lang = lang.to_owned();
        let at = |day: u32, time: &str| format!("2022-08-{day}T{time}:00+08:00");
        quiet(&mut community, &at(15, "20:00"));
        for day in 16..=22 {
            community.now = at(day, "09:00");
            community.ok(&["receive", "街道", &format!("牛奶={day}箱"), "--by", "王柳"]);
            let evening = at(day, "20:00");
            match day {
                // Killed in the middle of its work.
                17 => {
                    community.now = evening;
                    let said = community.run_with(&["run"], &[("LINLI_ABORT_BEFORE", "9")]);
                    assert_eq!(said.code, -1);
                    // What was interrupted is finished, and said.
                    let said = run(&mut community, &at(17, "20:05"));
                    assert_eq!((said.code, said.out.as_str()), (0, ""), "{}", said.all());
                }
                // A bad row: it is printed in the bulletin, and mended the next morning.
                18 => {
                    let good = community.read("ledgers/receipts/2022-08.csv");
                    community.write("ledgers/receipts/2022-08.csv", good.clone() + "R220818-AAAAAA,2022-08-18,街道,牛奶,十几,,,,,,,,,李梅,2022-08-18T19:00:00+08:00\n");
                    quiet(&mut community, &evening);
                    assert!(community.read("reports/2022-08-18.html").contains("linli check"));
                    community.write("ledgers/receipts/2022-08.csv", good);
                }
                // No power all day.
                20 => {}
                _ => quiet(&mut community, &evening),
            }
        }
        let all: Vec<String> = (15..=22).map(|day| format!("evening-bulletin 2022-08-{day}T20:00+08:00")).collect();
        assert_eq!(slots(&community), all);
        for day in (16..=22).filter(|day| *day != 18) {
            let page = community.read(&format!("reports/2022-08-{day}.html"));
            let hand = by_hand(&mut community, &format!("2022-08-{day}"), &at(day, "20:00"));
            assert_eq!(without_books(&page), without_books(&hand), "the bulletin of {day}");
            assert!(page.contains(&format!("{}", day * 12)), "the milk of {day}");
        }
        community.now = at(22, "21:00");
        community.ok(&["audit", "verify"]);
        assert_eq!(community.git(&["status", "--porcelain"]), "");
    }
}

#[test]
fn killed_at_any_write_the_next_run_finishes_and_no_bulletin_is_made_twice() {
    let mut prepared = scheduled(BULLETIN);
    quiet(&mut prepared, "2022-08-15T20:00:00+08:00");
    prepared.now = "2022-08-16T20:00:00+08:00".to_owned();
    prepared.git(&["config", "linli.deliver.evening-bulletin", "printf x >> .git/delivered"]);
    for write in 0.. {
        assert!(write < 100, "it never ends");
        let mut community = prepared.copy();
        let said = community.run_with(&["run"], &[("LINLI_ABORT_BEFORE", &write.to_string())]);
        let killed = said.code == -1;
        let next = run(&mut community, "2022-08-16T20:05:00+08:00");
        assert_ne!(next.code, 2, "killed before write {write}: {}", next.all());
        let made: Vec<String> = slots(&community);
        assert_eq!(made, ["evening-bulletin 2022-08-15T20:00+08:00", "evening-bulletin 2022-08-16T20:00+08:00"], "{write}");
        assert_eq!(community.git(&["status", "--porcelain"]), "", "{write}");
        assert!(community.read(".git/delivered").len() <= 1, "delivered twice, killed before write {write}");
        // Where a delivery was cut off, that was said; else it arrived.
        assert!(community.read(".git/delivered") == "x" || next.code == 1, "{write}: {}", next.all());
        if !killed {
            break;
        }
    }
}
