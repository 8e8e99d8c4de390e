//! Registers: what is so now. From what a person types to the register's new text, with everything a person would want
//! to know. Pure: the books and the flags in, an entry out.

mod allot;
mod home;
mod item;
mod leaving;
mod named;
mod round;
mod sign_up;
mod volunteer;

pub use home::{add_home, edit_home, home_place, latest};
pub use item::{add_item, edit_item};
pub use leaving::leave;
pub use named::{Kind as NamedKind, add_named, edit_named};
pub use round::{RoundFlags, close_round, edit_round, open_round};
pub use sign_up::take_in;
pub use volunteer::{add_service, edit_service, service_rows};

use super::Entry;
use crate::books::Books;
use crate::error::{Error, Result};
use crate::ledgers::Field;
use crate::model::nearly_same;
use crate::registers::line::{Cells, with_changed_line};
use crate::registers::table::{self, Table};
use crate::said;
use crate::store::text::Source;
use crate::words::Said;
use unicode_normalization::UnicodeNormalization;

/// What a person typed for a flag, by its name.
pub type Flags<'f> = dyn Fn(&str) -> Option<String> + 'f;

/// The whole text of a register, with its byte order mark; empty if there is no such file.
fn text_of(books: &Books, path: &str) -> Result<String> {
    books.sources.iter().find(|s| s.path == path).map_or(Ok(String::new()), whole_text)
}

fn whole_text(source: &Source) -> Result<String> {
    if let Some(line) = source.spoilt.first() {
        let path = &source.path;
        return Err(Error::refused(said!(
            "{path}:{line} is not UTF-8; it would be spoilt by writing",
            "{path} 第 {line} 行不是 UTF-8，写入会破坏内容"
        ))
        .hint(said!("save the file as UTF-8 first", "请先把文件另存为 UTF-8")));
    }
    Ok(if source.bom { format!("\u{feff}{}", source.text) } else { source.text.clone() })
}

/// The entries of a CSV register, as they stand in the file.
fn table_of(books: &Books, path: &str, fields: &'static [Field]) -> Table {
    let source = books.sources.iter().find(|s| s.path == path);
    source.map_or_else(Table::default, |source| table::read(source, fields, &mut Vec::new()))
}

/// Changes some cells of one line of a CSV register; refused if nothing would change.
fn change_line(
    books: &Books,
    path: &str,
    fields: &'static [Field],
    line: u32,
    mut cells: Cells,
    entry: &mut Entry,
) -> Result<()> {
    let table = table_of(books, path, fields);
    if let Some(old) = table.entries.iter().find(|e| e.line == line) {
        cells.retain(|(name, value)| old.get(name) != value);
        for (name, value) in &cells {
            let was = if old.get(name).is_empty() { "—" } else { old.get(name) };
            let is = if value.is_empty() { "—" } else { value };
            let heading =
                fields.iter().find(|f| f.name == *name).map_or(("", ""), |f| (f.heading.en, f.heading.zh));
            entry.effects.push(said!(
                "{heading}: {was} → {is}",
                "{heading}：{was} → {is}",
                heading = (heading.0, heading.1)
            ));
        }
    }
    if cells.is_empty() {
        return Err(nothing_changes());
    }
    entry.registers.push((path.to_owned(), with_changed_line(&text_of(books, path)?, fields, line, &cells)));
    Ok(())
}

fn nothing_changes() -> Error {
    Error::refused(said!("nothing would change", "没有任何改动"))
}

/// Wonders about a new name that is nearly the same as one that is registered.
fn wonder_same<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<Said> {
    let same = known.into_iter().find(|other| *other != name && nearly_same(name, other))?;
    Some(said!(
        "{same} is registered already; is {name} another one?",
        "已登记有“{same}”，“{name}”确实是另一个吗？"
    ))
}

/// Text as registers hold it: NFC, on one line, without blanks around it.
fn tidy(typed: &str) -> String {
    typed.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect()
}

/// Pieces of a list typed with `|` or commas, in the form of the register.
fn pieces(typed: &str) -> Vec<String> {
    typed.split(['|', ',', '，', '、', ';', '；']).map(tidy).filter(|p| !p.is_empty()).collect()
}

/// A code that other files will name: one word without what would break a list.
fn good_code(typed: &str) -> Result<String> {
    let code = tidy(typed);
    if code.is_empty()
        || code.contains(|c: char| c.is_whitespace() || c.is_control() || ",，|=:：*\"".contains(c))
        || code.starts_with('-')
    {
        return Err(Error::usage(said!("`{code}` cannot be a code", "“{code}”不能作为代码")).hint(said!(
            "one word without commas, such as veg-0816",
            "请用一个不含空格和逗号的词，例如 veg-0816"
        )));
    }
    Ok(code)
}
