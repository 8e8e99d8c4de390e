//! One operation: one lock over read, check and write; one atomic write; one commit.

use super::desk::{Desk, Files};
use super::landing;
use super::verb::{Exit, given, option, switch, value};
use crate::books::Books;
use crate::error::{Error, Result};
use crate::ledgers::{Draft, Kind, LEDGERS, append, by_name};
use crate::model::{Code, Finding, Severity, mask_numbers, personal_numbers};
use crate::recording::{Entry, Setting};
use crate::said;
use crate::store::text::Source;
use crate::store::{Lock, Operation, Person, Store, Write};
use crate::words::{Lang, count_of, words};
use clap::{Arg, ArgMatches};
use std::collections::BTreeMap;
use std::time::Duration;

/// The options of every command that records rows.
pub fn recording_args(lang: Lang) -> Vec<Arg> {
    let heading = recording_heading(lang);
    let rows = [
        option(
            "date",
            "DAY",
            words(
                "the day it happened: 2022-08-16, 8.16, 8月16日, yesterday; today if not given",
                "发生的日期：2022-08-16、8.16、8月16日、昨天；默认今天",
            ),
            lang,
        ),
        option("note", "TEXT", words("a note for the rows", "备注"), lang),
        switch(
            "force",
            words("record what a rule refuses; the finding stays", "强制登记违反规则的内容，问题会保留"),
            lang,
        ),
        switch(
            "again",
            words(
                "it really happened twice: the same goods, place and day within ten minutes",
                "确实又发生了一次（十分钟内重复登记）",
            ),
            lang,
        ),
    ];
    rows.into_iter().map(|arg| arg.help_heading(heading)).chain(writing_args(lang)).collect()
}

/// The options of every command that writes, registers included.
pub fn writing_args(lang: Lang) -> Vec<Arg> {
    let heading = recording_heading(lang);
    let all = [
        option(
            "by",
            "NAME",
            words(
                "who records it; else LINLI_BY, else git's user.name",
                "登记人；默认 LINLI_BY 或 git 的 user.name",
            ),
            lang,
        ),
        switch(
            "dry-run",
            words("show the rows and their effect; write nothing", "只显示将写入的行及其影响，不写入"),
            lang,
        ),
        switch(
            "mask-numbers",
            words(
                "write phone and identity numbers masked: 138****1234",
                "把手机号、身份证号打码后写入：138****1234",
            ),
            lang,
        ),
        option(
            "wait",
            "SECONDS",
            words("how long to wait for another writer (30)", "等待其他写入者的秒数（默认 30）"),
            lang,
        ),
    ];
    all.into_iter().map(|arg| arg.help_heading(heading)).collect()
}

fn recording_heading(lang: Lang) -> &'static str {
    lang.pick("Recording", "登记选项")
}

/// Makes an entry out of the books.
pub type Make<'m> = dyn Fn(&Books, &Setting, &Desk) -> Result<Entry> + 'm;

/// Reads what is wanted under the lock, lets `make` say what to record, and writes it.
pub fn record(
    desk: &mut Desk,
    matches: &ArgMatches,
    wanted: &dyn Fn(&str) -> bool,
    make: &Make,
) -> Result<Exit> {
    let root = desk.root()?;
    let dry = given(matches, "dry-run");
    let store = Store::open(&root)?;
    let lock = match dry {
        true => None,
        false => Some(take_lock(desk, matches, &store)?),
    };
    let files = desk.files(wanted)?;
    let books = files.books(|_| true);
    let setting = setting(desk, matches, &files, Some(&store))?;
    let mut entry = make(&books, &setting, desk)?;
    let force = given(matches, "force");
    if !force && let Some(refusal) = entry.refusals.first() {
        let more = entry.refusals.len() - 1;
        let refusal = match more {
            0 => refusal.clone(),
            n => refusal.clone().then(&said!(" (and {n} more like it)", "（另有 {n} 处）")),
        };
        return Err(Error::Refused {
            message: refusal,
            hint: Some(said!(
                "--force records it all the same, and the finding stays",
                "如确属实情，可加 --force 登记，问题会保留"
            )),
        });
    }
    entry.doubts.append(&mut entry.refusals);
    finish_rows(&mut entry, &setting, desk, &files);
    personal(&mut entry, matches, &files)?;
    let writes = texts(&entry, &files);
    verify(&files, &writes)?;
    for effect in &entry.effects {
        desk.ui.did(effect);
    }
    for doubt in &entry.doubts {
        desk.ui.warn(doubt);
    }
    if dry {
        show_rows(desk, &entry, &files);
        return Ok(Exit::Done);
    }
    if !entry.doubts.is_empty()
        && desk.ui.asker.is_some()
        && !force
        && !desk.ui.yes(&said!("record it?", "确定登记吗？"))
    {
        return Err(Error::refused(said!("nothing was recorded", "没有登记任何内容")));
    }
    let lock = lock.ok_or_else(|| Error::refused(said!("no lock", "未加锁")))?;
    let rows: Vec<Draft> = entry.rows().cloned().collect();
    let landed = land(desk, &store, &lock, &entry, &setting, writes)?;
    told(desk, &rows, &entry, &landed);
    Ok(Exit::Done)
}

