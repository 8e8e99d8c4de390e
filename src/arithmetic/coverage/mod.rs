//! Coverage of a round or a notice: who was due, who has been served, who is missing.
//!
//! Everything is worked out at the *counted place* and then summed: the home, or the whole unit where the census counts
//! the unit whole, where a row of the round names the whole unit, or where an item is allotted by the unit.
//! One [`Reckoning`] sorts the rows by round once; asking it for a round then costs what that round holds.

mod behind;
mod goods;
mod marks;
mod population;
mod reach;
mod reckoning;
mod testing;
#[cfg(test)]
mod tests;

pub use behind::{Behind, Share};
pub use marks::{Mark, Marks};
pub use reckoning::{Reckoning, round_coverage};

use super::census::People;
use crate::ledgers::{Outcome, Reached, RoundKind, Text};
use crate::model::{Cell, Day, PlaceId, PlaceKind, Places, Quantity};
use crate::registers::{ItemId, UnitId};
use crate::words::{Said, Words, words};

/// How a round or a notice has gone, by counted place.
#[derive(Clone, Debug)]
pub struct Coverage<'b> {
    /// The round's or the notice's code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// What is counted: goods, people tested, or households reached (of notices too).
    pub kind: RoundKind,
    /// Its day; the census in force on it says who is due.
    pub date: Day,
    /// What is counted: the goods allotted, in their order, then other goods handed out; one `None` for tests and
    /// households.
    pub goods: Vec<Option<(ItemId, UnitId)>>,
    /// One line for each counted place and item, in place order, then in the order of the allotment. Every place that
    /// the round covers has its line, also where nothing is due; other places only where rows name them.
    pub lines: Vec<Line<'b>>,
    /// What must be known about the figures: units that could not take part, rows that count nowhere.
    pub warnings: Vec<Said>,
}

/// The figures of one place, or of all counted places in it.
#[derive(Clone, Debug)]
pub struct Line<'b> {
    /// The home or unit that is counted, or what it was summed to.
    pub place: PlaceId,
    /// What is handed out, and the unit it is counted in; `None` for tests and roll-calls.
    pub goods: Option<(ItemId, UnitId)>,
    /// The figures.
    pub sums: Sums,
    /// Why somebody is missing, with the home or unit it is known of.
    pub causes: Vec<(PlaceId, Cause<'b>)>,
}

/// A home that a round covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CoveredHome {
    /// The home.
    pub home: PlaceId,
    /// Its unit.
    pub unit: PlaceId,
    /// Who lives there, by the home's own row; `None` without one.
    pub people: Option<People>,
    /// True if the unit is counted whole in the round: the home has no line of its own then.
    pub in_whole: bool,
    /// True if nobody has counted it.
    pub unknown: bool,
}

/// Figures that are worked out at counted places and may be added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// What is due: goods in the item's base unit, residents present, or households.
    pub due: Quantity,
    /// What was handed over, how many were tested here or elsewhere, or how many households were reached.
    pub done: Quantity,
    /// Goods still due at homes that refused them; residents who need no test.
    pub exempt: Quantity,
    /// What is still to be done; never below zero.
    pub missing: Quantity,
    /// What was done beyond what is due; never below zero, and never netted against another place's shortage.
    pub over: Quantity,
    /// The lesser of due and done.
    pub served: Quantity,
    /// Of done: tested at work or in hospital.
    pub elsewhere: Quantity,
    /// People tested who are not in the census; in no other figure.
    pub visitors: Quantity,
    /// Homes that nobody has counted: in no other figure.
    pub unknown_homes: u32,
}

impl Sums {
    /// Sets the figures that follow from due, done and exempt.
    fn settle(mut self) -> Sums {
        let zero = Quantity::ZERO;
        self.missing = (self.due - self.done - self.exempt).max(zero);
        self.over = (self.done - self.due).max(zero);
        self.served = self.done.min(self.due);
        self
    }

