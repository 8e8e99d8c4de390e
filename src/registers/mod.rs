//! The registers: what is so now. They may be edited; git keeps how they were.

pub mod community;
pub mod contacts;
pub mod federation;
pub mod items;
mod keys;
pub mod line;
mod names;
mod read;
pub mod rounds;
pub mod table;
pub mod toml_text;
mod toml_words;
pub mod volunteers;

pub use community::{Community, Named};
pub use items::Item;
pub use names::{GroupId, ItemId, NameKind, Names, RoundId, StoreId, UnitId, VolunteerId};
pub use read::{COMMUNITY, ITEMS, ROUNDS, Registers, VOLUNTEERS};
pub use rounds::{Allot, Round};
pub use table::RegisterFault;
pub use toml_words::{toml_fault, toml_words};
pub use volunteers::Service;
