//! The houses of the day, and who was missed, in a line.

use crate::arithmetic::coverage::{Coverage, Reckoning};
use crate::books::Books;
use crate::model::{Cell, Houses, Rows};
use crate::registers::RoundId;
use crate::reports::{Asked, grid};
use crate::said;
use crate::words::{Said, count_of};

/// So many homes are named in a sentence; more are counted.
const NAMED: usize = 30;

/// The table and the houses: home by home for the team, unit by unit for the public; and who was missed.
pub(super) fn houses(books: &Books, asked: &Asked) -> (Rows, Vec<Houses>, Said) {
    let reckoning = Reckoning::new(books, asked.as_of);
    let coverages: Vec<(RoundId, Coverage)> = grid::of_the_day(books, asked, &reckoning)
        .into_iter()
        .filter_map(|id| Some((id, reckoning.round(id)?)))
        .collect();
    if coverages.is_empty() {
        let (table, houses) = grid::rates(books, asked, "units", &coverages);
        return (table, houses, said!("No round was of today", "当天没有批次"));
    }
    if asked.leaves() {
        let (table, houses) = grid::rates(books, asked, "units", &coverages);
        let lead = units_missed(&table);
        return (table, houses, lead);
    }
    let title = said!("House by house", "逐户情况");
    let (table, houses) = grid::by_unit(books, asked, &reckoning, &coverages, title);
    let lead = homes_missed(&table);
    (table, vec![houses], lead)
}

fn column(table: &Rows, name: &str) -> Option<usize> {
    table.columns.iter().position(|column| column.name == name)
}

/// The homes that were missed, by unit.
fn homes_missed(table: &Rows) -> Said {
    let (Some(place), Some(count), Some(homes)) =
        (column(table, "place"), column(table, "missing"), column(table, "missing_homes"))
    else {
        return Said::default();
    };
    let lacking = |row: &&Vec<Cell>| row[count] != Cell::Count(0);
    let number = |row: &Vec<Cell>| if let Cell::Count(n) = row[count] { n } else { 0 };
    let rows: Vec<&Vec<Cell>> = table.rows.iter().filter(lacking).collect();
    let all: i64 = rows.iter().map(|row| number(row)).sum();
    if all == 0 {
        return said!("Nobody was missed today", "今天无人遗漏");
    }
    let short = all <= NAMED as i64;
    let part = |row: &&Vec<Cell>| match (&row[place], &row[homes]) {
        (Cell::Text(unit), Cell::Text(rooms)) if short => format!("{unit}: {rooms}"),
        (Cell::Text(unit), _) => format!("{unit}: {}", number(row)),
        _ => String::new(),
    };
    let parts = rows.iter().map(part).collect::<Vec<_>>().join("; ");
    let counted = count_of(all as usize, "home", "homes", "户");
    said!("Missed today, {n}: ", "今天缺漏 {n}：", n = (counted.en, counted.zh)).then(&Said::same(parts))
}

/// The units in which somebody was missed.
fn units_missed(table: &Rows) -> Said {
    let (Some(place), Some(rate)) = (column(table, "place"), column(table, "rate")) else {
        return Said::default();
    };
    let whole = |cell: &Cell| matches!(cell, Cell::Rate(10_000) | Cell::Absent);
    let mut units: Vec<String> = Vec::new();
    for row in table.rows.iter().filter(|row| !whole(&row[rate])) {
        if let Cell::Text(unit) = &row[place]
            && !units.contains(unit)
        {
            units.push(unit.clone());
        }
    }
    if units.is_empty() {
        return said!("Nobody was missed today", "今天无人遗漏");
    }
    let (en, zh) = (units.join(", "), units.join("、"));
    said!("Units not complete today: {en}", "今天未到位的单元：{zh}")
}
