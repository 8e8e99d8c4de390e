//! Whether anything can be written now, and what is in the way.

use crate::error::{Error, Result};
use crate::said;
use crate::store::{COMMUNITY_FILE, Store, disk};
use crate::words::{Said, Words, words};
use git2::{ErrorCode, RepositoryState};

impl Store {
    /// Checks that an operation can be written and committed: on a branch that has a commit, with nothing of
    /// git's in progress, no conflict left, and folders that can be written.
    ///
    /// # Errors
    /// Says what is in the way and what to type.
    pub fn ready_to_write(&self) -> Result<()> {
        self.ready_in_git()?;
        let ledgers = self.root.join(COMMUNITY_FILE);
        let ledgers = disk::folder_of(&ledgers);
        for folder in [if ledgers.is_dir() { ledgers } else { &self.root }, self.repo.path()] {
            tempfile::Builder::new()
                .prefix(disk::TEMPORARY)
                .suffix(".tmp")
                .tempfile_in(folder)
                .map_err(|e| disk::failed(words("write in", "写入目录"), folder, e))?;
        }
        Ok(())
    }

    /// The part of [`Store::ready_to_write`] that is about git.
    pub(super) fn ready_in_git(&self) -> Result<()> {
        if let Some((what, hint)) = in_progress(self.repo.state()) {
            return Err(stop(said!("{what} is in progress", "{what} 正在进行中"), hint));
        }
        let index = self.repo.index().and_then(|mut index| index.read(false).map(|()| index.has_conflicts()));
        if index.map_err(|e| self.git_failed(words("read the index", "读取索引"), &e))? {
            return Err(stop(
                words("files with unresolved conflicts are in the index", "索引中有未解决的冲突").into(),
                words("linli resolve, or git status to see them", "linli resolve，或用 git status 查看"),
            ));
        }
        if self.repo.head_detached().unwrap_or(false) {
            return Err(stop(
                words(
                    "no branch is checked out (detached HEAD): what is recorded would be lost",
                    "当前不在任何分支上（HEAD 游离），记下的内容会丢失",
                )
                .into(),
                words("git switch main", "git switch main"),
            ));
        }
        match self.repo.head() {
            Ok(head) if head.is_branch() => Ok(()),
            Err(e) if e.code() == ErrorCode::UnbornBranch => Err(stop(
                words("the repository has no commit yet", "仓库还没有任何提交").into(),
                words("git add -A && git commit -m start", "git add -A && git commit -m 开始"),
            )),
            Err(e) => Err(self.git_failed(words("read HEAD", "读取 HEAD"), &e)),
            Ok(head) => {
                let name = String::from_utf8_lossy(head.name_bytes()).into_owned();
                Err(stop(
                    said!("HEAD is at {name}, which is not a branch", "HEAD 指向 {name}，不是分支"),
                    words("git switch main", "git switch main"),
                ))
            }
        }
    }
}

fn stop(message: Said, hint: Words) -> Error {
    Error::Git { message, hint: Some(hint.into()) }
}

fn in_progress(state: RepositoryState) -> Option<(&'static str, Words)> {
    use RepositoryState as S;
    Some(match state {
        S::Clean => return None,
        S::Merge => (
            "git merge",
            words(
                "linli resolve to finish it, or git merge --abort",
                "用 linli resolve 完成，或 git merge --abort 放弃",
            ),
        ),
        S::Revert | S::RevertSequence => (
            "git revert",
            words(
                "git revert --continue or git revert --abort",
                "git revert --continue 或 git revert --abort",
            ),
        ),
        S::CherryPick | S::CherryPickSequence => (
            "git cherry-pick",
            words(
                "git cherry-pick --continue or git cherry-pick --abort",
                "git cherry-pick --continue 或 git cherry-pick --abort",
            ),
        ),
        S::Bisect => ("git bisect", words("git bisect reset", "git bisect reset")),
        S::Rebase | S::RebaseInteractive | S::RebaseMerge => (
            "git rebase",
            words(
                "git rebase --continue or git rebase --abort",
                "git rebase --continue 或 git rebase --abort",
            ),
        ),
        S::ApplyMailbox | S::ApplyMailboxOrRebase => {
            ("git am", words("git am --continue or git am --abort", "git am --continue 或 git am --abort"))
        }
    })
}
