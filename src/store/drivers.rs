//! The merge driver and the diff driver of this clone: what git runs for ledgers, as its configuration says.

use crate::error::Result;
use crate::store::Store;
use crate::words::words;

/// What git's configuration of a clone holds. `.gitattributes` says for which files. Where git does not find the program it
/// does what it does for any text.
pub const DRIVERS: [(&str, &str); 3] = [
    ("merge.linli.name", "linli: ledgers by union of rows, registers by key and cell"),
    (
        "merge.linli.driver",
        "if command -v linli >/dev/null 2>&1; then linli merge-driver %O %A %B %P; else git merge-file %A %O %B; fi",
    ),
    (
        "diff.linli.textconv",
        "f() { if command -v linli >/dev/null 2>&1; then linli diff-driver \"$1\"; else cat \"$1\"; fi; }; f",
    ),
];

impl Store {
    /// The keys of [`DRIVERS`] that this clone lacks or has otherwise.
    pub fn drivers_missing(&self) -> Vec<&'static str> {
        let lacks = |(key, value): &&(&'static str, &str)| self.configured(key).as_deref() != Some(*value);
        DRIVERS.iter().filter(lacks).map(|(key, _)| *key).collect()
    }

    /// Registers both drivers in this clone's configuration.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn install_drivers(&self) -> Result<()> {
        if self.drivers_missing().is_empty() {
            return Ok(());
        }
        let set = || {
            let mut config = self.repo.config()?;
            DRIVERS.iter().try_for_each(|(key, value)| config.set_str(key, value))
        };
        set().map_err(|e| self.git_failed(words("write git's configuration", "写入 git 配置"), &e))
    }
}
