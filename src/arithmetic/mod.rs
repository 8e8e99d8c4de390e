//! The arithmetic that every reader of the ledgers must agree on (ledgers.md §5): who is due, who is missing, what is on
//! hand, where a request stands. Reports, checks and recording commands all ask here, so that a figure exists once.

pub mod captain;
pub mod carried;
pub mod census;
#[cfg(test)]
mod census_tests;
pub mod coverage;
pub mod day_ends;
pub mod groups;
pub mod notice;
pub mod open;
pub mod requests;
pub mod shifts;
pub mod slots;
pub mod stock;

#[cfg(test)]
pub(crate) mod example;
#[cfg(test)]
pub(crate) mod literal;
