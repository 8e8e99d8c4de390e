//! `home-unknown`: homes that nobody has counted.

use super::{Check, Example, Scene, Tier};
use crate::arithmetic::census::CensusRows;
use crate::books::Books;
use crate::model::{Finding, PlaceId, Severity};
use crate::said;
use crate::words::words;
use crate::words::{Said, count_of};

/// The check.
pub const CHECK: Check = Check {
    code: "home-unknown",
    severity: Severity::Info,
    tier: Tier::Books,
    title: words("homes that nobody has counted", "尚无人数的住户"),
    meaning: words(
        "This unit has no row of its own in the census and is counted by its homes, but some that exist have no row either. They are counted apart, never as zero: until somebody asks at the door nobody knows whether people there were left out. If a home does not exist, name it in `except` of its building; if it is empty, record 0 residents.",
        "本单元没有整体人数，按户计算，但有的户还没有登记。它们单独列出，从不当作零：在有人上门询问之前，不知道那里是否有人被漏掉。若并无此户，请写进该楼的 except；若是空户，请登记 0 人。",
    ),
    example: Example {
        files: &[(
            "ledgers/census/2022-08.csv",
            "id,date,place,households,residents,present,by,at\n\
             P220815-8M6N4B,2022-08-15,3-1-101,,2,,李梅,2022-08-15T20:00:00+08:00\n\
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
        let homes: Vec<&str> = census.unknown_homes(unit).map(|home| places.code(home)).collect();
        let Some(&first) = homes.first() else { continue };
        let unit = places.code(unit);
        let count = count_of(homes.len(), "home", "homes", "户");
        let (en, zh, more) = (count.en, count.zh, if homes.len() > 3 { "…" } else { "" });
        let shown = &homes[..homes.len().min(3)];
        let message = said!(
            "{unit}: {n} not yet counted ({list}{more})",
            "{unit}：{n}尚无人数（{list}{more}）",
            n = (en, zh),
            list = (shown.join(", "), shown.join("、"))
        );
        let mut finding = Finding::new("home-unknown", Severity::Info, message);
        finding.fix = Some(Said::same(format!("linli census {first}=…")));
        found.push(finding.about_places(homes));
    }
    found
}