/// Takes the writers' lock, with the repository fit to write and an interrupted operation finished.
pub fn take_lock(desk: &mut Desk, matches: &ArgMatches, store: &Store) -> Result<Lock> {
    store.ready_to_write()?;
    let wait = match value(matches, "wait") {
        None => 30,
        Some(text) => text.parse::<u64>().map_err(|_| {
            Error::usage(said!("--wait {text} is no number of seconds", "--wait {text} 不是秒数"))
        })?,
    };
    let lock = store.lock(Duration::from_secs(wait), &desk.command_line)?;
    if let Some(said) = store.recover(&lock)? {
        desk.ui.warn(&said);
    }
    Ok(lock)
}

/// The circumstances: the day, the person, the moment.
pub fn setting(desk: &Desk, matches: &ArgMatches, files: &Files, store: Option<&Store>) -> Result<Setting> {
    let registers = &files.registers;
    let (day, today) = (desk.day(value(matches, "date"), registers)?, desk.today(registers));
    Ok(Setting {
        day,
        today,
        at: desk.stamp(registers),
        by: desk.recorder(value(matches, "by"), store)?,
        note: value(matches, "note").unwrap_or_default().to_owned(),
        new_items: given(matches, "new"),
    })
}

/// Gives every row its id, note, person and moment.
fn finish_rows(entry: &mut Entry, setting: &Setting, desk: &Desk, files: &Files) {
    for document in &mut entry.documents {
        let code = desk.fresh_code(&files.sources);
        let several = document.rows.len() > 1;
        for (at, row) in document.rows.iter_mut().enumerate() {
            let day = match row.get("date") {
                "" => setting.day,
                written => crate::model::Day::parse(written).unwrap_or(setting.day),
            };
            row.identify(day, code, if several { at as u32 + 1 } else { 0 });
            if row.get("note").is_empty() && !setting.note.is_empty() {
                row.put("note", &setting.note);
            }
            row.put("by", &setting.by);
            row.put("at", setting.at.to_string());
        }
    }
}

/// Refuses, or masks, phone and identity numbers before anything is written.
fn personal(entry: &mut Entry, matches: &ArgMatches, files: &Files) -> Result<()> {
    let exempt = &files.registers.community.public_phones;
    let mask = given(matches, "mask-numbers");
    let refused = |field: &str, cell: &str| {
        let masked = mask_numbers(cell, exempt);
        Error::Refused {
            message: said!(
                "{field} holds a phone or identity number: {masked}",
                "“{field}”含有手机号或身份证号：{masked}"
            ),
            hint: Some(said!(
                "such numbers never reach the history; --mask-numbers writes them masked",
                "这类号码不得进入历史记录；加 --mask-numbers 可打码后写入"
            )),
        }
    };
    for row in entry.documents.iter_mut().flat_map(|d| &mut d.rows) {
        for (cell, field) in row.cells.iter_mut().zip(row.ledger.fields) {
            let text = matches!(field.kind, Kind::Text | Kind::Unit) && field.name != "digest";
            if text && !personal_numbers(cell, exempt).is_empty() {
                if !mask {
                    return Err(refused(field.name, cell));
                }
                *cell = mask_numbers(cell, exempt);
            }
        }
    }
    for (path, text) in &mut entry.registers {
        if path.starts_with("private/") {
            continue;
        }
        let before = files.sources.iter().find(|s| s.path == *path).map_or("", |s| s.text.as_str());
        let old: std::collections::BTreeSet<&str> = before.lines().collect();
        let new: Vec<String> = text.lines().filter(|l| !old.contains(l)).map(str::to_owned).collect();
        for line in new.iter().filter(|l| !personal_numbers(l, exempt).is_empty()) {
            if !mask {
                return Err(refused(path, line));
            }
            *text = text.replace(line.as_str(), &mask_numbers(line, exempt));
        }
    }
    if !personal_numbers(&entry.subject, exempt).is_empty() {
        entry.subject = mask_numbers(&entry.subject, exempt);
    }
    Ok(())
}

