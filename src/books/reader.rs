//! Reads one file of a ledger: every row that can be read, and a finding for everything that cannot. The hot path of
//! the program: rows borrow from the text, names become numbers, nothing is allocated for a good cell.

use super::seen::Seen;
use super::spots::{spot_of_line, spot_of_span};
use crate::ledgers::{
    Body, CellFault, Cells, Field, Head, Header, Ledger, Origin, Row, State, Value, Written, unquoted,
};
use crate::model::{Day, Fault, Finding, RowId, Severity, Spot, Stamp};
use crate::registers::Names;
use crate::registers::table::{conflict, field_count, not_utf8, recoded, tolerated};
use crate::said;
use crate::store::text::{Form, Record, Source, read_records};
use crate::words::Said;

/// A row that cancels another, found while reading.
#[derive(Clone, Copy, Debug)]
pub struct Reversal {
    /// Its place among the rows of its file.
    pub row: usize,
    /// The row it cancels.
    pub target: RowId,
}

/// One file, read.
#[derive(Debug)]
pub struct FileRead<B> {
    /// Its rows, in the order of the file.
    pub rows: Vec<B>,
    /// True if some of them were imported: their ids tell.
    pub imported: bool,
    /// Which of them cancel others.
    pub reversals: Vec<Reversal>,
    /// What is wrong in it.
    pub findings: Vec<Finding>,
}

/// No column of the file holds the field.
const ABSENT: u8 = u8::MAX;

struct Reader<'a, 'n> {
    ledger: &'static Ledger,
    names: &'n Names,
    source: &'a Source,
    columns: [u8; 32],
    findings: Vec<Finding>,
    line: &'a str,
    number: u32,
    spans: Vec<(u32, u32)>,
    id: &'a str,
    unreadable: bool,
    reversal: bool,
    unended: bool,
    last_day: ([u8; 10], Day),
    last_short: ([u8; 6], Day),
}

