//! What only the whole of a table tells: a name that stands in two columns, areas in several, running totals, places by
//! their code, and where the table ends.

use super::cell::{Known, day};
use super::grid::Grid;
use super::guess::{Guess, GuessedColumn, Told, can_be, contains, worded};
use super::guess_cells::moment_free;
use super::sheet::looks_like;
use super::totals::is_total;
use crate::ledgers::Kind;
use crate::model::{Day, Quantity, measure};
use std::collections::BTreeMap;

/// What the whole of a table tells beside what its columns are.
#[derive(Clone, Debug, Default)]
pub struct Whole {
    /// Columns that are often empty, and those that are filled where they are not.
    pub seconds: Vec<(usize, usize)>,
    /// The columns of the areas that together are a place.
    pub areas: Vec<usize>,
    /// True if figures count from the beginning.
    pub running: bool,
    /// What the first row below the table begins with.
    pub end: Option<String>,
}

/// The words of areas in headings, none of which is an address by itself.
const AREAS: [&str; 17] = [
    "province",
    "state",
    "region",
    "district",
    "county",
    "municipality",
    "vdc",
    "village",
    "town",
    "city",
    "省",
    "市",
    "区",
    "县",
    "乡",
    "镇",
    "街道",
];
/// The words of a code in headings.
const CODES: [&str; 7] = ["code", "codice", "no", "编号", "代码", "编码", "号码"];
/// The fewest steps from one figure to the next by which running totals are told.
const STEPS: usize = 40;
/// How many characters of the row below a table are shown in the pattern for it.
const SHOWN: usize = 6;

impl Guess {
    /// Looks at the whole of the table.
    pub(super) fn look_at_all(&mut self, grid: &Grid, known: &Known<'_>) {
        self.places_by_code(grid, known);
        self.whole = Whole {
            seconds: self.seconds(grid),
            areas: self.areas(),
            running: self.is_running(grid, known),
            end: self.end(grid),
        };
    }

