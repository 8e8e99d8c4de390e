//! The laws of merging, by random trial: union is commutative, associative, idempotent and loses nothing; folding then
//! merging is merging then folding; registers merge by key and cell.

use super::*;
use crate::books::{Books, read_registers};
use crate::ledgers::{Donation, State, by_name};
use crate::store::text::Source;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const HEADER: &str = "id,date,donor,item,quantity,unit,note,reverses,by,at\n";
const PATH: &str = "ledgers/donations/2022-08.csv";

/// A set of rows by number; each number is one row, whatever the copy.
type Set = BTreeSet<u8>;

fn id(n: u8) -> String {
    format!("D220816-0000{n:02}")
}

/// Row `n`: of every third the next number is its reversal.
fn row(n: u8) -> String {
    let (at, by) = (n.wrapping_mul(37) % 60, ["李梅", "王柳"][usize::from(n % 2)]);
    let (quantity, reverses) = match n % 3 {
        1 => (-i32::from(n - 1) - 1, id(n - 1)),
        _ => (i32::from(n) + 1, String::new()),
    };
    format!(
        "{},2022-08-16,爱心企业,牛奶,{quantity},盒,,{reverses},{by},2022-08-16T20:{at:02}:00+08:00\n",
        id(n)
    )
}

fn text(rows: impl IntoIterator<Item = u8>) -> String {
    HEADER.to_owned() + &rows.into_iter().map(row).collect::<String>()
}

fn join(base: &str, ours: &str, theirs: &str) -> String {
    let versions = Versions { base: Some(base), ours: Some(ours), theirs: Some(theirs) };
    let merged = merge(PATH, versions, None).unwrap();
    assert_eq!(merged.conflicts, []);
    merged.text.unwrap()
}

fn ids(text: &str) -> BTreeSet<String> {
    rows_by_id(Some(text)).unwrap().into_keys().collect()
}

fn sets() -> impl Strategy<Value = (Set, Set, Set, Set)> {
    let set = || proptest::collection::btree_set(0u8..96, 0..12);
    (set(), set(), set(), set())
}

/// The base's rows first, as they were recorded there, then what a copy recorded besides, in any order.
fn copy(base: &Set, more: &Set) -> String {
    text(base.iter().copied().chain(more.difference(base).copied()))
}

/// What the rows say, folded: the sum of those that count, by who recorded them.
fn folded(text: &str) -> BTreeMap<String, i64> {
    let files = [
        ("ledgers/community.toml", "[community]\nname = \"x\"\n[[store]]\ncode = \"main\"\n"),
        ("ledgers/items.csv", "item,unit\n牛奶,盒\n"),
        ("ledgers/volunteers.csv", "volunteer,group,role\n"),
        (PATH, text),
    ];
    let sources = files.map(|(path, text)| Source::new(path, text.as_bytes().to_vec()));
    let (registers, _) = read_registers(&sources);
    let registers = registers.unwrap();
    let books = Books::read(&registers, &sources, |l| *l == Donation::LEDGER);
    let mut sums = BTreeMap::new();
    for row in books.donations.all().filter(|r| r.head.state == State::Effective) {
        let quantity: i64 = row.body.quantity.to_string().parse().unwrap();
        *sums.entry(books.text(&row.head, row.head.by).get().into_owned()).or_default() += quantity;
    }
    sums
}

