//! Walking: commits, parents before their children.

use super::{Commit, Gap, History};
use crate::store::Oid;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A walk over commits.
#[derive(Clone, Debug, Default)]
pub struct Walk {
    /// The commits, parents before children, the older first; the same order in every clone.
    pub commits: Vec<Commit>,
    /// Commits that cannot be read. What is behind them is not seen.
    pub gaps: Vec<Gap>,
}

impl History {
    /// The commits up to and with `tip`, but for those up to and with `since`.
    pub fn walk(&self, tip: Oid, since: Option<Oid>) -> Walk {
        let mut gaps = Vec::new();
        let commits = match since {
            None => self.reach(tip, &FxHashSet::default(), &mut gaps),
            Some(since) => self.new_since(tip, since).unwrap_or_else(|| {
                let behind = self.reach(since, &FxHashSet::default(), &mut Vec::new());
                self.reach(tip, &behind.into_iter().map(|c| c.id).collect(), &mut gaps)
            }),
        };
        Walk { commits: in_order(commits), gaps }
    }

    /// The commits after one, found by libgit2, which looks no further back than it must; `None` if it stumbles.
    fn new_since(&self, tip: Oid, since: Oid) -> Option<Vec<Commit>> {
        let mut walk = self.repo.revwalk().ok()?;
        walk.push(tip).ok()?;
        walk.hide(since).ok()?;
        walk.map(|id| self.commit(id.ok()?).ok()).collect()
    }

    /// Every commit that can be reached from a tip without passing a hidden one.
    fn reach(&self, tip: Oid, hidden: &FxHashSet<Oid>, gaps: &mut Vec<Gap>) -> Vec<Commit> {
        let (mut seen, mut stack, mut commits) = (FxHashSet::default(), vec![tip], Vec::new());
        while let Some(id) = stack.pop() {
            if hidden.contains(&id) || !seen.insert(id) {
                continue;
            }
            match self.commit(id) {
                Ok(commit) => {
                    stack.extend(&commit.parents);
                    commits.push(commit);
                }
                Err(gap) => gaps.push(gap),
            }
        }
        commits
    }
}

/// Sorts commits: parents first, of those that are free the older first.
fn in_order(commits: Vec<Commit>) -> Vec<Commit> {
    let index: FxHashMap<Oid, usize> = commits.iter().enumerate().map(|(at, c)| (c.id, at)).collect();
    let mut children = vec![Vec::new(); commits.len()];
    let mut waits = vec![0_usize; commits.len()];
    for (at, commit) in commits.iter().enumerate() {
        for parent in commit.parents.iter().filter_map(|parent| index.get(parent)) {
            children[*parent].push(at);
            waits[at] += 1;
        }
    }
    let key = |at: usize| Reverse((commits[at].committed.timestamp(), commits[at].id, at));
    let mut free: BinaryHeap<_> = (0..commits.len()).filter(|at| waits[*at] == 0).map(key).collect();
    let mut order = Vec::with_capacity(commits.len());
    while let Some(Reverse((_, _, at))) = free.pop() {
        order.push(at);
        for &child in &children[at] {
            waits[child] -= 1;
            if waits[child] == 0 {
                free.push(key(child));
            }
        }
    }
    let mut commits: Vec<Option<Commit>> = commits.into_iter().map(Some).collect();
    order.into_iter().filter_map(|at| commits[at].take()).collect()
}
