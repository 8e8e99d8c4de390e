//! Rows as sets, on literal texts.

use super::*;
use crate::ledgers::{Ledger, by_name};
use proptest::prelude::*;

const HEADER: &str = "id,date,donor,item,quantity,unit,note,reverses,by,at\n";
const MILK: &str = "D220814-K7QF2M,2022-08-14,爱心企业,牛奶,40,箱,,,李梅,2022-08-14T20:00:00+08:00\n";
const RICE: &str = "D220814-000001,2022-08-14,\"王,柳\",大米,5,kg,,,李梅,2022-08-14T20:00:00+08:00\n";

fn donations() -> &'static Ledger {
    by_name("donations").unwrap()
}

fn changes(old: &str, new: &str) -> Vec<RowChange> {
    compare(read_file(old.as_bytes()).1, read_file(new.as_bytes()).1)
}

/// What happened, in short: `added D220814-K7QF2M`.
fn told(old: &str, new: &str) -> Vec<String> {
    let before = read_file(old.as_bytes()).1;
    let mut find = |id: &str| before.iter().find(|row| row.id == id).cloned();
    let all = events(donations(), settle(changes(old, new)), &mut find);
    all.iter().map(|e| format!("{} {}", e.kind.code(), e.id)).collect()
}

#[test]
fn line_ends_quotes_a_mark_the_order_of_columns_and_empty_columns_are_no_part_of_a_row() {
    let old = format!("{HEADER}{MILK}{RICE}");
    let quoted = old.replace("牛奶", "\"牛奶\"").replace(",,", ",\"\",");
    let moved = "date,id,item,unit,donor,quantity,by,at,lot,note\n\
                 2022-08-14,D220814-000001,大米,kg,\"王,柳\",5,李梅,2022-08-14T20:00:00+08:00,,\n\
                 2022-08-14,D220814-K7QF2M,牛奶,箱,爱心企业,40,李梅,2022-08-14T20:00:00+08:00\n";
    for same in
        [old.replace('\n', "\r\n"), quoted, format!("\u{FEFF}{old}"), moved.to_owned(), format!("{old}\n\n")]
    {
        assert_eq!(changes(&old, &same), [], "{same}");
    }
}

#[test]
fn a_row_is_added_edited_or_removed() {
    let old = format!("{HEADER}{MILK}");
    assert_eq!(told(&old, &format!("{HEADER}{RICE}{MILK}")), ["added D220814-000001"]);
    assert_eq!(told(&old, &old.replace(",40,", ",4,")), ["edited D220814-K7QF2M"]);
    assert_eq!(told(&old, HEADER), ["removed D220814-K7QF2M"]);
    assert_eq!(told(&old, ""), ["removed D220814-K7QF2M"]);
    assert_eq!(told(&old, &old.replace("quantity", "amount")), ["edited D220814-K7QF2M"]);
    assert_eq!(
        told(&old, &old.replace("D220814-K7QF2M", "D220814-K7QF2N")),
        ["added D220814-K7QF2N", "removed D220814-K7QF2M"]
    );
}

#[test]
fn a_copy_of_a_row_may_go_and_a_row_under_a_taken_id_is_another_row() {
    let twice = format!("{HEADER}{MILK}{MILK}");
    assert_eq!(told(&twice, &format!("{HEADER}{MILK}")), [""; 0]);
    let other = MILK.replace("牛奶", "鸡蛋");
    assert_eq!(told(&format!("{HEADER}{MILK}"), &format!("{HEADER}{MILK}{other}")), ["added D220814-K7QF2M"]);
}

#[test]
fn bytes_that_are_no_text_are_told_apart() {
    let row = |byte: u8| [HEADER.as_bytes(), b"D220814-K7QF2M,", &[byte], b"\n"].concat();
    let found = compare(read_file(&row(0xFE)).1, read_file(&row(0xFF)).1);
    assert!(matches!(found.as_slice(), [RowChange::Edited(..)]), "{found:?}");
}

#[test]
fn a_void_is_one_event_of_the_original_with_its_reason() {
    let old = format!("{HEADER}{MILK}");
    let new = format!(
        "{old}D220814-8FYWDR,2022-08-14,爱心企业,牛奶,-40,箱,重复,D220814-K7QF2M,王柳,2022-08-15T09:00:00+08:00\n"
    );
    let before = read_file(old.as_bytes()).1;
    let found = events(donations(), settle(changes(&old, &new)), &mut |_| before.first().cloned());
    let [void] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(
        (void.kind, void.id.as_str(), void.reason.as_str()),
        (EventKind::Voided, "D220814-K7QF2M", "重复")
    );
    assert_eq!(
        (void.item.as_str(), void.by.as_str(), void.rows.as_slice()),
        ("牛奶", "王柳", &["D220814-8FYWDR".to_owned()][..])
    );
    assert!(
        void.after.is_none() && void.before.as_ref().unwrap().contains(&("quantity".into(), "40".into()))
    );
    let lost = events(donations(), settle(changes(&old, &new)), &mut |_| None);
    assert!(lost[0].before.as_ref().unwrap().contains(&("quantity".into(), "40".into())), "{lost:?}");
}

