//! The working files against what is committed: rows edited or removed, files cut short, packs changed.

use super::{cells_of, spot_of_cell, spot_of_line};
use crate::ledgers::{Ledger, Origin, by_name};
use crate::model::{Finding, Quantity, Severity, Spot, Stamp};
use crate::registers::ITEMS;
use crate::registers::items::FIELDS;
use crate::said;
use crate::store::text::{Form, Source, read_records};
use crate::words::Said;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Columns that no sum and no date depends on: an edit there explains nothing that is found in the books.
const OUTSIDE_SUMS: &[&str] = &[
    "source", "donor", "document", "cost", "value", "earmark", "publish", "receiver", "channel", "note", "by",
];

/// Compares files with their committed versions. `committed` holds those that differ from the working files (or are
/// gone from them); a row is the same if its cells are, whatever the quotes, line ends and order of columns.
pub fn compare_with_head(
    committed: &[Source],
    working: &[Source],
    used_packs: &dyn Fn(&str, &str) -> bool,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for old in committed {
        let new = working.iter().find(|s| s.path == old.path);
        if old.path == ITEMS {
            findings.extend(packs(old, new, used_packs));
            continue;
        }
        let folder =
            old.path.strip_prefix("ledgers/").and_then(|p| p.split_once('/')).map(|(folder, _)| folder);
        let Some(ledger) = folder.and_then(by_name) else { continue };
        match new {
            Some(new) if new.text.starts_with(&old.text) && old.text.ends_with('\n') => {}
            Some(new) if new.text.is_empty() => {}
            _ => {
                let folder = format!("ledgers/{}/", ledger.name);
                // A row in a file of another month is misplaced, not gone.
                let elsewhere = |id: &str| {
                    let others = working.iter().filter(|s| s.path.starts_with(&folder) && s.path != old.path);
                    others
                        .into_iter()
                        .any(|s| memchr::memmem::find(s.text.as_bytes(), id.as_bytes()).is_some())
                };
                rows(ledger, old, new, &elsewhere, &mut findings);
            }
        }
    }
    findings
}

/// The line inside which a file ends, if it does. That is said already as `truncated`, and what is missing after it is not
/// a second fault.
fn cut_short(ledger: &Ledger, source: &Source) -> Option<u32> {
    if source.text.ends_with('\n') {
        return None;
    }
    let (mut width, mut cut) = (None, None);
    let at = super::header_of(source, ledger.fields).columns.last().copied().flatten();
    read_records(&source.text, |r| {
        let wanted = *width.get_or_insert(r.spans.len());
        let stamp = || {
            let &(from, to) = r.spans.get(at.filter(|c| c + 1 == wanted)?)?;
            Some(
                Stamp::parse_bytes(r.line[from as usize..to as usize].trim_matches('"').as_bytes()).is_some(),
            )
        };
        let whole =
            !matches!(r.form, Form::OpenQuote(_)) && r.spans.len() >= wanted && stamp() != Some(false);
        cut = (!whole && r.unended).then_some(r.number);
    });
    cut
}

/// Id → where the row stands.
fn index(ledger: &Ledger, source: &Source) -> FxHashMap<String, Origin> {
    let mut rows = FxHashMap::default();
    let column = super::header_of(source, ledger.fields).columns.first().copied().flatten();
    let Some(column) = column else { return rows };
    let mut first = true;
    read_records(&source.text, |r| {
        if std::mem::take(&mut first) || !matches!(r.form, Form::Good | Form::LineBreak(..)) {
            return;
        }
        if let Some(&(a, b)) = r.spans.get(column) {
            let id = crate::ledgers::unquoted(&r.line[a as usize..b as usize]).into_owned();
            if !id.is_empty() {
                rows.entry(id).or_insert(Origin { file: 0, line: r.number, start: r.start });
            }
        }
    });
    rows
}

