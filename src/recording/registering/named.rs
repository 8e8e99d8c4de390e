//! Stores and destinations: a code and a name in `community.toml`.

use super::{Flags, good_code, nothing_changes, text_of, tidy, wonder_same};
use crate::books::Books;
use crate::error::{Error, Result, did_you_mean};
use crate::model::near;
use crate::recording::Entry;
use crate::registers::toml_text::{TomlText, put};
use crate::registers::{COMMUNITY, Named, Registers};
use crate::said;
use crate::words::{Words, words};
use toml_edit::Table;

/// What a code with a name is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Where goods lie.
    Store,
    /// A place goods can go to that is never due.
    Destination,
}

impl Kind {
    /// The key in `community.toml` and the verb.
    pub fn key(self) -> &'static str {
        match self {
            Kind::Store => "store",
            Kind::Destination => "destination",
        }
    }

    /// The word for people.
    pub fn words(self) -> Words {
        match self {
            Kind::Store => words("store", "仓库"),
            Kind::Destination => words("destination", "去处"),
        }
    }

    /// Those that are registered.
    pub fn list(self, registers: &Registers) -> &[Named] {
        match self {
            Kind::Store => &registers.community.stores,
            Kind::Destination => &registers.community.destinations,
        }
    }

    /// The one of this code or name.
    ///
    /// # Errors
    /// There is none; the nearest are named.
    pub fn find(self, registers: &Registers, typed: &str) -> Result<Named> {
        let (typed, list) = (tidy(typed), self.list(registers));
        let found = list.iter().find(|n| n.code == typed).or_else(|| list.iter().find(|n| n.name == typed));
        found.cloned().ok_or_else(|| {
            let (word, key) = (self.words(), self.key());
            let near = near(&typed, list.iter().map(|n| n.code.as_str()));
            Error::usage(said!("there is no {w} `{typed}`", "没有{w}“{typed}”", w = (word.en, word.zh))).hint(
                did_you_mean(&near)
                    .unwrap_or_else(|| said!("linli {key} list shows them", "用 linli {key} list 查看")),
            )
        })
    }
}

/// Registers a store or destination.
///
/// # Errors
/// The code is taken or cannot be one.
pub fn add_named(kind: Kind, books: &Books, code: &str, flag: &Flags) -> Result<Entry> {
    let code = good_code(code)?;
    let name = flag("name").map(|n| tidy(&n)).filter(|n| !n.is_empty()).unwrap_or_else(|| code.clone());
    let (word, key) = (kind.words(), kind.key());
    if let Some(other) = kind.list(books.registers).iter().find(|n| n.code == code || n.name == name) {
        let (code, name) = (&other.code, &other.name);
        return Err(Error::refused(said!(
            "the {w} {code} ({name}) is registered already",
            "{w}“{code}”（{name}）已登记",
            w = (word.en, word.zh)
        ))
        .hint(said!(
            "to change it: linli {key} edit {code} --name NAME",
            "修改：linli {key} edit {code} --name 名称"
        )));
    }
    let mut text = TomlText::read(&text_of(books, COMMUNITY)?)?;
    let mut table = Table::new();
    put(&mut table, "code", code.as_str());
    put(&mut table, "name", name.as_str());
    text.add(key, table)?;
    let subject = format!("{key}: add {code} ({name})");
    let known = || kind.list(books.registers).iter().flat_map(|n| [n.code.as_str(), n.name.as_str()]);
    let doubts = wonder_same(&code, known()).or_else(|| wonder_same(&name, known())).into_iter().collect();
    let registers = vec![(COMMUNITY.to_owned(), text.to_string())];
    Ok(Entry { subject, doubts, registers, ..Entry::default() })
}

/// Gives a store or destination another name. Its code stands in rows and stays.
///
/// # Errors
/// There is no such code; nothing would change.
pub fn edit_named(kind: Kind, books: &Books, code: &str, flag: &Flags) -> Result<Entry> {
    let old = kind.find(books.registers, code)?;
    let name = flag("name")
        .map(|n| tidy(&n))
        .filter(|n| !n.is_empty() && *n != old.name)
        .ok_or_else(nothing_changes)?;
    let mut text = TomlText::read(&text_of(books, COMMUNITY)?)?;
    put(text.entry(kind.key(), &old.code)?, "name", name.as_str());
    let (code, was) = (&old.code, &old.name);
    let subject = format!("{}: edit {code} ({name})", kind.key());
    let effects = vec![said!("name: {was} → {name}", "名称：{was} → {name}")];
    Ok(Entry {
        subject,
        effects,
        registers: vec![(COMMUNITY.to_owned(), text.to_string())],
        ..Entry::default()
    })
}
