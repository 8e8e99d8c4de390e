//! What a commit changed: trees compared by the ids of their entries, and only those that differ looked into.

use super::{Gap, History, TREE};
use crate::store::Oid;
use git2::ObjectType;
use std::cmp::Ordering;
use std::rc::Rc;

/// A file that differs between two states. At least one of the two is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Its path in the community's folder.
    pub path: String,
    /// Its contents before; `None` if it was not there.
    pub old: Option<Oid>,
    /// Its contents after; `None` if it is gone.
    pub new: Option<Oid>,
}

/// One entry of a tree.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    kind: Kind,
    name: Vec<u8>,
    id: Oid,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Folder,
    File,
    /// A link or another repository: no file of ours.
    Other,
}

/// No folder lies deeper; it bounds what a malicious repository can make us do.
const DEEPEST: usize = 64;

impl Entry {
    /// Trees are sorted as if the names of folders ended in `/`.
    fn order(&self, other: &Entry) -> Ordering {
        let end = |entry: &Entry| (entry.kind == Kind::Folder).then_some(b'/');
        self.name.iter().copied().chain(end(self)).cmp(other.name.iter().copied().chain(end(other)))
    }
}

fn parse(mut raw: &[u8]) -> Option<Rc<[Entry]>> {
    let mut entries = Vec::new();
    while !raw.is_empty() {
        let space = memchr::memchr(b' ', raw)?;
        let end = memchr::memchr(0, raw)?;
        let kind = match raw.get(..space)? {
            b"40000" | b"040000" => Kind::Folder,
            mode if mode.starts_with(b"100") => Kind::File,
            _ => Kind::Other,
        };
        let id = Oid::from_bytes(raw.get(end + 1..end + 21)?).ok()?;
        entries.push(Entry { kind, name: raw.get(space + 1..end)?.to_vec(), id });
        raw = &raw[end + 21..];
    }
    Some(entries.into())
}

impl History {
    fn tree(&self, id: Oid, path: &str) -> Result<Rc<[Entry]>, Gap> {
        if let Some(tree) = self.trees.borrow().get(&id) {
            return Ok(tree.clone());
        }
        let raw = self.object(id, ObjectType::Tree, path)?;
        let gap = || Gap { id, what: TREE, path: path.to_owned(), detail: "malformed".to_owned() };
        let tree = parse(&raw).ok_or_else(gap)?;
        let mut trees = self.trees.borrow_mut();
        if trees.len() >= super::KEPT {
            trees.clear();
        }
        trees.insert(id, tree.clone());
        Ok(tree)
    }

    /// The tree of the community's folder in a commit's top tree; `None` if it is not there.
    fn community(&self, top: Oid) -> Result<Option<Oid>, Gap> {
        let mut at = top;
        for name in self.prefix.split('/').filter(|name| !name.is_empty()) {
            let tree = self.tree(at, "")?;
            match tree.iter().find(|e| e.kind == Kind::Folder && e.name == name.as_bytes()) {
                Some(entry) => at = entry.id,
                None => return Ok(None),
            }
        }
        Ok(Some(at))
    }

    /// The files of the community's folder that differ between two top trees, sorted as git sorts them; all files of the
    /// one where the other is `None`. Folders that cannot be read are added to `gaps`.
    pub fn changes(&self, old: Option<Oid>, new: Option<Oid>, gaps: &mut Vec<Gap>) -> Vec<Changed> {
        let mut changed = Vec::new();
        if old == new {
            return changed;
        }
        let mut community = |top: Option<Oid>| match top.map(|top| self.community(top)) {
            None => None,
            Some(Ok(tree)) => tree,
            Some(Err(gap)) => {
                gaps.push(gap);
                None
            }
        };
        let (old, new) = (community(old), community(new));
        self.compare(old, new, &mut String::new(), 0, &mut changed, gaps);
        changed
    }

    fn compare(
        &self,
        old: Option<Oid>,
        new: Option<Oid>,
        path: &mut String,
        depth: usize,
        changed: &mut Vec<Changed>,
        gaps: &mut Vec<Gap>,
    ) {
        if old == new || depth > DEEPEST {
            return;
        }
        let mut entries = |id: Option<Oid>| match id.map(|id| self.tree(id, path)) {
            None => Rc::from([]),
            Some(Ok(tree)) => tree,
            Some(Err(gap)) => {
                gaps.push(gap);
                Rc::from([])
            }
        };
        let (left, right) = (entries(old), entries(new));
        let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
        loop {
            let order = match (left.peek(), right.peek()) {
                (None, None) => return,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(a), Some(b)) => a.order(b),
            };
            let before = if order.is_le() { left.next() } else { None };
            let after = if order.is_ge() { right.next() } else { None };
            let Some(entry) = before.or(after) else { return };
            let of = |kind: Kind| {
                move |entry: Option<&Entry>| entry.filter(|entry| entry.kind == kind).map(|entry| entry.id)
            };
            let (file, folder) = (of(Kind::File), of(Kind::Folder));
            let length = path.len();
            path.push_str(&String::from_utf8_lossy(&entry.name));
            let (old, new) = (file(before), file(after));
            if old != new {
                changed.push(Changed { path: path.clone(), old, new });
            }
            let (old, new) = (folder(before), folder(after));
            if old != new {
                path.push('/');
                self.compare(old, new, path, depth + 1, changed, gaps);
            }
            path.truncate(length);
        }
    }

    /// The contents of a file in a top tree; `None` if it is not there.
    ///
    /// # Errors
    /// The gap, if a folder cannot be read.
    pub fn file_in(&self, top: Oid, path: &str) -> Result<Option<Oid>, Gap> {
        let Some(mut at) = self.community(top)? else { return Ok(None) };
        let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
        for folder in folders.split('/').filter(|folder| !folder.is_empty()) {
            let tree = self.tree(at, path)?;
            match tree.iter().find(|e| e.kind == Kind::Folder && e.name == folder.as_bytes()) {
                Some(entry) => at = entry.id,
                None => return Ok(None),
            }
        }
        let tree = self.tree(at, path)?;
        Ok(tree.iter().find(|e| e.kind == Kind::File && e.name == name.as_bytes()).map(|e| e.id))
    }
}
