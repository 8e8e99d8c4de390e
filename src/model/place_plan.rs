//! A building as `community.toml` plans it, and the rooms that the plan makes.

use super::Fault;
use super::address_text::is_dash;
use crate::said;
use std::collections::BTreeSet;

/// The tallest building that is believed, in floors.
const MOST_FLOORS: u32 = 200;
/// The most doors on a floor: a home is floor × 100 + door.
const MOST_DOORS: u32 = 99;

/// A building as it is configured.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BuildingPlan {
    /// Its code: `3`, `A`, `东/3`.
    pub code: String,
    /// Its units; empty where it has none.
    pub units: Vec<String>,
    /// Floors of the pattern; 0 makes no homes but `extra`.
    pub floors: u32,
    /// Doors on each floor of the pattern.
    pub doors: u32,
    /// Full codes of homes that the pattern makes and that do not exist.
    pub except: Vec<String>,
    /// Full codes of homes that exist and that the pattern does not make (`3-1-商101`, in a building without
    /// units also `5-商101`).
    pub extra: Vec<String>,
}

/// A run of digits or of anything else, so that `2` comes before `10` and numbers before letters.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Run<'a> {
    Number(usize, &'a str),
    Letters(&'a str),
}

/// The key by which codes are sorted as people count.
pub(super) fn natural(code: &str) -> (Vec<Run<'_>>, &str) {
    let mut runs = Vec::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let digits = first.is_ascii_digit();
        let length = rest.find(|c: char| c.is_ascii_digit() != digits).unwrap_or(rest.len());
        let (run, after) = rest.split_at(length);
        let bare = run.trim_start_matches('0');
        runs.push(if digits { Run::Number(bare.len(), bare) } else { Run::Letters(run) });
        rest = after;
    }
    (runs, code)
}

pub(super) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Why a code cannot be part of a place's code.
pub(super) fn refuse_code(code: &str) -> Option<Fault> {
    let bad = |c: char| {
        c.is_whitespace() || c.is_control() || is_dash(c) && c != '_' || "*,，、;；=:：|\"".contains(c)
    };
    (code.is_empty() || code.contains(bad) || code.contains("..")).then(|| {
        Fault::new(said!("`{code}` cannot be the code of a place", "“{code}” 不能作为地点编码")).remedy(
            said!(
                "a code has no blank, dash, comma, `*`, `=`, `:`, `|` or `..`; `3`, `A`, `东/3` are good",
                "编码里不能有空格、横线、逗号、*、=、:、| 或 ..；可用 3、A、东/3 之类"
            ),
        )
    })
}

/// The rooms of one building, unit by unit.
pub(super) struct Rooms<'a> {
    pub(super) plan: &'a BuildingPlan,
    pub(super) units: Vec<(&'a str, BTreeSet<String>)>,
}

impl<'a> Rooms<'a> {
    /// The rooms that a plan makes; what makes no sense is left out and told.
    pub(super) fn of(plan: &'a BuildingPlan, faults: &mut Vec<Fault>) -> Rooms<'a> {
        let mut rooms = Rooms { plan, units: Vec::new() };
        rooms.take_units(faults);
        rooms.take_pattern(faults);
        rooms.take_exceptions(faults);
        rooms
    }

    fn take_units(&mut self, faults: &mut Vec<Fault>) {
        let code = &self.plan.code;
        let no_units =
            matches!(self.plan.units.as_slice(), [] | [_]) && self.plan.units.iter().all(|u| u == "0");
        for unit in &self.plan.units {
            if let Some(fault) = refuse_code(unit) {
                faults.push(fault);
            } else if self.units.iter().any(|(known, _)| known == unit) {
                faults.push(Fault::new(said!(
                    "building {code} has the unit `{unit}` twice",
                    "{code} 幢的单元“{unit}”写了两次"
                )));
            } else if unit == "0" && !no_units {
                faults.push(
                    Fault::new(said!(
                        "building {code} cannot have a unit `0` beside others",
                        "{code} 幢不能在其他单元之外再有“0”单元"
                    ))
                    .remedy(said!("`0` is the unit of a building without units", "“0”专指不分单元的楼")),
                );
            } else {
                self.units.push((unit, BTreeSet::new()));
            }
        }
        if self.plan.units.is_empty() {
            self.units.push(("0", BTreeSet::new()));
        }
        self.units.sort_by(|a, b| natural(a.0).cmp(&natural(b.0)));
    }

    fn take_pattern(&mut self, faults: &mut Vec<Fault>) {
        let &BuildingPlan { ref code, floors, doors, .. } = self.plan;
        if floors > MOST_FLOORS || doors > MOST_DOORS || floors > 0 && doors == 0 {
            faults.push(
                Fault::new(said!(
                    "building {code} cannot have {floors} floors with {doors} doors each",
                    "{code} 幢不能是 {floors} 层、每层 {doors} 户"
                ))
                .remedy(said!(
                    "1 to {MOST_FLOORS} floors and 1 to {MOST_DOORS} doors, or floors = 0 and the homes in `extra`",
                    "楼层 1 至 {MOST_FLOORS}，每层 1 至 {MOST_DOORS} 户；或 floors = 0，把住户写在 extra 里"
                )),
            );
            return;
        }
        for (_, rooms) in &mut self.units {
            rooms.extend((1..=floors).flat_map(|f| (1..=doors).map(move |d| (f * 100 + d).to_string())));
        }
    }

    /// The unit and room of a full home code of this building.
    fn home(&self, code: &str) -> Option<(usize, String)> {
        let parts: Vec<&str> = code.split('-').collect();
        let (building, unit, room) = match parts[..] {
            [building, unit, room] => (building, unit, room),
            [building, room] => (building, "0", room),
            _ => return None,
        };
        if building != self.plan.code || refuse_code(room).is_some() {
            return None;
        }
        let position = self.units.iter().position(|(known, _)| *known == unit)?;
        Some((position, room.to_owned()))
    }

    fn take_exceptions(&mut self, faults: &mut Vec<Fault>) {
        let building = &self.plan.code;
        let mut gone = BTreeSet::new();
        for code in &self.plan.except {
            match self.home(code).filter(|(unit, room)| self.units[*unit].1.remove(room)) {
                Some(home) => {
                    gone.insert(home);
                }
                None => faults.push(
                    Fault::new(said!(
                        "`{code}` in `except` is no home of building {building}",
                        "except 中的“{code}”不是 {building} 幢的住户"
                    ))
                    .remedy(said!(
                        "take it out, or write the whole code of a home that floors and doors make",
                        "请删去，或写成楼层与户数所推出的完整住户编码"
                    )),
                ),
            }
        }
        for code in &self.plan.extra {
            let added = self.home(code).filter(|home| !gone.contains(home));
            if !added.is_some_and(|(unit, room)| self.units[unit].1.insert(room)) {
                faults.push(
                    Fault::new(said!(
                        "`{code}` in `extra` cannot be added to building {building}",
                        "extra 中的“{code}”无法加入 {building} 幢"
                    ))
                    .remedy(said!(
                        "the whole code of a home that is not there yet, in a unit of this building",
                        "应为本幢某单元中尚不存在的住户的完整编码"
                    )),
                );
            }
        }
    }
}
