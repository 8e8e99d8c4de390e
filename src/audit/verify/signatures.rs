//! The layer of signatures. Who may sign is listed in `ledgers/allowed_signers`, in the form of ssh-keygen(1): the author's
//! address or name, then the key. A commit is judged by the list in its parent, so that nobody lets themselves in.

use super::{Layer, Problem, Verifier};
use crate::audit::Step;
use crate::said;
use crate::store::Oid;
use crate::store::history::{Commit, Judged};
use crate::words::Said;

/// Who may sign, in the community's folder.
pub const ALLOWED_SIGNERS: &str = "ledgers/allowed_signers";

/// What was seen of signatures.
#[derive(Default)]
pub(super) struct Signing {
    /// Signatures that were judged.
    judged: usize,
    /// Commits without a signature of ours, made while there was a list.
    unsigned: Vec<Oid>,
    /// Today's history has a list.
    listed: bool,
}

impl Signing {
    /// True if anybody signs.
    pub(super) fn is_used(&self) -> bool {
        self.judged > 0
    }
}

pub(super) fn check(verifier: &mut Verifier, commit: &Commit, step: &Step) {
    let Some(list) = list_before(verifier, commit) else { return };
    verifier.signing.listed = true;
    let problem =
        |what: Said| Problem { commit: Some(commit.id), file: String::new(), id: String::new(), what };
    let signed = match commit.signed.then(|| verifier.history.signature(commit.id)) {
        Some(Ok(Some(signed))) if signed.is_ssh() => signed,
        Some(Err(gap)) => return verifier.gap(Some(commit.id), &gap),
        _ => {
            verifier.signing.unsigned.push(commit.id);
            if step.files.iter().any(|file| file.path == ALLOWED_SIGNERS) && !commit.is_merge() {
                let what = said!(
                    "the list of signers was changed by a commit that nobody signed",
                    "签名人名单被一个没有签名的提交改动"
                );
                verifier.problem(
                    Layer::Signatures,
                    Problem { file: ALLOWED_SIGNERS.to_owned(), ..problem(what) },
                );
            }
            return;
        }
    };
    verifier.signing.judged += 1;
    verifier.checked(Layer::Signatures, 1);
    let names = [commit.email.as_str(), commit.author.as_str()];
    let author = &commit.author;
    match verifier.history.judge(&signed, &list, &names, commit.committed.timestamp()) {
        Judged::Good => {}
        Judged::Bad(said) => verifier.problem(
            Layer::Signatures,
            problem(said!(
                "not signed by its author {author}, with a key that was allowed then ({said})",
                "签名不属于提交人“{author}”当时获准使用的密钥（{said}）"
            )),
        ),
        Judged::Unknown(said) => verifier.problem(
            Layer::Signatures,
            problem(said!("the signature cannot be checked ({said})", "无法核验签名（{said}）")),
        ),
    }
}

/// The list as it was before the commit, in its first parent.
fn list_before(verifier: &mut Verifier, commit: &Commit) -> Option<Vec<u8>> {
    let parent = commit.parents.first()?;
    let top = verifier.history.tree_of(*parent).ok()?;
    let blob = verifier.history.file_in(top, ALLOWED_SIGNERS).ok()??;
    match verifier.history.blob(blob, ALLOWED_SIGNERS) {
        Ok(bytes) => Some(bytes),
        Err(gap) => {
            verifier.gap(Some(*parent), &gap);
            None
        }
    }
}

/// Where others sign, or may, a commit that nobody signed is a problem when asked strictly.
pub(super) fn finish(verifier: &mut Verifier) {
    if !verifier.asked.strict || !verifier.signing.listed {
        return;
    }
    for commit in std::mem::take(&mut verifier.signing.unsigned) {
        let what = said!("nobody signed this commit", "这个提交没有签名");
        let problem = Problem { commit: Some(commit), file: String::new(), id: String::new(), what };
        verifier.problem(Layer::Signatures, problem);
    }
}
