//! Undoing an operation by a new one: the rows that it recorded are reversed, those that it cancelled are recorded again.
//! Nothing is taken out of the ledgers.

use super::correcting::{Found, draft_of, own_cells, reversible, stock_left};
use super::{Document, Entry, Setting};
use crate::audit::{Event, EventKind};
use crate::books::Books;
use crate::ledgers::{Draft, LEDGERS, Ledger, State};
use crate::said;
use crate::words::{Said, count_of};
use std::collections::{BTreeMap, BTreeSet};

/// What comes of undoing the rows of an operation.
#[derive(Debug, Default)]
pub struct Undoing {
    /// The rows to record, with their effects. Its refusals are what `--force` may overrule.
    pub entry: Entry,
    /// What stands in the way and cannot be overruled.
    pub obstacles: Vec<Said>,
}

/// So many rows are told one by one.
const TOLD: usize = 12;

/// Undoes what an operation did to the ledgers. `why` is the note of the reversals.
pub fn undo_rows(books: &Books, events: &[Event], why: &str, setting: &Setting) -> Undoing {
    let mut undoing = Undoing::default();
    let own: BTreeSet<&str> = events.iter().flat_map(|e| e.rows.iter().map(String::as_str)).collect();
    let known = rows_of(books, events);
    // Rows recorded again come first, so that none follows a reversal that it does not correct.
    let (mut again, mut pairs, mut reversals) = (Vec::new(), Vec::new(), Vec::new());
    let (mut moved, mut told) = (Vec::new(), Vec::new());
    for event in events {
        let (ledger, id) = (event.ledger, &event.id);
        let newest = event.rows.last().unwrap_or(id);
        match event.kind {
            EventKind::Added | EventKind::Amended => {
                let Some((_, head)) = known.get(newest.as_str()) else {
                    undoing.obstacles.push(said!("{newest} is no longer there", "{newest} 已不在台账中"));
                    continue;
                };
                if reversible(head).is_err() {
                    undoing.obstacles.push(gone(books, ledger, newest));
                    continue;
                }
                undoing.entry.refusals.extend(rests_on(books, ledger, newest, &own));
                let draft = draft_of(books, ledger, head);
                let reversal = draft.reversal().set("note", why);
                if head.state == State::Effective {
                    moved.push(reversal.clone());
                }
                let cells = own_cells(&draft);
                told.push(said!("cancels {newest}: {cells}", "冲销 {newest}：{cells}"));
                if event.kind == EventKind::Added {
                    reversals.push(reversal);
                    continue;
                }
                pairs.push(reversal);
                match known.get(id.as_str()) {
                    Some(original) => {
                        pairs.push(recorded_again(books, original, &mut moved, &mut told));
                        undoing.entry.refusals.extend(later(books, original, &own));
                    }
                    None => {
                        undoing.obstacles.push(said!("{id} is no longer there", "{id} 已不在台账中"));
                    }
                }
            }
            EventKind::Voided => match known.get(id.as_str()) {
                None => undoing.obstacles.push(said!("{id} is no longer there", "{id} 已不在台账中")),
                Some(original) => {
                    let others = reversers(books, ledger, id);
                    let other = others.iter().find(|other| !own.contains(other.as_str()));
                    if let Some(other) = other {
                        undoing
                            .obstacles
                            .push(said!("{id} is cancelled by {other} as well", "{id} 还被 {other} 冲销"));
                        continue;
                    }
                    undoing.entry.refusals.extend(later(books, original, &own));
                    again.push(recorded_again(books, original, &mut moved, &mut told));
                }
            },
            EventKind::Edited | EventKind::Removed => {
                let word = event.kind.words();
                undoing.obstacles.push(said!(
                    "{id} was {w} by hand, which no row can cancel",
                    "{id} {w}，无法用新行抵消",
                    w = (word.en, word.zh)
                ));
            }
        }
    }
    let entry = &mut undoing.entry;
    let more = told.len().saturating_sub(TOLD);
    entry.effects.extend(told.into_iter().take(TOLD));
    if more > 0 {
        let rows = count_of(more, "more row", "more rows", "行");
        entry.effects.push(said!("and {n}", "另有 {n}", n = (rows.en, rows.zh)));
    }
    again.extend(pairs);
    again.extend(reversals);
    stock_left(books, &moved, setting, entry);
    if !again.is_empty() {
        entry.documents.push(Document { rows: again });
    }
    undoing
}

/// The rows that events name, by id.
fn rows_of<'b>(books: &'b Books, events: &[Event]) -> BTreeMap<String, Found<'b>> {
    let wanted: BTreeSet<&str> =
        events.iter().flat_map(|e| e.rows.iter().chain([&e.id])).map(String::as_str).collect();
    let mut found = BTreeMap::new();
    for ledger in LEDGERS.iter().filter(|l| events.iter().any(|e| e.ledger == *l)) {
        for head in books.heads(ledger) {
            let id = head.id.to_string();
            if wanted.contains(id.as_str()) {
                found.insert(id, (ledger, *head));
            }
        }
    }
    found
}

