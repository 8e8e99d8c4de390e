//! `double-reversal`: two people corrected the same row.

use super::{Check, Example, Tier};
use crate::model::Severity;
use crate::words::words;

/// The check.
pub const CHECK: Check = Check {
    code: "double-reversal",
    severity: Severity::Warning,
    tier: Tier::Core,
    title: words("two people corrected the same row", "两人更正了同一行"),
    meaning: words(
        "Two volunteers, offline, voided or amended one row. The document recorded last is in force, the others are not counted; but the sum of the column in a spreadsheet is off by them. `linli resolve` appends the rows that make it right again. Look whether the right one won.",
        "两名志愿者离线时冲销或更正了同一行。以最后登记的为准，其余不计；但表格里的列合计会因此不符。linli resolve 会补上使合计正确的行。请看一看留下的是否正确。",
    ),
    example: Example {
        files: &[(
            "ledgers/receipts/2022-08.csv",
            "id,date,source,item,quantity,note,reverses,by,at\n\
             R220816-4N7Q2K,2022-08-16,街道办,牛奶,240,,,李梅,2022-08-16T09:00:00+08:00\n\
             R220816-1D2E3F.1,2022-08-16,街道办,牛奶,-240,少点一箱,R220816-4N7Q2K,李梅,2022-08-16T10:00:00+08:00\n\
             R220816-1D2E3F.2,2022-08-16,街道办,牛奶,264,,,李梅,2022-08-16T10:00:00+08:00\n\
             R220816-9C3D5E.1,2022-08-16,街道办,牛奶,-240,破损,R220816-4N7Q2K,王强,2022-08-16T11:00:00+08:00\n\
             R220816-9C3D5E.2,2022-08-16,街道办,牛奶,216,,,王强,2022-08-16T11:00:00+08:00\n",
        )],
        ..Example::NONE
    },
    find: None,
};
