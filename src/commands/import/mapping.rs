//! Which mapping an import goes by, and keeping one in `ledgers/imports`.

use crate::commands::Desk;
use crate::commands::ask::missing;
use crate::commands::desk::read_source;
use crate::commands::verb::value;
use crate::error::{Error, Result, did_you_mean};
use crate::import::{Mapping, SIGN_UP, sign_up};
use crate::ledgers::{Ledger, by_name};
use crate::model::near;
use crate::recording::Entry;
use crate::said;
use crate::words::words;
use clap::ArgMatches;

/// Where mappings are kept, in the community's folder.
const KEPT: &str = "ledgers/imports";

/// A mapping and the text it was read from; none where headings are the ledger's own.
pub struct Named {
    /// What the columns mean.
    pub mapping: Mapping,
    /// Its file's text.
    pub text: Option<String>,
}

/// The mapping that was named; without one the headings are the ledger's own.
pub fn mapping(matches: &ArgMatches, desk: &Desk) -> Result<Named> {
    let ledger = ledger_named(matches)?;
    let named = match (value(matches, "map"), ledger) {
        (Some(name), _) => {
            let kept = desk.root()?.join(format!("{KEPT}/{name}.toml"));
            let path = if kept.is_file() { kept } else { desk.start.join(name) };
            let text = match std::fs::read_to_string(&path) {
                Ok(text) => text,
                Err(source) if source.kind() == std::io::ErrorKind::NotFound => {
                    return Err(no_mapping(name, desk));
                }
                Err(source) => return Err(Error::File { doing: said!("read", "读取"), path, source }),
            };
            Named { mapping: Mapping::parse(&text)?, text: Some(text) }
        }
        (None, Some(ledger)) => Named { mapping: Mapping::plain(ledger), text: None },
        (None, None) => {
            return Err(missing(
                "--ledger",
                words(
                    "the ledger the rows go to, --map for a mapping, or --guess for a proposal",
                    "导入到哪个台账；或用 --map 指明映射，用 --guess 让程序提出映射",
                ),
            ));
        }
    };
    if let Some(ledger) = ledger
        && *ledger != *named.mapping.ledger
    {
        let (asked, mapped) = (ledger.name, named.mapping.ledger.name);
        return Err(Error::usage(said!(
            "the mapping is for {mapped}, not {asked}",
            "该映射用于 {mapped}，而不是 {asked}"
        )));
    }
    Ok(named)
}

/// The ledger that was asked for.
pub fn ledger_named(matches: &ArgMatches) -> Result<Option<&'static Ledger>> {
    value(matches, "ledger").map(ledger).transpose()
}

/// No file and no kept mapping has this name.
fn no_mapping(name: &str, desk: &Desk) -> Error {
    let kept = kept_names(desk);
    let error = Error::usage(said!("there is no mapping `{name}`", "没有映射“{name}”"));
    match did_you_mean(&near(name, kept.iter().map(String::as_str))) {
        Some(hint) => error.hint(hint),
        None if kept.is_empty() => error.hint(said!(
            "linli import FILE --guess proposes one; --save-map NAME keeps it",
            "用 linli import 文件 --guess 让程序提出映射，再加 --save-map 名称 保存"
        )),
        None => {
            let list = kept.join(", ");
            error.hint(said!("kept are: {list}", "已保存的映射：{list}"))
        }
    }
}

/// The names of the mappings that are kept.
fn kept_names(desk: &Desk) -> Vec<String> {
    let Ok(root) = desk.root() else { return Vec::new() };
    let entries = std::fs::read_dir(root.join(KEPT)).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.file_name().to_str()?.strip_suffix(".toml").map(str::to_owned))
        .collect();
    names.sort();
    names
}

/// Adds to an entry the mapping kept under a name, unless it is kept so already.
///
/// # Errors
/// The name cannot be one of a file.
pub fn keep(entry: &mut Entry, name: &str, text: &str, desk: &Desk) -> Result<()> {
    let good = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    if name.is_empty() || !name.chars().all(good) || name.starts_with(['-', '.']) || name.len() > 100 {
        return Err(Error::usage(said!(
            "`{name}` cannot be the name of a mapping",
            "“{name}”不能作为映射的名称"
        ))
        .hint(said!(
            "letters, figures and dashes, such as red-cross",
            "请用文字、数字和短横，例如 red-cross"
        )));
    }
    let path = format!("{KEPT}/{name}.toml");
    let root = desk.root()?;
    if root.join(&path).is_file() && read_source(&root, &path)?.text == text {
        return Ok(());
    }
    entry.registers.push((path, text.to_owned()));
    Ok(())
}

fn ledger(name: &str) -> Result<&'static Ledger> {
    by_name(name).or_else(|| sign_up(name)).ok_or_else(|| {
        let near = near(name, crate::ledgers::LEDGERS.iter().map(|l| l.name).chain([SIGN_UP.name]));
        let error = Error::usage(said!("there is no ledger `{name}`", "没有台账“{name}”"));
        match did_you_mean(&near) {
            Some(hint) => error.hint(hint),
            None => error,
        }
    })
}
