//! `--as-known-at`: the files as they had been recorded by a commit or a moment, read from git's objects.

use super::Desk;
use super::desk::Files;
use crate::error::{Error, Result};
use crate::said;
use crate::store::text::Source;
use crate::store::{Oid, Store};
use chrono::DateTime;

/// The registers and the wanted ledgers of that state.
pub fn files(desk: &mut Desk, when: &str, ledgers: &[&str]) -> Result<Files> {
    let store = desk.store()?;
    let commit = commit_at(&store, when)?;
    let wanted = |path: &str| {
        let folder = path.strip_prefix("ledgers/").and_then(|p| p.split_once('/')).map(|(f, _)| f);
        folder.is_none_or(|f| ledgers.contains(&f) && path.ends_with(".csv"))
    };
    let snapshot = store.files_at(commit, "ledgers", wanted)?;
    let sources = snapshot.files.into_iter().map(|f| Source::new(f.path, f.bytes)).collect();
    desk.with_registers(sources)
}

/// A moment is the newest first-parent commit not committed after it; anything else is a revision.
fn commit_at(store: &Store, when: &str) -> Result<Oid> {
    let unknown = || {
        Error::usage(said!("`{when}` is neither a revision nor a moment", "“{when}”既不是版本也不是时间"))
            .hint(said!(
                "such as HEAD~3 or 2022-08-16T20:00:00+08:00",
                "例如 HEAD~3 或 2022-08-16T20:00:00+08:00"
            ))
    };
    let repository = store.repository();
    let Ok(moment) = DateTime::parse_from_rfc3339(when) else {
        let object = repository.revparse_single(when).map_err(|_| unknown())?;
        return object.peel_to_commit().map(|c| c.id()).map_err(|_| unknown());
    };
    let mut at = repository.head().and_then(|h| h.peel_to_commit()).ok();
    while let Some(commit) = at {
        if commit.time().seconds() <= moment.timestamp() {
            return Ok(commit.id());
        }
        at = commit.parent(0).ok();
    }
    Err(Error::usage(said!("nothing had been recorded by {when}", "到 {when} 为止还没有任何登记")))
}
