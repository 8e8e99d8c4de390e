//! `linli save [-m TEXT] [--keep-new]`

use super::desk::{Desk, Files, ledger_paths};
use super::landing;
use super::operation::{setting, take_lock};
use super::recording_args::writing_args;
use super::verb::{Exit, Heading, Verb, given, option, switch, value};
use super::writing::{message, person};
use crate::books::{Books, compare_with_head, read_registers};
use crate::checks::{self, Scene};
use crate::error::{Error, Result};
use crate::ledgers::{LEDGERS, append};
use crate::model::{Finding, Severity, Spot, mask_numbers, personal_numbers};
use crate::recording::save::{
    HandWork, SavedRow, Saving, ledger_of, number_said, read_hand_work, subject, tidied, with_rows,
};
use crate::recording::{Document, Entry, Setting};
use crate::registers::{ITEMS, VOLUNTEERS};
use crate::said;
use crate::store::text::Source;
use crate::store::{Oid, Operation, Store, Write};
use crate::words::{Lang, count_of, words};
use clap::{Arg, ArgMatches};
use std::collections::{BTreeMap, BTreeSet};

/// The verb.
pub const VERB: Verb = Verb {
    name: "save",
    about: words("check and commit what was typed by hand in the files", "检查并提交直接在文件中填写的内容"),
    long: words(
        "New rows may leave id, by and at empty and be typed as people write: 3幢2单元502室, 8.16, 40箱.\n\
         Committed rows that were edited or removed are refused; --keep-new brings them back and keeps what was added.",
        "新行的 id、by、at 可以留空，内容可按习惯书写：3幢2单元502室、8.16、40箱。\n\
         已提交的行被改动或删除时拒绝保存；加 --keep-new 恢复这些行，并保留新增内容。",
    ),
    heading: Heading::Record,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    let mut args = vec![
        option("message", "TEXT", words("the first line of the commit", "提交说明"), lang).short('m'),
        switch(
            "keep-new",
            words(
                "bring back committed rows that were changed or removed, and keep what was added",
                "恢复被改动或删除的已提交行，保留新增的行",
            ),
            lang,
        ),
    ];
    args.extend(writing_args(lang));
    args
}

/// The files that differ from HEAD.
#[derive(Default)]
struct Changed {
    /// Their committed versions.
    committed: Vec<Source>,
    /// All their paths, new files among them.
    paths: Vec<String>,
}

fn changed(store: &Store, head: Option<Oid>, working: &[String]) -> Result<Changed> {
    let mut changed = Changed::default();
    let blobs: BTreeMap<String, Oid> = match head {
        None => BTreeMap::new(),
        Some(head) => ["ledgers", "templates"]
            .into_iter()
            .map(|folder| store.blobs_at(head, folder, |_| true))
            .collect::<Result<Vec<_>>>()?
            .into_iter()
            .flatten()
            .collect(),
    };
    for path in working.iter().filter(|p| !blobs.contains_key(*p)) {
        changed.paths.push(path.clone());
    }
    for (path, blob) in &blobs {
        if store.clean_blob(path) == Some(*blob) {
            continue;
        }
        let bytes = store.read_working(path)?;
        let same = bytes
            .as_ref()
            .is_some_and(|b| git2::Oid::hash_object(git2::ObjectType::Blob, b).is_ok_and(|id| id == *blob));
        if !same {
            changed.paths.push(path.clone());
            changed.committed.push(Source::new(path.clone(), store.read_blob(*blob)?));
        }
    }
    changed.paths.sort();
    Ok(changed)
}

