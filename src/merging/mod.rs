//! Merging two copies of a community's files that were written apart. Texts in, a text and the conflicts out; pure, and
//! the same from either side.
//!
//! - `ledger`: a ledger is a set of rows, so two copies are merged by union; `sheet` reads and writes the table;
//! - `table`: `items.csv` and `volunteers.csv` by key and cell, three ways; `toml` does the same for TOML files;
//! - `lines`: lists and lists of lines as sets; any other text by its lines;
//! - `evening`: the rows that make column sums right where one row was reversed twice;
//! - `wording`: rows in words, for `git diff`.
//!
//! The driver that git calls, `linli sync` and `linli resolve` all use [`merge`].

mod evening;
mod ledger;
mod lines;
mod sheet;
mod table;
mod toml;
mod wording;

#[cfg(test)]
mod evening_tests;
#[cfg(test)]
mod laws;

pub use evening::{Uneven, uneven};
pub use ledger::{merge_ledger, rows_by_id, without_twins};
pub use lines::merge_text;
pub use sheet::without_markers;
pub use table::merge_table;
pub use toml::merge_toml;
pub use wording::in_words;

use crate::ledgers::Ledger;
use crate::registers::{ITEMS, VOLUNTEERS};
use crate::words::Said;

/// What two copies make together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// The text; `None` if the file is gone. Where something is in conflict it holds what both sides say (rows of a
    /// ledger), or what stands on our side.
    pub text: Option<String>,
    /// What both sides say differently.
    pub conflicts: Vec<Conflict>,
}

/// Something that both sides say differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// What it is: a row's id, an entry and its column, a key.
    pub place: String,
    /// What it was before; `None` if it was not there.
    pub base: Option<String>,
    /// What our side says; `None` if it took it away.
    pub ours: Option<String>,
    /// What their side says; `None` if it took it away.
    pub theirs: Option<String>,
}

/// Whose word counts where both sides say something different.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// This clone's.
    Ours,
    /// The other's.
    Theirs,
}

/// Why a text cannot be merged: it is not what its name says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The line, from 1; 0 for the whole file.
    pub line: u32,
    /// What is wrong.
    pub why: Said,
}

/// How a file is merged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// By union of its rows.
    Ledger(&'static Ledger),
    /// By key and cell; the columns that make the key.
    Table(&'static [&'static str]),
    /// By key and value.
    Toml,
    /// As a set of lines (`.gitignore`, `.gitattributes`).
    Lines,
    /// Issued and scheduled output: its bytes are never mixed.
    Output,
    /// By lines, as git does.
    Text,
}

impl Kind {
    /// By the path, from the top of the repository or of a community in it.
    pub fn of(path: &str) -> Kind {
        let name = path.rsplit('/').next().unwrap_or(path);
        if matches!(name, ".gitignore" | ".gitattributes") {
            return Kind::Lines;
        }
        let within = |folder: &str| {
            let at = path
                .match_indices(folder)
                .map(|(at, _)| at)
                .find(|at| *at == 0 || path[..*at].ends_with('/'))?;
            Some(&path[at..])
        };
        if let Some(path) = within("ledgers/") {
            let parts: Vec<&str> = path.split('/').collect();
            return match parts.as_slice() {
                _ if path == ITEMS => Kind::Table(&["item"]),
                _ if path == VOLUNTEERS => Kind::Table(&["volunteer", "group", "role", "place"]),
                [_, folder, file] if file.ends_with(".csv") => match crate::ledgers::by_name(folder) {
                    Some(ledger) => Kind::Ledger(ledger),
                    None => Kind::Text,
                },
                _ if name.ends_with(".toml") => Kind::Toml,
                _ => Kind::Text,
            };
        }
        if within("reports/").is_some() { Kind::Output } else { Kind::Text }
    }
}

/// The three versions of a file: `None` where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Versions<'t> {
    /// The last that both had.
    pub base: Option<&'t str>,
    /// Ours.
    pub ours: Option<&'t str>,
    /// Theirs.
    pub theirs: Option<&'t str>,
}

/// Merges the versions of a file at a path. With `keep`, what is in conflict is decided by that side, and still told.
/// Output (reports) is not merged: there the earlier commit wins, which only the history knows; here it is a conflict.
///
/// # Errors
/// A version is not what its name says: a ledger that is no set of rows, TOML that cannot be read.
pub fn merge(path: &str, versions: Versions, keep: Option<Keep>) -> Result<Merged, Unreadable> {
    let Versions { base, ours, theirs } = versions;
    match Kind::of(path) {
        // Rows that one side took away come back, so a ledger is always looked into.
        Kind::Ledger(ledger) => merge_ledger(ledger.fields, versions, keep),
        _ if ours == theirs || theirs == base => Ok(Merged::clear(ours)),
        _ if ours == base => Ok(Merged::clear(theirs)),
        kind => match (kind, ours, theirs) {
            (Kind::Output, ..) | (_, None, _) | (_, _, None) => Ok(Merged::whole(path, versions, keep)),
            (Kind::Table(keys), Some(ours), Some(theirs)) => {
                merge_table(keys, base.unwrap_or_default(), ours, theirs, keep)
            }
            (Kind::Toml, Some(ours), Some(theirs)) => {
                merge_toml(base.unwrap_or_default(), ours, theirs, keep)
            }
            (Kind::Lines, Some(ours), Some(theirs)) => {
                Ok(Merged::clear(Some(&lines::union(base.unwrap_or_default(), ours, theirs))))
            }
            _ => Ok(merge_text(path, versions, keep)),
        },
    }
}

impl Merged {
    /// Nothing in conflict.
    fn clear(text: Option<&str>) -> Merged {
        Merged { text: text.map(str::to_owned), conflicts: Vec::new() }
    }

    /// The whole file in conflict: changed here and taken away there, or bytes that are not mixed.
    pub fn whole(path: &str, versions: Versions, keep: Option<Keep>) -> Merged {
        let say = |text: Option<&str>| text.map(lines::brief);
        let text = match keep {
            Some(Keep::Theirs) => versions.theirs,
            Some(Keep::Ours) => versions.ours,
            None => versions.ours.or(versions.theirs),
        };
        let conflict = Conflict {
            place: path.to_owned(),
            base: say(versions.base),
            ours: say(versions.ours),
            theirs: say(versions.theirs),
        };
        Merged { text: text.map(str::to_owned), conflicts: vec![conflict] }
    }
}

/// Three ways: what one side changed counts; `None` if both changed it differently.
fn three_ways<T: PartialEq>(base: T, ours: T, theirs: T) -> Option<T> {
    if ours == theirs || theirs == base {
        Some(ours)
    } else if ours == base {
        Some(theirs)
    } else {
        None
    }
}
