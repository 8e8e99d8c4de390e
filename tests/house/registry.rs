//! The registries: what stands in a list is complete, and what stands beside it is in the list.

use crate::languages::{is_chinese, is_english};
use crate::{nothing, tree};
use linli::ledgers::{Field, Kind, LEDGERS};
use linli::reports::REPORTS;
use linli::words::{Words, words};
use std::collections::BTreeSet;

/// What is wrong with a text: a language is empty or is not that language.
fn one_sided(of: &str, words: Words) -> Option<String> {
    let fine = is_english(words.en) && is_chinese(words.zh);
    (!fine).then(|| format!("{of}: \"{}\" / \"{}\"", words.en, words.zh))
}

/// What is wrong with the words of fields and their choices.
fn badly_documented(of: &str, fields: &[Field]) -> Vec<String> {
    let mut faults = Vec::new();
    for field in fields {
        let name = format!("{of}.{}", field.name);
        faults.extend(one_sided(&name, field.heading));
        faults.extend(one_sided(&name, field.meaning));
        faults.extend(one_sided(&name, field.kind.title()));
        if let Kind::Choice(choices) = field.kind {
            faults.extend(choices.iter().filter_map(|c| one_sided(&format!("{name}={}", c.code), c.words)));
        }
    }
    faults
}

/// Names that stand twice in a list.
fn repeated<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    names.into_iter().filter(|name| !seen.insert(*name)).map(|name| format!("{name}: twice")).collect()
}

#[test]
fn every_ledger_is_registered_under_the_name_of_its_file() {
    let defines = |file: &&tree::File| {
        (0..file.tokens.len()).any(|at| crate::code::matches(&file.tokens, at, &["ledger", "!", "{"]))
    };
    let in_files =
        tree::of_this_crate().iter().filter(defines).filter_map(|f| f.module.last().map(String::as_str));
    let in_files: BTreeSet<&str> = in_files.collect();
    assert_eq!(in_files, LEDGERS.iter().map(|l| l.name).collect());
}

#[test]
fn every_ledger_has_its_own_name_and_letter() {
    let letters: Vec<String> = LEDGERS.iter().map(|l| char::from(l.letter).to_string()).collect();
    nothing(repeated(letters.iter().map(String::as_str)));
    nothing(repeated(LEDGERS.iter().map(|l| l.name)));
}

#[test]
fn every_ledger_begins_and_ends_with_the_common_columns() {
    for ledger in LEDGERS {
        let names: Vec<&str> = ledger.fields.iter().map(|f| f.name).collect();
        assert!(names.starts_with(&["id", "date"]), "{}", ledger.name);
        assert!(names.ends_with(&["note", "reverses", "by", "at"]), "{}", ledger.name);
        nothing(repeated(names));
    }
}

#[test]
fn every_ledger_is_documented_in_both_languages() {
    for ledger in LEDGERS {
        nothing(one_sided(ledger.name, ledger.title).into_iter().collect());
        nothing(one_sided(ledger.name, ledger.about).into_iter().collect());
        nothing(badly_documented(ledger.name, ledger.fields));
    }
}

#[test]
fn every_register_is_documented_in_both_languages() {
    nothing(badly_documented("items", linli::registers::items::FIELDS));
    nothing(badly_documented("volunteers", linli::registers::volunteers::FIELDS));
}

#[test]
fn every_report_has_its_own_name_and_words_in_both_languages() {
    nothing(repeated(REPORTS.iter().map(|r| r.name)));
    for report in REPORTS {
        nothing(one_sided(report.name, report.title).into_iter().collect());
        nothing(one_sided(report.name, report.about).into_iter().collect());
        for ledger in report.needs {
            assert!(linli::ledgers::by_name(ledger).is_some(), "{} needs {ledger}", report.name);
        }
    }
}

#[test]
fn every_finding_is_explained_in_both_languages() {
    nothing(repeated(linli::checks::CHECKS.iter().map(|c| c.code)));
    for check in linli::checks::CHECKS {
        nothing(one_sided(check.code, check.title).into_iter().collect());
        nothing(one_sided(check.code, check.meaning).into_iter().collect());
        nothing(one_sided(check.code, check.tier.title()).into_iter().collect());
    }
}

#[test]
fn every_private_column_and_every_heading_of_help_has_words_in_both_languages() {
    nothing(badly_documented("contacts", linli::registers::contacts::FIELDS));
    let headings = linli::commands::Heading::ALL.map(linli::commands::Heading::words);
    nothing(headings.into_iter().filter_map(|words| one_sided("heading", words)).collect());
}

#[test]
fn words_missing_in_one_language_are_found() {
    let field = |heading, meaning| Field { heading, meaning, ..linli::ledgers::NOTE };
    let fine = words("note", "备注");
    assert!(badly_documented("x", &[field(fine, fine)]).is_empty());
    for bad in [words("note", ""), words("", "备注"), words("note", "note"), words("备注", "备注")] {
        assert_eq!(badly_documented("x", &[field(bad, fine)]).len(), 1);
        assert_eq!(badly_documented("x", &[field(fine, bad)]).len(), 1);
    }
    assert_eq!(repeated(["a", "b", "a"]), ["a: twice"]);
}
