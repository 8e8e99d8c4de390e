//! `linli print tally|receipt|slips ROUND`: sheets for paper.

use super::Desk;
use super::anchor::anchor;
use super::ask::ask_line;
use super::desk::{Files, read_source};
use super::printing::write_file;
use super::verb::{Exit, Heading, Verb, given, no_args, only_subs, option, switch, value, word};
use crate::error::{Error, Result};
use crate::model::{PlaceId, PlaceKind};
use crate::output::sheets::{Paper, Print, render_sheets, slips_of};
use crate::recording::read_round;
use crate::registers::contacts::{CONTACTS, FIELDS};
use crate::registers::{NameKind, Names};
use crate::reports::sheets::{Sheets, State};
use crate::said;
use crate::words::{Lang, Said, Words, any_of, count_of, words};
use clap::{Arg, ArgMatches};
use std::collections::BTreeMap;

/// The verb.
pub const VERB: Verb = Verb {
    name: "print",
    about: words(
        "sheets for paper: HTML for A4, a page a unit, with number and signatures",
        "打印纸质表格：A4 网页，每单元一页，带编号和签名栏",
    ),
    long: words("", ""),
    heading: Heading::Automate,
    args: no_args,
    subs: &[
        sub(
            "tally",
            words("to count: every home, with boxes to tick", "划记表：逐户列出，勾选计数"),
            words(
                "Example: linli print tally test-0816 --building 3 --out tally.html",
                "示例：linli print tally test-0816 --building 3 --out tally.html",
            ),
            args,
            |matches, desk| run(Paper::Tally, matches, desk),
        ),
        sub(
            "receipt",
            words("to sign: every home, with what is due", "签收表：逐户列出应发数量，签名栏，楼长见证"),
            words(
                "Example: linli print receipt veg-0816 --out receipt.html\n         \
                 Back from the round: linli distribute --sheet 14 --all-but 502=not-home",
                "示例：linli print receipt veg-0816 --out receipt.html\n      \
                 签完录入：linli distribute --sheet 14 --all-but 502=not-home",
            ),
            args,
            |matches, desk| run(Paper::Receipt, matches, desk),
        ),
        sub(
            "slips",
            words(
                "to cut apart: a slip for each home that still gets something",
                "领取单：尚未办结的每户一张，沿虚线剪开",
            ),
            words(
                "Example: linli print slips veg-0816 --pickup \"北门岗亭 17:00-19:00\" --out slips.html",
                "示例：linli print slips veg-0816 --pickup \"北门岗亭 17:00-19:00\" --out slips.html",
            ),
            slips_args,
            |matches, desk| run(Paper::Slips, matches, desk),
        ),
    ],
    run: only_subs,
};

const fn sub(
    name: &'static str,
    about: Words,
    long: Words,
    args: fn(Lang) -> Vec<Arg>,
    run: fn(&ArgMatches, &mut Desk) -> Result<Exit>,
) -> Verb {
    Verb { name, about, long, heading: Heading::Automate, args, subs: &[], run }
}

fn args(lang: Lang) -> Vec<Arg> {
    vec![
        word("round", "ROUND", words("the round", "批次"), lang),
        option("building", "PLACE", words("only this building", "只打印该幢"), lang),
        option(
            "unit",
            "PLACE",
            words(
                "only this unit (3-2, or 2 with --building 3)",
                "只打印该单元（3-2，或与 --building 3 同用时写 2）",
            ),
            lang,
        ),
        option("place", "PLACE", words("only this place", "只打印该位置"), lang),
        option("out", "FILE", words("write it to a file", "写入文件"), lang),
    ]
}

fn slips_args(lang: Lang) -> Vec<Arg> {
    let mut args = args(lang);
    args.push(option(
        "pickup",
        "TEXT",
        words("when and where to pick up, for every slip", "领取时间、地点，印在每张单上"),
        lang,
    ));
    args.push(switch(
        "phones",
        words(
            "with the phones of private/contacts.csv: such a sheet must not be published",
            "印上 private/contacts.csv 中的电话：这样的纸不得公开",
        ),
        lang,
    ));
    args
}

