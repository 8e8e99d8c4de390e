//! What comes in: received supplies and donations.

use super::goods::{Goods, new_item_line, odd_units, read_goods};
use super::outgoing::{refuse_future, stock_after};
use super::{Entry, Setting};
use crate::books::Books;
use crate::error::Result;
use crate::ledgers::{Draft, Ledger};
use crate::registers::ITEMS;
use crate::words::Lang;

/// Rows of goods that come in: one document. `common` are the cells that every row has.
pub fn incoming(
    books: &Books,
    ledger: &'static Ledger,
    common: &[(&'static str, String)],
    lines: &[&str],
    setting: &Setting,
) -> Result<Entry> {
    let goods = read_goods(lines, books.registers, setting.new_items, false)?;
    let mut rows = Vec::new();
    for line in &goods {
        let mut row = Draft::new(ledger).set("date", setting.day.to_string());
        row.put("item", &line.item);
        row.put("quantity", line.quantity.to_string());
        row.put("unit", &line.unit);
        for (field, value) in common {
            row.put(field, value);
        }
        if let Some(note) = &line.note {
            row.put("note", note.say(books.registers.community.language.unwrap_or(Lang::Zh)));
        }
        rows.push(row);
    }
    let from = common.first().map_or("", |(_, v)| v.as_str());
    let shown: Vec<String> = goods.iter().map(Goods::shown).collect();
    let mut entry = Entry::of_rows(rows, format!("{}: {} from {from}", ledger.name, shown.join(", ")));
    entry.doubts.extend(odd_units(&goods, books.registers));
    let items = books.sources.iter().find(|s| s.path == ITEMS);
    if let Some(text) = new_item_line(items, &goods) {
        entry.registers.push((ITEMS.to_owned(), text));
    }
    let rows = entry.documents[0].rows.clone();
    stock_after(books, &rows, setting.day, &mut entry);
    refuse_future(&mut entry, setting);
    Ok(entry)
}
