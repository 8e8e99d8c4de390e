//! Ledger text: CSV of one record a line, read exactly. Cells keep where they stand, nothing is copied, and no
//! sequence of bytes is too bad to be read to its end.

pub use super::source::Source;
use memchr::memchr;

/// What is wrong with the form of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Nothing.
    Good,
    /// A blank line.
    Blank,
    /// A line that git left in a merge.
    Conflict,
    /// Something stands after a closing quote, at this byte of the line.
    AfterQuote(u32),
    /// A quoted cell, beginning at this byte, holds a line break; the record goes on over so many further lines.
    LineBreak(u32, u32),
    /// A quote, at this byte, is never closed.
    OpenQuote(u32),
}

/// One record: its line and the spans of its cells.
#[derive(Debug)]
pub struct Record<'a, 'b> {
    /// The line, from 1.
    pub number: u32,
    /// The byte of the text at which it begins.
    pub start: u32,
    /// The line without its end. A record with line breaks in cells holds them all.
    pub line: &'a str,
    /// From and to, in bytes of `line`, of each cell with its quotes.
    pub spans: &'b [(u32, u32)],
    /// What is wrong with its form.
    pub form: Form,
    /// True if no line end follows: the end of the file.
    pub unended: bool,
}

/// What the whole text is like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// Some line ended in CR LF.
    pub crlf: bool,
    /// Some cell is quoted that need not be; the line of the first.
    pub needless_quotes: Option<u32>,
}

/// Reads a text record by record.
pub fn read_records<'a>(text: &'a str, mut each: impl FnMut(&Record<'a, '_>)) -> Manner {
    let bytes = text.as_bytes();
    let mut manner = Manner::default();
    // Of the record being read: its line, where it begins, where its cell begins, its cells so far, and whether
    // it is rare: one with quotes or with more cells than any ledger has.
    let (mut number, mut start, mut from, mut rare) = (1, 0, 0, false);
    let mut cells = [(0, 0); 64];
    let mut count = 0;
    let mut rare_cells = Vec::new();
    let (mut block, mut marks) = (0, marks_at(bytes, 0));
    loop {
        while marks == 0 {
            block += 64;
            if block > bytes.len() {
                return manner;
            }
            marks = marks_at(bytes, block);
        }
        let at = block + marks.trailing_zeros() as usize;
        marks &= marks - 1;
        match bytes.get(at) {
            Some(b',') => {
                let to = (at - start) as u32;
                match cells.get_mut(count) {
                    Some(cell) => *cell = (from, to),
                    None => rare = true,
                }
                (from, count) = (to + 1, count + 1);
            }
            Some(b'"') => rare = true,
            None if start == at => {}
            None | Some(b'\n') => {
                let line = text[start..at].strip_suffix('\r').unwrap_or(&text[start..at]);
                manner.crlf |= line.len() < at - start;
                match cells.get_mut(count) {
                    Some(cell) => *cell = (from, line.len() as u32),
                    None => rare = true,
                }
                let form = match line.as_bytes().first() {
                    None => Form::Blank,
                    Some(b'<' | b'=' | b'>' | b'|') if is_conflict_marker(line) => Form::Conflict,
                    Some(_) => Form::Good,
                };
                let spans = cells.get(..=count).unwrap_or_default();
                let (first, unended) = (start as u32, at == bytes.len());
                let mut record = Record { number, start: first, line, spans, form, unended };
                (number, start) = (number + 1, at + 1);
                if rare {
                    let (whole, next) = read_rare(text, record, &mut rare_cells, &mut manner);
                    record = whole;
                    if let (Some(next), Form::LineBreak(_, lines)) = (next, record.form) {
                        (number, start, block) = (number + lines, next, next);
                        marks = marks_at(bytes, next);
                    }
                }
                each(&record);
                (from, count, rare) = (0, 0, false);
            }
            Some(_) => {}
        }
    }
}

/// The marks among the 64 bytes from `at` on, one bit a byte: comma, line end, quote and the end of the text. They are
/// found eight at a time as the bytes below `-`, so that a few others (a space, a `+`) are among them.
#[inline]
fn marks_at(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or_default();
    match rest.first_chunk() {
        Some(block) => marks_of(block),
        None => {
            let mut block = [u8::MAX; 64];
            block[..rest.len()].copy_from_slice(rest);
            block[rest.len()] = b'\n';
            marks_of(&block)
        }
    }
}

