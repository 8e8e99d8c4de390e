//! Packs: how an item's units convert to its base unit, exactly; and packs as suppliers write them.

use super::goods::is_unit;
use super::numerals::Points;
use super::spoken::{leading, tidied};
use super::{Fault, Quantity};
use crate::said;
use std::fmt;

/// What `items.csv` says of an item's units: the base unit and the packs, stated in base units.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packs {
    base: String,
    packs: Vec<(String, Quantity)>,
}

/// The mass words as they are written; they convert among themselves.
pub const MASS_WORDS: [&str; 8] = ["kg", "公斤", "千克", "斤", "两", "克", "g", "吨"];

/// The grams in a mass word (`斤 公斤 千克 kg 克 g 两 吨`, in either case); `None` for any other unit.
pub fn grams(unit: &str) -> Option<i64> {
    Some(match unit {
        "克" | "g" | "G" => 1,
        "两" => 50,
        "斤" => 500,
        "公斤" | "千克" => 1_000,
        "吨" => 1_000_000,
        _ if unit.eq_ignore_ascii_case("kg") => 1_000,
        _ => return None,
    })
}

impl Packs {
    /// Reads the `unit` and `packs` cells of an item: `瓶` and `箱=24|提=6`. Strict: a pack is a unit word, `=` and
    /// a quantity above zero; the same word twice, the base unit itself, or a mass word that contradicts a base
    /// unit of mass is refused.
    pub fn parse(base: &str, cell: &str) -> Result<Packs, Fault> {
        let mut packs = Packs { base: base.to_owned(), packs: Vec::new() };
        for pack in cell.split('|').filter(|_| !cell.is_empty()) {
            let (word, much) = pack.split_once('=').unwrap_or((pack, ""));
            if !is_unit(word) {
                return Err(Fault::new(said!("`{pack}` is not a pack", "“{pack}” 不是包装")).remedy(said!(
                    "UNIT=QUANTITY in base units, joined by |, such as 箱=24|提=6",
                    "请写成 单位=折合基本单位的数量，用 | 隔开，例如 箱=24|提=6"
                )));
            }
            let much = Quantity::parse(much).map_err(|fault| Fault {
                message: said!("pack `{word}`: ", "包装“{word}”：").then(&fault.message),
                remedy: fault.remedy,
            })?;
            if much <= Quantity::ZERO {
                return Err(Fault::new(said!(
                    "pack `{pack}` must hold more than nothing",
                    "包装“{pack}”的数量必须大于 0"
                )));
            }
            if word == base {
                return Err(Fault::new(said!(
                    "pack `{word}` is the base unit itself",
                    "包装“{word}”就是基本单位"
                )));
            }
            if packs.packs.iter().any(|(other, _)| other == word) {
                return Err(Fault::new(said!("pack `{word}` is given twice", "包装“{word}”写了两次"))
                    .remedy(said!(
                        "another carton is another word, such as 箱12=12",
                        "另一种箱请用另一个词，例如 箱12=12"
                    )));
            }
            if packs.mass(word).is_some_and(|known| known != lowest(much.millionths(), 1_000_000)) {
                return Err(Fault::new(said!(
                    "pack `{pack}` contradicts what {word} weighs",
                    "包装“{pack}”与“{word}”的重量不符"
                ))
                .remedy(said!("mass words convert without a pack", "重量单位自动换算，不必写包装")));
            }
            packs.packs.push((word.to_owned(), much));
        }
        Ok(packs)
    }

    /// The base unit.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The packs in the order they are written, each with what it holds in base units.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Quantity)> {
        self.packs.iter().map(|(word, much)| (word.as_str(), *much))
    }

    /// The factor of a unit as numerator and denominator in lowest terms: base = quantity × numerator / denominator.
    /// An empty unit is the base. `None` if the unit does not convert: its goods are a line of their own.
    pub fn factor(&self, unit: &str) -> Option<(i64, i64)> {
        if unit.is_empty() || unit == self.base {
            return Some((1, 1));
        }
        let pack = self.packs.iter().find(|(word, _)| word == unit);
        pack.map(|(_, much)| lowest(much.millionths(), 1_000_000)).or_else(|| self.mass(unit))
    }

    /// The unit's own word for what was typed: of an English plural the word that the item has (`cartons` where there is a
    /// `carton`); anything else as it stands.
    pub fn own_word(&self, typed: &str) -> String {
        let is_one = |word: &str| !word.is_empty() && self.factor(word).is_some();
        let singular =
            |(ending, instead): &(&str, &str)| Some(format!("{}{instead}", typed.strip_suffix(ending)?));
        let mut singulars = [("ies", "y"), ("es", ""), ("s", "")].iter().filter_map(singular);
        let found = if is_one(typed) { None } else { singulars.find(|word| is_one(word)) };
        found.unwrap_or_else(|| typed.to_owned())
    }

    /// The quantity in base units, exactly. `None` if the unit does not convert, or not within six fractional digits.
    pub fn to_base(&self, quantity: Quantity, unit: &str) -> Option<Quantity> {
        convert(quantity, self.factor(unit)?)
    }

    fn mass(&self, unit: &str) -> Option<(i64, i64)> {
        Some(lowest(grams(unit)?, grams(&self.base)?))
    }
}

