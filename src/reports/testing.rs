//! `testing`: who was to be tested in each testing round, and who was.

use super::across::{Across, TESTING};
use super::caution::{TEST_SUMS, damage, guard, key, said_count, shown, told, total};
use super::coverage::{asked_for, rounds};
use super::drawn::{Drawing, drawn};
use super::{Asked, Report, behind};
use crate::arithmetic::coverage::{Level, Reckoning, Sums};
use crate::books::Books;
use crate::error::{Error, Result};
use crate::ledgers::RoundKind;
use crate::model::{Cell, Page, Rows, number, text};
use crate::said;
use crate::words::words;

/// The report.
pub const REPORT: Report = Report {
    name: "testing",
    title: words("Testing", "核酸检测"),
    about: words("who was to be tested in each round, and who was", "各轮检测的应检、实检、未检和检测率"),
    by: &["round", "building", "unit"],
    needs: &["census", "tests"],
    across: &[Across::table("testing", TESTING)],
    make,
    behind: behind::testing,
};

const BY_ROUND: Drawing = Drawing {
    name: "testing",
    title: words("Testing rate", "检测率"),
    of: "round",
    figures: &[("rate", words("rate", "检测率"))],
    newest: true,
    ..Drawing::PLAIN
};
const BY_PLACE: Drawing = Drawing { of: "place", apart: &["round"], ..BY_ROUND };

fn make(books: &Books, asked: &Asked) -> Result<Page> {
    let level = Level::from_code(key(asked, REPORT.by)?);
    if let Some(round) = asked.round.and_then(|id| books.registers.round(id))
        && round.kind != RoundKind::Testing
    {
        let code = &round.code;
        return Err(Error::refused(said!("{code} is no testing round", "{code} 不是检测批次"))
            .hint(said!("linli report coverage --round {code}", "linli report coverage --round {code}")));
    }
    let reckoning = Reckoning::new(books, asked.as_of);
    let mut page = Rows { name: "testing", title: REPORT.title.into(), ..Rows::default() };
    page.banner.extend(damage(books));
    let mut sum = Sums::default();
    let mut unknown = 0;
    for round in rounds(books, asked, &reckoning) {
        if books.registers.round(round).is_none_or(|round| round.kind != RoundKind::Testing) {
            continue;
        }
        let Some(mut coverage) = reckoning.round(round) else { continue };
        coverage.lines.retain(|line| asked_for(books, asked, line));
        page.banner.extend(told(asked, std::mem::take(&mut coverage.warnings)));
        let all = coverage.total(None);
        unknown = unknown.max(all.unknown_homes);
        sum += all;
        let code = || Cell::text(coverage.code.clone());
        match level {
            None => page.rows.push(row(books, asked, code(), Cell::Absent, &all)),
            Some(level) => {
                for line in coverage.by(reckoning.places(), level) {
                    let place = Cell::text(books.registers.names.place_code(line.place));
                    page.rows.push(row(books, asked, code(), place, &line.sums));
                }
            }
        }
    }
    if unknown > 0 {
        let unknown = said_count(books, asked, i64::from(unknown));
        page.banner.push(said!(
            "homes not in the census, and in no figure: {unknown}",
            "另有 {unknown} 户未登记人数，不在统计之内"
        ));
    }
    if page.rows.len() > 1 {
        page.total = Some(row(books, asked, total(), Cell::Absent, &sum));
    }
    page.columns = vec![
        text("round", "Round", "轮次"),
        text("place", "Place", "位置"),
        number("due", "Due", "应检"),
        number("tested", "Tested", "实检"),
        number("elsewhere", "Elsewhere", "外检"),
        number("exempt", "Exempt", "免检"),
        number("visitors", "Visitors", "访客"),
        number("missing", "Missing", "未检"),
        number("rate", "Rate", "检测率"),
    ];
    guard(books, asked, &mut page, TEST_SUMS);
    Ok(drawn(page, Some(if level.is_none() { &BY_ROUND } else { &BY_PLACE })))
}

fn row(books: &Books, asked: &Asked, round: Cell, place: Cell, sums: &Sums) -> Vec<Cell> {
    let cell = |quantity| shown(books, asked, quantity);
    vec![
        round,
        place,
        cell(sums.due),
        cell(sums.done - sums.elsewhere),
        cell(sums.elsewhere),
        cell(sums.exempt),
        cell(sums.visitors),
        cell(sums.missing),
        sums.rate(RoundKind::Testing),
    ]
}
