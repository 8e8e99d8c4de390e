//! `linli report NAME`

use super::Desk;
use super::check::edited_since_head;
use super::desk::Files;
use super::known_at::known_at_arg;
use super::printing::{period, period_args, print, printing_args};
use super::verb::{Exit, Heading, Verb, given, option, switch, value, word};
use crate::books::Books;
use crate::error::{Error, Result, did_you_mean};
use crate::model::{Page, Stamp, near, typed_day};
use crate::recording::{read_item, read_place, read_round, read_store};
use crate::registers::Registers;
use crate::reports::{Asked, PICTURES, REPORTS, Report, by_name, key_of};
use crate::said;
use crate::words::{Lang, Said, words};
use chrono::{DateTime, FixedOffset};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "report",
    about: words("print a report", "打印报表"),
    long: words(
        "Example: linli report stock; linli report distributions --by unit --from 8.10; linli report testing --chart\n\
         Where there is no terminal a table is as wide as its cells; fewer rows: --item, --store, --place, --from; fewer columns: \
         --format csv | cut -d, -f1-4",
        "示例：linli report stock；linli report distributions --by unit --from 8.10；linli report testing --chart\n输出到管道或文件时，表格按内容排满，不折行。想窄一些：用 --item、--store、--place、--from 少列几行，或 --format csv | cut -d, -f1-4 只取几列。",
    ),
    heading: Heading::See,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    let titled = |r: &Report| lang.pick(r.name.to_owned(), format!("{} {}", r.name, r.title.zh));
    let list: Vec<String> = REPORTS.iter().map(titled).collect();
    let help = format!("{}{}", lang.pick("which: ", "报表名："), list.join(lang.pick(", ", "、")));
    let mut args = vec![
        word("name", "NAME", words("", ""), lang).help(help),
        switch("chart", words("draw it as well, where it can be drawn", "能画的同时画出来"), lang),
    ];
    args.extend(scope_args(lang));
    args.extend(printing_args(lang));
    args
}

/// What is asked of a report besides its name: as of when, and of what.
pub fn scope_args(lang: Lang) -> Vec<Arg> {
    let keys: std::collections::BTreeSet<&str> = REPORTS.iter().flat_map(|r| r.by).copied().collect();
    let by = format!(
        "{}{}",
        lang.pick("a line for each: ", "按什么分行："),
        keys.into_iter().collect::<Vec<_>>().join(lang.pick(", ", "、"))
    );
    let mut args = vec![
        Arg::new("by").long("by").value_name("KEY").help(by),
        option(
            "as-of",
            "DAY",
            words("as things stood at the end of this day; today if not given", "截至该日；默认今天"),
            lang,
        ),
        known_at_arg(lang),
        option("round", "ROUND", words("only this round", "只看该批次"), lang),
        option("item", "ITEM", words("only this item", "只看该物品"), lang),
        option("store", "STORE", words("only this store", "只看该仓库"), lang),
        option("place", "PLACE", words("only within this place", "只看该位置"), lang),
        switch("open", words("only requests that are open", "只看未办结的求助"), lang),
        switch("overdue", words("only requests that are overdue", "只看超时的求助"), lang),
        switch(
            "public",
            words(
                "for the public: nothing below the unit, donors as they wish",
                "对外公布：不低于单元，捐赠方按其意愿署名",
            ),
            lang,
        ),
    ];
    args.extend(period_args(lang));
    args
}

