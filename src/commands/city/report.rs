//! `linli city report NAME`: any report over all communities.

use super::at_once::at_once;
use super::fetch::{Unfetched, fetch};
use super::office::{Mirrors, Office};
use super::outcome::{age, left_out, why};
use super::reading::{broke, found};
use crate::books::is_damage;
use crate::commands::Desk;
use crate::commands::desk::damage;
use crate::commands::printing::print;
use crate::commands::report::{self, asked, named, refuse_key};
use crate::commands::verb::{Exit, Heading, Verb, given, switch, value};
use crate::error::{Error, Result, did_you_mean};
use crate::model::{Fault, near};
use crate::recording::{read_item, read_place, read_round, read_store};
use crate::registers::federation::Member;
use crate::registers::{NameKind, Registers};
use crate::reports::together::{self, some_of, together};
use crate::reports::{Asked, Report};
use crate::said;
use crate::words::{Lang, Said, Words, words};
use chrono::{DateTime, FixedOffset};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "report",
    about: words("print a report over all communities", "打印所有小区的汇总报表"),
    long: words(
        "Example: linli city report stock; linli city report coverage --by building --as-of 8.16 --format csv\n\
         What leaves a community goes no further than the unit, and donors are named as they wish.",
        "示例：linli city report stock；linli city report coverage --by building --as-of 8.16 --format csv\n\
         出小区的内容只到单元，不到户；捐赠方按其意愿署名。",
    ),
    heading: Heading::City,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    let offline = words("fetch nothing: report what was fetched before", "不取回，只用以前取回的内容");
    let mut args = (report::VERB.args)(lang);
    // Over several communities nothing is drawn.
    args.retain(|arg| arg.get_id() != "chart");
    args.push(switch("offline", offline, lang));
    args
}

/// What came of one community.
enum Outcome {
    /// Its report; what it said was wrong.
    Page { member: together::Member, damaged: bool, fetched: Option<DateTime<FixedOffset>> },
    /// It knows nothing of these names, and what it knows that is near.
    None(Unknown),
    /// Nothing had been recorded by the moment that was asked for.
    NotYet,
    /// What was asked cannot be told of it.
    Refused(Error),
    /// It could not be read.
    Failed(Error),
}

/// The filters whose names a community does not know, with names that are near.
type Unknown = Vec<(&'static str, Vec<String>)>;

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let report = named(matches)?;
    refuse_key(report, matches)?;
    let office = Office::open(desk)?.some()?;
    let unfetched = match given(matches, "offline") {
        true => Unfetched::default(),
        false => fetch(desk, &office),
    };
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let (now, mirrors) = (desk.now, &office.mirrors);
    let doing = words("reading", "正在读取");
    let outcomes = at_once(&desk.ui, doing, &office.members, threads, |member| {
        one(report, mirrors, member, matches, now).unwrap_or_else(Outcome::Failed)
    });
    let outcomes = outcomes
        .into_iter()
        .map(|done| done.unwrap_or_else(|| Outcome::Failed(Error::Git { message: broke(), hint: None })));
    let mut outcomes: Vec<(&Member, Outcome)> = office.members.iter().zip(outcomes).collect();
    refuse_what_fits_nobody(&mut outcomes, matches)?;
    let mut told = Told { found: unfetched.now > 0, ..Told::default() };
    let mut members = Vec::new();
    for (member, outcome) in outcomes {
        match outcome {
            Outcome::Page { member, damaged, fetched } => {
                told.found |= damaged;
                told.fetched.extend(fetched);
                members.push(member);
            }
            Outcome::None(names) => told.without.push((member, names)),
            Outcome::NotYet => told.not_yet.push(&member.name),
            Outcome::Refused(error) | Outcome::Failed(error) => {
                told.found = true;
                let fetching = unfetched.never.iter().find(|(name, _)| *name == member.name);
                let why = fetching.map_or_else(|| why(&error), |(_, why)| why.clone());
                left_out(desk, &member.name, &why);
            }
        }
    }
    let mut page = together(report, &members);
    match page.tables.first_mut().filter(|_| page.title.is_empty()) {
        Some(only) => only.banner.extend(told.not_there(matches)),
        None => page.banner.extend(told.not_there(matches)),
    }
    page.below.push(told.of_what(
        members.len() + told.without.len() + told.not_yet.len(),
        office.members.len(),
        desk,
    ));
    print(&page, matches, desk)?;
    Ok(if told.found { Exit::Found } else { Exit::Done })
}

/// The report of one community.
fn one(
    report: &Report,
    mirrors: &Mirrors,
    member: &Member,
    matches: &ArgMatches,
    now: DateTime<FixedOffset>,
) -> Result<Outcome> {
    let found = found(&mirrors.of(&member.url), member)?;
    let commit = match value(matches, "as-known-at").map(|when| found.by(when, now)) {
        None => found.newest.id,
        Some(Ok(Some(commit))) => commit,
        Some(Ok(None)) => return Ok(Outcome::NotYet),
        Some(Err(error)) => return Ok(Outcome::Refused(error)),
    };
    let files = found.files_at(commit, report.needs)?;
    let unknown = unknown(matches, &files.registers);
    if !unknown.is_empty() {
        return Ok(Outcome::None(unknown));
    }
    let books = files.books(|ledger| report.needs.contains(&ledger.name));
    let made = asked(report, &files.registers, matches, now).and_then(|asked| {
        let asked = Asked { city: true, ..asked };
        asked.refuse_homes(&books)?;
        (report.make)(&books, &asked)
    });
    let mut page = match made {
        Ok(page) => page,
        Err(error) => return Ok(Outcome::Refused(error)),
    };
    page.below.clear();
    page.banner.extend(damage(&books));
    let damaged = books.findings.iter().any(is_damage);
    let currency = files.registers.community.currency.clone();
    let member = together::Member { name: member.name.clone(), currency, page };
    Ok(Outcome::Page { member, damaged, fetched: found.mirror.fetched() })
}

