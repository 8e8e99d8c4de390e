//! # linli 邻里
//!
//! The ledger toolkit with which a neighbourhood gets through an emergency and can prove afterwards that
//! nobody was left out.

pub mod arithmetic;
pub mod books;
pub mod checks;
pub mod error;
pub mod ledgers;
pub mod model;
pub mod output;
pub mod registers;
pub mod reports;
pub mod store;
pub mod words;
