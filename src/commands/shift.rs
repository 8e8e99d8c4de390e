//! `linli shift VOLUNTEER... --start T --end T`

use super::Desk;
use super::ask::{ask_known, ask_words};
use super::desk::Files;
use super::operation::record;
use super::recording_args::recording_args;
use super::verb::{Exit, Heading, Verb, given, option, rest, value, values};
use crate::error::{Error, Result};
use crate::ledgers::Shift;
use crate::model::typed_moment;
use crate::recording::{TypedShift, each_name, read_volunteer, shifts};
use crate::registers::NameKind;
use crate::said;
use crate::words::{Lang, words};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "shift",
    about: words("record who was on duty, from when to when", "登记值班：谁、几点到几点"),
    long: words(
        "Example: linli shift 朱婷 丁一帆 --group sampling --start 6:30 --end 10:30 --post 采样台\n\
         Times as you type them: 17:00, 下午2点半, 24时. An end before its start is on the next day.",
        "示例：linli shift 朱婷 丁一帆 --group sampling --start 6:30 --end 10:30 --post 采样台\n\
         时刻可写 17:00、下午2点半、24时；结束早于开始即为次日。",
    ),
    heading: Heading::Record,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    let mut args = vec![
        rest("volunteer", "NAME", words("who was on duty; several may be named", "值班的人，可写多人"), lang),
        option(
            "group",
            "GROUP",
            words(
                "for which group; not needed for who serves in one only",
                "所属小组；只在一个小组的人可不写",
            ),
            lang,
        ),
        option("start", "START", words("when it began", "开始时刻"), lang),
        option(
            "end",
            "END",
            words("when it ended; before the start means the next day", "结束时刻；早于开始即为次日"),
            lang,
        ),
    ];
    args.extend(Shift::LEDGER.field("post").map(|f| super::fields::field_option(f, lang)));
    args.extend(recording_args(lang));
    args
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let people = ask_words(
        desk,
        values(matches, "volunteer"),
        "NAME",
        words("who was on duty", "值班的人"),
        &|files| files.registers.names.list(NameKind::Volunteer).to_vec(),
        &|files, words| {
            let mut people = words.iter().flat_map(|w| each_name(w));
            people.try_for_each(|name| read_volunteer(name, &files.registers.names).map(|_| ()))
        },
    )?;
    let mut time = |name, meaning| {
        let check = |_: &Files, typed: &str| typed_moment(typed).map(|_| ());
        ask_known(desk, value(matches, name), &format!("--{name}"), meaning, &|_| Vec::new(), &check)
    };
    let start = time("start", words("when it began, such as 6:30", "开始时刻，例如 6:30"))?;
    let end = time("end", words("when it ended, such as 下午2点半", "结束时刻，例如 下午2点半"))?;
    let again = given(matches, "again");
    record(desk, matches, &|path| path.starts_with("ledgers/shifts/"), &|books, setting, desk| {
        let typed = TypedShift {
            group: value(matches, "group"),
            post: value(matches, "post").unwrap_or_default(),
            start: &start,
            end: &end,
        };
        let (entry, same) = shifts(books, &people, &typed, setting)?;
        match same.filter(|_| !again && desk.ui.asker.is_none()) {
            Some(id) => Err(Error::refused(said!(
                "{id} is this very shift already",
                "{id} 已登记了同一人同一时间的值班"
            ))
            .hint(said!(
                "leave out who is recorded already, or add --again if it is meant",
                "已登记的人不要再写；确需重复登记请加 --again"
            ))),
            None => Ok(entry),
        }
    })
}
