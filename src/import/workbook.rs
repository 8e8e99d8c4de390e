//! Workbooks: XLSX, XLS, XLSB and ODS, by calamine (feature `xlsx`).

use super::grid::Grid;
use crate::error::{Error, Result};
use crate::said;

/// True for the first bytes of a workbook: a zip archive or an OLE container.
pub fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xD0\xCF\x11\xE0")
}

/// Without the feature, a workbook is refused with the way out.
#[cfg(not(feature = "xlsx"))]
pub fn read(name: &str, _: &[u8]) -> Result<Vec<Grid>> {
    Err(Error::usage(said!(
        "{name} is a workbook, and this linli was built without spreadsheets",
        "{name} 是电子表格，而本程序编译时未包含表格支持"
    ))
    .hint(said!(
        "save it as CSV, or build linli with the feature xlsx",
        "请另存为 CSV，或用 xlsx 特性重新编译"
    )))
}

#[cfg(feature = "xlsx")]
pub use with_calamine::read;

#[cfg(feature = "xlsx")]
mod with_calamine {
    use super::{Error, Grid, Result, said};
    use crate::import::grid::{Merge, SheetRow, tidy};
    use calamine::{Data, DataRef, Dimensions, ExcelDateTime, Reader, SheetType, Sheets};
    use std::io::Cursor;

    /// Reads every worksheet, in the order of the workbook.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Vec<Grid>> {
        let refused = |error: &dyn std::fmt::Display| {
            Error::usage(said!(
                "{name} cannot be read as a workbook: {error}",
                "{name} 无法作为电子表格读取：{error}"
            ))
            .hint(said!(
                "open it, save it as XLSX or CSV, and import again",
                "请打开后另存为 XLSX 或 CSV 再导入"
            ))
        };
        let mut book =
            calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| refused(&error))?;
        let sheets: Vec<String> = book
            .sheets_metadata()
            .iter()
            .filter(|s| s.typ == SheetType::WorkSheet)
            .map(|s| s.name.clone())
            .collect();
        let mut grids = Vec::new();
        for sheet in sheets {
            let mut grid = Grid { file: name.to_owned(), sheet: tidy(&sheet), ..Grid::default() };
            match &mut book {
                // Cell by cell: a stray cell in the last corner of a sheet must not become seventeen thousand million.
                Sheets::Xlsx(book) => {
                    {
                        let mut reader = book.worksheet_cells_reader(&sheet).map_err(|e| refused(&e))?;
                        while let Some(cell) = reader.next_cell().map_err(|e| refused(&e))? {
                            let (row, column) = cell.get_position();
                            put(&mut grid, row, column, text_of(cell.get_value().clone()));
                        }
                    }
                    let merges = book.merge_cells_by_sheet_name(&sheet).map_err(|e| refused(&e))?;
                    grid.merges = merges.iter().map(merge).collect();
                }
                other => {
                    let range = other.worksheet_range(&sheet).map_err(|e| refused(&e))?;
                    let (top, left) = range.start().unwrap_or_default();
                    for (row, column, value) in range.used_cells() {
                        put(&mut grid, top + row as u32, left + column as u32, text_of_owned(value));
                    }
                    if let Sheets::Xls(book) = other {
                        let merges = book.merge_cells_by_sheet_name(&sheet).map_err(|e| refused(&e))?;
                        grid.merges = merges.iter().map(merge).collect();
                    }
                }
            }
            grids.push(grid);
        }
        Ok(grids)
    }

    fn merge(region: &Dimensions) -> Merge {
        let ((top, left), (bottom, right)) = (region.start, region.end);
        Merge { top: top as usize, left: left as usize, bottom: bottom as usize, right: right as usize }
    }

    fn put(grid: &mut Grid, row: u32, column: u32, text: String) {
        let text = tidy(&text);
        let (row, column) = (row as usize, column as usize);
        if text.is_empty() {
            return;
        }
        while grid.rows.len() <= row {
            let number = grid.rows.len() as u32 + 1;
            grid.rows.push(SheetRow { number, cells: Vec::new() });
        }
        let cells = &mut grid.rows[row].cells;
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        cells[column] = text;
    }

    fn text_of(value: DataRef<'_>) -> String {
        match value {
            DataRef::SharedString(text) => text.to_owned(),
            DataRef::Int(n) => n.to_string(),
            DataRef::Float(number) => decimal(number),
            DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text,
            DataRef::Bool(value) => value.to_string().to_uppercase(),
            DataRef::DateTime(when) => moment(&when),
            DataRef::Error(error) => error.to_string(),
            DataRef::Empty => String::new(),
        }
    }

    fn text_of_owned(value: &Data) -> String {
        match value {
            Data::Int(n) => n.to_string(),
            Data::Float(number) => decimal(*number),
            Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
            Data::Bool(value) => value.to_string().to_uppercase(),
            Data::DateTime(when) => moment(when),
            Data::Error(error) => error.to_string(),
            Data::Empty => String::new(),
        }
    }

    /// A number as a person sees it: with the fifteen digits that spreadsheets keep, and no exponent.
    fn decimal(number: f64) -> String {
        let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
        if rounded == 0.0 { "0".to_owned() } else { rounded.to_string() }
    }

    /// A cell with the format of a date: the ISO day, the time of day, or both.
    fn moment(when: &ExcelDateTime) -> String {
        let serial = when.as_f64();
        let (year, month, day, mut hour, mut minute, mut second, milli) = when.to_ymd_hms_milli();
        (second, minute, hour) = match (second, milli >= 500) {
            (59, true) if minute == 59 => (0, 0, hour + 1),
            (59, true) => (0, minute + 1, hour),
            (s, up) => (s + u8::from(up), minute, hour),
        };
        // Seconds are told where there are any: by them the later of two submissions is known.
        let clock = match second {
            0 => format!("{hour:02}:{minute:02}"),
            _ => format!("{hour:02}:{minute:02}:{second:02}"),
        };
        if when.is_duration() || (0.0..1.0).contains(&serial) {
            return clock;
        }
        let day = format!("{year:04}-{month:02}-{day:02}");
        if hour == 0 && minute == 0 && second == 0 { day } else { format!("{day} {clock}") }
    }
}
