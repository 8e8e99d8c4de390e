//! The checks: what `linli check` finds. Books in, findings out; no I/O, no clock.
//!
//! Core codes are found while reading (`find` is `None`) and stand here with their explanation and reproducer like the others.
//! To add one: write its file, and add one line to [`every_check`].

mod example;
mod one_fault;

pub use duplicate_document::twin;
pub use example::Example;
pub use one_fault::together;

use crate::books::Books;
use crate::model::{Day, Finding, Severity, Stamp};
use crate::words::{Lang, Words, words};

/// Who looks for it, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tier {
    /// Every command that reads.
    Core,
    /// `check`, which looks at the books as a whole.
    Books,
    /// `check`, recording, `save` and the pre-commit check.
    Privacy,
}

impl Tier {
    /// What the tier is called.
    pub fn title(self) -> Words {
        match self {
            Tier::Core => words("core: found by every command that reads", "基本：凡读取台账的命令都会发现"),
            Tier::Books => words("books: found by check", "账面：由 check 发现"),
            Tier::Privacy => {
                words("privacy: found by check and before anything is written", "隐私：由 check 发现，写入之前也会检查")
            }
        }
    }
}

/// A check, described.
pub struct Check {
    /// Its code, the same in every language.
    pub code: &'static str,
    /// How bad it usually is.
    pub severity: Severity,
    /// Who looks for it.
    pub tier: Tier,
    /// What is wrong, in one line.
    pub title: Words,
    /// What it means, why it matters, how to mend it.
    pub meaning: Words,
    /// The smallest ledger directory that shows it.
    pub example: Example,
    /// Finds it; `None` if it is found while reading.
    pub find: Option<fn(&Books, &Scene) -> Vec<Finding>>,
}

/// When the books are looked at.
#[derive(Clone, Copy, Debug)]
pub struct Scene {
    /// The day at the community's place.
    pub today: Day,
    /// The moment.
    pub now: Stamp,
}

/// The one list of checks, in the order of ledgers.md §6.
macro_rules! every_check {
    ($($name:ident)*) => {
        $(mod $name;)*
        /// Every check, in the order in which the ledgers page names them.
        pub static CHECKS: &[Check] = &[$($name::CHECK),*];
    };
}

every_check! {
    encoding conflict_marker truncated header field_count type_ required id_form id_duplicate
    unknown_place unknown_item unknown_store unknown_round unknown_volunteer unknown_group unknown_request unknown_notice
    bad_choice reverses_unknown reverses_mismatch double_reversal wrong_month edited_row removed_row pack_changed
    future_date negative_stock count_differs unit_not_convertible over_supplied tested_exceeds_present
    unit_and_homes_both repeated_report duplicate_document request_step_order request_overdue
    undelivered_confirmation home_unknown census_differs expired_on_hand below_minimum captain_missing
    personal_number
}

/// The check of this code.
pub fn by_code(code: &str) -> Option<&'static Check> {
    CHECKS.iter().find(|c| c.code == code)
}

/// What is found in books that were read: the tiers books and privacy (and tolerated forms of text that reading passes
/// over), in order. To be joined by [`together`] with what was found while reading and against `HEAD`.
pub fn check(books: &Books, scene: &Scene) -> Vec<Finding> {
    let mut findings: Vec<Finding> =
        CHECKS.iter().filter_map(|check| check.find).flat_map(|find| find(books, scene)).collect();
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    findings
}

/// The explanation of a check: what it is, what it means, the files of its example, and what linli says of them.
/// `render` writes findings as `check` prints them.
pub fn explain(check: &Check, lang: Lang, render: &dyn Fn(&[Finding]) -> String) -> String {
    let severity = check.severity.say(lang);
    let colon = lang.pick(": ", "：");
    let mut text = format!("{severity}[{}]{colon}{}\n", check.code, check.title.say(lang));
    text.push_str(&format!("{}\n\n{}\n", check.tier.title().say(lang), check.meaning.say(lang)));
    for (path, content) in check.example.committed {
        let committed = lang.pick("as committed", "已提交的内容");
        text.push_str(&format!("\n{path} ({committed})\n{}", indented(content)));
    }
    for (path, content) in check.example.texts() {
        text.push_str(&format!("\n{path}\n{}", indented(&content)));
    }
    let found: Vec<Finding> = check.example.findings().into_iter().filter(|f| f.code == check.code).collect();
    text.push_str(&format!("\n{}\n\n{}", lang.pick("linli check says:", "linli check 的结果："), render(&found)));
    text
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}\n")).collect()
}

#[cfg(test)]
mod tests;
