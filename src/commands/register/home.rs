//! `linli home list|show|add|edit`

use super::{answer, change, flags, list_args, table};
use crate::arithmetic::captain::captains;
use crate::books::Books;
use crate::commands::Desk;
use crate::commands::ask::ask_line;
use crate::commands::desk::read_source;
use crate::commands::recording_args::writing_args;
use crate::commands::verb::{Exit, Heading, Verb, given, no_args, only_subs, option, switch, value, word};
use crate::error::Result;
use crate::ledgers::{Census, LEDGERS, Ledger, Row, need_code};
use crate::model::{Cell, Column, Page, PlaceId, PlaceKind, Rows, number, text};
use crate::recording::registering::{add_home, edit_home, latest};
use crate::recording::{read_place, read_places};
use crate::registers::contacts::{CONTACTS, FIELDS};
use crate::said;
use crate::words::{Lang, Words, words};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "home",
    about: words(
        "homes and whom to ask for there: list, show, add, edit",
        "住户：查看、增减、登记私密联系人",
    ),
    long: words("", ""),
    heading: Heading::Registers,
    args: no_args,
    subs: &[LIST, SHOW, ADD, EDIT],
    run: only_subs,
};

const LIST: Verb = Verb {
    name: "list",
    about: words("list the homes with who lives there, as last observed", "列出各户及最近登记的人数"),
    long: words("", ""),
    heading: Heading::Registers,
    args: homes_args,
    subs: &[],
    run: list,
};

const SHOW: Verb = Verb {
    name: "show",
    about: words(
        "what is known of a home: census, goods, tests, requests, its captain",
        "查看一户：人数、物资、检测、求助、楼长",
    ),
    long: words("Example: linli home show 3-2-502 --contacts", "示例：linli home show 3-2-502 --contacts"),
    heading: Heading::Registers,
    args: show_args,
    subs: &[],
    run: show,
};

const ADD: Verb = Verb {
    name: "add",
    about: words(
        "add a home that the pattern of its building does not make",
        "增加一户（楼栋规则之外的住户）",
    ),
    long: words("Example: linli home add 3-1-商101", "示例：linli home add 3-1-商101"),
    heading: Heading::Registers,
    args: add_args,
    subs: &[],
    run: add,
};

const EDIT: Verb = Verb {
    name: "edit",
    about: words(
        "remove a home that does not exist, or note whom to ask for (kept outside git)",
        "去掉不存在的户，或登记私密联系人（不进入 git）",
    ),
    long: words(
        "Example: linli home edit 3-2-502 --name 王芳 --phone 13812345678",
        "示例：linli home edit 3-2-502 --name 王芳 --phone 13812345678",
    ),
    heading: Heading::Registers,
    args: edit_args,
    subs: &[],
    run: edit,
};

const PLACE: Words = words("the home, such as 3-2-502", "户，例如 3-2-502");

fn homes_args(lang: Lang) -> Vec<Arg> {
    let mut args =
        vec![option("place", "PLACE", words("only homes within this place", "只列该位置的户"), lang)];
    args.extend(list_args(lang));
    args
}

fn show_args(lang: Lang) -> Vec<Arg> {
    let help = words("print the private contacts too", "连同私密联系人一起显示");
    let mut args = vec![word("place", "PLACE", PLACE, lang), switch("contacts", help, lang)];
    args.extend(list_args(lang));
    args
}

fn add_args(lang: Lang) -> Vec<Arg> {
    let mut args = vec![
        word("place", "PLACE", PLACE, lang),
        option(
            "name",
            "NAME",
            words("whom to ask for; private, never committed", "联系人姓名；私密，不提交"),
            lang,
        ),
        option("phone", "PHONE", words("the phone; private, never committed", "电话；私密，不提交"), lang),
        option("note", "TEXT", words("a note; private, never committed", "备注；私密，不提交"), lang),
    ];
    args.extend(writing_args(lang));
    args
}

fn edit_args(lang: Lang) -> Vec<Arg> {
    let mut args = add_args(lang);
    args.insert(1, switch("remove", words("the home does not exist", "该户不存在"), lang));
    args
}

