//! A ledger file as a person or a spreadsheet left it, against its committed version.

use super::HandRow;
use crate::books::spot_of_line;
use crate::ledgers::{Header, Ledger, unquoted};
use crate::model::{Finding, Severity};
use crate::registers::table::{conflict, field_count, not_utf8};
use crate::said;
use crate::store::text::{Form, Record, Source, read_records};
use crate::words::Said;
use std::collections::BTreeMap;

/// What a file holds, row by row.
#[derive(Debug, Default)]
pub struct HandFile {
    /// The names of the columns that the ledger does not know, in their order.
    pub extra: Vec<String>,
    /// Its rows.
    pub rows: Vec<HandRow>,
    /// What cannot be read at all.
    pub findings: Vec<Finding>,
}

/// Reads a file, forgiving: rows may lack cells at their end, and the header what `save` fills in.
pub fn read(source: &Source, ledger: &'static Ledger) -> HandFile {
    let mut file = HandFile::default();
    let mut header: Option<(Header, Vec<(usize, String)>)> = None;
    let found = |record: &Record, span: (u32, u32), code: &'static str, message: Said| {
        let mut finding = Finding::new(code, Severity::Error, message);
        finding.spot = Some(spot_of_line(source, record.number, record.line, span));
        finding
    };
    read_records(&source.text, |record| {
        let whole = (0, record.line.len() as u32);
        let mut bad = |code, message| file.findings.push(found(record, whole, code, message));
        if source.is_spoilt(record.number) {
            return bad("encoding", not_utf8());
        }
        match record.form {
            Form::Blank => return,
            Form::Conflict => return bad("conflict-marker", conflict()),
            Form::AfterQuote(_) | Form::OpenQuote(_) => {
                return bad("field-count", said!("the quotes do not match", "引号不配对"));
            }
            Form::Good | Form::LineBreak(..) => {}
        }
        let text = |span: &(u32, u32)| unquoted(&record.line[span.0 as usize..span.1 as usize]).into_owned();
        let Some((header, extra)) = &header else {
            let (read, faults) = Header::read(record.line, record.spans, ledger.fields);
            let lacking: Vec<&str> = ledger
                .fields
                .iter()
                .zip(&read.columns)
                .filter(|(f, c)| f.required && c.is_none() && !matches!(f.name, "id" | "by" | "at"))
                .map(|(f, _)| f.name)
                .collect();
            if !lacking.is_empty() {
                let list = lacking.join(", ");
                bad("header", said!("the header lacks {list}", "表头缺少 {list}"));
            }
            for fault in faults.into_iter().filter(|f| f.bad && f.span != whole) {
                file.findings.push(found(record, fault.span, "header", fault.fault.message));
            }
            let unknown = |at: &usize| !read.columns.contains(&Some(*at)) && !read.names[*at].is_empty();
            let extra: Vec<(usize, String)> =
                (0..read.names.len()).filter(unknown).map(|at| (at, read.names[at].clone())).collect();
            file.extra = extra.iter().map(|(_, name)| name.clone()).collect();
            header = Some((read, extra));
            return;
        };
        if let Some(more) = record.spans.get(header.names.len()..)
            && more.iter().any(|span| !text(span).trim().is_empty())
        {
            return bad("field-count", field_count(record.spans.len(), header.names.len()));
        }
        let at = |column: usize| record.spans.get(column).map(text).unwrap_or_default();
        let cells: Vec<String> = header.columns.iter().map(|c| c.map(at).unwrap_or_default()).collect();
        let extra: BTreeMap<String, String> =
            extra.iter().map(|(column, name)| (name.clone(), at(*column))).collect();
        if cells.iter().all(|c| c.trim().is_empty()) {
            return;
        }
        file.rows.push(HandRow {
            path: source.path.clone(),
            line: record.number,
            start: record.start,
            cells,
            extra,
        });
    });
    file
}

/// The committed text with columns added that the ledger does not know, filled from the working rows.
pub fn widened(committed: &str, ledger: &'static Ledger, names: &[String], rows: &[HandRow]) -> String {
    if names.is_empty() {
        return committed.to_owned();
    }
    let by_id: BTreeMap<&str, &HandRow> = rows.iter().rev().map(|r| (r.cells[0].as_str(), r)).collect();
    let (bom, body) = match committed.strip_prefix('\u{feff}') {
        Some(body) => ("\u{feff}", body),
        None => ("", committed),
    };
    let mut text = bom.to_owned();
    let mut id_column = None;
    read_records(body, |record| {
        text.push_str(record.line);
        let first = id_column.is_none() && record.form != Form::Blank;
        if first {
            id_column = Some(Header::read(record.line, record.spans, ledger.fields).0.columns[0]);
        }
        if record.form != Form::Blank {
            let span = id_column.flatten().and_then(|c| record.spans.get(c));
            let id = span
                .map(|&(a, b)| unquoted(&record.line[a as usize..b as usize]).into_owned())
                .unwrap_or_default();
            for name in names {
                text.push(',');
                let value = by_id.get(id.as_str()).and_then(|row| row.extra.get(name));
                let cell = if first { name.as_str() } else { value.map_or("", String::as_str) };
                crate::store::text::push_cell(&mut text, cell);
            }
        }
        let after = record.start as usize + record.line.len();
        text.push_str(if body[after..].starts_with('\r') { "\r\n" } else { "\n" });
    });
    text
}
