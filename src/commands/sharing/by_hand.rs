//! What was typed into the files by hand and is not committed yet: it is saved before anything comes in.

use crate::error::{Error, Result};
use crate::said;
use crate::store::{Oid, Store};
use std::collections::BTreeMap;

/// Refuses while ledgers, registers or templates have hand edits that are not committed.
///
/// # Errors
/// There are some; the files cannot be read.
pub fn hand_work(store: &Store) -> Result<()> {
    let Some(head) = store.head()?.map(|head| head.commit) else { return Ok(()) };
    let mut edited = Vec::new();
    for folder in ["ledgers", "templates"] {
        let mut blobs: BTreeMap<String, Oid> = store.blobs_at(head, folder, |_| true)?.into_iter().collect();
        for path in store.working_paths(folder, |_| true)? {
            let Some(blob) = blobs.remove(&path) else {
                // What nobody reads is nobody's hand work.
                if folder == "templates" || path.ends_with(".csv") || path.ends_with(".toml") {
                    edited.push(path);
                }
                continue;
            };
            if store.clean_blob(&path) == Some(blob) {
                continue;
            }
            let bytes = store.read_working(&path)?.unwrap_or_default();
            if git2::Oid::hash_object(git2::ObjectType::Blob, &bytes).ok() != Some(blob) {
                edited.push(path);
            }
        }
        edited.extend(blobs.into_keys());
    }
    if edited.is_empty() {
        return Ok(());
    }
    let more = if edited.len() > 3 { " …" } else { "" };
    let list = edited.iter().take(3).map(String::as_str).collect::<Vec<_>>().join(", ") + more;
    Err(Error::refused(said!(
        "typed by hand and not saved yet: {list}; nothing was changed",
        "有手工填写、尚未保存的内容：{list}；未作任何改动"
    ))
    .hint(said!("linli save, then again", "请先 linli save，再重试")))
}
