//! The values: each is one type with one parser, and knows nothing of files, git or the terminal.

mod day;
mod fault;
mod finding;
mod id;
mod quantity;
mod rows;

pub use day::{Day, Moment, Stamp};
pub use fault::Fault;
pub use finding::{Finding, Severity, Spot};
pub use id::{Code, RowId};
pub use quantity::Quantity;
pub use rows::{Cell, Column, Page, Rows, number, text};
