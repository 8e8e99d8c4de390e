//! A community to work in: a temporary repository, a clock that stands where it is put, one person at a time.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

const COMMUNITY: &str = r#"[community]
name = "银河湾小区"
language = "zh"
timezone = "Asia/Shanghai"
currency = "CNY"
public_phones = ["0579-85550000"]

[[building]]
code = "3"
units = ["1", "2"]
floors = 5
doors = 2
captain = "李梅"

[[building]]
code = "5"
floors = 3
doors = 2
captain = "王柳"

[[destination]]
code = "采样点"
name = "核酸采样点"

[[group]]
code = "logistics"
name = "后勤保障组"

[[store]]
code = "main"
name = "物业仓库"

[[store]]
code = "gate"
name = "北门岗亭"
"#;

const ITEMS: &str = "item,category,unit,packs,minimum,aliases,note
牛奶,食品,盒,箱=12,20,鲜奶|纯牛奶,
蔬菜包,食品,份,,,,
大米,食品,kg,袋=10,,,
";

const VOLUNTEERS: &str = "volunteer,group,role,place,skills,since,until,note
李梅,logistics,leader,,,,,
王柳,logistics,member,,,,,
";

const ROUNDS: &str = r#"[[round]]
code = "veg-0816"
kind = "distribution"
title = "8月16日蔬菜包"
date = 2022-08-16
closes = 2022-08-17T20:00:00+08:00
places = ["*"]
[[round.allot]]
item = "蔬菜包"
quantity = 1
per = "household"

[[round]]
code = "test-0816"
kind = "testing"
title = "8月16日核酸检测"
date = 2022-08-16
places = ["*"]
"#;

/// What a command said.
pub struct Said {
    /// The exit code.
    pub code: i32,
    /// The answer.
    pub out: String,
    /// Everything else.
    pub err: String,
}

impl Said {
    /// All of it, for a snapshot: ids and commits are as the seed makes them.
    pub fn all(&self) -> String {
        let mut text = format!("exit {}\n", self.code);
        for (name, part) in [("out", &self.out), ("err", &self.err)] {
            if !part.is_empty() {
                text.push_str(&format!("--- {name}\n{part}"));
            }
        }
        text
    }
}

/// A community in a temporary repository.
pub struct Community {
    folder: TempDir,
    /// The moment it is.
    pub now: String,
    /// Who types.
    pub by: String,
    /// The language.
    pub lang: String,
}

impl Community {
    /// The small community of these tests, committed.
    pub fn new() -> Community {
        let community = Community {
            folder: tempfile::tempdir().expect("a temporary folder"),
            now: "2022-08-16T18:00:00+08:00".to_owned(),
            by: "李梅".to_owned(),
            lang: "zh".to_owned(),
        };
        community.write("ledgers/community.toml", COMMUNITY);
        community.write("ledgers/items.csv", ITEMS);
        community.write("ledgers/volunteers.csv", VOLUNTEERS);
        community.write("ledgers/rounds.toml", ROUNDS);
        community.git(&["init", "-q", "-b", "main"]);
        community.git(&["add", "-A"]);
        community.git(&["commit", "-q", "-m", "begin"]);
        community
    }

    /// An empty folder, to work in folders of it.
    pub fn empty() -> Community {
        Community {
            folder: tempfile::tempdir().expect("a temporary folder"),
            now: "2022-08-16T18:00:00+08:00".to_owned(),
            by: "李梅".to_owned(),
            lang: "zh".to_owned(),
        }
    }

    /// The same in another folder, history and all.
    pub fn copy(&self) -> Community {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let from = self.path().join(".");
        let done = Command::new("/bin/cp").arg("-a").arg(from).arg(folder.path()).status().expect("cp runs");
        assert!(done.success());
        let (now, by, lang) = (self.now.clone(), self.by.clone(), self.lang.clone());
        Community { folder, now, by, lang }
    }

    /// Its folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A file in it.
    pub fn file(&self, path: &str) -> PathBuf {
        self.path().join(path)
    }

