//! The same work for many communities, several at once, with a line at a terminal when it takes long.

use crate::commands::Ui;
use crate::words::Words;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;

/// Does the work for every item, so many at once; the results in the order of the items. `None` is one at which the program
/// itself failed: that does not stop the rest.
pub fn at_once<T: Sync, R: Send>(
    ui: &Ui,
    doing: Words,
    items: &[T],
    threads: usize,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<Option<R>> {
    let next = AtomicUsize::new(0);
    let mut results: Vec<Option<R>> = items.iter().map(|_| None).collect();
    let watch = ui.watch(doing);
    watch.tally.expect(items.len());
    std::thread::scope(|scope| {
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
        for (at, result) in done {
            results[at] = result;
            watch.tally.done(1);
        }
    });
    results
}
