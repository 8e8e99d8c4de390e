//! Row ids: `<L><yymmdd>-<code>[.<n>]`, such as `D220816-K7QF2M.1`.

use super::{Day, Fault};
use crate::said;
use std::fmt::{self, Write as _};

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The code of a document: 6 Crockford base32 characters (typed in) or 10 (imported).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    // Two halves, so that a row's id takes 20 bytes and not 24.
    high: u32,
    low: u32,
}

/// Marks a code of ten characters.
const LONG: u64 = 1 << 63;

impl Code {
    /// The code of a typed document, from 30 random bits.
    pub fn short(bits: u32) -> Code {
        Code::from_bits(u64::from(bits) & ((1 << 30) - 1))
    }

    /// The code of an imported row, from the first 50 bits of a hash.
    pub fn long(bits: u64) -> Code {
        Code::from_bits(bits & ((1 << 50) - 1) | LONG)
    }

    /// True for an imported row's code.
    pub fn is_long(self) -> bool {
        self.bits() & LONG != 0
    }

    /// The bits, unique to the code: for hashing and sorting.
    pub fn bits(self) -> u64 {
        u64::from(self.high) << 32 | u64::from(self.low)
    }

    fn from_bits(bits: u64) -> Code {
        Code { high: (bits >> 32) as u32, low: bits as u32 }
    }

    /// Reads 6 or 10 upper-case base32 characters.
    pub fn parse_bytes(text: &[u8]) -> Option<Code> {
        let mut bits = match text.len() {
            6 => 0,
            10 => LONG >> 50,
            _ => return None,
        };
        let mut seen = 0;
        for &byte in text {
            let value = DIGITS[usize::from(byte)];
            seen |= value;
            bits = bits << 5 | u64::from(value & 31);
        }
        (seen != NOT_A_DIGIT).then(|| Code::from_bits(bits))
    }
}

const NOT_A_DIGIT: u8 = 255;

const DIGITS: [u8; 256] = {
    let mut table = [NOT_A_DIGIT; 256];
    let mut i = 0;
    while i < 32 {
        table[ALPHABET[i] as usize] = i as u8;
        i += 1;
    }
    table
};

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length: u32 = if self.is_long() { 10 } else { 6 };
        let sign = |place: u32| ALPHABET[(self.bits() >> (5 * place) & 31) as usize] as char;
        (0..length).rev().try_for_each(|place| f.write_char(sign(place)))
    }
}

/// The id of a row. Ids of different ledgers differ in their letter, which is the ledger's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId {
    /// The day of the row.
    pub day: Day,
    /// The document's code.
    pub code: Code,
    /// The line in the document from 1; 0 in a document of one line.
    pub line: u32,
    /// The ledger's letter.
    pub letter: u8,
}

impl RowId {
    /// Reads an id of any ledger.
    pub fn parse(text: &str) -> Result<RowId, Fault> {
        RowId::parse_bytes(text.as_bytes()).ok_or_else(|| {
            Fault::new(said!("`{text}` is not a row id", "“{text}” 不是行号")).remedy(said!(
                "ledger letter, day, dash, code, such as D220816-K7QF2M or D220816-K7QF2M.1",
                "应为“台账字母+日期-编码”，例如 D220816-K7QF2M 或 D220816-K7QF2M.1"
            ))
        })
    }

    /// [`RowId::parse`] on bytes, without a message.
    pub fn parse_bytes(text: &[u8]) -> Option<RowId> {
        RowId::parse_after(text, None)
    }

    /// Reads an id whose day is most likely the given one (rows mostly come in runs of a day).
    #[inline]
    pub fn parse_after(text: &[u8], likely: Option<(&[u8; 6], Day)>) -> Option<RowId> {
        let (&letter, rest) = text.split_first()?;
        if !letter.is_ascii_uppercase() || rest.len() < 13 || rest[6] != b'-' {
            return None;
        }
        let digits: &[u8; 6] = rest[..6].try_into().ok()?;
        let day = match likely {
            Some((same, day)) if same == digits => day,
            _ => short_day(digits)?,
        };
        let rest = &rest[7..];
        if let Some(code) = Code::parse_bytes(rest) {
            return Some(RowId { day, code, line: 0, letter });
        }
        let dot = memchr::memchr(b'.', rest)?;
        Some(RowId {
            day,
            code: Code::parse_bytes(&rest[..dot])?,
            line: line_number(&rest[dot + 1..])?,
            letter,
        })
    }

    /// How people refer to the row: `K7QF2M`, or `K7QF2M.1`.
    pub fn reference(self) -> String {
        match self.line {
            0 => self.code.to_string(),
            line => format!("{}.{line}", self.code),
        }
    }

    /// The id without its line: what people see of a document.
    pub fn document(self) -> RowId {
        RowId { line: 0, ..self }
    }
}

fn short_day(digits: &[u8; 6]) -> Option<Day> {
    let two = |i: usize| {
        let (a, b) = (digits[i], digits[i + 1]);
        (a.is_ascii_digit() && b.is_ascii_digit()).then(|| u32::from(a - b'0') * 10 + u32::from(b - b'0'))
    };
    Day::ymd(2000 + two(0)? as i32, two(2)?, two(4)?)
}

fn line_number(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() || digits.len() > 6 || digits[0] == b'0' {
        return None;
    }
    digits.iter().try_fold(0, |n: u32, d| d.is_ascii_digit().then(|| n * 10 + u32::from(d - b'0')))
}

impl fmt::Display for RowId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}-{}", self.letter as char, self.day.short(), self.code)?;
        if self.line > 0 { write!(f, ".{}", self.line) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_id_is_letter_day_code_and_line() {
        for good in ["D220816-K7QF2M", "D220816-K7QF2M.1", "I220816-0123456789", "T220229-000000.12"] {
            let known = good.starts_with("T2202");
            assert_eq!(
                RowId::parse(good).map(|id| id.to_string()).ok().as_deref(),
                (!known).then_some(good),
                "{good}"
            );
        }
        for bad in [
            "",
            "D220816",
            "d220816-K7QF2M",
            "D220816-K7QF2",
            "D220816-K7QFIM",
            "D220816-K7QF2M.",
            "D220816-K7QF2M.01",
            "D221316-K7QF2M",
        ] {
            assert!(RowId::parse(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back_the_same(bits in 0u64..1 << 50, long: bool, line in 0u32..1000, day in 0i32..30_000) {
            let code = if long { Code::long(bits) } else { Code::short(bits as u32) };
            let id = RowId { day: Day::ymd(2001, 1, 1).unwrap().plus(day), code, line, letter: b'Q' };
            prop_assert_eq!(RowId::parse(&id.to_string()), Ok(id));
        }

        #[test]
        fn any_text_is_read_or_refused_without_a_panic(text in "\\PC*") {
            let _ = RowId::parse(&text);
        }
    }
}
