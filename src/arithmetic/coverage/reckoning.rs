//! The rows of all rounds, sorted by round once, and the coverage of each when asked for.

use super::goods::{self, GoodsRow};
use super::marks::Marks;
use super::population::{Aim, Population};
use super::reach::{self, ReachRow};
use super::testing::{self, TestRow};
use super::{Coverage, CoveredHome, Line};
use crate::arithmetic::census::{CensusRows, InForce, counted_place};
use crate::books::Books;
use crate::ledgers::{Notice, RoundKind, Row};
use crate::model::{Day, PlaceId, PlaceKind, Places};
use crate::registers::{Round, RoundId};
use crate::said;
use crate::words::Said;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Everything that coverage is worked out from, as of a day: rows of later days do not exist. The ledgers `census`,
/// `distributions`, `tests`, `notices` and `reach` must have been read, as far as rounds of their kind are asked for.
pub struct Reckoning<'b> {
    pub(super) books: &'b Books<'b>,
    pub(super) as_of: Day,
    census: CensusRows<'b>,
    pub(super) goods: ByRound<&'b GoodsRow<'b>>,
    pub(super) tests: ByRound<&'b TestRow<'b>>,
    pub(super) reach: BTreeMap<Cow<'b, str>, Vec<&'b ReachRow<'b>>>,
    /// The census last asked for: rounds mostly come day by day.
    in_force: RefCell<Option<(Day, Rc<InForce<'b>>)>>,
}

/// Rows in runs, one run a round.
pub(super) struct ByRound<R> {
    starts: Vec<usize>,
    rows: Vec<R>,
}

impl<R: Copy> ByRound<R> {
    /// Sorts rows by round, each round's in the order of the books: two passes, whatever the number of rounds.
    fn of(rounds: usize, rows: impl Iterator<Item = (Option<RoundId>, R)> + Clone) -> ByRound<R> {
        let known = |round: Option<RoundId>| round.map(RoundId::index).filter(|round| *round < rounds);
        let mut starts = vec![0; rounds + 1];
        for (round, _) in rows.clone() {
            if let Some(round) = known(round) {
                starts[round + 1] += 1;
            }
        }
        (0..rounds).for_each(|round| starts[round + 1] += starts[round]);
        let mut next = starts.clone();
        let mut sorted: Vec<Option<R>> = vec![None; starts[rounds]];
        for (round, row) in rows {
            if let Some(round) = known(round) {
                sorted[next[round]] = Some(row);
                next[round] += 1;
            }
        }
        ByRound { starts, rows: sorted.into_iter().flatten().collect() }
    }

    pub(super) fn round(&self, round: RoundId) -> &[R] {
        match self.starts.get(round.index() + 1) {
            Some(&end) => &self.rows[self.starts[round.index()]..end],
            None => &[],
        }
    }
}

/// The coverage of one round; for several rounds make one [`Reckoning`] and ask it.
pub fn round_coverage<'b>(books: &'b Books<'b>, round: RoundId, as_of: Day) -> Option<Coverage<'b>> {
    Reckoning::new(books, as_of).round(round)
}

