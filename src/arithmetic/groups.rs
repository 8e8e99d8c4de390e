//! Sums by key over very many rows: rows come in runs of a key, and there are few keys.

use crate::model::PlaceId;
use rustc_hash::FxHashMap;
use std::hash::Hash;

/// A value for each key met. Nothing iterates the map: what is kept is in the order of meeting, and
/// [`Groups::sorted`] puts it in order.
#[derive(Debug)]
pub struct Groups<K, V> {
    index: FxHashMap<K, usize>,
    entries: Vec<(K, V)>,
    last: usize,
}

impl<K, V> Default for Groups<K, V> {
    fn default() -> Groups<K, V> {
        Groups { index: FxHashMap::default(), entries: Vec::new(), last: 0 }
    }
}

impl<K: Copy + Eq + Hash + Ord, V: Default> Groups<K, V> {
    /// The value of a key; a new one if the key is new.
    #[inline]
    pub fn at(&mut self, key: K) -> &mut V {
        if self.entries.get(self.last).is_none_or(|(known, _)| *known != key) {
            self.last = *self.index.entry(key).or_insert(self.entries.len());
            if self.last == self.entries.len() {
                self.entries.push((key, V::default()));
            }
        }
        &mut self.entries[self.last].1
    }

    /// The keys in order, each with its value.
    pub fn sorted(mut self) -> Vec<(K, V)> {
        self.entries.sort_by_key(|(key, _)| *key);
        self.entries
    }
}

/// A set of places: one bit each, from the first to the last that is in it.
#[derive(Clone, Debug, Default)]
pub struct PlaceSet {
    first: usize,
    words: Vec<u64>,
}

impl PlaceSet {
    /// Puts a place into the set.
    #[inline]
    pub fn insert(&mut self, place: PlaceId) {
        let (word, bit) = (place.index() / 64, place.index() % 64);
        if self.words.is_empty() {
            self.first = word;
        }
        if word < self.first {
            let more = std::iter::repeat_n(0, self.first - word);
            self.words.splice(0..0, more);
            self.first = word;
        }
        if word - self.first >= self.words.len() {
            self.words.resize(word - self.first + 1, 0);
        }
        self.words[word - self.first] |= 1 << bit;
    }

    /// How many places are in it.
    pub fn count(&self) -> i64 {
        self.words.iter().map(|w| i64::from(w.count_ones())).sum()
    }

    /// Puts all places of another set into this one.
    pub fn extend(&mut self, other: &PlaceSet) {
        for (at, &word) in other.words.iter().enumerate() {
            for bit in (0..64).filter(|bit| word >> bit & 1 == 1) {
                self.insert(PlaceId::from_index((other.first + at) * 64 + bit));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};

    proptest! {
        #[test]
        fn a_set_of_places_counts_each_once_in_whatever_order_they_come(places in proptest::collection::vec(0usize..500, 0..60), cut in 0usize..60) {
            let (mut set, mut rest) = (PlaceSet::default(), PlaceSet::default());
            for (at, &place) in places.iter().enumerate() {
                let part = if at < cut { &mut set } else { &mut rest };
                part.insert(PlaceId::from_index(place));
            }
            set.extend(&rest);
            prop_assert_eq!(set.count() as usize, places.iter().collect::<BTreeSet<_>>().len());
        }

        #[test]
        fn groups_sum_as_a_sorted_map_does(rows in proptest::collection::vec((0u8..6, 0i64..100), 0..60)) {
            let (mut groups, mut map) = (Groups::<u8, i64>::default(), BTreeMap::new());
            for (key, n) in rows {
                *groups.at(key) += n;
                *map.entry(key).or_insert(0) += n;
            }
            prop_assert_eq!(groups.sorted(), map.into_iter().collect::<Vec<_>>());
        }
    }
}
