//! The last fortnight in four lines: how many of those due were tested, how many places got goods, how many lots came in,
//! how many requests were opened.

use crate::arithmetic::coverage::{Reckoning, Sums};
use crate::arithmetic::groups::PlaceSet;
use crate::books::Books;
use crate::ledgers::{RoundKind, Step};
use crate::model::{AtTerminal, Cell, Chart, ChartKind, Rows, Series, number, text};
use crate::reports::Asked;
use crate::reports::drawn::short;
use crate::said;
use crate::words::Said;

/// So many days.
const DAYS: i32 = 14;

#[derive(Clone, Default)]
struct Sum {
    tests: Option<Sums>,
    supplied: PlaceSet,
    came_in: i64,
    opened: i64,
}

/// A line a day, and each figure over the days.
pub(super) fn days(books: &Books, asked: &Asked) -> (Rows, Vec<Chart>) {
    let first = asked.as_of.plus(1 - DAYS);
    let at = |day: crate::model::Day| {
        (first..=asked.as_of).contains(&day).then(|| usize::try_from(day.since(first)).unwrap_or_default())
    };
    let mut sums = vec![Sum::default(); DAYS as usize];
    let reckoning = Reckoning::new(books, asked.as_of);
    for id in reckoning.rounds() {
        let Some(round) = books.registers.round(id).filter(|round| round.kind == RoundKind::Testing) else {
            continue;
        };
        if let (Some(at), Some(coverage)) = (at(round.date), reckoning.round(id)) {
            *sums[at].tests.get_or_insert_default() += coverage.total(None);
        }
    }
    books.distributions.effective().for_each(|row| {
        if let Some(at) = at(row.head.date).filter(|_| row.body.outcome.hands_over()) {
            sums[at].supplied.insert(row.body.place);
        }
    });
    books.receipts.effective().for_each(|row| {
        if let Some(at) = at(row.head.date) {
            sums[at].came_in += 1;
        }
    });
    books.donations.effective().for_each(|row| {
        if let Some(at) = at(row.head.date) {
            sums[at].came_in += 1;
        }
    });
    books.requests.effective().for_each(|row| {
        if let Some(at) = at(row.head.date).filter(|_| row.body.step == Step::Opened) {
            sums[at].opened += 1;
        }
    });
    let row = |(at, sum): (usize, &Sum)| {
        vec![
            Cell::Day(first.plus(at as i32)),
            sum.tests.map_or(Cell::Absent, |sums| sums.rate(RoundKind::Testing)),
            Cell::Count(sum.supplied.count()),
            Cell::Count(sum.came_in),
            Cell::Count(sum.opened),
        ]
    };
    let table = Rows {
        name: "days",
        title: said!("The last {DAYS} days", "最近 {DAYS} 天"),
        columns: vec![
            text("day", "Day", "日期"),
            number("rate", "Testing rate", "检测率"),
            number("supplied", "Places that got goods", "领到物资的位置"),
            number("came_in", "Lots that came in", "接收和捐赠批数"),
            number("opened", "Requests opened", "受理求助"),
        ],
        rows: sums.iter().enumerate().map(row).collect(),
        at_terminal: AtTerminal::Drawn,
        ..Rows::default()
    };
    let chart = |at: usize| Chart {
        name: "days",
        table: "days",
        title: table.columns[at].heading.into(),
        kind: ChartKind::Lines,
        categories: (0..DAYS).map(|n| short(first.plus(n))).collect(),
        series: vec![Series {
            name: Said::default(),
            values: table.rows.iter().map(|row| row[at].clone()).collect(),
        }],
        unit: Said::default(),
        below: Vec::new(),
    };
    // Where there never was any of it, there is nothing to see.
    let any = |at: &usize| table.rows.iter().any(|row| !matches!(row[*at], Cell::Absent | Cell::Count(0)));
    let charts = (1..table.columns.len()).filter(any).map(chart).collect();
    (table, charts)
}
