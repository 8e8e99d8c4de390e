//! The four lists of a chain: read, ignored, doubtful, repeated. Their sum is the input: nothing vanishes.

use crate::model::chain::Piece;
use crate::model::{Cell, Fault, PlaceId, Rows, mask_numbers, number, text};
use crate::said;
use crate::words::{Said, Words, words};

/// Where a piece of a chain stands, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Its first and its last line, from 1.
    pub lines: (usize, usize),
    /// As it stands, personal numbers masked.
    pub text: String,
}

impl Spot {
    /// The spot of a piece; `exempt` are public phones.
    pub fn of(piece: &Piece, exempt: &[String]) -> Spot {
        Spot { lines: piece.lines, text: mask_numbers(&piece.text.replace('\n', " / "), exempt) }
    }

    /// `7` or `7-8`.
    pub fn shown(&self) -> String {
        match self.lines {
            (first, last) if first == last => first.to_string(),
            (first, last) => format!("{first}-{last}"),
        }
    }
}

/// An entry that was understood.
#[derive(Clone, Debug)]
pub struct Read<T> {
    /// Where.
    pub spot: Spot,
    /// Whose.
    pub place: PlaceId,
    /// What it says.
    pub said: T,
}

/// What says nothing.
#[derive(Clone, Debug)]
pub struct Ignored {
    /// Where.
    pub spot: Spot,
    /// Why.
    pub why: Words,
}

/// What cannot be read without guessing.
#[derive(Clone, Debug)]
pub struct Doubtful {
    /// Where.
    pub spot: Spot,
    /// Whose, if so much is sure.
    pub place: Option<PlaceId>,
    /// Why.
    pub fault: Fault,
}

/// An entry that a later one of the same home replaces.
#[derive(Clone, Debug)]
pub struct Repeated {
    /// Where.
    pub spot: Spot,
    /// Whose.
    pub place: PlaceId,
    /// The later entry.
    pub by: Spot,
}

/// All pieces of a chain, each in one of the four lists.
#[derive(Clone, Debug)]
pub struct Sorted<T> {
    /// How many lines were pasted.
    pub lines: usize,
    /// Understood.
    pub read: Vec<Read<T>>,
    /// Empty, headings, examples, chatter.
    pub ignored: Vec<Ignored>,
    /// Doubtful.
    pub doubtful: Vec<Doubtful>,
    /// Replaced by a later entry.
    pub repeated: Vec<Repeated>,
}

impl<T> Sorted<T> {
    /// Nothing yet, of so many lines.
    pub fn of_lines(lines: usize) -> Sorted<T> {
        Sorted { lines, read: Vec::new(), ignored: Vec::new(), doubtful: Vec::new(), repeated: Vec::new() }
    }

    /// How many pieces there are: the sum of the four lists.
    pub fn pieces(&self) -> usize {
        self.read.len() + self.ignored.len() + self.doubtful.len() + self.repeated.len()
    }

    /// Moves to the repeated ones what `replaced` says that a later entry (the second) replaces.
    pub fn last_wins(&mut self, replaced: impl Fn(&Read<T>, &Read<T>) -> bool) {
        let mut kept: Vec<Read<T>> = Vec::new();
        for entry in std::mem::take(&mut self.read) {
            while let Some(at) = kept.iter().position(|before| replaced(before, &entry)) {
                let before = kept.remove(at);
                self.repeated.push(Repeated {
                    spot: before.spot,
                    place: before.place,
                    by: entry.spot.clone(),
                });
            }
            kept.push(entry);
        }
        // One that was replaced by a replaced one is replaced by the last.
        let last: Vec<(Spot, Spot)> = self.repeated.iter().map(|r| (r.spot.clone(), r.by.clone())).collect();
        for repeated in &mut self.repeated {
            while let Some((_, by)) = last.iter().find(|(spot, _)| *spot == repeated.by) {
                repeated.by = by.clone();
            }
        }
        self.read = kept;
        self.repeated.sort_by_key(|r| r.spot.lines);
    }

