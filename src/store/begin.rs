//! Beginning: the first commit of a repository that has none, and the hook that looks at ledgers before a commit.

use crate::error::Result;
use crate::store::disk::{self, Stamp};
use crate::store::index::Touched;
use crate::store::{Oid, Person, Store};
use crate::words::words;
use chrono::{DateTime, FixedOffset};
use std::io::Write as _;
use std::path::PathBuf;

/// The rank of a store of objects that is asked, and written to, before git's own.
const BEFORE_ALL_OTHERS: i32 = 1000;

/// What became of the hook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hook {
    /// It looks at this community's ledgers before each commit.
    There,
    /// Somebody else's hook, or git's `core.hooksPath`, is in that place, and was left alone.
    Foreign(PathBuf),
}

/// How it stands with the hook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HookState {
    /// It is in place and looks at this community's ledgers.
    There,
    /// There is none at this path, or ours does not know this community.
    Missing(PathBuf),
    /// It is of an older version, or git may not run it.
    Outdated(PathBuf),
    /// Somebody else's hook, or git's `core.hooksPath`, is in that place.
    Foreign(PathBuf),
}

/// The first lines by which our own hook is known, and what it does for each community of the repository.
const HOOK: &str = r#"#!/bin/sh
# linli: looks at the ledgers before each commit; one line for each community of this repository, below.
# What linli check calls an error stops the commit. git commit --no-verify commits all the same.
check_ledgers() {
    if ! command -v linli >/dev/null 2>&1; then
        echo "linli is not in PATH: the ledgers were not checked before this commit / 未找到 linli，提交前未核对台账" >&2
        return 0
    fi
    # What is about to be committed is looked at, not what lies in the folder.
    tree=$(git write-tree) || return 1
    said=$(linli -C "$1" check --tree "$tree" 2>&1) || {
        printf '%s\n' "$said" >&2
        echo "not committed; after correcting, commit again / 未提交，请更正后再提交" >&2
        return 1
    }
}
"#;

impl Store {
    /// Git's `user.name` where there is no repository yet, if one is configured and not blank.
    pub fn user_name_anywhere() -> Option<String> {
        let name = git2::Config::open_default().ok()?.snapshot().ok()?.get_string("user.name").ok()?;
        let name = name.trim();
        (!name.is_empty()).then(|| name.to_owned())
    }

    /// Lets many commits be made in memory and writes their objects as one pack: for a new repository that nobody else
    /// sees yet. If the work fails, the branch may name a commit that was never written.
    ///
    /// # Errors
    /// Those of the work, and if the pack cannot be written.
    pub fn in_one_pack<R>(&self, work: impl FnOnce() -> Result<R>) -> Result<R> {
        let failed = |e: git2::Error| self.git_failed(words("write objects", "写入对象"), &e);
        let odb = self.repo.odb().map_err(failed)?;
        let kept = odb.add_new_mempack_backend(BEFORE_ALL_OTHERS).map_err(failed)?;
        let done = work()?;
        let mut pack = git2::Buf::new();
        kept.dump(&self.repo, &mut pack).map_err(failed)?;
        self.step()?;
        let mut writer = odb.packwriter().map_err(failed)?;
        writer.write_all(&pack).map_err(|e| disk::failed(words("write", "写入"), self.repo.path(), e))?;
        writer.commit().map_err(failed)?;
        drop(writer);
        kept.reset().map_err(failed)?;
        odb.refresh().map_err(failed)?;
        Ok(done)
    }

    /// Makes the first commit of a repository that has none yet, and writes its files. Other files of the working
    /// tree and what is staged stay as they are. If it fails, the files that were not there before are removed again.
    ///
    /// # Errors
    /// The branch has a commit already, the author's name is blank, a path leaves the folder, or the disk or git
    /// cannot be written.
    pub fn first_commit(
        &self,
        files: &[(String, Vec<u8>)],
        message: &str,
        author: &Person,
        when: DateTime<FixedOffset>,
    ) -> Result<Oid> {
        let mut new: Vec<PathBuf> = Vec::new();
        let written = self
            .write_first(files, &mut new)
            .and_then(|touched| Ok((touched, self.append_commit(None, files, message, author, when)?)));
        match written {
            Ok((touched, commit)) => {
                self.refresh_index(touched);
                Ok(commit)
            }
            Err(error) => {
                for path in new.iter().rev() {
                    let _ = disk::remove(path);
                }
                Err(error)
            }
        }
    }

