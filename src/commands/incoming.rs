//! What `receive` and `donate` share: a giver, goods lines, and the ledger's own optional fields as flags.

use super::Desk;
use super::ask::{ask_goods, ask_line};
use super::fields::{field_option, typed_fields};
use super::operation::record;
use super::recording_args::recording_args;
use super::verb::{Exit, rest, switch, value, values, word};
use crate::error::Result;
use crate::ledgers::Ledger;
use crate::recording;
use crate::words::{Lang, Words, words};
use clap::{Arg, ArgMatches};

/// A ledger of goods that come in.
pub struct Kind {
    /// The ledger.
    pub ledger: &'static Ledger,
    /// The field that says from whom.
    pub giver: &'static str,
    /// Its word in the usage line.
    pub value_name: &'static str,
    /// Its help.
    pub giver_words: Words,
    /// The fields that are flags.
    pub fields: &'static [&'static str],
}

/// The arguments: the giver, the goods, the ledger's fields, and those of every recording command.
pub fn args(kind: &Kind, lang: Lang) -> Vec<Arg> {
    let mut args = vec![
        word(kind.giver, kind.value_name, kind.giver_words, lang),
        rest("goods", "ITEM=QTY", words("goods lines such as 牛奶=40箱", "物品和数量，例如 牛奶=40箱"), lang),
    ];
    args.extend(
        kind.fields.iter().filter_map(|name| kind.ledger.field(name)).map(|field| field_option(field, lang)),
    );
    args.push(switch(
        "new",
        words("register unknown items with the unit typed", "未登记的物品按所写单位自动登记"),
        lang,
    ));
    args.extend(recording_args(lang));
    args
}

/// Records the goods; what is missing is asked for at a terminal.
pub fn run(kind: &Kind, matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let donors = |files: &super::desk::Files| {
        let books = files.books(|l| l == kind.ledger);
        let position = kind.ledger.position(kind.giver).unwrap_or(2);
        let mut names: Vec<String> = books
            .heads(kind.ledger)
            .iter()
            .map(|h| books.cells(kind.ledger, h.origin)[position].clone())
            .collect();
        names.sort();
        names.dedup();
        names
    };
    let giver = ask_line(
        desk,
        value(matches, kind.giver),
        kind.value_name,
        kind.giver_words,
        &[kind.ledger.name],
        &donors,
    )?;
    let goods = ask_goods(desk, values(matches, "goods"))?;
    let goods: Vec<&str> = goods.iter().map(String::as_str).collect();
    let wanted = |path: &str| super::stock_path(path);
    record(desk, matches, &wanted, &|books, setting, _| {
        let mut common = vec![(kind.giver, giver.clone())];
        common.extend(typed_fields(kind.ledger, kind.fields, matches, books.registers, setting.today)?);
        recording::incoming(books, kind.ledger, &common, &goods, setting)
    })
}
