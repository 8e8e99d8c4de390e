//! The history of a community, read from git's objects and nothing else: no working tree, no index, no diff of
//! libgit2's. It works in bare and in shallow repositories. What cannot be read is a [`Gap`], never passed over.

mod commit;
mod pack;
mod rope;
mod signer;
mod tree;
mod verified;
mod walk;

#[cfg(test)]
mod tests;

pub use commit::{Commit, Signed};
pub use signer::Judged;
pub use tree::Changed;
pub use walk::Walk;

use crate::error::{Error, Result};
use crate::said;
use crate::store::{COMMUNITY_FILE, Oid, Store};
use crate::words::{Said, Words, words};
use git2::{ErrorCode, ObjectType, Repository};
use rustc_hash::FxHashMap;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// An object of the history that is not there, or is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The object.
    pub id: Oid,
    /// What it should be: a commit, a folder (a tree), a file (a blob).
    pub what: Words,
    /// Where it stands in the community's folder; empty for a commit and for the folder itself.
    pub path: String,
    /// What git says of it.
    pub detail: String,
}

impl Gap {
    /// The gap as a sentence.
    pub fn said(&self) -> Said {
        let (id, detail) = (&self.id.to_string()[..8], &self.detail);
        said!(
            "{what} {id} cannot be read: {detail}",
            "{what} {id} 无法读取：{detail}",
            what = (self.what.en, self.what.zh)
        )
    }
}

const COMMIT: Words = words("the commit", "提交");
const TREE: Words = words("the folder (tree)", "目录树");
const BLOB: Words = words("the file's contents (blob)", "文件内容");

/// The history of one community's folder.
pub struct History {
    repo: Repository,
    /// The folder from the top of the repository: empty, or ending in `/`.
    prefix: String,
    /// Commits whose parents this clone does not have.
    shallow: BTreeSet<Oid>,
    /// Trees read lately.
    trees: RefCell<FxHashMap<Oid, Rc<[tree::Entry]>>>,
    /// The top tree of each commit that was read.
    tops: RefCell<FxHashMap<Oid, Oid>>,
    /// True while every object's hash is computed again.
    strict: Cell<bool>,
    /// How many objects were read.
    read: Cell<usize>,
    /// The packs, once they were asked for.
    ropes: RefCell<Option<rope::Ropes>>,
}

/// Trees that are kept: a few dozen commits' worth.
const KEPT: usize = 2048;

impl History {
    /// Finds the history from a folder: that of the community in it or above it, else that of the repository it lies in,
    /// which may be bare; the community is then looked for in its HEAD.
    ///
    /// # Errors
    /// There is no repository, it cannot be opened, or there is no community in it.
    pub fn open(start: &Path) -> Result<History> {
        let found = Store::find_root(start);
        let none = match found {
            Ok(root) => return History::of(&Store::open(&root)?),
            Err(none) => none,
        };
        let Ok(repo) = Repository::discover(start) else { return Err(none) };
        git2::opts::strict_hash_verification(false);
        let history = History::with(repo, String::new());
        match history.head()?.map(|head| history.folder_in(head)) {
            Some(Some(prefix)) => Ok(History { prefix, ..history }),
            _ => Err(none),
        }
    }

    /// The history of a store that is open.
    ///
    /// # Errors
    /// The repository cannot be opened a second time.
    pub fn of(store: &Store) -> Result<History> {
        let repo = Repository::open(store.repository().path())
            .map_err(|e| store.git_failed(words("open the repository", "打开仓库"), &e))?;
        Ok(History::with(repo, store.prefix().to_owned()))
    }

    fn with(repo: Repository, prefix: String) -> History {
        let shallow = std::fs::read_to_string(repo.commondir().join("shallow")).unwrap_or_default();
        let shallow = shallow.lines().filter_map(|line| Oid::from_str(line.trim()).ok()).collect();
        History {
            repo,
            prefix,
            shallow,
            trees: RefCell::default(),
            tops: RefCell::default(),
            strict: Cell::new(false),
            read: Cell::new(0),
            ropes: RefCell::default(),
        }
    }

    /// The folder of the community in a commit: the least deep one that holds `ledgers/community.toml`.
    fn folder_in(&self, commit: Oid) -> Option<String> {
        let tree = self.tree_of(commit).ok()?;
        let mut files = self.changes(None, Some(tree), &mut Vec::new());
        files
            .retain(|file| file.path == COMMUNITY_FILE || file.path.ends_with(&format!("/{COMMUNITY_FILE}")));
        let path =
            files.into_iter().map(|file| file.path).min_by_key(|p| (p.matches('/').count(), p.clone()))?;
        path.strip_suffix(COMMUNITY_FILE).map(str::to_owned)
    }

    /// Computes the hash of every object again from now on, so that a damaged one is a gap.
    pub fn be_strict(&self) {
        self.strict.set(true);
        self.trees.borrow_mut().clear();
    }

    /// True if this clone holds only the end of the history.
    pub fn is_shallow(&self) -> bool {
        !self.shallow.is_empty()
    }

    /// True if the parents of the commit are beyond what this clone holds.
    pub fn is_cut_at(&self, commit: Oid) -> bool {
        self.shallow.contains(&commit)
    }

