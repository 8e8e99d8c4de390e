//! Notices: a text that goes out, made from a template and the reports. One template is one folder and no Rust:
//! `templates/testing/` holds `notice.toml` and a text for each language and form. A community's own `templates/`
//! stands in the place of what is built in, file by file.
//!
//! - [`Library`] knows the templates and where each comes from; `manifest` reads `notice.toml`;
//! - [`Subject`] is what a notice is about, made from flags; `context` says it to the template;
//! - `engine` renders, strictly and within bounds; `calls` makes the reports that a template asks for, `values`
//!   their rows, `wording` the filters; `faults` says what is wrong with a template, and where;
//! - `page` makes the whole text of it; `leaks` looks at what is public before it goes out; `quotes` at what was issued.
//!
//! Templates see reports, never raw rows: what a public notice can say is decided in Rust.

mod calls;
mod context;
mod engine;
mod faults;
mod form;
mod leaks;
mod library;
mod manifest;
mod page;
mod quotes;
mod subject;
mod tidy;
mod values;
mod wording;

#[cfg(test)]
mod tests;

pub use context::CONTEXT;
pub use engine::{BUILT_IN_FILTERS, FUNCTIONS};
pub use form::{Form, Scope};
pub use leaks::{home_in, refuse_leaks, refuse_numbers};
pub use library::{Library, Template, built_in_names};
pub use manifest::{Manifest, SetKey, SetKind};
pub use page::{Wanted, Written, write};
pub use quotes::stands_in;
pub use subject::{Subject, Typed};
pub use wording::FILTERS;
