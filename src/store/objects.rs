//! Git objects: blobs, trees and commits, written one by one and brought to disk.

use crate::error::{Error, Result};
use crate::said;
use crate::store::{Oid, Person, Store, disk};
use crate::words::words;
use chrono::{DateTime, FixedOffset};
use git2::{Signature, Time, Tree};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A file of a commit that is being built, from the top of the repository: its blob, or `None` to remove it.
pub(super) type Change<'a> = (&'a str, Option<Oid>);

/// An ordinary file, as git writes its mode.
pub(super) const PLAIN: i32 = 0o100644;
/// A file that can be run, as git writes its mode.
pub(super) const EXECUTABLE: i32 = 0o100755;
/// A folder, as git writes its mode.
pub(super) const FOLDER: i32 = 0o040000;

/// Volunteers need no e-mail address, but libgit2 does; this one can never be anybody's.
const NO_ADDRESS: &str = "volunteer@linli.invalid";

impl Store {
    /// Writes a blob, and notes its id in `written`, as the functions below do.
    pub(super) fn write_blob(&self, bytes: &[u8], written: &mut Vec<Oid>) -> Result<Oid> {
        self.written(written, || self.repo.blob(bytes))
    }

    /// The tree of `parent` with the changes made.
    pub(super) fn write_tree_on(
        &self,
        parent: Option<Oid>,
        changes: &[Change],
        written: &mut Vec<Oid>,
    ) -> Result<Oid> {
        let base = parent.map(|id| self.repo.find_commit(id).and_then(|c| c.tree())).transpose();
        let base = base.map_err(|e| self.git_failed(words("read a commit", "读取提交"), &e))?;
        self.write_tree(base.as_ref(), changes, written)
    }

    fn write_tree(&self, base: Option<&Tree>, changes: &[Change], written: &mut Vec<Oid>) -> Result<Oid> {
        let failed = |e| self.git_failed(words("write a tree", "写入目录树"), &e);
        let mut builder = self.repo.treebuilder(base).map_err(failed)?;
        let mut folders: BTreeMap<&str, Vec<Change>> = BTreeMap::new();
        for (path, id) in changes {
            if let Some((folder, rest)) = path.split_once('/') {
                folders.entry(folder).or_default().push((rest, *id));
                continue;
            }
            let old = base.and_then(|tree| tree.get_name(path)).map(|entry| entry.filemode());
            match id {
                Some(id) => {
                    let mode = old.filter(|mode| *mode == EXECUTABLE).unwrap_or(PLAIN);
                    builder.insert(*path, *id, mode).map_err(failed)?;
                }
                None if old.is_some() => builder.remove(*path).map_err(failed)?,
                None => {}
            }
        }
        for (folder, inside) in folders {
            let old = base.and_then(|tree| tree.get_name(folder)).filter(|entry| entry.filemode() == FOLDER);
            let old = old.map(|entry| self.repo.find_tree(entry.id())).transpose().map_err(failed)?;
            let new = self.write_tree(old.as_ref(), &inside, written)?;
            if self.repo.find_tree(new).map_err(failed)?.is_empty() {
                if old.is_some() {
                    builder.remove(folder).map_err(failed)?;
                }
            } else {
                builder.insert(folder, new, FOLDER).map_err(failed)?;
            }
        }
        self.written(written, || builder.write())
    }

    /// A commit that no branch names yet.
    pub(super) fn write_commit(
        &self,
        parent: Option<Oid>,
        tree: Oid,
        message: &str,
        author: &Person,
        when: DateTime<FixedOffset>,
        written: &mut Vec<Oid>,
    ) -> Result<Oid> {
        let signature = self.signature(author, when)?;
        let failed = |e| self.git_failed(words("write a commit", "写入提交"), &e);
        let tree = self.repo.find_tree(tree).map_err(failed)?;
        let parent = parent.map(|id| self.repo.find_commit(id)).transpose().map_err(failed)?;
        let parents: Vec<&git2::Commit> = parent.iter().collect();
        self.written(written, || self.repo.commit(None, &signature, &signature, message, &tree, &parents))
    }

    /// A person and a time as git writes them.
    pub(super) fn signature(
        &self,
        author: &Person,
        when: DateTime<FixedOffset>,
    ) -> Result<Signature<'static>> {
        let time = Time::new(when.timestamp(), when.offset().local_minus_utc() / 60);
        let email = match author.email.trim() {
            "" => NO_ADDRESS,
            email => email,
        };
        Signature::new(&author.name, email, &time).map_err(|_| {
            let name = &author.name;
            Error::usage(said!("git does not take \"{name}\" as an author", "git 不接受“{name}”作为作者"))
                .hint(
                    words(
                        "--by NAME, or git config user.name NAME",
                        "--by 姓名，或 git config user.name 姓名",
                    )
                    .into(),
                )
        })
    }

    /// Writes an object and notes its id. Git takes an object for written when its file exists; after a power
    /// failure that file may be empty, so it is looked at, and written again.
    fn written(
        &self,
        written: &mut Vec<Oid>,
        write: impl Fn() -> std::result::Result<Oid, git2::Error>,
    ) -> Result<Oid> {
        let failed = |e: git2::Error| self.git_failed(words("write an object", "写入对象"), &e);
        let id = write().map_err(failed)?;
        if self.repo.odb().and_then(|odb| odb.read_header(id)).is_err() {
            disk::remove(&self.loose_path(id))?;
            write().map_err(failed)?;
        }
        written.push(id);
        Ok(id)
    }

    fn loose_path(&self, id: Oid) -> PathBuf {
        let hex = id.to_string();
        self.repo.commondir().join("objects").join(&hex[..2]).join(&hex[2..])
    }

    /// Brings objects to disk, which libgit2 does not do by itself. Those in packs are there already. All at
    /// once, because the waits of a disk overlap; their folders are not synced one by one, as git itself does
    /// not: syncing a file that is new brings its name along.
    pub(super) fn sync_objects(&self, ids: &[Oid]) -> Result<()> {
        let paths: Vec<PathBuf> = ids.iter().map(|id| self.loose_path(*id)).collect();
        let share = paths.len().div_ceil(AT_ONCE).max(1);
        std::thread::scope(|scope| {
            let sync = |paths: &[PathBuf]| paths.iter().try_for_each(|path| disk::sync_file(path));
            let at_work: Vec<_> = paths.chunks(share).map(|paths| scope.spawn(move || sync(paths))).collect();
            at_work.into_iter().try_for_each(|thread| thread.join().expect("syncing a file does not panic"))
        })
    }
}

/// So many files are synced at once.
const AT_ONCE: usize = 8;
