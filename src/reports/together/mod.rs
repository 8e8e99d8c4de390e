//! The same report of several communities as one: their rows below each other with the community in front, and what adds
//! up added up. What each report says of its own tables is in [`Across`].

use super::across::{Across, Share};
use super::{Report, caution};
use crate::model::{Cell, Column, Page, Quantity, Rows, text};
use crate::said;
use crate::words::Said;
use std::collections::VecDeque;

/// The report of one community.
#[derive(Clone, Debug)]
pub struct Member {
    /// The community, as the federation names it.
    pub name: String,
    /// The currency of its money.
    pub currency: String,
    /// Its report.
    pub page: Page,
}

/// So many communities are named in a sentence; more are counted.
const NAMED: usize = 5;

/// Joins the reports of several communities, in their order. What stands below a table is for the community's own people
/// and may name homes: it is left out.
pub fn together(report: &Report, members: &[Member]) -> Page {
    let mut names: Vec<&'static str> = Vec::new();
    for table in members.iter().flat_map(|member| &member.page.tables) {
        if !names.contains(&table.name) {
            names.push(table.name);
        }
    }
    let tables: Vec<Rows> = names.into_iter().map(|name| table(report, name, members)).collect();
    let mut page = Page { banner: banner(members, |member| &member.page.banner), ..Page::default() };
    if let [_, _, ..] = tables[..] {
        page.title = report.title.into();
    }
    page.tables = tables;
    page
}

/// One table of all communities.
fn table(report: &Report, name: &'static str, members: &[Member]) -> Rows {
    let of = |member: &Member| member.page.tables.iter().position(|table| table.name == name);
    let parts: Vec<(&Member, &Rows)> =
        members.iter().filter_map(|member| Some((member, &member.page.tables[of(member)?]))).collect();
    let across = report.across.iter().find(|across| across.table == name);
    let money = across.map_or(&[][..], |across| across.money);
    let columns = columns(&parts, money);
    let mut all = Rows { name, columns, ..Rows::default() };
    for (member, part) in &parts {
        let places: Vec<Option<usize>> = all
            .columns
            .iter()
            .map(|column| part.columns.iter().position(|own| own.name == column.name))
            .collect();
        for row in &part.rows {
            let cell = |(at, column): (usize, &Column)| match (places[at], column.name) {
                (_, "community") => Cell::text(member.name.clone()),
                (Some(place), _) => row.get(place).cloned().unwrap_or(Cell::Absent),
                (None, "currency") => Cell::text(member.currency.clone()),
                (None, _) => Cell::Absent,
            };
            all.rows.push(all.columns.iter().enumerate().map(cell).collect());
        }
    }
    let titles: Vec<&Said> = parts.iter().map(|(_, part)| &part.title).collect();
    all.title = match titles.split_first() {
        Some((first, rest)) if rest.iter().all(|title| title == first) => (*first).clone(),
        _ => report.title.into(),
    };
    all.banner = banner(members, |member| of(member).map_or(&[], |at| &member.page.tables[at].banner));
    if let (Some(across), 2..) = (across, all.rows.len()) {
        all.totals = totals(across, &all);
        if all.totals.iter().flatten().any(|cell| *cell == hidden()) {
            all.below.push(said!(
                "* not shown: a number that a community keeps to itself stands in it",
                "* 不予公布：其中有小区未公开的数字"
            ));
        }
    }
    all
}

/// The community, the columns of the report, and the currency beside money.
fn columns(parts: &[(&Member, &Rows)], money: &[&str]) -> Vec<Column> {
    let mut columns = vec![text("community", "Community", "社区")];
    for (_, part) in parts {
        for column in &part.columns {
            if columns.iter().all(|known| known.name != column.name) {
                columns.push(*column);
            }
        }
    }
    if let Some(last) = columns.iter().rposition(|column| money.contains(&column.name)) {
        columns.insert(last + 1, text("currency", "Currency", "币种"));
    }
    columns
}

/// What must be known of the figures, each sentence once, with the communities it is about in front.
fn banner<'m>(members: &'m [Member], of: impl Fn(&'m Member) -> &'m [Said]) -> Vec<Said> {
    let mut told: Vec<(&Said, Vec<&str>)> = Vec::new();
    for member in members {
        for said in of(member) {
            match told.iter_mut().find(|(known, _)| *known == said) {
                Some((_, names)) => names.push(&member.name),
                None => told.push((said, vec![&member.name])),
            }
        }
    }
    told.into_iter().map(|(said, names)| some_of(&names).then(&said!(": ", "：")).then(said)).collect()
}

