//! Goods as people type them: a quantity with its unit (`40箱`, `约14斤`, `2.5 kg`) and a goods line (`牛奶=40箱`).

use super::numerals::{Points, numeral};
use super::spoken::leading;
use super::{Fault, Quantity};
use crate::said;
use crate::words::Said;

/// A quantity with its unit, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// How much; with its sign.
    pub quantity: Quantity,
    /// The unit word in NFKC; `None` if there was none, which means the item's base unit.
    pub unit: Option<String>,
    /// True if `约` or the like stood with it: the word belongs in the note.
    pub approximate: bool,
    /// How a doubtful form was read, one sentence each.
    pub noted: Vec<Said>,
}

/// Reads a quantity and its unit: `40箱`, `半箱`, `两斤半`, `2.5 kg`, `-3箱`, `1.6万个`, `40`. `2、5KG` is 2.5 KG, and
/// noted. Refused: no number, and a second quantity or anything else after the unit (`2箱12瓶`).
pub fn measure(text: &str) -> Result<Measure, Fault> {
    let (spoken, rest) = leading(text, Points::Lists)?;
    let mut quantity = spoken.value;
    let mut unit = rest.as_str();
    if let Some(word) = unit.strip_suffix('半').filter(|word| !word.is_empty()) {
        let half = Quantity::from_millionths(if quantity.is_negative() { -500_000 } else { 500_000 });
        let more = quantity.as_whole().and_then(|_| quantity.checked_add(half));
        (quantity, unit) = (more.ok_or_else(|| not_a_measure(text))?, word);
    }
    if !unit.is_empty() && !is_unit(unit) {
        return Err(not_a_measure(text));
    }
    let unit = (!unit.is_empty()).then(|| unit.to_owned());
    Ok(Measure { quantity, unit, approximate: spoken.approximate, noted: spoken.noted })
}

/// Reads a goods line, `ITEM=QTY[UNIT]` (or with `＝`, `：`): the item as typed, and its measure.
pub fn goods_line(text: &str) -> Result<(String, Measure), Fault> {
    let parts = text
        .split_once(['=', '＝'])
        .or_else(|| text.split_once('：'))
        .map(|(item, much)| (item.trim(), much));
    match parts.filter(|(item, _)| !item.is_empty()) {
        Some((item, much)) => {
            let measure = measure(much).map_err(|fault| Fault {
                message: said!("{item}: ", "{item}：").then(&fault.message),
                remedy: fault.remedy,
            })?;
            Ok((item.to_owned(), measure))
        }
        None => Err(Fault::new(said!("`{text}` is not a goods line", "“{text}” 不是物资"))
            .remedy(said!("ITEM=QTY[UNIT], such as 牛奶=40箱", "请写成 物资=数量单位，例如 牛奶=40箱"))),
    }
}

fn not_a_measure(text: &str) -> Fault {
    let text = text.trim();
    Fault::new(said!("`{text}` is not one quantity with one unit", "“{text}” 不是一个数量加一个单位"))
        .remedy(said!("such as 40箱; another quantity is another line", "例如 40箱；另一个数量请另写一项"))
}

/// Reads a unit word by itself, in NFKC.
pub fn unit_word(text: &str) -> Result<String, Fault> {
    let word = super::spoken::tidied(text);
    if is_unit(&word) {
        return Ok(word);
    }
    Err(Fault::new(said!("`{text}` is not a unit", "“{text}” 不是单位"))
        .remedy(said!("one word such as 箱, 件 or kg", "请写一个单位，例如 箱、件 或 kg")))
}

