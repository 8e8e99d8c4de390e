//! The marks of entries: `1.`, `2、`, `(3)`, `（4）`, `⑤`, `[6]`, `-`; and entries that were run together into one line.

/// The mark at the beginning of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// Its number; a bullet has none.
    pub(super) number: Option<u32>,
    /// It could be the beginning of an address: `3.2-502`.
    pub(super) doubtful: bool,
    /// Where what it marks begins, in bytes.
    end: usize,
}

impl Mark {
    /// What stands behind the mark.
    pub(super) fn rest<'t>(&self, text: &'t str) -> &'t str {
        &text[self.end..]
    }
}

/// Numbers in a circle.
const CIRCLED: [std::ops::RangeInclusive<char>; 2] = ['①'..='⑳', '㉑'..='㉟'];
const BRACKETS: [(char, char); 4] = [('(', ')'), ('（', '）'), ('[', ']'), ('【', '】')];

/// Reads the mark at the beginning of a line.
pub(super) fn mark(line: &str, begins_with_home: &dyn Fn(&str) -> bool) -> Option<Mark> {
    let bullet = |c: char| "-•*·●◆◦>＞—–".contains(c);
    if let Some(rest) = line.strip_prefix(bullet) {
        let rest = rest.trim_start_matches(bullet).trim_start();
        // `-1` is a count that stands in a line of its own.
        let is_count = rest.starts_with(|c: char| c.is_ascii_digit())
            && line.len() == rest.len() + 1
            && !begins_with_home(rest);
        return (!is_count).then(|| Mark { number: None, doubtful: false, end: line.len() - rest.len() });
    }
    let (number, length, closed) = numbered(line)?;
    let rest = line[length..].trim_start();
    // 3.2-502 may be an address, and 1.3-2-502 an entry.
    let doubtful =
        !closed && rest.len() == line.len() - length && rest.starts_with(|c: char| c.is_ascii_digit());
    Some(Mark { number: Some(number), doubtful, end: line.len() - rest.len() })
}

/// The number of a mark, the bytes it takes, and whether it cannot be anything else.
fn numbered(text: &str) -> Option<(u32, usize, bool)> {
    let first = text.chars().next()?;
    for (range, from) in CIRCLED.iter().zip([1, 21]) {
        if range.contains(&first) {
            return Some((u32::from(first) - u32::from(*range.start()) + from, first.len_utf8(), true));
        }
    }
    let bracket = BRACKETS.iter().find(|(open, _)| *open == first);
    let opened = bracket.map_or(0, |(open, _)| open.len_utf8());
    let inner = &text[opened..];
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > 3 {
        return None;
    }
    let close = inner[digits..].chars().next()?;
    let closes = match bracket {
        Some((_, end)) => close == *end,
        None => ".．、。)）:：".contains(close),
    };
    let number = inner[..digits].parse().ok().filter(|n| *n > 0 && closes)?;
    let closed = bracket.is_some() || !".、。".contains(close);
    Some((number, opened + digits + close.len_utf8(), closed))
}

/// How far the number of an entry may be ahead of the one before it, in a line that holds several.
const GAP: u32 = 20;

/// Parts a line in which several entries were run together; a line that holds one is one part. What stands before
/// the first mark is a part of its own.
pub(super) fn parts<'t>(
    line: &'t str,
    heading: bool,
    begins_with_home: &dyn Fn(&str) -> bool,
) -> Vec<&'t str> {
    let mut starts: Vec<usize> = Vec::new();
    let mut last = None;
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        let candidate =
            before.is_whitespace() || CIRCLED.iter().any(|r| r.contains(&c)) || c == '（' || c == '(';
        before = c;
        let Some((number, length, closed)) = numbered(&line[at..]).filter(|_| candidate) else { continue };
        let rest = &line[at + length..];
        let stands_apart = closed || !rest.starts_with(|c: char| c.is_ascii_digit());
        let fits = match last {
            None if at == 0 => true,
            None => number == 1,
            Some(before) => number > before && number <= before + GAP,
        };
        if fits && (stands_apart || begins_with_home(rest) || at == 0) {
            last = Some(number);
            starts.push(at);
        }
    }
    let enough = if heading { 1 } else { 2 };
    if starts.len() < enough {
        return vec![line];
    }
    let mut ends: Vec<usize> = starts[1..].to_vec();
    ends.push(line.len());
    let front = &line[..starts[0]];
    let front = (!front.trim().is_empty()).then_some(front);
    front.into_iter().chain(starts.iter().zip(ends).map(|(start, end)| &line[*start..end])).collect()
}
