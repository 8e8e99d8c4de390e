//! The shape of files: names, length, docs, what is printed, what is reached.

use crate::code::{Kind, matches};
use crate::tree::{Declared, File};

/// Names that say nothing.
const EMPTY_NAMES: &[&str] =
    &["util", "utils", "helper", "helpers", "manager", "managers", "data", "misc", "common", "prelude"];

/// How long a file may be.
pub const LONGEST: usize = 400;

/// Half of the files are shorter than this, tests not counted.
pub const MEDIAN: usize = 150;

/// Files that are longer and were looked at twice, with what will become of them. The list only gets shorter.
pub const LOOKED_AT_TWICE: &[(&str, &str)] = &[(
    "src/books/reader.rs",
    "the hot path of reading; the reading of cells is to move to a file of its own",
)];

/// `use super::*` anywhere but in a module of tests.
pub fn star_imports(files: &[File]) -> Vec<String> {
    let mut faults = Vec::new();
    for file in files {
        for (at, token) in file.tokens.iter().enumerate() {
            if matches(&file.tokens, at, &["super", ":", ":", "*"]) && !file.is_test(token) {
                faults.push(format!("{}: `use super::*` outside of tests", file.at(token.line)));
            }
        }
    }
    faults
}

/// Files and folders whose name says nothing.
pub fn empty_names(files: &[File]) -> Vec<String> {
    let parts = |path: &str| -> Vec<String> {
        path.trim_end_matches(".rs").split(['/', '_']).map(str::to_owned).collect()
    };
    let empty = |file: &&File| parts(&file.path).iter().any(|p| EMPTY_NAMES.contains(&p.as_str()));
    files
        .iter()
        .filter(empty)
        .map(|f| format!("{}: the name does not say what it is about", f.path))
        .collect()
}

/// Printing anywhere but in `main` and `cli`.
pub fn printing(files: &[File]) -> Vec<String> {
    let mut faults = Vec::new();
    for file in files.iter().filter(|f| !["main", "cli"].contains(&f.module.first().map_or("", |m| m))) {
        for (at, token) in file.tokens.iter().enumerate() {
            let prints = ["print", "println", "eprint", "eprintln", "dbg"].contains(&token.text.as_str());
            if prints && token.kind == Kind::Word && matches(&file.tokens, at + 1, &["!"]) {
                faults.push(format!("{}: `{}!` outside of main and cli", file.at(token.line), token.text));
            }
        }
    }
    faults
}

/// `unsafe` anywhere.
pub fn unsafe_code(files: &[File]) -> Vec<String> {
    let found = |file: &File| -> Vec<String> {
        let unsafe_words = file.tokens.iter().filter(|t| t.is_word("unsafe"));
        unsafe_words.map(|t| format!("{}: unsafe", file.at(t.line))).collect()
    };
    files.iter().flat_map(found).collect()
}

/// Files over the length, and entries of the list of exceptions that are no longer needed.
pub fn too_long(files: &[File], looked_at_twice: &[(&str, &str)]) -> Vec<String> {
    let mut faults = Vec::new();
    for file in files {
        let known = looked_at_twice.iter().any(|(path, _)| *path == file.path);
        match (file.lines() > LONGEST, known) {
            (true, false) => faults.push(format!("{}: {} lines, over {LONGEST}", file.path, file.lines())),
            (false, true) => faults.push(format!("{}: short again, leave the list", file.path)),
            _ => {}
        }
    }
    let gone = looked_at_twice.iter().filter(|(path, _)| files.iter().all(|f| f.path != *path));
    faults.extend(gone.map(|(path, _)| format!("{path}: gone, leave the list")));
    faults
}

/// The length that half of the files do not reach, tests not counted.
pub fn median(files: &[File]) -> usize {
    let mut lengths: Vec<usize> = files.iter().map(File::lines_without_tests).filter(|n| *n > 0).collect();
    lengths.sort_unstable();
    lengths.get(lengths.len() / 2).copied().unwrap_or(0)
}

