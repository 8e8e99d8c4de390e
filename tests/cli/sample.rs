//! The sample community as of its last evening, and everything the program says of it, kept as snapshots.
//!
//! `INSTA_UPDATE=always cargo test --test cli` rewrites them; what changed is to be read before it is committed.

use crate::program::{EVENING, Ran, linli_with};
use std::path::PathBuf;
use tempfile::TempDir;

/// The languages.
pub const LANGS: [&str; 2] = ["zh", "en"];

/// Galaxy Bay, laid out by `linli demo`.
pub struct Sample {
    folder: TempDir,
}

impl Sample {
    /// Lays it out.
    pub fn new() -> Sample {
        let folder = TempDir::new().expect("a temporary folder");
        let ran = run_in(folder.path().to_owned(), &["-q", "demo"], "zh");
        assert_eq!(ran.code, 0, "{}", ran.err);
        Sample { folder }
    }

    /// Its folder.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("galaxy-bay")
    }

    /// Runs the program in it, on its last evening.
    pub fn run(&self, args: &[&str], lang: &str) -> Ran {
        run_in(self.path(), args, lang)
    }

    /// The answer of a run that must end with this code.
    pub fn answer(&self, args: &[&str], lang: &str) -> String {
        let ran = self.run(args, lang);
        assert_eq!(ran.code, 0, "linli {}: {}", args.join(" "), ran.err);
        ran.out
    }
}

/// Runs the program anywhere, on the sample's last evening, as 李梅.
pub fn run_in(folder: PathBuf, args: &[&str], lang: &str) -> Ran {
    linli_with(&folder, args, &[("LINLI_LANG", lang), ("LINLI_BY", "李梅"), ("LINLI_NOW", EVENING)])
}

/// The first lines of a text, and how many more there are.
pub fn first(text: &str, lines: usize) -> String {
    let all: Vec<&str> = text.lines().collect();
    let mut shown = all[..all.len().min(lines)].join("\n");
    shown.push('\n');
    if all.len() > lines {
        shown.push_str(&format!("(… {} lines more)\n", all.len() - lines));
    }
    shown
}

/// Compares with the snapshot of this name.
pub fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}
