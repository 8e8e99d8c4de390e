//! `request-step-order`: a step that cannot follow the one before.

use super::{Check, Example, Scene, Tier};
use crate::arithmetic::requests::requests;
use crate::books::Books;
use crate::ledgers::Request;
use crate::model::{Finding, Severity};
use crate::said;
use crate::words::words;
use crate::words::{Said, any_of};

/// The check.
pub const CHECK: Check = Check {
    code: "request-step-order",
    severity: Severity::Error,
    tier: Tier::Books,
    title: words("a step that cannot follow the one before", "求助的步骤不合次序"),
    meaning: words(
        "A request goes from opened to taken, bought, delivered and confirmed; it may be referred, found unmet, a duplicate or cancelled while it is open, and reopened when it is closed. A step was left out or recorded twice, so times and the person in charge are not what they seem. Record the missing step with its own day, or void the wrong one.",
        "求助从受理、接单、已购、送达到回执；未结束时可以转交、未能办成、重复或取消，结束后可以重新受理。这里漏了一步或重复登记，时限和承办人因此不可靠。请按其日期补记缺少的一步，或冲销错误的一步。",
    ),
    example: Example {
        files: &[(
            "ledgers/requests/2022-08.csv",
            "id,date,request,step,place,kind,need,runner,by,at\n\
             Q220820-5T4R3E,2022-08-20,Q220820-5T4R3E,opened,3-2-101,medicine,降压药一盒,,李梅,2022-08-20T09:00:00+08:00\n\
             Q220820-2A3B4C,2022-08-20,Q220820-5T4R3E,bought,,,,王强,王强,2022-08-20T11:00:00+08:00\n",
        )],
        ..Example::NONE
    },
    find: Some(find),
};

fn find(books: &Books, scene: &Scene) -> Vec<Finding> {
    let mut found = Vec::new();
    for request in requests(books, scene.today, scene.now) {
        for wrong in &request.illegal {
            let step = wrong.row.body.step.words();
            let message = match wrong.after.map(|step| step.words()) {
                Some(after) => Said {
                    en: format!("`{}` cannot follow `{}`", step.en, after.en),
                    zh: format!("“{}”之后不能是“{}”", after.zh, step.zh),
                },
                None => Said {
                    en: format!("`{}` before the request was opened", step.en),
                    zh: format!("尚未受理就“{}”", step.zh),
                },
            };
            let head = &wrong.row.head;
            let mut finding =
                books.finding("request-step-order", Severity::Error, &Request::LEDGER, head, "step", message);
            let possible = any_of(&wrong.possible.iter().map(|s| s.code()).collect::<Vec<_>>());
            let (en, zh) = (possible.en, possible.zh);
            finding.label = said!("possible here: {en}", "此处可以是：{zh}");
            let code = head.id.reference();
            finding.fix = Some(said!(
                "linli void {code} --reason \"out of order\"",
                "linli void {code} --reason \"次序有误\""
            ));
            found.push(finding);
        }
    }
    found
}