impl<'b> Reckoning<'b> {
    /// Sorts the rows of these books up to a day.
    pub fn new(books: &'b Books<'b>, as_of: Day) -> Reckoning<'b> {
        let rounds = books.registers.rounds.len();
        let goods = books.distributions.effective().filter(|row| row.head.date <= as_of);
        let tests = books.tests.effective().filter(|row| row.head.date <= as_of);
        let mut reach: BTreeMap<Cow<str>, Vec<&ReachRow>> = BTreeMap::new();
        for row in books.reach.effective().filter(|row| row.head.date <= as_of) {
            reach.entry(row.body.notice.get()).or_default().push(row);
        }
        Reckoning {
            books,
            as_of,
            census: CensusRows::of(books),
            goods: ByRound::of(rounds, goods.map(|row| (row.body.round, row))),
            tests: ByRound::of(rounds, tests.map(|row| (Some(row.body.round), row))),
            reach,
            in_force: RefCell::new(None),
        }
    }

    /// The census in force on a day, but never of a day after the one that is looked at.
    pub fn census(&self, day: Day) -> Rc<InForce<'b>> {
        let day = day.min(self.as_of);
        let mut known = self.in_force.borrow_mut();
        match &*known {
            Some((of, census)) if *of == day => Rc::clone(census),
            _ => {
                let census = Rc::new(self.census.in_force(day));
                *known = Some((day, Rc::clone(&census)));
                census
            }
        }
    }

    /// The rows of the census.
    pub fn census_rows(&self) -> &CensusRows<'b> {
        &self.census
    }

    /// The rounds of the register that have begun by the day looked at, by date and then as in the file.
    pub fn rounds(&self) -> Vec<RoundId> {
        let rounds = &self.books.registers.rounds;
        let mut begun: Vec<RoundId> =
            (0..rounds.len()).filter(|&at| rounds[at].date <= self.as_of).map(RoundId::from_index).collect();
        begun.sort_by_key(|id| rounds[id.index()].date);
        begun
    }

    /// How a round has gone; `None` for one that is not registered.
    pub fn round(&self, id: RoundId) -> Option<Coverage<'b>> {
        let round = self.books.registers.round(id)?;
        let places = self.books.registers.names.places();
        let in_force = self.census(round.date);
        let (mut population, elsewhere) = self.population(id, round, &in_force);
        let mut warnings: Vec<Said> = std::mem::take(&mut population.warnings);
        warnings.iter_mut().for_each(|warning| *warning = of_round(&round.code, warning));
        warnings.extend(self.nowhere(&round.code, elsewhere));
        let (goods, lines) = match round.kind {
            RoundKind::Distribution => {
                let rows = self.goods.round(id);
                let (goods, lines) = goods::lines(self.books, round, rows, &population, &mut warnings);
                (goods.into_iter().map(Some).collect(), lines)
            }
            RoundKind::Testing => (vec![None], testing::lines(places, self.tests.round(id), &population)),
            RoundKind::Rollcall => (vec![None], self.reached(&round.code, &population)),
        };
        let (code, title) = (round.code.clone(), round.title.clone());
        Some(coverage(code, title, round.kind, round.date, goods, lines, warnings))
    }

    /// Whom a round covers, and the places of its rows that are neither home nor unit.
    fn population<'p>(
        &'p self,
        id: RoundId,
        round: &Round,
        in_force: &'p InForce<'b>,
    ) -> (Population<'p>, Vec<PlaceId>) {
        let places = self.books.registers.names.places();
        let mut named = vec![false; places.len()];
        let mut elsewhere = Vec::new();
        let mut name = |place: PlaceId| match counted_place(places, place) {
            Some(counted) => named[counted.index()] = true,
            None => elsewhere.push(place),
        };
        match round.kind {
            RoundKind::Distribution => self.goods.round(id).iter().for_each(|row| name(row.body.place)),
            RoundKind::Testing => self.tests.round(id).iter().for_each(|row| name(row.body.place)),
            RoundKind::Rollcall => {}
        }
        let aim = Aim { places: &round.places, needs: &round.needs, named: &named };
        (Population::of(places, in_force, &aim), elsewhere)
    }

    /// The homes that a round covers, one by one, in place order: also those of units that are counted whole, and those
    /// that nobody has counted. Empty for a round that is not registered.
    pub fn homes(&self, id: RoundId) -> Vec<CoveredHome> {
        let Some(round) = self.books.registers.round(id) else { return Vec::new() };
        let in_force = self.census(round.date);
        let (population, _) = self.population(id, round, &in_force);
        population
            .units()
            .flat_map(|unit| population.homes(unit).map(move |home| (unit, home)))
            .filter(|(_, home)| population.covers(*home))
            .map(|(unit, home)| CoveredHome {
                home,
                unit,
                people: in_force.observed(home),
                in_whole: population.is_whole(unit),
                // Where the unit's own row in the census speaks for its homes, none of them is unknown.
                unknown: population.unknown(home) > 0 && population.unknown(unit) > 0,
            })
            .collect()
    }

    /// What the rows of a round say of each place that they name, whatever it is counted as.
    pub fn marks(&self, id: RoundId) -> Marks {
        match self.books.registers.round(id) {
            None => Marks::default(),
            Some(round) => match round.kind {
                RoundKind::Distribution => Marks::of_goods(self.books, self.goods.round(id)),
                RoundKind::Testing => Marks::of_tests(self.places(), self.tests.round(id)),
                RoundKind::Rollcall => {
                    Marks::of_reach(self.reach.get(round.code.as_str()).map_or(&[][..], Vec::as_slice))
                }
            },
        }
    }

    /// How far a notice got; `None` if no notice of this code was issued by the day looked at. Its `audience` says who
    /// is due where it can be read as places, else the whole community is; of two notices of one code the later counts.
    pub fn notice(&self, code: &str) -> Option<Coverage<'b>> {
        let rows = self.books.notices.effective().filter(|row| row.head.date <= self.as_of);
        let of_code = rows.filter(|row| row.body.notice.get() == code);
        let row: &Row<Notice> = of_code.max_by_key(|row| (row.head.date, row.head.at, row.head.id))?;
        let places = self.books.registers.names.places();
        let in_force = self.census(row.head.date);
        let audience = row.body.audience.get().into_owned();
        let needs = |need: &str| Some(in_force.homes_with(need));
        let is_places = !audience.is_empty() && places.list(&audience, &needs).is_ok();
        let aimed = if is_places { vec![audience] } else { Vec::new() };
        let population = Population::of(places, &in_force, &Aim { places: &aimed, needs: &[], named: &[] });
        let lines = self.reached(code, &population);
        let title = row.body.title.get().into_owned();
        let date = row.head.date;
        Some(coverage(code.to_owned(), title, RoundKind::Rollcall, date, vec![None], lines, Vec::new()))
    }

    fn reached(&self, code: &str, population: &Population) -> Vec<Line<'b>> {
        let rows = self.reach.get(code).map_or(&[][..], Vec::as_slice);
        reach::lines(&self.books.registers.names, rows, population)
    }

    /// A warning of rows that name neither a home nor a unit. Destinations are never due, and need no warning.
    fn nowhere(&self, code: &str, mut elsewhere: Vec<PlaceId>) -> Option<Said> {
        let names = &self.books.registers.names;
        let destination = |place: PlaceId| {
            names.has_place(place) && names.places().get(place).kind == PlaceKind::Destination
        };
        elsewhere.retain(|place| !destination(*place));
        elsewhere.sort();
        elsewhere.dedup();
        if elsewhere.is_empty() {
            return None;
        }
        let codes: Vec<String> = elsewhere.iter().map(|place| names.place_code(*place)).collect();
        let (en, zh) = (codes.join(", "), codes.join("、"));
        Some(said!(
            "{code}: rows that name neither a home nor a unit are not counted: {en}",
            "{code}：有的行既不是户也不是单元，未计入：{zh}"
        ))
    }
}

fn of_round(code: &str, warning: &Said) -> Said {
    said!("{code}: ", "{code}：").then(warning)
}

fn coverage<'b>(
    code: String,
    title: String,
    kind: RoundKind,
    date: Day,
    goods: Vec<Option<(crate::registers::ItemId, crate::registers::UnitId)>>,
    mut lines: Vec<Line<'b>>,
    warnings: Vec<Said>,
) -> Coverage<'b> {
    lines.sort_by_key(|line| line.place);
    Coverage { code, title, kind, date, goods, lines, warnings }
}

impl Reckoning<'_> {
    /// The places.
    pub fn places(&self) -> &Places {
        self.books.registers.names.places()
    }
}
