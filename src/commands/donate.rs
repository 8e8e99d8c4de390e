//! `linli donate DONOR ITEM=QTY...`

use super::Desk;
use super::incoming::{self, Kind};
use super::verb::{Exit, Heading, Verb};
use crate::error::Result;
use crate::ledgers::Donation;
use crate::words::{Lang, words};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "donate",
    about: words("record a donation", "登记接收捐赠"),
    long: words(
        "Example: linli donate 爱心企业 牛奶=40箱 --value 2400 --publish name",
        "示例：linli donate 爱心企业 牛奶=40箱 --value 2400 --publish name",
    ),
    heading: Heading::Record,
    args,
    subs: &[],
    run,
};

const KIND: Kind = Kind {
    ledger: &Donation::LEDGER,
    giver: "donor",
    value_name: "DONOR",
    giver_words: words("who gave it", "捐赠单位或个人"),
    fields: &["store", "lot", "expires", "value", "earmark", "publish"],
};

fn args(lang: Lang) -> Vec<Arg> {
    incoming::args(&KIND, lang)
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    incoming::run(&KIND, matches, desk)
}
