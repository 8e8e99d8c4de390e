//! `linli round list|show|open|add|edit|close`

use super::{answer, change, flags, list_args, table};
use crate::commands::Desk;
use crate::commands::ask::ask_line;
use crate::commands::recording_args::writing_args;
use crate::commands::verb::{
    Exit, Heading, Verb, given, no_args, only_subs, option, options, switch, value, values, word,
};
use crate::error::Result;
use crate::ledgers::{Per, RoundKind, choose_typed};
use crate::model::{Cell, Column, Page, number, text};
use crate::recording::read_round;
use crate::recording::registering::{RoundFlags, close_round, edit_round, open_round};
use crate::registers::{NameKind, Round};
use crate::words::{Lang, Words, words};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "round",
    about: words(
        "distribution drives, testing rounds, roll-calls: list, show, open, edit, close",
        "发放、检测、点名批次：查看、开启、修改、截止",
    ),
    long: words("", ""),
    heading: Heading::Registers,
    args: no_args,
    subs: &[LIST, SHOW, OPEN, ADD, EDIT, CLOSE],
    run: only_subs,
};

const EXAMPLE: Words = words(
    "Example: linli round open veg-0816 --kind distribution --title 8月16日蔬菜包 --allot 蔬菜包=1/household --closes '8.17 20:00'",
    "示例：linli round open veg-0816 --kind 发放 --title 8月16日蔬菜包 --allot 蔬菜包=1/户 --closes '8.17 20:00'",
);

const LIST: Verb = Verb {
    name: "list",
    about: words("list the rounds", "列出批次"),
    long: words("", ""),
    heading: Heading::Registers,
    args: rounds_args,
    subs: &[],
    run: list,
};

const SHOW: Verb = Verb {
    name: "show",
    about: words("show one round and what it allots", "查看一个批次及应发物品"),
    long: words("", ""),
    heading: Heading::Registers,
    args: show_args,
    subs: &[],
    run: show,
};

const OPEN: Verb = Verb {
    name: "open",
    about: words("open a round", "开启一个批次"),
    long: EXAMPLE,
    heading: Heading::Registers,
    args: open_args,
    subs: &[],
    run: open,
};

const ADD: Verb = Verb {
    name: "add",
    about: words("the same as open", "同 open"),
    long: EXAMPLE,
    heading: Heading::Registers,
    args: open_args,
    subs: &[],
    run: open,
};

const EDIT: Verb = Verb {
    name: "edit",
    about: words(
        "change a round; an empty --closes or --needs clears it",
        "修改批次；--closes、--needs 为空表示清除",
    ),
    long: EXAMPLE,
    heading: Heading::Registers,
    args: open_args,
    subs: &[],
    run: edit,
};

const CLOSE: Verb = Verb {
    name: "close",
    about: words("close a round now", "立即截止一个批次"),
    long: words("", ""),
    heading: Heading::Registers,
    args: close_args,
    subs: &[],
    run: close,
};

const CODE: Words = words("the code of the round, such as veg-0816", "批次代码，例如 veg-0816");

fn rounds_args(lang: Lang) -> Vec<Arg> {
    let mut args = vec![
        kind(words("only this kind", "只列该类型"), lang),
        switch("open", words("only those that are not closed", "只列未截止的批次"), lang),
    ];
    args.extend(list_args(lang));
    args
}

fn show_args(lang: Lang) -> Vec<Arg> {
    let mut args = vec![word("code", "CODE", CODE, lang)];
    args.extend(list_args(lang));
    args
}

fn close_args(lang: Lang) -> Vec<Arg> {
    let mut args = vec![word("code", "CODE", CODE, lang)];
    args.extend(writing_args(lang));
    args
}

fn kind(help: Words, lang: Lang) -> Arg {
    let codes = RoundKind::CHOICES.iter().map(|c| c.code).collect::<Vec<_>>().join("|");
    let zh = RoundKind::CHOICES
        .iter()
        .map(|c| format!("{} {}", c.code, c.words.zh))
        .collect::<Vec<_>>()
        .join("、");
    Arg::new("kind")
        .long("kind")
        .value_name(codes)
        .help(lang.pick(help.en.to_owned(), format!("{}（{zh}）", help.zh)))
}

fn open_args(lang: Lang) -> Vec<Arg> {
    let mut args = vec![
        word("code", "CODE", CODE, lang),
        kind(words("what is done in it", "批次类型"), lang),
        option("title", "TITLE", words("what people know it by", "批次名称"), lang),
        option(
            "date",
            "DAY",
            words(
                "its day, by whose census people are due; today if not given",
                "批次日期，按当日住户人数计算应发应检；默认今天",
            ),
            lang,
        ),
        option(
            "closes",
            "TIME",
            words("when it closes: 20:00, 8.17 20:00", "截止时间：20:00、8.17 20:00、8月17日24时"),
            lang,
        ),
        options(
            "allot",
            "ITEM=QTY/household|resident|unit",
            words("what each gets; in distribution rounds", "应发物品和数量，按户、人或单元；仅发放批次"),
            lang,
        ),
        options(
            "places",
            "PLACE",
            words("the places it covers; all if not given", "覆盖的位置；默认全体"),
            lang,
        )
        .num_args(1..)
        .allow_hyphen_values(false),
        options("needs", "NEED", words("only homes with one of these needs", "只限有这些需求的户"), lang)
            .num_args(1..)
            .allow_hyphen_values(false),
    ];
    args.extend(writing_args(lang));
    args
}

