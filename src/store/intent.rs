//! What an operation is about to do, noted on disk before it does it, so that the next command can finish it or
//! take it back. The bytes themselves are in git's object store by then; the intent names them.

use crate::error::{Error, Result};
use crate::said;
use crate::store::{Oid, Store, disk};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// An operation under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Intent {
    pub version: u32,
    /// The first line of the commit message, to name the operation.
    pub subject: String,
    /// The branch that will move, such as `refs/heads/main`.
    pub branch: String,
    /// The commit that it moves to; absent if the operation changes only files that git does not keep.
    pub commit: Option<String>,
    /// The files, by path from the top of the working tree.
    pub files: Vec<IntentFile>,
    /// Folders that the operation makes, outermost first, from the top of the working tree.
    pub folders: Vec<String>,
}

/// One file of an operation: ids of blobs; absent means no file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct IntentFile {
    pub path: String,
    /// What was in the working tree; this blob is in the object store.
    pub before: Option<String>,
    /// What will be in the working tree.
    pub after: Option<String>,
    /// What was in the commit before.
    pub base: Option<String>,
    /// What will be in the commit.
    pub committed: Option<String>,
}

const VERSION: u32 = 1;

impl Intent {
    pub(super) fn new(subject: &str, branch: &str) -> Intent {
        Intent {
            version: VERSION,
            subject: subject.to_owned(),
            branch: branch.to_owned(),
            commit: None,
            files: Vec::new(),
            folders: Vec::new(),
        }
    }
}

impl Store {
    fn intent_path(&self) -> PathBuf {
        self.worktree_folder().join("intent")
    }

    /// Notes the intent; it is on disk when this returns.
    pub(super) fn note_intent(&self, intent: &Intent) -> Result<()> {
        self.step()?;
        let path = self.intent_path();
        let folder = disk::folder_of(&path);
        if !folder.is_dir() {
            disk::make_folder(folder)?;
            disk::sync_folder(disk::folder_of(folder))?;
        }
        let text = serde_json::to_vec_pretty(intent).expect("an intent is plain text and lists");
        disk::replace(&path, &text)
    }

    /// The intent of an operation that was interrupted, if there is one.
    pub(super) fn noted_intent(&self) -> Result<Option<Intent>> {
        let path = self.intent_path();
        let Some(bytes) = disk::read(&path)? else { return Ok(None) };
        match serde_json::from_slice::<Intent>(&bytes) {
            Ok(intent) if intent.version == VERSION && intent.ids_are_read() => Ok(Some(intent)),
            _ => {
                let file = path.display();
                Err(Error::Git {
                    message: said!(
                        "an operation was interrupted, and its record {file} cannot be read by this version",
                        "有一次操作被中断，其记录 {file} 无法由本版本读取"
                    ),
                    hint: Some(said!(
                        "look at git status, put right what it shows, then: rm {file}",
                        "请先用 git status 检查并改正，然后：rm {file}"
                    )),
                })
            }
        }
    }

    /// Keeps the bytes of a file that no commit has, such as hand edits, until the operation is over. Not in
    /// git's object store: what stands in `private/` must not stay there.
    pub(super) fn keep_before(&self, id: Oid, bytes: &[u8]) -> Result<()> {
        let path = self.before_path(id);
        disk::make_folder(disk::folder_of(&path))?;
        disk::replace(&path, bytes)
    }

    /// The bytes that a file had before the operation.
    pub(super) fn bytes_before(&self, id: Oid) -> Result<Vec<u8>> {
        match disk::read(&self.before_path(id))? {
            Some(bytes) => Ok(bytes),
            None => self.read_blob(id),
        }
    }

    fn before_path(&self, id: Oid) -> PathBuf {
        self.worktree_folder().join("before").join(id.to_string())
    }

    /// The operation is over: removes its intent and the bytes that were kept for it. It is over on disk when
    /// this returns with `lasting`; without, a power failure may bring the intent back, to be removed again.
    pub(super) fn drop_intent(&self, lasting: bool) -> Result<()> {
        self.step()?;
        let path = self.intent_path();
        let folder = disk::folder_of(&path);
        disk::remove(&path)?;
        if lasting && folder.is_dir() {
            disk::sync_folder(folder)?;
        }
        self.drop_before();
        Ok(())
    }

    /// Removes bytes that were kept for an operation that is over or never began.
    pub(super) fn drop_before(&self) {
        // What cannot be removed now is removed after the next operation.
        let _ = std::fs::remove_dir_all(self.worktree_folder().join("before"));
    }
}

impl Intent {
    fn ids_are_read(&self) -> bool {
        let of_files = self.files.iter().flat_map(|f| [&f.before, &f.after, &f.base, &f.committed]);
        of_files.chain([&self.commit]).flatten().all(|id| Oid::from_str(id).is_ok())
    }
}

/// The id that stands in an intent that was read.
pub(super) fn id(text: Option<&String>) -> Option<Oid> {
    text.and_then(|t| Oid::from_str(t).ok())
}
