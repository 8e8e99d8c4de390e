//! CSV: one file a table, as programs read it (RFC 4180, LF, no BOM, column names and codes), or as Excel does (`--excel`).

use super::folder::{Folder, NewFile};
use super::table::{Cell, Line, Table, Value};
use super::{Export, heading, shown};
use crate::error::{Error, Result};
use crate::model::Quantity;
use crate::said;
use crate::words::{Lang, Said};
use csv::{Terminator, Writer, WriterBuilder};
use std::borrow::Cow;
use std::path::PathBuf;

/// How a file is written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Manner<'m> {
    /// With a BOM and CRLF, and nothing that a spreadsheet would take for a formula.
    pub excel: bool,
    /// Headings and words of this language, instead of column names and codes.
    pub headings: Option<Lang>,
    /// A second line below the header, for each column.
    pub tags: Option<&'m [&'m str]>,
}

/// One file for each ledger.
pub(super) fn write(export: &Export, folder: &mut Folder) -> Result<Vec<Said>> {
    let manner = Manner { excel: export.excel, headings: export.headings, tags: None };
    for table in &export.tables {
        write_table(table, &format!("{}.csv", table.name), manner, folder)?;
    }
    Ok(Vec::new())
}

/// One table as one file.
pub(super) fn write_table(table: &Table, name: &str, manner: Manner, folder: &mut Folder) -> Result<()> {
    let mut file = folder.create(name)?;
    let failed = |source| Error::File { doing: said!("write", "写入"), path: PathBuf::from(name), source };
    if manner.excel {
        std::io::Write::write_all(&mut file, "\u{feff}".as_bytes()).map_err(failed)?;
    }
    let end = if manner.excel { Terminator::CRLF } else { Terminator::Any(b'\n') };
    let mut writer = WriterBuilder::new().terminator(end).from_writer(file);
    let header = table.columns.iter().map(|column| heading(column, manner.headings));
    let mut rows = 0;
    let written = (|| {
        writer.write_record(header)?;
        if let Some(tags) = manner.tags {
            writer.write_record(tags)?;
        }
        Ok(())
    })();
    written.map_err(|e| failed(of_csv(e)))?;
    table.each(&mut |line: &Line| {
        rows += 1;
        write_line(&mut writer, table, line, manner).map_err(|e| failed(of_csv(e)))
    })?;
    let file = writer.into_inner().map_err(|e| failed(std::io::Error::other(e.to_string())))?;
    folder.keep(file, rows)
}

fn write_line(
    writer: &mut Writer<NewFile>,
    table: &Table,
    line: &Line,
    manner: Manner,
) -> std::result::Result<(), csv::Error> {
    for (column, cell) in table.columns.iter().zip(line.cells) {
        let text = shown(column, cell, manner.headings);
        writer.write_field(if manner.excel {
            neutral(cell, text).into_owned()
        } else {
            text.into_owned()
        })?;
    }
    writer.write_record(None::<&[u8]>)
}

/// A text that a spreadsheet would take for a formula, made harmless by an apostrophe (field.md §8); a number stays one.
fn neutral<'t>(cell: &Cell, text: Cow<'t, str>) -> Cow<'t, str> {
    match cell.value == Value::Text && is_formula(&text) {
        true => Cow::Owned(format!("'{text}")),
        false => text,
    }
}

/// True if a spreadsheet would take this text for a formula.
pub(super) fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r']) && Quantity::parse(text).is_err()
}

fn of_csv(error: csv::Error) -> std::io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(source) => source,
        other => std::io::Error::other(format!("{other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_text_that_a_spreadsheet_would_run_is_made_harmless_and_a_number_stays_one() {
        let excel = |text: &str| neutral(&Cell::text(text.to_owned()), Cow::Borrowed(text)).into_owned();
        for formula in ["=1+1", "+86 138", "-cmd", "@SUM(A1)", "\tx", "\rx", "-", "=", "-1-1"] {
            assert_eq!(excel(formula), format!("'{formula}"));
        }
        for plain in ["-5", "+2.5", "牛奶", "a=1", "'=1"] {
            assert_eq!(excel(plain), plain);
        }
    }

    proptest! {
        #[test]
        fn no_text_of_a_spreadsheet_begins_a_formula(text in "[=+@\t\r-]{0,2}\\PC{0,6}") {
            let safe = neutral(&Cell::text(text.clone()), Cow::Borrowed(&text)).into_owned();
            let begins = safe.starts_with(['=', '+', '-', '@', '\t', '\r']);
            prop_assert!(!begins || Quantity::parse(&safe).is_ok(), "{safe:?}");
            prop_assert!(safe.ends_with(&text));
        }
    }
}
