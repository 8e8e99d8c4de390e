//! `linli city list`: the communities, when each was fetched, and whether it can be read.

use super::at_once::at_once;
use super::office::{Mirrors, Office};
use super::outcome::why;
use super::reading::{broke, found};
use crate::commands::Desk;
use crate::commands::printing::{print, printing_args};
use crate::commands::verb::{Exit, Heading, Verb};
use crate::error::{Error, Result};
use crate::model::{Cell, Rows, Stamp, text};
use crate::registers::federation::Member;
use crate::said;
use crate::store::Mirror;
use crate::words::{Lang, words};
use chrono::{DateTime, FixedOffset};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "list",
    about: words(
        "list the communities: fetched when, newest commit, readable or why not",
        "列出各小区：取回时间、最新提交、能否读取",
    ),
    long: words("", ""),
    heading: Heading::City,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    printing_args(lang)
}

/// How one community stands.
struct State {
    fetched: Option<DateTime<FixedOffset>>,
    newest: Option<DateTime<FixedOffset>>,
    read: Result<()>,
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let office = Office::open(desk)?.some()?;
    let mirrors = &office.mirrors;
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let doing = words("reading", "正在读取");
    let states = at_once(&desk.ui, doing, &office.members, threads, |member| state(mirrors, member));
    let stamp = |when: Option<DateTime<FixedOffset>>| {
        when.map_or(Cell::Absent, |when| Cell::Stamp(Stamp::from_datetime(when)))
    };
    let mut unread = 0;
    let row = |(member, state): (&Member, Option<State>)| {
        let state = state.unwrap_or_else(|| State {
            fetched: None,
            newest: None,
            read: Err(Error::Git { message: broke(), hint: None }),
        });
        let (code, reason) = match &state.read {
            Ok(()) => (Cell::Code("ok", words("readable", "可读取")), Cell::Absent),
            Err(error) => {
                unread += 1;
                (Cell::Code("unreadable", words("unreadable", "无法读取")), Cell::Said(why(error)))
            }
        };
        let folder = member.folder.clone().map_or(Cell::Absent, Cell::text);
        let url = Cell::text(member.url.clone());
        vec![
            Cell::text(member.name.clone()),
            url,
            folder,
            stamp(state.fetched),
            stamp(state.newest),
            code,
            reason,
        ]
    };
    let rows = office.members.iter().zip(states).map(row).collect();
    let table = Rows {
        name: "communities",
        title: said!("Communities", "各小区"),
        columns: vec![
            text("community", "Community", "社区"),
            text("url", "Fetched from", "取回地址"),
            text("folder", "Folder", "目录"),
            text("fetched", "Fetched", "取回时间"),
            text("newest", "Newest commit", "最新提交"),
            text("state", "State", "状态"),
            text("reason", "Why", "原因"),
        ],
        rows,
        ..Rows::default()
    };
    print(&table.into(), matches, desk)?;
    Ok(if unread == 0 { Exit::Done } else { Exit::Found })
}

fn state(mirrors: &Mirrors, member: &Member) -> State {
    let path = mirrors.of(&member.url);
    let mirror = Mirror::open(&path).ok().flatten();
    let newest = mirror.as_ref().and_then(|mirror| mirror.newest().ok());
    State {
        fetched: mirror.as_ref().and_then(Mirror::fetched),
        newest: newest.map(|newest| newest.when),
        read: found(&path, member).and_then(|found| found.files(&[])).map(drop),
    }
}
