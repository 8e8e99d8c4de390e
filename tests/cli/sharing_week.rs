//! Four clones, offline work by random volunteers with crashes in it, then sync in random order until quiet: identical
//! ledgers, every row accounted for.

use crate::clones::Clones;
use std::collections::BTreeSet;
use std::process::Stdio;
use std::time::Duration;

const NAMES: [&str; 4] = ["anna", "bert", "cora", "dirk"];
const LEDGERS: [&str; 4] = ["receipts", "donations", "distributions", "census"];

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }

    fn shuffled(&mut self) -> Vec<&'static str> {
        let mut names = NAMES.to_vec();
        (1..names.len()).for_each(|n| names.swap(n, self.below(n + 1)));
        names
    }
}

fn ids(clones: &Clones, clone: &str) -> BTreeSet<String> {
    let texts = LEDGERS.map(|ledger| clones.read(clone, &format!("ledgers/{ledger}/2022-08.csv")));
    let rows = texts.iter().flat_map(|text| text.lines().skip(1));
    rows.filter_map(|line| line.split(',').next()).map(str::to_owned).collect()
}

/// A command of a volunteer's.
fn command(clones: &Clones, clone: &str, dice: &mut Dice) -> Vec<String> {
    let n = dice.below(30) + 1;
    let home = format!("3-{}-{}0{}", dice.below(2) + 1, dice.below(5) + 1, dice.below(2) + 1);
    let known: Vec<String> = ids(clones, clone).into_iter().collect();
    let some = known.get(dice.below(known.len().max(1))).cloned().unwrap_or_default();
    let mine = NAMES.iter().position(|name| *name == clone).unwrap();
    let words: Vec<String> = match dice.below(8) {
        0 | 1 => ["receive", "gov", &format!("牛奶={n}箱")].map(str::to_owned).to_vec(),
        2 => ["donate", "爱心企业", &format!("大米={n}")].map(str::to_owned).to_vec(),
        3 => ["distribute", &home, "蔬菜包=1", "--round", "veg-0816", "--force"].map(str::to_owned).to_vec(),
        4 => ["census", &format!("{home}={}", n % 5 + 1)].map(str::to_owned).to_vec(),
        5 => ["void", &some, "--reason", "x", "--force"].map(str::to_owned).to_vec(),
        6 => ["amend", &some, "quantity=1", "--reason", "y", "--force"].map(str::to_owned).to_vec(),
        _ => ["item", "add", &format!("物{mine}{n}"), "--unit", "个"].map(str::to_owned).to_vec(),
    };
    words
}

#[test]
fn four_clones_that_worked_apart_and_crashed_have_identical_ledgers_once_it_is_quiet() {
    for seed in [20220816] {
        let mut dice = Dice(seed);
        let clones = Clones::new(&NAMES);
        let mut told: BTreeSet<String> = BTreeSet::new();
        let mut killed = 0;
        for _ in 0..48 {
            let clone = NAMES[dice.below(4)];
            let words =
                if dice.below(7) == 0 { vec!["sync".to_owned()] } else { command(&clones, clone, &mut dice) };
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            if dice.below(4) == 0 {
                let mut child = clones
                    .command(clone, &words)
                    .stdout(Stdio::null())
                    .stderr(Stdio::null())
                    .spawn()
                    .unwrap();
                std::thread::sleep(Duration::from_micros(dice.below(30_000) as u64));
                killed += usize::from(child.kill().is_ok());
                child.wait().unwrap();
                continue;
            }
            let before = ids(&clones, clone);
            let said = clones.run(clone, &words);
            assert!(matches!(said.code, 0..=2), "{clone} {words:?}\n{}", said.all());
            assert!(words != ["sync"] || said.code < 2, "{clone}\n{}", said.all());
            if said.code == 0 {
                told.extend(ids(&clones, clone).difference(&before).cloned());
            }
        }
        assert!(killed > 5 && told.len() > 12, "{killed} {}", told.len());
        let quiet = |clones: &Clones| {
            NAMES.iter().map(|name| clones.git(name, &["rev-parse", "HEAD"])).collect::<BTreeSet<_>>().len()
                == 1
        };
        let mut rounds = 0;
        while !quiet(&clones) {
            for name in dice.shuffled() {
                let said = clones.run(name, &["sync"]);
                assert!(said.code < 2, "{name}: {}", said.all());
            }
            rounds += 1;
            assert!(rounds < 5, "it never becomes quiet");
        }
        let all = ids(&clones, "anna");
        assert!(told.is_subset(&all), "lost: {:?}", told.difference(&all).collect::<Vec<_>>());
        clones.ends(0, "cora", &["resolve"]);
        clones.run("cora", &["sync"]);
        for name in NAMES {
            let said = clones.run(name, &["sync"]);
            assert!(said.code < 2, "{name}: {}", said.all());
            assert_eq!(clones.tree(name), clones.tree("cora"));
            let found = clones.run(
                name,
                &[
                    "check",
                    "--only",
                    "double-reversal",
                    "--only",
                    "id-duplicate",
                    "--only",
                    "reverses-mismatch",
                ],
            );
            assert_eq!((found.code, found.out.trim()), (0, "nothing found"));
            assert!(told.is_subset(&ids(&clones, name)));
        }
        let fsck = clones.git("hub", &["fsck", "--no-dangling"]);
        assert!(!fsck.contains("error") && !fsck.contains("missing"), "{fsck}");
    }
}

#[test]
fn all_four_who_sync_at_the_same_moment_land() {
    let clones = Clones::new(&NAMES);
    for name in NAMES {
        clones.ends(0, name, &["receive", "gov", "牛奶=1箱"]);
    }
    let started: Vec<_> = NAMES
        .iter()
        .map(|name| {
            clones.command(name, &["sync"]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    for child in started {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    for name in NAMES {
        clones.ends(0, name, &["sync"]);
        assert_eq!(ids(&clones, name).len(), 4);
        assert_eq!(clones.tree(name), clones.tree("anna"));
    }
}
