//! `linli request take|buy|deliver|confirm|refer|unmet|duplicate|cancel|reopen CODE...`: the steps after the opening.

use super::choosing::choices;
use crate::commands::Desk;
use crate::commands::ask::{ask_line, missing};
use crate::commands::operation::{record, setting};
use crate::commands::recording_args::recording_args;
use crate::commands::verb::{Exit, Heading, Verb, option, rest, value, values};
use crate::error::Result;
use crate::ledgers::Step;
use crate::recording::read_money;
use crate::recording::requests::{StepOrder, lacks_runner, step as record_step};
use crate::registers::NameKind;
use crate::words::{Lang, Words, words};
use clap::{Arg, ArgMatches};

const CODE: Words = words(
    "part of the request's code, or its home; several are possible",
    "求助单编码的任意一段，或户号；可写多张",
);
const RUNNER: Words = words(
    "the volunteer who runs it; else who records, if on the roster",
    "承办的代跑员；默认登记人本人（须在花名册上）",
);
const SPENT: Words =
    words("what the runner advanced: 45.5, ¥45.50, 45元", "代跑员垫付的金额：45.5、¥45.50、45元");
const WHOM: Words = words("to whom it is referred", "转交给谁");
const ORIGINAL: Words = words("the request that it repeats", "与哪一张重复");
const REASON: Words = words("why; the same as --note", "原因，同 --note");

macro_rules! verb {
    ($const:ident, $name:literal, $step:ident, $about:expr, $en:literal, $zh:literal) => {
        #[doc = concat!("`linli request ", $name, "`")]
        pub const $const: Verb = Verb {
            name: $name,
            about: $about,
            long: words(concat!("Example: linli request ", $en), concat!("示例：linli request ", $zh)),
            heading: Heading::Record,
            args: |lang| args(Step::$step, lang),
            subs: &[],
            run: |matches, desk| run(Step::$step, matches, desk),
        };
    };
}

verb!(
    TAKE,
    "take",
    Taken,
    words("take a request, or hand it to another runner", "接单，或转给另一位代跑员"),
    "take K7QF --runner 王强",
    "take K7QF --runner 王强"
);
verb!(
    BUY,
    "buy",
    Bought,
    words("what is needed was bought", "已购"),
    "buy K7QF --spent 45.5",
    "buy K7QF --spent 45.5"
);
verb!(
    DELIVER,
    "deliver",
    Delivered,
    words("it was delivered", "已送达"),
    "deliver K7QF --spent 45.5",
    "deliver K7QF --spent 45.5"
);
verb!(
    CONFIRM,
    "confirm",
    Confirmed,
    words("the home has acknowledged it: closed", "住户已确认，办结"),
    "confirm K7QF 2MQX",
    "confirm K7QF 2MQX"
);
verb!(
    REFER,
    "refer",
    Referred,
    words("it was referred to somebody else", "转交他人办理"),
    "refer K7QF --to \"property office\"",
    "refer K7QF --to 物业维修班"
);
verb!(
    UNMET,
    "unmet",
    Unmet,
    words("it could not be met", "未能办成"),
    "unmet K7QF --reason \"out of stock everywhere\"",
    "unmet K7QF --reason 全城缺货"
);
verb!(
    DUPLICATE,
    "duplicate",
    Duplicate,
    words("it repeats another request", "与另一张重复"),
    "duplicate K7QF --of 2MQX",
    "duplicate K7QF --of 2MQX"
);
verb!(
    CANCEL,
    "cancel",
    Cancelled,
    words("the home needs it no more", "住户已不需要"),
    "cancel K7QF --reason \"got it from a neighbour\"",
    "cancel K7QF --reason 邻居已给"
);
verb!(
    REOPEN,
    "reopen",
    Reopened,
    words("open a closed request again", "重新受理已结束的求助"),
    "reopen K7QF",
    "reopen K7QF"
);

