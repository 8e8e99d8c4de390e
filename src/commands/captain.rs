//! `linli captain PLACE [residents=N] [present=N] [tested=N] [ITEM=QTY]...`: the seed of it all.

use super::Desk;
use super::ask::{ask_known, ask_words};
use super::desk::Files;
use super::operation::record;
use super::recording_args::recording_args;
use super::verb::{Exit, Heading, Verb, given, options, rest, switch, value, values, word};
use crate::error::Result;
use crate::recording;
use crate::registers::NameKind;
use crate::words::{Lang, words};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "captain",
    about: words(
        "a building captain's evening line: census, tests and goods of one place",
        "楼长晚报：一次登记某单元的人数、检测和发放",
    ),
    long: words(
        "Example: linli captain 3-2 residents=41 present=38 tested=36 elsewhere=1 蔬菜包=38份\n\
         Counts: residents present households tested elsewhere exempt visitors. They go to the rounds open that day. A line pasted from a chat is read too: 检测：38，外检：1",
        "示例：linli captain 3-2 人数=41 在住=38 检测=36 外检=1 蔬菜包=38份\n\
         可写：人数 在住 户数 检测 外检 免检 访客（或英文 residents present …），归入当天进行中的批次；也可粘贴 检测：38，外检：1。",
    ),
    heading: Heading::Record,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    let mut args = vec![
        word("place", "PLACE", words("the unit or home", "单元或户"), lang),
        rest("line", "WHAT=N", words("counts of people and goods lines", "人数和物品"), lang),
        options(
            "round",
            "ROUND",
            words("to this round instead of the one that is open", "指明批次，不用当天进行中的批次"),
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
    let units = |files: &Files| {
        let places = files.registers.names.places();
        places.units(crate::model::PlaceId::WHOLE).map(|u| places.code(u).to_owned()).collect()
    };
    let is_place = |files: &Files, typed: &str| {
        recording::read_place(typed, &files.registers.names, &mut Vec::new()).map(|_| ())
    };
    let meaning = words("the unit or home", "单元或户");
    let place = ask_known(desk, value(matches, "place"), "PLACE", meaning, &units, &is_place)?;
    let new = given(matches, "new");
    let lang = desk.ui.lang;
    let keys = |files: &Files| {
        let counts = recording::count_words(lang).into_iter();
        let items = files.registers.names.list(NameKind::Item).iter();
        counts.map(|word| format!("{word}=")).chain(items.map(|item| format!("{item}="))).collect()
    };
    let understood =
        |files: &Files, words: &[&str]| recording::read_line(words, &files.registers, new).map(|_| ());
    let meaning = words("such as residents=41 tested=36 蔬菜包=38份", "例如 人数=41 检测=36 蔬菜包=38份");
    let line = ask_words(desk, values(matches, "line"), "WHAT=N", meaning, &keys, &understood)?;
    let rounds = values(matches, "round");
    let wanted = |path: &str| {
        super::stock_path(path) || path.starts_with("ledgers/census/") || path.starts_with("ledgers/tests/")
    };
    record(desk, matches, &wanted, &|books, setting, _| {
        let line: Vec<&str> = line.iter().map(String::as_str).collect();
        recording::captain(books, &place, &line, &rounds, setting)
    })
}
