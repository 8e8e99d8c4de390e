//! What becomes of a register that is changed: hand edits are not swept into the commit, packs that rows use stay, and
//! `--dry-run` shows the lines that change.

use super::desk::Files;
use crate::books::compare_with_head;
use crate::error::{Error, Result};
use crate::model::Finding;
use crate::recording::Entry;
use crate::registers::ITEMS;
use crate::said;
use crate::store::text::Source;
use git2::{MergeFileInput, MergeFileOptions, merge_file};

/// The bytes to commit of a register whose working file has hand edits: the committed ones with this operation's
/// change alone.
///
/// # Errors
/// The change and the hand edits concern the same lines.
pub fn without_hand_edits(path: &str, committed: &[u8], before: &[u8], after: &[u8]) -> Result<Vec<u8>> {
    fn input<'a>(bytes: &'a [u8]) -> MergeFileInput<'a> {
        let mut input = MergeFileInput::new();
        input.content(bytes);
        input
    }
    // Unlike the rest of libgit2's face, its merge of files does not start the library by itself.
    let _ = git2::Oid::hash_object(git2::ObjectType::Blob, before);
    let mut options = MergeFileOptions::new();
    let merged = merge_file(&input(before), &input(committed), &input(after), Some(&mut options));
    match merged {
        Ok(merged) if merged.is_automergeable() => Ok(merged.content().to_vec()),
        _ => Err(Error::refused(said!(
            "{path} has hand edits at the same lines that are not committed",
            "{path} 的同一处有未提交的手工改动"
        ))
        .hint(said!("commit them first: linli save", "请先提交：linli save"))),
    }
}

/// Packs that rows use and that the new register changes.
pub fn packs_changed(files: &Files, after: &[Source]) -> Vec<Finding> {
    let items = |sources: &[Source]| sources.iter().find(|s| s.path == ITEMS).cloned();
    let (Some(old), Some(new)) = (items(&files.sources), items(after)) else { return Vec::new() };
    if old.text == new.text {
        return Vec::new();
    }
    let books = files.books(|_| true);
    compare_with_head(&[old], &[new], &|item, unit| books.uses_pack(item, unit))
}

/// What makes a finding the same before and after a register changed.
pub fn key(finding: &Finding) -> String {
    let path = finding.spot.as_ref().map_or("", |s| s.path.as_str());
    let id = finding.id.as_deref().unwrap_or_default();
    format!("{} {path} {id} {}", finding.code, finding.message.en)
}

/// True if the entry writes only what never reaches git.
pub fn only_private(entry: &Entry) -> bool {
    entry.documents.is_empty() && entry.registers.iter().all(|(path, _)| path.starts_with("private/"))
}

/// The lines that change, for `--dry-run`; of private files only the name.
pub fn difference(path: &str, old: &str, new: &str) -> String {
    let mut text = format!("{path}\n");
    if path.starts_with("private/") {
        return text;
    }
    let (old, new): (Vec<&str>, Vec<&str>) =
        (old.lines().collect(), new.trim_start_matches('\u{feff}').lines().collect());
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - same;
    let tail = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    for (mark, lines) in [('-', &old[same..old.len() - tail]), ('+', &new[same..new.len() - tail])] {
        lines.iter().for_each(|line| text.push_str(&format!("{mark} {line}\n")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hand_edits_elsewhere_stay_out_of_the_commit_and_at_the_same_lines_refuse() {
        let committed = b"a\nb\nc\nd\ne\nf\n";
        let before = b"A\nb\nc\nd\ne\nf\n";
        let after = b"A\nb\nc\nd\ne\nF\n";
        let merged = without_hand_edits("x", committed, before, after).unwrap();
        assert_eq!(merged, b"a\nb\nc\nd\ne\nF\n");
        assert!(without_hand_edits("x", b"a\n", b"b\n", b"c\n").is_err());
    }

    #[test]
    fn a_difference_shows_only_the_lines_that_change() {
        assert_eq!(difference("p", "a\nb\nc\n", "a\nB\nc\n"), "p\n- b\n+ B\n");
        assert_eq!(difference("p", "a\n", "a\nb\n"), "p\n+ b\n");
        assert_eq!(difference("private/c", "", "secret\n"), "private/c\n");
    }
}
