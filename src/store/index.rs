//! The index, which commits of this program do not go through, brought to what was committed, so that
//! `git status` is clean. And the question that the index answers fast: is this file as it was committed?

use crate::error::Result;
use crate::store::disk::{self, Stamp};
use crate::store::objects::PLAIN;
use crate::store::{Oid, Store, gitlock};
use crate::words::{Said, words};
use git2::{ErrorCode, IndexEntry, IndexTime};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Paths from the top of the working tree, each with the stamp of the file if it was just written with exactly
/// the bytes that were committed.
pub(super) type Touched = BTreeMap<String, Option<Stamp>>;

/// Valid and assumed so: the entry says nothing about the file.
const ASSUMED: u16 = 0x8000;

impl Store {
    /// The id of the blob that the working file certainly equals, told from the index without reading the file.
    /// `None` whenever that is in doubt: the file changed, was touched, was written in the very moment of the
    /// index, is not tracked, or is rewritten by git on checkout.
    pub fn clean_blob(&self, path: &str) -> Option<Oid> {
        // The stamp of the index is taken before it is read, so that it is never newer than what is read.
        let index_stamp = Stamp::at(&self.index_path())?;
        let mut index = self.repo.index().ok()?;
        index.read(false).ok()?;
        let entry = index.get_path(Path::new(&self.in_git(path)), 0)?;
        let stamp = Stamp::at(&self.root.join(path))?;
        let written = (entry.mtime.seconds(), entry.mtime.nanoseconds());
        // Git keeps these in 32 bits.
        let unchanged = {
            // The time that no program can set.
            #[cfg(unix)]
            {
                use std::os::unix::fs::MetadataExt as _;
                let meta = std::fs::symlink_metadata(self.root.join(path)).ok()?;
                let changed = (meta.ctime() as i32, meta.ctime_nsec() as u32);
                changed == (entry.ctime.seconds(), entry.ctime.nanoseconds())
            }
            #[cfg(not(unix))]
            false
        };
        let same = unchanged
            && written == (stamp.seconds as i32, stamp.nanoseconds as u32)
            && entry.file_size == stamp.size as u32
            && entry.ino == stamp.inode as u32
            && entry.ino != 0
            && entry.flags & ASSUMED == 0;
        let older = (stamp.seconds, stamp.nanoseconds) < (index_stamp.seconds, index_stamp.nanoseconds);
        if !same || !older {
            return None;
        }
        // Line endings or keywords that git changes on checkout change the size.
        let (size, _) = self.repo.odb().ok()?.read_header(entry.id).ok()?;
        (size as u64 == stamp.size).then_some(entry.id)
    }

    /// Brings the index entries of these files to what HEAD has, and of files that an earlier call had to leave.
    /// Never fails: returns what to tell the person if the index could not be written.
    pub(super) fn refresh_index(&self, mut touched: Touched) -> Option<Said> {
        for path in self.left_in_index() {
            touched.entry(path).or_insert(None);
        }
        let mut tries = 0;
        let result = loop {
            match self.write_index(&touched) {
                Ok(false) if tries < 8 => {
                    tries += 1;
                    std::thread::sleep(Duration::from_millis(25));
                }
                Ok(false) => break Err(gitlock::held(&self.index_path())),
                Ok(true) => break Ok(()),
                Err(e) => break Err(e),
            }
        };
        let list = self.left_list();
        let Err(error) = result else {
            // The list is only there after a call that had to leave something.
            let _ = disk::remove(&list);
            return None;
        };
        let paths: Vec<&String> = touched.keys().collect();
        let text = serde_json::to_vec(&paths).expect("paths are plain text");
        let _ = disk::make_folder(disk::folder_of(&list)).and_then(|()| disk::replace(&list, &text));
        let (en, zh) = (error.say(crate::words::Lang::En).0, error.say(crate::words::Lang::Zh).0);
        Some(Said {
            en: format!(
                "it is committed, but git's index could not follow ({en}); the next command tries again. Until then \
                 git status shows the files as changed: do not commit with git before that"
            ),
            zh: format!(
                "已提交，但 git 索引未能更新（{zh}），下一条命令会再试。在此之前 git status 会把这些文件显示为已改动，\
                 请先不要用 git 提交"
            ),
        })
    }

    /// True if an earlier call of [`Store::refresh_index`] had to leave something.
    pub(super) fn index_is_behind(&self) -> bool {
        self.left_list().exists()
    }

