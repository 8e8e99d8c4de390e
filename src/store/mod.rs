//! The store: text, files, git, lock. It knows no ledger kind.
pub mod text;
