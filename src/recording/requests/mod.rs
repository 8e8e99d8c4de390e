//! Requests, up to the moment of writing: openings, one by one or from the lines of a chat, and every step after them.
//! Pure: the books and what was typed in, an entry out.

mod chat;
mod chat_place;
mod find;
mod from_chain;
mod kind;
mod marks;
mod opening;
mod said;
mod stepping;
mod telling;

#[cfg(test)]
mod chat_tests;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

pub use chat::{Asking, Chat, Told, read_chat};
pub use find::{code_of, described, every_request, find_request};
pub use from_chain::{once_each, record_requests};
pub use kind::{KindFrom, kind_of};
pub use marks::urgency_word;
pub use opening::{Opening, just_recorded, known_already, open};
pub use stepping::{StepOrder, lacks_runner, step};
