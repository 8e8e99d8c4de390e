//! After a crash: the operation that was under way is finished if its commit is in the branch, and taken back
//! if it is not. A file that somebody edited since is never touched.

use crate::error::Result;
use crate::said;
use crate::store::index::Touched;
use crate::store::intent::{Intent, IntentFile, id};
use crate::store::{Lock, Oid, Store, disk};
use crate::words::{Said, words};
use git2::ObjectType;
use std::collections::BTreeSet;
use std::path::Path;

impl Store {
    /// Finishes or takes back an operation that was interrupted, and lets git's index catch up. Returns what to
    /// tell the person if there was one. [`Store::apply`] calls this first; a command that reads what it will
    /// change calls it before reading.
    ///
    /// # Errors
    /// The record of the operation cannot be read, or a file cannot be restored; then everything is left as it
    /// is, and the next call tries again.
    pub fn recover(&self, _lock: &Lock) -> Result<Option<Said>> {
        let Some(intent) = self.noted_intent()? else {
            self.drop_before();
            if self.index_is_behind() {
                return Ok(self.refresh_index(Touched::new()));
            }
            return Ok(None);
        };
        let subject = &intent.subject;
        self.free_branch(&intent.branch)?;
        self.free_index()?;
        if self.landed(&intent)? {
            self.sweep(&intent);
            let touched = intent.files.iter().map(|file| (file.path.clone(), None)).collect();
            let behind = self.refresh_index(touched);
            self.drop_intent(false)?;
            let done = said!(
                "an operation had been interrupted after its commit and is now complete: {subject}",
                "一次操作在提交之后被中断，现已补完：{subject}"
            );
            return Ok(Some(match behind {
                Some(more) => done.then(&said!("; ", "；")).then(&more),
                None => done,
            }));
        }
        let left = self.take_back(&intent)?;
        let done = said!(
            "an operation had been interrupted before its commit and was taken back; record it again: {subject}",
            "一次操作在提交之前被中断，已撤回，请重新记录：{subject}"
        );
        if left.is_empty() {
            return Ok(Some(done));
        }
        let files = left.join(", ");
        Ok(Some(done.then(&said!(
            "; left as found, because edited or committed since: {files}",
            "；以下文件此后被编辑或提交过，保持原样：{files}"
        ))))
    }

    /// True if the commit of the operation is in its branch.
    pub(super) fn landed(&self, intent: &Intent) -> Result<bool> {
        let (Some(commit), Some(tip)) = (id(intent.commit.as_ref()), self.tip(&intent.branch)?) else {
            return Ok(false);
        };
        if tip == commit {
            return Ok(true);
        }
        if self.repo.find_commit(commit).is_err() {
            return Ok(false);
        }
        let within = self.repo.graph_descendant_of(tip, commit);
        within.map_err(|e| self.git_failed(words("read the history", "读取历史"), &e))
    }

    /// Puts back what the operation did to the working tree, and removes the intent. Returns the files that were
    /// left as found because they are no longer what the operation wrote, or because somebody committed it.
    pub(super) fn take_back(&self, intent: &Intent) -> Result<Vec<String>> {
        self.sweep(intent);
        let head = self.head()?.map(|head| head.commit);
        let mut left = Vec::new();
        let mut folders = BTreeSet::new();
        for file in &intent.files {
            let path = self.workdir.join(&file.path);
            let now = disk::read(&path)?.and_then(|b| Oid::hash_object(ObjectType::Blob, &b).ok());
            if now == id(file.before.as_ref()) {
                continue;
            }
            if now != id(file.after.as_ref()) || self.was_committed(head, file)? {
                left.push(file.path.clone());
                continue;
            }
            self.step()?;
            match id(file.before.as_ref()) {
                Some(before) => disk::replace(&path, &self.bytes_before(before)?)?,
                None => disk::remove(&path)?,
            }
            folders.insert(disk::folder_of(&path).to_owned());
        }
        for folder in &folders {
            disk::sync_folder(folder)?;
        }
        for folder in intent.folders.iter().rev() {
            // Only an empty folder goes.
            let _ = std::fs::remove_dir(self.workdir.join(folder));
        }
        self.drop_intent(true)?;
        Ok(left)
    }

    /// True if HEAD has what the operation wrote to the file, though not by the operation's own commit.
    fn was_committed(&self, head: Option<Oid>, file: &IntentFile) -> Result<bool> {
        let Some(head) = head else { return Ok(false) };
        let now = self.entry(head, &file.path)?.map(|(id, _)| id);
        let ours = id(file.after.as_ref());
        Ok(file.after != file.base && now == ours)
    }

    fn sweep(&self, intent: &Intent) {
        let folders: BTreeSet<&Path> =
            intent.files.iter().filter_map(|f| Path::new(&f.path).parent()).collect();
        for folder in folders {
            disk::sweep(&self.workdir.join(folder));
        }
        disk::sweep(&self.worktree_folder());
    }
}
