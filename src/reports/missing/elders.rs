//! Whom to look for first when a notice has not been heard: elders without a phone, then other elders, then the rest.

use super::chase;
use super::joined;
use crate::arithmetic::census::InForce;
use crate::arithmetic::coverage::{Cause, Coverage, Line, Reckoning};
use crate::books::Books;
use crate::model::{PlaceId, PlaceKind};
use crate::said;
use crate::words::Said;
use std::collections::{BTreeMap, BTreeSet};

/// The need codes that say so, in the order of urgency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// Needs `elderly` and `nophone`.
    ElderWithoutPhone,
    /// Needs `elderly`.
    Elder,
    /// Anybody else.
    Other,
}

fn rank(census: &InForce, home: PlaceId) -> Rank {
    match (census.has_need(home, "elderly"), census.has_need(home, "nophone")) {
        (true, true) => Rank::ElderWithoutPhone,
        (true, false) => Rank::Elder,
        (false, _) => Rank::Other,
    }
}

/// The homes of a unit that a notice has not reached: `elders without a phone first: 502, 603; then elders: 101; 201
/// unreachable`. Elders are named even where a unit is counted whole and nothing is known of its homes one by one.
pub(super) fn homes_named(
    books: &Books,
    reckoning: &Reckoning,
    coverage: &Coverage,
    line: &Line,
) -> Option<Said> {
    let places = books.registers.names.places();
    let census = reckoning.census(coverage.date);
    let mut elders: BTreeMap<(Rank, PlaceId), Option<Cause>> = BTreeMap::new();
    let mut others: Vec<(PlaceId, Cause)> = Vec::new();
    for (place, cause) in &line.causes {
        match places.get(*place).kind {
            PlaceKind::Home if *cause != Cause::Unknown && rank(&census, *place) != Rank::Other => {
                elders.insert((rank(&census, *place), *place), Some(*cause));
            }
            PlaceKind::Unit => {
                for elder in elders_of(books, coverage, &census, *place) {
                    elders.entry(elder).or_default();
                }
            }
            _ => others.push((*place, *cause)),
        }
    }
    let mut parts: Vec<Said> = Vec::new();
    for wanted in [Rank::ElderWithoutPhone, Rank::Elder] {
        let rooms: Vec<Said> = elders
            .iter()
            .filter(|((rank, _), _)| *rank == wanted)
            .map(|((_, place), cause)| room(places.get(*place).part(), *cause))
            .collect();
        if rooms.is_empty() {
            continue;
        }
        let list = shortened(&rooms);
        let list = (list.en, list.zh);
        parts.push(match wanted {
            Rank::ElderWithoutPhone => {
                said!(
                    "elders without a phone first: {list}",
                    "先找无手机的老人：{list}",
                    list = (list.0, list.1)
                )
            }
            _ if parts.is_empty() => {
                said!("elders first: {list}", "先找老人：{list}", list = (list.0, list.1))
            }
            _ => said!("then elders: {list}", "再找老人：{list}", list = (list.0, list.1)),
        });
    }
    parts.extend(chase::homes_named(books, &others));
    (!parts.is_empty()).then(|| joined(&parts, "; ", "；"))
}

/// The elders of a unit that is counted whole, but for those whose own row says that they were reached.
fn elders_of(books: &Books, coverage: &Coverage, census: &InForce, unit: PlaceId) -> Vec<(Rank, PlaceId)> {
    let places = books.registers.names.places();
    let of_notice = books.reach.effective().filter(|row| row.body.notice.get() == coverage.code);
    let heard: BTreeSet<PlaceId> =
        of_notice.filter(|row| row.body.status.counts()).map(|row| row.body.place).collect();
    let homes = places.homes(unit).filter(|home| !heard.contains(home));
    homes.map(|home| (rank(census, home), home)).filter(|(rank, _)| *rank != Rank::Other).collect()
}

/// `502`, and where somebody tried why it did not work: `502 unreachable`.
fn room(part: &str, cause: Option<Cause>) -> Said {
    let why = cause.filter(|c| *c != Cause::NoReport).and_then(Cause::known);
    why.map_or_else(|| Said::same(part), |(_, words)| said!("{part} ", "{part}").then(&words.into()))
}

fn shortened(rooms: &[Said]) -> Said {
    let list = joined(&rooms[..rooms.len().min(chase::NAMED)], ", ", "、");
    match rooms.len().saturating_sub(chase::NAMED) {
        0 => list,
        more => list.then(&said!(" and {more} more", "等另{more}户")),
    }
}
