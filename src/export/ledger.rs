//! A ledger as a table: every row that could be read, reversals among them, so that a sum over a column is right. Cells
//! are as they are written, but where an empty one stands for a word, that word is filled in. Three columns are added:
//! the unit and quantity in which goods are summed, and whether the row counts.

use super::table::{Cell, Line, Rows, Table, Value};
use crate::books::Books;
use crate::error::Result;
use crate::ledgers::{Choice, Default, Field, Head, Header, Kind, Ledger, Origin, State, unquoted};
use crate::model::{Day, Period, Quantity, Tally};
use crate::registers::{ItemId, NameKind, UnitId};
use crate::store::text::{Source, read_records};
use crate::words::words;
use rustc_hash::FxHashSet;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// `base_unit`: after the ledger's own columns.
pub const BASE_UNIT: Field = Field {
    name: "base_unit",
    kind: Kind::Unit,
    required: false,
    heading: words("base unit", "基本单位"),
    meaning: words(
        "the unit in which the item is summed: its base unit where the row's unit converts to it",
        "汇总时的单位：能折算时为物品的基本单位",
    ),
    aliases: &[],
};

/// `base_quantity`: the quantity in that unit.
pub const BASE_QUANTITY: Field = Field {
    name: "base_quantity",
    kind: Kind::Change,
    required: false,
    heading: words("quantity in the base unit", "折合数量"),
    meaning: words(
        "the quantity in `base_unit`: sums of it are right",
        "按 base_unit 折合的数量，可直接求和",
    ),
    aliases: &[],
};

/// `state`: whether the row counts.
pub const STATE: Field = Field {
    name: "state",
    kind: Kind::Choice(STATES),
    required: true,
    heading: words("state", "状态"),
    meaning: words(
        "whether the row counts by itself; a sum over all rows is right as it is",
        "本行是否单独计数；对全部行求和，结果即正确",
    ),
    aliases: &[],
};

/// The states of rows that are exported, by their codes.
const STATES: &[Choice] = &[
    Choice { code: "effective", words: words("counts", "有效") },
    Choice { code: "reversal", words: words("reversal", "冲销") },
    Choice { code: "reversed", words: words("reversed", "已冲销") },
    Choice { code: "overruled", words: words("overruled", "已被取代") },
];

/// The rows of a ledger in its files.
#[derive(Debug)]
pub(super) struct LedgerRows<'a> {
    ledger: &'static Ledger,
    sources: &'a [Source],
    /// The rows to hand over, in the order of the files: file, byte, day, state.
    heads: Vec<(Origin, Day, State)>,
    goods: Option<Goods<'a>>,
    first_store: String,
}

/// Where the goods of a row stand, and how they convert.
#[derive(Debug)]
struct Goods<'a> {
    item: usize,
    quantity: usize,
    unit: usize,
    unit_words: Vec<String>,
    books: &'a Books<'a>,
}

/// The ledger as a table, with the rows that cannot be part of it: they cannot be read, or cancel one that cannot.
pub fn table<'a>(books: &'a Books<'a>, ledger: &'static Ledger, period: Period) -> (Table<'a>, Vec<Origin>) {
    let heads = books.heads(ledger);
    let out = left_out(books, ledger, &heads);
    let kept = heads.into_iter().filter(|h| period.contains(h.date) && !out.contains(&h.origin));
    let heads = kept.map(|h| (h.origin, h.date, h.state)).collect();
    let goods = Goods::of(books, ledger);
    let mut columns = ledger.fields.to_vec();
    if goods.is_some() {
        columns.extend([BASE_UNIT, BASE_QUANTITY]);
    }
    columns.push(STATE);
    let first_store = books.registers.community.stores.first().map(|s| s.code.clone()).unwrap_or_default();
    let rows = LedgerRows { ledger, sources: books.sources, heads, goods, first_store };
    let table = Table {
        name: ledger.name,
        title: ledger.title,
        about: ledger.about,
        columns,
        key: &["id"],
        tally: Tally::default(),
        rows: Rows::Ledger(rows),
    };
    (table, out.into_iter().collect())
}

/// Rows that are in no sum: unreadable ones, and reversals of them or with cells that cannot be read.
fn left_out(books: &Books, ledger: &'static Ledger, heads: &[&Head]) -> BTreeSet<Origin> {
    let unreadable = |h: &&&Head| h.state == State::Unreadable;
    let mut out: BTreeSet<Origin> = heads.iter().filter(unreadable).map(|h| h.origin).collect();
    if books.findings.is_empty() {
        return out;
    }
    let ids: FxHashSet<String> = heads.iter().filter(unreadable).map(|h| h.id.to_string()).collect();
    let reverses = ledger.position("reverses").unwrap_or_default();
    for head in heads.iter().filter(|h| h.state == State::Reversal) {
        let cells = books.cells(ledger, head.origin);
        let good = |(field, text): (&Field, &String)| Cell::read(field.kind, text.as_str()).is_some();
        if ids.contains(&cells[reverses]) || !ledger.fields.iter().zip(&cells).all(good) {
            out.insert(head.origin);
        }
    }
    out
}