    fn write_first(&self, files: &[(String, Vec<u8>)], new: &mut Vec<PathBuf>) -> Result<Touched> {
        let mut touched = Touched::new();
        for (path, bytes) in files {
            let place = self.place(path)?;
            disk::make_folder(disk::folder_of(&place))?;
            if !place.exists() {
                new.push(place.clone());
            }
            self.step()?;
            disk::replace(&place, bytes)?;
            touched.insert(self.in_git(path), Stamp::at(&place));
        }
        Ok(touched)
    }

    /// Writes a file of the community's folder that git does not keep (`private/…`), unless it is there already.
    ///
    /// # Errors
    /// The path leaves the folder, or the disk cannot be written.
    pub fn write_unless_there(&self, path: &str, bytes: &[u8]) -> Result<()> {
        let place = self.place(path)?;
        if place.exists() {
            return Ok(());
        }
        disk::make_folder(disk::folder_of(&place))?;
        self.step()?;
        disk::replace(&place, bytes)?;
        // Names and phones are the business of whoever keeps them.
        if path.starts_with("private/") {
            super::leftovers::own(&place)?;
            super::leftovers::own(disk::folder_of(&place))?;
        }
        Ok(())
    }

    /// Has git look at this community's ledgers before each commit (`pre-commit`). A hook that is not ours is left
    /// alone; one of an older version of ours is brought up to date.
    ///
    /// # Errors
    /// The hook cannot be read or written.
    pub fn install_hook(&self) -> Result<Hook> {
        let (path, before) = match self.hook()? {
            HookState::Foreign(path) => return Ok(Hook::Foreign(path)),
            HookState::There => return Ok(Hook::There),
            HookState::Missing(path) | HookState::Outdated(path) => {
                let before = disk::read(&path)?.unwrap_or_default();
                (path, String::from_utf8_lossy(&before).into_owned())
            }
        };
        let served = before.lines().filter(|line| line.starts_with(CALL));
        let mut lines: Vec<String> = served.map(|line| format!("{line}\n")).collect();
        if !lines.contains(&self.hook_line()) {
            lines.push(self.hook_line());
        }
        disk::make_folder(disk::folder_of(&path))?;
        disk::replace(&path, (HOOK.to_owned() + &lines.concat()).as_bytes())?;
        make_executable(&path)?;
        Ok(Hook::There)
    }

    /// Whether git looks at this community's ledgers before each commit.
    ///
    /// # Errors
    /// The hook cannot be read.
    pub fn hook(&self) -> Result<HookState> {
        if let Ok(elsewhere) = self.repo.config().and_then(|c| c.get_path("core.hooksPath")) {
            return Ok(HookState::Foreign(elsewhere.join("pre-commit")));
        }
        let path = self.repo.commondir().join("hooks/pre-commit");
        let Some(text) = disk::read(&path)? else { return Ok(HookState::Missing(path)) };
        let text = String::from_utf8_lossy(&text);
        if !text.starts_with(&HOOK[..HOOK.find("check_ledgers").unwrap_or(0)]) {
            return Ok(HookState::Foreign(path));
        }
        if !text.contains(&self.hook_line()) {
            return Ok(HookState::Missing(path));
        }
        let current = text.starts_with(HOOK) && is_executable(&path);
        Ok(if current { HookState::There } else { HookState::Outdated(path) })
    }

    fn hook_line(&self) -> String {
        let folder = match self.prefix.trim_end_matches('/') {
            "" => ".",
            folder => folder,
        };
        format!("{CALL}'{}' || exit 1\n", folder.replace('\'', r"'\''"))
    }
}

/// How the line of a community in the hook begins.
const CALL: &str = "check_ledgers ";

fn is_executable(path: &std::path::Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::metadata(path).is_ok_and(|meta| meta.permissions().mode() & 0o111 != 0)
    }
    #[cfg(not(unix))]
    path.exists()
}

