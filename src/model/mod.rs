//! The values: each is one type with one parser, and knows nothing of files, git or the terminal.

mod day;
mod fault;
mod finding;
mod goods;
mod id;
mod mask;
mod near;
mod numerals;
mod packs;
mod period;
mod personal;
mod quantity;
mod rows;
mod spoken;
mod typed_day;
mod typed_moment;

pub use day::{Day, Moment, Stamp};
pub use fault::Fault;
pub use finding::{Finding, Severity, Spot};
pub use goods::{Measure, goods_line, measure};
pub use id::{Code, RowId};
pub use mask::NameMask;
pub use near::{near, sounds_like};
pub use packs::{Packs, convert, grams, pack_in_the_wild};
pub use period::Period;
pub use personal::{mask_numbers, personal_numbers};
pub use quantity::Quantity;
pub use rows::{Cell, Column, Page, Rows, number, text};
pub use spoken::{Spoken, spoken_decimal, spoken_number, whole_number};
pub use typed_day::{excel_day, typed_day};
pub use typed_moment::typed_moment;
