//! `unknown-item`: an item is not in items.csv.

use super::{Check, Example, Tier};
use crate::model::Severity;
use crate::words::words;

/// The check.
pub const CHECK: Check = Check {
    code: "unknown-item",
    severity: Severity::Error,
    tier: Tier::Core,
    title: words("an item is not in items.csv", "物品清单里没有这个名称"),
    meaning: words(
        "Two names for one thing make two stocks, each of them wrong. If it is a misspelling, amend the row; if it is another name of an item, add it to that item's `aliases`; if it is new, register it with `linli item add`.",
        "一物两名就成了两笔库存，两笔都不对。写错的用 linli amend 更正；是别名的加到该物品的 aliases；是新物品的用 linli item add 登记。",
    ),
    example: Example {
        files: &[(
            "ledgers/receipts/2022-08.csv",
            "id,date,source,item,quantity,by,at\n\
             R220816-4N7Q2K,2022-08-16,街道办,牛乃,240,李梅,2022-08-16T09:00:00+08:00\n",
        )],
        ..Example::NONE
    },
    find: None,
};
