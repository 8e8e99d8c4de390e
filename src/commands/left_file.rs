//! `--partial`: what was not taken, in a file with the reason beside each line.

use super::Desk;
use super::printing::write_file;
use super::verb::{given, value};
use crate::error::{Error, Result};
use crate::said;
use clap::ArgMatches;
use std::cell::Cell;
use std::path::PathBuf;

/// The file for what is not taken.
pub struct LeftFile {
    wanted: bool,
    dry: bool,
    path: PathBuf,
    shown: String,
    /// True while a file lies there that this command wrote.
    written: Cell<bool>,
}

impl LeftFile {
    /// As the command line says: beside the input, under the name that `left_name` makes of its name, or where `--left`
    /// names.
    pub fn new(matches: &ArgMatches, desk: &Desk, left_name: fn(&str) -> String) -> LeftFile {
        let file = value(matches, "file").filter(|file| *file != "-").unwrap_or("stdin");
        let name = file.rsplit_once('/').map_or(file, |(_, name)| name);
        let beside = || format!("{}{}", &file[..file.len() - name.len()], left_name(name));
        let shown = value(matches, "left").map_or_else(beside, str::to_owned);
        let (wanted, dry) = (given(matches, "partial"), given(matches, "dry-run"));
        LeftFile { wanted, dry, path: desk.start.join(&shown), shown, written: Cell::new(false) }
    }

    /// Writes the file, before anything is recorded: a file that cannot be written must not cost the rows.
    ///
    /// # Errors
    /// There is another file by that name, or it cannot be written.
    pub fn write(&self, bytes: &[u8]) -> Result<()> {
        if !self.wanted || self.dry {
            return Ok(());
        }
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
        write_file(&self.path, bytes)?;
        self.written.set(true);
        Ok(())
    }

    /// Takes the file away again: nothing was recorded, so nothing was left over.
    pub fn take_back(&self) {
        if self.written.replace(false) {
            let _ = std::fs::remove_file(&self.path);
        }
    }

    /// Says where what was not taken is.
    pub fn tell(&self, desk: &mut Desk) {
        let shown = &self.shown;
        match (self.wanted, self.dry) {
            (false, _) => {}
            (true, true) => desk
                .ui
                .did(&said!("what is not taken would be written to {shown}", "未导入的行将写入 {shown}")),
            (true, false) => desk.ui.did(&said!(
                "what was not taken is in {shown}: mend it there, and import that file the same way",
                "未导入的行在 {shown}：改好后用同样的方式导入该文件"
            )),
        }
    }
}
