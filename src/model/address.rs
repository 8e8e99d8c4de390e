//! Reading places as people write them (field.md §3): `3幢2单元502室`, `３－２－５０２`, `A座1205`, `86801`.
//!
//! It never guesses. Every way in which the text can be read is looked up in the community; one place is the
//! answer, two are a doubt that lists both, none is a refusal with the nearest places.

use super::address_around::{without_names, without_remarks};
use super::address_text::{Level, Part, mend, parts, parts_after, plain, typed_key, with_digits};
use super::{Fault, PlaceId, PlaceKind, Places};
use crate::error::did_you_mean;
use crate::said;
use crate::words::{Said, any_of};
use std::collections::BTreeSet;

/// No address is longer, in bytes.
const LONGEST: usize = 300;
/// How many places a doubt lists.
const LISTED: usize = 6;

/// A place read from what a person wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedPlace {
    /// The place.
    pub id: PlaceId,
    /// What was read otherwise than it stands: a letter as a digit, digits taken apart.
    pub noted: Vec<Said>,
}

/// The building, and perhaps the unit, that is given beside an address.
#[derive(Clone, Copy)]
struct Beside {
    place: PlaceId,
    building: PlaceId,
    unit: Option<PlaceId>,
}

/// What a text can mean.
#[derive(Default)]
struct Readings {
    found: BTreeSet<PlaceId>,
    /// Homes of a building of several units, where the text does not say the unit.
    without_unit: BTreeSet<PlaceId>,
}

impl Places {
    /// Reads a place as people write it. `context` is a building or unit given beside the text (a column, a
    /// flag); the place must then lie in it. The fault lists the readings or the nearest places.
    pub fn typed(&self, text: &str, context: Option<PlaceId>) -> Result<TypedPlace, Fault> {
        let text = text.trim();
        let beside = context.and_then(|c| self.beside(c));
        if text.len() > LONGEST {
            return Err(Fault::new(said!("this is too long for a place", "内容过长，不是地点")));
        }
        if let Some(id) = self.find(text.as_bytes()) {
            match beside {
                None => return Ok(TypedPlace { id, noted: Vec::new() }),
                Some(b) if text.contains('-') && self.covers(b.place, id) => {
                    return Ok(TypedPlace { id, noted: Vec::new() });
                }
                Some(_) => {}
            }
        }
        let key = typed_key(text);
        if key.is_empty() {
            return Err(Fault::new(said!("no place is given", "没有写地点")).remedy(self.how_to_write()));
        }

        let as_it_stands = self.as_it_stands(&key, beside);
        // `3#2-101` is a home of a building called 3#2, or 3-2-101 with a mark: where there are both, neither is taken.
        let begins =
            |code: &String| key.get(..code.len()).is_some_and(|start| start.eq_ignore_ascii_case(code));
        let may_be_marks = self.find(key.as_bytes()).is_none() && self.worded_codes.iter().any(begins);
        if !may_be_marks && let Some(id) = self.decide(text, &key, &as_it_stands, beside)? {
            return Ok(TypedPlace { id, noted: Vec::new() });
        }
        let mut noted = Vec::new();
        let addresses = self.addresses(text, &mut noted);
        let mut readings = as_it_stands;
        for address in &addresses {
            self.read(address, beside, true, &mut readings);
        }
        if let Some(id) = self.decide(text, &key, &readings, beside)? {
            return Ok(TypedPlace { id, noted });
        }
        let mut split = Readings::default();
        addresses.iter().for_each(|a| self.read_glued(a, beside, &mut split));
        // 11101 is 1-1-101, or a home 101 of building 11 whose unit is not said.
        if !split.found.is_empty() {
            split.found.append(&mut split.without_unit);
        }
        if let Some(id) = self.decide(text, &key, &split, beside)? {
            let code = self.code(id);
            noted.push(said!("read `{text}` as {code}", "把“{text}”读作 {code}"));
            return Ok(TypedPlace { id, noted });
        }
        Err(self.unknown(text, beside))
    }

    fn beside(&self, context: PlaceId) -> Option<Beside> {
        let place = self.get(context);
        let unit = match place.kind {
            PlaceKind::Building if self.units(context).count() > 1 => None,
            PlaceKind::Building => self.units(context).next(),
            _ => place.unit,
        };
        let whole = if place.kind == PlaceKind::Home { place.unit? } else { context };
        Some(Beside { place: whole, building: place.building?, unit })
    }

    /// Readings of the text with nothing but its width and dashes changed, so that any configured code is read.
    fn as_it_stands(&self, key: &str, beside: Option<Beside>) -> Readings {
        let mut readings = Readings::default();
        if key == "*" {
            readings.found.insert(PlaceId::WHOLE);
        }
        readings.found.extend(self.by_destination.get(key).into_iter().flatten());
        let parts: Vec<Part> = key.split('-').map(Part::bare).collect();
        if parts.len() <= 3 && parts.iter().all(|p| !p.text.is_empty()) {
            self.read(&parts, beside, true, &mut readings);
        }
        readings
    }

