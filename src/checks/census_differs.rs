//! `census-differs`: a unit and its homes do not agree.

use super::{Check, Example, Scene, Tier};
use crate::arithmetic::census::CensusRows;
use crate::books::Books;
use crate::ledgers::Census;
use crate::model::{Finding, PlaceId, Severity};
use crate::said;
use crate::words::Said;
use crate::words::words;

/// The check.
pub const CHECK: Check = Check {
    code: "census-differs",
    severity: Severity::Warning,
    tier: Tier::Books,
    title: words("a unit and its homes do not agree", "单元人数与各户之和不符"),
    meaning: words(
        "The unit has a count of its own in force, and every home in it has one too, but the homes do not add up to it. The unit's own row counts. Ask the captain: whoever moved in or out should be in both. Record the unit anew, or the home that changed.",
        "本单元有整体人数，其中每户也都有人数，但各户之和与之不符。计算时以单元的行为准。请问楼长：搬入搬出的人两边都应更新。请重新登记单元，或登记有变化的户。",
    ),
    example: Example {
        files: &[(
            "ledgers/census/2022-08.csv",
            "id,date,place,households,residents,present,by,at\n\
             P220815-1A2B3C,2022-08-15,3-1-101,,2,,李梅,2022-08-15T20:00:00+08:00\n\
             P220815-1A2B3D,2022-08-15,3-1-102,,2,,李梅,2022-08-15T20:00:00+08:00\n\
             P220815-1A2B3E,2022-08-15,3-1-201,,2,,李梅,2022-08-15T20:00:00+08:00\n\
             P220815-1A2B3F,2022-08-15,3-1-202,,2,,李梅,2022-08-15T20:00:00+08:00\n\
             P220816-8M6N4B,2022-08-16,3-1,4,9,9,李梅,2022-08-16T20:00:00+08:00\n\
             P220815-3C5D7F,2022-08-15,3-2,4,9,9,李梅,2022-08-15T20:05:00+08:00\n",
        )],
        ..Example::NONE
    },
    find: Some(find),
};

fn find(books: &Books, scene: &Scene) -> Vec<Finding> {
    let places = books.registers.names.places();
    let rows = CensusRows::of(books);
    let census = rows.in_force(scene.today);
    let mut found = Vec::new();
    for unit in places.units(PlaceId::WHOLE) {
        let (Some(row), Some(whole), homes) =
            (census.row(unit), census.observed(unit), census.homes_of(unit))
        else {
            continue;
        };
        if homes.homes == 0 || homes.unknown_homes > 0 || homes.people == whole {
            continue;
        }
        let (sum, code) = (homes.people, places.code(unit));
        let (field, field_zh, own, all) = match () {
            () if sum.residents != whole.residents => {
                ("residents", "住户人数", whole.residents, sum.residents)
            }
            () if sum.households != whole.households => {
                ("households", "户数", whole.households, sum.households)
            }
            () => ("present", "在住人数", whole.present, sum.present),
        };
        let message = said!(
            "{code} has {own} {field} by its own row, its homes together {all}",
            "{code} 的{field}登记为 {own}，各户之和为 {all}",
            field = (field, field_zh)
        );
        let mut finding =
            books.finding("census-differs", Severity::Warning, &Census::LEDGER, &row.head, field, message);
        let (residents, households, present) = (sum.residents, sum.households, sum.present);
        finding.fix = Some(Said::same(format!(
            "linli census {code}={residents} --households {households} --present {present}"
        )));
        found.push(finding.about_places([code]));
    }
    found
}
