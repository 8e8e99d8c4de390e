//! From names to the small numbers that stand for them: what every cell that names something goes through.

use rustc_hash::FxHashMap;

/// Names and their numbers. A name is looked up among those of at most 16 bytes as numbers, not as text.
#[derive(Clone, Debug, Default)]
pub struct NameMap {
    short: FxHashMap<Short, u32>,
    all: FxHashMap<Box<str>, u32>,
}

impl NameMap {
    /// The number of a name.
    #[inline]
    pub fn get(&self, name: impl AsRef<[u8]>) -> Option<u32> {
        let name = name.as_ref();
        match Short::of(name) {
            Some(short) => self.short.get(&short).copied(),
            None => std::str::from_utf8(name).ok().and_then(|name| self.all.get(name)).copied(),
        }
    }

    /// Gives a name its number, another one if it has one already.
    pub fn insert(&mut self, name: &str, number: u32) {
        self.all.insert(name.into(), number);
        if let Some(short) = Short::of(name.as_bytes()) {
            self.short.insert(short, number);
        }
    }

    /// Every name, sorted.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.all.keys().map(|name| &**name).collect();
        names.sort_unstable();
        names
    }
}

/// At most 16 bytes as numbers: from both ends, so that with the length they are the name and no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Short {
    first: u64,
    last: u64,
    length: u8,
}

impl Short {
    #[inline]
    fn of(name: &[u8]) -> Option<Short> {
        let length = u8::try_from(name.len()).ok().filter(|&n| n <= 16)?;
        let (first, last) = if let (Some(&first), Some(&last)) = (name.first_chunk(), name.last_chunk()) {
            (u64::from_le_bytes(first), u64::from_le_bytes(last))
        } else if let (Some(&first), Some(&last)) = (name.first_chunk(), name.last_chunk()) {
            (u32::from_le_bytes(first).into(), u32::from_le_bytes(last).into())
        } else {
            (name.iter().fold(0, |all, &byte| all << 8 | u64::from(byte)), 0)
        };
        Some(Short { first, last, length })
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
