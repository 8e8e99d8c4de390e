//! Which rows count: a row that is cancelled, the row that cancels it, and the corrections that a later one overrules.

use super::reader::FileRead;
use super::spots::spot_of_line;
use super::{cells_of, header_of};
use crate::ledgers::{Body, Head, Row, State};
use crate::model::{Finding, Quantity, RowId, Severity};
use crate::said;
use crate::store::text::{Source, read_records};
use crate::words::Said;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Where a row stands among the files read: file, row.
type Place = (usize, usize);

/// Sets the state of every row, and finds reversals that name no row, do not match it, or come twice.
pub fn settle<'a, B: Body<'a>>(
    files: &mut [FileRead<Row<'a, B>>],
    sources: &[Source],
    findings: &mut Vec<Finding>,
) {
    let reversals: Vec<(Place, RowId)> = files
        .iter()
        .enumerate()
        .flat_map(|(file, read)| read.reversals.iter().map(move |r| ((file, r.row), r.target)))
        .collect();
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
    let mut of_row: BTreeMap<Place, Vec<Place>> = BTreeMap::new();
    for (place, target) in reversals {
        let head = files[place.0].rows[place.1].head;
        match targets.get(&target).copied().flatten() {
            None => {
                let message = said!("there is no row {target} to reverse", "没有可冲销的行 {target}");
                findings.push(found::<B>("reverses-unknown", sources, &head, "reverses", message));
            }
            Some(original) if files[original.0].rows[original.1].head.state == State::Reversal => {
                let message = said!(
                    "{target} is a reversal itself, and a reversal is not reversed",
                    "{target} 本身是冲销行，不能再被冲销"
                );
                findings.push(found::<B>("reverses-mismatch", sources, &head, "reverses", message));
            }
            Some(original) => {
                let first = files[original.0].rows[original.1].head;
                if let Some((field, expected)) = mismatch::<B>(sources, &first, &head) {
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
                    findings.push(found::<B>("reverses-mismatch", sources, &head, field, message));
                }
                of_row.entry(original).or_default().push(place);
            }
        }
    }
    for (original, mut by) in of_row {
        files[original.0].rows[original.1].head.state = State::Reversed;
        by.sort_by_key(|p| {
            let head = files[p.0].rows[p.1].head;
            (head.at, head.id)
        });
        let in_force = by.pop().map(|p| files[p.0].rows[p.1].head.id.code);
        if by.is_empty() {
            continue;
        }
        let head = files[original.0].rows[original.1].head;
        let (times, id) = (by.len() + 1, head.id);
        let message = said!(
            "{id} is reversed {times} times; the latest is in force",
            "{id} 被冲销了 {times} 次，以最晚的为准"
        );
        let mut finding = found::<B>("double-reversal", sources, &head, "id", message);
        finding.severity = Severity::Warning;
        finding.fix = Some(Said::same("linli resolve"));
        findings.push(finding);
        let losers: Vec<_> =
            by.iter().map(|p| files[p.0].rows[p.1].head.id.code).filter(|c| Some(*c) != in_force).collect();
        for row in files.iter_mut().flat_map(|f| &mut f.rows) {
            if row.head.state == State::Effective && losers.contains(&row.head.id.code) {
                row.head.state = State::Overruled;
            }
        }
    }
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
