//! A person who types the commands of a page into a shell, one after the other, in a home folder of their own; and pages that
//! show what was answered, held to it.

use linli::words::Lang;
use sha2::{Digest as _, Sha256};
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// The person, and where they stand.
pub struct Typist {
    /// Their home, removed at the end.
    _kept: TempDir,
    home: PathBuf,
    folder: PathBuf,
    vars: Vec<(String, String)>,
}

/// What they were answered.
pub struct Answered {
    /// Standard output, and standard error among it as a terminal shows them, if both were asked for together.
    pub out: String,
    /// Standard error, if it was asked for apart.
    pub err: String,
    /// The exit code.
    pub code: Option<i32>,
}

impl Typist {
    /// Somebody who has just opened a terminal, with the program in their PATH and nothing else set up.
    pub fn new(vars: &[(&str, &str)]) -> Typist {
        let kept = TempDir::new().expect("a temporary folder");
        let home = kept.path().canonicalize().expect("it is there");
        let folder = home.clone();
        let vars = vars.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Typist { _kept: kept, home, folder, vars }
    }

    /// The folder in which they stand.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The same variable from now on.
    pub fn set(&mut self, name: &str, value: &str) {
        self.vars.retain(|(there, _)| there != name);
        self.vars.push((name.to_owned(), value.to_owned()));
    }

    /// Goes to another folder.
    fn go(&mut self, to: &str) {
        self.folder = match to.strip_prefix("~/") {
            Some(at_home) => self.home.join(at_home),
            None => self.folder.join(to),
        };
        assert!(self.folder.is_dir(), "cd {to}");
    }

    /// Types a line, with both streams apart. `None` if nothing ran: another folder was gone to, or the line is cargo's, whose
    /// work is not ours to test and needs the network.
    pub fn types(&mut self, line: &str) -> Option<Answered> {
        self.run(line, line)
    }

    /// Types a line, and reads what a terminal shows.
    pub fn reads(&mut self, line: &str) -> Option<Answered> {
        self.run(line, &format!("exec 2>&1\n{line}"))
    }

    fn run(&mut self, line: &str, script: &str) -> Option<Answered> {
        if line.starts_with("cargo ") {
            return None;
        }
        if let Some(to) = line.strip_prefix("cd ") {
            self.go(to);
            return None;
        }
        let program = Path::new(env!("CARGO_BIN_EXE_linli")).parent().expect("the program lies in a folder");
        let output = Command::new("sh")
            .args(["-c", script])
            .current_dir(&self.folder)
            .env_clear()
            .env("PATH", format!("{}:/usr/local/bin:/usr/bin:/bin", program.display()))
            .env("HOME", &self.home)
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .envs(self.vars.iter().map(|(name, value)| (name, value)))
            .output()
            .expect("a shell runs");
        let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Some(Answered { out: said(&output.stdout), err: said(&output.stderr), code: output.status.code() })
    }

    /// A page as it is when each line behind `$ ` of its `console` blocks has been typed, one after the other: below each stands
    /// what was answered. A remark `<!-- 19:15 -->` sets the clock of that day; each line takes ten seconds.
    pub fn types_page(&mut self, page: &str, day: &str) -> String {
        let (mut made, mut open, mut seconds) = (String::new(), false, 0u32);
        for line in page.lines() {
            if let Some(at) = clock(line) {
                seconds = at;
            }
            match (open, line) {
                (false, "```console") => open = true,
                (true, "```") => open = false,
                (true, line) => {
                    // What was answered when the page was last made.
                    let Some(typed) = line.strip_prefix("$ ") else { continue };
                    let (h, m, s) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
                    self.set("LINLI_NOW", &format!("{day}T{h:02}:{m:02}:{s:02}+08:00"));
                    seconds += 10;
                    let answered = self.reads(typed);
                    made.push_str(&format!("$ {typed}\n"));
                    if let Some(answered) = answered {
                        assert_eq!(answered.code, Some(stated(typed)), "{typed}\n{}", answered.out);
                        made.push_str(&self.without_home(&answered.out));
                    }
                    continue;
                }
                _ => {}
            }
            made.push_str(line);
            made.push('\n');
        }
        assert!(!open, "a block is not closed");
        made
    }

    /// Text in which the home folder and the program lie where they lie for everybody: their true paths are others each time.
    fn without_home(&self, text: &str) -> String {
        let mut text = text.replace(env!("CARGO_BIN_EXE_linli"), "/home/me/.cargo/bin/linli");
        text = text.replace(&*self.home.to_string_lossy(), "/home/me");
        // The name of a timer is a digest of its folder's path.
        if let Ok(there) = self.folder.canonicalize() {
            let at_home = Path::new("/home/me").join(there.strip_prefix(&self.home).unwrap_or(&there));
            text = text.replace(&timer(&there), &timer(&at_home));
        }
        match text.is_empty() || text.ends_with('\n') {
            true => text,
            false => text + "\n",
        }
    }
}

/// What `schedule print` calls the timer of a folder.
fn timer(folder: &Path) -> String {
    let digest = Sha256::digest(folder.to_string_lossy().as_bytes());
    let digits: String = digest[..4].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("linli-{digits}")
}

/// The seconds since midnight of a remark that sets the clock.
fn clock(line: &str) -> Option<u32> {
    let (hour, minute) = line.strip_prefix("<!-- ")?.strip_suffix(" -->")?.split_once(':')?;
    Some(hour.parse::<u32>().ok()? * 3600 + minute.parse::<u32>().ok()? * 60)
}

/// The exit code that a line states in its remark, `(exit 1)` or `（退出码 1）`; 0 if none.
pub fn stated(line: &str) -> i32 {
    let (_, remark) = line.split_once(" #").unwrap_or((line, ""));
    let code = ["(exit ", "（退出码 "].iter().find_map(|mark| remark.split_once(mark));
    code.and_then(|(_, rest)| rest.chars().next()?.to_digit(10)).map_or(0, |code| code as i32)
}

/// What stands before the Chinese half of a page.
pub const CHINESE: &str = "\n## 中文\n";

/// The half of a language.
pub fn half(page: &str, lang: Lang) -> &str {
    let (en, zh) = page.split_once(CHINESE).expect("the page has a Chinese half");
    lang.pick(en, zh)
}

#[test]
fn a_stated_exit_code_is_read_from_the_remark() {
    assert_eq!(stated("linli check  # what is wrong (exit 1)"), 1);
    assert_eq!(stated("linli check  # 问题（退出码 1）"), 1);
    assert_eq!(stated("linli status"), 0);
}

#[test]
fn a_page_is_typed_line_by_line_and_shows_what_was_answered() {
    let page = "a\n<!-- 19:15 -->\n```console\n$ echo $LINLI_NOW\nold\n$ mkdir x\n$ cd x\n$ pwd; false # (exit 1)\n```\n$ not typed\n";
    let made = Typist::new(&[]).types_page(page, "2022-08-16");
    assert_eq!(
        made,
        "a\n<!-- 19:15 -->\n```console\n$ echo $LINLI_NOW\n2022-08-16T19:15:00+08:00\n$ mkdir x\n$ cd x\n\
         $ pwd; false # (exit 1)\n/home/me/x\n```\n$ not typed\n"
    );
}
