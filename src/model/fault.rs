//! What a parser answers when it refuses a value. One parser serves flags, cells and imports, so one
//! [`Fault`] becomes an error, a finding or a refused source row, always with the same message.

use crate::words::Said;

/// Why a value was not accepted: the message names the value, the remedy says what to type instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong, naming the value.
    pub message: Said,
    /// What to do about it, where that can be said (near names, the accepted forms).
    pub remedy: Option<Said>,
}

impl Fault {
    /// A fault without a remedy.
    pub fn new(message: Said) -> Fault {
        Fault { message, remedy: None }
    }

    /// The same fault with its remedy.
    pub fn remedy(mut self, remedy: Said) -> Fault {
        self.remedy = Some(remedy);
        self
    }
}
