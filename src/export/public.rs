//! What the public may see of the ledgers, as tables: the reports as they are published (`--public`), day by day where they
//! tell what happened on a day. Nothing is decided here that the reports do not decide: nothing below the unit, donors as
//! they wish, small counts hidden, and no free text, needs, receivers or names of volunteers. A ledger that is not named
//! here is not published.

use super::table::{Rows, Table, Type};
use crate::books::Books;
use crate::error::{Error, Result};
use crate::ledgers::{Field, Kind, Ledger};
use crate::model::{Cell, Day, Period, Tally, personal_numbers};
use crate::reports::{Asked, by_name};
use crate::said;
use crate::words::{Lang, Said, words};
use std::collections::BTreeSet;

/// A table that is published.
pub struct Published {
    /// Its name: that of the ledger.
    pub name: &'static str,
    /// The ledgers of which it tells; the first has the days.
    pub ledgers: &'static [&'static str],
    /// The report that it is.
    report: &'static str,
    /// The key of the report, `--by`.
    by: Option<&'static str>,
    /// True if the report is made for each day by itself.
    daily: bool,
    /// The report's columns and their kinds.
    columns: &'static [(&'static str, Kind)],
}

/// Every table that is published. Two that tell of one thing in different sums would give away what each hides, so there
/// is one for each.
pub static PUBLIC: &[Published] = &[
    Published {
        name: "receipts",
        ledgers: &["receipts"],
        report: "receipts",
        by: Some("source"),
        daily: true,
        columns: &[
            ("source", Kind::Text),
            ("item", Kind::Item),
            ("unit", Kind::Unit),
            ("quantity", Kind::Quantity),
            ("value", Kind::Money),
            ("lines", Kind::Count),
        ],
    },
    Published {
        name: "donations",
        ledgers: &["donations"],
        report: "donations",
        by: Some("donor"),
        daily: true,
        columns: &[
            ("donor", Kind::Text),
            ("item", Kind::Item),
            ("unit", Kind::Unit),
            ("quantity", Kind::Quantity),
            ("value", Kind::Money),
            ("lines", Kind::Count),
        ],
    },
    Published {
        name: "distributions",
        ledgers: &["distributions"],
        report: "distributions",
        by: Some("unit"),
        daily: true,
        columns: &[
            ("place", Kind::Place),
            ("item", Kind::Item),
            ("unit", Kind::Unit),
            ("quantity", Kind::Quantity),
            ("places", Kind::Count),
            ("lines", Kind::Count),
        ],
    },
    Published {
        name: "census",
        ledgers: &["census"],
        report: "census",
        by: Some("unit"),
        daily: false,
        columns: &[
            ("place", Kind::Place),
            ("homes", Kind::Count),
            ("households", Kind::Count),
            ("residents", Kind::Count),
            ("present", Kind::Count),
            ("unknown_homes", Kind::Count),
        ],
    },
    Published {
        name: "tests",
        ledgers: &["tests"],
        report: "testing",
        by: Some("unit"),
        daily: false,
        columns: &[
            ("round", Kind::Round),
            ("place", Kind::Place),
            ("due", Kind::Count),
            ("tested", Kind::Count),
            ("elsewhere", Kind::Count),
            ("exempt", Kind::Count),
            ("visitors", Kind::Count),
            ("missing", Kind::Count),
            ("rate", Kind::Quantity),
        ],
    },
    Published {
        name: "requests",
        ledgers: &["requests"],
        report: "service",
        by: None,
        daily: false,
        columns: &[
            ("kind", Kind::Text),
            ("opened", Kind::Count),
            ("closed", Kind::Count),
            ("open", Kind::Count),
            ("overdue", Kind::Count),
            ("unconfirmed", Kind::Count),
            ("median_hours_to_take", Kind::Quantity),
            ("median_hours_to_deliver", Kind::Quantity),
        ],
    },
    Published {
        name: "notices",
        ledgers: &["notices", "reach"],
        report: "notices",
        by: None,
        daily: false,
        columns: &[
            ("notice", Kind::Text),
            ("title", Kind::Text),
            ("date", Kind::Day),
            ("households", Kind::Count),
            ("reached", Kind::Count),
            ("missing", Kind::Count),
            ("rate", Kind::Quantity),
        ],
    },
];

/// `date`: the day of which a row tells.
const DATE: Field = Field {
    name: "date",
    kind: Kind::Day,
    required: true,
    heading: words("date", "日期"),
    meaning: words("the day of which the row tells", "本行所说的日期"),
    aliases: &[],
};

/// `hidden`: which numbers of a row are not published.
const HIDDEN: Field = Field {
    name: "hidden",
    kind: Kind::Text,
    required: false,
    heading: words("hidden", "不公布的列"),
    meaning: words(
        "columns that are empty because their number is small or a small one could be worked out from it, separated by |",
        "因数字过小、或可据以推算出小数字而不公布的列，用 | 分隔",
    ),
    aliases: &[],
};

/// The tables that tell of some of these ledgers.
fn of<'l>(ledgers: &'l [&'static Ledger]) -> impl Iterator<Item = &'static Published> + 'l {
    PUBLIC.iter().filter(|p| ledgers.iter().any(|l| p.ledgers.contains(&l.name)))
}

