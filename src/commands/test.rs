//! `linli test ROUND PLACE=TESTED...`

use super::Desk;
use super::ask::{ask_known, ask_words, counted_places, place_counts};
use super::operation::record;
use super::recording_args::recording_args;
use super::verb::{Exit, Heading, Verb, given, option, rest, switch, value, values, word};
use crate::error::{Error, Result};
use crate::ledgers::RoundKind;
use crate::model::whole_number;
use crate::recording::{
    Document, Entry, PaperSheet, Tested, beside_the_census, place_count, read_round, read_sheet, test_rows,
};
use crate::registers::{NameKind, Names};
use crate::said;
use crate::words::{Lang, words};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "test",
    about: words("record how many were tested; reporting again amends", "登记核酸检测人数，重复上报即更正"),
    long: words(
        "Example: linli test test-0816 3-1=40 3-2=38 --elsewhere 2; linli test test-0816 --sheet 7 38",
        "示例：linli test test-0816 3-1=40 3-2=38 --elsewhere 2；linli test test-0816 --sheet 7 38",
    ),
    heading: Heading::Record,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    let mut args = vec![
        word("round", "ROUND", words("the testing round", "检测轮次"), lang),
        rest(
            "counts",
            "PLACE=TESTED",
            words("a unit or a home, and how many were tested", "单元或户，以及检测人数"),
            lang,
        ),
        option(
            "sheet",
            "N",
            words(
                "the number of the tally sheet: then 38 is its unit's count, and 502=3 a home's",
                "划记表编号：此时 38 指该单元的合计，502=3 指其中一户",
            ),
            lang,
        ),
        switch(
            "add",
            words(
                "add to what was reported before, instead of amending it",
                "累加到已上报的人数，而不是更正",
            ),
            lang,
        ),
        option("elsewhere", "N", words("tested at work or in hospital", "在单位或医院检测的人数"), lang),
        option("exempt", "N", words("not due", "免检人数"), lang),
        option("visitors", "N", words("tested, but not in the census", "不在住户人数内的受检人数"), lang),
        option("reason", "TEXT", words("why exempt", "免检原因"), lang),
    ];
    args.extend(recording_args(lang));
    args
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let rounds = |files: &super::desk::Files| files.registers.names.list(NameKind::Round).to_vec();
    let known =
        |files: &super::desk::Files, typed: &str| read_round(typed, &files.registers.names).map(|_| ());
    let meaning = words("the testing round", "检测轮次");
    let round = ask_known(desk, value(matches, "round"), "ROUND", meaning, &rounds, &known)?;
    let meaning = words("PLACE=TESTED, such as 3-2=38", "位置=人数，例如 3-2=38");
    let counts =
        ask_words(desk, values(matches, "counts"), "PLACE=TESTED", meaning, &counted_places, &place_counts)?;
    let number = |name| value(matches, name).map(whole_number).transpose();
    let (elsewhere, exempt, visitors) = (number("elsewhere")?, number("exempt")?, number("visitors")?);
    let reason = value(matches, "reason").unwrap_or_default().to_owned();
    let add = given(matches, "add");
    let sheet = value(matches, "sheet");
    let wanted = |path: &str| path.starts_with("ledgers/tests/") || path.starts_with("ledgers/census/");
    record(desk, matches, &wanted, &|books, setting, _| {
        let names = &books.registers.names;
        let id = read_round(&round, names)?;
        if books.registers.round(id).is_some_and(|r| r.kind != RoundKind::Testing) {
            return Err(Error::usage(said!("{round} is not a testing round", "{round} 不是检测轮次")));
        }
        let mut entry = Entry::default();
        let mut counts = counts.clone();
        if let Some(number) = sheet {
            let meant = read_sheet(number, Some(id), RoundKind::Testing, books, setting)?;
            for typed in &mut counts {
                *typed = of_sheet(typed, meant, names)?;
            }
            entry.effects.push(meant.said(names));
        }
        for typed in &counts {
            let (place, tested) = place_count(typed, &books.registers.names, &mut entry.doubts)?;
            let report = Tested { tested, elsewhere, exempt, visitors, reason: reason.clone() };
            let rows = test_rows(id, place, &report, add, books, setting, &mut entry)?;
            beside_the_census(&rows, books, setting, &mut entry);
            entry.documents.push(Document { rows });
        }
        merge_plain(&mut entry);
        if let Some(number) = sheet {
            let note = format!("划记表 sheet {number}");
            let plain = entry.documents.iter_mut().flat_map(|d| &mut d.rows);
            plain.filter(|row| row.get("note").is_empty()).for_each(|row| row.put("note", &note));
        }
        entry.subject = format!("tests: {round} {}", counts.join(" "));
        Ok(entry)
    })
}

/// A count as it stands on a sheet, with its place: `38` is the unit's, `502=3` a home's.
fn of_sheet(typed: &str, sheet: PaperSheet, names: &Names) -> Result<String> {
    let unit = names.place_code(sheet.unit);
    match typed.rsplit_once(['=', '＝']) {
        None => Ok(format!("{unit}={typed}")),
        Some((room, count)) => {
            let place = names.places().typed(room, Some(sheet.unit))?.id;
            let code = names.place_code(place);
            if !names.places().covers(sheet.unit, place) {
                let number = sheet.number;
                return Err(Error::usage(said!(
                    "{code} is not on sheet {number}, which is {unit}",
                    "{code} 不在第 {number} 号表（{unit}）上"
                )));
            }
            Ok(format!("{code}={count}"))
        }
    }
}

/// Places reported for the first time share one document; an amend is a document of its own.
pub fn merge_plain(entry: &mut Entry) {
    let (plain, amends): (Vec<Document>, Vec<Document>) =
        std::mem::take(&mut entry.documents).into_iter().partition(|d| d.rows.len() == 1);
    let rows: Vec<_> = plain.into_iter().flat_map(|d| d.rows).collect();
    if !rows.is_empty() {
        entry.documents.push(Document { rows });
    }
    entry.documents.extend(amends);
}
