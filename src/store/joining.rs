//! Two histories made one: the commit of a merge, or the branch moved on to a later commit, as safe from crashes as an
//! operation. What the files become was decided above; here it is written whole or not at all.

use crate::error::{Error, Result};
use crate::said;
use crate::store::branch::Move;
use crate::store::disk;
use crate::store::git::first_line;
use crate::store::gitlock;
use crate::store::intent::Intent;
use crate::store::objects::{EXECUTABLE, PLAIN};
use crate::store::plan::moved;
use crate::store::{Landed, Lock, Oid, Operation, Person, Store, Write};
use crate::words::words;
use chrono::{DateTime, FixedOffset};
use git2::build::TreeUpdateBuilder;
use git2::{Delta, DiffOptions, FileMode};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

/// What stands at a path of a commit: blob and mode.
pub type Entry = Option<(Oid, i32)>;

/// Two histories to be made one. Paths are from the top of the repository ([`Store::whole`]).
#[derive(Clone, Debug)]
pub struct Joining {
    /// Where the branch is.
    pub ours: Oid,
    /// The other parents of the commit that is made; none where the branch only moves on.
    pub parents: Vec<Oid>,
    /// A commit that is there already and has all of this: the branch moves on to it.
    pub forward: Option<Oid>,
    /// The files that become otherwise than `ours` has them.
    pub files: Vec<(String, Entry)>,
    /// Files that stay as `ours` has them, and whose conflicts in the index are over.
    pub settled: Vec<String>,
    /// True where git itself began this merge: then conflicts are in the index, and working files hold git's attempt.
    pub begun_by_git: bool,
    /// The message of the commit that is made.
    pub message: String,
    /// Its author and committer.
    pub author: Person,
    /// The time of both.
    pub when: DateTime<FixedOffset>,
}

