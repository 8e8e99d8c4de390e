//! Which slots of schedules are done, told by the commits that did them: whoever ran them, on whatever machine. What was
//! read once is noted in `.git/linli/slots`, and the next look reads only the commits since.

use super::disk;
use crate::error::Result;
use crate::store::{Oid, Store};
use std::collections::BTreeMap;

/// The trailer of a commit that a schedule made: the schedule's name and its slot.
pub const SLOT_TRAILER: &str = "Linli-Slot";
/// The trailer with the digest of what the schedule wrote, and its path.
pub const DIGEST_TRAILER: &str = "Linli-Digest";

/// The first line of the note; another version's is not read.
const FIRST: &str = "linli-slots 1";

/// The slots that were done, each with the path that was written: by schedule and slot.
pub type Done = BTreeMap<(String, String), String>;

/// What a commit's message says it did.
fn told(message: &str, done: &mut Done) {
    let mut last = None;
    for line in message.lines().skip(1) {
        if let Some(value) = trailer(line, SLOT_TRAILER) {
            last = value.rsplit_once(' ').map(|(name, slot)| (name.trim().to_owned(), slot.to_owned()));
            if let Some(key) = &last {
                done.entry(key.clone()).or_default();
            }
        } else if let (Some((_, path)), Some(key)) =
            (trailer(line, DIGEST_TRAILER).and_then(|value| value.split_once(' ')), &last)
        {
            done.insert(key.clone(), path.trim().to_owned());
        }
    }
}

fn trailer<'l>(line: &'l str, name: &str) -> Option<&'l str> {
    line.strip_prefix(name)?.strip_prefix(':').map(str::trim)
}

impl Store {
    /// The slots that the history of HEAD says are done. A commit that cannot be read, as at the end of a shallow clone,
    /// ends the look.
    ///
    /// # Errors
    /// HEAD cannot be read.
    pub fn slots_done(&self) -> Result<Done> {
        let Some(head) = self.head()?.map(|head| head.commit) else { return Ok(Done::new()) };
        let (seen, mut done) = self.noted_slots().unwrap_or_default();
        if seen == Some(head) {
            return Ok(done);
        }
        if self.look_for_slots(head, seen, &mut done).is_ok() {
            self.note_slots(head, &done);
        }
        Ok(done)
    }

    fn look_for_slots(
        &self,
        head: Oid,
        seen: Option<Oid>,
        done: &mut Done,
    ) -> std::result::Result<(), git2::Error> {
        let mut walk = self.repo.revwalk()?;
        walk.push(head)?;
        // A note of another branch, or of a commit that is gone, says nothing here.
        let here = seen.filter(|seen| self.repo.graph_descendant_of(head, *seen).unwrap_or(false));
        match here {
            Some(seen) => walk.hide(seen)?,
            None => done.clear(),
        }
        for id in walk {
            let commit = self.repo.find_commit(id?)?;
            told(&String::from_utf8_lossy(commit.message_bytes()), done);
        }
        Ok(())
    }

    fn noted_slots(&self) -> Option<(Option<Oid>, Done)> {
        let text = std::fs::read_to_string(self.own_folder().join("slots")).ok()?;
        let mut lines = text.lines();
        if lines.next() != Some(FIRST) {
            return None;
        }
        let seen = Oid::from_str(lines.next()?).ok()?;
        let read = |line: &str| {
            let mut parts = line.splitn(3, '\t').map(str::to_owned);
            Some(((parts.next()?, parts.next()?), parts.next()?))
        };
        Some((Some(seen), lines.map(read).collect::<Option<_>>()?))
    }

    /// Notes them. Where nothing can be written nothing is noted.
    fn note_slots(&self, head: Oid, done: &Done) {
        let mut text = format!("{FIRST}\n{head}\n");
        done.iter().for_each(|((name, slot), path)| text.push_str(&format!("{name}\t{slot}\t{path}\n")));
        let _ = disk::make_folder(&self.own_folder())
            .and_then(|()| disk::replace(&self.own_folder().join("slots"), text.as_bytes()));
    }

    /// The last commit that changed what lies in a folder, along the first parents of HEAD: the same in every clone that
    /// has the same there, whatever else was committed since.
    pub fn last_change_of(&self, folder: &str) -> Option<Oid> {
        let path = self.in_git(folder);
        let mut at = self.repo.head().and_then(|head| head.peel_to_commit()).ok()?;
        let of = |id: Oid| self.entry(id, &path).ok().flatten().map(|(tree, _)| tree);
        let tree = of(at.id());
        while let Ok(parent) = at.parent(0) {
            if of(parent.id()) != tree {
                break;
            }
            at = parent;
        }
        Some(at.id())
    }

    /// The moment of the first commit of an unbroken row, back from HEAD along first parents, in which a file is as
    /// `accepts` wants it; `None` if HEAD has it otherwise. In seconds since 1970.
    pub fn since_when(&self, path: &str, accepts: impl Fn(&[u8]) -> bool) -> Option<i64> {
        let mut at = self.repo.head().and_then(|head| head.peel_to_commit()).ok();
        let (mut known, mut since): (Option<(Oid, bool)>, Option<i64>) = (None, None);
        while let Some(commit) = at {
            let Some(blob) = self.blob_at(commit.id(), path).ok().flatten() else { break };
            let good = match known {
                Some((same, good)) if same == blob => good,
                _ => self.read_blob(blob).is_ok_and(|bytes| accepts(&bytes)),
            };
            if !good {
                break;
            }
            known = Some((blob, good));
            since = Some(commit.time().seconds());
            at = commit.parent(0).ok();
        }
        since
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_tells_its_slots_and_what_they_wrote() {
        let mut done = Done::new();
        told(
            "reports: x\n\nLinli-Slot: evening bulletin 2022-08-16T20:00+08:00\nLinli-Digest: ab12 reports/a b.html\n",
            &mut done,
        );
        told("Linli-Slot: in the subject 2022-08-16T20:00+08:00\n", &mut done);
        let key = ("evening bulletin".to_owned(), "2022-08-16T20:00+08:00".to_owned());
        assert_eq!(done, Done::from([(key, "reports/a b.html".to_owned())]));
    }
}
