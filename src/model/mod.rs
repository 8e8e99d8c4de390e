//! The values: each is one type with one parser, and knows nothing of files, git or the terminal.

mod address;
mod address_text;
mod day;
mod fault;
mod finding;
mod id;
mod place;
mod place_list;
mod place_near;
mod place_plan;
mod place_table;
mod quantity;
mod rows;

pub use address::TypedPlace;
pub use day::{Day, Moment, Stamp};
pub use fault::Fault;
pub use finding::{Finding, Severity, Spot};
pub use id::{Code, RowId};
pub use place::{Place, PlaceId, PlaceKind, Places};
pub use place_plan::BuildingPlan;
pub use quantity::Quantity;
pub use rows::{Cell, Column, Page, Rows, number, text};
