//! `linli distribute PLACE... ITEM=QTY...`, and `--round R PLACE... --all-but 502=not-home`.

use super::Desk;
use super::ask::{ask_words, missing};
use super::desk::Files;
use super::fields::field_option;
use super::operation::record;
use super::recording_args::recording_args;
use super::verb::{Exit, Heading, Verb, given, option, rest, switch, value, values};
use crate::arithmetic::census::CensusRows;
use crate::error::{Error, Result};
use crate::ledgers::{Distribution, Outcome, Receiver, RoundKind, choose_typed};
use crate::model::PlaceId;
use crate::recording::{self, HandOut, read_exceptions, read_places, read_round, read_sheet, read_store};
use crate::registers::NameKind;
use crate::said;
use crate::words::{Lang, words};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "distribute",
    about: words("record goods handed out, to each place the same", "登记物资发放，各位置数量相同"),
    long: words(
        "Example: linli distribute 3-2 5-0-502 蔬菜包=1份 --round veg-0816\n         \
         linli distribute --round veg-0816 3-2 --all-but 502=not-home,603=refused\n         \
         linli distribute --sheet 14 --all-but 502=not-home",
        "示例：linli distribute 3-2 5-0-502 蔬菜包=1份 --round veg-0816\n      \
         linli distribute --round veg-0816 3-2 --all-but 502=not-home,603=refused\n      \
         linli distribute --sheet 14 --all-but 502=not-home",
    ),
    heading: Heading::Record,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    let mut args = vec![
        rest(
            "what",
            "PLACE|ITEM=QTY",
            words(
                "places (3-2, 3-2-501..504, 1..27, 3-*, needs:infant) and goods lines",
                "位置（3-2、3-2-501..504、1..27、3-*、needs:infant）和物品",
            ),
            lang,
        ),
        option("round", "ROUND", words("the distribution round", "发放批次"), lang),
        option(
            "all-but",
            "ROOM=OUTCOME",
            words(
                "what is due, to all, except these: 502=not-home,603=refused",
                "按应发数全部发放，以下各户除外：502=not-home,603=refused",
            ),
            lang,
        ),
        option(
            "sheet",
            "N",
            words(
                "the number of the paper sheet, kept in the note; without places it means the sheet's unit",
                "签收表编号，记入备注；不写位置时即指该表的单元",
            ),
            lang,
        ),
    ];
    for name in ["outcome", "receiver", "store", "lot"] {
        args.extend(Distribution::LEDGER.field(name).map(|f| field_option(f, lang)));
    }
    args.push(switch(
        "new",
        words("register unknown items with the unit typed", "未登记的物品按所写单位自动登记"),
        lang,
    ));
    args.extend(recording_args(lang));
    args
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let meaning =
        words("places and goods lines, such as 3-2 蔬菜包=12份", "位置和物品，例如 3-2 蔬菜包=12份");
    let offered = |files: &Files| {
        let names = &files.registers.names;
        let units = names.places().units(PlaceId::WHOLE).map(|unit| names.place_code(unit));
        units.chain(names.list(NameKind::Item).iter().map(|item| format!("{item}="))).collect()
    };
    let new = given(matches, "new");
    let understood = |files: &Files, words: &[&str]| {
        let (goods, places): (Vec<&str>, Vec<&str>) = words.iter().partition(|w| w.contains(['=', '＝']));
        read_places(&places, &files.registers.names, &|_| Some(Vec::new()))?;
        recording::read_goods(&goods, &files.registers, new, false).map(|_| ())
    };
    let sheet = value(matches, "sheet");
    let typed = values(matches, "what");
    let what = match sheet {
        Some(_) if typed.is_empty() => Vec::new(),
        _ => ask_words(desk, typed, "PLACE ITEM=QTY", meaning, &offered, &understood)?,
    };
    let (goods, places): (Vec<&str>, Vec<&str>) =
        what.iter().map(String::as_str).partition(|w| w.contains(['=', '＝']));
    if places.is_empty() && sheet.is_none() {
        return Err(missing("PLACE", words("who got it, such as 3-2", "领取的位置，例如 3-2")));
    }
    let due = goods.is_empty();
    let by_sheet = places.is_empty();
    if due && !by_sheet && value(matches, "round").is_none() {
        return Err(missing(
            "ITEM=QTY",
            words("goods lines, or --round ROUND for what is due", "物品和数量；或用 --round 按应发数发放"),
        ));
    }
    if !due && value(matches, "all-but").is_some() {
        return Err(Error::usage(said!(
            "--all-but hands out what is due; leave the goods lines out",
            "--all-but 按应发数发放，不要再写物品"
        )));
    }
    let choice =
        |name: &str, choices| value(matches, name).map(|typed| choose_typed(typed, choices)).transpose();
    let outcome = choice("outcome", Outcome::CHOICES)?.map_or(Outcome::Delivered, |at| Outcome::ALL[at]);
    let receiver = choice("receiver", Receiver::CHOICES)?.map_or("", |at| Receiver::CHOICES[at].code);
    let wanted = |path: &str| super::stock_path(path) || path.starts_with("ledgers/census/");
    record(desk, matches, &wanted, &|books, setting, _| {
        let names = &books.registers.names;
        let rows = CensusRows::of(books);
        let in_force = rows.in_force(setting.day);
        let needs = |need: &str| Some(in_force.homes_with(need));
        let mut round = value(matches, "round").map(|r| read_round(r, names)).transpose()?;
        let mut found = None;
        if let (true, Some(number)) = (by_sheet, sheet) {
            let meant = read_sheet(number, round, RoundKind::Distribution, books, setting)?;
            round = Some(meant.round);
            found = Some(meant);
        }
        let places_found = match &found {
            Some(meant) => vec![meant.unit],
            None => read_places(&places, names, &needs)?,
        };
        if places_found.is_empty() {
            return Err(Error::usage(said!("no home is meant by these places", "这些位置没有对应任何住户")));
        }
        let what = HandOut {
            round,
            store: value(matches, "store").map(|s| read_store(s, books.registers)).transpose()?,
            outcome,
            receiver: receiver.to_owned(),
            lot: value(matches, "lot").unwrap_or_default().to_owned(),
        };
        if let Some(round) = what.round.and_then(|id| books.registers.round(id))
            && round.kind != RoundKind::Distribution
        {
            let code = &round.code;
            return Err(Error::usage(said!("{code} is not a distribution round", "{code} 不是发放批次")));
        }
        let mut entry = match due {
            false => recording::hand_out(books, &places_found, &goods, &what, setting)?,
            true => {
                let attempts =
                    read_exceptions(value(matches, "all-but").unwrap_or_default(), &places_found, names)?;
                recording::hand_out_due(books, &places_found, &attempts, &what, setting)?
            }
        };
        if let Some(meant) = &found {
            entry.effects.insert(0, meant.said(names));
        }
        if let Some(sheet) = sheet {
            let note = format!("签收表 sheet {sheet}");
            entry.documents.iter_mut().flat_map(|d| &mut d.rows).for_each(|row| row.put("note", &note));
        }
        Ok(entry)
    })
}
