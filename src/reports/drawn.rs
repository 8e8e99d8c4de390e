//! What of a report's table is drawn: charts whose figures are the cells of the table, and no others.

use crate::model::{Cell, Chart, ChartKind, Day, Page, Rows, Series};
use crate::said;
use crate::words::{Said, Words, count_of, words};
use std::ops::RangeInclusive;

/// So many charts of a table are drawn.
const CHARTS: usize = 6;
/// So many days are drawn, the last.
const DAYS: i32 = 60;

/// What the figures of a chart are counted in.
#[derive(Clone, Copy)]
pub(super) enum Unit {
    /// Rates need no word.
    None,
    /// The same everywhere.
    Word(Words),
    /// What stands in this column.
    Column(&'static str),
}

/// How a table is drawn. Columns are named as in JSON.
#[derive(Clone, Copy)]
pub(super) struct Drawing {
    /// The charts' name.
    pub name: &'static str,
    /// Their title, where the values of `apart` do not tell.
    pub title: Words,
    /// The column of what bars or days are of.
    pub of: &'static str,
    /// The column that is named beside it where one name stands for several rows.
    pub beside: Option<&'static str>,
    /// The columns whose values have a chart each.
    pub apart: &'static [&'static str],
    /// The columns of figures, each with its name.
    pub figures: &'static [(&'static str, Words)],
    /// What they are counted in.
    pub unit: Unit,
    /// Of more charts than are drawn the last come first (rounds), else those with most rows (goods).
    pub newest: bool,
    /// Rows of which the figure is nothing are not drawn.
    pub only_some: bool,
}

/// The figure of goods.
const QUANTITY: &[(&str, Words)] = &[("quantity", words("quantity", "数量"))];

impl Drawing {
    /// One chart, of nothing yet.
    pub const PLAIN: Drawing = Drawing {
        name: "",
        title: words("", ""),
        of: "",
        beside: None,
        apart: &[],
        figures: &[],
        unit: Unit::None,
        newest: false,
        only_some: false,
    };

    /// Goods by some key: a chart each item, or where the key is the item each unit in which items are counted.
    pub const fn goods(name: &'static str, key: &'static str) -> Drawing {
        let by_item = matches!(key.as_bytes(), b"item");
        Drawing {
            name,
            title: words("items", "物品"),
            of: key,
            apart: if by_item { &["unit"] } else { &["item", "unit"] },
            figures: QUANTITY,
            unit: Unit::Column("unit"),
            ..Drawing::PLAIN
        }
    }
}

/// A page of one table with what is drawn of it.
pub(super) fn drawn(table: Rows, drawing: Option<&Drawing>) -> Page {
    let charts = drawing.map(|drawing| charts(&table, drawing)).unwrap_or_default();
    Page { charts, ..table.into() }
}

fn column(table: &Rows, name: &str) -> Option<usize> {
    table.columns.iter().position(|column| column.name == name)
}

/// What a cell is called as a category.
fn called(cell: &Cell) -> Said {
    match cell {
        Cell::Text(text) => Said::same(text.clone()),
        Cell::Code(_, words) => (*words).into(),
        Cell::Named(_, name) => Said::same(name.clone()),
        Cell::Said(said) => said.clone(),
        Cell::Day(day) => short(*day),
        _ => words("none", "无").into(),
    }
}

/// A day as a chart has it.
pub(super) fn short(day: Day) -> Said {
    Said::same(day.date().format("%m-%d").to_string())
}

