//! The papers beside the source: what they say is so.

use crate::floors::FLOORS;
use crate::nothing;
use std::collections::BTreeSet;
use std::path::Path;

/// What stands before the block of README.md that `.ci/run` runs.
const TEST_MARKER: &str = "<!-- ci: the test command -->";

fn paper(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The `sh` blocks of a page, each as its commands without blank lines, remarks and runs of blanks.
fn commands(page: &str) -> Vec<Vec<String>> {
    let mut blocks = Vec::new();
    let mut open = false;
    for line in page.lines() {
        match (line.trim(), open) {
            ("```sh", _) => {
                blocks.push(Vec::new());
                open = true;
            }
            ("```", _) => open = false,
            (line, true) => {
                let command = line.split(" #").next().unwrap_or(line).trim();
                if !command.is_empty() && !command.starts_with('#') {
                    let words: Vec<&str> = command.split_whitespace().collect();
                    blocks.last_mut().expect("a block is open").push(words.join(" "));
                }
            }
            _ => {}
        }
    }
    blocks
}

/// The block behind the marker.
fn marked(page: &str, marker: &str) -> Option<Vec<String>> {
    let (_, behind) = page.split_once(marker)?;
    commands(behind).into_iter().next()
}

/// The two halves of README.md, English and Chinese.
fn halves(page: &str) -> Option<(&str, &str)> {
    page.split_once("\n## 中文\n")
}

/// Dependencies without a sentence, and sentences without a dependency.
fn unexplained(manifest: &str, page: &str) -> Vec<String> {
    let manifest: toml::Table = manifest.parse().expect("Cargo.toml is TOML");
    let names = ["dependencies", "dev-dependencies"]
        .iter()
        .filter_map(|section| manifest.get(*section)?.as_table())
        .flat_map(|section| section.keys().cloned());
    let names: BTreeSet<String> = names.collect();
    let explained: BTreeSet<String> = page
        .lines()
        .filter_map(|line| line.strip_prefix("- `")?.split_once("`: "))
        .filter(|(_, why)| why.len() > 20)
        .map(|(name, _)| name.to_owned())
        .collect();
    let missing = names.difference(&explained).map(|name| format!("{name}: no sentence says why it is here"));
    missing
        .chain(explained.difference(&names).map(|name| format!("{name}: explained, but not used")))
        .collect()
}

#[test]
fn ci_runs_the_test_command_of_the_readme() {
    let block = marked(&paper("README.md"), TEST_MARKER).expect("README.md marks its test command");
    assert_eq!(block, ["cargo test"]);
    assert!(paper(".ci/run").contains(TEST_MARKER), ".ci/run looks for another marker");
}

#[test]
fn the_readme_says_the_same_commands_in_both_languages() {
    let page = paper("README.md");
    let (en, zh) = halves(&page).expect("README.md has a Chinese half");
    assert!(commands(en).len() > 2, "README.md shows commands");
    assert_eq!(commands(en), commands(zh));
}

#[test]
fn every_dependency_has_its_reason() {
    nothing(unexplained(&paper("Cargo.toml"), &paper("docs/dependencies.md")));
}

#[test]
fn the_map_of_the_house_shows_every_module_on_its_floor() {
    let page = paper("src/lib.rs");
    let on_the_map: BTreeSet<(String, u8)> = page
        .lines()
        .filter_map(|line| line.strip_prefix("//! | ")?.split_once(" | "))
        .filter_map(|(floor, rest)| Some((floor.parse::<u8>().ok()?, rest.split(" | ").next()?)))
        .flat_map(|(floor, names)| {
            names.split(", ").map(move |name| (name.trim_matches('`').to_owned(), floor)).collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(on_the_map, FLOORS.iter().map(|(name, floor)| ((*name).to_owned(), *floor)).collect());
}

#[test]
fn the_lock_file_is_committed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let ignored = paper(".gitignore");
    assert!(!ignored.contains("Cargo.lock"), ".gitignore leaves out Cargo.lock");
    // A source archive has no repository; there the file itself is all that can be asked for.
    match git2::Repository::open(root) {
        Ok(repository) => {
            let index = repository.index().expect("the index can be read");
            assert!(index.get_path(Path::new("Cargo.lock"), 0).is_some(), "git does not know Cargo.lock");
        }
        Err(_) => assert!(root.join("Cargo.lock").is_file()),
    }
}

#[test]
fn unsafe_code_is_forbidden_by_the_manifest() {
    let manifest: toml::Table = paper("Cargo.toml").parse().expect("Cargo.toml is TOML");
    assert_eq!(manifest["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
}

#[test]
fn every_decision_is_dated_and_short() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/decisions");
    for entry in std::fs::read_dir(folder).expect("docs/decisions is there") {
        let name = entry.expect("it can be listed").file_name().into_string().expect("our names are text");
        if name == "README.md" {
            continue;
        }
        let date = name.get(..10).unwrap_or_default();
        assert!(linli::model::Day::parse(date).is_ok(), "{name} begins with its day");
        let text = paper(&format!("docs/decisions/{name}"));
        assert!(
            text.starts_with("# ") && text.contains(&format!("({date})\n")),
            "{name}: a title with its day"
        );
        assert!(text.lines().count() <= 20, "{name} is long for a decision");
    }
}

#[test]
fn a_paper_that_is_out_of_step_is_found() {
    let manifest =
        "[dependencies]\ncsv = \"1\"\ntoml = { version = \"1\" }\n[dev-dependencies]\ninsta = \"1\"";
    let page = "- `csv`: reads what comes in from spreadsheets.\n- `serde`: is not in the manifest at all.\n- `toml`: x";
    assert_eq!(unexplained(manifest, page).len(), 3, "insta and toml have no reason, serde no dependency");
    let page = "x\n```sh\ncargo  run # shows\n# only a remark\n```\n<!-- m -->\n```sh\ncargo test\n```\n```\nno\n```";
    assert_eq!(commands(page), [vec!["cargo run"], vec!["cargo test"]]);
    assert_eq!(marked(page, "<!-- m -->"), Some(vec!["cargo test".to_owned()]));
    assert_eq!(marked(page, "<!-- n -->"), None);
}
