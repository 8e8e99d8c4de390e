//! How wide each column of a table is in so many columns of a terminal. Figures, days and ids are not broken;
//! long words are, the longest first, then the words of headings. What cannot fit even so is shown as cards, one
//! value a line.

use super::{cells, visible::visible};
use crate::model::{Cell, Rows};
use crate::words::Lang;
use unicode_width::UnicodeWidthStr;

/// A table as the texts that people see, every control character shown.
pub(super) struct Grid {
    /// The headings.
    pub headings: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
    /// The total rows.
    pub totals: Vec<Vec<String>>,
    /// For each column the width that breaks nothing.
    natural: Vec<usize>,
    /// For each column the least width that breaks no figure, no id and no word of a heading.
    least: Vec<usize>,
    /// For each column the least width at all: figures whole, words and headings broken.
    hardest: Vec<usize>,
}

/// The shape that fits.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A table of these columns, each with its content width, and so many blanks on both sides of it.
    Table {
        /// Index and content width of each column that is shown.
        columns: Vec<(usize, u16)>,
        /// Blanks left and right of the content.
        padding: u16,
    },
    /// One value a line.
    Cards,
}

/// A cell wider than this is broken even in a file.
const WIDEST: usize = 1000;
/// An unbroken run of letters and digits up to this width (an id) stays whole.
const WORD: usize = 16;

impl Grid {
    /// The texts of a table in a language.
    pub fn new(rows: &Rows, lang: Lang) -> Grid {
        let headings: Vec<String> = rows.columns.iter().map(|c| c.heading.say(lang).to_owned()).collect();
        let mut natural: Vec<usize> = headings.iter().map(|h| h.width()).collect();
        let mut least: Vec<usize> = headings.iter().map(|h| longest_word(h, 4, usize::MAX)).collect();
        let mut hardest: Vec<usize> = headings.iter().map(|h| longest_word(h, 4, 6)).collect();
        let mut texts = |row: &Vec<Cell>| -> Vec<String> {
            let mut line = Vec::with_capacity(headings.len());
            for (i, cell) in row.iter().enumerate().take(headings.len()) {
                let text = visible(&cells::for_people(cell, lang)).trim_end().to_owned();
                let width = text.width();
                natural[i] = natural[i].max(width);
                let (soft, hard) = match cells::may_break(cell) {
                    true => (longest_word(&text, 8, WORD), longest_word(&text, 4, 8)),
                    false => (width, width),
                };
                least[i] = least[i].max(soft);
                hardest[i] = hardest[i].max(hard);
                line.push(text);
            }
            line
        };
        let body = rows.rows.iter().map(&mut texts).collect();
        let totals = rows.all_totals().map(&mut texts).collect();
        let natural = natural.into_iter().map(|w| w.clamp(1, WIDEST)).collect::<Vec<_>>();
        let within = |least: Vec<usize>| least.iter().zip(&natural).map(|(&l, &n)| l.clamp(1, n)).collect();
        let (least, hardest) = (within(least), within(hardest));
        Grid { headings, rows: body, totals, natural, least, hardest }
    }

    /// True if no text is broken in columns of these widths: every row is one line.
    pub fn fits(&self, columns: &[(usize, u16)]) -> bool {
        columns.iter().all(|&(i, width)| self.natural[i] < WIDEST && usize::from(width) >= self.natural[i])
    }

    /// The shape for a terminal of so many columns, or for a file.
    pub fn shape(&self, width: Option<u16>) -> Shape {
        let all: Vec<usize> = (0..self.headings.len()).collect();
        let budget = width.map_or(usize::MAX, usize::from);
        if self.frame(&all, 1) + self.natural.iter().sum::<usize>() <= budget {
            return self.table(&all, self.natural.clone(), 1);
        }
        let filled: Vec<usize> = all.into_iter().filter(|&i| self.has_values(i)).collect();
        for (padding, least) in [(1, &self.least), (0, &self.least), (0, &self.hardest)] {
            let room = budget.saturating_sub(self.frame(&filled, padding));
            if let Some(widths) = self.squeeze(&filled, least, room) {
                return self.table(&filled, widths, padding);
            }
        }
        Shape::Cards
    }

    fn table(&self, columns: &[usize], widths: Vec<usize>, padding: usize) -> Shape {
        let columns = columns.iter().copied().zip(widths.into_iter().map(|w| w as u16)).collect();
        Shape::Table { columns, padding: padding as u16 }
    }

    fn frame(&self, columns: &[usize], padding: usize) -> usize {
        columns.len() * (2 * padding + 1) + 1
    }

    /// A column that is empty from top to bottom is the first thing to leave out.
    fn has_values(&self, column: usize) -> bool {
        self.rows.iter().chain(&self.totals).any(|row| row.get(column).is_some_and(|text| !text.is_empty()))
    }

    /// Takes from the widest column until all fit; `None` if a column would become unreadable.
    fn squeeze(&self, columns: &[usize], least: &[usize], room: usize) -> Option<Vec<usize>> {
        let least: Vec<usize> = columns.iter().map(|&i| least[i]).collect();
        if least.iter().sum::<usize>() > room {
            return None;
        }
        let mut widths: Vec<usize> = columns.iter().map(|&i| self.natural[i].min(room)).collect();
        while widths.iter().sum::<usize>() > room {
            let widest = (0..widths.len()).filter(|&i| widths[i] > least[i]).max_by_key(|&i| widths[i])?;
            widths[widest] -= 1;
        }
        Some(widths)
    }
}

/// The widest run that should not be broken: a word of Latin letters and digits up to `longest`; of other
/// text, which may break anywhere, `enough`.
fn longest_word(text: &str, enough: usize, longest: usize) -> usize {
    let word = |w: &str| if w.is_ascii() { w.len().min(longest) } else { w.width().min(enough) };
    text.split(' ').map(word).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples;

    #[test]
    fn a_wide_terminal_leaves_every_column_as_wide_as_its_longest_cell() {
        let grid = Grid::new(&samples::coverage(), Lang::En);
        let Shape::Table { columns, padding } = grid.shape(Some(200)) else { panic!("cards") };
        assert_eq!((columns[0], padding), ((0, 5), 1));
        assert_eq!(grid.shape(None), grid.shape(Some(200)));
    }

    #[test]
    fn narrower_ones_break_words_then_drop_blanks_then_give_cards() {
        let grid = Grid::new(&samples::coverage(), Lang::En);
        let widths: Vec<Option<(u16, u16)>> = [100, 80, 68, 30]
            .map(|w| match grid.shape(Some(w)) {
                Shape::Table { columns, padding } => {
                    let content: u16 = columns.iter().map(|c| c.1).sum();
                    Some((content + columns.len() as u16 * (2 * padding + 1) + 1, padding))
                }
                Shape::Cards => None,
            })
            .to_vec();
        assert_eq!(widths, [Some((97, 1)), Some((80, 0)), Some((68, 0)), None]);
    }
}
