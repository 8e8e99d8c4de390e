//! The manual: a page of every command in both languages, and a `man` that reads them.

use crate::sample::{LANGS, run_in};
use linli::commands::{COMMANDS, EXITS, Heading, Verb};
use linli::words::Lang;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// Every command that is listed, as it is typed.
fn every_command() -> Vec<(Vec<&'static str>, &'static Verb)> {
    fn below(
        verbs: &'static [Verb],
        before: &[&'static str],
        all: &mut Vec<(Vec<&'static str>, &'static Verb)>,
    ) {
        for verb in verbs.iter().filter(|verb| verb.heading != Heading::ForGit) {
            let words = [before, &[verb.name]].concat();
            all.push((words.clone(), verb));
            below(verb.subs, &words, all);
        }
    }
    let mut all = Vec::new();
    below(COMMANDS, &[], &mut all);
    all
}

/// All pages, written into a new folder.
fn written() -> TempDir {
    let dir = TempDir::new().expect("a temporary folder");
    let ran = run_in(dir.path().to_owned(), &["man", "--out", "share/man"], "en");
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    dir
}

fn folder(dir: &TempDir, lang: Lang) -> PathBuf {
    dir.path().join("share/man").join(lang.pick("man1", "zh_CN/man1"))
}

/// Text as a reader sees it: roff's marks taken away.
fn plain(roff: &str) -> String {
    let marks = [
        ("\\fB", ""),
        ("\\fI", ""),
        ("\\fR", ""),
        ("\\-", "-"),
        ("\\&", ""),
        ("\\*(Aq", "'"),
        ("\\(aq", "'"),
    ];
    marks.iter().fold(roff.replace('\n', " "), |text, (mark, sign)| text.replace(mark, sign))
}

#[test]
fn every_command_has_a_page_in_both_languages_that_says_all_that_its_help_says() {
    let dir = written();
    let commands = every_command();
    for lang in [Lang::En, Lang::Zh] {
        let names: Vec<String> = std::fs::read_dir(folder(&dir, lang))
            .expect("the folder is there")
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("text"))
            .collect();
        assert_eq!(names.len(), commands.len() + 1, "{names:?}");
        for (words, verb) in &commands {
            let path = folder(&dir, lang).join(format!("linli-{}.1", words.join("-")));
            let page = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            let text = plain(&page);
            let mut said = vec![verb.about.say(lang).to_owned()];
            said.extend(verb.long.say(lang).lines().map(|line| line.trim().to_owned()));
            said.extend((verb.args)(lang).iter().filter_map(|arg| arg.get_help().map(ToString::to_string)));
            said.extend(verb.subs.iter().map(|sub| sub.about.say(lang).to_owned()));
            for said in said {
                assert!(text.contains(&said.replace('\n', " ")), "{}: {said}\n{text}", words.join(" "));
            }
            // What is printed is what is written.
            let printed = run_in(dir.path().to_owned(), &[&["man"], &words[..]].concat(), lang.code());
            assert_eq!((printed.code, printed.out == page), (0, true), "linli man {}", words.join(" "));
        }
    }
}

#[test]
fn the_page_of_the_program_names_every_command_and_exit_code() {
    let dir = written();
    for lang in [Lang::En, Lang::Zh] {
        let page = std::fs::read_to_string(folder(&dir, lang).join("linli.1")).expect("the page is there");
        let text = plain(&page);
        for verb in COMMANDS.iter().filter(|verb| verb.heading != Heading::ForGit) {
            assert!(text.contains(&format!("linli-{}(1)", verb.name)), "{}", verb.name);
        }
        for (code, meaning) in EXITS {
            assert!(text.contains(&format!("{code} {}", meaning.say(lang))), "{code}: {text}");
        }
        assert!(!text.contains(lang.pick("退出码", "EXIT STATUS")), "each page is in one language");
    }
}

#[test]
fn a_page_that_is_not_there_is_refused_with_those_that_are_near() {
    let dir = TempDir::new().expect("a temporary folder");
    for (args, hint) in [
        (&["man", "donat"][..], "donate"),
        (&["man", "request", "opne"], "open"),
        (&["man", "merge-driver"], "linli -h"),
        (&["man", "donate", "--out", "x"], "--out"),
    ] {
        for lang in LANGS {
            let ran = run_in(dir.path().to_owned(), args, lang);
            assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
            assert!(ran.err.contains(hint), "{args:?}: {}", ran.err);
        }
    }
    assert_eq!(std::fs::read_dir(dir.path()).expect("the folder").count(), 0, "nothing was written");
}

/// Runs a typesetter on a page; what it printed. `None` if the machine has none.
fn typeset(program: &str, args: &[&str], page: &Path) -> Option<(String, String)> {
    let mut command = Command::new(program);
    command.args(args).arg(page).env_clear().env("PATH", "/usr/local/bin:/usr/bin:/bin");
    command.env("LC_ALL", "C.UTF-8").env("MANWIDTH", "80");
    match command.output() {
        Ok(output) => {
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            assert!(output.status.success(), "{program} {}: {}", page.display(), text(&output.stderr));
            // Bold is a letter, a step back and the letter again.
            let out = text(&output.stdout);
            let steps: Vec<char> = out.chars().collect();
            let last = |at: &usize| steps.get(at + 1) != Some(&'\u{8}') && steps[*at] != '\u{8}';
            let out = (0..steps.len()).filter(last).map(|at| steps[at]).collect();
            Some((out, text(&output.stderr)))
        }
        Err(_) => {
            eprintln!("no {program} on this machine: the pages are not typeset by it");
            None
        }
    }
}

#[test]
fn man_renders_the_pages_without_a_warning() {
    let dir = written();
    for lang in [Lang::En, Lang::Zh] {
        for name in ["linli", "linli-donate", "linli-request", "linli-request-open", "linli-completions"] {
            let path = folder(&dir, lang).join(format!("{name}.1"));
            for (program, args) in [("man", &["--warnings", "-l"][..]), ("mandoc", &["-Tutf8"])] {
                let Some((out, err)) = typeset(program, args, &path) else { continue };
                assert_eq!(err, "", "{program} {name}");
                assert!(out.contains(lang.pick("NAME", "名称")) && out.contains(name), "{program}: {out}");
                let wide = out.lines().find(|line| unicode_width::UnicodeWidthStr::width(*line) > 84);
                // mandoc breaks no line between Chinese characters.
                assert!(
                    wide.is_none() || lang == Lang::Zh && program == "mandoc",
                    "{program} {name}: {wide:?}"
                );
            }
        }
    }
}
