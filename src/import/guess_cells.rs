//! What the cells below a heading look like: the second witness of what a column means.

use super::cell::{Known, day, unit_typed_elsewhere};
use super::grid::Grid;
use super::totals::is_total;
use crate::model::{measure, personal_numbers};
use crate::registers::Registers;

/// About how many rows below a header are looked at, spread over the sheet.
const SAMPLE: usize = 300;

/// The shares of a column's cells that can be read as this or that, from 0 to 1.
#[derive(Clone, Copy, Debug, Default)]
pub struct Looks {
    /// How many cells were looked at.
    pub cells: usize,
    /// How many of the rows have one.
    pub filled: f64,
    /// Places of the community.
    pub place: f64,
    /// Days.
    pub day: f64,
    /// Numbers alone.
    pub number: f64,
    /// Numbers with a unit behind them.
    pub measure: f64,
    /// Items that are registered.
    pub item: f64,
    /// Unit words.
    pub unit: f64,
    /// Volunteers on the roster.
    pub volunteer: f64,
    /// Phone or identity numbers.
    pub personal: f64,
    /// Cells that are merged with one above.
    pub merged: f64,
}

/// Looks at the cells of a column below a header.
pub fn looks(grid: &Grid, header: usize, column: usize, known: &Known<'_>) -> Looks {
    let Registers { names, community, .. } = known.registers;
    let mut sums = Looks::default();
    let mut rows = 0.0;
    let step = (grid.rows.len().saturating_sub(header) / SAMPLE).max(1);
    for (at, row) in grid.rows.iter().enumerate().skip(header + 1).step_by(step) {
        if row.is_blank() || row.filled().next().is_some_and(|(_, first)| is_total(first)) {
            continue;
        }
        rows += 1.0;
        let text = row.cell(column);
        let count = |sum: &mut f64, is: bool| *sum += f64::from(u8::from(is));
        count(&mut sums.merged, grid.merged_from_above(at, column).is_some());
        if text.is_empty() {
            continue;
        }
        sums.cells += 1;
        let measured = measure(text).ok();
        let is_number = measured.as_ref().is_some_and(|m| m.unit.is_none());
        // A small number alone may be read as a building, and `8.16` as a quantity: numbers are numbers first.
        count(&mut sums.place, !is_plain(text) && names.places().typed(text, None).is_ok());
        count(&mut sums.day, !is_small(text) && day(moment_free(text), known.today).is_ok());
        count(&mut sums.number, is_number && !text.contains(['年', '月']));
        count(&mut sums.measure, measured.is_some_and(|m| m.unit.is_some()));
        count(&mut sums.item, names.item(text).is_some());
        count(&mut sums.unit, unit_typed_elsewhere(text, names).is_some());
        count(&mut sums.volunteer, names.volunteer(text).is_some());
        count(&mut sums.personal, !personal_numbers(text, &community.public_phones).is_empty());
    }
    let cells = (sums.cells as f64).max(1.0);
    for share in [
        &mut sums.place,
        &mut sums.day,
        &mut sums.number,
        &mut sums.measure,
        &mut sums.item,
        &mut sums.unit,
        &mut sums.volunteer,
        &mut sums.personal,
    ] {
        *share /= cells;
    }
    sums.filled = sums.cells as f64 / f64::max(rows, 1.0);
    sums.merged /= f64::max(rows, 1.0);
    sums
}

/// A day without the time behind it.
pub fn moment_free(text: &str) -> &str {
    let end = text.find([' ', 'T']).unwrap_or(text.len());
    &text[..end]
}

fn is_plain(text: &str) -> bool {
    text.parse::<f64>().is_ok()
}

/// A number that is no serial day: `3`, `8.5`, `120`.
fn is_small(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(|n| n < 20_000.0 && !text.contains('.')) || text.len() < 3
}
