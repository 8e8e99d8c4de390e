//! `pack-changed`: a pack that rows have used was changed.

use super::{Check, Example, Tier};
use crate::model::Severity;
use crate::words::words;

/// The check.
pub const CHECK: Check = Check {
    code: "pack-changed",
    severity: Severity::Error,
    tier: Tier::Core,
    title: words("a pack that rows have used was changed", "已使用的包装规格被改动"),
    meaning: words(
        "Rows in 箱 are worth what 箱 meant when they were recorded. Changing the pack, or the base unit, changes all of them in silence. Put the old size back; a carton of another size is another word, such as `箱=24|箱12=12`.",
        "以箱登记的行，其数量取决于登记时一箱是多少。改动包装或基本单位，会悄悄改变所有旧行。请改回原来的规格；另一种箱请另用一个词，例如 箱=24|箱12=12。",
    ),
    example: Example {
        files: &[
            (
                "ledgers/items.csv",
                "item,category,unit,packs,minimum,aliases,note\n\
             牛奶,食品,瓶,箱=12,,,\n\
             蔬菜包,食品,份,,,,\n",
            ),
            (
                "ledgers/receipts/2022-08.csv",
                "id,date,source,item,quantity,unit,by,at\n\
             R220816-4N7Q2K,2022-08-16,街道办,牛奶,10,箱,李梅,2022-08-16T09:00:00+08:00\n",
            ),
        ],
        committed: &[(
            "ledgers/items.csv",
            "item,category,unit,packs,minimum,aliases,note\n\
             牛奶,食品,瓶,箱=24,,,\n\
             蔬菜包,食品,份,,,,\n",
        )],
        ..Example::NONE
    },
    find: None,
};
