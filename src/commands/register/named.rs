//! What the verbs of stores and destinations share.

use super::{answer, change, flags, list_args, table};
use crate::commands::Desk;
use crate::commands::ask::ask_line;
use crate::commands::recording_args::writing_args;
use crate::commands::verb::{Exit, Heading, Verb, no_args, only_subs, option, value, word};
use crate::error::Result;
use crate::model::{Cell, text};
use crate::recording::registering::{NamedKind, add_named, edit_named};
use crate::registers::Named;
use crate::words::{Lang, Words, words};
use clap::{Arg, ArgMatches};

const CODE: Words = words("its code, as the ledgers have it", "代码（台账中使用）");

/// Which of the two, and the words of the verbs below it.
pub trait Of: 'static {
    /// Which.
    const KIND: NamedKind;
    /// What `list` does.
    const LIST: Words;
    /// What `show` does.
    const SHOW: Words;
    /// What `add` does.
    const ADD: Words;
    /// What `edit` does.
    const EDIT: Words;
    /// The example of `add` and `edit`.
    const EXAMPLE: Words;
    /// The verbs.
    const SUBS: &'static [Verb] = &[
        below("list", Self::LIST, words("", ""), list_args, |matches, desk| list(Self::KIND, matches, desk)),
        below("show", Self::SHOW, words("", ""), show_args, |matches, desk| show(Self::KIND, matches, desk)),
        below("add", Self::ADD, Self::EXAMPLE, change_args, |matches, desk| add(Self::KIND, matches, desk)),
        below("edit", Self::EDIT, Self::EXAMPLE, change_args, |matches, desk| {
            edit(Self::KIND, matches, desk)
        }),
    ];
}

/// The verb with those below it.
pub const fn verb<O: Of>(name: &'static str, about: Words) -> Verb {
    let long = words("", "");
    Verb { name, about, long, heading: Heading::Registers, args: no_args, subs: O::SUBS, run: only_subs }
}

const fn below(
    name: &'static str,
    about: Words,
    long: Words,
    args: fn(Lang) -> Vec<Arg>,
    run: fn(&ArgMatches, &mut Desk) -> Result<Exit>,
) -> Verb {
    Verb { name, about, long, heading: Heading::Registers, args, subs: &[], run }
}

/// The code, and how to print.
fn show_args(lang: Lang) -> Vec<Arg> {
    let mut args = vec![word("code", "CODE", CODE, lang)];
    args.extend(list_args(lang));
    args
}

/// The code and the name.
fn change_args(lang: Lang) -> Vec<Arg> {
    let name = words("the name people know it by", "大家熟悉的名称");
    let mut args = vec![word("code", "CODE", CODE, lang), option("name", "NAME", name, lang)];
    args.extend(writing_args(lang));
    args
}

fn print(kind: NamedKind, list: Vec<Named>, matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let (name, title) = match kind {
        NamedKind::Store => ("stores", words("Stores", "仓库")),
        NamedKind::Destination => ("destinations", words("Destinations", "去处")),
    };
    let rows = list.into_iter().map(|n| vec![Cell::text(n.code), Cell::text(n.name)]).collect();
    answer(
        table(name, title, vec![text("code", "Code", "代码"), text("name", "Name", "名称")], rows),
        matches,
        desk,
    )
}

/// Lists them.
fn list(kind: NamedKind, matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let files = desk.ledgers(&[])?;
    let list = kind.list(&files.registers).to_vec();
    print(kind, list, matches, desk)
}

/// Shows one.
fn show(kind: NamedKind, matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let code = code(kind, matches, desk, true)?;
    let files = desk.ledgers(&[])?;
    let one = kind.find(&files.registers, &code)?;
    print(kind, vec![one], matches, desk)
}

fn code(kind: NamedKind, matches: &ArgMatches, desk: &mut Desk, known: bool) -> Result<String> {
    ask_line(desk, value(matches, "code"), "CODE", CODE, &[], &|files| {
        let list = kind.list(&files.registers);
        if known { list.iter().map(|n| n.code.clone()).collect() } else { Vec::new() }
    })
}

/// Registers one.
fn add(kind: NamedKind, matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let code = code(kind, matches, desk, false)?;
    change(desk, matches, &|books, _| add_named(kind, books, &code, &flags(matches)))
}

/// Changes one.
fn edit(kind: NamedKind, matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let code = code(kind, matches, desk, true)?;
    change(desk, matches, &|books, _| edit_named(kind, books, &code, &flags(matches)))
}
