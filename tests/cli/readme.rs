//! README.md is true: its commands work in their order, its picture is what the program prints, its tables are the
//! program's lists.
#![allow(clippy::disallowed_methods, reason = "tests stand outside: they read the environment")]

use crate::pages::{hold, page};
use crate::program::EVENING;
use crate::sample::run_in;
use linli::commands::{COMMANDS, Heading};
use linli::error::Error;
use linli::reports::REPORTS;
use linli::said;
use linli::words::Lang;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// What stands before the Chinese half.
const CHINESE: &str = "\n## 中文\n";

/// The half of a language.
fn half(page: &str, lang: Lang) -> &str {
    let (en, zh) = page.split_once(CHINESE).expect("README.md has a Chinese half");
    lang.pick(en, zh)
}

/// The lines of the `sh` blocks of a half, in order.
fn lines_to_type(half: &str) -> Vec<&str> {
    let blocks = half.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.flat_map(str::lines).filter(|line| !line.trim().is_empty() && !line.starts_with('#')).collect()
}

/// The exit code that a line states in its remark, `(exit 1)` or `（退出码 1）`; 0 if none.
fn stated(line: &str) -> i32 {
    let (_, remark) = line.split_once(" #").unwrap_or((line, ""));
    let code = ["(exit ", "（退出码 "].iter().find_map(|mark| remark.split_once(mark));
    code.and_then(|(_, rest)| rest.chars().next()?.to_digit(10)).map_or(0, |code| code as i32)
}

/// Types the lines of a half, one after the other, in a new folder: what was typed and how it ended.
fn type_all(lang: Lang) -> String {
    let dir = TempDir::new().expect("a temporary folder");
    let program = Path::new(env!("CARGO_BIN_EXE_linli"));
    let path = format!(
        "{}:{}",
        program.parent().expect("the program lies in a folder").display(),
        std::env::var("PATH").unwrap_or_else(|_| "/usr/bin:/bin".to_owned())
    );
    let mut folder = dir.path().to_owned();
    let mut log = String::new();
    for line in lines_to_type(half(&page("README.md"), lang)) {
        // Cargo's own work is not ours to test, and one needs the network.
        if line.starts_with("cargo ") {
            continue;
        }
        if let Some(to) = line.strip_prefix("cd ") {
            folder = match to.strip_prefix("~/") {
                Some(at_home) => dir.path().join(at_home),
                None => folder.join(to),
            };
            assert!(folder.is_dir(), "{line}");
            continue;
        }
        let mut typed = line.to_owned();
        if line.contains("K7QF") {
            // The page shows a made-up code; here it is one that was given.
            let code = log.lines().filter_map(|l| l.strip_prefix('I')?.split(['-', ',']).nth(1)).next_back();
            let code = code.and_then(|c| c.get(..4)).expect("a distribution was listed");
            typed = line.replace("K7QF", code);
        }
        let output = Command::new("sh")
            .args(["-c", &typed])
            .current_dir(&folder)
            .env_clear()
            .env("PATH", &path)
            .env("HOME", dir.path())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("LINLI_NOW", EVENING)
            .env("LINLI_SEED", "readme")
            .env("LINLI_BY", "李梅")
            .env("LINLI_LANG", lang.code())
            .output()
            .expect("a shell runs");
        let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let (out, err) = (said(&output.stdout), said(&output.stderr));
        assert_eq!(output.status.code(), Some(stated(line)), "{typed}\n{out}{err}");
        log.push_str(&format!("$ {line}\n{out}{err}"));
        if typed.starts_with("linli list distributions") {
            let csv = run_in(folder.clone(), &["list", "distributions", "--format", "csv"], lang.code());
            let ids: Vec<&str> = csv.out.lines().filter_map(|l| l.split(',').next()).collect();
            log.push_str(&format!("{}\n", ids.join("\n")));
        }
    }
    log
}

#[test]
fn every_command_of_the_readme_works_in_its_order() {
    for lang in [Lang::En, Lang::Zh] {
        let log = type_all(lang);
        assert!(log.matches("$ linli ").count() >= 12, "{log}");
    }
}

