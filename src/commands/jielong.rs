//! `linli import --jielong`: a chat chain (接龙), from a file or pasted.

use super::Desk;
use super::left_file::LeftFile;
use super::operation::correct;
use super::printing::print;
use super::verb::{Exit, given, option, options, switch, value, values};
use crate::books::Books;
use crate::error::{Error, Result};
use crate::import::decoded;
use crate::model::{Cell, Page, PlaceId, PlaceKind, Rows, text as column};
use crate::output::{Format, render};
use crate::recording::chain::{
    Asked, Into, LEFT, MARK, Recorded, Sorted, frame, parted, read_chain, read_rows, record_chain,
};
use crate::recording::requests::{Told, once_each, read_chat, record_requests};
use crate::recording::{Entry, Setting};
use crate::said;
use crate::words::{Lang, Said, words};
use clap::{Arg, ArgMatches};
use std::cell::RefCell;

/// The options of `import` that are for chains.
pub fn chain_args(lang: Lang) -> Vec<Arg> {
    let heading = lang.pick("Chat chains", "接龙");
    let all = [
        switch(
            "jielong",
            words("the file (or what is pasted) is a chat chain", "文件（或粘贴的内容）是群接龙"),
            lang,
        ),
        options(
            "round",
            "ROUND",
            words(
                "the round, once for each kind; else the one that is open",
                "批次，每种各写一次；默认当天进行中的批次",
            ),
            lang,
        ),
        option("building", "BUILDING", words("the building of all entries", "全部条目所在的楼幢"), lang),
        option("unit", "UNIT", words("the unit of all entries", "全部条目所在的单元"), lang),
        option(
            "item",
            "ITEM=QTY",
            words(
                "the goods where an entry names none; with =QTY also how much where it says none",
                "条目没有写物品时指哪种物品；写 =数量 则没有写数量的也按此计",
            ),
            lang,
        ),
        option(
            "pattern",
            "WORDS",
            words(
                "how entries are written: \"室号 人数\", \"room people\"; else as the chain's template or example says",
                "条目的格式，例如 \"室号 人数\"、\"楼号-房号 份数\"；默认看接龙自带的格式或示例",
            ),
            lang,
        ),
    ];
    all.into_iter().map(|arg| arg.help_heading(heading)).collect()
}

/// Everything that is shown of a chain, whether it was recorded or not.
#[derive(Default)]
struct Shown {
    doubts: Rows,
    tables: Vec<Rows>,
    /// The homes that are due and did not write, and the text for the chat.
    absent: Rows,
    chat: Option<Said>,
}

/// Reads the chain and records it.
pub fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let file = value(matches, "file").unwrap_or("-");
    if value(matches, "left").is_some() && !given(matches, "partial") {
        return Err(Error::usage(said!("--left is for --partial", "--left 要与 --partial 一起用")));
    }
    if let Some(name) = ["map", "source"].into_iter().find(|name| value(matches, name).is_some()) {
        return Err(Error::usage(said!("--{name} is for spreadsheets", "--{name} 用于表格，不用于接龙")));
    }
    if file == "-" && desk.ui.asker.is_some() {
        desk.ui.did(&said!("paste the chain, then press Ctrl-D", "请粘贴接龙，然后按 Ctrl-D 结束"));
    }
    let bytes = match file {
        "-" => (desk.input)(),
        path => std::fs::read(desk.start.join(path)),
    };
    let bytes =
        bytes.map_err(|source| Error::File { doing: said!("read", "读取"), path: file.into(), source })?;
    let text = decoded(if file == "-" { "stdin" } else { file }, &bytes)?;
    let left = LeftFile::new(matches, desk, left_name);
    let shown: RefCell<Option<Shown>> = RefCell::new(None);
    let done = correct(desk, matches, &|books, setting, desk| {
        let new_items = setting.new_items || given(matches, "new-items");
        let setting = &Setting { new_items, ..setting.clone() };
        let (entry, page, rest) = make(&text, matches, books, setting, desk.ui.lang)?;
        shown.replace(Some(page));
        match rest {
            None => {}
            Some(_) if !given(matches, "partial") => return Err(nothing_recorded()),
            Some(rest) => left.write(rest.as_bytes())?,
        }
        Ok(entry)
    });
    if done.is_err() {
        left.take_back();
    }
    if let Some(shown) = shown.into_inner() {
        let doubtful = !shown.doubts.rows.is_empty();
        show(shown, matches, desk)?;
        if doubtful && done.is_ok() {
            left.tell(desk);
        }
    }
    done
}

