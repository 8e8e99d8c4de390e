//! The layer of what was published: each notice issued and each scheduled report is still, byte for byte, what its digest
//! says. A scheduled report's commit carries `Linli-Slot:` and `Linli-Digest: SHA256 PATH`.

use super::{Layer, Problem, Verifier};
use crate::audit::{RowText, Step};
use crate::said;
use crate::store::history::Commit;
use crate::store::{DIGEST_TRAILER, Oid, SLOT_TRAILER};
use crate::words::Said;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// What was published, by path: what its bytes may be.
#[derive(Default)]
pub(super) struct Published {
    digests: BTreeMap<String, BTreeSet<String>>,
    /// Who said so: the row of the notice, or nothing for a report.
    ids: BTreeMap<String, String>,
    /// What was found wrong already when it was issued.
    wrong: BTreeSet<String>,
    /// Reports that were there before and were changed or removed, by path with the last commit that did: they may have
    /// been published before what is looked at.
    touched: BTreeMap<String, Oid>,
}

pub(super) fn check(verifier: &mut Verifier, commit: &Commit, step: &Step) {
    let mut issued: Vec<(String, String, String)> = Vec::new();
    for (_, set) in step.ledgers.iter().filter(|(ledger, _)| ledger.name == "notices") {
        issued.extend(set.added.iter().filter_map(document));
    }
    issued.extend(scheduled(commit));
    let touched = step.files.iter().filter(|file| file.old.is_some() && file.path.starts_with("reports/"));
    verifier.published.touched.extend(touched.map(|file| (file.path.clone(), commit.id)));
    for (path, digest, id) in issued {
        verifier.checked(Layer::Published, 1);
        let problem = |what| Problem { commit: Some(commit.id), file: path.clone(), id: id.clone(), what };
        if let Some(what) = differs(verifier, commit.tree, &path, &|found| found == digest) {
            verifier.problem(Layer::Published, problem(what));
            verifier.published.wrong.insert(path.clone());
        }
        verifier.published.ids.insert(path.clone(), id.clone());
        verifier.published.digests.entry(path.clone()).or_default().insert(digest);
    }
}

/// Path and digest of what a schedule wrote in a commit.
fn scheduled(commit: &Commit) -> Vec<(String, String, String)> {
    if commit.trailers(SLOT_TRAILER).next().is_none() {
        return Vec::new();
    }
    let trailers = commit.trailers(DIGEST_TRAILER).map(|trailer| {
        let (digest, path) = trailer.split_once(char::is_whitespace).unwrap_or((trailer, ""));
        (path.trim().to_owned(), digest.to_ascii_lowercase(), String::new())
    });
    trailers.collect()
}

/// Path, digest and id of a notice that was published. A private one keeps its digest only.
fn document(row: &RowText) -> Option<(String, String, String)> {
    let (path, digest) = (row.get("path"), row.get("digest"));
    let reverses = !row.get("reverses").is_empty();
    (!path.is_empty() && !digest.is_empty() && !reverses)
        .then(|| (path.to_owned(), digest.to_ascii_lowercase(), row.id.clone()))
}

/// What is wrong with the bytes at a path; `None` if they are as they should be.
fn differs(verifier: &Verifier, top: Oid, path: &str, right: &dyn Fn(&str) -> bool) -> Option<Said> {
    let bytes = match verifier
        .history
        .file_in(top, path)
        .and_then(|blob| blob.map(|blob| verifier.history.blob(blob, path)).transpose())
    {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Some(said!("what was published is not there", "发布的文件不存在")),
        Err(gap) => return Some(gap.said()),
    };
    let found = hex(&bytes);
    (!right(&found)).then(|| {
        let found = &found[..12];
        said!(
            "its bytes are not those of its digest (SHA-256 {found}…)",
            "内容与摘要不符（SHA-256 {found}…）"
        )
    })
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What was published is so today: all notices of today's ledger, and the reports that were met on the way.
pub(super) fn at_the_tip(verifier: &mut Verifier, top: Oid) {
    for file in verifier.history.changes(None, Some(top), &mut Vec::new()) {
        let Some(blob) = file.new.filter(|_| file.path.starts_with("ledgers/notices/")) else { continue };
        for row in verifier.reader.rows(blob, &file.path).unwrap_or_default() {
            let Some((path, digest, id)) = document(&row) else { continue };
            let known = verifier.published.digests.entry(path.clone()).or_default();
            if known.insert(digest) {
                verifier.published.ids.insert(path, id);
                verifier.checked(Layer::Published, 1);
            }
        }
    }
    if let Some(since) = verifier.asked.since.filter(|_| !verifier.published.touched.is_empty()) {
        for commit in &verifier.history.walk(since, None).commits {
            for (path, digest, _) in scheduled(commit) {
                verifier.published.digests.entry(path).or_default().insert(digest);
            }
        }
    }
    let published = std::mem::take(&mut verifier.published);
    for (path, digests) in &published.digests {
        let id = published.ids.get(path).cloned().unwrap_or_default();
        let what = differs(verifier, top, path, &|found| digests.contains(found));
        if let Some(what) = what.filter(|_| !published.wrong.contains(path)) {
            let commit = published.touched.get(path).copied();
            let what = said!("today: {what}", "现在：{what}", what = (what.en, what.zh));
            verifier.problem(Layer::Published, Problem { commit, file: path.clone(), id, what });
        }
    }
}
