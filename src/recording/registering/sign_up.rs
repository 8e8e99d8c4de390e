//! A sign-up list taken in: new lines of the roster, and of the private contacts.

use super::text_of;
use crate::books::Books;
use crate::error::Result;
use crate::recording::Entry;
use crate::registers::contacts::{self, CONTACTS};
use crate::registers::line::{Cells, with_line};
use crate::registers::volunteers::FIELDS;
use crate::registers::{VOLUNTEERS, table};
use crate::said;
use crate::store::text::Source;
use crate::words::count_of;

/// Adds these services to the roster and these contacts, as far as they are not there, to the contacts (`kept` is
/// their present text).
///
/// # Errors
/// The roster is not UTF-8.
pub fn take_in(
    books: &Books,
    services: &[Cells],
    people: &[Cells],
    kept: &str,
    source: &str,
) -> Result<Entry> {
    let mut entry = Entry::default();
    if !services.is_empty() {
        let mut text = text_of(books, VOLUNTEERS)?;
        for cells in services {
            text = with_line(&text, FIELDS, cells);
        }
        entry.registers.push((VOLUNTEERS.to_owned(), text));
    }
    let mut text = kept.to_owned();
    let known =
        table::read(&Source::new(CONTACTS, kept.as_bytes().to_vec()), contacts::FIELDS, &mut Vec::new());
    let mut added = 0;
    for cells in people {
        let same = |column: &str, value: &str| cells.iter().any(|(n, v)| *n == column && v == value);
        if known.entries.iter().any(|e| same("name", e.get("name")) && same("phone", e.get("phone"))) {
            continue;
        }
        text = with_line(&text, contacts::FIELDS, cells);
        added += 1;
    }
    if added > 0 {
        let n = count_of(added, "phone is", "phones are", "个电话");
        entry.effects.push(said!(
            "{n} kept in {CONTACTS}, outside git",
            "{n}存入 {CONTACTS}，不进入 git",
            n = (n.en, n.zh)
        ));
        entry.registers.push((CONTACTS.to_owned(), text));
    }
    let n = services.len();
    entry.subject = format!("volunteer: {n} services from {source}");
    Ok(entry)
}
