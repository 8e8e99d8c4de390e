//! Asking for what is missing, at a terminal; elsewhere it is an error that names it.

use super::Desk;
use super::desk::Files;
use crate::error::{Error, Result};
use crate::model::{Fault, PlaceId, goods_line, measure};
use crate::recording::place_count;
use crate::registers::NameKind;
use crate::said;
use crate::words::{Words, words};

/// What is wrong with an answer, if it is not understood.
pub type LineCheck<'c> = dyn Fn(&Files, &str) -> std::result::Result<(), Fault> + 'c;

/// What is wrong with the words of an answer, if they are not understood.
pub type WordsCheck<'c> = dyn Fn(&Files, &[&str]) -> std::result::Result<(), Fault> + 'c;

/// A word that is required: as given, else asked for with completion from `names`.
pub fn ask_line(
    desk: &mut Desk,
    given: Option<&str>,
    value_name: &str,
    meaning: Words,
    ledgers: &[&str],
    names: &dyn Fn(&Files) -> Vec<String>,
) -> Result<String> {
    if let Some(text) = given.map(str::trim) {
        return if text.is_empty() { Err(missing(value_name, meaning)) } else { Ok(text.to_owned()) };
    }
    if desk.ui.asker.is_some() {
        let files = desk.ledgers(ledgers)?;
        let names = names(&files);
        if let Some(answer) = desk.ui.ask(meaning, &names)? {
            return Ok(answer);
        }
    }
    Err(missing(value_name, meaning))
}

/// As [`ask_line`]; an answer that is not understood is told at once, and asked for again. What was given on the command
/// line is judged with everything else.
pub fn ask_known(
    desk: &mut Desk,
    given: Option<&str>,
    value_name: &str,
    meaning: Words,
    names: &dyn Fn(&Files) -> Vec<String>,
    check: &LineCheck,
) -> Result<String> {
    if given.is_some() || desk.ui.asker.is_none() {
        return ask_line(desk, given, value_name, meaning, &[], names);
    }
    let files = desk.ledgers(&[])?;
    let names = names(&files);
    while let Some(answer) = desk.ui.ask(meaning, &names)? {
        match check(&files, &answer) {
            Ok(()) => return Ok(answer),
            Err(fault) => desk.ui.error(&fault.into()),
        }
    }
    Err(missing(value_name, meaning))
}

/// Goods lines: as given, else asked for one after the other until an empty line.
pub fn ask_goods(desk: &mut Desk, given: Vec<&str>) -> Result<Vec<String>> {
    if !given.is_empty() {
        return Ok(given.into_iter().map(str::to_owned).collect());
    }
    let mut lines = Vec::new();
    if desk.ui.asker.is_some() {
        let files = desk.ledgers(&[])?;
        let items = files.registers.names.list(NameKind::Item).to_vec();
        while let Some(typed) = desk.ui.ask(words("item (empty: done)", "物品（直接回车结束）"), &items)?
        {
            let (item, much) = match typed.contains(['=', '＝', '：']) {
                false => (typed, None),
                true => match goods_line(&typed) {
                    Ok((item, _)) => (item, Some(typed)),
                    Err(fault) => {
                        desk.ui.error(&fault.into());
                        continue;
                    }
                },
            };
            if !known_or_new(desk, &files, &item) {
                continue;
            }
            if let Some(line) = much {
                lines.push(line);
                continue;
            }
            let Some(quantity) = desk.ui.ask(words("how much, with unit", "数量和单位"), &[])? else {
                break;
            };
            match measure(&quantity) {
                Ok(_) => lines.push(format!("{item}={quantity}")),
                Err(fault) => desk.ui.error(&fault.into()),
            }
        }
    }
    if lines.is_empty() {
        return Err(missing(
            "ITEM=QTY",
            words("goods lines such as 牛奶=40箱", "物品和数量，例如 牛奶=40箱"),
        ));
    }
    Ok(lines)
}

/// True if the item is registered, or the person agrees to register it.
fn known_or_new(desk: &mut Desk, files: &Files, item: &str) -> bool {
    let names = &files.registers.names;
    if names.item(item).is_some() {
        return true;
    }
    let near = names.near(NameKind::Item, item);
    let list = crate::words::any_of(&near);
    let unknown = match near.is_empty() {
        true => said!("there is no item {item}", "没有物品“{item}”"),
        false => {
            said!("there is no item {item}; {l}?", "没有物品“{item}”，是不是 {l}？", l = (list.en, list.zh))
        }
    };
    desk.ui.warn(&unknown);
    let agreed = desk.ui.yes(&said!("register {item} as a new item?", "把“{item}”登记为新物品吗？"));
    desk.register_new |= agreed;
    agreed
}

/// Words that are required, at least one; asked for one line with blanks between, and again if `check` does not understand
/// them.
pub fn ask_words(
    desk: &mut Desk,
    given: Vec<&str>,
    value_name: &str,
    meaning: Words,
    names: &dyn Fn(&Files) -> Vec<String>,
    check: &WordsCheck,
) -> Result<Vec<String>> {
    if !given.is_empty() {
        return Ok(given.into_iter().map(str::to_owned).collect());
    }
    if desk.ui.asker.is_some() {
        let files = desk.ledgers(&[])?;
        let names = names(&files);
        while let Some(line) = desk.ui.ask_words(meaning, &names)? {
            let words: Vec<&str> = line.split_whitespace().collect();
            match check(&files, &words) {
                Ok(()) => return Ok(words.into_iter().map(str::to_owned).collect()),
                Err(fault) => desk.ui.error(&fault.into()),
            }
        }
    }
    Err(missing(value_name, meaning))
}

/// The units with a sign behind them, `3-2=`: what a count is typed for.
pub fn counted_places(files: &Files) -> Vec<String> {
    let places = files.registers.names.places();
    places.units(PlaceId::WHOLE).map(|unit| format!("{}=", places.code(unit))).collect()
}

/// Understands `3-2=41` words.
pub fn place_counts(files: &Files, words: &[&str]) -> std::result::Result<(), Fault> {
    words.iter().try_for_each(|word| place_count(word, &files.registers.names, &mut Vec::new()).map(|_| ()))
}

/// What is missing, and how it is written.
pub fn missing(value_name: &str, meaning: Words) -> Error {
    let (en, zh) = (meaning.en, meaning.zh);
    Error::usage(said!("{value_name} is missing: {en}", "缺少 {value_name}：{zh}"))
        .hint(said!("add -h to the command for its usage", "在命令后加 -h 查看用法"))
}
