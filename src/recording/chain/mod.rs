//! Chat chains (接龙, field.md §5): what neighbours write one below the other in a chat becomes rows of `tests`, `census`
//! and `distributions`. Pure: a text and the books in, four lists and an entry out.
//!
//! The way of a text: [`crate::model::chain`] parts it; [`frame`] settles how entries are written and what their numbers
//! count; [`read_chain`] sorts every piece into one of four lists; [`record_chain`] compares what was read with what is
//! recorded.

mod absent;
mod address;
mod amounts;
mod entry;
mod facts;
mod fate;
mod frame;
mod goods;
mod learning;
mod meaning;
mod pattern;
mod people;
mod reading;
mod sorted;
mod wording;

pub use absent::Absent;
pub use address::begins_with_home;
pub use entry::{Recorded, gone_rows, read_rows, record_chain, sentence};
pub use facts::{Facts, Frame, Handed};
pub use fate::{Fate, MARK, Outcome};
pub(super) use fate::{earlier, replace};
pub use frame::{Asked, Into, Rounds, frame};
pub use learning::is_template;
pub use pattern::{Pattern, Shape, Slot};
pub use reading::{Chain, number_refused, parted, read_chain};
pub use sorted::{Doubtful, Ignored, LEFT, Read, Repeated, Sorted, Spot};

#[cfg(test)]
mod tests;
