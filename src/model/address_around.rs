//! What stands around an address: remarks in brackets, the compound's own names. What says a part of an address is never
//! taken away with them.

use super::address_text::NUMERALS;

/// Without remarks in brackets; a bracket that is not closed reaches to the end. What says a part of an address is no
/// remark: it stays where it stands, `3幢（2单元）502` → `3幢 2单元 502`.
pub(super) fn without_remarks(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut remark = String::new();
    let mut depth = 0u32;
    for c in text.chars() {
        match c {
            '(' | '[' | '{' | '<' | '【' | '「' | '『' | '〔' | '《' | '〈' => depth += 1,
            ')' | ']' | '}' | '>' | '】' | '」' | '』' | '〕' | '》' | '〉' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    keep_part(&mut kept, &std::mem::take(&mut remark));
                }
            }
            ')' | ']' | '}' | '>' | '】' | '」' | '』' | '〕' | '》' | '〉' => {}
            c if depth > 0 => remark.push(c),
            c => kept.push(c),
        }
    }
    keep_part(&mut kept, &remark);
    kept.trim().to_owned()
}

fn keep_part(kept: &mut String, remark: &str) {
    let remark = remark.trim();
    if says_a_part(remark) {
        kept.push_str(&format!(" {remark} "));
    }
}

/// True for a text that says a building, unit or room, or is a number.
fn says_a_part(text: &str) -> bool {
    const WORDS: &str = "幢栋棟座单單室#";
    let number = |c: char| c.is_ascii_digit() || NUMERALS.contains(c);
    let chars: Vec<char> = text.chars().collect();
    let with_word = chars.iter().enumerate().any(|(at, &c)| {
        (number(c) || c.is_ascii_alphabetic())
            && match chars.get(at + 1) {
                Some('号' | '號') => matches!(chars.get(at + 2), Some('楼' | '樓' | '室')),
                Some('-') => chars.get(at + 2).is_some_and(|&c| number(c)),
                Some(&word) => WORDS.contains(word),
                None => false,
            }
    });
    let code = |&c: &char| number(c) || c.is_ascii_alphabetic() || c == '-';
    let bare = chars.iter().all(code) && (chars.iter().any(|&c| number(c)) || chars.len() == 1);
    with_word || bare && !chars.is_empty()
}

/// Without the compound's own names. After a road a house number may be the compound's or a building's, so
/// there may be two texts.
pub(super) fn without_names(text: &str, own_names: &[String]) -> Vec<String> {
    let mut rest = text.trim().to_owned();
    let mut after_road = false;
    while let Some((start, name)) = own_names.iter().find_map(|n| position(&rest, n).map(|at| (at, n))) {
        let (before, after) =
            (rest[..start].trim(), rest[start + name.len()..].trim_start_matches([' ', '-', ',']));
        // An address before the name: what follows the name is not one of its own.
        let is_address =
            ["幢", "栋", "座", "单元", "室", "号楼", "#"].iter().any(|word| before.contains(word))
                || before.contains('-') && before.contains(|c: char| c.is_ascii_digit())
                || says_a_part(before);
        rest = match (before.is_empty(), after.is_empty()) {
            (false, true) => before.to_owned(),
            _ if is_address => break,
            _ => after.to_owned(),
        };
        after_road = name.ends_with(['路', '街', '巷', '弄', '道']);
    }
    let numbered = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    match numbered.strip_prefix('号').map(|r| r.trim_start_matches([' ', '-'])) {
        Some(after) if after_road && numbered.len() < rest.len() && !after.is_empty() => {
            vec![after.to_owned(), rest]
        }
        _ => vec![rest],
    }
}

/// Where an own name (in capitals) stands in a text of any case.
fn position(text: &str, name: &str) -> Option<usize> {
    let starts = text.char_indices().map(|(at, _)| at);
    starts.into_iter().find(|&at| text[at..].get(..name.len()).is_some_and(|t| t.eq_ignore_ascii_case(name)))
}
