//! One operation: files and their commit, whole or not at all.
//!
//! In this order: the blobs, trees and commit are written as git objects that nothing names yet; the intent is
//! noted; the files are replaced; the branch is moved, which is the moment the operation has happened; the
//! index follows; the intent is removed. Each step is on disk before the next one.

use crate::error::Result;
use crate::store::branch::Move;
use crate::store::disk::{self, Stamp};
use crate::store::git::first_line;
use crate::store::gitlock;
use crate::store::index::Touched;
use crate::store::intent::{Intent, id};
use crate::store::leftovers;
use crate::store::plan::{Planned, edited, moved};
use crate::store::{Lock, Oid, Person, Store};
use crate::words::Said;
use chrono::{DateTime, FixedOffset};
use std::collections::BTreeSet;
use std::time::Duration;

/// What one operation makes of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    /// The path in the community's folder.
    pub path: String,
    /// The bytes that were read from the working tree; `None` if there was no file.
    pub expects: Option<Vec<u8>>,
    /// The new bytes of the working file; `None` removes it.
    pub working: Option<Vec<u8>>,
    /// The new bytes in the commit. They differ from `working` only when the file has hand edits that are not
    /// committed, which are never swept in. `None`: the commit does not have the file.
    pub committed: Option<Vec<u8>>,
}

/// One operation, as it will be committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// The files; no path twice.
    pub writes: Vec<Write>,
    /// The whole commit message, with its trailers.
    pub message: String,
    /// Author and committer.
    pub author: Person,
    /// The time of both.
    pub when: DateTime<FixedOffset>,
    /// The commit from which `committed` was made; a file that HEAD has differently by now is refused. `None`
    /// if nothing of HEAD went into it.
    pub base: Option<Oid>,
}

/// An operation that has happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Landed {
    /// Its commit, or HEAD if it changed nothing that git keeps.
    pub commit: Oid,
    /// What the person should be told besides.
    pub said: Vec<Said>,
}

impl Store {
    /// Does the operation. If it fails, neither the files nor git's history have changed.
    ///
    /// # Errors
    /// As [`Store::ready_to_write`] about git; a file is no longer what was read, on disk or in HEAD; the disk
    /// is full or cannot be written ([`crate::error::Error::File`]).
    pub fn apply(&self, lock: &Lock, operation: &Operation) -> Result<Landed> {
        self.ready_in_git()?;
        let said = self.recover(lock)?;
        let landed = self.apply_now(operation, said.into_iter().collect());
        if landed.is_err() && matches!(self.noted_intent(), Ok(None)) {
            self.drop_before();
        }
        landed
    }

    fn apply_now(&self, operation: &Operation, mut said: Vec<Said>) -> Result<Landed> {
        let branch = self.branch()?;
        let head = self.tip(&branch)?.ok_or_else(|| moved(&branch))?;
        let mut objects = Vec::new();
        let mut planned = self.plan(operation, head, &mut objects)?;
        if let Some(base) = operation.base {
            for plan in &mut planned {
                plan.file.base = self.entry(base, &plan.file.path)?.map(|(id, _)| id.to_string());
            }
            self.check_head(&planned, head)?;
        }
        let mut intent = Intent::new(first_line(&operation.message), &branch);
        intent.commit = self.commit_on(head, operation, &planned, &mut objects)?.map(|id| id.to_string());
        intent.files = planned.iter().map(|plan| plan.file.clone()).collect();
        intent.folders = self.folders_to_make(&planned);
        if intent.commit.is_none() && planned.iter().all(|plan| !plan.changes_disk()) {
            return Ok(Landed { commit: head, said });
        }
        self.step()?;
        self.sync_objects(&objects)?;
        let done = self
            .note_intent(&intent)
            .and_then(|()| self.put_files(&planned))
            .and_then(|touched| self.move_branch(operation, &planned, &mut intent, head).map(|()| touched))
            // Without a commit it has happened when the intent is gone.
            .and_then(|touched| {
                if intent.commit.is_none() { self.drop_intent(true).map(|()| touched) } else { Ok(touched) }
            });
        let touched = match done {
            Ok(touched) => touched,
            // The branch may have moved although git reported trouble; then the operation has happened.
            Err(error) => match self.landed(&intent) {
                Ok(true) => intent.files.iter().map(|file| (file.path.clone(), None)).collect(),
                Ok(false) => {
                    // What cannot be taken back now is taken back by the next command: the intent stays.
                    let _ = self.take_back(&intent);
                    return Err(error);
                }
                Err(_) => return Err(error),
            },
        };
        let Some(commit) = id(intent.commit.as_ref()) else { return Ok(Landed { commit: head, said }) };
        // It has happened. Nothing from here on may fail it; what is left undone the next command does.
        said.extend(self.refresh_index(touched));
        let _ = self.drop_intent(false);
        Ok(Landed { commit, said })
    }

