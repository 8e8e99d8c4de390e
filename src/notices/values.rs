//! Rows of a report as a template sees them: objects with the JSON keys, words where the report has codes.

use crate::model::{Cell, Quantity, Rows};
use crate::words::Lang;
use minijinja::Value;

/// The longest number that a binary fraction gives back digit by digit.
const DIGITS: usize = 15;

/// The rows of a table.
pub(super) fn rows(table: &Rows, lang: Lang) -> Value {
    let row = |row: &Vec<Cell>| {
        let mut pairs = Vec::with_capacity(row.len() + 2);
        for (column, cell) in table.columns.iter().zip(row) {
            if let Cell::Code(code, _) = cell {
                pairs.push((format!("{}_code", column.name), Value::from(*code)));
            }
            if let Cell::Named(code, _) = cell {
                pairs.push((format!("{}_code", column.name), Value::from(code.as_str())));
            }
            pairs.push((column.name.to_owned(), cell_value(cell, lang)));
        }
        Value::from_pairs(pairs)
    };
    Value::from(table.rows.iter().map(row).collect::<Vec<_>>())
}

/// One cell: words for a code, the ISO form of a day or moment, a number that prints with its exact digits.
fn cell_value(cell: &Cell, lang: Lang) -> Value {
    match cell {
        Cell::Absent => Value::from(()),
        Cell::Text(text) => Value::from(text.as_str()),
        Cell::Code(_, words) => Value::from(words.say(lang)),
        Cell::Named(_, name) => Value::from(name.as_str()),
        Cell::Said(said) | Cell::Fields(_, said) | Cell::List(_, said) => Value::from(said.say(lang)),
        Cell::Number(quantity) => number(*quantity),
        Cell::Count(count) => Value::from(*count),
        Cell::Rate(parts) => number(Quantity::from_millionths(i64::from(*parts) * 100)),
        Cell::Flag(yes) => Value::from(*yes),
        Cell::Day(day) => Value::from(day.to_string()),
        Cell::Stamp(stamp) => Value::from(stamp.to_string()),
    }
}

/// A quantity that can be compared and printed. Whole ones are whole; a fraction of so few digits prints as it was; one of
/// more is text.
pub(super) fn number(quantity: Quantity) -> Value {
    let digits = quantity.to_string();
    match (quantity.as_whole(), digits.parse::<f64>()) {
        (Some(whole), _) => Value::from(whole),
        (None, Ok(near)) if digits.bytes().filter(u8::is_ascii_digit).count() <= DIGITS => Value::from(near),
        _ => Value::from(digits),
    }
}

/// The quantity of a number in a template, or of its text; `None` for anything else, such as `<3`.
pub(super) fn quantity(value: &Value) -> Option<Quantity> {
    match value.as_str() {
        Some(text) => Quantity::parse(text).ok(),
        None if value.is_number() => {
            let text = value.to_string();
            Quantity::parse(&text).ok().or_else(|| {
                let near = f64::try_from(value.clone()).ok().filter(|n| n.abs() < 1e9)?;
                let text = format!("{near:.6}");
                Quantity::parse(text.trim_end_matches('0').trim_end_matches('.')).ok()
            })
        }
        None => None,
    }
}

/// A value as it is printed; `None` for what cannot be, such as a list.
pub(super) fn printed(value: &Value) -> Option<String> {
    if value.is_none() {
        return Some(String::new());
    }
    if let Some(text) = value.as_str() {
        return Some(text.to_owned());
    }
    if value.is_number() {
        return Some(quantity(value).map_or_else(|| value.to_string(), |q| q.to_string()));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_quantity_prints_with_its_exact_digits(millionths in -1_000_000_000_000_000i64..1_000_000_000_000_000) {
            let exact = Quantity::from_millionths(millionths);
            let value = number(exact);
            prop_assert_eq!(printed(&value), Some(exact.to_string()));
            prop_assert_eq!(quantity(&value), Some(exact));
        }
    }

    #[test]
    fn a_sum_of_fractions_prints_without_the_dust_of_binary() {
        assert_eq!(printed(&Value::from(0.1 + 0.2)).as_deref(), Some("0.3"));
        assert_eq!(printed(&Value::from(())).as_deref(), Some(""));
        assert_eq!(printed(&Value::from(vec![1])), None);
    }
}
