//! What the verbs of stores and destinations share.

use super::{answer, change, flags, list_args, table};
use crate::commands::Desk;
use crate::commands::ask::ask_line;
use crate::commands::recording_args::writing_args;
use crate::commands::verb::{Exit, option, value, word};
use crate::error::Result;
use crate::model::{Cell, text};
use crate::recording::registering::{NamedKind, add_named, edit_named};
use crate::registers::Named;
use crate::words::{Lang, Words, words};
use clap::{Arg, ArgMatches};

const CODE: Words = words("its code, as the ledgers have it", "代码（台账中使用）");

/// The code, and how to print.
pub fn show_args(lang: Lang) -> Vec<Arg> {
    let mut args = vec![word("code", "CODE", CODE, lang)];
    args.extend(list_args(lang));
    args
}

/// The code and the name.
pub fn change_args(lang: Lang) -> Vec<Arg> {
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
pub fn list(kind: NamedKind, matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let files = desk.ledgers(&[])?;
    let list = kind.list(&files.registers).to_vec();
    print(kind, list, matches, desk)
}

/// Shows one.
pub fn show(kind: NamedKind, matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
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
pub fn add(kind: NamedKind, matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let code = code(kind, matches, desk, false)?;
    change(desk, matches, &|books, _| add_named(kind, books, &code, &flags(matches)))
}

/// Changes one.
pub fn edit(kind: NamedKind, matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let code = code(kind, matches, desk, true)?;
    change(desk, matches, &|books, _| edit_named(kind, books, &code, &flags(matches)))
}
