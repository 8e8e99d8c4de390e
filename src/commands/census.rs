//! `linli census PLACE=RESIDENTS...`

use super::Desk;
use super::ask::{ask_words, counted_places, place_counts};
use super::operation::record;
use super::recording_args::recording_args;
use super::verb::{Exit, Heading, Verb, option, rest, value, values};
use crate::error::Result;
use crate::ledgers::Census;
use crate::model::whole_number;
use crate::recording::{
    CensusExtras, Entry, census_row, last_residents, place_count, read_cell, tenfold, wonder_needs,
};
use crate::words::{Lang, words};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "census",
    about: words("record who lives at a home or in a unit", "登记住户人数"),
    long: words(
        "Example: linli census 3-2=41 --present 38; linli census 3-2-502=3 --needs infant",
        "示例：linli census 3-2=41 --present 38；linli census 3-2-502=3 --needs infant",
    ),
    heading: Heading::Record,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    let mut args = vec![
        rest(
            "counts",
            "PLACE=RESIDENTS",
            words("a home or a unit, and how many live there", "户或单元，以及居住人数"),
            lang,
        ),
        option(
            "present",
            "N",
            words("how many are there now; all if not given", "目前在住人数；默认全部"),
            lang,
        ),
        option("households", "N", words("how many households", "户数"), lang),
        option(
            "needs",
            "CODES",
            words(
                "infant|elderly|pregnant|chronic|dialysis|disabled|child|alone|nophone, or a code of your own",
                "特殊需求，写中文或代码：婴幼儿 infant|老人 elderly|孕妇 pregnant|慢病 chronic|透析 dialysis|残障 disabled|儿童 child|独居 alone|无手机 nophone，也可自定",
            ),
            lang,
        ),
    ];
    args.extend(recording_args(lang));
    args
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let meaning = words("PLACE=RESIDENTS, such as 3-2=41", "位置=人数，例如 3-2=41");
    let counts = ask_words(
        desk,
        values(matches, "counts"),
        "PLACE=RESIDENTS",
        meaning,
        &counted_places,
        &place_counts,
    )?;
    let number = |name| value(matches, name).map(whole_number).transpose();
    let (present, households) = (number("present")?, number("households")?);
    record(desk, matches, &|path| path.starts_with("ledgers/census/"), &|books, setting, _| {
        let mut entry = Entry::default();
        let needs = match (value(matches, "needs"), Census::LEDGER.field("needs")) {
            (Some(typed), Some(field)) => {
                read_cell(field, typed, books.registers, setting.today, &mut entry.doubts)?
            }
            _ => String::new(),
        };
        entry.doubts.extend(wonder_needs(&needs, books));
        let extras = CensusExtras { present, households, needs };
        let mut rows = Vec::new();
        for typed in &counts {
            let (place, residents) = place_count(typed, &books.registers.names, &mut entry.doubts)?;
            let code = books.registers.names.place_code(place);
            entry.doubts.extend(tenfold(last_residents(books, place), residents, &code));
            rows.push(census_row(place, residents, &extras, books, setting)?);
        }
        entry.subject = format!("census: {}", counts.join(" "));
        entry.documents.push(crate::recording::Document { rows });
        Ok(entry)
    })
}
