//! What a merge would make of the books, looked at before it lands: damage refuses it, everything else is told.

use super::join::Joint;
use crate::books::{Books, compare_with_head, is_damage, read_registers};
use crate::checks::{self, Scene};
use crate::commands::desk::Desk;
use crate::commands::landing::key;
use crate::error::{Error, Result};
use crate::ledgers::LEDGERS;
use crate::model::{Finding, RowId, Severity, Stamp};
use crate::store::text::Source;
use crate::store::{Oid, Store};
use std::collections::{BTreeMap, BTreeSet};

/// How it stands with supplies and people, which `status` tells every day: nothing that a merge finds.
const SUPPLY: [&str; 4] = ["below-minimum", "expired-on-hand", "request-overdue", "captain-missing"];

/// The books before and after.
pub struct Looked {
    /// The ledgers and registers as they are now.
    pub before: Vec<Source>,
    /// As they will be.
    pub after: Vec<Source>,
    /// What is found after and was not before: warnings and errors.
    pub findings: Vec<Finding>,
}

/// Reads the ledgers of a commit, and of what it becomes, and compares what is found in them.
///
/// # Errors
/// A file would be no set of rows (core damage), or the registers could not be read: the findings.
pub fn look(desk: &Desk, store: &Store, ours: Oid, joint: &Joint) -> Result<Looked> {
    let before = sources(store, ours)?;
    let mut after: BTreeMap<String, Source> = before.iter().map(|s| (s.path.clone(), s.clone())).collect();
    for (path, entry) in &joint.files {
        let Some(path) = path.strip_prefix(store.prefix()).filter(|p| wanted(p)) else { continue };
        match entry {
            None => {
                after.remove(path);
            }
            Some((blob, _)) => {
                after.insert(path.to_owned(), Source::new(path, store.read_blob(*blob)?));
            }
        }
    }
    let after: Vec<Source> = after.into_values().collect();
    let (known, found) = (found(desk, &before), found(desk, &after));
    let Some(mut found) = found else {
        let (_, findings) = read_registers(&after);
        return Err(Error::Findings(findings));
    };
    let damage: Vec<Finding> =
        found.iter().filter(|f| is_damage(f) && !one_row_twice(f, &after)).cloned().collect();
    if !damage.is_empty() {
        return Err(Error::Findings(damage));
    }
    let changed: Vec<Source> = before
        .iter()
        .filter(|old| after.iter().find(|new| new.path == old.path).is_none_or(|new| new.text != old.text))
        .cloned()
        .collect();
    if let (Some(registers), _) = read_registers(&before) {
        let books = Books::read(&registers, &before, |_| true);
        found.extend(compare_with_head(&changed, &after, &|item, unit| books.uses_pack(item, unit)));
    }
    let known: BTreeSet<String> = known.unwrap_or_default().iter().map(key).collect();
    found.retain(|f| f.severity != Severity::Info && !SUPPLY.contains(&f.code) && !known.contains(&key(f)));
    // What was in conflict was shown and decided.
    found.retain(|f| !joint.clashes.iter().any(|clash| Some(&clash.conflict.place) == f.id.as_ref()));
    for finding in found.iter_mut().filter(|f| matches!(f.code, "edited-row" | "removed-row")) {
        // It is committed over there: not to be mended in a file.
        (finding.fix, finding.label) = (None, crate::words::Said::default());
    }
    found.sort_by(|a, b| a.order().cmp(&b.order()));
    Ok(Looked { before, after, findings: found })
}

/// Ledgers and registers, by their path in the community's folder.
fn wanted(path: &str) -> bool {
    let Some(rest) = path.strip_prefix("ledgers/") else { return false };
    match rest.split_once('/') {
        None => rest.ends_with(".csv") || rest.ends_with(".toml"),
        Some((folder, file)) => LEDGERS.iter().any(|l| l.name == folder) && file.ends_with(".csv"),
    }
}

/// The ledgers and registers of a commit.
///
/// # Errors
/// Git cannot be read.
pub fn sources(store: &Store, commit: Oid) -> Result<Vec<Source>> {
    let files = store.files_at(commit, "ledgers", wanted)?;
    Ok(files.files.into_iter().map(|file| Source::new(file.path, file.bytes)).collect())
}

/// Everything found; `None` if the registers cannot be read.
fn found(desk: &Desk, sources: &[Source]) -> Option<Vec<Finding>> {
    let (registers, mut findings) = read_registers(sources);
    let registers = registers?;
    let books = Books::read(&registers, sources, |_| true);
    let now: Stamp = desk.stamp(&registers);
    findings.extend(books.findings.iter().cloned());
    findings.extend(checks::check(&books, &Scene { today: desk.today(&registers), now }));
    Some(checks::together(findings, &registers))
}

/// Two people imported one row, on two days: that is found, and no damage.
fn one_row_twice(finding: &Finding, sources: &[Source]) -> bool {
    let Some(id) = finding.id.as_deref().filter(|_| finding.code == "id-duplicate") else { return false };
    let imported = RowId::parse(id).is_ok_and(|id| id.code.is_long());
    imported && sources.iter().map(|s| s.text.matches(&format!("{id},")).count()).sum::<usize>() < 2
}
