//! Whatever happens to a file: nothing stumbles over it, and no change of a committed row escapes.

use super::example::findings_of;
use super::tests::{codes, community, source};
use super::*;
use crate::ledgers::LEDGERS;
use crate::output::{FindingFormat, Look, render_findings};
use crate::store::text::Source;
use proptest::prelude::*;

/// One file of every ledger, all sound.
fn sound_books() -> Vec<Source> {
    let mut files: Vec<(String, String)> = Vec::new();
    for check in CHECKS.iter().filter(|c| !matches!(c.code, "encoding" | "conflict-marker" | "truncated")) {
        for (path, text) in check.example.files.iter().filter(|(path, _)| path.contains("/2022-08")) {
            if !files.iter().any(|(known, _)| known == path) {
                files.push(((*path).to_owned(), (*text).to_owned()));
            }
        }
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(p, t)| (p.as_str(), t.as_str())).collect();
    community(&files)
}

#[derive(Clone, Debug)]
enum Mutation {
    Bytes(usize, Vec<u8>),
    DropLine(usize),
    Cut(usize),
    Replace(Vec<u8>),
    Swap(usize, usize),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let sharp = prop_oneof![any::<u8>(), proptest::sample::select(b"\",\n\r-.0123456789<=>|".to_vec()),];
    let bytes = proptest::collection::vec(sharp, 0..12);
    prop_oneof![
        4 => (any::<usize>(), bytes.clone()).prop_map(|(at, bytes)| Mutation::Bytes(at, bytes)),
        2 => any::<usize>().prop_map(Mutation::DropLine),
        2 => any::<usize>().prop_map(Mutation::Cut),
        1 => proptest::collection::vec(any::<u8>(), 0..300).prop_map(Mutation::Replace),
        1 => (any::<usize>(), any::<usize>()).prop_map(|(a, b)| Mutation::Swap(a, b)),
    ]
}

fn mutate(bytes: &mut Vec<u8>, mutation: &Mutation) {
    let length = bytes.len();
    match mutation {
        Mutation::Bytes(at, new) => {
            let from = at % (length + 1);
            let to = (from + new.len()).min(length);
            bytes.splice(from..to, new.iter().copied());
        }
        Mutation::DropLine(n) => {
            let mut lines: Vec<&[u8]> = bytes.split_inclusive(|b| *b == b'\n').collect();
            if !lines.is_empty() {
                lines.remove(n % lines.len());
            }
            *bytes = lines.concat();
        }
        Mutation::Cut(at) => bytes.truncate(at % (length + 1)),
        Mutation::Replace(new) => bytes.clone_from(new),
        Mutation::Swap(a, b) if length > 0 => bytes.swap(a % length, b % length),
        Mutation::Swap(..) => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_mutation_makes_reading_or_checking_panic(
        which in any::<usize>(),
        mutations in proptest::collection::vec(mutation(), 1..4),
    ) {
        let committed = sound_books();
        let mut working = committed.clone();
        let at = which % working.len();
        let mut bytes = working[at].text.clone().into_bytes();
        mutations.iter().for_each(|m| mutate(&mut bytes, m));
        working[at] = Source::new(working[at].path.clone(), bytes);
        let found = findings_of(&working, &committed[at..=at]);
        for lang in [Lang::En, Lang::Zh] {
            render_findings(&found, FindingFormat::Human, &Look::plain(lang));
        }
    }

    #[test]
    fn any_edit_or_removal_of_a_committed_row_is_found(
        which in any::<usize>(), row in any::<usize>(), column in any::<usize>(),
        cell in "[a-z0-9五 ]{0,6}", remove in any::<bool>(),
    ) {
        let all = sound_books();
        let ledgers: Vec<usize> = (0..all.len()).filter(|&i| all[i].path.contains("/2022-08")).collect();
        let at = ledgers[which % ledgers.len()];
        let mut lines: Vec<String> = all[at].text.lines().map(str::to_owned).collect();
        let row = 1 + row % (lines.len() - 1);
        if remove {
            lines.remove(row);
        } else {
            let mut cells: Vec<&str> = lines[row].split(',').collect();
            let column = column % cells.len();
            prop_assume!(cells[column] != cell);
            cells[column] = &cell;
            lines[row] = cells.join(",");
        }
        let text = lines.join("\n") + "\n";
        let mut working = all.clone();
        working[at] = source(&all[at].path, &text);
        let found = findings_of(&working, &all[at..=at]);
        let told = found.iter().any(|f| {
            let here = f.spot.as_ref().is_some_and(|s| s.path == all[at].path);
            here && f.severity == Severity::Error && matches!(f.code, "edited-row" | "removed-row" | "field-count")
        });
        prop_assert!(told, "{:?}", codes(&found));
    }
}

#[test]
fn every_ledger_is_among_the_mutated_files() {
    let sound = sound_books();
    let without: Vec<&str> = LEDGERS
        .iter()
        .map(|l| l.name)
        .filter(|name| !sound.iter().any(|s| s.path.contains(&format!("/{name}/"))))
        .collect();
    assert_eq!(without, ["donations", "notices"], "examples use all ledgers but these");
}
