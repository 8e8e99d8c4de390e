//! `linli why REPORT KEY=VALUE...`: the rows, commits and volunteers behind one printed line.

mod choosing;
mod commits;

use super::Desk;
use super::known_at;
use super::printing::{print, printing_args};
use super::report::asked;
use super::verb::{Exit, Heading, Verb, rest, value, values, word};
use crate::books::Books;
use crate::error::{Error, Result, did_you_mean};
use crate::model::{Cell, Page, Quantity, Rows, Stamp, near, number, text};
use crate::reports::behind::{Behind, How, Line, plain};
use crate::reports::{Asked, REPORTS, Report, by_name};
use crate::said;
use crate::words::{Lang, Said, Words, words};
use choosing::{Chosen, choose, keys_of};
use clap::{Arg, ArgMatches};
use commits::Commits;

/// The verb.
pub const VERB: Verb = Verb {
    name: "why",
    about: words(
        "the rows, commits and volunteers behind one printed line",
        "报表某一行的数字从何而来：哪些行、谁登记的、哪次提交",
    ),
    long: words(
        "KEY is a column of the report and VALUE what it shows in that line; the report's own options choose it as printed.\n\
         Example: linli why stock item=牛奶; linli why coverage round=veg-0816 place=3-2; linli why requests request=KV9T",
        "键是报表的列名，值是那一行显示的内容；报表自身的选项照用。\n示例：linli why stock item=牛奶；linli why coverage round=veg-0816 place=3-2；linli why requests request=KV9T",
    ),
    heading: Heading::See,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    let names: Vec<String> =
        REPORTS.iter().map(|r| lang.pick(r.name.to_owned(), format!("{} {}", r.name, r.title.zh))).collect();
    let help = format!("{}{}", lang.pick("which: ", "报表名："), names.join(lang.pick(", ", "、")));
    let mut args = vec![
        word("name", "NAME", words("", ""), lang).help(help),
        rest("keys", "KEY=VALUE", words("which line: what stands in its columns", "哪一行：列名=内容"), lang),
    ];
    let of_report = (super::report::VERB.args)(lang).into_iter();
    let printing = printing_args(lang);
    let known = |arg: &Arg| {
        matches!(arg.get_id().as_str(), "name" | "public")
            || printing.iter().any(|p| p.get_id() == arg.get_id())
    };
    args.extend(of_report.filter(|arg| !known(arg)));
    args.extend(printing_args(lang));
    args
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let names: Vec<&str> = REPORTS.iter().map(|r| r.name).collect();
    let all = said!("one of {l}", "可用报表：{l}", l = (names.join(", "), names.join("、")));
    let Some(name) = value(matches, "name") else {
        return Err(super::ask::missing("NAME", words("the name of a report", "报表名")).hint(all));
    };
    let Some(report) = by_name(name) else {
        let near = near(name, names.iter().copied());
        return Err(Error::usage(said!("there is no report `{name}`", "没有报表“{name}”"))
            .hint(did_you_mean(&near).unwrap_or(all)));
    };
    let watch = desk.ui.reading();
    let files = known_at::read(desk, matches, report.needs)?;
    let books = files.books(|l| report.needs.contains(&l.name));
    drop(watch);
    let mut keys = keys_of(&values(matches, "keys"))?;
    let mut asked = asked(report, &files.registers, matches, desk.now)?;
    // A card is about one item: that it is named as a key is enough.
    if report.name == "stock-card"
        && let Some(at) = keys.iter().position(|(key, _)| key == "item" || key == "物品")
    {
        let (_, typed) = keys.remove(at);
        asked.item = Some(crate::recording::read_item(&typed, &files.registers.names)?);
    }
    let ways: Vec<Asked> = match (&asked.by, report.by) {
        (None, [_, ..]) => {
            report.by.iter().map(|by| Asked { by: Some((*by).to_owned()), ..asked.clone() }).collect()
        }
        _ => vec![asked],
    };
    let Chosen { page, table, row, way } = choose(report, &books, &ways, &keys)?;
    let table = &page.tables[table];
    let line = Line { table, cells: &table.rows[row] };
    let behind = (report.behind)(&books, &ways[way], &line);
    let commits = Commits::of(desk, value(matches, "as-known-at"), &behind)?;
    let mut rows = parts(&books, &line, &behind, &commits);
    rows.title = titled(report, &line);
    rows.below = figures(&line, &behind);
    rows.banner.extend(super::desk::damage(&books));
    print(&Page::from(rows), matches, desk)?;
    Ok(Exit::Done)
}

