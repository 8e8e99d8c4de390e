//! The reports: `Books` in, rows out. Pure: no I/O, no clock.
//!
//! To add one: write its file, and add one line to [`REPORTS`].

mod across;
mod asking;
pub mod behind;
mod caution;
mod census;
pub mod columns;
mod coverage;
mod daily;
mod disclosure;
mod distributions;
mod donations;
mod drawn;
mod errands;
mod grid;
mod incoming;
pub mod missing;
mod notices;
mod pictures;
mod receipts;
mod requests;
mod roster;
#[cfg(test)]
mod sample_tests;
mod service;
pub mod sheets;
pub mod status;
mod stock;
mod stock_card;
mod testing;
#[cfg(test)]
mod tests;
pub mod together;
mod volunteer;
mod volunteers;

pub use across::{Across, Sum};
pub use pictures::{PICTURES, Picture, picture};
pub use volunteer::volunteer_tables;

use crate::books::Books;
use crate::error::Result;
use crate::model::{Day, Page, Period, PlaceId, Stamp};
use crate::registers::{ItemId, RoundId, StoreId};
use crate::words::Words;

/// A report, described.
pub struct Report {
    /// Its name on the command line.
    pub name: &'static str,
    /// Its title for people.
    pub title: Words,
    /// What it says, in a sentence.
    pub about: Words,
    /// What `--by` may be; the first is the default, none if there is nothing to choose.
    pub by: &'static [&'static str],
    /// The ledgers it needs.
    pub needs: &'static [&'static str],
    /// How its tables add up over several communities.
    pub across: &'static [Across],
    /// Makes it.
    pub make: fn(&Books, &Asked) -> Result<Page>,
    /// Says which rows are behind a line of it, made with the same books and the same asked.
    pub behind: fn(&Books, &Asked, &behind::Line) -> behind::Behind,
}

/// What is asked of a report.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Rows of later days do not exist (`--as-of`; today if not given).
    pub as_of: Day,
    /// For reports of what happened: from when to when, both included.
    pub period: Period,
    /// `--by`; `None` is the report's default.
    pub by: Option<String>,
    /// Only this round.
    pub round: Option<RoundId>,
    /// Only this item.
    pub item: Option<ItemId>,
    /// Only this store.
    pub store: Option<StoreId>,
    /// Only within this place.
    pub place: Option<PlaceId>,
    /// Only requests that are open.
    pub open: bool,
    /// Only requests that are overdue.
    pub overdue: bool,
    /// For the public: nothing below the unit, names masked.
    pub public: bool,
    /// For an office above several communities: of residents nothing below the unit, and the unit told on each line,
    /// since an item's may differ from one community to the next.
    pub city: bool,
    /// The present moment, for hours and what is overdue.
    pub now: Stamp,
    /// The day it really is: looking back, rows of the days since are known and are no slips of the pen.
    pub today: Day,
}

impl Asked {
    /// Everything up to the end of a day, for the team, as it stands now.
    pub fn of_day(as_of: Day, now: Stamp) -> Asked {
        Asked {
            as_of,
            period: Period::ALL,
            by: None,
            round: None,
            item: None,
            store: None,
            place: None,
            open: false,
            overdue: false,
            public: false,
            city: false,
            now,
            today: now.day(),
        }
    }
}

/// The key of `--by` as typed: the key itself, or its Chinese word.
pub fn key_of(typed: &str) -> &str {
    const WORDS: [(&str, &str); 13] = [
        ("楼", "building"),
        ("楼幢", "building"),
        ("单元", "unit"),
        ("户", "home"),
        ("物品", "item"),
        ("日期", "day"),
        ("天", "day"),
        ("日", "day"),
        ("批次", "round"),
        ("轮次", "round"),
        ("捐赠方", "donor"),
        ("来源", "source"),
        ("小组", "group"),
    ];
    let typed = typed.trim();
    WORDS.iter().find(|(word, _)| *word == typed).map_or(typed, |(_, key)| key)
}

/// Every report.
pub static REPORTS: &[Report] = &[
    stock::STOCK,
    receipts::RECEIPTS,
    donations::DONATIONS,
    disclosure::DISCLOSURE,
    distributions::DISTRIBUTIONS,
    coverage::REPORT,
    testing::REPORT,
    census::REPORT,
    stock_card::STOCK_CARD,
    requests::REQUESTS,
    service::SERVICE,
    errands::ERRANDS,
    roster::ROSTER,
    volunteers::VOLUNTEERS,
    notices::NOTICES,
    daily::DAILY,
    missing::REPORT,
    grid::REPORT,
];

/// The report of this name.
pub fn by_name(name: &str) -> Option<&'static Report> {
    REPORTS.iter().find(|r| r.name == name || r.title.zh == name)
}

#[cfg(test)]
mod people_tests;
#[cfg(test)]
pub(crate) use sample_tests::sample;
