//! Which rows count: a row that is cancelled, the row that cancels it, and the corrections that a later one overrules.

use super::lost::is_lost;
use super::reader::FileRead;
use super::spots::spot_of_line;
use super::{cells_of, header_of};
use crate::ledgers::{Body, Head, Row, State};
use crate::model::{Code, Finding, Quantity, RowId, Severity};
use crate::said;
use crate::store::text::{Source, read_records};
use crate::words::Said;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// Where a row stands among the files read: file, row.
type Place = (usize, usize);

/// Sets the state of every row, and finds reversals that name no row, do not match it, or come twice.
pub fn settle<'a, B: Body<'a>>(
    files: &mut [FileRead<Row<'a, B>>],
    sources: &[Source],
    findings: &mut Vec<Finding>,
) {
    imported_twice(files, sources, findings);
    let mut reversals: Vec<(Place, RowId)> = files
        .iter()
        .enumerate()
        .flat_map(|(file, read)| read.reversals.iter().map(move |r| ((file, r.row), r.target)))
        .collect();
    reversals.retain(|(place, _)| head_of(files, *place).state == State::Reversal);
    if reversals.is_empty() {
        return;
    }
    let mut targets: FxHashMap<RowId, Option<Place>> = reversals.iter().map(|(_, t)| (*t, None)).collect();
    for (file, read) in files.iter().enumerate() {
        for (at, row) in read.rows.iter().enumerate() {
            if let Some(place) = targets.get_mut(&row.head.id) {
                place.get_or_insert((file, at));
            }
        }
    }
    let mut reversed: BTreeMap<Place, Vec<Place>> = BTreeMap::new();
    let mut of_reversals: Vec<(Place, Place)> = Vec::new();
    for (place, target) in reversals {
        match targets.get(&target).copied().flatten() {
            None => {
                if !files.iter().any(|f| is_lost(&f.findings, B::LEDGER, target)) {
                    let head = head_of(files, place);
                    let message = said!("there is no row {target} to reverse", "没有可冲销的行 {target}");
                    findings.push(found::<B>("reverses-unknown", sources, &head, "reverses", message));
                }
            }
            Some(row) if head_of(files, row).state == State::Reversal => of_reversals.push((place, row)),
            Some(row) => {
                findings.extend(unlike::<B>(sources, &head_of(files, row), &head_of(files, place)));
                reversed.entry(row).or_default().push(place);
            }
        }
    }
    for (row, by) in &mut reversed {
        files[row.0].rows[row.1].head.state = State::Reversed;
        by.sort_by_key(|p| {
            let head = head_of(files, *p);
            (head.at, head.id)
        });
    }
    let surplus: BTreeSet<Place> =
        reversed.values().flat_map(|by| &by[..by.len().saturating_sub(1)]).copied().collect();
    // A reversal that is not in force may itself be cancelled, which evens the sums; where two people did that, the later
    // counts and the other is surplus in its turn.
    let mut over: BTreeMap<Place, Vec<Place>> = BTreeMap::new();
    for (place, reversal) in of_reversals {
        over.entry(reversal).or_default().push(place);
    }
    for by in over.values_mut() {
        by.sort_by_key(|p| {
            let head = head_of(files, *p);
            (head.at, head.id)
        });
    }
    let (mut settled, mut allowed) = (surplus.clone(), surplus.clone());
    let mut queue: Vec<(Place, Place)> = surplus.iter().map(|place| (*place, *place)).collect();
    while let Some((first, reversal)) = queue.pop() {
        match over.get(&reversal).and_then(|by| by.split_last()) {
            Some((_, losers)) => {
                allowed.extend(losers);
                queue.extend(losers.iter().map(|loser| (first, *loser)));
            }
            None => {
                settled.remove(&first);
            }
        }
    }
    for (reversal, by) in &over {
        let target = head_of(files, *reversal);
        for place in by {
            let head = head_of(files, *place);
            if allowed.contains(reversal) {
                findings.extend(unlike::<B>(sources, &target, &head));
                continue;
            }
            let target = target.id;
            let message = said!(
                "{target} is a reversal itself, and a reversal is not reversed",
                "{target} 本身是冲销行，不能再被冲销"
            );
            findings.push(found::<B>("reverses-mismatch", sources, &head, "reverses", message));
        }
    }
    if surplus.is_empty() {
        return;
    }
    let corrections = corrections(files);
    for (row, by) in reversed.iter().filter(|(_, by)| by.len() > 1) {
        let losers = &by[..by.len() - 1];
        let mut open = losers.iter().any(|p| !settled.contains(p));
        open |= overrule(files, losers, &reversed, &corrections);
        if !open {
            continue;
        }
        let head = head_of(files, *row);
        let (times, id) = (by.len(), head.id);
        let message = said!(
            "{id} is reversed {times} times; the latest is in force",
            "{id} 被冲销了 {times} 次，以最晚的为准"
        );
        let mut finding = found::<B>("double-reversal", sources, &head, "id", message);
        finding.severity = Severity::Warning;
        finding.fix = Some(Said::same("linli resolve"));
        findings.push(finding);
    }
}

/// The common columns of a row.
fn head_of<'a, B>(files: &[FileRead<Row<'a, B>>], place: Place) -> Head<'a> {
    files[place.0].rows[place.1].head
}

