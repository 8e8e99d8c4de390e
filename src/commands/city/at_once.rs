//! The same work for many communities, several at once, with a line at a terminal when it takes long.

use crate::commands::Ui;
use crate::said;
use crate::words::Words;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// How long a person waits before being told how far it is.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often that is told anew.
const OFTEN: Duration = Duration::from_millis(100);

/// Does the work for every item, so many at once; the results in the order of the items. `None` is one at which the program
/// itself failed: that does not stop the rest.
pub fn at_once<T: Sync, R: Send>(
    ui: &mut Ui,
    doing: Words,
    items: &[T],
    threads: usize,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<Option<R>> {
    let (next, begun) = (AtomicUsize::new(0), Instant::now());
    let mut results: Vec<Option<R>> = items.iter().map(|_| None).collect();
    let shown = std::thread::scope(|scope| {
        let (sender, done) = channel();
        for _ in 0..threads.min(items.len()) {
            let (sender, next, work) = (sender.clone(), &next, &work);
            scope.spawn(move || {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(at) else { break };
                    let result = catch_unwind(AssertUnwindSafe(|| work(item))).ok();
                    if sender.send((at, result)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let (mut finished, mut shown) = (0, None::<Instant>);
        loop {
            match done.recv_timeout(OFTEN) {
                Ok((at, result)) => {
                    results[at] = result;
                    finished += 1;
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            if begun.elapsed() > PATIENCE && shown.is_none_or(|last| last.elapsed() > OFTEN) {
                let (all, what) = (items.len(), (doing.en, doing.zh));
                ui.progress(&said!(
                    "{what} {finished}/{all}",
                    "{what} {finished}/{all}",
                    what = (what.0, what.1)
                ));
                shown = Some(Instant::now());
            }
        }
        shown.is_some()
    });
    if shown {
        ui.progress_ends();
    }
    results
}
