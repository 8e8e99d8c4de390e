//! What is public is looked at before it goes out: no mobile or identity number, and no home.

use crate::error::{Error, Result};
use crate::model::{PlaceId, PlaceKind, mask_numbers, personal_numbers};
use crate::registers::Registers;
use crate::said;
use unicode_normalization::UnicodeNormalization;

/// An address has no more characters than this.
const LONGEST_ADDRESS: usize = 24;
/// No more of a stretch is looked at.
const MOST_SIGNS: usize = 200;

/// Refuses a public text that holds a personal number. Public phones are passed over.
///
/// # Errors
/// What was found, masked.
pub fn refuse_numbers(text: &str, registers: &Registers) -> Result<()> {
    let (plain, exempt) = (plainly(text), &registers.community.public_phones);
    let Some(found) = personal_numbers(&plain, exempt).into_iter().next() else { return Ok(()) };
    let number = mask_numbers(&plain[found], exempt);
    Err(Error::refused(said!(
        "this would publish a phone or identity number: {number}",
        "公开内容中出现手机号或身份证号：{number}"
    ))
    .hint(said!(
        "take it out, or list the phone in public_phones if it is a public one",
        "请删去；如是对外公布的电话，请写入 community.toml 的 public_phones"
    )))
}

/// A text as it is read: neither Markdown's escapes nor full width hide a number or a home.
fn plainly(text: &str) -> String {
    text.nfkc().filter(|c| *c != '\\').collect()
}

/// Refuses a public text that holds a personal number or names a home, as a code or as people write it. Public phones
/// are passed over.
///
/// # Errors
/// What was found, the number masked.
pub fn refuse_leaks(text: &str, registers: &Registers) -> Result<()> {
    refuse_numbers(text, registers)?;
    match home_in(&plainly(text), registers) {
        None => Ok(()),
        Some(home) => {
            Err(Error::refused(said!("this would publish a home: {home}", "公开内容中出现具体住户：{home}"))
                .hint(said!(
                    "what is public stops at the unit; --private is for the captain",
                    "公开内容最细到单元；发给楼长请加 --private"
                )))
        }
    }
}

/// The first home that the text names.
pub fn home_in(text: &str, registers: &Registers) -> Option<String> {
    let places = registers.names.places();
    let homes = places.homes(PlaceId::WHOLE);
    let word = |c: char| c.is_alphanumeric() || c == '-';
    for home in homes {
        let code = places.code(home);
        for (at, _) in text.match_indices(code) {
            let before = text[..at].chars().next_back().is_none_or(|c| !word(c) || !c.is_ascii());
            let after = text[at + code.len()..].chars().next().is_none_or(|c| !word(c) || !c.is_ascii());
            if before && after {
                return Some(code.to_owned());
            }
        }
    }
    let part = |c: char| c.is_ascii_alphanumeric() || " -－—–#＃幢栋座号楼单元门梯室户房商".contains(c);
    text.split(|c: char| !part(c)).find_map(|run| home_in_run(run, registers))
}

/// The home that a stretch of address signs names, wherever in it. Blanks between its parts count only where a room is
/// called one, because a number behind a unit is mostly a count.
fn home_in_run(run: &str, registers: &Registers) -> Option<String> {
    let signs: Vec<char> = run.trim().chars().take(MOST_SIGNS).collect();
    let joins =
        |at: usize| at > 0 && signs[at - 1].is_ascii_alphanumeric() && signs[at].is_ascii_alphanumeric();
    let begins = (0..signs.len()).filter(|&at| signs[at].is_ascii_alphanumeric() && !joins(at));
    for from in begins {
        let longest = signs.len().min(from + LONGEST_ADDRESS);
        for to in (from + 3..=longest).rev().filter(|&to| to == signs.len() || !joins(to)) {
            let window: String = signs[from..to].iter().collect();
            let digits = window.chars().filter(char::is_ascii_digit).count();
            let room = window.ends_with(['室', '房']);
            let address = window.chars().any(|c| !c.is_ascii_alphanumeric());
            if digits < 3 || !address || window.contains(' ') && !room {
                continue;
            }
            let places = registers.names.places();
            let read = places.typed(&window, None);
            if read.is_ok_and(|read| places.get(read.id).kind == PlaceKind::Home) {
                return Some(window);
            }
        }
    }
    None
}
