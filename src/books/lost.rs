//! One fault makes one finding: what only follows from a line that could not be read, or stands in a row that was
//! cancelled, is not said.

use super::reader::FileRead;
use crate::ledgers::{Ledger, Row, State};
use crate::model::{Finding, RowId, Severity};

/// The codes of a line or file that cannot be read as rows.
const DAMAGE: &[&str] =
    &["encoding", "conflict-marker", "truncated", "header", "field-count", "id-form", "id-duplicate"];

/// True if a finding says that a line, or all of a file, could not be read as rows.
pub fn is_damage(finding: &Finding) -> bool {
    finding.severity == Severity::Error && DAMAGE.contains(&finding.code)
}

/// True if the row may stand on a line that could not be read: that was said, and that the row is missing is not a
/// second fault.
pub fn is_lost(findings: &[Finding], ledger: &Ledger, id: RowId) -> bool {
    let (text, path) = (id.to_string(), ledger.path(id.day));
    findings.iter().filter(|f| is_damage(f)).filter_map(|f| Some((f.code, f.spot.as_ref()?))).any(
        |(code, spot)| {
            spot.text.contains(&text)
                || spot.path == path && matches!(code, "truncated" | "header" | "conflict-marker")
        },
    )
}

/// Takes away what was said of the cells of rows that are cancelled, or that cancel: a correction clears a finding. What
/// is wrong with the form of a file stays, and what is wrong with a reversal's own columns.
pub fn silence_cancelled<B>(file: &mut FileRead<Row<'_, B>>) {
    if file.findings.is_empty() {
        return;
    }
    let rows = &file.rows;
    file.findings.retain(|finding| {
        let line = finding.spot.as_ref().and_then(|spot| spot.line);
        let row = line.and_then(|n| rows.binary_search_by_key(&n, |r| r.head.origin.line).ok());
        if matches!(finding.code, "encoding" | "header" | "field-count" | "id-duplicate") {
            return true;
        }
        match row.map(|at| rows[at].head.state) {
            Some(State::Reversed | State::Overruled) => false,
            Some(State::Reversal) => {
                matches!(finding.code, "wrong-month" | "id-form" | "truncated")
                    || matches!(finding.field, Some("id" | "reverses" | "by" | "at"))
            }
            Some(State::Effective | State::Unreadable) | None => true,
        }
    });
}
