//! `unknown-request`: a step belongs to no request.

use super::{Check, Example, Tier};
use crate::model::Severity;
use crate::words::words;

/// The check.
pub const CHECK: Check = Check {
    code: "unknown-request",
    severity: Severity::Error,
    tier: Tier::Core,
    title: words("a step belongs to no request", "进展不属于任何求助单"),
    meaning: words(
        "The column `request` holds the full id of the row that opened the request. This one names a row that is not there, so the step is lost to its request, which waits on. Amend the row with the right id; `linli list requests` shows them.",
        "request 列写的是求助单首行的完整行号。这里写的行不存在，这一步没有归到求助单上，求助仍在等待。请用正确的行号更正；linli list requests 可查。",
    ),
    example: Example {
        files: &[(
            "ledgers/requests/2022-08.csv",
            "id,date,request,step,runner,by,at\n\
             Q220820-5T4R3E,2022-08-20,Q220820-2A3B4C,taken,王强,王强,2022-08-20T15:00:00+08:00\n",
        )],
        ..Example::NONE
    },
    find: None,
};
