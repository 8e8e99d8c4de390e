//! How one of a fixed list is chosen: by its code in a file, by its code or its word where people type. The one place
//! that knows both, so that `--outcome 无人` and `--outcome not-home` are the same everywhere.

use super::Choice;
use crate::model::Fault;
use crate::said;
use crate::words::{Said, any_of};
use unicode_normalization::UnicodeNormalization;

/// The choice of this code, as files have it; the fault lists the codes.
pub fn choose(value: &str, choices: &'static [Choice]) -> Result<usize, Fault> {
    choices.iter().position(|c| c.code == value).ok_or_else(|| {
        let codes: Vec<&str> = choices.iter().map(|c| c.code).collect();
        no_choice(value, any_of(&codes))
    })
}

/// The choice that a person types: its code, or its word in either language, whatever the case and width (`每户` also
/// without 每); the fault lists both forms.
pub fn choose_typed(typed: &str, choices: &'static [Choice]) -> Result<usize, Fault> {
    let wanted = folded(typed);
    let names = |c: &Choice| {
        let (en, zh) = (folded(c.words.en), folded(c.words.zh));
        c.code == wanted || en == wanted || zh == wanted || zh.strip_prefix('每') == Some(&wanted)
    };
    choices.iter().position(names).ok_or_else(|| no_choice(typed.trim(), listed(choices)))
}

/// The choices in both forms, `not-home 无人`, for a sentence.
pub fn listed(choices: &[Choice]) -> Said {
    any_of(&choices.iter().map(|c| format!("{} {}", c.code, c.words.zh)).collect::<Vec<_>>())
}

fn no_choice(value: &str, all: Said) -> Fault {
    Fault::new(said!("`{value}` is not a choice here", "“{value}” 不在可选范围内")).remedy(said!(
        "one of {l}",
        "请从 {l} 中选择",
        l = (all.en, all.zh)
    ))
}

fn folded(text: &str) -> String {
    text.trim().nfkc().flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledgers::{Outcome, Per, Receiver};

    #[test]
    fn a_person_may_type_the_code_or_the_word_and_a_file_has_the_code() {
        for typed in ["not-home", " 无人 ", "Not at home", "ＮＯＴ－ＨＯＭＥ"] {
            assert_eq!(
                choose_typed(typed, Outcome::CHOICES).ok(),
                Some(Outcome::NotHome as usize),
                "{typed}"
            );
        }
        assert_eq!(choose_typed("户", Per::CHOICES).ok(), Some(0));
        assert!(choose("无人", Outcome::CHOICES).is_err(), "a cell of a ledger is canonical");
        assert!(choose_typed("", Outcome::CHOICES).is_err());
    }

    #[test]
    fn a_wrong_choice_is_told_both_forms() {
        let fault = choose_typed("门卫", Receiver::CHOICES).unwrap_err();
        let remedy = fault.remedy.unwrap().zh;
        assert_eq!(remedy, "请从 self 本人、family 家人、neighbour 邻居、captain 楼长 或 door 门口 中选择");
    }
}
