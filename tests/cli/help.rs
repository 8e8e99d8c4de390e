//! The help of every command in both languages.

use crate::sample::{LANGS, run_in, snapshot};
use linli::commands::{COMMANDS, Verb};
use tempfile::TempDir;

/// Every command as it is typed: `round open`.
fn every_command() -> Vec<Vec<&'static str>> {
    fn below(verb: &'static Verb, before: &[&'static str], all: &mut Vec<Vec<&'static str>>) {
        let words = [before, &[verb.name]].concat();
        all.push(words.clone());
        verb.subs.iter().for_each(|sub| below(sub, &words, all));
    }
    let mut all = vec![Vec::new()];
    COMMANDS.iter().for_each(|verb| below(verb, &[], &mut all));
    all
}

fn help(words: &[&str], lang: &str) -> String {
    let dir = TempDir::new().expect("a temporary folder");
    let ran = run_in(dir.path().to_owned(), &[words, &["--help"]].concat(), lang);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "linli {} --help", words.join(" "));
    ran.out
}

#[test]
fn the_help_of_every_command_is_complete_in_both_languages() {
    for lang in LANGS {
        let mut text = String::new();
        for words in every_command() {
            let typed = [&["linli"], &words[..], &["--help"]].concat().join(" ");
            text.push_str(&format!("$ {typed}\n{}\n", help(&words, lang)));
        }
        snapshot(&format!("help-{lang}"), &text);
    }
}

/// True for what stands for something to be typed and is an English word: `<NAME>`, `[OPTIONS]`.
fn english_placeholders(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (open, close) in [('<', '>'), ('[', ']')] {
        for part in text.split(open).skip(1) {
            let Some((inside, _)) = part.split_once(close) else { continue };
            let plain = |c: char| c.is_ascii_uppercase() || "-_|=/ ".contains(c);
            if inside.len() > 1 && inside.chars().all(plain) {
                found.push(inside.to_owned());
            }
        }
    }
    found
}

#[test]
fn chinese_help_has_no_english_placeholders_and_headings() {
    let mut left = std::collections::BTreeSet::new();
    for words in every_command() {
        let text = help(&words, "zh");
        left.extend(english_placeholders(&text));
        let ascii_colon = text.lines().find(|line| line.ends_with(':'));
        assert_eq!(ascii_colon, None, "linli {} --help", words.join(" "));
        assert!(!text.contains("： "), "{text}");
    }
    assert!(left.is_empty(), "{left:?}");
    assert_eq!(english_placeholders("linli x [OPTIONS] [选项] <DAY>... <2h> [A]"), ["DAY", "OPTIONS"]);
}

#[test]
fn words_stand_in_help_in_the_order_in_which_they_are_typed() {
    for lang in LANGS {
        for words in every_command() {
            let text = help(&words, lang);
            let usage =
                text.lines().find(|l| l.contains(&format!("linli {}", words.join(" ")))).unwrap_or("");
            let heading = if lang == "zh" { "参数：" } else { "Arguments:" };
            let listed = text.split_once(&format!("{heading}\n")).map_or("", |(_, rest)| rest);
            let listed = listed.lines().take_while(|l| !l.is_empty());
            let listed = listed.filter(|l| l.starts_with("  [")).filter_map(|l| l.trim().split(']').next());
            let places: Vec<Option<usize>> = listed.map(|word| usage.find(&format!("{word}]"))).collect();
            assert!(places.is_sorted() && !places.contains(&None), "{usage}: {places:?}");
        }
    }
}

#[test]
fn a_mistyped_command_line_is_answered_in_chinese_whole() {
    let dir = TempDir::new().expect("a temporary folder");
    for args in [&["report", "--bogus"][..], &["round", "open", "--kind"], &["lsit"], &["round"]] {
        let ran = run_in(dir.path().to_owned(), args, "zh");
        assert_eq!(ran.code, 2, "{args:?}");
        assert!(english_placeholders(&ran.err).is_empty(), "{}", ran.err);
        assert!(!ran.err.contains("Usage") && !ran.err.contains("： "), "{}", ran.err);
    }
}
