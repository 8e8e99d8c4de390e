//! `linli import FILE --ledger L --map NAME|FILE`

use super::Desk;
use super::ask::missing;
use super::desk::read_source;
use super::jielong::chain_args;
use super::operation::correct;
use super::recording_args::recording_args;
use super::verb::{Exit, Heading, Verb, given, option, switch, value, word};
use crate::error::{Error, Result, did_you_mean};
use crate::import::{
    Grid, Mapping, Options, Plan, SIGN_UP, SignUp, existing, plan, plan_sign_up, read_grids, sign_up,
};
use crate::ledgers::{Draft, Ledger, by_name};
use crate::model::{Day, Page, near, typed_day};
use crate::output::{Format, render};
use crate::recording::registering::take_in;
use crate::recording::{Document, Entry, Goods, Setting, new_item_line};
use crate::registers::contacts::CONTACTS;
use crate::registers::{COMMUNITY, ITEMS};
use crate::said;
use crate::words::{Lang, words};
use clap::{Arg, ArgMatches};
use std::cell::RefCell;

/// The verb.
pub const VERB: Verb = Verb {
    name: "import",
    about: words(
        "take in a spreadsheet, a CSV or a chat chain of others",
        "导入别人的表格（CSV、Excel）或群接龙",
    ),
    long: words(
        "Example: linli import list.xlsx --ledger donations --map examples/wuhan-donations.toml --new-items\n\
         Importing the same file again changes nothing. --dry-run shows what would be taken, ignored and refused.\n\
         A chat chain: linli import --jielong chain.txt --ledger tests --building 3 --unit 1 (docs/chains.md)",
        "示例：linli import 表格.xlsx --ledger donations --map examples/wuhan-donations.toml --new-items\n\
         重复导入同一文件不会产生重复行。--dry-run 先看会导入、忽略、拒绝哪些行。\n\
         群接龙：linli import --jielong 接龙.txt --ledger tests --building 3 --unit 1（见 docs/chains.md）",
    ),
    heading: Heading::InOut,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    let mut args = vec![
        word("file", "FILE", words("the file; - is standard input", "文件；- 表示标准输入"), lang),
        option(
            "ledger",
            "LEDGER",
            words(
                "the ledger the rows go to, or volunteers for a sign-up list; else the mapping's",
                "导入到哪个台账；报名表用 volunteers；默认按映射文件",
            ),
            lang,
        ),
        option(
            "map",
            "NAME|FILE",
            words(
                "what the columns mean: a file, or a name in ledgers/imports",
                "列的含义：映射文件，或 ledgers/imports 中的名字",
            ),
            lang,
        ),
        option(
            "source",
            "NAME",
            words(
                "the name of the source; else the mapping's, else the file's",
                "来源名称；默认按映射文件或文件名",
            ),
            lang,
        ),
        switch(
            "new-items",
            words("register unknown items with the unit seen first", "未登记的物品按首次出现的单位自动登记"),
            lang,
        ),
        switch(
            "partial",
            words("take the good rows although others are refused", "有被拒绝的行时仍导入其余各行"),
            lang,
        ),
    ];
    args.push(option(
        "left",
        "FILE",
        words(
            "with --partial: the file for what was not taken; else beside the input",
            "配合 --partial：未导入的内容写入的文件；默认放在原文件旁",
        ),
        lang,
    ));
    args.extend(chain_args(lang));
    args.extend(recording_args(lang));
    args
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    if given(matches, "jielong") {
        return super::jielong::run(matches, desk);
    }
    super::jielong::refuse_without(matches)?;
    let Some(file) = value(matches, "file") else {
        return Err(missing("FILE", words("the file to import", "要导入的文件")));
    };
    let mapping = mapping(matches, desk)?;
    let bytes = match file {
        "-" => (desk.input)(),
        path => std::fs::read(desk.start.join(path)),
    };
    let bytes =
        bytes.map_err(|source| Error::File { doing: said!("read", "读取"), path: file.into(), source })?;
    let name =
        std::path::Path::new(file).file_name().map_or(file.to_owned(), |n| n.to_string_lossy().into_owned());
    let grids = read_grids(&name, &bytes)?;
    if mapping.ledger.name == SIGN_UP.name {
        return take_volunteers(&grids, &mapping, matches, desk);
    }
    let planned: RefCell<Option<Plan>> = RefCell::new(None);
    let done = correct(desk, matches, &|books, setting, desk| {
        let plan = make(&grids, &mapping, books, setting, matches, desk)?;
        let entry = entry(&plan, books, setting);
        let blocked = plan.is_blocked();
        planned.replace(Some(plan));
        match blocked {
            true => Err(nothing_imported()),
            false => Ok(entry),
        }
    });
    if let Some(plan) = planned.into_inner() {
        show(&plan, desk);
    }
    done
}

