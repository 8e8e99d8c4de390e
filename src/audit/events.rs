//! What changes of rows mean: added, voided, amended; and edited or removed, which no command does.

use super::{RowSet, RowText};
use crate::ledgers::{Kind, Ledger};
use crate::model::{Quantity, RowId};
use crate::words::{Words, words};

/// What happened to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventKind {
    /// It was recorded.
    Added,
    /// A reversal cancels it.
    Voided,
    /// A reversal and a corrected row take its place.
    Amended,
    /// Its cells were changed where they stand: no command does that.
    Edited,
    /// It is gone: no command does that.
    Removed,
}

impl EventKind {
    /// The code in JSON.
    pub fn code(self) -> &'static str {
        self.words().en
    }

    /// The word for people.
    pub fn words(self) -> Words {
        match self {
            EventKind::Added => words("added", "新增"),
            EventKind::Voided => words("voided", "冲销"),
            EventKind::Amended => words("amended", "更正"),
            EventKind::Edited => words("edited", "被改动"),
            EventKind::Removed => words("removed", "被删除"),
        }
    }
}

/// Columns and their texts.
pub type Fields = Vec<(String, String)>;

/// Something that happened to a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// What happened.
    pub kind: EventKind,
    /// The ledger.
    pub ledger: &'static Ledger,
    /// The row it happened to; for a void or an amend the original.
    pub id: String,
    /// Its place, as written; empty if it has none.
    pub place: String,
    /// Its item, as written; empty if it has none.
    pub item: String,
    /// The whole row before (of an amend or an edit the fields that changed); `None` for a row that is added.
    pub before: Option<Fields>,
    /// The whole row after (of an amend or an edit the fields that changed); `None` where nothing takes its place.
    pub after: Option<Fields>,
    /// Why: the note of the reversal.
    pub reason: String,
    /// Who is named as the recorder of what was done.
    pub by: String,
    /// When it was recorded, as written.
    pub at: String,
    /// The rows that the event put into the ledger: the row itself, the reversal, the reversal and the corrected row.
    pub rows: Vec<String>,
}

/// Columns in which a corrected row always differs from the original.
const OWN: [&str; 4] = ["id", "reverses", "by", "at"];

/// What the changes of a ledger in one commit mean. `original` finds a row by its id as it stood before.
pub fn events(
    ledger: &'static Ledger,
    set: RowSet,
    original: &mut dyn FnMut(&str) -> Option<RowText>,
) -> Vec<Event> {
    let mut events = Vec::new();
    let mut taken = vec![false; set.added.len()];
    let ids: Vec<Option<RowId>> = set.added.iter().map(|row| RowId::parse_bytes(row.id.as_bytes())).collect();
    for (at, row) in set.added.iter().enumerate() {
        if row.get("reverses").is_empty() {
            continue;
        }
        taken[at] = true;
        let corrected = set.added.iter().enumerate().position(|(other, row)| {
            let follows = |a: RowId, b: RowId| a.code == b.code && a.line > 0 && b.line == a.line + 1;
            !taken[other]
                && row.get("reverses").is_empty()
                && ids[at].zip(ids[other]).is_some_and(|(reversal, row)| follows(reversal, row))
        });
        let id = row.get("reverses");
        let here = set.added.iter().find(|other| other.id == id).cloned();
        let was = here.or_else(|| original(id)).unwrap_or_else(|| turned_back(ledger, row));
        let mut event = Event {
            id: id.to_owned(),
            reason: row.get("note").to_owned(),
            ..of_row(EventKind::Voided, ledger, &was)
        };
        (event.by, event.at) = (row.get("by").to_owned(), row.get("at").to_owned());
        event.rows = vec![row.id.clone()];
        event.before = Some(whole(&was));
        if let Some(other) = corrected {
            taken[other] = true;
            let row = &set.added[other];
            let (before, after) = changed_fields(&was, row, &OWN);
            event.kind = EventKind::Amended;
            (event.before, event.after) = (Some(before), Some(after));
            event.rows.push(row.id.clone());
        }
        events.push((at, event));
    }
    for (at, row) in set.added.iter().enumerate().filter(|(at, _)| !taken[*at]) {
        let mut event = of_row(EventKind::Added, ledger, row);
        event.after = Some(whole(row));
        event.rows = vec![row.id.clone()];
        events.push((at, event));
    }
    events.sort_by_key(|(at, _)| *at);
    let mut events: Vec<Event> = events.into_iter().map(|(_, event)| event).collect();
    for (was, is) in &set.edited {
        let (before, after) = changed_fields(was, is, &[]);
        let mut event = of_row(EventKind::Edited, ledger, was);
        (event.before, event.after) = (Some(before), Some(after));
        events.push(event);
    }
    for row in &set.removed {
        events.push(Event { before: Some(whole(row)), ..of_row(EventKind::Removed, ledger, row) });
    }
    events
}

fn of_row(kind: EventKind, ledger: &'static Ledger, row: &RowText) -> Event {
    let get = |column: &str| row.get(column).to_owned();
    Event {
        kind,
        ledger,
        id: row.id.clone(),
        place: get("place"),
        item: get("item"),
        before: None,
        after: None,
        reason: String::new(),
        by: get("by"),
        at: get("at"),
        rows: Vec::new(),
    }
}

fn whole(row: &RowText) -> Fields {
    row.cells.iter().map(|(name, text)| (name.to_string(), text.clone())).collect()
}

/// The fields in which two rows differ, as they were and as they are, but for some columns.
pub fn changed_fields(was: &RowText, is: &RowText, but: &[&str]) -> (Fields, Fields) {
    let (mut before, mut after) = (Fields::new(), Fields::new());
    let new = is.cells.iter().filter(|(name, _)| was.get(name).is_empty());
    for (name, _) in was.cells.iter().chain(new) {
        let (old, new) = (was.get(name), is.get(name));
        if old != new && !but.contains(&&**name) {
            before.push((name.to_string(), old.to_owned()));
            after.push((name.to_string(), new.to_owned()));
        }
    }
    (before, after)
}

/// The original of a reversal as far as the reversal says it, where the original itself cannot be found.
fn turned_back(ledger: &Ledger, reversal: &RowText) -> RowText {
    let mut row = RowText { id: reversal.get("reverses").to_owned(), cells: Vec::new() };
    for (name, text) in &reversal.cells {
        let kind = ledger.field(name).map(|field| field.kind);
        let text = match &**name {
            "note" | "reverses" | "by" | "at" => continue,
            "id" => row.id.clone(),
            _ if kind.is_some_and(Kind::is_negated) => match Quantity::parse(text) {
                Ok(number) => (-number).to_string(),
                Err(_) => text.clone(),
            },
            _ => text.clone(),
        };
        row.cells.push((name.clone(), text));
    }
    row
}
