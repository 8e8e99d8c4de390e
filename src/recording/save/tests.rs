use super::*;
use crate::recording::Setting;
use crate::store::text::Source;
use proptest::prelude::*;

const COMMUNITY: &str =
    "[community]\nname = \"x\"\n[[building]]\ncode = \"3\"\nunits = [\"1\", \"2\"]\nfloors = 5\ndoors = 2\n";
const ITEMS: &str = "item,unit,packs,aliases\n牛奶,盒,箱=12,纯牛奶\n";
const PATH: &str = "ledgers/donations/2022-08.csv";
const HEAD: &str = "id,date,donor,item,quantity,unit,note,reverses,by,at\nD220815-AAAAAA,2022-08-15,甲,牛奶,4,箱,,,乙,2022-08-15T20:00:00+08:00\n";

fn source(path: &str, text: &str) -> Source {
    Source::new(path, text.as_bytes().to_vec())
}

/// What saving makes of the donations: their text by file, and the codes of what is in the way.
fn saved(committed: &str, typed: &str, keep_new: bool) -> (BTreeMap<String, String>, Vec<&'static str>) {
    let working = [
        source("ledgers/community.toml", COMMUNITY),
        source("ledgers/items.csv", ITEMS),
        source(PATH, typed),
    ];
    let (registers, _) = crate::books::read_registers(&working);
    let at = crate::model::Stamp::parse("2022-08-16T20:00:00+08:00").unwrap();
    let (by, note) = ("李梅".to_owned(), String::new());
    let setting = Setting { day: at.day(), today: at.day(), at, by, note, new_items: false };
    let saving = Saving { registers: &registers.unwrap(), setting: &setting, keep_new, mask: false };
    let mut drawn = 0;
    let mut fresh = || {
        drawn += 1;
        Code::short(drawn)
    };
    let work = read_hand_work(&[source(PATH, committed)], &working, &[PATH.to_owned()], &saving, &mut fresh);
    let of = |path: &str| work.rows.iter().filter(|r| r.path() == path).collect::<Vec<_>>();
    let texts = work.bases.iter().map(|(path, base)| (path.clone(), with_rows(base, &of(path)))).collect();
    (texts, work.findings.iter().map(|f| f.code).collect())
}

#[test]
fn new_rows_stand_behind_the_committed_bytes_in_canonical_form() {
    let (texts, findings) = saved(HEAD, &format!("{HEAD},昨天,丙,纯牛奶,半箱\n"), false);
    assert_eq!(findings, Vec::<&str>::new());
    assert_eq!(
        texts[PATH],
        format!("{HEAD}D220815-000001,2022-08-15,丙,牛奶,0.5,箱,,,李梅,2022-08-16T20:00:00+08:00\n")
    );
}

#[test]
fn a_reversal_typed_by_hand_may_be_negative() {
    let row = ",8.15,甲,牛奶,-4,箱,错了,D220815-AAAAAA\n";
    let (texts, findings) = saved(HEAD, &format!("{HEAD}{row}"), false);
    assert_eq!(findings, Vec::<&str>::new());
    assert!(texts[PATH].contains("D220815-000001,2022-08-15,甲,牛奶,-4,箱,错了,D220815-AAAAAA,李梅,"));
    let (_, findings) = saved(HEAD, &format!("{HEAD},8.15,甲,牛奶,-4,箱\n"), false);
    assert_eq!(findings, ["type"]);
}

#[test]
fn a_row_pasted_twice_in_every_cell_is_one_row() {
    let row = HEAD.lines().nth(1).unwrap();
    let (texts, findings) = saved(HEAD, &format!("{HEAD}{row}\n"), false);
    assert_eq!((texts[PATH].as_str(), findings), (HEAD, vec![]));
}

#[test]
fn without_the_column_of_ids_nothing_is_saved_twice() {
    for keep_new in [false, true] {
        let (texts, findings) = saved(HEAD, &HEAD.replacen("id,", "no,", 1), keep_new);
        assert_eq!((texts[PATH].as_str(), findings), (HEAD, vec!["header"]));
    }
    let (_, findings) = saved(HEAD, &HEAD.replacen(",quantity,", ",qty,", 1), false);
    assert_eq!(findings, ["header"], "and not that the file is cut short");
}

#[test]
fn broken_lines_are_all_found_at_once() {
    let (_, findings) =
        saved(HEAD, &format!("{HEAD}<<<<<<< HEAD\n,8.16,\"甲,牛奶,1\n,8.17,甲,牛奶,1\n"), false);
    assert_eq!(findings, ["conflict-marker", "field-count", "future-date"]);
}

proptest! {
    #[test]
    fn with_keep_new_committed_bytes_always_come_back(typed in "(id,date,donor,item,quantity,by|D220815-AAAAAA|[,\"\n\r甲牛奶0-9.<]){0,20}") {
        let (texts, _) = saved(HEAD, &typed, true);
        prop_assert!(texts[PATH].lines().skip(1).any(|l| l.starts_with(HEAD.lines().nth(1).unwrap())));
    }
}