    /// Writes a file by hand.
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let full = self.file(path);
        std::fs::create_dir_all(full.parent().expect("a folder")).expect("made");
        std::fs::write(full, text).expect("written");
    }

    /// Reads a file; empty if there is none.
    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.file(path)).unwrap_or_default()
    }

    /// Runs git; its answer.
    pub fn git(&self, args: &[&str]) -> String {
        let output = Command::new("git")
            .args(args)
            .current_dir(self.path())
            .env_clear()
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .env("HOME", self.path())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null")
            .env("GIT_AUTHOR_NAME", "李梅")
            .env("GIT_AUTHOR_EMAIL", "limei@example.invalid")
            .env("GIT_COMMITTER_NAME", "李梅")
            .env("GIT_COMMITTER_EMAIL", "limei@example.invalid")
            .env("GIT_AUTHOR_DATE", "2022-08-01T08:00:00+08:00")
            .env("GIT_COMMITTER_DATE", "2022-08-01T08:00:00+08:00")
            .output()
            .expect("git runs");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Runs the program with nothing in its environment but what the test says.
    pub fn run(&self, args: &[&str]) -> Said {
        self.run_with(args, &[])
    }

    /// As [`Community::run`], with more in its environment.
    pub fn run_with(&self, args: &[&str], more: &[(&str, &str)]) -> Said {
        let output = Command::new(env!("CARGO_BIN_EXE_linli"))
            .args(args)
            .current_dir(self.path())
            .env_clear()
            .env("LINLI_NOW", &self.now)
            .env("LINLI_BY", &self.by)
            .env("LINLI_LANG", &self.lang)
            .env("LINLI_SEED", "1")
            .envs(more.iter().copied())
            .stdin(Stdio::null())
            .output()
            .expect("the program runs");
        Said {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// As [`Community::run`], with something on standard input.
    pub fn piped(&self, args: &[&str], input: &str) -> Said {
        let mut child = Command::new(env!("CARGO_BIN_EXE_linli"))
            .args(args)
            .current_dir(self.path())
            .env_clear()
            .env("LINLI_NOW", &self.now)
            .env("LINLI_BY", &self.by)
            .env("LINLI_LANG", &self.lang)
            .env("LINLI_SEED", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        std::io::Write::write_all(&mut child.stdin.take().expect("piped"), input.as_bytes())
            .expect("written");
        let output = child.wait_with_output().expect("it ends");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let code = output.status.code().unwrap_or(-1);
        Said { code, out: text(&output.stdout), err: text(&output.stderr) }
    }

    /// Runs the program, which must succeed.
    pub fn ok(&self, args: &[&str]) -> Said {
        let said = self.run(args);
        assert_eq!(said.code, 0, "linli {}\n{}", args.join(" "), said.all());
        said
    }

    /// Everything that a refused command must leave as it was: the files and the history.
    pub fn state(&self) -> (String, String) {
        let mut files = Vec::new();
        fn walk(folder: &Path, files: &mut Vec<String>) {
            for entry in std::fs::read_dir(folder).expect("read").flatten() {
                if entry.file_name() == ".git" {
                    continue;
                }
                if entry.path().is_dir() {
                    walk(&entry.path(), files);
                } else {
                    let bytes = std::fs::read(entry.path()).expect("read");
                    files.push(format!("{} {}", entry.path().display(), String::from_utf8_lossy(&bytes)));
                }
            }
        }
        walk(self.path(), &mut files);
        files.sort();
        (files.join("\n"), self.git(&["log", "--all", "--format=%H"]) + &self.git(&["status", "--porcelain"]))
    }

    /// Runs the program, which must refuse with exit 2 and change nothing; what it said.
    pub fn refused(&self, args: &[&str]) -> Said {
        let before = self.state();
        let said = self.run(args);
        assert_eq!(said.code, 2, "linli {}\n{}", args.join(" "), said.all());
        assert!(self.state() == before, "a refused command changed something: linli {}", args.join(" "));
        said
    }
}
