//! Git's own locks: `index.lock`, `refs/heads/main.lock`. libgit2 takes them too, but one that a killed process
//! left cannot be told from one that is held, and would block everybody for ever. Ours carry a mark from the
//! moment they exist, and nobody else of ours can hold one while we hold the lock of the store.

use crate::error::{Error, Result};
use crate::said;
use crate::store::{Store, disk};
use crate::words::words;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

const MARK: &[u8] = b"linli\n";

/// A lock of git's on one of its files, until it is dropped.
#[derive(Debug)]
pub(super) struct GitLock {
    path: PathBuf,
}

impl Store {
    /// Takes git's lock on a file; `None` if another program holds it.
    pub(super) fn git_lock(&self, target: &Path) -> Result<Option<GitLock>> {
        let path = lock_of(target);
        let mark = self.own_folder().join("mark");
        if disk::read(&mark)?.as_deref() != Some(MARK) {
            disk::make_folder(disk::folder_of(&mark))?;
            disk::replace(&mark, MARK)?;
        }
        free_ours(target)?;
        // A link exists with its content or not at all. Where there are no links, the content follows at once.
        let taken = match fs::hard_link(&mark, &path) {
            Err(e) if e.kind() != io::ErrorKind::AlreadyExists => {
                let made = fs::OpenOptions::new().write(true).create_new(true).open(&path);
                made.and_then(|mut file| file.write_all(MARK))
            }
            done => done,
        };
        match taken {
            Ok(()) => Ok(Some(GitLock { path })),
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Ok(None),
            Err(e) => Err(disk::failed(words("lock", "锁定"), target, e)),
        }
    }
}

/// Removes git's lock on a file if a killed process of ours left it. Only under the lock of the store.
pub(super) fn free_ours(target: &Path) -> Result<()> {
    let path = lock_of(target);
    if disk::read(&path)?.as_deref() == Some(MARK) {
        disk::remove(&path)?;
    }
    Ok(())
}

/// The error for a file of git's that another program does not let go.
pub(super) fn held(target: &Path) -> Error {
    let lock = lock_of(target);
    let lock = lock.display();
    Error::Git {
        message: said!(
            "another git program is at work: {lock} exists",
            "另一个 git 程序正在工作：{lock} 存在"
        ),
        hint: Some(said!(
            "run the command again; if no git program is running: rm {lock}",
            "请重新执行命令；若没有 git 程序在运行：rm {lock}"
        )),
    }
}

fn lock_of(target: &Path) -> PathBuf {
    let mut name = OsString::from(target);
    name.push(".lock");
    name.into()
}

impl Drop for GitLock {
    fn drop(&mut self) {
        // One that stays is known by its mark and removed by the next command.
        let _ = fs::remove_file(&self.path);
    }
}