impl<'a> Reader<'a, '_> {
    /// From and to of a field's cell in the line; nothing where the file has no such column.
    #[inline]
    fn span(&self, position: usize) -> (u32, u32) {
        self.spans.get(self.columns[position] as usize).copied().unwrap_or_default()
    }

    #[inline]
    fn raw(&self, position: usize) -> &'a str {
        match self.span(position) {
            (from, to) if from == to => "",
            (from, to) => match &self.line[from as usize..to as usize] {
                // A quoted empty cell is an empty cell.
                "\"\"" => "",
                cell => cell,
            },
        }
    }

    fn spot(&self, position: usize) -> Spot {
        match self.columns[position] {
            ABSENT => spot_of_line(self.source, self.number, self.line, (0, self.line.len() as u32)),
            column => spot_of_line(self.source, self.number, self.line, self.spans[column as usize]),
        }
    }

    fn found(&mut self, code: &'static str, position: usize, fault: Fault, fix: Option<Said>) {
        let mut finding = Finding::from_fault(code, Severity::Error, fault);
        finding.spot = Some(self.spot(position));
        finding.field = Some(self.ledger.fields[position].name);
        finding.id = (!self.id.is_empty()).then(|| unquoted(self.id).into_owned());
        finding.fix = fix;
        self.findings.push(finding);
    }

    fn line_finding(&mut self, code: &'static str, severity: Severity, span: (u32, u32), message: Said) {
        let mut finding = Finding::new(code, severity, message);
        finding.spot = Some(spot_of_line(self.source, self.number, self.line, span));
        self.findings.push(finding);
    }

    fn field(&self, position: usize) -> &'static Field {
        &self.ledger.fields[position]
    }

    fn missing(&mut self, position: usize) {
        self.unreadable = true;
        if self.columns[position] == ABSENT {
            return; // the header was told already
        }
        let name = self.field(position).name;
        let by_hand = matches!(name, "id" | "by" | "at");
        let fault = Fault::new(said!("`{name}` may not be empty", "“{name}”不能为空"));
        let fix = if by_hand {
            Some(Said::same("linli save"))
        } else {
            let code = code_of(self.id);
            (!code.is_empty()).then(|| {
                said!(
                    "linli amend {code} {name}=… --reason \"left out\"",
                    "linli amend {code} {name}=… --reason \"漏填\""
                )
            })
        };
        self.found("required", position, fault, fix);
    }

    /// True if the field stands in the last column and is not quoted.
    fn ends_with(&self, position: usize) -> bool {
        usize::from(self.columns[position]) + 1 == self.spans.len() && !self.raw(position).ends_with('"')
    }

    /// The id, day and moment of recording; `None` if the row has no readable id. A day that cannot be read is that of the
    /// id, so that the row can be cancelled.
    fn head(&mut self, fields: &Positions, origin: Origin) -> Option<Head<'a>> {
        self.id = self.raw(0);
        if self.id.is_empty() {
            self.missing(0);
            return None;
        }
        let likely = (&self.last_short.0, self.last_short.1);
        let id = match RowId::parse_after(self.id.as_bytes(), Some(likely)) {
            Some(id) => id,
            None => match RowId::parse(&unquoted(self.id)) {
                Ok(id) => id,
                Err(fault) => {
                    self.found("id-form", 0, fault, None);
                    return None;
                }
            },
        };
        if id.day != self.last_short.1
            && let Some(digits) = self.id.as_bytes().get(1..).and_then(<[u8]>::first_chunk)
        {
            self.last_short = (*digits, id.day);
        }
        if id.letter != self.ledger.letter {
            let (have, want) = (id.letter as char, self.ledger.letter as char);
            let name = self.ledger.name;
            let fault = Fault::new(said!(
                "the id begins with {have}, but ids of {name} begin with {want}",
                "行号以 {have} 开头，而 {name} 的行号应以 {want} 开头"
            ));
            self.found("id-form", 0, fault, None);
            return None;
        }
        let raw = self.raw(1);
        let digits: Option<&[u8; 10]> = raw.as_bytes().try_into().ok();
        let date = if digits == Some(&self.last_day.0) {
            self.last_day.1
        } else if raw.is_empty() {
            self.missing(1);
            id.day
        } else {
            match Day::parse(&unquoted(raw)) {
                Ok(day) => {
                    if let Some(digits) = digits {
                        self.last_day = (*digits, day);
                    }
                    day
                }
                Err(fault) => {
                    let code = code_of(self.id);
                    let day = id.day;
                    let fix = said!(
                        "linli amend {code} date={day} --reason \"misread\"",
                        "linli amend {code} date={day} --reason \"日期有误\""
                    );
                    self.unreadable = true;
                    self.found("type", 1, fault, Some(fix));
                    day
                }
            }
        };
        if date != id.day {
            let day = id.day;
            let fault = Fault::new(said!(
                "the id says {day}, the row says {date}",
                "行号中的日期是 {day}，而本行日期是 {date}"
            ));
            let code = code_of(self.id);
            let fix = said!(
                "linli amend {code} date={day} --reason \"misread\"",
                "linli amend {code} date={day} --reason \"日期有误\""
            );
            self.found("id-form", 0, fault, Some(fix));
        }
        let by = self.raw(fields.by);
        if by.is_empty() {
            self.missing(fields.by);
        }
        let raw = self.raw(fields.at);
        let at = if self.unended && Stamp::parse_bytes(raw.as_bytes()).is_none() && self.ends_with(fields.at)
        {
            self.unreadable = true;
            self.line_finding("truncated", Severity::Error, (0, self.line.len() as u32), ends_inside());
            Stamp::default()
        } else if raw.is_empty() {
            if !by.is_empty() {
                self.missing(fields.at);
            }
            Stamp::default()
        } else {
            let likely = (&self.last_day.0, self.last_day.1);
            let at = Stamp::parse_after(raw.as_bytes(), Some(likely));
            match at.map_or_else(|| Stamp::parse(&unquoted(raw)), Ok) {
                Ok(at) => at,
                Err(fault) => {
                    self.unreadable = true;
                    self.found("type", fields.at, fault, None);
                    Stamp::default()
                }
            }
        };
        Some(Head {
            id,
            date,
            at,
            by: if by.is_empty() { Written::default() } else { Written::at(self.span(fields.by)) },
            state: State::Effective,
            origin,
        })
    }
}

