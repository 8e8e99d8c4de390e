//! Reports of several communities joined, on literal tables, and what every report says of its own columns.

use super::*;
use crate::model::{Stamp, number};
use crate::reports::sample_tests::sample;
use crate::reports::{Asked, REPORTS, by_name};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn member(name: &str, currency: &str, page: impl Into<Page>) -> Member {
    Member { name: name.to_owned(), currency: currency.to_owned(), page: page.into() }
}

fn joined(report: &str, members: &[Member]) -> Rows {
    together(by_name(report).unwrap(), members).tables.remove(0)
}

/// A row as text, for people who compare.
fn line(row: &[Cell]) -> String {
    let cell = |cell: &Cell| match cell {
        Cell::Absent => "-".to_owned(),
        Cell::Text(text) => text.clone(),
        Cell::Said(said) => said.en.clone(),
        Cell::Number(n) => n.to_string(),
        Cell::Count(n) => n.to_string(),
        Cell::Rate(parts) => format!("{parts}/10000"),
        other => format!("{other:?}"),
    };
    row.iter().map(cell).collect::<Vec<_>>().join(" ")
}

fn coverage(rows: &[(&str, &str, i64, i64, i64, i64)]) -> Rows {
    let row = |&(item, unit, due, done, exempt, over): &(&str, &str, i64, i64, i64, i64)| {
        let figures = [due, done, exempt, (due - done - exempt).max(0), over].map(Cell::Count);
        let mut row = vec![Cell::text("r"), Cell::text("3"), Cell::text(item), Cell::text(unit)];
        row.extend(figures);
        row.extend([Cell::Count(0), Cell::Absent]);
        row
    };
    let mut columns =
        vec![text("round", "", ""), text("place", "", ""), text("item", "", ""), text("unit", "", "")];
    columns.extend(
        ["due", "done", "exempt", "missing", "over", "unknown_homes", "rate"]
            .map(|name| number(name, "", "")),
    );
    Rows { name: "coverage", columns, rows: rows.iter().map(row).collect(), ..Rows::default() }
}

#[test]
fn the_share_of_all_is_worked_out_from_the_sums_and_what_is_over_makes_up_for_nobody() {
    let all = joined(
        "coverage",
        &[
            member("a", "CNY", coverage(&[("veg", "份", 10, 10, 0, 0), ("", "人", 10, 9, 1, 0)])),
            member("b", "CNY", coverage(&[("veg", "份", 10, 15, 0, 5), ("veg", "箱", 4, 0, 0, 0)])),
        ],
    );
    let totals: Vec<String> = all.totals.iter().map(|row| line(row)).collect();
    assert_eq!(
        totals,
        [
            "total - - veg 份 20 25 0 0 5 - 10000/10000",
            "total - - - 人 10 9 1 0 0 - 10000/10000",
            "total - - veg 箱 4 0 0 4 0 - 0/10000",
        ]
    );
}

#[test]
fn a_total_in_which_a_small_count_stands_is_hidden_with_the_share_that_would_tell_it() {
    let mut small = coverage(&[("veg", "份", 10, 8, 0, 0)]);
    small.rows[0][7] = Cell::text("<5");
    small.rows[0][5] = Cell::text("*");
    let all = joined(
        "coverage",
        &[member("a", "CNY", small), member("b", "CNY", coverage(&[("veg", "份", 9, 9, 0, 0)]))],
    );
    assert_eq!(line(&all.totals[0]), "total - - veg 份 19 * 0 * 0 - *");
    assert_eq!(all.below.len(), 1);
}

#[test]
fn what_must_be_known_is_said_once_for_all_whom_it_concerns() {
    let page = |en: &str| Page { banner: vec![said!("{en}", "{en}")], ..Page::from(coverage(&[])) };
    let names = ["a", "b", "c", "d", "e", "f", "g"];
    let mut members: Vec<Member> = names.map(|name| member(name, "CNY", page("x"))).to_vec();
    members.push(member("h", "CNY", page("y")));
    let banner = together(by_name("coverage").unwrap(), &members).banner;
    let said: Vec<(&str, &str)> = banner.iter().map(|said| (said.en.as_str(), said.zh.as_str())).collect();
    assert_eq!(said, [("a, b, c, d, e and 2 more: x", "a、b、c、d、e等 7 个社区：x"), ("h: y", "h：y")]);
}

#[test]
fn a_sum_that_no_number_can_hold_is_not_told() {
    let huge = |name| {
        let mut table = coverage(&[("veg", "份", 1, 0, 0, 0)]);
        table.rows[0][4] = Cell::Number(Quantity::from_millionths(i64::MAX));
        member(name, "CNY", table)
    };
    assert!(line(&joined("coverage", &[huge("a"), huge("b")]).totals[0]).starts_with("total - - veg 份 * 0"));
}

