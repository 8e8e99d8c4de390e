//! # linli 邻里
//!
//! The ledger toolkit with which a neighbourhood gets through an emergency and can prove afterwards that
//! nobody was left out. This page is the map of the house; there is no other.
//!
//! ## One idea
//! A ledger's row is a struct. Its fields are the columns, the flags, the JSON keys, the names under which
//! spreadsheets bring them and the data dictionary: each is defined once, with its words in English and Chinese, in
//! the ledger's own file ([`ledgers`]). A report is rows of another kind ([`reports`]). Everything else is a list of
//! small things: to add one, write its file and one line in its list (CONTRIBUTING.md says which).
//!
//! ## Floors
//! A module may use what stands on its floor or below, never above (`tests/house/floors.rs`).
//!
//! | floor | modules | what they know |
//! |---|---|---|
//! | 6 | `main`, `cli` | everything; the only readers of the environment, the clock and the terminal |
//! | 5 | `commands` | a verb a file: arguments and what they start; nothing worth testing alone |
//! | 4 | `recording`, `output`, `notices`, `import`, `export` | drafts of operations; pages as table, CSV, JSON, Markdown, HTML; files from outside |
//! | 3 | `arithmetic`, `privacy`, `reports`, `checks`, `audit` | the books in, values out; pure: no file, no clock |
//! | 2 | `books`, `merging` | the ledgers of one community, read: located rows, and findings for what could not be; two copies of a file made one |
//! | 1 | `store`, `ledgers`, `registers` | bytes, git and locks, but no ledger kind; what a row holds, but no files; what is so now |
//! | 0 | `model`, `error`, `words` | values, each with one parser; what could not be done; the two languages |
//!
//! ## The way of a command
//! Reading: `cli` reads the command line, the environment and the clock, once. [`store`] reads the files as bytes;
//! [`books`] makes rows of them that borrow from those bytes, with names interned by [`registers`] to small integers and
//! quantities as fixed-point integers ([`model::Quantity`]). It never stops at a bad row: what cannot be read is a
//! [`model::Finding`]. A report makes a [`model::Page`] of the books, [`output`] prints it.
//!
//! Writing: `recording` drafts the rows of one operation, the [`store`] writes them under a lock, whole or not at all, as
//! one commit. Ledger rows are never changed and never removed; a mistake is cancelled by another row.
//!
//! ## Three kinds of bad news
//! - [`model::Fault`]: a value that is refused. It names the value and says what to type instead.
//! - [`model::Finding`]: the program worked and found something in the files: code, place, message, remedy.
//! - [`error::Error`]: the program could not do what it was asked; nothing was changed.
//!
//! ## Words
//! Every text for people is written in both languages where it is used ([`words`], [`said!`]). Identifiers (columns,
//! codes, JSON keys) are the same in both.

pub mod arithmetic;
pub mod audit;
pub mod books;
pub mod checks;
pub mod cli;
pub mod commands;
pub mod error;
pub mod export;
pub mod import;
pub mod ledgers;
pub mod merging;
pub mod model;
pub mod notices;
pub mod output;
pub mod privacy;
pub mod recording;
pub mod registers;
pub mod reports;
pub mod store;
pub mod words;