    /// How many objects were read or asked for so far.
    pub fn objects_read(&self) -> usize {
        self.read.get()
    }

    /// The folder inside `.git` for what this program notes for itself.
    pub fn own_folder(&self) -> PathBuf {
        self.repo.commondir().join("linli")
    }

    /// HEAD; `None` while there is no commit.
    ///
    /// # Errors
    /// HEAD cannot be read.
    pub fn head(&self) -> Result<Option<Oid>> {
        match self.repo.head() {
            Ok(head) => Ok(head.target()),
            Err(e) if matches!(e.code(), ErrorCode::UnbornBranch | ErrorCode::NotFound) => Ok(None),
            Err(e) => {
                let detail = e.message();
                Err(Error::Git {
                    message: said!("cannot read HEAD: {detail}", "无法读取 HEAD：{detail}"),
                    hint: None,
                })
            }
        }
    }

    /// The full name of the branch that HEAD is on; `HEAD` where it is on none.
    pub fn branch(&self) -> String {
        let head = self.repo.find_reference("HEAD").ok();
        let target = head.and_then(|h| h.symbolic_target().ok().flatten().map(str::to_owned));
        target.unwrap_or_else(|| "HEAD".to_owned())
    }

    /// The commit that a revision means, such as `HEAD~3`, `main` or the beginning of an id.
    ///
    /// # Errors
    /// There is none, or several.
    pub fn resolve(&self, revision: &str) -> Result<Oid> {
        let found = self.repo.revparse_single(revision).and_then(|object| object.peel_to_commit());
        found.map(|commit| commit.id()).map_err(|e| {
            let several = e.code() == ErrorCode::Ambiguous;
            let message = match several {
                true => said!("`{revision}` may be several commits", "“{revision}”可能是好几个提交"),
                false => said!("there is no revision `{revision}`", "没有版本“{revision}”"),
            };
            Error::usage(message).hint(said!("git log --oneline lists them", "可用 git log --oneline 查看"))
        })
    }

    /// True if one commit is the other, or in its history.
    pub fn contains(&self, newer: Oid, older: Oid) -> bool {
        newer == older || self.repo.graph_descendant_of(newer, older).unwrap_or(false)
    }

    /// The bytes of an object of a kind.
    fn object(&self, id: Oid, kind: ObjectType, path: &str) -> std::result::Result<Vec<u8>, Gap> {
        self.read.set(self.read.get() + 1);
        let what = match kind {
            ObjectType::Commit => COMMIT,
            ObjectType::Tree => TREE,
            _ => BLOB,
        };
        let gap = |detail: String| Gap { id, what, path: path.to_owned(), detail };
        let odb = self.repo.odb().map_err(|e| gap(e.message().to_owned()))?;
        let object = odb.read(id).map_err(|e| gap(e.message().to_owned()))?;
        if object.kind() != kind {
            return Err(gap("of another kind".to_owned()));
        }
        if self.strict.get() && Oid::hash_object(kind, object.data()).ok() != Some(id) {
            return Err(gap("hash mismatch".to_owned()));
        }
        Ok(object.data().to_vec())
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// The gap, if it cannot be read; `path` is only named in it.
    pub fn blob(&self, id: Oid, path: &str) -> std::result::Result<Vec<u8>, Gap> {
        self.object(id, ObjectType::Blob, path)
    }

    /// Looks whether a file's contents are there, without reading them (but when strict).
    ///
    /// # Errors
    /// The gap.
    pub fn has_blob(&self, id: Oid, path: &str) -> std::result::Result<(), Gap> {
        if self.strict.get() {
            return self.blob(id, path).map(|_| ());
        }
        self.read.set(self.read.get() + 1);
        match self.repo.odb() {
            Ok(odb) if odb.exists(id) => Ok(()),
            _ => Err(Gap { id, what: BLOB, path: path.to_owned(), detail: "object not found".to_owned() }),
        }
    }

    /// One commit.
    ///
    /// # Errors
    /// The gap, if it cannot be read.
    pub fn commit(&self, id: Oid) -> std::result::Result<Commit, Gap> {
        let raw = self.object(id, ObjectType::Commit, "")?;
        let mut commit = Commit::parse(id, &raw).ok_or_else(|| Gap {
            id,
            what: COMMIT,
            path: String::new(),
            detail: "malformed".to_owned(),
        })?;
        if self.is_cut_at(id) {
            commit.parents.clear();
        }
        self.tops.borrow_mut().insert(id, commit.tree);
        Ok(commit)
    }

    /// The signature of a commit and the bytes that it signs; `None` if it is not signed.
    ///
    /// # Errors
    /// The gap, if it cannot be read.
    pub fn signature(&self, commit: Oid) -> std::result::Result<Option<Signed>, Gap> {
        Ok(commit::signature(&self.object(commit, ObjectType::Commit, "")?))
    }

    /// The top tree of a commit.
    ///
    /// # Errors
    /// The gap, if the commit cannot be read.
    pub fn tree_of(&self, commit: Oid) -> std::result::Result<Oid, Gap> {
        if let Some(tree) = self.tops.borrow().get(&commit) {
            return Ok(*tree);
        }
        self.commit(commit).map(|commit| commit.tree)
    }
}
