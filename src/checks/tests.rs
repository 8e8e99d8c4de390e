//! The list is complete and explained, every example shows exactly its finding, and no mutation of the files escapes
//! or makes the program stumble.

use super::example::findings_of;
use super::*;
use crate::books::{Books, read_registers};
use crate::ledgers::{Draft, by_name};
use crate::output::{FindingFormat, Look, render_findings};
use crate::store::text::Source;

pub(super) fn source(path: &str, text: &str) -> Source {
    Source::new(path, text.as_bytes().to_vec())
}

/// The sound community with these files.
pub(super) fn community(files: &[(&str, &str)]) -> Vec<Source> {
    let mut all = Example::NONE.sources();
    for (path, text) in files {
        all.retain(|s| s.path != *path);
        all.push(source(path, text));
    }
    all
}

pub(super) fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|f| f.code).collect()
}

pub(super) fn serious(findings: &[Finding]) -> Vec<&Finding> {
    findings.iter().filter(|f| f.severity != Severity::Info).collect()
}

/// The header of receipts.
pub(super) const HEADER: &str = "id,date,source,item,quantity,note,reverses,by,at\n";
/// Their file.
pub(super) const RECEIPTS: &str = "ledgers/receipts/2022-08.csv";

/// What is found in the sound community with these receipts.
pub(super) fn receipts(rows: &str) -> Vec<Finding> {
    findings_of(&community(&[(RECEIPTS, &format!("{HEADER}{rows}"))]), &[])
}

#[test]
fn the_list_is_that_of_the_ledgers_page_in_its_order() {
    let core = "encoding conflict-marker truncated header field-count type required id-form id-duplicate \
        unknown-place unknown-item unknown-store unknown-round unknown-volunteer unknown-group unknown-request \
        unknown-notice bad-choice reverses-unknown reverses-mismatch double-reversal wrong-month edited-row \
        removed-row pack-changed";
    let books = "future-date negative-stock count-differs unit-not-convertible over-supplied \
        tested-exceeds-present unit-and-homes-both repeated-report duplicate-document request-step-order \
        request-overdue undelivered-confirmation request-taken-twice home-unknown census-differs \
        expired-on-hand below-minimum captain-missing fatigue";
    let of = |tier| CHECKS.iter().filter(|c| c.tier == tier).map(|c| c.code).collect::<Vec<_>>().join(" ");
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(of(Tier::Core), words(core));
    assert_eq!(of(Tier::Books), words(books));
    assert_eq!(of(Tier::Privacy), "personal-number");
}

#[test]
fn the_severity_is_that_of_the_ledgers_page() {
    for check in CHECKS {
        let expected = match (check.code, check.tier) {
            ("double-reversal", _) => Severity::Warning,
            ("future-date" | "request-step-order" | "undelivered-confirmation", _) => Severity::Error,
            ("home-unknown", _) => Severity::Info,
            (_, Tier::Core | Tier::Privacy) => Severity::Error,
            (_, Tier::Books) => Severity::Warning,
        };
        assert_eq!(check.severity, expected, "{}", check.code);
    }
}

#[test]
fn the_sound_community_has_nothing_to_be_found() {
    assert_eq!(Example::NONE.findings(), Vec::new());
}

#[test]
fn every_example_shows_its_finding_once_and_nothing_else() {
    for check in CHECKS {
        let findings = check.example.findings();
        let (code, all) = (check.code, codes(&findings));
        let own: Vec<_> = findings.iter().filter(|f| f.code == code).collect();
        assert_eq!(own.len(), 1, "{code}: {all:?}");
        assert_eq!(own[0].severity, check.severity, "{code}");
        let others: Vec<_> = serious(&findings).into_iter().filter(|f| f.code != code).collect();
        assert!(others.is_empty(), "{code}: {others:#?}");
    }
}

#[test]
fn every_finding_says_where_it_stands_and_speaks_both_languages() {
    for check in CHECKS {
        for finding in check.example.findings() {
            assert!(!finding.message.en.is_empty() && !finding.message.zh.is_empty(), "{finding:?}");
            assert_eq!(finding.label.en.is_empty(), finding.label.zh.is_empty(), "{finding:?}");
            assert!(finding.spot.is_some() || finding.code == "home-unknown", "{finding:?}");
            if let Some(fix) = &finding.fix {
                for text in [&fix.en, &fix.zh] {
                    assert!(
                        ["linli ", "git ", "iconv "].iter().any(|program| text.starts_with(program)),
                        "{text}"
                    );
                }
            }
        }
        let has_chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..'\u{9fff}').contains(&c));
        assert!(has_chinese(check.title.zh) && has_chinese(check.meaning.zh), "{}", check.code);
        assert!(check.meaning.en.len() > 80 && check.meaning.en.ends_with('.'), "{}", check.code);
    }
}

