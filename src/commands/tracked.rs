//! What git keeps, or is about to keep, besides the ledgers: every file of the community's folder is looked at for
//! personal numbers, and none of `private/` may be among them.

use super::Desk;
use super::desk::{Files, read_source};
use crate::books::read_federation;
use crate::error::Result;
use crate::ledgers::by_name;
use crate::model::Finding;
use crate::privacy::{in_private, in_tracked};
use crate::registers::federation::FEDERATION;
use crate::registers::{COMMUNITY, ITEMS, ROUNDS, VOLUNTEERS};
use crate::store::text::Source;
use crate::store::{Oid, Store};

/// True for the files that the books are made of: `check` reads them anyway.
fn is_ledger(path: &str) -> bool {
    let month = |rest: &str| {
        rest.split_once('/').is_some_and(|(folder, month)| {
            by_name(folder).is_some() && !month.contains('/') && month.ends_with(".csv")
        })
    };
    [COMMUNITY, ITEMS, ROUNDS, VOLUNTEERS].contains(&path) || path.strip_prefix("ledgers/").is_some_and(month)
}

/// The files of the books as a commit or tree holds them.
///
/// # Errors
/// There is no such tree, or it cannot be read.
pub fn files_of_tree(desk: &mut Desk, store: &Store, revision: &str) -> Result<Files> {
    let mut sources = Vec::new();
    for (path, blob) in store.held_by(revision)?.into_iter().filter(|(path, _)| is_ledger(path)) {
        sources.push(Source::new(path, store.read_blob(blob)?));
    }
    desk.with_registers(sources)
}

/// What is wrong in `federation.toml`, where there is one: in the folder, or in a commit or tree.
///
/// # Errors
/// As [`files_of_tree`].
pub fn in_federation(desk: &Desk, store: Option<&Store>, revision: Option<&str>) -> Result<Vec<Finding>> {
    let source = match (store, revision) {
        (Some(store), Some(revision)) => {
            let held = store.held_by(revision)?;
            let blob = held.into_iter().find(|(path, _)| path == FEDERATION);
            let read = |(path, blob)| store.read_blob(blob).map(|bytes| Source::new(path, bytes));
            blob.map(read).transpose()?
        }
        _ => {
            let root = desk.root()?;
            root.join(FEDERATION).is_file().then(|| read_source(&root, FEDERATION)).transpose()?
        }
    };
    Ok(source.map_or_else(Vec::new, |source| read_federation(&source).1))
}

/// Findings in the other files of a commit or tree that HEAD does not have so.
///
/// # Errors
/// As [`files_of_tree`].
pub fn in_tree(store: &Store, revision: &str, exempt: &[String]) -> Result<Vec<Finding>> {
    let head = store.head()?.map(|head| head.commit.to_string());
    let old = head.map_or(Ok(Vec::new()), |head| store.held_by(&head))?;
    let mut new = store.held_by(revision)?;
    new.retain(|file| old.binary_search(file).is_err());
    look(new, exempt, |_, blob| store.read_blob(blob).map(Some))
}

/// Findings in the other files that git keeps, as they lie in the folder.
///
/// # Errors
/// The index or a file cannot be read.
pub fn in_folder(store: &Store, exempt: &[String]) -> Result<Vec<Finding>> {
    // A link is not a file of ours; git keeps only where it points.
    look(store.tracked()?, exempt, |path, _| Ok(store.read_working(path).unwrap_or_default()))
}

fn look(
    files: Vec<(String, Oid)>,
    exempt: &[String],
    read: impl Fn(&str, Oid) -> Result<Option<Vec<u8>>>,
) -> Result<Vec<Finding>> {
    let mut found = Vec::new();
    for (path, blob) in files.into_iter().filter(|(path, _)| !is_ledger(path)) {
        if path.starts_with("private/") {
            found.push(in_private(&path));
        } else if let Some(bytes) = read(&path, blob)? {
            found.extend(in_tracked(&Source::new(path, bytes), exempt));
        }
    }
    Ok(found)
}
