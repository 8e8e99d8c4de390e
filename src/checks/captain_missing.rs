//! `captain-missing`: a unit has no captain.

use super::{Check, Example, Scene, Tier};
use crate::arithmetic::captain::captains;
use crate::books::{Books, spot_of_span};
use crate::model::{Finding, PlaceId, Severity};
use crate::registers::COMMUNITY;
use crate::said;
use crate::words::Said;
use crate::words::words;

/// The check.
pub const CHECK: Check = Check {
    code: "captain-missing",
    severity: Severity::Warning,
    tier: Tier::Books,
    title: words("a unit has no captain", "单元没有楼长"),
    meaning: words(
        "Nobody counts there in the evening and nobody is asked when somebody is missing. A unit's captain is the one on the roster for it (role `captain`, with the unit or the building in `place`, on that day), else the `captain` of its building in community.toml. One finding for a building of which no unit has a captain.",
        "那里晚上没有人清点，有人漏了也不知该问谁。楼长是花名册上当日负责该单元或该楼的 captain，没有则为 community.toml 中该楼的 captain。整幢楼都没有楼长时只报一次。",
    ),
    example: Example {
        files: &[(
            "ledgers/volunteers.csv",
            "volunteer,group,role,place,skills,since,until,note\n\
             李梅,captains,captain,3,,2022-08-01,2022-08-15,\n\
             王强,errands,member,,,,,\n",
        )],
        ..Example::NONE
    },
    find: Some(find),
};

fn find(books: &Books, scene: &Scene) -> Vec<Finding> {
    let registers = books.registers;
    let places = registers.names.places();
    let source = books.sources.iter().find(|s| s.path == COMMUNITY);
    let mut found = Vec::new();
    for building in places.buildings() {
        let units: Vec<PlaceId> = places.units(building).collect();
        let bare: Vec<PlaceId> =
            units.iter().copied().filter(|&u| captains(registers, u, scene.today).is_empty()).collect();
        let code = places.code(building);
        let (named, whole) = if bare.len() == units.len() { (vec![building], true) } else { (bare, false) };
        for place in named.into_iter().filter(|_| !units.is_empty()) {
            let place = places.code(place);
            let message = match whole {
                true => said!("building {place} has no captain", "{place} 幢没有楼长"),
                false => said!("unit {place} has no captain", "{place} 单元没有楼长"),
            };
            let mut finding = Finding::new("captain-missing", Severity::Warning, message);
            let planned = registers.community.buildings.iter().find(|b| b.plan.code == code);
            finding.spot = planned.zip(source).map(|(b, source)| spot_of_span(source, b.span.clone()));
            finding.field = Some("captain");
            let group = registers.community.groups.iter().find(|g| g.code.contains("captain"));
            let group = group.or(registers.community.groups.first()).map_or("…", |g| g.code.as_str());
            finding.fix = Some(Said::same(format!(
                "linli volunteer add … --group {group} --role captain --place {place}"
            )));
            found.push(finding.about_places([place]));
        }
    }
    found
}