fn run(paper: Paper, matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let rounds = |files: &Files| files.registers.names.list(NameKind::Round).to_vec();
    let round = ask_line(desk, value(matches, "round"), "ROUND", words("the round", "批次"), &[], &rounds)?;
    let files = desk.files(|_| true)?;
    let books = files.books(|_| true);
    let names = &files.registers.names;
    let id = read_round(&round, names)?;
    let place = place(matches, names)?;
    let today = desk.today(&files.registers);
    let Some(mut sheets) = Sheets::of(&books, id, today) else {
        return Err(Error::usage(said!("there is no such round", "没有这个批次")));
    };
    let round = sheets.round.clone();
    if sheets.sheets.is_empty() {
        return Err(Error::refused(said!(
            "nobody is due in {round}: its places name no home, or nobody has its needs",
            "{round} 没有应到的住户：批次位置没有对应住户，或没有符合需求的住户"
        ))
        .hint(said!("linli round show {round}", "linli round show {round}")));
    }
    let covered: Vec<String> = sheets.sheets.iter().map(|sheet| sheet.code.clone()).collect();
    let mut only = None;
    if let Some(place) = place {
        sheets.within(names.places(), place);
        only = Some(place).filter(|place| names.places().get(*place).kind == PlaceKind::Home);
        let named = |home| sheets.sheets.iter().flat_map(|sheet| &sheet.homes).any(|line| line.place == home);
        if sheets.sheets.is_empty() || only.is_some_and(|home| !named(home)) {
            let code = names.place_code(place);
            let list = any_of(&covered);
            return Err(Error::refused(said!("{round} does not cover {code}", "{round} 不包括 {code}"))
                .hint(said!("it covers {l}", "它包括：{l}", l = (list.en, list.zh))));
        }
    }
    let phones = match given(matches, "phones") {
        true => phones(desk, names)?,
        false => BTreeMap::new(),
    };
    if let (true, Some(path)) = (given(matches, "phones"), value(matches, "out")) {
        refuse_tracked(desk, path)?;
    }
    let pickup = value(matches, "pickup").unwrap_or_default().trim();
    let anchor = anchor(desk, &files)?.line();
    let print = Print { paper, lang: desk.ui.lang, anchor, pickup, only, phones: &phones };
    if paper == Paper::Slips && sheets.sheets.iter().all(|sheet| slips_of(sheet, only).is_empty()) {
        return Err(Error::refused(said!(
            "nothing is left to be done there in {round}: no slip is needed",
            "{round} 在此处已全部办结，不需要领取单"
        )));
    }
    let html = render_sheets(&sheets, &print);
    match value(matches, "out") {
        None => desk.ui.answer(&html),
        Some(path) => write_file(&desk.start.join(path), html.as_bytes())?,
    }
    sheets.warnings.iter().for_each(|warning| desk.ui.warn(warning));
    if given(matches, "phones") {
        desk.ui.warn(&said!(
            "these slips hold phone numbers: do not publish them, and destroy them afterwards",
            "这些领取单印有电话号码：不得公开，用完请销毁"
        ));
    }
    desk.ui.did(&told(&sheets, &print, value(matches, "out")));
    Ok(Exit::Done)
}

/// The place that was asked for: `--place`, `--unit`, `--building`, or a unit of a building.
fn place(matches: &ArgMatches, names: &Names) -> Result<Option<PlaceId>> {
    let places = names.places();
    let typed = |flag: &str, context| {
        value(matches, flag)
            .map(|text| places.typed(text, context))
            .transpose()
            .map(|found| found.map(|f| f.id))
    };
    let building = typed("building", None)?;
    let unit = typed("unit", building)?;
    let place = typed("place", None)?;
    let asked: Vec<PlaceId> = [building, unit, place].into_iter().flatten().collect();
    for (kind, found) in [(PlaceKind::Building, building), (PlaceKind::Unit, unit)] {
        let Some(found) = found else { continue };
        let what = places.get(found).kind;
        let fits = what == kind
            || what == PlaceKind::Unit
                && places.building_of(found).is_some_and(|b| places.meant_by(b) == found);
        if !fits {
            let code = names.place_code(found);
            return Err(match kind {
                PlaceKind::Building => Error::usage(said!("{code} is not a building", "{code} 不是一幢楼")),
                _ => Error::usage(said!("{code} is not a unit", "{code} 不是一个单元")),
            }
            .hint(said!("--place takes any place", "--place 可写任何位置")));
        }
    }
    let Some(narrow) = asked.last().copied() else { return Ok(None) };
    let broad = asked.iter().copied().find(|place| {
        let whole = places.building_of(*place).filter(|b| places.meant_by(*b) == *place).unwrap_or(*place);
        !places.covers(whole, narrow)
    });
    match broad {
        None => Ok(Some(narrow)),
        Some(broad) => {
            let (inner, outer) = (names.place_code(narrow), names.place_code(broad));
            Err(Error::usage(said!("{inner} is not in {outer}", "{inner} 不在 {outer} 之内")))
        }
    }
}

