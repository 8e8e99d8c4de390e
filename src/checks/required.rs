//! `required`: a cell that must be filled is empty.

use super::{Check, Example, Tier};
use crate::model::Severity;
use crate::words::words;

/// The check.
pub const CHECK: Check = Check {
    code: "required",
    severity: Severity::Error,
    tier: Tier::Core,
    title: words("a cell that must be filled is empty", "必填的单元格为空"),
    meaning: words(
        "Without it the row says nothing that could be counted. An empty `id`, `by` or `at` is filled in by `linli save`; anything else by `linli amend`.",
        "缺少它，这一行就无法计入。空的 id、by、at 由 linli save 补齐，其余用 linli amend 更正。",
    ),
    example: Example {
        files: &[(
            "ledgers/receipts/2022-08.csv",
            "id,date,source,item,quantity,by,at\n\
             R220816-4N7Q2K,2022-08-16,街道办,,240,李梅,2022-08-16T09:00:00+08:00\n",
        )],
        ..Example::NONE
    },
    find: None,
};
