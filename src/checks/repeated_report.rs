//! `repeated-report`: a place was reported more than once in a round.

use super::{Check, Example, Scene, Tier};
use crate::books::Books;
use crate::ledgers::{Row, Testing};
use crate::model::{Finding, PlaceId, Severity};
use crate::registers::RoundId;
use crate::said;
use crate::words::words;
use std::collections::BTreeMap;

/// The check.
pub const CHECK: Check = Check {
    code: "repeated-report",
    severity: Severity::Warning,
    tier: Tier::Books,
    title: words("a place was reported more than once in a round", "同一轮同一位置有多条登记"),
    meaning: words(
        "Reporting a place again amends the earlier report, so that one row counts. Here offline work, an import or hand typing left several. The one recorded last counts; void the others, so that sums in a spreadsheet are right too.",
        "再次登记同一位置会更正先前的登记，只有一行有效。这里因离线、导入或手工录入留下了多行。以最后登记的为准；请冲销其余，使表格里的合计也正确。",
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
             T220816-2G4H6J,2022-08-16,test-0816,3-1,8,,,王强,2022-08-16T18:40:00+08:00\n",
            ),
        ],
        ..Example::NONE
    },
    find: Some(find),
};

fn find(books: &Books, _: &Scene) -> Vec<Finding> {
    let names = &books.registers.names;
    let mut reports: BTreeMap<(RoundId, PlaceId), Vec<&Row<'_, Testing<'_>>>> = BTreeMap::new();
    for row in books.tests.effective() {
        reports.entry((row.body.round, row.body.place)).or_default().push(row);
    }
    let mut found = Vec::new();
    for ((round, place), mut rows) in reports.into_iter().filter(|(_, rows)| rows.len() > 1) {
        rows.sort_by_key(|row| (row.head.at, row.head.id));
        let (first, last) = (&rows[0].head, rows[rows.len() - 1]);
        let (round, place, times) = (names.round_code(round), names.place_code(place), rows.len());
        let (id, tested) = (last.head.id, last.body.tested.0);
        let message = said!(
            "{round}: {place} is reported {times} times; the latest counts ({id}: {tested})",
            "{round}：{place} 登记了 {times} 次，以最晚的为准（{id}：{tested} 人）"
        );
        let mut finding =
            books.finding("repeated-report", Severity::Warning, &Testing::LEDGER, first, "place", message);
        let code = first.id.reference();
        finding.fix = Some(said!(
            "linli void {code} --reason \"reported again\"",
            "linli void {code} --reason \"已重新登记\""
        ));
        found.push(finding);
    }
    found
}
