//! `linli count ITEM=QTY...`

use super::Desk;
use super::ask::ask_goods;
use super::operation::record;
use super::recording_args::recording_args;
use super::verb::{Exit, Heading, Verb, given, option, rest, switch, value, values};
use crate::error::Result;
use crate::recording::{self, read_store};
use crate::words::{Lang, words};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "count",
    about: words("record a stock-take and say how it differs from the books", "登记盘点并说明与账面的差异"),
    long: words(
        "Example: linli count 牛奶=35箱 大米=180kg --adjust\n\
         A quantity without a unit is in the item's base unit (linli item show 牛奶).",
        "示例：linli count 牛奶=35箱 大米=180kg --adjust\n不写单位即按该物品的基本单位计（linli item show 牛奶 可查看）。",
    ),
    heading: Heading::Record,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    let mut args = vec![
        rest("goods", "ITEM=QTY", words("what is really there", "实际数量"), lang),
        option("store", "STORE", words("the store; the first if not given", "仓库；默认第一个"), lang),
        switch(
            "adjust",
            words("record the difference as an adjustment too", "同时把差异登记为盘点调整"),
            lang,
        ),
    ];
    args.extend(recording_args(lang));
    args
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let goods = ask_goods(desk, values(matches, "goods"))?;
    record(desk, matches, &super::stock_path, &|books, setting, _| {
        let goods: Vec<&str> = goods.iter().map(String::as_str).collect();
        let store = value(matches, "store").map(|s| read_store(s, books.registers)).transpose()?;
        recording::stock_take(books, &goods, store, given(matches, "adjust"), setting)
    })
}
