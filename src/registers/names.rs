//! Names of the registers as small integers, so that a row of a ledger is small and comparing is fast.

use super::{Community, Item, Round, Service};
use crate::model::{NameMap, PlaceId, Places, near};
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(NonZeroU32);

        impl $name {
            /// From the place in its list.
            pub fn from_index(index: usize) -> $name { $name(NonZeroU32::MIN.saturating_add(index as u32)) }
            /// The place in its list.
            pub fn index(self) -> usize { self.0.get() as usize - 1 }
        }

        impl Default for $name {
            /// The first of its list.
            fn default() -> $name { $name(NonZeroU32::MIN) }
        }
    )*};
}

ids! {
    /// An item, by its place in `items.csv`; names that are not registered follow.
    ItemId;
    /// A unit word. The first is the empty one: the item's base unit.
    UnitId;
    /// A store, by its place in `community.toml`.
    StoreId;
    /// A round, by its place in `rounds.toml`.
    RoundId;
    /// A volunteer, by the first place on the roster.
    VolunteerId;
    /// A group, by its place in `community.toml`.
    GroupId;
}

/// The kinds of name that a row can hold without their being registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the name of a register")]
pub enum NameKind {
    Place,
    Item,
    Unit,
    Store,
    Round,
    Volunteer,
    Group,
}

const KINDS: usize = 7;

/// All names of a community.
#[derive(Debug)]
pub struct Names {
    places: Places,
    lists: [Vec<String>; KINDS],
    maps: [NameMap; KINDS],
    extras: Mutex<[Vec<String>; KINDS]>,
    /// How many of the extras have their final number.
    settled: Mutex<[usize; KINDS]>,
}

impl Names {
    /// The names of these registers. Unit words are those of the items, in their order.
    pub fn new(community: &mut Community, items: &[Item], rounds: &[Round], services: &[Service]) -> Names {
        let places = std::mem::take(&mut community.places);
        let mut names = Names {
            places,
            lists: Default::default(),
            maps: Default::default(),
            extras: Mutex::default(),
            settled: Mutex::default(),
        };
        names.add(NameKind::Unit, "");
        crate::model::MASS_WORDS.iter().for_each(|word| names.add(NameKind::Unit, word));
        for (at, item) in items.iter().enumerate() {
            names.lists[NameKind::Item as usize].push(item.name.clone());
            let map = &mut names.maps[NameKind::Item as usize];
            for name in std::iter::once(&item.name).chain(&item.aliases) {
                if map.get(name).is_none() {
                    map.insert(name, at as u32);
                }
            }
            names.add(NameKind::Unit, &item.unit);
            for pack in item.packs_text.split('|').filter_map(|p| p.split_once('=')) {
                names.add(NameKind::Unit, pack.0.trim());
            }
        }
        community.stores.iter().for_each(|s| names.add(NameKind::Store, &s.code));
        community.groups.iter().for_each(|g| names.add(NameKind::Group, &g.code));
        rounds.iter().for_each(|r| names.add(NameKind::Round, &r.code));
        services.iter().for_each(|s| names.add(NameKind::Volunteer, &s.volunteer));
        names
    }

    /// Codes of rounds that stand in the file, those included that cannot be read: a row that names one is not to blame
    /// for what is wrong with the round.
    pub(super) fn know_rounds(&mut self, codes: &[String]) {
        codes.iter().for_each(|code| self.add(NameKind::Round, code));
    }

    fn add(&mut self, kind: NameKind, name: &str) {
        let (list, map) = (&mut self.lists[kind as usize], &mut self.maps[kind as usize]);
        if map.get(name).is_none() {
            map.insert(name, list.len() as u32);
            list.push(name.to_owned());
        }
    }

    /// The places.
    pub fn places(&self) -> &Places {
        &self.places
    }

    #[inline]
    fn find(&self, kind: NameKind, name: &str) -> Option<usize> {
        self.maps[kind as usize].get(name).map(|n| n as usize)
    }

    /// The item of this name or alias.
    #[inline]
    pub fn item(&self, name: &str) -> Option<ItemId> {
        self.find(NameKind::Item, name).map(ItemId::from_index)
    }

    /// The unit word, if some item has it.
    #[inline]
    pub fn unit(&self, name: &str) -> Option<UnitId> {
        self.find(NameKind::Unit, name).map(UnitId::from_index)
    }

    /// The store of this code.
    pub fn store(&self, code: &str) -> Option<StoreId> {
        self.find(NameKind::Store, code).map(StoreId::from_index)
    }

