//! `truncated`: a file is empty or ends inside a row.

use super::{Check, Example, Tier};
use crate::model::Severity;
use crate::words::words;

/// The check.
pub const CHECK: Check = Check {
    code: "truncated",
    severity: Severity::Error,
    tier: Tier::Core,
    title: words("a file is empty or ends inside a row", "文件为空，或在一行中间断开"),
    meaning: words(
        "A copy that was interrupted, a full disk or a synchronising folder can leave half a file. Everything after the cut is missing from every sum. The committed version is whole: `git checkout HEAD -- FILE` brings it back; type in again what had not been committed.",
        "复制中断、磁盘已满或网盘同步都可能只留下半个文件，断开处之后的行不在任何合计里。已提交的版本是完整的：用 git checkout HEAD -- 文件 取回，再补录尚未提交的行。",
    ),
    example: Example {
        files: &[(
            "ledgers/receipts/2022-08.csv",
            "id,date,source,item,quantity,by,at\n\
             R220816-4N7Q2K,2022-08-16,街道办,牛奶,240,李梅,2022-08-16T09:00:00+08:00\n\
             R220816-9C3D5E,2022-08-16,区仓库,大",
        )],
        ..Example::NONE
    },
    find: None,
};
