//! What to type next: commands that exist, each with what it does, aligned.

use super::{COMMANDS, Desk, Ui};
use crate::reports;
use crate::words::{Said, Words, words};
use unicode_width::UnicodeWidthStr;

/// A command line to try, and what it shows. Both may differ by language: items and places have names.
pub struct Step {
    /// As typed.
    pub typed: Said,
    /// What it does.
    pub meaning: Words,
}

/// A step that is typed the same in both languages.
pub fn step(typed: &str, meaning: Words) -> Step {
    Step { typed: Said::same(typed), meaning }
}

/// The steps with a verb, and a report, that this program has. What is no `linli` command stays.
pub fn that_exist(steps: Vec<Step>) -> Vec<Step> {
    steps.into_iter().filter(|s| exists(&s.typed.en)).collect()
}

fn exists(typed: &str) -> bool {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let Some(at) = words.iter().position(|w| *w == "linli") else { return true };
    let Some(verb) = words.get(at + 1).and_then(|name| COMMANDS.iter().find(|v| v.name == *name)) else {
        return false;
    };
    match words.get(at + 2) {
        Some(name) if verb.name == "report" => reports::by_name(name).is_some(),
        Some(name) if !verb.subs.is_empty() => verb.subs.iter().any(|s| s.name == *name),
        _ => true,
    }
}

/// Says the steps below a heading, unless `-q`.
pub fn say_steps(ui: &mut Ui, heading: Words, steps: &[Step]) {
    let lang = ui.lang;
    let width = steps.iter().map(|s| s.typed.say(lang).width()).filter(|w| *w <= 44).max().unwrap_or(0);
    let mut text = format!("\n{}\n", heading.say(lang));
    for step in steps {
        let typed = step.typed.say(lang);
        let gap = " ".repeat(width.saturating_sub(typed.width()) + 2);
        text.push_str(format!("  {typed}{gap}{}", step.meaning.say(lang)).trim_end());
        text.push('\n');
    }
    ui.did(&Said::same(text.trim_end()));
}

/// Where `linli` alone would not be found, the words that make it so in this terminal.
pub fn alias(desk: &Desk) -> Option<Step> {
    let program = desk.program.as_ref()?.to_string_lossy();
    Some(step(&format!("alias linli={}", pasted(&program)), words("", "")))
}

/// A path as it can be pasted into a shell.
pub fn pasted(path: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-+~,@%:".contains(c);
    match !path.is_empty() && path.chars().all(plain) && !path.starts_with(['-', '~']) {
        true => path.to_owned(),
        false => format!("'{}'", path.replace('\'', r"'\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_commands_and_reports_that_exist_are_suggested() {
        let steps =
            ["cd x", "linli report stock", "linli report nothing", "linli nothing", "A=1 linli list tests"];
        let kept = that_exist(steps.iter().map(|s| step(s, words("", ""))).collect());
        let kept: Vec<&str> = kept.iter().map(|s| s.typed.en.as_str()).collect();
        assert_eq!(kept, ["cd x", "linli report stock", "A=1 linli list tests"]);
    }

    #[test]
    fn a_path_is_quoted_where_a_shell_would_split_it() {
        assert_eq!(pasted("/tmp/galaxy-bay"), "/tmp/galaxy-bay");
        assert_eq!(pasted("银河湾"), "银河湾");
        assert_eq!(pasted("my bay"), "'my bay'");
        assert_eq!(pasted("it's"), r"'it'\''s'");
    }
}
