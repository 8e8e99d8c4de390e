//! One row through the history: who recorded it, what corrected it, and which notices were issued while it stood.

use super::{EventKind, Log, LogEntry};
use crate::model::RowId;
use crate::store::history::History;
use std::collections::BTreeSet;

/// Ids of rows that a typed part of an id may mean, each once, in the order of the history.
pub fn matching(log: &Log, typed: &str) -> Vec<String> {
    let typed = typed.trim().to_uppercase();
    let mut found: Vec<String> = Vec::new();
    for entry in &log.entries {
        for id in entry.event.rows.iter().chain([&entry.event.id]) {
            if !typed.is_empty() && id.contains(&typed) && !found.contains(id) {
                found.push(id.clone());
            }
        }
    }
    if found.contains(&typed) { vec![typed] } else { found }
}

/// The document of an id; the id itself where it has no such form.
pub fn document(id: &str) -> String {
    RowId::parse_bytes(id.as_bytes()).map_or_else(|| id.to_owned(), |id| id.document().to_string())
}

/// Everything that happened to some rows and to what corrects them, oldest first.
pub fn story<'l>(log: &'l Log, ids: &[String]) -> Vec<&'l LogEntry> {
    let mut known: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
    loop {
        let before = known.len();
        for entry in &log.entries {
            let event = &entry.event;
            let own = || event.rows.iter().chain([&event.id]).map(String::as_str);
            if event.kind != EventKind::Added && own().any(|id| known.contains(id)) {
                known.extend(own());
            }
        }
        if known.len() == before {
            break;
        }
    }
    log.entries.iter().filter(|entry| known.iter().any(|id| entry.concerns(id))).collect()
}

/// The notices that were issued while a row stood and that rest on its ledger: those whose commit contains the row's commit,
/// and none that cancelled it.
pub fn notices<'l>(history: &History, log: &'l Log, story: &[&LogEntry]) -> Vec<&'l LogEntry> {
    let Some(first) = story.first() else { return Vec::new() };
    let gone =
        story.iter().filter(|entry| entry.event.kind != EventKind::Added && entry.event.id == first.event.id);
    let gone: Vec<_> = gone.map(|entry| entry.commit.id).collect();
    let after = log.entries.iter().skip_while(|entry| entry.commit.id != first.commit.id);
    after
        .filter(|entry| entry.event.kind == EventKind::Added && entry.event.ledger.name == "notices")
        .filter(|entry| rests_on(template(entry), first.event.ledger.name))
        .filter(|entry| {
            entry.event.id != first.event.id && history.contains(entry.commit.id, first.commit.id)
        })
        .filter(|entry| !gone.iter().any(|gone| history.contains(entry.commit.id, *gone)))
        .collect()
}

fn template(notice: &LogEntry) -> &str {
    let fields = notice.event.after.as_deref().unwrap_or_default();
    fields.iter().find(|(name, _)| name == "template").map_or("", |(_, text)| text)
}

/// Whether a notice of a template may say something of a ledger. A template of the community's own may say anything.
pub fn rests_on(template: &str, ledger: &str) -> bool {
    let ledgers: &[&str] = match template {
        "donation-disclosure" | "thank-you" => &["donations"],
        "testing" => &["tests", "census"],
        "distribution" => &["distributions", "census"],
        "chase-up" => &["tests", "distributions", "census", "reach"],
        "roster" => &["shifts"],
        "request-receipt" => &["requests"],
        _ => return true,
    };
    ledgers.contains(&ledger)
}

/// Of each row that stands in the ledgers: the entry that brought it as it stands.
pub fn origin<'l>(log: &'l Log, id: &str) -> Option<&'l LogEntry> {
    log.entries
        .iter()
        .rev()
        .find(|entry| entry.brought(id) || entry.event.kind == EventKind::Edited && entry.event.id == id)
}
