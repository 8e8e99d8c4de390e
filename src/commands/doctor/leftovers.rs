//! What a crash left: an operation that was interrupted, and temporary files.

use super::{Line, Matter, Patient, Verdict};
use crate::error::{Error, Result};
use crate::said;
use crate::words::{Said, words};
use std::time::Duration;

/// The matter.
pub const MATTER: Matter =
    Matter { code: "leftovers", title: words("left by a crash", "中断的残留"), look, mend: Some(mend) };

fn look(patient: &mut Patient) -> Result<Vec<Line>> {
    let Some(store) = &patient.store else { return Ok(Vec::new()) };
    let lock = match store.lock(Duration::ZERO, "linli doctor") {
        Err(Error::Busy { .. }) => {
            let found = said!("another writer is at work", "另一个写入者正在工作");
            return Ok(vec![Line::new(Verdict::NotUsed, found)]);
        }
        lock => lock?,
    };
    let fix = || said!("linli doctor --fix", "linli doctor --fix");
    let mut lines = Vec::new();
    if let Some(subject) = store.interrupted()? {
        let found = said!("an operation was interrupted: {subject}", "有一次操作被中断：{subject}");
        lines.push(Line::new(Verdict::Problem, found).remedy(fix()));
    }
    let files = store.leftovers(&lock);
    if let Some(first) = files.first() {
        let (first, n) = (first.strip_prefix(store.root()).unwrap_or(first).display(), files.len());
        let found = said!("{n} temporary files, such as {first}", "{n} 个临时文件，例如 {first}");
        lines.push(Line::new(Verdict::Warning, found).remedy(fix()));
    }
    if lines.is_empty() {
        lines.push(Line::new(Verdict::Good, Said::default()));
    }
    Ok(lines)
}

fn mend(patient: &mut Patient) -> Result<Vec<Said>> {
    let Some(store) = &patient.store else { return Ok(Vec::new()) };
    let lock = store.lock(Duration::from_secs(30), "linli doctor --fix")?;
    let mut said: Vec<Said> = store.recover(&lock)?.into_iter().collect();
    let n = store.remove_leftovers(&lock)?;
    if n > 0 {
        said.push(said!("removed {n} temporary files", "已删除 {n} 个临时文件"));
    }
    Ok(said)
}