/// A file that the operation changes.
pub struct Changed {
    /// Relative to the community's folder.
    pub path: String,
    /// Its new text in the working tree.
    pub text: String,
    /// The rows that were added, for a ledger: the commit gets these and no hand edits besides.
    pub rows: Vec<Draft>,
}

/// The new texts of all files of an entry.
fn texts(entry: &Entry, files: &Files) -> Vec<Changed> {
    let mut by_path: BTreeMap<String, Vec<&Draft>> = BTreeMap::new();
    for row in entry.rows() {
        let day = crate::model::Day::parse(row.get("date")).unwrap_or_default();
        by_path.entry(row.ledger.path(day)).or_default().push(row);
    }
    let mut changed = Vec::new();
    for (path, rows) in by_path {
        let source = files.sources.iter().find(|s| s.path == path);
        let mut before = String::new();
        if let Some(source) = source {
            before = if source.bom { format!("\u{feff}{}", source.text) } else { source.text.clone() };
        }
        let text = append(&before, &rows);
        changed.push(Changed { path, text, rows: rows.into_iter().cloned().collect() });
    }
    changed.extend(entry.registers.iter().map(|(path, text)| Changed {
        path: path.clone(),
        text: text.clone(),
        rows: Vec::new(),
    }));
    changed
}

/// Reads back what would be written: nothing may be wrong in it that was not wrong before.
fn verify(files: &Files, writes: &[Changed]) -> Result<()> {
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

/// `--dry-run`: the rows as they would stand in the files.
fn show_rows(desk: &mut Desk, entry: &Entry, files: &Files) {
    let mut text = String::new();
    for ledger in LEDGERS {
        let rows: Vec<&Draft> = entry.rows().filter(|r| r.ledger == ledger).collect();
        if !rows.is_empty() {
            text.push_str(&append("", &rows));
        }
    }
    for (path, new) in &entry.registers {
        let old = files.sources.iter().find(|s| s.path == *path).map_or("", |s| s.text.as_str());
        text.push_str(&landing::difference(path, old, new));
    }
    desk.ui.answer(&text);
    desk.ui.did(&said!("nothing was written (--dry-run)", "未写入任何内容（--dry-run）"));
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
        let expects = store.read_working(&change.path)?;
        let private = change.path.starts_with("private/");
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
            Some(landing::without_hand_edits(
                &change.path,
                &before,
                expects.as_deref().unwrap_or_default(),
                &working,
            )?)
        } else {
            let before = committed_blob.map(|blob| store.read_blob(blob)).transpose()?.unwrap_or_default();
            let rows: Vec<&Draft> = change.rows.iter().collect();
            Some(append(&String::from_utf8_lossy(&before), &rows).into_bytes())
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
    let landed = store.apply(lock, &operation)?;
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
    format!("{subject}\n\n{op}Linli-Command: {}\n", mask_numbers(command_line, &[]))
}

/// The author of a commit: the one who recorded it.
pub fn person(store: &Store, name: &str) -> Person {
    let email = match store.user_name() {
        Some(own) if own == name => store.user_email().unwrap_or_default(),
        _ => String::new(),
    };
    Person { name: name.to_owned(), email }
}

fn told(desk: &mut Desk, rows: &[Draft], entry: &Entry, commit: &str) {
    let said = match rows {
        [] if landing::only_private(entry) => {
            let subject = &entry.subject;
            said!("done, outside git: {subject}", "已完成（不进入 git）：{subject}")
        }
        [] => {
            let subject = &entry.subject;
            said!("done: {subject} (commit {commit})", "已完成：{subject}（提交 {commit}）")
        }
        [row] => {
            let (id, title) = (row.get("id"), row.ledger.title);
            said!(
                "recorded {id} in {t} (commit {commit})",
                "已登记 {id}（{t}，提交 {commit}）",
                t = (title.en.to_lowercase(), title.zh)
            )
        }
        several => {
            let first = several[0].get("id");
            let n = count_of(several.len(), "row", "rows", "行");
            said!(
                "recorded {c}, from {first} (commit {commit})",
                "已登记 {c}，自 {first} 起（提交 {commit}）",
                c = (n.en, n.zh)
            )
        }
    };
    desk.ui.did(&said);
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

/// True for the months of some ledgers from a day's month on: what a command that looks at a round needs.
pub fn months_from(path: &str, ledgers: &[&str], day: crate::model::Day) -> bool {
    let Some((folder, month)) = path.strip_prefix("ledgers/").and_then(|p| p.split_once('/')) else {
        return true;
    };
    ledgers.contains(&folder) && by_name(folder).is_some() && *month >= *format!("{}.csv", day.month())
}
