//! `linli missing [ROUND|NOTICE]`

use super::Desk;
use super::known_at::{self, known_at_arg};
use super::printing::{print, printing_args};
use super::verb::{Exit, Heading, Verb, given, option, switch, value, word};
use crate::error::{Error, Result};
use crate::reports::missing::{REPORT, missing};
use crate::reports::{Asked, key_of};
use crate::said;
use crate::words::{Lang, words};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "missing",
    about: words("who has not got what was due, has not been tested or told", "谁还没领到、没检测、没通知到"),
    long: words(
        "Example: linli missing; linli missing veg-0816 --by home --captain 李梅",
        "示例：linli missing；linli missing veg-0816 --by home --captain 李梅",
    ),
    heading: Heading::See,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    let mut args = vec![
        word(
            "what",
            "ROUND|NOTICE",
            words("a round or a notice; every open round if not given", "批次或通知；默认所有进行中的批次"),
            lang,
        ),
        option("by", "unit|home|building", words("a line for each", "按什么分行"), lang),
        option("captain", "NAME", words("only this captain's places", "只看该楼长负责的位置"), lang),
        option("as-of", "DAY", words("as things stood at the end of this day", "截至该日"), lang),
        known_at_arg(lang),
        switch(
            "public",
            words("for the public: numbers only, no homes", "对外公布：只有数字，不列住户"),
            lang,
        ),
        switch("fail", words("exit 1 if something is missing", "有缺漏时退出码为 1"), lang),
    ];
    args.extend(printing_args(lang));
    args
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    if let Some(by) = value(matches, "by").map(key_of)
        && !REPORT.by.contains(&by)
    {
        return Err(Error::usage(said!("`{by}` is no level", "不能按“{by}”分行"))
            .hint(said!("--by unit, home or building", "--by unit、home 或 building")));
    }
    let watch = desk.ui.reading();
    let files = known_at::read(desk, matches, REPORT.needs)?;
    let books = files.books(|l| REPORT.needs.contains(&l.name));
    let asked = Asked {
        by: value(matches, "by").map(|by| key_of(by).to_owned()),
        public: given(matches, "public"),
        ..Asked::of_day(desk.day(value(matches, "as-of"), &files.registers)?, desk.stamp(&files.registers))
    };
    let page = missing(&books, &asked, value(matches, "what"), value(matches, "captain"))?;
    drop(watch);
    let any = page.tables.iter().any(|t| !t.rows.is_empty());
    print(&page, matches, desk)?;
    Ok(if any && given(matches, "fail") { Exit::Found } else { Exit::Done })
}