/// A sign-up list goes to the roster, its phones to the private contacts.
fn take_volunteers(grids: &[Grid], mapping: &Mapping, matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let planned: RefCell<Option<SignUp>> = RefCell::new(None);
    let done = correct(desk, matches, &|books, setting, desk| {
        let options = options(setting, matches, desk)?;
        let taken = plan_sign_up(grids, mapping, books.registers, &options)?;
        let (blocked, doubts, source) =
            (taken.plan.is_blocked(), taken.doubts.clone(), taken.plan.source.clone());
        let (services, contacts) = (taken.services.clone(), taken.contacts.clone());
        planned.replace(Some(taken));
        if blocked {
            return Err(nothing_imported());
        }
        let path = desk.root()?.join(CONTACTS);
        let kept = match path.is_file() {
            true => read_source(&desk.root()?, CONTACTS)?.text,
            false => String::new(),
        };
        let mut entry = take_in(books, &services, &contacts, &kept, &source)?;
        entry.doubts.extend(doubts);
        Ok(entry)
    });
    if let Some(taken) = planned.into_inner() {
        show(&taken.plan, desk);
    }
    done
}

fn nothing_imported() -> Error {
    Error::refused(said!("nothing was imported", "没有导入任何内容")).hint(said!(
        "mend the rows that are refused, or take the others with --partial",
        "请修正被拒绝的行，或用 --partial 导入其余各行"
    ))
}

/// The mapping that was named; without one the headings are the ledger's own.
fn mapping(matches: &ArgMatches, desk: &Desk) -> Result<Mapping> {
    let ledger = value(matches, "ledger").map(ledger).transpose()?;
    let mapping = match (value(matches, "map"), ledger) {
        (Some(name), _) => {
            let kept = desk.root()?.join(format!("ledgers/imports/{name}.toml"));
            let path = if kept.is_file() { kept } else { desk.start.join(name) };
            let text = std::fs::read_to_string(&path).map_err(|source| Error::File {
                doing: said!("read", "读取"),
                path,
                source,
            })?;
            Mapping::parse(&text)?
        }
        (None, Some(ledger)) => Mapping::plain(ledger),
        (None, None) => {
            return Err(missing(
                "--ledger",
                words(
                    "the ledger the rows go to, or --map for a mapping",
                    "导入到哪个台账，或用 --map 指明映射",
                ),
            ));
        }
    };
    if let Some(ledger) = ledger
        && *ledger != *mapping.ledger
    {
        let (asked, mapped) = (ledger.name, mapping.ledger.name);
        return Err(Error::usage(said!(
            "the mapping is for {mapped}, not {asked}",
            "该映射用于 {mapped}，而不是 {asked}"
        )));
    }
    Ok(mapping)
}

fn ledger(name: &str) -> Result<&'static Ledger> {
    by_name(name).or_else(|| sign_up(name)).ok_or_else(|| {
        let near = near(name, crate::ledgers::LEDGERS.iter().map(|l| l.name).chain([SIGN_UP.name]));
        let error = Error::usage(said!("there is no ledger `{name}`", "没有台账“{name}”"));
        match did_you_mean(&near) {
            Some(hint) => error.hint(hint),
            None => error,
        }
    })
}

