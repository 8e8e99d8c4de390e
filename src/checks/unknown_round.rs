//! `unknown-round`: a round is not in rounds.toml.

use super::{Check, Example, Tier};
use crate::model::Severity;
use crate::words::words;

/// The check.
pub const CHECK: Check = Check {
    code: "unknown-round",
    severity: Severity::Error,
    tier: Tier::Core,
    title: words("a round is not in rounds.toml", "没有这个批次"),
    meaning: words(
        "What is recorded under a round that does not exist counts in none, so the places that were served stay on the omission list. Amend the row, or open the round with `linli round open`.",
        "记在不存在的批次下的数量不计入任何批次，已经领到的住户仍会列在漏发名单上。请更正该行，或用 linli round open 开设批次。",
    ),
    example: Example {
        files: &[(
            "ledgers/distributions/2022-08.csv",
            "id,date,round,place,item,quantity,outcome,by,at\n\
             I220816-7K2MQX,2022-08-16,veg-0861,3-2-101,蔬菜包,0,not-home,李梅,2022-08-16T18:30:00+08:00\n",
        )],
        ..Example::NONE
    },
    find: None,
};
