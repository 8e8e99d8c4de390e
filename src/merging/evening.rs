//! Evening: where two people reversed one row, column sums are off by the reversals that are not in force and by what these
//! put in the place of the row. Each of those is cancelled by a row of its own: a reversal that was overruled is the one
//! kind of reversal that may be reversed (`books::states`). Every such row keeps the date of the row it cancels, so that
//! the sums of each file are right again:
//!
//! ```text
//! R +240   L.1 −240 L.2 +264   W.1 −240 W.2 +216      sum 240, in force 216
//! evened:  E.1 +240 (cancels L.1)   E.2 −264 (cancels L.2)      sum 216
//! ```

use crate::books::Books;
use crate::ledgers::{Draft, Head, LEDGERS, Ledger, State};
use crate::model::RowId;
use std::collections::{BTreeMap, BTreeSet};

/// A row that has to be cancelled so that sums are right.
#[derive(Clone, Debug)]
pub struct Uneven {
    /// The row.
    pub row: Draft,
    /// The row that was reversed more than once; the row itself if it is a correction that was set aside.
    pub original: String,
}

/// Every row that has to be cancelled so that column sums are those of the effective rows: reversals that a later one
/// overruled, and the corrections that came with them, unless somebody has cancelled them already.
pub fn uneven(books: &Books) -> Vec<Uneven> {
    let mut found = Vec::new();
    for ledger in LEDGERS {
        let double = books.findings.iter().any(|f| {
            f.code == "double-reversal"
                && f.id.as_deref().is_some_and(|id| id.as_bytes().first() == Some(&ledger.letter))
        });
        if double {
            found.extend(uneven_in(books, ledger));
        }
    }
    found
}

fn uneven_in(books: &Books, ledger: &'static Ledger) -> Vec<Uneven> {
    let draft = |head: &Head| Draft { ledger, cells: books.cells(ledger, head.origin) };
    let heads: BTreeMap<RowId, &Head> = books.heads(ledger).into_iter().map(|head| (head.id, head)).collect();
    // Who reverses whom, the one in force last.
    let mut by: BTreeMap<RowId, Vec<RowId>> = BTreeMap::new();
    for head in heads.values().filter(|h| h.state == State::Reversal) {
        if let Ok(target) = RowId::parse(draft(head).get("reverses")) {
            by.entry(target).or_default().push(head.id);
        }
    }
    for reversals in by.values_mut() {
        reversals.sort_by_key(|id| (heads[id].at, *id));
    }
    let none = Vec::new();
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for (target, reversals) in &by {
        if heads.get(target).is_none_or(|head| head.state == State::Reversal) {
            continue;
        }
        let mut queue = reversals[..reversals.len() - 1].to_vec();
        while let Some(id) = queue.pop() {
            if !seen.insert(id) {
                continue;
            }
            let over = by.get(&id).unwrap_or(&none);
            match over.split_last() {
                None => found.push(Uneven { row: draft(heads[&id]), original: target.to_string() }),
                Some((_, losers)) => queue.extend(losers),
            }
        }
    }
    for head in heads.values().filter(|h| h.state == State::Overruled) {
        found.push(Uneven { row: draft(head), original: head.id.to_string() });
    }
    found.sort_by(|a, b| a.row.get("id").cmp(b.row.get("id")));
    found
}