    /// The addresses that the text can be taken for, after everything that field.md §3 does to it.
    pub(super) fn addresses(&self, text: &str, noted: &mut Vec<Said>) -> Vec<Vec<Part>> {
        let bare = without_remarks(&plain(text));
        let mended = mend(&bare, noted);
        let mut addresses = BTreeSet::new();
        for unnamed in without_names(&mended, &self.own_names) {
            addresses.insert(parts(&with_digits(&unnamed)));
        }
        // Building codes of more than digits and letters, as they stand, before their marks are changed.
        for unnamed in [&bare].into_iter().chain(&without_names(&bare, &self.own_names)) {
            for code in &self.worded_codes {
                let start = unnamed.get(..code.len()).filter(|start| start.eq_ignore_ascii_case(code));
                if start.is_some() {
                    addresses.insert(parts_after(code, &unnamed[code.len()..], noted));
                }
            }
        }
        addresses.into_iter().flatten().collect()
    }

    /// Adds every reading of the parts: each part at a level, levels descending, as its word says.
    fn read(&self, parts: &[Part], beside: Option<Beside>, lenient: bool, readings: &mut Readings) {
        const LEVELS: [Level; 3] = [Level::Building, Level::Unit, Level::Room];
        for chosen in 1u32..8 {
            let levels = (0..3).filter(|i| chosen & (1 << i) != 0).map(|i| LEVELS[i]);
            if chosen.count_ones() as usize != parts.len()
                || levels.clone().zip(parts).any(|(level, part)| part.level.is_some_and(|l| l != level))
            {
                continue;
            }
            let mut slots = [None; 3];
            levels.zip(parts).for_each(|(level, part)| slots[level as usize] = Some(part.text.as_str()));
            self.look_up(slots, beside, lenient, readings);
        }
    }

    fn look_up(
        &self,
        [building, unit, room]: [Option<&str>; 3],
        beside: Option<Beside>,
        lenient: bool,
        readings: &mut Readings,
    ) {
        let buildings = match building {
            Some(text) => self.buildings_called(text, lenient),
            None => beside.iter().map(|b| b.building).collect(),
        };
        for building_id in buildings {
            let homes = |unit: PlaceId| room.map(|r| self.homes_called(unit, r, lenient)).unwrap_or_default();
            let given = beside.filter(|b| b.building == building_id).and_then(|b| b.unit);
            match (unit, room) {
                (None, None) => readings.found.extend([self.meant_by(building_id)]),
                // Where the unit is given beside it, a number alone is not a unit again.
                (Some(_), None) if building.is_none() && given.is_some() => {}
                (Some(text), None) => readings.found.extend(self.units_called(building_id, text, lenient)),
                (Some(text), Some(_)) => {
                    let units = self.units_called(building_id, text, lenient);
                    readings.found.extend(units.into_iter().flat_map(homes));
                }
                (None, Some(room)) => {
                    let only =
                        self.units(building_id).next().filter(|_| self.units(building_id).count() == 1);
                    if let Some(unit) = given.or(only) {
                        readings.found.extend(homes(unit));
                        continue;
                    }
                    let anywhere: Vec<PlaceId> = self.units(building_id).flat_map(homes).collect();
                    let named = !room.bytes().all(|b| b.is_ascii_digit());
                    match anywhere[..] {
                        // A shop's name says where it is; a number could be the wrong one.
                        [home] if named => readings.found.extend([home]),
                        _ => readings.without_unit.extend(anywhere),
                    }
                }
            }
        }
    }

    /// Readings in which digits written together are taken apart; each must end in a home.
    fn read_glued(&self, parts: &[Part], beside: Option<Beside>, readings: &mut Readings) {
        for (i, part) in parts.iter().enumerate() {
            let glued = part.text.as_str();
            let splits = matches!(part.level, None | Some(Level::Room))
                && (2..=10).contains(&glued.len())
                && glued.bytes().all(|b| b.is_ascii_alphanumeric())
                // A building is not taken apart because its unit is missing.
                && (i + 1 == parts.len() || self.buildings_called(glued, true).is_empty());
            if !splits {
                continue;
            }
            // What a dash ends is one number: 12-502 is building 12, also where there is none; A1-502 is A, 1 and 502.
            let digit = |at: usize| glued.as_bytes()[at].is_ascii_digit();
            let may_part = |at: usize| i + 1 == parts.len() || digit(at - 1) != digit(at);
            let mut attempt = |pieces: &[&str]| {
                let mut split: Vec<Part> = parts[..i].to_vec();
                split.extend(pieces.iter().map(|p| Part::bare(p)));
                split.extend_from_slice(&parts[i + 1..]);
                if split.len() > 3 || pieces.iter().any(|p| p.starts_with('0')) {
                    return;
                }
                if let Some(last) = split.last_mut() {
                    last.level = Some(Level::Room);
                }
                self.read(&split, beside, false, readings);
            };
            for a in (1..glued.len()).filter(|&at| may_part(at)) {
                attempt(&[&glued[..a], &glued[a..]]);
                for b in (a + 1..glued.len()).filter(|&at| may_part(at)) {
                    attempt(&[&glued[..a], &glued[a..b], &glued[b..]]);
                }
            }
        }
    }

