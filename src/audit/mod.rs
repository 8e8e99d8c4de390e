//! Audits: what the history says of the ledgers. A ledger is a set of rows, so each commit is judged by sets: rows added,
//! cancelled, corrected, and, which must never be, edited or removed.
//!
//! - `rows` reads a file as a set of rows and compares two; `events` says in words of the ledger what rows mean;
//! - `steps` goes from commit to commit over a [`crate::store::history::History`]; the audits are built on it.

mod events;
mod rows;
mod steps;

#[cfg(test)]
mod tests;

pub use events::{Event, EventKind, Fields, changed_fields, events};
pub use rows::{FileState, RowChange, RowSet, RowText, compare, read_file, read_tail, settle};
pub use steps::{Reader, Step, ledger_of};
