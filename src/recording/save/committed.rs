//! The rows that are committed already: whether the working file still has them, as they were.

use super::HandRow;
use crate::books::{compare_with_head, spot_of_line};
use crate::ledgers::{Header, Ledger};
use crate::model::{Finding, Severity, Spot};
use crate::said;
use crate::store::text::{Source, read_records};
use crate::words::Said;
use std::collections::BTreeMap;

/// True if the header has the column of ids.
pub(super) fn has_ids(source: &Source, ledger: &'static Ledger) -> bool {
    let mut header = None;
    read_records(source.text.trim_start_matches('\u{feff}'), |record| {
        header.get_or_insert_with(|| Header::read(record.line, record.spans, ledger.fields).0);
    });
    header.is_none_or(|header| header.columns.first().is_some_and(Option::is_some))
}

/// Without the column of ids no committed row is known again, and saving would record each of them a second time.
pub(super) fn without_ids(source: &Source) -> Finding {
    let path = &source.path;
    let message = said!(
        "the column `id` is gone: committed rows cannot be told from new ones",
        "“id”列不见了，无法区分已提交的行和新增的行"
    );
    let mut finding = Finding::new("header", Severity::Error, message);
    let line = source.line_at(0);
    finding.spot = Some(spot_of_line(source, 1, line, (0, line.len() as u32)));
    finding.label = said!("name it again; or take the file back", "请恢复这一列的列名，或退回文件");
    finding.fix = Some(Said::same(format!("git checkout HEAD -- {path}")));
    finding
}

/// Committed rows that were edited or removed.
pub(super) fn changed(
    old: &Source,
    new: Option<&Source>,
    before: &[HandRow],
    after: &[HandRow],
) -> Vec<Finding> {
    let now: BTreeMap<&str, &HandRow> = after.iter().rev().map(|r| (r.cells[0].as_str(), r)).collect();
    let same = |row: &HandRow| now.get(row.cells[0].as_str()).is_some_and(|n| n.cells == row.cells);
    if before.iter().all(same) {
        return Vec::new();
    }
    let working: Vec<Source> = new.cloned().into_iter().collect();
    let mut findings = compare_with_head(std::slice::from_ref(old), &working, &|_, _| false);
    if findings.is_empty() {
        let message = said!("the file is cut short: committed rows are gone", "文件不完整，已提交的行不见了");
        let mut finding = Finding::new("truncated", Severity::Error, message);
        finding.spot = Some(Spot { path: old.path.clone(), ..Spot::default() });
        finding.fix = Some(Said::same("linli save --keep-new"));
        findings.push(finding);
    }
    findings
}
