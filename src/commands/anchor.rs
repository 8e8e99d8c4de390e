//! Which books a page was made from, for the line at its end.

use super::check::changed_since_head;
use super::desk::{Desk, Files};
use crate::error::Result;
use crate::output::Anchor;

/// The commit, whether there are edits besides it, and how many rows these files hold. All ledgers must have been read.
///
/// # Errors
/// Git's history cannot be read.
pub fn anchor(desk: &Desk, files: &Files) -> Result<Anchor> {
    let store = desk.store()?;
    let commit = store.head()?.map(|head| head.commit.to_string().chars().take(8).collect::<String>());
    let edited = !changed_since_head(&store, &files.sources)?.is_empty();
    let months = files.sources.iter().filter(|source| source.path.matches('/').count() == 2);
    let rows = months.map(|month| {
        let lines = month.text.lines().filter(|line| !line.trim().is_empty()).count();
        lines.saturating_sub(1)
    });
    Ok(Anchor { commit: commit.unwrap_or_default(), edited, rows: rows.sum() })
}