/// A file beside the ledgers' months, as it will be: `None` if it was removed.
type Register = (String, Option<String>);

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let root = desk.root()?;
    let store = Store::open(&root)?;
    let dry = given(matches, "dry-run");
    let lock = if dry { None } else { Some(take_lock(desk, matches, &store)?) };
    let files = desk.files(|_| true)?;
    let setting = setting(desk, matches, &files, Some(&store))?;
    let head = store.head()?.map(|h| h.commit);
    let mut working = ledger_paths(&root)?;
    for folder in ["ledgers", "templates"] {
        working.extend(store.working_paths(folder, |_| true)?);
    }
    working.sort();
    working.dedup();
    let changed = changed(&store, head, &working)?;
    if changed.paths.is_empty() {
        desk.ui.did(&said!("nothing was typed by hand: nothing to save", "没有手工填写的内容，无需保存"));
        return Ok(Exit::Done);
    }
    let saving = Saving {
        registers: &files.registers,
        setting: &setting,
        keep_new: given(matches, "keep-new"),
        mask: given(matches, "mask-numbers"),
    };
    let mut drawn = BTreeSet::new();
    let mut fresh = || loop {
        let code = desk.fresh_code(&files.sources);
        if drawn.insert(code) {
            return code;
        }
    };
    let mut work = read_hand_work(&changed.committed, &files.sources, &changed.paths, &saving, &mut fresh);
    let mut findings = std::mem::take(&mut work.findings);
    let registers = registers(&store, &changed, &saving, &mut findings)?;
    let groups = groups(&work, &registers, &setting);
    let finals = finals(&work, &groups);
    if findings.is_empty() {
        findings = verified(&files, &changed, &work, &finals, &registers, &setting);
    }
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    if findings.iter().any(|f| f.severity == Severity::Error) {
        return Err(Error::Findings(findings));
    }
    if !findings.is_empty() {
        desk.ui.findings(&findings);
    }
    for noted in &work.noted {
        desk.ui.warn(noted);
    }
    if dry {
        show(desk, &work, &changed, &registers);
        return Ok(Exit::Done);
    }
    let lock = lock.ok_or_else(|| Error::refused(said!("no lock", "未加锁")))?;
    // Rows by several people are several commits, each on top of the one before; the working files are final at once.
    for (at, (by, rows)) in groups.iter().enumerate() {
        let mut writes = Vec::new();
        let first = at == 0;
        for (path, text) in &finals {
            let own = rows.iter().any(|r| r.path() == *path);
            let lonely = first && !groups.iter().any(|(_, rows)| rows.iter().any(|r| r.path() == *path));
            if own || lonely {
                let upto: Vec<&SavedRow> = groups[..=at]
                    .iter()
                    .flat_map(|(_, rows)| rows)
                    .copied()
                    .filter(|r| r.path() == *path)
                    .collect();
                let base = work.bases.get(path).map_or("", String::as_str);
                writes.push(Write {
                    path: path.clone(),
                    expects: store.read_working(path)?,
                    working: Some(text.clone().into_bytes()),
                    committed: Some(with_rows(base, &upto).into_bytes()),
                });
            }
        }
        if first {
            for path in &work.emptied {
                writes.push(Write {
                    path: path.clone(),
                    expects: store.read_working(path)?,
                    working: None,
                    committed: None,
                });
            }
            for (path, text) in &registers {
                let bytes = text.clone().map(String::into_bytes);
                writes.push(Write {
                    path: path.clone(),
                    expects: store.read_working(path)?,
                    working: bytes.clone(),
                    committed: bytes,
                });
            }
        }
        let mine: Vec<&str> =
            if first { registers.iter().map(|(p, _)| p.as_str()).collect() } else { Vec::new() };
        let own =
            value(matches, "message").map(|m| mask_numbers(m, &files.registers.community.public_phones));
        let entry = Entry {
            documents: rows.iter().map(|r| Document { rows: vec![r.draft.clone()] }).collect(),
            subject: own.unwrap_or_else(|| subject(rows, &mine)),
            ..Entry::default()
        };
        let operation = Operation {
            writes,
            message: message(&entry, &desk.command_line),
            author: person(&store, by),
            when: setting.at.datetime(),
            base: store.head()?.map(|h| h.commit),
        };
        let landed = store.apply(&lock, &operation)?;
        landed.said.iter().for_each(|said| desk.ui.warn(said));
        tell(desk, rows.len(), &mine, by, &landed.commit.to_string()[..8]);
    }
    Ok(Exit::Done)
}

