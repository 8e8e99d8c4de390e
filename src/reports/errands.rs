//! `errands`: who runs how many requests, and what they spent.

use super::asking::total;
use super::requests::asked_for;
use super::{Asked, Report};
use crate::books::Books;
use crate::error::Result;
use crate::ledgers::Step;
use crate::model::{Cell, Page, Quantity, Rows, number, text};
use crate::said;
use crate::words::words;
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
    make,
};

#[derive(Default)]
struct Sum {
    requests: i64,
    spent: Option<Quantity>,
    open: i64,
}

fn make(books: &Books, asked: &Asked) -> Result<Page> {
    let mut sums: BTreeMap<_, Sum> = BTreeMap::new();
    for request in asked_for(books, asked) {
        if let Some(runner) = request.runner {
            let sum = sums.entry(runner).or_default();
            sum.requests += 1;
            sum.open += i64::from(request.is_open());
        }
        // Money is owed to who spent it, also where another took the request later.
        let mut holder = None;
        for row in &request.steps {
            if row.body.step == Step::Taken || holder.is_none() {
                holder = row.body.runner.or(holder);
            }
            let spender = row.body.runner.or(holder).or(request.runner);
            if let (Some(money), Some(spender)) = (row.body.spent, spender) {
                let spent = &mut sums.entry(spender).or_default().spent;
                *spent = Some(spent.unwrap_or_default() + money.0);
            }
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
        below: vec![said!("money in {currency}", "金额单位：{currency}")],
        ..Rows::default()
    };
    Ok(table.into())
}
