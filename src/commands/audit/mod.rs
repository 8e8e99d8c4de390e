//! `linli audit log|show|blame|diff|verify`: what the history says of the ledgers.

mod blame;
mod diff;
mod log;
mod show;
mod verify;

use super::Desk;
use super::desk::Files;
use super::printing::print;
use super::verb::{Exit, Heading, Verb, no_args, only_subs, value};
use crate::audit::{Fields, Log, LogEntry};
use crate::error::{Error, Result, did_you_mean};
use crate::ledgers::{LEDGERS, Ledger};
use crate::model::{Cell, Column, Page, Quantity, Stamp, near, text};
use crate::output::Format;
use crate::said;
use crate::store::Oid;
use crate::store::history::{Commit, Gap, History};
use crate::store::text::Source;
use crate::words::{Said, words};
use clap::ArgMatches;

/// The verb.
pub const VERB: Verb = Verb {
    name: "audit",
    about: words(
        "what the history says: who recorded what, and whether it was tampered with",
        "查历史：谁登记了什么，有没有被动过手脚",
    ),
    long: words("", ""),
    heading: Heading::Trust,
    args: no_args,
    subs: &[log::VERB, show::VERB, blame::VERB, diff::VERB, verify::VERB],
    run: only_subs,
};

/// The history from where the command was typed, and its newest commit.
fn open(desk: &Desk) -> Result<(History, Oid)> {
    let history = History::open(&desk.start)?;
    match history.head()? {
        Some(tip) => Ok((history, tip)),
        None => Err(Error::refused(said!("nothing is committed yet", "还没有任何提交"))),
    }
}

/// The registers, and the ledgers that are wanted, as they stand in a commit; the language becomes the community's.
fn files(desk: &mut Desk, history: &History, commit: Oid, wanted: &dyn Fn(&Ledger) -> bool) -> Result<Files> {
    let mut gaps = Vec::new();
    let top = history.tree_of(commit).map_err(unreadable)?;
    let mut sources = Vec::new();
    for file in history.changes(None, Some(top), &mut gaps) {
        let register = file.path.strip_prefix("ledgers/").is_some_and(|name| !name.contains('/'));
        let month = crate::audit::ledger_of(&file.path).is_some_and(wanted);
        if let Some(blob) = file.new.filter(|_| register || month) {
            let bytes = history.blob(blob, &file.path).map_err(unreadable)?;
            sources.push(Source::new(file.path, bytes));
        }
    }
    desk.with_registers(sources)
}

fn unreadable(gap: Gap) -> Error {
    Error::Git { message: gap.said(), hint: Some(said!("linli audit verify", "linli audit verify")) }
}

/// A ledger by its name or title.
fn ledger(name: &str) -> Result<&'static Ledger> {
    let found = LEDGERS.iter().find(|l| l.name == name || l.title.zh == name);
    found.ok_or_else(|| {
        let near = near(name, LEDGERS.iter().map(|l| l.name));
        let names: Vec<&str> = LEDGERS.iter().map(|l| l.name).collect();
        let list = names.join(", ");
        let every = said!("one of {list}", "可用台账：{list}");
        Error::usage(said!("there is no ledger `{name}`", "没有台账“{name}”"))
            .hint(did_you_mean(&near).unwrap_or(every))
    })
}

/// What a reader must know: that there is more history than could be read.
fn banner(history: &History, log: &Log) -> Vec<Said> {
    let mut banner = Vec::new();
    if history.is_shallow() {
        banner.push(said!(
            "this clone holds only the end of the history: what is older is not seen (git fetch --unshallow)",
            "本机只有历史的末段，更早的看不到（git fetch --unshallow 可补全）"
        ));
    }
    if let Some(gap) = log.gaps.first() {
        let (n, what) = (log.gaps.len(), gap.said());
        banner.push(said!(
            "the history has {n} gaps, events may be missing: {what}",
            "历史有 {n} 处缺损，可能漏掉记录：{what}",
            what = (what.en, what.zh)
        ));
    }
    banner
}

/// True if a program reads the output.
fn for_machines(matches: &ArgMatches) -> Result<bool> {
    Ok(value(matches, "format").map_or(Ok(Format::Table), Format::parse)?.is_for_machines())
}

fn answer(page: Page, matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    print(&page, matches, desk)?;
    Ok(Exit::Done)
}

/// A commit: whole for programs, its beginning for people.
fn commit_cell(id: Oid) -> Cell {
    let id = id.to_string();
    let short = id[..8].to_owned();
    Cell::Named(id, short)
}

