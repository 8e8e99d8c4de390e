//! What is asked of every entry of a chain, and what one says: how many of what, or that nobody was there.

use super::pattern::{Pattern, RESIDENTS, Slot, TESTED};
use crate::ledgers::Outcome;
use crate::model::{Measure, PlaceId};
use crate::recording::captain_line::COUNTS;
use crate::registers::Registers;
use crate::words::Said;

/// What is asked of every entry.
#[derive(Clone, Debug)]
pub struct Frame<'a> {
    /// How entries are written.
    pub pattern: Pattern,
    /// What the numbers count, settled for the ledgers they go to.
    pub slots: Vec<Slot>,
    /// The item where an entry names none, and how much where it says none.
    pub item: Option<(String, Option<Measure>)>,
    /// Items that are not registered are taken with the unit typed.
    pub new_items: bool,
    /// The registers.
    pub registers: &'a Registers,
    /// The building or unit given beside the entries.
    pub context: Option<PlaceId>,
}

/// Goods of an entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Handed {
    /// The item's own name.
    pub item: String,
    /// How much; nothing where the attempt failed.
    pub much: Option<Measure>,
    /// What came of it.
    pub outcome: Outcome,
}

/// What an entry says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Counts of people, by their place in `COUNTS`.
    pub people: [Option<u32>; 7],
    /// Goods.
    pub goods: Vec<Handed>,
    /// Known words that belong in the note.
    pub notes: Vec<String>,
    /// Why somebody is not due.
    pub reason: String,
    /// Names that were passed over.
    pub passed: Vec<String>,
    /// How doubtful forms were read.
    pub noted: Vec<Said>,
}

impl Frame<'_> {
    /// True if people of this kind are counted.
    pub fn counts(&self, which: usize) -> bool {
        self.slots.contains(&Slot::People(which))
    }

    /// True if some count goes to the ledger `tests`.
    pub fn tests(&self) -> bool {
        (TESTED..COUNTS.len()).any(|which| self.counts(which))
    }

    /// True if some count goes to the ledger `census`.
    pub fn census(&self) -> bool {
        (RESIDENTS..TESTED).any(|which| self.counts(which))
    }

    /// True if goods are counted.
    pub fn goods(&self) -> bool {
        self.slots.iter().any(|slot| matches!(slot, Slot::Goods(_)))
    }
}
