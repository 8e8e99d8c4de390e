//! `linli adjust ITEM=±QTY... --reason R`

use super::Desk;
use super::ask::{ask_goods, missing};
use super::operation::record;
use super::recording_args::recording_args;
use super::verb::{Exit, Heading, Verb, option, rest, switch, value, values};
use crate::error::Result;
use crate::ledgers::{Reason, choose_typed, listed};
use crate::recording::{self, read_store};
use crate::words::{Lang, words};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "adjust",
    about: words(
        "record opening stock, losses, own use, or a transfer between stores",
        "登记期初、损耗、自用或仓库间调拨",
    ),
    long: words(
        "Example: linli adjust 鸡蛋=-12个 --reason damaged; linli adjust 口罩=200 --to gate",
        "示例：linli adjust 鸡蛋=-12个 --reason damaged；linli adjust 口罩=200 --to gate",
    ),
    heading: Heading::Record,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    let codes = Reason::CHOICES.iter().map(|c| c.code).collect::<Vec<_>>().join("|");
    let zh =
        Reason::CHOICES.iter().map(|c| format!("{} {}", c.code, c.words.zh)).collect::<Vec<_>>().join("、");
    let help = lang.pick("why the stock changed".to_owned(), format!("库存变动的原因（{zh}）"));
    let mut args = vec![
        rest(
            "goods",
            "ITEM=±QTY",
            words("goods lines such as 鸡蛋=-12个", "物品和带符号的数量，例如 鸡蛋=-12个"),
            lang,
        ),
        Arg::new("reason").long("reason").value_name(codes).help(help),
        option("store", "STORE", words("the store; the first if not given", "仓库；默认第一个"), lang),
        option(
            "to",
            "STORE",
            words("transfer to this store; the quantity is positive", "调拨到此仓库，数量写正数"),
            lang,
        ),
        switch(
            "new",
            words("register unknown items with the unit typed", "未登记的物品按所写单位自动登记"),
            lang,
        ),
    ];
    args.extend(recording_args(lang));
    args
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let goods = ask_goods(desk, values(matches, "goods"))?;
    let transfer = value(matches, "to").is_some();
    let reason = match value(matches, "reason") {
        Some(typed) => Reason::ALL[choose_typed(typed, Reason::CHOICES)?],
        None if transfer => Reason::Transfer,
        None => {
            let why = words("why the stock changed", "库存变动的原因");
            return Err(missing("--reason", why).hint(listed(Reason::CHOICES)));
        }
    };
    record(desk, matches, &super::stock_path, &|books, setting, _| {
        let goods: Vec<&str> = goods.iter().map(String::as_str).collect();
        let store = |name| value(matches, name).map(|s| read_store(s, books.registers)).transpose();
        recording::adjust(books, &goods, reason, store("store")?, store("to")?, setting)
    })
}
