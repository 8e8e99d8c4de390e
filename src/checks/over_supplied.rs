//! `over-supplied`: a place got more than was due.

use super::{Check, Example, Scene, Tier};
use crate::arithmetic::census::{InForce, counted_place};
use crate::arithmetic::coverage::{Reckoning, Sums};
use crate::books::Books;
use crate::ledgers::{Distribution, Head, RoundKind};
use crate::model::{Finding, PlaceId, Places, Quantity, Severity};
use crate::registers::{ItemId, Round, RoundId};
use crate::said;
use crate::words::words;
use std::collections::BTreeMap;

/// The check.
pub const CHECK: Check = Check {
    code: "over-supplied",
    severity: Severity::Warning,
    tier: Tier::Books,
    title: words("a place got more than was due", "多发"),
    meaning: words(
        "In a distribution round a home or unit was handed more of an item than the round allots it, by the census in force on the round's day. It is never set off against another place that got too little. Mostly the same row was recorded twice, or belongs to the neighbour; if it was meant, say so in the note. A home that nobody has counted is left out where what it is due is not known; where that is known all the same (the round allots by the unit, or does not cover the place) it is not.",
        "某批次中某户或某单元领到的数量超过按该批次日期的在册人数应发的数量。多发从不与别处的少发相抵。多为重复登记，或本属邻户；确属有意的请在备注说明。尚无人数的住户，应发数未知的不在此列；应发数仍可确定的（按单元发放，或批次不含该处）照报。",
    ),
    example: Example {
        files: &[
            (
                "ledgers/census/2022-08.csv",
                "id,date,place,households,residents,present,by,at\n\
             P220815-8M6N4B,2022-08-15,3-1-101,,2,,李梅,2022-08-15T20:00:00+08:00\n",
            ),
            (
                "ledgers/receipts/2022-08.csv",
                "id,date,source,item,quantity,by,at\n\
             R220816-4N7Q2K,2022-08-16,街道办,蔬菜包,50,李梅,2022-08-16T09:00:00+08:00\n",
            ),
            (
                "ledgers/distributions/2022-08.csv",
                "id,date,round,place,item,quantity,outcome,by,at\n\
             I220816-7K2MQX,2022-08-16,veg-0816,3-1-101,蔬菜包,2,,李梅,2022-08-16T18:30:00+08:00\n",
            ),
        ],
        ..Example::NONE
    },
    find: Some(find),
};

type Key = (RoundId, PlaceId, ItemId);

/// The places that a round is for, one list for each text that can be read; nothing where it names none: it is for all.
type Aims = Option<Vec<Vec<PlaceId>>>;

fn aims(round: &Round, places: &Places, census: &InForce) -> Aims {
    let listed = |text: &String| places.list(text, &|need| Some(census.homes_with(need))).ok();
    (!round.places.is_empty()).then(|| round.places.iter().filter_map(listed).collect())
}

fn aims_at(aims: &Aims, places: &Places, place: PlaceId) -> bool {
    let meets = |aim: &PlaceId| places.covers(*aim, place) || places.covers(place, *aim);
    aims.as_ref().is_none_or(|aims| aims.iter().flatten().any(meets))
}

/// What is wrong in the round itself, and was said there: what it makes seem too much is not a second fault.
struct Slips {
    /// A place cannot be read: any place may be meant.
    place: bool,
    /// An item is not registered: any that is not allotted may be meant.
    item: bool,
    allotted: Vec<ItemId>,
}

impl Slips {
    fn of(books: &Books, round: &Round, aims: &Aims) -> Slips {
        let names = &books.registers.names;
        let allotted: Vec<ItemId> = round.allot.iter().filter_map(|allot| names.item(&allot.item)).collect();
        Slips {
            place: aims.as_ref().is_some_and(|aims| aims.len() < round.places.len()),
            item: allotted.len() < round.allot.len(),
            allotted,
        }
    }

    fn explain(&self, item: ItemId, is_meant: bool) -> bool {
        self.place && !is_meant || self.item && !self.allotted.contains(&item)
    }
}

fn find(books: &Books, scene: &Scene) -> Vec<Finding> {
    let names = &books.registers.names;
    let places = names.places();
    let reckoning = Reckoning::new(books, scene.today);
    let mut over: BTreeMap<Key, (Sums, Option<&Head>)> = BTreeMap::new();
    for id in reckoning.rounds() {
        let (Some(round), Some(coverage)) = (books.registers.round(id), reckoning.round(id)) else {
            continue;
        };
        if round.kind != RoundKind::Distribution || round.allot.is_empty() {
            continue;
        }
        let census = reckoning.census(round.date);
        let aims = aims(round, places, &census);
        let slips = Slips::of(books, round, &aims);
        for line in
            coverage.lines.iter().filter(|l| l.sums.over > Quantity::ZERO && l.sums.unknown_homes == 0)
        {
            let Some((item, unit)) = line.goods else { continue };
            let is_apart = unit != books.base_unit(item);
            let is_meant = aims_at(&aims, places, line.place);
            let takes_no_part = is_meant
                && !round.needs.is_empty()
                && places.unit_of(line.place).is_some_and(|unit| census.is_only_whole(unit));
            let is_told = slips.explain(item, is_meant);
            if !is_apart && !takes_no_part && !is_told {
                over.insert((id, line.place, item), (line.sums, None));
            }
        }
    }
    let handed = books.distributions.effective().filter(|r| r.head.date <= scene.today);
    for row in handed.filter(|r| r.body.outcome.hands_over() && names.has_place(r.body.place)) {
        let Some(round) = row.body.round else { continue };
        let Some(place) = counted_place(places, row.body.place) else { continue };
        for place in [Some(place), places.unit_of(place)].into_iter().flatten() {
            if let Some((_, last)) = over.get_mut(&(round, place, row.body.item)) {
                let later =
                    last.is_none_or(|l| (l.date, l.at, l.id) < (row.head.date, row.head.at, row.head.id));
                *last = if later { Some(&row.head) } else { *last };
                break;
            }
        }
    }
    over.into_iter()
        .map(|((round, place, item), (sums, last))| {
            let (round, place) = (names.round_code(round), places.code(place));
            let (unit, item) = (names.unit_name(books.base_unit(item)), names.item_name(item));
            let (done, due, more) = (sums.done, sums.due, sums.over);
            let message = said!(
                "{round}: {place} got {done}{unit} {item}, due were {due}{unit}",
                "{round}：{place} 领到 {item} {done}{unit}，应发 {due}{unit}"
            );
            let mut finding = match last {
                None => Finding::new("over-supplied", Severity::Warning, message),
                Some(head) => {
                    let ledger = &Distribution::LEDGER;
                    books.finding("over-supplied", Severity::Warning, ledger, head, "quantity", message)
                }
            };
            finding.label = said!("{more}{unit} too much", "多发 {more}{unit}");
            finding.fix = last.map(|head| {
                let code = head.id.reference();
                said!(
                    "linli amend {code} quantity=… --reason \"recorded too much\"",
                    "linli amend {code} quantity=… --reason \"多记\""
                )
            });
            finding.about_goods(&item, None).about_places([place])
        })
        .collect()
}
