//! From names to the small numbers that stand for them: what every cell that names something goes through.

use rustc_hash::FxHashMap;

/// Names and their numbers. A name of at most 16 bytes is looked up as numbers, not as text, which takes a third of
/// the time that a hash map of strings does.
#[derive(Clone, Debug, Default)]
pub struct NameMap {
    all: FxHashMap<Box<str>, u32>,
    /// The short names, each at the first free slot from where its bytes point. At least three slots in four are
    /// free, and their number is a power of two.
    slots: Vec<Option<(Short, u32)>>,
}

impl NameMap {
    /// The number of a name.
    #[inline]
    pub fn get(&self, name: impl AsRef<[u8]>) -> Option<u32> {
        let name = name.as_ref();
        let Some(short) = Short::of(name) else {
            return std::str::from_utf8(name).ok().and_then(|name| self.all.get(name)).copied();
        };
        let mut at = short.slot();
        loop {
            let (found, number) = (*self.slots.get(at & self.slots.len().wrapping_sub(1))?)?;
            if found == short {
                return Some(number);
            }
            at += 1;
        }
    }

    /// Gives a name its number, another one if it has one already.
    pub fn insert(&mut self, name: &str, number: u32) {
        self.all.insert(name.into(), number);
        if self.all.len() * 4 > self.slots.len() {
            self.slots = vec![None; self.all.len().next_power_of_two() * 8];
            for (name, &number) in &self.all {
                place(&mut self.slots, name, number);
            }
        } else {
            place(&mut self.slots, name, number);
        }
    }

    /// Every name, sorted.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.all.keys().map(|name| &**name).collect();
        names.sort_unstable();
        names
    }
}

fn place(slots: &mut [Option<(Short, u32)>], name: &str, number: u32) {
    let Some(short) = Short::of(name.as_bytes()) else { return };
    let mut at = short.slot() & (slots.len() - 1);
    while slots[at].is_some_and(|(other, _)| other != short) {
        at = (at + 1) & (slots.len() - 1);
    }
    slots[at] = Some((short, number));
}

/// At most 16 bytes as numbers: from both ends, so that with the length they are the name and no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Short {
    first: u64,
    last: u64,
    length: u8,
}

impl Short {
    #[inline]
    fn of(name: &[u8]) -> Option<Short> {
        let (first, last) = match name.len() {
            0..4 => (name.iter().fold(0, |all, &byte| all << 8 | u64::from(byte)), 0),
            4..8 => (
                u32::from_le_bytes(*name.first_chunk()?).into(),
                u32::from_le_bytes(*name.last_chunk()?).into(),
            ),
            8..=16 => (u64::from_le_bytes(*name.first_chunk()?), u64::from_le_bytes(*name.last_chunk()?)),
            _ => return None,
        };
        Some(Short { first, last, length: name.len() as u8 })
    }

    /// Where to look for it first.
    #[inline]
    fn slot(self) -> usize {
        let mixed = (self.first ^ self.last.rotate_left(27)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed >> 32) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn every_name_has_its_own_number_and_others_have_none(
            names in proptest::collection::vec("[ab\u{0}份]{0,20}", 0..200),
            other in "[ab\u{0}份]{0,20}",
        ) {
            let mut map = NameMap::default();
            let mut expected = BTreeMap::new();
            for (number, name) in (0..).zip(&names) {
                map.insert(name, number);
                expected.insert(name.as_str(), number);
            }
            for name in names.iter().chain([&other]) {
                prop_assert_eq!(map.get(name), expected.get(name.as_str()).copied());
            }
            prop_assert_eq!(map.names(), expected.into_keys().collect::<Vec<_>>());
        }
    }
}
