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
    page.lines()
        .filter(|line| !line.contains("账目版本") && !line.contains("books "))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The bulletin of a day as a person gets it who asks at a moment.
fn by_hand(community: &mut Community, day: &str, now: &str) -> String {
    community.now = now.to_owned();
    let file = community.file(".git/by-hand.html");
    community.ok(&[
        "report",
        "daily",
        "--public",
        "--as-of",
        day,
        "--format",
        "html",
        "--out",
        file.to_str().unwrap(),
    ]);
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
    for now in [
        "2022-08-16T20:00:00+08:00",
        "2022-08-16T20:05:00+08:00",
        "2022-08-16T11:00:00+08:00",
        "2022-08-17T19:59:00+08:00",
    ] {
        quiet(&mut community, now);
        assert_eq!(community.git(&["rev-parse", "HEAD"]), head, "{now}");
    }
    let page = community.read("reports/2022-08-16.html");
    assert_eq!(
        without_books(&page),
        without_books(&by_hand(&mut community, "2022-08-16", "2022-08-16T20:00:00+08:00"))
    );
    assert_eq!(
        community.git(&["log", "-1", "--format=%s %an"]).trim(),
        "reports: evening-bulletin of 2022-08-16 20:00 李梅"
    );
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
        // Whoever runs it, a scheduled page is in the community's language.
        let text = community
            .read("ledgers/community.toml")
            .replace("language = \"zh\"", &format!("language = \"{lang}\""));
        community.write("ledgers/community.toml", text);
        community.git(&["commit", "-q", "--allow-empty", "-a", "-m", "language"]);
        community.lang = lang.to_owned();
        let at = |day: u32, time: &str| format!("2022-08-{day}T{time}:00+08:00");
        quiet(&mut community, &at(15, "20:00"));
        let mut by_hand_then = Vec::new();
        for day in 16..=22 {
            community.now = at(day, "09:00");
            community.ok(&["receive", "街道", &format!("牛奶={day}箱"), "--by", "王柳"]);
            let evening = at(day, "20:00");
            by_hand_then.push((day, by_hand(&mut community, &format!("2022-08-{day}"), &evening)));
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
        let all: Vec<String> =
            (15..=22).map(|day| format!("evening-bulletin 2022-08-{day}T20:00+08:00")).collect();
        assert_eq!(slots(&community), all);
        for (day, hand) in by_hand_then.into_iter().filter(|(day, _)| *day != 18) {
            let page = community.read(&format!("reports/2022-08-{day}.html"));
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
        assert_eq!(
            made,
            ["evening-bulletin 2022-08-15T20:00+08:00", "evening-bulletin 2022-08-16T20:00+08:00"],
            "{write}"
        );
        assert_eq!(community.git(&["status", "--porcelain"]), "", "{write}");
        assert!(community.read(".git/delivered").len() <= 1, "delivered twice, killed before write {write}");
        // Where a delivery was cut off, that was said; else it arrived.
        assert!(community.read(".git/delivered") == "x" || next.code == 1, "{write}: {}", next.all());
        if !killed {
            break;
        }
    }
}

#[test]
fn a_file_that_cannot_be_read_leaves_the_last_good_report_and_says_why_until_it_is_mended() {
    let mut community = scheduled(&BULLETIN.replace("{date}", "latest"));
    community.ok(&["receive", "街道", "牛奶=2箱"]);
    quiet(&mut community, "2022-08-16T20:00:00+08:00");
    let (good, ledger) =
        (community.read("reports/latest.html"), community.read("ledgers/receipts/2022-08.csv"));
    community.write("ledgers/receipts/2022-08.csv", "");
    for now in ["2022-08-17T20:00:00+08:00", "2022-08-17T20:05:00+08:00"] {
        let said = run(&mut community, now);
        assert_eq!((said.code, said.out.as_str()), (1, ""), "{}", said.all());
        assert!(
            said.err.contains("truncated") && said.err.contains("ledgers/receipts/2022-08.csv"),
            "{}",
            said.err
        );
        assert_eq!(community.read("reports/latest.html"), good);
        assert!(community.read("reports/latest.html.failed.txt").contains("truncated"));
    }
    let doctor = community.run(&["doctor", "--format", "json"]);
    assert!(doctor.out.contains("evening-bulletin 2022-08-17T20:00+08:00"), "{}", doctor.out);
    community.write("ledgers/receipts/2022-08.csv", ledger);
    quiet(&mut community, "2022-08-17T20:10:00+08:00");
    assert_ne!(community.read("reports/latest.html"), good);
    assert!(!community.file("reports/latest.html.failed.txt").exists());
    assert_eq!(community.git(&["status", "--porcelain"]), "");
}

#[test]
fn one_schedule_that_fails_does_not_stop_the_others_and_the_same_bytes_make_no_commit() {
    let mut community = scheduled(
        "
[[schedule]]
name = \"outside\"
report = \"stock\"
at = \"08:00\"
write = \"../{date}.csv\"

[[schedule]]
name = \"stock\"
report = \"stock\"
at = \"08:00\"
write = \"reports/stock.csv\"

[[schedule]]
name = \"week\"
notice = \"bulletin\"
at = \"mon 09:00\"
write = \"reports/{week}.txt\"
",
    );
    let said = run(&mut community, "2022-08-15T09:00:00+08:00");
    assert_eq!(said.code, 1);
    assert!(said.err.contains("outside") && said.err.contains("reports/"), "{}", said.err);
    assert_eq!(slots(&community), ["stock 2022-08-15T08:00+08:00", "week 2022-08-15T09:00+08:00"]);
    assert!(community.read("reports/2022-W33.txt").contains("8月15日"));
    run(&mut community, "2022-08-16T09:00:00+08:00");
    // The stock is as it was: no commit, and it is not looked at again.
    assert_eq!(slots(&community).len(), 2);
    assert!(community.read(".git/linli/schedules").contains("done\tstock\t2022-08-16T08:00+08:00"));
    let list = community.ok(&["schedule", "list", "--format", "csv"]);
    assert!(
        list.out
            .contains("stock,stock,08:00 Asia/Shanghai,reports/stock.csv,2022-08-16 08:00,2022-08-17 08:00"),
        "{}",
        list.out
    );
    // A slot that has come and is not done is what is due next.
    community.now = "2022-08-17T08:30:00+08:00".to_owned();
    let list = community.ok(&["schedule", "list", "--format", "csv"]);
    assert!(list.out.contains(",2022-08-16 08:00,2022-08-17 08:00"), "{}", list.out);
}

#[test]
fn a_finished_file_is_handed_over_once_and_a_failing_command_is_tried_again_and_blocks_nothing() {
    let mut community = scheduled(BULLETIN);
    let command = "test -e .git/up || { echo no line; exit 3; }; cat > .git/got; printf '%s %s\\n' \"$1\" \"$LINLI_SLOT\" >> .git/log";
    community.git(&["config", "linli.deliver.evening-bulletin", command]);
    let said = run(&mut community, "2022-08-16T20:00:00+08:00");
    assert_eq!(said.code, 1);
    assert!(said.err.contains("no line"), "{}", said.err);
    assert_eq!(slots(&community).len(), 1, "the bulletin is there");
    // Not yet time to try again.
    quiet(&mut community, "2022-08-16T20:01:00+08:00");
    community.write(".git/up", "");
    quiet(&mut community, "2022-08-16T20:05:00+08:00");
    assert_eq!(community.read(".git/got"), community.read("reports/2022-08-16.html"));
    let log = community.read(".git/log");
    assert!(log.ends_with("/reports/2022-08-16.html 2022-08-16T20:00+08:00\n"), "{log}");
    quiet(&mut community, "2022-08-16T23:00:00+08:00");
    assert_eq!(community.read(".git/log"), log);
    assert!(community.read(".git/linli/deliveries.log").contains("delivered"));
}

#[test]
fn a_command_that_always_fails_is_given_up_and_that_is_said() {
    let mut community = scheduled(&BULLETIN.replace("evening-bulletin", "晚间日报"));
    community.git(&["config", "linli.晚间日报.deliver", "echo tried >> .git/tries; exit 1"]);
    let mut last = String::new();
    // At once, and after 5, 15, 60, 240 and 720 minutes.
    for now in ["16T20:00", "16T20:05", "16T20:20", "16T21:20", "17T01:20", "17T13:20"] {
        let said = run(&mut community, &format!("2022-08-{now}:00+08:00"));
        assert_eq!(said.code, 1, "{now}: {}", said.all());
        last = said.err;
    }
    assert!(last.contains("given up") || last.contains("不再重试"), "{last}");
    quiet(&mut community, "2022-08-17T19:59:00+08:00");
    assert_eq!(community.read(".git/tries").lines().count(), 6);
}

#[test]
fn what_was_missed_more_than_31_days_ago_is_not_made_and_that_is_said() {
    let mut community = scheduled(BULLETIN);
    quiet(&mut community, "2022-08-16T20:00:00+08:00");
    let said = run(&mut community, "2022-10-01T20:00:00+08:00");
    assert!(said.err.contains("31"), "{}", said.all());
    let made = slots(&community);
    assert!(made.len() <= 33 && made.iter().any(|slot| slot.contains("2022-10-01T20:00")), "{made:?}");
    assert!(!made.iter().any(|slot| slot.contains("2022-08-20")), "{made:?}");
    quiet(&mut community, "2022-10-01T20:01:00+08:00");
}

#[test]
fn where_two_clones_ran_one_slot_the_earlier_commit_wins_and_the_slot_is_done() {
    let mut here = scheduled(BULLETIN);
    here.ok(&["sync", here.file("../hub-of-slots").to_str().unwrap(), "--hub"]);
    let mut there = here.copy();
    quiet(&mut here, "2022-08-16T20:00:00+08:00");
    there.now = "2022-08-16T19:00:00+08:00".to_owned();
    there.ok(&["receive", "街道", "牛奶=5箱"]);
    quiet(&mut there, "2022-08-16T20:03:00+08:00");
    let first = here.read("reports/2022-08-16.html");
    assert_ne!(first, there.read("reports/2022-08-16.html"));
    here.now = "2022-08-16T20:10:00+08:00".to_owned();
    there.now = here.now.clone();
    here.ok(&["sync"]);
    there.ok(&["sync"]);
    assert_eq!(there.read("reports/2022-08-16.html"), first);
    here.ok(&["sync"]);
    here.ok(&["audit", "verify"]);
    let heads = [here.git(&["rev-parse", "HEAD"]), there.git(&["rev-parse", "HEAD"])];
    quiet(&mut here, "2022-08-17T19:00:00+08:00");
    quiet(&mut there, "2022-08-17T19:00:00+08:00");
    assert_eq!(heads, [here.git(&["rev-parse", "HEAD"]), there.git(&["rev-parse", "HEAD"])]);
    std::fs::remove_dir_all(here.file("../hub-of-slots")).unwrap();
}

#[test]
fn units_are_put_in_place_once_and_taken_away_again() {
    let community = scheduled(BULLETIN);
    let tools = tempfile::tempdir().unwrap();
    let script = |name: &str, text: &str| {
        use std::os::unix::fs::PermissionsExt;
        let path = tools.path().join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    };
    let table = tools.path().join("table");
    script(
        "crontab",
        &format!(
            "case $1 in -l) cat {0} 2>/dev/null || {{ echo 'no crontab for you' >&2; exit 1; }};; -) cat > {0};; esac",
            table.display()
        ),
    );
    script("systemctl", &format!("echo \"$@\" >> {}/asked", tools.path().display()));
    let (home, path) = (tools.path().to_str().unwrap(), format!("{}:/usr/bin:/bin", tools.path().display()));
    let surroundings = [("HOME", home), ("PATH", path.as_str())];
    let install = |more: &[&str]| {
        let words: Vec<&str> = ["schedule", "install"].iter().chain(more).copied().collect();
        community.run_with(&words, &surroundings)
    };
    let crontab = || std::fs::read_to_string(&table).unwrap_or_default();
    assert_eq!(install(&["--cron"]).code, 2);
    assert_eq!(install(&["--cron", "--dry-run"]).code, 0);
    assert_eq!(crontab(), "");
    std::fs::write(&table, "0 1 * * * backup\n").unwrap();
    assert_eq!(install(&["--cron", "--yes"]).code, 0);
    let once = crontab();
    assert!(once.starts_with("0 1 * * * backup\n") && once.contains("LINLI_LANG=zh '/"), "{once}");
    assert_eq!((install(&["--cron", "--yes"]).code, crontab()), (0, once.clone()));
    // The line itself works under an empty environment.
    let line = once
        .lines()
        .find(|line| line.starts_with("*/5"))
        .unwrap()
        .replace("*/5 * * * * ", "")
        .replace("\\%", "%");
    let done = std::process::Command::new("/bin/sh").arg("-c").arg(line).env_clear().output().unwrap();
    assert!(done.status.success() && done.stdout.is_empty(), "{}", String::from_utf8_lossy(&done.stderr));
    assert_eq!(install(&["--cron", "--remove", "--yes"]).code, 0);
    assert_eq!(crontab(), "0 1 * * * backup\n");

    assert_eq!(install(&["--systemd", "--yes"]).code, 0);
    let folder = tools.path().join(".config/systemd/user");
    let names = || {
        let mut names: Vec<_> = std::fs::read_dir(&folder).unwrap().flatten().map(|e| e.path()).collect();
        names.sort();
        names
    };
    assert_eq!(names().len(), 2);
    if std::process::Command::new("systemd-analyze").arg("--version").output().is_ok() {
        let verify =
            std::process::Command::new("systemd-analyze").arg("verify").args(names()).output().unwrap();
        let told = String::from_utf8_lossy(&verify.stderr).into_owned();
        assert!(verify.status.success() || told.contains("bus"), "{told}");
    }
    assert!(
        std::fs::read_to_string(tools.path().join("asked")).unwrap().contains("--user enable --now linli-")
    );
    assert_eq!(install(&["--systemd", "--remove", "--yes"]).code, 0);
    assert!(names().is_empty());
}

#[test]
fn status_shows_the_heartbeat_and_doctor_misses_a_slot() {
    let mut community = scheduled(BULLETIN);
    community.lang = "en".to_owned();
    assert!(community.ok(&["status"]).out.contains("linli run was never run in this clone"));
    quiet(&mut community, "2022-08-16T20:00:00+08:00");
    let status = community.ok(&["status"]).out;
    assert!(
        status.contains("schedules: last run 2022-08-16 20:00; evening-bulletin 2022-08-16 20:00"),
        "{status}"
    );
    community.now = "2022-08-17T22:00:00+08:00".to_owned();
    let doctor = community.run(&["doctor"]);
    assert_eq!(doctor.code, 1);
    assert!(doctor.out.contains("not made though its time has passed"), "{}", doctor.out);
}
