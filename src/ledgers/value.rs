//! How a cell becomes a value. Each type that a ledger's struct holds reads itself from a canonical cell, and knows
//! its [`Kind`].

use super::{Kind, Text};
use crate::model::{Day, Fault, Moment, PlaceId, Quantity, RowId, Stamp};
use crate::registers::{GroupId, ItemId, NameKind, Names, RoundId, StoreId, UnitId, VolunteerId};
use crate::said;

/// Why a cell could not be read: the finding's code and the words.
#[derive(Debug)]
pub struct CellFault {
    /// `type`, `bad-choice`, `unknown-item`…
    pub code: &'static str,
    /// What to say.
    pub fault: Fault,
    /// The value that was probably meant, for the remedy.
    pub probably: Option<String>,
}

impl CellFault {
    /// A cell that is not of its kind.
    pub fn of_type(fault: Fault) -> Box<CellFault> {
        Box::new(CellFault { code: "type", fault, probably: None })
    }
}

/// The answer of [`Value::read`]. The fault is boxed, so that the good case stays small and fast.
pub type Read<T> = std::result::Result<T, Box<CellFault>>;

/// A type that a ledger's struct can hold.
pub trait Value<'a>: Sized + Default {
    /// The kind of field it is.
    const KIND: Kind;
    /// Reads a cell that is not empty. `raw` is the cell with its quotes, `value` without.
    fn read(raw: &'a str, value: &str, names: &Names) -> Read<Self>;
    /// The same value, told where in its line the cell stands.
    #[inline]
    fn standing(self, _span: (u32, u32)) -> Self {
        self
    }
    /// What an empty cell of a field that is not required means.
    fn empty() -> Self {
        Self::default()
    }
    /// The value that stands for a name which is in no register, so that its row keeps its sums; `None` where
    /// a row with a bad cell cannot be counted.
    fn stand_in(_value: &str, _names: &Names) -> Option<Self> {
        None
    }
}

/// Need codes of a home.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs<'a>(pub Text<'a>);

impl<'a> Value<'a> for Needs<'a> {
    const KIND: Kind = Kind::Needs;
    fn read(raw: &'a str, value: &str, _: &Names) -> Read<Needs<'a>> {
        let good = |code: &str| {
            !code.is_empty() && code.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
        };
        if value.split('|').all(good) {
            return Ok(Needs(Text(raw)));
        }
        Err(CellFault::of_type(
            Fault::new(said!("`{value}` is not a list of needs", "“{value}” 不是需求列表")).remedy(said!(
                "codes separated by |, such as infant|elderly",
                "代码之间用 | 分隔，例如 infant|elderly"
            )),
        ))
    }
}

macro_rules! plain_values {
    ($($type:ty, $kind:expr, $read:expr;)*) => {$(
        impl<'a> Value<'a> for $type {
            const KIND: Kind = $kind;
            fn read(_: &'a str, value: &str, _: &Names) -> Read<$type> {
                let read: fn(&str) -> Result<$type, Fault> = $read;
                read(value).map_err(CellFault::of_type)
            }
        }
    )*};
}

/// Money in the community's currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Money(pub Quantity);

/// A quantity with a sign, as adjustments have it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Change(pub Quantity);

/// A whole number of people or homes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count(pub i32);

fn count(value: &str) -> Result<Count, Fault> {
    let digits = value.strip_prefix('-').unwrap_or(value);
    let plain = !digits.is_empty() && digits.len() <= 7 && digits.bytes().all(|b| b.is_ascii_digit());
    value.parse().ok().filter(|_| plain).map(Count).ok_or_else(|| {
        Fault::new(said!("`{value}` is not a whole number", "“{value}” 不是整数"))
            .remedy(said!("digits only, such as 12", "只写数字，例如 12"))
    })
}