    /// The round of this code.
    pub fn round(&self, code: &str) -> Option<RoundId> {
        self.find(NameKind::Round, code).map(RoundId::from_index)
    }

    /// The volunteer of this name.
    pub fn volunteer(&self, name: &str) -> Option<VolunteerId> {
        self.find(NameKind::Volunteer, name).map(VolunteerId::from_index)
    }

    /// The group of this code.
    pub fn group(&self, code: &str) -> Option<GroupId> {
        self.find(NameKind::Group, code).map(GroupId::from_index)
    }

    /// The registered names of a kind (places have their own table).
    pub fn list(&self, kind: NameKind) -> &[String] {
        &self.lists[kind as usize]
    }

    /// The number that stands for a name which is not registered: beyond the registered ones.
    pub fn extra(&self, kind: NameKind, name: &str) -> usize {
        let known = self.known(kind);
        let mut extras = self.extras.lock().unwrap_or_else(PoisonError::into_inner);
        let list = &mut extras[kind as usize];
        let at = list.iter().position(|n| n == name).unwrap_or_else(|| {
            list.push(name.to_owned());
            list.len() - 1
        });
        known + at
    }

    fn known(&self, kind: NameKind) -> usize {
        match kind {
            NameKind::Place => self.places.len(),
            _ => self.lists[kind as usize].len(),
        }
    }

    /// Puts the names newly met that are not registered in order, so that their numbers do not depend on which file was
    /// read first. True if there are any, and what was read must be read again. Numbers given before stay.
    pub fn settle(&self) -> bool {
        let mut extras = self.extras.lock().unwrap_or_else(PoisonError::into_inner);
        let mut settled = self.settled.lock().unwrap_or_else(PoisonError::into_inner);
        let mut any = false;
        for (list, settled) in extras.iter_mut().zip(settled.iter_mut()) {
            any |= list.len() > *settled;
            list[*settled..].sort();
            *settled = list.len();
        }
        any
    }

    fn name(&self, kind: NameKind, index: usize) -> String {
        match self.lists[kind as usize].get(index) {
            Some(name) => name.clone(),
            None => {
                let extras = self.extras.lock().unwrap_or_else(PoisonError::into_inner);
                extras[kind as usize].get(index.saturating_sub(self.known(kind))).cloned().unwrap_or_default()
            }
        }
    }

    /// The code of a place, registered or not.
    pub fn place_code(&self, place: PlaceId) -> String {
        if place.index() < self.places.len() {
            return self.places.code(place).to_owned();
        }
        let extras = self.extras.lock().unwrap_or_else(PoisonError::into_inner);
        extras[NameKind::Place as usize].get(place.index() - self.places.len()).cloned().unwrap_or_default()
    }

    /// True if the place is one of the community's (or a destination).
    pub fn has_place(&self, place: PlaceId) -> bool {
        place.index() < self.places.len()
    }

    /// The name of an item.
    pub fn item_name(&self, item: ItemId) -> String {
        self.name(NameKind::Item, item.index())
    }

    /// The unit word.
    pub fn unit_name(&self, unit: UnitId) -> String {
        self.name(NameKind::Unit, unit.index())
    }

    /// The code of a store; empty where there is none.
    pub fn store_code(&self, store: StoreId) -> String {
        self.name(NameKind::Store, store.index())
    }

    /// The code of a round.
    pub fn round_code(&self, round: RoundId) -> String {
        self.name(NameKind::Round, round.index())
    }

    /// The name of a volunteer.
    pub fn volunteer_name(&self, volunteer: VolunteerId) -> String {
        self.name(NameKind::Volunteer, volunteer.index())
    }

    /// The code of a group.
    pub fn group_code(&self, group: GroupId) -> String {
        self.name(NameKind::Group, group.index())
    }

    /// How many unit words there are, registered or not.
    pub fn unit_count(&self) -> usize {
        self.count(NameKind::Unit)
    }

    /// How many items there are, registered or not.
    pub fn item_count(&self) -> usize {
        self.count(NameKind::Item)
    }

    fn count(&self, kind: NameKind) -> usize {
        let extras = self.extras.lock().unwrap_or_else(PoisonError::into_inner);
        self.known(kind) + extras[kind as usize].len()
    }

    /// The registered names near a typed one, best first, at most three.
    pub fn near(&self, kind: NameKind, typed: &str) -> Vec<String> {
        near(typed, self.maps[kind as usize].names().into_iter()).into_iter().map(str::to_owned).collect()
    }
}
