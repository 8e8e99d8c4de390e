//! `conflict-marker`: a merge was left unfinished.

use super::{Check, Example, Tier};
use crate::model::Severity;
use crate::words::words;

/// The check.
pub const CHECK: Check = Check {
    code: "conflict-marker",
    severity: Severity::Error,
    tier: Tier::Core,
    title: words("a merge was left unfinished", "合并没有完成"),
    meaning: words(
        "Git writes its conflict markers into a file when two people's changes do not fit together by themselves. Until they are gone nobody knows which rows are meant. A ledger is a set of rows, so both sides belong in it: `linli resolve` rebuilds every ledger from the two sides and commits the merge.",
        "两人的改动无法自动合并时，git 会在文件里写入冲突标记。标记未清除之前，谁也不知道以哪些行为准。台账是行的集合，双方的行都应保留：linli resolve 会由两边重建台账并提交合并。",
    ),
    example: Example {
        files: &[(
            "ledgers/receipts/2022-08.csv",
            "id,date,source,item,quantity,by,at\n\
             <<<<<<< HEAD\n\
             R220816-4N7Q2K,2022-08-16,街道办,牛奶,240,李梅,2022-08-16T09:00:00+08:00\n\
             =======\n\
             R220816-9C3D5E,2022-08-16,区仓库,大米,500,王强,2022-08-16T09:00:00+08:00\n\
             >>>>>>> origin/main\n",
        )],
        ..Example::NONE
    },
    find: None,
};
