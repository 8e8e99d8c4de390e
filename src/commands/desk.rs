//! The desk at which a command works: the community's folder, the files read for it, the time, the person.

use super::ui::Ui;
use crate::books::{Books, read_registers};
use crate::error::{Error, Result};
use crate::ledgers::Ledger;
use crate::model::{Day, Finding, Stamp, mask_numbers, personal_numbers, typed_day};
use crate::registers::Registers;
use crate::said;
use crate::store::Store;
use crate::store::text::Source;
use crate::words::Said;
use chrono::{DateTime, FixedOffset};
use std::path::{Path, PathBuf};

/// Everything a command works with.
pub struct Desk {
    /// The streams and the person.
    pub ui: Ui,
    /// Where the search for the community begins: the working directory, `-C` or `LINLI_DIR`.
    pub start: PathBuf,
    /// The present moment, in the machine's time zone.
    pub now: DateTime<FixedOffset>,
    /// `LINLI_BY`, if set.
    pub by: Option<String>,
    /// True if the language was chosen by `--lang` or `LINLI_LANG`: then the community's does not count.
    pub lang_chosen: bool,
    /// The words of the command line, for the commit message.
    pub command_line: String,
    /// The program's own path, if it was not found by its name alone; then what is typed next needs it too.
    pub program: Option<PathBuf>,
    /// The program itself, whole, for what starts it later.
    pub exe: PathBuf,
    /// Where programs keep what a user has set up: `XDG_CONFIG_HOME`, else `.config` in the home folder.
    pub config_folder: Option<PathBuf>,
    /// `LINLI_SEED`: makes codes repeatable, for tests.
    pub seed: Option<String>,
    /// A person agreed to register an item.
    pub register_new: bool,
    /// How many codes were drawn.
    pub drawn: std::cell::Cell<u32>,
    /// Standard input, when a command reads it.
    pub input: Box<dyn FnMut() -> std::io::Result<Vec<u8>>>,
}

/// The files of a community, read: what books are made of.
pub struct Files {
    /// Ledgers and registers.
    pub sources: Vec<Source>,
    /// The registers, and what is wrong in them.
    pub registers: Registers,
    /// What is wrong in the registers.
    pub findings: Vec<Finding>,
}

impl Files {
    /// The books of the ledgers that are wanted, with the registers' findings among theirs.
    pub fn books(&self, wanted: impl Fn(&Ledger) -> bool) -> Books<'_> {
        let mut books = Books::read(&self.registers, &self.sources, wanted);
        books.findings.extend(self.findings.iter().cloned());
        books
    }
}

impl Desk {
    /// The community's folder.
    pub fn root(&self) -> Result<PathBuf> {
        Store::find_root(&self.start)
    }

    /// The store, for what needs git.
    pub fn store(&self) -> Result<Store> {
        Store::open(&self.root()?)
    }

    /// Reads the registers and the files of the ledgers that are wanted; `wanted` is asked for each path such as
    /// `ledgers/donations/2022-08.csv`.
    pub fn files(&mut self, wanted: impl Fn(&str) -> bool) -> Result<Files> {
        let root = self.root()?;
        let mut sources = Vec::new();
        for path in ledger_paths(&root)? {
            let is_month = path.matches('/').count() == 2;
            if !is_month || wanted(&path) {
                sources.push(read_source(&root, &path)?);
            }
        }
        self.with_registers(sources)
    }

    /// Reads the registers out of files that are read already.
    pub fn with_registers(&mut self, sources: Vec<Source>) -> Result<Files> {
        let (registers, findings) = read_registers(&sources);
        match registers {
            Some(registers) => {
                if !self.lang_chosen
                    && let Some(lang) = registers.community.language
                {
                    self.ui.lang = lang;
                    self.ui.look.lang = lang;
                }
                Ok(Files { sources, registers, findings })
            }
            None => Err(Error::Findings(findings)),
        }
    }

    /// Reads the registers and whole ledgers by name.
    pub fn ledgers(&mut self, names: &[&str]) -> Result<Files> {
        let folders: Vec<String> = names.iter().map(|n| format!("ledgers/{n}/")).collect();
        self.files(|path| folders.iter().any(|f| path.starts_with(f)))
    }

