//! What `missing`, `status`, `check`, `explain` and `list` say of the sample, in both languages.

use crate::sample::{LANGS, Sample, first, snapshot};
use linli::checks::CHECKS;
use linli::ledgers::LEDGERS;

/// The answers to several commands, one under the other.
fn answers(sample: &Sample, commands: &[&str], lang: &str, lines: usize) -> String {
    let mut text = String::new();
    for command in commands {
        let args: Vec<&str> = command.split(' ').collect();
        let ran = sample.run(&args, lang);
        assert!(ran.code < 2, "linli {command}: {}", ran.err);
        text.push_str(&format!("$ linli {command}   # exit {}\n{}", ran.code, first(&ran.out, lines)));
        if !ran.err.is_empty() {
            text.push_str(&format!("(stderr)\n{}", ran.err));
        }
        text.push('\n');
    }
    text
}

#[test]
fn who_is_missing_is_said_at_every_level_and_without_homes_and_names_in_public() {
    let sample = Sample::new();
    for lang in LANGS {
        let commands = [
            "missing",
            "missing --by unit --public",
            "missing --by building",
            "missing veg-0816 --by home",
            "missing correction-0811",
            "missing test-0816 --captain 李梅",
            "missing veg-0816 --fail --format csv",
            "missing veg-0816 --format markdown",
        ];
        snapshot(&format!("missing-{lang}"), &answers(&sample, &commands, lang, 60));
    }
    let refused = sample.run(&["missing", "--by", "home", "--public"], "zh");
    assert_eq!((refused.code, refused.out.as_str()), (2, ""), "homes are not for the public");
    for command in ["missing --public", "missing --public --by building"] {
        let args: Vec<&str> = command.split(' ').collect();
        let out = sample.answer(&args, "zh");
        assert!(!out.contains("俞佩佩") && !out.contains("304") && !out.contains("1602"), "{command}\n{out}");
    }
}

#[test]
fn status_and_check_of_the_sample_can_be_read_in_both_languages() {
    let sample = Sample::new();
    for lang in LANGS {
        snapshot(&format!("status-{lang}"), &answers(&sample, &["status"], lang, 120));
        let commands = [
            "check",
            "check --format json",
            "check --format github",
            "check --only count-differs",
            "check --list",
        ];
        snapshot(&format!("check-{lang}"), &answers(&sample, &commands, lang, 120));
    }
}

#[test]
fn every_check_is_explained_with_an_example_in_both_languages() {
    let sample = Sample::new();
    for lang in LANGS {
        let text: String = CHECKS
            .iter()
            .map(|check| {
                let answer = sample.answer(&["explain", check.code], lang);
                assert!(answer.contains(&format!("[{}]", check.code)), "{answer}");
                format!("$ linli explain {}\n{answer}\n", check.code)
            })
            .collect();
        snapshot(&format!("explain-{lang}"), &text);
    }
}

#[test]
fn every_ledger_can_be_listed_and_described() {
    let sample = Sample::new();
    for lang in LANGS {
        let commands: Vec<String> = LEDGERS.iter().map(|l| format!("list {}", l.name)).collect();
        let commands: Vec<&str> = commands.iter().map(String::as_str).collect();
        snapshot(&format!("list-{lang}"), &answers(&sample, &commands, lang, 9));
        let more = ["list donations --all --item 牛奶 --format csv", "list tests --place 3-2 --format json"];
        snapshot(&format!("list-some-{lang}"), &answers(&sample, &more, lang, 12));
        snapshot(&format!("dictionary-{lang}"), &answers(&sample, &["list --describe"], lang, 1000));
    }
}
