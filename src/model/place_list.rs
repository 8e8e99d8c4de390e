//! Lists of places in one word of a command line: ranges, all of something, homes with a need.

use super::address_around::without_names;
use super::address_text::{mend, plain, with_digits, without_last_word};
use super::{Fault, PlaceId, PlaceKind, Places};
use crate::said;
use std::collections::BTreeSet;

/// One end of a range: the place before the number (`3-2` of `3-2-501`; empty for a building), and the number.
type End = (String, u64);

impl Places {
    /// Reads one word of a command line as places: an address, `3-2-501..504` (the homes of these that exist),
    /// `1..27` (buildings), `3-1..2` (units), `3-*` (the units of 3; of a building without units its homes),
    /// `3-2-*` and `3-*-*` (homes), `needs:infant` (by the callback; `None`: no such need), and any of these
    /// separated by commas. In place order, without repeats.
    pub fn list(
        &self,
        text: &str,
        needs: &dyn Fn(&str) -> Option<Vec<PlaceId>>,
    ) -> Result<Vec<PlaceId>, Fault> {
        if let Some(id) = self.find(text.trim().as_bytes()) {
            return Ok(vec![id]);
        }
        let mut places = BTreeSet::new();
        let pieces: Vec<&str> =
            text.split([',', '，', '、', ';', '；']).map(str::trim).filter(|p| !p.is_empty()).collect();
        if pieces.is_empty() {
            places.insert(self.typed(text, None)?.id);
        }
        let exact = !text.contains(['，', '、', '；']);
        for pair in pieces.windows(2) {
            if !exact || pair.iter().any(|piece| self.find(piece.as_bytes()).is_none()) {
                self.refuse_shared(pair[0], pair[1])?;
            }
        }
        for piece in pieces {
            places.extend(self.piece(piece, needs)?);
        }
        Ok(places.into_iter().collect())
    }

    /// A number alone beside a longer address may share a part of it: `3、5幢2单元` may be two units, `3-2、1` too.
    fn refuse_shared(&self, first: &str, second: &str) -> Result<(), Fault> {
        let number = |text: &str| {
            let digits = with_digits(&mend(&plain(text), &mut Vec::new()));
            let alone = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
            alone.then_some(digits)
        };
        let (short, shared) = match (number(first), number(second)) {
            (Some(number), None) => {
                let address = with_digits(&mend(&plain(second), &mut Vec::new()));
                let rest = address.trim_start_matches(|c: char| c.is_ascii_digit());
                (first, (rest.len() < address.len()).then(|| format!("{number}{rest}")))
            }
            (None, Some(number)) => {
                let outer = self.end(first).map(|(outer, _)| outer).filter(|outer| !outer.is_empty());
                (second, outer.map(|outer| format!("{outer}-{number}")))
            }
            _ => return Ok(()),
        };
        let alone = self.typed(short, None).map(|place| place.id);
        let shared = shared.and_then(|text| self.typed(&text, None).ok()).map(|place| place.id);
        match (alone, shared) {
            (Ok(alone), Some(shared)) if alone != shared => {
                let (alone, shared) = (self.code(alone), self.code(shared));
                Err(Fault::new(said!(
                    "`{short}` in `{first}, {second}` can be {alone} or {shared}",
                    "“{first}、{second}”中的“{short}”可能是 {alone}，也可能是 {shared}"
                ))
                .remedy(said!("write {alone} or {shared}", "请写明 {alone} 或 {shared}")))
            }
            _ => Ok(()),
        }
    }

    fn piece(
        &self,
        piece: &str,
        needs: &dyn Fn(&str) -> Option<Vec<PlaceId>>,
    ) -> Result<Vec<PlaceId>, Fault> {
        if let Some(id) = self.find(piece.as_bytes()) {
            return Ok(vec![id]);
        }
        let plain = plain(piece);
        if let Some(need) = plain.strip_prefix("needs:").map(str::trim) {
            return needs(need).ok_or_else(|| {
                Fault::new(said!("there is no need `{need}`", "没有“{need}”这种需要"))
                    .remedy(said!("needs are words such as needs:infant", "请写 needs:infant 这样的需要"))
            });
        }
        if let Some(outer) = plain.strip_suffix("-*") {
            return match outer.strip_suffix("-*") {
                Some(outer) => self.level_below(piece, outer, 2),
                None => self.level_below(piece, outer, 1),
            };
        }
        match plain.split_once("..") {
            Some((from, to)) => self.range(piece, from.trim(), to.trim_start_matches('.').trim()),
            None => Ok(vec![self.typed(piece, None)?.id]),
        }
    }