fn tell(desk: &mut Desk, rows: usize, registers: &[&str], by: &str, commit: &str) {
    let n = count_of(rows, "row", "rows", "行");
    let list = registers.join("、");
    let said = match (rows, registers.is_empty()) {
        (0, true) => said!("the committed bytes are back; nothing was new", "已恢复提交时的内容，没有新增"),
        (0, false) => said!("saved {list} (commit {commit})", "已保存 {list}（提交 {commit}）"),
        (_, true) => said!(
            "saved {n} by {by} (commit {commit})",
            "已保存 {by} 填写的 {n}（提交 {commit}）",
            n = (n.en, n.zh)
        ),
        (_, false) => said!(
            "saved {n} by {by}, and {list} (commit {commit})",
            "已保存 {by} 填写的 {n}，以及 {list}（提交 {commit}）",
            n = (n.en, n.zh)
        ),
    };
    desk.ui.did(&said);
}

/// The registers and other files that were edited, as they will be.
fn registers(
    store: &Store,
    changed: &Changed,
    saving: &Saving,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Register>> {
    let mut registers = Vec::new();
    let exempt = &saving.registers.community.public_phones;
    for path in changed.paths.iter().filter(|p| ledger_of(p).is_none()) {
        let Some(bytes) = store.read_working(path)? else {
            registers.push((path.clone(), None));
            continue;
        };
        let working = Source::new(path.clone(), bytes);
        let committed = changed.committed.iter().find(|s| s.path == *path);
        let mut text = match path.as_str() {
            ITEMS | VOLUNTEERS => tidied(committed, &working),
            _ => unicode_normalization::UnicodeNormalization::nfc(working.text.as_str()).collect(),
        };
        let spot =
            |line: Option<u32>, text: String| Spot { path: path.clone(), line, text, ..Spot::default() };
        if let Some(line) = working.spoilt.first() {
            let message = crate::registers::table::not_utf8();
            let mut finding = Finding::new("encoding", Severity::Error, message);
            finding.spot = Some(spot(Some(*line), String::new()));
            findings.push(finding);
        }
        let old: BTreeSet<&str> = committed.map_or("", |s| s.text.as_str()).lines().collect();
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for (at, line) in lines.iter().enumerate() {
            if old.contains(line.as_str()) || personal_numbers(line, exempt).is_empty() {
                continue;
            }
            let masked = mask_numbers(line, exempt);
            if saving.mask {
                text = text.replace(line.as_str(), &masked);
            } else {
                let mut finding =
                    Finding::new("personal-number", Severity::Error, number_said(path, &masked, exempt));
                finding.spot = Some(spot(Some(at as u32 + 1), masked));
                finding.label = said!(
                    "linli save --mask-numbers writes it masked",
                    "linli save --mask-numbers 可打码后保存"
                );
                findings.push(finding);
            }
        }
        registers.push((path.clone(), Some(text)));
    }
    Ok(registers)
}

/// The rows by the person who recorded them; the one who saves comes first, with the registers.
fn groups<'w>(
    work: &'w HandWork,
    registers: &[Register],
    setting: &Setting,
) -> Vec<(String, Vec<&'w SavedRow>)> {
    let mut groups: Vec<(String, Vec<&SavedRow>)> = vec![(setting.by.clone(), Vec::new())];
    for row in &work.rows {
        let by = row.draft.get("by");
        match groups.iter_mut().find(|(name, _)| name == by) {
            Some((_, rows)) => rows.push(row),
            None => groups.push((by.to_owned(), vec![row])),
        }
    }
    if groups[0].1.is_empty() && registers.is_empty() && groups.len() > 1 {
        groups.remove(0);
    }
    groups
}

/// The final text of each ledger file.
fn finals(work: &HandWork, groups: &[(String, Vec<&SavedRow>)]) -> BTreeMap<String, String> {
    let of = |path: &String| -> Vec<&SavedRow> {
        groups.iter().flat_map(|(_, rows)| rows).copied().filter(|r| r.path() == *path).collect()
    };
    work.bases.iter().map(|(path, base)| (path.clone(), with_rows(base, &of(path)))).collect()
}

