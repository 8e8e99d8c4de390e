//! A small community in a temporary repository, and the program run in it with nothing around it.

#![allow(clippy::unwrap_used, reason = "a test may stop")]

use std::path::{Path, PathBuf};
use std::process::Command;

pub struct Community {
    folder: tempfile::TempDir,
}

const COMMUNITY: &str = r#"# who we are
[community]
name = "银河湾小区"
public_phones = ["0579-85550000"]
language = "zh"

[[building]]
code = "3"
units = ["1", "2"]   # two stairs
floors = 17
doors = 2
except = ["3-1-1702"] # never built
extra = ["3-1-商101"]
captain = "李梅"

[[building]]
code = "5"
floors = 11
doors = 4

[[group]]
code = "logistics"
name = "后勤保障组"

[[store]]
code = "main"
name = "物业仓库" # by the gate
"#;
const ITEMS: &str = "item,category,unit,packs,minimum,aliases,note\n牛奶,食品,盒,箱=12,120,纯牛奶,\n\"大米\",食品,kg,袋=10,,,\"a,b\"\n";
const VOLUNTEERS: &str =
    "volunteer,group,role,place,skills,since,until,note\n李梅,logistics,leader,,,2022-08-01,,\n";
pub const DONATIONS: &str = "id,date,donor,item,quantity,unit,store,lot,expires,value,earmark,publish,note,reverses,by,at\n\
D220815-AAAAAA,2022-08-15,爱心企业,牛奶,40,箱,,,,,,,,,李梅,2022-08-15T20:00:00+08:00\n";

impl Community {
    pub fn new() -> Community {
        let folder = tempfile::tempdir().unwrap();
        let community = Community { folder };
        community.write("ledgers/community.toml", COMMUNITY);
        community.write("ledgers/items.csv", ITEMS);
        community.write("ledgers/volunteers.csv", VOLUNTEERS);
        community.write("ledgers/donations/2022-08.csv", DONATIONS);
        community.write(".gitignore", "private/\n");
        community.git(&["init", "-q", "-b", "main"]);
        community.git(&["add", "-A"]);
        community.git(&["commit", "-q", "-m", "start"]);
        community
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, path: &str, text: &str) {
        let full: PathBuf = self.path().join(path);
        std::fs::create_dir_all(full.parent().unwrap()).unwrap();
        std::fs::write(full, text).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path().join(path)).unwrap()
    }

    pub fn append(&self, path: &str, text: &str) {
        let before = self.read(path);
        self.write(path, &(before + text));
    }

    pub fn git(&self, args: &[&str]) -> String {
        let output = Command::new("git")
            .args(args)
            .current_dir(self.path())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null")
            .env("GIT_AUTHOR_DATE", "2022-08-15T21:00:00+08:00")
            .env("GIT_COMMITTER_DATE", "2022-08-15T21:00:00+08:00")
            .env("GIT_AUTHOR_NAME", "李梅")
            .env("GIT_AUTHOR_EMAIL", "li@example.org")
            .env("GIT_COMMITTER_NAME", "李梅")
            .env("GIT_COMMITTER_EMAIL", "li@example.org")
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Exit code, stdout and stderr, in one text.
    pub fn run(&self, args: &[&str]) -> String {
        let output = Command::new(env!("CARGO_BIN_EXE_linli"))
            .args(args)
            .current_dir(self.path())
            .env_clear()
            .env("LINLI_NOW", "2022-08-16T20:00:00+08:00")
            .env("LINLI_SEED", "7")
            .env("LINLI_BY", "李梅")
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let code = output.status.code().unwrap();
        format!("exit {code}\n{}--\n{}", text(&output.stdout), text(&output.stderr))
    }

    /// Runs what must be done.
    pub fn done(&self, args: &[&str]) -> String {
        let said = self.run(args);
        assert!(said.starts_with("exit 0"), "{args:?}: {said}");
        said
    }

    /// Runs what must be refused, in both languages, and changes neither files nor git.
    pub fn refused(&self, args: &[&str]) -> String {
        let before = self.state();
        let mut said = String::new();
        for lang in ["zh", "en"] {
            let mut words = args.to_vec();
            words.extend(["--lang", lang]);
            said.push_str(&self.run(&words));
            assert!(said.starts_with("exit 2"), "{args:?}: {said}");
            assert_eq!(self.state(), before, "{args:?}");
        }
        said
    }

    /// Everything that a refused command must leave alone.
    pub fn state(&self) -> (String, String, String, Vec<(PathBuf, Vec<u8>)>) {
        let mut files = Vec::new();
        let mut folders = vec![self.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
                let path = entry.path();
                if path.is_dir() && !path.ends_with(".git") {
                    folders.push(path);
                } else if path.is_file() {
                    files.push((path.clone(), std::fs::read(path).unwrap()));
                }
            }
        }
        files.sort();
        (
            self.git(&["rev-parse", "HEAD"]),
            self.git(&["rev-parse", "HEAD^{tree}"]),
            self.git(&["status", "--short"]),
            files,
        )
    }

    pub fn clean(&self) {
        assert_eq!(self.git(&["status", "--short"]), "");
    }
}
