//! Recording, up to the moment of writing: from what a person types to the rows of one operation, with what the person
//! wants to know before it is written. Pure: the books and the setting in, an entry out.

mod amending;
mod captain;
mod captain_line;
pub mod chain;
mod correcting;
mod due;
mod founding;
mod goods;
mod incoming;
mod outgoing;
mod people;
mod plans;
pub mod playbook;
mod presets;
mod published;
mod reach;
pub mod registering;
mod replay;
pub mod requests;
pub mod save;
mod sheet;
mod shifts;
mod store_room;
mod typed;
mod undoing;

pub use amending::amend;
pub use captain::captain;
pub use captain_line::{count_words, read_line};
pub use correcting::{find_rows, void};
pub use due::{Attempt, hand_out_due, read_exceptions};
pub use founding::{CONTACTS, GIT_FILES, founding_files, items_header, with_lines};
pub use goods::{Goods, new_item_line, odd_units, read_goods};
pub use incoming::incoming;
pub use outgoing::{HandOut, hand_out, refuse_future};
pub use people::{
    CensusExtras, Tested, beside_the_census, census_row, last_residents, needs_in_use, place_count, tenfold,
    test_rows, wonder_needs,
};
pub use plans::building_plans;
pub use presets::{PRESETS, Preset, preset};
pub use published::published;
pub use reach::{reach, read_notice, read_status};
pub use replay::{Session, sessions};
pub use sheet::{PaperSheet, read_sheet};
pub use shifts::{TypedShift, each_name, shifts};
pub use store_room::{adjust, stock_take};
pub use typed::{
    read_cell, read_item, read_money, read_place, read_places, read_round, read_store, read_volunteer,
};
pub use undoing::{Undoing, undo_rows};

use crate::ledgers::Draft;
use crate::model::{Day, Stamp};
use crate::words::Said;

/// The circumstances of an operation.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The day on which it happened (`--date`).
    pub day: Day,
    /// The day it is.
    pub today: Day,
    /// When it is recorded.
    pub at: Stamp,
    /// Who records it.
    pub by: String,
    /// `--note`, for every row.
    pub note: String,
    /// `--new`: unknown items are registered with the unit typed.
    pub new_items: bool,
}

/// Rows that share a code: what one command typed in about one ledger.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Its rows, dated, without ids.
    pub rows: Vec<Draft>,
}

/// One operation, ready to be written.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// The documents it records.
    pub documents: Vec<Document>,
    /// Other files it writes: path and the whole new text. Registers, a notice that is issued, a template.
    pub registers: Vec<(String, String)>,
    /// What it does, for the first line of the commit: `donations: 牛奶 40箱 from 爱心企业`.
    pub subject: String,
    /// What a person wants to know of it: the stock it leaves, the difference of a count.
    pub effects: Vec<Said>,
    /// What makes one wonder: asked at a terminal, said elsewhere.
    pub doubts: Vec<Said>,
    /// What a rule of the books forbids; `--force` records it all the same.
    pub refusals: Vec<Said>,
    /// Rows are recorded no earlier than this: a second after the row that they follow, whatever the clock says.
    pub not_before: Option<Stamp>,
    /// The commit of the operation that this one undoes, for the trailer `Linli-Undoes:`, and when that was recorded.
    pub undoes: Option<(String, Stamp)>,
    /// When rows were imported, and the name of their source, for the trailer `Linli-Source:`.
    pub source: Option<String>,
}

impl Entry {
    /// An entry that records rows of one document.
    pub fn of_rows(rows: Vec<Draft>, subject: String) -> Entry {
        Entry { documents: vec![Document { rows }], subject, ..Entry::default() }
    }

    /// All rows.
    pub fn rows(&self) -> impl Iterator<Item = &Draft> {
        self.documents.iter().flat_map(|d| &d.rows)
    }
}
