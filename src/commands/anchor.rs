//! Which books a page was made from, for the line at its end.

use super::check::changed_since_head;
use super::desk::{Desk, Files};
use crate::error::Result;
use crate::output::Anchor;
use crate::store::{Oid, Store};

/// The commit, whether there are edits besides it, and how many rows these files hold. All ledgers must have been read.
///
/// # Errors
/// Git's history cannot be read.
pub fn anchor(desk: &Desk, files: &Files) -> Result<Anchor> {
    let store = desk.store()?;
    let commit = store.head()?.map(|head| head.commit);
    at(&store, commit, files)
}

/// The same with the last commit that changed the books: what was made of the same books then names the same commit,
/// whatever else was committed since.
///
/// # Errors
/// As [`anchor`].
pub fn anchor_of_books(store: &Store, files: &Files) -> Result<Anchor> {
    at(store, store.last_change_of("ledgers"), files)
}

fn at(store: &Store, commit: Option<Oid>, files: &Files) -> Result<Anchor> {
    let commit = commit.map(|commit| commit.to_string().chars().take(8).collect::<String>());
    let edited = !changed_since_head(store, &files.sources)?.is_empty();
    let months = files.sources.iter().filter(|source| source.path.matches('/').count() == 2);
    let rows = months.map(|month| {
        let lines = month.text.lines().filter(|line| !line.trim().is_empty()).count();
        lines.saturating_sub(1)
    });
    Ok(Anchor { commit: commit.unwrap_or_default(), edited, rows: rows.sum() })
}
