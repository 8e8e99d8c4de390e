//! The skeleton of a chat chain (接龙, field.md §5): which part of a pasted text is its heading, its title, an example, an
//! entry or a remark. It knows nothing of what entries say. Nothing vanishes: every line is in a [`Piece`], and a line in
//! which several entries were run together is several pieces.

mod line;
mod mark;
mod quote;

pub use line::{chatter, courtesy, tidied};

use crate::words::{Words, words};
use line::{is_date, is_heading, nothing};
use mark::{Mark, mark, parts};

/// A part of a pasted text: one entry, one heading, one remark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its first and its last line, from 1.
    pub lines: (usize, usize),
    /// As it stands, in plain width.
    pub text: String,
    /// What it says, behind the number of the entry; lines are parted by line breaks.
    pub body: String,
    /// The same with the number, where that may be a part of an address: `3.2-502`.
    pub whole: Option<String>,
    /// The number may be a part of an address, but the numbers around it go on as a list does.
    pub in_order: bool,
    /// What it is.
    pub kind: PieceKind,
}

/// What a piece of a chain is, as far as its form tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// It says nothing: empty, a heading, a quotation, an acknowledgement.
    Silent(Words),
    /// It shows how an entry is written.
    Example,
    /// It stands where titles stand.
    Title,
    /// It bears the mark of an entry.
    Entry,
    /// The last entry of a chain, with lines behind it that may be a remark of the organiser.
    LastEntry,
    /// A line without mark.
    Line,
    /// It stands behind all entries, apart from them.
    Remark,
}

/// A line, or one of the entries in it, not yet joined with what belongs to it.
struct Part {
    line: usize,
    text: String,
    mark: Option<Mark>,
    kind: Option<PieceKind>,
}

/// Parts a text. `begins_with_home` tells whether a text begins with an address: where a number could be the mark of an
/// entry or something else, and whether a line goes on with the entry above it.
pub fn pieces(text: &str, begins_with_home: &dyn Fn(&str) -> bool) -> Vec<Piece> {
    let lines: Vec<String> = text.lines().map(tidied).collect();
    let quoted = quote::quoted(&lines);
    let mut all: Vec<Part> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let end = if quoted[at] { Some(line.len()) } else { quote::end_in_line(line) };
        if let Some(end) = end {
            let kind = Some(PieceKind::Silent(words("quoted", "引用")));
            all.push(Part { line: at + 1, text: line[..end].trim().to_owned(), mark: None, kind });
        }
        let line = &line[end.unwrap_or(0)..];
        if quoted[at] {
            continue;
        }
        for text in parts(line, is_heading(line), begins_with_home) {
            let text = text.trim().to_owned();
            let mark = mark(&text, begins_with_home);
            all.push(Part { line: at + 1, text, mark, kind: None });
        }
    }
    dates_are_no_entries(&mut all);
    joined(all, begins_with_home)
}

/// `4.4已做核酸` and `8.16` are dates: a title, not entry 4 or 8. Behind entry 3 it is entry 4.
fn dates_are_no_entries(all: &mut [Part]) {
    let ones = all.iter().filter(|p| number(p) == Some(1)).count();
    let mut last = None;
    for part in all {
        let Some(n) = number(part) else { continue };
        let follows = match last {
            Some(before) => n == before + 1,
            None => n == 1 && ones == 1,
        };
        if !follows && is_date(&part.text) {
            part.mark = None;
        } else {
            last = Some(n);
        }
    }
}

fn number(part: &Part) -> Option<u32> {
    part.mark.as_ref().and_then(|mark| mark.number)
}

/// Joins entries of several lines, and says of every part what it is.
fn joined(all: Vec<Part>, begins_with_home: &dyn Fn(&str) -> bool) -> Vec<Piece> {
    let heading = all.iter().position(|p| p.kind.is_none() && is_heading(&p.text));
    let first = all.iter().position(|p| p.mark.is_some());
    let last = all.iter().rposition(|p| p.mark.is_some());
    let numbers: Vec<Option<u32>> = all.iter().filter(|p| p.mark.is_some()).map(number).collect();
    let is_chain = heading.is_some() || numbers.iter().flatten().count() > 2;
    let mut marked = 0;
    let mut pieces: Vec<Piece> = Vec::new();
    for (at, part) in all.into_iter().enumerate() {
        let (text, lines) = (part.text, (part.line, part.line));
        let in_order = part.mark.is_some() && {
            marked += 1;
            goes_on(&numbers, marked - 1)
        };
        let body = part.mark.as_ref().map_or(text.as_str(), |mark| mark.rest(&text)).to_owned();
        let whole = part.mark.as_ref().filter(|mark| mark.doubtful).map(|_| text.clone());
        let silent = part.kind.or_else(|| nothing(&text, &body));
        let begun = pieces.iter().any(|p| matches!(p.kind, PieceKind::Entry | PieceKind::Line));
        let title = match (heading, first) {
            (Some(heading), _) if at < heading => true,
            (Some(_), Some(first)) => at < first,
            (Some(heading), None) => at == heading + 1,
            (None, _) => !begun && text.starts_with('【') && text.contains('】'),
        } || part.mark.is_none() && is_date(&text);
        let above = pieces.last_mut().filter(|p| p.lines.1 + 1 == part.line && is_chain);
        let kind = match (silent, &part.mark) {
            (Some(kind), _) => kind,
            (None, Some(_)) => PieceKind::Entry,
            (None, None) if title => PieceKind::Title,
            (None, None) => match above {
                Some(above)
                    if matches!(above.kind, PieceKind::Entry | PieceKind::LastEntry)
                        && !begins_with_home(&text)
                        && !(last.is_some_and(|last| last < at) && chatter(&text)) =>
                {
                    above.lines.1 = part.line;
                    above.text = format!("{}\n{text}", above.text);
                    above.body = format!("{}\n{text}", above.body);
                    above.whole = above.whole.take().map(|whole| format!("{whole}\n{text}"));
                    if last.is_some_and(|last| last < at) {
                        above.kind = PieceKind::LastEntry;
                    }
                    continue;
                }
                _ if is_chain && last.is_some_and(|last| last < at) => PieceKind::Remark,
                _ => PieceKind::Line,
            },
        };
        pieces.push(Piece { lines, text, body, whole, in_order, kind });
    }
    pieces
}

/// True if the number at this place is one more than the one before, or one less than the next, in a list of three or
/// more.
fn goes_on(numbers: &[Option<u32>], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| numbers[before]);
    let after = numbers.get(at + 1).copied().flatten();
    let here = numbers[at];
    let next = |a: Option<u32>, b: Option<u32>| a.zip(b).is_some_and(|(a, b)| a + 1 == b);
    numbers.len() > 2 && (next(before, here) || next(here, after))
}

#[cfg(test)]
mod tests;
