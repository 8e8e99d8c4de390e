//! What one ledger says of another: steps of requests that were never opened, homes reached by notices never issued.

use super::Books;
use super::lost::is_lost;
use crate::ledgers::{Census, Distribution, Head, Ledger, Reach, Request, RoundKind, Step, Testing};
use crate::model::{Finding, PlaceId, PlaceKind, Severity};
use crate::said;
use crate::words::Said;
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
    found.extend(whole_buildings(books));
    books.findings.extend(found);
}

/// Counts that name more than a unit: nobody could say which home or unit they are about.
fn whole_buildings(books: &Books) -> Vec<Finding> {
    let names = &books.registers.names;
    let too_wide = |place: PlaceId| {
        let places = names.places();
        names.has_place(place)
            && match places.get(place).kind {
                PlaceKind::Home | PlaceKind::Unit => false,
                // The code of a building with one unit means that unit.
                PlaceKind::Building => places.units(place).count() != 1,
                PlaceKind::Whole | PlaceKind::Destination => true,
            }
    };
    let told = |ledger: &'static Ledger, head: &Head, place: PlaceId| {
        let code = names.place_code(place);
        let message = said!(
            "{code} is not a home or a unit, and is counted as neither",
            "“{code}”不是一户或一个单元，无法计入"
        );
        let mut finding = books.finding("type", Severity::Error, ledger, head, "place", message);
        let row = head.id.reference();
        finding.fix = Some(said!(
            "linli amend {row} place=… --reason \"one row for each unit\"",
            "linli amend {row} place=… --reason \"应逐单元登记\""
        ));
        finding
    };
    let mut found = Vec::new();
    found.extend(
        books
            .census
            .effective()
            .filter(|row| too_wide(row.body.place))
            .map(|row| told(&Census::LEDGER, &row.head, row.body.place)),
    );
    found.extend(
        books
            .tests
            .effective()
            .filter(|row| too_wide(row.body.place))
            .map(|row| told(&Testing::LEDGER, &row.head, row.body.place)),
    );
    let of_a_round = books.distributions.effective().filter(|row| row.body.round.is_some());
    found.extend(
        of_a_round
            .filter(|row| {
                let place = row.body.place;
                too_wide(place) && names.places().get(place).kind != PlaceKind::Destination
            })
            .map(|row| told(&Distribution::LEDGER, &row.head, row.body.place)),
    );
    found
}

/// The command that corrects a field.
fn amend(head: &Head, field: &str) -> Said {
    let row = head.id.reference();
    said!("linli amend {row} {field}=… --reason \"misread\"", "linli amend {row} {field}=… --reason \"误写\"")
}

fn unknown_requests(books: &Books) -> Vec<Finding> {
    let opened: BTreeSet<_> =
        books.requests.all().filter(|r| r.body.step == Step::Opened).map(|r| r.head.id).collect();
    books
        .requests
        .effective()
        .filter_map(|row| {
            let request = row
                .body
                .request
                .filter(|r| !opened.contains(r) && !is_lost(&books.findings, &Request::LEDGER, *r))?;
            let message = said!("there is no request {request}", "没有求助单 {request}");
            let ledger = &Request::LEDGER;
            let mut finding =
                books.finding("unknown-request", Severity::Error, ledger, &row.head, "request", message);
            finding.fix = Some(amend(&row.head, "request"));
            Some(finding)
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
            let ledger = &Reach::LEDGER;
            let mut finding =
                books.finding("unknown-notice", Severity::Error, ledger, &row.head, "notice", message);
            finding.fix = Some(amend(&row.head, "notice"));
            finding
        })
        .collect()
}
