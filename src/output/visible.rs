//! Control characters in data are shown, never sent: a terminal must not obey a ledger, and a reader must see
//! that a name holds a character that cannot be seen.

use std::borrow::Cow;

/// The text with every control or invisible character shown: ESC as `␛`, a line break as `␊`, a bidi override
/// as `\u{202e}`.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| (b' '..0x7f).contains(&b)) || !needs_showing(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = None;
    for c in text.chars() {
        show(c, before, &mut out);
        before = Some(c);
    }
    Cow::Owned(out)
}

/// [`visible`], line by line: line breaks stay.
pub(super) fn visible_lines(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    text.trim_end_matches('\n').split('\n').map(visible)
}

fn needs_showing(text: &str) -> bool {
    let mut before = None;
    text.chars().any(|c| hidden(c) || loose_joiner(c, before.replace(c)))
}

/// Writes one character as it is, or as the sign or escape that stands for it.
pub(super) fn show(c: char, before: Option<char>, out: &mut String) {
    match c {
        '\0'..='\u{1f}' => out.push(char::from_u32(0x2400 + c as u32).expect("a picture for each control")),
        '\u{7f}' => out.push('␡'),
        _ if hidden(c) || loose_joiner(c, before) => out.extend(c.escape_unicode()),
        _ => out.push(c),
    }
}

/// True for characters that a terminal obeys or a reader cannot see: controls, bidi marks and overrides, line
/// separators, zero-width blanks, tags.
pub(super) fn hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

/// A zero-width joiner makes one picture of two emoji; after anything plain it only hides.
fn loose_joiner(c: char, before: Option<char>) -> bool {
    c == '\u{200d}' && before.is_none_or(|b| b.is_ascii() || b == '\u{200d}' || hidden(b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn controls_are_shown_by_a_sign_and_invisible_ones_by_their_number() {
        assert_eq!(visible("牛奶 a|b"), "牛奶 a|b");
        assert_eq!(visible("\u{1b}[2J\u{7}\r\n\t\u{7f}"), "␛[2J␇␍␊␉␡");
        assert_eq!(visible("abc\u{202e}cba\u{9b}2J"), "abc\\u{202e}cba\\u{9b}2J");
        assert_eq!(visible("3-2\u{200b}-502\u{feff}"), "3-2\\u{200b}-502\\u{feff}");
    }

    #[test]
    fn a_family_stays_one_picture_and_a_loose_joiner_is_shown() {
        assert_eq!(visible("👨\u{200d}👩\u{200d}👧"), "👨\u{200d}👩\u{200d}👧");
        assert_eq!(visible("a\u{200d}b"), "a\\u{200d}b");
    }

    proptest! {
        #[test]
        fn nothing_hidden_is_left_and_plain_text_is_as_it_was(text in any::<String>()) {
            let shown = visible(&text);
            prop_assert!(!shown.chars().any(hidden), "{shown:?}");
            if !needs_showing(&text) {
                prop_assert_eq!(&shown, &text);
            }
        }
    }
}
