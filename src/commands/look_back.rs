//! Ledgers that nobody has written in for a long time, the sample community's among them, look neglected by today's
//! clock: everything is overdue. Whoever looks at them is told how to look back.

use crate::books::Books;
use crate::ledgers::LEDGERS;
use crate::model::Stamp;
use crate::said;
use crate::words::Said;

/// After so many days without a row the emergency is taken to be over.
const QUIET_DAYS: i64 = 30;

/// What to tell somebody who looks at these books at this moment; `None` while they are in use.
pub fn look_back(books: &Books, now: Stamp) -> Option<Said> {
    let last = LEDGERS.iter().flat_map(|ledger| books.heads(ledger)).map(|head| head.at).max()?;
    let days = (now.seconds() - last.seconds()) / 86_400;
    (days > QUIET_DAYS).then(|| {
        said!(
            "the last row is of {last}, {days} days ago; to see things as they stood then, put LINLI_NOW={last} before the command",
            "最后一次登记是 {last}，已过去 {days} 天；要看当时的情况，请在命令前加 LINLI_NOW={last}"
        )
    })
}
