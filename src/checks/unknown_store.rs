//! `unknown-store`: a store is not in community.toml.

use super::{Check, Example, Tier};
use crate::model::Severity;
use crate::words::words;

/// The check.
pub const CHECK: Check = Check {
    code: "unknown-store",
    severity: Severity::Error,
    tier: Tier::Core,
    title: words("a store is not in community.toml", "没有这个仓库"),
    meaning: words(
        "Its stock is kept apart from all others and nobody will look for it there. Amend the row, or add the store with `linli store add`. An empty cell is the first store.",
        "它的库存自成一处，没有人会去那里找。请更正该行，或用 linli store add 添加仓库。空单元格即第一个仓库。",
    ),
    example: Example {
        files: &[(
            "ledgers/receipts/2022-08.csv",
            "id,date,source,item,quantity,store,by,at\n\
             R220816-4N7Q2K,2022-08-16,街道办,牛奶,240,mian,李梅,2022-08-16T09:00:00+08:00\n",
        )],
        ..Example::NONE
    },
    find: None,
};
