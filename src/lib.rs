//! # linli 邻里
//!
//! The ledger toolkit with which a neighbourhood gets through an emergency and can prove afterwards that
//! nobody was left out.

pub mod error;
pub mod model;
pub mod store;
pub mod words;
