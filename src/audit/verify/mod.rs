//! Whether the history can be trusted: five layers, each with what was checked and every problem by commit, file and id.

mod published;
mod rows;
mod signatures;

#[cfg(test)]
mod tests;

pub use signatures::ALLOWED_SIGNERS;

use super::{Reader, Step};
use crate::model::Tally;
use crate::said;
use crate::store::Oid;
use crate::store::history::{Commit, Gap, History};
use crate::words::{Said, Words, words};
use rustc_hash::FxHashSet;

/// What is verified, one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// The history is whole: every commit, folder and file of it is there.
    Objects,
    /// No commit changes or removes a row; no merge adds or drops one.
    AppendOnly,
    /// Whoever is named in a row is the author of the commit that adds it.
    Recorder,
    /// Signed commits were signed by their authors, with keys that were allowed before.
    Signatures,
    /// Issued notices and scheduled reports are still what was issued.
    Published,
}

impl Layer {
    /// In the order of the commands page.
    pub const ALL: [Layer; 5] =
        [Layer::Objects, Layer::AppendOnly, Layer::Recorder, Layer::Signatures, Layer::Published];

    /// The code in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Layer::Objects => "objects",
            Layer::AppendOnly => "append-only",
            Layer::Recorder => "recorder",
            Layer::Signatures => "signatures",
            Layer::Published => "published",
        }
    }

    /// What it says, for people.
    pub fn words(self) -> Words {
        match self {
            Layer::Objects => words("the history is whole", "历史完整"),
            Layer::AppendOnly => words("no row edited or removed", "无改无删"),
            Layer::Recorder => words("recorded by the author", "登记人即提交人"),
            Layer::Signatures => words("signed by the author", "签名属实"),
            Layer::Published => words("published as issued", "发布内容未变"),
        }
    }
}

/// How a layer came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing is wrong.
    Ok,
    /// Something is.
    Problems,
    /// There was nothing to verify.
    NotUsed,
}

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The commit in which it is; `None` for what is wrong today.
    pub commit: Option<Oid>,
    /// The file in the community's folder; empty if it is about none.
    pub file: String,
    /// The row; empty if it is about none.
    pub id: String,
    /// What is wrong.
    pub what: Said,
}

/// A layer, verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Which.
    pub layer: Layer,
    /// How it came out.
    pub verdict: Verdict,
    /// How many were checked: objects, commits, rows, signed commits, documents.
    pub checked: usize,
    /// All of them.
    pub problems: Vec<Problem>,
}

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// The newest commit.
    pub tip: Oid,
    /// Only what came after this commit.
    pub since: Option<Oid>,
    /// Hash every object again, and take commits without a signature for a problem where others are signed.
    pub strict: bool,
}

/// Everything that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The layers, in the order of [`Layer::ALL`].
    pub layers: Vec<Outcome>,
    /// How many commits were looked at.
    pub commits: usize,
}

impl Verified {
    /// True if nothing is wrong.
    pub fn is_clean(&self) -> bool {
        self.layers.iter().all(|layer| layer.problems.is_empty())
    }
}

/// The work on one history.
struct Verifier<'h> {
    history: &'h History,
    reader: Reader<'h>,
    asked: Asked,
    problems: [Vec<Problem>; 5],
    checked: [usize; 5],
    /// Objects that were said to be missing.
    missing: FxHashSet<Oid>,
    signing: signatures::Signing,
    published: published::Published,
}

/// Verifies a history, and counts the commits that it has looked at.
pub fn verify(history: &History, asked: Asked, tally: &Tally) -> Verified {
    if asked.strict {
        history.be_strict();
    }
    let mut verifier = Verifier {
        history,
        reader: Reader::new(history),
        asked,
        problems: Default::default(),
        checked: [0; 5],
        missing: FxHashSet::default(),
        signing: signatures::Signing::default(),
        published: published::Published::default(),
    };
    let walk = history.walk(asked.tip, asked.since);
    for gap in &walk.gaps {
        verifier.gap(Some(gap.id), gap);
    }
    tally.expect(walk.commits.len());
    for commit in &walk.commits {
        verifier.commit(commit);
        tally.done(1);
    }
    verifier.at_the_tip();
    verifier.finish(walk.commits.len())
}

