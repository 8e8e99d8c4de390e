//! One fault makes one finding, also where two places looked at it: reading, the comparison with `HEAD`, the books.

use super::losses::Losses;
use super::{Tier, by_code};
use crate::books::is_damage;
use crate::model::{Finding, RowId, Severity};
use crate::registers::Registers;
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
pub fn together(mut findings: Vec<Finding>, registers: &Registers) -> Vec<Finding> {
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    findings.dedup();
    let explained = Explained::by(&findings);
    let losses = Losses::among(&findings, registers);
    let follows = |finding| explained.covers(finding) || losses.explain(finding);
    let keep: Vec<bool> = findings.iter().map(|finding| !follows(finding)).collect();
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
    /// Cells that cannot be read.
    unread: BTreeSet<(Line<'f>, Option<&'static str>)>,
    /// Ids of committed rows that are gone.
    removed: BTreeSet<&'f str>,
}

fn line_of(finding: &Finding) -> Option<Line<'_>> {
    let spot = finding.spot.as_ref()?;
    Some((spot.path.as_str(), spot.line?))
}

/// The pieces of a line that may be ids.
fn ids_in(finding: &Finding) -> impl Iterator<Item = &str> {
    words(finding.spot.as_ref().map_or("", |spot| spot.text.as_str()))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
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
                ("removed-row", _) => {
                    explained.removed.extend(finding.id.as_deref());
                    let was = finding.subject.was.as_deref().unwrap_or_default();
                    explained.removed.extend(words(was).filter(|word| RowId::parse(word).is_ok()));
                }
                ("bad-choice" | "type", Some(line)) => {
                    explained.unread.insert((line, finding.field));
                }
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
            // Which column a header has instead of the one it lacks.
            "header" => finding.severity == Severity::Info && is_at(&self.damaged),
            "removed-row" => {
                let path = finding.spot.as_ref().map_or("", |spot| spot.path.as_str());
                finding.id.as_deref().is_some_and(|id| self.lost.contains(&(path, id)))
            }
            // What a step or a kind asks for is not known where it cannot be read itself.
            "required"
                if line.is_some_and(|line| {
                    [finding.field, Some("step")].iter().any(|field| self.unread.contains(&(line, *field)))
                }) =>
            {
                true
            }
            code if CONTENT.contains(&code) => {
                let follows = matches!(code, "reverses-unknown" | "unknown-request")
                    && ids_in(finding).any(|id| self.removed.contains(id));
                follows
                    || is_at(&self.edited)
                    || line.is_some_and(|line| self.personal.contains(&(line, finding.field)))
            }
            code if by_code(code).is_some_and(|check| check.tier == Tier::Books) => is_at(&self.edited),
            _ => false,
        }
    }
}
