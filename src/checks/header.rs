//! `header`: the header of a file cannot be used.

use super::{Check, Example, Tier};
use crate::model::Severity;
use crate::words::words;

/// The check.
pub const CHECK: Check = Check {
    code: "header",
    severity: Severity::Error,
    tier: Tier::Core,
    title: words("the header of a file cannot be used", "文件的表头无法使用"),
    meaning: words(
        "The first line names the columns, and rows are read by those names. A required column is missing or stands there twice, so the rows of the file cannot be counted. Put the header right; the order of columns does not matter and columns of your own may stay (both are only noted, as info).",
        "首行是列名，各行按列名读取。缺少必填的列，或同一列出现两次，该文件的行就无法计入。请改正表头；列的次序不限，也可以有自己的列（只作提示）。",
    ),
    example: Example {
        files: &[(
            "ledgers/receipts/2022-08.csv",
            "id,date,source,item,by,at\n\
             R220816-4N7Q2K,2022-08-16,街道办,牛奶,李梅,2022-08-16T09:00:00+08:00\n",
        )],
        ..Example::NONE
    },
    find: None,
};
