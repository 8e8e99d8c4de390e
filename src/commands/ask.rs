//! Asking for what is missing, at a terminal; elsewhere it is an error that names it.

use super::Desk;
use super::desk::Files;
use crate::error::{Error, Result};
use crate::registers::NameKind;
use crate::said;
use crate::words::{Words, words};

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

/// Goods lines: as given, else asked for one after the other until an empty line.
pub fn ask_goods(desk: &mut Desk, given: Vec<&str>) -> Result<Vec<String>> {
    if !given.is_empty() {
        return Ok(given.into_iter().map(str::to_owned).collect());
    }
    let mut lines = Vec::new();
    if desk.ui.asker.is_some() {
        let files = desk.ledgers(&[])?;
        let items = files.registers.names.list(NameKind::Item).to_vec();
        while let Some(item) = desk.ui.ask(words("item (empty: done)", "物品（直接回车结束）"), &items)?
        {
            if item.contains('=') {
                lines.push(item);
                continue;
            }
            let names = &files.registers.names;
            if names.item(&item).is_none() {
                let near = names.near(NameKind::Item, &item);
                let list = crate::words::any_of(&near);
                let unknown = match near.is_empty() {
                    true => said!("there is no item {item}", "没有物品“{item}”"),
                    false => said!(
                        "there is no item {item}; {l}?",
                        "没有物品“{item}”，是不是 {l}？",
                        l = (list.en, list.zh)
                    ),
                };
                desk.ui.warn(&unknown);
                if !desk.ui.yes(&said!("register {item} as a new item?", "把“{item}”登记为新物品吗？"))
                {
                    continue;
                }
                desk.register_new = true;
            }
            let Some(quantity) = desk.ui.ask(words("how much, with unit", "数量和单位"), &[])? else {
                break;
            };
            lines.push(format!("{item}={quantity}"));
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

/// Words that are required, at least one; asked for one line with blanks between.
pub fn ask_words(
    desk: &mut Desk,
    given: Vec<&str>,
    value_name: &str,
    meaning: Words,
    names: &dyn Fn(&Files) -> Vec<String>,
) -> Result<Vec<String>> {
    if !given.is_empty() {
        return Ok(given.into_iter().map(str::to_owned).collect());
    }
    let line = ask_line(desk, None, value_name, meaning, &[], names)?;
    Ok(line.split_whitespace().map(str::to_owned).collect())
}

/// What is missing, and how it is written.
pub fn missing(value_name: &str, meaning: Words) -> Error {
    let (en, zh) = (meaning.en, meaning.zh);
    Error::usage(said!("{value_name} is missing: {en}", "缺少 {value_name}：{zh}"))
        .hint(said!("add -h to the command for its usage", "在命令后加 -h 查看用法"))
}