fn nothing_recorded() -> Error {
    Error::refused(said!("nothing was recorded: some entries are doubtful", "有条目存疑，没有登记任何内容"))
        .hint(said!(
            "mend them, or record the others with --partial",
            "请改正，或用 --partial 登记其余各条，存疑的写入文件"
        ))
}

/// The entry, what is shown, and what is left over if something is doubtful.
fn make(
    text: &str,
    matches: &ArgMatches,
    books: &Books,
    setting: &Setting,
    lang: Lang,
) -> Result<(Entry, Shown, Option<String>)> {
    let context = context(matches, books)?;
    let mask = given(matches, "mask-numbers");
    let is_left = text.contains(LEFT);
    let into = match value(matches, "ledger") {
        Some("requests" | "求助") => {
            refuse_for_requests(matches)?;
            let told = Told { mask, context, ..Told::default() };
            let mut chat = read_chat(text, books.registers, &told);
            once_each(&mut chat);
            let recorded = record_requests(&chat, context, is_left, books, setting)?;
            return Ok(finish(recorded, &chat, given(matches, "partial"), books, setting, lang));
        }
        Some(name) => Some(into(name)?),
        None => None,
    };
    let asked = Asked {
        into,
        rounds: values(matches, "round"),
        context,
        pattern: value(matches, "pattern"),
        item: value(matches, "item"),
        mask,
    };
    let pieces = parted(text, context, books.registers.names.places());
    let (frame, declared, rounds) = frame(&asked, &pieces, books, setting)?;
    let chain = read_chain(&pieces, &frame, declared, mask);
    let recorded = record_chain(&chain, &frame, rounds, is_left, books, setting)?;
    Ok(finish(recorded, &chain, given(matches, "partial"), books, setting, lang))
}

fn finish<T>(
    recorded: Recorded,
    chain: &Sorted<T>,
    partial: bool,
    books: &Books,
    setting: &Setting,
    lang: Lang,
) -> (Entry, Shown, Option<String>) {
    let names = &books.registers.names;
    let code = |place| names.place_code(place);
    let blocked = !partial && !chain.doubtful.is_empty();
    let tables = vec![
        read_rows(&recorded.outcomes, blocked, books),
        chain.repeats(&code),
        chain.passed_over(),
        recorded.gone,
        chain.account(),
    ];
    let homes = recorded.absent.iter().flat_map(|absent| &absent.homes);
    let absent = Rows {
        name: "absent",
        title: said!("Due, and not in the chain", "应接龙而没有接龙"),
        columns: vec![column("place", "place", "位置")],
        rows: homes.map(|home| vec![Cell::text(code(*home))]).collect(),
        ..Rows::default()
    };
    let chat = recorded.absent.map(|absent| absent.text);
    let shown = Shown { doubts: chain.doubts(), tables, absent, chat };
    let rest = (!chain.doubtful.is_empty()).then(|| chain.left(&|said| said.say(lang).to_owned()));
    let mut entry = recorded.entry;
    if !setting.note.is_empty() {
        // The rows bear a note of their own already.
        let new =
            entry.documents.iter_mut().flat_map(|d| &mut d.rows).filter(|row| row.get("reverses").is_empty());
        for row in new.filter(|row| row.get("note").contains(MARK)) {
            let note = format!("{}；{}", row.get("note"), setting.note);
            row.put("note", note);
        }
    }
    (entry, shown, rest)
}

fn into(name: &str) -> Result<Into> {
    Ok(match name {
        "tests" => Into::Tests,
        "distributions" => Into::Distributions,
        "census" => Into::Census,
        _ => {
            return Err(Error::usage(said!("no chain goes to `{name}`", "接龙不能导入到“{name}”")).hint(
                said!(
                    "tests, distributions, census or requests",
                    "可写 tests、distributions、census 或 requests"
                ),
            ));
        }
    })
}

