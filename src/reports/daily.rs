//! `daily`: the evening bulletin, all of the day on one page: who was tested, what was handed out and to whom not, what
//! came in, what is left, how requests stand, and what is wrong in the books.

mod compared;
mod houses;
pub(super) mod rounds;
mod stores;
mod supplies;
pub(super) mod waiting;

use super::across::{Across, COVERAGE, GOODS, HANDED_OUT, MISSING, NOTICED, Sum, TESTING};
use super::caution::{guard, said_count};
use super::{Asked, Report, behind};
use crate::arithmetic::requests::requests;
use crate::books::Books;
use crate::checks::{self, Scene};
use crate::error::Result;
use crate::ledgers::{Help, Step};
use crate::model::{Cell, Finding, Page, Period, RowId, Rows, Severity, number, text};
use crate::said;
use crate::words::{Lang, Said, words};
use std::collections::BTreeMap;

/// The report.
pub const DAILY: Report = Report {
    name: "daily",
    title: words("Evening bulletin", "日报"),
    about: words("all of the day on one page", "一页看完当天的检测、发放、库存、求助和通知"),
    by: &[],
    needs: &[
        "receipts",
        "donations",
        "distributions",
        "adjustments",
        "counts",
        "census",
        "tests",
        "requests",
        "notices",
        "reach",
        "shifts",
    ],
    across: &[
        Across::table("testing", TESTING),
        Across::table("coverage", COVERAGE),
        Across::table("notices", NOTICED),
        Across::table("missing", MISSING),
        Across::table("received", &[Sum::of(GOODS, &["quantity"])]),
        Across::table("handed-out", HANDED_OUT),
        Across::table("stock", &[Sum::of(GOODS, &["on_hand"])]),
        Across::table("requests", &[Sum::of(&[], &["opened", "delivered", "closed", "open", "overdue"])]),
        Across::table("findings", &[Sum::of(&["severity", "code"], &["count"])]),
        Across::table("compared", &[Sum::of(&["figure"], &["today", "yesterday"])]),
        Across::table("testing-rounds", TESTING),
        Across::table("days-left", &[Sum::of(GOODS, &["on_hand", "daily"])]),
        Across::table("supplies", &[Sum::of(&["day", "item", "unit"], &["in", "out"])]),
    ],
    make,
    behind: behind::daily,
};

fn make(books: &Books, asked: &Asked) -> Result<Page> {
    let asked = Asked { period: Period::day(asked.as_of), ..asked.clone() };
    let day = asked.as_of;
    let date = day.date().format("%-m月%-d日").to_string();
    let name = &books.registers.community.name;
    let (mut tables, banner) = rounds::tables(books, &asked);
    let (supplies, mut charts) = supplies::supplies(books, &asked);
    let (days_left, more, runs_out) = supplies::days_left(books, &asked);
    charts.extend(more);
    let (waiting, more, longest) = waiting::waiting(books, &asked);
    charts.extend(more);
    let tests = rounds::tests_by_round(books, &asked);
    charts.extend(rounds::rates(&tests));
    let (doors, houses, missed) = houses::houses(books, &asked);
    tables.extend([
        stores::received(books, &asked),
        stores::handed_out(books, &asked),
        stores::stock(books, &asked),
        help_table(books, &asked),
        findings(books, &asked),
        compared::compared(books, &asked),
        doors,
        days_left,
        waiting,
        tests,
        supplies,
    ]);
    let lead = [vec![missed], runs_out, vec![longest]].concat();
    let mut below = vec![served(books, &asked)];
    below.push(if asked.now.day() == day {
        let time = (asked.now.datetime().format("%H:%M"), asked.now.datetime().format("%-H时%M分"));
        said!("as of {day} {time}", "截至{day}{time}", day = (day, &date), time = (time.0, time.1))
    } else {
        said!("as of {day} 24:00", "截至{day}24时", day = (day, &date))
    });
    let title = said!("{name}: bulletin of {day}", "{name}{day}日报", day = (day, &date));
    Ok(Page { title, banner, lead, tables, charts, houses, below })
}