/// Figures that mean nothing when added, and why.
const NOT_ADDED: &[(&str, &str, &str)] = &[
    ("stock", "minimum", "it stands on the line of every store"),
    ("coverage", "unknown_homes", "the homes of one community are unknown in each of its rounds"),
    ("missing", "unknown", "the same"),
    ("stock-card", "balance", "it is how much there was after each line"),
    ("requests", "hours", "nobody waited for them all"),
    ("days-left", "days", "what one has too much of does not reach the other"),
    ("days-left", "expiring", "of other days in other communities"),
    ("waiting", "hours", "nobody waited for them all"),
    ("units", "rate", "a rate without its figures"),
    ("grid", "rate", "the same"),
    ("service", "median_hours_to_take", "a median"),
    ("service", "median_hours_to_deliver", "a median"),
];

#[test]
fn every_figure_of_every_report_is_added_or_known_not_to_be() {
    sample(|books| {
        let mut seen = std::collections::BTreeSet::new();
        for report in REPORTS {
            let now = Stamp::parse("2022-08-16T20:05:00+08:00").unwrap();
            let item = books.registers.names.item("牛奶").filter(|_| report.name == "stock-card");
            let asked = Asked { city: true, item, ..Asked::of_day(now.day(), now) };
            let page = (report.make)(books, &asked).unwrap();
            for across in report.across {
                assert!(
                    page.tables.iter().any(|t| t.name == across.table),
                    "{} {}",
                    report.name,
                    across.table
                );
            }
            let all = together(report, &[member("a", "CNY", page.clone()), member("b", "USD", page)]);
            for table in &all.tables {
                let across = report.across.iter().find(|across| across.table == table.name);
                let sums = across.map_or(&[][..], |across| across.sums);
                let has = |name: &str| table.columns.iter().any(|column| column.name == name);
                let named = |name: &str| {
                    sums.iter()
                        .any(|s| s.add.contains(&name) || s.share.as_ref().is_some_and(|s| s.column == name))
                };
                for name in sums.iter().flat_map(|sum| sum.add.iter().chain(sum.same)) {
                    assert!(has(name), "{} has no column {name}", table.name);
                }
                for column in table.columns.iter().filter(|column| column.right && !named(column.name)) {
                    let known = NOT_ADDED.iter().find(|(t, c, _)| (*t, *c) == (table.name, column.name));
                    assert!(
                        known.is_some(),
                        "{}: what of {} over several communities?",
                        table.name,
                        column.name
                    );
                    seen.insert((table.name, column.name));
                }
            }
        }
        assert_eq!(seen.len(), NOT_ADDED.len(), "{seen:?}");
    });
}

proptest! {
    #[test]
    fn totals_are_the_sums_of_the_single_reports(
        pages in proptest::collection::vec(
            proptest::collection::vec((0usize..3, 0usize..2, -50_000_000i64..50_000_000, proptest::option::of(0i64..9_000_000)), 0..6),
            0..5,
        ),
    ) {
        let (items, units, currencies) = (["米", "油", "奶"], ["箱", "瓶"], ["CNY", "USD"]);
        let columns = vec![text("item", "", ""), text("unit", "", ""), number("quantity", "", ""), number("value", "", ""), number("lines", "", "")];
        let (mut goods, mut money, mut lines) = (BTreeMap::new(), BTreeMap::new(), 0);
        let mut members = Vec::new();
        for (at, page) in pages.iter().enumerate() {
            let currency = currencies[at % 2];
            let mut rows = Vec::new();
            for (item, unit, quantity, value) in page {
                let sum = goods.entry((items[*item], units[*unit])).or_insert((0, 0));
                *sum = (sum.0 + quantity, sum.1 + 1);
                if let Some(value) = value {
                    *money.entry(currency).or_insert(0) += value;
                }
                lines += 1;
                let value = value.map_or(Cell::Absent, |v| Cell::Number(Quantity::from_millionths(v)));
                rows.push(vec![
                    Cell::text(items[*item]),
                    Cell::text(units[*unit]),
                    Cell::Number(Quantity::from_millionths(*quantity)),
                    value,
                    Cell::Count(1),
                ]);
            }
            members.push(member(&at.to_string(), currency, Rows { name: "receipts", columns: columns.clone(), rows, ..Rows::default() }));
        }
        prop_assume!(!members.is_empty());
        let all = joined("receipts", &members);
        prop_assert_eq!(all.rows.len(), lines);
        if lines < 2 {
            prop_assert!(all.totals.is_empty());
            return Ok(());
        }
        let mut expected: Vec<String> = goods
            .iter()
            .map(|((item, unit), (sum, lines))| format!("total {item} {unit} {} - - {lines}", Quantity::from_millionths(*sum)))
            .collect();
        expected.extend(money.iter().map(|(c, sum)| format!("total - - - {} {c} -", Quantity::from_millionths(*sum))));
        let mut totals: Vec<String> = all.totals.iter().map(|row| line(row)).collect();
        expected.sort();
        totals.sort();
        prop_assert_eq!(totals, expected);
    }
}
