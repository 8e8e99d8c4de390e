//! One home on a sheet: what is due to it, and what is known already.

use super::Ware;
use crate::arithmetic::coverage::{CoveredHome, Mark, Marks, Sums};
use crate::ledgers::{Outcome, RoundKind};
use crate::model::{Day, PlaceId, Places, Quantity};

/// A home on a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HomeLine {
    /// The home.
    pub place: PlaceId,
    /// Its code.
    pub code: String,
    /// Its room: `502`.
    pub room: String,
    /// Its place among the homes of its unit, from 1, whether the round covers them or not.
    pub nth: usize,
    /// How many live there; `None` where that is not known.
    pub residents: Option<i64>,
    /// How many of them are there now.
    pub present: Option<i64>,
    /// True if nobody has counted it.
    pub unknown: bool,
    /// What is due, by ware.
    pub shares: Vec<Share>,
}

/// What a home is due of one ware.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// What is due; `None` where only the unit is counted, or nobody has counted the home.
    pub due: Option<Quantity>,
    /// What was done already.
    pub done: Quantity,
    /// What is still to be done; `None` where `due` is.
    pub left: Option<Quantity>,
    /// How the home stands.
    pub state: State,
}

/// How a home stands in the round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Still to be served.
    Open,
    /// Still to be served, but how much is due is not known: nobody has counted the home.
    Unknown,
    /// Nothing is due.
    Nothing,
    /// Served, on this day.
    Done(Day),
    /// Served in part, last on this day.
    Part(Day),
    /// Still to be served; the last attempt failed.
    Tried(Outcome, Day),
    /// Refused on this day, or needs no test.
    Excused(Option<Outcome>, Day),
}

impl HomeLine {
    /// True if something is still to be done: something is due or may be.
    pub fn is_open(&self) -> bool {
        self.shares.is_empty() || self.shares.iter().any(|share| !share.state.is_settled())
    }
}

impl State {
    /// True if nothing is left to be done.
    pub fn is_settled(self) -> bool {
        matches!(self, State::Nothing | State::Done(_) | State::Excused(..))
    }
}

/// What the homes of a unit share.
pub(super) struct OfUnit<'x> {
    pub unit: PlaceId,
    pub wares: &'x [Ware],
    pub marks: &'x Marks,
    pub kind: RoundKind,
    /// The figures of the unit's own lines, by ware; `None` where its homes have theirs.
    pub sums: Vec<Option<Sums>>,
}

/// The line of a home; `sums` are the figures of its own lines, by ware.
pub(super) fn line(places: &Places, home: &CoveredHome, sums: &[Option<Sums>], of_unit: &OfUnit) -> HomeLine {
    let place = places.get(home.home);
    let shares = of_unit.wares.iter().enumerate();
    let shares = shares.map(|(at, ware)| {
        let mark = of_unit.mark(places, home.home, ware);
        match sums.get(at).copied().flatten() {
            Some(sums) => by_itself(&sums, mark),
            None => of_unit.within(at, ware, mark, home),
        }
    });
    HomeLine {
        place: home.home,
        code: place.code.clone(),
        room: place.room.clone(),
        nth: places.homes(of_unit.unit).take_while(|other| *other <= home.home).count(),
        residents: home.people.map(|people| people.residents),
        present: home.people.map(|people| people.present),
        unknown: home.unknown,
        shares: shares.collect(),
    }
}

/// A home with figures of its own.
fn by_itself(sums: &Sums, mark: Option<Mark>) -> Share {
    let unknown = sums.unknown_homes > 0;
    let due = (!unknown).then_some(sums.due);
    let state = match mark {
        Some(mark) if unknown => match mark.outcome {
            Some(outcome @ Outcome::Refused) => State::Excused(Some(outcome), mark.last),
            Some(outcome) if outcome.is_attempt() => State::Tried(outcome, mark.last),
            _ if sums.done > Quantity::ZERO => State::Part(mark.last),
            _ => State::Unknown,
        },
        None if unknown => State::Unknown,
        Some(mark) if sums.due.is_zero() && sums.done > Quantity::ZERO => State::Done(mark.last),
        _ if sums.due.is_zero() => State::Nothing,
        None if sums.missing.is_zero() => State::Nothing,
        None => State::Open,
        Some(mark) if sums.missing.is_zero() => match sums.exempt.is_zero() {
            true => State::Done(mark.last),
            false => State::Excused(mark.outcome, mark.last),
        },
        Some(mark) => match mark.outcome {
            Some(outcome) if !outcome.hands_over() => State::Tried(outcome, mark.last),
            _ if sums.done > Quantity::ZERO => State::Part(mark.last),
            _ => State::Open,
        },
    };
    Share { due, done: sums.done, left: due.map(|_| sums.missing), state }
}

impl OfUnit<'_> {
    /// The day on which the unit itself got the last of what is for it as such.
    pub fn done(&self, for_unit: &[Quantity]) -> Option<Day> {
        let for_it = || (0..for_unit.len()).filter(|at| !for_unit[*at].is_zero());
        let left = |at: usize| !self.sums[at].unwrap_or_default().missing.is_zero();
        match for_it().any(left) {
            true => None,
            false => {
                for_it().filter_map(|at| self.marks.of(self.unit, self.wares[at].goods)).map(|m| m.last).max()
            }
        }
    }

    /// The latest that is known of a home: of goods and tests its own rows, of a roll-call also those of what it lies in.
    fn mark(&self, places: &Places, home: PlaceId, ware: &Ware) -> Option<Mark> {
        let own = self.marks.of(home, ware.goods);
        if self.kind != RoundKind::Rollcall {
            return own;
        }
        let above = [Some(self.unit), places.building_of(home), Some(PlaceId::WHOLE)];
        let above = above.into_iter().flatten().filter_map(|place| self.marks.of(place, ware.goods));
        own.into_iter().chain(above).max_by_key(|mark| mark.last)
    }

    /// A home of which only the unit has figures.
    fn within(&self, at: usize, ware: &Ware, mark: Option<Mark>, home: &CoveredHome) -> Share {
        if ware.is_only_for_units() {
            let nothing = Some(Quantity::ZERO);
            return Share { due: nothing, done: Quantity::ZERO, left: nothing, state: State::Nothing };
        }
        let share = |done, state| Share { due: None, done, left: None, state };
        let sums = self.sums.get(at).copied().flatten().unwrap_or_default();
        let all = !sums.due.is_zero() && sums.missing.is_zero() && sums.exempt.is_zero();
        if let Some(own) = mark {
            let state = match own.outcome {
                Some(outcome @ Outcome::Refused) => Some(State::Excused(Some(outcome), own.last)),
                Some(outcome) if !outcome.hands_over() => Some(State::Tried(outcome, own.last)),
                _ if own.done > Quantity::ZERO => Some(State::Done(own.last)),
                _ if !own.exempt.is_zero() => Some(State::Excused(None, own.last)),
                _ => None,
            };
            if let Some(state) = state {
                return share(own.done, state);
            }
        }
        match self.marks.of(self.unit, ware.goods) {
            Some(unit) if all => share(Quantity::ZERO, State::Done(unit.last)),
            _ if home.unknown => share(Quantity::ZERO, State::Unknown),
            _ => share(Quantity::ZERO, State::Open),
        }
    }
}