/// The ledgers that must be read to publish these.
pub fn needed(ledgers: &[&'static Ledger]) -> Vec<&'static str> {
    let reports = of(ledgers).filter_map(|p| by_name(p.report));
    let needs: BTreeSet<&str> = reports.flat_map(|report| report.needs).copied().collect();
    needs.into_iter().collect()
}

/// What the public may see of these ledgers, and what its readers must know.
///
/// # Errors
/// A report cannot be made; a personal number stands in what would be published.
pub fn public<'a>(
    books: &Books,
    ledgers: &[&'static Ledger],
    asked: &Asked,
    lang: Lang,
) -> Result<(Vec<Table<'a>>, Vec<Said>)> {
    let (mut tables, mut notes) = (Vec::new(), Vec::new());
    for published in of(ledgers) {
        tables.push(published.table(books, asked, lang, &mut notes)?);
    }
    let exempt = &books.registers.community.public_phones;
    for table in &tables {
        refuse_numbers(table, exempt)?;
    }
    let left: Vec<&str> = ledgers
        .iter()
        .map(|ledger| ledger.name)
        .filter(|name| !PUBLIC.iter().any(|p| p.ledgers.contains(name)))
        .collect();
    if !left.is_empty() {
        notes.push(said!("not published: {l}", "不对外公布：{l}", l = (left.join(", "), left.join("、"))));
    }
    Ok((tables, notes))
}

/// Refuses a table in which a personal number stands, a register too.
///
/// # Errors
/// It names the table and the column, and not the number.
pub fn refuse_numbers(table: &Table, exempt: &[String]) -> Result<()> {
    table.each(&mut |line| {
        let mut cells = table.columns.iter().zip(line.cells);
        let found = cells.find(|(_, cell)| !personal_numbers(&cell.text, exempt).is_empty());
        let Some((column, _)) = found else { return Ok(()) };
        let (table, column) = (table.name, column.name);
        Err(Error::refused(said!(
            "a personal number stands in `{column}` of {table}: nothing was written",
            "{table} 的“{column}”里有个人号码，没有写入任何文件"
        ))
        .hint(said!(
            "linli check names the row; numbers that may be published stand in public_phones",
            "运行 linli check 可查到该行；可以公布的号码请写入 public_phones"
        )))
    })
}

impl Published {
    fn table<'a>(
        &self,
        books: &Books,
        asked: &Asked,
        lang: Lang,
        notes: &mut Vec<Said>,
    ) -> Result<Table<'a>> {
        let Some(report) = by_name(self.report) else {
            let name = self.report;
            return Err(Error::usage(said!("there is no report {name}", "没有报表 {name}")));
        };
        let asked = Asked { by: self.by.map(str::to_owned), public: true, ..asked.clone() };
        let mut columns: Vec<Field> = Vec::new();
        let mut rows = Vec::new();
        for day in self.days(books, &asked) {
            let period = day.map_or(asked.period, Period::day);
            let page = (report.make)(books, &Asked { period, ..asked.clone() })?;
            let Some(made) = page.tables.first() else { continue };
            for said in page.banner.iter().chain(&made.banner) {
                if !notes.contains(said) {
                    notes.push(said.clone());
                }
            }
            let places: Vec<Option<usize>> = self
                .columns
                .iter()
                .map(|(name, _)| made.columns.iter().position(|c| c.name == *name))
                .collect();
            columns = self
                .columns
                .iter()
                .zip(&places)
                .map(|(column, at)| field(*column, at.map(|at| made.columns[at])))
                .collect();
            for row in &made.rows {
                let mut hidden = Vec::new();
                let mut line: Vec<String> = day.map(|day| day.to_string()).into_iter().collect();
                for (column, at) in columns.iter().zip(&places) {
                    let cell = at.and_then(|at| row.get(at)).unwrap_or(&Cell::Absent);
                    line.push(match cell {
                        // In a column of numbers a text says that the number is not told.
                        Cell::Text(_) if Type::of(column.kind) != Type::Text => {
                            hidden.push(column.name);
                            String::new()
                        }
                        cell => plain(cell, lang),
                    });
                }
                line.push(hidden.join("|"));
                rows.push(line);
            }
        }
        if self.daily {
            columns.insert(0, DATE);
        }
        columns.push(HIDDEN);
        Ok(Table {
            name: self.name,
            title: report.title,
            about: report.about,
            columns,
            key: &[],
            tally: Tally::default(),
            rows: Rows::Held(rows),
        })
    }

    /// The days of which rows are published; `None` is all of them at once.
    fn days(&self, books: &Books, asked: &Asked) -> Vec<Option<Day>> {
        if !self.daily {
            return vec![None];
        }
        let ledgers = self.ledgers.iter().filter_map(|name| crate::ledgers::by_name(name));
        let heads = ledgers.flat_map(|ledger| books.heads(ledger));
        let days: BTreeSet<Day> = heads
            .map(|head| head.date)
            .filter(|day| asked.period.contains(*day) && *day <= asked.as_of)
            .collect();
        let mut days: Vec<Option<Day>> = days.into_iter().map(Some).collect();
        if days.is_empty() {
            // A day without rows: the table is empty, and has its columns.
            days.push(asked.period.from.or(asked.period.to).or(Some(asked.as_of)));
        }
        days
    }
}

fn field((name, kind): (&'static str, Kind), made: Option<crate::model::Column>) -> Field {
    let heading = made.map_or(words("", ""), |column| column.heading);
    let heading = if heading.en.is_empty() { crate::words::Words { en: name, zh: name } } else { heading };
    Field { name, kind, required: false, heading, meaning: heading, aliases: &[] }
}

/// A cell as its plain value.
fn plain(cell: &Cell, lang: Lang) -> String {
    match cell {
        Cell::Absent | Cell::Fields(..) | Cell::List(..) => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Code(code, _) => (*code).to_owned(),
        Cell::Named(code, _) => code.clone(),
        Cell::Said(said) => said.say(lang).to_owned(),
        Cell::Number(number) => number.to_string(),
        Cell::Count(count) => count.to_string(),
        Cell::Rate(rate) => format!("{}.{:04}", rate / 10_000, rate % 10_000),
        Cell::Flag(flag) => flag.to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Stamp(stamp) => stamp.to_string(),
    }
}
