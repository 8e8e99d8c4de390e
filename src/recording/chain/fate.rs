//! What becomes of each entry: it is new, amends what the chain said before, changes nothing, or stands back behind what
//! somebody recorded by hand.

use super::facts::Facts;
use super::sorted::{Read, Spot};
use crate::books::Books;
use crate::ledgers::{Draft, Head, Ledger, State};
use crate::model::{PlaceId, RowId};
use crate::said;
use crate::words::{Said, Words, words};

/// What stands in the note of rows that a chain brought.
pub const MARK: &str = "接龙 chain";

/// What becomes of an entry in a ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// A new row.
    New,
    /// The chain said something else before.
    Amended(Said),
    /// It is recorded already.
    Unchanged,
    /// Somebody recorded or corrected it by hand, and it differs: that stays.
    Kept(Said),
}

impl Fate {
    /// The code and the words.
    pub fn words(&self) -> (&'static str, Words) {
        match self {
            Fate::New => ("new", words("new", "新增")),
            Fate::Amended(_) => ("amended", words("amended", "更正")),
            Fate::Unchanged => ("unchanged", words("unchanged", "未变")),
            Fate::Kept(_) => ("kept", words("kept as recorded", "保留原登记")),
        }
    }
}

/// What becomes of a home's entry in a ledger, in words.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Whose.
    pub place: PlaceId,
    /// Where the entry stands.
    pub spot: Spot,
    /// Names that were passed over in it.
    pub passed: Vec<String>,
    /// The ledger.
    pub ledger: &'static Ledger,
    /// What the chain says.
    pub says: Said,
    /// What becomes of it.
    pub fate: Fate,
}

impl Outcome {
    /// What becomes of an entry.
    pub(super) fn of(entry: &Read<Facts>, ledger: &'static Ledger, says: Said, fate: Fate) -> Outcome {
        let (spot, passed) = (entry.spot.clone(), entry.said.passed.clone());
        Outcome { place: entry.place, spot, passed, ledger, says, fate }
    }
}

/// Rows that a chain brings, with what becomes of each entry.
#[derive(Default)]
pub struct Brought {
    /// Rows that share a document.
    pub plain: Vec<Draft>,
    /// Documents of their own: a reversal, and the row that replaces it.
    pub amends: Vec<Vec<Draft>>,
    /// One for each entry and ledger.
    pub outcomes: Vec<Outcome>,
    /// Rows of the same chain whose homes are no longer in it.
    pub gone: Vec<(PlaceId, RowId, Said)>,
    /// What makes one wonder.
    pub doubts: Vec<Said>,
}

/// A row of a ledger that a chain may replace.
pub(in crate::recording) struct Earlier {
    pub(in crate::recording) id: RowId,
    pub(in crate::recording) draft: Draft,
    /// A chain brought it and nobody has corrected it since.
    pub(in crate::recording) of_chain: bool,
}

/// The row with what a chain may do with it. A correction by hand keeps the note of the row, so what cancelled the row
/// before it is looked at.
pub(in crate::recording) fn earlier(books: &Books, ledger: &'static Ledger, head: &Head) -> Earlier {
    let draft = Draft { ledger, cells: books.cells(ledger, head.origin) };
    let marked = |note: &str| note.contains(MARK);
    let cancels = |h: &&&Head| h.id.code == head.id.code && h.state == State::Reversal && head.id.line > 1;
    let by_hand = books.heads(ledger).iter().find(cancels).is_some_and(|reversal| {
        let cells = books.cells(ledger, reversal.origin);
        !marked(Draft { ledger, cells }.get("note"))
    });
    Earlier { id: head.id, of_chain: marked(draft.get("note")) && !by_hand, draft }
}

/// The note of a row: what brought it, and the known words of the entry.
pub(super) fn note(notes: &[String]) -> String {
    match notes {
        [] => MARK.to_owned(),
        notes => format!("{MARK}：{}", notes.join("，")),
    }
}

/// Replaces rows by one: each is cancelled, in one document with the new row.
pub(in crate::recording) fn replace(rows: &[Earlier], new: Draft) -> Vec<Draft> {
    let cancelled = rows.iter().map(|row| row.draft.reversal().set("note", MARK));
    cancelled.chain([new]).collect()
}

/// What was recorded by hand, and what to type if the chain is right.
pub(super) fn stays(recorded: &Said, hint: &str) -> Said {
    said!(
        "recorded by hand: {r}; if the chain is right: {hint}",
        "人工登记为：{r}；如以接龙为准：{hint}",
        r = (&recorded.en, &recorded.zh)
    )
}
