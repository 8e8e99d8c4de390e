//! Which requests there are to choose from, at a prompt and in the shell's completion.

use crate::books::Books;
use crate::commands::desk::Files;
use crate::ledgers::Step;
use crate::model::Stamp;
use crate::recording::requests::{code_of, described, every_request};
use crate::registers::Registers;
use crate::store::text::Source;

/// The codes of the requests of which this step is possible, newest first, each with its place and need. `None`: all.
pub fn codes_of(registers: &Registers, sources: &[Source], step: Option<Step>) -> Vec<(String, String)> {
    let books = Books::read(registers, sources, |ledger| ledger.name == "requests");
    let all = every_request(&books, Stamp::default());
    // Buying and delivering fill in the taking that was skipped.
    let possible = |status: Step| match step {
        None => true,
        Some(step @ (Step::Bought | Step::Delivered)) => {
            status.next().contains(&step) || status.next().contains(&Step::Taken)
        }
        Some(step) => status.next().contains(&step),
    };
    let fitting = all.iter().rev().filter(|r| possible(r.status));
    fitting.map(|r| (code_of(&all, r), described(&books, r))).collect()
}

/// The same as lines to choose from: `K7QF2M 3-2-502 布洛芬1盒`.
pub fn choices(files: &Files, step: Step) -> Vec<String> {
    let codes = codes_of(&files.registers, &files.sources, Some(step));
    codes.into_iter().map(|(code, what)| format!("{code} {what}")).collect()
}