/// The code of an id, as people refer to a row: `D220816-K7QF2M.1` is `K7QF2M.1`.
fn code_of(id: &str) -> &str {
    let id = id.trim_matches('"');
    id.split_once('-').map_or(id, |(_, code)| code)
}

impl<'a> Reader<'a, '_> {
    #[inline]
    fn value<T: Value<'a>>(&mut self, position: usize, raw: &'a str, value: &str) -> T {
        match T::read(raw, value, self.names) {
            Ok(value) => value.standing(self.span(position)),
            Err(fault) => {
                let stand_in = T::stand_in(value, self.names);
                self.unreadable |= stand_in.is_none();
                self.fault(position, fault);
                stand_in.unwrap_or_else(T::empty)
            }
        }
    }
}

impl<'a> Cells<'a> for Reader<'a, '_> {
    #[inline]
    fn cell<T: Value<'a>>(&mut self, position: usize) -> T {
        let raw = self.raw(position);
        if raw.is_empty() {
            if self.ledger.fields[position].required {
                self.missing(position);
            }
            return T::empty();
        }
        if raw.as_bytes()[0] == b'"' {
            self.value(position, raw, &unquoted(raw))
        } else {
            self.value(position, raw, raw)
        }
    }

    fn fault(&mut self, position: usize, fault: Box<CellFault>) {
        let code = code_of(self.id);
        let name = self.field(position).name;
        let fix = match &fault.probably {
            Some(value) => said!(
                "linli amend {code} {name}={value} --reason \"misread\"",
                "linli amend {code} {name}={value} --reason \"误写\""
            ),
            None => said!(
                "linli amend {code} {name}=… --reason \"misread\"",
                "linli amend {code} {name}=… --reason \"误写\""
            ),
        };
        self.found(fault.code, position, fault.fault, Some(fix));
    }

    #[inline]
    fn is_reversal(&self) -> bool {
        self.reversal
    }
}

struct Positions {
    reverses: usize,
    by: usize,
    at: usize,
}

