//! `unit-and-homes-both`: a unit was reported whole and also by homes.

use super::{Check, Example, Scene, Tier};
use crate::arithmetic::census::counted_place;
use crate::books::Books;
use crate::ledgers::{Head, Row, Testing};
use crate::model::{Finding, PlaceId, PlaceKind, RowId, Severity};
use crate::registers::RoundId;
use crate::said;
use crate::words::count_of;
use crate::words::words;
use std::collections::BTreeMap;

/// The check.
pub const CHECK: Check = Check {
    code: "unit-and-homes-both",
    severity: Severity::Warning,
    tier: Tier::Books,
    title: words("a unit was reported whole and also by homes", "单元与其中的户都有登记"),
    meaning: words(
        "In one testing round a captain reported a unit as a whole, and somebody reported homes in it as well. The unit is then counted whole: sums are of all its rows, and people may be in them twice. If the homes are part of the unit's number, void them; if not, nothing needs doing but to know.",
        "同一轮检测中，既有整个单元的人数，又有其中某户的人数。该单元按整体计算，各行相加，可能重复计人。若各户已含在单元人数中，请冲销户的行；若不含，知道即可。",
    ),
    example: Example {
        files: &[
            (
                "ledgers/census/2022-08.csv",
                "id,date,place,households,residents,present,by,at\n\
             P220815-8M6N4B,2022-08-15,3-1,4,9,9,李梅,2022-08-15T20:00:00+08:00\n",
            ),
            (
                "ledgers/tests/2022-08.csv",
                "id,date,round,place,tested,elsewhere,visitors,by,at\n\
             T220816-5B7C9D,2022-08-16,test-0816,3-1,6,,,李梅,2022-08-16T18:00:00+08:00\n\
             T220816-2G4H6J,2022-08-16,test-0816,3-1-101,2,,,王强,2022-08-16T18:10:00+08:00\n",
            ),
        ],
        ..Example::NONE
    },
    find: Some(find),
};

/// For each round and unit reported whole: the row, and the homes in it that have rows too.
type Whole<'b> = BTreeMap<(RoundId, PlaceId), (&'b Head<'b>, Vec<(PlaceId, RowId)>)>;

fn find(books: &Books, _: &Scene) -> Vec<Finding> {
    let names = &books.registers.names;
    let places = names.places();
    let counted = |row: &Row<'_, Testing<'_>>| {
        names.has_place(row.body.place).then(|| counted_place(places, row.body.place)).flatten()
    };
    let mut whole: Whole = BTreeMap::new();
    for row in books.tests.effective() {
        if let Some(unit) = counted(row).filter(|p| places.get(*p).kind == PlaceKind::Unit) {
            whole.entry((row.body.round, unit)).or_insert((&row.head, Vec::new()));
        }
    }
    for row in books.tests.effective() {
        let home = counted(row).filter(|p| places.get(*p).kind == PlaceKind::Home);
        let unit = home.and_then(|home| places.unit_of(home));
        if let (Some(home), Some(unit)) = (home, unit)
            && let Some((_, homes)) = whole.get_mut(&(row.body.round, unit))
        {
            homes.push((home, row.head.id));
        }
    }
    let mut found = Vec::new();
    for ((round, unit), (head, mut homes)) in whole.into_iter().filter(|(_, (_, homes))| !homes.is_empty()) {
        homes.sort_unstable();
        let code = homes[0].1.reference();
        homes.dedup_by_key(|(home, _)| *home);
        let (unit, round) = (places.code(unit), names.round_code(round));
        let count = count_of(homes.len(), "home", "homes", "户");
        let (en, zh, first) = (count.en, count.zh, places.code(homes[0].0));
        let message = said!(
            "{round}: {unit} is reported whole, and {en} in it as well ({first})",
            "{round}：{unit} 已整体登记，其中又有 {zh} 单独登记（{first}）"
        );
        let ledger = &Testing::LEDGER;
        let mut finding =
            books.finding("unit-and-homes-both", Severity::Warning, ledger, head, "place", message);
        finding.fix = Some(said!(
            "linli void {code} --reason \"counted with the unit\"",
            "linli void {code} --reason \"已含在单元人数中\""
        ));
        found.push(finding);
    }
    found
}
