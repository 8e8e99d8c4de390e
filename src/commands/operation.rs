//! One operation: one lock over read, check and write; one atomic write; one commit.

use super::desk::{Desk, Files};
use super::landing;
use super::months;
use super::personal::personal;
use super::verb::{Exit, given, value, values};
use super::writing::{land, texts, verify};
use crate::books::Books;
use crate::checks::twin;
use crate::error::{Error, Result};
use crate::ledgers::{Draft, LEDGERS, Step, append};
use crate::output::Format;
use crate::recording::{Document, Entry, Setting, published};
use crate::said;
use crate::store::{Lock, Store};
use crate::words::count_of;
use clap::ArgMatches;
use std::time::Duration;

/// Makes an entry out of the books.
pub type Make<'m> = dyn Fn(&Books, &Setting, &Desk) -> Result<Entry> + 'm;

/// Reads what is wanted under the lock, lets `make` say what to record, and writes it. Months of stock before any that is
/// meant are read in brief.
pub fn record(
    desk: &mut Desk,
    matches: &ArgMatches,
    wanted: &dyn Fn(&str) -> bool,
    make: &Make,
) -> Result<Exit> {
    operate(desk, matches, wanted, false, make)
}

/// As [`record`], with every row of every ledger read: for what corrects rows, whenever they were recorded.
pub fn correct(desk: &mut Desk, matches: &ArgMatches, make: &Make) -> Result<Exit> {
    operate(desk, matches, &|_| true, true, make)
}

fn operate(
    desk: &mut Desk,
    matches: &ArgMatches,
    wanted: &dyn Fn(&str) -> bool,
    whole: bool,
    make: &Make,
) -> Result<Exit> {
    let root = desk.root()?;
    let dry = given(matches, "dry-run");
    let store = Store::open(&root)?;
    let lock = match dry {
        true => None,
        false => Some(take_lock(desk, matches, &store)?),
    };
    let registers = desk.files(|_| false)?;
    let setting = setting(desk, matches, &registers, Some(&store))?;
    let from = match whole {
        true => crate::model::Day::default(),
        false => months::detail_from(&registers.registers, &setting, &values(matches, "round")),
    };
    let watch = desk.ui.reading();
    let (files, carried) = months::read(desk, &store, from, wanted)?;
    let mut books = files.books(|_| true);
    drop(watch);
    books.carried = carried;
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
    if !given(matches, "again")
        && let Some(id) = entry
            .documents
            .iter()
            .filter(|d| is_typed(d))
            .find_map(|d| twin(&books, &d.rows, &setting.by, setting.at))
    {
        let again =
            said!("{id}, recorded minutes ago, says exactly the same", "几分钟前登记的 {id} 与此完全相同");
        if desk.ui.asker.is_none() {
            return Err(Error::Refused {
                message: again,
                hint: Some(said!("if it really happened twice: --again", "如果确实发生了两次，请加 --again")),
            });
        }
        entry.doubts.push(again);
    }
    name_published(&mut entry, &books, &store, &root)?;
    finish_rows(&mut entry, &setting, desk, &files);
    personal(&mut entry, matches, &files)?;
    let writes = texts(&entry, &files, &books, &root)?;
    verify(&files, &writes)?;
    for effect in &entry.effects {
        desk.ui.did(effect);
    }
    for doubt in &entry.doubts {
        desk.ui.warn(doubt);
    }
    if dry {
        show_rows(desk, matches, &entry, &files, &setting);
        return Ok(Exit::Done);
    }
    if !entry.doubts.is_empty()
        && desk.ui.asker.is_some()
        && !force
        && !desk.ui.yes(&said!("record it?", "确定登记吗？"))
    {
        return Err(Error::refused(said!("nothing was recorded", "没有登记任何内容")));
    }
    if writes.is_empty() {
        desk.ui.did(&said!("nothing new to record", "没有新的内容要登记"));
        return Ok(Exit::Done);
    }
    let lock = lock.ok_or_else(|| Error::refused(said!("no lock", "未加锁")))?;
    let landed = land(desk, &store, &lock, &entry, &setting, writes)?;
    let rows: Vec<&Draft> = entry.rows().collect();
    told(desk, &rows, &entry, &setting, &landed);
    Ok(Exit::Done)
}

/// False for imported rows: their codes already tell them apart.
fn is_typed(document: &Document) -> bool {
    document.rows.iter().all(|row| row.get("id").is_empty())
}

