//! `service`: how requests of each kind fare: how many, how long they take, how many could not be met.

use super::across::{Across, Sum};
use super::asking::total;
use super::caution::{guard, said_count};
use super::drawn::{Drawing, Unit, drawn};
use super::requests::asked_for;
use super::{Asked, Report, behind};
use crate::arithmetic::requests::{RequestState, median_hours};
use crate::books::Books;
use crate::error::Result;
use crate::ledgers::{Help, Step};
use crate::model::{Cell, Page, Rows, number, text};
use crate::said;
use crate::words::words;

/// The report.
pub const SERVICE: Report = Report {
    name: "service",
    title: words("Service", "求助办理"),
    about: words(
        "requests by kind: opened, closed, open, and the median hours they took",
        "按类别统计求助：受理、办结、未结及用时中位数",
    ),
    by: &[],
    needs: &["requests"],
    across: &[Across::table(
        "service",
        &[
            Sum::of(&["kind"], &["opened", "closed", "open", "overdue", "unconfirmed"]),
            Sum::of(&[], &["opened", "closed", "open", "overdue", "unconfirmed"]),
        ],
    )],
    make,
    behind: behind::service,
};

const DRAWING: Drawing = Drawing {
    name: "service",
    title: words("How long it took, the median", "用时中位数"),
    of: "kind",
    figures: &[
        ("median_hours_to_take", words("until taken", "接单")),
        ("median_hours_to_deliver", words("until delivered", "送达")),
    ],
    unit: Unit::Word(words("hours", "小时")),
    ..Drawing::PLAIN
};

/// What adds up.
const SUMS: &[crate::privacy::SumOf] = &[(&["opened"], &["closed", "open"])];

fn make(books: &Books, asked: &Asked) -> Result<Page> {
    let all = asked_for(books, asked);
    let kinds = Help::ALL.iter().map(|kind| Some(*kind)).chain([None]);
    let rows: Vec<_> = kinds
        .filter_map(|kind| {
            let these: Vec<&RequestState> = all.iter().filter(|r| r.kind == kind).collect();
            let cell = kind.map_or(Cell::Absent, |kind| Cell::Code(kind.code(), kind.words()));
            (!these.is_empty()).then(|| line(books, asked, cell, &these))
        })
        .collect();
    let everything: Vec<&RequestState> = all.iter().collect();
    let total = (rows.len() > 1).then(|| line(books, asked, total(), &everything));
    let closed = all.iter().filter(|r| !r.is_open()).count();
    let unmet = all.iter().filter(|r| r.status == Step::Unmet).count();
    let day = asked.as_of;
    let mut below = Vec::new();
    let shown = |count: usize| said_count(books, asked, count as i64);
    let small = [unmet, closed].iter().any(|count| shown(*count) != count.to_string());
    if small {
        let (unmet, closed) = (shown(unmet), shown(closed));
        below.push(said!(
            "{unmet} of {closed} closed requests could not be met",
            "办结 {closed} 件中未能办成 {unmet} 件"
        ));
    } else if let Cell::Rate(parts) = Cell::rate(unmet as i128, closed as i128) {
        let share = format!("{}.{:02}%", parts / 100, parts % 100);
        below.push(said!(
            "{unmet} of {closed} closed requests could not be met ({share})",
            "办结 {closed} 件中未能办成 {unmet} 件（{share}）"
        ));
    }
    let mut table = Rows {
        name: "service",
        title: said!("How requests fared, {day}", "求助办理情况（{day}）"),
        columns: vec![
            text("kind", "Kind", "类别"),
            number("opened", "Opened", "受理"),
            number("closed", "Closed", "办结"),
            number("open", "Open", "未结"),
            number("overdue", "Overdue", "超时"),
            number("unconfirmed", "Unconf.", "待回执"),
            number("median_hours_to_take", "Hours to take", "接单用时"),
            number("median_hours_to_deliver", "Hours to deliver", "送达用时"),
        ],
        rows,
        total,
        below,
        ..Rows::default()
    };
    guard(books, asked, &mut table, SUMS);
    Ok(drawn(table, Some(&DRAWING)))
}

fn line(books: &Books, asked: &Asked, first: Cell, these: &[&RequestState]) -> Vec<Cell> {
    let count = |which: &dyn Fn(&RequestState) -> bool| {
        asked.shown_count(books, these.iter().filter(|r| which(r)).count() as i64)
    };
    let hours = |seconds: &dyn Fn(&RequestState) -> Option<i64>| {
        let taken: Vec<i64> = these.iter().filter_map(|r| seconds(r)).collect();
        // The median of a few is how it went for one of them.
        match asked.shown_count(books, taken.len() as i64) {
            Cell::Text(_) => Cell::Absent,
            _ => median_hours(taken).map_or(Cell::Absent, Cell::Number),
        }
    };
    vec![
        first,
        count(&|_| true),
        count(&|r| !r.is_open()),
        count(&|r| r.is_open()),
        count(&|r| r.overdue),
        count(&|r| r.is_unconfirmed()),
        hours(&|r| r.seconds_to_take()),
        hours(&|r| r.seconds_to_deliver()),
    ]
}
