//! A double-click: the same document twice within minutes. Asked about at a terminal, refused elsewhere.

use super::{Document, Entry, Setting};
use crate::books::Books;
use crate::ledgers::{Ledger, State};
use crate::model::RowId;
use crate::said;
use crate::words::Said;
use std::collections::BTreeMap;

/// Within how many seconds the same document by the same person is taken for a double-click (ledgers.md §6).
pub const WITHIN: i64 = 600;

/// The columns that make two rows the same: whom it concerns, and the goods line.
pub const SAME: [&str; 6] = ["source", "donor", "place", "item", "quantity", "unit"];

/// The columns of a ledger that make two rows the same; none for ledgers that are not of goods from or to somebody.
pub fn same_columns(ledger: &Ledger) -> Vec<usize> {
    let party = ["source", "donor", "place"].iter().any(|name| ledger.field(name).is_some());
    let goods = ledger.field("item").is_some();
    if !(party && goods) {
        return Vec::new();
    }
    SAME.iter().filter_map(|name| ledger.position(name)).collect()
}

/// The first document of the entry that the same person recorded within the last ten minutes, in a sentence.
pub fn recorded_again(entry: &Entry, books: &Books, setting: &Setting) -> Option<Said> {
    entry.documents.iter().find_map(|document| again(document, books, setting))
}

fn again(document: &Document, books: &Books, setting: &Setting) -> Option<Said> {
    let ledger = document.rows.first()?.ledger;
    let columns = same_columns(ledger);
    if columns.is_empty() || document.rows.iter().any(|r| r.ledger != ledger || !r.get("reverses").is_empty())
    {
        return None;
    }
    let date = document.rows[0].get("date");
    let key = |cells: &[String]| columns.iter().map(|c| cells[*c].clone()).collect::<Vec<_>>();
    let mut mine: Vec<Vec<String>> = document.rows.iter().map(|r| key(&r.cells)).collect();
    mine.sort();
    let mut earlier: BTreeMap<RowId, Vec<Vec<String>>> = BTreeMap::new();
    for head in books.heads(ledger) {
        let recent = (setting.at.seconds() - head.at.seconds()).abs() <= WITHIN;
        if recent
            && head.state == State::Effective
            && head.by.get() == setting.by
            && head.date.to_string() == date
        {
            earlier.entry(head.id.document()).or_default().push(key(&books.cells(ledger, head.origin)));
        }
    }
    earlier.into_iter().find_map(|(id, mut rows)| {
        rows.sort();
        (rows == mine).then(|| {
            said!("{id}, recorded minutes ago, says exactly the same", "几分钟前登记的 {id} 与此完全相同")
        })
    })
}