plain_values! {
    Quantity, Kind::Quantity, Quantity::parse;
    Change, Kind::Change, |v| Quantity::parse(v).map(Change);
    Money, Kind::Money, |v| Quantity::parse(v).map(Money);
    Count, Kind::Count, count;
    Moment, Kind::Moment, Moment::parse;
    Day, Kind::Day, Day::parse;
    Stamp, Kind::Stamp, Stamp::parse;
}

impl<'a> Value<'a> for Option<RowId> {
    const KIND: Kind = Kind::RowRef;
    fn read(_: &'a str, value: &str, _: &Names) -> Read<Option<RowId>> {
        RowId::parse(value)
            .map(Some)
            .map_err(|fault| Box::new(CellFault { code: "id-form", fault, probably: None }))
    }
}

/// A cell that may be empty and then says nothing.
macro_rules! optional_values {
    ($($type:ty),*) => {$(
        impl<'a> $crate::ledgers::Value<'a> for Option<$type> {
            const KIND: $crate::ledgers::Kind = <$type as $crate::ledgers::Value<'a>>::KIND;
            fn read(
                raw: &'a str, value: &str, names: &$crate::registers::Names,
            ) -> $crate::ledgers::Read<Option<$type>> {
                <$type as $crate::ledgers::Value<'a>>::read(raw, value, names).map(Some)
            }
            fn stand_in(value: &str, names: &$crate::registers::Names) -> Option<Option<$type>> {
                <$type as $crate::ledgers::Value<'a>>::stand_in(value, names).map(Some)
            }
        }
    )*};
}

pub(crate) use optional_values;

optional_values!(Quantity, Money, Count, Day, Moment, RoundId, VolunteerId, PlaceId, StoreId);

fn unknown(
    code: &'static str,
    en: &str,
    zh: &str,
    value: &str,
    near: Vec<String>,
    remedy: &str,
) -> Box<CellFault> {
    let fault = Fault::new(said!("there is no {en} {value}", "没有{zh}“{value}”"));
    let fault = match crate::error::did_you_mean(&near) {
        Some(hint) => fault.remedy(hint),
        None => fault.remedy(said!("register it first: {remedy}", "请先登记：{remedy}")),
    };
    Box::new(CellFault { code, fault, probably: near.into_iter().next() })
}

impl<'a> Value<'a> for PlaceId {
    const KIND: Kind = Kind::Place;
    #[inline]
    fn read(_: &'a str, value: &str, names: &Names) -> Read<PlaceId> {
        if let Some(id) = names.places().find(value.as_bytes()) {
            return Ok(id);
        }
        let near = names.places().near(value);
        Err(unknown("unknown-place", "place", "位置", value, near, "ledgers/community.toml"))
    }
    fn stand_in(value: &str, names: &Names) -> Option<PlaceId> {
        Some(PlaceId::from_index(names.extra(NameKind::Place, value)))
    }
}

impl<'a> Value<'a> for ItemId {
    const KIND: Kind = Kind::Item;
    #[inline]
    fn read(_: &'a str, value: &str, names: &Names) -> Read<ItemId> {
        names.item(value).ok_or_else(|| {
            unknown(
                "unknown-item",
                "item",
                "物品",
                value,
                names.near(NameKind::Item, value),
                &format!("linli item add {value} --unit 份"),
            )
        })
    }
    fn stand_in(value: &str, names: &Names) -> Option<ItemId> {
        Some(ItemId::from_index(names.extra(NameKind::Item, value)))
    }
}

impl<'a> Value<'a> for UnitId {
    const KIND: Kind = Kind::Unit;
    #[inline]
    fn read(_: &'a str, value: &str, names: &Names) -> Read<UnitId> {
        Ok(names.unit(value).unwrap_or_else(|| UnitId::from_index(names.extra(NameKind::Unit, value))))
    }
}

