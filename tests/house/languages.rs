//! No text in one language only: the second text of a pair is Chinese, or the same (data is not translated).

use crate::code::{Kind, Token, matches};
use crate::tree::File;

/// True if there is a Chinese character in it.
pub fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'))
}

/// True if English words stand in it; examples in brackets and quoted data may be Chinese.
pub fn is_english(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_alphabetic())
        && text.chars().filter(|c| is_chinese(&c.to_string())).count() * 2 < text.chars().count()
}

/// Pairs of texts whose second is not Chinese, or whose first is not English. Tests are left out.
pub fn one_sided(files: &[File]) -> Vec<String> {
    let mut faults = Vec::new();
    for file in files {
        for at in 0..file.tokens.len() {
            let Some((en, zh)) = pair(&file.tokens, at) else { continue };
            if file.is_test(en) || en.text == zh.text || wordless(&en.text) && wordless(&zh.text) {
                continue;
            }
            let place = file.at(zh.line);
            if !is_chinese(&zh.text) {
                faults.push(format!("{place}: \"{}\" is not Chinese (beside \"{}\")", zh.text, en.text));
            } else if !is_english(&en.text) && !wordless(&en.text) {
                faults.push(format!("{place}: \"{}\" is not English (beside \"{}\")", en.text, zh.text));
            }
        }
    }
    faults
}

/// Pairs of texts that do not speak of the same values: `{n}` in the one and not in the other.
pub fn unequal_values(files: &[File]) -> Vec<String> {
    let mut faults = Vec::new();
    for file in files {
        for at in (0..file.tokens.len()).filter(|at| matches(&file.tokens, *at, &["said", "!"])) {
            let Some((en, zh)) = pair(&file.tokens, at) else { continue };
            let (left, right) = (values(&en.text), values(&zh.text));
            let odd: Vec<&String> = right
                .iter()
                .filter(|v| !left.contains(v))
                .chain(left.iter().filter(|v| !right.contains(v)))
                .collect();
            if let Some(value) = odd.iter().find(|v| !OF_ONE_LANGUAGE.contains(&v.as_str())) {
                faults.push(format!("{}: {{{value}}} is said in one language only", file.at(en.line)));
            }
        }
    }
    faults
}

/// Names of values that belong to one language: English endings and verbs, which Chinese has not, and the two sides
/// of a text that was said before.
const OF_ONE_LANGUAGE: &[&str] = &["s", "es", "is", "has", "them", "en", "zh"];

/// A text said once for both languages, `Said::same("…")`, that is Chinese.
pub fn said_the_same(files: &[File]) -> Vec<String> {
    let mut faults = Vec::new();
    for file in files {
        for (at, token) in file.tokens.iter().enumerate() {
            if !matches(&file.tokens, at, &["Said", ":", ":", "same", "("]) || file.is_test(token) {
                continue;
            }
            let inner = at + if matches(&file.tokens, at + 5, &["format", "!", "("]) { 8 } else { 5 };
            let text = file.tokens.get(inner).filter(|t| t.kind == Kind::Text && is_chinese(&t.text));
            faults.extend(text.map(|t| format!("{}: \"{}\" has no English", file.at(t.line), t.text)));
        }
    }
    faults
}

/// A text given to the command line's help as one literal, `.about("…")`.
pub fn help_in_one_language(files: &[File]) -> Vec<String> {
    let takes_words =
        ["about", "long_about", "help", "long_help", "help_heading", "after_help", "before_help"];
    let mut faults = Vec::new();
    for file in files {
        for (at, token) in
            file.tokens.iter().enumerate().filter(|(_, t)| takes_words.contains(&t.text.as_str()))
        {
            let is_call = at > 0 && file.tokens[at - 1].is_mark('.') && matches(&file.tokens, at + 1, &["("]);
            let text =
                file.tokens.get(at + 2).filter(|t| is_call && t.kind == Kind::Text && !wordless(&t.text));
            faults.extend(
                text.filter(|_| !file.is_test(token))
                    .map(|t| format!("{}: \"{}\" is help in one language", file.at(t.line), t.text)),
            );
        }
    }
    faults
}

