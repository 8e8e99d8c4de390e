//! A second copy of the history that refuses rewinding: what was published can then not be taken back unseen.

use super::{Line, Matter, Patient, Verdict};
use crate::error::Result;
use crate::said;
use crate::store::{Folder, Store, folder_kind, is_steady, steady};
use crate::words::{Said, words};
use std::path::PathBuf;

/// The matter.
pub const MATTER: Matter =
    Matter { code: "hub", title: words("a second copy", "第二份副本"), look, mend: Some(mend) };

/// The hubs that lie in folders of this machine.
fn folders(store: &Store) -> Vec<PathBuf> {
    let remotes = store.remotes();
    let urls = remotes.iter().filter_map(|name| store.remote_url(name)).chain(store.last_remote());
    let folders =
        urls.map(PathBuf::from).filter(|path| path.is_absolute() && folder_kind(path) == Folder::Hub);
    folders.collect()
}

fn look(patient: &mut Patient) -> Result<Vec<Line>> {
    let Some(store) = &patient.store else { return Ok(Vec::new()) };
    let make = said!("linli sync DIR --hub", "linli sync 目录 --hub");
    if store.remotes().is_empty() && store.last_remote().is_none() {
        let found = said!(
            "these ledgers are on this machine alone; a hub that refuses rewinding keeps them safe, such as on a USB stick",
            "台账只在这台机器上；可建一个拒绝回退的枢纽（例如在 U 盘上）来保全"
        );
        return Ok(vec![Line::new(Verdict::NotUsed, found).remedy(make)]);
    }
    if let Some(lax) = folders(store).into_iter().find(|path| !is_steady(path)) {
        let at = lax.display();
        let found = said!("{at} lets history be rewound", "{at} 允许回退历史");
        return Ok(vec![
            Line::new(Verdict::Warning, found).remedy(said!("linli doctor --fix", "linli doctor --fix")),
        ]);
    }
    let last = store.last_remote().or_else(|| store.remotes().into_iter().next()).unwrap_or_default();
    Ok(vec![Line::new(Verdict::Good, said!("{last}", "{last}"))])
}

fn mend(patient: &mut Patient) -> Result<Vec<Said>> {
    let Some(store) = &patient.store else { return Ok(Vec::new()) };
    let mut done = Vec::new();
    for path in folders(store).into_iter().filter(|path| !is_steady(path)) {
        steady(&path)?;
        let at = path.display();
        done.push(said!("{at} now refuses rewinding", "{at} 今后拒绝回退"));
    }
    Ok(done)
}
