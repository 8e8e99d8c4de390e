//! `unknown-group`: a group is not in community.toml.

use super::{Check, Example, Tier};
use crate::model::Severity;
use crate::words::words;

/// The check.
pub const CHECK: Check = Check {
    code: "unknown-group",
    severity: Severity::Error,
    tier: Tier::Core,
    title: words("a group is not in community.toml", "没有这个小组"),
    meaning: words(
        "Shifts of a group that does not exist appear in no group's sum. Amend the row, or add the group in `community.toml`.",
        "不存在的小组，其值班不计入任何小组。请更正该行，或在 community.toml 中添加小组。",
    ),
    example: Example {
        files: &[(
            "ledgers/shifts/2022-08.csv",
            "id,date,volunteer,group,start,end,by,at\n\
             S220816-6V8WXY,2022-08-16,李梅,captain,08:00,12:00,王强,2022-08-16T12:10:00+08:00\n",
        )],
        ..Example::NONE
    },
    find: None,
};
