//! The folder that an export goes to. Everything is written beside it first and put in its place at the end; what is not
//! an earlier export of ours is never overwritten unless that was asked for.

use crate::error::{Error, Result};
use crate::said;
use std::collections::BTreeSet;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The list of what an export wrote, in its folder; programs that read data pass over names that begin with a dot.
const LIST: &str = ".linli-export";

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its path in the folder, with `/`.
    pub path: String,
    /// How many rows of tables it holds.
    pub rows: u64,
    /// How many bytes.
    pub bytes: u64,
}

/// What was found in the folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Files of an earlier export that this one did not write again; they were removed.
    pub removed: Vec<String>,
    /// Files that were there already and were overwritten, as was asked for.
    pub overwritten: Vec<String>,
}

/// A folder to export to.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    staging: TempDir,
    force: bool,
    earlier: BTreeSet<String>,
    written: Vec<Written>,
}

/// A file on its way into the folder.
#[derive(Debug)]
pub struct NewFile {
    name: String,
    path: PathBuf,
    file: BufWriter<fs::File>,
}

impl Folder {
    /// The folder at this path, which is made if it does not exist. Unless `force`, it must be empty or hold an earlier
    /// export.
    ///
    /// # Errors
    /// It holds other files, is no folder, or cannot be written.
    pub fn open(path: &Path, force: bool) -> Result<Folder> {
        let shown = path.display();
        if fs::symlink_metadata(path).is_ok_and(|there| !there.is_dir() && !path.is_dir()) {
            return Err(Error::usage(said!("{shown} is not a folder", "{shown} 不是目录"))
                .hint(said!("name another: --out DIR", "请换一个目录：--out 目录")));
        }
        fs::create_dir_all(path).map_err(|e| failed(path, e))?;
        let earlier = earlier(path)?;
        let foreign = match &earlier {
            Some(_) => false,
            None => fs::read_dir(path).map_err(|e| failed(path, e))?.next().is_some(),
        };
        if foreign && !force {
            return Err(Error::refused(said!(
                "{shown} holds files that are no earlier export",
                "{shown} 里有其他文件，不是以前的导出"
            ))
            .hint(said!(
                "name an empty folder, or add --force to put the export among them",
                "请换一个空目录；确实要放在一起时加 --force"
            )));
        }
        let staging = tempfile::Builder::new().prefix(".linli-export-").tempdir_in(path);
        let staging = staging.map_err(|e| failed(path, e))?;
        let earlier = earlier.unwrap_or_default();
        Ok(Folder { path: path.to_owned(), staging, force, earlier, written: Vec::new() })
    }

    /// A new file at this path of the folder, such as `ledger=tests/month=2022-08/rows.parquet`.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn create(&mut self, name: &str) -> Result<NewFile> {
        let path = self.staging.path().join(name);
        let made =
            path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::File::create_new(&path));
        let file = BufWriter::with_capacity(1 << 16, made.map_err(|e| failed(&self.path.join(name), e))?);
        Ok(NewFile { name: name.to_owned(), path, file })
    }

    /// A folder on the same disk for what is needed on the way; it goes when all is done.
    #[cfg(feature = "xlsx")]
    pub(super) fn staging(&self) -> &Path {
        self.staging.path()
    }

    /// The file is complete and holds so many rows.
    ///
    /// # Errors
    /// Its last bytes cannot be written.
    pub fn keep(&mut self, file: NewFile, rows: u64) -> Result<()> {
        let place = self.path.join(&file.name);
        let done = file.file.into_inner().map_err(|e| e.into_error()).and_then(|file| file.sync_all());
        let size = done.and_then(|()| fs::metadata(&file.path));
        let bytes = size.map_err(|e| failed(&place, e))?.len();
        self.written.push(Written { path: file.name, rows, bytes });
        Ok(())
    }

    /// Puts every file in its place, and removes those of an earlier export that are not among them.
    ///
    /// # Errors
    /// A file of that name is there that no export wrote (then nothing is changed), or the folder cannot be written.
    pub fn finish(self) -> Result<(Vec<Written>, Kept)> {
        let mut kept = Kept::default();
        for written in &self.written {
            let there = fs::symlink_metadata(self.path.join(&written.path)).is_ok();
            if there && !self.earlier.contains(&written.path) {
                let file = self.path.join(&written.path);
                if !self.force {
                    let file = file.display();
                    return Err(Error::refused(said!("{file} is there already", "{file} 已存在"))
                        .hint(said!("--force overwrites it", "加 --force 覆盖")));
                }
                kept.overwritten.push(written.path.clone());
            }
        }
        let names: BTreeSet<&str> = self.written.iter().map(|w| w.path.as_str()).collect();
        // The list comes first: whatever happens, each file that is put here is known to be an export's.
        let mut list: BTreeSet<&str> = names.clone();
        list.extend(self.earlier.iter().map(String::as_str));
        self.write_list(&list)?;
        for name in &names {
            let place = self.path.join(name);
            let put = place.parent().map_or(Ok(()), fs::create_dir_all);
            let put = put.and_then(|()| fs::rename(self.staging.path().join(name), &place));
            put.map_err(|e| failed(&place, e))?;
        }
        for old in self.earlier.iter().filter(|old| !names.contains(old.as_str())) {
            let place = self.path.join(old);
            if fs::symlink_metadata(&place).is_ok_and(|there| there.is_file()) {
                fs::remove_file(&place).map_err(|e| failed(&place, e))?;
                remove_empty(&self.path, &place);
                kept.removed.push(old.clone());
            }
        }
        self.write_list(&names)?;
        Ok((self.written, kept))
    }

    fn write_list(&self, names: &BTreeSet<&str>) -> Result<()> {
        let place = self.path.join(LIST);
        let mut text = String::new();
        names.iter().for_each(|name| {
            text.push_str(name);
            text.push('\n');
        });
        let new = self.staging.path().join(LIST);
        fs::write(&new, text).and_then(|()| fs::rename(&new, &place)).map_err(|e| failed(&place, e))
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

/// What the last export wrote here; `None` if there was none. A path that leads out of the folder is none of ours.
fn earlier(path: &Path) -> Result<Option<BTreeSet<String>>> {
    let list = path.join(LIST);
    if !fs::symlink_metadata(&list).is_ok_and(|there| there.is_file()) {
        return Ok(None);
    }
    let text = fs::read_to_string(&list).map_err(|e| failed(&list, e))?;
    let inside = |name: &&str| {
        let part = |part: &str| !matches!(part, "" | "." | "..") && !part.contains('\\');
        name.split('/').all(part)
    };
    Ok(Some(text.lines().filter(inside).map(str::to_owned).collect()))
}

/// Folders that a removed file leaves empty.
fn remove_empty(top: &Path, file: &Path) {
    let above = file.ancestors().skip(1).take_while(|folder| *folder != top);
    for folder in above {
        if fs::remove_dir(folder).is_err() {
            return;
        }
    }
}

fn failed(path: &Path, source: std::io::Error) -> Error {
    Error::File { doing: said!("write", "写入"), path: path.to_owned(), source }
}
