//! `--as-known-at`: the files as they had been recorded by a commit or a moment, read from git's objects.

use super::Desk;
use super::desk::Files;
use super::verb::{option, value};
use crate::error::{Error, Result};
use crate::model::{Day, typed_day};
use crate::said;
use crate::store::text::Source;
use crate::store::{Oid, Store};
use crate::words::{Lang, words};
use chrono::{DateTime, NaiveTime};
use clap::{Arg, ArgMatches};

/// `--as-known-at`
pub fn known_at_arg(lang: Lang) -> Arg {
    let help = words("as it had been recorded by then", "按当时已登记的内容");
    option("as-known-at", "REV|TIME", help, lang)
}

/// The registers and the wanted ledgers: as they lie in the folder, or as they had been recorded by then.
///
/// # Errors
/// They cannot be read; there is no such revision, or nothing had been recorded by that moment.
pub fn read(desk: &mut Desk, matches: &ArgMatches, ledgers: &[&str]) -> Result<Files> {
    match value(matches, "as-known-at") {
        None => desk.ledgers(ledgers),
        Some(when) => files(desk, when, ledgers),
    }
}

/// The registers and the wanted ledgers of that state.
fn files(desk: &mut Desk, when: &str, ledgers: &[&str]) -> Result<Files> {
    let store = desk.store()?;
    let commit = commit_at(desk, &store, when)?;
    let wanted = |path: &str| {
        let folder = path.strip_prefix("ledgers/").and_then(|p| p.split_once('/')).map(|(f, _)| f);
        folder.is_none_or(|f| ledgers.contains(&f) && path.ends_with(".csv"))
    };
    let snapshot = store.files_at(commit, "ledgers", wanted)?;
    let sources = snapshot.files.into_iter().map(|f| Source::new(f.path, f.bytes)).collect();
    desk.with_registers(sources)
}

/// A moment (RFC 3339, or a day as typed: its end in the community's time zone) is the newest first-parent commit not
/// committed after it; anything else is a revision.
///
/// # Errors
/// It is neither, or nothing had been recorded by then.
pub fn commit_at(desk: &mut Desk, store: &Store, when: &str) -> Result<Oid> {
    let unknown = || {
        Error::usage(said!("`{when}` is neither a revision nor a moment", "“{when}”既不是版本也不是时间"))
            .hint(said!(
                "such as HEAD~3, 2022-08-16 (its end) or 2022-08-16T20:00:00+08:00",
                "例如 HEAD~3、2022-08-16（当日结束时）或 2022-08-16T20:00:00+08:00"
            ))
    };
    let repository = store.repository();
    let seconds = match DateTime::parse_from_rfc3339(when) {
        Ok(moment) => moment.timestamp(),
        Err(_) => match repository.revparse_single(when) {
            Ok(object) => return object.peel_to_commit().map(|c| c.id()).map_err(|_| unknown()),
            Err(_) => end_of_day(desk, when).ok_or_else(unknown)?,
        },
    };
    let mut at = repository.head().and_then(|h| h.peel_to_commit()).ok();
    while let Some(commit) = at {
        if commit.time().seconds() <= seconds {
            return Ok(commit.id());
        }
        at = commit.parent(0).ok();
    }
    Err(Error::usage(said!("nothing had been recorded by {when}", "到 {when} 为止还没有任何登记")))
}

/// The last second of a day as typed, in the community's time zone.
fn end_of_day(desk: &mut Desk, typed: &str) -> Option<i64> {
    let files = desk.files(|_| false).ok()?;
    let day: Day = typed_day(typed, desk.today(&files.registers)).ok()?;
    let last = NaiveTime::from_hms_opt(23, 59, 59)?;
    let end = day.date().and_time(last).and_local_timezone(files.registers.community.timezone);
    end.latest().map(|moment| moment.timestamp())
}
