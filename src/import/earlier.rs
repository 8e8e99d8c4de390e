//! What earlier imports brought: a row's code comes from its source alone, so that the ledger itself tells what is new.

use crate::books::Books;
use crate::ledgers::{Draft, Ledger, State};
use crate::model::{Code, RowId, Stamp};
use crate::registers::{Item, Names};
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

/// A row that is in the ledger.
#[derive(Clone, Debug)]
pub struct Existing {
    /// Its id.
    pub id: RowId,
    /// When it was recorded.
    pub at: Stamp,
    /// Its cells by field of the ledger.
    pub cells: Vec<String>,
}

/// The rows of a ledger that an import must know: imported ones, and the documents that correct rows.
pub fn existing(books: &Books<'_>, ledger: &'static Ledger) -> Vec<Existing> {
    let heads = books.heads(ledger);
    let correcting: std::collections::BTreeSet<Code> =
        heads.iter().filter(|h| h.state == State::Reversal).map(|h| h.id.code).collect();
    heads
        .into_iter()
        .filter(|h| h.id.code.is_long() || correcting.contains(&h.id.code))
        .map(|h| Existing { id: h.id, at: h.at, cells: books.cells(ledger, h.origin) })
        .collect()
}

/// The code of an imported row: the first 50 bits of the SHA-256 of the source's name, the cells of the row's key and
/// the number of its occurrence from 1, each followed by the byte 1F.
pub fn row_code(source: &str, key: &[String], occurrence: usize) -> Code {
    let occurrence = occurrence.to_string();
    let parts = std::iter::once(source).chain(key.iter().map(String::as_str));
    hashed(parts.chain(std::iter::once(occurrence.as_str())))
}

/// The code of the document that changes an imported row: of the code of the row it changes, and the new cells between
/// `id` and `reverses`.
pub fn amend_code(original: Code, draft: &Draft) -> Code {
    let original = original.to_string();
    let own = &draft.cells[1..draft.cells.len() - 3];
    hashed(std::iter::once(original.as_str()).chain(own.iter().map(String::as_str)))
}

fn hashed<'a>(parts: impl Iterator<Item = &'a str>) -> Code {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0x1F]);
    }
    let digest = hash.finalize();
    let first: [u8; 8] = std::array::from_fn(|at| digest[at]);
    Code::long(u64::from_be_bytes(first) >> 14)
}

/// The rows of the ledger, by code and by what they reverse.
pub struct Earlier<'e> {
    rows: &'e [Existing],
    by_code: FxHashMap<Code, Vec<usize>>,
    reversals: FxHashMap<RowId, Vec<usize>>,
    reverses: usize,
}

/// What became of an imported row.
pub enum Fate<'e> {
    /// It is not in the ledger.
    New,
    /// It was cancelled, and nothing took its place.
    Voided(&'e Existing),
    /// What it says now, and what the last import said; the same row unless a person corrected it.
    InForce {
        /// The row in force.
        row: &'e Existing,
        /// The last state that an import brought.
        imported: &'e Existing,
    },
}

impl<'e> Earlier<'e> {
    /// Puts the rows in order.
    pub fn new(ledger: &Ledger, rows: &'e [Existing]) -> Earlier<'e> {
        let reverses = ledger.position("reverses").unwrap_or_default();
        let mut earlier =
            Earlier { rows, by_code: FxHashMap::default(), reversals: FxHashMap::default(), reverses };
        for (at, row) in rows.iter().enumerate() {
            earlier.by_code.entry(row.id.code).or_default().push(at);
            if let Ok(target) = RowId::parse(&row.cells[reverses]) {
                earlier.reversals.entry(target).or_default().push(at);
            }
        }
        earlier
    }

    /// What became of the imported row with this code.
    pub fn fate(&self, code: Code) -> Fate<'e> {
        let Some(first) = self.states(code).next() else { return Fate::New };
        let (mut row, mut imported) = (first, first);
        for _ in 0..=self.rows.len() {
            let latest = self
                .reversals
                .get(&row.id)
                .and_then(|all| all.iter().map(|&at| &self.rows[at]).max_by_key(|r| (r.at, r.id)));
            let Some(reversal) = latest else { return Fate::InForce { row, imported } };
            let next = self.states(reversal.id.code).find(|r| r.id.line == reversal.id.line + 1);
            let Some(next) = next else { return Fate::Voided(row) };
            row = next;
            if row.id.code.is_long() {
                imported = row;
            }
        }
        Fate::InForce { row, imported }
    }

    /// The codes of rows as they first came in, each with its row.
    pub fn first_states(&self) -> impl Iterator<Item = &'e Existing> {
        let reverses = self.reverses;
        self.rows
            .iter()
            .filter(move |r| r.id.line == 0 && r.id.code.is_long() && r.cells[reverses].is_empty())
    }

    /// The rows of a document that are no reversals.
    fn states(&self, code: Code) -> impl Iterator<Item = &'e Existing> {
        let rows: &'e [Existing] = self.rows;
        let places = self.by_code.get(&code).cloned().unwrap_or_default();
        let reverses = self.reverses;
        places.into_iter().map(move |at| &rows[at]).filter(move |r| r.cells[reverses].is_empty())
    }
}

/// True if a row of the ledger says what a draft says. An alias counts as its item, an empty unit as the item's own; the
/// day counts only where it stands in the sheet.
pub fn says_the_same(draft: &Draft, cells: &[String], with_day: bool, names: &Names, items: &[Item]) -> bool {
    let item_of = |name: &str| names.item(name).map_or_else(|| name.to_owned(), |id| names.item_name(id));
    let base_of = |name: &str| names.item(name).and_then(|id| items.get(id.index())).map_or("", |i| &i.unit);
    let ledger = draft.ledger;
    let item = ledger.position("item").map_or("", |at| draft.cells[at].as_str());
    ledger.fields.iter().enumerate().all(|(at, field)| {
        let (new, old) = (draft.cells[at].as_str(), cells.get(at).map_or("", String::as_str));
        match field.name {
            "id" | "reverses" | "by" | "at" | "request" => true,
            "date" if !with_day => true,
            "item" => item_of(new) == item_of(old),
            "unit" => {
                let or_base =
                    |unit: &str| if unit.is_empty() { base_of(item).to_owned() } else { unit.to_owned() };
                or_base(new) == or_base(old)
            }
            // The cells of a note are kept on one line in the file.
            _ => new == old,
        }
    })
}