/// What was published of the figures that a correction changes is named beside its effects.
fn name_published(entry: &mut Entry, books: &Books, store: &Store, root: &std::path::Path) -> Result<()> {
    let since = entry.undoes.as_ref().map(|(_, when)| *when);
    if since.is_none() && entry.rows().all(|row| row.get("reverses").is_empty()) {
        return Ok(());
    }
    let rows: Vec<Draft> = entry.rows().cloned().collect();
    let report = |path: &str| path.starts_with("reports/") && !path.starts_with(super::notice::ISSUED);
    let written = match store.head()? {
        Some(head) => {
            store.blobs_at(head.commit, "reports", report)?.into_iter().map(|(path, _)| path).collect()
        }
        None => Vec::new(),
    };
    let issued = |code: &str| super::notice::issued(root, books, code);
    entry.effects.extend(published(books, &rows, since, &issued, &written));
    Ok(())
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
        new_items: given(matches, "new") || desk.register_new,
    })
}

/// Gives every row its id, note, person and moment.
fn finish_rows(entry: &mut Entry, setting: &Setting, desk: &Desk, files: &Files) {
    let recorded = entry.not_before.map_or(setting.at, |at| at.max(setting.at)).to_string();
    for document in &mut entry.documents {
        let code = desk.fresh_code(&files.sources);
        let several = document.rows.len() > 1;
        for (at, row) in document.rows.iter_mut().enumerate() {
            let day = match row.get("date") {
                "" => setting.day,
                written => crate::model::Day::parse(written).unwrap_or(setting.day),
            };
            // An imported row has its own code.
            if row.get("id").is_empty() {
                row.identify(day, code, if several { at as u32 + 1 } else { 0 });
            }
            if row.get("note").is_empty() && !setting.note.is_empty() {
                row.put("note", &setting.note);
            }
            row.put("by", &setting.by);
            row.put("at", recorded.as_str());
            // The opening row of a request is named by its own id.
            if row.get("step") == Step::Opened.code() && row.get("request").is_empty() {
                let id = row.get("id").to_owned();
                row.put("request", id);
            }
        }
    }
}

/// `--dry-run`: the rows as they would stand in the files.
fn show_rows(desk: &mut Desk, matches: &ArgMatches, entry: &Entry, files: &Files, setting: &Setting) {
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
    // An answer for machines is one thing alone: what became of each row of a file.
    let format = value(matches, "format").and_then(|name| Format::parse(name).ok());
    if !format.is_some_and(Format::is_for_machines) {
        desk.ui.answer(&text);
    }
    let rows: Vec<&Draft> = entry.rows().collect();
    if let Some(days) = days_of(&rows, setting, true) {
        desk.ui.did(&said!("the rows are dated {days}", "日期为 {days}"));
    }
    desk.ui.did(&said!("nothing was written (--dry-run)", "未写入任何内容（--dry-run）"));
}

/// The days of rows for a sentence: always if `always`, else only if one of them is not today.
fn days_of(rows: &[&Draft], setting: &Setting, always: bool) -> Option<String> {
    let mut days: Vec<&str> = rows.iter().map(|row| row.get("date")).collect();
    days.sort_unstable();
    days.dedup();
    let today = setting.today.to_string();
    let telling = always || days.iter().any(|day| *day != today);
    (telling && !days.is_empty()).then(|| match days.as_slice() {
        [first, .., last] if days.len() > 3 => format!("{first} … {last}"),
        few => few.join(" "),
    })
}

fn told(desk: &mut Desk, rows: &[&Draft], entry: &Entry, setting: &Setting, commit: &str) {
    let (en, zh) = match days_of(rows, setting, false) {
        Some(days) => (format!(" for {days}"), format!("日期 {days}，")),
        None => Default::default(),
    };
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
                "recorded {id} in {t}{en} (commit {commit})",
                "已登记 {id}（{t}，{zh}提交 {commit}）",
                t = (title.en.to_lowercase(), title.zh)
            )
        }
        several => {
            let first = several[0].get("id");
            let n = count_of(several.len(), "row", "rows", "行");
            said!(
                "recorded {c}{en}, from {first} (commit {commit})",
                "已登记 {c}，自 {first} 起（{zh}提交 {commit}）",
                c = (n.en, n.zh)
            )
        }
    };
    desk.ui.did(&said);
}
