//! `linli list LEDGER`, and the data dictionary with `--describe`.

use super::Desk;
use super::desk::Files;
use super::known_at::{self, known_at_arg};
use super::printing::{period, period_args, print, printing_args};
use super::verb::{Exit, Heading, Verb, given, option, switch, value, word};
use crate::error::{Error, Result, did_you_mean};
use crate::ledgers::{Field, Kind, LEDGERS, Ledger, State, by_name};
use crate::model::{Cell, Column, Page, PlaceId, Quantity, Rows, Stamp, near};
use crate::recording::{read_item, read_place};
use crate::registers::{items, volunteers};
use crate::said;
use crate::words::{Lang, Said, Words, words};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "list",
    about: words("list the rows of a ledger, or describe its columns", "列出台账的行，或说明各列含义"),
    long: words(
        "Example: linli list donations --from 8.10; linli list tests --describe\n\
         Where there is no terminal a table is as wide as its cells; fewer rows: --item, --place, --from; fewer columns: \
         --format csv | cut -d, -f1-4",
        "示例：linli list donations --from 8.10；linli list tests --describe\n输出到管道或文件时，表格按内容排满，不折行。想窄一些：用 --item、--place、--from 少列几行，或 --format csv | cut -d, -f1-4 只取几列。",
    ),
    heading: Heading::See,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    let titled = |l: &Ledger| lang.pick(l.name.to_owned(), format!("{} {}", l.name, l.title.zh));
    let names: Vec<String> = LEDGERS.iter().map(titled).collect();
    let help = format!("{}{}", lang.pick("which: ", "台账："), names.join(lang.pick(", ", "、")));
    let mut args = vec![
        word("ledger", "LEDGER", words("", ""), lang).help(help),
        option("place", "PLACE", words("only rows within this place", "只列该位置的行"), lang),
        option("item", "ITEM", words("only this item", "只列该物品"), lang),
        option("round", "ROUND", words("only this round", "只列该批次"), lang),
        option("by", "NAME", words("only what this person recorded", "只列此人登记的行"), lang),
        switch("all", words("reversals and reversed rows too", "连同冲销行和被冲销的行"), lang),
        known_at_arg(lang),
        switch("describe", words("print the data dictionary instead", "改为显示数据字典"), lang),
    ];
    args.extend(period_args(lang));
    args.extend(printing_args(lang));
    args
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let describe = given(matches, "describe");
    let page = match value(matches, "ledger") {
        None if describe => Page {
            title: words("Data dictionary", "数据字典").into(),
            tables: LEDGERS
                .iter()
                .map(|l| dictionary(l.name, l.title, l.fields))
                .chain(registers())
                .collect(),
            ..Page::default()
        },
        None => {
            return Err(
                super::ask::missing("LEDGER", words("the name of a ledger", "台账名")).hint(every_name())
            );
        }
        Some("items") if describe => dictionary("items", words("Items", "物品"), items::FIELDS).into(),
        Some("volunteers") if describe => {
            dictionary("volunteers", words("Roster", "花名册"), volunteers::FIELDS).into()
        }
        Some(name) => {
            let Some(ledger) = by_name(name).or_else(|| LEDGERS.iter().find(|l| l.title.zh == name)) else {
                let near = near(name, LEDGERS.iter().map(|l| l.name));
                return Err(Error::usage(said!("there is no ledger `{name}`", "没有台账“{name}”"))
                    .hint(did_you_mean(&near).unwrap_or_else(every_name)));
            };
            if describe {
                dictionary(ledger.name, ledger.title, ledger.fields).into()
            } else {
                let _watch = desk.ui.reading();
                let files = known_at::read(desk, matches, &[ledger.name])?;
                rows(ledger, &files, matches, desk)?
            }
        }
    };
    print(&page, matches, desk)?;
    Ok(Exit::Done)
}

fn registers() -> impl Iterator<Item = Rows> {
    [
        dictionary("items", words("Items", "物品"), items::FIELDS),
        dictionary("volunteers", words("Roster", "花名册"), volunteers::FIELDS),
    ]
    .into_iter()
}

fn every_name() -> Said {
    let names: Vec<&str> = LEDGERS.iter().map(|l| l.name).collect();
    said!("one of {l}", "可用台账：{l}", l = (names.join(", "), names.join("、")))
}

/// The columns of a ledger or register, explained.
fn dictionary(name: &'static str, title: Words, fields: &'static [Field]) -> Rows {
    let about = by_name(name).map(|l| vec![Said::from(l.about)]).unwrap_or_default();
    Rows {
        name,
        title: said!("{name}: {t}", "{name}：{t}", t = (title.en, title.zh)),
        columns: vec![
            crate::model::text("column", "Column", "列名"),
            crate::model::text("heading", "Heading", "名称"),
            crate::model::text("kind", "Kind", "类型"),
            crate::model::text("required", "Required", "必填"),
            crate::model::text("meaning", "Meaning", "含义"),
        ],
        rows: fields.iter().map(described).collect(),
        below: about,
        ..Rows::default()
    }
}

