//! What an interrupted operation left behind, what this program keeps for itself, and what only this machine has:
//! for `doctor` and `close`.

use crate::error::Result;
use crate::store::{Lock, Oid, Store, disk};
use crate::words::words;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder that git never keeps.
const PRIVATE: &str = "private";
/// The ids of blobs without personal numbers stand here, in the program's own folder.
const CLEAN: &str = "clean";
/// Ids are so many bytes.
const ID: usize = 20;

impl Store {
    /// The first line of the message of an operation that was interrupted, if there is one.
    ///
    /// # Errors
    /// Its record cannot be read.
    pub fn interrupted(&self) -> Result<Option<String>> {
        Ok(self.noted_intent()?.map(|intent| intent.subject))
    }

    /// Temporary files that a crash left: none of them belongs to a writer while the lock is held.
    pub fn leftovers(&self, _lock: &Lock) -> Vec<PathBuf> {
        let mut found = Vec::new();
        for folder in ["ledgers", "templates", "reports", PRIVATE] {
            below(&self.root.join(folder), &mut found);
        }
        for folder in [self.root.clone(), self.own_folder(), self.worktree_folder()] {
            files_of(&folder, &mut found);
        }
        found.retain(|path| {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            name.starts_with(disk::TEMPORARY) && name.ends_with(".tmp")
        });
        found.sort();
        found.dedup();
        found
    }

    /// Removes files that [`Store::leftovers`] found.
    ///
    /// # Errors
    /// One of them cannot be removed.
    pub fn remove_leftovers(&self, lock: &Lock) -> Result<usize> {
        let found = self.leftovers(lock);
        found.iter().try_for_each(|path| disk::remove(path))?;
        Ok(found.len())
    }

    /// Everything in `private/`: files and folders, innermost first, the folder itself last. Links are told as they
    /// are and never followed.
    pub fn private_files(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let top = self.root.join(PRIVATE);
        match fs::symlink_metadata(&top) {
            Ok(meta) if meta.is_dir() => {
                below(&top, &mut found);
                found.sort_by_key(|path| std::cmp::Reverse((path.components().count(), path.clone())));
                found.push(top);
            }
            Ok(_) => found.push(top),
            Err(_) => {}
        }
        found
    }

    /// Removes `private/` with everything in it, and what this program keeps for itself in `.git/linli`: all of that
    /// can be made again, and operations that were interrupted kept there the bytes of private files. Brought to disk.
    ///
    /// # Errors
    /// Something cannot be removed; what is left is removed by the next call.
    pub fn purge(&self, lock: &Lock) -> Result<()> {
        let failed = |path: &Path, e| disk::failed(words("remove", "删除"), path, e);
        self.remove_leftovers(lock)?;
        for path in self.private_files() {
            self.step()?;
            let is_folder = fs::symlink_metadata(&path).is_ok_and(|meta| meta.is_dir());
            let done = if is_folder { fs::remove_dir(&path) } else { fs::remove_file(&path) };
            done.map_err(|e| failed(&path, e))?;
        }
        self.drop_before();
        for path in self.own_caches() {
            self.step()?;
            let is_folder = path.is_dir();
            let done = if is_folder { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            done.map_err(|e| failed(&path, e))?;
        }
        disk::sync_folder(&self.root)
    }

    /// What this program keeps in `.git/linli` besides the lock, the record of an operation under way, and the note of what
    /// was verified last, which cannot be made again and holds no personal data.
    pub fn own_caches(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        for folder in [self.own_folder(), self.worktree_folder()] {
            let entries = fs::read_dir(folder).into_iter().flatten().flatten();
            found.extend(entries.map(|entry| entry.path()).filter(|path| {
                !matches!(path.file_name().and_then(|n| n.to_str()), Some("lock" | "intent" | "verified"))
            }));
        }
        found.sort();
        found.dedup();
        found
    }

    /// The blobs that were looked through before under the same `rules` (which numbers are public, and which version
    /// looked), and held no personal number. An id says what a blob holds, so this is true for ever; what cannot be
    /// read is as if nothing had been noted.
    pub fn clean_blobs(&self, rules: &str) -> rustc_hash::FxHashSet<Oid> {
        let bytes = disk::read(&self.own_folder().join(CLEAN)).ok().flatten().unwrap_or_default();
        let mark = mark(rules);
        let ids = bytes.strip_prefix(mark.as_bytes()).unwrap_or_default().chunks_exact(ID);
        ids.filter_map(|id| Oid::from_bytes(id).ok()).collect()
    }

    /// Notes which blobs are clean; that they cannot be noted is no error, they are looked through again.
    pub fn note_clean_blobs(&self, rules: &str, ids: &[Oid]) {
        let mut bytes = mark(rules).into_bytes();
        ids.iter().for_each(|id| bytes.extend_from_slice(id.as_bytes()));
        let folder = self.own_folder();
        let _ = disk::make_folder(&folder).and_then(|()| disk::replace(&folder.join(CLEAN), &bytes));
    }

    /// Who but the owner may read something in `private/`: the paths, outermost first. Nothing on systems without such
    /// permissions.
    pub fn open_to_others(&self) -> Vec<PathBuf> {
        let mut all = self.private_files();
        all.reverse();
        all.retain(|path| mode(path).is_some_and(|mode| mode & 0o077 != 0));
        all
    }

    /// Leaves `private/` and everything in it to its owner alone.
    ///
    /// # Errors
    /// The permissions cannot be changed.
    pub fn close_to_others(&self) -> Result<()> {
        self.open_to_others().iter().try_for_each(|path| own(path))
    }
}

/// Leaves a file or folder to its owner alone.
pub(super) fn own(path: &Path) -> Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = if path.is_dir() { 0o700 } else { 0o600 };
        fs::set_permissions(path, fs::Permissions::from_mode(mode))
            .map_err(|e| disk::failed(words("protect", "设置权限"), path, e))?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

fn mode(path: &Path) -> Option<u32> {
    let meta = fs::symlink_metadata(path).ok().filter(|meta| !meta.is_symlink())?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        Some(meta.permissions().mode())
    }
    #[cfg(not(unix))]
    {
        let _ = meta;
        None
    }
}