/// The report and the words of the line.
fn titled(report: &Report, line: &Line) -> Said {
    let is_word = |cell: &Cell| !matches!(cell, Cell::Flag(_) | Cell::Stamp(_));
    let words = line.table.columns.iter().zip(line.cells).filter(|(c, cell)| !c.right && is_word(cell));
    let shown: Vec<String> = words.map(|(_, cell)| plain(cell)).filter(|text| !text.is_empty()).collect();
    let (title, shown) = (report.title, shown.join(" "));
    said!("{t}: {shown}", "{t}：{shown}", t = (title.en, title.zh))
}

/// The rows behind a line, by figure, and in the order in which they happened.
fn parts(books: &Books, line: &Line, behind: &Behind, commits: &Commits) -> Rows {
    let named = |figure: &'static str| Cell::Code(figure, heading(line, figure));
    let order = |figure: &str| behind.figures.iter().position(|(name, _)| *name == figure);
    let mut all: Vec<_> = behind.parts.iter().collect();
    all.sort_by_key(|part| (order(part.figure), part.id.day, part.id));
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for part in all {
        let cells = books.cells(part.ledger, part.origin);
        let get = |field: &str| part.ledger.position(field).map_or(Cell::Absent, |at| Cell::text(&cells[at]));
        let at = part.ledger.position("at").map_or("", |at| cells[at].as_str());
        let id = part.id.to_string();
        rows.push(vec![
            named(part.figure),
            Cell::Code(part.ledger.name, part.ledger.title),
            Cell::text(&id),
            Cell::Day(part.id.day),
            get("place"),
            get("item"),
            part.amount.map_or(Cell::Absent, Cell::Number),
            Cell::text(&part.unit),
            get("by"),
            Stamp::parse(at).map_or(Cell::Absent, Cell::Stamp),
            commits.of_row(&id),
        ]);
    }
    for entry in &behind.registers {
        let name = entry.path.trim_start_matches("ledgers/");
        let (by, at, commit) = commits.of_line(entry);
        let mut cells = vec![Cell::Absent; 11];
        (cells[0], cells[1], cells[2]) =
            (named(entry.figure), Cell::text(name), Cell::text(entry.key.trim_end_matches(',')));
        cells[6] = entry.amount.map_or(Cell::Absent, Cell::Number);
        (cells[8], cells[9], cells[10]) = (by, at, commit);
        rows.push(cells);
    }
    Rows {
        name: "why",
        columns: vec![
            text("figure", "Figure", "数字"),
            text("ledger", "Ledger", "台账"),
            text("id", "Id", "行号"),
            text("date", "Date", "日期"),
            text("place", "Place", "位置"),
            text("item", "Item", "物品"),
            number("quantity", "Quantity", "数量"),
            text("unit", "Unit", "单位"),
            text("by", "By", "登记人"),
            text("at", "At", "登记时间"),
            text("commit", "Commit", "提交"),
        ],
        rows,
        ..Rows::default()
    }
}

/// What a figure is called: as its column is headed, or what it is elsewhere.
fn heading(line: &Line, figure: &str) -> Words {
    let column = line.table.columns.iter().find(|column| column.name == figure);
    column.map_or_else(
        || match figure {
            "received" => words("In", "接收"),
            "donated" => words("Donated", "捐赠"),
            "distributed" => words("Out", "发放"),
            "adjusted" => words("Adj.", "损益"),
            "due" => words("Due", "应到"),
            "done" => words("Done", "实到"),
            "tested" => words("Tested", "实检"),
            "elsewhere" => words("Elsewhere", "外检"),
            "exempt" => words("Exempt", "免除"),
            "visitors" => words("Visitors", "访客"),
            "status" => words("Step", "进展"),
            _ => words("Figure", "数字"),
        },
        |column| column.heading,
    )
}

/// Each figure of the line, and how it follows from the rows.
fn figures(line: &Line, behind: &Behind) -> Vec<Said> {
    let mut told = Vec::new();
    for (column, cell) in line.table.columns.iter().zip(line.cells).filter(|(column, _)| column.right) {
        let name_of = |figure: &str| Said::from(heading(line, figure));
        let (Some(how), heading) = (behind.said(column.name, &name_of), column.heading) else { continue };
        let shown = match cell {
            Cell::Rate(parts) => format!("{}.{:02}%", parts / 100, parts % 100),
            Cell::Absent => continue,
            cell => plain(cell),
        };
        let mut said = said!("{h} {shown}: ", "{h} {shown}：", h = (heading.en, heading.zh)).then(&how);
        if let Some((_, How::Of(_))) = behind.figures.iter().find(|(name, _)| *name == column.name)
            && let Some(value) = behind.value(column.name)
        {
            said = said.then(&Said::same(format!(" = {value}")));
        }
        if behind.value(column.name).is_some_and(|value| Quantity::parse(&shown).is_ok_and(|s| s != value)) {
            let value = behind.value(column.name).unwrap_or_default();
            said = said.then(&said!(", but the rows give {value}", "，但各行得出 {value}"));
        }
        told.push(said);
    }
    told
}
