//! The commit that recorded a row, and the one that last set a line of a register.

use super::super::known_at::commit_at;
use crate::audit::log;
use crate::commands::Desk;
use crate::error::Result;
use crate::model::{Cell, Stamp};
use crate::reports::behind::{Behind, Registered};
use crate::store::Oid;
use crate::store::history::{Commit, History};
use std::collections::BTreeMap;

/// Commits by what they brought.
pub struct Commits {
    rows: BTreeMap<String, Oid>,
    lines: BTreeMap<(&'static str, String), Commit>,
}

impl Commits {
    /// Those of the rows and lines that are behind a line, up to HEAD or to what had been recorded by then. Without git there
    /// are none.
    ///
    /// # Errors
    /// HEAD cannot be read.
    pub fn of(desk: &mut Desk, when: Option<&str>, behind: &Behind) -> Result<Commits> {
        let mut commits = Commits { rows: BTreeMap::new(), lines: BTreeMap::new() };
        let Ok(store) = desk.store() else { return Ok(commits) };
        let history = History::of(&store)?;
        let tip = match when {
            Some(when) => commit_at(desk, &store, when)?,
            None => match history.head()? {
                Some(tip) => tip,
                None => return Ok(commits),
            },
        };
        let wanted = |ledger: &crate::ledgers::Ledger| behind.parts.iter().any(|part| part.ledger == ledger);
        for entry in log(&history, tip, None, &wanted).entries {
            for id in &entry.event.rows {
                commits.rows.insert(id.clone(), entry.commit.id);
            }
        }
        if !behind.registers.is_empty() {
            let walked = history.walk(tip, None).commits;
            for line in &behind.registers {
                if let Some(commit) = last_set(&history, &walked, line) {
                    commits.lines.insert((line.path, line.key.clone()), commit.clone());
                }
            }
        }
        Ok(commits)
    }

    /// The commit of a row; absent if it is not committed.
    pub fn of_row(&self, id: &str) -> Cell {
        self.rows.get(id).map_or(Cell::Absent, |commit| short(*commit))
    }

    /// Who set a line of a register last, when, and in which commit.
    pub fn of_line(&self, line: &Registered) -> (Cell, Cell, Cell) {
        match self.lines.get(&(line.path, line.key.clone())) {
            None => (Cell::Absent, Cell::Absent, Cell::Absent),
            Some(commit) => {
                let at = Cell::Stamp(Stamp::from_datetime(commit.when));
                (Cell::text(&commit.author), at, short(commit.id))
            }
        }
    }
}

fn short(commit: Oid) -> Cell {
    Cell::text(commit.to_string().chars().take(8).collect::<String>())
}

/// The newest commit in which the line is as it is, and in none of its parents.
fn last_set<'w>(history: &History, walked: &'w [Commit], line: &Registered) -> Option<&'w Commit> {
    let mut known: BTreeMap<Oid, Option<String>> = BTreeMap::new();
    let mut at = |tree: Oid| -> Option<String> {
        let blob = history.file_in(tree, line.path).ok()??;
        let read = || history.blob(blob, line.path).ok().and_then(|bytes| text_of(&bytes, &line.key));
        known.entry(blob).or_insert_with(read).clone()
    };
    let newest = at(walked.last()?.tree)?;
    walked.iter().rev().find(|commit| {
        at(commit.tree).as_ref() == Some(&newest)
            && commit
                .parents
                .iter()
                .all(|parent| history.tree_of(*parent).ok().and_then(&mut at).as_ref() != Some(&newest))
    })
}

/// The line that begins with the key; in TOML everything from the line that gives the code to the next such.
fn text_of(bytes: &[u8], key: &str) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let code = format!("code = \"{key}\"");
    if let Some(start) = text.find(&code) {
        let rest = &text[start..];
        let end = rest.find("\n[[round]]").unwrap_or(rest.len());
        return Some(rest[..end].trim_end().to_owned());
    }
    let begins = |line: &&str| {
        line.strip_prefix(key)
            .is_some_and(|rest| key.ends_with(',') || rest.is_empty() || rest.starts_with(','))
    };
    text.lines().find(begins).map(str::to_owned)
}
