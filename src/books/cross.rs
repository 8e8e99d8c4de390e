//! What one ledger says of another: steps of requests that were never opened, homes reached by notices never issued.

use super::Books;
use crate::ledgers::{Ledger, Reach, Request, RoundKind, Step};
use crate::model::{Finding, Severity};
use crate::said;
use std::collections::BTreeSet;

/// Finds references to rows that do not exist. Only looks where the ledger was read.
pub fn check(books: &mut Books, wanted: &impl Fn(&Ledger) -> bool) {
    let mut found = Vec::new();
    if wanted(&Request::LEDGER) {
        found.extend(unknown_requests(books));
    }
    if wanted(&Reach::LEDGER) && wanted(&crate::ledgers::Notice::LEDGER) {
        found.extend(unknown_notices(books));
    }
    books.findings.extend(found);
}

fn unknown_requests(books: &Books) -> Vec<Finding> {
    let opened: BTreeSet<_> =
        books.requests.all().filter(|r| r.body.step == Step::Opened).filter_map(|r| r.body.request).collect();
    books
        .requests
        .effective()
        .filter_map(|row| {
            let request = row.body.request.filter(|r| !opened.contains(r))?;
            let message = said!("there is no request {request}", "没有求助单 {request}");
            Some(books.finding(
                "unknown-request",
                Severity::Error,
                &Request::LEDGER,
                &row.head,
                "request",
                message,
            ))
        })
        .collect()
}

fn unknown_notices(books: &Books) -> Vec<Finding> {
    let mut known: BTreeSet<String> =
        books.notices.effective().map(|r| r.body.notice.get().into_owned()).collect();
    let rollcalls = books.registers.rounds.iter().filter(|r| r.kind == RoundKind::Rollcall);
    known.extend(rollcalls.map(|r| r.code.clone()));
    books
        .reach
        .effective()
        .filter(|row| !row.body.notice.is_empty() && !known.contains(row.body.notice.get().as_ref()))
        .map(|row| {
            let notice = row.body.notice.get();
            let message = said!("there is no notice or roll-call {notice}", "没有通知或点名“{notice}”");
            books.finding("unknown-notice", Severity::Error, &Reach::LEDGER, &row.head, "notice", message)
        })
        .collect()
}
