//! The layers about rows: append-only, and recorded by the author.

use super::{Layer, Problem, Verifier};
use crate::audit::{RowText, Step, changed_fields, ledger_of};
use crate::ledgers::Ledger;
use crate::model::RowId;
use crate::said;
use crate::store::history::Commit;
use crate::words::Said;

pub(super) fn check(verifier: &mut Verifier, commit: &Commit, step: &Step) {
    verifier.checked(Layer::AppendOnly, 1);
    for (ledger, set) in &step.ledgers {
        let problem = |row: &RowText, what: Said| Problem {
            commit: Some(commit.id),
            file: file_of(ledger, row, step),
            id: row.id.clone(),
            what,
        };
        let mut found = Vec::new();
        for (was, is) in &set.edited {
            found.push(problem(was, edited(was, is)));
        }
        for row in &set.removed {
            found.push(problem(
                row,
                match commit.is_merge() {
                    true => said!(
                        "the merge drops this row, which a parent has",
                        "合并时丢掉了这一行，而合并前的一方有它"
                    ),
                    false => said!(
                        "the row was removed: {row}",
                        "这一行被删除：{row}",
                        row = (short(row), short(row))
                    ),
                },
            ));
        }
        if commit.is_merge() {
            for row in &set.added {
                found.push(problem(
                    row,
                    said!(
                        "the merge adds this row, which no parent has: {row}",
                        "合并时多出了这一行，而合并前各方都没有：{row}",
                        row = (short(row), short(row))
                    ),
                ));
            }
        }
        for problem in found {
            verifier.problem(Layer::AppendOnly, problem);
        }
        if !commit.is_merge() {
            verifier.checked(Layer::Recorder, set.added.len());
            for row in set.added.iter().filter(|row| !same_person(row.get("by"), &commit.author)) {
                let (by, author) = (row.get("by"), &commit.author);
                let what = said!(
                    "the row says that {by} recorded it; the author of the commit is {author}",
                    "该行的登记人是“{by}”，提交人却是“{author}”"
                );
                verifier.problem(Layer::Recorder, problem(row, what));
            }
        }
    }
}

/// The file of a row: the only one of its ledger that the commit touches, else that of its month.
fn file_of(ledger: &'static Ledger, row: &RowText, step: &Step) -> String {
    let mut files = step.files.iter().filter(|file| ledger_of(&file.path) == Some(ledger));
    match (files.next(), files.next()) {
        (Some(only), None) => only.path.clone(),
        _ => RowId::parse_bytes(row.id.as_bytes()).map_or_else(String::new, |id| ledger.path(id.day)),
    }
}

fn edited(was: &RowText, is: &RowText) -> Said {
    let (before, after) = changed_fields(was, is, &[]);
    let pairs: Vec<String> = before
        .iter()
        .zip(&after)
        .map(|((name, old), (_, new))| format!("{name} “{old}” → “{new}”"))
        .collect();
    let (en, zh) = (pairs.join(", "), pairs.join("，"));
    said!("the row was edited: {list}", "这一行被改动：{list}", list = (en, zh))
}

/// The cells of a row that tell most, in a line.
fn short(row: &RowText) -> String {
    const COMMON: [&str; 5] = ["id", "note", "reverses", "by", "at"];
    let cells = row.cells.iter().filter(|(name, _)| !COMMON.contains(&&**name));
    cells.map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" ")
}

/// True if a name in a row is the name of an author. Git leaves out what cannot stand in an author's name: blanks and some
/// marks at both ends, angle brackets anywhere.
pub(super) fn same_person(by: &str, author: &str) -> bool {
    by == author || plain(by) == plain(author)
}

fn plain(name: &str) -> String {
    let crud = |c: char| c <= ' ' || matches!(c, '.' | ',' | ':' | ';' | '<' | '>' | '"' | '\\' | '\'');
    name.trim_matches(crud).chars().filter(|c| !matches!(c, '<' | '>' | '\n' | '\r')).collect()
}