proptest! {
    #[test]
    fn union_is_commutative_to_the_byte((base, a, b, _) in sets()) {
        let (base, a, b) = (text(base.clone()), copy(&base, &a), copy(&base, &b));
        prop_assert_eq!(join(&base, &a, &b), join(&base, &b, &a));
    }

    #[test]
    fn union_is_associative_idempotent_and_loses_nothing((base, a, b, c) in sets()) {
        let origin = text(base.clone());
        let [x, y, z] = [&a, &b, &c].map(|more| copy(&base, more));
        let left = join(&origin, &join(&origin, &x, &y), &z);
        let right = join(&origin, &x, &join(&origin, &y, &z));
        let all: BTreeSet<String> = [&base, &a, &b, &c].into_iter().flatten().map(|n| id(*n)).collect();
        prop_assert_eq!(ids(&left), all.clone());
        prop_assert_eq!(rows_by_id(Some(&left)).unwrap(), rows_by_id(Some(&right)).unwrap());
        prop_assert_eq!(join(&origin, &x, &x), x.clone());
        // What a copy lacks comes back.
        prop_assert_eq!(ids(&join(&left, &x, &left)), all);
    }

    #[test]
    fn in_whatever_order_three_copies_meet_the_file_is_the_same((base, a, b, c) in sets()) {
        let origin = text(base.clone());
        let copies = [&a, &b, &c].map(|more| copy(&base, more));
        // As clones do that share a hub: each merges what is there with its own.
        let hub = |order: [usize; 3]| order.into_iter().fold(origin.clone(), |hub, n| join(&origin, &copies[n], &hub));
        let sorted = |text: String| rows_by_id(Some(&text)).unwrap();
        prop_assert_eq!(sorted(hub([0, 1, 2])), sorted(hub([2, 0, 1])));
    }

    #[test]
    fn folding_then_merging_is_merging_then_folding((base, a, b, _) in sets()) {
        // Copies that know nothing of each other's rows: then each one's sums are its own to add.
        let a: Set = a.iter().map(|n| n / 3 * 3).filter(|n| n % 2 == 0).flat_map(|n| [n, n + 1]).collect();
        let b: Set = b.iter().map(|n| n / 3 * 3).filter(|n| n % 2 == 1).flat_map(|n| [n, n + 2]).collect();
        let base: Set = base.into_iter().filter(|n| n % 3 == 2 && !b.contains(n)).collect();
        let both = |own: &Set| folded(&copy(&base, own));
        let added = |n: BTreeMap<String, i64>| -> i64 { n.values().sum() };
        let merged = join(&text(base.clone()), &copy(&base, &a), &copy(&base, &b));
        let apart = added(both(&a)) + added(both(&b)) - added(folded(&text(base.clone())));
        prop_assert_eq!(added(folded(&merged)), apart);
        // And what is folded does not depend on the order of the rows.
        let mut lines: Vec<&str> = merged.lines().skip(1).collect();
        lines.reverse();
        prop_assert_eq!(folded(&merged), folded(&(HEADER.to_owned() + &lines.join("\n") + "\n")));
    }

    #[test]
    fn any_text_is_merged_or_refused_the_same_from_either_side(
        texts in proptest::array::uniform3("(id,a,b\n)?([A-Z]{1,2},[x\"]{0,2},y?\r?\n){0,5}")
    ) {
        let [base, ours, theirs] = &texts;
        let merged = |o: &str, t: &str| {
            let versions = Versions { base: Some(base), ours: Some(o), theirs: Some(t) };
            merge_ledger(by_name("donations").unwrap().fields, versions, None).map(|m| (m.text, m.conflicts.len()))
        };
        prop_assert_eq!(merged(ours, theirs).ok(), merged(theirs, ours).ok());
        let _ = merge("ledgers/items.csv", Versions { base: Some(base), ours: Some(ours), theirs: Some(theirs) }, None);
        let _ = merge("ledgers/rounds.toml", Versions { base: Some(base), ours: Some(ours), theirs: Some(theirs) }, None);
    }

    #[test]
    fn what_each_side_changes_in_a_register_survives(
        changes in proptest::collection::vec((0usize..4, 1usize..5, any::<bool>()), 1..8)
    ) {
        let mut changes = changes;
        changes.sort_unstable();
        changes.dedup_by_key(|(entry, column, _)| (*entry, *column));
        let cells = |side: Option<bool>| -> Vec<[String; 5]> {
            let mut cells: Vec<[String; 5]> = (0..4).map(|e| [0, 1, 2, 3, 4].map(|c| if c == 0 { format!("物{e}") } else { format!("v{e}{c}") })).collect();
            for (entry, column, ours) in &changes {
                if side.is_none_or(|s| s == *ours) {
                    cells[*entry][*column] = format!("new{entry}{column}");
                }
            }
            cells
        };
        let csv = |cells: &[[String; 5]]| {
            "item,category,unit,minimum,note\n".to_owned() + &cells.iter().map(|c| c.join(",") + "\n").collect::<String>()
        };
        let original: Vec<[String; 5]> = (0..4).map(|e| [0, 1, 2, 3, 4].map(|c| if c == 0 { format!("物{e}") } else { format!("v{e}{c}") })).collect();
        let (base, ours, theirs) = (csv(&original), csv(&cells(Some(true))), csv(&cells(Some(false))));
        let merged = merge_table(&["item"], &base, &ours, &theirs, None).unwrap();
        prop_assert_eq!(merged.text.unwrap(), csv(&cells(None)));
        prop_assert_eq!(merged.conflicts, []);
        let toml = |cells: &[[String; 5]]| -> String {
            cells.iter().map(|c| format!("# about {0}\n[[round]]\ncode = \"{0}\"\na = \"{1}\" # why\nb = \"{2}\"\nc = \"{3}\"\nd = \"{4}\"\n\n", c[0], c[1], c[2], c[3], c[4])).collect()
        };
        let (base, ours, theirs) = (toml(&original), toml(&cells(Some(true))), toml(&cells(Some(false))));
        let merged = merge_toml(&base, &ours, &theirs, None).unwrap();
        prop_assert_eq!(merged.conflicts, []);
        prop_assert_eq!(merged.text.unwrap(), toml(&cells(None)));
    }
}

