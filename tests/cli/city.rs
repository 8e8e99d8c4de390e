//! `linli city`: a street office that has no community of its own reads those of others.

use crate::community::{Community, Said};
use linli::reports::REPORTS;

/// A folder with the repositories of communities and, beside them, the office.
struct City(Community);

const EAST: &str = "[community]\nname = \"East Court\"\nlanguage = \"en\"\ntimezone = \"America/New_York\"\ncurrency = \"USD\"\n\
[[building]]\ncode = \"1\"\nunits = [\"1\"]\nfloors = 2\ndoors = 2\n[[store]]\ncode = \"depot\"\n";

impl City {
    /// The small community of these tests as `bay`, and `east` in a sub-folder of its repository: other money, another
    /// zone, another store, and milk counted in another unit.
    fn new() -> City {
        let city = City(Community::empty());
        let bay = Community::new();
        for file in ["community.toml", "items.csv", "volunteers.csv", "rounds.toml"] {
            city.0.write(&format!("bay/ledgers/{file}"), bay.read(&format!("ledgers/{file}")));
        }
        city.0.write("east/blocks/east/ledgers/community.toml", EAST);
        city.0.write(
            "east/blocks/east/ledgers/items.csv",
            "item,category,unit,packs,minimum,aliases,note\n牛奶,,瓶,,,,\n大米,,kg,,,,\n",
        );
        city.0.write("east/readme.txt", "other things\n");
        for repo in ["bay", "east"] {
            city.commit(repo);
        }
        let bay = ["-C", "bay", "donate", "爱心企业", "牛奶=10箱", "大米=50kg", "--value", "800"];
        city.ok(&bay);
        city.ok(&["-C", "bay", "distribute", "3-1-101", "牛奶=2"]);
        city.ok(&["-C", "bay", "request", "open", "3-1-102", "胰岛素", "--kind", "medicine"]);
        city.ok(&[
            "-C",
            "east/blocks/east",
            "donate",
            "Smith",
            "牛奶=7",
            "大米=20kg",
            "--value",
            "90.5",
            "--publish",
            "private",
        ]);
        city.0.write("street/.keep", "");
        std::fs::remove_file(city.0.file("street/.keep")).unwrap();
        city
    }

    /// The same with both named by the office.
    fn named() -> City {
        let city = City::new();
        city.street(&["city", "add", "银河湾", "../bay"], 0);
        city.street(&["city", "add", "East", "../east"], 0);
        city
    }

    fn commit(&self, repo: &str) {
        self.0.git(&["init", "-q", "-b", "main", repo]);
        self.0.git(&["-C", repo, "add", "-A"]);
        self.0.git(&["-C", repo, "commit", "-q", "-m", "begin"]);
    }

    fn ok(&self, args: &[&str]) {
        let said = self.0.run(args);
        assert_eq!(said.code, 0, "linli {}\n{}", args.join(" "), said.all());
    }

    /// What the program says in the office, with the path of the test shortened.
    fn street(&self, args: &[&str], code: i32) -> String {
        let all: Vec<&str> = ["-C", "street"].into_iter().chain(args.iter().copied()).collect();
        let said = self.0.run(&all);
        assert_eq!(said.code, code, "linli {}\n{}", args.join(" "), said.all());
        self.short(&said)
    }

    fn short(&self, said: &Said) -> String {
        let path = self.0.path().canonicalize().unwrap();
        said.all().replace(path.to_str().unwrap(), "…").replace(self.0.path().to_str().unwrap(), "…")
    }

    /// The answer as CSV lines.
    fn csv(&self, folder: &str, args: &[&str]) -> Vec<String> {
        let all: Vec<&str> =
            ["-C", folder].into_iter().chain(args.iter().copied()).chain(["--format", "csv"]).collect();
        self.0.run(&all).out.lines().map(str::to_owned).collect()
    }
}

