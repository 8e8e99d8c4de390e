//! `request-overdue`: a request is overdue.

use super::{Check, Example, Scene, Tier};
use crate::arithmetic::requests::requests;
use crate::books::Books;
use crate::ledgers::Request;
use crate::model::{Finding, Severity};
use crate::said;
use crate::words::Said;
use crate::words::words;

/// The check.
pub const CHECK: Check = Check {
    code: "request-overdue",
    severity: Severity::Warning,
    tier: Tier::Books,
    title: words("a request is overdue", "求助已超时"),
    meaning: words(
        "The limit of its urgency (`[requests]` in community.toml), counted from its opening or last reopening, has passed without a delivery or another end. Every matter gets an answer: deliver it, refer it, or say that it cannot be met. A late delivery ends this warning.",
        "自受理（或最近一次重新受理）起，已超过该紧急程度的时限（community.toml 的 [requests]），既未送达也未了结。事事有回音：请送达、转交或说明无法办成。送达后即不再提示，晚了也算。",
    ),
    example: Example {
        files: &[(
            "ledgers/requests/2022-08.csv",
            "id,date,request,step,place,kind,need,runner,by,at\n\
             Q220816-5T4R3E,2022-08-16,Q220816-5T4R3E,opened,3-2-101,medicine,降压药一盒,,李梅,2022-08-16T09:00:00+08:00\n",
        )],
        ..Example::NONE
    },
    find: Some(find),
};

fn find(books: &Books, scene: &Scene) -> Vec<Finding> {
    let all = requests(books, scene.today, scene.now);
    let overdue = all.iter().filter(|r| r.overdue && r.undelivered.is_empty());
    overdue
        .map(|request| {
            let place = request.place.map_or(String::new(), |p| books.registers.names.place_code(p));
            let (need, urgency) = (request.need.get(), request.urgency.words());
            let (en, zh) = (urgency.en, urgency.zh);
            let limit = request.limit.unwrap_or(scene.now).datetime().format("%Y-%m-%d %H:%M");
            let message = said!(
                "{place} waits for {need} ({en}); it was to be there by {limit}",
                "{place} 的求助“{need}”（{zh}）应于 {limit} 前送达"
            );
            let head = &request.steps[0].head;
            let mut finding =
                books.finding("request-overdue", Severity::Warning, &Request::LEDGER, head, "need", message);
            let code = request.request.reference();
            finding.fix = Some(Said::same(format!("linli request deliver {code}")));
            finding
        })
        .collect()
}
