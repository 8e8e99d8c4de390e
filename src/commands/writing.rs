//! From an entry to bytes on disk and a commit: the new texts, read back before they are written, and landed whole.

use super::Desk;
use super::desk::{Files, read_source};
use super::landing;
use crate::books::Books;
use crate::error::{Error, Result};
use crate::ledgers::{Draft, append};
use crate::model::{Code, Finding, Severity, mask_numbers};
use crate::recording::{Entry, Setting};
use crate::said;
use crate::store::text::Source;
use crate::store::{Lock, Operation, Person, SOURCE_TRAILER, Store, Write};
use crate::words::words;
use std::collections::BTreeMap;
use std::path::Path;

/// The findings of a file that cannot be read as a set of rows.
pub const WHOLE_FILE: [&str; 4] = ["encoding", "conflict-marker", "truncated", "header"];

/// A file that the operation changes.
pub struct Changed<'e> {
    /// Relative to the community's folder.
    pub path: String,
    /// Its text when it was read; it must still be so when it is written.
    pub before: Option<String>,
    /// Its new text in the working tree.
    pub text: String,
    /// The rows that were added, for a ledger: the commit gets these and no hand edits besides.
    pub rows: Vec<&'e Draft>,
}

/// The new texts of all files of an entry. A file that is damaged as a whole is not written to.
pub fn texts<'e>(entry: &'e Entry, files: &Files, books: &Books, root: &Path) -> Result<Vec<Changed<'e>>> {
    let mut by_path: BTreeMap<String, Vec<&Draft>> = BTreeMap::new();
    for row in entry.rows() {
        let day = crate::model::Day::parse(row.get("date")).unwrap_or_default();
        by_path.entry(row.ledger.path(day)).or_default().push(row);
    }
    let stands_in = |f: &&Finding, path: &str| f.spot.as_ref().is_some_and(|s| s.path == path);
    let mut changed = Vec::new();
    for (path, rows) in by_path {
        let damaged = |f: &&Finding| {
            f.severity == Severity::Error && WHOLE_FILE.contains(&f.code) && stands_in(f, &path)
        };
        let damage: Vec<Finding> = books.findings.iter().filter(damaged).cloned().collect();
        if !damage.is_empty() {
            return Err(Error::Findings(damage));
        }
        let before = before(files, root, &path)?;
        let text = append(before.as_deref().unwrap_or_default(), &rows);
        changed.push(Changed { path, before, text, rows });
    }
    for (path, text) in &entry.registers {
        let before = if path.starts_with("private/") { None } else { before(files, root, path)? };
        changed.push(Changed { path: path.clone(), before, text: text.clone(), rows: Vec::new() });
    }
    Ok(changed)
}

/// The text of a file as it was read (now, if it was not needed before); `None` if there is none.
fn before(files: &Files, root: &Path, path: &str) -> Result<Option<String>> {
    let read = match files.sources.iter().find(|s| s.path == path) {
        Some(source) => source.clone(),
        None if root.join(path).exists() => read_source(root, path)?,
        None => return Ok(None),
    };
    if !read.spoilt.is_empty() {
        return Err(Error::refused(said!(
            "{path} holds bytes that are not UTF-8",
            "{path} 中有不是 UTF-8 的内容"
        ))
        .hint(said!("linli check shows where", "请运行 linli check 查看位置")));
    }
    Ok(Some(if read.bom { format!("\u{feff}{}", read.text) } else { read.text }))
}

/// Reads back what would be written: nothing may be wrong in it that was not wrong before.
pub fn verify(files: &Files, writes: &[Changed]) -> Result<()> {
    let tracked: Vec<&Changed> = writes.iter().filter(|w| w.path.starts_with("ledgers/")).collect();
    let registers_change = tracked.iter().any(|w| w.rows.is_empty());
    let touched = |path: &str| tracked.iter().any(|w| w.path == path);
    let mut after: Vec<Source> = files
        .sources
        .iter()
        .filter(|s| !touched(&s.path) && (registers_change || s.path.matches('/').count() == 1))
        .cloned()
        .collect();
    after.extend(tracked.iter().map(|w| Source::new(w.path.clone(), w.text.clone().into_bytes())));
    after.sort_by(|a, b| a.path.cmp(&b.path));
    let (registers, mut found) = crate::books::read_registers(&after);
    let ids: Vec<&str> = tracked.iter().flat_map(|w| &w.rows).map(|r| r.get("id")).collect();
    let mut known: Vec<String> = files.findings.iter().map(|f| f.message.en.clone()).collect();
    if registers_change {
        found.extend(landing::packs_changed(files, &after));
        known.extend(files.books(|_| true).findings.iter().map(landing::key));
    }
    if let Some(registers) = &registers {
        let books = Books::read(registers, &after, |_| true);
        let own = |f: &Finding| f.id.as_deref().is_some_and(|id| ids.contains(&id));
        let mine = |f: &Finding| {
            own(f)
                && f.code != "reverses-unknown"
                && f.code != "unknown-request"
                && f.code != "unknown-notice"
        };
        // A changed register may make old rows wrong: all that is wrong now and was not before.
        let new = |f: &Finding| registers_change && !known.contains(&landing::key(f));
        found.extend(books.findings.into_iter().filter(|f| mine(f) || new(f)));
    }
    found.retain(|f| f.severity == Severity::Error && !known.contains(&f.message.en));
    if found.is_empty() { Ok(()) } else { Err(Error::Findings(found)) }
}

