//! `request-taken-twice`: two runners took one request, and neither knew of the other.

use super::{Check, Example, Scene, Tier, word};
use crate::arithmetic::requests::{requests, taken_twice};
use crate::books::Books;
use crate::ledgers::{Request, Step};
use crate::model::{Finding, Severity};
use crate::said;
use crate::words::Said;
use crate::words::words;

/// The check.
pub const CHECK: Check = Check {
    code: "request-taken-twice",
    severity: Severity::Warning,
    tier: Tier::Books,
    title: words("two runners took one request", "两人接了同一张求助单"),
    meaning: words(
        "Two people, each on a clone of their own, recorded that a runner takes this request, and the later row does not name the former runner in `ref`, as a hand-over does. Both may be on their way to the pharmacy. Ask them, then say who has it with `linli request take`, which names the other; or void the taking that came to nothing.",
        "两个人各自在自己的副本上登记了接单，后一行没有像转单那样在 `ref` 写明原承办人。两人可能都在去药店的路上。请先问清，再用 `linli request take` 指明由谁承办（会写明另一人），或冲销没有办的那次接单。",
    ),
    example: Example {
        files: &[(
            "ledgers/requests/2022-08.csv",
            "id,date,request,step,place,kind,need,runner,by,at\n\
             Q220820-5T4R3E,2022-08-20,Q220820-5T4R3E,opened,3-2-101,medicine,降压药一盒,,李梅,2022-08-20T09:00:00+08:00\n\
             Q220820-2A3B4C,2022-08-20,Q220820-5T4R3E,taken,,,,王强,王强,2022-08-20T10:00:00+08:00\n\
             Q220820-7H8J9K,2022-08-20,Q220820-5T4R3E,taken,,,,李梅,李梅,2022-08-20T10:05:00+08:00\n",
        )],
        ..Example::NONE
    },
    find: Some(find),
};

fn find(books: &Books, scene: &Scene) -> Vec<Finding> {
    let name = |runner: Option<_>| runner.map_or(String::new(), |r| books.registers.names.volunteer_name(r));
    let mut found = Vec::new();
    for request in requests(books, scene.today, scene.now) {
        for pair in taken_twice(books, &request) {
            let (first, second) = (name(pair.former.body.runner), name(pair.later.body.runner));
            let code = request.request.reference();
            let message = said!("{first} and {second} both took {code}", "{first} 和 {second} 都接了 {code}");
            let head = &pair.later.head;
            let ledger = &Request::LEDGER;
            let mut finding =
                books.finding("request-taken-twice", Severity::Warning, ledger, head, "runner", message);
            let row = head.id.reference();
            finding.label = said!("or linli void {row}", "或 linli void {row}");
            finding.fix = Some(match request.possible().contains(&Step::Taken) {
                true => Said::same(format!("linli request take {code} --runner {}", word(&second))),
                false => said!(
                    "linli void {row} --reason \"{first} ran it\"",
                    "linli void {row} --reason \"由 {first} 承办\""
                ),
            });
            found.push(finding);
        }
    }
    found
}
