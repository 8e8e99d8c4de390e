//! What reports of people share: what `--by` may be, what the public may see, and what a reader must be told.

use super::Asked;
use crate::arithmetic::coverage::Level;
use crate::books::Books;
use crate::error::{Error, Result};
use crate::model::{Cell, Quantity, Rows, Severity};
use crate::privacy::{SumOf, hide_small};
use crate::said;
use crate::words::{Said, any_of};
use std::collections::BTreeSet;

/// The key a report is grouped by: what was asked, else the first. Anything else is refused; so is `home` in public.
pub fn key(asked: &Asked, keys: &[&'static str]) -> Result<&'static str> {
    let key = match &asked.by {
        None => keys[0],
        Some(by) => keys.iter().copied().find(|key| key == by).ok_or_else(|| {
            let known = any_of(keys);
            Error::usage(said!("this report cannot be grouped by `{by}`", "本报表不能按“{by}”汇总"))
                .hint(Said { en: format!("--by {}", known.en), zh: format!("--by {}", known.zh) })
        })?,
    };
    if key == "home" && asked.leaves() {
        return Err(asked.no_homes(match asked.city {
            true => said!("--by unit", "改用 --by unit"),
            false => said!("--by unit, or without --public", "改用 --by unit，或去掉 --public"),
        }));
    }
    Ok(key)
}

/// [`key`] as a level.
pub fn level(asked: &Asked, keys: &[&'static str]) -> Result<Level> {
    Ok(Level::from_code(key(asked, keys)?).unwrap_or(Level::Unit))
}

/// The banner of a report whose books could not be read whole.
pub fn damage(books: &Books) -> Option<Said> {
    if !books.is_damaged() {
        return None;
    }
    let bad = books.findings.iter().filter(|f| f.severity == Severity::Error && f.code != "personal-number");
    let spots: BTreeSet<(&str, Option<u32>)> =
        bad.filter_map(|f| f.spot.as_ref()).map(|spot| (spot.path.as_str(), spot.line)).collect();
    let rows = spots.len();
    let files = spots.iter().map(|(path, _)| *path).collect::<BTreeSet<_>>().len();
    Some(said!(
        "{rows} places in {files} files are in error and these figures may lack something: linli check",
        "{files} 个文件有 {rows} 处错误，下列数字可能不全：请运行 linli check"
    ))
}

/// A number as the public may see it: `<n` where it is above nothing and below the community's `small_counts`.
pub fn shown(books: &Books, asked: &Asked, quantity: Quantity) -> Cell {
    let least = books.registers.community.privacy.small_counts;
    let small = !quantity.is_zero() && quantity < Quantity::whole(i64::from(least));
    if asked.public && small { Cell::Text(format!("<{least}")) } else { Cell::Number(quantity) }
}

/// Warnings that name places, as they may be told: outside the community only that there are some.
pub fn told(asked: &Asked, warnings: Vec<Said>) -> Vec<Said> {
    if !asked.leaves() || warnings.is_empty() {
        return warnings;
    }
    vec![said!("some places could not be counted: linli check", "有的位置未能计入：请运行 linli check")]
}

/// What adds up in tables of rounds.
pub const ROUND_SUMS: &[SumOf] = &[(&["due", "over"], &["done", "exempt", "missing"])];
/// What adds up in tables of tests.
pub const TEST_SUMS: &[SumOf] = &[(&["due"], &["tested", "elsewhere", "exempt", "missing"])];
/// What adds up in lists of what is missing.
pub const MISSING_SUMS: &[SumOf] = &[(&["due"], &["done", "missing"])];
/// What adds up in tables of notices.
pub const NOTICE_SUMS: &[SumOf] = &[(&["households"], &["reached", "missing"])];

/// For the public: hides in a table, whose small counts stand as `<n` already, from what they could be worked out.
pub fn guard(books: &Books, asked: &Asked, table: &mut Rows, sums: &[SumOf]) {
    if asked.public {
        hide_small(table, books.registers.community.privacy.small_counts, sums);
    }
}

/// [`shown`] for a whole number.
pub fn shown_count(books: &Books, asked: &Asked, count: i64) -> Cell {
    shown(books, asked, Quantity::whole(count))
}

/// [`shown_count`] for a sentence.
pub fn said_count(books: &Books, asked: &Asked, count: i64) -> String {
    match shown_count(books, asked, count) {
        Cell::Text(small) => small,
        _ => count.to_string(),
    }
}

/// The first cell of a total row.
pub fn total() -> Cell {
    Cell::Said(said!("total", "合计"))
}