/// Everything checked as it would be: what is wrong with the new rows, and what an edited register makes wrong.
fn verified(
    files: &Files,
    changed: &Changed,
    work: &HandWork,
    finals: &BTreeMap<String, String>,
    registers: &[Register],
    setting: &Setting,
) -> Vec<Finding> {
    let read = |path: &str, text: &str| Source::new(path, text.as_bytes().to_vec());
    let replaced = |path: &str| {
        finals.contains_key(path)
            || work.emptied.iter().any(|p| p == path)
            || registers.iter().any(|(p, _)| p == path)
    };
    let mut after: Vec<Source> = files.sources.iter().filter(|s| !replaced(&s.path)).cloned().collect();
    after.extend(finals.iter().map(|(path, text)| read(path, text)));
    let own_files = |path: &str| path.starts_with("ledgers/") && path.matches('/').count() == 1;
    after.extend(
        registers.iter().filter(|(p, _)| own_files(p)).filter_map(|(p, text)| Some(read(p, text.as_ref()?))),
    );
    after.sort_by(|a, b| a.path.cmp(&b.path));
    let mut before: Vec<Source> =
        files.sources.iter().filter(|s| !changed.paths.contains(&s.path)).cloned().collect();
    before.extend(changed.committed.iter().cloned());
    before.sort_by(|a, b| a.path.cmp(&b.path));
    let (old, mut known) = read_registers(&before);
    let (new, mut findings) = read_registers(&after);
    let whole = registers.iter().any(|(p, _)| own_files(p));
    if whole && let Some(old) = &old {
        let books = Books::read(old, &before, |_| true);
        known.extend(books.findings.iter().cloned());
        let items: Vec<Source> = changed.committed.iter().filter(|s| s.path == ITEMS).cloned().collect();
        findings.extend(compare_with_head(&items, &after, &|item, unit| books.uses_pack(item, unit)));
    }
    let known: Vec<String> = known.iter().map(landing::key).collect();
    let by_id: BTreeMap<&str, &SavedRow> = work.rows.iter().map(|r| (r.draft.get("id"), r)).collect();
    if let Some(new) = &new {
        let books = Books::read(new, &after, |_| true);
        let own = |f: &Finding| f.id.as_deref().is_some_and(|id| by_id.contains_key(id));
        let scene = Scene { today: setting.today, now: setting.at };
        findings.extend(checks::check(&books, &scene).into_iter().filter(own));
        findings.extend(books.findings.into_iter().filter(|f| own(f) || whole));
    }
    findings.retain(|f| f.severity < Severity::Info && !known.contains(&landing::key(f)));
    // Shown where the row stands in the file that the person has before them.
    for finding in &mut findings {
        let Some(row) = finding.id.as_deref().and_then(|id| by_id.get(id)) else { continue };
        if let Some(source) = files.sources.iter().find(|s| s.path == row.typed.path) {
            let there =
                row.finding(source, finding.field.unwrap_or("id"), finding.code, finding.message.clone());
            (finding.spot, finding.fix) = (there.spot, None);
            if row.typed.cells[0].trim().is_empty() {
                finding.id = None;
            }
        }
    }
    findings
}

/// `--dry-run`: the rows as they would stand in the files, and the lines of registers that change.
fn show(desk: &mut Desk, work: &HandWork, changed: &Changed, registers: &[Register]) {
    let mut text = String::new();
    for ledger in LEDGERS {
        let rows: Vec<_> = work.rows.iter().map(|r| &r.draft).filter(|d| d.ledger == ledger).collect();
        text.push_str(&append("", &rows));
    }
    for (path, new) in registers {
        let old = changed.committed.iter().find(|s| s.path == *path).map_or("", |s| s.text.as_str());
        text.push_str(&landing::difference(path, old, new.as_deref().unwrap_or_default()));
    }
    desk.ui.answer(&text);
    desk.ui.did(&said!("nothing was written (--dry-run)", "未写入任何内容（--dry-run）"));
}