    fn buildings_called(&self, text: &str, lenient: bool) -> Vec<PlaceId> {
        let exact =
            self.find(text.as_bytes()).and_then(|id| self.building_of(id)).filter(|&b| self.code(b) == text);
        if let Some(building) = exact {
            return vec![building];
        }
        let called = |key: &str| self.by_typed_code.get(key).cloned();
        let upper = text.to_uppercase();
        let found =
            called(&upper).or_else(|| lenient.then(|| called(upper.trim_start_matches('0'))).flatten());
        found.unwrap_or_default()
    }

    fn units_called(&self, building: PlaceId, text: &str, lenient: bool) -> Vec<PlaceId> {
        self.parts_called(self.code(building), self.units(building), text, lenient)
    }

    fn homes_called(&self, unit: PlaceId, text: &str, lenient: bool) -> Vec<PlaceId> {
        let named = self.homes(unit).filter(|&h| self.get(h).door.is_none());
        self.parts_called(self.code(unit), named, text, lenient)
    }

    /// The part `text` of a place: by its exact code, else without leading zeros, else among `others` in any width and case.
    fn parts_called(
        &self,
        of: &str,
        others: impl Iterator<Item = PlaceId>,
        text: &str,
        lenient: bool,
    ) -> Vec<PlaceId> {
        let exact = |part: &str| self.find(format!("{of}-{part}").as_bytes());
        let bare = text.trim_start_matches('0');
        let known = exact(text).or_else(|| exact(bare).filter(|_| lenient && !bare.is_empty()));
        match known {
            Some(id) => vec![id],
            None if text.bytes().all(|b| b.is_ascii_digit()) => Vec::new(),
            None => others.filter(|&id| typed_key(self.get(id).part()) == typed_key(text)).collect(),
        }
    }

    /// One reading is the place; several are a doubt; none is `None`.
    fn decide(
        &self,
        text: &str,
        key: &str,
        readings: &Readings,
        beside: Option<Beside>,
    ) -> Result<Option<PlaceId>, Fault> {
        let mut found: Vec<PlaceId> = readings.found.iter().copied().collect();
        let inside = |&id: &PlaceId| beside.is_none_or(|b| self.covers(b.place, id));
        if let Some(b) = beside.filter(|_| key.bytes().all(|b| b.is_ascii_alphanumeric())) {
            // A number alone, beside a building or unit, is one of its parts before it is anything else.
            let below: Vec<PlaceId> = found.iter().copied().filter(|&p| p != b.place && inside(&p)).collect();
            if !below.is_empty() {
                found = below;
            }
        }
        match (&found[..], beside) {
            ([], _) if readings.without_unit.is_empty() => Ok(None),
            ([], _) => {
                let said = said!("`{text}` does not say which unit", "“{text}”没有写明单元");
                Err(self.doubt(said, readings.without_unit.iter()))
            }
            (&[id], Some(b)) if !inside(&id) => {
                let (code, given) = (self.code(id), self.code(b.place));
                Err(Fault::new(said!(
                    "`{text}` is {code}, which is not in {given}",
                    "“{text}”是 {code}，不在 {given} 内"
                ))
                .remedy(said!("correct one of the two", "请改正其中一处")))
            }
            (&[id], _) => Ok(Some(id)),
            (several, _) => {
                let ways = several.len();
                let said = said!("`{text}` can be read in {ways} ways", "“{text}”有 {ways} 种读法");
                Err(self.doubt(said, several.iter()))
            }
        }
    }

    fn doubt<'a>(&self, message: Said, places: impl Iterator<Item = &'a PlaceId>) -> Fault {
        let codes: Vec<&str> = places.map(|&id| self.code(id)).take(LISTED).collect();
        let Said { en, zh } = any_of(&codes);
        Fault::new(message).remedy(said!("write {en}", "请写明 {zh}"))
    }

    fn unknown(&self, text: &str, beside: Option<Beside>) -> Fault {
        let within = beside.map(|b| self.near_in(text, Some(b.place))).filter(|near| !near.is_empty());
        let near = within.unwrap_or_else(|| self.near(text));
        Fault::new(match beside.map(|b| self.code(b.place)) {
            Some(given) => {
                said!("there is no place `{text}` in {given}", "{given} 内没有“{text}”这个地点")
            }
            None => said!("there is no place `{text}` in the community", "小区里没有“{text}”这个地点"),
        })
        .remedy(did_you_mean(&near).unwrap_or_else(|| self.how_to_write()))
    }

    /// How an address of this community is written, with one of its own.
    pub(super) fn how_to_write(&self) -> Said {
        match self.homes(PlaceId::WHOLE).next().or_else(|| self.units(PlaceId::WHOLE).next()) {
            Some(id) => {
                let code = self.code(id);
                said!(
                    "places are written building-unit-room, such as {code}",
                    "地点写作“幢-单元-室”，例如 {code}"
                )
            }
            None => said!("community.toml has no [[building]] yet", "community.toml 里还没有 [[building]]"),
        }
    }
}

#[cfg(test)]
pub(super) use tests::sample;

#[cfg(test)]
mod spelling;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod worst;
