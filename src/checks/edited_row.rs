//! `edited-row`: a committed row was changed.

use super::{Check, Example, Tier};
use crate::model::Severity;
use crate::words::words;

/// The check.
pub const CHECK: Check = Check {
    code: "edited-row",
    severity: Severity::Error,
    tier: Tier::Core,
    title: words("a committed row was changed", "已提交的行被改动"),
    meaning: words(
        "A ledger says what happened, and what was once committed is never changed: that is what makes the books believable afterwards. A spreadsheet may have rewritten a date or dropped a zero, or somebody corrected a number in place. `linli save --keep-new` restores committed rows and keeps what was added (`git checkout HEAD -- FILE` takes back the whole file); correct with `linli amend`.",
        "台账记的是发生过的事，一经提交就不再改动，事后才可信。可能是表格软件改写了日期、去掉了零，也可能有人直接改了数字。linli save --keep-new 恢复已提交的行并保留新增的行（git checkout HEAD -- 文件 则整个退回）；更正请用 linli amend。",
    ),
    example: Example {
        files: &[(
            "ledgers/receipts/2022-08.csv",
            "id,date,source,item,quantity,by,at\n\
             R220816-4N7Q2K,2022-08-16,街道办,牛奶,420,李梅,2022-08-16T09:00:00+08:00\n",
        )],
        committed: &[(
            "ledgers/receipts/2022-08.csv",
            "id,date,source,item,quantity,by,at\n\
             R220816-4N7Q2K,2022-08-16,街道办,牛奶,240,李梅,2022-08-16T09:00:00+08:00\n",
        )],
        ..Example::NONE
    },
    find: None,
};
