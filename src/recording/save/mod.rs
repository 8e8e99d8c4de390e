//! `linli save`: what was typed by hand in the working tree. New rows are told from committed ones by their ids, made
//! canonical and put behind the committed text, which stays byte for byte. Pure: texts in, texts and findings out.

mod committed;
mod normal;
mod reading;
mod register;

pub use register::tidied;

use super::Setting;
use crate::books::spot_of_line;
use crate::ledgers::{Draft, Header, Kind, Ledger, append, by_name, unquoted};
use crate::model::{Code, Day, Finding, Severity, mask_numbers, personal_numbers};
use crate::registers::Registers;
use crate::said;
use crate::store::text::{Source, read_records, write_line};
use crate::words::Said;
use committed::{changed, has_ids, without_ids};
use std::collections::{BTreeMap, BTreeSet};

/// A row as it stands in a working file.
#[derive(Clone, Debug)]
pub struct HandRow {
    /// The file.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
    /// The byte at which it begins.
    pub start: u32,
    /// Its cells by the ledger's fields.
    pub cells: Vec<String>,
    /// Its cells in columns that the ledger does not know.
    pub extra: BTreeMap<String, String>,
}

/// A row typed by hand, made canonical.
#[derive(Clone, Debug)]
pub struct SavedRow {
    /// The row.
    pub draft: Draft,
    /// How it was typed.
    pub typed: HandRow,
}

/// What was typed by hand, ready to be checked and written.
#[derive(Clone, Debug, Default)]
pub struct HandWork {
    /// The new rows, in the order of the files.
    pub rows: Vec<SavedRow>,
    /// For each ledger file that is written, the text that its new rows go behind (empty for a new file).
    pub bases: BTreeMap<String, String>,
    /// Files that are empty once their rows stand where they belong.
    pub emptied: Vec<String>,
    /// What is in the way.
    pub findings: Vec<Finding>,
    /// What was assumed in reading.
    pub noted: Vec<Said>,
}

/// The circumstances of saving.
pub struct Saving<'s> {
    /// The registers as they are in the working tree.
    pub registers: &'s Registers,
    /// The person, the day, the moment.
    pub setting: &'s Setting,
    /// `--keep-new`: committed rows that were changed or removed come back.
    pub keep_new: bool,
    /// `--mask-numbers`: phone and identity numbers are masked rather than refused.
    pub mask: bool,
}

/// The ledger of a path such as `ledgers/donations/2022-08.csv`.
pub fn ledger_of(path: &str) -> Option<&'static Ledger> {
    let (folder, file) = path.strip_prefix("ledgers/")?.split_once('/')?;
    by_name(folder).filter(|_| file.ends_with(".csv") && !file.contains('/'))
}

/// Reads the ledger files that differ from HEAD: `committed` holds their versions there, `working` all files as they
/// are. `touched` are the paths that differ, new files among them.
pub fn read_hand_work(
    committed: &[Source],
    working: &[Source],
    touched: &[String],
    saving: &Saving,
    fresh: &mut dyn FnMut() -> Code,
) -> HandWork {
    let mut work = HandWork::default();
    for path in touched {
        let Some(ledger) = ledger_of(path) else { continue };
        let old = committed.iter().find(|s| s.path == *path);
        let new = working.iter().find(|s| s.path == *path);
        let read = new.map(|source| reading::read(source, ledger)).unwrap_or_default();
        let before = old.map(|source| reading::read(source, ledger)).unwrap_or_default();
        if let Some(new) = new.filter(|new| !before.rows.is_empty() && !has_ids(new, ledger)) {
            work.findings.push(without_ids(new));
            work.bases.insert(path.clone(), old.map_or_else(String::new, committed_text));
            continue;
        }
        let kept: BTreeSet<&str> =
            before.rows.iter().map(|r| r.cells[0].as_str()).filter(|id| !id.is_empty()).collect();
        if !saving.keep_new
            && let Some(old) = old
        {
            let unheaded = read.findings.iter().any(|finding| finding.code == "header");
            let found = changed(old, new, &before.rows, &read.rows);
            work.findings.extend(found.into_iter().filter(|f| !(unheaded && f.code == "truncated")));
        }
        work.findings.extend(read.findings);
        let added: Vec<String> = read.extra.iter().filter(|n| !before.extra.contains(n)).cloned().collect();
        let text = old.map_or_else(String::new, committed_text);
        work.bases.insert(path.clone(), reading::widened(&text, ledger, &added, &read.rows));
        let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
        for row in &read.rows {
            let id = row.cells[0].trim();
            if let Some(first) = seen.get(id).filter(|_| !id.is_empty()) {
                if before.rows.iter().any(|b| b.cells == row.cells) {
                    continue; // pasted twice, the same in every cell
                }
                let message = said!("this id is on line {first} already", "第 {first} 行已有相同的行号");
                let mut finding = found(&work_source(working, path), ledger, row, 0, "id-duplicate", message);
                finding.label = said!("a new row has an empty id", "新行的行号请留空");
                work.findings.push(finding);
                continue;
            }
            seen.insert(id, row.line);
            if kept.contains(id) {
                continue;
            }
            let (draft, faults) =
                normal::normal(row, ledger, saving.registers, saving.setting, fresh, &mut work.noted);
            let source = work_source(working, path);
            for (at, code, fault) in faults {
                let mut finding = found(&source, ledger, row, at, code, fault.message);
                finding.label = fault.remedy.unwrap_or_default();
                work.findings.push(finding);
            }
            let mut saved = SavedRow { draft, typed: row.clone() };
            work.findings.extend(personal(&mut saved, ledger, &source, saving));
            let today = saving.setting.today;
            if let Some(day) = Day::parse(saved.draft.get("date")).ok().filter(|day| *day > today) {
                let message =
                    said!("{day} is in the future; today is {today}", "{day} 是将来的日期，今天是 {today}");
                work.findings.push(saved.finding(&source, "date", "future-date", message));
            }
            work.rows.push(saved);
        }
    }
    file_by_month(&mut work, working, committed);
    work
}

