//! The files of `src/`, and which of them belong to the crate.

use crate::code::{self, Kind, Token, matches};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::OnceLock;

/// One source file.
pub struct File {
    /// Its path from the root of the repository.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Its code.
    pub tokens: Vec<Token>,
    /// The module it is, from the crate's root: `["model", "day"]`; `["main"]` for `src/main.rs`.
    pub module: Vec<String>,
    /// How it is declared; `None` if no file does.
    pub declared: Option<Declared>,
}

/// What a file is declared for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declared {
    /// The program.
    Program,
    /// Only its tests.
    Tests,
}

impl File {
    /// `src/model/day.rs:3`, for messages.
    pub fn at(&self, line: usize) -> String {
        format!("{}:{line}", self.path)
    }

    /// True if the token, or the whole file, exists in tests only.
    pub fn is_test(&self, token: &Token) -> bool {
        token.test || self.declared == Some(Declared::Tests)
    }

    /// How many lines it has.
    pub fn lines(&self) -> usize {
        self.text.lines().count()
    }

    /// How many of them are read to know what it does: all but those of its tests.
    pub fn lines_without_tests(&self) -> usize {
        let in_tests: BTreeSet<usize> =
            self.tokens.iter().filter(|t| self.is_test(t)).map(|t| t.line).collect();
        match self.declared {
            Some(Declared::Tests) => 0,
            _ => self.lines() - in_tests.len(),
        }
    }
}

/// The files on disk, read once.
pub fn of_this_crate() -> &'static [File] {
    static FILES: OnceLock<Vec<File>> = OnceLock::new();
    FILES.get_or_init(read_src)
}

fn read_src() -> Vec<File> {
    let mut texts = BTreeMap::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("src is there") {
            let path = entry.expect("src can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let name = path.strip_prefix(root).expect("it is below the root");
                let name = name.to_str().expect("our names are text").replace('\\', "/");
                texts.insert(name, std::fs::read_to_string(&path).expect("sources are text"));
            }
        }
    }
    of(texts)
}

/// The files of these texts, by path.
pub fn of<P: Into<String>, T: Into<String>>(texts: impl IntoIterator<Item = (P, T)>) -> Vec<File> {
    let mut files: Vec<File> = texts
        .into_iter()
        .map(|(path, text)| {
            let (path, text) = (path.into(), text.into());
            File { module: module_of(&path), tokens: code::read(&text), path, text, declared: None }
        })
        .collect();
    for root in ["src/lib.rs", "src/main.rs"] {
        declare(&mut files, root, Declared::Program);
    }
    files
}

fn module_of(path: &str) -> Vec<String> {
    let inner = path.trim_start_matches("src/").trim_end_matches(".rs");
    let inner = inner.strip_suffix("/mod").unwrap_or(inner);
    if inner == "lib" { Vec::new() } else { inner.split('/').map(str::to_owned).collect() }
}

fn declare(files: &mut [File], path: &str, how: Declared) {
    let Some(at) = files.iter().position(|f| f.path == path) else { return };
    if files[at].declared.is_some() {
        return;
    }
    files[at].declared = Some(how);
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let name = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".rs");
    let inner =
        if ["lib", "main", "mod"].contains(&name) { folder.clone() } else { format!("{folder}/{name}") };
    let mut children = Vec::new();
    let tokens = &files[at].tokens;
    for (i, token) in tokens.iter().enumerate().filter(|(_, t)| t.is_word("mod")) {
        let declared = if token.test { Declared::Tests } else { how };
        if tokens.get(i + 1).is_some_and(|t| t.kind == Kind::Word)
            && tokens.get(i + 2).is_some_and(|t| t.is_mark(';'))
        {
            if let Some(path) = path_attribute(tokens, i) {
                children.push((format!("{folder}/{path}"), declared));
            }
            let mut stem = inner.clone();
            for part in token.inside.iter().chain([&tokens[i + 1].text]) {
                stem = format!("{stem}/{part}");
            }
            children.extend([format!("{stem}.rs"), format!("{stem}/mod.rs")].map(|path| (path, declared)));
        } else if tokens.get(i + 1).is_some_and(|t| t.is_mark('$')) {
            // A macro declares the modules of a list: every name in this file that a file beside it bears.
            for word in tokens.iter().filter(|t| t.kind == Kind::Word) {
                children.push((format!("{inner}/{}.rs", word.text), declared));
            }
        }
    }
    for (child, declared) in children {
        declare(files, &child, declared);
    }
}

/// `#[path = "…"]` right before `mod`.
fn path_attribute(tokens: &[Token], at: usize) -> Option<&str> {
    let start = at.checked_sub(6)?;
    (matches(tokens, start, &["#", "[", "path", "="]) && tokens[start + 4].kind == Kind::Text)
        .then(|| tokens[start + 4].text.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_declared_by_its_parent_a_path_or_a_list() {
        let files = of([
            ("src/lib.rs", "pub mod a;\nmod b;"),
            ("src/main.rs", "fn main() {}"),
            (
                "src/a/mod.rs",
                "macro_rules! all { () => { one: One; } } macro_rules! d { () => { mod $folder; } }",
            ),
            ("src/a/one.rs", ""),
            ("src/a/two.rs", ""),
            ("src/b.rs", "mod c; #[cfg(test)] #[path = \"b_tests.rs\"] mod tests;"),
            ("src/b/c.rs", ""),
            ("src/b_tests.rs", ""),
        ]);
        let of = |path: &str| files.iter().find(|f| f.path == path).and_then(|f| f.declared);
        assert_eq!(of("src/a/mod.rs"), Some(Declared::Program));
        assert_eq!(of("src/a/one.rs"), Some(Declared::Program));
        assert_eq!(of("src/a/two.rs"), None);
        assert_eq!(of("src/b/c.rs"), Some(Declared::Program));
        assert_eq!(of("src/b_tests.rs"), Some(Declared::Tests));
    }
}
