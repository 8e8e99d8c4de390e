//! `reverses-mismatch`: a reversal does not cancel its row exactly.

use super::{Check, Example, Tier};
use crate::model::Severity;
use crate::words::words;

/// The check.
pub const CHECK: Check = Check {
    code: "reverses-mismatch",
    severity: Severity::Error,
    tier: Tier::Core,
    title: words("a reversal does not cancel its row exactly", "冲销行与原行对不上"),
    meaning: words(
        "A reversal copies its row and negates quantities, counts and money, so that the sum of a column is right in any spreadsheet. This one differs in a cell, or tries to cancel a reversal. `linli void` and `linli amend` always write it right.",
        "冲销行照抄原行，只把数量、人数和金额取负，这样任何表格里的列合计都正确。这一行有一格不同，或试图冲销一个冲销行。linli void 和 linli amend 写出的总是对的。",
    ),
    example: Example {
        files: &[(
            "ledgers/receipts/2022-08.csv",
            "id,date,source,item,quantity,note,reverses,by,at\n\
             R220816-4N7Q2K,2022-08-16,街道办,牛奶,240,,,李梅,2022-08-16T09:00:00+08:00\n\
             R220816-1D2E3F,2022-08-16,街道办,牛奶,-24,点错,R220816-4N7Q2K,李梅,2022-08-16T10:00:00+08:00\n",
        )],
        ..Example::NONE
    },
    find: None,
};
