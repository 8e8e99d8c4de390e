//! `reverses-unknown`: a reversal names a row that is not there.

use super::{Check, Example, Tier};
use crate::model::Severity;
use crate::words::words;

/// The check.
pub const CHECK: Check = Check {
    code: "reverses-unknown",
    severity: Severity::Error,
    tier: Tier::Core,
    title: words("a reversal names a row that is not there", "所冲销的行不存在"),
    meaning: words(
        "A reversal cancels the row whose id stands in `reverses`. That row is in no file of this ledger, so nothing is cancelled and the negative numbers hang in the air. Before it is committed, correct the id; afterwards look for the row that was meant with `linli list LEDGER --all`.",
        "冲销行取消 reverses 列所写的行。该行不在本台账任何文件中，什么也没有取消，负数没有着落。提交前请改正行号；提交后用 linli list 台账 --all 查找本来要冲销的行。",
    ),
    example: Example {
        files: &[(
            "ledgers/receipts/2022-08.csv",
            "id,date,source,item,quantity,note,reverses,by,at\n\
             R220816-1D2E3F,2022-08-16,街道办,牛奶,-240,点错,R220816-4N7Q2K,李梅,2022-08-16T10:00:00+08:00\n",
        )],
        ..Example::NONE
    },
    find: None,
};
