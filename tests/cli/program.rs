//! Running the binary: environment cleared, author, clock and codes fixed, so that everything repeats to the byte.

use std::path::Path;
use std::process::{Command, Output};

/// What a run said and how it ended.
#[derive(Debug)]
pub struct Ran {
    /// The answer.
    pub out: String,
    /// What was done, warnings, errors.
    pub err: String,
    /// The exit code.
    pub code: i32,
}

/// A moment in the sample's last evening.
pub const EVENING: &str = "2022-08-16T20:05:00+08:00";

/// Runs `linli` in a folder, in English, as 李梅, on the sample's last evening.
pub fn linli(folder: &Path, args: &[&str]) -> Ran {
    linli_with(folder, args, &[("LINLI_LANG", "en"), ("LINLI_BY", "李梅"), ("LINLI_NOW", EVENING)])
}

/// Runs `linli` in a folder with these variables and nothing else.
pub fn linli_with(folder: &Path, args: &[&str], vars: &[(&str, &str)]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linli"));
    command.current_dir(folder).env_clear().env("LINLI_SEED", "test").args(args);
    // Nothing of the machine's git configuration: HOME is a folder without one.
    command.env("HOME", folder).env("XDG_CONFIG_HOME", folder).envs(vars.iter().copied());
    ran(&command.output().expect("the binary runs"))
}

/// Runs git in a folder; what it answered.
pub fn git(folder: &Path, args: &[&str]) -> String {
    let mut command = Command::new("git");
    command.current_dir(folder).env_clear().env("PATH", "/usr/local/bin:/usr/bin:/bin").env("HOME", folder);
    command.env("GIT_CONFIG_NOSYSTEM", "1").args(["-c", "core.quotepath=false"]).args(args);
    let ran = ran(&command.output().expect("git runs"));
    assert_eq!(ran.code, 0, "git {args:?}: {}", ran.err);
    ran.out
}

/// Commits everything with git, with the program in its PATH or without.
pub fn commit(folder: &Path, with_program: bool) -> Ran {
    git(folder, &["add", "-A"]);
    let own = Path::new(env!("CARGO_BIN_EXE_linli")).parent().expect("the binary is in a folder").display();
    let path = if with_program { format!("{own}:/usr/bin:/bin") } else { "/usr/bin:/bin".to_owned() };
    let mut command = Command::new("git");
    command.current_dir(folder).env_clear().env("PATH", path).env("HOME", folder).env("LINLI_LANG", "en");
    command.env("GIT_CONFIG_NOSYSTEM", "1").env("LINLI_NOW", EVENING);
    command.args(["-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "by hand"]);
    ran(&command.output().expect("git runs"))
}

fn ran(output: &Output) -> Ran {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ran { out: text(&output.stdout), err: text(&output.stderr), code: output.status.code().unwrap_or(-1) }
}