/// Rows by code and line, whatever their day: the row after a reversal of the same document is its correction.
fn corrections<B>(files: &[FileRead<Row<'_, B>>]) -> FxHashMap<(Code, u32), Place> {
    let mut places = FxHashMap::default();
    for (file, read) in files.iter().enumerate() {
        for (at, row) in read.rows.iter().enumerate() {
            if row.head.id.line > 1 && row.head.state != State::Reversal {
                places.entry((row.head.id.code, row.head.id.line)).or_insert((file, at));
            }
        }
    }
    places
}

/// Sets aside what reversals that are not in force put in the place of their row, and what was later put in the place of
/// that. True if a row was set aside that nobody has cancelled.
fn overrule<B>(
    files: &mut [FileRead<Row<'_, B>>],
    losers: &[Place],
    reversed: &BTreeMap<Place, Vec<Place>>,
    corrections: &FxHashMap<(Code, u32), Place>,
) -> bool {
    let (mut open, mut seen, mut queue) = (false, BTreeSet::new(), losers.to_vec());
    while let Some(reversal) = queue.pop() {
        let id = head_of(files, reversal).id;
        let Some(&row) = corrections.get(&(id.code, id.line.saturating_add(1))) else { continue };
        if !seen.insert(row) {
            continue;
        }
        let state = &mut files[row.0].rows[row.1].head.state;
        match state {
            State::Effective | State::Unreadable | State::Overruled => {
                (*state, open) = (State::Overruled, true);
            }
            State::Reversed => queue.extend(reversed.get(&row).into_iter().flatten()),
            State::Reversal => {}
        }
    }
    open
}

/// What is said of a reversal that is not its row negated.
fn unlike<'a, B: Body<'a>>(sources: &[Source], row: &Head, reversal: &Head) -> Option<Finding> {
    let target = row.id;
    let (field, expected) = mismatch::<B>(sources, row, reversal)?;
    let message = match expected.as_str() {
        "" => said!(
            "it does not cancel {target}: `{field}` should be empty",
            "与 {target} 对不上：“{field}”应为空"
        ),
        value => said!(
            "it does not cancel {target}: `{field}` should be {value}",
            "与 {target} 对不上：“{field}”应为 {value}"
        ),
    };
    Some(found::<B>("reverses-mismatch", sources, reversal, field, message))
}

fn found<'a, B: Body<'a>>(
    code: &'static str,
    sources: &[Source],
    head: &Head,
    field: &str,
    message: Said,
) -> Finding {
    let source = &sources[head.origin.file as usize];
    let fields = B::LEDGER.fields;
    let mut finding = Finding::new(code, Severity::Error, message);
    let position = B::LEDGER.position(field).unwrap_or(0);
    finding.field = Some(fields[position].name);
    finding.id = Some(head.id.to_string());
    let line = source.line_at(head.origin.start);
    let mut span = (0, line.len() as u32);
    if let Some(column) = header_of(source, fields).columns[position] {
        read_records(line, |record| span = record.spans.get(column).copied().unwrap_or(span));
    }
    finding.spot = Some(spot_of_line(source, head.origin.line, line, span));
    finding
}

/// The first field in which a reversal is not its row negated, and what should stand there.
fn mismatch<'a, B: Body<'a>>(
    sources: &[Source],
    row: &Head,
    reversal: &Head,
) -> Option<(&'static str, String)> {
    let fields = B::LEDGER.fields;
    let cells = |head: &Head| cells_of(&sources[head.origin.file as usize], fields, head.origin);
    let (old, new) = (cells(row), cells(reversal));
    for (at, field) in fields.iter().enumerate() {
        if matches!(field.name, "id" | "note" | "reverses" | "by" | "at") {
            continue;
        }
        let expected = match (field.kind.is_negated(), Quantity::parse(&old[at])) {
            (true, Ok(number)) if Quantity::parse(&new[at]) == Ok(-number) => continue,
            (true, Ok(number)) => (-number).to_string(),
            _ => old[at].clone(),
        };
        if new[at] != expected {
            return Some((field.name, expected));
        }
    }
    None
}

/// An imported row is known by its code alone, whatever its day (ledgers.md §1): the same code on two days is one row, which
/// two people imported apart, and counts once.
fn imported_twice<'a, B: Body<'a>>(
    files: &mut [FileRead<Row<'a, B>>],
    sources: &[Source],
    findings: &mut Vec<Finding>,
) {
    let mut met: FxHashMap<(Code, u32), RowId> = FxHashMap::default();
    for row in files.iter_mut().filter(|f| f.imported).flat_map(|f| &mut f.rows) {
        let id = row.head.id;
        if !id.code.is_long() || row.head.state != State::Effective {
            continue;
        }
        let first = *met.entry((id.code, id.line)).or_insert(id);
        if first != id {
            let message =
                said!("the same imported row is there as {first} already", "同一条导入的行已有 {first}");
            findings.push(found::<B>("id-duplicate", sources, &row.head, "id", message));
            row.head.state = State::Unreadable;
        }
    }
}
