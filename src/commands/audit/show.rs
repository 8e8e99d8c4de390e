//! `linli audit show ID`

use super::blame::columns;
use super::{answer, banner, commit_cell, files, for_machines, open, told};
use crate::audit::{ALLOWED_SIGNERS, EventKind, LogEntry, document, log, matching, notices, story};
use crate::commands::Desk;
use crate::commands::ask::missing;
use crate::commands::printing::printing_args;
use crate::commands::verb::{Exit, Heading, Verb, value, word};
use crate::commands::void::ID;
use crate::error::{Error, Result};
use crate::model::{Cell, Day, Page, RowId, Rows, Stamp, text};
use crate::said;
use crate::store::history::{Commit, History, Judged};
use crate::words::{Lang, Said, any_of, words};
use clap::{Arg, ArgMatches};
use std::collections::BTreeSet;

/// The verb.
pub const VERB: Verb = Verb {
    name: "show",
    about: words(
        "a row, its corrections, its commits, and the notices that used it",
        "一行的来龙去脉：更正、提交、签名和用过它的通知",
    ),
    long: words("Example: linli audit show K7QF", "示例：linli audit show K7QF"),
    heading: Heading::Trust,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    let mut args = vec![word("id", "ID", ID, lang)];
    args.extend(printing_args(lang));
    args
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let Some(typed) = value(matches, "id") else { return Err(missing("ID", ID)) };
    let (history, tip) = open(desk)?;
    let _ = files(desk, &history, tip, &|_| false);
    let log = log(&history, tip, None, &|_| true);
    let ids = matching(&log, typed);
    let documents: BTreeSet<String> = ids.iter().map(|id| code(id)).collect();
    if documents.is_empty() {
        return Err(Error::usage(said!("no row was ever called `{typed}`", "历史上没有行号含“{typed}”的行"))
            .hint(said!("linli audit log lists them", "可用 linli audit log 查看")));
    }
    if documents.len() > 1 {
        let some: Vec<&String> = ids.iter().take(6).collect();
        let list = any_of(&some);
        return Err(Error::usage(said!("`{typed}` may be several rows", "“{typed}”可能是好几行"))
            .hint(said!("such as {list}", "例如 {list}", list = (list.en, list.zh))));
    }
    let story = story(&log, &ids);
    let used = notices(&history, &log, &story);
    let mut lines: Vec<Vec<Cell>> = story.iter().flat_map(|entry| event_lines(entry)).collect();
    let published = used.iter().map(|notice| {
        let row = notice.event.rows.first().unwrap_or(&notice.event.id);
        line(notice, row, Cell::Code("published", words("published", "发布")))
    });
    lines.extend(published);
    let rows = Rows {
        name: "show",
        title: words("What happened", "经过").into(),
        columns: columns(),
        rows: lines,
        banner: banner(&history, &log),
        ..Rows::default()
    };
    let mut page = Page::from(rows);
    if !for_machines(matches)? {
        page.tables.insert(0, contents(&story));
        page.tables.push(commits(&history, &story));
        if !used.is_empty() {
            page.tables.push(published_table(&used));
        }
    }
    answer(page, matches, desk)
}

/// What the lines of one document share: its code, whatever the ledger and the day.
fn code(id: &str) -> String {
    let document = document(id);
    document.rsplit_once('-').map_or(document.clone(), |(_, code)| code.to_owned())
}

/// A line for each row that an event is about.
fn event_lines(entry: &LogEntry) -> Vec<Vec<Cell>> {
    let event = &entry.event;
    let kind = || Cell::Code(event.kind.code(), event.kind.words());
    match event.rows.is_empty() {
        true => vec![line(entry, &event.id, kind())],
        false => event.rows.iter().map(|id| line(entry, id, kind())).collect(),
    }
}

