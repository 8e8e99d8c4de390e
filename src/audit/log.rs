//! The events of a history, oldest first, with the commits in which they happened.

use super::{Event, EventKind, Reader};
use crate::ledgers::Ledger;
use crate::store::Oid;
use crate::store::history::{Commit, Gap, History};
use std::rc::Rc;

/// An event and its commit.
#[derive(Clone, Debug)]
pub struct LogEntry {
    /// The commit.
    pub commit: Rc<Commit>,
    /// What happened to a row.
    pub event: Event,
}

/// What happened in a stretch of history.
#[derive(Clone, Debug, Default)]
pub struct Log {
    /// The events, in the order of the commits.
    pub entries: Vec<LogEntry>,
    /// What could not be read: there may be more events than these.
    pub gaps: Vec<Gap>,
}

/// The events of the ledgers that are wanted, up to a commit, and after another. Of commits whose parents this clone does
/// not have nothing is known.
pub fn log(history: &History, tip: Oid, since: Option<Oid>, wanted: &dyn Fn(&Ledger) -> bool) -> Log {
    let mut reader = Reader::new(history);
    let walk = history.walk(tip, since);
    let mut log = Log { entries: Vec::new(), gaps: walk.gaps };
    for commit in walk.commits {
        let commit = Rc::new(commit);
        let step = reader.step(&commit, wanted);
        let events = reader.events(&commit, &step);
        log.entries.extend(events.into_iter().map(|event| LogEntry { commit: commit.clone(), event }));
        log.gaps.extend(step.gaps);
    }
    log.gaps.dedup_by_key(|gap| gap.id);
    log
}

impl LogEntry {
    /// True if the event put the row into the ledger: added it, or is the reversal or correction that it belongs to.
    pub fn brought(&self, id: &str) -> bool {
        self.event.rows.iter().any(|row| row == id)
    }

    /// True if the event is about the row in any way.
    pub fn concerns(&self, id: &str) -> bool {
        self.event.id == id || self.brought(id)
    }

    /// True for what no command does.
    pub fn is_tampering(&self) -> bool {
        matches!(self.event.kind, EventKind::Edited | EventKind::Removed)
    }
}
