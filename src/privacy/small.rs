//! Counts so small that they speak of one family: `<5` in public tables, and nothing beside them from which they could be
//! worked out.

use crate::model::{Cell, Quantity, Rows};
use crate::said;

/// Columns that stand in a sum: what the first add up to, the others add up to as well.
pub type SumOf<'a> = (&'a [&'a str], &'a [&'a str]);

/// What stands for a number that is hidden only so that another cannot be worked out.
const HIDDEN: &str = "*";

/// Hides, in a public table whose small counts stand as `<least` already, the figures from which one of them could be
/// worked out: a total, another figure of its sum, a rate. A hidden number is left with every value that `<least` allows.
pub fn hide_small(table: &mut Rows, least: u32, sums: &[SumOf]) {
    if least == 0 {
        return;
    }
    let least = Quantity::whole(i64::from(least));
    let sums = places(table, sums);
    table.rows.iter_mut().for_each(|row| hide_in_row(row, least, &sums));
    if let Some(total) = &mut table.total {
        for (column, sum) in total.iter_mut().enumerate() {
            let cells: Vec<&Cell> = table.rows.iter().filter_map(|row| row.get(column)).collect();
            if let Some(all) = number(sum)
                && cells.iter().any(|cell| is_hidden(cell))
                && !is_open(all, &cells, least)
            {
                *sum = hidden();
            }
        }
        hide_in_row(total, least, &sums);
    }
    note(table, least);
}

/// Hides, in one row of a table, the figure of a column that other cells of the same page add up to, if one of those
/// could be worked out from it; then what stands in a sum with it.
pub fn hide_total(table: &mut Rows, row: usize, column: &str, cells: &[Cell], least: u32, sums: &[SumOf]) {
    let sums = places(table, sums);
    let Some(at) = table.columns.iter().position(|known| known.name == column) else { return };
    let least = Quantity::whole(i64::from(least));
    let cells: Vec<&Cell> = cells.iter().collect();
    let Some(row) = table.rows.get_mut(row) else { return };
    if let Some(all) = number(&row[at])
        && cells.iter().any(|cell| is_hidden(cell))
        && !is_open(all, &cells, least)
    {
        row[at] = hidden();
        hide_in_row(row, least, &sums);
        note(table, least);
    }
}

/// Where the columns of sums stand.
fn places(table: &Rows, sums: &[SumOf]) -> Vec<(Vec<usize>, Vec<usize>)> {
    let at = |name: &&str| table.columns.iter().position(|column| column.name == *name);
    let places = |names: &[&str]| names.iter().filter_map(at).collect();
    sums.iter().map(|(wholes, parts)| (places(wholes), places(parts))).collect()
}

/// Says below the table what a star means, once.
fn note(table: &mut Rows, least: Quantity) {
    if table.rows.iter().chain(&table.total).flatten().any(|cell| *cell == hidden()) {
        let note = said!(
            "* not shown, because a number below {least} could be worked out from it",
            "* 不予公布，以免据此推算出小于 {least} 的数字"
        );
        if !table.below.contains(&note) {
            table.below.push(note);
        }
    }
}

fn hide_in_row(row: &mut [Cell], least: Quantity, sums: &[(Vec<usize>, Vec<usize>)]) {
    for (wholes, parts) in sums {
        let any = |row: &[Cell], of: &[usize]| of.iter().any(|at| is_hidden(&row[*at]));
        if !any(row, wholes) && !any(row, parts) {
            continue;
        }
        let open = |row: &[Cell]| {
            if any(row, wholes) {
                return any(row, parts);
            }
            let all: Quantity = wholes.iter().filter_map(|at| number(&row[*at])).sum();
            is_open(all, &parts.iter().map(|at| &row[*at]).collect::<Vec<_>>(), least)
        };
        let largest = |row: &[Cell], of: &[usize]| {
            let some = of.iter().copied().filter(|at| number(&row[*at]).is_some_and(|n| !n.is_zero()));
            some.max_by_key(|at| number(&row[*at]))
        };
        if !open(row)
            && let Some(at) = largest(row, parts)
        {
            row[at] = hidden();
        }
        if !open(row)
            && let Some(at) = largest(row, wholes)
        {
            row[at] = hidden();
        }
    }
    if row.iter().any(is_hidden) {
        let rates = row.iter_mut().filter(|cell| matches!(cell, Cell::Rate(_)));
        rates.for_each(|rate| *rate = hidden());
    }
}

/// True if the hidden cells of a sum can each be anything that they may be, whatever the sum and its other cells say.
fn is_open(all: Quantity, cells: &[&Cell], least: Quantity) -> bool {
    let known: Quantity = cells.iter().filter_map(|cell| number(cell)).sum();
    let (left, one) = (all - known, Quantity::whole(1));
    let small = cells.iter().filter(|cell| is_small(cell)).count() as i64;
    let other = cells.iter().filter(|cell| ***cell == hidden()).count() as i64;
    let times = |n: i64, of: Quantity| (0..n).fold(Quantity::ZERO, |sum, _| sum + of);
    let most = least - one;
    match (small, other) {
        (0, 0) => true,
        (0, 1) => false,
        (0, _) => left >= times(other, least) + least,
        (_, 0) => left >= most + times(small - 1, one) && left <= one + times(small - 1, most),
        _ => left >= most + times(small - 1, one) + times(other, least),
    }
}

fn hidden() -> Cell {
    Cell::Text(HIDDEN.to_owned())
}

fn is_small(cell: &Cell) -> bool {
    matches!(cell, Cell::Text(text) if text.starts_with('<'))
}

fn is_hidden(cell: &Cell) -> bool {
    is_small(cell) || *cell == hidden()
}

fn number(cell: &Cell) -> Option<Quantity> {
    match cell {
        Cell::Number(number) => Some(*number),
        Cell::Count(count) => Some(Quantity::whole(*count)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{number as column, text};
    use proptest::prelude::*;

    const LEAST: i64 = 5;
    const SUM: SumOf<'static> = (&["due"], &["done", "exempt", "missing"]);

    fn shown(n: i64) -> Cell {
        if (1..LEAST).contains(&n) { Cell::Text(format!("<{LEAST}")) } else { Cell::Count(n) }
    }

    fn table(rows: &[[i64; 3]]) -> Rows {
        let line = |parts: [i64; 3]| {
            let mut row = vec![Cell::Absent, shown(parts.iter().sum())];
            row.extend(parts.map(shown));
            row.push(Cell::rate(i128::from(parts[0]), i128::from(parts.iter().sum::<i64>())));
            row
        };
        let mut columns = vec![text("place", "Place", "位置")];
        columns.extend(["due", "done", "exempt", "missing", "rate"].map(|name| column(name, "x", "数")));
        let total = [0, 1, 2].map(|at| rows.iter().map(|row| row[at]).sum());
        let rows: Vec<Vec<Cell>> = rows.iter().map(|row| line(*row)).collect();
        let mut table = Rows { columns, rows, total: Some(line(total)), ..Rows::default() };
        hide_small(&mut table, LEAST as u32, &[SUM]);
        table
    }

    fn say(row: &[Cell]) -> String {
        let cell = |cell: &Cell| match cell {
            Cell::Text(text) => text.clone(),
            Cell::Count(n) => n.to_string(),
            Cell::Rate(_) => "%".to_owned(),
            _ => String::new(),
        };
        row.iter().skip(1).map(cell).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn one_small_figure_hides_another_of_its_sum_and_the_rate() {
        assert_eq!(say(&table(&[[54, 0, 1]]).rows[0]), "55 * 0 <5 *");
        assert_eq!(say(&table(&[[54, 0, 6]]).rows[0]), "60 54 0 6 %");
        assert_eq!(say(&table(&[[4, 0, 4]]).rows[0]), "* <5 0 <5 *");
        assert_eq!(say(&table(&[[5, 0, 1]]).rows[0]), "* * 0 <5 *");
    }

    #[test]
    fn a_total_from_which_the_one_small_figure_could_be_worked_out_is_hidden() {
        let total = |rows: &[[i64; 3]]| say(table(rows).total.as_ref().unwrap());
        assert_eq!(total(&[[50, 0, 10], [40, 0, 2]]), "102 * 0 * *");
        assert_eq!(total(&[[50, 0, 10], [40, 0, 8]]), "108 90 0 18 %");
        let three = table(&[[50, 0, 2], [40, 0, 3], [40, 0, 1]]);
        assert!(three.below[0].zh.contains('5'));
    }

    #[test]
    fn a_table_without_small_counts_stays_as_it_is() {
        let all = table(&[[50, 0, 10], [40, 6, 20]]);
        assert!(all.below.is_empty() && all.rows.iter().chain(&all.total).flatten().all(|c| !is_hidden(c)));
    }

    /// What a reader may think a cell is.
    fn possible(cell: &Cell) -> Vec<i64> {
        match cell {
            Cell::Count(n) => vec![*n],
            Cell::Text(text) if text == HIDDEN => (LEAST..60).collect(),
            _ => (1..LEAST).collect(),
        }
    }

    proptest! {
        #[test]
        fn no_reader_can_work_out_a_small_figure_of_a_row(parts in [0i64..14, 0i64..8, 0i64..8]) {
            let row = &table(&[parts]).rows[0];
            let cells: Vec<Vec<i64>> = (1..5).map(|at| possible(&row[at])).collect();
            let mut seen = vec![std::collections::BTreeSet::new(); 4];
            for a in &cells[1] { for b in &cells[2] { for c in &cells[3] {
                if cells[0].contains(&(a + b + c)) {
                    for (at, value) in [a + b + c, *a, *b, *c].into_iter().enumerate() { seen[at].insert(value); }
                }
            }}}
            for at in 0..4 {
                prop_assert!(!is_small(&row[at + 1]) || seen[at].len() > 1, "{}", say(row));
            }
        }

        #[test]
        fn no_reader_can_work_out_a_small_figure_from_a_total(rows in proptest::collection::vec(0i64..9, 1..4)) {
            let rows: Vec<[i64; 3]> = rows.into_iter().map(|n| [n, 0, 0]).collect();
            let table = table(&rows);
            let total = possible(&table.total.as_ref().unwrap()[2]);
            let cells: Vec<Vec<i64>> = table.rows.iter().map(|row| possible(&row[2])).collect();
            let mut seen = vec![std::collections::BTreeSet::new(); cells.len()];
            let mut at = vec![0; cells.len()];
            'all: loop {
                let values: Vec<i64> = at.iter().zip(&cells).map(|(i, cell)| cell[*i]).collect();
                if total.contains(&values.iter().sum()) {
                    values.iter().enumerate().for_each(|(i, v)| { seen[i].insert(*v); });
                }
                for i in 0..at.len() {
                    at[i] += 1;
                    if at[i] < cells[i].len() { continue 'all; }
                    at[i] = 0;
                }
                break;
            }
            for (row, seen) in table.rows.iter().zip(&seen) {
                prop_assert!(!is_small(&row[2]) || seen.len() > 1, "{}", say(row));
            }
        }
    }
}
