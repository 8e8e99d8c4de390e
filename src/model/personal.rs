//! Personal numbers: Chinese mobile and identity numbers, which no tracked file may hold.

use super::Day;
use super::spoken::is_invisible;
use memchr::{memchr, memrchr};
use std::ops::Range;

/// Where mobile and identity numbers stand in a text, as byte ranges, in order. A mobile is `1[3-9]` and nine digits,
/// also written 3-4-4 with blanks or dashes, in full-width digits, or after `+86`; an identity number has 18
/// characters, a plausible day of birth and a valid check character. With a digit on either side it is another
/// number, and so have 40 or more hexadecimal digits around it, which are a commit or a digest. The `exempt` numbers
/// (`public_phones`) are passed over, however they are written.
pub fn personal_numbers(text: &str, exempt: &[String]) -> Vec<Range<usize>> {
    found(text, exempt).into_iter().map(|(range, _)| range).collect()
}

/// The text with personal numbers masked: `138****1234`, and the first six and last four of an identity number.
pub fn mask_numbers(text: &str, exempt: &[String]) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut done = 0;
    for (range, digits) in found(text, exempt) {
        let (shown, stars) = if digits.len() == 11 { (3, "****") } else { (6, "********") };
        masked.push_str(&text[done..range.start]);
        masked.push_str(&digits[..shown]);
        masked.push_str(stars);
        masked.push_str(&digits[digits.len() - 4..]);
        done = range.end;
    }
    masked.push_str(&text[done..]);
    masked
}

/// True if [`personal_numbers`] finds one in some line of the text: one quick pass over nearly every text.
pub fn holds_personal_number(text: &str, exempt: &[String]) -> bool {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(at) = suspect(&bytes[from..]) {
        let start = memrchr(b'\n', &bytes[..from + at]).map_or(0, |end| end + 1);
        let end = memchr(b'\n', &bytes[from + at..]).map_or(bytes.len(), |end| from + at + end);
        if !found(&text[start..end], exempt).is_empty() {
            return true;
        }
        from = end;
    }
    false
}