#[test]
fn an_office_names_communities_lists_them_and_forgets_one() {
    let mut city = City::new();
    insta::assert_snapshot!(city.street(&["city", "add", "银河湾", "../bay"], 0));
    insta::assert_snapshot!(city.street(&["city", "add", "East", "../east"], 0));
    insta::assert_snapshot!(
        city.0.read("street/ledgers/federation.toml").replace(city.0.path().to_str().unwrap(), "…")
    );
    assert_eq!(
        city.0.git(&["-C", "street", "log", "--format=%s", "--", "ledgers/federation.toml"]).lines().count(),
        2
    );
    assert_eq!(city.0.git(&["-C", "street", "status", "--porcelain"]), "");
    city.0.lang = "en".to_owned();
    insta::assert_snapshot!(city.street(&["city", "list", "--format", "csv"], 0));
    insta::assert_snapshot!(city.street(&["city", "remove", "Easy"], 2));
    insta::assert_snapshot!(city.street(&["city", "remove", "East"], 0));
    assert_eq!(std::fs::read_dir(city.0.file("street/.git/linli/mirrors")).unwrap().count(), 1);
}

#[test]
fn goods_of_other_units_and_money_of_other_currencies_stand_apart_in_both_languages() {
    let mut city = City::named();
    insta::assert_snapshot!(city.street(&["city", "report", "stock"], 0));
    insta::assert_snapshot!(city.street(&["city", "report", "donations"], 0));
    city.0.lang = "en".to_owned();
    insta::assert_snapshot!(city.street(&["city", "report", "donations", "--by", "item"], 0));
    insta::assert_snapshot!(city.street(&["city", "report", "coverage", "--round", "veg-0816"], 0));
    insta::assert_snapshot!(city.street(&["city", "report", "donations", "--format", "json"], 0));
    insta::assert_snapshot!(city.street(&["city", "report", "daily"], 0));
}

#[test]
fn the_rows_are_those_of_the_single_reports_with_the_community_in_front() {
    let city = City::named();
    for report in
        ["stock", "distributions", "testing", "census", "service", "volunteers", "notices", "roster"]
    {
        let all = city.csv("street", &["city", "report", report, "--offline"]);
        let mut expected = Vec::new();
        for (name, folder) in [("银河湾", "bay"), ("East", "east/blocks/east")] {
            let single = city.csv(folder, &["report", report]);
            if expected.is_empty() {
                expected.push(format!("community,{}", single[0]));
            }
            expected.extend(single.iter().skip(1).map(|line| format!("{name},{line}")));
        }
        assert_eq!(all, expected, "{report}");
    }
}

#[test]
fn no_home_and_no_need_of_anybody_leaves_a_community() {
    let city = City::named();
    for report in REPORTS {
        for format in ["table", "json"] {
            let mut args = vec!["city", "report", report.name, "--offline", "--format", format];
            if report.name == "stock-card" {
                args.extend(["--item", "牛奶"]);
            }
            let said = city.street(&args, 0);
            assert!(!said.contains("3-1-1") && !said.contains("胰岛素"), "{}\n{said}", report.name);
        }
        if report.by.contains(&"home") {
            let said = city.street(&["city", "report", report.name, "--offline", "--by", "home"], 2);
            assert!(said.contains("只到单元"), "{said}");
        }
    }
    // Somebody who gave to the neighbours only is not named further off.
    assert!(!city.street(&["city", "report", "disclosure", "--offline"], 0).contains("Smith"));
    insta::assert_snapshot!(city.street(&["city", "report", "requests", "--place", "3-1-102"], 2));
}

#[test]
fn a_name_that_one_community_lacks_is_told_and_one_that_all_lack_is_refused() {
    let city = City::named();
    insta::assert_snapshot!(city.street(&["city", "report", "stock", "--item", "鲜奶"], 0));
    insta::assert_snapshot!(city.street(&["city", "report", "stock", "--item", "牛乃"], 2));
    insta::assert_snapshot!(
        city.street(&["city", "report", "coverage", "--round", "veg-0818", "--offline"], 2)
    );
    insta::assert_snapshot!(city.street(&["city", "report", "stock-card"], 2));
    insta::assert_snapshot!(city.street(&["city", "report", "stocks"], 2));
}

