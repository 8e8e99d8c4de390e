//! A chart as data: what a table of the same page says, ready to be drawn. Nothing is worked out by those who draw it.

use super::Cell;
use crate::words::Said;

/// How a chart is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartKind {
    /// A bar for each category and series.
    Bars,
    /// A line for each series over the categories, which are days.
    Lines,
}

/// One run of figures.
#[derive(Clone, Debug)]
pub struct Series {
    /// What they are; may be empty where there is only one.
    pub name: Said,
    /// One for each category: numbers, counts or rates. Absent where nothing is known; a text (`<5`) where it is not shown.
    pub values: Vec<Cell>,
}

/// A chart.
#[derive(Clone, Debug)]
pub struct Chart {
    /// Its name on the command line.
    pub name: &'static str,
    /// The table of the same page that says the same in words and figures.
    pub table: &'static str,
    /// Its title.
    pub title: Said,
    /// How it is drawn.
    pub kind: ChartKind,
    /// What its figures are of.
    pub categories: Vec<Said>,
    /// The figures.
    pub series: Vec<Series>,
    /// What they are counted in; may be empty.
    pub unit: Said,
    /// What a reader must know, below it.
    pub below: Vec<Said>,
}

impl Chart {
    /// True if there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.categories.is_empty() || self.series.is_empty()
    }
}