    /// The rows of the table: neither blank nor a total.
    fn rows<'g>(&self, grid: &'g Grid) -> impl Iterator<Item = &'g super::grid::SheetRow> + use<'g> {
        let below = grid.rows.iter().skip(self.header + 1);
        below.filter(|row| row.filled().next().is_some_and(|(_, first)| !is_total(first)))
    }

    /// Where places are told by a name that is none of the community's, and a column of codes holds its places, those are
    /// the places.
    fn places_by_code(&mut self, grid: &Grid, known: &Known<'_>) {
        let Some(own) = self.columns.iter().position(|c| c.field.is_some_and(|(f, _)| f.name == "place"))
        else {
            return;
        };
        let places = known.registers.names.places();
        let is_code = |column: &GuessedColumn| {
            let named = CODES.iter().any(|code| contains(&column.heading, code));
            let cells = || self.rows(grid).map(|row| row.cell(column.column)).filter(|cell| !cell.is_empty());
            let known = cells().take(STEPS).filter(|cell| places.typed(cell, None).is_ok()).count();
            column.field.is_none() && named && known > 1 && known == cells().take(STEPS).count()
        };
        let code = self.columns.iter().position(is_code);
        if let Some(code) = code.filter(|_| self.columns[own].looks.place < 0.5) {
            let field = self.columns[own].field.take();
            self.columns[code].field = field.map(|(field, _)| (field, Told::Cells));
        }
    }

    fn seconds(&self, grid: &Grid) -> Vec<(usize, usize)> {
        let mut seconds = Vec::new();
        for own in &self.columns {
            let Some((field, _)) = own.field else { continue };
            let is_name = matches!(field.kind, Kind::Item | Kind::Place | Kind::Text);
            if !is_name || own.looks.filled >= 0.9 || own.looks.merged > 0.0 {
                continue;
            }
            let fills = |c: &&GuessedColumn| {
                let empty = || self.rows(grid).filter(|row| row.cell(own.column).is_empty());
                let filled = empty().filter(|row| !row.cell(c.column).is_empty()).count();
                c.field.is_none()
                    && can_be(field, &c.looks)
                    && worded(field, &c.heading).is_some()
                    && filled > 0
                    && filled * 10 >= empty().count() * 9
            };
            seconds.extend(self.columns.iter().find(fills).map(|second| (own.column, second.column)));
        }
        seconds
    }

    /// Several areas are one place where the place is no address.
    fn areas(&self) -> Vec<usize> {
        let is_place = |c: &GuessedColumn| c.field.is_some_and(|(field, _)| field.name == "place");
        let own = self.columns.iter().find(|c| is_place(c));
        if self.ledger.name != "distributions" || own.is_none_or(|own| own.looks.place >= 0.5) {
            return Vec::new();
        }
        let is_area = |c: &&GuessedColumn| {
            (c.field.is_none() || is_place(c))
                && c.looks.filled > 0.9
                && c.looks.number < 0.5
                && c.looks.day < 0.5
                && AREAS.iter().any(|area| contains(&c.heading, area))
        };
        let areas: Vec<usize> = self.columns.iter().filter(is_area).map(|c| c.column).collect();
        match areas.len() > 1 && own.is_some_and(|own| areas.contains(&own.column)) {
            true => areas,
            false => Vec::new(),
        }
    }

    /// True if the figures of each place (and of its goods) grow from day to day and hardly ever fall: they count from the
    /// beginning.
    fn is_running(&self, grid: &Grid, known: &Known<'_>) -> bool {
        let of = |name: &str| self.column_of(name).map(|c| c.column);
        let figure = self.columns.iter().find(|c| {
            c.field.is_some_and(|(f, _)| f.required && matches!(f.kind, Kind::Count | Kind::Quantity))
        });
        let (Some(figure), Some(date), Some(place)) = (figure, of("date"), of("place")) else { return false };
        let mut series: BTreeMap<(&str, &str), Vec<(Day, Quantity)>> = BTreeMap::new();
        for row in self.rows(grid) {
            let read = day(moment_free(row.cell(date)), known.today).ok();
            let much = measure(row.cell(figure.column)).ok();
            let item = of("item").map_or("", |item| row.cell(item));
            if let (Some(day), Some(much)) = (read, much) {
                series.entry((row.cell(place), item)).or_default().push((day, much.quantity));
            }
        }
        let (mut steps, mut falls, mut rises) = (0, 0, 0);
        for days in series.values_mut() {
            days.sort_by_key(|(day, _)| *day);
            for pair in days.windows(2).filter(|pair| pair[0].0 < pair[1].0) {
                steps += 1;
                falls += usize::from(pair[1].1 < pair[0].1);
                rises += usize::from(pair[1].1 > pair[0].1);
            }
        }
        steps >= STEPS && falls * 50 <= steps && rises * 2 >= steps && steps >= series.len() * 4
    }

    /// How the first row below the table begins, if below it stand only single texts.
    fn end(&self, grid: &Grid) -> Option<String> {
        let asked: Vec<usize> = self
            .columns
            .iter()
            .filter(|c| c.field.is_some_and(|(field, _)| field.required))
            .map(|c| c.column)
            .collect();
        if asked.len() < 2 {
            return None;
        }
        let is_row =
            |row: &super::grid::SheetRow| asked.iter().filter(|&&c| !row.cell(c).is_empty()).count() > 1;
        let last = grid.rows.iter().rposition(is_row)?;
        let mut below = grid.rows[last + 1..].iter().filter(|row| !row.is_blank()).peekable();
        let first = below.peek()?.filled().next()?.1.to_owned();
        if is_total(&first) || below.any(|row| row.filled().count() > 1) {
            return None;
        }
        let ends = |c: char| "，。：；、,.:;*?".contains(c) || c.is_control();
        let begins: String = first.chars().take_while(|c| !ends(*c)).take(SHOWN).collect();
        let pattern = format!("{}*", begins.trim());
        let own = |row: &super::grid::SheetRow| {
            row.filled().next().is_some_and(|(_, text)| looks_like(text, &pattern))
        };
        (begins.trim().chars().count() > 1 && !grid.rows[self.header..=last].iter().any(own))
            .then_some(pattern)
    }
}