fn list(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let files = desk.ledgers(&["census"])?;
    let books = files.books(|l| l.name == "census");
    let places = files.registers.names.places();
    let latest = latest(&books);
    let with = |need: &str| -> Vec<PlaceId> {
        let has =
            |row: &Row<Census>| row.body.needs.0.get().split('|').any(|n| need_code(n) == need_code(need));
        latest.iter().filter(|(_, row)| has(row)).map(|(place, _)| *place).collect()
    };
    let within = match value(matches, "place") {
        None => vec![PlaceId::WHOLE],
        Some(typed) => read_places(&[typed], &files.registers.names, &|need| Some(with(need)))?,
    };
    let mut homes: Vec<PlaceId> =
        within.into_iter().flat_map(|p| places.homes(p).collect::<Vec<_>>()).collect();
    homes.sort();
    homes.dedup();
    let (mut rows, mut unknown) = (Vec::new(), 0usize);
    for home in homes {
        let row = latest.get(&home);
        let residents = row.map(|r| i64::from(r.body.residents.0));
        let count = |n: Option<i64>| n.map_or(Cell::Absent, Cell::Count);
        unknown += usize::from(row.is_none());
        rows.push(vec![
            Cell::text(places.code(home)),
            count(residents),
            count(row.and_then(|r| r.body.present).map(|p| i64::from(p.0)).or(residents)),
            row.map_or(Cell::Absent, |r| Cell::text(r.body.needs.0.get())),
            row.map_or(Cell::Absent, |r| Cell::Day(r.head.date)),
        ]);
    }
    let columns = vec![
        text("place", "Home", "户"),
        number("residents", "Residents", "居住人数"),
        number("present", "Present", "在住人数"),
        text("needs", "Needs", "需求"),
        text("date", "Observed", "登记日期"),
    ];
    let n = crate::words::count_of(rows.len(), "home", "homes", "户");
    let below = said!(
        "{n}, {unknown} without a census row of their own",
        "{n}，其中 {unknown} 户没有单独登记人数",
        n = (n.en, n.zh)
    );
    let mut table = table("homes", words("Homes", "住户"), columns, rows);
    table.below = vec![below];
    table.banner = super::super::desk::damage(&books).into_iter().collect();
    answer(table, matches, desk)
}

fn place(matches: &ArgMatches, desk: &mut Desk, known: bool) -> Result<String> {
    ask_line(desk, value(matches, "place"), "PLACE", PLACE, &[], &|files| {
        let places = files.registers.names.places();
        if known {
            places.homes(PlaceId::WHOLE).map(|h| places.code(h).to_owned()).collect()
        } else {
            Vec::new()
        }
    })
}

/// The latest rows of a ledger within a place, newest first.
fn last_rows(books: &Books, ledger: &'static Ledger, place: PlaceId, most: usize) -> Rows {
    let places = books.registers.names.places();
    let at = ledger.position("place").unwrap_or(2);
    let mut heads: Vec<_> =
        books.heads(ledger).into_iter().filter(|h| h.state == crate::ledgers::State::Effective).collect();
    heads.sort_by_key(|h| std::cmp::Reverse((h.date, h.at, h.id)));
    let own =
        |cells: &Vec<String>| places.find(cells[at].as_bytes()).is_some_and(|p| places.covers(place, p));
    let rows = heads.iter().map(|h| books.cells(ledger, h.origin)).filter(own).take(most);
    let shown: Vec<usize> =
        (0..ledger.fields.len()).filter(|&i| !matches!(ledger.fields[i].name, "reverses" | "at")).collect();
    let columns = shown.iter().map(|&i| &ledger.fields[i]).map(|f| Column {
        name: f.name,
        heading: f.heading,
        right: f.kind.is_number(),
    });
    let columns: Vec<Column> = columns.collect();
    let rows = rows
        .map(|cells| shown.iter().map(|&i| super::cell(&ledger.fields[i], &cells[i])).collect())
        .collect();
    table(ledger.name, ledger.title, columns, rows)
}