/// The first names, and how many there are besides.
pub fn some_of(names: &[&str]) -> Said {
    let (first, more) = names.split_at(names.len().min(NAMED));
    let first = (first.join(", "), first.join("、"));
    match more.len() {
        0 => said!("{n}", "{n}", n = (first.0, first.1)),
        n => said!(
            "{some} and {n} more",
            "{some}等 {n} 个社区",
            some = (first.0, first.1),
            n = (n, names.len())
        ),
    }
}

/// A sum that cannot be told, because something in it is not.
fn hidden() -> Cell {
    Cell::text("*")
}

/// The total rows: for each sum of the table one for each sort, in the order in which they first stand in it.
fn totals(across: &Across, all: &Rows) -> Vec<Vec<Cell>> {
    let at = |name: &str| all.columns.iter().position(|column| column.name == name);
    let mut totals = Vec::new();
    for sum in across.sums {
        let same: Vec<usize> = sum.same.iter().filter_map(|name| at(name)).collect();
        let add: Vec<usize> = sum.add.iter().filter_map(|name| at(name)).collect();
        let mut sorts: Vec<Vec<&Vec<Cell>>> = Vec::new();
        // Sorts are few and come by turns: the one seen longest ago is asked first.
        let mut recent: VecDeque<usize> = VecDeque::new();
        for row in &all.rows {
            if add.iter().all(|column| row[*column] == Cell::Absent) {
                continue;
            }
            let is_alike = |sort: &usize| same.iter().all(|column| sorts[*sort][0][*column] == row[*column]);
            match recent.iter().position(is_alike).and_then(|at| recent.remove(at)) {
                Some(sort) => {
                    recent.push_back(sort);
                    sorts[sort].push(row);
                }
                None => {
                    recent.push_back(sorts.len());
                    sorts.push(vec![row]);
                }
            }
        }
        for rows in sorts {
            let mut total = vec![Cell::Absent; all.columns.len()];
            total[0] = caution::total();
            for column in &same {
                total[*column] = rows[0][*column].clone();
            }
            for column in &add {
                total[*column] = added(rows.iter().map(|row| &row[*column]));
            }
            if let Some(share) = &sum.share
                && let Some(column) = at(share.column)
            {
                total[column] = share_of(share, &total, &at);
            }
            totals.push(total);
        }
    }
    totals
}

/// The sum of numbers, and of counts a count; nothing where there is none. It cannot be told if one of them is not told.
fn added<'c>(cells: impl Iterator<Item = &'c Cell>) -> Cell {
    let (mut millionths, mut any, mut whole) = (0i128, false, true);
    for cell in cells {
        millionths += match cell {
            Cell::Absent => continue,
            Cell::Count(n) => i128::from(*n) * i128::from(Quantity::whole(1).millionths()),
            Cell::Number(n) => {
                whole = false;
                i128::from(n.millionths())
            }
            _ => return hidden(),
        };
        any = true;
    }
    let Ok(sum) = i64::try_from(millionths).map(Quantity::from_millionths) else { return hidden() };
    match (any, whole, sum.as_whole()) {
        (false, _, _) => Cell::Absent,
        (true, true, Some(count)) => Cell::Count(count),
        (true, _, _) => Cell::Number(sum),
    }
}

/// The share in a total row, from the sums in it.
fn share_of(share: &Share, total: &[Cell], at: &impl Fn(&str) -> Option<usize>) -> Cell {
    let figure = |name: &str| match at(name).map(|column| &total[column]) {
        None | Some(Cell::Absent) => Some(0),
        Some(Cell::Number(n)) => Some(i128::from(n.millionths())),
        Some(Cell::Count(n)) => Some(i128::from(*n) * i128::from(Quantity::whole(1).millionths())),
        Some(_) => None,
    };
    let done: Option<i128> = share.done.iter().map(|name| figure(name)).sum();
    let parts = (done, figure(share.over), figure(share.due), figure(share.exempt));
    let (Some(done), Some(over), Some(due), Some(exempt)) = parts else { return hidden() };
    let due = due - exempt;
    Cell::rate((done - over).min(due), due)
}

#[cfg(test)]
mod tests;