    /// The present moment in the community's time zone.
    pub fn stamp(&self, registers: &Registers) -> Stamp {
        Stamp::from_datetime(self.now.with_timezone(&registers.community.timezone).fixed_offset())
    }

    /// The day it is in the community's time zone.
    pub fn today(&self, registers: &Registers) -> Day {
        self.stamp(registers).day()
    }

    /// A day as typed, else today.
    pub fn day(&self, typed: Option<&str>, registers: &Registers) -> Result<Day> {
        let today = self.today(registers);
        typed.map_or(Ok(today), |text| Ok(typed_day(text, today)?))
    }

    /// Who records: `--by`, else `LINLI_BY`, else git's `user.name`.
    pub fn recorder(&self, typed: Option<&str>, store: Option<&Store>) -> Result<String> {
        let name =
            typed.map(str::to_owned).or_else(|| self.by.clone()).or_else(|| store.and_then(Store::user_name));
        let name = name.map(|n| n.trim().to_owned()).filter(|n| !n.is_empty());
        if let Some(name) = name.as_deref().filter(|name| !personal_numbers(name, &[]).is_empty()) {
            let masked = mask_numbers(name, &[]);
            return Err(Error::usage(said!(
                "`{masked}` is a phone or identity number, and whoever records stands in the history",
                "“{masked}”是手机号或身份证号，而登记人会留在历史记录里"
            ))
            .hint(said!("--by NAME", "请用 --by 姓名")));
        }
        name.ok_or_else(|| {
            Error::usage(said!("nobody is named as the one who records this", "没有指明登记人")).hint(said!(
                "--by NAME, or once for all: git config user.name NAME",
                "请加 --by 姓名，或一次设定：git config user.name 姓名"
            ))
        })
    }
}

/// What a reader of figures must know: that some rows could not be read.
pub fn damage(books: &Books) -> Option<Said> {
    let errors = books.findings.iter().filter(|f| f.severity == crate::model::Severity::Error).count();
    let text = crate::words::count_of(errors, "error", "errors", "处错误");
    (errors > 0).then(|| {
        said!(
            "the ledgers have {n}; figures may lack something: linli check",
            "台账有 {n}，数字可能不全，请运行 linli check",
            n = (text.en, text.zh)
        )
    })
}

/// The paths below `ledgers/` that the program reads, sorted: registers and months.
pub fn ledger_paths(root: &Path) -> Result<Vec<String>> {
    let mut paths = Vec::new();
    let folder = root.join("ledgers");
    for name in entries(&folder)? {
        let path = folder.join(&name);
        if path.is_dir() {
            if crate::ledgers::by_name(&name).is_some() {
                let months = entries(&path)?.into_iter().filter(|m| m.ends_with(".csv"));
                paths.extend(months.map(|m| format!("ledgers/{name}/{m}")));
            }
        } else if name == "community.toml"
            || name == "items.csv"
            || name == "volunteers.csv"
            || name == "rounds.toml"
        {
            paths.push(format!("ledgers/{name}"));
        }
    }
    paths.sort();
    Ok(paths)
}

fn entries(folder: &Path) -> Result<Vec<String>> {
    let failed = |source| Error::File { doing: reading(), path: folder.to_owned(), source };
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name();
        match name.to_str() {
            Some(name) if name.starts_with('.') => {}
            Some(name) => names.push(name.to_owned()),
            None => return Err(failed(std::io::Error::other("a name that is not UTF-8"))),
        }
    }
    Ok(names)
}

/// Reads one file of the community.
pub fn read_source(root: &Path, path: &str) -> Result<Source> {
    let full = root.join(path);
    let read = || {
        let file = std::fs::File::open(&full)?;
        let size = usize::try_from(file.metadata()?.len()).unwrap_or_default();
        Source::read(path, file, size)
    };
    read().map_err(|source| Error::File { doing: reading(), path: full.clone(), source })
}

fn reading() -> Said {
    said!("read", "读取")
}
