//! `linli import FILE --ledger L --map NAME|FILE`

mod drafting;
mod guessing;
mod leftover;
mod mapping;
mod telling;

use super::Desk;
use super::ask::missing;
use super::desk::read_source;
use super::jielong::chain_args;
use super::operation::correct;
use super::printing::printing_args;
use super::recording_args::recording_args;
use super::verb::{Exit, Heading, Verb, given, option, switch, value, word};
use crate::error::{Error, Result};
use crate::import::{Grid, Plan, SIGN_UP, SignUp, existing, plan, plan_sign_up, read_grids, source_of};
use crate::recording::Entry;
use crate::recording::registering::take_in;
use crate::registers::contacts::CONTACTS;
use crate::said;
use crate::words::{Lang, words};
use clap::{Arg, ArgMatches};
use leftover::Leftover;
use mapping::Named;
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
         A new table: linli import list.xlsx --guess proposes what its columns mean; with --save-map NAME that is kept, \
         and --map NAME uses it from then on.\n\
         A chat chain: linli import --jielong chain.txt --ledger tests --building 3 --unit 1 (docs/chains.md)",
        "示例：linli import 表格.xlsx --ledger donations --map examples/wuhan-donations.toml --new-items\n\
         重复导入同一文件不会产生重复行。--dry-run 先看会导入、忽略、拒绝哪些行。\n\
         新的表格：linli import 表格.xlsx --guess 由程序提出各列的含义；加 --save-map 名称 保存，以后用 --map 名称 导入。\n\
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
            words(
                "take the good rows although others are refused; those go to a file with the reasons",
                "有被拒绝的行时仍导入其余各行；被拒绝的行连同原因写入文件",
            ),
            lang,
        ),
        option(
            "left",
            "FILE",
            words(
                "with --partial: the file for what was not taken; else FILE.left.csv",
                "配合 --partial：未导入的行写入的文件；默认 文件名.left.csv",
            ),
            lang,
        ),
        switch(
            "guess",
            words(
                "propose what the columns mean and show the first rows; record no row",
                "由程序提出各列的含义并显示前几行，不导入",
            ),
            lang,
        ),
        option(
            "save-map",
            "NAME",
            words(
                "keep the mapping as ledgers/imports/NAME.toml, for --map NAME",
                "把映射保存为 ledgers/imports/名称.toml，以后用 --map 名称",
            ),
            lang,
        ),
    ];
    args.extend(chain_args(lang));
    args.extend(printing_args(lang));
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
    if value(matches, "left").is_some() && !given(matches, "partial") {
        return Err(Error::usage(said!("--left is for --partial", "--left 要与 --partial 一起用")));
    }
    let named = match given(matches, "guess") {
        true => None,
        false => Some(mapping::mapping(matches, desk)?),
    };
    let bytes = match file {
        "-" => (desk.input)(),
        path => std::fs::read(desk.start.join(path)),
    };
    let bytes =
        bytes.map_err(|source| Error::File { doing: said!("read", "读取"), path: file.into(), source })?;
    let name = match file {
        "-" => "stdin".to_owned(),
        path => std::path::Path::new(path)
            .file_name()
            .map_or_else(|| path.to_owned(), |name| name.to_string_lossy().into_owned()),
    };
    let watch = desk.ui.watch(words("reading the file", "正在读取文件"));
    let grids = read_grids(&name, &bytes)?;
    drop(watch);
    let Some(named) = named else { return guessing::guess(&grids, matches, desk) };
    let leftover = Leftover::new(matches, desk);
    let taken = match named.mapping.ledger.name == SIGN_UP.name {
        true => take_volunteers(&grids, &named, &leftover, matches, desk),
        false => take_rows(&grids, &named, &leftover, matches, desk),
    };
    if taken.is_err() {
        leftover.take_back();
    }
    taken
}

fn take_rows(
    grids: &[Grid],
    named: &Named,
    leftover: &Leftover,
    matches: &ArgMatches,
    desk: &mut Desk,
) -> Result<Exit> {
    let planned: RefCell<Option<Plan>> = RefCell::new(None);
    let mapping = &named.mapping;
    let done = correct(desk, matches, &|books, setting, desk| {
        let mut options = drafting::options(setting, matches, desk)?;
        let known = existing(books, mapping.ledger);
        let file = grids.first().map_or("", |grid| source_of(&grid.file));
        let source = options.source.or(mapping.source.as_deref()).unwrap_or(file);
        options.of_source = drafting::of_source(source, mapping.ledger, &known, desk)?;
        let watch = desk.ui.watch(words("reading the rows", "正在读取各行"));
        options.tally = watch.tally.clone();
        let plan = plan(grids, mapping, books.registers, &known, &options)?;
        drop(watch);
        let mut entry = drafting::entry(&plan, books, setting);
        let second = drafting::own_second(&known, mapping.ledger, setting);
        drafting::name_source(&mut entry, &plan, second, setting);
        let ready = make_ready(&mut entry, &plan, grids, named, leftover, matches, desk);
        planned.replace(Some(plan));
        ready.map(|()| entry)
    });
    if let Some(plan) = planned.into_inner() {
        telling::show(&plan, matches, desk)?;
        leftover.tell(&plan, desk);
    }
    done
}

/// A sign-up list goes to the roster, its phones to the private contacts.
fn take_volunteers(
    grids: &[Grid],
    named: &Named,
    leftover: &Leftover,
    matches: &ArgMatches,
    desk: &mut Desk,
) -> Result<Exit> {
    let planned: RefCell<Option<SignUp>> = RefCell::new(None);
    let done = correct(desk, matches, &|books, setting, desk| {
        let options = drafting::options(setting, matches, desk)?;
        let taken = plan_sign_up(grids, &named.mapping, books.registers, &options)?;
        let path = desk.root()?.join(CONTACTS);
        let kept = match path.is_file() {
            true => read_source(&desk.root()?, CONTACTS)?.text,
            false => String::new(),
        };
        let mut entry = take_in(books, &taken.services, &taken.contacts, &kept, &taken.plan.source)?;
        entry.doubts.extend(taken.doubts.iter().cloned());
        let ready = make_ready(&mut entry, &taken.plan, grids, named, leftover, matches, desk);
        planned.replace(Some(taken));
        ready.map(|()| entry)
    });
    if let Some(taken) = planned.into_inner() {
        telling::show(&taken.plan, matches, desk)?;
        leftover.tell(&taken.plan, desk);
    }
    done
}

/// Refuses what is blocked; keeps the mapping if that was asked for, and writes what is left over.
fn make_ready(
    entry: &mut Entry,
    plan: &Plan,
    grids: &[Grid],
    named: &Named,
    leftover: &Leftover,
    matches: &ArgMatches,
    desk: &Desk,
) -> Result<()> {
    if plan.is_blocked() {
        return Err(nothing_imported());
    }
    match (value(matches, "save-map"), &named.text) {
        (Some(name), Some(text)) => mapping::keep(entry, name, text, desk)?,
        (Some(_), None) => {
            return Err(Error::usage(said!(
                "--save-map keeps a mapping, and there is none",
                "--save-map 用于保存映射，而这里没有映射"
            ))
            .hint(said!(
                "--guess proposes one; --map FILE names one",
                "用 --guess 提出，或用 --map 文件 指明"
            )));
        }
        (None, _) => {}
    }
    leftover.write(plan, grids, desk)
}

fn nothing_imported() -> Error {
    Error::refused(said!("nothing was imported", "没有导入任何内容")).hint(said!(
        "mend the rows that are refused, or take the others with --partial",
        "请修正被拒绝的行，或用 --partial 导入其余各行"
    ))
}
