//! `grid`: the houses, floor by floor and door by door, and how each home stands in a round, or in the rounds of the day
//! together. For the public the units with their rates, and no home.

mod homes;
mod units;

use super::across::Across;
use super::caution::{damage, told};
use super::{Asked, Report, behind};
use crate::arithmetic::coverage::{Coverage, Reckoning};
use crate::arithmetic::open::is_open;
use crate::books::Books;
use crate::error::Result;
use crate::ledgers::RoundKind;
use crate::model::{AtTerminal, Page, Rows};
use crate::registers::RoundId;
use crate::said;
use crate::words::{Said, words};

pub(super) use homes::by_unit;
pub(super) use units::rates;

/// The report.
pub const REPORT: Report = Report {
    name: "grid",
    title: words("House by house", "逐户情况"),
    about: words(
        "every building door by door: supplied, tested, missing, excused or unknown, in a round or in those of the day",
        "逐幢逐层逐户：已发、已检、缺漏、免除、不明；可指定批次，默认当天各批次合看",
    ),
    by: &[],
    needs: &["census", "distributions", "tests", "reach", "notices"],
    across: &[Across::table("grid", &[])],
    make,
    behind: behind::grid,
};

fn make(books: &Books, asked: &Asked) -> Result<Page> {
    let reckoning = Reckoning::new(books, asked.as_of);
    let (rounds, title) = match asked.round {
        Some(round) => {
            let code = books.registers.names.round_code(round);
            (vec![round], said!("House by house: {code}", "逐户情况：{code}"))
        }
        None => (of_the_day(books, asked, &reckoning), Said::from(REPORT.title)),
    };
    let mut banner: Vec<Said> = damage(books).into_iter().collect();
    let coverages: Vec<(RoundId, Coverage)> =
        rounds.iter().filter_map(|id| Some((*id, reckoning.round(*id)?))).collect();
    let warnings = coverages.iter().flat_map(|(_, coverage)| coverage.warnings.clone()).collect();
    banner.extend(told(asked, warnings));
    if asked.leaves() {
        let (table, houses) = units::rates(books, asked, "grid", &coverages);
        let at_terminal = if a_line_a_unit(&table) { AtTerminal::Drawn } else { AtTerminal::Table };
        let table = Rows { banner, title, at_terminal, ..table };
        return Ok(Page { tables: vec![table], houses, ..Page::default() });
    }
    let homes = homes::homes(books, asked, &reckoning, &coverages);
    let below = match coverages.is_empty() {
        true => vec![said!(
            "no round is of this day or open; name one: --round ROUND",
            "当天没有批次，也没有进行中的批次；可指定：--round 批次"
        )],
        false => Vec::new(),
    };
    let table = Rows { banner, title: title.clone(), below, ..homes::table(books, asked, &homes) };
    let houses = vec![homes::drawn(books, "grid", title, &homes)];
    Ok(Page { tables: vec![table], houses, ..Page::default() })
}

/// True if no unit has several items in a round: then its one rate, drawn, says all there is.
fn a_line_a_unit(table: &Rows) -> bool {
    let same = |name| table.columns.iter().position(|column| column.name == name);
    let (Some(round), Some(place)) = (same("round"), same("place")) else { return false };
    table.rows.windows(2).all(|pair| pair[0][round] != pair[1][round] || pair[0][place] != pair[1][place])
}

/// The rounds of tests and goods that are of the day or still open on it.
pub(super) fn of_the_day(books: &Books, asked: &Asked, reckoning: &Reckoning) -> Vec<RoundId> {
    let today = |id: &RoundId| {
        books.registers.round(*id).is_some_and(|round| {
            round.kind != RoundKind::Rollcall
                && (round.date == asked.as_of || is_open(round, asked.as_of, asked.now))
        })
    };
    reckoning.rounds().into_iter().filter(today).collect()
}
