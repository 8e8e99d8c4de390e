//! Personal numbers in the history: every version of every file, every message, every author.

use super::{Line, Matter, Patient, Verdict};
use crate::error::Result;
use crate::model::{Cell, Rows, Stamp};
use crate::privacy::{Disclosed, Disclosures};
use crate::said;
use crate::store::{Kept, Oid, Store, Walked};
use crate::words::{Said, count_of, words};
use chrono::{DateTime, FixedOffset};
use std::collections::BTreeMap;

/// The matter.
pub const MATTER: Matter =
    Matter {
        code: "history", title: words("numbers in the history", "历史中的号码"), look, mend: None
    };

/// Raised when numbers are recognised that were not before: then what was clean is looked through again.
const VERSION: u32 = 1;

/// What the whole history was found to hold.
pub struct Scan {
    /// The numbers.
    pub found: Vec<Disclosed>,
    /// Files of `private/` that commits have: path and first commit.
    pub private: BTreeMap<String, String>,
    /// When each commit that brought something was made.
    pub when: BTreeMap<String, i64>,
    /// Versions of files that are there, and how many of them were read now.
    pub versions: usize,
    /// See `versions`.
    pub read: usize,
    /// Files that are no text.
    pub binary: usize,
    /// How far it came.
    pub walked: Walked,
}

/// Looks through the whole history. Versions that were found clean before, by their ids, are not read again.
///
/// # Errors
/// Git cannot be read.
pub fn scan(store: &Store, exempt: &[String]) -> Result<Scan> {
    let rules = format!("{VERSION} {}", exempt.join(" "));
    let mut clean = store.clean_blobs(&rules);
    let mut order: Vec<Oid> = Vec::new();
    let mut seen = Disclosures::default();
    let mut scan = Scan {
        found: Vec::new(),
        private: BTreeMap::new(),
        when: BTreeMap::new(),
        versions: 0,
        read: 0,
        binary: 0,
        walked: Walked::default(),
    };
    let mut when = BTreeMap::new();
    let (mut commit_text, mut at) = (String::new(), 0);
    let walked = store.walk_history(&mut |kept| {
        match kept {
            Kept::Commit { commit, seconds, message, people } => {
                (commit_text, at) = (commit.to_string(), seconds);
                seen.commit(&commit_text, message, &people, exempt);
            }
            Kept::File { path, blob, .. } => {
                scan.versions += 1;
                seen.path(&commit_text, path, exempt);
                if path.starts_with("private/") {
                    scan.private.entry(path.to_owned()).or_insert_with(|| commit_text.clone());
                    when.entry(commit_text.clone()).or_insert(at);
                }
                if clean.contains(&blob) {
                    order.push(blob);
                } else {
                    scan.read += 1;
                    let bytes = store.read_blob(blob)?;
                    if bytes.contains(&0) {
                        scan.binary += 1;
                    } else if seen.file(&commit_text, path, bytes, exempt) && clean.insert(blob) {
                        order.push(blob);
                    }
                }
            }
        }
        if seen.found.last().is_some_and(|d| d.commit == commit_text) {
            when.entry(commit_text.clone()).or_insert(at);
        }
        Ok(())
    })?;
    if scan.read > scan.binary {
        store.note_clean_blobs(&rules, &order);
    }
    (scan.found, scan.when, scan.walked) = (seen.found, when, walked);
    Ok(scan)
}

