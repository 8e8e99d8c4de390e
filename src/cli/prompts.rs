//! Questions at a terminal, with completion: what is typed finds names by their beginning, their parts and their pinyin.

use crate::commands::{Asker, Question};
use crate::words::Lang;
use inquire::autocompletion::{Autocomplete, Replacement};
use inquire::ui::Styled;
use inquire::{Confirm, CustomUserError, Text};

/// A person at the terminal.
pub struct Terminal;

/// Completion for one question: the candidates are worked out beforehand for what inquire may ask.
#[derive(Clone)]
struct Names {
    all: Vec<String>,
    /// True if each word of the line is completed, and not the line as a whole.
    words: bool,
}

impl Names {
    /// What stands before the word that is being typed, and that word.
    fn parts<'i>(&self, input: &'i str) -> (&'i str, &'i str) {
        let parts = |c: char| c.is_whitespace() || "，,、；;".contains(c);
        let last = input.char_indices().rev().find(|(_, c)| parts(*c)).filter(|_| self.words);
        last.map_or(("", input), |(at, c)| input.split_at(at + c.len_utf8()))
    }
}

impl Autocomplete for Names {
    fn get_suggestions(&mut self, input: &str) -> Result<Vec<String>, CustomUserError> {
        let (before, typed) = self.parts(input);
        let typed = typed.trim();
        // Behind the sign a quantity is typed, which nothing completes.
        if self.words && typed.contains(['=', '＝', '：', ':']) {
            return Ok(Vec::new());
        }
        let fresh = |name: &&String| !self.words || !before.contains(name.as_str());
        let all = || self.all.iter().filter(fresh);
        let mut found: Vec<String> = Vec::new();
        if typed.is_empty() {
            found.extend(all().take(8).cloned());
        } else {
            let begins = all().filter(|n| n.starts_with(typed));
            let near = crate::model::near(typed, all().map(String::as_str));
            let sounds = all().filter(|n| crate::model::sounds_like(typed, n.trim_end_matches('=')));
            for name in begins.cloned().chain(near.into_iter().map(str::to_owned)).chain(sounds.cloned()) {
                if !found.contains(&name) {
                    found.push(name);
                }
            }
            found.truncate(8);
        }
        Ok(found.into_iter().map(|name| format!("{before}{name}")).collect())
    }

    fn get_completion(
        &mut self,
        input: &str,
        chosen: Option<String>,
    ) -> Result<Replacement, CustomUserError> {
        Ok(match chosen {
            Some(name) => Some(name),
            None => self.get_suggestions(input)?.into_iter().next(),
        })
    }
}

/// What inquire prints where the person has left.
fn left(lang: Lang) -> Styled<&'static str> {
    Styled::new(lang.pick("<left>", "<已取消>"))
}

impl Asker for Terminal {
    fn line(&self, question: &Question) -> Option<String> {
        let mut text = Text::new(question.text);
        if !question.names.is_empty() {
            text = text
                .with_autocomplete(Names { all: question.names.to_vec(), words: question.words })
                .with_help_message(question.lang.pick(
                    "↑↓ choose, Tab completes, Enter is done, Esc leaves",
                    "↑↓ 选择，Tab 补全，回车确认，Esc 取消",
                ));
        }
        text.render_config.canceled_prompt_indicator = left(question.lang);
        text.prompt_skippable().ok().flatten().map(|t| t.trim().to_owned())
    }

    fn yes(&self, question: &str, lang: Lang) -> bool {
        let read = |typed: &str| match typed.trim().to_lowercase().as_str() {
            "y" | "yes" | "是" | "好" | "确定" => Ok(true),
            "n" | "no" | "否" | "不" | "不是" => Ok(false),
            _ => Err(()),
        };
        let shown = |yes: bool| lang.pick(["no", "yes"], ["否", "是"])[usize::from(yes)].to_owned();
        let mut confirm = Confirm::new(question)
            .with_default(false)
            .with_parser(&read)
            .with_formatter(&shown)
            .with_error_message(lang.pick("y for yes, n for no", "请输入 y（是）或 n（否）"));
        confirm.render_config.canceled_prompt_indicator = left(lang);
        confirm.prompt_skippable().ok().flatten().unwrap_or(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_of_a_line_is_completed_and_its_value_is_not() {
        let all = ["人数=", "检测=", "牛奶="].map(str::to_owned).to_vec();
        let mut names = Names { all, words: true };
        let mut offered = |input: &str| names.get_suggestions(input).expect("suggestions");
        assert_eq!(offered("jiance"), ["检测="]);
        assert_eq!(offered("人数=41 niu"), ["人数=41 牛奶="]);
        assert_eq!(offered("人数=41，检"), ["人数=41，检测="]);
        assert_eq!(
            offered("人数=41 "),
            ["人数=41 检测=", "人数=41 牛奶="],
            "what stands there already is not offered"
        );
        assert!(offered("人数=4").is_empty());
    }
}
