//! A register that is a CSV file, read into entries, with everything that is wrong and where it stands.

use super::toml_words;
use crate::ledgers::{Field, Header, unquoted};
use crate::model::{Fault, Severity};
use crate::said;
use crate::store::text::{Form, Manner, Source, read_records};
use std::collections::BTreeMap;
use std::ops::Range;

/// Something wrong in a register.
#[derive(Debug, Clone)]
pub struct RegisterFault {
    /// The finding's code.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The bytes of the text it is about; `None` for the whole file.
    pub span: Option<Range<usize>>,
    /// The field it is about.
    pub field: Option<&'static str>,
    /// What to say.
    pub fault: Fault,
}

impl RegisterFault {
    /// An error at a place of the text.
    pub fn error(
        code: &'static str,
        span: Option<Range<usize>>,
        field: &'static str,
        fault: Fault,
    ) -> RegisterFault {
        RegisterFault { code, severity: Severity::Error, span, field: Some(field), fault }
    }

    /// What the TOML parser refused, with its own words (its own caret would be misplaced under Chinese text).
    pub fn of_toml(error: &toml::de::Error) -> RegisterFault {
        let (what, remedy) = toml_words(error.message());
        let message =
            said!("this is not the TOML expected here: {w}", "TOML 内容有误：{w}", w = (what.en, what.zh));
        let fault = Fault { message, remedy };
        RegisterFault { code: "type", severity: Severity::Error, span: error.span(), field: None, fault }
    }

    /// A name that two entries bear; `span` is where the second has it.
    pub fn twice(
        name: &str,
        first: u32,
        second: u32,
        field: &'static str,
        span: Option<Range<usize>>,
    ) -> RegisterFault {
        let fault = Fault::new(said!(
            "`{name}` is there twice (lines {first} and {second})",
            "“{name}”重复（第 {first} 行和第 {second} 行）"
        ));
        RegisterFault::error("id-duplicate", span, field, fault)
    }
}

/// The entries of a register.
#[derive(Debug, Default)]
pub struct Table {
    /// The header of the file.
    pub header: Header,
    /// Its entries, in the order of the file.
    pub entries: Vec<Entry>,
}

/// One line of a register.
#[derive(Debug)]
pub struct Entry {
    /// The line, from 1.
    pub line: u32,
    /// Where the line stands in the text.
    pub span: Range<usize>,
    cells: BTreeMap<&'static str, (String, Range<usize>)>,
}

impl Entry {
    /// The text of a field, without blanks around it; empty if absent.
    pub fn get(&self, field: &str) -> &str {
        self.cells.get(field).map_or("", |(text, _)| text)
    }

    /// The text of a field that may not be empty; if it is, that is noted.
    pub fn required(&self, field: &'static str, faults: &mut Vec<RegisterFault>) -> Option<String> {
        match self.get(field) {
            "" => {
                let fault = Fault::new(said!("`{field}` may not be empty", "“{field}”不能为空"));
                faults.push(self.fault("required", field, fault));
                None
            }
            text => Some(text.to_owned()),
        }
    }

    /// Where a field's cell stands in the text; the whole line where the file has no such column.
    pub fn span_of(&self, field: &str) -> Range<usize> {
        self.cells.get(field).map_or_else(|| self.span.clone(), |(_, span)| span.clone())
    }

    /// A fault of one cell.
    pub fn fault(&self, code: &'static str, field: &'static str, fault: Fault) -> RegisterFault {
        RegisterFault::error(code, Some(self.span_of(field)), field, fault)
    }
}

