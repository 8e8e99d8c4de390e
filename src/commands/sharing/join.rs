//! Two commits made one, file by file: what one side changed is taken, what both changed is merged (`merging`).

use crate::error::{Error, Result};
use crate::merging::{Conflict, Keep, Kind, Merged, Versions, merge};
use crate::said;
use crate::store::{Entry, Oid, Store};
use std::collections::BTreeSet;

/// An ordinary file, as git writes its mode.
const PLAIN: i32 = 0o100644;

/// Something that both sides say differently.
#[derive(Clone, Debug)]
pub struct Clash {
    /// The file, from the top of the repository.
    pub path: String,
    /// What.
    pub conflict: Conflict,
}

/// What two commits make together.
#[derive(Clone, Debug, Default)]
pub struct Joint {
    /// The files that become otherwise than ours has them.
    pub files: Vec<(String, Entry)>,
    /// What is in conflict.
    pub clashes: Vec<Clash>,
}

/// The sides of a merge.
#[derive(Clone, Copy, Debug)]
pub struct Sides {
    /// The last commit that both have.
    pub base: Option<Oid>,
    /// Ours.
    pub ours: Oid,
    /// Theirs.
    pub theirs: Oid,
}

/// Makes two commits one. `store` is the whole repository ([`Store::whole`]). Nothing is written but objects that nothing
/// names.
///
/// # Errors
/// A ledger or register of one side cannot be read as what it is; git cannot be read or written.
pub fn join(store: &Store, sides: Sides, keep: Option<Keep>) -> Result<Joint> {
    let Sides { base, ours, theirs } = sides;
    let (here, there) = (store.differences(base, Some(ours))?, store.differences(base, Some(theirs))?);
    let paths: BTreeSet<&String> = here.keys().chain(there.keys()).collect();
    let mut joint = Joint::default();
    for path in paths {
        let old = base.map(|base| store.entry_at(base, path)).transpose()?.flatten();
        let [mine, other] = [&here, &there].map(|side| side.get(path).map_or(old, |(_, new)| *new));
        if mine == other {
            continue;
        }
        let ledger = matches!(Kind::of(path), Kind::Ledger(_));
        if !ledger && other == old {
            continue;
        }
        if !ledger && mine == old {
            joint.files.push((path.clone(), other));
            continue;
        }
        let mode = [other, mine].into_iter().flatten().map(|(_, mode)| mode).max().unwrap_or(PLAIN);
        let merged = merged(store, path, sides, [old, mine, other], keep)?;
        joint
            .clashes
            .extend(merged.conflicts.into_iter().map(|conflict| Clash { path: path.clone(), conflict }));
        let entry = match merged.text {
            Whole::Entry(entry) => entry,
            Whole::Text(None) => None,
            Whole::Text(Some(text)) => Some((blob(store, text.as_bytes())?, mode)),
        };
        if entry != mine {
            joint.files.push((path.clone(), entry));
        }
    }
    Ok(joint)
}

/// A file as it becomes: a text, or what one side has, byte for byte.
enum Whole {
    Text(Option<String>),
    Entry(Entry),
}

struct File {
    text: Whole,
    conflicts: Vec<Conflict>,
}

fn merged(store: &Store, path: &str, sides: Sides, entries: [Entry; 3], keep: Option<Keep>) -> Result<File> {
    let [old, mine, other] = entries;
    if let (Kind::Output, Some((a, _)), Some((b, _))) = (Kind::of(path), mine, other) {
        // Two clones wrote it: the earlier commit wins.
        let here = store.since(path, a, sides.ours, sides.base)?;
        let there = store.since(path, b, sides.theirs, sides.base)?;
        let entry = if (here.0, a) <= (there.0, b) { mine } else { other };
        return Ok(File { text: Whole::Entry(entry), conflicts: Vec::new() });
    }
    let read = |entry: Entry| -> Result<Option<std::result::Result<String, Vec<u8>>>> {
        let bytes = entry.map(|(blob, _)| store.read_blob(blob)).transpose()?;
        Ok(bytes.map(|bytes| String::from_utf8(bytes).map_err(|e| e.into_bytes())))
    };
    let texts = [read(old)?, read(mine)?, read(other)?];
    if texts.iter().flatten().any(|text| text.is_err()) {
        if matches!(Kind::of(path), Kind::Ledger(_) | Kind::Table(_) | Kind::Toml) {
            return Err(unreadable(
                path,
                0,
                &said!("it holds bytes that are not UTF-8", "其中有不是 UTF-8 的内容"),
            ));
        }
        let Merged { conflicts, .. } = Merged::whole(path, Versions::default(), keep);
        let entry = if keep == Some(Keep::Theirs) { other } else { mine };
        return Ok(File { text: Whole::Entry(entry), conflicts });
    }
    let [base, ours, theirs] = texts.each_ref().map(|text| text.as_ref().and_then(|t| t.as_deref().ok()));
    let done = merge(path, Versions { base, ours, theirs }, keep);
    let done = done.map_err(|bad| unreadable(path, bad.line, &bad.why))?;
    Ok(File { text: Whole::Text(done.text), conflicts: done.conflicts })
}

fn unreadable(path: &str, line: u32, why: &crate::words::Said) -> Error {
    let at = if line > 0 { format!("{path}:{line}") } else { path.to_owned() };
    Error::refused(said!(
        "{at} cannot be merged: {w}; nothing was changed",
        "{at} 无法合并：{w}；未作任何改动",
        w = (why.en.clone(), why.zh.clone())
    ))
    .hint(said!(
        "linli check shows it; linli resolve mends what git left of a merge",
        "可用 linli check 查看；若是 git 合并留下的，可用 linli resolve 修复"
    ))
}

/// Writes a blob that nothing names yet.
pub fn blob(store: &Store, bytes: &[u8]) -> Result<Oid> {
    store.repository().blob(bytes).map_err(|e| Error::Git {
        message: said!("cannot write an object: {e}", "无法写入对象：{e}"),
        hint: None,
    })
}