impl fmt::Display for Packs {
    /// The `packs` cell, as [`Packs::parse`] reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (word, much)) in self.packs.iter().enumerate() {
            write!(f, "{}{word}={much}", if i == 0 { "" } else { "|" })?;
        }
        Ok(())
    }
}

/// Applies a factor of [`Packs::factor`]; `None` where the result is not exact within six fractional digits.
pub fn convert(quantity: Quantity, (numerator, denominator): (i64, i64)) -> Option<Quantity> {
    let product = i128::from(quantity.millionths()) * i128::from(numerator);
    let by = i128::from(denominator);
    if by == 0 || product % by != 0 {
        return None;
    }
    i64::try_from(product / by).ok().map(Quantity::from_millionths)
}

fn lowest(numerator: i64, denominator: i64) -> (i64, i64) {
    let (mut a, mut b) = (numerator.abs(), denominator.abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    let divisor = a.max(1);
    (numerator / divisor, denominator / divisor)
}

/// Reads a pack from a specification as suppliers write it: `12瓶/箱` is 12 瓶 in a 箱, `100只*10盒/箱` 1000 只. The size
/// of one piece is no count: `500ml*30瓶/箱` is 30 瓶. `None` for anything without an outer unit (`500ml*30瓶`, `30mg`,
/// `55*28*56`, `S小号`) and wherever it is not clear what is counted.
pub fn pack_in_the_wild(text: &str) -> Option<(Quantity, String, String)> {
    let tidy = tidied(text);
    let (inside, outer) = tidy.rsplit_once('/')?;
    let outer = outer.trim();
    if !outer.chars().all(char::is_alphabetic) || outer.is_empty() {
        return None;
    }
    let mut factors = Vec::new();
    let mut start = 0;
    for (at, c) in inside.char_indices() {
        let after = &inside[at + c.len_utf8()..];
        let number_follows = after.trim_start().starts_with(|c: char| c.is_ascii_digit());
        if matches!(c, '*' | 'x' | 'X' | '×' | '✕') && number_follows {
            factors.push(factor_of_pack(&inside[start..at])?);
            start = at + c.len_utf8();
        }
    }
    factors.push(factor_of_pack(&inside[start..])?);
    if factors.len() > 1 && is_size(&factors[0].1) {
        factors.remove(0);
    }
    let inner = factors[0].1.clone();
    let total = factors.iter().try_fold(Quantity::ONE, |product, (much, _)| product.times(*much))?;
    let sound = !inner.is_empty() && inner != outer && total <= Quantity::LARGEST;
    sound.then(|| (total, inner, outer.to_owned()))
}

/// `10小盒` in a specification: a plain number above zero and a word, which may be empty.
fn factor_of_pack(text: &str) -> Option<(Quantity, String)> {
    let (spoken, word) = leading(text, Points::Plain).ok()?;
    let plain = !spoken.approximate && spoken.value > Quantity::ZERO;
    (plain && (word.is_empty() || is_unit(&word))).then_some((spoken.value, word))
}

/// True for a unit of mass, volume or length, which tells the size of one piece.
fn is_size(unit: &str) -> bool {
    const SIZES: [&str; 12] = ["ml", "l", "cl", "毫升", "升", "mg", "毫克", "mm", "cm", "m", "米", "厘米"];
    grams(unit).is_some() || SIZES.iter().any(|size| size.eq_ignore_ascii_case(unit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn amount(text: &str) -> Quantity {
        Quantity::parse(text).unwrap()
    }

    #[test]
    fn a_pack_converts_to_the_base_unit_exactly() {
        let milk = Packs::parse("瓶", "箱=24|提=6|半提=2.5").unwrap();
        assert_eq!(milk.to_base(amount("40"), "箱"), Some(amount("960")));
        assert_eq!(milk.to_base(amount("-0.5"), "提"), Some(amount("-3")));
        assert_eq!(milk.to_base(amount("7"), ""), Some(amount("7")));
        assert_eq!(milk.to_base(amount("7"), "瓶"), Some(amount("7")));
        assert_eq!(milk.to_base(amount("7"), "袋"), None);
        assert_eq!(milk.to_base(amount("7"), "kg"), None);
        assert_eq!(milk.factor("半提"), Some((5, 2)));
        assert_eq!(milk.to_base(amount("0.000001"), "半提"), None, "beyond six fractional digits");
    }

    #[test]
    fn an_english_plural_is_its_own_unit_and_no_other() {
        let milk = Packs::parse("box", "carton=12|tray=3").unwrap();
        let words = ["cartons", "carton", "boxes", "trays", "trayses", "s", "es", "crates", "箱", ""];
        let own = words.map(|word| milk.own_word(word));
        assert_eq!(own, ["carton", "carton", "box", "tray", "trayses", "s", "es", "crates", "箱", ""]);
        // Where an item has such a word itself, it is that.
        let glasses = Packs::parse("glasses", "glass=2").unwrap();
        assert_eq!(glasses.own_word("glasses"), "glasses");
    }

    #[test]
    fn mass_words_convert_among_themselves() {
        let pork = Packs::parse("斤", "箱=20").unwrap();
        for (typed, unit, base) in [
            ("1", "公斤", "2"),
            ("1", "千克", "2"),
            ("2.5", "kg", "5"),
            ("2.5", "KG", "5"),
            ("3", "两", "0.3"),
            ("250", "克", "0.5"),
            ("1", "g", "0.002"),
            ("1", "吨", "2000"),
            ("2", "箱", "40"),
        ] {
            assert_eq!(pork.to_base(amount(typed), unit), Some(amount(base)), "{typed}{unit}");
        }
        assert_eq!(pork.factor("两"), Some((1, 10)));
        let tonnes = Packs::parse("吨", "").unwrap();
        assert_eq!(tonnes.to_base(amount("1"), "g"), Some(amount("0.000001")));
        assert_eq!(tonnes.to_base(amount("0.5"), "g"), None, "beyond six fractional digits");
    }

    #[test]
    fn a_contradictory_or_malformed_pack_is_refused() {
        for cell in [
            "箱",
            "箱=",
            "=24",
            "箱=0",
            "箱=-24",
            "箱=24|箱=12",
            "瓶=1",
            "箱=24|",
            "|",
            "箱 =24",
            "箱= 24",
            "箱=24瓶",
            "箱=1,000",
        ] {
            assert!(Packs::parse("瓶", cell).is_err(), "{cell}");
        }
        assert!(Packs::parse("kg", "斤=0.6").is_err());
        assert!(Packs::parse("kg", "斤=0.5|袋=25").is_ok());
        assert!(Packs::parse("瓶", "箱=24|箱12=12").is_ok());
        assert!(Packs::parse("", "").unwrap().factor("").is_some());
    }

    #[test]
    fn packs_are_read_as_suppliers_write_them() {
        let read = |text| pack_in_the_wild(text).map(|(n, inner, outer)| format!("{n} {inner} {outer}"));
        for (typed, meant) in [
            ("12瓶/箱", "12 瓶 箱"),
            ("100只*10盒/箱", "1000 只 箱"),
            ("24粒X10小盒X40/箱", "9600 粒 箱"),
            ("１２瓶／箱", "12 瓶 箱"),
            ("500ml*30瓶/箱", "30 瓶 箱"),
            ("2.5kg/袋", "2.5 kg 袋"),
        ] {
            assert_eq!(read(typed).as_deref(), Some(meant), "{typed}");
        }
        for typed in [
            "500ml*30瓶",
            "55*28*56",
            "30mg",
            "S小号",
            "",
            "/",
            "瓶/箱",
            "12/箱",
            "12瓶/",
            "12瓶/24",
            "0瓶/箱",
            "-2瓶/箱",
            "12瓶/瓶",
            "约12瓶/箱",
            "500ml*30/箱",
            "12*24瓶/箱",
        ] {
            assert_eq!(read(typed), None, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_without_a_panic(
            base in "瓶|kg|", cell in "[箱斤瓶=|0-9.-]{0,16}|\\PC*", wild in "[0-9.瓶盒箱*xX/ ]{0,16}|\\PC*"
        ) {
            if let Ok(packs) = Packs::parse(&base, &cell) {
                prop_assert_eq!(Packs::parse(&base, &packs.to_string()), Ok(packs));
            }
            let _ = pack_in_the_wild(&wild);
        }

        #[test]
        fn a_conversion_is_exact_or_refused(n in -1_000_000_000_000i64..1_000_000_000_000, pack in 1i64..1_000_000_000) {
            let much = Quantity::from_millionths(pack);
            let packs = Packs::parse("个", &format!("箱={much}")).unwrap();
            let base = packs.to_base(Quantity::from_millionths(n), "箱");
            let product = i128::from(n) * i128::from(pack);
            prop_assert_eq!(base.is_some(), product % 1_000_000 == 0);
            if let Some(base) = base {
                prop_assert_eq!(i128::from(base.millionths()) * 1_000_000, product);
            }
        }
    }
}