#[test]
fn an_amend_is_one_event_with_the_fields_that_changed() {
    let old = format!("{HEADER}{MILK}{RICE}");
    let new = format!(
        "{old}D220814-T53TWR.1,2022-08-14,爱心企业,牛奶,-40,箱,复点,D220814-K7QF2M,王柳,2022-08-15T09:00:00+08:00\n\
         D220813-T53TWR.2,2022-08-13,爱心企业,牛奶,30,箱,,,王柳,2022-08-15T09:00:00+08:00\n"
    );
    let before = read_file(old.as_bytes()).1;
    let found = events(donations(), settle(changes(&old, &new)), &mut |_| before.first().cloned());
    let [amend] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((amend.kind, amend.id.as_str()), (EventKind::Amended, "D220814-K7QF2M"));
    let pairs =
        |a: &str, b: &str| vec![("date".to_owned(), a.to_owned()), ("quantity".to_owned(), b.to_owned())];
    assert_eq!(amend.before, Some(pairs("2022-08-14", "40")));
    assert_eq!(amend.after, Some(pairs("2022-08-13", "30")));
}

#[test]
fn a_row_that_went_to_another_month_is_not_changed() {
    let row = read_file(format!("{HEADER}{MILK}").as_bytes()).1.remove(0);
    let other = read_file(format!("{HEADER}{}", MILK.replace("40", "4")).as_bytes()).1.remove(0);
    assert_eq!(
        settle(vec![RowChange::Removed(row.clone()), RowChange::Added(row.clone())]),
        RowSet::default()
    );
    let edited = settle(vec![RowChange::Added(other.clone()), RowChange::Removed(row.clone())]);
    assert_eq!(edited, RowSet { edited: vec![(row, other)], ..RowSet::default() });
}

#[test]
fn what_is_appended_inside_an_open_quote_is_no_tail() {
    assert!(read_file(format!("{HEADER}{MILK}").as_bytes()).0.whole);
    for open in [format!("{HEADER}{MILK}x,\"y\n"), format!("{HEADER}{MILK}x"), String::new()] {
        assert!(!read_file(open.as_bytes()).0.whole, "{open:?}");
    }
}

fn cell() -> impl Strategy<Value = String> {
    "[a-z0-9 ,\"牛奶]{1,4}"
}

fn quoted(cell: &str, always: bool) -> String {
    if always || cell.contains([',', '"']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

fn file(rows: &[Vec<String>], always: bool) -> String {
    let mut text = "id,a,b,c\n".to_owned();
    for (at, row) in rows.iter().enumerate() {
        let cells: Vec<String> = row.iter().map(|cell| quoted(cell, always)).collect();
        text.push_str(&format!("r{at},{}\n", cells.join(",")));
    }
    text
}

proptest! {
    #[test]
    fn any_edit_of_a_committed_row_is_found_and_quoting_is_none(
        rows in prop::collection::vec(prop::collection::vec(cell(), 3), 1..6), at: prop::sample::Index,
        column in 0usize..3, other in cell(),
    ) {
        let old = file(&rows, false);
        prop_assert_eq!(changes(&old, &file(&rows, true)), []);
        let at = at.index(rows.len());
        let mut edited = rows.clone();
        edited[at][column] = other.clone();
        let found = changes(&old, &file(&edited, false));
        if other == rows[at][column] {
            prop_assert_eq!(found, []);
        } else {
            let right = matches!(found.as_slice(), [RowChange::Edited(was, _)] if was.id == format!("r{at}"));
            prop_assert!(right);
        }
        let removed = read_file(old.as_bytes()).1;
        let mut fewer = removed.clone();
        let gone = fewer.remove(at);
        prop_assert_eq!(compare(removed, fewer), [RowChange::Removed(gone)]);
    }

    #[test]
    fn what_is_appended_reads_the_same_as_a_tail_and_in_the_whole(
        rows in prop::collection::vec(prop::collection::vec(cell(), 3), 1..6), cut: prop::sample::Index,
    ) {
        let whole = file(&rows, false);
        let cut = cut.index(rows.len() + 1);
        let old = file(&rows[..cut], false);
        let (state, _) = read_file(old.as_bytes());
        prop_assert!(state.whole);
        let (after, tail) = read_tail(&state, &whole.as_bytes()[old.len()..]);
        let slow: Vec<RowText> = changes(&old, &whole).into_iter().map(|change| match change {
            RowChange::Added(row) => row,
            other => panic!("{other:?}"),
        }).collect();
        prop_assert_eq!(tail, slow);
        prop_assert_eq!(after, read_file(whole.as_bytes()).0);
    }

    #[test]
    fn any_bytes_are_read(bytes: Vec<u8>, other: Vec<u8>) {
        let (state, rows) = read_file(&bytes);
        read_tail(&state, &other);
        compare(rows, read_file(&other).1);
    }
}
