//! Lists as sets, three ways: the lines of `.gitignore`, the words of a cell such as `鲜奶|纯牛奶`; and any other text by
//! its lines, as git merges it.

use super::{Keep, Merged, Versions, three_ways};
use git2::{FileFavor, MergeFileInput, MergeFileOptions, merge_file};
use std::collections::BTreeSet;

/// What both lists make together: the base's entries that nobody took away, then the new ones, sorted.
pub(super) fn set<'t>(base: &[&'t str], ours: &[&'t str], theirs: &[&'t str]) -> Vec<&'t str> {
    let kept = |entry: &&&str| ours.contains(*entry) && theirs.contains(*entry);
    let mut all: Vec<&str> = Vec::new();
    for entry in base.iter().filter(kept) {
        if !all.contains(entry) {
            all.push(entry);
        }
    }
    let new: BTreeSet<&str> =
        ours.iter().chain(theirs).copied().filter(|entry| !base.contains(entry)).collect();
    all.extend(new);
    all
}

/// The union of two files of lines.
pub(super) fn union(base: &str, ours: &str, theirs: &str) -> String {
    let lines = |text| -> Vec<&str> { str::lines(text).map(str::trim_end).collect() };
    set(&lines(base), &lines(ours), &lines(theirs)).iter().map(|line| format!("{line}\n")).collect()
}

/// A cell that is a list, such as `箱=24|提=6` or `鲜奶|纯牛奶`: as a set of its entries, those with `=` by what stands
/// before it. `None` if both sides give one entry a different value.
pub(super) fn list(base: &str, ours: &str, theirs: &str) -> Option<String> {
    let entries = |cell: &'_ str| -> Vec<(String, String)> {
        let parts = cell.split('|').map(str::trim).filter(|p| !p.is_empty());
        parts
            .map(|p| p.split_once('=').map_or((p, ""), |(k, v)| (k.trim(), v.trim())))
            .map(|(k, v)| (k.to_owned(), v.to_owned()))
            .collect()
    };
    let (base, ours, theirs) = (entries(base), entries(ours), entries(theirs));
    let value =
        |of: &'_ [(String, String)], key: &str| of.iter().find(|(k, _)| k == key).map(|(_, v)| v.clone());
    let mut keys: Vec<&String> = base.iter().map(|(k, _)| k).collect();
    let new: BTreeSet<&String> =
        ours.iter().chain(&theirs).map(|(k, _)| k).filter(|k| !keys.contains(k)).collect();
    keys.extend(new);
    let mut parts = Vec::new();
    for key in keys {
        let merged = three_ways(value(&base, key), value(&ours, key), value(&theirs, key))?;
        match merged {
            Some(v) if v.is_empty() => parts.push(key.clone()),
            Some(v) => parts.push(format!("{key}={v}")),
            None => {}
        }
    }
    Some(parts.join("|"))
}

/// Merges any other text by its lines. In conflict, the text has git's marks in it.
pub fn merge_text(path: &str, versions: Versions, keep: Option<Keep>) -> Merged {
    let Versions { base, ours, theirs } = versions;
    if let Some(text) = three_ways(base, ours, theirs) {
        return Merged::clear(text);
    }
    let (Some(mine), Some(other)) = (ours, theirs) else { return Merged::whole(path, versions, keep) };
    fn input(text: &str) -> MergeFileInput<'_> {
        let mut input = MergeFileInput::new();
        input.content(text.as_bytes());
        input
    }
    // Unlike the rest of libgit2's face, its merge of files does not start the library by itself.
    let _ = git2::Oid::hash_object(git2::ObjectType::Blob, mine.as_bytes());
    let mut options = MergeFileOptions::new();
    match keep {
        Some(Keep::Ours) => options.favor(FileFavor::Ours),
        Some(Keep::Theirs) => options.favor(FileFavor::Theirs),
        None => options.our_label("ours").their_label("theirs"),
    };
    match merge_file(&input(base.unwrap_or_default()), &input(mine), &input(other), Some(&mut options)) {
        Ok(merged) if merged.is_automergeable() => {
            Merged::clear(Some(&String::from_utf8_lossy(merged.content())))
        }
        Ok(merged) => {
            let text = String::from_utf8_lossy(merged.content()).into_owned();
            Merged { text: Some(text), ..Merged::whole(path, versions, keep) }
        }
        Err(_) => Merged::whole(path, versions, keep),
    }
}

/// How a whole file is named in a conflict: its first line, and how many there are.
pub(super) fn brief(text: &str) -> String {
    let first: String = text.lines().next().unwrap_or_default().chars().take(60).collect();
    format!("{first} … ({} lines)", text.lines().count())
}