/// How many volunteers were on duty, and for how long.
fn served(books: &Books, asked: &Asked) -> Said {
    let days = crate::arithmetic::shifts::days(books, |day| day == asked.as_of);
    let minutes: i64 = days.values().map(|served| served.minutes).sum();
    let (n, hours) =
        (said_count(books, asked, days.len() as i64), crate::arithmetic::requests::hours(minutes * 60));
    said!("{n} volunteers on duty, {hours} hours", "值班志愿者 {n} 人，共 {hours} 小时")
}

/// Requests of the day and those that are open, by kind, as they may be shown.
fn help_table(books: &Books, asked: &Asked) -> Rows {
    let mut table = help(books, asked);
    guard(books, asked, &mut table, &[]);
    table
}

/// Requests of the day and those that are open, by kind.
fn help(books: &Books, asked: &Asked) -> Rows {
    let (day, all) = (asked.as_of, requests(books, asked.as_of, asked.now));
    let all: Vec<_> =
        all.into_iter().filter(|r| r.place.is_none_or(|place| asked.has_place(books, place))).collect();
    let figures = |kind: Option<Option<Help>>| {
        let these = || all.iter().filter(move |r| kind.is_none_or(|kind| r.kind == kind));
        [
            these().filter(|r| r.steps[0].head.date == day).count(),
            these()
                .filter(|r| r.steps.iter().any(|s| s.body.step == Step::Delivered && s.head.date == day))
                .count(),
            these().filter(|r| !r.is_open() && r.steps.last().is_some_and(|s| s.head.date == day)).count(),
            these().filter(|r| r.is_open()).count(),
            these().filter(|r| r.overdue).count(),
        ]
    };
    let line = |first: Cell, figures: [usize; 5]| -> Vec<Cell> {
        let counts = figures.into_iter().map(|n| asked.shown_count(books, n as i64));
        std::iter::once(first).chain(counts).collect()
    };
    let kinds = Help::ALL.iter().map(|kind| Some(*kind)).chain([None]);
    let rows: Vec<_> = kinds
        .map(|kind| (kind, figures(Some(kind))))
        .filter(|(_, figures)| figures.iter().any(|n| *n > 0))
        .map(|(kind, figures)| {
            line(kind.map_or(Cell::Absent, |kind| Cell::Code(kind.code(), kind.words())), figures)
        })
        .collect();
    let total = (rows.len() > 1).then(|| line(super::asking::total(), figures(None)));
    Rows {
        name: "requests",
        title: said!("Requests", "求助（件）"),
        columns: vec![
            text("kind", "Kind", "类别"),
            number("opened", "Opened", "当日受理"),
            number("delivered", "Delivered", "当日送达"),
            number("closed", "Closed", "当日办结"),
            number("open", "Open", "未结"),
            number("overdue", "Overdue", "超时"),
        ],
        rows,
        total,
        ..Rows::default()
    }
}

/// What is wrong in the books, by code.
fn findings(books: &Books, asked: &Asked) -> Rows {
    let now = crate::arithmetic::requests::moment_of(asked.as_of, asked.now);
    let mut all = books.findings.clone();
    all.extend(checks::check(books, &Scene { today: asked.as_of, now }));
    let since = |id: &str| RowId::parse(id).is_ok_and(|id| id.day <= asked.today);
    all.retain(|found| found.code != "future-date" || !found.id.as_deref().is_some_and(since));
    findings_table(&checks::together(all, books.registers))
}

/// How many findings there are of each code.
pub(super) fn findings_table(findings: &[Finding]) -> Rows {
    let mut counts: BTreeMap<(Severity, &str), i64> = BTreeMap::new();
    for finding in findings {
        *counts.entry((finding.severity, finding.code)).or_default() += 1;
    }
    let severity = |s: Severity| Cell::Code(s.code(), words(s.say(Lang::En), s.say(Lang::Zh)));
    Rows {
        name: "findings",
        title: said!("Findings in the ledgers", "台账问题"),
        columns: vec![
            text("severity", "Severity", "级别"),
            text("code", "Code", "代码"),
            number("count", "Count", "处数"),
        ],
        rows: counts
            .iter()
            .map(|((bad, code), n)| vec![severity(*bad), Cell::text(*code), Cell::Count(*n)])
            .collect(),
        ..Rows::default()
    }
}
