//! Totals in a sheet: told from its lines, and compared with what the lines come to.

use super::grid::Grid;
use super::header::Layout;
use super::mapping::Mapping;
use super::sheet::SourceRow;
use crate::ledgers::{Field, Kind};
use crate::model::{Measure, Quantity, measure, unit_word};
use crate::said;
use crate::words::{Said, count_of};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// What a total in the sheet says of one column, and what the lines come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Total {
    /// The row of the total, by index.
    pub row: usize,
    /// The field that is added up.
    pub field: &'static str,
    /// The unit; empty for numbers without one.
    pub unit: String,
    /// What the sheet says.
    pub stated: Quantity,
    /// What its lines come to.
    pub summed: Quantity,
    /// How many lines that are.
    pub lines: usize,
    /// How many lines could not be read as numbers, so that the sum lacks them.
    pub unread: usize,
    /// True if the total adds different units.
    pub mixed: bool,
}

impl Total {
    /// True if the sheet's total is the sum of its lines.
    pub fn agrees(&self) -> bool {
        self.stated == self.summed
    }

    /// Both figures, for a sentence: `8箱, and its lines come to 7箱`.
    pub fn said(&self) -> Said {
        let Total { stated, summed, unit, unread, .. } = self;
        let said = said!(
            "{stated}{unit}, and its lines come to {summed}{unit}",
            "{stated}{unit}，而各行相加为 {summed}{unit}"
        );
        let lacking = count_of(*unread, "line is no number", "lines are no numbers", "行不是数字");
        match unread {
            0 => said,
            _ => said.then(&said!(" ({l})", "（其中 {l}）", l = (lacking.en, lacking.zh))),
        }
    }
}

/// The sums of the lines of one stretch of a sheet.
#[derive(Clone, Debug, Default)]
struct Sums {
    by_unit: BTreeMap<String, (Quantity, usize)>,
    unread: usize,
}

impl Sums {
    fn add(&mut self, quantity: Quantity, unit: &str) {
        let known = self.by_unit.get_mut(unit);
        let (sum, lines) = match known {
            Some(known) => known,
            None => self.by_unit.entry(unit.to_owned()).or_default(),
        };
        match sum.checked_add(quantity) {
            Some(more) => (*sum, *lines) = (more, *lines + 1),
            None => self.unread += 1,
        }
    }

    /// The sum that a total is about: that of its unit, or of all lines where it has none.
    fn about(&self, unit: Option<&str>) -> (Quantity, usize) {
        if let Some(unit) = unit {
            return self.by_unit.get(unit).copied().unwrap_or_default();
        }
        let all = self.by_unit.values();
        all.fold(Default::default(), |(sum, lines): (Quantity, usize), (more, n)| {
            (sum.checked_add(*more).unwrap_or(sum), lines + n)
        })
    }
}

/// One numeric column: the lines since the last total, since the header, and of the whole sheet.
struct Column {
    place: usize,
    field: &'static Field,
    since_total: Sums,
    since_header: Sums,
    all: Sums,
}

impl Column {
    fn stretches(&mut self) -> [&mut Sums; 3] {
        [&mut self.since_total, &mut self.since_header, &mut self.all]
    }
}

/// The sums of a sheet, while its rows are read.
pub struct Tally {
    columns: Vec<Column>,
    unit: Option<usize>,
    /// What was read before: a long list says the same few numbers.
    read: FxHashMap<String, Option<Measure>>,
}

impl Tally {
    /// Nothing yet.
    pub fn new(mapping: &Mapping) -> Tally {
        let fields = mapping.columns.iter().enumerate().filter(|(_, map)| map.field.kind.is_negated());
        let column = |(place, field)| {
            let [since_total, since_header, all] = std::array::from_fn(|_| Sums::default());
            Column { place, field, since_total, since_header, all }
        };
        Tally {
            columns: fields.map(|(place, map)| (place, map.field)).map(column).collect(),
            unit: mapping.columns.iter().position(|c| c.field.name == "unit"),
            read: FxHashMap::default(),
        }
    }

    /// A header: a table begins, or goes on.
    pub fn begin(&mut self) {
        for column in &mut self.columns {
            (column.since_header, column.since_total) = Default::default();
        }
    }

    /// A line of the table.
    pub fn line(&mut self, row: &SourceRow) {
        for column in &mut self.columns {
            let text = row.cells[column.place].as_str();
            if text.is_empty() {
                continue;
            }
            let known = self.read.get(text).cloned();
            let read = known.unwrap_or_else(|| {
                let read = measure(text).ok();
                self.read.insert(text.to_owned(), read.clone());
                read
            });
            let unit = match (&read, column.field.kind) {
                (Some(read), Kind::Quantity | Kind::Change) => {
                    let own = self.unit.map_or("", |at| row.cells[at].as_str());
                    read.unit.as_deref().unwrap_or(own)
                }
                _ => "",
            };
            for sums in column.stretches() {
                match &read {
                    Some(read) => sums.add(read.quantity, unit),
                    None => sums.unread += 1,
                }
            }
        }
    }

