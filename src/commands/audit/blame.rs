//! `linli audit blame LEDGER`

use super::{answer, banner, commit_cell, files, ledger, open};
use crate::audit::{EventKind, LogEntry, log};
use crate::commands::Desk;
use crate::commands::ask::missing;
use crate::commands::printing::printing_args;
use crate::commands::verb::{Exit, Heading, Verb, value, word};
use crate::error::Result;
use crate::ledgers::State;
use crate::model::{Cell, Column, Rows, text};
use crate::said;
use crate::words::{Lang, Words, words};
use clap::{Arg, ArgMatches};
use rustc_hash::FxHashMap;

/// The verb.
pub const VERB: Verb = Verb {
    name: "blame",
    about: words(
        "who recorded each effective row, when, in which commit",
        "每个有效行由谁、何时、在哪次提交中登记",
    ),
    long: words("Example: linli audit blame donations", "示例：linli audit blame donations"),
    heading: Heading::Trust,
    args,
    subs: &[],
    run,
};

const LEDGER: Words = words("the name of a ledger", "台账名");

fn args(lang: Lang) -> Vec<Arg> {
    let mut args = vec![word("ledger", "LEDGER", LEDGER, lang)];
    args.extend(printing_args(lang));
    args
}

/// The keys of `show` and `blame`.
pub(super) fn columns() -> Vec<Column> {
    vec![
        text("id", "Row", "行号"),
        text("date", "Date", "日期"),
        text("by", "Recorded by", "登记人"),
        text("at", "Recorded", "登记时间"),
        text("commit", "Commit", "提交"),
        text("author", "Author", "提交人"),
        text("event", "Event", "事件"),
    ]
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let Some(name) = value(matches, "ledger") else {
        return Err(missing("LEDGER", LEDGER)
            .hint(said!("linli audit blame donations", "linli audit blame donations")));
    };
    let ledger = ledger(name)?;
    let (history, tip) = open(desk)?;
    let files = files(desk, &history, tip, &|other| other == ledger)?;
    let books = files.books(|other| other == ledger);
    let log = log(&history, tip, None, &|other| other == ledger);
    let mut origins: FxHashMap<&str, &LogEntry> = FxHashMap::default();
    for entry in &log.entries {
        for id in &entry.event.rows {
            origins.insert(id, entry);
        }
        if entry.event.kind == EventKind::Edited {
            origins.insert(&entry.event.id, entry);
        }
    }
    let mut lines = Vec::new();
    for head in books.heads(ledger).into_iter().filter(|head| head.state == State::Effective) {
        let id = head.id.to_string();
        let entry = origins.get(id.as_str());
        let known = |cell: &dyn Fn(&LogEntry) -> Cell| entry.map_or(Cell::Absent, |entry| cell(entry));
        lines.push(vec![
            Cell::text(id.as_str()),
            Cell::Day(head.date),
            Cell::text(books.text(head, head.by).get()),
            Cell::Stamp(head.at),
            known(&|entry| commit_cell(entry.commit.id)),
            known(&|entry| Cell::text(&entry.commit.author)),
            known(&|entry| Cell::Code(entry.event.kind.code(), entry.event.kind.words())),
        ]);
    }
    let rows = Rows {
        name: "blame",
        title: ledger.title.into(),
        columns: columns(),
        below: vec![crate::words::count_of(lines.len(), "row", "rows", "行")],
        rows: lines,
        banner: banner(&history, &log).into_iter().chain(crate::commands::desk::damage(&books)).collect(),
        ..Rows::default()
    };
    answer(rows.into(), matches, desk)
}
