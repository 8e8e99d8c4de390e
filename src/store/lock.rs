//! One writer at a time: a lock of the kernel's, freed by it when a process dies. Readers take none.

use crate::error::{Error, Result};
use crate::model::mask_numbers;
use crate::store::{Store, disk};
use crate::words::words;
use std::fs::{self, File, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

/// The right to write, until it is dropped or the process ends in whatever way.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

impl Store {
    /// Takes the lock of the repository, waiting at most `wait` for another writer. `what` is the command, for
    /// those who wait meanwhile. The caller reads what it will change, and writes, while it holds the lock.
    ///
    /// # Errors
    /// [`Error::Busy`] with the holder's process and command; [`Error::File`] if `.git/linli/lock` cannot be
    /// written.
    pub fn lock(&self, wait: Duration, what: &str) -> Result<Lock> {
        let folder = self.own_folder();
        disk::make_folder(&folder)?;
        let path = folder.join("lock");
        let failed = |e| disk::failed(words("lock", "锁定"), &path, e);
        // Never truncated on opening: another writer's name may stand in it.
        let mut file = fs::OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(failed)?;
        let begun = Instant::now();
        let mut pause = Duration::from_millis(1);
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::Error(e)) => return Err(failed(e)),
                Err(TryLockError::WouldBlock) => {}
            }
            let left = wait.saturating_sub(begun.elapsed());
            if left.is_zero() {
                return Err(Error::Busy { holder: holder(&path), waited: begun.elapsed().as_secs() });
            }
            std::thread::sleep(pause.min(left));
            pause = (pause * 2).min(Duration::from_millis(25));
        }
        // The name is a courtesy; the lock holds without it, even on a full disk.
        let line = mask_numbers(&what.replace(['\n', '\r'], " "), &[]);
        let _ = file.set_len(0).and_then(|()| file.rewind());
        let _ = write!(file, "process {}: {line}", std::process::id());
        Ok(Lock { file })
    }
}

impl Lock {
    /// Takes a lock of its own at once; `None` if another process has it.
    ///
    /// # Errors
    /// Its file cannot be written.
    pub(super) fn at_once(path: &Path) -> Result<Option<Lock>> {
        let failed = |e| disk::failed(words("lock", "锁定"), path, e);
        let mut open = fs::OpenOptions::new();
        let file = open.read(true).write(true).create(true).truncate(false).open(path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Lock { file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(e)) => Err(failed(e)),
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = self.file.set_len(0);
        let _ = self.file.unlock();
    }
}

fn holder(path: &Path) -> String {
    let mut text = String::new();
    let read = File::open(path).and_then(|file| file.take(500).read_to_string(&mut text));
    match text.trim() {
        name if read.is_ok() && !name.is_empty() => name.chars().filter(|c| !c.is_control()).collect(),
        _ => "linli".to_owned(),
    }
}
