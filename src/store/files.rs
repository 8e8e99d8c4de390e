//! Reading: the files of the working tree or of a commit, as bytes.

use crate::error::{Error, Result};
use crate::said;
use crate::store::{Oid, Store, disk};
use crate::words::{Words, words};
use git2::ObjectType;
use std::fs;
use std::path::{Path, PathBuf};

/// One file, as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The path in the community's folder, with `/`, such as `ledgers/donations/2022-08.csv`.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// The id of the blob with these bytes, where it is known without hashing them.
    pub blob: Option<Oid>,
}

/// The files of one state of the community's folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// Sorted by path; no path twice.
    pub files: Vec<File>,
}

impl Snapshot {
    /// The file at a path.
    pub fn get(&self, path: &str) -> Option<&File> {
        self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok().map(|i| &self.files[i])
    }
}

/// What people keep here is never read with the ledgers.
const PRIVATE: &str = "private";
/// No ledger lies deeper; it stops folders without end.
const DEEPEST: usize = 8;

impl Store {
    /// Reads the files of the working tree in `folder` (such as `ledgers`) and the folders below it that are
    /// `wanted` by their path. Names that begin with a dot and the folder `private` are passed over.
    ///
    /// # Errors
    /// A wanted file cannot be read, is not an ordinary file, or is a link that leads out of the community's
    /// folder; a name is not UTF-8.
    pub fn working_files(&self, folder: &str, wanted: impl Fn(&str) -> bool) -> Result<Snapshot> {
        let mut files = Vec::new();
        for path in self.working_paths(folder, wanted)? {
            let blob = self.clean_blob(&path);
            let disk_path = self.root.join(&path);
            let bytes = fs::read(&disk_path).map_err(|e| disk::failed(READ, &disk_path, e))?;
            // A file replaced between the two is caught by asking again.
            let blob = blob.filter(|_| self.clean_blob(&path) == blob);
            files.push(File { path, bytes, blob });
        }
        Ok(Snapshot { files })
    }

    /// The paths that [`Store::working_files`] would read, sorted; with [`Store::clean_blob`] a file that is
    /// known already need not be read at all.
    ///
    /// # Errors
    /// As [`Store::working_files`], before anything is read.
    pub fn working_paths(&self, folder: &str, wanted: impl Fn(&str) -> bool) -> Result<Vec<String>> {
        let mut paths = Vec::new();
        if folder == PRIVATE || folder.starts_with("private/") {
            return Ok(paths);
        }
        let top = self.root.join(folder);
        match fs::symlink_metadata(&top) {
            Err(_) => return Ok(paths),
            Ok(meta) if meta.is_symlink() => return Err(self.link(&top)),
            Ok(_) => self.walk(folder, 0, &wanted, &mut paths)?,
        }
        paths.sort_unstable();
        Ok(paths)
    }

    fn walk(
        &self,
        folder: &str,
        depth: usize,
        wanted: &impl Fn(&str) -> bool,
        paths: &mut Vec<String>,
    ) -> Result<()> {
        let disk_folder = self.root.join(folder);
        let failed = |e| disk::failed(READ, &disk_folder, e);
        for entry in fs::read_dir(&disk_folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name();
            let Some(name) = name.to_str() else { return Err(not_utf8(&entry.path())) };
            if name.starts_with('.') {
                continue;
            }
            let path = format!("{folder}/{name}");
            let kind = entry.file_type().map_err(failed)?;
            if kind.is_dir() {
                if depth < DEEPEST {
                    self.walk(&path, depth + 1, wanted, paths)?;
                }
            } else if wanted(&path) {
                let real = entry.path().canonicalize().map_err(|e| disk::failed(READ, &entry.path(), e))?;
                if kind.is_symlink() && !real.starts_with(&self.root) {
                    return Err(self.link(&entry.path()));
                }
                if !real.is_file() {
                    return Err(disk::failed(
                        READ,
                        &entry.path(),
                        std::io::Error::new(std::io::ErrorKind::InvalidInput, "not an ordinary file"),
                    ));
                }
                paths.push(path);
            }
        }
        Ok(())
    }

