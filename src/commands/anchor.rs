//! Where the books stand: what ties a printed page to the ledgers it was made from.

use super::Desk;
use crate::books::Books;
use crate::error::Result;
use crate::ledgers::LEDGERS;
use crate::said;
use crate::words::{Said, count_of};

/// The short commit of HEAD and the count of the ledgers' rows. All ledgers must have been read.
pub fn anchor(desk: &Desk, books: &Books) -> Result<Said> {
    let rows = LEDGERS.iter().map(|ledger| books.heads(ledger).len()).sum();
    let rows = count_of(rows, "row", "rows", "行");
    let commit = match desk.store()?.head()? {
        None => said!("no commit", "尚无提交"),
        Some(head) => {
            let commit = &head.commit.to_string()[..8];
            said!("commit {commit}", "提交 {commit}")
        }
    };
    Ok(said!("ledgers: {c}, {r}", "台账：{c}，{r}", c = (commit.en, commit.zh), r = (rows.en, rows.zh)))
}
