//! Out: the ledgers as files for other programs. A ledger becomes a table once ([`Table`]), from its own definition, and
//! every format is a reading of tables: one file here and one line in [`FORMATS`]. A ledger that is added is exported
//! without touching anything here.

mod csv;
mod datapackage;
mod folder;
mod hxl;
mod jsonl;
mod leaving;
mod ledger;
#[cfg(feature = "parquet")]
pub mod parquet;
mod public;
mod registers;
#[cfg(test)]
mod samples;
mod table;
#[cfg(feature = "xlsx")]
mod xlsx;

pub use folder::{Folder, Kept, NewFile, Written};
pub use leaving::leaving;
pub use ledger::table;
pub use public::{PUBLIC, Published, needed, public, refuse_numbers};
pub use registers::registers;
pub use table::{Cell, Line, Table, Type, Value};

use crate::error::Result;
use crate::ledgers::{Field, Kind};
use crate::model::Stamp;
use crate::registers::Community;
use crate::words::{Lang, Said, Words, words};
use std::borrow::Cow;

/// What is to be written, and how.
#[derive(Debug)]
pub struct Export<'a> {
    /// The ledgers, or what the public may see of them.
    pub tables: Vec<Table<'a>>,
    /// What their rows refer to.
    pub registers: Vec<Table<'a>>,
    /// Whose they are.
    pub community: &'a Community,
    /// When this is done.
    pub made: Stamp,
    /// The language of titles.
    pub lang: Lang,
    /// Headings and words of this language, instead of column names and codes.
    pub headings: Option<Lang>,
    /// As Excel reads it.
    pub excel: bool,
    /// True if every row of the ledgers is there, so that what a row refers to is too.
    pub whole: bool,
}

/// A format: what is typed after `--format`, and how it is written.
#[derive(Clone, Copy)]
pub struct Format {
    /// What is typed.
    pub name: &'static str,
    /// What it is for.
    pub about: Words,
    /// True if `--excel` means something.
    pub excel: bool,
    /// True if `--headings` means something.
    pub headings: bool,
    /// Writes the files; what a reader must know of them is the answer.
    pub write: fn(&Export, &mut Folder) -> Result<Vec<Said>>,
}

/// Every format.
pub static FORMATS: &[Format] = &[
    Format {
        name: "csv",
        about: words("a file a ledger, for every program", "每本台账一个文件，任何程序都能读"),
        excel: true,
        headings: true,
        write: csv::write,
    },
    Format {
        name: "xlsx",
        about: words("a workbook, a sheet a ledger", "一个工作簿，每本台账一张表"),
        excel: false,
        headings: true,
        write: to_xlsx,
    },
    Format {
        name: "json",
        about: words("JSON Lines, an object a row", "JSON Lines，每行一个对象"),
        excel: false,
        headings: false,
        write: jsonl::write,
    },
    Format {
        name: "parquet",
        about: words(
            "columns for DuckDB, Spark and the like, by ledger and month",
            "列式文件，供 DuckDB、Spark 等使用，按台账和月份分区",
        ),
        excel: false,
        headings: false,
        write: to_parquet,
    },
    Format {
        name: "hxl",
        about: words("CSV with HXL tags, for humanitarian tools", "带 HXL 标签的 CSV，供人道救援工具使用"),
        excel: false,
        headings: true,
        write: hxl::write,
    },
    Format {
        name: "datapackage",
        about: words(
            "a Data Package: CSV with types, keys and references stated",
            "Data Package：CSV 附类型、主键、外键说明",
        ),
        excel: false,
        headings: false,
        write: datapackage::write,
    },
];

#[cfg(feature = "parquet")]
fn to_parquet(export: &Export, folder: &mut Folder) -> Result<Vec<Said>> {
    parquet::write(&export.tables, folder, &[]).map(|()| Vec::new())
}

#[cfg(not(feature = "parquet"))]
fn to_parquet(_: &Export, _: &mut Folder) -> Result<Vec<Said>> {
    Err(without_feature("parquet"))
}

#[cfg(feature = "xlsx")]
fn to_xlsx(export: &Export, folder: &mut Folder) -> Result<Vec<Said>> {
    xlsx::write(export, folder)
}

#[cfg(not(feature = "xlsx"))]
fn to_xlsx(_: &Export, _: &mut Folder) -> Result<Vec<Said>> {
    Err(without_feature("xlsx"))
}

/// The format is left out of this program.
#[cfg(not(all(feature = "parquet", feature = "xlsx")))]
pub fn without_feature(name: &str) -> crate::error::Error {
    crate::error::Error::usage(crate::said!(
        "this program was built without the format {name}",
        "本程序编译时没有包含 {name} 格式"
    ))
    .hint(crate::said!(
        "build it with it: cargo build --release --features {name}",
        "请重新编译：cargo build --release --features {name}"
    ))
}

/// What stands above a column: its name, or its heading in a language.
fn heading(column: &Field, lang: Option<Lang>) -> &'static str {
    lang.map_or(column.name, |lang| column.heading.say(lang))
}

/// What stands in a cell: as it is written, or in a language the word for a code.
fn shown<'c>(column: &Field, cell: &'c Cell, lang: Option<Lang>) -> Cow<'c, str> {
    if let (Some(lang), Kind::Choice(choices)) = (lang, column.kind)
        && let Some(choice) = choices.iter().find(|choice| choice.code == cell.text)
    {
        return Cow::Borrowed(choice.words.say(lang));
    }
    Cow::Borrowed(&cell.text)
}
