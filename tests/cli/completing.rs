//! What `linli completions` prints, put to use: a shell started here completes with it. A shell that the machine lacks is
//! passed over, and said.

use crate::program::linli;
use crate::sample::{LANGS, Sample, run_in};
use linli::commands::COMMANDS;
use tempfile::TempDir;

#[test]
fn the_script_of_each_shell_calls_the_program_by_its_name() {
    let dir = TempDir::new().expect("a temporary folder");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = linli(dir.path(), &["completions", shell]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{shell}");
        assert!(ran.out.contains("COMPLETE") && ran.out.contains("linli"), "{shell}: {}", ran.out);
        let built_in = env!("CARGO_BIN_EXE_linli");
        assert!(
            !ran.out.contains(built_in),
            "a package is used elsewhere than where it is built: {}",
            ran.out
        );
    }
}

#[test]
fn a_shell_that_is_not_known_is_refused_with_those_that_are() {
    let dir = TempDir::new().expect("a temporary folder");
    for lang in LANGS {
        for (args, names) in [
            (&["completions", "tcsh"][..], &["bash", "zsh", "fish", "powershell"][..]),
            (&["completions"], &["bash", "zsh", "fish", "powershell"]),
            (&["completions", "bsh"], &["bash"]),
        ] {
            let ran = run_in(dir.path().to_owned(), args, lang);
            assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
            assert!(names.iter().all(|name| ran.err.contains(name)), "{args:?}: {}", ran.err);
        }
    }
}

#[cfg(all(unix, feature = "prompts"))]
mod at_a_terminal {
    use super::*;
    use expectrl::{Expect, Session};
    use std::path::Path;
    use std::process::Command;
    use std::time::Duration;

    /// A shell with our program in its PATH, standing in the sample; `None` if the machine has no such shell.
    fn shell(name: &str, args: &[&str], sample: &Sample) -> Option<expectrl::session::OsSession> {
        let found = Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success());
        if !found {
            eprintln!("no {name} on this machine: its completion is not tried");
            return None;
        }
        let program = Path::new(env!("CARGO_BIN_EXE_linli")).parent().expect("it lies in a folder");
        let mut command = Command::new(name);
        command
            .args(args)
            .current_dir(sample.path())
            .env_clear()
            .env("PATH", format!("{}:/usr/local/bin:/usr/bin:/bin", program.display()))
            .env("HOME", sample.path())
            .env("TERM", "xterm")
            .env("LC_ALL", "C.UTF-8")
            .env("LINLI_LANG", "en")
            .env("LINLI_NOW", crate::program::EVENING);
        let mut session = Session::spawn(command).expect("a terminal");
        session.set_expect_timeout(Some(Duration::from_secs(20)));
        Some(session)
    }

    /// What is typed up to the Tab key, and what must stand there then.
    const TYPED: [(&str, &str); 5] = [
        ("linli distrib", "ute"),
        ("linli report stock-", "card"),
        ("linli explain negative-", "stock"),
        ("linli missing milk-08", "10"),
        ("linli report stock --item 纸尿", "裤"),
    ];

    /// Types as a person does, who waits for the prompt: what is typed before it a shell may lose.
    fn completes(mut terminal: expectrl::session::OsSession, prompt: &str, source: &str) {
        // The terminal is lent without an echo, and then a shell shows nothing of what is typed either.
        terminal.send_line(format!("stty echo; {prompt}")).expect("typed");
        terminal.expect("(ready)").expect("the prompt");
        terminal.send_line(source).expect("typed");
        for (typed, completed) in TYPED {
            terminal.expect("(ready)").expect("the prompt");
            terminal.send(format!("{typed}\t")).expect("typed");
            terminal.expect(format!("{typed}{completed}")).unwrap_or_else(|e| panic!("{typed}: {e}"));
            // The line is thrown away; an interrupt would end the completion itself, were it still at work.
            terminal.send("\x15\n").expect("typed");
        }
    }

    #[test]
    fn a_bash_completes_commands_options_and_names_from_the_data() {
        let sample = Sample::new();
        if let Some(terminal) = shell("bash", &["--norc", "--noprofile", "-i"], &sample) {
            completes(terminal, "PS1='(rea''dy) '", "source <(linli completions bash)");
        }
    }

    #[test]
    fn a_zsh_completes_too() {
        let sample = Sample::new();
        if let Some(terminal) = shell("zsh", &["-f", "-i"], &sample) {
            completes(
                terminal,
                "PS1='(rea''dy) '",
                "autoload -U compinit; compinit -u -D; source <(linli completions zsh)",
            );
        }
    }

    #[test]
    fn a_fish_completes_too() {
        let sample = Sample::new();
        if let Some(terminal) = shell("fish", &["--no-config", "-i"], &sample) {
            completes(
                terminal,
                "function fish_prompt; echo -n '(rea''dy) '; end",
                "linli completions fish | source",
            );
        }
    }
}

/// What a shell is offered for the last of these words.
fn offered(sample: &Sample, typed: &str) -> Vec<String> {
    let words: Vec<&str> = typed.split(' ').collect();
    let at = (words.len() - 1).to_string();
    let vars = [("COMPLETE", "bash"), ("_CLAP_COMPLETE_INDEX", at.as_str()), ("LINLI_LANG", "en")];
    let ran = crate::program::linli_with(&sample.path(), &[&["--"], &words[..]].concat(), &vars);
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran.out.lines().map(str::to_owned).collect()
}

#[test]
fn a_word_is_completed_with_what_its_command_takes() {
    let sample = Sample::new();
    for (typed, is, is_not) in [
        ("linli report ", "stock-card", "negative-stock"),
        ("linli why ", "stock", "negative-stock"),
        ("linli explain ", "negative-stock", "stock-card"),
        ("linli chart ", "houses", "roster"),
        ("linli check --only ", "negative-stock", "stock-card"),
        ("linli item show ", "牛奶", "stock"),
        ("linli round close ", "veg-0816", "negative-stock"),
        ("linli store show ", "main", "negative-stock"),
        ("linli missing ", "veg-0816", "3-2"),
        ("linli reach ", "closed-0802", "3-2"),
        ("linli distribute 3-", "3-2", "veg-0816"),
        ("linli completions ", "fish", "stock"),
        ("linli donate 爱心企业 niu", "牛奶=", "大米="),
        ("linli init --name ", "--buildings", "stock"),
    ] {
        let offered = offered(&sample, typed);
        let has = |name: &str| offered.iter().any(|offered| offered == name);
        assert!(has(is) || is.starts_with("--"), "{typed}: {is} is not among {offered:?}");
        assert!(!has(is_not), "{typed}: {is_not} is among {offered:?}");
    }
}

#[test]
fn every_command_that_help_lists_is_offered() {
    let offered = offered(&Sample::new(), "linli ");
    for verb in COMMANDS.iter().filter(|v| linli::commands::Heading::ALL.contains(&v.heading)) {
        assert!(offered.iter().any(|name| name == verb.name), "{}: {offered:?}", verb.name);
    }
}
