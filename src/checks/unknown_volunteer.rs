//! `unknown-volunteer`: a volunteer is not on the roster.

use super::{Check, Example, Tier};
use crate::model::Severity;
use crate::words::words;

/// The check.
pub const CHECK: Check = Check {
    code: "unknown-volunteer",
    severity: Severity::Error,
    tier: Tier::Core,
    title: words("a volunteer is not on the roster", "花名册里没有这个人"),
    meaning: words(
        "Hours and errands of somebody who is not on the roster are credited to nobody. Amend the row, or put the volunteer on the roster with `linli volunteer add`.",
        "花名册上没有的人，其工时和代跑无法记到任何人名下。请更正该行，或用 linli volunteer add 登记。",
    ),
    example: Example {
        files: &[(
            "ledgers/shifts/2022-08.csv",
            "id,date,volunteer,group,start,end,by,at\n\
             S220816-6V8WXY,2022-08-16,李枚,captains,08:00,12:00,王强,2022-08-16T12:10:00+08:00\n",
        )],
        ..Example::NONE
    },
    find: None,
};
