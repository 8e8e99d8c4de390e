//! What surrounds the program: arguments, environment, working directory, terminal, clock. Read here, once.

use crate::error::{Error, Result};
use crate::said;
use crate::words::Lang;
use chrono::{DateTime, FixedOffset};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// The surroundings of one run.
pub struct Surroundings {
    /// The words of the command line.
    pub args: Vec<String>,
    /// The working directory.
    pub folder: PathBuf,
    /// The columns of the terminal; `None` if stdout is none.
    pub width: Option<u16>,
    /// Colours are wanted.
    pub color: bool,
    /// The terminal is known to be UTF-8 and to draw lines and blocks one column wide.
    pub unicode: bool,
    /// The terminal is known to be UTF-8.
    pub utf8: bool,
    /// The program itself, whole.
    pub exe: PathBuf,
    /// A person may be watching what goes to stderr.
    pub live: bool,
    /// A person can be asked.
    pub interactive: bool,
    vars: Vec<(&'static str, String)>,
}

const VARS: [&str; 15] = [
    "HOME",
    "XDG_CONFIG_HOME",
    "LINLI_ABORT_BEFORE",
    "LINLI_SEED",
    "LC_CTYPE",
    "LINLI_LANG",
    "LINLI_DIR",
    "LINLI_BY",
    "LINLI_NOW",
    "LC_ALL",
    "LC_MESSAGES",
    "LANG",
    "NO_COLOR",
    "COLUMNS",
    "TERM",
];

impl Surroundings {
    /// Those of this process.
    #[allow(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
    pub fn of_this_process() -> Surroundings {
        let vars: Vec<(&'static str, String)> = VARS
            .iter()
            .filter_map(|name| Some((*name, std::env::var_os(name)?.to_string_lossy().into_owned())))
            .filter(|(_, value)| !value.is_empty())
            .collect();
        let get = |name: &str| vars.iter().find(|(n, _)| *n == name).map(|(_, v)| v.as_str());
        let terminal = std::io::stdout().is_terminal();
        let locale = get("LC_ALL").or(get("LC_CTYPE")).or(get("LANG")).unwrap_or_default().to_uppercase();
        let dumb = get("TERM").is_none_or(|t| t == "dumb");
        let columns = get("COLUMNS").and_then(|c| c.parse().ok());
        let utf8 = terminal && !dumb && (locale.contains("UTF-8") || locale.contains("UTF8"));
        let width = terminal
            .then(|| columns.or_else(|| terminal_size::terminal_size().map(|(w, _)| w.0)).unwrap_or(80));
        Surroundings {
            args: std::env::args_os().map(|a| a.to_string_lossy().into_owned()).collect(),
            exe: std::env::current_exe().unwrap_or_else(|_| PathBuf::from("linli")),
            folder: std::env::current_dir().unwrap_or_else(|_| PathBuf::from(".")),
            width,
            color: terminal && !dumb && get("NO_COLOR").is_none(),
            unicode: utf8 && !locale.starts_with("ZH"),
            utf8,
            live: std::io::stderr().is_terminal() && !dumb,
            interactive: terminal
                && std::io::stdin().is_terminal()
                && std::io::stderr().is_terminal()
                && !dumb,
            vars,
        }
    }

    /// An environment variable that is set and not empty.
    pub fn var(&self, name: &str) -> Option<String> {
        self.vars.iter().find(|(n, _)| *n == name).map(|(_, v)| v.clone())
    }

    /// The program's path, if it was started by a path and not by its name (`cargo run`, a fresh build).
    pub fn program(&self) -> Option<PathBuf> {
        let typed = Path::new(self.args.first()?);
        (typed.components().count() > 1).then(|| self.folder.join(typed))
    }

    /// `XDG_CONFIG_HOME`, else `.config` in the home folder.
    pub fn config_folder(&self) -> Option<PathBuf> {
        let of = |name| self.var(name).map(PathBuf::from).filter(|path| path.is_absolute());
        of("XDG_CONFIG_HOME").or_else(|| of("HOME").map(|home| home.join(".config")))
    }

    /// The language of the locale; Chinese if nothing says otherwise.
    pub fn locale(&self) -> Lang {
        ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .find_map(|n| self.var(n))
            .and_then(|l| Lang::from_code(&l))
            .unwrap_or_default()
    }

    /// The present moment: `LINLI_NOW`, else the clock.
    #[allow(clippy::disallowed_methods, reason = "this is where the clock enters")]
    pub fn now(&self) -> Result<DateTime<FixedOffset>> {
        match self.var("LINLI_NOW") {
            None => Ok(chrono::Local::now().fixed_offset()),
            Some(text) => DateTime::parse_from_rfc3339(&text).map_err(|_| {
                Error::usage(said!(
                    "LINLI_NOW is `{text}`, which is not a moment",
                    "LINLI_NOW 的值“{text}”不是时间"
                ))
                .hint(said!(
                    "RFC 3339, such as 2022-08-16T20:00:00+08:00",
                    "请写成 2022-08-16T20:00:00+08:00"
                ))
            }),
        }
    }
}

/// The language that the community's file names, if there is a community.
pub fn community_language(start: &Path) -> Option<Lang> {
    let root = crate::store::Store::find_root(start).ok()?;
    let text = std::fs::read_to_string(root.join(crate::store::COMMUNITY_FILE)).ok()?;
    let file: toml::Table = text.parse().ok()?;
    Lang::from_code(file.get("community")?.get("language")?.as_str()?)
}
