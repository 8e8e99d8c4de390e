//! Every figure of every line of every report of the sample, against the rows that are said to be behind it.

use super::*;
use crate::arithmetic::literal::august;
use crate::books::Books;
use crate::ledgers::Per;
use crate::model::{Period, Stamp};
use crate::reports::sample_tests::sample;
use crate::reports::{Asked, REPORTS, Report};

/// Every way in which a report can be asked for here.
fn ways(books: &Books, report: &Report) -> Vec<Asked> {
    let now = Stamp::parse("2022-08-16T20:05:00+08:00").unwrap();
    let mut all = Vec::new();
    for day in [6, 11, 16] {
        let asked = Asked::of_day(august(day), now);
        let since = Asked { period: Period { from: Some(august(4)), to: None }, ..asked.clone() };
        let bys: Vec<Option<String>> = match report.by {
            [] => vec![None],
            bys => bys.iter().map(|by| Some((*by).to_owned())).collect(),
        };
        for by in bys {
            if by.as_deref() == Some("home") {
                // Very many lines: the last day will do.
                all.extend((day == 16).then(|| Asked { by, ..asked.clone() }));
                continue;
            }
            all.extend([Asked { by: by.clone(), ..asked.clone() }, Asked { by, ..since.clone() }]);
        }
    }
    if report.name == "stock-card" {
        let item = books.registers.names.item("牛奶");
        all.iter_mut().for_each(|asked| asked.item = item);
    }
    all
}

fn number(cell: &Cell) -> Option<Quantity> {
    match cell {
        Cell::Number(number) => Some(*number),
        Cell::Count(count) => Some(Quantity::whole(*count)),
        Cell::Absent => Some(Quantity::ZERO),
        _ => None,
    }
}

/// Holds one report against its rows; how many sums were compared, and how many lines there were.
fn hold(books: &Books, report: &Report) -> (usize, usize) {
    let (mut sums, mut lines) = (0, 0);
    for asked in ways(books, report) {
        let page = (report.make)(books, &asked).unwrap();
        for table in &page.tables {
            for cells in &table.rows {
                lines += 1;
                let line = Line { table, cells };
                let behind = (report.behind)(books, &asked, &line);
                let all = books.registers.rounds.iter();
                let units = all.filter(|r| r.allot.iter().any(|a| a.per == Per::Unit)).count();
                let by_register = behind.registers.iter().filter(|l| l.amount.is_some()).count();
                assert!(by_register <= units, "{} {:?}: due by the register alone", report.name, cells);
                for (column, cell) in table.columns.iter().zip(cells).filter(|(c, _)| c.right) {
                    let how = behind.said(column.name, &|name| Said::same(name));
                    let context = || format!("{} {} {} {cells:?}", report.name, table.name, column.name);
                    assert!(how.is_some(), "{}: nothing says whence", context());
                    if let (Some(value), Some(shown)) = (behind.value(column.name), number(cell)) {
                        sums += 1;
                        assert_eq!(value, shown, "{} {:?}", context(), behind.parts);
                    }
                }
            }
        }
    }
    (sums, lines)
}

macro_rules! held {
    ($($test:ident $name:literal $least:literal;)*) => {
        $(#[test]
        fn $test() {
            let report = crate::reports::by_name($name).unwrap();
            let (sums, lines) = sample(|books| hold(books, report));
            assert!(lines >= 3 && sums + 1 >= $least, "{sums} sums of {lines} lines");
        })*

        #[test]
        fn every_report_is_held() {
            let names: Vec<&str> = REPORTS.iter().map(|report| report.name).collect();
            assert_eq!(names, [$($name),*]);
        }
    };
}

held! {
    stock_is_the_sum_of_its_rows "stock" 60;
    receipts_are_the_sum_of_their_rows "receipts" 60;
    donations_are_the_sum_of_their_rows "donations" 60;
    a_disclosure_is_its_row "disclosure" 20;
    distributions_are_the_sum_of_their_rows "distributions" 300;
    coverage_is_the_sum_of_its_rows "coverage" 300;
    testing_is_the_sum_of_its_rows "testing" 100;
    the_census_is_the_sum_of_the_rows_in_force "census" 100;
    a_stock_card_is_its_rows "stock-card" 20;
    requests_are_their_steps "requests" 10;
    service_is_the_sum_of_requests "service" 20;
    errands_are_the_sum_of_requests "errands" 10;
    the_roster_is_its_register "roster" 1;
    volunteers_are_the_sum_of_their_shifts "volunteers" 40;
    notices_are_the_sum_of_their_rows "notices" 10;
    the_bulletin_is_the_sum_of_its_rows "daily" 100;
    what_is_missing_is_told_from_its_rows "missing" 10;
    the_houses_say_where_their_states_come_from "grid" 1;
}
