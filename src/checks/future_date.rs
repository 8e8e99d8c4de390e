//! `future-date`: a row of a day that has not come.

use super::{Check, Example, Scene, Tier};
use crate::books::Books;
use crate::ledgers::{Head, LEDGERS, State};
use crate::model::{Finding, Severity};
use crate::said;
use crate::words::words;
use std::collections::BTreeMap;

/// The check.
pub const CHECK: Check = Check {
    code: "future-date",
    severity: Severity::Error,
    tier: Tier::Books,
    title: words("a row of a day that has not come", "日期在未来"),
    meaning: words(
        "A ledger says what happened. A row of tomorrow is a slip of the pen, mostly a wrong month, and until it is put right it is missing from today's figures. All lines of one document are one finding. Amend the date, or void the document and record it again.",
        "台账记的是已经发生的事。日期在未来多为笔误，常是月份写错，改正之前今天的数字里没有它。同一单据的各行只报一次。请更正日期，或冲销该单据重新登记。",
    ),
    example: Example {
        files: &[(
            "ledgers/receipts/2022-08.csv",
            "id,date,source,item,quantity,by,at\n\
             R220826-4N7Q2K,2022-08-26,街道办,牛奶,240,李梅,2022-08-16T09:00:00+08:00\n",
        )],
        ..Example::NONE
    },
    find: Some(find),
};

fn find(books: &Books, scene: &Scene) -> Vec<Finding> {
    let today = scene.today;
    let mut found = Vec::new();
    for ledger in LEDGERS {
        let mut documents: BTreeMap<_, (&Head, usize)> = BTreeMap::new();
        for head in books.heads(ledger) {
            if head.state == State::Effective && head.date > today {
                documents.entry(head.id.code).or_insert((head, 0)).1 += 1;
            }
        }
        for (head, lines) in documents.into_values() {
            let date = head.date;
            let message = match lines {
                1 => said!("{date} has not come: today is {today}", "{date} 尚未到来：今天是 {today}"),
                n => said!(
                    "{date} has not come: today is {today} (and {n} lines of this document say so)",
                    "{date} 尚未到来：今天是 {today}（本单据共 {n} 行）"
                ),
            };
            let mut finding = books.finding("future-date", Severity::Error, ledger, head, "date", message);
            let code = head.id.reference();
            finding.fix = Some(match lines {
                1 => said!(
                    "linli amend {code} date={today} --reason \"misread\"",
                    "linli amend {code} date={today} --reason \"日期有误\""
                ),
                _ => {
                    let code = head.id.code;
                    said!(
                        "linli void {code} --reason \"wrong date\"",
                        "linli void {code} --reason \"日期有误\""
                    )
                }
            });
            found.push(finding);
        }
    }
    found
}
