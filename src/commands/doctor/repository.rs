//! The repository: there, on a branch with a commit, and fit to be written.

use super::{Line, Matter, Patient, Verdict};
use crate::error::Result;
use crate::said;
use crate::words::words;

/// The matter.
pub const MATTER: Matter =
    Matter { code: "repository", title: words("git repository", "git 仓库"), look, mend: None };

fn look(patient: &mut Patient) -> Result<Vec<Line>> {
    if let Some(line) = patient.no_store.take() {
        return Ok(vec![line]);
    }
    let Some(store) = &patient.store else { return Ok(Vec::new()) };
    store.ready_to_write()?;
    let Some(head) = store.head()? else { return Ok(Vec::new()) };
    let (at, commit) = (store.root().display(), &head.commit.to_string()[..8]);
    Ok(vec![Line::new(Verdict::Good, said!("{at}, at commit {commit}", "{at}，当前提交 {commit}"))])
}
