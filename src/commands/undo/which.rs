//! Which operation is meant: the last one of a person that still stands, or the one that was named.

use crate::audit::{Reader, RowText, changed_fields};
use crate::books::Books;
use crate::error::{Error, Result};
use crate::ledgers::Ledger;
use crate::recording::find_rows;
use crate::said;
use crate::store::Oid;
use crate::store::history::{Commit, History};
use std::collections::BTreeMap;

/// The trailer of an operation that undoes another: the id of that one's commit.
pub const UNDOES: &str = "Linli-Undoes";

/// The operations of a history, and which of them undoes which.
pub struct Operations {
    /// The commits, the newest first.
    commits: Vec<Commit>,
    /// By what each was undone; the newest where several did.
    undone_by: BTreeMap<Oid, Oid>,
}

/// Whether what an operation did is still done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is, by this commit: itself, or the one that did it again last.
    Done(Oid),
    /// It was undone, by this commit.
    Undone(Oid),
}

impl Operations {
    /// Everything up to a commit.
    pub fn of(history: &History, tip: Oid) -> Operations {
        let mut commits = history.walk(tip, None).commits;
        commits.reverse();
        let mut undone_by = BTreeMap::new();
        for commit in &commits {
            if let Some(target) = undoes(commit) {
                undone_by.entry(target).or_insert(commit.id);
            }
        }
        Operations { commits, undone_by }
    }

    fn commit(&self, id: Oid) -> Option<&Commit> {
        self.commits.iter().find(|commit| commit.id == id)
    }

    /// Whether it is still done. An undone undo leaves done what it undid.
    pub fn standing(&self, id: Oid) -> Standing {
        // By turns: done, undone, done again.
        let (mut at, mut done) = (id, true);
        while let Some(next) = self.undone_by.get(&at) {
            (at, done) = (*next, !done);
        }
        if done { Standing::Done(at) } else { Standing::Undone(at) }
    }

    /// True of what records, and of what does again what was undone; false of what undoes.
    fn does(&self, commit: &Commit) -> bool {
        let (mut at, mut does) = (commit, true);
        while let Some(target) = undoes(at) {
            does = !does;
            match self.commit(target) {
                Some(target) => at = target,
                None => break,
            }
        }
        does
    }

    /// The last operation of a person that still stands.
    ///
    /// # Errors
    /// There is none.
    pub fn last_of(&self, by: &str) -> Result<&Commit> {
        let recorded = |c: &&Commit| {
            c.author == by && c.parents.len() == 1 && c.trailers("Linli-Command").next().is_some()
        };
        let mut own = self.commits.iter().filter(recorded).filter(|c| self.does(c));
        let standing = own.find_map(|commit| match self.standing(commit.id) {
            Standing::Done(at) => self.commit(at),
            Standing::Undone(_) => None,
        });
        standing.ok_or_else(|| {
            Error::refused(said!("nothing that {by} recorded is left to undo", "{by} 没有可以撤销的操作"))
                .hint(said!(
                    "linli audit log lists operations; linli undo CODE names one",
                    "可用 linli audit log 查看，再用 linli undo 编码 指定"
                ))
        })
    }

    /// The operation that is named: by its commit, or by a part of the code of a row that it recorded.
    ///
    /// # Errors
    /// There is none, or there are several; it is undone already.
    pub fn named(&self, history: &History, books: &Books, typed: &str) -> Result<&Commit> {
        let commit = self.meant(history, books, typed)?;
        match self.standing(commit.id) {
            Standing::Done(at) => Ok(self.commit(at).unwrap_or(commit)),
            Standing::Undone(by) => {
                let (id, by) = (short(commit.id), short(by));
                Err(Error::refused(said!("{id} is undone already, by {by}", "{id} 已被 {by} 撤销"))
                    .hint(said!("linli undo {by} does it again", "要恢复：linli undo {by}")))
            }
        }
    }

    fn meant(&self, history: &History, books: &Books, typed: &str) -> Result<&Commit> {
        let hex = typed.len() >= 7 && typed.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'));
        let of = |id: Oid| {
            self.commit(id).ok_or_else(|| {
                Error::usage(said!("`{typed}` is not in this history", "“{typed}”不在本历史中"))
            })
        };
        if (hex || typed.starts_with("HEAD") || typed.contains(['~', '^', '@']))
            && let Ok(id) = history.resolve(typed)
        {
            return of(id);
        }
        match find_rows(books, typed) {
            Ok(rows) => {
                let (ledger, head) = rows[0];
                self.that_recorded(history, ledger, &head.id.to_string())
            }
            Err(none) => match history.resolve(typed) {
                Ok(id) => of(id),
                Err(_) => Err(none),
            },
        }
    }

    /// Rows that were cancelled by what was undone since, each with the row that was recorded again in its stead.
    pub fn stand_ins(&self, history: &History) -> BTreeMap<String, String> {
        let mut reader = Reader::new(history);
        let mut stand_ins = BTreeMap::new();
        for (undone, by) in &self.undone_by {
            let (Some(undone), Some(by)) = (self.commit(*undone), self.commit(*by)) else { continue };
            let mut again: Vec<(&Ledger, RowText)> = Vec::new();
            for (ledger, set) in reader.step(by, &|_| true).ledgers {
                let rows = set.added.into_iter().filter(|row| row.get("reverses").is_empty());
                again.extend(rows.map(|row| (ledger, row)));
            }
            for (ledger, set) in reader.step(undone, &|_| true).ledgers {
                for reversal in set.added.iter().filter(|row| !row.get("reverses").is_empty()) {
                    let id = reversal.get("reverses");
                    let Some(was) = undone.parents.first().and_then(|p| reader.row(*p, ledger, id)) else {
                        continue;
                    };
                    let same = |(other, row): &(&Ledger, RowText)| {
                        *other == ledger && {
                            let (before, after) = changed_fields(&was, row, &["id", "by", "at"]);
                            before.is_empty() && after.is_empty()
                        }
                    };
                    if let Some(at) = again.iter().position(same) {
                        stand_ins.insert(id.to_owned(), again.remove(at).1.id);
                    }
                }
            }
        }
        stand_ins
    }

    /// The commit that recorded a row.
    fn that_recorded(&self, history: &History, ledger: &'static Ledger, id: &str) -> Result<&Commit> {
        let mut reader = Reader::new(history);
        let mut records = |commit: &&Commit| {
            let step = reader.step(commit, &|other| other == ledger);
            step.ledgers.iter().any(|(_, set)| set.added.iter().any(|row| row.id == id))
        };
        let code = id.split(['-', '.']).nth(1).unwrap_or(id);
        let mut likely = self.commits.iter().filter(|commit| commit.message.contains(code));
        let found = likely.find(&mut records).or_else(|| self.commits.iter().find(&mut records));
        found.ok_or_else(|| {
            Error::refused(said!("{id} is not committed yet", "{id} 还没有提交"))
                .hint(said!("linli save commits what was typed by hand", "请先 linli save"))
        })
    }
}

/// The commit that an operation undoes.
fn undoes(commit: &Commit) -> Option<Oid> {
    commit.trailers(UNDOES).next().and_then(|id| Oid::from_str(id).ok())
}

/// A commit as people see it.
pub fn short(id: Oid) -> String {
    id.to_string().chars().take(8).collect()
}
