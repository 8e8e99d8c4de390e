//! `linli status`

use super::Desk;
use super::check::{findings_as_known, findings_of};
use super::heartbeat;
use super::known_at::{self, known_at_arg};
use super::printing::{print, printing_args};
use super::verb::{Exit, Heading, Verb, option, value};
use crate::error::Result;
use crate::ledgers::LEDGERS;
use crate::reports::{Asked, status::status};
use crate::words::{Lang, words};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "status",
    about: words(
        "today at a glance: rounds, missing, stock, requests, findings",
        "一眼看今天：批次、缺漏、库存、求助、问题",
    ),
    long: words("", ""),
    heading: Heading::See,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    let mut args =
        vec![option("as-of", "DAY", words("as things stood at the end of this day", "截至该日"), lang)];
    args.push(known_at_arg(lang));
    args.extend(printing_args(lang));
    args
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let watch = desk.ui.reading();
    let every: Vec<&str> = LEDGERS.iter().map(|ledger| ledger.name).collect();
    let files = known_at::read(desk, matches, &every)?;
    let books = files.books(|_| true);
    let as_of = desk.day(value(matches, "as-of"), &files.registers)?;
    let findings = match value(matches, "as-known-at") {
        None => findings_of(desk, &files, &books, Some(as_of))?,
        Some(_) => findings_as_known(desk, &files, &books, as_of),
    };
    let asked = Asked::of_day(as_of, desk.stamp(&files.registers));
    let mut page = status(&books, &asked, &findings)?;
    // Schedules are about now and this clone.
    if value(matches, "as-known-at").is_none()
        && let Ok(store) = desk.store()
    {
        page.below.extend(heartbeat::standing(&store, &files, desk)?.line());
    }
    drop(watch);
    // What is drawn of today is part of the glance.
    desk.ui.look.charts = true;
    print(&page, matches, desk)?;
    Ok(Exit::Done)
}
