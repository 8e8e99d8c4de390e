//! The books of one community, read from the objects of its mirror.

use crate::books::read_registers;
use crate::commands::desk::Files;
use crate::error::{Error, Result};
use crate::model::{Day, typed_day};
use crate::registers::federation::Member;
use crate::registers::{COMMUNITY, ITEMS, ROUNDS, VOLUNTEERS};
use crate::said;
use crate::store::{Mirror, Newest, Oid};
use crate::words::{Said, any_of};
use chrono::{DateTime, FixedOffset, NaiveTime};
use std::path::Path;

/// A community as it was last fetched, found in its repository.
pub struct Found {
    /// Its mirror.
    pub mirror: Mirror,
    /// The newest commit.
    pub newest: Newest,
    /// Its folder in that commit.
    pub folder: String,
}

/// What is said where the program itself failed.
pub fn broke() -> Said {
    said!("the program failed on it; please report that", "程序处理时出错，请反馈给开发者")
}

/// Opens the mirror of a community and finds it in there.
///
/// # Errors
/// It was never fetched; there is no community in it, or several and none is named.
pub fn found(mirror: &Path, member: &Member) -> Result<Found> {
    let mirror = Mirror::open(mirror)?.ok_or_else(|| {
        Error::usage(said!("it was never fetched", "还没有取回过"))
            .hint(said!("linli city fetch", "linli city fetch"))
    })?;
    let newest = mirror.newest()?;
    let folders = match &member.folder {
        Some(folder) if mirror.is_community(newest.id, folder) => vec![folder.clone()],
        _ => mirror.communities(newest.id)?,
    };
    let list = any_of(&folders);
    let list = (&list.en, &list.zh);
    let folder = match (&folders[..], &member.folder) {
        ([], _) => {
            return Err(Error::usage(said!(
                "no community in it: it has no {COMMUNITY}",
                "里面没有社区台账：没有 {COMMUNITY}"
            )));
        }
        ([one], None) => one.clone(),
        ([one], Some(folder)) if one == folder => one.clone(),
        (_, Some(folder)) => {
            return Err(Error::usage(said!(
                "no community in its folder {folder}, but in {l}",
                "目录 {folder} 中没有社区台账，但 {l} 中有",
                l = (list.0, list.1)
            )));
        }
        (_, None) => {
            return Err(Error::usage(said!(
                "several communities are in it, in {l}: say which with --subfolder",
                "里面有几个社区（{l}），请用 --subfolder 指明",
                l = (list.0, list.1)
            )));
        }
    };
    Ok(Found { mirror, newest, folder })
}

impl Found {
    /// The newest commit not committed after a moment, or after the end of a day; `None` if there was none by then.
    ///
    /// # Errors
    /// It is no moment; a commit cannot be read.
    pub fn by(&self, when: &str, now: DateTime<FixedOffset>) -> Result<Option<Oid>> {
        let seconds = match DateTime::parse_from_rfc3339(when) {
            Ok(moment) => moment.timestamp(),
            Err(_) => self.end_of(when, now)?,
        };
        self.mirror.newest_by(seconds)
    }

    /// The registers and the wanted ledgers, as last fetched.
    ///
    /// # Errors
    /// As [`Found::files_at`].
    pub fn files(&self, ledgers: &[&str]) -> Result<Files> {
        self.files_at(self.newest.id, ledgers)
    }

    /// The registers and the wanted ledgers of a commit.
    ///
    /// # Errors
    /// An object cannot be read, or the community's own file.
    pub fn files_at(&self, commit: Oid, ledgers: &[&str]) -> Result<Files> {
        let wanted = |path: &str| match path.trim_start_matches("ledgers/").split_once('/') {
            Some((ledger, month)) => ledgers.contains(&ledger) && month.ends_with(".csv"),
            None => [COMMUNITY, ITEMS, VOLUNTEERS, ROUNDS].contains(&path),
        };
        let sources = self.mirror.files(commit, &self.folder, wanted)?;
        let (registers, findings) = read_registers(&sources);
        match registers {
            Some(registers) => Ok(Files { sources, registers, findings }),
            None => Err(Error::Findings(findings)),
        }
    }

    /// The last second of a day as typed, in the community's time zone.
    fn end_of(&self, typed: &str, now: DateTime<FixedOffset>) -> Result<i64> {
        let zone = self.files(&[])?.registers.community.timezone;
        let today = crate::model::Stamp::from_datetime(now.with_timezone(&zone).fixed_offset()).day();
        let day: Day = typed_day(typed, today).map_err(|_| {
            Error::usage(said!("`{typed}` is no moment", "“{typed}”不是时间")).hint(said!(
                "such as 2022-08-16 (its end) or 2022-08-16T20:00:00+08:00; a revision is of one community only",
                "例如 2022-08-16（当日结束时）或 2022-08-16T20:00:00+08:00；版本号只属于一个小区"
            ))
        })?;
        let last = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or_default();
        let end = day.date().and_time(last).and_local_timezone(zone).latest();
        Ok(end.map_or(i64::MAX, |moment| moment.timestamp()))
    }
}
