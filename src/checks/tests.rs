//! The list is complete and explained, every example shows exactly its finding, and no mutation of the files escapes
//! or makes the program stumble.

use super::example::findings_of;
use super::*;
use crate::books::{Books, read_registers};
use crate::ledgers::{Draft, LEDGERS, State, by_name};
use crate::model::{Code, Quantity};
use crate::output::{FindingFormat, Look, render_findings};
use crate::store::text::Source;
use proptest::prelude::*;

fn source(path: &str, text: &str) -> Source {
    Source::new(path, text.as_bytes().to_vec())
}

/// The sound community with these files.
fn community(files: &[(&str, &str)]) -> Vec<Source> {
    let mut all = Example::NONE.sources();
    for (path, text) in files {
        all.retain(|s| s.path != *path);
        all.push(source(path, text));
    }
    all
}

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|f| f.code).collect()
}

fn serious(findings: &[Finding]) -> Vec<&Finding> {
    findings.iter().filter(|f| f.severity != Severity::Info).collect()
}

#[test]
fn the_list_is_that_of_the_ledgers_page_in_its_order() {
    let core = "encoding conflict-marker truncated header field-count type required id-form id-duplicate \
        unknown-place unknown-item unknown-store unknown-round unknown-volunteer unknown-group unknown-request \
        unknown-notice bad-choice reverses-unknown reverses-mismatch double-reversal wrong-month edited-row \
        removed-row pack-changed";
    let books = "future-date negative-stock count-differs unit-not-convertible over-supplied \
        tested-exceeds-present unit-and-homes-both repeated-report duplicate-document request-step-order \
        request-overdue undelivered-confirmation home-unknown census-differs expired-on-hand below-minimum \
        captain-missing";
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
                    assert!(text.starts_with("linli ") || text.starts_with("git "), "{text}");
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

const HEADER: &str = "id,date,source,item,quantity,note,reverses,by,at\n";
const RECEIPTS: &str = "ledgers/receipts/2022-08.csv";

fn receipts(rows: &str) -> Vec<Finding> {
    findings_of(&community(&[(RECEIPTS, &format!("{HEADER}{rows}"))]), &[])
}

#[test]
fn a_correction_clears_what_was_said_of_the_row() {
    let bad = "R220816-4N7Q2K,2022-08-16,街道办,牛乃,24O,,,李梅,2022-08-16T09:00:00+08:00\n";
    assert_eq!(codes(&receipts(bad)), ["unknown-item", "type"]);
    let amended = format!(
        "{bad}R220816-1D2E3F.1,2022-08-16,街道办,牛乃,24O,误写,R220816-4N7Q2K,李梅,2022-08-16T10:00:00+08:00\n\
         R220816-1D2E3F.2,2022-08-16,街道办,牛奶,240,,,李梅,2022-08-16T10:00:00+08:00\n"
    );
    assert_eq!(receipts(&amended), []);
}

#[test]
fn a_row_without_a_readable_day_can_be_cancelled() {
    let bad = "R220816-4N7Q2K,2022/8/16,街道办,牛奶,240,,,李梅,2022-08-16T09:00:00+08:00\n";
    assert_eq!(codes(&receipts(bad)), ["type"]);
    let void =
        "R220816-1D2E3F,2022/8/16,街道办,牛奶,-240,误写,R220816-4N7Q2K,李梅,2022-08-16T10:00:00+08:00\n";
    assert_eq!(receipts(&format!("{bad}{void}")), []);
}

#[test]
fn a_bad_line_silences_what_only_follows_from_it() {
    let lost = "R220816-4N7Q2K,2022-08-16,街道办,仓,牛奶,240,,,李梅,2022-08-16T09:00:00+08:00\n";
    let void =
        "R220816-1D2E3F,2022-08-16,街道办,牛奶,-240,误写,R220816-4N7Q2K,李梅,2022-08-16T10:00:00+08:00\n";
    assert_eq!(codes(&receipts(&format!("{lost}{void}"))), ["field-count"]);
    let no_id =
        "date,source,item,quantity,by,at\n2022-08-16,街道办,牛奶,240,李梅,2022-08-16T09:00:00+08:00\n";
    assert_eq!(codes(&findings_of(&community(&[(RECEIPTS, no_id)]), &[])), ["header"]);
}

#[test]
fn a_row_that_a_spreadsheet_rewrote_is_one_finding() {
    let good =
        format!("{HEADER}R220816-4N7Q2K,2022-08-16,街道办,牛奶,240,,,李梅,2022-08-16T09:00:00+08:00\n");
    let rewritten = good.replace("2022-08-16,", "2022/8/16,");
    let found = findings_of(&community(&[(RECEIPTS, &rewritten)]), &[source(RECEIPTS, &good)]);
    assert_eq!(codes(&found), ["edited-row"]);
    let torn = good.replace("街道办", "街道办,");
    let found = findings_of(&community(&[(RECEIPTS, &torn)]), &[source(RECEIPTS, &good)]);
    assert_eq!(codes(&found), ["field-count"]);
}

#[test]
fn a_file_cut_short_hides_no_edit_before_the_cut() {
    let row = |code: &str, n: u32| {
        format!("R220816-{code},2022-08-16,街道办,牛奶,{n},,,李梅,2022-08-16T09:00:00+08:00\n")
    };
    let committed = format!("{HEADER}{}{}{}", row("4N7Q2K", 240), row("4N7Q2M", 24), row("4N7Q2N", 12));
    let mut edited = committed.replace(",24,", ",42,");
    edited.truncate(edited.len() - 20);
    let found = findings_of(&community(&[(RECEIPTS, &edited)]), &[source(RECEIPTS, &committed)]);
    assert_eq!(codes(&found), ["edited-row", "truncated"]);
}

#[test]
fn a_number_in_a_cancelled_row_is_only_noted() {
    let bad = "R220816-4N7Q2K,2022-08-16,王先生13800138000,牛奶,240,,,李梅,2022-08-16T09:00:00+08:00\n";
    let found = receipts(bad);
    assert_eq!(codes(&found), ["personal-number"]);
    let shown = render_findings(&found, FindingFormat::Human, &Look::plain(Lang::En));
    assert!(!shown.contains("13800138000"), "{shown}");
    let void = "R220816-1D2E3F,2022-08-16,王先生13800138000,牛奶,-240,,R220816-4N7Q2K,李梅,2022-08-16T10:00:00+08:00\n";
    assert_eq!(serious(&receipts(&format!("{bad}{void}"))), Vec::<&Finding>::new());
}

#[test]
fn public_phones_and_codes_are_no_personal_numbers() {
    let toml = Example::NONE.sources().into_iter().find(|s| s.path == "ledgers/community.toml").unwrap().text;
    let public = toml.replacen("\n\n", "\npublic_phones = [\"13800138000\"]\n\n", 1);
    assert_eq!(
        codes(&findings_of(&community(&[("ledgers/community.toml", &public)]), &[])),
        Vec::<&str>::new()
    );
    let comment = format!("{toml}# 13912345678\n");
    let found = findings_of(&community(&[("ledgers/community.toml", &comment)]), &[]);
    assert_eq!(codes(&found), ["personal-number"]);
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
    assert_eq!(findings_of(&community(&files), &[]), []);
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
    assert!(found("牛奶,食品,盒,箱=24,,,").is_empty(), "no row used the base unit");
}

/// A row reversed by two documents, then one of the corrections corrected again, and the rows that settle it.
const QUARREL: [&str; 9] = [
    "R220816-4N7Q2K,2022-08-16,街道办,牛奶,240,,,李梅,2022-08-16T09:00:00+08:00",
    "R220816-1D2E3F.1,2022-08-16,街道办,牛奶,-240,a,R220816-4N7Q2K,李梅,2022-08-16T10:00:00+08:00",
    "R220816-1D2E3F.2,2022-08-16,街道办,牛奶,264,,,李梅,2022-08-16T10:00:00+08:00",
    "R220816-9C3D5E.1,2022-08-16,街道办,牛奶,-240,b,R220816-4N7Q2K,王强,2022-08-16T11:00:00+08:00",
    "R220816-9C3D5E.2,2022-08-16,街道办,牛奶,216,,,王强,2022-08-16T11:00:00+08:00",
    "R220816-2G3H4J.1,2022-08-16,街道办,牛奶,-264,c,R220816-1D2E3F.2,李梅,2022-08-16T12:00:00+08:00",
    "R220816-2G3H4J.2,2022-08-16,街道办,牛奶,265,,,李梅,2022-08-16T12:00:00+08:00",
    "R220816-5K6M7N.1,2022-08-16,街道办,牛奶,240,resolve,R220816-1D2E3F.1,李梅,2022-08-16T13:00:00+08:00",
    "R220816-5K6M7N.2,2022-08-16,街道办,牛奶,-265,resolve,R220816-2G3H4J.2,李梅,2022-08-16T13:00:00+08:00",
];

/// The sum of the effective rows, the sum of the column, and what is found.
fn settled(rows: &[&str]) -> (Quantity, Quantity, Vec<&'static str>) {
    let files = community(&[(RECEIPTS, &format!("{HEADER}{}\n", rows.join("\n")))]);
    let (registers, _) = read_registers(&files);
    let registers = registers.unwrap();
    let books = Books::read(&registers, &files, |_| true);
    let effective = books.receipts.effective().map(|r| r.body.quantity).sum();
    let column = books.receipts.all().map(|r| r.body.quantity).sum();
    (effective, column, codes(&books.findings))
}

#[test]
fn the_latest_of_two_corrections_is_in_force_and_what_followed_from_the_other_is_not() {
    let whole = Quantity::whole;
    assert_eq!(settled(&QUARREL[..3]), (whole(264), whole(264), vec![]));
    assert_eq!(settled(&QUARREL[..5]), (whole(216), whole(240), vec!["double-reversal"]));
    assert_eq!(settled(&QUARREL[..7]), (whole(216), whole(241), vec!["double-reversal"]));
    assert_eq!(settled(&QUARREL), (whole(216), whole(216), vec![]));
}

#[test]
fn a_reversal_in_force_is_not_reversed() {
    let again = "R220816-5K6M7N,2022-08-16,街道办,牛奶,240,,R220816-9C3D5E.1,李梅,2022-08-16T13:00:00+08:00";
    let rows: Vec<&str> = QUARREL[..5].iter().copied().chain([again]).collect();
    let mut found = settled(&rows).2;
    found.sort_unstable();
    assert_eq!(found, ["double-reversal", "reverses-mismatch"]);
}

#[test]
fn another_line_of_the_same_document_stays() {
    let rows = [
        QUARREL[0],
        "R220816-1D2E3F.1,2022-08-16,街道办,牛奶,-240,a,R220816-4N7Q2K,李梅,2022-08-16T10:00:00+08:00",
        "R220816-1D2E3F.2,2022-08-16,街道办,牛奶,264,,,李梅,2022-08-16T10:00:00+08:00",
        "R220816-1D2E3F.3,2022-08-16,街道办,牛奶,7,,,李梅,2022-08-16T10:00:00+08:00",
        QUARREL[3],
        QUARREL[4],
    ];
    assert_eq!(settled(&rows).0, Quantity::whole(223));
}

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

    #[test]
    fn which_correction_is_in_force_does_not_depend_on_the_order_of_rows(
        order in Just((0..QUARREL.len()).collect::<Vec<_>>()).prop_shuffle(), many in 5usize..=9,
    ) {
        let rows: Vec<&str> = order.into_iter().filter(|n| *n < many).map(|n| QUARREL[n]).collect();
        let mut found = settled(&rows);
        let mut straight = settled(&QUARREL[..many]);
        found.2.sort_unstable();
        straight.2.sort_unstable();
        prop_assert_eq!(found, straight);
    }

    #[test]
    fn of_many_reversals_the_latest_is_in_force_whatever_the_order(
        times in proptest::collection::vec(0u32..3, 2..6), seed in any::<usize>(),
    ) {
        let first = QUARREL[0].to_owned();
        let mut documents: Vec<(u32, Code, u32)> =
            times.iter().enumerate().map(|(n, t)| (*t, Code::short(n as u32 + 7), 100 + n as u32)).collect();
        let last = *documents.iter().max().unwrap();
        let turn = seed % documents.len();
        documents.rotate_left(turn);
        let mut rows = vec![];
        for (time, code, quantity) in &documents {
            let end = format!("李梅,2022-08-16T1{time}:00:00+08:00");
            rows.push(format!("R220816-{code}.2,2022-08-16,街道办,牛奶,{quantity},,,{end}"));
            rows.push(format!("R220816-{code}.1,2022-08-16,街道办,牛奶,-240,a,R220816-4N7Q2K,{end}"));
        }
        rows.insert(seed % rows.len(), first);
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let (effective, _, found) = settled(&rows);
        prop_assert_eq!(effective, Quantity::whole(i64::from(last.2)));
        prop_assert_eq!(found, vec!["double-reversal"]);
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

#[test]
fn a_state_is_known_of_every_row() {
    let files = community(&[(RECEIPTS, &format!("{HEADER}{}\n", QUARREL[..7].join("\n")))]);
    let (registers, _) = read_registers(&files);
    let registers = registers.unwrap();
    let books = Books::read(&registers, &files, |_| true);
    use State::{Effective, Overruled, Reversal, Reversed};
    let states: Vec<State> = books.receipts.all().map(|r| r.head.state).collect();
    assert_eq!(states, [Reversed, Reversal, Reversed, Reversal, Effective, Reversal, Overruled]);
}