fn line(entry: &LogEntry, id: &str, kind: Cell) -> Vec<Cell> {
    let day: Option<Day> = RowId::parse_bytes(id.as_bytes()).map(|id| id.day);
    let at = Stamp::parse(&entry.event.at).map_or_else(|_| Cell::text(&entry.event.at), Cell::Stamp);
    vec![
        Cell::text(id),
        day.map_or(Cell::Absent, Cell::Day),
        Cell::text(&entry.event.by),
        at,
        commit_cell(entry.commit.id),
        Cell::text(&entry.commit.author),
        kind,
    ]
}

/// What the rows say, and what was changed in them.
fn contents(story: &[&LogEntry]) -> Rows {
    let row = |entry: &&LogEntry| {
        let event = &entry.event;
        vec![
            Cell::Said(event.ledger.title.into()),
            Cell::text(&event.id),
            Cell::Code(event.kind.code(), event.kind.words()),
            Cell::Said(told(entry)),
            Cell::text(&event.reason),
        ]
    };
    Rows {
        name: "rows",
        columns: vec![
            text("ledger", "Ledger", "台账"),
            text("id", "Row", "行号"),
            text("event", "Event", "事件"),
            text("what", "What", "内容"),
            text("reason", "Reason", "原因"),
        ],
        rows: story.iter().map(row).collect(),
        ..Rows::default()
    }
}

/// The commits, and whether they were signed.
fn commits(history: &History, story: &[&LogEntry]) -> Rows {
    let mut seen = BTreeSet::new();
    let each = story.iter().filter(|entry| seen.insert(entry.commit.id));
    let row = |entry: &&LogEntry| {
        vec![
            commit_cell(entry.commit.id),
            Cell::Stamp(Stamp::from_datetime(entry.commit.when)),
            Cell::text(&entry.commit.author),
            Cell::Said(signer(history, &entry.commit)),
            Cell::text(entry.commit.subject()),
        ]
    };
    Rows {
        name: "commits",
        title: words("Commits", "提交").into(),
        columns: vec![
            text("commit", "Commit", "提交"),
            text("when", "When", "时间"),
            text("author", "Author", "提交人"),
            text("signer", "Signature", "签名"),
            text("subject", "Subject", "说明"),
        ],
        rows: each.map(row).collect(),
        ..Rows::default()
    }
}

/// Who signed a commit, as far as can be said.
fn signer(history: &History, commit: &Commit) -> Said {
    let Ok(Some(signed)) = history.signature(commit.id) else { return said!("not signed", "没有签名") };
    let list = commit.parents.first().and_then(|parent| {
        let top = history.tree_of(*parent).ok()?;
        let blob = history.file_in(top, ALLOWED_SIGNERS).ok()??;
        history.blob(blob, ALLOWED_SIGNERS).ok()
    });
    let Some(list) = list else {
        return said!("signed; there was no {ALLOWED_SIGNERS}", "已签名；当时没有 {ALLOWED_SIGNERS}");
    };
    let names = [commit.email.as_str(), commit.author.as_str()];
    match history.judge(&signed, &list, &names, commit.committed.timestamp()) {
        Judged::Good => said!("signed by the author", "提交人本人签名"),
        Judged::Bad(_) => said!("NOT signed by the author", "签名不属于提交人"),
        Judged::Unknown(why) => said!("cannot be checked ({why})", "无法核验（{why}）"),
    }
}

fn published_table(used: &[&LogEntry]) -> Rows {
    let row = |notice: &&LogEntry| {
        let fields = notice.event.after.as_deref().unwrap_or_default();
        let get = |name: &str| {
            Cell::text(fields.iter().find(|(field, _)| field == name).map_or("", |(_, text)| text))
        };
        debug_assert!(notice.event.kind == EventKind::Added);
        vec![get("notice"), get("date"), get("title"), get("path"), commit_cell(notice.commit.id)]
    };
    Rows {
        name: "notices",
        title: words("Notices issued while it stood", "在其有效期间发布、可能用到它的通知").into(),
        columns: vec![
            text("notice", "Notice", "通知"),
            text("date", "Date", "日期"),
            text("title", "Title", "标题"),
            text("path", "File", "文件"),
            text("commit", "Commit", "提交"),
        ],
        rows: used.iter().map(row).collect(),
        ..Rows::default()
    }
}
