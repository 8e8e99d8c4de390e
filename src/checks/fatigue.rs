//! `fatigue`: somebody was on duty for more than twelve hours in a day.

use super::{Check, Example, Scene, Tier};
use crate::arithmetic::requests::hours;
use crate::arithmetic::shifts::{LONGEST_DAY, days};
use crate::books::Books;
use crate::ledgers::Shift;
use crate::model::{Finding, Severity};
use crate::said;
use crate::words::{count_of, words};

/// The check.
pub const CHECK: Check = Check {
    code: "fatigue",
    severity: Severity::Warning,
    tier: Tier::Books,
    title: words("more than 12 hours on duty in a day", "一天值班超过 12 小时"),
    meaning: words(
        "A volunteer who is tired makes mistakes, falls ill, and is missing tomorrow. Hours are those of all shifts that began on the day, in whatever group, overlapping ones counted once; an end before its start is on the next day. Let somebody else take over. If a time was misread, amend the shift; if it was recorded twice, void one.",
        "志愿者疲劳会出错、会病倒，明天就少一个人。小时数按当天开始的所有班次计算，不论哪个小组，重叠部分只计一次；结束早于开始即为次日。请安排人接替。如果时刻写错了，请更正该班次；如果重复登记，请冲销一行。",
    ),
    example: Example {
        files: &[(
            "ledgers/shifts/2022-08.csv",
            "id,date,volunteer,group,post,start,end,by,at\n\
             S220816-5B7D9F,2022-08-16,李梅,captains,采样台,06:30,13:00,李梅,2022-08-16T19:00:00+08:00\n\
             S220816-6C8E0G,2022-08-16,李梅,captains,北门岗亭,12:00,19:00,李梅,2022-08-16T19:00:00+08:00\n",
        )],
        ..Example::NONE
    },
    find: Some(find),
};

fn find(books: &Books, _: &Scene) -> Vec<Finding> {
    let mut found = Vec::new();
    for ((day, volunteer), served) in days(books, |_| true) {
        let (Some(last), true) = (served.rows.last(), served.minutes > LONGEST_DAY) else { continue };
        let (name, hours) = (books.registers.names.volunteer_name(volunteer), hours(served.minutes * 60));
        let n = count_of(served.rows.len(), "shift", "shifts", "班");
        let message = said!(
            "{name} was on duty for {hours} hours on {day} ({n})",
            "{name} 在 {day} 值班 {hours} 小时（{n}）",
            n = (n.en, n.zh)
        );
        let mut finding =
            books.finding("fatigue", Severity::Warning, &Shift::LEDGER, &last.head, "end", message);
        let id = last.head.id;
        finding.fix = Some(said!(
            "linli amend {id} end=… --reason misread",
            "linli amend {id} end=… --reason 时刻有误"
        ));
        found.push(finding);
    }
    found
}