    /// The bytes of one working file, for an operation that will change it; `None` if there is none.
    ///
    /// # Errors
    /// The path leaves the community's folder or goes through a link; the file cannot be read.
    pub fn read_working(&self, path: &str) -> Result<Option<Vec<u8>>> {
        disk::read(&self.place(path)?)
    }

    /// Reads the files of a commit, as [`Store::working_files`] does those of the working tree. Links are
    /// passed over.
    ///
    /// # Errors
    /// An object cannot be read; a name is not UTF-8.
    pub fn files_at(&self, commit: Oid, folder: &str, wanted: impl Fn(&str) -> bool) -> Result<Snapshot> {
        let mut files = Vec::new();
        for (path, id) in self.blobs_at(commit, folder, wanted)? {
            files.push(File { path, bytes: self.read_blob(id)?, blob: Some(id) });
        }
        Ok(Snapshot { files })
    }

    /// The paths that [`Store::files_at`] would read, sorted, with their blobs.
    ///
    /// # Errors
    /// As [`Store::files_at`].
    pub fn blobs_at(
        &self,
        commit: Oid,
        folder: &str,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<Vec<(String, Oid)>> {
        let mut blobs = Vec::new();
        if let Some((tree, _)) = self.entry(commit, &self.in_git(folder))?.filter(|_| folder != PRIVATE) {
            self.walk_tree(tree, folder, &wanted, &mut blobs)?;
        }
        blobs.sort_unstable();
        Ok(blobs)
    }

    fn walk_tree(
        &self,
        tree: Oid,
        folder: &str,
        wanted: &impl Fn(&str) -> bool,
        blobs: &mut Vec<(String, Oid)>,
    ) -> Result<()> {
        let tree = self.repo.find_tree(tree);
        let tree = tree.map_err(|e| self.git_failed(words("read a tree", "读取目录树"), &e))?;
        for entry in &tree {
            let Ok(name) = entry.name() else {
                return Err(not_utf8(
                    &self.root.join(folder).join(&*String::from_utf8_lossy(entry.name_bytes())),
                ));
            };
            let path = format!("{folder}/{name}");
            match entry.kind() {
                _ if name.starts_with('.') => {}
                Some(ObjectType::Tree) => self.walk_tree(entry.id(), &path, wanted, blobs)?,
                Some(ObjectType::Blob) if entry.filemode() != LINK && wanted(&path) => {
                    blobs.push((path, entry.id()));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Where a path of the community's folder is on disk.
    ///
    /// # Errors
    /// It leaves the folder, leads into `.git`, or goes through a link.
    pub(super) fn place(&self, path: &str) -> Result<PathBuf> {
        let plain = |part: &str| {
            !matches!(part, "" | "." | "..")
                && !part.eq_ignore_ascii_case(".git")
                && !part.contains(['\\', '\0'])
        };
        if !path.split('/').all(plain) {
            return Err(Error::refused(said!(
                "the path \"{path}\" does not stay inside the community's folder",
                "路径“{path}”超出了社区目录"
            )));
        }
        let mut place = self.root.clone();
        for part in path.split('/') {
            place.push(part);
            if fs::symlink_metadata(&place).is_ok_and(|meta| meta.is_symlink()) {
                return Err(self.link(&place));
            }
        }
        Ok(place)
    }

    fn link(&self, path: &Path) -> Error {
        let path = path.display();
        Error::refused(said!(
            "{path} is a symbolic link that leads elsewhere; ledgers are ordinary files inside the community's folder",
            "{path} 是指向别处的符号链接；台账必须是社区目录内的普通文件"
        ))
        .hint(words("put the file itself there", "请把文件本身放到那里").into())
    }
}

const READ: Words = words("read", "读取");
const LINK: i32 = 0o120000;

fn not_utf8(path: &Path) -> Error {
    let path = path.display();
    Error::refused(said!("the file name {path} is not valid UTF-8", "文件名 {path} 不是有效的 UTF-8"))
        .hint(words("rename the file", "请给文件改名").into())
}