    /// The share that is done, from 0 to 1: of goods Σ min(done, due) / Σ (due − exempt), of tests done / (due −
    /// exempt), of households done / due; nothing where nothing is due.
    pub fn rate(&self, kind: RoundKind) -> Cell {
        let done = match kind {
            RoundKind::Distribution => self.served,
            RoundKind::Testing | RoundKind::Rollcall => self.done,
        };
        let due = self.due - self.exempt;
        Cell::rate(i128::from(done.min(due).millionths()), i128::from(due.millionths()))
    }
}

impl std::ops::AddAssign for Sums {
    fn add_assign(&mut self, more: Sums) {
        self.due += more.due;
        self.done += more.done;
        self.exempt += more.exempt;
        self.missing += more.missing;
        self.over += more.over;
        self.served += more.served;
        self.elsewhere += more.elsewhere;
        self.visitors += more.visitors;
        self.unknown_homes += more.unknown_homes;
    }
}

/// Why somebody is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause<'b> {
    /// No row of the round names the place.
    NoReport,
    /// Something was done, but less than is due.
    Short,
    /// The home is not in the census.
    Unknown,
    /// The last attempt to hand over goods failed.
    Outcome(Outcome),
    /// The notice got no further.
    Reached(Reached),
    /// What the captain wrote as the reason in the testing round, where nobody is exempt for it.
    Told(Text<'b>),
}

impl Cause<'_> {
    /// The code in JSON and the words for people; `None` for a text that somebody wrote.
    pub fn known(self) -> Option<(&'static str, Words)> {
        Some(match self {
            Cause::NoReport => ("no-report", words("no report", "未报")),
            Cause::Short => ("short", words("short", "不足")),
            Cause::Unknown => ("unknown", words("not in the census", "未登记")),
            Cause::Outcome(outcome) => (outcome.code(), outcome.words()),
            Cause::Reached(reached) => (reached.code(), reached.words()),
            Cause::Told(_) => return None,
        })
    }
}

/// What lines are summed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// The counted place itself: the home, or the unit that is counted whole.
    Home,
    /// The unit.
    Unit,
    /// The building.
    Building,
}

impl Level {
    /// Reads `home`, `unit` or `building`.
    pub fn from_code(code: &str) -> Option<Level> {
        match code {
            "home" => Some(Level::Home),
            "unit" => Some(Level::Unit),
            "building" => Some(Level::Building),
            _ => None,
        }
    }

    /// The place to which a counted place belongs at this level.
    pub fn of(self, places: &Places, place: PlaceId) -> PlaceId {
        match self {
            Level::Home => place,
            Level::Unit if places.get(place).kind == PlaceKind::Building => place,
            Level::Unit => places.unit_of(place).unwrap_or(place),
            Level::Building => places.building_of(place).unwrap_or(place),
        }
    }
}

impl<'b> Coverage<'b> {
    /// The lines summed to a level; in place order, and at each place in the order of the allotment.
    pub fn by(&self, places: &Places, level: Level) -> Vec<Line<'b>> {
        let mut groups: Vec<Line<'b>> = Vec::new();
        let mut first = 0;
        for line in &self.lines {
            let place = level.of(places, line.place);
            if groups.get(first).is_some_and(|group| group.place != place) {
                first = groups.len();
            }
            match groups[first..].iter_mut().find(|group| group.goods == line.goods) {
                Some(group) => {
                    group.sums += line.sums;
                    group.causes.extend_from_slice(&line.causes);
                }
                None => groups.push(Line { place, ..line.clone() }),
            }
        }
        // The first home of a place may lack an item that a later one has: back into the order of the allotment.
        groups.sort_by_key(|group| (group.place, self.goods.iter().position(|goods| *goods == group.goods)));
        groups
    }

    /// The sum of all lines of one kind of goods (`None` for tests and roll-calls).
    pub fn total(&self, goods: Option<(ItemId, UnitId)>) -> Sums {
        let mut sums = Sums::default();
        self.lines.iter().filter(|line| line.goods == goods).for_each(|line| sums += line.sums);
        sums
    }
}