    fn left_list(&self) -> PathBuf {
        self.worktree_folder().join("index-behind")
    }

    fn left_in_index(&self) -> Vec<String> {
        let bytes = disk::read(&self.left_list()).ok().flatten().unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    fn index_path(&self) -> PathBuf {
        self.repo.path().join("index")
    }

    /// Removes git's lock on the index if a killed process of ours left it.
    pub(super) fn free_index(&self) -> Result<()> {
        gitlock::free_ours(&self.index_path())
    }

    /// False if another program holds the index.
    fn write_index(&self, touched: &Touched) -> Result<bool> {
        let path = self.index_path();
        self.step()?;
        let Some(_lock) = self.git_lock(&path)? else { return Ok(false) };
        self.step()?;
        // Made beside it and put in its place, under git's lock.
        let new = self.worktree_folder().join("index");
        let failed = |e| disk::failed(words("write", "写入"), &new, e);
        disk::remove(&new)?;
        disk::remove(&new.with_extension("lock"))?; // libgit2's, of a process that was killed here
        let stamp = Stamp::at(&path);
        if stamp.is_some() {
            std::fs::copy(&path, &new).map_err(failed)?;
        }
        let changed = self.change_index(&new, touched, stamp);
        changed.map_err(|e| self.git_failed(words("write the index", "写入索引"), &e))?;
        self.step()?;
        std::fs::rename(&new, &path).map_err(failed)?;
        Ok(true)
    }

    fn change_index(
        &self,
        at: &Path,
        touched: &Touched,
        stamp: Option<Stamp>,
    ) -> std::result::Result<(), git2::Error> {
        let mut index = git2::Index::open(at)?;
        // A file written in the moment of the old index could have been changed after it unseen. Once the index
        // is newer that would no longer show, so git is told to look into such files.
        let moment = stamp.map_or((0, 0), |s| (s.seconds as i32, s.nanoseconds as u32));
        let racy: Vec<IndexEntry> = index
            .iter()
            .filter(|e| (e.mtime.seconds(), e.mtime.nanoseconds()) >= moment && e.file_size != 0)
            .collect();
        for mut entry in racy {
            entry.file_size = 0;
            index.add(&entry)?;
        }
        let tree = self.repo.head()?.peel_to_tree()?;
        for (path, stamp) in touched {
            // The sides of a conflict that is over.
            for side in 1..=3 {
                let _ = index.remove(Path::new(path), side);
            }
            match tree.get_path(Path::new(path)) {
                Ok(entry) => index.add(&self.index_entry(path, entry.id(), entry.filemode(), *stamp))?,
                Err(e) if e.code() == ErrorCode::NotFound => index.remove_path(Path::new(path))?,
                Err(e) => return Err(e),
            }
        }
        index.write()
    }

    /// The entry of a file: with the figures of the working file if it has the blob's bytes, else with none, so
    /// that git looks into it.
    fn index_entry(&self, path: &str, id: Oid, mode: i32, known: Option<Stamp>) -> IndexEntry {
        let mut entry = IndexEntry {
            ctime: IndexTime::new(0, 0),
            mtime: IndexTime::new(0, 0),
            dev: 0,
            ino: 0,
            mode: u32::try_from(mode).unwrap_or(PLAIN as u32),
            uid: 0,
            gid: 0,
            file_size: 0,
            id,
            flags: 0,
            flags_extended: 0,
            path: path.as_bytes().to_vec(),
        };
        let file = self.workdir.join(path);
        let Some(stamp) = Stamp::at(&file) else { return entry };
        let has_its_bytes = known == Some(stamp) || {
            let hash = Oid::hash_file(git2::ObjectType::Blob, &file);
            hash.is_ok_and(|hash| hash == id) && Stamp::at(&file) == Some(stamp)
        };
        if has_its_bytes {
            entry.mtime = IndexTime::new(stamp.seconds as i32, stamp.nanoseconds as u32);
            entry.file_size = stamp.size as u32;
            entry.ino = stamp.inode as u32;
            #[cfg(unix)]
            if let Ok(meta) = std::fs::symlink_metadata(&file) {
                use std::os::unix::fs::MetadataExt as _;
                entry.ctime = IndexTime::new(meta.ctime() as i32, meta.ctime_nsec() as u32);
                entry.dev = meta.dev() as u32;
                entry.uid = meta.uid();
                entry.gid = meta.gid();
            }
        }
        entry
    }
}