#[test]
fn what_examples_say_is_as_agreed() {
    let mut text = String::new();
    for check in CHECKS {
        for finding in check.example.findings().iter().filter(|f| f.code == check.code) {
            let spot = finding.spot.clone().unwrap_or_default();
            let (line, column) = (spot.line.unwrap_or(0), spot.column.unwrap_or(0));
            let (field, fix) = (finding.field.unwrap_or("-"), finding.fix.as_ref().map_or("-", |f| &f.en));
            text.push_str(&format!(
                "{} {line}:{column} {field}: {} | {fix}\n",
                finding.code, finding.message.en
            ));
        }
    }
    insta::assert_snapshot!(text);
}

#[test]
fn an_explanation_has_the_files_and_what_linli_says_of_them() {
    let render = |found: &[Finding]| render_findings(found, FindingFormat::Human, &Look::plain(Lang::En));
    for check in CHECKS {
        let text = explain(check, Lang::En, &render);
        assert!(text.contains(check.code) && text.contains(check.meaning.en), "{text}");
        assert!(check.example.texts().iter().all(|(path, _)| text.contains(path)), "{text}");
        assert!(text.contains(&format!("{}[{}]", check.severity.code(), check.code)), "{text}");
    }
    insta::assert_snapshot!(explain(by_code("edited-row").unwrap(), Lang::En, &render));
}

#[test]
fn text_that_is_not_composed_is_noted() {
    let found = receipts("R220816-4N7Q2K,2022-08-16,Cafe\u{301},牛奶,240,,,李梅,2022-08-16T09:00:00+08:00\n");
    assert_eq!(codes(&found), ["encoding"]);
    assert_eq!(found[0].severity, Severity::Info);
}

#[test]
fn imported_rows_are_no_duplicates_of_each_other_and_ten_minutes_are_the_limit() {
    let twice = |a: &str, b: &str, at: &str| {
        receipts(&format!(
            "R220816-{a},2022-08-16,街道办,牛奶,240,,,李梅,2022-08-16T09:00:00+08:00\n\
             R220816-{b},2022-08-16,街道办,牛奶,240,,,李梅,2022-08-16T{at}+08:00\n"
        ))
    };
    assert_eq!(codes(&twice("4N7Q2K", "9C3D5E", "09:10:00")), ["duplicate-document"]);
    assert_eq!(codes(&twice("4N7Q2K", "9C3D5E", "09:10:01")), Vec::<&str>::new());
    assert_eq!(codes(&twice("4N7Q2K4N7Q", "9C3D5E9C3D", "09:00:00")), Vec::<&str>::new());
}

#[test]
fn the_twin_of_a_document_is_known_before_it_is_written() {
    let files = community(&[(
        RECEIPTS,
        &format!("{HEADER}R220816-4N7Q2K,2022-08-16,\"街,道\",牛奶,240,,,李梅,2022-08-16T09:00:00+08:00\n"),
    )]);
    let (registers, _) = read_registers(&files);
    let registers = registers.unwrap();
    let books = Books::read(&registers, &files, |_| true);
    let draft = |quantity: &str, unit: &str| {
        Draft::new(by_name("receipts").unwrap())
            .set("date", "2022-08-16")
            .set("source", "街,道")
            .set("item", "牛奶")
            .set("quantity", quantity)
            .set("unit", unit)
    };
    let at = |time: &str| Stamp::parse(&format!("2022-08-16T{time}:00+08:00")).unwrap();
    let found = |drafts: &[Draft], by, time| twin(&books, drafts, by, at(time)).map(|id| id.to_string());
    let known = Some("R220816-4N7Q2K".to_owned());
    assert_eq!(found(&[draft("240", "")], "李梅", "09:05"), known);
    assert_eq!(found(&[draft("10", "箱")], "李梅", "09:05"), known, "ten cartons are 240 bottles");
    assert_eq!(found(&[draft("241", "")], "李梅", "09:05"), None);
    assert_eq!(found(&[draft("240", "")], "王强", "09:05"), None);
    assert_eq!(found(&[draft("240", "")], "李梅", "09:11"), None);
    assert_eq!(found(&[draft("240", ""), draft("240", "")], "李梅", "09:05"), None);
}