/// The phones of the private contacts, by home.
fn phones(desk: &mut Desk, names: &Names) -> Result<BTreeMap<PlaceId, Vec<String>>> {
    let mut phones: BTreeMap<PlaceId, Vec<String>> = BTreeMap::new();
    let root = desk.root()?;
    if root.join(CONTACTS).is_file() {
        let source = read_source(&root, CONTACTS)?;
        let read = crate::registers::table::read(&source, FIELDS, &mut Vec::new());
        for entry in read.entries.iter().filter(|entry| !entry.get("phone").is_empty()) {
            match names.places().typed(entry.get("place"), None) {
                Ok(place) => phones.entry(place.id).or_default().push(entry.get("phone").to_string()),
                Err(fault) => desk.ui.warn(&said!("{CONTACTS}: ", "{CONTACTS}：").then(&fault.message)),
            }
        }
    }
    if phones.is_empty() {
        desk.ui.warn(&said!("{CONTACTS} has no phone", "{CONTACTS} 中没有电话"));
    }
    Ok(phones)
}

/// Phones may not be written where git would take them up.
fn refuse_tracked(desk: &Desk, path: &str) -> Result<()> {
    let store = desk.store()?;
    let full = desk.start.join(path);
    let folder = full.parent().and_then(|folder| folder.canonicalize().ok());
    let (Some(folder), Some(name)) = (folder, full.file_name()) else { return Ok(()) };
    let full = folder.join(name);
    let Some(top) = store.repository().workdir().and_then(|top| top.canonicalize().ok()) else {
        return Ok(());
    };
    let Ok(inside) = full.strip_prefix(&top) else { return Ok(()) };
    if store.repository().is_path_ignored(inside).unwrap_or(false) {
        return Ok(());
    }
    let shown = inside.display();
    Err(Error::refused(said!(
        "{shown} would hold phone numbers, and git would keep it",
        "{shown} 会含有电话号码，并可能被 git 收入"
    ))
    .hint(said!("write it to private/, or outside this folder", "请写到 private/ 中，或写到本目录之外")))
}

/// What was printed.
fn told(sheets: &Sheets, print: &Print, path: Option<&str>) -> Said {
    let homes = sheets.sheets.iter().flat_map(|sheet| &sheet.homes);
    let (all, unknown) = homes.clone().fold((0, 0), |(n, u), home| (n + 1, u + usize::from(home.unknown)));
    let units = sheets.sheets.len();
    let mut said = match print.paper {
        Paper::Slips => {
            let slips: usize = sheets.sheets.iter().map(|sheet| slips_of(sheet, print.only).len()).sum();
            let (n, rest) = (
                count_of(slips, "slip", "slips", "张领取单"),
                if print.only.is_some() { 0 } else { all - slips },
            );
            let said = said!("{n}", "{n}", n = (n.en, n.zh));
            match rest {
                0 => said,
                _ => said.then(&said!(
                    "; {rest} of {all} homes need none (done, refused, or nothing due)",
                    "；{all} 户中另有 {rest} 户不需要（已办结、拒收或无应发）"
                )),
            }
        }
        Paper::Receipt | Paper::Tally => {
            let settled = |home: &&crate::reports::sheets::HomeLine| {
                home.shares.iter().any(|share| matches!(share.state, State::Done(_)))
            };
            let done = homes.filter(settled).count();
            let sheet = count_of(units, "sheet", "sheets", "张");
            let n = count_of(all, "home", "homes", "户");
            let said = said!("{s}, {n}", "{s}表，{n}", s = (sheet.en, sheet.zh), n = (n.en, n.zh));
            match done {
                0 => said,
                _ => said.then(&said!(", {done} of them done", "，其中已办 {done} 户")),
            }
        }
    };
    if unknown > 0 && print.only.is_none() {
        said = said.then(&said!(", {unknown} not counted yet", "，{unknown} 户未登记人数"));
    }
    match path {
        None => said,
        Some(path) => said.then(&said!(": {path}", "：{path}")),
    }
}