/// Reads a file of a ledger. `seen` is memory from the file before, if any. `file` is its place in the list of files.
pub fn read_file<'a, B: Body<'a>>(
    source: &'a Source,
    file: u32,
    names: &Names,
    seen: &mut Seen,
) -> FileRead<Row<'a, B>> {
    let ledger = B::LEDGER;
    let last = ledger.fields.len();
    let fields = Positions { reverses: last - 3, by: last - 2, at: last - 1 };
    let no_day = Day::default();
    let mut reader = Reader {
        ledger,
        names,
        source,
        columns: [ABSENT; 32],
        findings: Vec::new(),
        line: "",
        number: 0,
        spans: Vec::with_capacity(32),
        id: "",
        unreadable: false,
        reversal: false,
        unended: false,
        last_day: ([0; 10], no_day),
        last_short: ([0; 6], no_day),
    };
    let mut rows: Vec<Row<'a, B>> = Vec::with_capacity(source.text.len() / 72);
    let (mut imported, mut reversals) = (false, Vec::new());
    seen.forget();
    let mut width = 0;
    let mut conflicts = false;
    let mut month = Month::of(&source.path);
    let manner = read_records(&source.text, |record| {
        (reader.line, reader.number, reader.id) = (record.line, record.number, "");
        let whole = (0, record.line.len() as u32);
        if !source.spoilt.is_empty() && source.is_spoilt(record.number) {
            if source.spoilt.first() == Some(&record.number) {
                reader.line_finding("encoding", Severity::Error, whole, encoding(source));
                if let Some(finding) = reader.findings.last_mut() {
                    finding.fix = recoded(source);
                }
            }
            if width == 0 {
                width = record.spans.len();
            }
            return;
        }
        if record.form != Form::Good && !form(&mut reader, record, width, &mut conflicts) {
            return;
        }
        if width == 0 {
            width = record.spans.len();
            header(&mut reader, record);
            return;
        }
        if record.spans.len() != width {
            let (have, truncated) = (record.spans.len(), record.unended && record.spans.len() < width);
            if truncated {
                reader.line_finding("truncated", Severity::Error, whole, ends_inside());
            } else {
                reader.line_finding("field-count", Severity::Error, whole, field_count(have, width));
            }
            return;
        }
        reader.spans.clear();
        reader.spans.extend_from_slice(record.spans);
        (reader.unreadable, reader.unended) = (false, record.unended);
        let reverses = reader.raw(fields.reverses);
        reader.reversal = !reverses.is_empty();
        let origin = Origin { file, line: record.number, start: record.start };
        let Some(mut head) = reader.head(&fields, origin) else { return };
        imported |= head.id.code.is_long();
        if !month.holds(head.date) && head.date == head.id.day {
            wrong_month(&mut reader, &mut month, head.date);
        }
        let body = B::read(&mut reader);
        if reader.reversal {
            match RowId::parse(&unquoted(reverses)) {
                Ok(target) => reversals.push(Reversal { row: rows.len(), target }),
                Err(fault) => reader.found("id-form", fields.reverses, fault, None),
            }
            head.state = State::Reversal;
        } else if reader.unreadable {
            head.state = State::Unreadable;
        }
        if let Some(first) = seen.earlier(head.id, rows.len(), |row| rows[row].head.id == head.id) {
            if !conflicts {
                let first = rows[first].head.origin.line;
                let fault =
                    Fault::new(said!("this id is on line {first} already", "第 {first} 行已有相同的行号"));
                reader.found("id-duplicate", 0, fault, None);
            }
            head.state = State::Unreadable;
        }
        rows.push(Row { head, body });
    });
    if source.text.is_empty() {
        let mut finding =
            Finding::new("truncated", Severity::Error, said!("the file is empty", "文件是空的"));
        let path = &source.path;
        finding.spot = Some(Spot { path: path.clone(), ..Spot::default() });
        finding.fix = Some(Said::same(format!("git checkout HEAD -- {path}")));
        reader.findings.push(finding);
    }
    for message in tolerated(source, manner) {
        let mut finding = Finding::new("encoding", Severity::Info, message);
        finding.spot = Some(Spot { path: source.path.clone(), ..Spot::default() });
        reader.findings.push(finding);
    }
    FileRead { rows, imported, reversals, findings: reader.findings }
}

/// The month that a file is named for; it remembers the last day that fitted.
struct Month {
    first: Option<Day>,
    after: Day,
    told: bool,
}

impl Month {
    fn of(path: &str) -> Month {
        let name = path.rsplit('/').next().unwrap_or_default().trim_end_matches(".csv");
        let first = Day::parse(&format!("{name}-01")).ok();
        let after = first.map_or(Day::default(), |day| {
            let date = day.date() + chrono::Months::new(1);
            Day::from_date(date)
        });
        Month { first, after, told: false }
    }

    #[inline]
    fn holds(&self, day: Day) -> bool {
        self.first.is_some_and(|first| first <= day && day < self.after)
    }
}

