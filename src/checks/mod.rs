//! The checks: what `linli check` finds. Books in, findings out; no I/O, no clock.
//!
//! Core codes are found while reading (`find` is `None`) and stand here with their explanation and reproducer like the others.
//! To add one: write its file, and add one line to [`CHECKS`] (and its `mod`).

mod bad_choice;
mod below_minimum;
mod captain_missing;
mod census_differs;
mod conflict_marker;
mod count_differs;
mod double_reversal;
mod duplicate_document;
mod edited_row;
mod encoding;
mod example;
mod expired_on_hand;
mod fatigue;
mod field_count;
mod future_date;
mod header;
mod home_unknown;
mod id_duplicate;
mod id_form;
mod losses;
mod negative_stock;
mod one_fault;
mod over_supplied;
mod pack_changed;
mod personal_number;
mod removed_row;
mod repeated_report;
mod request_overdue;
mod request_step_order;
mod request_taken_twice;
mod required;
mod reverses_mismatch;
mod reverses_unknown;
mod tested_exceeds_present;
mod truncated;
mod type_;
mod undelivered_confirmation;
mod unit_and_homes_both;
mod unit_not_convertible;
mod unknown_group;
mod unknown_item;
mod unknown_notice;
mod unknown_place;
mod unknown_request;
mod unknown_round;
mod unknown_store;
mod unknown_volunteer;
mod wrong_month;

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
    /// Its name.
    pub fn name(self) -> Words {
        match self {
            Tier::Core => words("core", "基本"),
            Tier::Books => words("books", "账面"),
            Tier::Privacy => words("privacy", "隐私"),
        }
    }

    /// What the tier is called.
    pub fn title(self) -> Words {
        match self {
            Tier::Core => words("core: found by every command that reads", "基本：凡读取台账的命令都会发现"),
            Tier::Books => words("books: found by check", "账面：由 check 发现"),
            Tier::Privacy => words(
                "privacy: found by check and before anything is written",
                "隐私：由 check 发现，写入之前也会检查",
            ),
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

/// Every check, in the order in which the ledgers page names them.
pub static CHECKS: &[Check] = &[
    encoding::CHECK,
    conflict_marker::CHECK,
    truncated::CHECK,
    header::CHECK,
    field_count::CHECK,
    type_::CHECK,
    required::CHECK,
    id_form::CHECK,
    id_duplicate::CHECK,
    unknown_place::CHECK,
    unknown_item::CHECK,
    unknown_store::CHECK,
    unknown_round::CHECK,
    unknown_volunteer::CHECK,
    unknown_group::CHECK,
    unknown_request::CHECK,
    unknown_notice::CHECK,
    bad_choice::CHECK,
    reverses_unknown::CHECK,
    reverses_mismatch::CHECK,
    double_reversal::CHECK,
    wrong_month::CHECK,
    edited_row::CHECK,
    removed_row::CHECK,
    pack_changed::CHECK,
    future_date::CHECK,
    negative_stock::CHECK,
    count_differs::CHECK,
    unit_not_convertible::CHECK,
    over_supplied::CHECK,
    tested_exceeds_present::CHECK,
    unit_and_homes_both::CHECK,
    repeated_report::CHECK,
    duplicate_document::CHECK,
    request_step_order::CHECK,
    request_overdue::CHECK,
    undelivered_confirmation::CHECK,
    request_taken_twice::CHECK,
    home_unknown::CHECK,
    census_differs::CHECK,
    expired_on_hand::CHECK,
    below_minimum::CHECK,
    captain_missing::CHECK,
    fatigue::CHECK,
    personal_number::CHECK,
];

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
    text.push_str(&format!(
        "\n{}\n\n{}",
        lang.pick("linli check says:", "linli check 的结果："),
        render(&found)
    ));
    text
}

/// A piece of data as one word of a command that can be pasted.
fn word(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_.,/+%@·".contains(c);
    match !text.is_empty() && text.chars().all(plain) {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', "'\\''")),
    }
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}\n")).collect()
}

#[cfg(test)]
mod follow_on_tests;
#[cfg(test)]
mod mutation_tests;
#[cfg(test)]
mod one_fault_tests;
#[cfg(test)]
mod remedy_tests;
#[cfg(test)]
mod reversal_tests;
#[cfg(test)]
mod tests;
