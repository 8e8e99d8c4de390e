//! `unknown-notice`: a place was reached by a notice that was never issued.

use super::{Check, Example, Tier};
use crate::model::Severity;
use crate::words::words;

/// The check.
pub const CHECK: Check = Check {
    code: "unknown-notice",
    severity: Severity::Error,
    tier: Tier::Core,
    title: words("a place was reached by a notice that was never issued", "到户记录所指的通知从未发布"),
    meaning: words(
        "The column `notice` holds the code of a notice in the ledger `notices`, or of a roll-call round. This code is neither, so the places it names count as not yet reached. Amend the row with the right code.",
        "notice 列写的是 notices 台账中的通知代码，或点名批次的代码。这个代码两者都不是，所列住户仍算未通知到。请用正确的代码更正。",
    ),
    example: Example {
        files: &[(
            "ledgers/reach/2022-08.csv",
            "id,date,notice,place,status,by,at\n\
             H220816-8J7H6G,2022-08-16,water-0816,3-1,told,李梅,2022-08-16T19:00:00+08:00\n",
        )],
        ..Example::NONE
    },
    find: None,
};
