//! What is asked of a report, applied to rows and cells: which rows it is about, and what the public may see.

use super::Asked;
use crate::books::Books;
use crate::error::{Error, Result};
use crate::model::{Cell, Day, PlaceId, PlaceKind};
use crate::registers::{ItemId, StoreId, UnitId};
use crate::said;
use crate::words::{Said, any_of};

impl Asked {
    /// True if what is shown leaves the community: then nothing of residents below the unit, and donors as they wish.
    pub(super) fn leaves(&self) -> bool {
        self.public || self.city
    }

    /// The refusal to show homes to those outside the community, with what to type instead.
    pub(super) fn no_homes(&self, instead: Said) -> Error {
        let message = match self.city {
            true => said!(
                "what leaves a community goes no further than the unit: homes are its own people's to see",
                "出小区的内容只到单元，不到户：户的情况只有本小区能看"
            ),
            false => said!(
                "what is public names no home: nothing below the unit is shown",
                "公开内容不列到户，最细到单元"
            ),
        };
        Error::refused(message).hint(instead)
    }

    /// Refuses what the public may not be told: figures of one home, by whatever key.
    pub fn refuse_homes(&self, books: &Books) -> Result<()> {
        let names = &books.registers.names;
        let below =
            |place: PlaceId| !names.has_place(place) || names.places().get(place).kind == PlaceKind::Home;
        if self.leaves() && self.place.is_some_and(below) {
            return Err(self.no_homes(said!("--place with a unit", "--place 请写到单元")));
        }
        Ok(())
    }

    /// What `--by` says, among the report's keys; the first if nothing was said.
    pub(super) fn key(&self, keys: &'static [&'static str]) -> Result<&'static str> {
        let Some(typed) = &self.by else { return Ok(keys.first().copied().unwrap_or_default()) };
        keys.iter().copied().find(|key| key == typed).ok_or_else(|| {
            let known = any_of(keys);
            let (en, zh) = (&known.en, &known.zh);
            Error::usage(said!("this report has no --by {typed}", "这份报表没有 --by {typed}"))
                .hint(said!("use --by {en}", "可用：--by {zh}"))
        })
    }

    /// True if rows of this day count: in the period, and not after the day of the report.
    #[inline]
    pub(super) fn has_day(&self, day: Day) -> bool {
        day <= self.as_of && self.period.contains(day)
    }

    /// True if rows of this item count.
    #[inline]
    pub(super) fn has_item(&self, item: ItemId) -> bool {
        self.item.is_none_or(|asked| asked == item)
    }

    /// True if rows of this store count.
    #[inline]
    pub(super) fn has_store(&self, store: StoreId) -> bool {
        self.store.is_none_or(|asked| asked == store)
    }

    /// True if rows of this place count.
    #[inline]
    pub(super) fn has_place(&self, books: &Books, place: PlaceId) -> bool {
        self.place.is_none_or(|asked| books.registers.names.places().covers(asked, place))
    }

    /// The place as it may be shown: outside the community the unit of a home.
    pub(super) fn shown_place(&self, books: &Books, place: PlaceId) -> PlaceId {
        let names = &books.registers.names;
        let is_home = names.has_place(place) && names.places().get(place).kind == PlaceKind::Home;
        match self.leaves() && is_home {
            true => names.places().unit_of(place).unwrap_or(place),
            false => place,
        }
    }

    /// The code of a place as it may be shown: outside the community the unit of a home, and nothing of what is in no register,
    /// which may be anything.
    pub(super) fn shown_code(&self, books: &Books, place: PlaceId) -> Cell {
        let names = &books.registers.names;
        match self.leaves() && !names.has_place(place) {
            true => Cell::Said(said!("unknown place", "未登记的位置")),
            false => Cell::text(names.place_code(self.shown_place(books, place))),
        }
    }

    /// A volunteer's name as it may be shown: masked for the public.
    pub(super) fn shown_name(&self, books: &Books, name: &str) -> Cell {
        match self.public {
            true => Cell::text(books.registers.community.privacy.mask.mask(name)),
            false => Cell::text(name),
        }
    }

    /// A count of people, homes or what they got: for the public `<n` if it is small, but nothing stays 0.
    pub(super) fn shown_count(&self, books: &Books, count: i64) -> Cell {
        let small = i64::from(books.registers.community.privacy.small_counts);
        match self.public && (1..small).contains(&count) {
            true => Cell::Text(format!("<{small}")),
            false => Cell::Count(count),
        }
    }
}

/// The first cell of a total row.
pub(super) fn total() -> Cell {
    Cell::Said(said!("total", "合计"))
}

/// Items in the order of the register, each with its base unit first.
pub(super) fn goods_order(books: &Books, item: ItemId, unit: UnitId) -> impl Ord + use<> {
    (item, unit != books.base_unit(item), unit)
}

/// True if all lines are of one item in one unit, so that their quantities can be added up.
pub(super) fn one_kind(mut goods: impl Iterator<Item = (ItemId, UnitId)>) -> bool {
    let first = goods.next();
    goods.all(|one| Some(one) == first)
}

/// The name of an item, and the word of its unit.
pub(super) fn goods_cells(books: &Books, item: ItemId, unit: UnitId) -> [Cell; 2] {
    let names = &books.registers.names;
    [Cell::text(names.item_name(item)), Cell::text(names.unit_name(unit))]
}
