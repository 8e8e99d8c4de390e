//! `linli audit log`

use super::{
    answer, banner, count, event_columns, event_row, files, for_machines, ledger, open, people_columns,
    people_row,
};
use crate::audit::{LogEntry, log};
use crate::commands::Desk;
use crate::commands::printing::printing_args;
use crate::commands::verb::{Exit, Heading, Verb, option, value};
use crate::error::{Error, Result};
use crate::model::{Day, PlaceId, Rows, Stamp, typed_day};
use crate::recording::read_place;
use crate::said;
use crate::words::{Lang, words};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "log",
    about: words("everything that happened to rows, oldest first", "各行的全部经过，从早到晚"),
    long: words(
        "Example: linli audit log --ledger donations --since 8.14",
        "示例：linli audit log --ledger donations --since 8.14",
    ),
    heading: Heading::Trust,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    let mut args = vec![
        option("ledger", "LEDGER", words("only this ledger", "只看此台账"), lang),
        option("place", "PLACE", words("only rows within this place", "只看该位置的行"), lang),
        option("by", "NAME", words("only what this person recorded", "只看此人登记的"), lang),
        option(
            "since",
            "REV|DATE",
            words("only after this revision, or from this day on", "只看此版本之后，或自此日起"),
            lang,
        ),
    ];
    args.extend(printing_args(lang));
    args
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let only = value(matches, "ledger").map(ledger).transpose()?;
    let (history, tip) = open(desk)?;
    let registers = files(desk, &history, tip, &|_| false);
    let (mut since, mut from) = (None, None);
    if let Some(typed) = value(matches, "since") {
        match history.resolve(typed) {
            Ok(commit) => since = Some(commit),
            Err(_) => {
                let today = Day::from_date(desk.now.date_naive());
                let neither = || {
                    let message =
                        said!("`{typed}` is neither a revision nor a day", "“{typed}”既不是版本也不是日期");
                    Error::usage(message).hint(said!("such as HEAD~3 or 8.16", "例如 HEAD~3 或 8.16"))
                };
                from = Some(typed_day(typed, today).map_err(|_| neither())?);
            }
        }
    }
    let mut log = log(&history, tip, since, &|ledger| only.is_none_or(|only| only == ledger));
    if let Some(from) = from {
        log.entries.retain(|entry| Stamp::from_datetime(entry.commit.when).day() >= from);
    }
    if let Some(by) = value(matches, "by") {
        log.entries.retain(|entry| entry.commit.author == by || entry.event.by == by);
    }
    if let Some(place) = value(matches, "place") {
        let registers = registers?.registers;
        let places = registers.names.places();
        let outer: PlaceId = read_place(place, &registers.names, &mut Vec::new())?;
        let inside = |entry: &LogEntry| {
            places.find(entry.event.place.as_bytes()).is_some_and(|p| p == outer || places.covers(outer, p))
        };
        log.entries.retain(inside);
    }
    let machines = for_machines(matches)?;
    let rows = Rows {
        name: "log",
        columns: if machines { event_columns() } else { people_columns() },
        rows: log.entries.iter().map(if machines { event_row } else { people_row }).collect(),
        banner: banner(&history, &log),
        below: vec![count(log.entries.len())],
        ..Rows::default()
    };
    answer(rows.into(), matches, desk)
}
