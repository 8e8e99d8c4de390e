//! Several clones of one community and a hub between them, with nothing in the environment but PATH.

use crate::community::{Community, Said};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// Clones in one folder, beside the hub `hub`.
pub struct Clones {
    folder: TempDir,
    /// Minutes after six in the evening; every command takes one.
    pub minute: std::cell::Cell<u32>,
}

impl Clones {
    /// A hub with the small community of these tests, and clones of it by these names.
    pub fn new(names: &[&str]) -> Clones {
        let clones = Clones { folder: tempfile::tempdir().expect("a folder"), minute: 0.into() };
        let begun = Community::new();
        begun.git(&["clone", "-q", "--bare", ".", clones.path("hub").to_str().expect("UTF-8")]);
        for name in names {
            clones.git(".", &["clone", "-q", "hub", name]);
            // What a killed process leaves, as the .gitignore of a real community has it.
            clones.write(name, ".git/info/exclude", ".linli-*.tmp\n");
        }
        clones
    }

    /// Where something is.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A file of a clone; empty if there is none.
    pub fn read(&self, clone: &str, path: &str) -> String {
        std::fs::read_to_string(self.path(clone).join(path)).unwrap_or_default()
    }

    /// Writes a file of a clone by hand.
    pub fn write(&self, clone: &str, path: &str, text: &str) {
        let path = self.path(clone).join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, text).expect("written");
    }

    /// Runs git in a clone; what it said, on both streams.
    pub fn git(&self, clone: &str, args: &[&str]) -> String {
        let output = self.started(Command::new("git").args(args), clone).output().expect("git runs");
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
    }

    fn started<'c>(&self, command: &'c mut Command, clone: &str) -> &'c mut Command {
        let own = Path::new(env!("CARGO_BIN_EXE_linli")).parent().expect("a folder");
        let path = format!("{}:/usr/local/bin:/usr/bin:/bin", own.display());
        command.current_dir(self.path(clone)).env_clear().env("PATH", path).stdin(Stdio::null());
        for role in ["AUTHOR", "COMMITTER"] {
            command
                .env(format!("GIT_{role}_NAME"), clone)
                .env(format!("GIT_{role}_EMAIL"), "x@example.invalid");
        }
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null")
    }

    /// The command that runs the program in a clone; the clone's name is who records.
    pub fn command(&self, clone: &str, args: &[&str]) -> Command {
        let minute = self.minute.get();
        self.minute.set(minute + 1);
        let mut command = Command::new(env!("CARGO_BIN_EXE_linli"));
        self.started(command.args(args), clone);
        command
            .env("LINLI_NOW", format!("2022-08-16T{:02}:{:02}:00+08:00", 18 + minute / 60 % 6, minute % 60));
        command.env("LINLI_BY", clone).env("LINLI_LANG", "en").env("LINLI_SEED", format!("{clone} {minute}"));
        command
    }

    /// Runs the program in a clone.
    pub fn run(&self, clone: &str, args: &[&str]) -> Said {
        let output = self.command(clone, args).output().expect("the program runs");
        Said {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Runs the program, which must end with this code.
    pub fn ends(&self, code: i32, clone: &str, args: &[&str]) -> Said {
        let said = self.run(clone, args);
        assert_eq!(said.code, code, "{clone}: linli {}\n{}", args.join(" "), said.all());
        said
    }

    /// The commit a clone is at, and what `git status` shows.
    pub fn state(&self, clone: &str) -> String {
        self.git(clone, &["rev-parse", "HEAD"]) + &self.git(clone, &["status", "--porcelain"])
    }

    /// The tree that a clone has committed; nothing may be changed besides.
    pub fn tree(&self, clone: &str) -> String {
        assert_eq!(self.git(clone, &["status", "--porcelain"]), "", "{clone} is clean");
        self.git(clone, &["rev-parse", "HEAD^{tree}"])
    }
}