/// The bulletin of the sample up to and with its list of who is missing.
fn picture(lang: Lang) -> String {
    let dir = TempDir::new().expect("a temporary folder");
    let out = run_in(dir.path().to_owned(), &["demo"], lang.code()).out;
    let mut shown = String::new();
    for part in out.split("\n\n").take(6) {
        shown.push_str(part);
        shown.push_str("\n\n");
    }
    let shown = format!("```text\n{}\n…\n```\n", shown.trim_end());
    assert!(shown.lines().count() < 60, "the picture is too long");
    shown
}

/// The table of commands by chapter.
fn commands(lang: Lang) -> String {
    let mut text = lang.pick("| to | commands |\n", "| 用途 | 命令 |\n").to_owned();
    text.push_str("|---|---|\n");
    for heading in Heading::ALL {
        let names: Vec<String> =
            COMMANDS.iter().filter(|v| v.heading == heading).map(|v| format!("`{}`", v.name)).collect();
        if !names.is_empty() {
            let title = heading.words().say(lang).to_lowercase();
            text.push_str(&format!("| {title} | {} |\n", names.join(" ")));
        }
    }
    text
}

/// The sentence that names the reports.
fn reports(lang: Lang) -> String {
    let one = |r: &&linli::reports::Report| {
        lang.pick(format!("`{}`", r.name), format!("`{}` {}", r.name, r.title.zh))
    };
    // `missing` is a command of its own.
    let names: Vec<String> = REPORTS.iter().filter(|r| r.name != "missing").map(|r| one(&r)).collect();
    match lang {
        Lang::En => format!("Reports: {}.\n", names.join(" ")),
        Lang::Zh => format!("报表：{}。\n", names.join("、")),
    }
}

/// A half with what stands between two marks replaced.
fn with(half: &str, mark: &str, text: &str) -> String {
    let begin = format!("<!-- {mark}: begin");
    let end = format!("<!-- {mark}: end -->");
    let (before, rest) = half.split_once(&begin).unwrap_or_else(|| panic!("README.md has no `{begin}`"));
    let (remark, rest) = rest.split_once("-->\n").expect("the mark is closed");
    let (_, after) = rest.split_once(&end).unwrap_or_else(|| panic!("README.md has no `{end}`"));
    format!("{before}{begin}{remark}-->\n{text}{end}{after}")
}

#[test]
fn the_picture_and_the_lists_of_the_readme_are_the_programs() {
    let readme = page("README.md");
    let halves = [Lang::En, Lang::Zh].map(|lang| {
        let half = with(half(&readme, lang), "picture", &picture(lang));
        let half = with(&half, "commands", &commands(lang));
        with(&half, "reports", &reports(lang))
    });
    hold("README.md", &halves.join(CHINESE));
}

#[test]
fn the_exit_codes_of_the_readme_are_the_programs() {
    for lang in [Lang::En, Lang::Zh] {
        let readme = page("README.md");
        let (_, table) =
            half(&readme, lang).split_once(lang.pick("| exit code |", "| 退出码 |")).expect("a table");
        let codes: Vec<u8> = table
            .lines()
            .skip(2)
            .take_while(|line| line.starts_with('|'))
            .filter_map(|line| line.split('|').nth(1)?.trim().parse().ok())
            .collect();
        assert_eq!(codes, [0, 1, 2, 75]);
    }
    assert_eq!(Error::usage(said!("x", "某")).exit_code(), 2);
}

#[test]
fn a_stated_exit_code_is_read_from_the_remark() {
    assert_eq!(stated("linli check  # what is wrong (exit 1)"), 1);
    assert_eq!(stated("linli check  # 问题（退出码 1）"), 1);
    assert_eq!(stated("linli status"), 0);
    assert_eq!(lines_to_type("a\n```sh\nx # y\n\n# z\n```\nb\n```sh\nw\n```"), ["x # y", "w"]);
}
