//! `id-duplicate`: two rows have the same id.

use super::{Check, Example, Tier};
use crate::model::Severity;
use crate::words::words;

/// The check.
pub const CHECK: Check = Check {
    code: "id-duplicate",
    severity: Severity::Error,
    tier: Tier::Core,
    title: words("two rows have the same id", "两行的行号相同"),
    meaning: words(
        "A row was copied with its id, or a name stands in a register or in federation.toml twice. Only the first of the two counts. If both happened, empty the id of the second and run `linli save`; if it is one and the same row, delete the second line before it is committed.",
        "复制时把行号也复制了，或名册、federation.toml 里同名出现两次。两者只计第一个。若确有两次，请清空第二行的行号再运行 linli save；若本是同一行，请在提交前删去第二行。",
    ),
    example: Example {
        files: &[(
            "ledgers/receipts/2022-08.csv",
            "id,date,source,item,quantity,by,at\n\
             R220816-4N7Q2K,2022-08-16,街道办,牛奶,240,李梅,2022-08-16T09:00:00+08:00\n\
             R220816-4N7Q2K,2022-08-16,区仓库,大米,500,李梅,2022-08-16T09:00:00+08:00\n",
        )],
        ..Example::NONE
    },
    find: None,
};
