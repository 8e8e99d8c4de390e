//! The program as people use it: the binary, run in temporary folders with a cleared environment.
#![allow(clippy::disallowed_methods, reason = "tests stand outside: they set the environment and the clock")]

mod help;
mod looking;
mod pages;
mod program;
mod readme;
mod reports;
mod sample;
mod start;
