//! `undelivered-confirmation`: a request was confirmed that was never delivered.

use super::{Check, Example, Scene, Tier};
use crate::arithmetic::requests::requests;
use crate::books::Books;
use crate::ledgers::Request;
use crate::model::{Finding, Severity};
use crate::said;
use crate::words::words;

/// The check.
pub const CHECK: Check = Check {
    code: "undelivered-confirmation",
    severity: Severity::Error,
    tier: Tier::Books,
    title: words("a request was confirmed that was never delivered", "未送达就有回执"),
    meaning: words(
        "The acknowledgement closes a request; without a delivery before it somebody may still be waiting for medicine while the books say that all is well. Ask at the door. If it was delivered, record the delivery with its day; if not, void the confirmation.",
        "回执会结束一张求助单；没有送达却有回执，可能账上已经办结而病人还在等药。请上门核实：确已送达的按其日期补记送达；没有送达的冲销这条回执。",
    ),
    example: Example {
        files: &[(
            "ledgers/requests/2022-08.csv",
            "id,date,request,step,place,kind,need,runner,by,at\n\
             Q220820-5T4R3E,2022-08-20,Q220820-5T4R3E,opened,3-2-101,medicine,降压药一盒,,李梅,2022-08-20T09:00:00+08:00\n\
             Q220820-2A3B4C,2022-08-20,Q220820-5T4R3E,taken,,,,王强,王强,2022-08-20T10:00:00+08:00\n\
             Q220820-7H8J9K,2022-08-20,Q220820-5T4R3E,confirmed,,,,,李梅,2022-08-20T12:00:00+08:00\n",
        )],
        ..Example::NONE
    },
    find: Some(find),
};

fn find(books: &Books, scene: &Scene) -> Vec<Finding> {
    let all = requests(books, scene.today, scene.now);
    let rows = all.iter().flat_map(|request| request.undelivered.iter().map(move |row| (request, &row.head)));
    rows.map(|(request, head)| {
        let id = request.request;
        let message = said!("{id} is confirmed, but was never delivered", "{id} 已有回执，却没有送达");
        let ledger = &Request::LEDGER;
        let mut finding =
            books.finding("undelivered-confirmation", Severity::Error, ledger, head, "step", message);
        let code = head.id.reference();
        finding.fix = Some(said!(
            "linli void {code} --reason \"not delivered\"",
            "linli void {code} --reason \"并未送达\""
        ));
        finding
    })
    .collect()
}
