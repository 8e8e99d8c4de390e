//! What a home may need: the codes that everyone knows, the words for them, and their reading as typed. The list is
//! open: a community may use codes of its own, and then it is asked once whether the new one is no slip.

use super::Choice;
use crate::said;
use crate::words::{Said, any_of, words};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// The needs that are known everywhere, each with other Chinese words for it.
const KNOWN: [(Choice, &[&str]); 9] = [
    (need("infant", "infant", "婴幼儿"), &["婴儿", "幼儿", "宝宝", "新生儿"]),
    (need("elderly", "elderly", "老人"), &["老年人", "高龄", "高龄老人"]),
    (need("pregnant", "pregnant", "孕妇"), &["孕产妇", "怀孕"]),
    (need("chronic", "chronic illness", "慢病"), &["慢性病", "慢病患者"]),
    (need("dialysis", "dialysis", "透析"), &["血透", "血液透析"]),
    (need("disabled", "disabled", "残障"), &["残疾", "残疾人", "残障人士"]),
    (need("child", "child", "儿童"), &["小孩", "孩子", "小朋友"]),
    (need("alone", "lives alone", "独居"), &["独居老人", "独自居住"]),
    (need("nophone", "no phone", "无手机"), &["没手机", "没有手机", "不用手机", "无电话"]),
];

const fn need(code: &'static str, en: &'static str, zh: &'static str) -> Choice {
    Choice { code, words: words(en, zh) }
}

/// The code of a need as typed, by code or word: `孕妇` is `pregnant`. A word that is not known is its own code.
pub fn need_code(typed: &str) -> Cow<'_, str> {
    let typed = typed.trim();
    if let Some((known, _)) = KNOWN.iter().find(|(known, _)| known.code == typed) {
        return Cow::Borrowed(known.code);
    }
    let folded: String = typed.nfkc().flat_map(char::to_lowercase).collect();
    let known = KNOWN.iter().find(|(c, also)| {
        c.code == folded || c.words.en == folded || c.words.zh == folded || also.contains(&folded.as_str())
    });
    known.map_or(Cow::Borrowed(typed), |(choice, _)| Cow::Borrowed(choice.code))
}

/// The codes of needs as typed, each once, in the order in which they were typed. Between them stands `|`, a comma, `、`, `;`, `/` or a
/// blank.
pub fn need_codes(typed: &str) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for word in typed.split(|c: char| "|｜、，,;；/┋".contains(c) || c.is_whitespace()) {
        let code = need_code(word).into_owned();
        if !code.is_empty() && !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

/// What makes one wonder about a code: it is neither known nor in use here. The near ones are named, or else all.
pub fn unknown_need(code: &str, in_use: &[String]) -> Option<Said> {
    if is_known(code, in_use) {
        return None;
    }
    need_slip(code, in_use).or_else(|| {
        let all = any_of(&KNOWN.map(|(c, _)| format!("{} {}", c.code, c.words.zh)));
        Some(said!(
            "the need `{code}` is new here; known are {l}",
            "“{code}”是新的需求代码；已有 {l}",
            l = (all.en, all.zh)
        ))
    })
}

/// The same for a code that is near one that is known or in use: a slip, probably.
pub fn need_slip(code: &str, in_use: &[String]) -> Option<Said> {
    let known = KNOWN.iter().flat_map(|(known, _)| [known.code, known.words.zh]);
    let names = known.chain(in_use.iter().map(String::as_str));
    let near = crate::model::near(code, names);
    let hint = crate::error::did_you_mean(&near).filter(|_| !is_known(code, in_use))?;
    Some(said!("the need `{code}` is not known; {h}", "没有登记过需求“{code}”，{h}", h = (hint.en, hint.zh)))
}

fn is_known(code: &str, in_use: &[String]) -> bool {
    KNOWN.iter().any(|(known, _)| known.code == code) || in_use.iter().any(|used| used == code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_become_codes_and_a_word_of_ones_own_stays() {
        assert_eq!(need_codes("婴儿、孕妇 Elderly|infant"), ["infant", "pregnant", "elderly"]);
        assert_eq!(need_codes("胰岛素"), ["胰岛素"]);
        assert_eq!(need_codes(" , "), Vec::<String>::new());
    }

    #[test]
    fn a_slip_is_wondered_about_and_what_is_known_or_in_use_is_not() {
        let used = vec!["insulin".to_owned()];
        assert_eq!(unknown_need("elderly", &used), None);
        assert_eq!(unknown_need("insulin", &used), None);
        let said = |code| unknown_need(code, &used).unwrap().en;
        assert_eq!(said("eldery"), "the need `eldery` is not known; did you mean elderly?");
        assert_eq!(said("insuline"), "the need `insuline` is not known; did you mean insulin?");
        assert!(said("oxygen").contains("infant 婴幼儿"), "{}", said("oxygen"));
    }

    proptest! {
        #[test]
        fn reading_codes_again_changes_nothing(text in "\\PC{0,20}") {
            let codes = need_codes(&text);
            prop_assert_eq!(need_codes(&codes.join("|")), codes);
        }
    }
}