/// The text with its byte order mark, if it has one.
fn committed_text(source: &Source) -> String {
    if source.bom { format!("\u{feff}{}", source.text) } else { source.text.clone() }
}

fn work_source(working: &[Source], path: &str) -> Source {
    working.iter().find(|s| s.path == path).cloned().unwrap_or_default()
}

/// Rows of another month go to their own file; a file that was not committed and holds nothing else is emptied.
fn file_by_month(work: &mut HandWork, working: &[Source], committed: &[Source]) {
    let mut used: BTreeSet<String> = BTreeSet::new();
    for row in &work.rows {
        let path = row.path();
        if !work.bases.contains_key(&path) {
            // A month that was not touched: its working text is the committed one.
            let text = working.iter().find(|s| s.path == path);
            let text = text.map_or_else(String::new, committed_text);
            work.bases.insert(path.clone(), text);
        }
        used.insert(path);
    }
    let empty = |path: &String| !used.contains(path) && !committed.iter().any(|s| s.path == *path);
    work.emptied = work.bases.keys().filter(|p| empty(p)).cloned().collect();
    work.emptied.iter().for_each(|path| {
        work.bases.remove(path);
    });
}

impl SavedRow {
    /// The file it belongs in, by its date.
    pub fn path(&self) -> String {
        match Day::parse(self.draft.get("date")) {
            Ok(day) => self.draft.ledger.path(day),
            Err(_) => self.typed.path.clone(),
        }
    }

    /// The finding about a cell of the row, where it stands in the working file.
    pub fn finding(&self, source: &Source, field: &str, code: &'static str, message: Said) -> Finding {
        let at = self.draft.ledger.position(field).unwrap_or(0);
        found(source, self.draft.ledger, &self.typed, at, code, message)
    }
}

/// A finding about a cell of a working file.
fn found(
    source: &Source,
    ledger: &'static Ledger,
    row: &HandRow,
    at: usize,
    code: &'static str,
    message: Said,
) -> Finding {
    let mut finding = Finding::new(code, Severity::Error, message);
    let line = source.line_at(row.start);
    let mut column = None;
    let end = source.text.find('\n').map_or(source.text.len(), |n| n + 1);
    read_records(&source.text[..end], |record| {
        column = Header::read(record.line, record.spans, ledger.fields).0.columns[at];
    });
    let mut span = (0, line.len() as u32);
    if let Some(column) = column {
        read_records(line, |r| span = r.spans.get(column).copied().unwrap_or(span));
    }
    finding.spot = Some(spot_of_line(source, row.line, line, span));
    finding.field = Some(ledger.fields[at].name);
    finding
}

/// Phone and identity numbers in the free text of a row, masked or found.
fn personal(row: &mut SavedRow, ledger: &'static Ledger, source: &Source, saving: &Saving) -> Vec<Finding> {
    let exempt = &saving.registers.community.public_phones;
    let mut findings = Vec::new();
    for (at, field) in ledger.fields.iter().enumerate() {
        let cell = &mut row.draft.cells[at];
        if !matches!(field.kind, Kind::Text | Kind::Unit)
            || field.name == "digest"
            || personal_numbers(cell, exempt).is_empty()
        {
            continue;
        }
        if saving.mask {
            *cell = mask_numbers(cell, exempt);
        } else {
            findings.push(found(
                source,
                ledger,
                &row.typed,
                at,
                "personal-number",
                number_said(field.name, cell, exempt),
            ));
        }
    }
    for (name, cell) in row.typed.extra.iter_mut().filter(|(_, c)| !personal_numbers(c, exempt).is_empty()) {
        let said = number_said(name, cell, exempt);
        *cell = mask_numbers(cell, exempt);
        if !saving.mask {
            findings.push(found(source, ledger, &row.typed.clone(), 0, "personal-number", said));
            break;
        }
    }
    findings.iter_mut().for_each(|finding| {
        finding.label =
            said!("linli save --mask-numbers writes it masked", "linli save --mask-numbers 可打码后保存");
        // The number is not shown again.
        if let Some(spot) = &mut finding.spot {
            spot.text = mask_numbers(&spot.text, exempt);
        }
    });
    findings
}

