//! Two corrections of one row: which is in force, whatever the order of the rows, and how it is settled.

use super::tests::{HEADER, RECEIPTS, codes, community};
use crate::books::{Books, read_registers};
use crate::ledgers::State;
use crate::model::{Code, Quantity};
use proptest::prelude::*;

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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

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