/// Reads a register's text into its entries.
pub fn read(source: &Source, fields: &'static [Field], faults: &mut Vec<RegisterFault>) -> Table {
    let mut table = Table::default();
    let mut first = true;
    let manner = read_records(&source.text, |record| {
        let start = record.start as usize;
        let at = |(a, b): (u32, u32)| start + a as usize..start + b as usize;
        let whole = at((0, record.line.len() as u32));
        let mut bad = |code, severity, span, message| {
            faults.push(RegisterFault {
                code,
                severity,
                span: Some(span),
                field: None,
                fault: Fault::new(message),
            });
        };
        if source.is_spoilt(record.number) {
            if source.spoilt.first() == Some(&record.number) {
                bad("encoding", Severity::Error, whole, not_utf8());
            }
            return;
        }
        match record.form {
            Form::Blank => return,
            Form::Conflict if record.line.starts_with('<') => {
                return bad("conflict-marker", Severity::Error, whole, conflict());
            }
            Form::Conflict => return,
            Form::AfterQuote(_) | Form::OpenQuote(_) => {
                return bad(
                    "field-count",
                    Severity::Error,
                    whole,
                    said!("the quotes do not match", "引号不配对"),
                );
            }
            Form::LineBreak(..) => {
                bad(
                    "type",
                    Severity::Error,
                    whole.clone(),
                    said!("a cell holds a line break", "单元格内有换行"),
                );
            }
            Form::Good => {}
        }
        if first {
            first = false;
            let (header, wrong) = Header::read(record.line, record.spans, fields);
            for fault in wrong {
                let severity = if fault.bad { Severity::Error } else { Severity::Info };
                faults.push(RegisterFault {
                    code: "header",
                    severity,
                    span: Some(at(fault.span)),
                    field: None,
                    fault: fault.fault,
                });
            }
            table.header = header;
            return;
        }
        let (have, want) = (record.spans.len(), table.header.names.len());
        if have != want {
            return bad("field-count", Severity::Error, whole, field_count(have, want));
        }
        let cell = |(field, column): (&'static Field, &Option<usize>)| {
            let (a, b) = record.spans[(*column)?];
            let text = unquoted(&record.line[a as usize..b as usize]).trim().to_owned();
            Some((field.name, (text, at((a, b)))))
        };
        let cells: BTreeMap<_, _> = fields.iter().zip(&table.header.columns).filter_map(cell).collect();
        if cells.values().any(|(text, _)| !text.is_empty()) {
            table.entries.push(Entry { line: record.number, span: whole, cells });
        }
    });
    if first {
        let fault = Fault::new(said!("the file is empty", "文件是空的"));
        faults.push(RegisterFault {
            code: "truncated",
            severity: Severity::Error,
            span: None,
            field: None,
            fault,
        });
    }
    faults.extend(tolerated(source, manner).into_iter().map(noted));
    table
}

/// Said of a line that is not UTF-8.
pub fn not_utf8() -> crate::words::Said {
    said!("these bytes are not UTF-8", "此处不是 UTF-8 编码")
}

/// The command that brings a file into UTF-8, where every line that is not ASCII is in another encoding (of a file that is
/// partly UTF-8 it would spoil the other part).
pub fn recoded(source: &Source) -> Option<crate::words::Said> {
    let foreign = |(at, line): (usize, &str)| line.is_ascii() || source.is_spoilt(at as u32 + 1);
    let path = &source.path;
    source.text.lines().enumerate().all(foreign).then(|| {
        crate::words::Said::same(format!(
            "iconv -f GB18030 -t UTF-8 {path} > {path}.utf8 && mv {path}.utf8 {path}"
        ))
    })
}

/// Said of a merge that was not finished.
pub fn conflict() -> crate::words::Said {
    said!("an unfinished merge left conflict markers here", "此处有未完成合并留下的冲突标记")
}

/// Said of a line with too few or too many cells.
pub fn field_count(have: usize, want: usize) -> crate::words::Said {
    said!("the line has {have} cells, the header {want}", "本行有 {have} 个单元格，表头有 {want} 个")
}

/// The tolerated forms of a TOML file, as `info` faults of the whole file.
pub fn tolerated_toml(source: &Source) -> Vec<RegisterFault> {
    let manner = Manner { crlf: source.text.contains("\r\n"), ..Manner::default() };
    tolerated(source, manner).into_iter().map(noted).collect()
}

fn noted(message: crate::words::Said) -> RegisterFault {
    let fault = Fault::new(message);
    RegisterFault { code: "encoding", severity: Severity::Info, span: None, field: None, fault }
}

/// The tolerated forms of a file, one sentence each.
pub fn tolerated(source: &Source, manner: Manner) -> Vec<crate::words::Said> {
    let mut said = Vec::new();
    if source.bom {
        said.push(said!("the file begins with a byte order mark; it is read", "文件带有 BOM，可以读取"));
    }
    if manner.crlf {
        said.push(said!("lines end in CR LF; they are read", "行尾为 CRLF，可以读取"));
    }
    if let Some(line) = manner.needless_quotes {
        said.push(said!(
            "cells are quoted that need not be (first on line {line})",
            "有不必要的引号（首见第 {line} 行）"
        ));
    }
    said
}
