//! What a stretch of history came to: what was recorded and cancelled within it is nothing, a row corrected twice is
//! corrected once; and what that did to the totals.

use super::{Log, LogEntry, Reader, RowChange, RowSet, RowText, events, ledger_of, settle};
use crate::ledgers::{LEDGERS, Ledger};
use crate::model::Quantity;
use crate::store::Oid;
use crate::store::history::{Gap, History};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// A sum of a ledger's column, before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct TotalChange {
    /// The ledger.
    pub ledger: &'static Ledger,
    /// What was summed: item, round; empty where the whole column was.
    pub of: String,
    /// The unit as written; empty if the rows name none.
    pub unit: String,
    /// The column.
    pub field: &'static str,
    /// Its sum before.
    pub before: Quantity,
    /// Its sum after.
    pub after: Quantity,
}

/// What lies between two commits.
#[derive(Clone, Debug, Default)]
pub struct Net {
    /// One for each row that is not as it was, by ledger.
    pub entries: Vec<LogEntry>,
    /// The sums that changed. Ledgers of observations (counts, census) have none.
    pub totals: Vec<TotalChange>,
    /// What could not be read.
    pub gaps: Vec<Gap>,
}

/// What the way from one commit to another came to; `log` holds the events of the commits between.
pub fn net(history: &History, old: Oid, new: Oid, log: &Log) -> Net {
    let mut net = Net::default();
    let mut reader = Reader::new(history);
    let (before, after) = match (history.tree_of(old), history.tree_of(new)) {
        (Ok(before), Ok(after)) => (before, after),
        (before, after) => {
            net.gaps.extend(before.err().into_iter().chain(after.err()));
            return net;
        }
    };
    let mut sets: BTreeMap<usize, Vec<RowChange>> = BTreeMap::new();
    for file in history.changes(Some(before), Some(after), &mut net.gaps) {
        let at = ledger_of(&file.path).and_then(|ledger| LEDGERS.iter().position(|other| other == ledger));
        match at.map(|at| (at, reader.changes(&file))) {
            Some((at, Ok(changes))) => sets.entry(at).or_default().extend(changes),
            Some((_, Err(gap))) => net.gaps.push(gap),
            None => {}
        }
    }
    let commits = last_commits(log);
    for (at, changes) in sets {
        let (ledger, set) = (&LEDGERS[at], settle(changes));
        net.totals.extend(totals(ledger, &set, &all_rows(&mut reader, before, ledger)));
        let mut find = |id: &str| reader.row(old, ledger, id);
        for event in events(ledger, shortened(set), &mut find) {
            let ids = event.rows.iter().chain([&event.id]);
            let entry = ids.filter_map(|id| commits.get(id.as_str())).next_back();
            net.entries.extend(entry.map(|entry| LogEntry { commit: entry.commit.clone(), event }));
        }
    }
    net
}

/// The last entry about each row.
fn last_commits(log: &Log) -> FxHashMap<&str, &LogEntry> {
    let mut commits = FxHashMap::default();
    for entry in &log.entries {
        for id in entry.event.rows.iter().chain([&entry.event.id]) {
            commits.insert(id.as_str(), entry);
        }
    }
    commits
}

/// The same set without what cancels itself in it: of a row that is new and corrected, or corrected twice, the first
/// reversal and the last correction are left.
fn shortened(set: RowSet) -> RowSet {
    // Reversals whose original is new too cancel it.
    let is_new = |id: &str| set.added.iter().any(|row| row.id == id && !id.is_empty());
    let cancels = |row: &RowText| is_new(row.get("reverses"));
    let cancelled = |row: &RowText| set.added.iter().any(|r| r.get("reverses") == row.id);
    // What took the place of a row in the end takes the code of its first reversal, so that it is read as its correction.
    let mut added: Vec<RowText> = Vec::new();
    for row in &set.added {
        if cancels(row) || cancelled(row) {
            continue;
        }
        added.push(row.clone());
    }
    let mut renamed = Vec::new();
    for reversal in added.iter().filter(|row| !row.get("reverses").is_empty()) {
        let mut at = follower(&set, reversal);
        while let Some(next) = at.filter(|row| cancelled(row)) {
            at = set.added.iter().find(|r| r.get("reverses") == next.id).and_then(|r| follower(&set, r));
        }
        if let Some(last) = at {
            renamed.push((reversal.id.clone(), last.id.clone()));
        }
    }
    for (reversal, last) in renamed {
        if let (Some(next), Some(at)) = (next_line(&reversal), added.iter().position(|r| r.id == last)) {
            added[at].id = next;
        }
    }
    RowSet { added, ..set }
}

/// The corrected row of an amend, by its reversal.
fn follower<'s>(set: &'s RowSet, reversal: &RowText) -> Option<&'s RowText> {
    let next = next_line(&reversal.id)?;
    let suffix = next.rsplit_once('-')?.1;
    set.added.iter().find(|row| {
        row.id.rsplit_once('-').is_some_and(|(_, code)| code == suffix) && row.get("reverses").is_empty()
    })
}

/// The id of the next line of a document.
fn next_line(id: &str) -> Option<String> {
    let (stem, line) = id.rsplit_once('.')?;
    Some(format!("{stem}.{}", line.parse::<u32>().ok()?.checked_add(1)?))
}

fn all_rows(reader: &mut Reader, top: Oid, ledger: &'static Ledger) -> Vec<RowText> {
    let files = reader.history().changes(None, Some(top), &mut Vec::new());
    let own = files.into_iter().filter(|file| ledger_of(&file.path) == Some(ledger));
    own.filter_map(|file| reader.rows(file.new?, &file.path).ok()).flatten().collect()
}

/// What a set of changes does to the sums of a ledger's columns.
fn totals(ledger: &'static Ledger, set: &RowSet, before: &[RowText]) -> Vec<TotalChange> {
    if matches!(ledger.name, "counts" | "census") {
        return Vec::new();
    }
    let mut sums: BTreeMap<(String, String, usize), (Quantity, Quantity)> = BTreeMap::new();
    let mut add = |row: &RowText, sign: i64, was: bool| {
        for (at, field) in ledger.fields.iter().enumerate().filter(|(_, f)| f.kind.is_negated()) {
            let Ok(number) = Quantity::parse(row.get(field.name)) else { continue };
            let goods = matches!(field.name, "quantity");
            let of = if goods { row.get("item") } else { row.get("round") };
            let unit = if goods { row.get("unit") } else { "" };
            let sum = sums.entry((of.to_owned(), unit.to_owned(), at)).or_default();
            let number = if sign < 0 { -number } else { number };
            if was {
                sum.0 += number;
            }
            sum.1 += number;
        }
    };
    before.iter().for_each(|row| add(row, 1, true));
    set.added.iter().for_each(|row| add(row, 1, false));
    set.removed.iter().for_each(|row| add(row, -1, false));
    for (was, is) in &set.edited {
        add(was, -1, false);
        add(is, 1, false);
    }
    let changed = sums.into_iter().filter(|(_, (before, after))| before != after);
    changed
        .map(|((of, unit, at), (before, after))| TotalChange {
            ledger,
            of,
            unit,
            field: ledger.fields[at].name,
            before,
            after,
        })
        .collect()
}