fn rows(
    ledger: &'static Ledger,
    old: &Source,
    new: Option<&Source>,
    elsewhere: &dyn Fn(&str) -> bool,
    findings: &mut Vec<Finding>,
) {
    let (before, path) = (index(ledger, old), &old.path);
    let cut = new.and_then(|new| cut_short(ledger, new));
    // Without ids no row can be found again; that was said of the header.
    if new.is_some_and(|new| super::header_of(new, ledger.fields).columns.first().is_none_or(Option::is_none))
    {
        return;
    }
    let after = new.map(|new| (new, index(ledger, new)));
    let dropped = new.map_or_else(Vec::new, |new| dropped_columns(ledger, old, new, &before, findings));
    let mut sorted: Vec<(&String, &Origin)> = before.iter().collect();
    sorted.sort_by_key(|(_, origin)| origin.line);
    let mut gone = Vec::new();
    for (id, origin) in sorted {
        let Some((new, now)) = after.as_ref().and_then(|(new, rows)| Some((*new, rows.get(id)?))) else {
            if cut.is_some() || elsewhere(id) {
                continue;
            }
            let message = said!("the committed row {id} is gone", "已提交的行 {id} 不见了");
            let mut finding = restorable("removed-row", message, path);
            finding.spot = Some(Spot { path: path.clone(), ..Spot::default() });
            finding.id = Some(id.clone());
            finding.subject.was = Some(old.line_at(origin.start).to_owned());
            gone.push(finding);
            continue;
        };
        if cut == Some(now.line) || new.is_spoilt(now.line) {
            continue;
        }
        let (was, is) = (cells_of(old, ledger.fields, *origin), cells_of(new, ledger.fields, *now));
        let Some(at) = (0..was.len()).find(|&i| was[i] != is[i] && !dropped.contains(&i)) else { continue };
        let (field, old_cell) = (ledger.fields[at].name, &was[at]);
        let line = new.line_at(now.start);
        let message = match old_cell.as_str() {
            "" => {
                said!("a committed row was edited: `{field}` was empty", "已提交的行被改动：“{field}”原为空")
            }
            _ => said!(
                "a committed row was edited: `{field}` was {old_cell}",
                "已提交的行被改动：“{field}”原为 {old_cell}"
            ),
        };
        let mut finding = restorable("edited-row", message, path);
        let mut span = (0, line.len() as u32);
        if let Some(column) = super::header_of(new, ledger.fields).columns[at] {
            read_records(line, |r| span = r.spans.get(column).copied().unwrap_or(span));
        }
        finding.spot = Some(spot_of_line(new, now.line, line, span));
        finding.field = Some(field);
        finding.id = Some(id.clone());
        let in_sums = |i: usize| was[i] != is[i] && !OUTSIDE_SUMS.contains(&ledger.fields[i].name);
        if (0..was.len()).any(in_sums) {
            finding.subject.was = Some(old.line_at(origin.start).to_owned());
        }
        findings.push(finding);
    }
    match (new, gone.len()) {
        (None, 2..) => findings.push(whole_file(old, gone.len())),
        _ => findings.append(&mut gone),
    }
}

/// A finding that is mended by taking back what was committed.
fn restorable(code: &'static str, message: Said, path: &str) -> Finding {
    let mut finding = Finding::new(code, Severity::Error, message);
    finding.label = said!(
        "or `git checkout HEAD -- {path}`, if nothing new is in the file",
        "如文件中没有新增的行，也可用 git checkout HEAD -- {path}"
    );
    finding.fix = Some(Said::same("linli save --keep-new"));
    finding
}

/// A file that was deleted with all its rows: one fault.
fn whole_file(old: &Source, rows: usize) -> Finding {
    let path = &old.path;
    let message = said!(
        "the file is gone, and with it {rows} committed rows",
        "文件不见了，其中有 {rows} 行已提交的记录"
    );
    let mut finding = Finding::new("removed-row", Severity::Error, message);
    finding.spot = Some(Spot { path: path.clone(), ..Spot::default() });
    finding.subject.was = Some(old.text.clone());
    finding.fix = Some(Said::same(format!("git checkout HEAD -- {path}")));
    finding
}

