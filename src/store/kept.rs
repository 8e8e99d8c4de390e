//! Reading the whole history: every commit that any branch, tag or remote branch reaches, oldest first, and every
//! version of every file of the community's folder, each once.

use crate::error::{Error, Result};
use crate::said;
use crate::store::objects::FOLDER;
use crate::store::{Oid, Store};
use crate::words::words;
use git2::{ObjectType, Sort};
use rustc_hash::FxHashSet;

/// Something that the history keeps, where it is met first.
pub enum Kept<'a> {
    /// A commit whose tree has the community's folder.
    Commit {
        /// Its id.
        commit: Oid,
        /// The seconds since 1970 of its author.
        seconds: i64,
        /// Its whole message.
        message: &'a str,
        /// Names and addresses of author and committer.
        people: [&'a str; 4],
    },
    /// A version of a file that no earlier commit had.
    File {
        /// The first commit that has it.
        commit: Oid,
        /// Its path in the community's folder.
        path: &'a str,
        /// The blob.
        blob: Oid,
    },
}

/// How far a walk came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Walked {
    /// The commits that were read.
    pub commits: usize,
    /// What could not be read; the history behind it was not looked at.
    pub unread: Vec<String>,
    /// True if this clone has only the end of the history.
    pub shallow: bool,
}

struct Walk<'s, 'v> {
    store: &'s Store,
    /// Trees and blobs that were met, each with the hash of its path: the same bytes elsewhere are told again, for where they
    /// lie matters too.
    met: FxHashSet<(Oid, u64)>,
    see: &'v mut dyn FnMut(Kept) -> Result<()>,
    unread: Vec<String>,
}

impl Store {
    /// Shows every commit of all branches, tags and remote branches, oldest first, and after each the versions of
    /// files that it brought. What cannot be read is told in the answer and does not end the walk.
    ///
    /// # Errors
    /// The references cannot be read; and those of `see`.
    pub fn walk_history(&self, see: &mut dyn FnMut(Kept) -> Result<()>) -> Result<Walked> {
        let failed = |e: git2::Error| self.git_failed(words("read the history", "读取历史"), &e);
        let mut revisions = self.repo.revwalk().map_err(failed)?;
        revisions.set_sorting(Sort::TOPOLOGICAL | Sort::TIME | Sort::REVERSE).map_err(failed)?;
        revisions.push_glob("*").map_err(failed)?;
        // A HEAD that is on no branch; one without a commit adds nothing.
        let _ = revisions.push_head();
        let mut walk = Walk { store: self, met: FxHashSet::default(), see, unread: Vec::new() };
        let mut walked = Walked { shallow: self.repo.is_shallow(), ..Walked::default() };
        for id in revisions {
            match id {
                Ok(id) => {
                    walk.commit(id)?;
                    walked.commits += 1;
                }
                Err(error) => {
                    walk.unread.push(error.message().to_owned());
                    break;
                }
            }
        }
        walked.unread = walk.unread;
        Ok(walked)
    }

    /// The files of the community's folder that a commit or tree holds, every one of them, with their blobs, by path.
    ///
    /// # Errors
    /// There is no such commit or tree, or it cannot be read.
    pub fn held_by(&self, revision: &str) -> Result<Vec<(String, Oid)>> {
        let tree = self.repo.revparse_single(revision).and_then(|object| object.peel_to_tree());
        let tree = tree.map_err(|_| {
            Error::usage(said!("`{revision}` is no commit and no tree", "“{revision}”既不是提交也不是目录树"))
        })?;
        let top = match self.prefix.trim_end_matches('/') {
            "" => Some(tree.id()),
            folder => tree.get_path(std::path::Path::new(folder)).ok().map(|entry| entry.id()),
        };
        let mut files = Vec::new();
        let mut unread = Vec::new();
        if let Some(top) = top {
            self.files_below(top, "", &mut |path, blob| files.push((path.to_owned(), blob)), &mut unread);
        }
        if let Some(error) = unread.first() {
            return Err(Error::Git {
                message: said!("cannot read {revision}: {error}", "无法读取 {revision}：{error}"),
                hint: None,
            });
        }
        files.sort_unstable();
        Ok(files)
    }

