//! A workbook: a sheet for each ledger and each register its rows refer to. Cells have types: days are days, quantities
//! numbers with every digit (one of more than fifteen digits, which a spreadsheet would round, stays text), times of day
//! times. The header is frozen and filters; columns are as wide as what they hold, Chinese counted double.

use super::csv::is_formula;
use super::folder::Folder;
use super::table::{Cell, Line, Table, Value};
use super::{Export, heading, shown};
use crate::error::{Error, Result};
use crate::ledgers::Field;
use crate::model::{Day, Stamp};
use crate::said;
use crate::words::Said;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use std::path::PathBuf;
use unicode_width::UnicodeWidthStr;

/// The file.
const NAME: &str = "linli.xlsx";
/// How many rows a sheet can hold below its header.
const MOST_ROWS: u32 = 1_048_575;
/// Columns are no wider and no narrower than this.
const WIDTHS: (usize, usize) = (6, 48);
/// Digits that a spreadsheet keeps.
const DIGITS: usize = 15;

/// Writes the workbook. A ledger of more rows than a sheet can hold goes on in another sheet, which is said.
pub(super) fn write(export: &Export, folder: &mut Folder) -> Result<Vec<Said>> {
    write_limited(export, folder, MOST_ROWS)
}

fn write_limited(export: &Export, folder: &mut Folder, limit: u32) -> Result<Vec<Said>> {
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_timestamp(export.made.seconds()).map_err(failed)?;
    workbook
        .set_properties(&DocProperties::new().set_creation_datetime(&made).set_title(&export.community.name));
    workbook.set_tempdir(folder.staging()).map_err(failed)?;
    let (mut notes, mut rows) = (Vec::new(), 0);
    for table in export.tables.iter().chain(&export.registers) {
        let (count, sheets) = write_table(table, export, limit, &mut workbook)?;
        rows += count;
        if sheets > 1 {
            let name = table.name;
            notes.push(said!(
                "{name} has {count} rows, more than a sheet can hold: it goes on in {sheets} sheets",
                "{name} 有 {count} 行，超过一张表的上限，分成 {sheets} 张表"
            ));
        }
    }
    let mut file = folder.create(NAME)?;
    workbook.save_to_writer(&mut file).map_err(failed)?;
    folder.keep(file, rows)?;
    Ok(notes)
}

/// Writes a table in as many sheets as it needs: how many rows, how many sheets.
fn write_table(table: &Table, export: &Export, limit: u32, workbook: &mut Workbook) -> Result<(u64, usize)> {
    let inks = Inks::new();
    let (mut rows, mut sheets, mut row) = (0, 0, 0);
    let mut widths: Vec<usize> = Vec::new();
    let title = export.headings.map_or(table.name, |lang| table.title.say(lang));
    let mut sheet = begin(table, export, title, 1, workbook, &inks, &mut widths)?;
    sheets += 1;
    table.each(&mut |line: &Line| {
        if row == limit {
            end(&mut sheet, &widths, row)?;
            sheets += 1;
            row = 0;
            let next = begin(table, export, title, sheets, workbook, &inks, &mut widths)?;
            workbook.push_worksheet(std::mem::replace(&mut sheet, next));
        }
        row += 1;
        rows += 1;
        for (at, ((column, cell), width)) in table.columns.iter().zip(line.cells).zip(&mut widths).enumerate()
        {
            let shown = shown(column, cell, export.headings);
            *width = (*width).max(shown.width());
            write_cell(&mut sheet, row, at as u16, cell, &shown, &inks).map_err(failed)?;
        }
        Ok(())
    })?;
    end(&mut sheet, &widths, row)?;
    workbook.push_worksheet(sheet);
    Ok((rows, sheets))
}

/// The number of the paper in a workbook.
const A4: u8 = 9;

/// A new sheet with its header.
fn begin(
    table: &Table,
    export: &Export,
    title: &str,
    number: usize,
    workbook: &mut Workbook,
    inks: &Inks,
    widths: &mut Vec<usize>,
) -> Result<Worksheet> {
    let mut sheet = workbook.new_worksheet_with_low_memory().map_err(failed)?;
    let name = if number == 1 { title.to_owned() } else { format!("{title} {number}") };
    sheet.set_name(name).map_err(failed)?;
    sheet.set_freeze_panes(1, 0).map_err(failed)?;
    // On paper: A4, all columns on a page, the header on each; below it which sheet and which of how many pages.
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.4, 0.4, 0.5, 0.7, 0.3, 0.3).set_footer("&L&A&R&P / &N");
    sheet.set_repeat_rows(0, 0).map_err(failed)?;
    let headings: Vec<&str> = table.columns.iter().map(|c: &Field| heading(c, export.headings)).collect();
    for (at, heading) in headings.iter().enumerate() {
        sheet.write_string_with_format(0, at as u16, *heading, &inks.header).map_err(failed)?;
    }
    // The button of the filter takes room beside a heading.
    *widths = headings.iter().map(|heading| heading.width() + 3).collect();
    Ok(sheet)
}

/// The sheet is full or its table at an end.
fn end(sheet: &mut Worksheet, widths: &[usize], rows: u32) -> Result<()> {
    for (at, width) in widths.iter().enumerate() {
        let width = (width + 1).clamp(WIDTHS.0, WIDTHS.1);
        sheet.set_column_width(at as u16, width as f64).map_err(failed)?;
    }
    let last = u16::try_from(widths.len()).unwrap_or(u16::MAX).saturating_sub(1);
    sheet.autofilter(0, 0, rows, last).map_err(failed)?;
    Ok(())
}

/// How cells look.
struct Inks {
    header: Format,
    day: Format,
    stamp: Format,
    time: Format,
    /// 24:00, which is the next day to `hh:mm`.
    midnight: Format,
    /// A text that a spreadsheet would take for a formula: it is told that it is text.
    harmless: Format,
}

