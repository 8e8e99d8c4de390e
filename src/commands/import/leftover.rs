//! `--partial`: the rows that were not taken, in a file with the reason beside each.

use crate::commands::Desk;
use crate::commands::left_file::LeftFile;
use crate::error::Result;
use crate::import::{Grid, Plan, left, left_name};
use clap::ArgMatches;

/// Where the rows go that are not taken.
pub struct Leftover(LeftFile);

impl Leftover {
    /// As the command line says: beside the input, or where `--left` names.
    pub fn new(matches: &ArgMatches, desk: &Desk) -> Leftover {
        Leftover(LeftFile::new(matches, desk, left_name))
    }

    /// Writes the file, before anything is recorded: a file that cannot be written must not cost the rows.
    ///
    /// # Errors
    /// There is another file by that name, or it cannot be written.
    pub fn write(&self, plan: &Plan, grids: &[Grid], desk: &Desk) -> Result<()> {
        match left(plan, grids, desk.ui.lang) {
            Some(bytes) => self.0.write(&bytes),
            None => Ok(()),
        }
    }

    /// Takes the file away again: nothing was recorded, so nothing was left over.
    pub fn take_back(&self) {
        self.0.take_back();
    }

    /// Says where the rows are.
    pub fn tell(&self, plan: &Plan, desk: &mut Desk) {
        if !plan.left.is_empty() {
            self.0.tell(desk);
        }
    }
}
