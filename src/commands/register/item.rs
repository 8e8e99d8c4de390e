//! `linli item list|show|add|edit`

use super::{answer, cell, change, column_flags, columns, flags, list_args, table};
use crate::commands::Desk;
use crate::commands::ask::ask_line;
use crate::commands::recording_args::writing_args;
use crate::commands::verb::{Exit, Heading, Verb, no_args, only_subs, option, value, word};
use crate::error::Result;
use crate::model::Cell;
use crate::recording::read_item;
use crate::recording::registering::{add_item, edit_item};
use crate::registers::items::FIELDS;
use crate::registers::{Item, NameKind};
use crate::words::{Lang, Words, words};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "item",
    about: words("the goods we handle: list, show, add, edit", "物品名册：查看、登记、修改"),
    long: words("", ""),
    heading: Heading::Registers,
    args: no_args,
    subs: &[LIST, SHOW, ADD, EDIT],
    run: only_subs,
};

const LIST: Verb = Verb {
    name: "list",
    about: words("list the items", "列出物品"),
    long: words("", ""),
    heading: Heading::Registers,
    args: list_args,
    subs: &[],
    run: list,
};

const SHOW: Verb = Verb {
    name: "show",
    about: words("show one item", "查看一种物品"),
    long: words("Example: linli item show 牛奶", "示例：linli item show 牛奶"),
    heading: Heading::Registers,
    args: show_args,
    subs: &[],
    run: show,
};

const ADD: Verb = Verb {
    name: "add",
    about: words("register an item", "登记一种物品"),
    long: words(
        "Example: linli item add 牛奶 --unit 盒 --packs 箱=24 --minimum 5箱 --aliases 纯牛奶",
        "示例：linli item add 牛奶 --unit 盒 --packs 箱=24 --minimum 5箱 --aliases 纯牛奶",
    ),
    heading: Heading::Registers,
    args: add_args,
    subs: &[],
    run: add,
};

const EDIT: Verb = Verb {
    name: "edit",
    about: words(
        "change an item; packs that rows use stay, an empty value clears",
        "修改物品；已有行使用的包装不可改，空值表示清除",
    ),
    long: words("Example: linli item edit 牛奶 --minimum 120", "示例：linli item edit 牛奶 --minimum 120"),
    heading: Heading::Registers,
    args: edit_args,
    subs: &[],
    run: edit,
};

const NAME: Words = words("the name of the item", "物品名称");

fn show_args(lang: Lang) -> Vec<Arg> {
    let mut args = vec![word("name", "NAME", NAME, lang)];
    args.extend(list_args(lang));
    args
}

fn add_args(lang: Lang) -> Vec<Arg> {
    let mut args = vec![word("name", "NAME", NAME, lang)];
    args.extend(column_flags(FIELDS, &["item"], lang));
    args.extend(writing_args(lang));
    args
}

fn edit_args(lang: Lang) -> Vec<Arg> {
    let mut args = add_args(lang);
    args.push(option(
        "item",
        "NAME",
        words("its new name; the old one becomes an alias", "新名称；旧名称成为别名"),
        lang,
    ));
    args
}

fn row(item: &Item) -> Vec<Cell> {
    let aliases = item.aliases.join("|");
    let minimum = item.minimum.map_or_else(String::new, |m| m.to_string());
    let texts = [&item.name, &item.category, &item.unit, &item.packs_text, &minimum, &aliases, &item.note];
    FIELDS.iter().zip(texts).map(|(field, text)| cell(field, text)).collect()
}

fn list(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let files = desk.ledgers(&[])?;
    let rows: Vec<_> = files.registers.items.iter().map(row).collect();
    let count = crate::words::count_of(rows.len(), "item", "items", "种物品");
    let mut table = table("items", words("Items", "物品"), columns(FIELDS), rows);
    table.below = vec![count];
    answer(table, matches, desk)
}

fn name(matches: &ArgMatches, desk: &mut Desk, known: bool) -> Result<String> {
    ask_line(desk, value(matches, "name"), "NAME", NAME, &[], &|files| {
        if known { files.registers.names.list(NameKind::Item).to_vec() } else { Vec::new() }
    })
}

fn show(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let name = name(matches, desk, true)?;
    let files = desk.ledgers(&[])?;
    let id = read_item(&name, &files.registers.names)?;
    let rows = files.registers.item(id).map(row).into_iter().collect();
    answer(table("items", words("Item", "物品"), columns(FIELDS), rows), matches, desk)
}

fn add(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let name = name(matches, desk, false)?;
    let unit = ask_line(
        desk,
        value(matches, "unit"),
        "--unit",
        words("its base unit", "基本单位"),
        &[],
        &|_| Vec::new(),
    )?;
    change(desk, matches, &|books, _| {
        add_item(books, &name, &|flag| if flag == "unit" { Some(unit.clone()) } else { flags(matches)(flag) })
    })
}

fn edit(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let name = name(matches, desk, true)?;
    change(desk, matches, &|books, _| edit_item(books, &name, &flags(matches)))
}