#[test]
fn a_captain_counts_from_the_first_to_the_last_day_for_a_unit_or_its_building() {
    let missing = |roster: &str, captain: &str| {
        let base = Example::NONE.sources();
        let toml = base.iter().find(|s| s.path == "ledgers/community.toml").unwrap();
        let toml = toml.text.replace("code = \"3\"\n", &format!("code = \"3\"\n{captain}"));
        let header = "volunteer,group,role,place,skills,since,until,note\n";
        let roster = format!("{header}王强,captains,member,,,,,\n李梅,captains,leader,,,,,\n{roster}");
        let files = community(&[("ledgers/community.toml", &toml), ("ledgers/volunteers.csv", &roster)]);
        let found = findings_of(&files, &[]);
        let found = found.iter().filter(|f| f.code == "captain-missing");
        found.map(|f| f.message.en.clone()).collect::<Vec<_>>()
    };
    let building = ["building 3 has no captain"];
    assert_eq!(missing("", ""), building, "nobody anywhere");
    assert_eq!(missing("王强,captains,captain,,,,,\n", ""), building, "a captain of nothing");
    assert_eq!(missing("王强,captains,captain,3,,,,\n", ""), [""; 0]);
    assert_eq!(missing("王强,captains,captain,3-1,,,,\n", ""), ["unit 3-2 has no captain"]);
    assert_eq!(missing("王强,captains,captain,3,,2022-08-21,,\n", ""), building, "not yet");
    assert_eq!(missing("王强,captains,captain,3,,,2022-08-19,\n", ""), building, "no longer");
    assert_eq!(missing("王强,captains,captain,3,,2022-08-20,2022-08-20,\n", ""), [""; 0], "just today");
    assert_eq!(missing("", "captain = \"王强\"\n"), [""; 0], "named in community.toml");
}

#[test]
fn nothing_is_over_supplied_where_nobody_was_counted() {
    let files = [
        (
            RECEIPTS,
            "id,date,source,item,quantity,by,at\nR220816-4N7Q2K,2022-08-16,街道办,蔬菜包,50,李梅,2022-08-16T09:00:00+08:00\n",
        ),
        (
            "ledgers/distributions/2022-08.csv",
            "id,date,round,place,item,quantity,by,at\nI220816-7K2MQX,2022-08-16,veg-0816,3-1-101,蔬菜包,2,李梅,2022-08-16T18:30:00+08:00\n",
        ),
    ];
    let none = ("ledgers/census/2022-08.csv", "id,date,place,households,residents,by,at\n");
    let with = |rounds: &str| {
        let files = [files[0], files[1], none, ("ledgers/rounds.toml", rounds)];
        codes(&findings_of(&community(&files), &[]))
    };
    let rounds = Example::NONE.sources().into_iter().find(|s| s.path == "ledgers/rounds.toml").unwrap().text;
    let unknown = ["home-unknown", "home-unknown"];
    assert_eq!(with(&rounds), unknown);
    // What is due is known all the same: one for the unit, nothing outside the round.
    let over = ["home-unknown", "home-unknown", "over-supplied"];
    assert_eq!(with(&rounds.replace("per = \"household\"", "per = \"unit\"")), over);
    let aimed =
        |more: &str| rounds.replacen("date = 2022-08-16\n", &format!("date = 2022-08-16\n{more}\n"), 1);
    assert_eq!(with(&aimed("places = [\"3-2\"]")), over);
    assert_eq!(with(&aimed("places = [\"3-1\"]")), unknown);
    assert_eq!(with(&aimed("needs = [\"infant\"]")), unknown);
}

#[test]
fn an_item_renamed_with_its_alias_changes_no_pack() {
    let row = "R220816-4N7Q2K,2022-08-16,街道办,牛奶,10,箱,李梅,2022-08-16T09:00:00+08:00\n";
    let receipts = format!("id,date,source,item,quantity,unit,by,at\n{row}");
    let header = "item,category,unit,packs,minimum,aliases,note\n";
    let old = format!("{header}牛奶,食品,瓶,箱=24,,,\n");
    let found = |new: &str| {
        let items = format!("{header}{new}\n蔬菜包,食品,份,,,,\n");
        let files = community(&[(RECEIPTS, &receipts), ("ledgers/items.csv", &items)]);
        codes(&findings_of(&files, &[source("ledgers/items.csv", &old)]))
    };
    assert_eq!(found("纯牛奶,食品,瓶,箱=24.0|提=6,,牛奶,"), Vec::<&str>::new());
    assert!(found("牛奶,食品,瓶,,,,").contains(&"pack-changed"));
    assert_eq!(
        found("牛奶,食品,盒,箱=24,,,"),
        ["pack-changed"],
        "the row's cartons would hold 24 of something else"
    );
}

#[test]
fn the_sample_community_is_read_without_an_error() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    let mut folders = vec![root.join("ledgers")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else {
                let path = entry.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                files.push(Source::new(path, std::fs::read(&entry).unwrap()));
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let (registers, faults) = read_registers(&files);
    assert_eq!(faults, []);
    let registers = registers.unwrap();
    let books = Books::read(&registers, &files, |_| true);
    assert_eq!(books.findings, []);
    let now = Stamp::parse("2022-08-16T20:05:00+08:00").unwrap();
    let found = check(&books, &Scene { today: now.day(), now });
    let lines: Vec<String> =
        found.iter().map(|f| format!("{} {} {}", f.severity.code(), f.code, f.message.en)).collect();
    insta::assert_snapshot!(lines.join("\n"));
}
