//! `type`: a cell does not hold what its column is for.

use super::{Check, Example, Tier};
use crate::model::Severity;
use crate::words::words;

/// The check.
pub const CHECK: Check = Check {
    code: "type",
    severity: Severity::Error,
    tier: Tier::Core,
    title: words("a cell does not hold what its column is for", "单元格内容与该列不符"),
    meaning: words(
        "A quantity that is not a number, a day that does not exist, a count below zero, an attempt that hands something over, a place that is neither a home nor a unit where people are counted. The row is in no sum until it is put right. In a ledger cells are exact: `240`, `2022-08-16`, `20:00`; people's ways of writing are understood in commands and imports. In federation.toml it is an address that runs a program or holds a password, or no TOML.",
        "数量不是数字、日期不存在、人数小于零、未送达却有数量，或在计人数处写了既非户也非单元的位置。改正之前该行不计入任何合计。台账中的写法是固定的：240、2022-08-16、20:00；命令和导入时则可以用习惯写法。在 federation.toml 中，则是会运行程序或含有密码的地址，或不是 TOML。",
    ),
    example: Example {
        files: &[(
            "ledgers/receipts/2022-08.csv",
            "id,date,source,item,quantity,by,at\n\
             R220816-4N7Q2K,2022-08-16,街道办,牛奶,24O,李梅,2022-08-16T09:00:00+08:00\n",
        )],
        ..Example::NONE
    },
    find: None,
};