impl Verifier<'_> {
    fn commit(&mut self, commit: &Commit) {
        let step = self.reader.step(commit, &|_| true);
        for gap in &step.gaps {
            self.gap(Some(commit.id), gap);
        }
        self.objects(commit, &step);
        rows::check(self, commit, &step);
        signatures::check(self, commit, &step);
        published::check(self, commit, &step);
    }

    /// The files that the commit brought are there. Ledgers were read already.
    fn objects(&mut self, commit: &Commit, step: &Step) {
        for file in &step.files {
            let Some(new) = file.new else { continue };
            if let Err(gap) = self.history.has_blob(new, &file.path) {
                self.gap(Some(commit.id), &gap);
            }
        }
    }

    /// Every file of today is there, also what was not looked at because it is older.
    fn at_the_tip(&mut self) {
        let mut gaps = Vec::new();
        if let Ok(top) = self.history.tree_of(self.asked.tip) {
            if self.asked.since.is_some() || self.history.is_shallow() {
                for file in self.history.changes(None, Some(top), &mut gaps) {
                    if let Err(gap) = file.new.map_or(Ok(()), |id| self.history.has_blob(id, &file.path)) {
                        gaps.push(gap);
                    }
                }
            }
            published::at_the_tip(self, top);
        }
        for gap in &gaps {
            self.gap(None, gap);
        }
    }

    /// Something cannot be read: said once.
    fn gap(&mut self, commit: Option<Oid>, gap: &Gap) {
        if self.missing.insert(gap.id) {
            self.problem(
                Layer::Objects,
                Problem { commit, file: gap.path.clone(), id: String::new(), what: gap.said() },
            );
        }
    }

    fn problem(&mut self, layer: Layer, problem: Problem) {
        self.problems[layer as usize].push(problem);
    }

    fn checked(&mut self, layer: Layer, more: usize) {
        self.checked[layer as usize] += more;
    }

    fn finish(mut self, commits: usize) -> Verified {
        self.checked[Layer::Objects as usize] = self.history.objects_read();
        signatures::finish(&mut self);
        let used = |layer: Layer| match layer {
            Layer::Signatures => self.signing.is_used(),
            Layer::Published => self.checked[layer as usize] > 0,
            _ => true,
        };
        let outcome = |layer: Layer| {
            let problems = self.problems[layer as usize].clone();
            let verdict = match (problems.is_empty(), used(layer)) {
                (false, _) => Verdict::Problems,
                (true, true) => Verdict::Ok,
                (true, false) => Verdict::NotUsed,
            };
            Outcome { layer, verdict, checked: self.checked[layer as usize], problems }
        };
        Verified { layers: Layer::ALL.map(outcome).into(), commits }
    }
}

/// The state that was verified last is in nobody's history any more: which of its rows today's books lack. What of it cannot
/// be read any more is a problem too.
pub fn replaced(history: &History, verified: Oid, tip: Oid) -> Vec<Problem> {
    let mut reader = Reader::new(history);
    let unread = |file: &str| Problem {
        commit: Some(verified),
        file: file.to_owned(),
        id: String::new(),
        what: said!(
            "the state verified last cannot be read here any more, and today's history does not rest on it",
            "上次核验过的状态在本机已读不到，而现在的历史并不以它为基础"
        ),
    };
    let (Ok(old), Ok(new)) = (history.tree_of(verified), history.tree_of(tip)) else {
        return vec![unread("")];
    };
    let (mut gaps, mut problems) = (Vec::new(), Vec::new());
    let mut sets: std::collections::BTreeMap<&str, Vec<super::RowChange>> = Default::default();
    for file in history.changes(Some(old), Some(new), &mut gaps) {
        let Some(ledger) = super::ledger_of(&file.path) else { continue };
        match reader.changes(&file) {
            Ok(changes) => sets.entry(ledger.name).or_default().extend(changes),
            Err(_) => problems.push(unread(&file.path)),
        }
    }
    problems.extend((!gaps.is_empty()).then(|| unread("")));
    for set in sets.into_values().map(super::settle) {
        for row in set.removed.iter().chain(set.edited.iter().map(|(was, _)| was)) {
            problems.push(Problem {
                commit: Some(verified),
                file: String::new(),
                id: row.id.clone(),
                what: said!(
                    "the history verified last, which had this row, was replaced by another",
                    "上次核验过的历史中有这一行，但该历史已被另一段历史取代"
                ),
            });
        }
    }
    problems
}
