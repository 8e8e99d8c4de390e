//! A mapping: which column of a sheet is which field of a ledger, and what to do with the rest.

use super::header::key_of;
use crate::error::Result;
use crate::ledgers::{Field, Kind, Ledger};
use crate::model::Day;

/// How a sheet becomes rows of a ledger.
#[derive(Clone, Debug)]
pub struct Mapping {
    /// The ledger the rows go to.
    pub ledger: &'static Ledger,
    /// The name of the source, part of the identity of its rows; else the file's name.
    pub source: Option<String>,
    /// Which sheets of a workbook are read.
    pub sheets: Sheets,
    /// The day of rows that have none of their own.
    pub date: Option<Day>,
    /// True if the day stands in a cell above the table.
    pub date_above: bool,
    /// True if quantity and unit stand in one cell (`198件`).
    pub quantity_with_unit: bool,
    /// True if places that are no address become destinations.
    pub receivers_are_destinations: bool,
    /// Fields whose empty cells take the value above them.
    pub fill_down: Vec<&'static str>,
    /// Fields whose cells take the value of the merged region they lie in, and only that.
    pub fill_merged: Vec<&'static str>,
    /// What else goes into the note.
    pub note: Option<Note>,
    /// Rows whose first cell looks like one of these (`*` any text, `?` one character) are left out.
    pub skip: Vec<String>,
    /// A row whose first cell looks like one of these ends the table.
    pub end: Vec<String>,
    /// The columns, by field or heading, that make up the identity of a row; `None`: all that are mapped.
    pub key: Option<Vec<String>>,
    /// The heading of the time at which a row was handed in: of rows with one key the last counts.
    pub latest: Option<String>,
    /// Fields whose figures are running totals: a row brings what was added since the day before at its place.
    pub cumulative: Vec<&'static str>,
    /// How the round of a row that names none is called, `{date}` being its day; one that is not there is opened.
    pub rounds: Option<String>,
    /// Values of fields that a row leaves empty.
    pub defaults: Vec<(&'static Field, String)>,
    /// The columns.
    pub columns: Vec<ColumnMap>,
}

/// Which sheets of a workbook are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Sheets {
    /// The first that holds something.
    #[default]
    First,
    /// Every sheet that has the table.
    All,
    /// These, each of which must have it.
    Named(Vec<SheetName>),
}

/// A sheet by its name or its place from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetName {
    /// Its name.
    Name(String),
    /// Its place, from 1.
    Index(usize),
}

/// One column of the table.
#[derive(Clone, Debug)]
pub struct ColumnMap {
    /// The field it fills.
    pub field: &'static Field,
    /// Its headings; the first that is there counts.
    pub names: Vec<String>,
    /// Columns that hold its pieces instead, put together with [`ColumnMap::join`]; empty if it stands in one.
    pub parts: Vec<String>,
    /// What stands between the pieces.
    pub join: String,
    /// Columns that are looked into where its own is empty. For a unit: into which it may have been typed instead.
    pub or_from: Vec<String>,
    /// True if a cell may hold several, each of which is a row of the ledger (`牛奶┋鸡蛋`).
    pub several: bool,
}

impl ColumnMap {
    /// A field under these headings, and nothing special about it.
    pub fn new(field: &'static Field, names: Vec<String>) -> ColumnMap {
        let (parts, or_from) = (Vec::new(), Vec::new());
        ColumnMap { field, names, parts, join: "-".to_owned(), or_from, several: false }
    }
}

/// What goes into the note besides the note's own column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The cells under these headings, joined by `；`.
    List(Vec<String>),
    /// A text with headings in braces, left out where all of them are empty.
    Template(Vec<NotePart>),
}

/// A piece of a note's template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotePart {
    /// Words as they stand.
    Words(String),
    /// The cell under a heading.
    Cell(String),
}

impl Note {
    /// The headings it names.
    pub fn headings(&self) -> Vec<&str> {
        match self {
            Note::List(names) => names.iter().map(String::as_str).collect(),
            Note::Template(parts) => parts
                .iter()
                .filter_map(|p| if let NotePart::Cell(name) = p { Some(name.as_str()) } else { None })
                .collect(),
        }
    }
}

impl Mapping {
    /// Reads a mapping file. A key that nothing reads is an error.
    pub fn parse(text: &str) -> Result<Mapping> {
        super::mapping_file::parse(text)
    }

    /// The mapping of a table whose headings are the ledger's own: the names, headings and aliases of its fields.
    pub fn plain(ledger: &'static Ledger) -> Mapping {
        let fields = ledger.fields.iter().filter(|f| !matches!(f.name, "id" | "reverses" | "by" | "at"));
        let columns = fields.map(|field| ColumnMap::new(field, own_names(field))).collect();
        Mapping {
            ledger,
            source: None,
            sheets: Sheets::First,
            date: None,
            date_above: false,
            quantity_with_unit: false,
            receivers_are_destinations: false,
            fill_down: Vec::new(),
            fill_merged: Vec::new(),
            note: None,
            skip: Vec::new(),
            end: Vec::new(),
            key: None,
            latest: None,
            cumulative: Vec::new(),
            rounds: None,
            defaults: Vec::new(),
            columns,
        }
    }

    /// The value of a field that a row leaves empty; empty if there is none.
    pub fn default_of(&self, field: &str) -> &str {
        self.defaults.iter().find(|(f, _)| f.name == field).map_or("", |(_, value)| value)
    }

    /// True if a table must have the column of this field.
    pub fn needs(&self, field: &Field) -> bool {
        let given_otherwise = field.name == "date"
            || field.name == "round" && self.rounds.is_some()
            || is_given_by_the_program(self.ledger, field);
        field.required && !given_otherwise && self.default_of(field.name).is_empty()
    }

    /// The column of the goods or people counted, whose merged cells make one row of several.
    pub fn counted(&self) -> Option<usize> {
        self.columns
            .iter()
            .position(|c| c.field.required && c.field.kind.is_negated())
            .or_else(|| self.columns.iter().position(|c| c.field.kind.is_negated()))
    }
}

/// The names under which a field is known.
pub(super) fn own_names(field: &Field) -> Vec<String> {
    let mut names = vec![field.name.to_owned(), field.heading.zh.to_owned(), field.heading.en.to_owned()];
    names.extend(field.aliases.iter().map(|a| (*a).to_owned()));
    let mut seen = std::collections::BTreeSet::new();
    names.retain(|name| seen.insert(key_of(name)));
    names
}

/// True for the id and the first step of a request, which an opening row need not bring.
pub(super) fn is_given_by_the_program(ledger: &Ledger, field: &Field) -> bool {
    ledger.name == "requests" && (field.kind == Kind::RowRef || field.name == "step")
}
