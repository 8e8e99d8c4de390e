//! The program as a person meets it: the binary in a temporary repository, with a fixed clock and author, an empty
//! environment, and everything it says looked at.

mod community;
mod correcting;
mod program;
mod recording;
mod start;
mod trouble;