/// The two literals of `said!(…)`, `words(…)`, `pick(…)`, `Words { en: …, zh: … }` that begins here, if they are literals.
fn pair(tokens: &[Token], at: usize) -> Option<(&Token, &Token)> {
    let is_definition = at > 0 && tokens[at - 1].is_word("fn");
    let text = |i: usize| tokens.get(i).filter(|t| t.kind == Kind::Text);
    let named = |i: usize, name: &str| matches(tokens, i, &[name, ":"]);
    if matches(tokens, at, &["said", "!", "("]) {
        Some((text(at + 3)?, text(at + 5)?))
    } else if matches(tokens, at, &["words", "("]) && !is_definition {
        Some((text(at + 2)?, text(at + 4)?))
    } else if matches(tokens, at, &["pick", "("]) && !is_definition {
        // Codes such as `en` and `zh` are picked too.
        Some((text(at + 2).filter(|t| t.text.len() > 2)?, text(at + 4)?))
    } else if matches(tokens, at, &["Words", "{"]) && named(at + 2, "en") && named(at + 6, "zh") {
        Some((text(at + 4)?, text(at + 8)?))
    } else {
        None
    }
}

/// True if there is nothing to translate: only marks, figures and values in braces.
fn wordless(text: &str) -> bool {
    let mut depth = 0;
    !text.chars().any(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        depth == 0 && c.is_alphabetic()
    })
}

/// The names of the values in a text, without their formats.
fn values(text: &str) -> Vec<String> {
    let text = text.replace("{{", "").replace("}}", "");
    text.split('{').skip(1).map(|v| v.split(['}', ':']).next().unwrap_or("").trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree;

    fn one(text: &str) -> Vec<File> {
        tree::of([("src/lib.rs", text)])
    }

    #[test]
    fn a_text_without_its_chinese_is_found() {
        let fault = ["src/lib.rs:2: \"rows\" is not Chinese (beside \"row\")"];
        assert_eq!(one_sided(&one("\nsaid!(\"row\", \"rows\")")), fault);
        assert_eq!(one_sided(&one("\nconst W: Words = words(\"row\", \"rows\");")), fault);
        assert_eq!(one_sided(&one("\nlang.pick(\"row\", \"rows\")")), fault);
        assert_eq!(one_sided(&one("\nWords { en: \"row\", zh: \"rows\" }")), fault);
        assert_eq!(one_sided(&one("words(\"行\", \"行数\")")).len(), 1);
        assert_eq!(one_sided(&one("words(\"行\", \"rows\")")).len(), 1);
    }

    #[test]
    fn a_text_with_its_chinese_and_data_are_fine() {
        let text = "said!(\"{n} rows\", \"{n} 行\"); words(\"row\", \"行\"); said!(\"{n} kg\", \"{n} kg\");
            said!(\"{a}, {b}\", \"{a}、{b}\"); lang.pick(\"en\", \"zh\"); said!(\"type 牛奶=40箱\", \"请输入 牛奶=40箱\"); words(en, zh);
            const fn words(en: &str, zh: &str) -> Words {} // words(\"a\", \"b\")
            #[cfg(test)] mod tests { words(\"a\", \"b\") }";
        assert_eq!(one_sided(&one(text)), [""; 0]);
    }

    #[test]
    fn a_value_said_in_one_language_is_found() {
        assert_eq!(unequal_values(&one("said!(\"{n} of {all}\", \"{n} 行\")")).len(), 1);
        assert_eq!(unequal_values(&one("said!(\"rows\", \"{n} 行\")")).len(), 1);
        assert_eq!(unequal_values(&one("said!(\"{n:>3} row{s} {{x}}\", \"第 {n} 行\")")).len(), 0);
    }

    #[test]
    fn chinese_said_once_for_both_languages_is_found() {
        assert_eq!(said_the_same(&one("Said::same(\"行\")")).len(), 1);
        assert_eq!(said_the_same(&one("Said::same(format!(\"{n} 行\"))")).len(), 1);
        assert_eq!(said_the_same(&one("Said::same(\"linli check\"); Said::same(name)")).len(), 0);
    }

    #[test]
    fn help_in_one_language_is_found() {
        assert_eq!(help_in_one_language(&one("Arg::new(\"lang\").help(\"the language\")")).len(), 1);
        assert_eq!(
            help_in_one_language(&one("Command::new(\"linli\").about(lang.pick(\"a b\", \"甲\"))")).len(),
            0
        );
        assert_eq!(help_in_one_language(&one("c.help_heading(\"\"); help(\"x\")")).len(), 0);
    }
}
