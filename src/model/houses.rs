//! The houses as data: every building floor by floor and door by door, and how each home stands; for the public every
//! unit with its rate.

use super::Cell;
use crate::words::{Said, Words, words};

/// How a home stands in a round, or in the rounds of a day together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HomeState {
    /// Something that is due is missing.
    Missing,
    /// A unit in which somebody is missing; homes are missing or not.
    Incomplete,
    /// Not in the census, or counted with its unit, so that nothing is known of it alone.
    Unknown,
    /// It has got what was due.
    Supplied,
    /// Everybody due is tested.
    Tested,
    /// Both.
    SuppliedAndTested,
    /// It was told.
    Reached,
    /// It refused, or everybody in it is exempt.
    Excused,
    /// Nobody is there, so that nothing is due.
    NotThere,
    /// The round is not for it.
    NotDue,
}

impl HomeState {
    /// Every state, what must be seen first in front.
    pub const ALL: [HomeState; 10] = [
        HomeState::Missing,
        HomeState::Incomplete,
        HomeState::Unknown,
        HomeState::Supplied,
        HomeState::Tested,
        HomeState::SuppliedAndTested,
        HomeState::Reached,
        HomeState::Excused,
        HomeState::NotThere,
        HomeState::NotDue,
    ];

    /// The code in JSON and CSV.
    pub fn code(self) -> &'static str {
        match self {
            HomeState::Missing => "missing",
            HomeState::Incomplete => "incomplete",
            HomeState::Unknown => "unknown",
            HomeState::Supplied => "supplied",
            HomeState::Tested => "tested",
            HomeState::SuppliedAndTested => "supplied-and-tested",
            HomeState::Reached => "reached",
            HomeState::Excused => "excused",
            HomeState::NotThere => "not-there",
            HomeState::NotDue => "not-due",
        }
    }

    /// The words for people.
    pub fn words(self) -> Words {
        match self {
            HomeState::Missing => words("missing", "缺漏"),
            HomeState::Incomplete => words("not complete", "未完成"),
            HomeState::Unknown => words("unknown", "不明"),
            HomeState::Supplied => words("supplied", "已发"),
            HomeState::Tested => words("tested", "已检"),
            HomeState::SuppliedAndTested => words("supplied and tested", "已发已检"),
            HomeState::Reached => words("reached", "已通知"),
            HomeState::Excused => words("excused", "免除"),
            HomeState::NotThere => words("nobody there", "无人"),
            HomeState::NotDue => words("not due", "不在范围"),
        }
    }

    /// One sign, for those who cannot see colours.
    pub fn sign(self) -> Words {
        match self {
            HomeState::Missing => words("M", "缺"),
            HomeState::Incomplete => words("%", "未"),
            HomeState::Unknown => words("?", "?"),
            HomeState::Supplied => words("S", "发"),
            HomeState::Tested => words("T", "检"),
            HomeState::SuppliedAndTested => words("B", "全"),
            HomeState::Reached => words("R", "知"),
            HomeState::Excused => words("E", "免"),
            HomeState::NotThere => words("-", "-"),
            HomeState::NotDue => words(".", "."),
        }
    }

    /// The code and the words as a cell.
    pub fn cell(self) -> Cell {
        Cell::Code(self.code(), self.words())
    }
}

/// One door, or for the public one unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Door {
    /// What stands on it: the room, or the code of the unit.
    pub label: String,
    /// How it stands.
    pub state: HomeState,
    /// Its rate where it is a unit; it is written instead of a sign.
    pub rate: Option<Cell>,
}

/// One floor, or for the public one building.
#[derive(Clone, Debug, PartialEq)]
pub struct Floor {
    /// Its number; empty for doors without one.
    pub label: String,
    /// The doors from left to right; `None` where there is none.
    pub doors: Vec<Option<Door>>,
}

/// What is drawn together: one unit, or for the public all buildings.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Its title.
    pub title: Said,
    /// The floors, the highest first.
    pub floors: Vec<Floor>,
    /// The same in words.
    pub says: Said,
}

/// The houses of a community.
#[derive(Clone, Debug, PartialEq)]
pub struct Houses {
    /// The table of the same page that says the same in words and figures.
    pub table: &'static str,
    /// Its title.
    pub title: Said,
    /// The blocks, in place order.
    pub blocks: Vec<Block>,
}

impl Houses {
    /// The states that occur, what must be seen first in front.
    pub fn states(&self) -> Vec<HomeState> {
        let doors = || self.blocks.iter().flat_map(|b| &b.floors).flat_map(|f| f.doors.iter().flatten());
        HomeState::ALL.into_iter().filter(|state| doors().any(|door| door.state == *state)).collect()
    }

    /// True if nobody lives here.
    pub fn is_empty(&self) -> bool {
        self.blocks.iter().all(|block| block.floors.is_empty())
    }
}
