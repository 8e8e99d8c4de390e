//! `field-count`: a line has too many or too few cells.

use super::{Check, Example, Tier};
use crate::model::Severity;
use crate::words::words;

/// The check.
pub const CHECK: Check = Check {
    code: "field-count",
    severity: Severity::Error,
    tier: Tier::Core,
    title: words("a line has too many or too few cells", "一行的单元格过多或过少"),
    meaning: words(
        "Most often a comma inside a text without quotes around it, or a quote that is never closed: from there on every cell stands in the wrong column, so the line is not read at all. Put the text in double quotes, or take the comma out.",
        "多半是文字里有逗号却没有加引号，或引号没有结束：其后的单元格全部错位，因此整行不读。请给文字加上英文双引号，或去掉逗号。",
    ),
    example: Example {
        files: &[(
            "ledgers/receipts/2022-08.csv",
            "id,date,source,item,quantity,by,at\n\
             R220816-4N7Q2K,2022-08-16,街道办,二号仓,牛奶,240,李梅,2022-08-16T09:00:00+08:00\n",
        )],
        ..Example::NONE
    },
    find: None,
};