#[inline]
fn marks_of(block: &[u8; 64]) -> u64 {
    const LOW: u64 = 0x7F7F_7F7F_7F7F_7F7F;
    /// What lifts a byte from `-` on to the top bit, in every byte.
    const LIFT: u64 = (0x80 - b'-' as u64) * 0x0101_0101_0101_0101;
    /// Gathers the lowest bit of each byte in the highest byte.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let mut bits = 0;
    for (i, eight) in block.as_chunks::<8>().0.iter().enumerate() {
        let word = u64::from_le_bytes(*eight);
        let high = ((word & LOW) + LIFT) | word;
        let low = !high >> 7 & 0x0101_0101_0101_0101;
        bits |= (low.wrapping_mul(GATHER) >> 56) << (8 * i);
    }
    bits
}

/// Splits a record that has quotes in it, or very many cells. Where a quoted cell goes on over line ends, the record
/// becomes longer, and the second answer is where the next one begins.
#[cold]
fn read_rare<'a, 'b>(
    text: &'a str,
    record: Record<'a, '_>,
    spans: &'b mut Vec<(u32, u32)>,
    manner: &mut Manner,
) -> (Record<'a, 'b>, Option<usize>) {
    let (start, number) = (record.start as usize, record.number);
    spans.clear();
    let form = split_quoted(record.line, spans, number, manner);
    if let Form::OpenQuote(at) = form
        && let Some((line, lines)) = closed_later(text, start, at as usize)
    {
        let mut all = Vec::new();
        if split_quoted(line, &mut all, number, manner) == Form::Good {
            *spans = all;
            let end = start + line.len();
            let end = end + usize::from(text[end..].starts_with('\r'));
            let (form, unended) = (Form::LineBreak(at, lines), end >= text.len());
            return (Record { line, spans, form, unended, ..record }, Some(end + 1));
        }
    }
    (Record { spans, form, ..record }, None)
}

fn is_conflict_marker(line: &str) -> bool {
    ["<<<<<<< ", ">>>>>>> ", "||||||| "].iter().any(|m| line.starts_with(m)) || line == "======="
}

/// Splits a line that has quotes in it.
fn split_quoted(line: &str, spans: &mut Vec<(u32, u32)>, number: u32, manner: &mut Manner) -> Form {
    let bytes = line.as_bytes();
    let mut form = Form::Good;
    let mut from = 0;
    loop {
        let mut end = from;
        if bytes.get(from) == Some(&b'"') {
            end += 1;
            let mut needed = false;
            loop {
                match bytes.get(end) {
                    None => {
                        spans.push((from as u32, bytes.len() as u32));
                        return Form::OpenQuote(from as u32);
                    }
                    Some(b'"') if bytes.get(end + 1) == Some(&b'"') => (end, needed) = (end + 2, true),
                    Some(b'"') => break,
                    Some(b',' | b'\n' | b'\r') => (end, needed) = (end + 1, true),
                    Some(_) => end += 1,
                }
            }
            end += 1;
            if !needed && manner.needless_quotes.is_none() {
                manner.needless_quotes = Some(number);
            }
            if !matches!(bytes.get(end), None | Some(b',')) {
                form = Form::AfterQuote(end as u32);
            }
        }
        end = memchr(b',', &bytes[end..]).map_or(bytes.len(), |at| end + at);
        spans.push((from as u32, end as u32));
        if end == bytes.len() {
            return form;
        }
        from = end + 1;
    }
}

/// Where the quote that opens at `at` of the record beginning at `start` is closed on a later line, before a comma or a
/// line end: the longer record, and how many lines further it goes. A quote not closed within 200 lines is a
/// slip of the pen, not a long cell.
fn closed_later(text: &str, start: usize, at: usize) -> Option<(&str, u32)> {
    let bytes = text.as_bytes();
    let mut end = start + at + 1;
    let mut lines = 0;
    while lines <= 200 {
        match bytes.get(end)? {
            b'"' if bytes.get(end + 1) == Some(&b'"') => end += 2,
            b'"' => {
                if !matches!(bytes.get(end + 1), None | Some(b',' | b'\n' | b'\r')) {
                    return None;
                }
                let stop = memchr(b'\n', &bytes[end..]).map_or(bytes.len(), |n| end + n);
                let record = &text[start..stop];
                return (lines > 0).then(|| (record.strip_suffix('\r').unwrap_or(record), lines));
            }
            b'\n' => (end, lines) = (end + 1, lines + 1),
            _ => end += 1,
        }
    }
    None
}

