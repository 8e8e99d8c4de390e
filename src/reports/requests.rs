//! `requests`: every request and where it stands.

use super::across::{Across, CURRENCY, Sum};
use super::caution::said_count;
use super::{Asked, Report, behind};
use crate::arithmetic::requests::{RequestState, requests};
use crate::books::Books;
use crate::error::Result;
use crate::model::{Cell, Page, Rows, number, text};
use crate::said;
use crate::words::{Said, words};

/// The report.
pub const REQUESTS: Report = Report {
    name: "requests",
    title: words("Requests", "求助"),
    about: words(
        "requests and where they stand, oldest first (--open, --overdue)",
        "求助单及进展，先开的在前（--open 未结，--overdue 超时）",
    ),
    by: &[],
    needs: &["requests"],
    across: &[Across { table: "requests", sums: &[Sum::of(CURRENCY, &["spent"])], money: &["spent"] }],
    make,
    behind: behind::requests,
};

/// The requests that a report is about: those opened in the period, at the place.
pub(super) fn asked_for<'b, 'a>(books: &'b Books<'a>, asked: &Asked) -> Vec<RequestState<'b, 'a>> {
    let mut all = requests(books, asked.as_of, asked.now);
    all.retain(|r| {
        asked.period.contains(r.steps[0].head.date)
            && (asked.place.is_none() || r.place.is_some_and(|place| asked.has_place(books, place)))
            && (!asked.open || r.is_open())
            && (!asked.overdue || r.overdue)
    });
    all
}

fn make(books: &Books, asked: &Asked) -> Result<Page> {
    let all = asked_for(books, asked);
    let names = &books.registers.names;
    let row = |r: &RequestState| {
        let place = r.place.map(|place| asked.shown_code(books, place));
        // What somebody needs may tell of an illness: others see the kind only.
        let need = if asked.leaves() { Cell::Absent } else { Cell::text(r.need.get()) };
        let runner = r.runner.map(|runner| asked.shown_name(books, &names.volunteer_name(runner)));
        vec![
            Cell::text(r.request.to_string()),
            place.unwrap_or(Cell::Absent),
            r.kind.map_or(Cell::Absent, |kind| Cell::Code(kind.code(), kind.words())),
            need,
            Cell::Code(r.urgency.code(), r.urgency.words()),
            Cell::Code(r.status.code(), r.status.words()),
            r.opened.map_or(Cell::Absent, Cell::Stamp),
            Cell::Stamp(r.last),
            r.hours().map_or(Cell::Absent, Cell::Number),
            runner.unwrap_or(Cell::Absent),
            r.spent.map_or(Cell::Absent, Cell::Number),
            Cell::Flag(r.overdue),
        ]
    };
    let rows: Vec<_> = all.iter().map(row).collect();
    let (n, open) = (all.len(), all.iter().filter(|r| r.is_open()).count());
    let overdue = all.iter().filter(|r| r.overdue).count();
    let day = asked.as_of;
    let title = match (asked.overdue, asked.open) {
        (true, _) => said!("Overdue requests, {day}", "超时求助（{day}）"),
        (_, true) => said!("Open requests, {day}", "未结求助（{day}）"),
        _ => said!("Requests, {day}", "求助（{day}）"),
    };
    let [n, open, overdue] = [n, open, overdue].map(|c| said_count(books, asked, c as i64));
    let mut below = vec![said!(
        "{n} in all, {open} of them open, {overdue} overdue",
        "共 {n} 件，未结 {open} 件，超时 {overdue} 件"
    )];
    below.extend(unconfirmed(books, asked, &all));
    let table = Rows {
        name: "requests",
        title,
        columns: vec![
            text("request", "Request", "求助单"),
            text("place", "Place", "位置"),
            text("kind", "Kind", "类别"),
            text("need", "Need", "需求"),
            text("urgency", "Urgency", "紧急"),
            text("status", "Status", "进展"),
            text("opened", "Opened", "受理"),
            text("last", "Last", "最近"),
            number("hours", "Hours", "小时"),
            text("runner", "Runner", "代跑员"),
            number("spent", "Spent", "花费"),
            text("overdue", "Overdue", "超时"),
        ],
        rows,
        below,
        ..Rows::default()
    };
    // What is drawn is how long those wait who have nothing yet.
    let mut waiting = all;
    waiting.retain(|request| request.is_open() && request.delivered.is_none());
    waiting.sort_by_key(|request| (request.opened.is_none(), request.opened.map(|at| at.seconds())));
    let chart = super::daily::waiting::chart(books, asked, "requests", &waiting);
    Ok(Page { charts: vec![chart], ..table.into() })
}

/// Deliveries that nobody has acknowledged: how many, and, but for the public, each with its command.
pub(super) fn unconfirmed(books: &Books, asked: &Asked, all: &[RequestState]) -> Vec<Said> {
    let these: Vec<&RequestState> = all.iter().filter(|r| r.is_unconfirmed()).collect();
    let count = said_count(books, asked, these.len() as i64);
    let mut lines = Vec::new();
    if these.is_empty() {
        return lines;
    }
    lines.push(said!("waiting for the acknowledgement of a delivery: {count}", "已送达、待回执 {count} 件"));
    if asked.public {
        return lines;
    }
    let names = &books.registers.names;
    for request in these {
        let place = request.place.map_or(String::new(), |place| names.place_code(place));
        let runner = request.runner.map_or(String::new(), |runner| names.volunteer_name(runner));
        let (need, code) = (request.need.get(), request.request.reference());
        let by = match runner.is_empty() {
            true => Said::default(),
            false => said!(", by {runner}", "，{runner} 送达"),
        };
        let confirm = Said::same(format!("  linli request confirm {code}"));
        lines.push(Said::same(format!("  {place} {need}")).then(&by).then(&confirm));
    }
    lines
}
