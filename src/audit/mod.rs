//! Audits: what the history says of the ledgers. A ledger is a set of rows, so each commit is judged by sets: rows added,
//! cancelled, corrected, and, which must never be, edited or removed.
//!
//! - `rows` reads a file as a set of rows and compares two; `events` says in words of the ledger what rows mean;
//! - `steps` goes from commit to commit over a [`crate::store::history::History`]; the audits are built on it:
//!   `log` tells all events, `trace` the story of one row, `net` what a stretch came to, `verify` whether it can be trusted.

mod anchor;
mod events;
mod log;
mod net;
mod rows;
mod steps;
mod trace;
mod verify;

#[cfg(test)]
mod tests;

pub use anchor::{Anchored, anchored, rows_in};
pub use events::{Event, EventKind, Fields, changed_fields, events};
pub use log::{Log, LogEntry, log};
pub use net::{Net, TotalChange, net};
pub use rows::{FileState, RowChange, RowSet, RowText, compare, read_file, read_tail, settle};
pub use steps::{Reader, Step, ledger_of};
pub use trace::{document, matching, notices, origin, rests_on, story};
pub use verify::{ALLOWED_SIGNERS, Asked, Layer, Outcome, Problem, Verdict, Verified, replaced, verify};
