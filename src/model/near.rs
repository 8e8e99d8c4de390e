//! Near names: what a person may have meant by a name that is not known, and search as one types, pinyin included.

use unicode_normalization::UnicodeNormalization;

/// How many near names are worth showing.
const SHOWN: usize = 3;

/// The names nearest to a typed one, at most three, best first: the same but for width and case, then one that
/// contains the other, one that sounds like it (with the feature `prompts`), and one that is a slip away (two in
/// longer Latin names). Equally near names keep their order.
pub fn near<'a>(typed: &str, names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let wanted = folded(typed);
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<((u8, usize), &str)> = Vec::new();
    for name in names {
        if let Some(rank) = rank(&wanted, name)
            && !found.iter().any(|(_, other)| *other == name)
        {
            found.push((rank, name));
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().take(SHOWN).map(|(_, name)| name).collect()
}

/// True if two names differ so little that one is probably a slip of the other: only in case, width, blanks or dashes, or
/// in one character of four or more. Another figure is another name (`1号库`, `2号库`).
pub fn nearly_same(one: &str, other: &str) -> bool {
    let plain = |text: &str| folded(text).replace(['-', '_', '·'], "");
    let figures = |text: &str| text.chars().filter(|c| c.is_numeric()).collect::<String>();
    let (one, other) = (plain(one), plain(other));
    one == other
        || one.chars().count().min(other.chars().count()) >= 4
            && figures(&one) == figures(&other)
            && strsim::osa_distance(&one, &other) == 1
}

/// True if the name contains what was typed, whatever its case and width, or (with the feature `prompts`) sounds
/// like it: `niunai`, `niun` and `nn` all find 牛奶. Nothing typed matches every name.
pub fn sounds_like(typed: &str, name: &str) -> bool {
    let (wanted, folded_name) = (folded(typed), folded(name));
    folded_name.contains(&wanted) || sounds(&wanted, &folded_name)
}

/// Without width, case and blanks.
fn folded(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// How near a name is: smaller is nearer, the second part being the difference in length; `None` if it is not near.
fn rank(wanted: &str, name: &str) -> Option<(u8, usize)> {
    let name = folded(name);
    let (typed_length, length) = (wanted.chars().count(), name.chars().count());
    let apart = typed_length.abs_diff(length);
    if name == wanted {
        return Some((0, 0));
    }
    // A single letter is in too many names to mean one; a single Chinese character is a word.
    let telling = |part: &str, n: usize| n >= 2 || part.chars().any(is_han);
    if telling(wanted, typed_length) && name.contains(wanted)
        || telling(&name, length) && length > 0 && wanted.contains(&name)
    {
        return Some((1, apart));
    }
    if typed_length >= 2 && sounds(wanted, &name) {
        return Some((2, apart));
    }
    let shorter = typed_length.min(length);
    let allowed = match (wanted.chars().chain(name.chars()).any(is_han), shorter) {
        (true, 2..) => 1,
        (false, 5..) => 2,
        (false, 3..) => 1,
        _ => 0,
    };
    if apart > allowed {
        return None;
    }
    let distance = strsim::osa_distance(wanted, &name);
    (distance <= allowed).then_some((if distance == 1 { 3 } else { 4 }, apart))
}

/// True for a Chinese character.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}' | '々' | '〇')
}

#[cfg(not(feature = "prompts"))]
fn sounds(_wanted: &str, _name: &str) -> bool {
    false
}

/// True if what was typed in letters is the pinyin of some characters of the name that stand together: each by
/// its whole syllable (in any of its readings) or its initial, the last also by the beginning of its syllable.
#[cfg(feature = "prompts")]
fn sounds(wanted: &str, name: &str) -> bool {
    use pinyin::ToPinyinMulti;
    let typed: String =
        wanted.chars().filter(|c| *c != '\'').map(|c| if c == 'ü' { 'v' } else { c }).collect();
    if typed.is_empty() || !typed.bytes().all(|b| b.is_ascii_alphanumeric()) || !name.chars().any(is_han) {
        return false;
    }
    // Which beginnings of what was typed are matched by the characters so far.
    let mut matched = vec![false; typed.len() + 1];
    for c in name.chars() {
        matched[0] = true;
        let mut next = vec![false; typed.len() + 1];
        let mut syllables: Vec<String> = Vec::new();
        match c.to_pinyin_multi() {
            Some(readings) => {
                for reading in readings {
                    let plain = reading.plain();
                    syllables.push(plain.replace('ü', "v"));
                    if plain.contains('ü') {
                        syllables.push(plain.replace('ü', "u"));
                    }
                }
            }
            None => syllables.push(c.to_string()),
        }
        for at in (0..typed.len()).filter(|at| matched[*at]) {
            let left = &typed[at..];
            for syllable in &syllables {
                if syllable.starts_with(left) {
                    return true;
                }
                let initial = if syllable.get(1..).is_some_and(|rest| rest.starts_with('h')) { 2 } else { 1 };
                for part in [
                    syllable.as_str(),
                    syllable.get(..1).unwrap_or_default(),
                    syllable.get(..initial).unwrap_or_default(),
                ] {
                    if !part.is_empty() && left.starts_with(part) {
                        next[at + part.len()] = true;
                    }
                }
            }
        }
        if next[typed.len()] {
            return true;
        }
        matched = next;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found<'a>(typed: &str, names: &[&'a str]) -> Vec<&'a str> {
        near(typed, names.iter().copied())
    }

    #[test]
    fn a_name_that_differs_by_a_slip_is_nearly_the_same_and_another_figure_is_not() {
        for (one, other) in [
            ("N95口罩", "n95 口罩"),
            ("ｇａｔｅ", "gate"),
            ("北门-岗亭", "北门岗亭"),
            ("抗原检测盒", "抗元检测盒"),
        ] {
            assert!(nearly_same(one, other), "{one} {other}");
        }
        for (one, other) in
            [("大米", "小米"), ("1号仓库房", "2号仓库房"), ("veg-0816", "veg-0817"), ("牛奶", "纯牛奶")]
        {
            assert!(!nearly_same(one, other), "{one} {other}");
        }
    }

    #[test]
    fn the_same_name_in_another_case_or_width_comes_first() {
        assert_eq!(found("ＫＮ９５", &["KN95口罩", "kn95"]), ["kn95", "KN95口罩"]);
        assert_eq!(found("大 米", &["大米"]), ["大米"]);
    }

    #[test]
    fn a_part_of_a_name_finds_it_and_so_does_a_longer_one() {
        assert_eq!(found("牛", &["苹果", "牛奶", "牛"]), ["牛", "牛奶"]);
        assert_eq!(found("纯牛奶", &["苹果", "牛奶"]), ["牛奶"]);
        assert_eq!(found("a", &["apple"]), [""; 0]);
    }

    #[test]
    fn one_slip_is_near_in_chinese_and_two_in_longer_latin_names() {
        assert_eq!(found("牛乃", &["牛奶", "苹果", "面包"]), ["牛奶"]);
        assert_eq!(found("乃牛奶粉", &["牛奶粉"]), ["牛奶粉"]);
        assert_eq!(found("奶牛", &["牛奶"]), ["牛奶"]);
        assert_eq!(found("奶", &["米"]), [""; 0], "one character for another is no slip");
        assert_eq!(found("lgoistisc", &["logistics", "liaison"]), ["logistics"]);
        assert_eq!(found("veg-0861", &["veg-0816", "test-0816"]), ["veg-0816"]);
        assert_eq!(found("cat", &["dog", "car"]), ["car"]);
        assert_eq!(found("ab", &["ac"]), [""; 0]);
    }

    #[test]
    fn at_most_three_are_shown_each_once() {
        assert_eq!(found("奶", &["牛奶", "羊奶", "牛奶", "豆奶", "酸奶", "奶"]), ["奶", "牛奶", "羊奶"]);
        assert_eq!(found("", &["牛奶"]), [""; 0]);
    }

    #[test]
    fn a_part_of_a_name_is_found_as_one_types() {
        assert!(sounds_like("牛", "鲜牛奶") && sounds_like("kn", "ＫＮ95") && sounds_like("", "牛奶"));
        assert!(!sounds_like("羊", "牛奶"));
    }

    #[cfg(feature = "prompts")]
    #[test]
    fn pinyin_finds_a_name_by_syllables_or_initials_in_any_reading() {
        for typed in ["niunai", "NiuNai", "niu nai", "niu'nai", "niun", "nn", "nnai", "niuna", "nai", "n"] {
            assert!(sounds_like(typed, "牛奶"), "{typed}");
        }
        for typed in ["niunaix", "an", "nm", "iu", "naniu", "1"] {
            assert!(!sounds_like(typed, "牛奶"), "{typed}");
        }
        assert!(sounds_like("chongqing", "重庆火锅") && sounds_like("zhong", "重庆"), "heteronyms");
        assert!(sounds_like("lvdou", "绿豆") && sounds_like("ludou", "绿豆") && sounds_like("lüdou", "绿豆"));
        assert!(sounds_like("shg", "水果") && sounds_like("sg", "水果"));
        assert!(sounds_like("kn95kz", "KN95口罩") && sounds_like("kouzhao", "KN95口罩"));
        assert_eq!(found("niunai", &["苹果", "牛奶"]), ["牛奶"]);
        assert_eq!(found("nn", &["苹果", "纯牛奶", "牛奶"]), ["牛奶", "纯牛奶"]);
    }

    proptest! {
        #[test]
        fn any_texts_are_compared_without_a_panic(typed in "[a-zü']{0,8}|\\PC*", name in "[牛奶绿重a-z0-9]{0,8}|\\PC*") {
            let _ = near(&typed, [name.as_str(), "牛奶"].into_iter());
            let _ = sounds_like(&typed, &name);
        }

        #[test]
        fn a_name_is_nearest_to_itself(name in "[牛奶米面a-z]{1,6}") {
            prop_assert_eq!(near(&name, ["牛奶", name.as_str()].into_iter())[0], name.as_str());
        }
    }
}
