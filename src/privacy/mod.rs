//! What must not be known outside: numbers that stand where git keeps them for ever, residents' names in the ledgers, and
//! counts so small that a public table would speak of one family. Pure: texts and tables in, findings and tables out.

mod disclosed;
mod residents;
mod small;
mod tracked;

pub use disclosed::{Disclosed, Disclosures};
pub use residents::residents_named;
pub use small::{SumOf, hide_small, hide_total};
pub use tracked::{in_private, in_tracked};