/// The first line of the file of clean blobs.
fn mark(rules: &str) -> String {
    format!("linli clean blobs 1 {}\n", rules.replace('\n', " "))
}

fn files_of(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    found.extend(entries.map(|entry| entry.path()).filter(|path| path.is_file()));
}

fn below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            below(&path, found);
        }
        found.push(path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Trouble;
    use crate::store::tests::{noon, person};
    use std::time::Duration;

    #[test]
    fn a_purge_stopped_anywhere_is_finished_by_the_next_and_touches_nothing_else() {
        for step in 0.. {
            let dir = tempfile::TempDir::new().unwrap();
            let store = Store::create(dir.path()).unwrap();
            let ledger = [("ledgers/community.toml".to_owned(), b"x = 1\n".to_vec())];
            store.first_commit(&ledger, "start\n", &person(), noon()).unwrap();
            for path in ["private/contacts.csv", "private/a/b.csv", ".git/linli/before/x", ".git/linli/clean"]
            {
                fs::create_dir_all(dir.path().join(path).parent().unwrap()).unwrap();
                fs::write(dir.path().join(path), "13800138000").unwrap();
            }
            let lock = store.lock(Duration::ZERO, "test").unwrap();
            store.make_trouble(step, Trouble::Fail);
            let stopped = store.purge(&lock).is_err();
            store.stop_trouble();
            store.purge(&lock).unwrap();
            assert!(store.private_files().is_empty() && store.own_caches().is_empty(), "step {step}");
            assert_eq!(fs::read(dir.path().join("ledgers/community.toml")).unwrap(), b"x = 1\n");
            if !stopped {
                assert!(step > 3, "there are steps to stop at");
                break;
            }
        }
    }

    #[test]
    fn clean_blobs_are_known_under_the_same_rules_only() {
        let dir = tempfile::TempDir::new().unwrap();
        let store = Store::create(dir.path()).unwrap();
        let id = Oid::hash_object(git2::ObjectType::Blob, b"x").unwrap();
        store.note_clean_blobs("1 0579", &[id]);
        assert!(store.clean_blobs("1 0579").contains(&id));
        assert!(store.clean_blobs("1 ").is_empty() && store.clean_blobs("2 0579").is_empty());
        fs::write(store.own_folder().join("clean"), b"linli clean blobs 1 1 0579\nshort").unwrap();
        assert!(store.clean_blobs("1 0579").is_empty());
    }
}