fn make(
    grids: &[Grid],
    mapping: &Mapping,
    books: &crate::books::Books,
    setting: &Setting,
    matches: &ArgMatches,
    desk: &Desk,
) -> Result<Plan> {
    let options = options(setting, matches, desk)?;
    plan(grids, mapping, books.registers, &existing(books, mapping.ledger), &options)
}

/// What was asked for on the command line.
fn options<'m>(setting: &Setting, matches: &'m ArgMatches, desk: &Desk) -> Result<Options<'m>> {
    let mut options = Options::new(setting.today);
    options.date = value(matches, "date").map(|text| typed_day(text, setting.today)).transpose()?;
    options.source = value(matches, "source");
    options.new_items = given(matches, "new-items");
    options.partial = given(matches, "partial");
    options.mask_numbers = given(matches, "mask-numbers");
    options.reason = desk.ui.lang.pick("changed in the source", "来源表格已更改");
    Ok(options)
}

fn entry(plan: &Plan, books: &crate::books::Books, setting: &Setting) -> Entry {
    let mut entry = Entry::default();
    let rows: Vec<Draft> = plan.drafts().into_iter().cloned().collect();
    let file = |path: &str| books.sources.iter().find(|s| s.path == path);
    if !plan.is_blocked() {
        let goods: Vec<Goods> = plan
            .new_items
            .iter()
            .map(|(item, unit)| Goods {
                item: item.clone(),
                unit: unit.clone(),
                quantity: Default::default(),
                note: None,
                new: true,
            })
            .collect();
        entry.registers.extend(new_item_line(file(ITEMS), &goods).map(|text| (ITEMS.to_owned(), text)));
        if !plan.new_destinations.is_empty() {
            let mut text = file(COMMUNITY).map_or_else(String::new, |s| s.text.clone());
            for destination in &plan.new_destinations {
                let quoted = |text: &str| toml_edit::Value::from(text).to_string();
                text.push_str(&format!(
                    "\n[[destination]]\ncode = {}\nname = {}\n",
                    quoted(&destination.code),
                    quoted(&destination.name)
                ));
            }
            entry.registers.push((COMMUNITY.to_owned(), text));
        }
    }
    let ledger = rows.first().map_or("import", |row| row.ledger.name);
    entry.subject = format!("{ledger}: import {} rows from {}", rows.len(), plan.source);
    if rows.iter().any(|row| Day::parse(row.get("date")).is_ok_and(|day| day > setting.today)) {
        entry.refusals.push(said!("some rows are of days that have not come", "有的行日期还没有到"));
    }
    if !rows.is_empty() {
        entry.documents.push(Document { rows });
    }
    entry
}

/// The account of the import: what was refused where warnings go, the rest as the answer.
fn show(plan: &Plan, desk: &mut Desk) {
    let refused = plan.refusals();
    if !refused.rows.is_empty() {
        let text = render(&refused.into(), Format::Table, &desk.ui.look);
        let _ = std::io::Write::write_all(&mut desk.ui.err, text.as_bytes());
    }
    for (place, said) in &plan.noted {
        let (sheet, row) = (&place.sheet, place.row);
        desk.ui.did(&said!(
            "{sheet} row {row}: {s}",
            "{sheet} 第 {row} 行：{s}",
            s = (said.en.clone(), said.zh.clone())
        ));
    }
    let mut tables = vec![plan.account()];
    tables.extend([plan.left_out(), plan.sums()].into_iter().filter(|t| !t.rows.is_empty()));
    let page = Page { tables, ..Page::default() };
    let text = render(&page, Format::Table, &desk.ui.look);
    desk.ui.answer(&text);
    desk.ui.did(&plan.sentence());
}