fn look(patient: &mut Patient) -> Result<Vec<Line>> {
    let exempt = patient.exempt();
    let Some(store) = &patient.store else { return Ok(Vec::new()) };
    let scan = scan(store, &exempt)?;
    let zone = *patient.now.datetime().offset();
    let since = |commit: &str| {
        let seconds = scan.when.get(commit).copied().unwrap_or_default();
        let at = DateTime::from_timestamp(seconds, 0).unwrap_or_default().with_timezone::<FixedOffset>(&zone);
        (commit[..8.min(commit.len())].to_owned(), Stamp::from_datetime(at).day())
    };
    let mut lines = Vec::new();
    for (path, commit) in &scan.private {
        let (commit, day) = since(commit);
        let found = said!(
            "{path} has been in git since {commit} of {day}: names and phones",
            "{path} 自 {day} 的 {commit} 起在 git 中：内有姓名和电话"
        );
        lines.push(Line::new(Verdict::Problem, found).remedy(rewrite()));
    }
    for one in &scan.found {
        let (commit, day) = since(&one.commit);
        let (number, line) = (&one.masked, one.line);
        let place = match (&one.path, one.line) {
            (Some(path), 0) => said!("in the name of {path}", "在文件名 {path} 中"),
            (Some(path), _) => said!("in {path}:{line}", "在 {path}:{line}"),
            (None, 0) => said!("in the name or address of the author", "在提交人的姓名或邮箱中"),
            (None, _) => said!("in the message of the commit", "在提交说明中"),
        };
        let found = said!(
            "{number} {p}, since {commit} of {day}",
            "{number} {p}，自 {day} 的 {commit} 起",
            p = (place.en, place.zh)
        );
        lines.push(Line::new(Verdict::Problem, found).remedy(rewrite()));
    }
    for error in &scan.walked.unread {
        let found = said!("part of the history cannot be read: {error}", "部分历史无法读取：{error}");
        lines.push(Line::new(Verdict::Problem, found).remedy(said!("git fsck --full", "git fsck --full")));
    }
    if scan.walked.shallow {
        let found = said!("this clone lacks the older history", "本克隆缺少较早的历史");
        lines.push(
            Line::new(Verdict::Warning, found)
                .remedy(said!("git fetch --unshallow", "git fetch --unshallow")),
        );
    }
    if lines.is_empty() {
        let (commits, files) = looked(&scan);
        let found = said!(
            "none in {c}, {f}",
            "{c}、{f}，没有发现",
            c = (commits.en, commits.zh),
            f = (files.en, files.zh)
        );
        lines.push(Line::new(Verdict::Good, found));
    }
    if scan.binary > 0 {
        let n = scan.binary;
        let found = said!("{n} files are no text and were not looked into", "{n} 个文件不是文本，未能查看");
        lines.push(Line::new(Verdict::NotUsed, found));
    }
    Ok(lines)
}

fn looked(scan: &Scan) -> (Said, Said) {
    (
        count_of(scan.walked.commits, "commit", "commits", "次提交"),
        count_of(scan.versions, "version of files", "versions of files", "个文件版本"),
    )
}

fn rewrite() -> Said {
    said!("git filter-repo --replace-text FILE", "git filter-repo --replace-text 文件")
}

/// What can be done about numbers in the history: not much, and not by this program.
pub fn advice(page: &Rows) -> Vec<Said> {
    let ours =
        |row: &Vec<Cell>| matches!((&row[0], &row[1]), (Cell::Code("history", _), Cell::Code("problem", _)));
    if !page.rows.iter().any(ours) {
        return Vec::new();
    }
    vec![
        said!(
            "What is in git's history is in every clone. Treat these numbers as disclosed, and tell those whose they are.",
            "进入 git 历史的内容，每一份克隆里都有。请把这些号码视为已经泄露，并告知本人。"
        ),
        said!(
            "It goes only by rewriting the history, which changes the id of every later commit: write each number in a file outside the repository (13812345678==>138****5678), then: git filter-repo --replace-text FILE --replace-message FILE; for a file of private/: git filter-repo --invert-paths --path private/. Then every clone and backup must be made anew, and the old ones destroyed.",
            "只有改写历史才能去掉，其后每次提交的编号都会改变：把号码逐行写进仓库之外的文件（13812345678==>138****5678），然后 git filter-repo --replace-text 文件 --replace-message 文件；若是 private/ 里的文件：git filter-repo --invert-paths --path private/。之后所有克隆和备份都须重新制作，旧的销毁。"
        ),
    ]
}
