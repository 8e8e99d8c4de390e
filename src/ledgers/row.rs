//! A row of any ledger: the common columns around the ledger's own.

use super::{Field, Kind, Read, Value, Written};
use crate::model::{Day, RowId, Stamp};
use crate::registers::Names;
use crate::words::Words;

/// A kind of ledger, described: everything the program knows of it comes from here.
#[derive(Clone, Copy, Debug)]
pub struct Ledger {
    /// The folder and the word on the command line.
    pub name: &'static str,
    /// The first letter of its ids.
    pub letter: u8,
    /// Its title.
    pub title: Words,
    /// What it is for.
    pub about: Words,
    /// Its columns in canonical order, the common ones included.
    pub fields: &'static [Field],
    /// For each field whether an empty cell stands for a word ([`Ledger::stands_for`]); none does beyond its end.
    pub defaulted: &'static [bool],
}

/// What an empty cell stands for, where it stands for a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Default {
    /// The base unit of the row's item.
    BaseUnit,
    /// The first store of `community.toml`.
    FirstStore,
    /// A code of the field's list.
    Code(&'static str),
}

impl Ledger {
    /// The field of this name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|f| f.name == name)
    }

    /// The position of a field in [`Ledger::fields`].
    pub fn position(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|f| f.name == name)
    }

    /// What an empty cell of the field at this position stands for; `None` where it says nothing.
    pub fn stands_for(&self, position: usize) -> Option<Default> {
        match self.fields[position].kind {
            _ if self.defaulted.get(position) != Some(&true) => None,
            Kind::Unit => Some(Default::BaseUnit),
            Kind::Store => Some(Default::FirstStore),
            Kind::Choice([first, ..]) => Some(Default::Code(first.code)),
            _ => None,
        }
    }

    /// The fields between the common columns.
    pub fn own_fields(&self) -> &'static [Field] {
        &self.fields[2..self.fields.len() - 4]
    }

    /// True if some field is negated by a reversal; else a reversal copies its row as it is.
    pub fn negates(&self) -> bool {
        self.own_fields().iter().any(|f| f.kind.is_negated())
    }

    /// The file of a day's month, relative to the community's directory.
    pub fn path(&self, day: Day) -> String {
        format!("ledgers/{}/{}.csv", self.name, day.month())
    }
}

impl PartialEq for Ledger {
    fn eq(&self, other: &Ledger) -> bool {
        self.letter == other.letter
    }
}

/// Whether a row counts. Decided once all rows of its ledger are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// It neither reverses nor is reversed: it counts.
    #[default]
    Effective,
    /// It cancels another row.
    Reversal,
    /// Another row cancels it.
    Reversed,
    /// It corrects a row that a later document corrected too; the later one is in force.
    Overruled,
    /// One of its cells cannot be read: it is in no sum.
    Unreadable,
}

/// Where a row stands: enough to find its cells again when somebody asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// The file, by its place in the list of files read.
    pub file: u32,
    /// The line, from 1.
    pub line: u32,
    /// The byte at which the line begins.
    pub start: u32,
}

/// The common columns of a row.
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    /// Its id.
    pub id: RowId,
    /// The day on which it happened.
    pub date: Day,
    /// When it was recorded.
    pub at: Stamp,
    /// Who recorded it.
    pub by: Written<'a>,
    /// Whether it counts.
    pub state: State,
    /// Where it stands.
    pub origin: Origin,
}

/// One row of a ledger.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a, B> {
    /// The common columns.
    pub head: Head<'a>,
    /// The ledger's own columns.
    pub body: B,
}

/// Reads the cells of one row, one after the other. What is wrong with a cell is noted, and the row read on.
pub trait Cells<'a> {
    /// The value of the field at this position of [`Ledger::fields`].
    fn cell<T: Value<'a>>(&mut self, position: usize) -> T;
    /// Notes a fault of a cell that is readable by itself (an attempt with a quantity).
    fn fault(&mut self, position: usize, fault: Box<super::CellFault>);
    /// True in a row that cancels another: its numbers are negated.
    fn is_reversal(&self) -> bool;
}

