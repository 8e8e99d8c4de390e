//! What an export says of itself: the files it wrote, and what its readers must know.

use super::super::Desk;
use super::super::desk::Files;
use crate::books::Books;
use crate::export::{Kept, Written};
use crate::ledgers::{Ledger, Origin};
use crate::model::{Cell, Rows, Severity, number, text};
use crate::privacy::in_tracked;
use crate::said;
use crate::words::{Said, count_of};
use std::collections::BTreeSet;

/// The files that were written.
pub(super) fn account(written: &[Written]) -> Rows {
    let count = |n: u64| Cell::Count(i64::try_from(n).unwrap_or(i64::MAX));
    let row = |w: &Written| vec![Cell::text(w.path.as_str()), count(w.rows), count(w.bytes)];
    let sum = |of: fn(&Written) -> u64| count(written.iter().map(of).sum());
    let total = || vec![Cell::Said(said!("total", "合计")), sum(|w| w.rows), sum(|w| w.bytes)];
    Rows {
        name: "export",
        columns: vec![
            text("file", "File", "文件"),
            number("rows", "Rows", "行数"),
            number("bytes", "Bytes", "字节"),
        ],
        rows: written.iter().map(row).collect(),
        total: (written.len() > 1).then(total),
        ..Rows::default()
    }
}

/// What became of the files that were there.
pub fn say(kept: &Kept, desk: &mut Desk) {
    if !kept.removed.is_empty() {
        let n = count_of(kept.removed.len(), "file", "files", "个文件");
        desk.ui.did(&said!("removed {n} of the earlier export", "已删除上次导出的 {n}", n = (n.en, n.zh)));
    }
    if !kept.overwritten.is_empty() {
        let list = &kept.overwritten;
        desk.ui.warn(&said!("overwritten: {l}", "已覆盖：{l}", l = (list.join(", "), list.join("、"))));
    }
}

/// The lines of the ledgers that are not in the export, because they cannot be read or cancel one that cannot.
pub(super) fn lost(books: &Books, ledgers: &[&'static Ledger], left_out: &[Origin]) -> Option<Said> {
    let path = |file: u32| books.sources[file as usize].path.as_str();
    let mut lines: BTreeSet<(&str, u32)> = left_out.iter().map(|o| (path(o.file), o.line)).collect();
    let mut errors = books.findings.iter().filter(|f| f.severity == Severity::Error).peekable();
    if errors.peek().is_some() {
        let heads = ledgers.iter().flat_map(|ledger| books.heads(ledger));
        let read: BTreeSet<(&str, u32)> = heads.map(|h| (path(h.origin.file), h.origin.line)).collect();
        let folders: Vec<String> = ledgers.iter().map(|ledger| format!("ledgers/{}/", ledger.name)).collect();
        for spot in errors.filter_map(|finding| finding.spot.as_ref()) {
            let ours = folders.iter().any(|folder| spot.path.starts_with(folder));
            if let Some(line) = spot.line.filter(|_| ours)
                && !read.contains(&(spot.path.as_str(), line))
            {
                lines.insert((spot.path.as_str(), line));
            }
        }
    }
    if lines.is_empty() {
        return None;
    }
    let n = count_of(lines.len(), "line", "lines", "行");
    let list: Vec<String> = lines.iter().map(|(path, line)| format!("{path}:{line}")).collect();
    Some(said!(
        "{n} not in the export: unreadable, or cancelling what is ({l}); linli check says why",
        "未导出 {n}：无法读取，或冲销的是无法读取的行（{l}）；原因请运行 linli check",
        n = (n.en, n.zh),
        l = (list.join(", "), list.join("、"))
    ))
}

/// That personal numbers stand in what is exported.
pub(super) fn numbers(files: &Files) -> Option<Said> {
    let exempt = &files.registers.community.public_phones;
    let found: usize = files.sources.iter().map(|source| in_tracked(source, exempt).len()).sum();
    (found > 0).then(|| {
        let n = count_of(found, "line", "lines", "行");
        said!(
            "personal numbers stand in {n} of the files exported: linli check names them",
            "所导出的文件中有 {n} 含个人号码，请运行 linli check 查看",
            n = (n.en, n.zh)
        )
    })
}