/// A row that was cancelled, as a new one with the same contents.
fn recorded_again(books: &Books, original: &Found, moved: &mut Vec<Draft>, told: &mut Vec<Said>) -> Draft {
    let (ledger, head) = original;
    let mut draft = draft_of(books, ledger, head);
    let (id, cells) = (head.id, own_cells(&draft));
    ["id", "reverses", "by", "at"].iter().for_each(|column| draft.put(column, ""));
    told.push(said!("records again {id}: {cells}", "重新登记 {id}：{cells}"));
    moved.push(draft.clone());
    draft
}

/// The ids of the rows that cancel a row.
fn reversers(books: &Books, ledger: &'static Ledger, id: &str) -> Vec<String> {
    let at = ledger.position("reverses").unwrap_or_default();
    let cancels = |head: &&&crate::ledgers::Head| {
        matches!(head.state, State::Reversal | State::Overruled) && books.cells(ledger, head.origin)[at] == id
    };
    books.heads(ledger).iter().filter(cancels).map(|head| head.id.to_string()).collect()
}

/// Why a row cannot be cancelled any more.
fn gone(books: &Books, ledger: &'static Ledger, id: &str) -> Said {
    let by = reversers(books, ledger, id);
    match by.last() {
        Some(by) => said!("{id} is cancelled already, by {by}", "{id} 已被 {by} 冲销"),
        None => said!("{id} does not count any more", "{id} 已不再有效"),
    }
}

/// The rows of other operations that make no sense without this one: later steps of a request, whom a notice reached.
fn rests_on(books: &Books, ledger: &Ledger, id: &str, own: &BTreeSet<&str>) -> Vec<Said> {
    let mut found = Vec::new();
    let outside = |other: &crate::ledgers::Head| !own.contains(other.id.to_string().as_str());
    let mut name = |other: &crate::ledgers::Head, what: (&str, &str)| {
        let other = other.id;
        found.push(said!("{other} rests on {id}: {w}", "{other} 以 {id} 为前提：{w}", w = (what.0, what.1)));
    };
    if ledger.name == "requests"
        && let Some(row) = books.requests.all().find(|row| row.head.id.to_string() == id)
    {
        let after = |other: &crate::ledgers::Head| {
            (other.date, other.at, other.id) > (row.head.date, row.head.at, row.head.id)
        };
        for other in books.requests.effective().filter(|r| r.body.request == row.body.request) {
            if outside(&other.head) && after(&other.head) {
                let step = other.body.step.words();
                name(&other.head, (step.en, step.zh));
            }
        }
        let code = row.body.request.map(|id| id.to_string()).unwrap_or_default();
        for other in books.requests.effective().filter(|r| !code.is_empty() && *r.body.ref_.get() == *code) {
            if outside(&other.head) && row.body.step == crate::ledgers::Step::Opened {
                name(&other.head, ("the same request", "与之重复的求助"));
            }
        }
    }
    if ledger.name == "notices"
        && let Some(row) = books.notices.all().find(|row| row.head.id.to_string() == id)
    {
        let code = row.body.notice.get();
        for other in books.reach.effective().filter(|r| r.body.notice.get() == code) {
            if outside(&other.head) {
                name(&other.head, ("whom it reached", "到户登记"));
            }
        }
    }
    found
}

/// Rows that came after a cancelled one and say something else of the same thing: recorded again, the old would be the
/// latest and overrule them.
fn later(books: &Books, original: &Found, own: &BTreeSet<&str>) -> Vec<Said> {
    let (ledger, head) = original;
    let keys: &[&str] = match ledger.name {
        "census" => &["place", "date"],
        "tests" => &["round", "place"],
        "reach" => &["notice", "place"],
        "requests" => &["request", "step"],
        _ => return Vec::new(),
    };
    let key = |origin| {
        let cells = books.cells(ledger, origin);
        let cell = |key: &&str| ledger.position(key).map_or(String::new(), |at| cells[at].clone());
        keys.iter().map(cell).collect::<Vec<String>>()
    };
    let (id, wanted) = (head.id, key(head.origin));
    let same = |other: &&&crate::ledgers::Head| {
        other.state == State::Effective
            && other.id != id
            && !own.contains(other.id.to_string().as_str())
            && (other.at, other.id) > (head.at, id)
            && key(other.origin) == wanted
    };
    let heads = books.heads(ledger);
    let said = |other: &&crate::ledgers::Head| {
        let other = other.id;
        said!(
            "{other} was recorded after {id} about the same, and would be overruled",
            "{other} 在 {id} 之后就同一事项登记，会被取代"
        )
    };
    heads.iter().filter(same).map(said).collect()
}