impl<'a> Value<'a> for StoreId {
    const KIND: Kind = Kind::Store;
    fn read(_: &'a str, value: &str, names: &Names) -> Read<StoreId> {
        names.store(value).ok_or_else(|| {
            unknown(
                "unknown-store",
                "store",
                "仓库",
                value,
                names.near(NameKind::Store, value),
                &format!("linli store add {value} --name {value}"),
            )
        })
    }
    fn stand_in(value: &str, names: &Names) -> Option<StoreId> {
        Some(StoreId::from_index(names.extra(NameKind::Store, value)))
    }
}

impl<'a> Value<'a> for RoundId {
    const KIND: Kind = Kind::Round;
    fn read(_: &'a str, value: &str, names: &Names) -> Read<RoundId> {
        names.round(value).ok_or_else(|| {
            unknown(
                "unknown-round",
                "round",
                "批次",
                value,
                names.near(NameKind::Round, value),
                &format!("linli round open {value} --kind testing --title {value}"),
            )
        })
    }
    fn stand_in(value: &str, names: &Names) -> Option<RoundId> {
        Some(RoundId::from_index(names.extra(NameKind::Round, value)))
    }
}

impl<'a> Value<'a> for VolunteerId {
    const KIND: Kind = Kind::Volunteer;
    fn read(_: &'a str, value: &str, names: &Names) -> Read<VolunteerId> {
        names.volunteer(value).ok_or_else(|| {
            unknown(
                "unknown-volunteer",
                "volunteer",
                "志愿者",
                value,
                names.near(NameKind::Volunteer, value),
                &format!("linli volunteer add {value} --group logistics --role member"),
            )
        })
    }
    fn stand_in(value: &str, names: &Names) -> Option<VolunteerId> {
        Some(VolunteerId::from_index(names.extra(NameKind::Volunteer, value)))
    }
}

impl<'a> Value<'a> for GroupId {
    const KIND: Kind = Kind::Group;
    fn read(_: &'a str, value: &str, names: &Names) -> Read<GroupId> {
        names.group(value).ok_or_else(|| {
            unknown(
                "unknown-group",
                "group",
                "小组",
                value,
                names.near(NameKind::Group, value),
                "ledgers/community.toml",
            )
        })
    }
    fn stand_in(value: &str, names: &Names) -> Option<GroupId> {
        Some(GroupId::from_index(names.extra(NameKind::Group, value)))
    }
}

/// A fixed list of values as an enum: `code` in files, two words for people.
macro_rules! choices {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal, $en:literal, $zh:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        #[allow(missing_docs, reason = "a variant's words stand beside it")]
        pub enum $name { #[default] $($(#[$vdoc])* $variant),* }

        impl $name {
            /// Every value, in order; the first is what an empty cell means.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];
            /// The codes and words.
            pub const CHOICES: &'static [$crate::ledgers::Choice] =
                &[$($crate::ledgers::Choice { code: $code, words: $crate::words::words($en, $zh) }),*];
            /// The code in the file.
            pub fn code(self) -> &'static str { Self::CHOICES[self as usize].code }
            /// The words for people.
            pub fn words(self) -> $crate::words::Words { Self::CHOICES[self as usize].words }
            /// The value with this code.
            pub fn from_code(code: &str) -> Option<$name> {
                Self::ALL.iter().copied().find(|v| v.code() == code)
            }
        }

        impl<'a> $crate::ledgers::Value<'a> for $name {
            const KIND: $crate::ledgers::Kind = $crate::ledgers::Kind::Choice($name::CHOICES);
            fn read(
                _: &'a str, value: &str, _: &$crate::registers::Names,
            ) -> $crate::ledgers::Read<$name> {
                match $crate::ledgers::choose(value, $name::CHOICES) {
                    Ok(at) => Ok($name::ALL[at]),
                    Err(fault) => Err(Box::new($crate::ledgers::CellFault {
                        code: "bad-choice",
                        fault,
                        probably: None,
                    })),
                }
            }
        }
    };
}
pub(crate) use choices;