fn described(field: &'static Field) -> Vec<Cell> {
    let mut meaning = Said::from(field.meaning);
    if let Kind::Choice(choices) = field.kind {
        let list = |lang: Lang| {
            choices.iter().map(|c| format!("{} {}", c.code, c.words.say(lang))).collect::<Vec<_>>()
        };
        meaning = meaning.then(&said!(
            ": {l}",
            "：{l}",
            l = (list(Lang::En).join(", "), list(Lang::Zh).join("、"))
        ));
    }
    vec![
        Cell::text(field.name),
        Cell::Said(field.heading.into()),
        Cell::Said(field.kind.title().into()),
        Cell::Flag(field.required),
        Cell::Said(meaning),
    ]
}

/// The rows of a ledger, as they stand in its files.
fn rows(ledger: &'static Ledger, files: &Files, matches: &ArgMatches, desk: &Desk) -> Result<Page> {
    let books = files.books(|l| l == ledger);
    let names = &files.registers.names;
    let period = period(matches, desk.today(&files.registers))?;
    let place = value(matches, "place").map(|p| read_place(p, names, &mut Vec::new())).transpose()?;
    let item = value(matches, "item").map(|i| read_item(i, names)).transpose()?;
    let (round, by, all) = (value(matches, "round"), value(matches, "by"), given(matches, "all"));
    let places = names.places();
    let inside = |cell: &str, outer: PlaceId| {
        places.find(cell.as_bytes()).is_some_and(|p| p == outer || places.covers(outer, p))
    };
    let mut columns: Vec<Column> = ledger
        .fields
        .iter()
        .map(|f| Column { name: f.name, heading: f.heading, right: f.kind.is_number() })
        .collect();
    if all {
        columns.push(crate::model::text("state", "State", "状态"));
    }
    let mut lines = Vec::new();
    for head in books.heads(ledger) {
        if !period.contains(head.date)
            || !all && head.state != State::Effective
            || by.is_some_and(|b| books.text(head, head.by).get() != b)
        {
            continue;
        }
        let cells = books.cells(ledger, head.origin);
        let is = |field: &str, test: &dyn Fn(&str) -> bool| {
            ledger.position(field).is_some_and(|at| test(&cells[at]))
        };
        if place.is_some_and(|p| !is("place", &|c| inside(c, p)))
            || item.is_some_and(|i| !is("item", &|c| names.item(c) == Some(i)))
            || round.is_some_and(|r| !is("round", &|c| c == r))
        {
            continue;
        }
        let mut line: Vec<Cell> = ledger.fields.iter().zip(&cells).map(|(f, c)| cell(f, c, files)).collect();
        if all {
            line.push(state(head.state));
        }
        lines.push(line);
    }
    let total = lines.len();
    let count = crate::words::count_of(total, "row", "rows", "行");
    let rows = Rows {
        name: ledger.name,
        title: ledger.title.into(),
        columns,
        rows: lines,
        below: vec![count],
        banner: super::desk::damage(&books).into_iter().collect(),
        ..Rows::default()
    };
    Ok(rows.into())
}

/// A cell as it stands in the file, to be read by people in their words.
fn cell(field: &'static Field, text: &str, files: &Files) -> Cell {
    let community = &files.registers.community;
    let read = match (field.name, field.kind) {
        ("store" | "counterpart", _) => Some(community.store_cell(text)),
        ("group", _) => Some(community.group_cell(text)),
        (_, Kind::Choice(choices)) => {
            choices.iter().find(|c| c.code == text).map(|c| Cell::Code(c.code, c.words))
        }
        (_, kind) if kind.is_number() => Quantity::parse(text).ok().map(Cell::Number),
        // Only what is written as we write it, so that machines get it to the byte.
        ("at", _) => Stamp::parse(text).ok().filter(|at| at.to_string() == text).map(Cell::Stamp),
        _ => None,
    };
    read.unwrap_or_else(|| Cell::text(text))
}

fn state(state: State) -> Cell {
    match state {
        State::Effective => Cell::Code("effective", words("counts", "有效")),
        State::Reversal => Cell::Code("reversal", words("reversal", "冲销")),
        State::Reversed => Cell::Code("reversed", words("reversed", "已冲销")),
        State::Overruled => Cell::Code("overruled", words("overruled", "已被取代")),
        State::Unreadable => Cell::Code("unreadable", words("unreadable", "无法读取")),
    }
}