impl Store {
    /// This repository with the top of its working tree as the folder: paths are from there.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn whole(&self) -> Result<Store> {
        Store::open(&self.workdir)
    }

    /// The paths at which two commits differ, from the top of the repository, with what the first and the second have
    /// there. `None` is the empty commit.
    ///
    /// # Errors
    /// A commit cannot be read; a name is not UTF-8.
    pub fn differences(
        &self,
        from: Option<Oid>,
        to: Option<Oid>,
    ) -> Result<BTreeMap<String, (Entry, Entry)>> {
        let failed = |e: git2::Error| self.git_failed(words("compare commits", "比较提交"), &e);
        let tree = |commit: Option<Oid>| {
            commit.map(|id| self.repo.find_commit(id).and_then(|c| c.tree())).transpose().map_err(failed)
        };
        let mut options = DiffOptions::new();
        options.include_typechange(true).ignore_submodules(false);
        let diff = self.repo.diff_tree_to_tree(tree(from)?.as_ref(), tree(to)?.as_ref(), Some(&mut options));
        let mut found = BTreeMap::new();
        for delta in diff.map_err(failed)?.deltas() {
            let side = |file: git2::DiffFile, there: bool| -> Entry {
                there.then(|| (file.id(), i32::try_from(u32::from(file.mode())).unwrap_or_default()))
            };
            let old = side(delta.old_file(), delta.status() != Delta::Added);
            let new = side(delta.new_file(), delta.status() != Delta::Deleted);
            let path = delta.new_file().path().or(delta.old_file().path()).and_then(Path::to_str);
            let Some(path) = path else {
                return Err(Error::refused(said!(
                    "a file name in git is not UTF-8",
                    "git 中有文件名不是 UTF-8"
                )));
            };
            found.insert(path.to_owned(), (old, new));
        }
        Ok(found)
    }

    /// What stands at a path from the top of the repository.
    ///
    /// # Errors
    /// The commit cannot be read.
    pub fn entry_at(&self, commit: Oid, path: &str) -> Result<Entry> {
        self.entry(commit, path)
    }

    /// The last commit that both have; `None` if they have none in common.
    ///
    /// # Errors
    /// The history cannot be read.
    pub fn common(&self, ours: Oid, theirs: Oid) -> Result<Option<Oid>> {
        match self.repo.merge_base(ours, theirs) {
            Ok(base) => Ok(Some(base)),
            Err(e) if e.code() == git2::ErrorCode::NotFound => Ok(None),
            Err(e) => Err(self.git_failed(words("read the history", "读取历史"), &e)),
        }
    }

    /// When a file of this commit came to be what it is, at most as far back as `base`: the earliest commit that gave
    /// it these bytes, as seconds and id.
    ///
    /// # Errors
    /// The history cannot be read.
    pub fn since(&self, path: &str, blob: Oid, tip: Oid, base: Option<Oid>) -> Result<(i64, Oid)> {
        let failed = |e: git2::Error| self.git_failed(words("read the history", "读取历史"), &e);
        let mut walk = self.repo.revwalk().map_err(failed)?;
        walk.push(tip).map_err(failed)?;
        if let Some(base) = base {
            walk.hide(base).map_err(failed)?;
        }
        let mut first = None;
        for id in walk {
            let id = id.map_err(failed)?;
            if self.entry(id, path)?.is_some_and(|(is, _)| is == blob) {
                let seconds = self.repo.find_commit(id).map_err(failed)?.time().seconds();
                first = first.min(Some((seconds, id))).or(Some((seconds, id)));
            }
        }
        Ok(first.unwrap_or((i64::MAX, tip)))
    }

    /// Joins: writes the files and the commit, and moves the branch. If it fails, neither files nor history have changed.
    ///
    /// # Errors
    /// The branch is no longer at `ours`; a working file is not as `ours` has it (unless git began the merge); something
    /// that is no ordinary file would change; the disk or git cannot be written.
    pub fn join(&self, lock: &Lock, joining: &Joining) -> Result<Landed> {
        if !joining.begun_by_git {
            self.ready_in_git()?;
        }
        let mut said: Vec<_> = self.recover(lock)?.into_iter().collect();
        let branch = self.branch()?;
        if self.tip(&branch)? != Some(joining.ours) {
            return Err(moved(&branch));
        }
        let operation = Operation {
            writes: self.writes(joining)?,
            message: joining.message.clone(),
            author: joining.author.clone(),
            when: joining.when,
            base: Some(joining.ours),
        };
        let mut objects = Vec::new();
        let planned = self.plan(&operation, joining.ours, &mut objects)?;
        let commit = match joining.forward {
            Some(commit) => commit,
            None => self.joint_commit(joining, &mut objects)?,
        };
        let mut intent = Intent::new(first_line(&joining.message), &branch);
        intent.commit = Some(commit.to_string());
        intent.files = planned.iter().map(|plan| plan.file.clone()).collect();
        intent.folders = self.folders_to_make(&planned);
        self.step()?;
        self.sync_objects(&objects)?;
        let done = self
            .note_intent(&intent)
            .and_then(|()| self.put_files(&planned))
            .and_then(|touched| self.move_once(&branch, joining.ours, commit, &operation).map(|()| touched));
        let mut touched = match done {
            Ok(touched) => touched,
            Err(error) => match self.landed(&intent) {
                Ok(true) => intent.files.iter().map(|file| (file.path.clone(), None)).collect(),
                Ok(false) => {
                    let _ = self.take_back(&intent);
                    return Err(error);
                }
                Err(_) => return Err(error),
            },
        };
        // It has happened. What is left undone from here on the next command does.
        for path in &joining.settled {
            touched.entry(path.clone()).or_insert(None);
        }
        for (path, entry) in &joining.files {
            if entry.is_some_and(|(_, mode)| mode == EXECUTABLE) {
                super::begin::make_executable(&self.workdir.join(path)).ok();
            }
        }
        said.extend(self.refresh_index(touched));
        let _ = self.drop_intent(false);
        if joining.begun_by_git {
            self.forget_merge()?;
        }
        Ok(Landed { commit, said })
    }

    /// The commit that git is merging into HEAD, if a merge is under way.
    pub fn merging(&self) -> Option<Oid> {
        let head = self.repo.find_reference("MERGE_HEAD").ok()?;
        head.target()
    }

    /// Ends a merge that git began: it is committed.
    ///
    /// # Errors
    /// The files in which git notes it cannot be removed.
    pub fn forget_merge(&self) -> Result<()> {
        self.repo.cleanup_state().map_err(|e| self.git_failed(words("end the merge", "结束合并"), &e))
    }

    /// The paths, from the top, that are in conflict in the index.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn conflicted(&self) -> Result<BTreeSet<String>> {
        let failed = |e: git2::Error| self.git_failed(words("read the index", "读取索引"), &e);
        let mut index = self.repo.index().map_err(failed)?;
        index.read(true).map_err(failed)?;
        let staged = index.iter().filter(|entry| entry.flags & 0x3000 != 0);
        Ok(staged.map(|entry| String::from_utf8_lossy(&entry.path).into_owned()).collect())
    }

    /// Brings the index to what HEAD has at these paths from the top, and ends conflicts there.
    pub fn settle_index(&self, paths: impl IntoIterator<Item = String>) {
        // What cannot be written now is noted and written by the next command.
        let _ = self.refresh_index(paths.into_iter().map(|path| (path, None)).collect());
    }

    /// What the index has at a path from the top, where it is not in conflict.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn staged(&self, path: &str) -> Result<Entry> {
        let failed = |e: git2::Error| self.git_failed(words("read the index", "读取索引"), &e);
        let index = self.repo.index().map_err(failed)?;
        let entry = index.get_path(Path::new(path), 0);
        Ok(entry.map(|entry| (entry.id, i32::try_from(entry.mode).unwrap_or(PLAIN))))
    }

    fn writes(&self, joining: &Joining) -> Result<Vec<Write>> {
        let mut writes = Vec::with_capacity(joining.files.len());
        for (path, entry) in &joining.files {
            let old = self.entry(joining.ours, path)?;
            let odd = |entry: &Entry| entry.is_some_and(|(_, mode)| !matches!(mode, PLAIN | EXECUTABLE));
            if odd(entry) || odd(&old) {
                return Err(Error::refused(said!(
                    "{path} is no ordinary file (a link or a submodule), and changes in this merge",
                    "{path} 不是普通文件（链接或子模块），此次合并会改动它"
                ))
                .hint(said!("merge with git, then: linli resolve", "请用 git 合并，然后：linli resolve")));
            }
            let bytes = entry.map(|(blob, _)| self.read_blob(blob)).transpose()?;
            let now = disk::read(&self.place(path)?)?;
            let before = old.map(|(blob, _)| self.read_blob(blob)).transpose()?;
            if now != before && now != bytes && !joining.begun_by_git {
                return Err(Error::refused(said!(
                    "{path} was changed here and is not committed",
                    "{path} 在本地有未提交的改动"
                ))
                .hint(said!(
                    "commit it (ledgers: linli save) or put it aside, then again",
                    "请先提交（台账用 linli save）或移开，再重试"
                )));
            }
            writes.push(Write { path: path.clone(), expects: now, working: bytes.clone(), committed: bytes });
        }
        Ok(writes)
    }

    /// The commit with several parents, which no branch names yet.
    fn joint_commit(&self, joining: &Joining, objects: &mut Vec<Oid>) -> Result<Oid> {
        let failed = |e: git2::Error| self.git_failed(words("write a commit", "写入提交"), &e);
        self.step()?;
        let base = self.repo.find_commit(joining.ours).and_then(|c| c.tree()).map_err(failed)?;
        let mut builder = TreeUpdateBuilder::new();
        for (path, entry) in &joining.files {
            match entry {
                Some((blob, mode)) => {
                    let mode = if *mode == EXECUTABLE { FileMode::BlobExecutable } else { FileMode::Blob };
                    builder.upsert(path.as_str(), *blob, mode)
                }
                None => builder.remove(path.as_str()),
            };
        }
        let tree = builder.create_updated(&self.repo, &base).map_err(failed)?;
        let tree = self.repo.find_tree(tree).map_err(failed)?;
        objects.push(tree.id());
        for (path, _) in &joining.files {
            for folder in Path::new(path).ancestors().skip(1).filter(|f| !f.as_os_str().is_empty()) {
                objects.extend(tree.get_path(folder).ok().map(|entry| entry.id()));
            }
        }
        let parents = [&joining.ours].into_iter().chain(&joining.parents);
        let parents: Vec<git2::Commit> = parents
            .map(|id| self.repo.find_commit(*id))
            .collect::<std::result::Result<_, _>>()
            .map_err(failed)?;
        let by = self.signature(&joining.author, joining.when)?;
        let parents: Vec<&git2::Commit> = parents.iter().collect();
        let commit = self.repo.commit(None, &by, &by, &joining.message, &tree, &parents).map_err(failed)?;
        objects.push(commit);
        Ok(commit)
    }

    fn move_once(&self, branch: &str, from: Oid, to: Oid, operation: &Operation) -> Result<()> {
        for _ in 0..80 {
            match self.move_ref(branch, from, to, operation)? {
                Move::Done => return Ok(()),
                Move::Elsewhere => return Err(moved(branch)),
                Move::Locked => std::thread::sleep(Duration::from_millis(25)),
            }
        }
        Err(gitlock::held(&self.branch_path(branch)))
    }
}