fn wrong_month(reader: &mut Reader, month: &mut Month, date: Day) {
    if month.first.is_none() {
        if !std::mem::replace(&mut month.told, true) {
            let mut finding = Finding::new(
                "wrong-month",
                Severity::Error,
                said!("the file is not named for a month", "文件名不是月份"),
            );
            finding.spot = Some(Spot { path: reader.source.path.clone(), ..Spot::default() });
            finding.label = said!("such as 2022-08.csv", "例如 2022-08.csv");
            reader.findings.push(finding);
        }
        return;
    }
    let (belongs, ledger) = (date.month(), reader.ledger.name);
    let fault = Fault::new(said!(
        "a row of {date} stands in the file of another month",
        "{date} 的行写在了别的月份的文件里"
    ))
    .remedy(said!("it belongs in ledgers/{ledger}/{belongs}.csv", "应写在 ledgers/{ledger}/{belongs}.csv"));
    reader.found("wrong-month", 1, fault, None);
}

fn header(reader: &mut Reader, record: &Record) {
    let (header, faults) = Header::read(record.line, record.spans, reader.ledger.fields);
    for (position, column) in header.columns.iter().enumerate() {
        reader.columns[position] = column.map_or(ABSENT, |c| c.min(254) as u8);
    }
    for fault in faults {
        let severity = if fault.bad { Severity::Error } else { Severity::Info };
        let mut finding = Finding::from_fault("header", severity, fault.fault);
        finding.spot = Some(spot_of_line(reader.source, record.number, record.line, fault.span));
        reader.findings.push(finding);
    }
}

/// Says what is wrong with the form of a line. True if its cells can be read all the same.
fn form(reader: &mut Reader, record: &Record, width: usize, conflicts: &mut bool) -> bool {
    let whole = (0, record.line.len() as u32);
    match record.form {
        Form::Good => true,
        Form::Blank => false,
        Form::Conflict => {
            if record.line.starts_with('<') || !*conflicts {
                reader.line_finding("conflict-marker", Severity::Error, whole, conflict());
                if let Some(finding) = reader.findings.last_mut() {
                    finding.fix = Some(Said::same("linli resolve"));
                }
            }
            *conflicts = true;
            false
        }
        Form::AfterQuote(at) => {
            let message = said!("something stands after a closing quote", "引号结束后还有内容");
            reader.line_finding("field-count", Severity::Error, (at, at + 1), message);
            false
        }
        Form::OpenQuote(at) => {
            let span = (at, record.line.len() as u32);
            if record.unended {
                reader.line_finding("truncated", Severity::Error, span, ends_inside());
            } else {
                let message = said!("this quote is never closed", "此处的引号没有结束");
                reader.line_finding("field-count", Severity::Error, span, message);
            }
            false
        }
        Form::LineBreak(at, _) => {
            let message = said!("a cell holds a line break: write \\n", "单元格内有换行，请写成 \\n");
            let span = record.spans.iter().copied().find(|s| s.0 == at).unwrap_or(whole);
            let first = record.line.find('\n').unwrap_or(record.line.len()) as u32;
            reader.line = &reader.line[..first as usize];
            reader.line_finding("type", Severity::Error, (span.0, span.1.min(first)), message);
            reader.line = &reader.source.text[record.start as usize..][..record.line.len()];
            width > 0
        }
    }
}

fn ends_inside() -> Said {
    said!("the file ends inside this row", "文件在本行中间断开")
}

fn encoding(source: &Source) -> Said {
    let more = source.spoilt.len() - 1;
    let (en, zh) = match more {
        0 => (String::new(), String::new()),
        n => (format!(" (and on {n} more lines)"), format!("（另有 {n} 行）")),
    };
    let message = not_utf8();
    Said { en: message.en + &en, zh: message.zh + &zh }
}

/// A finding of a register, with its place worked out.
pub fn register_finding(source: &Source, fault: crate::registers::RegisterFault) -> Finding {
    let mut finding = Finding::from_fault(fault.code, fault.severity, fault.fault);
    finding.field = fault.field;
    if fault.code == "encoding" && fault.severity == Severity::Error {
        finding.fix = recoded(source);
    }
    finding.spot = Some(match fault.span {
        Some(span) => spot_of_span(source, span),
        None => Spot { path: source.path.clone(), ..Spot::default() },
    });
    finding
}
