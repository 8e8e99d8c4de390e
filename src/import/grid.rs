//! A sheet as rows of cells, each of which knows where it stands.

use unicode_normalization::UnicodeNormalization;

/// One sheet. A CSV file is one sheet without a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    /// The file, for messages.
    pub file: String,
    /// The name of the sheet; empty for CSV.
    pub sheet: String,
    /// Every row from the first to the last that holds something.
    pub rows: Vec<SheetRow>,
    /// The regions of merged cells, by index (from 0) of row and column.
    pub merges: Vec<Merge>,
}

/// One row of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetRow {
    /// Its number in the sheet, from 1; in CSV the line on which it begins.
    pub number: u32,
    /// Its cells as tidied text. Numbers have their exact digits, days are ISO.
    pub cells: Vec<String>,
}

/// A region of merged cells; only its top left cell holds something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    /// The first row, from 0.
    pub top: usize,
    /// The first column, from 0.
    pub left: usize,
    /// The last row.
    pub bottom: usize,
    /// The last column.
    pub right: usize,
}

impl SheetRow {
    /// The text of a cell; empty beyond the end of the row.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// The cells that hold something: column and text.
    pub fn filled(&self) -> impl Iterator<Item = (usize, &str)> {
        self.cells.iter().enumerate().filter(|(_, c)| !c.is_empty()).map(|(at, c)| (at, c.as_str()))
    }

    /// True if no cell holds anything.
    pub fn is_blank(&self) -> bool {
        self.filled().next().is_none()
    }
}

impl Grid {
    /// The merged region over several rows in which a cell lies below the first row: its value stands at the top.
    pub fn merged_from_above(&self, row: usize, column: usize) -> Option<Merge> {
        self.merges
            .iter()
            .copied()
            .find(|m| m.top < row && row <= m.bottom && (m.left..=m.right).contains(&column))
    }

    /// The merged region that begins at this cell.
    pub fn merge_at(&self, row: usize, column: usize) -> Option<Merge> {
        self.merges.iter().copied().find(|m| m.top == row && m.left == column)
    }

    /// True if no cell of the sheet holds anything.
    pub fn is_blank(&self) -> bool {
        self.rows.iter().all(SheetRow::is_blank)
    }
}

/// The letter of a column as spreadsheets show it: 0 is `A`, 26 is `AA`.
pub fn column_letter(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(b'A' + (rest % 26) as u8);
        rest /= 26;
    }
    letters.iter().rev().map(|&b| b as char).collect()
}

/// The text of a cell without what cannot be seen: NFC, every kind of blank one blank, no zero-width or control
/// characters, nothing at the ends. A line break between two Chinese characters vanishes: a name over two lines is one.
pub(super) fn tidy(text: &str) -> String {
    // Letters, figures and Chinese characters are what nearly every cell holds, and are as they should be.
    if text.chars().all(|c| c.is_ascii_graphic() || matches!(c, '\u{4E00}'..='\u{9FFF}')) {
        return text.to_owned();
    }
    let mut tidied = String::with_capacity(text.len());
    let (mut blank, mut broken) = (false, false);
    for c in text.nfc() {
        match c {
            '\u{200B}'..='\u{200F}'
            | '\u{2060}'
            | '\u{FEFF}'
            | '\u{AD}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}' => {}
            '\n' | '\r' => broken = true,
            c if c.is_whitespace() || c.is_control() => blank = true,
            c => {
                let after = tidied.chars().next_back();
                let glued = broken && !blank && after.is_some_and(is_han) && is_han(c);
                if (blank || broken) && after.is_some() && !glued {
                    tidied.push(' ');
                }
                (blank, broken) = (false, false);
                tidied.push(c);
            }
        }
    }
    tidied
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..)
}