/// Options of chains mean nothing to a spreadsheet.
pub fn refuse_without(matches: &ArgMatches) -> Result<()> {
    let chain = ["round", "building", "unit", "item", "pattern"];
    match chain.into_iter().find(|name| !values(matches, name).is_empty()) {
        None => Ok(()),
        Some(name) => Err(Error::usage(said!("--{name} is for chat chains", "--{name} 用于群接龙"))
            .hint(said!("add --jielong", "请加上 --jielong"))),
    }
}

/// What has no meaning for requests was not meant.
fn refuse_for_requests(matches: &ArgMatches) -> Result<()> {
    let idle = ["round", "item", "pattern"].into_iter().find(|name| !values(matches, name).is_empty());
    match idle {
        None => Ok(()),
        Some(name) => {
            Err(Error::usage(said!("--{name} has no meaning for requests", "求助接龙不用 --{name}")))
        }
    }
}

/// The building or the unit in which all entries lie.
fn context(matches: &ArgMatches, books: &Books) -> Result<Option<PlaceId>> {
    let places = books.registers.names.places();
    let Some(building) = value(matches, "building") else {
        return match value(matches, "unit") {
            None => Ok(None),
            Some(_) => Err(Error::usage(said!("--unit needs --building", "--unit 要与 --building 一起用"))),
        };
    };
    let place = places.typed(building, None)?.id;
    let place = match value(matches, "unit") {
        None => place,
        Some(unit) => places.typed(unit, Some(place))?.id,
    };
    match places.get(place).kind {
        PlaceKind::Building | PlaceKind::Unit => Ok(Some(place)),
        _ => {
            let code = places.code(place);
            Err(Error::usage(said!("{code} is neither a building nor a unit", "{code} 既不是楼幢也不是单元")))
        }
    }
}

/// The lists: what is doubtful where warnings go, the rest as the answer, and last what is pasted back into the chat.
fn show(shown: Shown, matches: &ArgMatches, desk: &mut Desk) -> Result<()> {
    let format = value(matches, "format").map_or(Ok(Format::Table), Format::parse)?;
    let tables = match format.is_for_machines() {
        true => {
            let text = shown.chat.iter().map(|text| vec![Cell::Said(text.clone())]);
            let chat = Rows {
                name: "chat",
                title: said!("To paste back into the chat", "粘贴回群里"),
                columns: vec![column("text", "text", "内容")],
                rows: text.collect(),
                ..Rows::default()
            };
            shown.tables.into_iter().chain([shown.doubts, shown.absent, chat]).collect()
        }
        false => {
            if !shown.doubts.rows.is_empty() {
                let text = render(&shown.doubts.into(), Format::Table, &desk.ui.look);
                let _ = std::io::Write::write_all(&mut desk.ui.err, text.as_bytes());
            }
            shown.tables.into_iter().filter(|table| !table.rows.is_empty()).collect()
        }
    };
    let below = if format.is_for_machines() { Vec::new() } else { shown.chat.into_iter().collect() };
    print(&Page { tables, below, ..Page::default() }, matches, desk)
}

/// `chain.txt.left.txt`, and of that `chain.txt.left.2.txt`.
fn left_name(file: &str) -> String {
    let Some((source, rest)) = file.rsplit_once(".left.") else { return format!("{file}.left.txt") };
    let number = rest.strip_suffix(".txt").and_then(|n| n.parse::<u32>().ok()).unwrap_or(1) + 1;
    format!("{source}.left.{number}.txt")
}

#[cfg(test)]
mod tests {
    use super::left_name;

    #[test]
    fn what_is_left_over_of_a_rest_has_a_name_of_its_own() {
        for (file, left) in [
            ("chain.txt", "chain.txt.left.txt"),
            ("a/chain", "a/chain.left.txt"),
            ("chain.txt.left.txt", "chain.txt.left.2.txt"),
            ("chain.txt.left.2.txt", "chain.txt.left.3.txt"),
        ] {
            assert_eq!(left_name(file), left);
        }
    }
}