#[test]
fn one_id_with_two_contents_is_a_conflict_and_both_stand_in_the_text() {
    let (base, mine) = (text([0]), text([0, 3]));
    let other = mine.replace(&row(3), &row(3).replace("爱心企业", "街道办"));
    let merged = |o: &str, t: &str, keep| {
        merge(PATH, Versions { base: Some(&base), ours: Some(o), theirs: Some(t) }, keep).unwrap()
    };
    let (ours, theirs) = (merged(&mine, &other, None), merged(&other, &mine, None));
    assert_eq!(ours.text, theirs.text);
    assert_eq!(ours.text.unwrap().matches(&id(3)).count(), 2);
    assert_eq!((ours.conflicts.len(), &ours.conflicts[0].ours), (1, &theirs.conflicts[0].theirs));
    assert_eq!(merged(&mine, &other, Some(Keep::Theirs)).text, Some(other.clone()));
    // A committed row that one side edited is one, too.
    let edited = base.replace("爱心企业", "街道办");
    assert_eq!(merged(&edited, &mine, None).conflicts.len(), 1);
}

#[test]
fn columns_of_both_sides_stay_and_so_do_byte_order_mark_line_ends_and_quotes() {
    let base = "\u{feff}id,date,item,by,at\r\nD1,2022-08-16,\"牛奶\",a,b\r\n";
    let ours = "\u{feff}id,date,item,by,at,照片\r\nD1,2022-08-16,\"牛奶\",a,b,\r\nD2,2022-08-16,大米,a,2022-08-16T09:00:00+08:00,7\r\n";
    let theirs = "\u{feff}id,date,item,by,at,unit\r\nD1,2022-08-16,\"牛奶\",a,b,\r\nD3,2022-08-16,大米,a,2022-08-16T08:00:00+08:00,袋\r\n";
    let expected = "\u{feff}id,date,item,by,at,unit,照片\r\nD1,2022-08-16,\"牛奶\",a,b,,\r\n\
                    D3,2022-08-16,大米,a,2022-08-16T08:00:00+08:00,袋,\r\nD2,2022-08-16,大米,a,2022-08-16T09:00:00+08:00,,7\r\n";
    assert_eq!(join(base, ours, theirs), expected);
    assert_eq!(join(base, theirs, ours), expected);
}

#[test]
fn a_cell_that_both_changed_differently_is_shown_and_lists_are_joined() {
    let base = "item,unit,packs,minimum,aliases\n牛奶,盒,箱=12,20,鲜奶\n大米,kg,,,\n";
    let ours = base.replace(",20,鲜奶", ",30,鲜奶|纯牛奶").replace("箱=12", "箱=12|提=6");
    let theirs = base.replace(",20,鲜奶", ",40,鲜奶|奶").replace("大米,kg,,,\n", "") + "面粉,kg,,,\n";
    let merged = merge_table(&["item"], base, &ours, &theirs, None).unwrap();
    let conflict = &merged.conflicts[0];
    assert_eq!((merged.conflicts.len(), conflict.place.as_str()), (1, "牛奶 minimum"));
    assert_eq!((conflict.ours.as_deref(), conflict.theirs.as_deref()), (Some("30"), Some("40")));
    let kept = merge_table(&["item"], base, &ours, &theirs, Some(Keep::Theirs)).unwrap().text.unwrap();
    assert_eq!(kept, "item,unit,packs,minimum,aliases\n牛奶,盒,箱=12|提=6,40,鲜奶|奶|纯牛奶\n面粉,kg,,,\n");
}

