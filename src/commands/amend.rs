//! `linli amend ID FIELD=VALUE... --reason TEXT`

use super::Desk;
use super::ask::{ask_line, ask_words};
use super::operation::correct;
use super::recording_args::recording_args;
use super::verb::{Exit, Heading, Verb, option, rest, value, values, word};
use super::void::{ID, REASON};
use crate::error::Result;
use crate::recording;
use crate::words::{Lang, words};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "amend",
    about: words("cancel a row and record it right, in one document", "冲销一行并登记更正后的内容"),
    long: words(
        "Example: linli amend K7QF quantity=30 --reason \"counted again\"",
        "示例：linli amend K7QF quantity=30 --reason 复点",
    ),
    heading: Heading::Record,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    let mut args = vec![
        word("id", "ID", ID, lang),
        rest(
            "changes",
            "FIELD=VALUE",
            words("the fields that were wrong, with their right values", "要更正的字段和正确的值"),
            lang,
        ),
        option("reason", "TEXT", REASON, lang),
    ];
    args.extend(recording_args(lang));
    args
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let id = ask_line(desk, value(matches, "id"), "ID", ID, &[], &|_| Vec::new())?;
    let meaning = words("FIELD=VALUE, such as quantity=30", "字段=值，例如 quantity=30");
    let changes =
        ask_words(desk, values(matches, "changes"), "FIELD=VALUE", meaning, &|_| Vec::new(), &|_, _| Ok(()))?;
    let reason = ask_line(desk, value(matches, "reason"), "--reason", REASON, &[], &|_| Vec::new())?;
    correct(desk, matches, &|books, setting, _| {
        let changes: Vec<&str> = changes.iter().map(String::as_str).collect();
        recording::amend(books, &id, &changes, &reason, setting)
    })
}