    /// The files of the community's folder that git's index has, by path.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn tracked(&self) -> Result<Vec<(String, Oid)>> {
        let failed = |e: git2::Error| self.git_failed(words("read the index", "读取索引"), &e);
        let mut index = self.repo.index().map_err(failed)?;
        index.read(false).map_err(failed)?;
        let own = |entry: git2::IndexEntry| {
            let path = String::from_utf8_lossy(&entry.path).into_owned();
            Some((path.strip_prefix(&self.prefix)?.to_owned(), entry.id))
        };
        Ok(index.iter().filter_map(own).collect())
    }

    fn files_below(&self, tree: Oid, folder: &str, see: &mut dyn FnMut(&str, Oid), unread: &mut Vec<String>) {
        let tree = match self.repo.find_tree(tree) {
            Ok(tree) => tree,
            Err(error) => return unread.push(error.message().to_owned()),
        };
        for entry in &tree {
            let path = format!("{folder}{}", String::from_utf8_lossy(entry.name_bytes()));
            match entry.kind() {
                Some(ObjectType::Tree) => self.files_below(entry.id(), &format!("{path}/"), see, unread),
                Some(ObjectType::Blob) => see(&path, entry.id()),
                _ => {}
            }
        }
    }
}

impl Walk<'_, '_> {
    fn commit(&mut self, id: Oid) -> Result<()> {
        let commit = match self.store.repo.find_commit(id) {
            Ok(commit) => commit,
            Err(error) => {
                self.unread.push(error.message().to_owned());
                return Ok(());
            }
        };
        let top = match self.store.prefix.trim_end_matches('/') {
            "" => Some(commit.tree_id()),
            folder => match self.store.entry(id, folder) {
                Ok(entry) => entry.filter(|(_, mode)| *mode == FOLDER).map(|(id, _)| id),
                Err(error) => {
                    self.unread.push(error.to_string());
                    None
                }
            },
        };
        let Some(top) = top else { return Ok(()) };
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let (author, committer) = (commit.author(), commit.committer());
        let people =
            [author.name_bytes(), author.email_bytes(), committer.name_bytes(), committer.email_bytes()]
                .map(text);
        let message = text(commit.message_raw_bytes());
        let people = [&*people[0], &people[1], &people[2], &people[3]];
        (self.see)(Kept::Commit { commit: id, seconds: author.when().seconds(), message: &message, people })?;
        self.tree(id, top, "")
    }

    fn tree(&mut self, commit: Oid, tree: Oid, folder: &str) -> Result<()> {
        let at = path_hash(folder, b"");
        if !self.met.insert((tree, at)) {
            return Ok(());
        }
        let tree = match self.store.repo.find_tree(tree) {
            Ok(tree) => tree,
            Err(error) => {
                self.unread.push(error.message().to_owned());
                return Ok(());
            }
        };
        for entry in &tree {
            let is_tree = entry.kind() == Some(ObjectType::Tree);
            let at = match is_tree {
                true => path_hash(&format!("{folder}{}/", String::from_utf8_lossy(entry.name_bytes())), b""),
                false => path_hash(folder, entry.name_bytes()),
            };
            if self.met.contains(&(entry.id(), at)) {
                continue;
            }
            let path = format!("{folder}{}", String::from_utf8_lossy(entry.name_bytes()));
            match entry.kind() {
                Some(ObjectType::Tree) => self.tree(commit, entry.id(), &format!("{path}/"))?,
                Some(ObjectType::Blob) => {
                    self.met.insert((entry.id(), at));
                    (self.see)(Kept::File { commit, path: &path, blob: entry.id() })?;
                }
                _ => {}
            }
        }
        Ok(())
    }
}

fn path_hash(folder: &str, name: &[u8]) -> u64 {
    use std::hash::Hasher;
    let mut hasher = rustc_hash::FxHasher::default();
    hasher.write(folder.as_bytes());
    hasher.write_u8(0);
    hasher.write(name);
    hasher.finish()
}