/// Said of a phone or identity number.
pub fn number_said(field: &str, cell: &str, exempt: &[String]) -> Said {
    let masked = mask_numbers(cell, exempt);
    said!("{field} holds a phone or identity number: {masked}", "“{field}”含有手机号或身份证号：{masked}")
}

/// A file's text with rows put behind it.
pub fn with_rows(base: &str, rows: &[&SavedRow]) -> String {
    let Some(first) = rows.first() else { return base.to_owned() };
    let ledger = first.draft.ledger;
    let mut names: Vec<String> = rows.iter().flat_map(|r| r.typed.extra.keys().cloned()).collect();
    names.sort();
    names.dedup();
    let mut base = base.to_owned();
    if base.trim_start_matches('\u{feff}').trim().is_empty() && !names.is_empty() {
        base = write_line(ledger.fields.iter().map(|f| f.name).chain(names.iter().map(String::as_str)));
    }
    let mut header: Vec<String> = Vec::new();
    read_records(base.trim_start_matches('\u{feff}'), |record| {
        if header.is_empty() {
            header = record
                .spans
                .iter()
                .map(|&(a, b)| unquoted(&record.line[a as usize..b as usize]).trim().to_owned())
                .collect();
        }
    });
    let lacking: Vec<String> =
        names.iter().filter(|n| !header.is_empty() && !header.contains(n)).cloned().collect();
    let base = reading::widened(&base, ledger, &lacking, &[]);
    let drafts: Vec<&Draft> = rows.iter().map(|r| &r.draft).collect();
    let text = append(&base, &drafts);
    if rows.iter().all(|r| r.typed.extra.values().all(String::is_empty)) {
        return text;
    }
    // The new rows are the last lines, one each: their cells hold no line break.
    let body = text.trim_start_matches('\u{feff}');
    let mut lines: Vec<String> = Vec::new();
    let (mut columns, mut total) = (Vec::new(), 0usize);
    read_records(body, |_| total += 1);
    let mut at = 0usize;
    read_records(body, |record| {
        let mut cells: Vec<String> = record
            .spans
            .iter()
            .map(|&(a, b)| unquoted(&record.line[a as usize..b as usize]).into_owned())
            .collect();
        if at == 0 {
            columns = cells.iter().map(|c| c.trim().to_owned()).collect();
        }
        let row = (at + rows.len()).checked_sub(total).and_then(|n| rows.get(n));
        match row.filter(|r| at > 0 && r.typed.extra.values().any(|v| !v.is_empty())) {
            Some(row) => {
                for (name, value) in &row.typed.extra {
                    if let Some(column) = columns.iter().position(|c| c == name)
                        && column < cells.len()
                    {
                        cells[column].clone_from(value);
                    }
                }
                lines.push(write_line(&cells).trim_end_matches('\n').to_owned());
            }
            None => lines.push(record.line.to_owned()),
        }
        at += 1;
    });
    let (bom, end) = (
        if text.starts_with('\u{feff}') { "\u{feff}" } else { "" },
        if text.contains("\r\n") { "\r\n" } else { "\n" },
    );
    format!("{bom}{}{end}", lines.join(end))
}

/// What was saved, for the first line of the commit: `save: 3 rows typed by hand (donations 2, census 1)`.
pub fn subject(rows: &[&SavedRow], registers: &[&str]) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for row in rows {
        let name = row.draft.ledger.name;
        match counts.iter_mut().find(|(n, _)| *n == name) {
            Some((_, count)) => *count += 1,
            None => counts.push((name, 1)),
        }
    }
    let mut parts = Vec::new();
    if !rows.is_empty() {
        let list: Vec<String> = counts.iter().map(|(name, count)| format!("{name} {count}")).collect();
        let noun = if rows.len() == 1 { "row" } else { "rows" };
        parts.push(format!("{} {noun} typed by hand ({})", rows.len(), list.join(", ")));
    }
    if !registers.is_empty() {
        let names: Vec<&str> = registers.iter().map(|p| p.rsplit('/').next().unwrap_or(p)).collect();
        parts.push(format!("{} edited by hand", names.join(", ")));
    }
    format!("save: {}", parts.join("; "))
}

#[cfg(test)]
mod tests;
