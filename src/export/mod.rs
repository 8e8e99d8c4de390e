//! Out: the ledgers as files for other programs. A ledger becomes a table once ([`Table`]), from its own definition, and
//! every format is a reading of tables: one file here and one line in [`FORMATS`]. A ledger that is added is exported
//! without touching anything here.

mod folder;
mod leaving;
mod ledger;
#[cfg(feature = "parquet")]
pub mod parquet;
mod registers;
#[cfg(test)]
mod samples;
mod table;

pub use folder::{Folder, Kept, NewFile, Written};
pub use leaving::leaving;
pub use ledger::table;
pub use registers::{referred, registers};
pub use table::{Cell, Line, Table, Type, Value};

use crate::error::Result;
use crate::words::{Words, words};

/// What is to be written.
#[derive(Debug)]
pub struct Export<'a> {
    /// The ledgers.
    pub ledgers: Vec<Table<'a>>,
}

/// A format: what is typed after `--format`, and how it is written.
#[derive(Clone, Copy)]
pub struct Format {
    /// What is typed.
    pub name: &'static str,
    /// What it is for.
    pub about: Words,
    /// Writes the files.
    pub write: fn(&Export, &mut Folder) -> Result<()>,
}

/// Every format.
pub static FORMATS: &[Format] = &[Format {
    name: "parquet",
    about: words(
        "columns for DuckDB, Spark and the like, by ledger and month",
        "列式文件，供 DuckDB、Spark 等使用，按台账和月份分区",
    ),
    write: to_parquet,
}];

#[cfg(feature = "parquet")]
fn to_parquet(export: &Export, folder: &mut Folder) -> Result<()> {
    parquet::write(&export.ledgers, folder, &[])
}

#[cfg(not(feature = "parquet"))]
fn to_parquet(_: &Export, _: &mut Folder) -> Result<()> {
    Err(without_feature("parquet"))
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
