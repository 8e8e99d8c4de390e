//! `linli audit diff REV..REV`

use super::{
    answer, banner, count, event_columns, event_row, files, for_machines, open, people_columns, people_row,
};
use crate::audit::{Log, TotalChange, log, net};
use crate::commands::Desk;
use crate::commands::ask::missing;
use crate::commands::printing::printing_args;
use crate::commands::verb::{Exit, Heading, Verb, value, word};
use crate::error::{Error, Result};
use crate::model::{Cell, Page, Rows, number, text};
use crate::said;
use crate::words::{Lang, Words, words};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "diff",
    about: words(
        "what a stretch of history came to, and what it did to the totals",
        "一段历史的净变化及其对合计的影响",
    ),
    long: words(
        "Example: linli audit diff HEAD~20..HEAD\nWhat was recorded and cancelled within the stretch is not shown; linli audit log shows it.",
        "示例：linli audit diff HEAD~20..HEAD\n在这段历史内登记又作废的不显示；linli audit log 可看到。",
    ),
    heading: Heading::Trust,
    args,
    subs: &[],
    run,
};

const RANGE: Words = words("from..to; without `to`, up to now", "起始版本..终止版本；不写终止则到现在");

fn args(lang: Lang) -> Vec<Arg> {
    let mut args = vec![word("range", "REV..REV", RANGE, lang)];
    args.extend(printing_args(lang));
    args
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let Some(range) = value(matches, "range") else {
        return Err(missing("REV..REV", RANGE)
            .hint(said!("linli audit diff HEAD~1..HEAD", "linli audit diff HEAD~1..HEAD")));
    };
    let (history, tip) = open(desk)?;
    let _ = files(desk, &history, tip, &|_| false);
    let (from, to) = range.split_once("..").unwrap_or((range, ""));
    let to = to.trim_start_matches('.');
    let old = history.resolve(if from.is_empty() { "HEAD" } else { from })?;
    let new = if to.is_empty() { tip } else { history.resolve(to)? };
    if old != new && !history.contains(new, old) {
        let name = |typed| if str::is_empty(typed) { "HEAD" } else { typed };
        let (from, to) = (name(from), name(to));
        return Err(Error::usage(said!(
            "{from} is not part of the history of {to}",
            "{from} 不在 {to} 的历史中",
            from = (from, from),
            to = (to, to)
        ))
        .hint(said!(
            "from the earlier to the later: linli audit diff {range}",
            "请从早到晚：linli audit diff {range}",
            range = (format!("{to}..{from}"), format!("{to}..{from}"))
        )));
    }
    let events = log(&history, new, Some(old), &|_| true);
    let net = net(&history, old, new, &events);
    let machines = for_machines(matches)?;
    let gaps = Log { entries: Vec::new(), gaps: events.gaps.iter().cloned().chain(net.gaps).collect() };
    let rows = Rows {
        name: "diff",
        columns: if machines { event_columns() } else { people_columns() },
        rows: net.entries.iter().map(if machines { event_row } else { people_row }).collect(),
        banner: banner(&history, &gaps),
        below: vec![count(net.entries.len())],
        ..Rows::default()
    };
    let mut page = Page::from(rows);
    if !machines {
        page.tables.push(totals(&net.totals));
    }
    answer(page, matches, desk)
}

fn totals(changes: &[TotalChange]) -> Rows {
    let row = |change: &TotalChange| {
        let field = change.ledger.field(change.field);
        vec![
            Cell::Said(change.ledger.title.into()),
            Cell::text(&change.of),
            Cell::text(&change.unit),
            Cell::Said(field.map_or_else(Default::default, |field| field.heading.into())),
            Cell::Number(change.before),
            Cell::Number(change.after),
            Cell::Number(change.after + -change.before),
        ]
    };
    Rows {
        name: "totals",
        title: words("Effect on each total", "对各项合计的影响").into(),
        columns: vec![
            text("ledger", "Ledger", "台账"),
            text("of", "Of", "项目"),
            text("unit", "Unit", "单位"),
            text("field", "Column", "列"),
            number("before", "Before", "之前"),
            number("after", "After", "之后"),
            number("change", "Change", "变化"),
        ],
        rows: changes.iter().map(row).collect(),
        ..Rows::default()
    }
}