/// Writes and commits. Success is said only after this.
pub fn land(
    desk: &mut Desk,
    store: &Store,
    lock: &Lock,
    entry: &Entry,
    setting: &Setting,
    writes: Vec<Changed>,
) -> Result<String> {
    let head = store.head()?.map(|h| h.commit);
    let mut planned = Vec::new();
    for change in writes {
        let private = change.path.starts_with("private/");
        let expects = match private {
            true => store.read_working(&change.path)?,
            false => change.before.map(String::into_bytes),
        };
        let committed_blob = head.and_then(|h| store.blob_at(h, &change.path).transpose()).transpose()?;
        let same = match (&expects, committed_blob) {
            (None, None) => true,
            (Some(bytes), Some(blob)) => {
                git2::Oid::hash_object(git2::ObjectType::Blob, bytes).is_ok_and(|id| id == blob)
            }
            _ => false,
        };
        let working = change.text.into_bytes();
        let committed = if private {
            None
        } else if same {
            Some(working.clone())
        } else if change.rows.is_empty() {
            let before = committed_blob.map(|blob| store.read_blob(blob)).transpose()?.unwrap_or_default();
            let read = expects.as_deref().unwrap_or_default();
            Some(landing::without_hand_edits(&change.path, &before, read, &working)?)
        } else {
            let before = committed_blob.map(|blob| store.read_blob(blob)).transpose()?.unwrap_or_default();
            Some(append(&String::from_utf8_lossy(&before), &change.rows).into_bytes())
        };
        planned.push(Write { path: change.path, expects, working: Some(working), committed });
    }
    let operation = Operation {
        writes: planned,
        message: message(entry, &desk.command_line),
        author: person(store, &setting.by),
        when: setting.at.datetime(),
        base: head,
    };
    let watch = desk.ui.watch(words("recording", "正在登记"));
    let landed = store.apply(lock, &operation)?;
    drop(watch);
    for said in &landed.said {
        desk.ui.warn(said);
    }
    let mut short = landed.commit.to_string();
    short.truncate(8);
    Ok(short)
}

/// The commit's message: what it does, and the trailers.
pub fn message(entry: &Entry, command_line: &str) -> String {
    let mut codes: Vec<String> = Vec::new();
    for document in &entry.documents {
        if let Some(id) = document.rows.first().and_then(|r| crate::model::RowId::parse(r.get("id")).ok()) {
            codes.push(id.document().to_string());
        }
    }
    let mut subject = entry.subject.replace('\n', " ");
    match codes.len() {
        0 => {}
        1..=3 => subject.push_str(&format!(" ({})", codes.join(", "))),
        n => subject.push_str(&format!(" ({} … {n} documents)", codes[0])),
    }
    let op = codes
        .first()
        .and_then(|c| c.split_once('-'))
        .map_or_else(String::new, |(_, code)| format!("Linli-Op: {code}\n"));
    let undoes =
        entry.undoes.as_ref().map_or_else(String::new, |(commit, _)| format!("Linli-Undoes: {commit}\n"));
    let source = entry.source.as_ref().filter(|_| entry.rows().next().is_some());
    let source = source.map_or_else(String::new, |source| format!("{SOURCE_TRAILER}{source}\n"));
    format!("{subject}\n\n{op}{source}Linli-Command: {}\n{undoes}", mask_numbers(command_line, &[]))
}

/// The author of a commit: the one who recorded it.
pub fn person(store: &Store, name: &str) -> Person {
    let email = match store.user_name() {
        Some(own) if own == name => store.user_email().unwrap_or_default(),
        _ => String::new(),
    };
    Person { name: name.to_owned(), email }
}

impl Desk {
    /// A code that no row of these files has.
    pub fn fresh_code(&self, sources: &[Source]) -> Code {
        loop {
            let code = Code::short(self.random_bits());
            let text = format!("-{code}");
            let taken = |s: &Source| memchr::memmem::find(s.text.as_bytes(), text.as_bytes()).is_some();
            if !sources.iter().any(taken) {
                return code;
            }
        }
    }

    fn random_bits(&self) -> u32 {
        match &self.seed {
            Some(seed) => {
                let n = self.drawn.get();
                self.drawn.set(n + 1);
                let digest = <sha2::Sha256 as sha2::Digest>::digest(format!("{seed} {n} {}", self.now));
                u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]])
            }
            None => {
                getrandom::u32().unwrap_or_else(|_| self.now.timestamp_subsec_nanos() ^ std::process::id())
            }
        }
    }
}