#[test]
fn communities_that_cannot_be_read_are_named_and_do_not_stop_the_rest() {
    let mut city = City::named();
    city.0.write("empty/.keep", "");
    city.0.git(&["init", "-q", "--bare", "-b", "main", "hub.git"]);
    city.0.write("other/notes.txt", "no community\n");
    city.0.write("spoilt/ledgers/community.toml", "[community\nname = 1\n");
    city.0.write("torn/ledgers/community.toml", EAST);
    city.0.write("torn/ledgers/donations/2022-08.csv", "<<<<<<< ours\nid,date,donor\n");
    for repo in ["other", "spoilt", "torn"] {
        city.commit(repo);
    }
    let mut text = city.0.read("street/ledgers/federation.toml");
    for name in ["missing", "empty", "hub.git", "other", "spoilt", "torn"] {
        text.push_str(&format!("\n[[community]]\nname = \"{name}\"\nurl = \"../{name}\"\n"));
    }
    city.0.write("street/ledgers/federation.toml", text);
    insta::assert_snapshot!(city.street(&["city", "report", "donations", "--by", "item"], 1));
    city.0.lang = "en".to_owned();
    insta::assert_snapshot!(
        city.street(&["city", "report", "donations", "--by", "item", "--offline", "--format", "csv"], 1)
    );
    insta::assert_snapshot!(city.street(&["city", "list", "--format", "csv"], 1));
}

#[test]
fn what_was_fetched_before_is_used_when_a_community_cannot_be_reached_and_its_age_is_told() {
    let mut city = City::named();
    city.0.now = "2022-08-16T21:30:00+08:00".to_owned();
    city.ok(&["-C", "bay", "distribute", "3-1-102", "牛奶=1"]);
    let line = |city: &City| {
        city.csv("street", &["city", "report", "stock", "--item", "牛奶", "--offline"])[1].clone()
    };
    assert!(line(&city).contains(",2,"), "nothing was fetched yet: {}", line(&city));
    city.street(&["city", "fetch", "银河湾"], 0);
    assert!(line(&city).contains(",3,"), "{}", line(&city));
    std::fs::rename(city.0.file("bay"), city.0.file("away")).unwrap();
    city.0.now = "2022-08-19T21:30:00+08:00".to_owned();
    insta::assert_snapshot!(city.street(&["city", "report", "stock", "--item", "牛奶"], 1));
    std::fs::rename(city.0.file("away"), city.0.file("bay")).unwrap();
    // A history that was rewritten is told.
    city.0.git(&["-C", "bay", "commit", "-q", "--amend", "-m", "another past"]);
    let said = city.street(&["city", "fetch"], 0);
    assert!(said.contains("银河湾：历史被替换"), "{said}");
}

#[test]
fn a_damaged_mirror_is_named_and_fetched_anew() {
    let city = City::named();
    let mirrors = std::fs::read_dir(city.0.file("street/.git/linli/mirrors")).unwrap();
    for mirror in mirrors.flatten() {
        for file in std::fs::read_dir(mirror.path().join("objects/pack")).unwrap().flatten() {
            if file.path().extension().is_some_and(|end| end == "pack") {
                let mut bytes = std::fs::read(file.path()).unwrap();
                bytes[12..].iter_mut().for_each(|byte| *byte ^= 0x55);
                std::fs::remove_file(file.path()).unwrap();
                std::fs::write(file.path(), bytes).unwrap();
            }
        }
    }
    let said = city.street(&["city", "report", "stock"], 2);
    assert!(said.contains("East") && said.contains("city fetch --anew"), "{said}");
    city.street(&["city", "fetch", "--anew", "East"], 0);
    let said = city.street(&["city", "report", "stock", "--offline"], 1);
    assert!(said.contains("共 2 个小区，已汇总 1 个") && said.contains("银河湾 未计入"), "{said}");
    // What cannot be fetched anew stays as it is.
    std::fs::rename(city.0.file("bay"), city.0.file("away")).unwrap();
    city.street(&["city", "fetch", "--anew"], 1);
    std::fs::rename(city.0.file("away"), city.0.file("bay")).unwrap();
    city.street(&["city", "fetch", "--anew", "银河湾"], 0);
    let said = city.street(&["city", "report", "stock"], 0);
    assert!(said.contains("共 2 个小区，已汇总 2 个"), "{said}");
}

#[test]
fn as_it_was_known_at_a_moment_in_each_communitys_own_time() {
    let mut city = City::named();
    city.0.now = "2022-08-17T09:00:00+08:00".to_owned();
    city.ok(&["-C", "bay", "distribute", "3-1-102", "牛奶=1"]);
    let of = |known: &str| {
        city.csv("street", &["city", "report", "stock", "--item", "牛奶", "--as-known-at", known])
    };
    assert!(of("2022-08-17T10:00:00+08:00")[1].contains(",3,"));
    assert!(of("8.16")[1].contains(",2,"));
    // That nothing had been recorded by then is no fault.
    insta::assert_snapshot!(city.street(
        &[
            "city",
            "report",
            "stock",
            "--item",
            "牛奶",
            "--as-known-at",
            "2022-08-01T07:00:00+08:00",
            "--offline"
        ],
        0
    ));
    insta::assert_snapshot!(
        city.street(&["city", "report", "stock", "--as-known-at", "HEAD~1", "--offline"], 2)
    );
}

