//! `unknown-place`: a place is not in the community.

use super::{Check, Example, Tier};
use crate::model::Severity;
use crate::words::words;

/// The check.
pub const CHECK: Check = Check {
    code: "unknown-place",
    severity: Severity::Error,
    tier: Tier::Core,
    title: words("a place is not in the community", "小区里没有这个位置"),
    meaning: words(
        "Nobody lives at a place that does not exist: what was handed out there is missing where it was really handed out, and that home is chased for nothing. Mostly a letter O for a zero, or the wrong unit. The finding names the nearest places; if the home does exist, add it in `community.toml`.",
        "不存在的位置没有住户：登记在那里的物资，真正领到的那一户反而成了漏发。多为字母 O 与数字 0 混淆，或单元写错。提示中列出最接近的位置；若确有此户，请在 community.toml 中补上。",
    ),
    example: Example {
        files: &[(
            "ledgers/distributions/2022-08.csv",
            "id,date,round,place,item,quantity,outcome,by,at\n\
             I220816-7K2MQX,2022-08-16,veg-0816,3-2-1O1,蔬菜包,0,not-home,李梅,2022-08-16T18:30:00+08:00\n",
        )],
        ..Example::NONE
    },
    find: None,
};
