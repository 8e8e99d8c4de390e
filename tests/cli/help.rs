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

/// Every verb, those below others included, with what is typed for it.
fn every_verb() -> Vec<(String, &'static Verb)> {
    fn below(verb: &'static Verb, before: &str, all: &mut Vec<(String, &'static Verb)>) {
        let words = format!("{before} {}", verb.name);
        all.push((words.clone(), verb));
        verb.subs.iter().for_each(|sub| below(sub, &words, all));
    }
    let mut all = Vec::new();
    COMMANDS.iter().for_each(|verb| below(verb, "linli", &mut all));
    all
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}')
}

/// True for a text in English; names of things in an example may be Chinese.
fn says_english(text: &str) -> bool {
    let letters = text.chars().filter(char::is_ascii_alphabetic).count();
    letters > 0 && letters > text.chars().filter(|c| is_han(*c)).count()
}

/// True for a text in Chinese: no run of English words that is not a command, an option, a code or a name in capitals.
fn says_chinese(text: &str) -> bool {
    text.chars().any(is_han) && english_sentence(text).is_none()
}

/// Four words of plain English in a row.
fn english_sentence(text: &str) -> Option<String> {
    let mut run: Vec<&str> = Vec::new();
    for word in text.split(' ') {
        let plain = word.trim_end_matches([',', '.', ';']);
        let is_plain = !plain.is_empty() && plain.bytes().all(|b| b.is_ascii_lowercase());
        if is_plain && !run.is_empty() || is_plain && plain != "linli" && plain != "git" {
            run.push(word);
        } else {
            run.clear();
        }
        if run.len() >= 4 {
            return Some(run.join(" "));
        }
    }
    None
}

#[test]
fn every_command_and_every_argument_is_explained_in_both_languages() {
    use linli::words::Lang;
    for (typed, verb) in every_verb() {
        assert!(says_english(verb.about.en) && says_chinese(verb.about.zh), "{typed}: {:?}", verb.about);
        let long = verb.long;
        assert_eq!(long.en.is_empty(), long.zh.is_empty(), "{typed}: {long:?}");
        assert!(
            long.en.is_empty() || says_english(long.en) && long.zh.chars().any(is_han),
            "{typed}: {long:?}"
        );
        let help = |lang: Lang| -> Vec<(String, String)> {
            let args = (verb.args)(lang).into_iter();
            let help = |arg: &clap::Arg| arg.get_help().map(ToString::to_string).unwrap_or_default();
            args.map(|arg| (arg.get_id().to_string(), help(&arg))).collect()
        };
        let (en, zh) = (help(Lang::En), help(Lang::Zh));
        assert_eq!(en.len(), zh.len(), "{typed}");
        for ((name, en), (_, zh)) in en.iter().zip(&zh) {
            assert!(says_english(en), "{typed} {name}: {en:?} is not English");
            assert!(says_chinese(zh), "{typed} {name}: {zh:?} is not Chinese");
        }
    }
}

#[test]
fn nothing_that_clap_says_itself_is_left_in_chinese_help_and_no_chinese_sentence_in_english_help() {
    let claps = [
        "Usage",
        "Options:",
        "Arguments:",
        "Commands:",
        "error:",
        "possible values",
        "default:",
        "[aliases",
        "[env",
        "Print help",
    ];
    for words in every_command() {
        let zh = help(&words, "zh");
        for left in claps {
            assert!(!zh.contains(left), "linli {} --help: {left}", words.join(" "));
        }
        let sentence = zh.lines().find_map(english_sentence);
        assert_eq!(sentence, None, "linli {} --help", words.join(" "));
        let en = help(&words, "en");
        let chinese = en
            .lines()
            .find(|line| !line.contains("linli ") && line.chars().any(is_han) && !says_english(line));
        assert_eq!(chinese, None, "linli {} --help", words.join(" "));
        assert!(!en.contains(['，', '。', '；', '：']) || en.contains("Example"), "{en}");
    }
}

#[test]
fn the_two_measures_tell_the_languages_apart() {
    assert!(says_chinese("登记人；默认 LINLI_BY 或 git 的 user.name") && !says_chinese("who records it"));
    assert!(!says_chinese("登记 who it was that recorded"));
    assert!(says_english("the day: 8.16, 8月16日") && !says_english("发生的日期：8.16"));
}
