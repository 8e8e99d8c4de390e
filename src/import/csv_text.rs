//! CSV as it comes: any of four encodings and three delimiters. Read by hand rather than by the `csv` crate, which
//! leaves out blank lines, takes a quote that is never closed, and is one line off under CRLF.

use super::grid::{Grid, SheetRow, tidy};
use crate::error::{Error, Result};
use crate::said;
use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

/// Reads a CSV file.
pub fn read(name: &str, bytes: &[u8]) -> Result<Grid> {
    let text = decoded(name, bytes)?;
    let mut rows = records(name, &text, delimiter(&text))?;
    while rows.last().is_some_and(SheetRow::is_blank) {
        rows.pop();
    }
    Ok(Grid { file: name.to_owned(), sheet: String::new(), rows, merges: Vec::new() })
}

/// The text: by its byte order mark, else UTF-16 if it has zero bytes, else UTF-8 if it is valid, else GB18030.
pub fn decoded(name: &str, bytes: &[u8]) -> Result<String> {
    let (encoding, body): (&'static Encoding, &[u8]) = match bytes {
        [0xEF, 0xBB, 0xBF, body @ ..] => (encoding_rs::UTF_8, body),
        [0xFF, 0xFE, body @ ..] => (UTF_16LE, body),
        [0xFE, 0xFF, body @ ..] => (UTF_16BE, body),
        _ if is_utf_16(bytes, 1) => (UTF_16LE, bytes),
        _ if is_utf_16(bytes, 0) => (UTF_16BE, bytes),
        _ => match simdutf8::basic::from_utf8(bytes) {
            Ok(text) => return Ok(text.to_owned()),
            Err(_) => (GB18030, bytes),
        },
    };
    let (text, had_errors) = encoding.decode_without_bom_handling(body);
    if !had_errors {
        return Ok(text.into_owned());
    }
    // No byte of a longer character is a line feed, in UTF-8 and GB18030 alike.
    let line = match encoding == UTF_16LE || encoding == UTF_16BE {
        true => text.split('\n').position(|l| l.contains('\u{FFFD}')),
        false => body.split(|&b| b == b'\n').position(|l| encoding.decode_without_bom_handling(l).1),
    };
    let (line, read_as) = (line.map_or(1, |at| at + 1), encoding.name());
    Err(Error::usage(said!(
        "{name}, line {line}: the bytes are neither UTF-8 nor {read_as}",
        "{name} 第 {line} 行：既不是 UTF-8 也不是 {read_as} 编码"
    ))
    .hint(said!("save it as UTF-8 (CSV UTF-8) and import again", "请另存为“CSV UTF-8”格式后重新导入")))
}

/// UTF-16 without its mark: only there a text has zero bytes, mostly in the half of the commas and line breaks (一 has one
/// in the other).
fn is_utf_16(bytes: &[u8], half: usize) -> bool {
    let first = &bytes[..bytes.len().min(4096)];
    let zeros = |half: usize| first.iter().skip(half).step_by(2).filter(|&&byte| byte == 0).count();
    bytes.len().is_multiple_of(2) && zeros(half) > zeros(1 - half)
}

/// The delimiter that occurs most often on one of the first lines, outside quotes.
fn delimiter(text: &str) -> char {
    if let Some(named) = text.strip_prefix("sep=").and_then(|rest| rest.chars().next())
        && matches!(named, ',' | ';' | '\t')
    {
        return named;
    }
    let mut best = (0, ',');
    for line in text.lines().take(50) {
        for delimiter in [',', ';', '\t'] {
            let mut quoted = false;
            let mut count = 0;
            for c in line.chars() {
                match c {
                    '"' => quoted = !quoted,
                    c if c == delimiter && !quoted => count += 1,
                    _ => {}
                }
            }
            if count > best.0 {
                best = (count, delimiter);
            }
        }
    }
    best.1
}

/// Every record with the line on which it begins; blank lines are records without anything.
fn records(name: &str, text: &str, delimiter: char) -> Result<Vec<SheetRow>> {
    let mut rows = Vec::new();
    let mut chars = text.chars().peekable();
    let (mut line, mut first) = (1u32, 1u32);
    let (mut cells, mut cell) = (Vec::new(), String::new());
    let mut opened = None;
    let mut at_start = true;
    loop {
        let next = chars.next();
        if opened.is_some() {
            match next {
                None => break,
                Some('"') if chars.peek() == Some(&'"') => {
                    chars.next();
                    cell.push('"');
                }
                Some('"') => opened = None,
                Some(c) => {
                    line += u32::from(c == '\n');
                    cell.push(c);
                }
            }
            continue;
        }
        match next {
            Some('"') if at_start => {
                opened = Some(line);
                at_start = false;
            }
            Some(c) if c == delimiter => {
                cells.push(tidy(&std::mem::take(&mut cell)));
                at_start = true;
            }
            Some('\r' | '\n') | None => {
                if next == Some('\r') && chars.peek() == Some(&'\n') {
                    chars.next();
                }
                cells.push(tidy(&std::mem::take(&mut cell)));
                rows.push(SheetRow { number: first, cells: std::mem::take(&mut cells) });
                line += 1;
                (first, at_start) = (line, true);
                if next.is_none() {
                    return Ok(rows);
                }
            }
            Some(c) => {
                at_start = at_start && c == ' ';
                cell.push(c);
            }
        }
    }
    let line = opened.unwrap_or(first);
    Err(Error::usage(said!(
        "{name}, line {line}: a quote is opened and never closed",
        "{name} 第 {line} 行：引号没有闭合"
    ))
    .hint(said!("close it, or take it away, and import again", "请补上或删去该引号后重新导入")))
}
