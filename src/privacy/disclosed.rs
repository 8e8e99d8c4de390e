//! Personal numbers in what the history keeps: each number once for each place, with the commit that brought it.

use crate::model::{holds_personal_number, mask_numbers, personal_numbers};
use memchr::{memchr_iter, memrchr};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// A number that the history keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disclosed {
    /// The first commit that has it there.
    pub commit: String,
    /// The path of the file; `None` for what a commit says of itself.
    pub path: Option<String>,
    /// The line of the file or message, from 1; 0 for a name, an address or the name of a file.
    pub line: usize,
    /// The number, masked.
    pub masked: String,
}

/// Looks through versions of files, oldest first, and gathers what they disclose.
#[derive(Debug, Default)]
pub struct Disclosures {
    /// What was found, in the order in which it came into the history.
    pub found: Vec<Disclosed>,
    known: BTreeSet<(Option<String>, String)>,
    /// The last version of each file that was looked through.
    last: FxHashMap<String, Vec<u8>>,
}

impl Disclosures {
    /// Looks through what a commit says of itself: its message, and who made it.
    pub fn commit(&mut self, commit: &str, message: &str, people: &[&str], exempt: &[String]) {
        for text in people {
            self.line(commit, None, 0, text, exempt);
        }
        if holds_personal_number(message, exempt) {
            for (at, line) in message.lines().enumerate() {
                self.line(commit, None, at + 1, line, exempt);
            }
        }
    }

    /// Looks at the name of a file.
    pub fn path(&mut self, commit: &str, path: &str, exempt: &[String]) {
        self.line(commit, Some(path), 0, path, exempt);
    }

    /// Looks through a version of a file; true if it holds no number. Only what it has more than the last version at this
    /// path is looked at, if it begins with that. A file with a zero byte is no text and cannot be looked through.
    pub fn file(&mut self, commit: &str, path: &str, bytes: Vec<u8>, exempt: &[String]) -> bool {
        if bytes.contains(&0) {
            return true;
        }
        let old = self.last.get(path).map_or(&[][..], Vec::as_slice);
        let from = match bytes.starts_with(old) {
            // A number may have been cut in two by the end of the file.
            true => memrchr(b'\n', old).map_or(0, |end| end + 1),
            false => 0,
        };
        let shown = mask_numbers(path, exempt);
        let was_clean =
            from == 0 || !self.known.iter().any(|(known, _)| known.as_deref() == Some(shown.as_str()));
        let new = String::from_utf8_lossy(&bytes[from..]);
        let clean = !holds_personal_number(&new, exempt);
        if !clean {
            let before = memchr_iter(b'\n', &bytes[..from]).count();
            for (at, line) in new.lines().enumerate() {
                self.line(commit, Some(path), before + at + 1, line, exempt);
            }
        }
        self.last.insert(path.to_owned(), bytes);
        clean && was_clean
    }

    fn line(&mut self, commit: &str, path: Option<&str>, line: usize, text: &str, exempt: &[String]) {
        for range in personal_numbers(text, exempt) {
            let number: String = text[range.clone()].chars().filter(|c| c.is_alphanumeric()).collect();
            let path = path.map(|path| mask_numbers(path, exempt));
            if self.known.insert((path.clone(), number)) {
                let masked = mask_numbers(&text[range], exempt);
                self.found.push(Disclosed { commit: commit.to_owned(), path, line, masked });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_told_once_with_the_commit_and_line_that_brought_it() {
        let mut seen = Disclosures::default();
        let rows = |n: usize| {
            let all = ["id", "a", "电话13800138000", "b", "身份证11010519491231002X"];
            (all[..n].join("\n") + "\n").into_bytes()
        };
        let clean: Vec<bool> = (1..=5).map(|n| seen.file(&format!("c{n}"), "x.csv", rows(n), &[])).collect();
        assert_eq!(clean, [true, true, false, false, false]);
        let found: Vec<(&str, usize, &str)> =
            seen.found.iter().map(|d| (d.commit.as_str(), d.line, d.masked.as_str())).collect();
        assert_eq!(found, [("c3", 3, "138****8000"), ("c5", 5, "110105********002X")]);
    }

    #[test]
    fn a_number_cut_in_two_by_the_end_of_a_version_is_found() {
        let mut seen = Disclosures::default();
        assert!(seen.file("a", "x", b"one\n138001".to_vec(), &[]));
        assert!(!seen.file("b", "x", b"one\n13800138000\n".to_vec(), &[]));
        assert_eq!(seen.found[0].line, 2);
    }

    #[test]
    fn messages_names_addresses_and_names_of_files_are_looked_at_and_public_phones_are_not_told() {
        let mut seen = Disclosures::default();
        let exempt = ["13900139000".to_owned()];
        seen.commit("a", "x\n\ncall 13800138000", &["李梅", "13700137000@139.com", "", ""], &exempt);
        seen.commit("b", "call 13800138000 or 13900139000", &[], &exempt);
        seen.path("c", "reports/13600136000.html", &exempt);
        let told: Vec<(usize, &str)> = seen.found.iter().map(|d| (d.line, d.masked.as_str())).collect();
        assert_eq!(told, [(0, "137****7000"), (3, "138****8000"), (0, "136****6000")]);
        assert_eq!(seen.found[2].path.as_deref(), Some("reports/136****6000.html"));
    }
}
