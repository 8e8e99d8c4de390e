//! `linli reach NOTICE PLACE...`

use super::Desk;
use super::ask::{ask_line, ask_words};
use super::desk::Files;
use super::fields::field_option;
use super::operation::record;
use super::recording_args::recording_args;
use super::verb::{Exit, Heading, Verb, option, rest, value, values, word};
use crate::arithmetic::census::CensusRows;
use crate::arithmetic::notice::codes;
use crate::error::{Error, Result};
use crate::ledgers::{Reach, Reached};
use crate::model::PlaceId;
use crate::recording::{reach, read_places, read_status};
use crate::said;
use crate::words::{Lang, words};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "reach",
    about: words("record whom a notice or a roll-call has reached", "登记通知、点名已到哪些户"),
    long: words(
        "Example: linli reach water-0816 1..27 --channel 群 --all-but 3-2-502=unreachable,3-2-603\n\
         told, read and posted count as reached; sent alone does not. The exceptions are later rows of their own.",
        "示例：linli reach water-0816 1..27 --channel 群 --all-but 3-2-502=unreachable,3-2-603\n\
         told 已告知、read 已读、posted 已张贴才算到户；只有 sent 已发送不算。除外的户另行登记。",
    ),
    heading: Heading::Record,
    args,
    subs: &[],
    run,
};

const NEEDED: [&str; 3] = ["ledgers/reach/", "ledgers/notices/", "ledgers/census/"];

fn args(lang: Lang) -> Vec<Arg> {
    let mut args = vec![
        word(
            "notice",
            "NOTICE",
            words(
                "the code of a notice or of a roll-call round, or its beginning",
                "通知或点名批次的代码，可只写开头",
            ),
            lang,
        ),
        rest(
            "place",
            "PLACE",
            words(
                "homes, units, buildings: 3-2, 1..27, *, needs:elderly",
                "户、单元、楼：3-2、1..27、*、needs:elderly",
            ),
            lang,
        ),
    ];
    let status = Reach::LEDGER.field("status").map(|f| field_option(f, lang));
    args.extend(status.map(|arg| {
        let help = arg.get_help().map(|h| h.to_string()).unwrap_or_default();
        arg.help(format!("{help}{}", lang.pick("; told if not given", "；默认 told")))
    }));
    args.extend(Reach::LEDGER.field("channel").map(|f| field_option(f, lang)));
    args.push(option(
        "all-but",
        "ROOM=STATUS",
        words(
            "all of these places but 502=unreachable,603; without a status it is unreachable",
            "除以下各户外全部：502=unreachable,603；不写状态即 unreachable 联系不上",
        ),
        lang,
    ));
    args.extend(recording_args(lang));
    args
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let meaning = words("the code of a notice or roll-call", "通知或点名批次的代码");
    let notice = ask_line(desk, value(matches, "notice"), "NOTICE", meaning, &["notices"], &|files| {
        codes(&files.books(|l| l.name == "notices"))
    })?;
    let meaning = words("who was reached, such as 3-2 or 1..27", "通知到的位置，例如 3-2 或 1..27");
    let units = |files: &Files| -> Vec<String> {
        let places = files.registers.names.places();
        places.units(PlaceId::WHOLE).map(|unit| places.code(unit).to_owned()).collect()
    };
    let known = |files: &Files, words: &[&str]| {
        read_places(words, &files.registers.names, &|_| Some(Vec::new())).map(|_| ())
    };
    let places = ask_words(desk, values(matches, "place"), "PLACE", meaning, &units, &known)?;
    let places: Vec<&str> = places.iter().map(String::as_str).collect();
    let status = value(matches, "status").map_or(Ok(Reached::Told), read_status)?;
    let wanted = |path: &str| NEEDED.iter().any(|n| path.starts_with(n));
    record(desk, matches, &wanted, &|books, setting, _| {
        let rows = CensusRows::of(books);
        let in_force = rows.in_force(setting.day);
        let needs = |need: &str| Some(in_force.homes_with(need));
        let found = read_places(&places, &books.registers.names, &needs)?;
        if found.is_empty() {
            return Err(Error::usage(said!("no home is meant by these places", "这些位置没有对应任何住户")));
        }
        let channel = value(matches, "channel").unwrap_or_default();
        let all_but = value(matches, "all-but").unwrap_or_default();
        reach(books, &notice, &found, status, channel, all_but, setting)
    })
}
