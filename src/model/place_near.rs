//! The places nearest to a text that is not one: for "did you mean".

use super::address_text::{plain, typed_key};
use super::{PlaceId, PlaceKind, Places};

/// How many near places are told.
const TOLD: usize = 3;

impl Places {
    /// The codes of the places nearest to a text, at most three, the nearest first; none if nothing is near.
    pub fn near(&self, text: &str) -> Vec<String> {
        self.near_in(text, None)
    }

    /// [`Places::near`], of the places in a building or unit given beside the text.
    pub(super) fn near_in(&self, text: &str, beside: Option<PlaceId>) -> Vec<String> {
        let parts = self.guessed_parts(text);
        let typed = parts.join("-");
        let (pool, sought) = match beside {
            Some(place) => (place, format!("{}-{typed}", self.code(place))),
            None => {
                let building = self.by_typed_code.get(&parts[0]).and_then(|b| b.first().copied());
                (building.unwrap_or(PlaceId::WHOLE), typed)
            }
        };
        let length = sought.chars().count();
        if length > 40 {
            return Vec::new();
        }
        let most = if length <= 3 { 1 } else { 2 };
        // A unit left out, as in `3-502`, is nearer than any slip of a digit.
        let room = parts.last().filter(|_| parts.len() > 1 || beside.is_some());
        let candidates: Vec<PlaceId> = match pool {
            PlaceId::WHOLE => self.all().collect(),
            place => self.within(place).collect(),
        };
        let mut near: Vec<_> = candidates
            .into_iter()
            .filter_map(|id| {
                let place = self.get(id);
                if place.kind == PlaceKind::Whole || place.kind == PlaceKind::Building && place.unit.is_some()
                {
                    return None;
                }
                let code = typed_key_of(&place.code);
                let of_unit = room.is_some_and(|r| pool != PlaceId::WHOLE && *r == place.room);
                let apart = code.chars().count().abs_diff(length);
                if apart > most && !of_unit {
                    return None;
                }
                let distance = strsim::osa_distance(&code, &sought);
                (of_unit || distance <= most && distance < length).then_some((
                    if of_unit { distance.min(1) } else { distance },
                    !of_unit,
                    apart,
                    id,
                ))
            })
            .collect();
        near.sort();
        if parts.len() == 2 && beside.is_none() && near.iter().any(|(_, other, ..)| !other) {
            near.retain(|(_, other, ..)| !other);
        }
        near.into_iter().take(TOLD).map(|(.., id)| self.code(id).to_owned()).collect()
    }

    /// The parts of what was probably meant: as an address if it has that form, with `O l I` as digits.
    fn guessed_parts(&self, text: &str) -> Vec<String> {
        let addresses = self.addresses(text, &mut Vec::new());
        let parts = match addresses.first() {
            Some(parts) => parts.iter().map(|p| p.text.clone()).collect(),
            None => plain(text).split('-').map(str::to_owned).collect::<Vec<_>>(),
        };
        let as_digits = |part: String| match part.bytes().any(|b| b.is_ascii_digit()) {
            true => part.replace(['O', 'o'], "0").replace(['l', 'I'], "1").to_uppercase(),
            false => part.to_uppercase(),
        };
        parts.into_iter().map(as_digits).collect()
    }
}

fn typed_key_of(code: &str) -> std::borrow::Cow<'_, str> {
    if code.is_ascii() { code.into() } else { typed_key(code).into() }
}

#[cfg(test)]
mod tests {
    use crate::model::address::sample;

    #[test]
    fn near_places_are_in_the_building_that_was_named() {
        let places = sample();
        assert_eq!(places.near("3-2-l02"), ["3-2-102", "3-1-102", "3-2-101"]);
        assert_eq!(places.near("3-2-5O2")[0], "3-2-502");
        assert_eq!(places.near("3-502"), ["3-1-502", "3-2-502"]);
        assert_eq!(places.near("3幢9单元502"), ["3-1-502", "3-2-502", "3-1-102"]);
        assert_eq!(places.near("采祥点"), ["采样点"]);
        assert!(places.near("").is_empty());
        assert!(places.near("完全不是地址").is_empty());
    }
}