/// True for a unit word: letters, with figures at most at its end (`箱12`, `m2`).
pub(super) fn is_unit(word: &str) -> bool {
    let mut chars = word.chars();
    let Some(first) = chars.next() else { return false };
    if !(first.is_alphabetic() || matches!(first, '%' | '°')) {
        return false;
    }
    let stem = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let times = stem.len() < word.len() && matches!(stem, "x" | "X");
    let letters =
        stem.chars().all(|c| c.is_alphabetic() || matches!(c, '%' | '°' | '-' | '_' | '.' | '(' | ')'));
    let mut inner = chars.filter(|c| !c.is_ascii_digit());
    letters && !times && !inner.any(numeral)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> (String, String) {
        let measure = measure(text).unwrap_or_else(|fault| panic!("{text}: {}", fault.message.en));
        (measure.quantity.to_string(), measure.unit.unwrap_or_default())
    }

    #[test]
    fn a_quantity_is_told_from_its_unit() {
        for (typed, quantity, unit) in [
            ("40箱", "40", "箱"),
            ("198件", "198", "件"),
            ("半箱", "0.5", "箱"),
            ("约14斤", "14", "斤"),
            ("2.5 kg", "2.5", "kg"),
            ("+3", "3", ""),
            ("-3箱", "-3", "箱"),
            ("１２瓶", "12", "瓶"),
            ("1.6万个", "16000", "个"),
            ("114,360支", "114360", "支"),
            ("40", "40", ""),
            ("两箱", "2", "箱"),
            ("二两", "2", "两"),
            ("两两", "2", "两"),
            ("半两", "0.5", "两"),
            ("十两", "10", "两"),
            ("一千两百两", "1200", "两"),
            ("5千克", "5", "千克"),
            ("五千克", "5", "千克"),
            ("5千张", "5000", "张"),
            ("两斤半", "2.5", "斤"),
            ("-一箱半", "-1.5", "箱"),
            ("10多箱", "10", "箱"),
            ("十来个", "10", "个"),
            ("3斤多", "3", "斤"),
            ("40箱12", "40", "箱12"),
            ("3 箱（大）", "3", "箱(大)"),
            ("5㎏", "5", "kg"),
            ("0份", "0", "份"),
            ("\u{a0}3\u{200b}箱", "3", "箱"),
            ("10boxes", "10", "boxes"),
            ("3\n箱", "3", "箱"),
        ] {
            assert_eq!(read(typed), (quantity.to_owned(), unit.to_owned()), "{typed}");
        }
    }

    #[test]
    fn a_decimal_point_typed_as_a_comma_of_lists_is_read_and_noted() {
        let measure = measure("2、5KG").unwrap();
        assert_eq!((measure.quantity.to_string().as_str(), measure.unit.as_deref()), ("2.5", Some("KG")));
        assert_eq!(measure.noted[0].en, "`2、5KG` is read as 2.5");
    }

    #[test]
    fn about_fourteen_jin_stays_approximate() {
        let measure = measure("约14斤").unwrap();
        assert!(measure.approximate);
        assert!(measure.noted[0].zh.contains("约14斤"));
    }

    #[test]
    fn what_is_not_one_quantity_with_one_unit_is_refused() {
        for typed in [
            "",
            "-",
            "箱",
            "箱40",
            "2箱12瓶",
            "一斤二两",
            "两箱三瓶",
            "40 12",
            "12瓶/箱",
            "500ml*30瓶",
            "55*28*56",
            "5x3",
            "十几箱",
            "三四个",
            "几箱",
            "40箱 牛奶",
            "3箱、",
            "40箱,",
            "3=4",
            "2.5箱半",
            "1/2箱",
            "3箱|4",
            "一半",
            "10箱(每箱24瓶)",
            "一个半小时",
        ] {
            assert!(measure(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn a_goods_line_names_its_item_as_typed() {
        let (item, milk) = goods_line("牛奶=40箱").unwrap();
        assert_eq!((item.as_str(), milk.unit.as_deref()), ("牛奶", Some("箱")));
        assert_eq!(goods_line("大 米 ＝２０袋").unwrap().0, "大 米");
    }

    #[test]
    fn a_goods_line_that_is_none_is_told_the_form() {
        for typed in ["牛奶", "=40", "牛奶 40箱", "", "牛奶=", "牛奶==4"] {
            assert!(goods_line(typed).is_err(), "{typed}");
        }
        assert!(goods_line("牛奶").unwrap_err().remedy.unwrap().en.contains("ITEM=QTY[UNIT]"));
        assert!(goods_line("牛奶=很多").unwrap_err().message.zh.starts_with("牛奶：“很多”"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_without_a_panic(
            text in "[约半一二两三十百千万点.,、/*xX=0-9１ 克箱斤]{0,16}|\\PC*"
        ) {
            let _ = measure(&text);
            let _ = goods_line(&text);
        }

        #[test]
        fn what_is_printed_reads_back_the_same(n in -1_000_000_000_000i64..=1_000_000_000_000, unit in "箱|kg|两|千克|份") {
            let quantity = Quantity::from_millionths(n);
            let back = measure(&format!("{quantity}{unit}")).unwrap();
            prop_assert_eq!((back.quantity, back.unit), (quantity, Some(unit)));
        }
    }
}