fn when_cell(commit: &Commit) -> Cell {
    Cell::Stamp(Stamp::from_datetime(commit.when))
}

/// Fields as a JSON object; for people a sentence.
fn fields_cell(ledger: &Ledger, fields: Option<&Fields>) -> Cell {
    let Some(fields) = fields else { return Cell::Absent };
    let cells = fields.iter().map(|(name, text)| (name.clone(), typed(ledger, name, text))).collect();
    Cell::Fields(cells, Said::default())
}

/// A text as a value: numbers of a ledger are numbers.
fn typed(ledger: &Ledger, name: &str, text: &str) -> Cell {
    let number = ledger.field(name).is_some_and(|field| field.kind.is_number());
    match Quantity::parse(text) {
        Ok(quantity) if number => Cell::Number(quantity),
        _ => Cell::text(text),
    }
}

/// The keys of `log` and `diff`.
fn event_columns() -> Vec<Column> {
    vec![
        text("commit", "Commit", "提交"),
        text("when", "When", "时间"),
        text("author", "Author", "登记人"),
        text("event", "Event", "事件"),
        text("ledger", "Ledger", "台账"),
        text("id", "Row", "行号"),
        text("place", "Place", "位置"),
        text("item", "Item", "物品"),
        text("before", "Before", "之前"),
        text("after", "After", "之后"),
        text("reason", "Reason", "原因"),
    ]
}

fn event_row(entry: &LogEntry) -> Vec<Cell> {
    let event = &entry.event;
    vec![
        commit_cell(entry.commit.id),
        when_cell(&entry.commit),
        Cell::text(&entry.commit.author),
        Cell::Code(event.kind.code(), event.kind.words()),
        Cell::Named(event.ledger.name.to_owned(), event.ledger.name.to_owned()),
        Cell::text(&event.id),
        Cell::text(&event.place),
        Cell::text(&event.item),
        fields_cell(event.ledger, event.before.as_ref()),
        fields_cell(event.ledger, event.after.as_ref()),
        Cell::text(&event.reason),
    ]
}

/// The same for people: what happened in a few words.
fn people_columns() -> Vec<Column> {
    vec![
        text("when", "When", "时间"),
        text("author", "Author", "登记人"),
        text("event", "Event", "事件"),
        text("ledger", "Ledger", "台账"),
        text("id", "Row", "行号"),
        text("what", "What", "内容"),
        text("reason", "Reason", "原因"),
        text("commit", "Commit", "提交"),
    ]
}

fn people_row(entry: &LogEntry) -> Vec<Cell> {
    let event = &entry.event;
    vec![
        when_cell(&entry.commit),
        Cell::text(&entry.commit.author),
        Cell::Code(event.kind.code(), event.kind.words()),
        Cell::Said(event.ledger.title.into()),
        Cell::text(&event.id),
        Cell::Said(told(entry)),
        Cell::text(&event.reason),
        commit_cell(entry.commit.id),
    ]
}

/// What an event says of its row: its words, or what changed in them.
fn told(entry: &LogEntry) -> Said {
    let event = &entry.event;
    match (&event.before, &event.after) {
        (Some(before), Some(after)) => {
            let heading = |name: &str| event.ledger.field(name).map(|field| field.heading);
            let pairs = before.iter().zip(after).map(|((name, old), (_, new))| {
                let title = heading(name).map_or_else(|| Said::same(name), Said::from);
                let none = |text: &str| if text.is_empty() { "—".to_owned() } else { text.to_owned() };
                let (old, new) = (none(old), none(new));
                said!("{title} {old} → {new}", "{title} {old} → {new}", title = (title.en, title.zh))
            });
            let pairs: Vec<Said> = pairs.collect();
            let join = |lang: crate::words::Lang, comma: &str| {
                pairs.iter().map(|said| said.say(lang).to_owned()).collect::<Vec<_>>().join(comma)
            };
            Said { en: join(crate::words::Lang::En, ", "), zh: join(crate::words::Lang::Zh, "，") }
        }
        (Some(row), None) | (None, Some(row)) => {
            let own = |name: &str| event.ledger.own_fields().iter().any(|field| field.name == name);
            let cells = row.iter().filter(|(name, text)| own(name) && !text.is_empty());
            Said::same(cells.map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" "))
        }
        (None, None) => Said::default(),
    }
}

/// How many events there are.
fn count(n: usize) -> Said {
    crate::words::count_of(n, "event", "events", "条")
}
