//! `id-form`: an id is not the id of such a row.

use super::{Check, Example, Tier};
use crate::model::Severity;
use crate::words::words;

/// The check.
pub const CHECK: Check = Check {
    code: "id-form",
    severity: Severity::Error,
    tier: Tier::Core,
    title: words("an id is not the id of such a row", "行号不合规则"),
    meaning: words(
        "An id is the ledger's letter, the row's day, a dash and a code of 6 or 10 characters, and the line in its document: `R220816-4N7Q2K.1`. Corrections, requests and people refer to rows by it. Rows typed by hand may leave it empty: `linli save` gives them one.",
        "行号由台账字母、该行日期、横线、6 位或 10 位编码和单据内行次组成，例如 R220816-4N7Q2K.1。冲销、求助和人们都靠它指认某一行。手工录入的行可以留空，由 linli save 补上。",
    ),
    example: Example {
        files: &[(
            "ledgers/receipts/2022-08.csv",
            "id,date,source,item,quantity,by,at\n\
             R220816-4N7Q2,2022-08-16,街道办,牛奶,240,李梅,2022-08-16T09:00:00+08:00\n",
        )],
        ..Example::NONE
    },
    find: None,
};
