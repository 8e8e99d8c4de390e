//! A playbook (秘籍): how a community works, without who it is. One definition, whether it is read from a community's
//! folder, from a file or comes with the program.
//!
//! - `gathering` takes it from a community's registers, templates and mappings; `telltales` knows what would tell who
//!   the community is, `mappings` what of a mapping travels.
//! - `file` writes it as one text that people can read and compare, and reads that text; `runnable` keeps the schedules
//!   that work where it is taken up.

mod file;
mod gathering;
mod mappings;
mod runnable;
mod telltales;

pub use file::{MARK, ReadPlaybook, read_playbook, write_playbook};
pub use gathering::{Material, gather};
pub use runnable::keep_runnable;
pub use telltales::Telltales;

use crate::registers::Named;
use crate::words::Lang;
use std::collections::BTreeMap;

/// How a community works, without who it is: what one community can take over from another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Playbook {
    /// Its groups.
    pub groups: Vec<Group>,
    /// Places goods can go to; a playbook of another community has none.
    pub destinations: Vec<Named>,
    /// Its stores; empty makes the usual one.
    pub stores: Vec<Named>,
    /// How names are masked: `surname` or `ends`.
    pub mask: String,
    /// Public tables show `<n` below this.
    pub small_counts: u32,
    /// When requests are overdue: critical, today, normal.
    pub limits: [String; 3],
    /// What is made by itself.
    pub schedules: Vec<Plan>,
    /// The text of `items.csv`.
    pub items: String,
    /// Notice templates: path below the community's folder, and text.
    pub templates: Vec<(String, String)>,
    /// Mappings of spreadsheets: path below the community's folder, and text.
    pub mappings: Vec<(String, String)>,
    /// Needs that this emergency asks about, for the comments.
    pub needs: Vec<String>,
    /// An item for the example of a round, in the comments.
    pub round_item: String,
    /// The language of another community, its time zone and its currency, where they were taken over.
    pub language: Option<Lang>,
    /// An IANA time zone.
    pub timezone: Option<String>,
    /// An ISO currency.
    pub currency: Option<String>,
}

/// A group of volunteers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Its code in the ledgers.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it does, in a sentence; may be empty.
    pub does: String,
    /// How many serve in each role, without their names.
    pub roles: BTreeMap<String, u32>,
}

/// A schedule as `community.toml` writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Its name.
    pub name: String,
    /// The report, or
    pub report: Option<String>,
    /// the notice.
    pub notice: Option<String>,
    /// True: nothing below the unit.
    pub public: bool,
    /// `20:00`, or `sun 20:30`.
    pub at: String,
    /// The path that is written.
    pub write: String,
}

/// True for a path that stays inside the community's folder and reaches nothing of git's.
pub fn stays_inside(path: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && part != "." && part != ".." && !part.starts_with(".git");
    !path.starts_with('/')
        && !path.contains(['\\', ':'])
        && !path.contains(char::is_control)
        && path.split('/').all(plain)
}

/// A TOML string.
pub(super) fn quoted(text: &str) -> String {
    toml_edit::Value::from(text).to_string().trim().to_owned()
}

#[cfg(test)]
mod tests;
