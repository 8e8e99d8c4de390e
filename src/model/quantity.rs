//! Exact quantities: decimals with at most six fractional digits, kept as whole millionths. Never floating point.

use super::Fault;
use crate::said;
use std::fmt;

/// An exact decimal: a quantity of goods, an amount of money, a pack. Whole millionths inside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity(i64);

/// How many millionths make one.
const ONE: i64 = 1_000_000;

impl Quantity {
    /// Nothing.
    pub const ZERO: Quantity = Quantity(0);
    /// One.
    pub const ONE: Quantity = Quantity(ONE);
    /// The largest that a cell may hold: a billion. Sums are far below what the integer holds.
    pub const LARGEST: Quantity = Quantity(1_000_000_000 * ONE);

    /// A whole number.
    pub const fn whole(n: i64) -> Quantity {
        Quantity(n * ONE)
    }

    /// From millionths.
    pub const fn from_millionths(n: i64) -> Quantity {
        Quantity(n)
    }

    /// As millionths.
    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// True for exactly nothing.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// True below zero.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// The whole number, if it is one.
    pub fn as_whole(self) -> Option<i64> {
        (self.0 % ONE == 0).then_some(self.0 / ONE)
    }

    /// The sum, or `None` beyond what can be held.
    pub fn checked_add(self, other: Quantity) -> Option<Quantity> {
        self.0.checked_add(other.0).map(Quantity)
    }

    /// The exact product; `None` beyond six fractional digits or beyond what can be held.
    pub fn times(self, factor: Quantity) -> Option<Quantity> {
        let product = i128::from(self.0) * i128::from(factor.0);
        if product % i128::from(ONE) != 0 {
            return None;
        }
        i64::try_from(product / i128::from(ONE)).ok().map(Quantity)
    }

    /// The exact quotient; `None` if it has more than six fractional digits.
    pub fn over(self, divisor: Quantity) -> Option<Quantity> {
        let scaled = i128::from(self.0) * i128::from(ONE);
        let by = i128::from(divisor.0);
        if by == 0 || scaled % by != 0 {
            return None;
        }
        i64::try_from(scaled / by).ok().map(Quantity)
    }

    /// Reads a cell: an optional sign, digits, at most one point and six digits after it. Nothing else: no
    /// exponent, no thousands separator, no blanks.
    pub fn parse(cell: &str) -> Result<Quantity, Fault> {
        Quantity::parse_bytes(cell.as_bytes()).ok_or_else(|| {
            Fault::new(said!("`{cell}` is not a quantity", "“{cell}” 不是数量")).remedy(said!(
                "digits with at most six after the point, such as 40 or 2.5",
                "请写数字，小数点后最多六位，例如 40 或 2.5"
            ))
        })
    }

    /// [`Quantity::parse`] on bytes, without a message: the hot path of reading a ledger.
    #[inline]
    pub fn parse_bytes(cell: &[u8]) -> Option<Quantity> {
        if (1..=4).contains(&cell.len()) && cell.iter().all(u8::is_ascii_digit) {
            return Some(Quantity::whole(cell.iter().fold(0, |n, digit| n * 10 + i64::from(digit - b'0'))));
        }
        let (negative, digits) = match cell.first()? {
            b'-' => (true, &cell[1..]),
            b'+' => (false, &cell[1..]),
            _ => (false, cell),
        };
        let mut value: i64 = 0;
        let mut decimals: Option<u32> = None;
        let mut seen = 0u32;
        for &byte in digits {
            match byte {
                b'0'..=b'9' => {
                    seen += 1;
                    if let Some(n) = &mut decimals {
                        *n += 1;
                        if *n > 6 {
                            return None;
                        }
                    }
                    if seen > 18 {
                        return None;
                    }
                    value = value * 10 + i64::from(byte - b'0');
                }
                b'.' if decimals.is_none() && seen > 0 => decimals = Some(0),
                _ => return None,
            }
        }
        if seen == 0 || decimals == Some(0) {
            return None;
        }
        let millionths = value.checked_mul(10_i64.pow(6 - decimals.unwrap_or(0)))?;
        if millionths > Quantity::LARGEST.0 {
            return None;
        }
        Some(Quantity(if negative { -millionths } else { millionths }))
    }
}

impl std::ops::Add for Quantity {
    type Output = Quantity;
    /// Sums of cells: a cell is at most a billion, so nine thousand million of them fit... saturating would be
    /// false, so an overflow panics in every profile rather than printing a wrong figure.
    fn add(self, other: Quantity) -> Quantity {
        Quantity(self.0.checked_add(other.0).expect("a sum beyond nine million million"))
    }
}

impl std::ops::Sub for Quantity {
    type Output = Quantity;
    fn sub(self, other: Quantity) -> Quantity {
        self + -other
    }
}

impl std::ops::Neg for Quantity {
    type Output = Quantity;
    fn neg(self) -> Quantity {
        Quantity(-self.0)
    }
}

impl std::ops::AddAssign for Quantity {
    fn add_assign(&mut self, other: Quantity) {
        *self = *self + other;
    }
}

impl std::ops::SubAssign for Quantity {
    fn sub_assign(&mut self, other: Quantity) {
        *self = *self - other;
    }
}

impl std::iter::Sum for Quantity {
    fn sum<I: Iterator<Item = Quantity>>(all: I) -> Quantity {
        all.fold(Quantity::ZERO, |a, b| a + b)
    }
}

impl fmt::Display for Quantity {
    /// The exact digits without needless zeros: `40`, `2.5`, `-0.05`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0.unsigned_abs() / ONE as u64, self.0.unsigned_abs() % ONE as u64);
        let sign = if self.0 < 0 { "-" } else { "" };
        if part == 0 {
            return f.pad(&format!("{sign}{whole}"));
        }
        let digits = format!("{part:06}");
        f.pad(&format!("{sign}{whole}.{}", digits.trim_end_matches('0')))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_cell_holds_digits_and_at_most_six_after_the_point() {
        for good in ["0", "40", "2.5", "-0.05", "1000000000", "0.000001", "007"] {
            assert!(Quantity::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "-",
            ".5",
            "5.",
            "1e3",
            "1_000",
            "1,000",
            " 1",
            "0.0000001",
            "1000000001",
            "１",
            "1.2.3",
            "NaN",
        ] {
            assert!(Quantity::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn products_and_quotients_are_exact_or_nothing() {
        let half = Quantity::parse("0.5").unwrap();
        assert_eq!(Quantity::whole(3).times(half), Some(Quantity::parse("1.5").unwrap()));
        assert_eq!(Quantity::whole(1).over(Quantity::whole(3)), None);
        assert_eq!(Quantity::from_millionths(1).times(half), None);
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back_the_same(n in -1_000_000_000_000_000i64..=1_000_000_000_000_000) {
            let quantity = Quantity::from_millionths(n);
            prop_assert_eq!(Quantity::parse(&quantity.to_string()), Ok(quantity));
        }

        #[test]
        fn any_text_is_read_or_refused_without_a_panic(text in "\\PC*") {
            let _ = Quantity::parse(&text);
        }
    }
}
