//! `bad-choice`: a word is not one of the list.

use super::{Check, Example, Tier};
use crate::model::Severity;
use crate::words::words;

/// The check.
pub const CHECK: Check = Check {
    code: "bad-choice",
    severity: Severity::Error,
    tier: Tier::Core,
    title: words("a word is not one of the list", "不在固定选项之内"),
    meaning: words(
        "Outcomes, reasons, steps and the like come from fixed lists, so that they can be counted; `linli list LEDGER --describe` prints them. The row is in no sum until it is amended.",
        "结果、原因、步骤等都取自固定选项，才能统计；linli list 台账 --describe 可查。更正之前该行不计入任何合计。",
    ),
    example: Example {
        files: &[(
            "ledgers/adjustments/2022-08.csv",
            "id,date,item,quantity,reason,by,at\n\
             J220816-3F2D1C,2022-08-16,牛奶,6,fuond,王强,2022-08-16T21:00:00+08:00\n",
        )],
        ..Example::NONE
    },
    find: None,
};
