//! The floors (architecture.md §2): imports go down only. Tests may look anywhere.

use crate::code::{Kind, Token, matches};
use crate::tree::File;
use std::collections::BTreeMap;

/// On which floor each module of the crate's root stands. A module may use what stands on its floor or below.
pub const FLOORS: &[(&str, u8)] = &[
    ("words", 0),
    ("error", 0),
    ("model", 0),
    ("store", 1),
    ("ledgers", 1),
    ("registers", 1),
    ("books", 2),
    ("merging", 2),
    ("arithmetic", 3),
    ("privacy", 3),
    ("reports", 3),
    ("checks", 3),
    ("audit", 3),
    ("recording", 4),
    ("output", 4),
    ("notices", 4),
    ("import", 4),
    ("export", 4),
    ("commands", 5),
    ("cli", 6),
    ("main", 6),
];

/// Neighbours on one floor that may not know each other: the store knows no ledger kind.
const STRANGERS: &[(&str, &str)] = &[("store", "ledgers"), ("store", "registers")];

/// Modules that are pure: bytes and values in, values out.
const PURE: &[&str] = &[
    "words",
    "error",
    "model",
    "ledgers",
    "registers",
    "books",
    "merging",
    "arithmetic",
    "privacy",
    "reports",
    "checks",
    "audit",
];

/// What a pure module never calls.
const OUTSIDE: &[&str] = &["fs", "env", "process", "net"];

fn floor(module: &str) -> Option<u8> {
    FLOORS.iter().find(|(name, _)| *name == module).map(|(_, floor)| *floor)
}

/// Every import that goes up, every module without a floor, every stranger that is known.
pub fn imports_that_go_up(files: &[File]) -> Vec<String> {
    let macros = exported_macros(files);
    let mut faults = Vec::new();
    for file in files {
        let Some(from) = file.module.first() else { continue };
        let Some(have) = floor(from) else {
            faults
                .push(format!("{}: `{from}` has no floor: give it one in tests/house/floors.rs", file.at(1)));
            continue;
        };
        for (line, to) in imports(file) {
            let to = macros.get(&to).unwrap_or(&to);
            let place = file.at(line);
            match floor(to) {
                None => faults.push(format!("{place}: `crate::{to}` has no floor (tests/house/floors.rs)")),
                Some(want) if want > have => faults.push(format!(
                    "{place}: `{from}` is on floor {have}, `crate::{to}` above it on floor {want}"
                )),
                Some(_) if STRANGERS.contains(&(from, to)) => {
                    faults.push(format!("{place}: `{from}` may not know `crate::{to}`"));
                }
                Some(_) => {}
            }
        }
    }
    faults
}

/// Every call of a pure module into files, environment, processes or network.
pub fn impurities(files: &[File]) -> Vec<String> {
    let mut faults = Vec::new();
    for file in files.iter().filter(|f| f.module.first().is_some_and(|m| PURE.contains(&m.as_str()))) {
        for (at, token) in file.tokens.iter().enumerate() {
            if file.is_test(token) || !matches(&file.tokens, at, &["std", ":", ":"]) {
                continue;
            }
            for (line, name) in heads(&file.tokens, at + 3) {
                if OUTSIDE.contains(&name.as_str()) {
                    let module = &file.module[0];
                    faults.push(format!("{}: `{module}` is pure, and names std::{name}", file.at(line)));
                }
            }
        }
    }
    faults
}

/// The modules of the crate's root that a file uses, each with its line. Tests are left out.
fn imports(file: &File) -> Vec<(usize, String)> {
    let tokens = &file.tokens;
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let token = &tokens[at];
        if matches(tokens, at, &["crate", ":", ":"]) && !file.is_test(token) {
            found.extend(heads(tokens, at + 3));
        } else if matches(tokens, at, &["super", ":", ":"]) {
            let supers = (0..).take_while(|n| matches(tokens, at + 3 * n, &["super", ":", ":"])).count();
            let behind = at + 3 * supers;
            if supers == file.module.len() + token.inside.len() && !file.is_test(token) {
                found.extend(heads(tokens, behind));
            }
            at = behind;
            continue;
        }
        at += 1;
    }
    found
}