#[test]
fn rounds_that_two_people_opened_both_stand_and_the_comments_once() {
    let base = "# Rounds: who is due what.\n#\n# [[round]]\n";
    let round = |code: &str| {
        format!("{base}[[round]]\ncode = \"{code}\"\n[[round.allot]]\nitem = \"牛奶\"\nquantity = 1\n")
    };
    let merged = merge_toml(base, &round("b"), &round("a"), None).unwrap();
    let text = merged.text.unwrap();
    assert_eq!(merged.conflicts, []);
    assert_eq!(Some(text.clone()), merge_toml(base, &round("a"), &round("b"), None).unwrap().text);
    assert_eq!((text.matches("# Rounds").count(), text.matches("[[round.allot]]").count()), (1, 2), "{text}");
    let read: ::toml::Table = text.parse().unwrap();
    let codes: Vec<&str> =
        read["round"].as_array().unwrap().iter().map(|r| r["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["a", "b"], "{text}");
}

#[test]
fn values_of_a_community_merge_by_key_and_lists_of_words_as_sets() {
    let base = "[community]\nname = \"x\"  # who\npublic_phones = [\"1\"]\n\n[[building]]\ncode = \"3\"\nfloors = 5\n";
    let ours = base.replace("[\"1\"]", "[\"1\", \"2\"]").replace("floors = 5", "floors = 6 # seen");
    let theirs =
        base.replace("[\"1\"]", "[\"1\", \"0\"]") + "captain = \"李梅\"\n\n[[building]]\ncode = \"4\"\n";
    let merged = merge_toml(base, &ours, &theirs, None).unwrap();
    assert_eq!(merged.conflicts, []);
    let expected = "[community]\nname = \"x\"  # who\npublic_phones = [\"1\", \"0\", \"2\"]\n\n[[building]]\ncode = \"3\"\n\
                    floors = 6 # seen\ncaptain = \"李梅\"\n\n[[building]]\ncode = \"4\"\n";
    assert_eq!(merged.text.unwrap(), expected);
    let clash = merge_toml(base, &ours, &base.replace("floors = 5", "floors = 7"), None).unwrap();
    assert_eq!(
        (clash.conflicts[0].place.as_str(), clash.conflicts[0].ours.as_deref()),
        ("building 3 floors", Some("6"))
    );
}

#[test]
fn marks_of_a_merge_are_refused_and_can_be_taken_away() {
    let spoilt =
        format!("{HEADER}<<<<<<< HEAD\n{}||||||| base\n{}=======\n{}>>>>>>> x\n", row(0), row(9), row(3));
    let versions = Versions { base: None, ours: Some(&spoilt), theirs: Some(HEADER) };
    assert_eq!(merge(PATH, versions, None).unwrap_err().line, 2);
    assert_eq!(without_markers(&spoilt), text([0, 3]));
}

#[test]
fn a_list_of_ignored_files_is_a_set_of_lines_and_reports_are_never_mixed() {
    let merged = |path, base, ours, theirs| {
        merge(path, Versions { base: Some(base), ours: Some(ours), theirs: Some(theirs) }, None).unwrap()
    };
    assert_eq!(merged(".gitignore", "a\nb\n", "a\nb\nd\n", "b\nc\n").text.unwrap(), "b\nc\nd\n");
    assert_eq!(merged("reports/x.html", "a", "b", "c").conflicts.len(), 1);
    assert_eq!(merged("reports/x.html", "a", "b", "a").text.unwrap(), "b");
    assert_eq!(
        merged("templates/x.html", "a\nb\nc\nd\n", "A\nb\nc\nd\n", "a\nb\nc\nD\n").text.unwrap(),
        "A\nb\nc\nD\n"
    );
}
