//! Files on disk, written so that a crash leaves the old bytes or the new ones and never a part.

use crate::error::{Error, Result};
use crate::words::{Words, words};
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// How the names of temporary files begin; readers pass over them, and recovery removes them.
pub(super) const TEMPORARY: &str = ".linli-";

const WRITING: Words = words("write", "写入");

/// The error for a file that could not be worked on.
pub(super) fn failed(doing: Words, path: &Path, source: io::Error) -> Error {
    Error::File { doing: doing.into(), path: path.to_owned(), source }
}

/// The bytes of a file; `None` if there is no file (nor a folder where it would be).
pub(super) fn read(path: &Path) -> Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(e) => Err(failed(words("read", "读取"), path, e)),
    }
}

/// Makes a folder and those above it.
pub(super) fn make_folder(path: &Path) -> Result<()> {
    fs::create_dir_all(path).map_err(|e| failed(words("create", "创建"), path, e))
}

/// The folder that a file is in.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new("/"))
}

/// A temporary file beside `path`, holding `bytes`, on disk, with the permissions of the file it will replace.
pub(super) fn written_beside(path: &Path, bytes: &[u8]) -> Result<NamedTempFile> {
    let write = || -> io::Result<NamedTempFile> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(TEMPORARY).suffix(".tmp");
        #[cfg(unix)]
        let builder = {
            use std::os::unix::fs::PermissionsExt as _;
            let private = folder_of(path).ends_with("private");
            // Less the umask.
            builder.permissions(fs::Permissions::from_mode(if private { 0o600 } else { 0o666 }))
        };
        let mut file = builder.tempfile_in(folder_of(path))?;
        if let Ok(old) = fs::metadata(path) {
            file.as_file().set_permissions(old.permissions())?;
        }
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        Ok(file)
    };
    write().map_err(|e| failed(WRITING, path, e))
}

/// Puts a temporary file in the place of `path`. The folder is not synced yet.
pub(super) fn put(file: NamedTempFile, path: &Path) -> Result<()> {
    file.persist(path).map(drop).map_err(|e| failed(WRITING, path, e.error))
}

/// Removes a file; that there is none is no error.
pub(super) fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(e) if !matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Err(failed(words("remove", "删除"), path, e))
        }
        _ => Ok(()),
    }
}

/// Replaces a file whole, on disk when this returns.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    put(written_beside(path, bytes)?, path)?;
    sync_folder(folder_of(path))
}

/// Brings the names in a folder to disk. Systems that cannot do this for folders are let off.
pub(super) fn sync_folder(folder: &Path) -> Result<()> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    match fs::File::open(folder).and_then(|f| f.sync_all()) {
        Err(e) if !matches!(e.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => {
            Err(failed(WRITING, folder, e))
        }
        _ => Ok(()),
    }
}

/// Brings a file that git wrote to disk; that there is none is no error, it is in a pack.
pub(super) fn sync_file(path: &Path) -> Result<()> {
    match fs::File::open(path).and_then(|file| file.sync_all()) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(failed(WRITING, path, e)),
        _ => Ok(()),
    }
}

/// The folders above `path` that are missing, outermost first.
pub(super) fn missing_folders(path: &Path) -> Vec<PathBuf> {
    let mut missing: Vec<PathBuf> =
        path.ancestors().skip(1).take_while(|folder| !folder.exists()).map(Path::to_owned).collect();
    missing.reverse();
    missing
}

/// Removes temporary files that a crash left in a folder.
pub(super) fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let ours = name.to_str().is_some_and(|n| n.starts_with(TEMPORARY) && n.ends_with(".tmp"));
        if ours {
            // One that cannot be removed does no harm: readers pass over it.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// What tells, without reading it, that a file is still the one that was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    pub inode: u64,
    pub size: u64,
    pub seconds: i64,
    pub nanoseconds: i64,
}

impl Stamp {
    /// `None` where the system gives no such figures.
    pub(super) fn of(meta: &fs::Metadata) -> Option<Stamp> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt as _;
            Some(Stamp {
                inode: meta.ino(),
                size: meta.size(),
                seconds: meta.mtime(),
                nanoseconds: meta.mtime_nsec(),
            })
        }
        #[cfg(not(unix))]
        {
            let _ = meta;
            None
        }
    }

    /// The stamp of the file at `path` itself (not of what a link points at).
    pub(super) fn at(path: &Path) -> Option<Stamp> {
        fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file).as_ref().and_then(Stamp::of)
    }
}
