//! The branch that HEAD is on, moved by compare-and-swap and on disk before that is reported.

use crate::error::{Error, Result};
use crate::store::{Oid, Operation, Store, disk, gitlock};
use crate::words::words;
use git2::{ErrorCode, Signature};
use std::fs;
use std::io::{self, Write as _};
use std::path::PathBuf;

/// How moving a branch ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Move {
    Done,
    /// Another program holds git's lock on the branch.
    Locked,
    /// The branch is no longer where it was expected.
    Elsewhere,
}

impl Store {
    /// The full name of the branch that HEAD is on, born or not.
    pub(super) fn branch(&self) -> Result<String> {
        if let Ok(head) = self.repo.head()
            && head.is_branch()
            && let Ok(name) = head.name()
        {
            return Ok(name.to_owned());
        }
        let head = self.repo.find_reference("HEAD");
        let head = head.map_err(|e| self.git_failed(words("read HEAD", "读取 HEAD"), &e))?;
        match head.symbolic_target() {
            Ok(Some(branch)) => Ok(branch.to_owned()),
            _ => Err(Error::Git {
                message: words("HEAD is on no branch", "HEAD 不在任何分支上").into(),
                hint: Some(words("git switch main", "git switch main").into()),
            }),
        }
    }

    /// The commit that a branch is at; `None` if it has none.
    pub(super) fn tip(&self, branch: &str) -> Result<Option<Oid>> {
        match self.repo.refname_to_id(branch) {
            Ok(id) => Ok(Some(id)),
            Err(e) if e.code() == ErrorCode::NotFound => Ok(None),
            Err(e) => Err(self.git_failed(words("read the branch", "读取分支"), &e)),
        }
    }

    /// Moves a branch from one commit to another; it is on disk when this returns.
    pub(super) fn move_ref(&self, branch: &str, from: Oid, to: Oid, operation: &Operation) -> Result<Move> {
        let path = self.branch_path(branch);
        self.step()?;
        disk::make_folder(disk::folder_of(&path))?; // absent while all branches are packed
        let Some(_lock) = self.git_lock(&path)? else { return Ok(Move::Locked) };
        if self.tip(branch)? != Some(from) {
            return Ok(Move::Elsewhere);
        }
        self.step()?;
        disk::replace(&path, format!("{to}\n").as_bytes())?;
        // The log is for people; the branch has moved without it.
        let _ = self.step().map(|()| self.log_move(branch, from, to, operation));
        Ok(Move::Done)
    }

    /// Removes git's lock on a branch if a killed process of ours left it.
    pub(super) fn free_branch(&self, branch: &str) -> Result<()> {
        gitlock::free_ours(&self.branch_path(branch))
    }

    /// The file of a branch.
    pub(super) fn branch_path(&self, branch: &str) -> PathBuf {
        self.repo.commondir().join(branch)
    }

    /// The lines of `git reflog`, for the branch and for HEAD.
    fn log_move(&self, branch: &str, from: Oid, to: Oid, operation: &Operation) -> io::Result<()> {
        let Ok(by) = self.signature(&operation.author, operation.when) else { return Ok(()) };
        let line = format!("{from} {to} {}\t{}\n", signed(&by), super::git::first_line(&operation.message));
        let wanted = self.repo.config().and_then(|c| c.get_bool("core.logAllRefUpdates")).unwrap_or(true);
        for log in [self.repo.commondir().join("logs").join(branch), self.repo.path().join("logs/HEAD")] {
            if wanted {
                fs::create_dir_all(disk::folder_of(&log))?;
            }
            if wanted || log.exists() {
                fs::OpenOptions::new().append(true).create(true).open(log)?.write_all(line.as_bytes())?;
            }
        }
        Ok(())
    }
}

fn signed(by: &Signature) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let minutes = by.when().offset_minutes();
    let (sign, minutes) = (if minutes < 0 { '-' } else { '+' }, minutes.abs());
    let (hours, minutes) = (minutes / 60, minutes % 60);
    let seconds = by.when().seconds();
    format!("{} <{}> {seconds} {sign}{hours:02}{minutes:02}", text(by.name_bytes()), text(by.email_bytes()))
}
