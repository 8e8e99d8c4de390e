//! The thin binary: gathers what surrounds the program, and lets the library do the rest.

use linli::cli::{Surroundings, run};
use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(run(Surroundings::of_this_process()))
}
