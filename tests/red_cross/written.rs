//! The four files, imported by the program into communities of their own: every row is accounted for, a second import
//! writes nothing, the books are whole and the reports add up.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// What an import of a file must give.
struct Expected<'e> {
    file: &'e str,
    mapping: &'e str,
    buildings: &'e str,
    /// Rows of the file that are taken, left out and refused.
    rows: [usize; 3],
    /// What is said of every cell that is refused.
    refused: &'e str,
    ledger: &'e str,
}

/// Runs the program; its answer and what it said.
fn linli(folder: &Path, args: &[&str]) -> (String, String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linli"));
    command.current_dir(folder).env_clear().env("HOME", folder).env("LINLI_SEED", "test");
    command.envs([("LINLI_LANG", "en"), ("LINLI_BY", "李梅"), ("LINLI_NOW", "2022-08-16T20:05:00+08:00")]);
    let output = command.args(args).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

fn answered(folder: &Path, args: &[&str]) -> String {
    let (out, err, code) = linli(folder, args);
    assert_eq!(code, 0, "{args:?}: {err}");
    out
}

fn json(text: &str) -> Vec<serde_json::Value> {
    serde_json::from_str(text).unwrap()
}

/// What became of each row of the file, once for each; every row that was left out or refused says why.
fn fates(account: &[serde_json::Value]) -> BTreeMap<String, usize> {
    let mut by_row = BTreeMap::new();
    for line in account {
        let fate = line["fate"].as_str().unwrap();
        let why = match fate {
            "ignored" => &line["reason"],
            "refused" => &line["message"],
            _ => &line["id"],
        };
        assert!(why.is_string(), "{line}");
        by_row.insert(line["row"].as_u64().unwrap(), fate);
    }
    let mut counts = BTreeMap::new();
    by_row.values().for_each(|fate| *counts.entry((*fate).to_owned()).or_default() += 1);
    counts
}

/// Imports a file twice; the folder of the community it is in then.
fn written(expected: &Expected) -> Option<TempDir> {
    let bytes = super::shared(expected.file)?;
    let dir = TempDir::new().unwrap();
    let at = dir.path();
    let name = expected.file.rsplit('/').next().unwrap();
    std::fs::write(at.join(name), bytes).unwrap();
    std::fs::write(at.join("mapping.toml"), expected.mapping).unwrap();
    let begin = ["init", ".", "--name", "x"];
    let buildings = ["--buildings", expected.buildings];
    answered(at, &[&begin[..], if expected.buildings.is_empty() { &[] } else { &buildings }].concat());
    let import = ["import", name, "--map", "mapping.toml", "--new-items", "--partial", "--format", "json"];

    let first = json(&answered(at, &import));
    let [taken, left_out, refused] = expected.rows;
    let counts = |taken: &str| {
        let all = [(taken, expected.rows[0]), ("ignored", left_out), ("refused", refused)];
        all.into_iter().filter(|(_, n)| *n > 0).map(|(fate, n)| (fate.to_owned(), n)).collect()
    };
    assert_eq!(fates(&first), counts("taken"));
    let refused: Vec<_> = first.iter().filter(|line| line["fate"] == "refused").collect();
    for why in &refused {
        assert!(why["message"].as_str().unwrap().contains(expected.refused), "{why}");
    }

    let newest = || std::fs::read_to_string(at.join(".git/refs/heads/main")).unwrap();
    let before = newest();
    let again = json(&answered(at, &import));
    assert_eq!((fates(&again), newest()), (counts("unchanged"), before), "nothing is written");

    let listed = json(&answered(at, &["list", expected.ledger, "--format", "json"]));
    assert_eq!(listed.len(), taken);
    let findings = json(&answered(at, &["check", "--format", "json"]));
    assert!(findings.iter().all(|f| f["severity"] != "error"), "{findings:?}");
    for report in ["stock", "daily", "testing", "distributions", "donations"] {
        answered(at, &["report", report, "--format", "json"]);
    }
    Some(dir)
}

/// The sums of a report, by a key.
fn sums(folder: &Path, args: &[&str], key: &str, figure: &str) -> BTreeMap<String, f64> {
    let mut sums = BTreeMap::new();
    for row in json(&answered(folder, &[args, &["--format", "json"]].concat())) {
        *sums.entry(row[key].as_str().unwrap_or_default().to_owned()).or_default() +=
            row[figure].as_f64().unwrap_or_default();
    }
    sums
}

fn expected(text: &str) -> BTreeMap<String, f64> {
    super::expected(text).into_iter().map(|(unit, n)| (unit, n.parse().unwrap())).collect()
}

#[test]
fn the_swabs_of_italy_are_written_once_and_add_up() {
    let Some(dir) = written(&Expected {
        file: "italy-tests/tamponi-by-region-day.csv",
        mapping: super::relief::ITALY,
        buildings: "1..3: floors 1, doors 1; 5..22: floors 1, doors 1",
        rows: [6544, 1, 8],
        refused: "the running total falls from",
        ledger: "tests",
    }) else {
        return;
    };
    let tested = sums(dir.path(), &["report", "testing", "--by", "building"], "place", "tested");
    // The last totals of all regions, and what was swabbed again after a total fell.
    assert_eq!((tested.len(), tested.values().sum::<f64>()), (21, 26_826_823.0));
    assert_eq!(sums(dir.path(), &["report", "testing"], "round", "tested").len(), 312);
}

#[test]
fn the_relief_goods_of_nepal_are_written_once_and_keep_their_units_apart() {
    let Some(dir) = written(&Expected {
        file: "nepal-relief/hdrvg-operations-report.csv",
        mapping: super::relief::NEPAL,
        buildings: "",
        rows: [1112, 1, 2],
        refused: "is missing",
        ledger: "distributions",
    }) else {
        return;
    };
    assert_eq!(
        sums(dir.path(), &["report", "distributions", "--by", "item"], "unit", "quantity"),
        expected("bottle 983, box 1390, pack 2463, rolls 172, sack 1128.5, tabs 9508, tubes 7, unit 28916")
    );
    // `Beaten Rice` and `Beaten rice` are one.
    let items = std::fs::read_to_string(dir.path().join("ledgers/items.csv")).unwrap().to_lowercase();
    assert_eq!(items.lines().filter(|line| line.starts_with("beaten rice,")).count(), 1);
}

#[test]
fn the_lists_of_the_wuhan_red_cross_are_written_once_with_the_sums_of_the_readme() {
    let Some(dir) = written(&Expected {
        file: "redcross-wuhan/接收捐赠物资公示_第6期_0122-0128.xlsx",
        mapping: super::DONATIONS,
        buildings: "",
        rows: [209, 28, 0],
        refused: "",
        ledger: "donations",
    }) else {
        return;
    };
    assert_eq!(sums(dir.path(), &["report", "donations"], "unit", "quantity"), expected(super::GIVEN));
    let handed = written(&Expected {
        file: "redcross-wuhan/发放物资一览表_2020-01-30.xlsx",
        mapping: super::DISTRIBUTIONS,
        buildings: "",
        rows: [202, 4, 0],
        refused: "",
        ledger: "distributions",
    });
    let dir = handed.unwrap();
    let by_unit = sums(dir.path(), &["report", "distributions"], "unit", "quantity");
    assert_eq!(by_unit, expected(super::HANDED_OUT));
    assert_eq!(sums(dir.path(), &["report", "distributions"], "place", "quantity").len(), 15);
}

#[test]
fn what_is_guessed_of_each_file_takes_every_row_that_can_be_taken() {
    for (file, buildings, [taken, refused]) in [
        (
            "italy-tests/tamponi-by-region-day.csv",
            "1..3: floors 1, doors 1; 5..22: floors 1, doors 1",
            [6544, 8],
        ),
        ("nepal-relief/hdrvg-operations-report.csv", "", [1112, 2]),
        ("redcross-wuhan/接收捐赠物资公示_第6期_0122-0128.xlsx", "", [209, 0]),
        ("redcross-wuhan/发放物资一览表_2020-01-30.xlsx", "", [202, 0]),
    ] {
        let Some(bytes) = super::shared(file) else { return };
        let dir = TempDir::new().unwrap();
        let name = file.rsplit('/').next().unwrap();
        std::fs::write(dir.path().join(name), bytes).unwrap();
        let buildings = ["--buildings", buildings];
        let buildings = if buildings[1].is_empty() { &[][..] } else { &buildings };
        answered(dir.path(), &[&["init", ".", "--name", "x"], buildings].concat());
        answered(dir.path(), &["import", name, "--guess", "--save-map", "guessed"]);
        let import = ["import", name, "--map", "guessed", "--new-items", "--partial", "--format", "json"];
        let account = answered(dir.path(), &[&import[..], &["--date", "2022-08-16"]].concat());
        let counts = fates(&json(&account));
        let of = |fate: &str| counts.get(fate).copied().unwrap_or_default();
        assert_eq!([of("taken"), of("refused")], [taken, refused], "{file}");
    }
}