    /// A row of totals: each that it states, beside the sum of the lines above it.
    pub fn total(&mut self, grid: &Grid, at: usize, layout: &Layout) -> Vec<Total> {
        let row = &grid.rows[at];
        let first = row.filled().next().map_or("", |(_, text)| text);
        let is_part = is_part_total(first);
        let beside = self.unit.and_then(|place| layout.columns[place]).map_or("", |c| row.cell(c));
        let beside = unit_word(beside).ok().filter(|word| !is_total_word(word));
        let counted = self.columns.iter().position(|c| matches!(c.field.kind, Kind::Quantity | Kind::Change));
        let mut totals = Vec::new();
        for (nth, column) in self.columns.iter_mut().enumerate() {
            let own = layout.columns[column.place].map_or("", |c| row.cell(c));
            let mut stated = figures(own);
            if stated.is_empty() && nth == counted.unwrap_or_default() {
                stated = figures(
                    after_the_word(first)
                        .trim_start_matches([':', '：', ' ', '(', '（'])
                        .trim_end_matches([')', '）']),
                );
            }
            for (quantity, unit) in stated {
                let is_goods = matches!(column.field.kind, Kind::Quantity | Kind::Change);
                let unit = unit.or_else(|| beside.clone().filter(|_| is_goods));
                totals.push(column.compare(at, quantity, unit.as_deref(), is_part));
            }
            column.since_total = Sums::default();
        }
        totals
    }
}

impl Column {
    fn compare(&self, row: usize, stated: Quantity, unit: Option<&str>, is_part: bool) -> Total {
        // A total that a sheet adds by itself may be of the part since the last one, of its table, or of all tables.
        let stretches = match is_part {
            true => [&self.since_total, &self.since_header, &self.all],
            false => [&self.since_header, &self.all, &self.since_total],
        };
        let equal = stretches.iter().find(|sums| sums.about(unit).0 == stated);
        let sums = equal.unwrap_or(&stretches[0]);
        let (summed, lines) = sums.about(unit);
        let units: Vec<&str> = sums.by_unit.keys().map(String::as_str).collect();
        let unit = match (unit, units.as_slice()) {
            (Some(unit), _) => unit.to_owned(),
            (None, [one]) => (*one).to_owned(),
            (None, _) => String::new(),
        };
        let mixed = unit.is_empty() && units.len() > 1;
        Total { row, field: self.field.name, unit, stated, summed, lines, unread: sums.unread, mixed }
    }
}

/// The quantities that a text lists: `500箱`, `箱 300，件 20`, `300箱、20件`; none if anything else stands in it.
fn figures(text: &str) -> Vec<(Quantity, Option<String>)> {
    if text.is_empty() {
        return Vec::new();
    }
    if let Ok(one) = measure(text) {
        return vec![(one.quantity, one.unit)];
    }
    let pieces = text.split(['，', ',', '、', '；', ';', '+']).map(str::trim).filter(|p| !p.is_empty());
    let read = pieces.map(|piece| match measure(piece) {
        Ok(one) => Some((one.quantity, one.unit)),
        Err(_) => {
            let digit = piece.find(|c: char| c.is_ascii_digit())?;
            let (unit, number) = piece.split_at(digit);
            Some((measure(number).ok().filter(|m| m.unit.is_none())?.quantity, unit_word(unit.trim()).ok()))
        }
    });
    read.collect::<Option<Vec<_>>>().unwrap_or_default()
}

const TOTALS: [&str; 9] =
    ["合计", "总计", "小计", "共计", "总数", "总合计", "total", "subtotal", "grandtotal"];

/// True for a text that is nothing but a word for a total.
pub fn is_total_word(text: &str) -> bool {
    let starts =
        |c: char| matches!(c, '合' | '总' | '小' | '共') || matches!(c.to_ascii_lowercase(), 't' | 's' | 'g');
    if !text.starts_with(starts) {
        return false;
    }
    let bare: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, ':' | '：')).collect();
    TOTALS.iter().any(|t| t.eq_ignore_ascii_case(&bare))
}

/// `合计`, `合 计：`, `总计500箱`.
pub fn is_total(text: &str) -> bool {
    is_total_word(&text[..text.len() - after_the_word(text).len()])
}

/// True for the total of a part, after which another begins.
fn is_part_total(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).take(8).collect();
    bare.starts_with("小计") || bare.to_ascii_lowercase().starts_with("subtotal")
}

/// What follows the word: `500箱` of `总计500箱`.
fn after_the_word(text: &str) -> &str {
    let figures = |c: char| c.is_numeric() || matches!(c, ':' | '：' | '(' | '（');
    text.find(figures).map_or("", |at| &text[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_total_is_told_by_its_word_with_or_without_figures() {
        for text in ["合计", "合 计：", "总计500箱", "共计：3箱", "Total", "Grand total", "小计（箱）"]
        {
            assert!(is_total(text), "{text}");
        }
        for text in ["合计划", "总部", "3箱合计", "小米", "totally", ""] {
            assert!(!is_total(text), "{text}");
        }
    }

    #[test]
    fn the_figures_of_a_total_are_read_one_by_one_or_not_at_all() {
        let told = |text: &str| {
            let list = figures(text);
            list.iter()
                .map(|(q, u)| format!("{q}{}", u.as_deref().unwrap_or_default()))
                .collect::<Vec<_>>()
                .join(" ")
        };
        for (text, expected) in [
            ("500箱", "500箱"),
            ("1,234", "1234"),
            ("箱 300，件 20", "300箱 20件"),
            ("300箱、20件", "300箱 20件"),
            ("见附件", ""),
            ("", ""),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }
}