impl<'a> Goods<'a> {
    fn of(books: &'a Books<'a>, ledger: &'static Ledger) -> Option<Goods<'a>> {
        let at = |wanted: fn(Kind) -> bool| ledger.fields.iter().position(|f| wanted(f.kind));
        let names = &books.registers.names;
        Some(Goods {
            item: at(|k| k == Kind::Item)?,
            quantity: at(|k| matches!(k, Kind::Quantity | Kind::Change))?,
            unit: at(|k| k == Kind::Unit)?,
            unit_words: (0..names.unit_count()).map(|u| names.unit_name(UnitId::from_index(u))).collect(),
            books,
        })
    }

    /// The unit and quantity in which the row is summed.
    fn sum<'s>(&'s self, item: &str, unit: &str, quantity: Quantity) -> (&'s str, Quantity) {
        let (item, unit) = (self.item_of(item), self.unit_of(unit));
        let (unit, quantity) = self.books.goods(item, unit, quantity);
        (self.word(unit), quantity)
    }

    fn word(&self, unit: UnitId) -> &str {
        self.unit_words.get(unit.index()).map_or("", String::as_str)
    }

    fn item_of(&self, text: &str) -> ItemId {
        let names = &self.books.registers.names;
        let extra = || ItemId::from_index(names.extra(NameKind::Item, text));
        names.item(text).unwrap_or_else(extra)
    }

    fn unit_of(&self, text: &str) -> UnitId {
        let names = &self.books.registers.names;
        let extra = || UnitId::from_index(names.extra(NameKind::Unit, text));
        names.unit(text).unwrap_or_else(extra)
    }
}

impl LedgerRows<'_> {
    /// How many rows are handed over.
    pub(super) fn row_count(&self) -> usize {
        self.heads.len()
    }

    /// Hands over every row, file by file, until one is refused.
    pub(super) fn each(&self, columns: &[Field], take: &mut dyn FnMut(&Line) -> Result<()>) -> Result<()> {
        for of_file in self.heads.chunk_by(|a, b| a.0.file == b.0.file) {
            let Some(source) = of_file.first().and_then(|h| self.sources.get(h.0.file as usize)) else {
                continue;
            };
            self.file(source, of_file, columns, take)?;
        }
        Ok(())
    }

    fn file(
        &self,
        source: &Source,
        heads: &[(Origin, Day, State)],
        columns: &[Field],
        take: &mut dyn FnMut(&Line) -> Result<()>,
    ) -> Result<()> {
        let mut header: Option<Vec<Option<usize>>> = None;
        let mut heads = heads.iter();
        let mut next = heads.next();
        let mut done = Ok(());
        let mut cells: Vec<Cell> = Vec::with_capacity(columns.len());
        read_records(&source.text, |record| {
            let Some(header) = &header else {
                header = Some(Header::read(record.line, record.spans, self.ledger.fields).0.columns);
                return;
            };
            let Some((_, date, state)) = next.filter(|(origin, ..)| origin.start == record.start) else {
                return;
            };
            next = heads.next();
            if done.is_err() {
                return;
            }
            cells.clear();
            for (field, column) in self.ledger.fields.iter().zip(header) {
                let span = column.and_then(|c| record.spans.get(c)).copied().unwrap_or_default();
                let text = unquoted(&record.line[span.0 as usize..span.1 as usize]);
                // A cell that is not of its kind stands only in rows that were left out.
                let absent = Cell { text: Cow::Borrowed(""), value: Value::Absent };
                cells.push(Cell::read(field.kind, text).unwrap_or(absent));
            }
            self.fill(&mut cells);
            cells.push(Cell::text(code_of(*state)));
            done = take(&Line { cells: &cells, date: Some(*date) });
        });
        done
    }

    /// Puts words into empty cells that stand for one, and adds the goods as they are summed.
    fn fill<'s>(&'s self, cells: &mut Vec<Cell<'s>>) {
        let sum = self.goods.as_ref().map(|goods| {
            let quantity = match cells[goods.quantity].value {
                Value::Decimal(quantity) => quantity,
                _ => Quantity::ZERO,
            };
            goods.sum(&cells[goods.item].text, &cells[goods.unit].text, quantity)
        });
        for (at, cell) in cells.iter_mut().enumerate() {
            if cell.value == Value::Absent
                && let Some(word) = self.ledger.stands_for(at)
            {
                *cell = match word {
                    Default::Code(code) => Cell::text(code),
                    Default::FirstStore => Cell::text(self.first_store.as_str()),
                    // An empty unit is the base unit, and so is that of the sum.
                    Default::BaseUnit => Cell::text(sum.map_or("", |(unit, _)| unit)),
                };
            }
        }
        if let Some((unit, quantity)) = sum {
            cells.push(Cell::text(unit));
            cells.push(Cell { text: Cow::Owned(quantity.to_string()), value: Value::Decimal(quantity) });
        }
    }
}

/// The code of a state.
fn code_of(state: State) -> &'static str {
    match state {
        State::Effective => STATES[0].code,
        State::Reversal => STATES[1].code,
        State::Reversed => STATES[2].code,
        // Unreadable rows are left out.
        State::Overruled | State::Unreadable => STATES[3].code,
    }
}
