//! The store: a community's folder and the git repository it lies in. It reads and writes bytes safely and
//! knows no ledger kind. Everything in git is done by libgit2; only the network goes through the `git` program.
//!
//! - `open` finds, opens and creates; `begin` makes a first commit and the hook; `ready` says what stands in the way of writing;
//! - `files` reads the working tree or a commit; `lock` keeps writers apart;
//! - `operation` writes files and their commit, whole or not at all, as looked at in `plan` first; `recover`
//!   finishes or takes back what a crash interrupted, from the `intent` that was noted before;
//! - `joining` makes two histories one; `network` fetches and pushes, and makes hubs; `mirror` reads other communities; `drivers` is what git runs for ledgers;
//! - `history` walks all commits and says what each changed, in bare and shallow repositories too;
//! - `imports` tells which sources were imported, by the commits that did it;
//! - `kept` shows every version of every file that any branch keeps; `leftovers` knows what crashes left, what is private and
//!   what can be made again;
//! - `git` and `objects` read and build trees and commits, `branch` moves the branch, `index` keeps
//!   `git status` clean, both under `gitlock`; `disk` replaces files whole.

mod begin;
mod branch;
mod cloning;
mod disk;
mod drivers;
mod fault;
mod files;
mod git;
mod gitlock;
pub mod history;
mod imports;
mod index;
mod intent;
mod joining;
mod kept;
mod leftovers;
mod lock;
mod mirror;
mod network;
mod objects;
mod open;
mod operation;
mod plan;
mod ready;
mod recover;
pub mod source;
pub mod text;

#[cfg(test)]
mod crash_tests;
#[cfg(test)]
mod joining_tests;
#[cfg(test)]
mod reading_tests;
#[cfg(test)]
mod tests;

pub use begin::{Hook, HookState};
pub use cloning::{clone_to_read, refused_address};
pub use drivers::DRIVERS;
pub use fault::Trouble;
#[cfg(debug_assertions)]
pub use fault::abort_before;
pub use files::{File, Snapshot};
pub use git::{HeadTree, Person};
/// The id of a git object: a blob, a tree or a commit.
pub use git2::Oid;
pub use imports::{Imported, SOURCE_TRAILER};
pub use joining::{Entry, Joining};
pub use kept::{Kept, Walked};
pub use lock::Lock;
pub use mirror::{Fetched, Mirror, Newest, mirror_folder, reason};
pub use network::{Folder, Pushed, folder_kind, is_steady, make_hub, refused_url, steady};
pub use operation::{Landed, Operation, Write};

use std::path::{Path, PathBuf};

/// The file that makes a folder a community's folder, relative to it.
pub const COMMUNITY_FILE: &str = "ledgers/community.toml";

/// A community's folder and the repository it lies in.
pub struct Store {
    /// The folder that holds `ledgers/community.toml`, without links in it.
    root: PathBuf,
    /// The top of git's working tree, without links in it: `root` or a folder above it.
    workdir: PathBuf,
    repo: git2::Repository,
    /// `root` relative to `workdir`: empty, or ending in `/`.
    prefix: String,
    faults: fault::Faults,
}

impl Store {
    /// The community's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder relative to the top of git's working tree: empty, or such as `sub/`.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The repository, for reading its history.
    pub fn repository(&self) -> &git2::Repository {
        &self.repo
    }

    /// The folder inside `.git` for what this program notes for itself: `.git/linli`. Shared by all worktrees
    /// of the repository. It may not exist yet.
    pub fn own_folder(&self) -> PathBuf {
        self.repo.commondir().join("linli")
    }

    /// The same for this worktree alone: equal to [`Store::own_folder`] except in linked worktrees.
    pub(crate) fn worktree_folder(&self) -> PathBuf {
        self.repo.path().join("linli")
    }

    /// Git's `user.name`, if one is configured and not blank.
    pub fn user_name(&self) -> Option<String> {
        self.configured("user.name")
    }

    /// Git's `user.email`, if one is configured and not blank.
    pub fn user_email(&self) -> Option<String> {
        self.configured("user.email")
    }

    fn configured(&self, key: &str) -> Option<String> {
        let value = self.repo.config().ok()?.snapshot().ok()?.get_string(key).ok()?;
        let value = value.trim();
        (!value.is_empty()).then(|| value.to_owned())
    }

    /// About how many loose objects the repository holds, for `doctor`: one of its 256 folders is counted.
    pub fn loose_objects(&self) -> usize {
        let sample = self.repo.commondir().join("objects/17");
        std::fs::read_dir(sample).map_or(0, |entries| entries.flatten().count() * 256)
    }

    /// The path relative to git's working tree of a path relative to the community's folder.
    pub(crate) fn in_git(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
    }
}