fn found(text: &str, exempt: &[String]) -> Vec<(Range<usize>, String)> {
    if suspect(text.as_bytes()).is_none() {
        return Vec::new();
    }
    let signs = signs(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < signs.len() {
        let begins = signs[at].is_digit()
            && (at == 0 || !signs[at - 1].is_digit() || with_country(&signs, at) + 3 == at);
        match begins.then(|| number_at(&signs, at)).flatten() {
            Some(end) => {
                let digits: String =
                    signs[at..end].iter().map(|s| s.shape).filter(|c| !matches!(c, '-' | ' ')).collect();
                let start = if digits.len() == 11 { with_country(&signs, at) } else { at };
                if !in_digest(&signs, at) && !exempt.iter().any(|phone| same_phone(phone, &digits)) {
                    found.push((signs[start].at..signs[end - 1].end, digits));
                }
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

/// Where eleven digits are first complete that stand together but for blanks or dashes: in hardly any text.
fn suspect(bytes: &[u8]) -> Option<usize> {
    let mut digits = 0;
    bytes.iter().position(|&byte| {
        let (kept, more) = TOGETHER[usize::from(byte)];
        digits = (digits & kept) + more;
        digits >= 11
    })
}

/// For each byte what it leaves of the digits counted before it (all, or none of their bits), and what it adds. Full-width
/// digits, dashes and invisible characters are three bytes each, one of which is counted.
const TOGETHER: [(u8, u8); 256] = {
    let mut table = [(0, 0); 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'0'..=b'9' | 0xE2 | 0xE3 | 0xEF | 0xC2 => (u8::MAX, 1),
            b' ' | b'-' | 0x80..=0xBF => (u8::MAX, 0),
            _ => (0, 0),
        };
        byte += 1;
    }
    table
};

/// One visible character of a text.
struct Sign {
    /// Where it begins, in bytes.
    at: usize,
    /// Where it ends.
    end: usize,
    /// In half width, with every dash as `-` and every blank as ` `.
    shape: char,
}

impl Sign {
    fn is_digit(&self) -> bool {
        self.shape.is_ascii_digit()
    }
}

fn signs(text: &str) -> Vec<Sign> {
    let visible = text.char_indices().filter(|(_, c)| !is_invisible(*c));
    visible.map(|(at, c)| Sign { at, end: at + c.len_utf8(), shape: shape(c) }).collect()
}

fn shape(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        '\u{A0}' | '\u{3000}' | '\u{2002}'..='\u{200A}' | '\u{202F}' => ' ',
        _ => c,
    }
}

/// Where the personal number ends that begins at this digit, if one does.
fn number_at(signs: &[Sign], at: usize) -> Option<usize> {
    let run = run(signs, at);
    match run {
        11 if mobile(signs, at) => Some(at + 11),
        18 if identity(signs, at) => Some(at + 18),
        17 => {
            let last = signs.get(at + 17).is_some_and(|s| s.shape.eq_ignore_ascii_case(&'x'));
            let ends = signs.get(at + 18).is_none_or(|s| !s.is_digit());
            (last && ends && identity(signs, at)).then_some(at + 18)
        }
        3 if mobile(signs, at) => {
            let separator = |i: usize| signs.get(i).is_some_and(|s| matches!(s.shape, '-' | ' '));
            let parted = separator(at + 3) && separator(at + 8);
            (parted && self::run(signs, at + 4) == 4 && self::run(signs, at + 9) == 4).then_some(at + 13)
        }
        _ => None,
    }
}

/// How many digits stand together from here.
fn run(signs: &[Sign], at: usize) -> usize {
    signs.get(at..).unwrap_or_default().iter().take_while(|s| s.is_digit()).count()
}

fn mobile(signs: &[Sign], at: usize) -> bool {
    signs[at].shape == '1' && matches!(signs[at + 1].shape, '3'..='9')
}

/// The check of GB 11643 (ISO 7064 MOD 11-2) and a day of birth that exists.
fn identity(signs: &[Sign], at: usize) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: &[u8; 11] = b"10X98765432";
    let figure = |i: usize| signs[at + i].shape.to_digit(10).unwrap_or(0);
    let number = |from: usize, to: usize| (from..to).fold(0, |n, i| n * 10 + figure(i));
    let (year, month, day) = (number(6, 10), number(10, 12), number(12, 14));
    let born = (1900..2100).contains(&year) && Day::ymd(year as i32, month, day).is_some();
    let sum: u32 = WEIGHTS.iter().enumerate().map(|(i, weight)| weight * figure(i)).sum();
    let check = char::from(CHECKS[(sum % 11) as usize]);
    figure(0) > 0 && born && signs[at + 17].shape.to_ascii_uppercase() == check
}

/// True if so many hexadecimal digits stand together around this one that they are the id of a commit or a digest.
fn in_digest(signs: &[Sign], at: usize) -> bool {
    let hex = |sign: &&Sign| matches!(sign.shape, '0'..='9' | 'a'..='f');
    let before = signs[..at].iter().rev().take(DIGEST).take_while(hex).count();
    let after = signs[at..].iter().take(DIGEST).take_while(hex).count();
    before + after >= DIGEST
}

/// The hexadecimal digits of the shortest digest, that of a commit.
const DIGEST: usize = 40;

/// Where `+86` before a mobile begins; the mobile itself if there is none.
fn with_country(signs: &[Sign], at: usize) -> usize {
    let before = at - usize::from(at > 0 && matches!(signs[at - 1].shape, '-' | ' '));
    let plus = before
        .checked_sub(3)
        .filter(|start| signs[*start..before].iter().map(|s| s.shape).eq(['+', '8', '6']));
    plus.unwrap_or(at)
}

fn same_phone(phone: &str, digits: &str) -> bool {
    let known: String = phone.chars().map(shape).filter(char::is_ascii_digit).collect();
    known == digits || known.strip_prefix("86") == Some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    // Made up: no person bears these.
    const MALE: &str = "11010519491231002X";
    const FEMALE: &str = "330782199001010017";
    const OLD: &str = "440524188001010014";

    fn mask(text: &str) -> String {
        mask_numbers(text, &[])
    }

    #[test]
    fn a_mobile_is_found_however_it_is_written() {
        for (typed, masked) in [
            ("13812341234", "138****1234"),
            ("电话13812341234，谢谢", "电话138****1234，谢谢"),
            ("138-1234-1234", "138****1234"),
            ("138 1234 1234", "138****1234"),
            ("138\u{a0}1234\u{3000}1234", "138****1234"),
            ("138－1234—1234", "138****1234"),
            ("１３８１２３４１２３４", "138****1234"),
            ("138\u{200b}12341234", "138****1234"),
            ("+8613812341234", "138****1234"),
            ("+86138-1234-1234", "138****1234"),
            ("+86 13812341234", "138****1234"),
            ("＋86-138-1234-1234", "138****1234"),
            ("wx13812341234x", "wx138****1234x"),
            ("13812341234/13912341234", "138****1234/139****1234"),
        ] {
            assert_eq!(mask(typed), masked, "{typed}");
        }
    }

    #[test]
    fn an_identity_number_is_found_if_its_check_character_and_birthday_are_right() {
        assert_eq!(mask(&format!("身份证{MALE}。")), "身份证110105********002X。");
        assert_eq!(mask(&MALE.to_lowercase()), "110105********002x");
        assert_eq!(mask(FEMALE), "330782********0017");
        assert_eq!(mask("11010519491231002Ｘ"), "110105********002X");
        for other in [
            "110105194912310021", // wrong check
            "110105194912310020",
            "11010519491331002X",  // no such month
            "111010519491231002X", // a digit before
            "11010519491231002X1", // a digit after
            "010105194912310022",
            OLD, // born in 1880
        ] {
            assert_eq!(mask(other), other, "{other}");
        }
    }

    #[test]
    fn a_digit_on_either_side_makes_it_another_number() {
        for other in [
            "138123412345",
            "213812341234",
            "1381234123",
            "12812341234",
            "138-1234-12345",
            "2138-1234-1234",
            "138--1234-1234",
            "0579-85550000",
            "2022-08-16T20:00:00+08:00",
            "I220816-K7QF2M.1",
            "3-2-502 3-2-503 3-2-504",
            "",
            "＋８６",
        ] {
            assert_eq!(personal_numbers(other, &[]), [], "{other}");
        }
    }

    #[test]
    fn eleven_digits_within_a_digest_or_the_id_of_a_commit_are_no_mobile() {
        let commit = "ab13812341234cdef0123456789abcdef0123456";
        assert_eq!(commit.len(), 40);
        assert_eq!(personal_numbers(&format!("This reverts commit {commit}."), &[]), []);
        assert_eq!(personal_numbers(&commit[..39], &[]).len(), 1);
    }

    #[test]
    fn a_range_covers_the_number_and_nothing_else() {
        let text = "李梅 +86 138 1234 1234 收";
        let ranges = personal_numbers(text, &[]);
        assert_eq!(ranges.iter().map(|r| &text[r.clone()]).collect::<Vec<_>>(), ["+86 138 1234 1234"]);
    }

    #[test]
    fn a_public_phone_is_passed_over_however_it_is_written() {
        let exempt = ["138-1234-1234".to_owned(), "+86 13912341234".to_owned()];
        for public in ["13812341234", "138 1234 1234", "+86 138-1234-1234", "13912341234"] {
            assert_eq!(personal_numbers(public, &exempt), [], "{public}");
        }
        assert_eq!(mask_numbers("13812341234 13712341234", &exempt), "13812341234 137****1234");
    }

    proptest! {
        #[test]
        fn any_text_can_be_masked_and_holds_no_number_after(
            text in "[0-9１+ Xx—-]{0,60}|(1[3-9][0-9]{9}[ ,a]?){1,4}|\\PC*"
        ) {
            for range in personal_numbers(&text, &[]) {
                prop_assert!(text.get(range).is_some());
            }
            let masked = mask(&text);
            prop_assert_eq!(personal_numbers(&masked, &[]), []);
            let lines = [text.as_str(), "220816-447128", &text, ""].join("\n");
            prop_assert_eq!(holds_personal_number(&lines, &[]), !personal_numbers(&lines, &[]).is_empty());
        }

        #[test]
        fn a_mobile_among_words_is_always_found(before in "[甲乙a ]{0,5}", n in 13_000_000_000u64..20_000_000_000, after in "[甲乙a ]{0,5}") {
            let text = format!("{before}{n}{after}");
            let found = personal_numbers(&text, &[]);
            prop_assert_eq!(found.len(), 1);
            prop_assert_eq!(&text[found[0].clone()], n.to_string());
        }
    }
}
