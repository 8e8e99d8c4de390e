//! `--partial`: the rows that were not taken, in a file with the reason beside each.

use crate::commands::Desk;
use crate::commands::printing::write_file;
use crate::commands::verb::{given, value};
use crate::error::{Error, Result};
use crate::import::{Grid, Plan, left, left_name};
use crate::said;
use clap::ArgMatches;
use std::cell::Cell;
use std::path::PathBuf;

/// Where the rows go that are not taken.
pub struct Leftover {
    wanted: bool,
    dry: bool,
    path: PathBuf,
    shown: String,
    /// True while a file lies there that this import wrote.
    written: Cell<bool>,
}

impl Leftover {
    /// As the command line says: beside the input, or where `--left` names.
    pub fn new(matches: &ArgMatches, desk: &Desk) -> Leftover {
        let file = match value(matches, "file") {
            None | Some("-") => "stdin",
            Some(file) => file,
        };
        let (folder, name) = file.rsplit_once('/').map_or(("", file), |(folder, name)| (folder, name));
        let beside = match folder.is_empty() && !file.starts_with('/') {
            true => left_name(name),
            false => format!("{folder}/{}", left_name(name)),
        };
        let shown = value(matches, "left").map_or(beside, str::to_owned);
        let path = desk.start.join(&shown);
        let (wanted, dry) = (given(matches, "partial"), given(matches, "dry-run"));
        Leftover { wanted, dry, path, shown, written: Cell::new(false) }
    }

    /// Writes the file, before anything is recorded: a file that cannot be written must not cost the rows.
    ///
    /// # Errors
    /// There is another file by that name, or it cannot be written.
    pub fn write(&self, plan: &Plan, grids: &[Grid], desk: &Desk) -> Result<()> {
        if !self.wanted || self.dry {
            return Ok(());
        }
        let Some(bytes) = left(plan, grids, desk.ui.lang) else { return Ok(()) };
        match std::fs::read(&self.path) {
            Ok(there) if there == bytes => return Ok(()),
            Ok(_) => {
                let shown = &self.shown;
                return Err(Error::refused(said!(
                    "{shown} is there already, and may have been mended",
                    "已有文件 {shown}，其中可能有改好的内容"
                ))
                .hint(said!(
                    "import it, or delete it, or name another: --left FILE",
                    "请先导入或删去它，或用 --left 另指文件"
                )));
            }
            Err(_) => {}
        }
        write_file(&self.path, &bytes)?;
        self.written.set(true);
        Ok(())
    }

    /// Takes the file away again: nothing was recorded, so nothing was left over.
    pub fn take_back(&self) {
        if self.written.replace(false) {
            let _ = std::fs::remove_file(&self.path);
        }
    }

    /// Says where the rows are.
    pub fn tell(&self, plan: &Plan, desk: &mut Desk) {
        if !self.wanted || plan.left.is_empty() {
            return;
        }
        let shown = &self.shown;
        match self.dry {
            true => desk
                .ui
                .did(&said!("what is not taken would be written to {shown}", "未导入的行将写入 {shown}")),
            false => desk.ui.did(&said!(
                "what was not taken is in {shown}: mend it there, and import that file the same way",
                "未导入的行在 {shown}：改好后用同样的方式导入该文件"
            )),
        }
    }
}
