//! How far a long work is: counted by those who do it, looked at meanwhile by those who tell a person.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A count of what is done, of so many. Clones count together. Where nobody looks, counting costs next to nothing.
#[derive(Clone, Debug, Default)]
pub struct Tally(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    done: AtomicUsize,
    all: AtomicUsize,
}

impl Tally {
    /// So much more is to be done.
    pub fn expect(&self, more: usize) {
        self.0.all.fetch_add(more, Ordering::Relaxed);
    }

    /// So much more is done.
    #[inline]
    pub fn done(&self, more: usize) {
        self.0.done.fetch_add(more, Ordering::Relaxed);
    }

    /// What is done, and of how much; nothing is known of a whole of 0. Never more than all.
    pub fn counts(&self) -> (usize, usize) {
        let all = self.0.all.load(Ordering::Relaxed);
        (self.0.done.load(Ordering::Relaxed).min(all), all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_count_together_and_never_beyond_the_whole() {
        let tally = Tally::default();
        let other = tally.clone();
        tally.expect(3);
        other.done(2);
        assert_eq!(tally.counts(), (2, 3));
        other.done(5);
        assert_eq!(tally.counts(), (3, 3));
    }
}