    pub(super) fn put_files(&self, planned: &[Planned]) -> Result<Touched> {
        let mut ready = Vec::new();
        let mut folders = BTreeSet::new();
        for plan in planned.iter().filter(|plan| plan.changes_disk()) {
            let file = match &plan.write.working {
                Some(bytes) => {
                    for missing in disk::missing_folders(&plan.disk) {
                        self.step()?;
                        disk::make_folder(&missing)?;
                        if missing.ends_with("private") {
                            leftovers::own(&missing)?;
                        }
                        folders.insert(disk::folder_of(&missing).to_owned());
                    }
                    self.step()?;
                    Some(disk::written_beside(&plan.disk, bytes)?)
                }
                None => None,
            };
            ready.push((plan, file));
        }
        let mut touched = Touched::new();
        for (plan, file) in ready {
            if Stamp::at(&plan.disk) != plan.seen {
                return Err(edited(&plan.write.path));
            }
            self.step()?;
            let mut stamp = None;
            match file {
                Some(file) => {
                    stamp = file.as_file().metadata().ok().as_ref().and_then(Stamp::of);
                    disk::put(file, &plan.disk)?;
                }
                None => disk::remove(&plan.disk)?,
            }
            let committed = plan.file.after == plan.file.committed;
            touched.insert(plan.file.path.clone(), stamp.filter(|_| committed));
            folders.insert(disk::folder_of(&plan.disk).to_owned());
        }
        self.step()?;
        folders.iter().try_for_each(|folder| disk::sync_folder(folder))?;
        for plan in planned.iter().filter(|plan| plan.file.base != plan.file.committed) {
            touched.entry(plan.file.path.clone()).or_insert(None);
        }
        Ok(touched)
    }

    /// Moves the branch to the operation's commit. If another program moved it meanwhile, the commit is built
    /// again on top, as long as the files of the operation are not concerned.
    pub(super) fn move_branch(
        &self,
        operation: &Operation,
        planned: &[Planned],
        intent: &mut Intent,
        mut head: Oid,
    ) -> Result<()> {
        let branch = intent.branch.clone();
        for tries in 0.. {
            let Some(commit) = id(intent.commit.as_ref()) else { break };
            if self.branch()? != branch {
                return Err(moved(&branch));
            }
            match self.move_ref(&branch, head, commit, operation)? {
                Move::Done => break,
                Move::Locked if tries < 80 => std::thread::sleep(Duration::from_millis(25)),
                Move::Elsewhere if tries < 80 => {
                    head = self.tip(&branch)?.ok_or_else(|| moved(&branch))?;
                    self.check_head(planned, head)?;
                    let mut objects = Vec::new();
                    let commit = self.commit_on(head, operation, planned, &mut objects)?;
                    self.sync_objects(&objects)?;
                    intent.commit = commit.map(|id| id.to_string());
                    self.note_intent(intent)?;
                }
                Move::Locked | Move::Elsewhere => return Err(gitlock::held(&self.branch_path(&branch))),
            }
        }
        Ok(())
    }
}
