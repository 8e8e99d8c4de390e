//! `status`: today at a glance. What is in order takes one line; what is not is a table.

mod days;

use super::daily::{findings_table, rounds};
use super::drawn::{self, Drawing};
use super::{Asked, stock};
use crate::arithmetic;
use crate::books::Books;
use crate::error::Result;
use crate::model::{Cell, Chart, Finding, Page, Period, Rows};
use crate::said;
use crate::words::{Said, words};

/// How far the rounds are.
const RATES: Drawing = Drawing {
    name: "rounds",
    title: words("Rate", "到位率"),
    of: "round",
    beside: Some("item"),
    figures: &[("rate", words("rate", "到位率"))],
    ..Drawing::PLAIN
};

/// The ledgers it needs: all that `check` reads.
pub fn status(books: &Books, asked: &Asked, findings: &[Finding]) -> Result<Page> {
    let (mut tables, banner) = rounds::tables(books, asked);
    let mut well: Vec<Said> = Vec::new();
    if tables.iter().all(|t| t.rows.is_empty()) {
        well.push(said!("rounds: none is open", "批次：当前没有进行中的批次"));
    } else if tables.iter().any(|t| t.name == "missing" && t.rows.is_empty()) {
        well.push(said!("rounds: nobody is missing", "批次：无人遗漏"));
    }
    // The bulletin's table is of the notices of one day; here is what the last seven days still lack.
    tables.retain(|t| t.name != "notices");
    let (unheard, issued) = notices(books, asked)?;
    if unheard.rows.is_empty() && issued > 0 {
        well.push(said!(
            "notices: those of the last 7 days have reached every household",
            "通知：最近 7 天的通知已户户到达"
        ));
    }
    tables.push(unheard);
    let low = low(books, asked);
    if low.rows.is_empty() {
        well.push(said!("stock: nothing below its minimum", "库存：都在最低库存以上"));
    }
    tables.push(low);
    let open = requests(books, &Asked { open: true, ..asked.clone() })?;
    if open.rows.is_empty() {
        well.push(said!("requests: no matter without an answer", "求助：件件有回音，没有未结的求助"));
    }
    tables.push(open);
    let found = findings_table(findings);
    if found.rows.is_empty() {
        well.push(said!("ledgers: nothing found", "台账：没有发现问题"));
    }
    tables.push(found);
    tables.retain(|t| !t.rows.is_empty());
    let mut charts: Vec<Chart> = tables.iter().flat_map(|table| drawn::charts(table, &RATES)).collect();
    let (days, more) = days::days(books, asked);
    charts.extend(more);
    tables.push(days);
    let (name, day) = (&books.registers.community.name, asked.as_of);
    let time = (asked.now.datetime().format("%H:%M"), asked.now.datetime().format("%-H时%M分"));
    let title = match asked.now.day() == day {
        true => said!("{name}, {day} {t}", "{name} {day} {t}", t = (time.0, time.1)),
        false => said!("{name}, {day} 24:00", "{name} {day} 24时"),
    };
    Ok(Page { title, banner, tables, charts, below: well, ..Page::default() })
}

/// What is below its minimum.
fn low(books: &Books, asked: &Asked) -> Rows {
    let table = stock::table(books, asked, &arithmetic::stock::stock(books, asked.as_of));
    let mut low = pick(table, &["store", "item", "unit", "on_hand", "minimum", "low"]);
    let at = low.columns.len() - 1;
    low.rows.retain(|row| row[at] == Cell::Flag(true));
    low.columns.truncate(at);
    low.rows.iter_mut().for_each(|row| row.truncate(at));
    Rows {
        name: "low",
        title: said!("Below the minimum", "低于最低库存"),
        total: None,
        below: Vec::new(),
        ..low
    }
}

/// The notices of the last seven days that have not reached every household, and how many there were in all.
fn notices(books: &Books, asked: &Asked) -> Result<(Rows, usize)> {
    let period = Period::new(Some(asked.as_of.plus(-6)), Some(asked.as_of))?;
    let page = (super::notices::NOTICES.make)(books, &Asked { period, ..asked.clone() })?;
    let mut table = page.tables.into_iter().next().unwrap_or_default();
    let at = table.columns.iter().position(|c| c.name == "missing").unwrap_or_default();
    let issued = table.rows.len();
    table.rows.retain(|row| row[at] != Cell::Count(0));
    let unheard = Rows {
        title: said!("Notices of the last 7 days not heard by all", "最近 7 天尚未户户到达的通知"),
        total: None,
        below: Vec::new(),
        ..table
    };
    Ok((unheard, issued))
}

/// Requests that wait for something.
fn requests(books: &Books, asked: &Asked) -> Result<Rows> {
    let all = super::requests::asked_for(books, asked);
    let overdue = all.iter().filter(|r| r.overdue).count();
    let mut below = Vec::new();
    if overdue > 0 {
        below.push(said!(
            "{overdue} overdue: linli report requests --overdue",
            "超时 {overdue} 件：linli report requests --overdue"
        ));
    }
    below.extend(super::requests::unconfirmed(books, asked, &all));
    let page = (super::requests::REQUESTS.make)(books, asked)?;
    let table = page.tables.into_iter().next().unwrap_or_default();
    let kept = ["request", "place", "kind", "need", "status", "hours", "runner", "overdue"];
    Ok(Rows {
        name: "requests",
        title: said!("Open requests", "未结求助"),
        total: None,
        below,
        ..pick(table, &kept)
    })
}

/// A table with only some of its columns.
fn pick(table: Rows, names: &[&str]) -> Rows {
    let kept: Vec<usize> =
        (0..table.columns.len()).filter(|at| names.contains(&table.columns[*at].name)).collect();
    let cells = |row: &Vec<Cell>| kept.iter().map(|at| row[*at].clone()).collect::<Vec<Cell>>();
    Rows {
        columns: kept.iter().map(|at| table.columns[*at]).collect(),
        rows: table.rows.iter().map(cells).collect(),
        ..table
    }
}