#[test]
fn what_cannot_be_a_community_is_refused_and_nothing_is_left_behind() {
    let city = City::new();
    city.0.write("full/notes.txt", "x");
    city.0.write("many/a/ledgers/community.toml", EAST);
    city.0.write("many/b/ledgers/community.toml", EAST);
    city.commit("many");
    for args in [
        ["city", "add", "x", "ext::sh -c 'touch pwned'"],
        ["city", "add", "x", "https://me:secret@example.org/bay.git"],
        ["city", "add", "x", "../none"],
        ["city", "add", "x", "../many"],
        ["city", "add", "13800138000", "../bay"],
    ] {
        let said = city.street(&args, 2);
        assert!(!said.contains("secret"), "{said}");
        assert_eq!(std::fs::read_dir(city.0.file("street")).unwrap().count(), 0, "{said}");
    }
    insta::assert_snapshot!(city.street(&["city", "add", "x", "../many"], 2));
    insta::assert_snapshot!(city.short(&city.0.run(&["-C", "full", "city", "add", "x", "../bay"])));
    city.street(&["city", "add", "甲", "../many/a"], 0);
    city.street(&["city", "add", "乙", "../many", "--subfolder", "b"], 0);
    assert_eq!(city.csv("street", &["city", "list"]).len(), 3);
    let state = city.0.state();
    for args in [["city", "add", "甲", "../bay"], ["city", "add", "丙", "../many/a"]] {
        city.street(&args, 2);
    }
    assert!(city.0.state() == state, "a refused command changed something");
}

#[test]
fn a_community_may_name_others_too() {
    let city = City::new();
    city.ok(&["-C", "bay", "city", "add", "East", "../east"]);
    assert_eq!(city.csv("bay", &["city", "list"]).len(), 2);
    let said = city.0.run(&["-C", "bay", "check"]);
    assert_eq!(said.code, 0, "{}", said.all());
    let none = city.0.run(&["-C", "east/blocks/east", "city", "report", "stock"]);
    assert_eq!(none.code, 2, "{}", none.all());
}

/// Without the line that says how large files are, which depends on the version.
#[cfg(feature = "parquet")]
fn without_sizes(said: &str) -> String {
    said.lines().filter(|line| !line.ends_with("字节")).map(|line| format!("{line}\n")).collect()
}

#[cfg(feature = "parquet")]
#[test]
fn the_ledgers_of_all_are_exported_as_one_data_set_and_what_cannot_be_read_is_named() {
    let city = City::named();
    city.street(&["city", "add", "东/苑:1", "../bay"], 2);
    city.0.git(&["clone", "-q", "bay", "copy"]);
    city.street(&["city", "add", "东/苑:1", "../copy"], 0);
    insta::assert_snapshot!(without_sizes(&city.street(&["city", "export", "--out", "../data"], 0)));
    let folder = |name: &str| city.0.file(&format!("data/{name}")).is_file();
    assert!(folder("community=银河湾/ledger=donations/month=2022-08/rows.parquet"));
    assert!(folder("community=东%2F苑%3A1/ledger=distributions/month=2022-08/rows.parquet"));
    let mut text = city.0.read("street/ledgers/federation.toml");
    text.push_str("\n[[community]]\nname = \"missing\"\nurl = \"../missing\"\n");
    city.0.write("street/ledgers/federation.toml", text);
    let again = city.street(&["city", "export", "--ledger", "donations", "--out", "../data"], 1);
    insta::assert_snapshot!(without_sizes(&again));
    assert!(!folder("community=东%2F苑%3A1/ledger=distributions/month=2022-08/rows.parquet"));
    insta::assert_snapshot!(city.street(&["city", "export", "--format", "csv", "--out", "../more"], 2));
    // A folder with other things in it is not written to.
    city.street(&["city", "export", "--out", "../bay"], 2);
}
