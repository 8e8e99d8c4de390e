//! Import: spreadsheets and CSV files of others become rows of a ledger. A [`Grid`] is what the file holds, a
//! [`Mapping`] says what its columns mean, and [`plan`] decides about every one of its rows: taken, amended, unchanged,
//! ignored or refused. Nothing is written here.

mod cell;
mod csv_text;
mod cumulative;
mod deciding;
mod detail;
mod earlier;
mod grid;
mod guess;
mod guess_cells;
mod guess_text;
mod guess_whole;
mod header;
mod latest;
mod left;
mod mapping;
mod mapping_file;
mod memory;
mod new_goods;
mod plan;
mod planning;
mod row;
mod several;
mod sheet;
mod sign_up;
mod sign_up_plan;
mod summary;
mod table;
mod totals;
mod workbook;

pub use cell::Known;
pub use csv_text::decoded;
pub use earlier::{Existing, amend_code, existing, row_code};
pub use grid::{Grid, Merge, SheetRow, column_letter};
pub use guess::{Guess, GuessedColumn, Told, guess};
pub use guess_whole::Whole;
pub use left::{left, left_name, source_of};
pub use mapping::{ColumnMap, Mapping, Note, NotePart, SheetName, Sheets};
pub use plan::{Amendment, Gone, Ignored, Options, Plan, Reason, Refusal, Taken, Where};
pub use planning::plan;
pub use sign_up::{SIGN_UP, sign_up};
pub use sign_up_plan::{SignUp, plan_sign_up};
pub use totals::Total;

use crate::error::{Error, Result};
use crate::said;

/// The largest file that is read, in bytes.
const LARGEST: usize = 200 << 20;

/// Reads a file's sheets: XLSX, XLS, XLSB or ODS by its first bytes, anything else as CSV. `name` is the file's name
/// for messages and, where no source is named, the source.
pub fn read_grids(name: &str, bytes: &[u8]) -> Result<Vec<Grid>> {
    if bytes.len() > LARGEST {
        return Err(Error::usage(said!("{name} is larger than 200 MB", "{name} 超过 200 MB")));
    }
    let mut grids = match workbook::is_workbook(bytes) {
        true => workbook::read(name, bytes)?,
        false => vec![csv_text::read(name, bytes)?],
    };
    grids.iter_mut().for_each(left::unguard);
    Ok(grids)
}

#[cfg(test)]
mod tests;