/// The charts of a table as it will be shown, so that nothing is drawn of what is hidden in it. Of days without a row it is
/// said that nothing was. A table that lacks one of the columns is not drawn.
pub(super) fn charts(table: &Rows, drawing: &Drawing) -> Vec<Chart> {
    let places =
        |names: &[&str]| names.iter().map(|name| column(table, name)).collect::<Option<Vec<usize>>>();
    let names: Vec<&str> = drawing.figures.iter().map(|(name, _)| *name).collect();
    let (Some(of), Some(apart), Some(figures)) =
        (column(table, drawing.of), places(drawing.apart), places(&names))
    else {
        return Vec::new();
    };
    let unit = match drawing.unit {
        Unit::Column(name) => column(table, name),
        Unit::None | Unit::Word(_) => None,
    };
    let all_days = days(table.rows.iter(), of);
    let span = all_days.iter().min().zip(all_days.iter().max()).map(|(first, last)| *first..=*last);
    let key = |row: &Vec<Cell>| apart.iter().map(|at| row[*at].clone()).collect::<Vec<Cell>>();
    let mut groups: Vec<(Vec<Cell>, Vec<&Vec<Cell>>)> = Vec::new();
    let is_some = |row: &&Vec<Cell>| !drawing.only_some || figures.iter().any(|at| !is_nothing(&row[*at]));
    for row in table.rows.iter().filter(is_some) {
        // Rows of a group mostly follow each other.
        let is_its =
            |(known, _): &&mut (Vec<Cell>, _)| known.iter().zip(&apart).all(|(cell, at)| *cell == row[*at]);
        match groups.iter_mut().rev().find(is_its) {
            Some((_, rows)) => rows.push(row),
            None => groups.push((key(row), vec![row])),
        }
    }
    let all = groups.len();
    match drawing.newest {
        true => drop(groups.drain(..all.saturating_sub(CHARTS))),
        false => {
            groups.sort_by_key(|(_, rows)| std::cmp::Reverse(rows.len()));
            groups.truncate(CHARTS);
        }
    }
    let beside = drawing.beside.and_then(|name| column(table, name));
    let name = |row: &Vec<Cell>, rows: &[&Vec<Cell>]| {
        let is_one_of_several = |_: &usize| rows.iter().filter(|other| other[of] == row[of]).count() > 1;
        match beside.filter(is_one_of_several) {
            Some(at) => called(&row[of]).then(&said!(", ", "，")).then(&called(&row[at])),
            None => called(&row[of]),
        }
    };
    let chart = |(key, rows): &(Vec<Cell>, Vec<&Vec<Cell>>)| {
        let unit = match (drawing.unit, unit) {
            (Unit::Word(words), _) => words.into(),
            (_, Some(at)) => rows.first().map_or(Said::default(), |row| called(&row[at])),
            _ => Said::default(),
        };
        // What it is counted in stands behind the title already.
        let told: Vec<Said> = key
            .iter()
            .filter(|cell| **cell != Cell::Absent)
            .map(called)
            .filter(|said| *said != unit)
            .collect();
        let joined = |pick: fn(&Said) -> &str| told.iter().map(pick).collect::<Vec<_>>().join(" ");
        let title = match told.is_empty() {
            true => drawing.title.into(),
            false => Said { en: joined(|said| &said.en), zh: joined(|said| &said.zh) },
        };
        let values = |at: usize| rows.iter().map(|row| row[at].clone()).collect::<Vec<Cell>>();
        let series = drawing.figures.iter().zip(&figures).map(|((_, words), at)| Series {
            name: if figures.len() > 1 { (*words).into() } else { Said::default() },
            values: values(*at),
        });
        let chart = Chart {
            name: drawing.name,
            table: table.name,
            title,
            kind: ChartKind::Bars,
            categories: rows.iter().map(|row| name(row, rows)).collect(),
            series: series.collect(),
            unit,
            below: Vec::new(),
        };
        match &span {
            Some(span) => by_day(chart, &days(rows.iter().copied(), of), span.clone(), |_| Cell::Count(0)),
            None => chart,
        }
    };
    let mut charts: Vec<Chart> = groups.iter().map(chart).collect();
    if let (Some(last), 1..) = (charts.last_mut(), all.saturating_sub(CHARTS)) {
        let others = count_of(all - CHARTS, "other", "others", "项");
        last.below.push(said!(
            "{CHARTS} are drawn; {n} in the table only",
            "只画 {CHARTS} 项，另有 {n}只列在表中",
            n = (others.en, others.zh)
        ));
    }
    charts
}

fn is_nothing(cell: &Cell) -> bool {
    match cell {
        Cell::Absent | Cell::Count(0) => true,
        Cell::Number(quantity) => quantity.is_zero(),
        _ => false,
    }
}

/// The days of rows.
fn days<'r>(rows: impl Iterator<Item = &'r Vec<Cell>>, of: usize) -> Vec<Day> {
    let day = |row: &'r Vec<Cell>| if let Cell::Day(day) = row[of] { Some(day) } else { None };
    rows.filter_map(day).collect()
}

/// A chart of rows made one over days: each day of the span (or the last of them), with the last row of that day; where
/// there is none with what is so then, given the value before.
pub(super) fn by_day(
    chart: Chart,
    days: &[Day],
    span: RangeInclusive<Day>,
    without: impl Fn(&Cell) -> Cell,
) -> Chart {
    let (first, last) = (*span.start(), *span.end());
    let drawn = first.max(last.plus(1 - DAYS));
    let over = || (0..=last.since(first)).map(|n| first.plus(n));
    let values = |series: &Series| -> Vec<Cell> {
        let mut known = Cell::Absent;
        let mut values = Vec::new();
        for day in over() {
            let row = days.iter().rposition(|of| *of == day).and_then(|at| series.values.get(at));
            known = row.cloned().unwrap_or_else(|| without(&known));
            if day >= drawn {
                values.push(known.clone());
            }
        }
        values
    };
    let mut below = chart.below.clone();
    if drawn > first {
        below.push(said!("the last {DAYS} days are drawn", "只画最近 {DAYS} 天"));
    }
    Chart {
        kind: ChartKind::Lines,
        categories: over().filter(|day| *day >= drawn).map(short).collect(),
        series: chart
            .series
            .iter()
            .map(|one| Series { name: one.name.clone(), values: values(one) })
            .collect(),
        below,
        ..chart
    }
}
