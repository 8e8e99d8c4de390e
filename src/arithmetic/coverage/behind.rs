//! The rows behind a line of coverage: whose census makes somebody due, which rows say what was done.

use super::{Coverage, Line, Reckoning};
use crate::arithmetic::census::{InForce, People, counted_place};
use crate::ledgers::{Census, Count, Distribution, Head, Ledger, Outcome, Per, Reach, RoundKind, Testing};
use crate::model::{PlaceId, PlaceKind, Quantity};
use crate::registers::{Round, RoundId};
use std::collections::BTreeMap;

/// What one row adds to a figure.
#[derive(Clone, Copy, Debug)]
pub struct Share<'b> {
    /// `due`, `done`, `exempt`; of tests `tested`, `elsewhere`, `visitors`.
    pub figure: &'static str,
    /// The ledger.
    pub ledger: &'static Ledger,
    /// The row.
    pub head: &'b Head<'b>,
    /// How much.
    pub amount: Quantity,
}

/// The rows behind a line, and what is due without any row: what the round allots to a unit.
pub struct Behind<'b> {
    /// The rows.
    pub shares: Vec<Share<'b>>,
    /// Due by the register of rounds alone.
    pub by_register: Quantity,
}

impl<'b> Reckoning<'b> {
    /// The rows behind a line of a round or notice, at its counted place. Its figures `due`, `done` and `exempt` are the sums
    /// of these rows' shares (of tests `done` is `tested` and `elsewhere`).
    pub fn behind(&self, coverage: &Coverage<'b>, line: &Line<'b>) -> Behind<'b> {
        let round =
            self.books.registers.names.round(&coverage.code).filter(|id| {
                self.books.registers.round(*id).is_some_and(|round| round.kind == coverage.kind)
            });
        let in_force = self.census(coverage.date);
        let mut behind = Behind { shares: Vec::new(), by_register: line.sums.due };
        if !line.sums.due.is_zero() {
            self.due(coverage, round, line, &in_force, &mut behind);
        }
        match (coverage.kind, round) {
            (RoundKind::Distribution, Some(id)) => self.goods_behind(id, line, &in_force, &mut behind.shares),
            (RoundKind::Testing, Some(id)) => self.tests_behind(id, line, &mut behind.shares),
            _ => self.reach_behind(&coverage.code, line, &in_force, &mut behind.shares),
        }
        behind
    }

    /// What somebody is due in a round.
    fn due_of(&self, kind: RoundKind, round: Option<&Round>, line: &Line, people: People) -> Quantity {
        match kind {
            RoundKind::Testing => Quantity::whole(people.present),
            RoundKind::Rollcall => Quantity::whole(people.households),
            RoundKind::Distribution => {
                let of_item = |allot: &&crate::registers::Allot| {
                    line.goods
                        .is_some_and(|(item, _)| self.books.registers.names.item(&allot.item) == Some(item))
                };
                let each = |allot: &crate::registers::Allot| {
                    let count = match allot.per {
                        Per::Household => people.households,
                        Per::Resident => people.residents,
                        Per::Unit => 0,
                    };
                    allot.quantity.times(Quantity::whole(count)).unwrap_or_default()
                };
                round.into_iter().flat_map(|round| &round.allot).filter(of_item).map(each).sum()
            }
        }
    }

    fn due(
        &self,
        coverage: &Coverage<'b>,
        id: Option<RoundId>,
        line: &Line<'b>,
        in_force: &InForce<'b>,
        behind: &mut Behind<'b>,
    ) {
        let (places, round) = (self.places(), id.and_then(|id| self.books.registers.round(id)));
        let of = |place: PlaceId| {
            let amount = self.due_of(coverage.kind, round, line, in_force.observed(place)?);
            let head = &in_force.row(place)?.head;
            Some(Share { figure: "due", ledger: &Census::LEDGER, head, amount })
        };
        let is_unit = places.get(line.place).kind != PlaceKind::Home;
        let needy = round.is_some_and(|round| !round.needs.is_empty());
        let shares = if is_unit && (needy || !in_force.is_whole(line.place)) {
            let homes: Vec<PlaceId> = match id {
                Some(id) => self.homes(id).iter().filter(|h| h.unit == line.place).map(|h| h.home).collect(),
                None => places.homes(line.place).collect(),
            };
            homes.into_iter().filter_map(of).collect()
        } else {
            Vec::from_iter(of(line.place))
        };
        behind.shares.extend(shares.into_iter().filter(|share| !share.amount.is_zero()));
        behind.by_register -= behind.shares.iter().map(|share| share.amount).sum();
    }

    fn goods_behind(
        &self,
        id: RoundId,
        line: &Line<'b>,
        in_force: &InForce<'b>,
        shares: &mut Vec<Share<'b>>,
    ) {
        let places = self.places();
        let mut last: BTreeMap<PlaceId, (Quantity, &'b super::goods::GoodsRow<'b>)> = BTreeMap::new();
        for row in self.goods.round(id).iter().copied() {
            let (unit, quantity) = self.books.goods(row.body.item, row.body.unit, row.body.quantity);
            let Some(place) = counted_place(places, row.body.place) else { continue };
            let here = place == line.place || places.unit_of(place) == Some(line.place);
            if !here || line.goods != Some((row.body.item, unit)) {
                continue;
            }
            let amount = match row.body.outcome {
                Outcome::Returned => -quantity,
                outcome if outcome.hands_over() => quantity,
                _ => Quantity::ZERO,
            };
            if !amount.is_zero() {
                shares.push(Share { figure: "done", ledger: &Distribution::LEDGER, head: &row.head, amount });
            }
            let order = |row: &super::goods::GoodsRow| (row.head.date, row.head.at, row.head.id);
            let known = last.entry(place).or_insert((Quantity::ZERO, row));
            known.0 += amount;
            if order(known.1) < order(row) {
                known.1 = row;
            }
        }
        let mut left = line.sums.exempt;
        let round = self.books.registers.round(id);
        let mut refused: Vec<Share> = Vec::new();
        for (place, (handed, row)) in
            last.into_iter().filter(|(_, (_, r))| r.body.outcome == Outcome::Refused)
        {
            let one = People { households: 1, ..People::default() };
            let people = in_force.observed(place).unwrap_or(one);
            let due = self.due_of(RoundKind::Distribution, round, line, people);
            let amount = (due - handed).max(Quantity::ZERO).min(left);
            left -= amount;
            refused.push(Share { figure: "exempt", ledger: &Distribution::LEDGER, head: &row.head, amount });
        }
        if let Some(last) = refused.last_mut() {
            last.amount += left;
        }
        shares.extend(refused.into_iter().filter(|share| !share.amount.is_zero()));
    }

    fn tests_behind(&self, id: RoundId, line: &Line<'b>, shares: &mut Vec<Share<'b>>) {
        let places = self.places();
        let mut latest: BTreeMap<PlaceId, &'b super::testing::TestRow<'b>> = BTreeMap::new();
        for row in self.tests.round(id).iter().copied() {
            let Some(place) = counted_place(places, row.body.place) else { continue };
            if place != line.place && places.unit_of(place) != Some(line.place) {
                continue;
            }
            let known = latest.entry(place).or_insert(row);
            if (known.head.at, known.head.id) < (row.head.at, row.head.id) {
                *known = row;
            }
        }
        for row in latest.into_values() {
            let body = &row.body;
            let figures = [
                ("tested", Some(body.tested)),
                ("elsewhere", body.elsewhere),
                ("exempt", body.exempt),
                ("visitors", body.visitors),
            ];
            for (figure, count) in figures {
                let Count(n) = count.unwrap_or_default();
                if n != 0 || figure == "tested" {
                    let amount = Quantity::whole(i64::from(n));
                    shares.push(Share { figure, ledger: &Testing::LEDGER, head: &row.head, amount });
                }
            }
        }
    }

    fn reach_behind(&self, code: &str, line: &Line<'b>, in_force: &InForce<'b>, shares: &mut Vec<Share<'b>>) {
        if line.sums.done.is_zero() {
            return;
        }
        let places = self.places();
        let rows = self.reach.get(code).map_or(&[][..], Vec::as_slice);
        let counting = |place: PlaceId| {
            let of =
                rows.iter().copied().filter(move |row| row.body.place == place && row.body.status.counts());
            of.max_by_key(|row| (row.head.at, row.head.id))
        };
        let above = [
            places.unit_of(line.place),
            Some(line.place),
            places.building_of(line.place),
            Some(PlaceId::WHOLE),
        ];
        let broader =
            || above.into_iter().flatten().filter_map(counting).max_by_key(|row| (row.head.at, row.head.id));
        let share = |row: &'b super::reach::ReachRow<'b>, amount| Share {
            figure: "done",
            ledger: &Reach::LEDGER,
            head: &row.head,
            amount,
        };
        let is_home = places.get(line.place).kind == PlaceKind::Home;
        let whole = if is_home { counting(line.place).or_else(broader) } else { broader() };
        if let Some(row) = whole {
            shares.push(share(row, line.sums.done));
            return;
        }
        let mut left = line.sums.done;
        let mut reached: Vec<Share> = Vec::new();
        for home in places.homes(line.place) {
            if let Some(row) = counting(home) {
                let households = in_force.observed(home).map_or(1, |people| people.households);
                let amount = Quantity::whole(households).min(left);
                left -= amount;
                reached.push(share(row, amount));
            }
        }
        if let Some(last) = reached.last_mut() {
            last.amount += left;
        }
        shares.extend(reached);
    }
}
