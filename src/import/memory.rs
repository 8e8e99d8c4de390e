//! What cells were read as: a long list says the same places, goods and days again and again.

use super::cell::{Canonical, Counted, Known, canonical, counted};
use crate::ledgers::{Field, Kind};
use crate::model::Fault;
use rustc_hash::FxHashMap;

/// How many texts of a column are kept; the later ones of a column that never repeats are read each time.
const KEPT: usize = 10_000;

/// The cells that were read without a fault, by column and text.
#[derive(Default)]
pub struct Memory {
    cells: Vec<FxHashMap<String, Canonical>>,
    counts: FxHashMap<String, Counted>,
}

impl Memory {
    /// As [`canonical`], of the column at this place of the mapping.
    pub fn canonical(
        &mut self,
        place: usize,
        field: &Field,
        text: &str,
        known: &Known<'_>,
    ) -> Result<Canonical, Fault> {
        // A text is itself; a choice or a count is read as fast as it is found.
        if matches!(field.kind, Kind::Text | Kind::Choice(_)) {
            return canonical(field, text, known);
        }
        if self.cells.len() <= place {
            self.cells.resize_with(place + 1, FxHashMap::default);
        }
        if let Some(cell) = self.cells[place].get(text) {
            return Ok(cell.clone());
        }
        let read = canonical(field, text, known)?;
        if self.cells[place].len() < KEPT {
            self.cells[place].insert(text.to_owned(), read.clone());
        }
        Ok(read)
    }

    /// As [`counted`]; a ledger counts in one column.
    pub fn counted(&mut self, field: &Field, text: &str, with_unit: bool) -> Result<Counted, Fault> {
        if let Some(count) = self.counts.get(text) {
            return Ok(count.clone());
        }
        let read = counted(field, text, with_unit)?;
        if self.counts.len() < KEPT {
            self.counts.insert(text.to_owned(), read.clone());
        }
        Ok(read)
    }
}
