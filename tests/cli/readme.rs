//! README.md is true: its commands work in their order, its picture is what the program prints, its tables are the
//! program's lists.

use crate::pages::{hold, page};
use crate::program::EVENING;
use crate::sample::run_in;
use crate::typist::{Answered, CHINESE, Typist, half, stated};
use linli::commands::{COMMANDS, EXITS, Heading};
use linli::error::Error;
use linli::reports::REPORTS;
use linli::said;
use linli::words::Lang;
use tempfile::TempDir;

/// The lines of the `sh` blocks of a half, in order.
fn lines_to_type(half: &str) -> Vec<&str> {
    let blocks = half.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.flat_map(str::lines).filter(|line| !line.trim().is_empty() && !line.starts_with('#')).collect()
}

/// Types the lines of a half, one after the other, in a new folder: what was typed and how it ended.
fn type_all(lang: Lang) -> String {
    let vars =
        [("LINLI_NOW", EVENING), ("LINLI_SEED", "readme"), ("LINLI_BY", "李梅"), ("LINLI_LANG", lang.code())];
    let mut typist = Typist::new(&vars);
    let mut log = String::new();
    for line in lines_to_type(half(&page("README.md"), lang)) {
        let mut typed = line.to_owned();
        if line.contains("K7QF") {
            // The page shows a made-up code; here it is one that was given.
            let code = log.lines().filter_map(|l| l.strip_prefix('I')?.split(['-', ',']).nth(1)).next_back();
            let code = code.and_then(|c| c.get(..4)).expect("a distribution was listed");
            typed = line.replace("K7QF", code);
        }
        let Some(Answered { out, err, code }) = typist.types(&typed) else { continue };
        assert_eq!(code, Some(stated(line)), "{typed}\n{out}{err}");
        log.push_str(&format!("$ {line}\n{out}{err}"));
        if typed.starts_with("linli list distributions") {
            let csv = run_in(
                typist.folder().to_owned(),
                &["list", "distributions", "--format", "csv"],
                lang.code(),
            );
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

/// The table of exit codes.
fn exits(lang: Lang) -> String {
    let mut text = lang.pick("| exit code | meaning |\n", "| 退出码 | 含义 |\n").to_owned();
    text.push_str("|---|---|\n");
    EXITS.iter().for_each(|(code, meaning)| text.push_str(&format!("| {code} | {} |\n", meaning.say(lang))));
    text
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
        let half = with(&half, "exits", &exits(lang));
        with(&half, "reports", &reports(lang))
    });
    hold("README.md", &halves.join(CHINESE));
}

#[test]
fn the_exit_codes_of_errors_are_among_those_that_are_explained() {
    let codes: Vec<u8> = EXITS.iter().map(|(code, _)| *code).collect();
    assert_eq!(codes, [0, 1, 2, 75]);
    assert_eq!(Error::usage(said!("x", "某")).exit_code(), 2);
}

#[test]
fn the_lines_to_type_are_those_of_the_blocks() {
    assert_eq!(lines_to_type("a\n```sh\nx # y\n\n# z\n```\nb\n```sh\nw\n```"), ["x # y", "w"]);
}
