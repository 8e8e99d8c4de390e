//! Numbers as people write them: `１２`, `两`, `二十五`, `半`, `1.6万`, `1,945.81`, `约14`. For flags, imports and
//! `save`; a cell of a ledger is read by [`Quantity::parse`], which takes none of this.

use super::numerals::{Number, Points, is_kilo, numeral};
use super::{Fault, Quantity};
use crate::said;
use crate::words::Said;
use unicode_normalization::UnicodeNormalization;

/// A number as it was meant, and what a person should be told about how it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// The number itself.
    pub value: Quantity,
    /// True if `约`, `左右`, `about` or the like stood with it: the word belongs in the note.
    pub approximate: bool,
    /// How a doubtful form was read, one sentence each; fit for a note or for stderr.
    pub noted: Vec<Said>,
}

/// Reads a number and nothing beside it. Refused: nothing, `-` alone (neither is zero), a word with it, more than
/// six fractional digits, more than a billion, and what may be several numbers (`三四`, `1,2`, `十几`).
pub fn spoken_number(text: &str) -> Result<Spoken, Fault> {
    whole_text(text, Points::Plain)
}

/// [`spoken_number`] for a column in which `、`, `。`, `·` or `/` can only be a slip for the decimal point:
/// `2、5` is 2.5, and noted. `36/5` is 36.5, but `1/2` is refused, because it may be a half.
pub fn spoken_decimal(text: &str) -> Result<Spoken, Fault> {
    whole_text(text, Points::Slashes)
}

fn whole_text(text: &str, points: Points) -> Result<Spoken, Fault> {
    let (spoken, rest) = leading(text, points)?;
    if rest.is_empty() { Ok(spoken) } else { Err(not_a_number(text)) }
}

/// Reads a count of people or homes: a whole number from 0, with or without its counting word (`两人`, `3户`).
/// An approximate count is refused: the sums that follow are exact.
pub fn whole_number(text: &str) -> Result<u32, Fault> {
    const COUNTING: [&str; 10] = ["", "人", "户", "口", "个", "名", "位", "个人", "people", "persons"];
    let (spoken, rest) = leading(text, Points::Plain)?;
    let count = spoken.value.as_whole().and_then(|n| u32::try_from(n).ok());
    match count {
        Some(n) if !spoken.approximate && COUNTING.contains(&rest.as_str()) => Ok(n),
        _ => {
            let text = text.trim();
            Err(Fault::new(said!("`{text}` is not a whole number from 0", "“{text}” 不是不小于 0 的整数"))
                .remedy(said!("type the exact count, such as 3 or 两人", "请填写确切的数目，例如 3 或 两人")))
        }
    }
}

/// The text without what cannot be seen: NFKC (full-width forms, NBSP), no zero-width characters, trimmed.
pub(super) fn tidied(text: &str) -> String {
    let kept = text.chars().filter(|c| !is_invisible(*c)).map(|c| if c == '½' { '半' } else { c });
    kept.nfkc().collect::<String>().trim().to_owned()
}

/// Zero-width characters, joiners, marks of direction and the byte-order mark.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}' | '\u{202A}'..='\u{202E}')
}

/// Reads the number at the beginning of a text; the second value is what follows it, tidied.
pub(super) fn leading(text: &str, points: Points) -> Result<(Spoken, String), Fault> {
    let tidy = tidied(text);
    if tidy.is_empty() {
        return Err(Fault::new(said!("a number is missing", "缺少数字"))
            .remedy(said!("type 0 if there is none", "如果没有，请写 0")));
    }
    if tidy.chars().all(|c| matches!(c, '-' | '−' | '–' | '—' | '―' | '/' | '_')) {
        return Err(Fault::new(said!(
            "`{tidy}` is neither zero nor a number",
            "“{tidy}” 既不是 0，也不是数字"
        ))
        .remedy(said!(
            "type 0 if there is none, and nothing if it is not known",
            "没有请写 0，不清楚请留空"
        )));
    }
    let refused = || not_a_number(text);
    let (mut approximate, after) = about(&tidy);
    let (negative, digits) = sign(after);
    let number = Number::at_start(digits, points).ok_or_else(refused)?;
    let size = number.value.ok_or_else(|| too_fine(text))?;
    let value = if negative { -size } else { size };

    let mut rest = digits.get(number.used..).unwrap_or_default().trim();
    for vague in ["多", "余", "来"] {
        if let Some(more) = rest.strip_prefix(vague).filter(|more| vague != "来" || !more.is_empty()) {
            (approximate, rest) = (true, more.trim());
            break;
        }
    }
    for vague in ["左右", "上下", "多"] {
        if let Some(less) = rest.strip_suffix(vague) {
            (approximate, rest) = (true, less.trim());
        }
    }
    if begins_with_numeral(rest) {
        return Err(refused());
    }
    let typed = text.trim();
    let mut noted = Vec::new();
    if number.slip {
        noted.push(said!("`{typed}` is read as {value}", "“{typed}” 读作 {value}"));
    }
    if approximate {
        noted.push(said!("approximate: `{typed}`", "约数：“{typed}”"));
    }
    Ok((Spoken { value, approximate, noted }, rest.to_owned()))
}

fn not_a_number(text: &str) -> Fault {
    let text = text.trim();
    Fault::new(said!("`{text}` is not a number", "“{text}” 不是数字"))
        .remedy(said!("such as 40, 2.5, 二十五 or 1.6万", "例如 40、2.5、二十五 或 1.6万"))
}

fn too_fine(text: &str) -> Fault {
    let text = text.trim();
    Fault::new(said!(
        "`{text}` has more than six digits after the point, or is more than a billion",
        "“{text}” 小数点后超过六位，或者大于十亿"
    ))
}

/// Takes off a word for "about" at the beginning.
fn about(text: &str) -> (bool, &str) {
    const ABOUT: [&str; 12] =
        ["差不多", "大约", "大概", "约莫", "将近", "约", "近", "~", "≈", "about", "around", "approx."];
    for word in ABOUT {
        let found = text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        if found {
            return (true, text[word.len()..].trim_start());
        }
    }
    (false, text)
}

/// Takes off a sign; true for minus.
fn sign(text: &str) -> (bool, &str) {
    if let Some(rest) = text.strip_prefix(['-', '−', '–', '负']) {
        return (true, rest);
    }
    (false, text.strip_prefix('+').unwrap_or(text))
}

/// True if a text goes on with another number: `两` alone is also the unit of 50 g, and `千克` a unit.
fn begins_with_numeral(rest: &str) -> bool {
    let Some(first) = rest.chars().next() else { return false };
    first != '两' && !is_kilo(rest) && (first.is_numeric() || numeral(first))
}

#[cfg(test)]
#[path = "spoken_tests.rs"]
mod tests;
