//! `errands`: who runs how many requests, and what they spent.

use super::across::{self, Across, CURRENCY};
use super::asking::total;
use super::drawn::{Drawing, Unit, drawn};
use super::requests::asked_for;
use super::{Asked, Report, behind};
use crate::books::Books;
use crate::error::Result;
use crate::model::{Cell, Page, PlaceId, Quantity, Rows, number, text};
use crate::registers::VolunteerId;
use crate::said;
use crate::words::{Said, words};
use std::collections::BTreeMap;

/// The report.
pub const ERRANDS: Report = Report {
    name: "errands",
    title: words("Errands", "代跑"),
    about: words(
        "requests by the runner who took them last, and what each runner spent",
        "按代跑员统计求助及垫付金额",
    ),
    by: &[],
    needs: &["requests"],
    across: &[Across {
        table: "errands",
        sums: &[across::Sum::of(&[], &["requests", "open"]), across::Sum::of(CURRENCY, &["spent"])],
        money: &["spent"],
    }],
    make,
    behind: behind::errands,
};

#[derive(Default)]
struct Sum {
    requests: i64,
    spent: Option<Quantity>,
    open: i64,
    /// What is still owed, by the place that owes it.
    owed: BTreeMap<Option<PlaceId>, Quantity>,
}

const DRAWING: Drawing = Drawing {
    name: "errands",
    title: words("Requests by runner", "各代跑员的求助"),
    of: "runner",
    figures: &[("requests", words("all", "全部")), ("open", words("open", "未结"))],
    unit: Unit::Word(words("requests", "件")),
    ..Drawing::PLAIN
};

fn make(books: &Books, asked: &Asked) -> Result<Page> {
    let mut sums: BTreeMap<_, Sum> = BTreeMap::new();
    for request in asked_for(books, asked) {
        if let Some(runner) = request.runner {
            let sum = sums.entry(runner).or_default();
            sum.requests += 1;
            sum.open += i64::from(request.is_open());
        }
        for (spender, money) in request.advances() {
            let sum = sums.entry(spender).or_default();
            sum.spent = Some(sum.spent.unwrap_or_default() + money);
        }
        for (spender, money) in request.owed() {
            *sums.entry(spender).or_default().owed.entry(request.place).or_default() += money;
        }
    }
    let spent = |spent: Option<Quantity>| spent.map_or(Cell::Absent, Cell::Number);
    let rows: Vec<_> = sums
        .iter()
        .map(|(runner, sum)| {
            let name = books.registers.names.volunteer_name(*runner);
            let name = asked.shown_name(books, &name);
            vec![name, Cell::Count(sum.requests), spent(sum.spent), Cell::Count(sum.open)]
        })
        .collect();
    let total = (rows.len() > 1).then(|| {
        let all = sums.values().filter_map(|s| s.spent).reduce(|a, b| a + b);
        let count = |of: fn(&Sum) -> i64| Cell::Count(sums.values().map(of).sum());
        vec![total(), count(|s| s.requests), spent(all), count(|s| s.open)]
    });
    let (day, currency) = (asked.as_of, &books.registers.community.currency);
    let mut below = vec![said!("money in {currency}", "金额单位：{currency}")];
    below.extend(owed(books, asked, &sums));
    let table = Rows {
        name: "errands",
        title: said!("Errands, {day}", "代跑情况（{day}）"),
        columns: vec![
            text("runner", "Runner", "代跑员"),
            number("requests", "Requests", "求助件数"),
            number("spent", "Spent", "垫付"),
            number("open", "Open", "未结"),
        ],
        rows,
        total,
        below,
        ..Rows::default()
    };
    Ok(drawn(table, Some(&DRAWING)))
}

/// What runners advanced and no home has acknowledged yet; for the public without the homes.
fn owed(books: &Books, asked: &Asked, sums: &BTreeMap<VolunteerId, Sum>) -> Vec<Said> {
    let names = &books.registers.names;
    let add = |owed: &BTreeMap<Option<PlaceId>, Quantity>| {
        owed.values().fold(Quantity::default(), |sum, money| sum + *money)
    };
    let mut lines = Vec::new();
    for (runner, sum) in sums.iter().filter(|(_, sum)| !add(&sum.owed).is_zero()) {
        let name = names.volunteer_name(*runner);
        let name = if asked.public { books.registers.community.privacy.mask.mask(&name) } else { name };
        let money = add(&sum.owed);
        let mut line = said!("{name} is still owed {money}", "待还 {name} {money}");
        if !asked.public {
            let one = |(place, money): (&Option<PlaceId>, &Quantity)| {
                format!("{} {money}", place.map_or("?".to_owned(), |p| names.place_code(p)))
            };
            let homes: Vec<String> = sum.owed.iter().map(one).collect();
            line = line.then(&said!(": {h}", "：{h}", h = (homes.join(", "), homes.join("、"))));
        }
        lines.push(line);
    }
    if lines.len() > 1 {
        let all = sums.values().fold(Quantity::default(), |all, sum| all + add(&sum.owed));
        lines.push(said!("owed in all: {all}", "待还合计：{all}"));
    }
    lines
}