/// What the word for a request is called: completion offers the ones of which the step is possible.
fn codes(step: Step) -> &'static str {
    match step {
        Step::Confirmed => "request-delivered",
        Step::Reopened => "request-closed",
        _ => "request-open",
    }
}

fn args(step: Step, lang: Lang) -> Vec<Arg> {
    let mut args = vec![rest(codes(step), "CODE", CODE, lang)];
    if matches!(step, Step::Taken | Step::Bought | Step::Delivered) {
        args.push(option("runner", "WHO", RUNNER, lang));
    }
    if matches!(step, Step::Bought | Step::Delivered) {
        args.push(option("spent", "N", SPENT, lang));
    }
    match step {
        Step::Referred => args.push(option("to", "WHO", WHOM, lang).id("whom")),
        Step::Duplicate => args.push(option("of", "CODE", ORIGINAL, lang)),
        _ => {}
    }
    if step.is_exit() || step == Step::Reopened {
        args.push(option("reason", "TEXT", REASON, lang));
    }
    args.extend(recording_args(lang));
    args
}

fn run(step: Step, matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let mut codes: Vec<String> = values(matches, codes(step)).into_iter().map(str::to_owned).collect();
    let mut to = value(matches, "whom").unwrap_or_default().to_owned();
    // `refer K7QF 物业维修班`: a word that can be no code says to whom.
    let no_code = |word: &String| !word.chars().all(|c| c.is_ascii_alphanumeric() || "-.".contains(c));
    if step == Step::Referred && to.is_empty() && codes.len() > 1 && codes.last().is_some_and(no_code) {
        to = codes.pop().unwrap_or_default();
    }
    if codes.is_empty() {
        let offered = |files: &_| choices(files, step);
        let typed =
            ask_line(desk, None, "CODE", words("which request", "哪一张求助单"), &["requests"], &offered)?;
        codes.push(typed.split_whitespace().next().unwrap_or_default().to_owned());
    }
    let mut of = value(matches, "of").map(str::to_owned);
    if step == Step::Duplicate && of.is_none() {
        let offered = |files: &_| choices(files, Step::Cancelled);
        let typed = ask_line(desk, None, "--of", ORIGINAL, &["requests"], &offered)?;
        of = typed.split_whitespace().next().map(str::to_owned);
    }
    if step == Step::Referred && to.is_empty() {
        to = ask_line(desk, None, "--to", WHOM, &[], &|_| Vec::new())?;
    }
    let mut noted = Vec::new();
    let spent = value(matches, "spent").map(|typed| read_money(typed, &mut noted)).transpose()?;
    let mut order = StepOrder {
        step,
        codes,
        runner: value(matches, "runner").map(str::to_owned),
        spent,
        to,
        of,
        reason: value(matches, "reason").unwrap_or_default().to_owned(),
    };
    if order.runner.is_none() && desk.ui.asker.is_some() {
        order.runner = ask_runner(&order, matches, desk)?;
    }
    record(desk, matches, &|path| path.starts_with("ledgers/requests/"), &|books, setting, _| {
        let mut entry = record_step(books, &order, setting)?;
        entry.doubts.extend(noted.clone());
        Ok(entry)
    })
}

/// Asks for the runner where one must be named; only at a terminal.
fn ask_runner(order: &StepOrder, matches: &ArgMatches, desk: &mut Desk) -> Result<Option<String>> {
    let files = desk.ledgers(&["requests"])?;
    let store = desk.store()?;
    let setting = setting(desk, matches, &files, Some(&store))?;
    if !lacks_runner(&files.books(|_| true), order, &setting) {
        return Ok(None);
    }
    let names = files.registers.names.list(NameKind::Volunteer);
    let question = words("who takes it", "由谁承办");
    match desk.ui.ask(question, names)? {
        Some(name) => Ok(Some(name)),
        None => Err(missing("--runner", question)),
    }
}
