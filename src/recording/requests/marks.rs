//! The small words of a line: how urgent it is, and the marks around and between words.

use super::kind::kind_word;
use crate::ledgers::{Help, Urgency};

/// The urgency that a single word says. 紧急, 特急, 救命 are critical, for a table prints critical as 紧急; 急 and
/// today's words are today; 不急 is normal.
pub fn urgency_word(word: &str) -> Option<Urgency> {
    Some(match word.trim().to_lowercase().as_str() {
        "特急" | "紧急" | "救命" | "危急" | "十万火急" | "非常急" | "很急" | "critical" | "emergency" => {
            Urgency::Critical
        }
        "急" | "急用" | "急需" | "加急" | "着急" | "比较急" | "尽快" | "今天" | "今日" | "当天" | "当日"
        | "今天要" | "今晚" | "today" | "urgent" => Urgency::Today,
        "不急" | "不着急" | "不紧急" | "一般" | "普通" | "normal" => Urgency::Normal,
        _ => return None,
    })
}

/// Words that say the urgency also where they stand within others (急需布洛芬); 急 alone does not (急支糖浆).
const WITHIN: &[(&str, Urgency)] = &[
    ("不急", Urgency::Normal),
    ("不着急", Urgency::Normal),
    ("不紧急", Urgency::Normal),
    ("特急", Urgency::Critical),
    ("紧急", Urgency::Critical),
    ("救命", Urgency::Critical),
    ("急需", Urgency::Today),
    ("急用", Urgency::Today),
    ("加急", Urgency::Today),
    ("尽快", Urgency::Today),
    ("今天", Urgency::Today),
    ("今日", Urgency::Today),
    ("今晚", Urgency::Today),
];

/// What stands between words.
fn between(c: char) -> bool {
    c.is_whitespace() || ",，;；:：!！。|｜、.·~～/".contains(c)
}

/// The words of a text, without the marks and brackets between them.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| between(c) || "()（）[]【】「」".contains(c)).filter(|word| !word.is_empty())
}

/// What the words around a need say.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks {
    pub(super) urgency: Option<Urgency>,
    pub(super) kind: Option<Help>,
    /// The word that said the kind.
    pub(super) kind_word: String,
    /// Two kinds are said.
    pub(super) kinds_differ: bool,
}

impl Marks {
    /// Takes a word if it is one of the small ones. Of two urgencies the greater holds.
    fn take(&mut self, word: &str) -> bool {
        if let Some(urgency) = urgency_word(word) {
            self.urgency = Some(self.urgency.map_or(urgency, |known| known.max(urgency)));
            return true;
        }
        match kind_word(word) {
            Some(kind) => {
                self.kinds_differ |= self.kind.is_some_and(|known| known != kind);
                self.kind = Some(kind);
                word.clone_into(&mut self.kind_word);
                true
            }
            None => false,
        }
    }

    /// The text without the small words at its two ends, which are noted.
    pub(super) fn cut<'t>(&mut self, text: &'t str) -> &'t str {
        let mut left = text.trim_matches(between);
        loop {
            let (first, rest) = first_word(left);
            if !first.is_empty() && self.take(first) {
                left = rest.trim_matches(between);
                continue;
            }
            let (rest, last) = last_word(left);
            if !last.is_empty() && self.take(last) {
                left = rest.trim_matches(between);
                continue;
            }
            return left;
        }
    }

    /// Notes the small words that stand elsewhere in the need, which keeps them.
    pub(super) fn look(&mut self, need: &str) {
        for word in words(need) {
            self.take(word);
        }
        if let Some((_, urgency)) = WITHIN.iter().find(|(word, _)| need.contains(word)) {
            self.urgency = Some(self.urgency.map_or(*urgency, |known| known.max(*urgency)));
        }
        // 布洛芬1盒急
        if self.urgency.is_none() && need.ends_with('急') && need.chars().count() > 2 {
            self.urgency = Some(Urgency::Today);
        }
    }
}

const BRACKETS: [(char, char); 5] = [('(', ')'), ('（', '）'), ('[', ']'), ('【', '】'), ('「', '」')];

fn first_word(text: &str) -> (&str, &str) {
    for (open, close) in BRACKETS {
        if let Some(inner) = text.strip_prefix(open)
            && let Some((word, rest)) = inner.split_once(close)
        {
            return (word.trim(), rest);
        }
    }
    let end = text.find(|c: char| between(c) || "(（[【「".contains(c)).unwrap_or(text.len());
    text.split_at(end)
}

fn last_word(text: &str) -> (&str, &str) {
    for (open, close) in BRACKETS {
        if let Some(inner) = text.strip_suffix(close)
            && let Some((rest, word)) = inner.rsplit_once(open)
        {
            return (rest, word.trim());
        }
    }
    let mark = text.rfind(|c: char| between(c) || ")）]】」".contains(c));
    match mark.and_then(|at| text[at..].chars().next().map(|c| at + c.len_utf8())) {
        Some(start) => text.split_at(start),
        None => ("", text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> (String, Option<Urgency>, Option<Help>) {
        let mut marks = Marks::default();
        let need = marks.cut(text).to_owned();
        marks.look(&need);
        (need, marks.urgency, marks.kind)
    }

    #[test]
    fn small_words_at_the_ends_are_taken_off_and_noted() {
        let (critical, today) = (Some(Urgency::Critical), Some(Urgency::Today));
        let medicine = Some(Help::Medicine);
        for (text, need, urgency, kind) in [
            ("布洛芬1盒 急", "布洛芬1盒", today, None),
            ("急！布洛芬1盒", "布洛芬1盒", today, None),
            ("【特急】布洛芬1盒（儿童）", "布洛芬1盒（儿童）", critical, None),
            ("布洛芬1盒（急）", "布洛芬1盒", today, None),
            ("药品：布洛芬1盒，紧急", "布洛芬1盒", critical, medicine),
            ("布洛芬1盒急", "布洛芬1盒急", today, None),
            ("急需布洛芬", "急需布洛芬", today, None),
            ("急支糖浆", "急支糖浆", None, None),
            ("布洛芬 不急", "布洛芬", Some(Urgency::Normal), None),
            ("布洛芬、退烧贴", "布洛芬、退烧贴", None, None),
            ("medicine, ibuprofen today", "ibuprofen", today, medicine),
        ] {
            assert_eq!(read(text), (need.to_owned(), urgency, kind), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_cut_to_a_part_of_itself(text in "[急药品布（）【】 ，：!a-z1]{0,16}|\\PC{0,24}") {
            let (need, ..) = read(&text);
            prop_assert!(text.contains(&need));
        }
    }
}
