//! `report("coverage", by="unit", round=round.code)`: the reports that a template asks for. What is public is decided by
//! the notice and cannot be said in a call.

use super::values;
use super::wording::{said_day, said_place};
use crate::books::Books;
use crate::error::{Error, Result, did_you_mean};
use crate::model::{Cell, Page, Period, Rows, near, typed_day};
use crate::output::{Format, Look, render};
use crate::reports::{Asked, REPORTS, by_name, missing::missing};
use crate::said;
use crate::words::{Lang, any_of};
use chrono::Datelike;
use minijinja::Value;
use std::collections::BTreeMap;

/// What a call may say besides the report's name.
pub(super) const ARGUMENTS: [&str; 13] = [
    "by", "round", "notice", "item", "store", "place", "captain", "from", "to", "open", "overdue", "table",
    "columns",
];

/// One call: the function, the report, and what was said.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Call {
    /// `report` or `table`.
    pub function: &'static str,
    /// The report's name.
    pub report: String,
    /// The arguments; of a list the parts joined by commas.
    pub said: BTreeMap<String, String>,
}

impl Call {
    fn get(&self, name: &str) -> Option<&str> {
        self.said.get(name).map(String::as_str).filter(|text| !text.is_empty())
    }
}

/// What a call gives, and the keys of its rows.
pub(super) struct Answer {
    pub value: Value,
    pub keys: Vec<&'static str>,
}

/// Makes the report.
pub(super) fn answer(books: &Books, asked: &Asked, lang: Lang, call: &Call) -> Result<Answer> {
    let Some(report) = by_name(&call.report) else {
        let (name, names) = (&call.report, REPORTS.iter().map(|r| r.name).collect::<Vec<_>>());
        let all = any_of(&names);
        return Err(Error::usage(said!("there is no report `{name}`", "没有报表“{name}”")).hint(
            did_you_mean(&near(name, names.iter().copied()))
                .unwrap_or_else(|| said!("one of {l}", "可用报表：{l}", l = (all.en, all.zh))),
        ));
    };
    let asked = of_call(books, asked, call)?;
    let page = match report.name {
        "missing" => missing(books, &asked, call.get("notice").or(call.get("round")), call.get("captain"))?,
        _ => (report.make)(books, &asked)?,
    };
    let mut table = in_words(table(page, call)?, books, lang);
    if call.get("columns").is_some() || call.function == "table" {
        table = of_columns(table, call.get("columns"))?;
    }
    let keys = table.columns.iter().map(|c| c.name).collect();
    let value = match call.function {
        "table" => {
            table.title = Default::default();
            for cell in table.rows.iter_mut().flatten() {
                if let Cell::Day(day) = cell {
                    *cell = Cell::Named(
                        day.to_string(),
                        said_day(*day, lang, day.date().year() != asked.as_of.date().year()),
                    );
                }
            }
            table.banner.clear();
            table.below.clear();
            Value::from_safe_string(render(&table.into(), Format::Markdown, &Look::plain(lang)))
        }
        _ => values::rows(&table, lang),
    };
    Ok(Answer { value, keys })
}

/// What is asked of the report: the notice's day and public, and what the call says.
fn of_call(books: &Books, asked: &Asked, call: &Call) -> Result<Asked> {
    let names = &books.registers.names;
    let day = |name| call.get(name).map(|text| typed_day(text, asked.as_of)).transpose();
    let yes = |name| call.get(name).is_some_and(|text| text == "true");
    let not = |what: &str, typed: &str| {
        Error::usage(said!("there is no {what} `{typed}`", "没有“{typed}”（{what}）"))
    };
    let round = match call.get("round") {
        Some(code) => Some(names.round(code).ok_or_else(|| not("round", code))?),
        None => None,
    };
    let place = match call.get("place") {
        Some(code) => Some(names.places().find(code.as_bytes()).ok_or_else(|| not("place", code))?),
        None => None,
    };
    let item = match call.get("item") {
        Some(name) => Some(names.item(name).ok_or_else(|| not("item", name))?),
        None => None,
    };
    let store = match call.get("store") {
        Some(code) => Some(names.store(code).ok_or_else(|| not("store", code))?),
        None => None,
    };
    Ok(Asked {
        store,
        by: call.get("by").map(str::to_owned),
        period: Period::new(day("from")?, day("to")?)?,
        round,
        place,
        item,
        open: yes("open"),
        overdue: yes("overdue"),
        ..asked.clone()
    })
}

/// Rounds by their titles and places as people say them; the codes stay beside them.
fn in_words(mut table: Rows, books: &Books, lang: Lang) -> Rows {
    let names: Vec<&str> = table.columns.iter().map(|c| c.name).collect();
    for row in &mut table.rows {
        for (name, cell) in names.iter().zip(row) {
            let Cell::Text(code) = cell else { continue };
            let words = match *name {
                "place" => said_place(code, lang),
                "round" => {
                    let round = books.registers.rounds.iter().find(|round| round.code == *code);
                    round
                        .map(|round| round.title.clone())
                        .filter(|title| !title.is_empty())
                        .unwrap_or_else(|| code.clone())
                }
                _ => continue,
            };
            *cell = Cell::Named(code.clone(), words);
        }
    }
    table
}

/// The one table of a page, or of several the one that is named.
fn table(mut page: Page, call: &Call) -> Result<Rows> {
    let names: Vec<&str> = page.tables.iter().map(|t| t.name).collect();
    let at = match call.get("table") {
        None if names.len() == 1 => Some(0),
        None => None,
        Some(wanted) => names.iter().position(|name| *name == wanted),
    };
    match at {
        Some(at) => Ok(page.tables.swap_remove(at)),
        None => {
            let (report, all) = (&call.report, any_of(&names));
            Err(Error::usage(said!("{report} has several tables: which?", "{report} 有几张表，要哪一张？"))
                .hint(said!("table=… {l}", "table=… {l}", l = (all.en, all.zh))))
        }
    }
}

/// The columns that are wanted, in that order.
fn of_columns(table: Rows, wanted: Option<&str>) -> Result<Rows> {
    let Some(wanted) = wanted else { return Ok(table) };
    let names: Vec<&str> = table.columns.iter().map(|c| c.name).collect();
    let mut kept = Vec::new();
    for name in wanted.split(',').map(str::trim) {
        match names.iter().position(|known| *known == name) {
            Some(at) => kept.push(at),
            None => {
                let all = any_of(&names);
                return Err(Error::usage(said!("there is no column `{name}`", "没有“{name}”这一列")).hint(
                    did_you_mean(&near(name, names.iter().copied()))
                        .unwrap_or_else(|| said!("one of {l}", "可用：{l}", l = (all.en, all.zh))),
                ));
            }
        }
    }
    let pick = |row: &Vec<Cell>| kept.iter().map(|&at| row[at].clone()).collect::<Vec<_>>();
    Ok(Rows {
        columns: kept.iter().map(|&at| table.columns[at]).collect(),
        rows: table.rows.iter().map(pick).collect(),
        total: table.total.as_ref().map(pick),
        ..table
    })
}
