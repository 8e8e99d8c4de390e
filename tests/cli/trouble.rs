//! Bad input and bad circumstances: a clear message, exit 2, and nothing changed.

use super::community::Community;
use insta::assert_snapshot;

#[test]
fn every_mistake_is_named_with_its_remedy() {
    let community = Community::new();
    let all: Vec<String> = [
        &["donate"][..],
        &["donate", "爱心企业", "牛奶"],
        &["donate", "爱心企业", "牛乃=4箱"],
        &["donate", "爱心企业", "牛奶=-4箱"],
        &["donate", "爱心企业", "牛奶=4箱", "--date", "8.32"],
        &["donate", "爱心企业", "牛奶=4箱", "--date", "8.20"],
        &["donate", "爱心企业", "牛奶=4箱", "--store", "gat"],
        &["donate", "爱心企业", "牛奶=4箱", "--publish", "maybe"],
        &["distribute", "9-9", "牛奶=1盒"],
        &["distribute", "3-2-5O2", "牛奶=1盒"],
        &["census", "3=40"],
        &["census", "3-1=很多"],
        &["test", "veg-0816", "3-1=4"],
        &["test", "test-0817", "3-1=4"],
        &["captain", "3-1"],
        &["adjust", "牛奶=4箱"],
        &["void", "K7QF", "--reason", "x"],
        &["report", "stocks"],
        &["report", "stock", "--format", "pdf"],
        &["list", "donation"],
        &["fly"],
        &["donate", "--fast"],
    ]
    .iter()
    .map(|args| format!("$ linli {}\n{}", args.join(" "), community.refused(args).err))
    .collect();
    assert_snapshot!(all.join("\n"));
}

#[test]
fn the_same_mistakes_in_english() {
    let mut community = Community::new();
    community.lang = "en".to_owned();
    let all: Vec<String> = [
        &["donate", "爱心企业", "牛奶"][..],
        &["donate", "爱心企业", "牛奶=4箱", "--date", "8.20"],
        &["distribute", "9-9", "牛奶=1盒"],
        &["distribute", "3-1", "牛奶=1盒"],
        &["void", "K7QF", "--reason", "x"],
        &["fly"],
    ]
    .iter()
    .map(|args| format!("$ linli {}\n{}", args.join(" "), community.refused(args).err))
    .collect();
    assert_snapshot!(all.join("\n"));
}

#[test]
fn circumstances_in_which_nothing_can_be_recorded_are_named() {
    let donate = ["donate", "爱心企业", "牛奶=4箱"];
    let mut all = Vec::new();
    let mut note = |what: &str, community: &Community| {
        let text = community.refused(&donate).err.replace(&community.path().display().to_string(), "DIR");
        all.push(format!("# {what}\n{text}"));
    };
    let detached = Community::new();
    detached.git(&["checkout", "-q", "--detach"]);
    note("detached head", &detached);
    let unborn = Community::new();
    unborn.git(&["checkout", "-q", "--orphan", "empty"]);
    note("unborn branch", &unborn);
    let merging = Community::new();
    merging.git(&["checkout", "-q", "-b", "other"]);
    merging.write("ledgers/items.csv", "item,unit\na,b\n");
    merging.git(&["commit", "-qam", "x"]);
    merging.git(&["checkout", "-q", "main"]);
    merging.write("ledgers/items.csv", "item,unit\nc,d\n");
    merging.git(&["commit", "-qam", "y"]);
    merging.git(&["merge", "-q", "other"]);
    note("merge in progress", &merging);
    let bare = Community::new();
    std::fs::remove_dir_all(bare.file(".git")).expect("removed");
    note("no repository", &bare);
    assert_snapshot!(all.join("\n"));
}

#[test]
fn no_community_no_person_and_no_clock_are_named() {
    let community = Community::new();
    let elsewhere = tempfile::tempdir().expect("a folder");
    let said = community.refused(&["-C", &elsewhere.path().display().to_string(), "report", "stock"]);
    assert!(said.err.contains("linli init"), "{}", said.err);
    let mut nobody = Community::new();
    nobody.by = String::new();
    assert!(nobody.refused(&["donate", "甲", "牛奶=4箱"]).err.contains("--by"), "nobody is named");
    nobody.now = "yesterday".to_owned();
    assert!(nobody.refused(&["report", "stock"]).err.contains("LINLI_NOW"));
}
