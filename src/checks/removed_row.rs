//! `removed-row`: a committed row is gone.

use super::{Check, Example, Tier};
use crate::model::Severity;
use crate::words::words;

/// The check.
pub const CHECK: Check = Check {
    code: "removed-row",
    severity: Severity::Error,
    tier: Tier::Core,
    title: words("a committed row is gone", "已提交的行不见了"),
    meaning: words(
        "Rows are cancelled by another row, never deleted: a deleted row could be a mistake or could be theft, and nobody can tell. `linli save --keep-new` brings it back (so does `git checkout HEAD -- FILE`, where nothing new is in the file); cancel it with `linli void`.",
        "行只能由另一行冲销，从不删除：删掉的行可能是失误，也可能是侵占，无从分辨。linli save --keep-new 可以取回（文件中没有新增的行时，也可用 git checkout HEAD -- 文件）；要取消请用 linli void。",
    ),
    example: Example {
        files: &[(
            "ledgers/receipts/2022-08.csv",
            "id,date,source,item,quantity,by,at\n\
             R220816-9C3D5E,2022-08-16,区仓库,大米,500,李梅,2022-08-16T09:00:00+08:00\n",
        )],
        committed: &[(
            "ledgers/receipts/2022-08.csv",
            "id,date,source,item,quantity,by,at\n\
             R220816-4N7Q2K,2022-08-16,街道办,牛奶,240,李梅,2022-08-16T09:00:00+08:00\n\
             R220816-9C3D5E,2022-08-16,区仓库,大米,500,李梅,2022-08-16T09:00:00+08:00\n",
        )],
        ..Example::NONE
    },
    find: None,
};