pub(super) fn make_executable(path: &std::path::Path) -> Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let failed = |e| disk::failed(words("write", "写入"), path, e);
        let mode = std::fs::metadata(path).map_err(failed)?.permissions().mode();
        let executable = std::fs::Permissions::from_mode(mode | (mode & 0o444) >> 2);
        std::fs::set_permissions(path, executable).map_err(failed)?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tests::{noon, person};
    use std::fs;
    use tempfile::TempDir;

    fn statuses(store: &Store) -> Vec<String> {
        let mut options = git2::StatusOptions::new();
        options.include_untracked(true).recurse_untracked_dirs(true);
        let statuses = store.repository().statuses(Some(&mut options)).unwrap();
        let show = |s: git2::StatusEntry<'_>| format!("{} {:?}", s.path().unwrap_or_default(), s.status());
        statuses.iter().map(show).collect()
    }

    #[test]
    fn the_first_commit_leaves_what_is_staged_and_untracked_alone() {
        let dir = TempDir::new().unwrap();
        let store = Store::create(dir.path()).unwrap();
        for name in ["staged", "untracked"] {
            fs::write(dir.path().join(name), "x").unwrap();
        }
        let mut index = store.repository().index().unwrap();
        index.add_path(std::path::Path::new("staged")).unwrap();
        index.write().unwrap();
        let files = [("ledgers/community.toml".to_owned(), b"x = 1\n".to_vec())];
        let commit = store.first_commit(&files, "start\n", &person(), noon()).unwrap();
        assert_eq!(store.head().unwrap().unwrap().commit, commit);
        let store = Store::open(dir.path()).unwrap();
        assert_eq!(
            statuses(&store),
            ["staged INDEX_NEW", "untracked WT_NEW"]
                .map(|s| s.replace("INDEX_NEW", "Status(INDEX_NEW)").replace("WT_NEW", "Status(WT_NEW)"))
        );
    }

    #[test]
    fn a_first_commit_that_fails_leaves_no_file() {
        let dir = TempDir::new().unwrap();
        let store = Store::create(dir.path()).unwrap();
        let files = [("a.txt".to_owned(), b"1".to_vec()), ("../b.txt".to_owned(), b"2".to_vec())];
        assert!(store.first_commit(&files, "start\n", &person(), noon()).is_err());
        assert!(!dir.path().join("a.txt").exists());
        assert!(store.head().unwrap().is_none());
    }

    #[test]
    fn commits_made_in_one_pack_are_all_there_for_another_program() {
        let dir = TempDir::new().unwrap();
        let store = Store::create(dir.path()).unwrap();
        let commit = |parent, text: &str| {
            let files = [("a.txt".to_owned(), text.as_bytes().to_vec())];
            store.append_commit(parent, &files, "x\n", &person(), noon())
        };
        let last =
            store.in_one_pack(|| (0..5).try_fold(None, |parent, n| commit(parent, &n.to_string()).map(Some)));
        let other = Store::open(dir.path()).unwrap();
        assert_eq!(other.head().unwrap().map(|h| h.commit), last.unwrap());
        let blob = other.blob_at(other.head().unwrap().unwrap().commit, "a.txt").unwrap().unwrap();
        assert_eq!(other.read_blob(blob).unwrap(), b"4");
        let packs = fs::read_dir(dir.path().join(".git/objects/pack")).unwrap().count();
        assert_eq!((packs, other.loose_objects()), (2, 0));
    }

    #[test]
    fn the_hook_serves_every_community_of_a_repository_and_is_written_once() {
        let dir = TempDir::new().unwrap();
        let top = Store::create_apart(dir.path()).unwrap();
        assert_eq!(top.install_hook().unwrap(), Hook::There);
        assert_eq!(top.install_hook().unwrap(), Hook::There);
        let inner = Store::create(&dir.path().join("东区's")).unwrap();
        assert_eq!(inner.install_hook().unwrap(), Hook::There);
        let hook = fs::read_to_string(dir.path().join(".git/hooks/pre-commit")).unwrap();
        assert_eq!(hook.matches("check_ledgers '").count(), 2);
        assert!(
            hook.ends_with("check_ledgers '.' || exit 1\ncheck_ledgers '东区'\\''s' || exit 1\n"),
            "{hook}"
        );
    }

    #[test]
    fn somebody_elses_hook_is_left_alone() {
        let dir = TempDir::new().unwrap();
        let store = Store::create_apart(dir.path()).unwrap();
        let path = dir.path().join(".git/hooks/pre-commit");
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, "#!/bin/sh\nexit 0\n").unwrap();
        assert!(matches!(store.install_hook().unwrap(), Hook::Foreign(_)));
        assert_eq!(fs::read_to_string(&path).unwrap(), "#!/bin/sh\nexit 0\n");
    }
}
