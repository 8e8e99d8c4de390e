//! Where something stands, in lines and characters, worked out only when a finding asks.

use crate::ledgers::Field;
use crate::model::Spot;
use crate::registers::table;
use crate::store::text::{Source, column_of};
use std::ops::Range;

/// The place of some bytes of a line.
pub fn spot_of_line(source: &Source, number: u32, line: &str, span: (u32, u32)) -> Spot {
    let first = line.split('\n').next().unwrap_or_default();
    let end = span.1.min(first.len() as u32);
    Spot {
        path: source.path.clone(),
        line: Some(number),
        column: Some(column_of(line, span.0)),
        width: line.get(span.0 as usize..end as usize).map_or(0, |cell| cell.chars().count() as u32),
        text: first.trim_end_matches('\r').to_owned(),
    }
}

/// The place of a field's cell in a line (from 1) of a register; the whole line where the file has no such column.
pub fn spot_of_cell(source: &Source, fields: &'static [Field], line: u32, field: &str) -> Spot {
    let entries = table::read(source, fields, &mut Vec::new()).entries;
    match entries.iter().find(|entry| entry.line == line) {
        Some(entry) => spot_of_span(source, entry.span_of(field)),
        None => Spot { path: source.path.clone(), line: Some(line), ..Spot::default() },
    }
}

/// The place of some bytes of a whole text, which may reach over several lines (the first is shown).
pub fn spot_of_span(source: &Source, span: Range<usize>) -> Spot {
    let mut at = span.start.min(source.text.len());
    while !source.text.is_char_boundary(at) {
        at -= 1;
    }
    let before = &source.text[..at];
    let number = before.matches('\n').count() as u32 + 1;
    let start = before.rfind('\n').map_or(0, |n| n + 1);
    let line = source.line_at(start as u32);
    let end = span.end.saturating_sub(start).min(line.len());
    spot_of_line(source, number, line, ((at - start) as u32, end.max(at - start) as u32))
}