fn show(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let typed = place(matches, desk, true)?;
    let files = desk.ledgers(&["census", "distributions", "tests", "requests"])?;
    let books = files.books(|_| true);
    let names = &files.registers.names;
    let place = read_place(&typed, names, &mut Vec::new())?;
    let code = names.place_code(place);
    let captains = captains(&files.registers, place, desk.today(&files.registers));
    let mut page = Page { title: crate::words::Said::same(&code), ..Page::default() };
    page.banner.extend(super::super::desk::damage(&books));
    if names.places().get(place).kind != PlaceKind::Destination {
        let columns = vec![text("place", "Place", "位置"), text("captain", "Captain", "楼长")];
        let row = vec![Cell::text(&code), Cell::text(captains.join(" "))];
        page.tables.push(table("home", words("Captain", "楼长"), columns, vec![row]));
    }
    for (ledger, most) in [("census", 3), ("distributions", 10), ("tests", 10), ("requests", 20)] {
        let Some(ledger) = LEDGERS.iter().find(|l| l.name == ledger) else { continue };
        page.tables.push(last_rows(&books, ledger, place, most));
    }
    if given(matches, "contacts") {
        let mut rows = Vec::new();
        let root = desk.root()?;
        if root.join(CONTACTS).is_file() {
            let source = read_source(&root, CONTACTS)?;
            let read = crate::registers::table::read(&source, FIELDS, &mut Vec::new());
            let places = names.places();
            for entry in &read.entries {
                if places.find(entry.get("place").as_bytes()).is_some_and(|p| places.covers(place, p)) {
                    rows.push(FIELDS.iter().map(|f| Cell::text(entry.get(f.name))).collect());
                }
            }
        }
        page.tables.push(table(
            "contacts",
            words("Contacts (private)", "联系人（私密）"),
            super::columns(FIELDS),
            rows,
        ));
    }
    answer(page, matches, desk)
}

/// Whom to ask for stays out of the commit's message and of the name on the lock.
fn keep_private(matches: &ArgMatches, desk: &mut Desk, verb: &str, place: &str) {
    if ["name", "phone", "note"].iter().any(|n| value(matches, n).is_some()) {
        desk.command_line = format!("linli home {verb} {place} …");
    }
}

/// The contacts' present text, beside the flags.
fn with_contacts(matches: &ArgMatches, desk: &mut Desk) -> Result<Option<String>> {
    let root = desk.root()?;
    if ["name", "phone", "note"].iter().all(|n| value(matches, n).is_none()) {
        return Ok(None);
    }
    let store = crate::store::Store::open(&root)?;
    if !store.repository().is_path_ignored(store.root().join(CONTACTS)).unwrap_or(false) {
        desk.ui.warn(&said!(
            "git does not ignore private/ here: add the line `private/` to .gitignore",
            "git 尚未忽略 private/：请在 .gitignore 中加一行 private/"
        ));
    }
    match store.read_working(CONTACTS)? {
        None => Ok(None),
        Some(bytes) => match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(text)),
            Err(_) => Err(crate::error::Error::refused(said!(
                "{CONTACTS} is not UTF-8",
                "{CONTACTS} 不是 UTF-8 编码"
            ))),
        },
    }
}

fn add(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let place = place(matches, desk, false)?;
    keep_private(matches, desk, "add", &place);
    let contacts = with_contacts(matches, desk)?;
    change(desk, matches, &|books, _| {
        add_home(books, &place, &|flag| {
            if flag == "contacts" { contacts.clone() } else { flags(matches)(flag) }
        })
    })
}

fn edit(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let place = place(matches, desk, true)?;
    keep_private(matches, desk, "edit", &place);
    let contacts = with_contacts(matches, desk)?;
    change(desk, matches, &|books, _| {
        let flag = |flag: &str| if flag == "contacts" { contacts.clone() } else { flags(matches)(flag) };
        edit_home(books, &place, given(matches, "remove"), &flag)
    })
}