impl Inks {
    fn new() -> Inks {
        let left = |how: &str| Format::new().set_num_format(how).set_align(FormatAlign::Left);
        Inks {
            header: Format::new().set_bold().set_align(FormatAlign::Left).set_background_color("#E7EEF4"),
            day: left("yyyy-mm-dd"),
            stamp: left("yyyy-mm-dd hh:mm:ss"),
            time: left("hh:mm"),
            midnight: left("[hh]:mm"),
            harmless: Format::new().set_quote_prefix(),
        }
    }
}

fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    at: u16,
    cell: &Cell,
    shown: &str,
    inks: &Inks,
) -> std::result::Result<(), XlsxError> {
    match cell.value {
        Value::Absent => return Ok(()),
        Value::Day(day) if serial(day) > LEAP_FAULT => {
            sheet.write_number_with_format(row, at, serial(day), &inks.day)?
        }
        Value::Stamp(stamp) => sheet.write_number_with_format(row, at, local_serial(stamp), &inks.stamp)?,
        Value::Time(time) => {
            let format = if time.minutes() < 1440 { &inks.time } else { &inks.midnight };
            sheet.write_number_with_format(row, at, f64::from(time.minutes()) / 1440.0, format)?
        }
        Value::Integer(number) => sheet.write_number(row, at, number as f64)?,
        Value::Decimal(number) => match kept_whole(&number.to_string()) {
            Some(number) => sheet.write_number(row, at, number)?,
            None => sheet.write_string(row, at, shown)?,
        },
        Value::Text if is_formula(shown) => sheet.write_string_with_format(row, at, shown, &inks.harmless)?,
        Value::Text | Value::Day(_) => sheet.write_string(row, at, shown)?,
    };
    Ok(())
}

/// The number, if a spreadsheet keeps all its digits.
fn kept_whole(digits: &str) -> Option<f64> {
    let significant = digits.trim_start_matches(['-', '0', '.']).chars().filter(char::is_ascii_digit).count();
    digits.parse().ok().filter(|_| significant <= DIGITS)
}

/// Up to here spreadsheets disagree, because Excel thinks that 1900 was a leap year.
const LEAP_FAULT: f64 = 60.0;

/// The day as a spreadsheet counts it, from the end of 1899.
fn serial(day: Day) -> f64 {
    f64::from(day.since(Day::EPOCH) + 25_569)
}

/// The moment as the clock on the wall showed it where it was recorded: spreadsheets know no offsets.
fn local_serial(stamp: Stamp) -> f64 {
    let seconds = stamp.datetime().naive_local().and_utc().timestamp();
    25_569.0 + seconds as f64 / 86_400.0
}

fn failed(error: XlsxError) -> Error {
    let source = match error {
        XlsxError::IoError(source) => source,
        other => std::io::Error::other(other.to_string()),
    };
    Error::File { doing: said!("write", "写入"), path: PathBuf::from(NAME), source }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::samples;
    use calamine::{Data, Reader};

    /// A name and its rows.
    type Sheet = (String, Vec<Vec<Data>>);

    /// The sample as a workbook whose sheets hold so many rows: each sheet with its cells, and the notes.
    fn written(limit: u32) -> (Vec<Sheet>, Vec<Said>) {
        let dir = tempfile::TempDir::new().unwrap();
        let mut folder = Folder::open(&dir.path().join("out"), false).unwrap();
        let mut notes = Vec::new();
        samples::with_export(|export| notes = write_limited(export, &mut folder, limit).unwrap());
        folder.finish().unwrap();
        let mut book = calamine::open_workbook_auto(dir.path().join("out").join(NAME)).unwrap();
        let names = book.sheet_names();
        let sheet = |name: &String| {
            let range = book.worksheet_range(name).unwrap();
            (name.clone(), range.rows().map(<[Data]>::to_vec).collect())
        };
        (names.iter().map(sheet).collect(), notes)
    }

    #[test]
    fn a_ledger_of_more_rows_than_a_sheet_holds_goes_on_in_another_and_says_so() {
        let (sheets, notes) = written(2);
        let of = |name: &str| {
            let rows = sheets
                .iter()
                .filter(|(sheet, _)| sheet.split(' ').next() == Some(name))
                .map(|(_, rows)| rows);
            rows.map(|rows| rows.len() - 1).collect::<Vec<_>>()
        };
        assert_eq!(of("distributions"), [2, 2, 1]);
        assert_eq!(of("shifts"), [1]);
        assert!(
            notes.iter().any(|note| note.zh == "distributions 有 5 行，超过一张表的上限，分成 3 张表"),
            "{notes:?}"
        );
        assert!(written(MOST_ROWS).1.is_empty());
    }

    #[test]
    fn a_code_of_digits_stays_text_and_a_formula_too() {
        let (sheets, _) = written(MOST_ROWS);
        let rows = &sheets.iter().find(|(name, _)| name == "distributions").unwrap().1;
        let at = |name: &str| rows[0].iter().position(|cell| *cell == Data::String(name.to_owned())).unwrap();
        assert_eq!(rows[1][at("lot")], Data::String("007".to_owned()));
        assert_eq!(rows[2][at("note")], Data::String("=1+1, \"x\"".to_owned()));
        assert_eq!(rows[2][at("quantity")], Data::Float(1.5));
    }

    #[test]
    fn a_number_is_a_number_where_no_digit_is_lost() {
        for kept in ["0", "-3", "1.5", "123456789.123456", "0.000001", "1000000000"] {
            assert_eq!(kept_whole(kept).map(|n| n.to_string()).as_deref(), Some(kept));
        }
        assert_eq!(kept_whole("1234567890.123456"), None);
    }
}