    /// The places one or two levels below a place: `3-*`, `3-*-*`.
    fn level_below(&self, piece: &str, outer: &str, levels: u32) -> Result<Vec<PlaceId>, Fault> {
        let place = self.typed(outer, None)?.id;
        let below: Vec<PlaceId> = match (self.get(place).kind, levels) {
            (PlaceKind::Whole, 1) => self.buildings().map(|b| self.meant_by(b)).collect(),
            (PlaceKind::Whole, _) | (PlaceKind::Building, 1) => self.units(place).collect(),
            (PlaceKind::Building, _) | (PlaceKind::Unit, 1) => self.homes(place).collect(),
            (PlaceKind::Unit, _) | (PlaceKind::Home | PlaceKind::Destination, _) => Vec::new(),
        };
        if below.is_empty() {
            let code = self.code(place);
            return Err(Fault::new(said!(
                "`{piece}`: there is nothing below {code}",
                "“{piece}”：{code} 之下没有地点"
            )));
        }
        Ok(below)
    }

    fn range(&self, piece: &str, from: &str, to: &str) -> Result<Vec<PlaceId>, Fault> {
        let (Some((outer, first)), Some((outer_to, last))) = (self.end(from), self.end(to)) else {
            return self.building_range(piece, from, to);
        };
        let place = if outer.is_empty() { None } else { Some(self.typed(&outer, None)?.id) };
        if !outer_to.is_empty() && Some(self.typed(&outer_to, None)?.id) != place {
            return Err(Fault::new(said!(
                "the ends of `{piece}` are not in one place",
                "“{piece}”的两端不在同一处"
            ))
            .remedy(said!("such as 3-2-501..504, 3-1..2 or 1..27", "例如 3-2-501..504、3-1..2 或 1..27")));
        }
        if first > last {
            return Err(backwards(piece));
        }
        let numbered = |id: &PlaceId| {
            self.get(*id).part().parse::<u64>().is_ok_and(|number| (first..=last).contains(&number))
        };
        let found: Vec<PlaceId> = match place {
            None => self.buildings().filter(numbered).map(|b| self.meant_by(b)).collect(),
            Some(building) if self.get(building).kind == PlaceKind::Building => {
                let units: Vec<PlaceId> = self.units(building).filter(numbered).collect();
                let only_unit = self.units(building).count() == 1;
                if units.is_empty() && only_unit {
                    self.homes(building).filter(numbered).collect()
                } else {
                    units
                }
            }
            Some(place) => self.homes(place).filter(|&h| h != place).filter(numbered).collect(),
        };
        if found.is_empty() { Err(self.empty_range(piece)) } else { Ok(found) }
    }

    /// A range whose ends are not numbers: `A..D`.
    fn building_range(&self, piece: &str, from: &str, to: &str) -> Result<Vec<PlaceId>, Fault> {
        let building = |text: &str| -> Result<PlaceId, Fault> {
            let id = self.typed(text, None)?.id;
            self.building_of(id).filter(|&b| self.meant_by(b) == id).ok_or_else(|| {
                Fault::new(said!("`{piece}` is not a range of places", "“{piece}”不是地点范围"))
                    .remedy(said!("such as 3-2-501..504 or 1..27", "例如 3-2-501..504 或 1..27"))
            })
        };
        let (first, last) = (building(from)?, building(to)?);
        if first > last {
            return Err(backwards(piece));
        }
        Ok(self.buildings().filter(|b| (first..=last).contains(b)).map(|b| self.meant_by(b)).collect())
    }

    /// The number at the end of an address, and what stands before it; `None` if it ends in no number.
    fn end(&self, text: &str) -> Option<End> {
        let mended = mend(text, &mut Vec::new());
        let unnamed = without_names(&mended, &self.own_names).pop()?;
        let digits = with_digits(&unnamed);
        let address = without_last_word(&digits);
        let outer = address.trim_end_matches(|c: char| c.is_ascii_digit());
        let number = address[outer.len()..].parse().ok()?;
        Some((outer.trim_end_matches(['-', ' ']).to_owned(), number))
    }

    fn empty_range(&self, piece: &str) -> Fault {
        Fault::new(said!("there is no place in `{piece}`", "“{piece}”范围内没有地点"))
            .remedy(self.how_to_write())
    }
}

fn backwards(piece: &str) -> Fault {
    Fault::new(said!("`{piece}` runs backwards", "“{piece}”前后颠倒"))
        .remedy(said!("write the lower end first", "请把小的一端写在前面"))
}

#[cfg(test)]
mod tests {
    use crate::model::address::sample;
    use proptest::prelude::*;

