//! Which imports were recorded, and of which source: told by the commits themselves, so that nothing can be lost or
//! disagree. What was read once is noted in `.git/linli/imports`, and the next look reads only the commits since.

use super::disk;
use crate::error::Result;
use crate::store::{Oid, Store};
use std::path::PathBuf;

/// The trailer of a commit that imported rows: when they were recorded, and the name of their source.
pub const SOURCE_TRAILER: &str = "Linli-Source: ";

/// The first line of the note; another version's is not read.
const FIRST: &str = "linli-imports 1";

/// One import that was recorded. Its rows are those of that person and that second.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Imported {
    /// Who recorded it.
    pub by: String,
    /// When, as the rows have it.
    pub at: String,
    /// The name of the source.
    pub source: String,
}

impl Imported {
    fn of(commit: &git2::Commit) -> Option<Imported> {
        let message = commit.message().ok()?;
        let told = message.lines().rev().find_map(|line| line.strip_prefix(SOURCE_TRAILER))?;
        let (at, source) = told.split_once(' ')?;
        let by = commit.author().name().ok()?.replace(['\t', '\n'], " ");
        Some(Imported { by, at: at.to_owned(), source: source.to_owned() })
    }

    fn line(&self) -> String {
        format!("{}\t{}\t{}\n", self.at, self.by, self.source)
    }

    fn read(line: &str) -> Option<Imported> {
        let mut parts = line.splitn(3, '\t').map(str::to_owned);
        Some(Imported { at: parts.next()?, by: parts.next()?, source: parts.next()? })
    }
}

impl Store {
    /// The imports in the history of HEAD. A commit that cannot be read, as at the end of a shallow clone, ends the look.
    ///
    /// # Errors
    /// HEAD cannot be read.
    pub fn imports(&self) -> Result<Vec<Imported>> {
        let Some(head) = self.head()?.map(|head| head.commit) else { return Ok(Vec::new()) };
        let (seen, mut imports) = self.noted_imports().unwrap_or((None, Vec::new()));
        if seen == Some(head) {
            return Ok(imports);
        }
        let whole = self.look_for_imports(head, seen, &mut imports);
        if whole.is_ok() {
            self.note_imports(head, &imports);
        }
        Ok(imports)
    }

    fn look_for_imports(
        &self,
        head: Oid,
        seen: Option<Oid>,
        imports: &mut Vec<Imported>,
    ) -> std::result::Result<(), git2::Error> {
        let mut walk = self.repo.revwalk()?;
        walk.push(head)?;
        // A noted commit that is gone hides nothing: all is looked through again.
        if let Some(seen) = seen
            && walk.hide(seen).is_err()
        {
            imports.clear();
        }
        for id in walk {
            imports.extend(Imported::of(&self.repo.find_commit(id?)?));
        }
        imports.sort();
        imports.dedup();
        Ok(())
    }

    fn imports_note(&self) -> PathBuf {
        self.own_folder().join("imports")
    }

    /// The commit up to which imports were looked for, and those that were found.
    fn noted_imports(&self) -> Option<(Option<Oid>, Vec<Imported>)> {
        let text = std::fs::read_to_string(self.imports_note()).ok()?;
        let mut lines = text.lines();
        if lines.next() != Some(FIRST) {
            return None;
        }
        let seen = Oid::from_str(lines.next()?).ok()?;
        Some((Some(seen), lines.map(Imported::read).collect::<Option<_>>()?))
    }

    /// Notes them. Where nothing can be written nothing is noted.
    fn note_imports(&self, head: Oid, imports: &[Imported]) {
        let mut text = format!("{FIRST}\n{head}\n");
        imports.iter().for_each(|import| text.push_str(&import.line()));
        let _ = disk::make_folder(&self.own_folder())
            .and_then(|()| disk::replace(&self.imports_note(), text.as_bytes()));
    }
}
