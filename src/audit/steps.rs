//! From commit to commit: what each did to the rows of the ledgers.

use super::{Event, FileState, RowChange, RowSet, RowText, compare, events, read_file, read_tail, settle};
use crate::ledgers::{LEDGERS, Ledger, by_name};
use crate::model::RowId;
use crate::store::Oid;
use crate::store::history::{Changed, Commit, Gap, History};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::rc::Rc;

/// What one commit did.
#[derive(Clone, Debug, Default)]
pub struct Step {
    /// What it did to each ledger, in the order of [`LEDGERS`]. Of a merge: rows that no parent has or that a parent has
    /// and it has not.
    pub ledgers: Vec<(&'static Ledger, RowSet)>,
    /// The files that differ from its first parent's.
    pub files: Vec<Changed>,
    /// What could not be read.
    pub gaps: Vec<Gap>,
}

/// The ledger in whose folder a file lies, such as `ledgers/donations/2022-08.csv`.
pub fn ledger_of(path: &str) -> Option<&'static Ledger> {
    let (folder, file) = path.strip_prefix("ledgers/")?.split_once('/')?;
    if file.ends_with(".csv") && !file.contains('/') { by_name(folder) } else { None }
}

/// Reads ledger files out of a history, and keeps what the next commit needs of them.
pub struct Reader<'h> {
    history: &'h History,
    /// What is known of files that were read.
    states: FxHashMap<Oid, FileState>,
    /// The bytes of files read lately.
    bytes: FxHashMap<Oid, Rc<Vec<u8>>>,
    kept: usize,
}

/// So many bytes of files are kept.
const KEPT: usize = 64 << 20;

impl<'h> Reader<'h> {
    /// A reader that knows nothing yet.
    pub fn new(history: &'h History) -> Reader<'h> {
        Reader { history, states: FxHashMap::default(), bytes: FxHashMap::default(), kept: 0 }
    }

    /// The history that it reads.
    pub fn history(&self) -> &'h History {
        self.history
    }

    /// What a commit did, seen from its first parent; a merge, from all of its parents.
    /// Nothing of a commit whose parents this clone does not have.
    pub fn step(&mut self, commit: &Commit, wanted: &dyn Fn(&Ledger) -> bool) -> Step {
        let mut step = Step::default();
        if self.history.is_cut_at(commit.id) {
            return step;
        }
        let mut tops = Vec::new();
        for parent in &commit.parents {
            match self.history.tree_of(*parent) {
                Ok(top) => tops.push(top),
                Err(gap) => step.gaps.push(gap),
            }
        }
        if tops.len() < commit.parents.len() {
            return step;
        }
        let old = tops.first().copied();
        step.files = self.history.changes(old, Some(commit.tree), &mut step.gaps);
        let mut sets: BTreeMap<usize, Vec<RowChange>> = BTreeMap::new();
        if commit.is_merge() {
            let mut paths: BTreeMap<String, ()> = BTreeMap::new();
            for top in &tops {
                let changed = self.history.changes(Some(*top), Some(commit.tree), &mut step.gaps);
                paths.extend(changed.into_iter().map(|file| (file.path, ())));
            }
            for path in paths.into_keys() {
                let Some(at) = ledger_at(&path, wanted) else { continue };
                match self.merged(&tops, commit.tree, &path) {
                    Ok(changes) => sets.entry(at).or_default().extend(changes),
                    Err(gap) => step.gaps.push(gap),
                }
            }
        } else {
            for file in &step.files {
                let Some(at) = ledger_at(&file.path, wanted) else { continue };
                match self.changes(file) {
                    Ok(changes) => sets.entry(at).or_default().extend(changes),
                    Err(gap) => step.gaps.push(gap),
                }
            }
        }
        step.ledgers = sets.into_iter().map(|(at, changes)| (&LEDGERS[at], settle(changes))).collect();
        step
    }

    /// What a step means. Originals of reversals are looked up in the commit's parents.
    pub fn events(&mut self, commit: &Commit, step: &Step) -> Vec<Event> {
        let mut all = Vec::new();
        for (ledger, set) in &step.ledgers {
            let mut find = |id: &str| self.row(commit.parents.first().copied()?, ledger, id);
            all.extend(events(ledger, set.clone(), &mut find));
        }
        all
    }