/// The columns that committed rows have filled and that the header of the working file lacks: renamed or deleted. That
/// is one fault, and not one for each row. Where the column is required, its absence was said as `header`.
fn dropped_columns(
    ledger: &'static Ledger,
    old: &Source,
    new: &Source,
    before: &FxHashMap<String, Origin>,
    findings: &mut Vec<Finding>,
) -> Vec<usize> {
    let (had, has) = (super::header_of(old, ledger.fields), super::header_of(new, ledger.fields));
    let dropped: Vec<usize> = (0..ledger.fields.len())
        .filter(|&at| had.columns[at].is_some() && has.columns[at].is_none())
        .collect();
    if dropped.is_empty() {
        return dropped;
    }
    let rows: Vec<Vec<String>> =
        before.values().map(|origin| cells_of(old, ledger.fields, *origin)).collect();
    for &at in dropped.iter().filter(|&&at| !ledger.fields[at].required) {
        let name = ledger.fields[at].name;
        let count = rows.iter().filter(|cells| !cells[at].is_empty()).count();
        if count == 0 {
            continue;
        }
        let message = said!(
            "the column `{name}` is gone, and with it what {count} committed rows held in it",
            "“{name}”列不见了，有 {count} 行已提交的内容随之丢失"
        );
        let mut finding = restorable("edited-row", message, &old.path);
        let line = new.line_at(0);
        finding.spot = Some(spot_of_line(new, 1, line, (0, line.len() as u32)));
        finding.field = Some(name);
        if !OUTSIDE_SUMS.contains(&name) {
            finding.subject.was = Some(old.text.clone());
        }
        findings.push(finding);
    }
    dropped
}

/// Packs that rows have used and that were changed or removed.
fn packs(old: &Source, new: Option<&Source>, used: &dyn Fn(&str, &str) -> bool) -> Vec<Finding> {
    let read = |source: &Source, with_aliases: bool| {
        let mut faults = Vec::new();
        let table = crate::registers::table::read(source, FIELDS, &mut faults);
        let mut packs: BTreeMap<(String, String), (String, u32)> = BTreeMap::new();
        for entry in &table.entries {
            // An item that was renamed lives on under its alias.
            let aliases = entry.get("aliases").split('|').filter(|_| with_aliases);
            for name in aliases.chain([entry.get("item")]).map(|name| name.trim().to_owned()) {
                packs.insert((name.clone(), String::new()), (entry.get("unit").to_owned(), entry.line));
                for (word, size) in entry.get("packs").split('|').filter_map(|p| p.split_once('=')) {
                    let size = Quantity::parse(size.trim()).map_or(size.trim().to_owned(), |q| q.to_string());
                    packs.insert((name.clone(), word.trim().to_owned()), (size, entry.line));
                }
            }
        }
        packs
    };
    let before = read(old, false);
    let after = new.map(|new| read(new, true)).unwrap_or_default();
    let mut findings = Vec::new();
    for ((item, word), (size, _)) in before {
        let now = after.get(&(item.clone(), word.clone()));
        let is_used = used(&item, &word) || word.is_empty() && used(&item, &size);
        if now.is_some_and(|(text, _)| *text == size) || !is_used {
            continue;
        }
        let (shown, line) = match now {
            Some((text, line)) => (text.clone(), Some(*line)),
            None => ("—".to_owned(), after.get(&(item.clone(), String::new())).map(|(_, line)| *line)),
        };
        let message = match word.as_str() {
            "" => said!(
                "rows use the base unit of {item}, which was {size} and is {shown}",
                "已有行使用 {item} 的基本单位，原为 {size}，现为 {shown}"
            ),
            _ => said!(
                "rows use the pack {word}={size} of {item}, which is now {shown}",
                "已有行使用 {item} 的包装 {word}={size}，现为 {shown}"
            ),
        };
        let mut finding = Finding::new("pack-changed", Severity::Error, message);
        let field = if word.is_empty() { "unit" } else { "packs" };
        finding.spot = Some(match (line, new) {
            (Some(line), Some(new)) => spot_of_cell(new, FIELDS, line, field),
            _ => Spot { path: ITEMS.to_owned(), ..Spot::default() },
        });
        finding.field = Some(field);
        finding.subject.item = Some(item);
        finding.label =
            said!("another carton is another word, such as 箱12=12", "不同规格请另用一个词，例如 箱12=12");
        findings.push(finding);
    }
    findings
}
