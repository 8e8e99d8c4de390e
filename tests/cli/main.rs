//! The program as a person meets it: the binary in a temporary repository, with a fixed clock and author, an empty
//! environment, and everything it says looked at.

mod asking;
mod community;
mod correcting;
mod help;
mod looking;
mod pages;
mod program;
mod readme;
mod recording;
mod reports;
mod sample;
mod start;
mod trouble;