/// A filter of the command line that names something a community may not have.
type Filter = (&'static str, NameKind, Words, fn(&str, &Registers) -> Option<Fault>);

const FILTERS: [Filter; 4] = [
    ("round", NameKind::Round, words("round", "批次"), |typed, known| {
        read_round(typed, &known.names).err()
    }),
    ("item", NameKind::Item, words("item", "物品"), |typed, known| read_item(typed, &known.names).err()),
    ("store", NameKind::Store, words("store", "仓库"), |typed, known| read_store(typed, known).err()),
    ("place", NameKind::Place, words("place", "位置"), |typed, known| {
        read_place(typed, &known.names, &mut Vec::new()).err()
    }),
];

/// The filters whose names mean nothing in a community, with names that are near.
fn unknown(matches: &ArgMatches, registers: &Registers) -> Unknown {
    let mut unknown = Vec::new();
    for (name, kind, _, fault) in FILTERS {
        let Some(typed) = value(matches, name) else { continue };
        if fault(typed, registers).is_some() {
            unknown.push((name, registers.names.near(kind, typed)));
        }
    }
    unknown
}

/// What fits no community at all is a slip of the person who typed it.
fn refuse_what_fits_nobody(outcomes: &mut Vec<(&Member, Outcome)>, matches: &ArgMatches) -> Result<()> {
    let is = |which: fn(&Outcome) -> bool| move |(_, outcome): &(&Member, Outcome)| which(outcome);
    let refused = outcomes.iter().position(is(|outcome| matches!(outcome, Outcome::Refused(_))));
    if let Some(at) = refused.filter(|_| !outcomes.iter().any(is(|o| matches!(o, Outcome::Page { .. }))))
        && let (_, Outcome::Refused(error)) = outcomes.swap_remove(at)
    {
        return Err(error);
    }
    if outcomes.iter().all(is(|outcome| matches!(outcome, Outcome::Failed(_)))) {
        let mut all = Said::default();
        for (member, outcome) in outcomes {
            if let Outcome::Failed(error) = outcome {
                let name = Said::same(format!("\n  {}", member.name));
                all = all.then(&name).then(&said!(": ", "：")).then(&why(error));
            }
        }
        return Err(Error::usage(
            said!("there is no community to report of", "没有可以汇总的小区").then(&all),
        ));
    }
    let read = || outcomes.iter().filter(|(_, o)| matches!(o, Outcome::Page { .. } | Outcome::None(_)));
    for (name, _, word, _) in FILTERS {
        let Some(typed) = value(matches, name) else { continue };
        let mut names: Vec<&str> = Vec::new();
        let nowhere = read().next().is_some()
            && read().all(|(_, outcome)| match outcome {
                Outcome::None(unknown) => {
                    unknown.iter().find(|(filter, _)| *filter == name).is_some_and(|(_, near)| {
                        names.extend(near.iter().map(String::as_str));
                        true
                    })
                }
                _ => false,
            });
        if nowhere {
            names.sort_unstable();
            names.dedup();
            let near: Vec<&str> = near(typed, names.iter().copied());
            let error = Error::usage(said!(
                "no community has the {w} `{typed}`",
                "没有一个小区有{w}“{typed}”",
                w = (word.en, word.zh)
            ));
            return Err(match did_you_mean(&near) {
                Some(hint) => error.hint(hint),
                None => error,
            });
        }
    }
    Ok(())
}

/// What is told beside the figures.
#[derive(Default)]
struct Told<'o> {
    found: bool,
    fetched: Vec<DateTime<FixedOffset>>,
    without: Vec<(&'o Member, Unknown)>,
    not_yet: Vec<&'o str>,
}

impl Told<'_> {
    /// Which communities do not know a name that was asked for: there is none of it there, or it is called otherwise; and
    /// which had recorded nothing yet.
    fn not_there(&self, matches: &ArgMatches) -> Vec<Said> {
        let mut lines = Vec::new();
        if let (Some(when), false) = (value(matches, "as-known-at"), self.not_yet.is_empty()) {
            lines.push(
                some_of(&self.not_yet)
                    .then(&said!(": nothing had been recorded by {when}", "：到 {when} 为止还没有任何登记")),
            );
        }
        for (name, _, word, _) in FILTERS {
            let Some(typed) = value(matches, name) else { continue };
            let lacks =
                |(_, unknown): &&(&Member, Unknown)| unknown.iter().any(|(filter, _)| *filter == name);
            let names: Vec<&str> =
                self.without.iter().filter(lacks).map(|(member, _)| member.name.as_str()).collect();
            if !names.is_empty() {
                lines.push(some_of(&names).then(&said!(
                    ": no {w} {typed} there",
                    "：没有{w}“{typed}”",
                    w = (word.en, word.zh)
                )));
            }
        }
        lines
    }

    /// Of how many communities the figures are, and from when.
    fn of_what(&self, reported: usize, all: usize, desk: &Desk) -> Said {
        let said = said!("{reported} of {all} communities", "共 {all} 个小区，已汇总 {reported} 个");
        let Some(oldest) = self.fetched.iter().min() else { return said };
        let (ago, when) = (age(*oldest, desk.now), oldest.format("%Y-%m-%d %H:%M"));
        said.then(&match (desk.now - *oldest).num_minutes() {
            ..1 => said!(", fetched {when}", "，取回于 {when}"),
            _ => said!(
                "; the oldest was fetched {ago} ago ({when})",
                "；最早的取回于 {ago}前（{when}）",
                ago = (ago.say(Lang::En), ago.say(Lang::Zh))
            ),
        })
    }
}
