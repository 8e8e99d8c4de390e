//! `notices`: every notice and roll-call, and how many households it has reached.

use super::across::{Across, NOTICED};
use super::caution::{NOTICE_SUMS, guard, told};
use super::drawn::{Drawing, drawn};
use super::incoming::titled;
use super::{Asked, Report, behind};
use crate::arithmetic::coverage::{Coverage, Reckoning};
use crate::books::Books;
use crate::error::Result;
use crate::ledgers::RoundKind;
use crate::model::{Cell, Page, Rows, number, text};
use crate::words::words;
use std::collections::BTreeSet;

/// The report.
pub const NOTICES: Report = Report {
    name: "notices",
    title: words("Notices", "通知"),
    about: words("notices and roll-calls, and how many households each has reached", "通知和点名的到户情况"),
    by: &[],
    needs: &["notices", "reach", "census"],
    across: &[Across::table("notices", NOTICED)],
    make,
    behind: behind::notices,
};

/// The notices issued and roll-calls held in the period, by date; roll-calls of a day before its notices.
pub(super) fn issued<'b>(books: &Books, reckoning: &Reckoning<'b>, asked: &Asked) -> Vec<Coverage<'b>> {
    let rollcall =
        |round: &crate::registers::Round| round.kind == RoundKind::Rollcall && asked.has_day(round.date);
    let rounds = reckoning.rounds();
    let rollcalls = rounds.into_iter().filter(|id| books.registers.round(*id).is_some_and(rollcall));
    let mut all: Vec<Coverage> = rollcalls.filter_map(|id| reckoning.round(id)).collect();
    let mut rows: Vec<_> = books.notices.effective().filter(|row| asked.has_day(row.head.date)).collect();
    rows.sort_by_key(|row| (row.head.date, row.head.at.seconds(), row.head.id));
    let mut seen = BTreeSet::new();
    for row in rows {
        let code = row.body.notice.get();
        if seen.insert(code.clone()) {
            all.extend(reckoning.notice(&code));
        }
    }
    all.sort_by_key(|coverage| coverage.date);
    all
}

const DRAWING: Drawing = Drawing {
    name: "notices",
    title: words("Households reached", "到户率"),
    of: "notice",
    figures: &[("rate", words("rate", "到户率"))],
    ..Drawing::PLAIN
};

fn make(books: &Books, asked: &Asked) -> Result<Page> {
    let reckoning = Reckoning::new(books, asked.as_of);
    let all = issued(books, &reckoning, asked);
    let row = |coverage: &Coverage| {
        let sums = coverage.total(None);
        let people =
            |n: crate::model::Quantity| n.as_whole().map_or(Cell::Number(n), |n| asked.shown_count(books, n));
        vec![
            Cell::text(coverage.code.clone()),
            Cell::text(coverage.title.clone()),
            Cell::Day(coverage.date),
            people(sums.due),
            people(sums.done),
            people(sums.missing),
            sums.rate(coverage.kind),
        ]
    };
    let mut table = Rows {
        name: "notices",
        title: titled(NOTICES.title, asked),
        columns: vec![
            text("notice", "Notice", "通知"),
            text("title", "Title", "标题"),
            text("date", "Date", "日期"),
            number("households", "Homes", "应到户数"),
            number("reached", "Reached", "已到户数"),
            number("missing", "Missing", "未到户数"),
            number("rate", "Rate", "到户率"),
        ],
        rows: all.iter().map(row).collect(),
        banner: told(asked, all.iter().flat_map(|coverage| coverage.warnings.clone()).collect()),
        ..Rows::default()
    };
    guard(books, asked, &mut table, NOTICE_SUMS);
    Ok(drawn(table, Some(&DRAWING)))
}
