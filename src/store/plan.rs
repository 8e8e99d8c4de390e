//! What an operation will do, looked at before anything is touched: each file against what was read, its blobs
//! and the commit written as objects that nothing names yet.

use crate::error::{Error, Result};
use crate::said;
use crate::store::disk::{self, Stamp};
use crate::store::intent::{IntentFile, id};
use crate::store::objects::Change;
use crate::store::{Oid, Operation, Store, Write};
use crate::words::words;
use git2::ObjectType;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// One file, looked at and with its blobs written.
pub(super) struct Planned<'a> {
    pub write: &'a Write,
    pub disk: PathBuf,
    pub seen: Option<Stamp>,
    pub file: IntentFile,
}

impl Store {
    pub(super) fn plan<'a>(
        &self,
        operation: &'a Operation,
        head: Oid,
        objects: &mut Vec<Oid>,
    ) -> Result<Vec<Planned<'a>>> {
        let mut planned = Vec::with_capacity(operation.writes.len());
        let mut paths = BTreeSet::new();
        for write in &operation.writes {
            let path = &write.path;
            if !paths.insert(path) {
                return Err(Error::refused(said!("{path} is written twice", "{path} 被写入两次")));
            }
            if write.committed.is_some() && path.starts_with("private/") {
                return Err(Error::refused(said!(
                    "{path} is private and never committed",
                    "{path} 是私密文件，绝不提交"
                )));
            }
            let disk = self.place(path)?;
            let seen = Stamp::at(&disk);
            if disk::read(&disk)? != write.expects {
                return Err(edited(path));
            }
            self.step()?;
            let mut blob = |bytes: &Option<Vec<u8>>| -> Result<Option<Oid>> {
                bytes.as_ref().map(|bytes| self.write_blob(bytes, objects)).transpose()
            };
            let full = self.in_git(path);
            let base = self.entry(head, &full)?.map(|(id, _)| id);
            let before = match &write.expects {
                Some(bytes) => match hash(bytes) {
                    Some(id) if Some(id) == base => Some(id),
                    Some(id) => self.keep_before(id, bytes).map(|()| Some(id))?,
                    None => None,
                },
                None => None,
            };
            let committed = blob(&write.committed)?;
            let after = match &write.working {
                working if *working == write.committed => committed,
                working if *working == write.expects => before,
                Some(bytes) => hash(bytes),
                None => None,
            };
            let text = |id: Option<Oid>| id.map(|id| id.to_string());
            let file = IntentFile {
                path: full,
                before: text(before),
                after: text(after),
                base: text(base),
                committed: text(committed),
            };
            planned.push(Planned { write, disk, seen, file });
        }
        Ok(planned)
    }

    /// The commit on top of `head`; `None` if it would change nothing.
    pub(super) fn commit_on(
        &self,
        head: Oid,
        operation: &Operation,
        planned: &[Planned],
        objects: &mut Vec<Oid>,
    ) -> Result<Option<Oid>> {
        let changed: Vec<Change> = planned
            .iter()
            .filter(|plan| plan.file.base != plan.file.committed)
            .map(|plan| (plan.file.path.as_str(), id(plan.file.committed.as_ref())))
            .collect();
        if changed.is_empty() {
            return Ok(None);
        }
        self.step()?;
        let tree = self.write_tree_on(Some(head), &changed, objects)?;
        let Operation { message, author, when, .. } = operation;
        self.write_commit(Some(head), tree, message, author, *when, objects).map(Some)
    }

    /// Refuses if HEAD has one of the files otherwise than when it was read.
    pub(super) fn check_head(&self, planned: &[Planned], head: Oid) -> Result<()> {
        for plan in planned {
            let now = self.entry(head, &plan.file.path)?.map(|(id, _)| id.to_string());
            if now != plan.file.base {
                return Err(committed_meanwhile(&plan.write.path));
            }
        }
        Ok(())
    }

    pub(super) fn folders_to_make(&self, planned: &[Planned]) -> Vec<String> {
        let writes = planned.iter().filter(|plan| plan.write.working.is_some());
        let folders: BTreeSet<PathBuf> = writes.flat_map(|plan| disk::missing_folders(&plan.disk)).collect();
        let inside = |folder: &PathBuf| Some(folder.strip_prefix(&self.workdir).ok()?.to_str()?.to_owned());
        folders.iter().filter_map(inside).collect()
    }
}

impl Planned<'_> {
    /// True if the working file changes.
    pub(super) fn changes_disk(&self) -> bool {
        self.write.working != self.write.expects
    }
}

fn hash(bytes: &[u8]) -> Option<Oid> {
    Oid::hash_object(ObjectType::Blob, bytes).ok()
}

pub(super) fn edited(path: &str) -> Error {
    Error::Refused {
        message: said!(
            "{path} was changed by another program at this moment; nothing was written",
            "{path} 刚刚被另一个程序改动，未写入任何内容"
        ),
        hint: Some(words("run the command again", "请重新执行命令").into()),
    }
}

fn committed_meanwhile(path: &str) -> Error {
    Error::Git {
        message: said!(
            "{path} was changed in git by another program at this moment; nothing was written",
            "{path} 在 git 中刚刚被另一个程序改动，未写入任何内容"
        ),
        hint: Some(words("run the command again", "请重新执行命令").into()),
    }
}

pub(super) fn moved(branch: &str) -> Error {
    Error::Git {
        message: said!(
            "the branch {branch} was left or removed by another program at this moment; nothing was written",
            "分支 {branch} 刚刚被另一个程序切换或删除，未写入任何内容"
        ),
        hint: Some(words("run the command again", "请重新执行命令").into()),
    }
}
