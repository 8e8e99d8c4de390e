//! `linli void ID --reason TEXT`

use super::Desk;
use super::ask::ask_line;
use super::operation::correct;
use super::recording_args::recording_args;
use super::verb::{Exit, Heading, Verb, option, value, word};
use crate::error::Result;
use crate::recording;
use crate::words::{Lang, Words, words};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "void",
    about: words("cancel a row, or a whole document, by a reversal", "冲销一行或整张单据"),
    long: words(
        "Example: linli void K7QF --reason \"recorded twice\"",
        "示例：linli void K7QF --reason 重复登记",
    ),
    heading: Heading::Record,
    args,
    subs: &[],
    run,
};

/// What a row is called.
pub const ID: Words = words("any unambiguous part of the row's code", "行号中任意一段，只要不与其他行混淆");
/// Why a row is corrected.
pub const REASON: Words = words("why", "原因");

fn args(lang: Lang) -> Vec<Arg> {
    let mut args = vec![word("id", "ID", ID, lang), option("reason", "TEXT", REASON, lang)];
    args.extend(recording_args(lang));
    args
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let id = ask_line(desk, value(matches, "id"), "ID", ID, &[], &|_| Vec::new())?;
    let reason = ask_line(desk, value(matches, "reason"), "--reason", REASON, &[], &|_| Vec::new())?;
    correct(desk, matches, &|books, setting, _| recording::void(books, &id, &reason, setting))
}
