//! `tested-exceeds-present`: more people were tested than are there.

use super::{Check, Example, Scene, Tier};
use crate::arithmetic::census::{People, counted_place};
use crate::arithmetic::coverage::Reckoning;
use crate::books::Books;
use crate::ledgers::{Head, RoundKind, Testing};
use crate::model::{Finding, PlaceId, Quantity, Severity};
use crate::registers::RoundId;
use crate::said;
use crate::words::words;
use std::collections::BTreeMap;

/// The check.
pub const CHECK: Check = Check {
    code: "tested-exceeds-present",
    severity: Severity::Warning,
    tier: Tier::Books,
    title: words("more people were tested than are there", "检测人数超过在住人数"),
    meaning: words(
        "Tested here and elsewhere together are more than the residents present, by the census in force on the round's day. Either somebody has moved in and the census is old, or visitors were counted as residents (they have a column of their own), or a number is misread. The testing rate is not to be trusted until it is clear.",
        "本小区检测与外检之和超过该轮日期的在住人数。可能有人搬入而人数未更新，也可能把访客算成了住户（访客另有一列），或数字看错。弄清之前检测率不可靠。",
    ),
    example: Example {
        files: &[
            (
                "ledgers/census/2022-08.csv",
                "id,date,place,households,residents,present,by,at\n\
             P220815-8M6N4B,2022-08-15,3-1,2,5,4,李梅,2022-08-15T20:00:00+08:00\n",
            ),
            (
                "ledgers/tests/2022-08.csv",
                "id,date,round,place,tested,elsewhere,visitors,by,at\n\
             T220816-5B7C9D,2022-08-16,test-0816,3-1,4,1,,李梅,2022-08-16T18:00:00+08:00\n",
            ),
        ],
        ..Example::NONE
    },
    find: Some(find),
};

fn find(books: &Books, scene: &Scene) -> Vec<Finding> {
    let names = &books.registers.names;
    let places = names.places();
    let reckoning = Reckoning::new(books, scene.today);
    let mut beyond: BTreeMap<(RoundId, PlaceId), (Quantity, People, Option<&Head>)> = BTreeMap::new();
    for id in reckoning.rounds() {
        let Some(round) = books.registers.round(id).filter(|r| r.kind == RoundKind::Testing) else {
            continue;
        };
        let Some(coverage) = reckoning.round(id) else { continue };
        let census = reckoning.census(round.date);
        for line in coverage.lines.iter().filter(|line| !line.sums.done.is_zero()) {
            let counted = census.at(line.place);
            if counted.unknown_homes == 0 && line.sums.done > Quantity::whole(counted.people.present) {
                beyond.insert((id, line.place), (line.sums.done, counted.people, None));
            }
        }
    }
    for row in books.tests.effective().filter(|r| r.head.date <= scene.today && names.has_place(r.body.place))
    {
        let Some(place) = counted_place(places, row.body.place) else { continue };
        for place in [Some(place), places.unit_of(place)].into_iter().flatten() {
            if let Some((_, _, last)) = beyond.get_mut(&(row.body.round, place)) {
                let later = last.is_none_or(|l| (l.at, l.id) < (row.head.at, row.head.id));
                *last = if later { Some(&row.head) } else { *last };
                break;
            }
        }
    }
    beyond
        .into_iter()
        .map(|((round, place), (done, people, last))| {
            let present = people.present;
            let (round, place) = (names.round_code(round), places.code(place));
            let message = said!(
                "{round}: {done} tested at {place}, where {present} are present",
                "{round}：{place} 检测 {done} 人，在住 {present} 人"
            );
            let mut finding = match last {
                None => Finding::new("tested-exceeds-present", Severity::Warning, message),
                Some(head) => {
                    let ledger = &Testing::LEDGER;
                    books.finding(
                        "tested-exceeds-present",
                        Severity::Warning,
                        ledger,
                        head,
                        "tested",
                        message,
                    )
                }
            };
            finding.label = said!(
                "visitors and people tested elsewhere have columns of their own; if somebody moved in: linli census {place}=…",
                "访客和在外检测的人另有列；如确有人搬入：linli census {place}=…"
            );
            finding.fix = last.map(|head| {
                let row = head.id.reference();
                said!(
                    "linli amend {row} tested=… elsewhere=… visitors=… --reason \"misread\"",
                    "linli amend {row} tested=… elsewhere=… visitors=… --reason \"误写\""
                )
            });
            finding.about_places([place])
        })
        .collect()
}
