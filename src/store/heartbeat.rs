//! What this clone notes of schedules for itself, under `.git/linli/`: which slots it has met (also those whose output was
//! what stood there already, which made no commit), from when on slots count, what failed, and when it last looked.
//! Losing it costs nothing but another look at the history.

use super::disk;
use crate::error::Result;
use crate::store::Store;
use std::collections::{BTreeMap, BTreeSet};

/// The first line of the note; another version's is not read.
const FIRST: &str = "linli-schedules 1";

/// A schedule and one of its slots, by their names.
pub type Key = (String, String);

/// What is known of schedules in this clone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Met {
    /// By schedule: its times as they were, and the second after which its slots count.
    pub since: BTreeMap<String, (String, i64)>,
    /// The slots that are done with.
    pub done: BTreeSet<Key>,
    /// Why a slot could not be done, as was said.
    pub failed: BTreeMap<Key, String>,
    /// By schedule: the second after which finished slots are handed over here.
    pub handing: BTreeMap<String, i64>,
    /// By schedule: the second up to which it was told that slots are too old to be made up for.
    pub told: BTreeMap<String, i64>,
}

/// When this clone last looked whether something is due.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heartbeat {
    /// When, RFC 3339.
    pub run: String,
    /// When all was well for the last time; empty if it never was.
    pub well: String,
}

impl Met {
    fn text(&self) -> String {
        let mut text = format!("{FIRST}\n");
        let mut line = |parts: &[&str]| {
            let clean: Vec<String> = parts.iter().map(|p| p.replace(['\t', '\n', '\r'], " ")).collect();
            text.push_str(&clean.join("\t"));
            text.push('\n');
        };
        self.since.iter().for_each(|(name, (times, at))| line(&["since", name, times, &at.to_string()]));
        self.handing.iter().for_each(|(name, at)| line(&["handing", name, &at.to_string()]));
        self.told.iter().for_each(|(name, at)| line(&["told", name, &at.to_string()]));
        self.done.iter().for_each(|(name, slot)| line(&["done", name, slot]));
        self.failed.iter().for_each(|((name, slot), why)| line(&["failed", name, slot, why]));
        text
    }

    fn read(text: &str) -> Option<Met> {
        let mut lines = text.lines();
        if lines.next() != Some(FIRST) {
            return None;
        }
        let mut met = Met::default();
        for line in lines {
            let parts: Vec<&str> = line.split('\t').collect();
            match parts.as_slice() {
                ["since", name, times, at] => {
                    met.since.insert((*name).to_owned(), ((*times).to_owned(), at.parse().ok()?));
                }
                ["handing", name, at] => {
                    met.handing.insert((*name).to_owned(), at.parse().ok()?);
                }
                ["told", name, at] => {
                    met.told.insert((*name).to_owned(), at.parse().ok()?);
                }
                ["done", name, slot] => {
                    met.done.insert(((*name).to_owned(), (*slot).to_owned()));
                }
                ["failed", name, slot, why] => {
                    met.failed.insert(((*name).to_owned(), (*slot).to_owned()), (*why).to_owned());
                }
                _ => return None,
            }
        }
        Some(met)
    }
}

impl Store {
    /// What this clone noted; nothing where there is no note, or one that cannot be read.
    pub fn schedules_met(&self) -> Met {
        let text = std::fs::read_to_string(self.own_folder().join("schedules"));
        text.ok().and_then(|text| Met::read(&text)).unwrap_or_default()
    }

    /// Notes it; it is on disk when this returns.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn note_schedules(&self, met: &Met) -> Result<()> {
        self.step()?;
        disk::make_folder(&self.own_folder())?;
        disk::replace(&self.own_folder().join("schedules"), met.text().as_bytes())
    }

    /// When this clone last looked whether something is due; `None` if it never did.
    pub fn heartbeat(&self) -> Option<Heartbeat> {
        let text = std::fs::read_to_string(self.own_folder().join("heartbeat")).ok()?;
        let mut lines = text.lines().map(str::to_owned);
        Some(Heartbeat { run: lines.next()?, well: lines.next().unwrap_or_default() })
    }

    /// Notes that it looked now, and whether all was well. It is a courtesy: nothing waits for the disk, and where nothing
    /// can be written nothing is noted.
    pub fn beat(&self, now: &str, well: bool) {
        let before = self.heartbeat().unwrap_or_default();
        let last = if well { now } else { &before.well };
        let folder = self.own_folder();
        let _ = disk::make_folder(&folder);
        let _ = std::fs::write(folder.join("heartbeat"), format!("{now}\n{last}\n"));
    }

    /// Makes git pass over files of this kind in this clone, such as notes of what failed.
    ///
    /// # Errors
    /// `.git/info/exclude` cannot be written.
    pub fn pass_over(&self, pattern: &str) -> Result<()> {
        let path = self.repo.commondir().join("info/exclude");
        let mut text = disk::read(&path)?.unwrap_or_default();
        let has = text.split(|byte| *byte == b'\n').any(|line| line == pattern.as_bytes());
        if has {
            return Ok(());
        }
        if text.last().is_some_and(|byte| *byte != b'\n') {
            text.push(b'\n');
        }
        text.extend_from_slice(format!("{pattern}\n").as_bytes());
        disk::make_folder(disk::folder_of(&path))?;
        disk::replace(&path, &text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_met_reads_back_and_what_is_no_note_says_nothing() {
        let key = |slot: &str| ("evening bulletin".to_owned(), slot.to_owned());
        let met = Met {
            since: [("日报".to_owned(), ("20:00 Asia/Shanghai".to_owned(), 5))].into(),
            done: [key("2022-08-16T20:00+08:00")].into(),
            failed: [(key("2022-08-17T20:00+08:00"), "no such file".to_owned())].into(),
            handing: [("日报".to_owned(), -7)].into(),
            told: [("日报".to_owned(), 9)].into(),
        };
        assert_eq!(Met::read(&met.text()), Some(met));
        assert_eq!(Met::read("linli-schedules 2\n"), None);
        assert_eq!(Met::read(&format!("{FIRST}\ndone\tx\n")), None);
    }
}
