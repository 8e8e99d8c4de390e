//! The eleven ledgers, a kind a file: what a row holds. They know no files.
//!
//! To add one: write its file, and add one line to `every_ledger`.

mod choice;
mod choosing;
mod draft;
mod field;
mod header;
mod need;
mod row;
mod text;
mod value;

pub use choice::*;
pub use choosing::{choose, choose_typed, listed};
pub use draft::{Draft, append};
pub use field::{AT, BY, Choice, DATE, Field, ID, Kind, NOTE, REVERSES};
pub use header::{Header, HeaderFault};
pub use need::{need_code, need_codes, need_slip, unknown_need};
pub(crate) use row::column_name;
pub(crate) use row::ledger;
pub use row::{Body, Cells, Default, Head, Ledger, Origin, Row, State, read_alone};
pub use text::{Text, Written, unquoted};
pub use value::{CellFault, Change, Count, Money, Needs, Read, Value};

use crate::model::{Fault, Quantity};
use crate::said;

/// Calls a macro with every ledger as `folder: module, Struct;`. The one list of ledgers.
macro_rules! every_ledger {
    ($use:ident) => {
        $use! {
            receipts: Receipt;
            donations: Donation;
            distributions: Distribution;
            adjustments: Adjustment;
            counts: StockTake;
            census: Census;
            tests: Testing;
            requests: Request;
            notices: Notice;
            reach: Reach;
            shifts: Shift;
        }
    };
}
pub(crate) use every_ledger;

macro_rules! declare {
    ($($folder:ident: $body:ident;)*) => {
        $(mod $folder; pub use $folder::$body;)*
        /// Every ledger, in the order in which the ledgers page names them.
        pub static LEDGERS: &[Ledger] = &[$($body::LEDGER),*];
    };
}
every_ledger!(declare);

/// The ledger of this name.
pub fn by_name(name: &str) -> Option<&'static Ledger> {
    LEDGERS.iter().find(|l| l.name == name)
}

/// The ledger whose ids begin with this letter.
pub fn by_letter(letter: u8) -> Option<&'static Ledger> {
    LEDGERS.iter().find(|l| l.letter == letter)
}

/// A quantity that only a reversal may have below zero.
fn goods_in<'a, C: Cells<'a>>(quantity: Quantity, position: usize, cells: &mut C) {
    if quantity.is_negative() && !cells.is_reversal() {
        cells.fault(position, below_zero(&quantity.to_string()));
    }
}

/// A count that only a reversal may have below zero.
fn counted<'a, C: Cells<'a>>(count: Option<Count>, position: usize, cells: &mut C) {
    if let Some(Count(n @ ..0)) = count
        && !cells.is_reversal()
    {
        cells.fault(position, below_zero(&n.to_string()));
    }
}

fn below_zero(value: &str) -> Box<CellFault> {
    CellFault::of_type(Fault::new(said!("{value} is below zero", "{value} 小于零")).remedy(said!(
        "only a reversal is negative: linli void cancels a row",
        "只有冲销行可以为负：请用 linli void 冲销"
    )))
}
