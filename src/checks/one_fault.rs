//! One fault makes one finding, also where two places looked at it: reading, the comparison with `HEAD`, the books.

use crate::books::is_damage;
use crate::model::Finding;
use std::collections::BTreeSet;

/// Codes of what stands in a row, which a changed row or a personal number explains.
const CONTENT: &[&str] = &[
    "type",
    "required",
    "bad-choice",
    "id-form",
    "wrong-month",
    "unknown-place",
    "unknown-item",
    "unknown-store",
    "unknown-round",
    "unknown-volunteer",
    "unknown-group",
    "unknown-request",
    "unknown-notice",
    "reverses-unknown",
    "reverses-mismatch",
];

/// Joins what was found while reading, against `HEAD` and in the books: those that only follow from another are left out,
/// the rest is in order.
pub fn together(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    findings.dedup();
    let explained = Explained::by(&findings);
    let keep: Vec<bool> = findings.iter().map(|finding| !explained.covers(finding)).collect();
    let mut keep = keep.into_iter();
    findings.retain(|_| keep.next().unwrap_or(true));
    findings
}

type Line<'f> = (&'f str, u32);

/// What explains other findings.
#[derive(Default)]
struct Explained<'f> {
    /// Lines that cannot be read.
    damaged: BTreeSet<Line<'f>>,
    /// Whatever may be an id on such lines.
    lost: BTreeSet<(&'f str, &'f str)>,
    /// Lines of committed rows that were changed.
    edited: BTreeSet<Line<'f>>,
    /// Cells with personal numbers.
    personal: BTreeSet<(Line<'f>, Option<&'static str>)>,
    /// Ids of committed rows that are gone.
    removed: BTreeSet<&'f str>,
}

fn line_of(finding: &Finding) -> Option<Line<'_>> {
    let spot = finding.spot.as_ref()?;
    Some((spot.path.as_str(), spot.line?))
}

/// The pieces of a line that may be ids.
fn ids_in(finding: &Finding) -> impl Iterator<Item = &str> {
    let text = finding.spot.as_ref().map_or("", |spot| spot.text.as_str());
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '.').filter(|word| word.contains('-'))
}

impl<'f> Explained<'f> {
    fn by(findings: &'f [Finding]) -> Explained<'f> {
        let mut explained = Explained::default();
        for finding in findings {
            match (finding.code, line_of(finding)) {
                ("edited-row", Some(line)) => {
                    explained.edited.insert(line);
                }
                ("personal-number", Some(line)) => {
                    explained.personal.insert((line, finding.field));
                }
                ("removed-row", _) => explained.removed.extend(finding.id.as_deref()),
                (code, Some(line)) if is_damage(finding) && !matches!(code, "id-duplicate" | "id-form") => {
                    explained.damaged.insert(line);
                    explained.lost.extend(ids_in(finding).map(|id| (line.0, id)));
                }
                _ => {}
            }
        }
        explained
    }

    fn covers(&self, finding: &Finding) -> bool {
        let line = line_of(finding);
        let is_at = |lines: &BTreeSet<Line>| line.is_some_and(|line| lines.contains(&line));
        match finding.code {
            "edited-row" => is_at(&self.damaged),
            "removed-row" => {
                let path = finding.spot.as_ref().map_or("", |spot| spot.path.as_str());
                finding.id.as_deref().is_some_and(|id| self.lost.contains(&(path, id)))
            }
            code if CONTENT.contains(&code) => {
                let follows = matches!(code, "reverses-unknown" | "unknown-request")
                    && ids_in(finding).any(|id| self.removed.contains(id));
                follows
                    || is_at(&self.edited)
                    || line.is_some_and(|line| self.personal.contains(&(line, finding.field)))
            }
            _ => false,
        }
    }
}