    /// A row of a ledger by its id, as it stands in a commit.
    pub fn row(&mut self, commit: Oid, ledger: &Ledger, id: &str) -> Option<RowText> {
        let top = self.history.tree_of(commit).ok()?;
        let path = ledger.path(RowId::parse_bytes(id.as_bytes())?.day);
        let blob = self.history.file_in(top, &path).ok()??;
        let bytes = self.read(blob, &path).ok()?;
        // Only the lines that name it are worth reading.
        let header = bytes.split_inclusive(|b| *b == b'\n').next()?;
        let (state, _) = read_file(header);
        let at = memchr::memmem::find_iter(&bytes, id.as_bytes());
        for at in at {
            let start = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |n| n + 1);
            let end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |n| at + n + 1);
            let (_, rows) = read_tail(&state, &bytes[start..end]);
            if let Some(row) = rows.into_iter().find(|row| row.id == id) {
                return Some(row);
            }
        }
        read_file(&bytes).1.into_iter().find(|row| row.id == id)
    }

    /// All rows of a file.
    ///
    /// # Errors
    /// The gap, if it cannot be read.
    pub fn rows(&mut self, blob: Oid, path: &str) -> Result<Vec<RowText>, Gap> {
        let bytes = self.read(blob, path)?;
        let (state, rows) = read_file(&bytes);
        self.states.insert(blob, state);
        Ok(rows)
    }

    /// What differs between the two states of a ledger file.
    ///
    /// # Errors
    /// The gap, if one of them cannot be read.
    pub fn changes(&mut self, file: &Changed) -> Result<Vec<RowChange>, Gap> {
        let (old, new) = match (file.old, file.new) {
            (Some(old), Some(new)) => (old, new),
            (None, Some(new)) => {
                return Ok(self.rows(new, &file.path)?.into_iter().map(RowChange::Added).collect());
            }
            (Some(old), None) => {
                return Ok(self.rows(old, &file.path)?.into_iter().map(RowChange::Removed).collect());
            }
            (None, None) => return Ok(Vec::new()),
        };
        if let Some(state) = self.states.get(&old).filter(|state| state.whole)
            && let Some(tail) = self.history.appended(old, new)
        {
            let (state, rows) = read_tail(state, &tail);
            self.states.insert(new, state);
            return Ok(rows.into_iter().map(RowChange::Added).collect());
        }
        let before = self.read(old, &file.path)?;
        let after = self.read(new, &file.path)?;
        let state = match self.states.get(&old) {
            Some(state) => state.clone(),
            None => read_file(&before).0,
        };
        if let Some(tail) = after.strip_prefix(before.as_slice()).filter(|_| state.whole) {
            let (state, rows) = read_tail(&state, tail);
            self.states.insert(new, state);
            return Ok(rows.into_iter().map(RowChange::Added).collect());
        }
        Ok(compare(read_file(&before).1, self.rows(new, &file.path)?))
    }

    /// Of a file in a merge: rows that no parent has, and rows that a parent has and the merge has not.
    fn merged(&mut self, parents: &[Oid], merge: Oid, path: &str) -> Result<Vec<RowChange>, Gap> {
        let mut sides = Vec::new();
        for top in parents.iter().chain([&merge]) {
            let rows = match self.history.file_in(*top, path)? {
                Some(blob) => self.rows(blob, path)?,
                None => Vec::new(),
            };
            sides.push(rows);
        }
        let result = sides.pop().unwrap_or_default();
        let mut union: Vec<RowText> = Vec::new();
        let mut seen: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for row in sides.into_iter().flatten() {
            let same = seen.entry(row.id.clone()).or_default();
            if !same.iter().any(|at| union[*at] == row) {
                same.push(union.len());
                union.push(row);
            }
        }
        Ok(compare(union, result))
    }

    fn read(&mut self, blob: Oid, path: &str) -> Result<Rc<Vec<u8>>, Gap> {
        if let Some(bytes) = self.bytes.get(&blob) {
            return Ok(bytes.clone());
        }
        let bytes = Rc::new(self.history.blob(blob, path)?);
        if self.kept + bytes.len() > KEPT {
            self.bytes.clear();
            self.kept = 0;
        }
        self.kept += bytes.len();
        self.bytes.insert(blob, bytes.clone());
        Ok(bytes)
    }
}

/// The place in [`LEDGERS`] of the ledger of a path, if it is wanted.
fn ledger_at(path: &str, wanted: &dyn Fn(&Ledger) -> bool) -> Option<usize> {
    let ledger = ledger_of(path).filter(|ledger| wanted(ledger))?;
    LEDGERS.iter().position(|other| other == ledger)
}
