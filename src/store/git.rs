//! Commits, built from HEAD's tree without the shared index, and the branch moved by compare-and-swap.

use crate::error::{Error, Result};
use crate::store::objects::{Change, EXECUTABLE, FOLDER, PLAIN};
use crate::store::{Oid, Store, disk};
use crate::words::{Said, Words, words};
use chrono::{DateTime, FixedOffset};
use git2::{ErrorClass, ErrorCode};
use std::io;
use std::path::Path;

/// Who recorded something, as git keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The name, which is not blank.
    pub name: String,
    /// The e-mail address; if it is blank, commits bear one of the reserved domain `.invalid`.
    pub email: String,
}

/// A commit and its tree of the community's folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeadTree {
    /// The commit.
    pub commit: Oid,
    /// The tree of the community's folder in it; `None` if the commit does not have that folder.
    pub tree: Option<Oid>,
}

impl Store {
    /// HEAD; `None` while there is no commit.
    ///
    /// # Errors
    /// HEAD or its tree cannot be read.
    pub fn head(&self) -> Result<Option<HeadTree>> {
        match self.repo.head().and_then(|head| head.peel_to_commit()) {
            Ok(commit) => self.tree_of(commit.id()).map(Some),
            Err(e) if matches!(e.code(), ErrorCode::UnbornBranch | ErrorCode::NotFound) => Ok(None),
            Err(e) => Err(self.git_failed(words("read HEAD", "读取 HEAD"), &e)),
        }
    }

    /// A commit with its tree of the community's folder.
    ///
    /// # Errors
    /// There is no such commit, or it cannot be read.
    pub fn tree_of(&self, commit: Oid) -> Result<HeadTree> {
        let tree = match self.prefix.trim_end_matches('/') {
            "" => {
                let tree = self.repo.find_commit(commit).and_then(|c| c.tree());
                Some(tree.map_err(|e| self.git_failed(words("read a commit", "读取提交"), &e))?.id())
            }
            folder => self.entry(commit, folder)?.filter(|(_, mode)| *mode == FOLDER).map(|(id, _)| id),
        };
        Ok(HeadTree { commit, tree })
    }

    /// The blob of a file, by its path in the community's folder; `None` if the commit does not have it.
    ///
    /// # Errors
    /// The commit cannot be read.
    pub fn blob_at(&self, commit: Oid, path: &str) -> Result<Option<Oid>> {
        let entry = self.entry(commit, &self.in_git(path))?;
        Ok(entry.filter(|(_, mode)| matches!(*mode, PLAIN | EXECUTABLE)).map(|(id, _)| id))
    }

    /// The bytes of a blob.
    ///
    /// # Errors
    /// There is no such blob, or it cannot be read.
    pub fn read_blob(&self, id: Oid) -> Result<Vec<u8>> {
        let blob = self.repo.find_blob(id);
        blob.map(|b| b.content().to_vec())
            .map_err(|e| self.git_failed(words("read an object", "读取对象"), &e))
    }

    /// Id and mode of what stands at a path from the top of the repository.
    pub(super) fn entry(&self, commit: Oid, path: &str) -> Result<Option<(Oid, i32)>> {
        let tree = self.repo.find_commit(commit).and_then(|c| c.tree());
        match tree.and_then(|tree| tree.get_path(Path::new(path))) {
            Ok(entry) => Ok(Some((entry.id(), entry.filemode()))),
            Err(e) if e.code() == ErrorCode::NotFound && e.class() == ErrorClass::Tree => Ok(None),
            Err(e) => Err(self.git_failed(words("read a commit", "读取提交"), &e)),
        }
    }

    /// Adds a commit on top of `parent` and moves HEAD's branch to it. Only objects and the branch are written:
    /// neither working tree nor index, and nothing is forced to disk. For laying out a new community quickly;
    /// [`Store::checkout_head`] comes at the end. `files` holds what the commit changes, by path in the
    /// community's folder.
    ///
    /// # Errors
    /// The branch is not at `parent`, the author's name is blank, a path leaves the folder, or git cannot write.
    pub fn append_commit(
        &self,
        parent: Option<Oid>,
        files: &[(String, Vec<u8>)],
        message: &str,
        author: &Person,
        when: DateTime<FixedOffset>,
    ) -> Result<Oid> {
        let mut written = Vec::new();
        let mut changes = Vec::with_capacity(files.len());
        for (path, bytes) in files {
            self.place(path)?;
            changes.push((self.in_git(path), self.write_blob(bytes, &mut written)?));
        }
        let changes: Vec<Change> = changes.iter().map(|(path, id)| (path.as_str(), Some(*id))).collect();
        let tree = self.write_tree_on(parent, &changes, &mut written)?;
        let commit = self.write_commit(parent, tree, message, author, when, &mut written)?;
        let branch = self.branch()?;
        let log = first_line(message);
        let moved = match parent {
            Some(parent) => self.repo.reference_matching(&branch, commit, true, parent, log),
            None => self.repo.reference(&branch, commit, false, log),
        };
        moved.map_err(|e| self.git_failed(words("move the branch", "移动分支"), &e))?;
        Ok(commit)
    }

    /// Writes the community's folder and its part of the index as they are in HEAD, over whatever is there.
    ///
    /// # Errors
    /// Git cannot write the files.
    pub fn checkout_head(&self) -> Result<()> {
        let mut options = git2::build::CheckoutBuilder::new();
        options.force();
        if !self.prefix.is_empty() {
            options.disable_pathspec_match(true).path(self.prefix.trim_end_matches('/'));
        }
        self.repo
            .checkout_head(Some(&mut options))
            .map_err(|e| self.git_failed(words("write the working tree", "写入工作目录"), &e))
    }

    /// The error for something git could not do; a full disk or missing permissions are told as such.
    pub(super) fn git_failed(&self, doing: Words, error: &git2::Error) -> Error {
        let detail = error.message();
        let kinds = [
            ("No space left", io::ErrorKind::StorageFull),
            ("quota exceeded", io::ErrorKind::QuotaExceeded),
            ("Permission denied", io::ErrorKind::PermissionDenied),
            ("Read-only file system", io::ErrorKind::ReadOnlyFilesystem),
        ];
        if let Some((_, kind)) = kinds.iter().find(|(text, _)| detail.contains(text)) {
            return disk::failed(words("write", "写入"), self.repo.path(), (*kind).into());
        }
        if error.code() == ErrorCode::Locked {
            return Error::Git {
                message: Said {
                    en: format!("cannot {}: another git program is at work ({detail})", doing.en),
                    zh: format!("无法{}：另一个 git 程序正在工作（{detail}）", doing.zh),
                },
                hint: Some(
                    words(
                        "try again; if no git program is running, remove the .lock file named above",
                        "请重试；若没有 git 程序在运行，请删除上面提到的 .lock 文件",
                    )
                    .into(),
                ),
            };
        }
        Error::Git {
            message: Said {
                en: format!("cannot {}: {detail}", doing.en),
                zh: format!("无法{}：{detail}", doing.zh),
            },
            hint: None,
        }
    }
}

/// The first line of a commit message.
pub(super) fn first_line(message: &str) -> &str {
    message.lines().next().unwrap_or_default()
}