/// Files that do not begin by saying what they are about. Tests need not.
pub fn undocumented(files: &[File]) -> Vec<String> {
    let is_silent = |f: &&File| f.declared != Some(Declared::Tests) && !f.text.starts_with("//! ");
    let silent = files.iter().filter(is_silent);
    silent.map(|f| format!("{}: does not begin with `//! ` and what it is about", f.path)).collect()
}

/// Files that no file declares.
pub fn unreachable(files: &[File]) -> Vec<String> {
    let lost = files.iter().filter(|f| f.declared.is_none());
    lost.map(|f| format!("{}: no `mod` declares it", f.path)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree;

    /// A crate of one module.
    fn one(text: &str) -> Vec<File> {
        tree::of([("src/lib.rs", "//! A.\npub mod a;"), ("src/a.rs", text)])
    }

    #[test]
    fn a_star_import_is_found_outside_of_tests_only() {
        assert_eq!(star_imports(&one("\nuse super::*;")), ["src/a.rs:2: `use super::*` outside of tests"]);
        assert_eq!(star_imports(&one("mod tests { use super::*; }")).len(), 1);
        assert!(star_imports(&one("#[cfg(test)]\nmod tests { use super::*; }")).is_empty());
        let apart = [("src/lib.rs", "#[cfg(test)] mod tests;"), ("src/tests.rs", "use super::*;")];
        assert!(star_imports(&tree::of(apart)).is_empty());
    }

    #[test]
    fn a_name_that_says_nothing_is_found() {
        let named = |path: &str| empty_names(&tree::of([(path, "")])).len();
        assert_eq!(["src/util.rs", "src/data/mod.rs", "src/store/lock_manager.rs"].map(named), [1, 1, 1]);
        assert_eq!(["src/model/day.rs", "src/export/datapackage.rs"].map(named), [0, 0]);
    }

    #[test]
    fn printing_is_found_outside_of_the_edge_only() {
        assert_eq!(
            printing(&one("\n\nfn f() { eprintln!(\"x\"); }")),
            ["src/a.rs:3: `eprintln!` outside of main and cli"]
        );
        assert!(printing(&one("// println!\nlet x = \"println!\";")).is_empty());
        for edge in ["src/main.rs", "src/cli.rs", "src/cli/ask.rs"] {
            assert!(printing(&tree::of([(edge, "println!()")])).is_empty());
        }
    }

    #[test]
    fn unsafe_code_is_found() {
        assert_eq!(unsafe_code(&one("unsafe { x() }")).len(), 1);
        assert!(unsafe_code(&one("// unsafe\nforbid(unsafe_code)")).is_empty());
    }

    #[test]
    fn a_long_file_is_found_and_a_short_one_leaves_the_list() {
        let (long, short) = ("\n".repeat(LONGEST + 1), "\n".repeat(LONGEST));
        assert_eq!(too_long(&one(&long), &[]).len(), 1);
        assert_eq!(too_long(&one(&short), &[]).len(), 0);
        assert_eq!(too_long(&one(&long), &[("src/a.rs", "why")]).len(), 0);
        assert_eq!(too_long(&one(&short), &[("src/a.rs", "why")]).len(), 1);
        assert_eq!(too_long(&one(&short), &[("src/gone.rs", "why")]).len(), 1);
    }

    #[test]
    fn the_median_does_not_count_tests() {
        let tested = "a\n#[cfg(test)]\nmod tests {\n x\n y\n}\n";
        assert_eq!(median(&tree::of([("a", "1"), ("b", "1\n2"), ("c", "1\n2\n3")])), 2);
        assert_eq!(median(&tree::of([("c", tested)])), 1);
    }

    #[test]
    fn a_file_that_does_not_say_what_it_is_about_is_found() {
        assert_eq!(undocumented(&one("fn f() {}")).len(), 1);
        assert_eq!(undocumented(&one("//!\nfn f() {}")).len(), 1);
        assert_eq!(undocumented(&one("//! Days.\nfn f() {}")).len(), 0);
    }

    #[test]
    fn a_file_that_nobody_declares_is_found() {
        let files = tree::of([("src/lib.rs", "mod a;"), ("src/a.rs", ""), ("src/b.rs", "")]);
        assert_eq!(unreachable(&files), ["src/b.rs: no `mod` declares it"]);
    }
}