/// The first names of a path or of the members of a group: `a` of `a::b`, `a` and `c` of `{a::{b, x}, c}`.
fn heads(tokens: &[Token], at: usize) -> Vec<(usize, String)> {
    let name = |t: &Token| (t.line, t.text.clone());
    match tokens.get(at) {
        Some(token) if token.kind == Kind::Word => vec![name(token)],
        Some(token) if token.is_mark('{') => {
            let (mut depth, mut first, mut found) = (0, true, Vec::new());
            for token in &tokens[at..] {
                match token.text.as_str() {
                    "{" => depth += 1,
                    "}" => depth -= 1,
                    "," if depth == 1 => first = true,
                    _ if depth == 1 && first && token.kind == Kind::Word => {
                        found.push(name(token));
                        first = false;
                    }
                    _ => {}
                }
                if depth == 0 {
                    break;
                }
            }
            found
        }
        _ => Vec::new(),
    }
}

/// The macros that stand at the crate's root, with the module that holds them.
fn exported_macros(files: &[File]) -> BTreeMap<String, String> {
    let mut macros = BTreeMap::new();
    for file in files {
        let Some(module) = file.module.first() else { continue };
        for at in 0..file.tokens.len() {
            if matches(&file.tokens, at, &["#", "[", "macro_export", "]", "macro_rules", "!"])
                && let Some(name) = file.tokens.get(at + 6)
            {
                macros.insert(name.text.clone(), module.clone());
            }
        }
    }
    macros
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree;

    fn ups(path: &str, text: &str) -> Vec<String> {
        imports_that_go_up(&tree::of([(path, text)]))
    }

    #[test]
    fn an_import_that_goes_up_is_named_with_its_line_and_floors() {
        let fault = "src/model/day.rs:2: `model` is on floor 0, `crate::books` above it on floor 2";
        assert_eq!(ups("src/model/day.rs", "use crate::words::Said;\nuse crate::books::Books;"), [fault]);
        assert_eq!(ups("src/model/day.rs", "\nfn f(b: &crate::books::Books) {}"), [fault]);
        assert_eq!(
            ups("src/model/day.rs", "\nuse crate::{words::{Said, words}, books::{Books, Rows}};"),
            [fault]
        );
        assert_eq!(ups("src/model/day.rs", "\nuse super::super::books::Books;"), [fault]);
        assert_eq!(ups("src/model/day.rs", "\nmod a { use super::super::super::books::Books; }"), [fault]);
        assert_eq!(ups("src/model/day.rs", "\nmacro_rules! m { () => { $crate::books::read() } }"), [fault]);
    }

    #[test]
    fn an_import_that_goes_down_or_stays_is_fine() {
        let text = "use crate::{books, store::text, model::Day};\nuse super::REPORTS; // crate::cli::clock";
        assert!(ups("src/reports/stock.rs", text).is_empty());
        assert!(ups("src/registers/read.rs", "use crate::ledgers::Field;").is_empty());
        assert!(ups("src/model/day.rs", "use super::books;").is_empty());
        assert!(ups("src/lib.rs", "pub use crate::cli::run;").is_empty());
    }

    #[test]
    fn tests_may_look_up() {
        assert!(ups("src/model/day.rs", "#[cfg(test)]\nmod tests { use crate::books::Books; }").is_empty());
    }

    #[test]
    fn a_module_needs_a_floor() {
        assert_eq!(ups("src/clouds/mod.rs", "").len(), 1);
        assert_eq!(ups("src/model/day.rs", "use crate::clouds::Cloud;").len(), 1);
    }

    #[test]
    fn the_store_may_not_know_the_ledgers() {
        assert_eq!(ups("src/store/text.rs", "use crate::ledgers::Field;").len(), 1);
        assert!(ups("src/ledgers/draft.rs", "use crate::store::text::write_line;").is_empty());
    }

    #[test]
    fn a_macro_stands_where_its_module_stands() {
        let words = ("src/words.rs", "#[macro_export]\nmacro_rules! said { () => {} }");
        let check = |path: &str, name: &str| {
            imports_that_go_up(&tree::of([words, (path, &format!("use crate::{name};"))])).len()
        };
        assert_eq!((check("src/model/day.rs", "said"), check("src/model/day.rs", "told")), (0, 1));
    }

    #[test]
    fn a_pure_module_that_opens_a_file_is_found() {
        let check = |path: &str, text: &str| impurities(&tree::of([(path, text)])).len();
        assert_eq!(check("src/reports/stock.rs", "use std::{fmt, fs};"), 1);
        assert_eq!(check("src/books/mod.rs", "fn f() { std::env::args(); }"), 1);
        assert_eq!(check("src/books/mod.rs", "use std::{fmt, io};\n#[cfg(test)]\nmod t { use std::fs; }"), 0);
        assert_eq!(check("src/store/text.rs", "use std::fs;"), 0);
    }
}
