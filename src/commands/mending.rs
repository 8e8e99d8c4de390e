//! Mending what was committed after git merged ledgers as text: marks of a conflict, rows twice, rows of a side that are
//! gone. The sides are the parents of the merge.

use super::sharing::{Clash, Joint, join};
use crate::error::{Error, Result};
use crate::merging::{Keep, Kind, Versions, merge, rows_by_id, without_markers, without_twins};
use crate::said;
use crate::store::{Oid, Store};
use std::collections::{BTreeMap, BTreeSet};

/// So many merges back are looked into.
const MERGES: usize = 50;

/// What has to become otherwise, and the parents of the merges that it comes from; `None` if nothing is wrong.
///
/// # Errors
/// A register with marks in it was edited since; git cannot be read.
pub fn mend(store: &Store, keep: Option<Keep>) -> Result<Option<(Joint, Vec<Oid>)>> {
    let whole = store.whole()?;
    let Some(head) = whole.head()?.map(|head| head.commit) else { return Ok(None) };
    let merges = merges(&whole, head)?;
    let mut paths: BTreeSet<String> = spoilt(store, head)?;
    for parents in merges.values() {
        for (path, _) in &parents.files {
            paths.insert(path.clone());
        }
    }
    let (mut joint, mut sides) = (Joint::default(), BTreeSet::new());
    for path in paths {
        let Some((now, mode)) = whole.entry_at(head, &path)? else { continue };
        let now_text = String::from_utf8_lossy(&whole.read_blob(now)?).into_owned();
        let marked = without_markers(&now_text) != now_text;
        let text = match Kind::of(&path) {
            Kind::Ledger(_) => {
                let mut text =
                    without_twins(&without_markers(&now_text)).unwrap_or_else(|_| now_text.clone());
                for merged in merges.values().filter(|m| marked || m.files.iter().any(|(p, _)| *p == path)) {
                    for parent in &merged.parents {
                        text = with_rows_of(&whole, &path, &text, *parent, keep, &mut joint)?;
                    }
                }
                text
            }
            Kind::Table(_) | Kind::Toml if marked => {
                register(&whole, &path, &now_text, &merges, keep, &mut joint)?
            }
            _ => continue,
        };
        if text == now_text {
            continue;
        }
        sides.extend(
            merges
                .values()
                .filter(|m| m.files.iter().any(|(p, _)| *p == path))
                .flat_map(|m| m.parents.clone()),
        );
        joint.files.push((path, Some((join::blob(&whole, text.as_bytes())?, mode))));
    }
    if joint.files.is_empty() {
        return Ok(None);
    }
    sides.remove(&head);
    Ok(Some((joint, sides.into_iter().collect())))
}

/// A merge that made something of a file that none of its parents has.
struct Merge {
    parents: Vec<Oid>,
    /// The files, as the merge has them.
    files: Vec<(String, Oid)>,
}

fn merges(whole: &Store, head: Oid) -> Result<BTreeMap<Oid, Merge>> {
    let failed = |e: git2::Error| Error::Git {
        message: said!("cannot read the history: {e}", "无法读取历史：{e}"),
        hint: None,
    };
    let repo = whole.repository();
    let mut walk = repo.revwalk().map_err(failed)?;
    walk.push(head).map_err(failed)?;
    let mut found = BTreeMap::new();
    let mut seen = 0;
    for id in walk {
        let id = id.map_err(failed)?;
        let parents: Vec<Oid> = repo.find_commit(id).map_err(failed)?.parent_ids().collect();
        if parents.len() != 2 {
            continue;
        }
        seen += 1;
        if seen > MERGES {
            break;
        }
        let (one, other) =
            (whole.differences(Some(parents[0]), Some(id))?, whole.differences(Some(parents[1]), Some(id))?);
        let made = one.into_iter().filter(|(path, _)| other.contains_key(path));
        let files: Vec<(String, Oid)> = made.filter_map(|(path, (_, new))| Some((path, new?.0))).collect();
        if !files.is_empty() {
            found.insert(id, Merge { parents, files });
        }
    }
    Ok(found)
}

/// Ledgers and registers of HEAD in which git's marks stand, or a row twice.
fn spoilt(store: &Store, head: Oid) -> Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    for file in store.files_at(head, "ledgers", |_| true)?.files {
        let text = String::from_utf8_lossy(&file.bytes);
        let marked = without_markers(&text) != *text && text.contains("<<<<<<<");
        let twice =
            matches!(Kind::of(&file.path), Kind::Ledger(_)) && without_twins(&text).is_ok_and(|t| t != *text);
        if marked || twice {
            found.insert(format!("{}{}", store.prefix(), file.path));
        }
    }
    Ok(found)
}

/// The text with the rows of a commit that it lacks.
fn with_rows_of(
    whole: &Store,
    path: &str,
    text: &str,
    parent: Oid,
    keep: Option<Keep>,
    joint: &mut Joint,
) -> Result<String> {
    let Some((blob, _)) = whole.entry_at(parent, path)? else { return Ok(text.to_owned()) };
    let theirs = String::from_utf8_lossy(&whole.read_blob(blob)?).into_owned();
    let Ok(rows) = rows_by_id(Some(&theirs)) else { return Ok(text.to_owned()) };
    let have = rows_by_id(Some(text)).unwrap_or_default();
    if rows.keys().all(|id| have.contains_key(id)) {
        return Ok(text.to_owned());
    }
    let versions = Versions { base: Some(text), ours: Some(text), theirs: Some(&theirs) };
    match merge(path, versions, keep) {
        Ok(merged) => {
            let clashes =
                merged.conflicts.into_iter().map(|conflict| Clash { path: path.to_owned(), conflict });
            joint.clashes.extend(clashes);
            Ok(merged.text.unwrap_or_default())
        }
        Err(_) => Ok(text.to_owned()),
    }
}

/// A register with marks in it, merged again from the parents of its merge.
fn register(
    whole: &Store,
    path: &str,
    now: &str,
    merges: &BTreeMap<Oid, Merge>,
    keep: Option<Keep>,
    joint: &mut Joint,
) -> Result<String> {
    let blob = git2::Oid::hash_object(git2::ObjectType::Blob, now.as_bytes()).ok();
    let merge_of = merges.values().find(|m| m.files.iter().any(|(p, b)| p == path && Some(*b) == blob));
    let Some(found) = merge_of else {
        return Err(Error::refused(said!(
            "{path} has git's marks of a merge in it, and was edited since",
            "{path} 中有 git 合并的标记，且此后被编辑过"
        ))
        .hint(said!("edit it, then linli save", "请编辑好后执行 linli save")));
    };
    let [ours, theirs] = [found.parents[0], found.parents[1]];
    let text = |commit: Option<Oid>| -> Result<Option<String>> {
        let entry = commit.map(|c| whole.entry_at(c, path)).transpose()?.flatten();
        let bytes = entry.map(|(blob, _)| whole.read_blob(blob)).transpose()?;
        Ok(bytes.map(|b| String::from_utf8_lossy(&b).into_owned()))
    };
    let (base, ours, theirs) = (text(whole.common(ours, theirs)?)?, text(Some(ours))?, text(Some(theirs))?);
    let versions = Versions { base: base.as_deref(), ours: ours.as_deref(), theirs: theirs.as_deref() };
    match merge(path, versions, keep) {
        Ok(merged) => {
            joint.clashes.extend(
                merged.conflicts.into_iter().map(|conflict| Clash { path: path.to_owned(), conflict }),
            );
            Ok(merged.text.unwrap_or_default())
        }
        Err(_) => Ok(now.to_owned()),
    }
}
