//! Finished files that are to be handed to a command of this clone: a file each under `.git/linli/deliveries/`, so that
//! whoever makes a new one and whoever hands one over never write the same file. `.waiting` is still to do, `.done` is not
//! done again.

use super::disk;
use crate::error::Result;
use crate::store::{Lock, Store};
use sha2::{Digest, Sha256};
use std::io::Write as _;
use std::path::PathBuf;

/// A finished file on its way to a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// The schedule that made it.
    pub schedule: String,
    /// Its slot.
    pub slot: String,
    /// The file, in the community's folder.
    pub path: String,
    /// How often it was tried.
    pub tries: u32,
    /// The second from which it is tried again.
    pub next: i64,
    /// True while a try has begun and has not ended: after a crash nobody knows whether it arrived.
    pub trying: bool,
}

impl Parcel {
    /// One that was not tried yet.
    pub fn new(schedule: &str, slot: &str, path: &str) -> Parcel {
        let [schedule, slot, path] = [schedule, slot, path].map(str::to_owned);
        Parcel { schedule, slot, path, tries: 0, next: i64::MIN, trying: false }
    }

    fn id(&self) -> String {
        let digest = Sha256::digest(format!("{}\n{}", self.schedule, self.slot));
        digest[..12].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn text(&self) -> String {
        let Parcel { schedule, slot, path, tries, next, trying } = self;
        format!("{schedule}\n{slot}\n{path}\n{tries}\n{next}\n{trying}\n")
    }

    fn read(text: &str) -> Option<Parcel> {
        let mut lines = text.lines();
        let mut line = || lines.next().map(str::to_owned);
        Some(Parcel {
            schedule: line()?,
            slot: line()?,
            path: line()?,
            tries: line()?.parse().ok()?,
            next: line()?.parse().ok()?,
            trying: line()?.parse().ok()?,
        })
    }
}

impl Store {
    fn parcels_folder(&self) -> PathBuf {
        self.own_folder().join("deliveries")
    }

    fn parcel_file(&self, parcel: &Parcel, state: &str) -> PathBuf {
        self.parcels_folder().join(format!("{}.{state}", parcel.id()))
    }

    /// The parcels that are still to do, the oldest slot first.
    pub fn parcels(&self) -> Vec<Parcel> {
        let Ok(entries) = std::fs::read_dir(self.parcels_folder()) else { return Vec::new() };
        let paths = entries.flatten().map(|entry| entry.path());
        let waiting = paths.filter(|path| path.extension().is_some_and(|end| end == "waiting"));
        let mut parcels: Vec<Parcel> =
            waiting.filter_map(|path| Parcel::read(&std::fs::read_to_string(path).ok()?)).collect();
        parcels.sort_by(|a, b| (&a.slot, &a.schedule).cmp(&(&b.slot, &b.schedule)));
        parcels
    }

    /// Adds a parcel, unless there was one of that slot already.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn add_parcel(&self, parcel: &Parcel) -> Result<()> {
        let known = |state| self.parcel_file(parcel, state).exists();
        if known("waiting") || known("done") {
            return Ok(());
        }
        self.put_parcel(parcel)
    }

    /// Notes how it stands with a parcel; it is on disk when this returns.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn put_parcel(&self, parcel: &Parcel) -> Result<()> {
        self.step()?;
        disk::make_folder(&self.parcels_folder())?;
        disk::replace(&self.parcel_file(parcel, "waiting"), parcel.text().as_bytes())
    }

    /// Notes that a parcel is not tried again.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn end_parcel(&self, parcel: &Parcel) -> Result<()> {
        self.step()?;
        disk::replace(&self.parcel_file(parcel, "done"), parcel.text().as_bytes())?;
        disk::remove(&self.parcel_file(parcel, "waiting"))
    }

    /// The right to hand parcels over, if nobody else has it.
    ///
    /// # Errors
    /// The lock cannot be written.
    pub fn lock_parcels(&self) -> Result<Option<Lock>> {
        disk::make_folder(&self.parcels_folder())?;
        Lock::at_once(&self.parcels_folder().join("lock"))
    }

    /// The command of this clone's git configuration that is given what a schedule wrote: `linli.deliver.NAME`, or, since git
    /// takes only ASCII letters, digits and `-` at that place, `linli.NAME.deliver`.
    pub fn delivery_command(&self, schedule: &str) -> Option<String> {
        self.configured(&format!("linli.deliver.{schedule}"))
            .or_else(|| self.configured(&format!("linli.{schedule}.deliver")))
    }

    /// Adds a line to the log of deliveries. It is for people: where it cannot be written nothing is lost.
    pub fn log_delivery(&self, line: &str) {
        let path = self.own_folder().join("deliveries.log");
        let file = std::fs::OpenOptions::new().create(true).append(true).open(path);
        let _ = file.and_then(|mut file| writeln!(file, "{line}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parcel_reads_back() {
        let mut parcel = Parcel::new("evening-bulletin", "2022-08-16T20:00+08:00", "reports/a b.html");
        parcel.tries = 3;
        assert_eq!(Parcel::read(&parcel.text()), Some(parcel));
        assert_eq!(Parcel::read("half\n"), None);
    }
}