/// The struct of a ledger's own columns.
pub trait Body<'a>: Sized + Send + Sync {
    /// The ledger.
    const LEDGER: &'static Ledger;
    /// Reads the ledger's own cells.
    fn read<C: Cells<'a>>(cells: &mut C) -> Self;
}

/// A cell read by itself, as a flag or an import brings it in its canonical form.
pub fn read_alone<T: for<'a> Value<'a>>(value: &str, names: &Names) -> Read<T> {
    T::read("", value, names)
}

/// The column of a struct's field: `ref_` is `ref`, which Rust keeps for itself.
pub const fn column_name(field: &'static str) -> &'static str {
    let bytes = field.as_bytes();
    if bytes[bytes.len() - 1] == b'_' { field.split_at(bytes.len() - 1).0 } else { field }
}

/// Defines a ledger: its struct, and from the same lines its columns, flags, JSON keys, import names, headings and
/// dictionary. A field is `required`, `optional` (an empty cell says nothing, or what its meaning says) or `defaulted` (an
/// empty cell stands for a word: the base unit, the first store, the first of its list). `checked` names a function that
/// looks at a whole row.
macro_rules! ledger {
    (
        $(#[$doc:meta])*
        $name:ident = $folder:literal $letter:literal,
        title($ten:literal, $tzh:literal), about($aen:literal, $azh:literal),
        checked($check:expr),
        { $(
            $field:ident: $type:ty, $required:ident,
            ($hen:literal, $hzh:literal), ($men:literal, $mzh:literal), [$($alias:literal),*];
        )* }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name<'a> {
            $(#[doc = $men] pub $field: $type,)*
            /// Ledgers without a text column borrow nothing.
            pub borrowed: std::marker::PhantomData<&'a str>,
        }

        impl<'a> $name<'a> {
            /// The ledger, described.
            pub const LEDGER: $crate::ledgers::Ledger = $crate::ledgers::Ledger {
                name: $folder,
                letter: $letter,
                title: $crate::words::words($ten, $tzh),
                about: $crate::words::words($aen, $azh),
                fields: &[
                    $crate::ledgers::ID,
                    $crate::ledgers::DATE,
                    $($crate::ledgers::Field {
                        name: $crate::ledgers::column_name(stringify!($field)),
                        kind: <$type as $crate::ledgers::Value<'a>>::KIND,
                        required: $crate::ledgers::ledger!(@required $required),
                        heading: $crate::words::words($hen, $hzh),
                        meaning: $crate::words::words($men, $mzh),
                        aliases: &[$($alias),*],
                    },)*
                    $crate::ledgers::NOTE,
                    $crate::ledgers::REVERSES,
                    $crate::ledgers::BY,
                    $crate::ledgers::AT,
                ],
                defaulted: &[
                    false, false,
                    $($crate::ledgers::ledger!(@defaulted $required),)*
                    false, false, false, false,
                ],
            };
        }

        impl<'a> $crate::ledgers::Body<'a> for $name<'a> {
            const LEDGER: &'static $crate::ledgers::Ledger = &$name::LEDGER;

            #[inline]
            fn read<C: $crate::ledgers::Cells<'a>>(cells: &mut C) -> Self {
                let mut position = 1;
                let body = $name {
                    $($field: { position += 1; cells.cell::<$type>(position) },)*
                    borrowed: std::marker::PhantomData,
                };
                let _ = position;
                let check: fn(&$name<'a>, &mut C) = $check;
                check(&body, cells);
                body
            }
        }
    };
    (@required required) => { true };
    (@required optional) => { false };
    (@required defaulted) => { false };
    (@defaulted required) => { false };
    (@defaulted optional) => { false };
    (@defaulted defaulted) => { true };
}
pub(crate) use ledger;