/// The report that is named.
///
/// # Errors
/// None is named, or there is none of that name.
pub fn named(matches: &ArgMatches) -> Result<&'static Report> {
    let names: Vec<&str> = REPORTS.iter().map(|r| r.name).collect();
    let all = || said!("one of {l}", "可用报表：{l}", l = (names.join(", "), names.join("、")));
    let Some(name) = value(matches, "name") else {
        return Err(super::ask::missing("NAME", words("the name of a report", "报表名")).hint(all()));
    };
    by_name(name).ok_or_else(|| {
        let near = near(name, names.iter().copied());
        Error::usage(said!("there is no report `{name}`", "没有报表“{name}”"))
            .hint(did_you_mean(&near).unwrap_or_else(all))
    })
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let report = named(matches)?;
    let files = super::known_at::read(desk, matches, report.needs)?;
    let watch = desk.ui.reading();
    let mut page = make(report, &files, matches, desk)?;
    drop(watch);
    // The bulletin is sent on: it says which books it was made from.
    if report.name == "daily" && value(matches, "as-known-at").is_none() && desk.store().is_ok() {
        page.below.push(super::anchor::anchor(desk, &files)?.line());
    }
    print(&page, matches, desk)?;
    if given(matches, "chart") && !page.is_drawn() {
        desk.ui.warn(&undrawn(report, matches));
    }
    Ok(Exit::Done)
}

/// Nothing of a report is drawn, or not as it was asked for.
fn undrawn(report: &Report, matches: &ArgMatches) -> Said {
    let name = report.name;
    let by = PICTURES.iter().find(|picture| picture.report == name).and_then(|picture| picture.by);
    match by.filter(|by| value(matches, "by").map(key_of) != Some(*by)) {
        Some(by) => said!("nothing is drawn of this; try --by {by}", "这样没有可画的图，可试试 --by {by}"),
        None => said!("there is no drawing of {name}", "{name} 没有可画的图"),
    }
}

/// Makes the report with what was asked on the command line.
pub fn make(report: &Report, files: &Files, matches: &ArgMatches, desk: &mut Desk) -> Result<Page> {
    let books = books(report, files, value(matches, "as-known-at").is_none(), desk)?;
    page(report, &books, &asked(report, &files.registers, matches, desk.now)?)
}

/// The books that a report needs; `now` compares them with what is committed.
pub fn books<'f>(report: &Report, files: &'f Files, now: bool, desk: &Desk) -> Result<Books<'f>> {
    let mut books = files.books(|l| report.needs.contains(&l.name));
    if now {
        books.findings.extend(edited_since_head(desk, files, report.needs)?);
    }
    Ok(books)
}

/// The report, with what its readers must know of damage in the books.
pub fn page(report: &Report, books: &Books, asked: &Asked) -> Result<Page> {
    asked.refuse_homes(books)?;
    let mut page = (report.make)(books, asked)?;
    page.banner.extend(super::desk::damage(books));
    Ok(page)
}

/// What the options of a report ask of it, in a community with these registers.
pub fn asked(
    report: &Report,
    registers: &Registers,
    matches: &ArgMatches,
    now: DateTime<FixedOffset>,
) -> Result<Asked> {
    let names = &registers.names;
    refuse_key(report, matches)?;
    let now = Stamp::from_datetime(now.with_timezone(&registers.community.timezone).fixed_offset());
    let today = now.day();
    Ok(Asked {
        as_of: value(matches, "as-of").map_or(Ok(today), |text| typed_day(text, today))?,
        period: period(matches, today)?,
        by: value(matches, "by").map(|by| key_of(by).to_owned()),
        round: value(matches, "round").map(|r| read_round(r, names)).transpose()?,
        item: value(matches, "item").map(|i| read_item(i, names)).transpose()?,
        store: value(matches, "store").map(|s| read_store(s, registers)).transpose()?,
        place: value(matches, "place").map(|p| read_place(p, names, &mut Vec::new())).transpose()?,
        open: given(matches, "open"),
        overdue: given(matches, "overdue"),
        public: given(matches, "public"),
        city: false,
        now,
        today,
    })
}

/// Refuses a `--by` that the report does not know.
pub fn refuse_key(report: &Report, matches: &ArgMatches) -> Result<()> {
    let Some(by) = value(matches, "by").map(key_of).filter(|by| !report.by.contains(by)) else {
        return Ok(());
    };
    let (name, list) = (report.name, crate::words::any_of(report.by));
    let error =
        Error::usage(said!("the report {name} cannot be made by `{by}`", "报表 {name} 不能按“{by}”分行"));
    Err(match report.by {
        [] => error,
        _ => error.hint(said!("--by {l}", "--by {l}", l = (list.en, list.zh))),
    })
}