    /// The account: read, ignored, doubtful and repeated add up to what was pasted.
    pub fn account(&self) -> Rows {
        let count = |words: Words, code, n: usize| vec![Cell::Code(code, words), Cell::Count(n as i64)];
        let lines = self.lines;
        Rows {
            name: "account",
            title: said!("What became of the {lines} lines", "粘贴的 {lines} 行的去向"),
            columns: vec![text("list", "entries", "条目"), number("count", "count", "条数")],
            rows: vec![
                count(words("read", "读取"), "read", self.read.len()),
                count(words("ignored", "略过"), "ignored", self.ignored.len()),
                count(words("doubtful", "存疑"), "doubtful", self.doubtful.len()),
                count(words("repeated", "重复"), "repeated", self.repeated.len()),
            ],
            total: Some(vec![Cell::Said(words("all", "合计").into()), Cell::Count(self.pieces() as i64)]),
            ..Rows::default()
        }
    }

    /// What is doubtful, with the reason and the remedy.
    pub fn doubts(&self) -> Rows {
        let row = |d: &Doubtful| {
            let remedy = d.fault.remedy.clone().map_or(Cell::Absent, Cell::Said);
            vec![line(&d.spot), Cell::text(&d.spot.text), Cell::Said(d.fault.message.clone()), remedy]
        };
        Rows {
            name: "doubtful",
            title: said!("Doubtful, and not recorded", "存疑，未登记"),
            columns: vec![
                number("line", "line", "行"),
                text("text", "text", "内容"),
                text("message", "why", "原因"),
                text("remedy", "what to do", "怎么办"),
            ],
            rows: self.doubtful.iter().map(row).collect(),
            ..Rows::default()
        }
    }

    /// What a later entry of the same home replaces; both are shown.
    pub fn repeats(&self, code: &dyn Fn(PlaceId) -> String) -> Rows {
        let row = |r: &Repeated| {
            vec![
                Cell::text(code(r.place)),
                line(&r.spot),
                Cell::text(&r.spot.text),
                line(&r.by),
                Cell::text(&r.by.text),
            ]
        };
        Rows {
            name: "repeated",
            title: said!("Repeated: the last one counts", "重复：以最后一条为准"),
            columns: vec![
                text("place", "place", "位置"),
                number("line", "line", "行"),
                text("text", "replaced", "被替换"),
                number("by", "line", "行"),
                text("last", "counts", "有效"),
            ],
            rows: self.repeated.iter().map(row).collect(),
            ..Rows::default()
        }
    }

    /// What says nothing; empty lines only by their number.
    pub fn passed_over(&self) -> Rows {
        let shown = self.ignored.iter().filter(|i| !i.spot.text.is_empty());
        let row = |i: &Ignored| vec![line(&i.spot), Cell::text(&i.spot.text), Cell::Said(i.why.into())];
        Rows {
            name: "ignored",
            title: match self.ignored.iter().filter(|i| i.spot.text.is_empty()).count() {
                0 => said!("Ignored", "略过"),
                empty => said!("Ignored, and empty lines: {empty}", "略过，另有空行 {empty} 行"),
            },
            columns: vec![
                number("line", "line", "行"),
                text("text", "text", "内容"),
                text("reason", "why", "原因"),
            ],
            rows: shown.map(row).collect(),
            ..Rows::default()
        }
    }

    /// What was not taken, as text to be mended and imported again: the reason stands beside each entry. The example of the
    /// chain goes with it, for it tells how the entries are read.
    pub fn left(&self, say: &dyn Fn(&Said) -> String) -> String {
        let mut text = format!("{LEFT}\n");
        for example in self.ignored.iter().filter(|ignored| ignored.why == EXAMPLE) {
            text.push_str(&format!("{}\n", example.spot.text));
        }
        for doubtful in &self.doubtful {
            let remedy = doubtful.fault.remedy.as_ref().map(say).unwrap_or_default();
            let (entry, why) = (doubtful.spot.text.replace('\n', " "), say(&doubtful.fault.message));
            let behind = if remedy.is_empty() { String::new() } else { format!("; {remedy}") };
            text.push_str(&format!("{entry}    {REASON} {why}{behind}\n"));
        }
        text
    }
}

/// The heading of a file of what was not taken.
pub const LEFT: &str = "#接龙 余下 left";
/// Why an example is ignored.
pub const EXAMPLE: Words = words("example", "示例");
/// What parts an entry of that file from its reason.
pub const REASON: char = '←';

pub(super) fn line(spot: &Spot) -> Cell {
    Cell::text(spot.shown())
}