/// The column in characters, from 1, of a byte of a line.
pub fn column_of(line: &str, byte: u32) -> u32 {
    line.get(..byte as usize).map_or(0, |before| before.chars().count() as u32) + 1
}

/// Writes one cell: quoted only where needed, a line break as `\n`.
pub fn push_cell(line: &mut String, cell: &str) {
    if cell.bytes().any(|b| matches!(b, b',' | b'"' | b'\n' | b'\r')) {
        line.push('"');
        line.push_str(&cell.replace("\r\n", "\\n").replace(['\n', '\r'], "\\n").replace('"', "\"\""));
        line.push('"');
    } else {
        line.push_str(cell);
    }
}

/// Writes one line of cells, with its end.
pub fn write_line<S: AsRef<str>>(cells: impl IntoIterator<Item = S>) -> String {
    let mut line = String::new();
    for (i, cell) in cells.into_iter().enumerate() {
        if i > 0 {
            line.push(',');
        }
        push_cell(&mut line, cell.as_ref());
    }
    line.push('\n');
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledgers::unquoted;
    use proptest::prelude::*;

    fn cells(text: &str) -> Vec<(Vec<String>, Form)> {
        let mut all = Vec::new();
        read_records(text, |r| {
            let cells = r.spans.iter().map(|&(a, b)| unquoted(&r.line[a as usize..b as usize]).into_owned());
            all.push((cells.collect(), r.form));
        });
        all
    }

    #[test]
    fn quotes_commas_and_crlf_are_read_as_rfc_4180_says() {
        let read = cells("a,\"b,\"\"c\",\r\n\"d\",,e");
        assert_eq!(read[0], (vec!["a".into(), "b,\"c".into(), String::new()], Form::Good));
        assert_eq!(read[1], (vec!["d".into(), String::new(), "e".into()], Form::Good));
    }

    #[test]
    fn a_line_break_inside_a_cell_is_one_record_and_is_said() {
        let read = cells("a,\"b\nc\",d\ne,f,g\n");
        assert_eq!(read[0], (vec!["a".into(), "b\nc".into(), "d".into()], Form::LineBreak(2, 1)));
        assert_eq!(read[1].0[0], "e");
    }

    #[test]
    fn a_quote_that_is_never_closed_spoils_its_own_line_only() {
        let read = cells("a,\"b\nc,d\n");
        assert_eq!(read[0].1, Form::OpenQuote(2));
        assert_eq!(read[1], (vec!["c".into(), "d".into()], Form::Good));
    }

    #[test]
    fn conflict_markers_are_told_from_rows() {
        let forms: Vec<Form> =
            cells("<<<<<<< HEAD\na,b\n=======\n>>>>>>> x\n").into_iter().map(|c| c.1).collect();
        assert_eq!(forms, [Form::Conflict, Form::Good, Form::Conflict, Form::Conflict]);
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_the_same(row in proptest::collection::vec("[^\r\n]*", 1..6)) {
            prop_assume!(row.iter().any(|c| !c.is_empty()) && !is_conflict_marker(&row[0]));
            let read = cells(&write_line(&row));
            prop_assert_eq!(read.len(), 1);
            prop_assert_eq!(&read[0].0, &row);
            prop_assert_eq!(read[0].1, Form::Good);
        }

        #[test]
        fn cells_without_quotes_are_what_stands_between_commas(
            lines in proptest::collection::vec("[ -~份]{0,9}(,[ +-~份]{0,9}){0,80}", 0..20)
        ) {
            let lines: Vec<String> = lines.into_iter().map(|line| line.replace('"', "'")).collect();
            let read = cells(&lines.join("\n"));
            let expected = lines.iter().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
            let unended = lines.last().is_some_and(String::is_empty);
            let expected: Vec<_> = expected.take(lines.len() - usize::from(unended)).collect();
            prop_assert_eq!(read.into_iter().map(|(cells, _)| cells).collect::<Vec<_>>(), expected);
        }

        #[test]
        fn any_bytes_are_read_to_their_end(bytes in proptest::collection::vec(prop_oneof![any::<u8>(), Just(b'"'), Just(b','), Just(b'\n')], 0..200)) {
            let source = Source::new("x.csv", bytes);
            let mut lines = 0;
            read_records(&source.text, |r| {
                lines += 1;
                for &(a, b) in r.spans {
                    let _ = unquoted(&r.line[a as usize..b as usize]);
                }
            });
            prop_assert!(lines <= source.text.lines().count());
        }
    }
}
