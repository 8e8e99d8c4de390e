//! Where an export may be written: what is not for everybody never where git would take it up.

use super::super::Desk;
use crate::error::{Error, Result};
use crate::said;
use crate::store::Store;
use std::path::{Component, Path, PathBuf};

/// Refuses a folder among the ledgers, and, unless what is written is for the public, one that git keeps.
///
/// # Errors
/// It is such a folder.
pub(super) fn refuse_tracked(desk: &Desk, out: &Path, public: bool) -> Result<()> {
    let root = desk.root()?;
    let real = real(out);
    let root = real_root(&root);
    let Ok(inside) = real.strip_prefix(&root) else { return repository(desk, &real, public) };
    let first = inside.components().next();
    let of_ours = ["ledgers", "templates", ".git", ".linli"];
    let shown = out.display();
    if first.is_none_or(|part| of_ours.iter().any(|ours| part == Component::Normal(ours.as_ref()))) {
        return Err(Error::refused(said!(
            "{shown} belongs to the ledgers, and an export is no part of them",
            "{shown} 是台账自己的目录，不能放导出文件"
        ))
        .hint(elsewhere()));
    }
    repository(desk, &real, public)
}

/// Refuses what git keeps.
fn repository(desk: &Desk, real: &Path, public: bool) -> Result<()> {
    let Ok(store) = desk.store() else { return Ok(()) };
    if public || !is_kept(&store, real) {
        return Ok(());
    }
    let shown = real.display();
    Err(Error::refused(said!(
        "{shown} is a folder that git keeps, and this export holds what is not for everybody",
        "{shown} 会被 git 收录，而这份导出含有不公开的内容"
    ))
    .hint(elsewhere()))
}

fn elsewhere() -> crate::words::Said {
    said!(
        "--out private/export, which git passes over; a folder outside; or --public",
        "可用 --out private/export（git 不收录）、其他位置的目录，或加 --public"
    )
}

/// True if the folder lies in the community's repository and git does not ignore it.
fn is_kept(store: &Store, real: &Path) -> bool {
    let repository = store.repository();
    let Some(top) = repository.workdir() else { return false };
    let Ok(inside) = real.strip_prefix(real_root(top)) else { return false };
    !repository.is_path_ignored(inside).unwrap_or(false)
}

fn real_root(root: &Path) -> PathBuf {
    root.canonicalize().unwrap_or_else(|_| root.to_owned())
}

/// The path without links and `..`, also where its last folders are still to be made.
fn real(path: &Path) -> PathBuf {
    let mut whole = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                whole.pop();
            }
            part => whole.push(part),
        }
        if let Ok(real) = whole.canonicalize() {
            whole = real;
        }
    }
    whole
}
