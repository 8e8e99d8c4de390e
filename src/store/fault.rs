//! Trouble made on purpose, so that tests can stop an operation at every step.

use crate::error::{Error, Result};
use crate::store::Store;
use crate::words::words;
use std::cell::Cell;
use std::io;
#[cfg(debug_assertions)]
use std::sync::atomic::{AtomicI64, Ordering};

/// The write of the whole process before which it aborts, counted down; below zero there is none. Only in builds for
/// tests: a program that people use has no such switch.
#[cfg(debug_assertions)]
static ABORT_BEFORE: AtomicI64 = AtomicI64::new(-1);

/// For tests of the whole program: aborts before the `write`-th write, counted from 0.
#[doc(hidden)]
#[cfg(debug_assertions)]
pub fn abort_before(write: i64) {
    ABORT_BEFORE.store(write, Ordering::SeqCst);
}

/// What happens at the chosen step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The process aborts, as by `kill -9`.
    Abort,
    /// That one step fails as on a full disk.
    Fail,
    /// That step and every later one fails as on a full disk.
    FailOn,
}

#[derive(Default)]
pub(super) struct Faults {
    plan: Cell<Option<(u32, Trouble)>>,
}

impl Store {
    /// For tests: makes trouble before the `step`-th write of what follows, counted from 0.
    #[doc(hidden)]
    pub fn make_trouble(&self, step: u32, trouble: Trouble) {
        self.faults.plan.set(Some((step, trouble)));
    }

    /// For tests: makes no more trouble; true if the planned trouble had not come up yet.
    #[doc(hidden)]
    pub fn stop_trouble(&self) -> bool {
        self.faults.plan.take().is_some_and(|(left, _)| left > 0)
    }

    /// Passed before every effect on the disk.
    pub(super) fn step(&self) -> Result<()> {
        #[cfg(debug_assertions)]
        if ABORT_BEFORE.load(Ordering::SeqCst) >= 0 && ABORT_BEFORE.fetch_sub(1, Ordering::SeqCst) == 0 {
            std::process::abort();
        }
        match self.faults.plan.get() {
            None => return Ok(()),
            Some((0, Trouble::Abort)) => std::process::abort(),
            Some((0, Trouble::Fail)) => self.faults.plan.set(None),
            Some((0, Trouble::FailOn)) => {}
            Some((left, trouble)) => {
                self.faults.plan.set(Some((left - 1, trouble)));
                return Ok(());
            }
        }
        Err(Error::File {
            doing: words("write", "写入").into(),
            path: self.root.clone(),
            source: io::ErrorKind::StorageFull.into(),
        })
    }
}
