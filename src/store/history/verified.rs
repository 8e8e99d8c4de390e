//! The note of how far this clone's history was verified. It saves time and proves nothing: it names a commit, which counts
//! only if it is in today's history, with the packs as they were.

use super::History;
use crate::store::{Oid, disk};
use sha2::{Digest, Sha256};

/// The first line; another version's note is not read.
const FIRST: &str = "linli-verified 1";

impl History {
    /// The commit up to which the history of this branch was verified last, and whether the packs are as they were then.
    pub fn noted(&self) -> Option<(Oid, bool)> {
        let text = std::fs::read_to_string(self.own_folder().join("verified")).ok()?;
        let mut lines = text.lines();
        if lines.next() != Some(FIRST) {
            return None;
        }
        let branch = self.branch();
        let line = lines.find_map(|line| line.strip_prefix(&branch)?.strip_prefix('\t'))?;
        let (commit, packs) = line.split_once('\t')?;
        Some((Oid::from_str(commit).ok()?, packs == self.packs()))
    }

    /// Notes that the history up to a commit was verified. Where nothing can be written nothing is noted.
    pub fn note(&self, commit: Oid) {
        let path = self.own_folder().join("verified");
        let branch = self.branch();
        let old = std::fs::read_to_string(&path).unwrap_or_default();
        let others = old.lines().skip(usize::from(old.starts_with(FIRST)));
        let others = others
            .filter(|line| line.matches('\t').count() == 2 && !line.starts_with(&format!("{branch}\t")));
        let mut text = format!("{FIRST}\n{branch}\t{commit}\t{}\n", self.packs());
        others.for_each(|line| text.push_str(&format!("{line}\n")));
        let _ = disk::make_folder(&self.own_folder()).and_then(|()| disk::replace(&path, text.as_bytes()));
    }

    /// A digest of which packs there are and how long they are: one that is gone, or cut, makes another.
    fn packs(&self) -> String {
        let mut packs = Vec::new();
        for entry in
            std::fs::read_dir(self.repo.commondir().join("objects/pack")).into_iter().flatten().flatten()
        {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.ends_with(".pack") || name.ends_with(".idx") {
                packs.push(format!("{name} {}\n", entry.metadata().map_or(0, |meta| meta.len())));
            }
        }
        packs.sort();
        Sha256::digest(packs.concat()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }
}
