//! `linli receive SOURCE ITEM=QTY...`

use super::Desk;
use super::incoming::{self, Kind};
use super::verb::{Exit, Heading, Verb};
use crate::error::Result;
use crate::ledgers::Receipt;
use crate::words::{Lang, words};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "receive",
    about: words("record supplies received", "登记接收物资"),
    long: words(
        "Example: linli receive 街道办 牛奶=40箱 大米=200kg --document 2022-081",
        "示例：linli receive 街道办 牛奶=40箱 大米=200kg --document 2022-081",
    ),
    heading: Heading::Record,
    args,
    subs: &[],
    run,
};

const KIND: Kind = Kind {
    ledger: &Receipt::LEDGER,
    giver: "source",
    value_name: "SOURCE",
    giver_words: words("who sent or sold the goods", "物资的来源（拨付或销售方）"),
    fields: &["store", "lot", "expires", "cost", "document"],
};

fn args(lang: Lang) -> Vec<Arg> {
    incoming::args(&KIND, lang)
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    incoming::run(&KIND, matches, desk)
}