/// The columns of `rounds.toml`, allotments in one cell.
fn columns() -> Vec<Column> {
    vec![
        text("code", "Code", "代码"),
        text("kind", "Kind", "类型"),
        text("title", "Title", "名称"),
        text("date", "Date", "日期"),
        text("opened", "Opened", "开启"),
        text("closes", "Closes", "截止"),
        text("places", "Places", "范围"),
        text("needs", "Needs", "需求"),
        text("allot", "Allotted", "应发"),
    ]
}

fn row(round: &Round) -> Vec<Cell> {
    let allot: Vec<String> =
        round.allot.iter().map(|a| format!("{}={}/{}", a.item, a.quantity, a.per.code())).collect();
    let kind = RoundKind::CHOICES.iter().find(|c| c.code == round.kind.code());
    let stamp = |s: Option<crate::model::Stamp>| s.map_or(Cell::Absent, Cell::Stamp);
    vec![
        Cell::text(&round.code),
        kind.map_or(Cell::Absent, |c| Cell::Code(c.code, c.words)),
        Cell::text(&round.title),
        Cell::Day(round.date),
        stamp(round.opened),
        stamp(round.closes),
        Cell::text(round.places.join(" ")),
        Cell::text(round.needs.join("|")),
        Cell::text(allot.join(" ")),
    ]
}

fn list(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let files = desk.ledgers(&[])?;
    let now = desk.stamp(&files.registers);
    let kind = value(matches, "kind").map(|typed| choose_typed(typed, RoundKind::CHOICES)).transpose()?;
    let is_kind = |round: &Round| kind.is_none_or(|at| RoundKind::ALL[at] == round.kind);
    let open =
        |round: &Round| !given(matches, "open") || round.closes.is_none_or(|c| c.seconds() > now.seconds());
    let rows: Vec<_> = files.registers.rounds.iter().filter(|r| is_kind(r) && open(r)).map(row).collect();
    let below = crate::words::count_of(rows.len(), "round", "rounds", "个批次");
    let mut table = table("rounds", words("Rounds", "批次"), columns(), rows);
    table.below = vec![below];
    answer(table, matches, desk)
}

fn code(matches: &ArgMatches, desk: &mut Desk, known: bool) -> Result<String> {
    ask_line(desk, value(matches, "code"), "CODE", CODE, &[], &|files| {
        if known { files.registers.names.list(NameKind::Round).to_vec() } else { Vec::new() }
    })
}

fn show(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let code = code(matches, desk, true)?;
    let files = desk.ledgers(&[])?;
    let id = read_round(&code, &files.registers.names)?;
    let Some(round) = files.registers.round(id) else { return Ok(Exit::Done) };
    let first = table("rounds", words("Round", "批次"), columns(), vec![row(round)]);
    let mut page: Page = first.into();
    if !round.allot.is_empty() {
        let line = |allot: &crate::registers::Allot| {
            let unit = files
                .registers
                .items
                .iter()
                .find(|i| i.name == allot.item || i.aliases.contains(&allot.item));
            let per = Per::CHOICES.iter().find(|c| c.code == allot.per.code());
            vec![
                Cell::text(&allot.item),
                Cell::Number(allot.quantity),
                Cell::text(unit.map_or("", |i| i.unit.as_str())),
                per.map_or(Cell::Absent, |c| Cell::Code(c.code, c.words)),
            ]
        };
        let columns = vec![
            text("item", "Item", "物品"),
            number("quantity", "Quantity", "数量"),
            text("unit", "Unit", "单位"),
            text("per", "For each", "按"),
        ];
        page.tables.push(table(
            "allot",
            words("Allotted", "应发"),
            columns,
            round.allot.iter().map(line).collect(),
        ));
    }
    answer(page, matches, desk)
}

fn round_flags(matches: &ArgMatches) -> RoundFlags {
    let one = |name| value(matches, name).map(str::to_owned);
    let many = |name| {
        values(matches, name).into_iter().filter(|v| !v.trim().is_empty()).map(str::to_owned).collect()
    };
    RoundFlags {
        kind: one("kind"),
        title: one("title"),
        date: one("date"),
        closes: one("closes"),
        places: many("places"),
        needs: many("needs"),
        allot: many("allot"),
    }
}

fn open(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let code = code(matches, desk, false)?;
    let mut flags = round_flags(matches);
    if desk.ui.asker.is_some() {
        let kinds: Vec<String> = RoundKind::CHOICES.iter().map(|c| c.code.to_owned()).collect();
        if flags.kind.is_none() {
            flags.kind = desk.ui.ask(words("what is done in it", "批次类型"), &kinds)?;
        }
        if flags.title.is_none() {
            flags.title = desk.ui.ask(words("what people know it by", "批次名称"), &[])?;
        }
    }
    change(desk, matches, &|books, setting| open_round(books, &code, &flags, setting))
}

fn edit(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let code = code(matches, desk, true)?;
    change(desk, matches, &|books, setting| {
        edit_round(books, &code, &round_flags(matches), setting, &flags(matches))
    })
}

fn close(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let code = code(matches, desk, true)?;
    change(desk, matches, &|books, setting| close_round(books, &code, setting))
}
