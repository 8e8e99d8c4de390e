//! `wrong-month`: a row stands in the file of another month.

use super::{Check, Example, Tier};
use crate::model::Severity;
use crate::words::words;

/// The check.
pub const CHECK: Check = Check {
    code: "wrong-month",
    severity: Severity::Error,
    tier: Tier::Core,
    title: words("a row stands in the file of another month", "行写在了别的月份的文件里"),
    meaning: words(
        "Ledgers have a file for each month of the row's `date`; whoever looks for July does not look into August. Before it is committed, move the line to the file that the finding names; afterwards void it and record it again.",
        "台账按行的日期每月一个文件；找七月的人不会去看八月。提交前请把该行移到提示所说的文件；提交后请冲销并重新登记。",
    ),
    example: Example {
        files: &[(
            "ledgers/receipts/2022-08.csv",
            "id,date,source,item,quantity,by,at\n\
             R220731-4N7Q2K,2022-07-31,街道办,牛奶,240,李梅,2022-07-31T09:00:00+08:00\n",
        )],
        ..Example::NONE
    },
    find: None,
};
