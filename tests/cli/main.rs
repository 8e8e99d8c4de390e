//! The program as a person meets it: the binary in a temporary repository, with a fixed clock and author, an empty
//! environment, and everything it says looked at.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test may fail by panicking, and say why it did not run"
)]

mod asking;
mod audit;
mod browser;
mod chains;
mod charts;
mod city;
mod clones;
mod community;
mod completing;
mod correcting;
mod crashes;
mod day;
mod doctor;
mod export;
mod first_hour;
mod help;
mod importing;
mod looking;
mod manual;
mod notices;
mod numbers;
mod pages;
mod paper;
mod people;
mod pictures;
mod playbook;
mod program;
mod public;
mod reaching;
mod readme;
mod recording;
mod reports;
mod requests;
mod sample;
mod schedules;
mod sharing;
mod sharing_week;
mod start;
mod tables;
mod trouble;
mod typing;
mod typist;
mod undoing;
mod why;