    fn listed(text: &str) -> Result<String, String> {
        let places = sample();
        let infants = |need: &str| {
            (need == "infant")
                .then(|| vec![places.find(b"3-2-502").unwrap(), places.find(b"3-1-101").unwrap()])
        };
        match places.list(text, &infants) {
            Ok(ids) => Ok(ids.iter().map(|&id| places.code(id)).collect::<Vec<_>>().join(" ")),
            Err(fault) => Err(fault.message.en),
        }
    }

    #[test]
    fn a_word_is_an_address_a_range_a_group_or_several() {
        for (typed, codes) in [
            ("3-2", "3-2"),
            ("3幢2单元502室", "3-2-502"),
            ("*", "*"),
            ("采样点", "采样点"),
            ("3-2-501..504", "3-2-501 3-2-502"),
            ("3-2-501..3-2-602", "3-2-501 3-2-502 3-2-601 3-2-602"),
            ("3幢2单元501..504室", "3-2-501 3-2-502"),
            ("３－２－５０１．．５０２", "3-2-501 3-2-502"),
            ("1..9", "2 3 5-0 8"),
            ("2幢..5幢", "2 3 5-0"),
            ("3-1..2", "3-1 3-2"),
            ("3-1..3-2", "3-1 3-2"),
            ("5-501..502", "5-0-501 5-0-502"),
            ("A-1201..1202", "A-1-1201 A-1-1202"),
            ("88..A", "88-0 A"),
            ("3-*", "3-1 3-2"),
            ("needs:infant", "3-1-101 3-2-502"),
            ("needs：infant，5", "3-1-101 3-2-502 5-0"),
            ("5,3-2-502、3-2,3-2", "3-2 3-2-502 5-0"),
            ("3、5幢", "3 5-0"),
        ] {
            assert_eq!(listed(typed).as_deref(), Ok(codes), "{typed}");
        }
        assert_eq!(listed("3-2-*").unwrap().split(' ').count(), 34);
        assert_eq!(listed("3-*-*").unwrap().split(' ').count(), 68);
        assert_eq!(listed("5-*").unwrap().split(' ').next(), Some("5-0-101"));
    }

    #[test]
    fn a_number_that_may_share_the_address_beside_it_is_a_doubt() {
        for (typed, message) in [
            ("3、2幢2单元", "`3` in `3, 2幢2单元` can be 3 or 3-2"),
            ("三、二幢二单元", "`三` in `三, 二幢二单元` can be 3 or 3-2"),
            ("12-1、2", "`2` in `12-1, 2` can be 2 or 12-2"),
            ("52、5-502", "`52` in `52, 5-502` can be 52-0 or 52-0-502"),
            ("12幢1单元,2", "`2` in `12幢1单元, 2` can be 2 or 12-2"),
        ] {
            assert_eq!(listed(typed), Err(message.to_owned()), "{typed}");
        }
        for (typed, codes) in [("12-1,2", "2 12-1"), ("3、5、12幢", "3 5-0 12"), ("88、3-1", "3-1 88-0")]
        {
            assert_eq!(listed(typed).as_deref(), Ok(codes), "{typed}");
        }
        assert!(listed("3-2-501、502").is_err());
    }

    #[test]
    fn a_range_without_places_or_backwards_is_refused() {
        for (typed, message) in [
            ("3-2-503..504", "there is no place in `3-2-503..504`"),
            ("13..20", "there is no place in `13..20`"),
            ("5..3", "`5..3` runs backwards"),
            ("A..88", "`A..88` runs backwards"),
            ("3-2-501..3-1-504", "the ends of `3-2-501..3-1-504` are not in one place"),
            ("3-2-502-*", "`3-2-502-*`: there is nothing below 3-2-502"),
            ("needs:wings", "there is no need `wings`"),
            ("3,99", "there is no place `99` in the community"),
            ("", "no place is given"),
            (",", "there is no place `,` in the community"),
        ] {
            assert_eq!(listed(typed), Err(message.to_owned()), "{typed}");
        }
        for refused in ["..", "3..", "..3", "3-2-502..*", "9-1..2", "3-..4"] {
            assert!(listed(refused).is_err(), "{refused}");
        }
    }

    proptest! {
        #[test]
        fn any_word_is_listed_or_refused_and_lists_are_in_order(text in "[-0-9A*.,幢单元室 ]{0,12}|\\PC*") {
            let places = sample();
            if let Ok(ids) = places.list(&text, &|_| None) {
                prop_assert!(!ids.is_empty() && ids.is_sorted_by(|a, b| a < b));
            }
        }
    }
}
