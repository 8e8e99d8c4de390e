//! Questions at a terminal, with completion: what is typed finds names by their beginning, their parts and their pinyin.

use crate::commands::Asker;
use inquire::autocompletion::{Autocomplete, Replacement};
use inquire::{Confirm, CustomUserError, Text};

/// A person at the terminal.
pub struct Terminal;

/// Completion for one question: the candidates are worked out beforehand for what inquire may ask.
#[derive(Clone)]
struct Names {
    all: Vec<String>,
}

impl Autocomplete for Names {
    fn get_suggestions(&mut self, input: &str) -> Result<Vec<String>, CustomUserError> {
        let typed = input.trim();
        if typed.is_empty() {
            return Ok(self.all.iter().take(8).cloned().collect());
        }
        let begins = self.all.iter().filter(|n| n.starts_with(typed));
        let near = crate::model::near(typed, self.all.iter().map(String::as_str));
        let sounds = self.all.iter().filter(|n| crate::model::sounds_like(typed, n));
        let mut found: Vec<String> = Vec::new();
        for name in begins.cloned().chain(near.into_iter().map(str::to_owned)).chain(sounds.cloned()) {
            if !found.contains(&name) {
                found.push(name);
            }
        }
        found.truncate(8);
        Ok(found)
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

impl Asker for Terminal {
    fn line(&self, question: &str, names: &[String]) -> Option<String> {
        let mut text = Text::new(question);
        if !names.is_empty() {
            text = text.with_autocomplete(Names { all: names.to_vec() });
        }
        text.prompt_skippable().ok().flatten().map(|t| t.trim().to_owned())
    }

    fn yes(&self, question: &str) -> bool {
        Confirm::new(question).with_default(false).prompt_skippable().ok().flatten().unwrap_or(false)
    }
}
