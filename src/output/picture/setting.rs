//! A sheet that is filled from top to bottom: words that are broken where they must be, and drawings.

use super::MARGIN;
use crate::output::html::escaped;
use crate::output::svg::{n, palette};
use crate::output::visible::visible;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A sheet as far as it is filled.
pub(super) struct Sheet {
    /// What there is room for between the margins.
    pub width: f64,
    /// How far down it is filled.
    pub y: f64,
    /// What stands on it.
    pub out: String,
}

impl Sheet {
    /// An empty sheet.
    pub fn new(width: f64) -> Sheet {
        Sheet { width, y: MARGIN, out: String::new() }
    }

    /// Leaves some room.
    pub fn down(&mut self, by: f64) {
        self.y += by;
    }

    /// A text of this size, in as many lines as it takes.
    pub fn words(&mut self, text: &str, size: f64, attributes: &str) {
        for line in wrapped(text, self.width, size) {
            self.y += (size * 1.4).round();
            self.line(&line, size, self.y - (size * 0.35).round(), attributes);
        }
    }

    fn line(&mut self, text: &str, size: f64, y: f64, attributes: &str) {
        let blank = if attributes.is_empty() { "" } else { " " };
        self.out.push_str(&format!(
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{blank}{attributes}>{}</text>\n",
            n(MARGIN),
            n(y),
            n(size),
            escaped(text)
        ));
    }

    /// A text that must not be overlooked, in a frame.
    pub fn warning(&mut self, text: &str) {
        let lines = wrapped(text, self.width - 16.0, 12.0);
        let high = 17.0 * lines.len() as f64 + 8.0;
        self.y += 6.0;
        self.out.push_str(&format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"3\" fill=\"{}\" stroke=\"{}\"/>\n",
            n(MARGIN),
            n(self.y),
            n(self.width),
            n(high),
            palette::literal("unknown"),
            palette::literal("unknowne")
        ));
        let ink = palette::literal("unknownt");
        for (nth, line) in lines.iter().enumerate() {
            let (x, y) = (MARGIN + 8.0, self.y + 17.0 * (nth as f64 + 1.0) - 1.0);
            self.out.push_str(&format!(
                "<text x=\"{}\" y=\"{}\" font-size=\"12\" font-weight=\"600\" fill=\"{ink}\">{}</text>\n",
                n(x),
                n(y),
                escaped(line)
            ));
        }
        self.y += high + 2.0;
    }

    /// A drawing of this height, so far from the left.
    pub fn drawing(&mut self, x: f64, height: f64, inner: &str) {
        self.put(x, 4.0, inner);
        self.y += height + 4.0;
    }

    /// A drawing, without going down.
    pub fn put(&mut self, x: f64, below: f64, inner: &str) {
        let (x, y) = (MARGIN + x, self.y + below);
        self.out.push_str(&format!("<g transform=\"translate({} {})\">\n{inner}</g>\n", n(x), n(y)));
    }
}

/// How wide a text of this size is, on the safe side.
pub(super) fn wide(text: &str, size: f64) -> f64 {
    text.width() as f64 * size * 0.58
}

/// A text in lines that fit: broken at blanks, and anywhere between Chinese signs; a word that fits no line is broken too.
pub(super) fn wrapped(text: &str, room: f64, size: f64) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let shown = visible(paragraph);
        let mut line = String::new();
        for piece in pieces(&shown) {
            if !line.is_empty() && wide(line.trim_end(), size) + wide(piece.trim_end(), size) > room {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
            }
            for sign in piece.chars() {
                if !line.is_empty() && wide(&line, size) + wide(sign.encode_utf8(&mut [0; 4]), size) > room {
                    lines.push(std::mem::take(&mut line).trim_end().to_owned());
                }
                line.push(sign);
            }
        }
        if !line.trim().is_empty() {
            lines.push(line.trim_end().to_owned());
        }
    }
    lines
}

/// What is not broken unless it must be: a word with the blanks behind it, or one wide sign with the stops behind it.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut from = 0;
    let mut before: Option<char> = None;
    for (at, sign) in text.char_indices() {
        let is_wide = |c: char| c.width() == Some(2);
        let stop = "，。；：、！？）》”".contains(sign);
        let opened = before.is_some_and(|c| "（《“".contains(c));
        let breaks = before.is_some_and(|c| (c == ' ' && sign != ' ') || is_wide(c) || is_wide(sign));
        if breaks && !stop && !opened && at > from {
            pieces.push(&text[from..at]);
            from = at;
        }
        before = Some(sign);
    }
    pieces.push(&text[from..]);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_broken_at_blanks_and_chinese_between_its_signs_but_not_before_a_stop() {
        assert_eq!(wrapped("one two three", 60.0, 12.0), ["one two", "three"]);
        assert_eq!(wrapped("银河湾小区，日报", 75.0, 12.0), ["银河湾小", "区，日报"]);
        assert_eq!(wrapped("银河湾小，日报", 56.0, 12.0), ["银河湾", "小，日报"]);
        assert_eq!(wrapped("", 60.0, 12.0), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn no_sign_is_lost_and_every_line_fits(text in "[a-z一-龥，。 ]{0,60}", room in 40.0f64..200.0) {
            let lines = wrapped(&text, room, 12.0);
            for line in &lines {
                prop_assert!(wide(line, 12.0) <= room + 0.001, "{line} {room}");
            }
            let without_blanks = |text: &str| text.replace(' ', "");
            prop_assert_eq!(without_blanks(&lines.concat()), without_blanks(&text));
        }
    }
}
