//! The same chain pasted again, and what people did by hand in between.

use super::{HANDED, PEOPLE, made, row};
use crate::arithmetic::literal::ledger;
use crate::store::text::Source;

const COLUMNS: &str = "round,place,tested,elsewhere,note,reverses";

fn tests(rows: &[&str]) -> Source {
    ledger("tests", COLUMNS, rows)
}

/// What becomes of each entry, and the rows.
fn fates(text: &str, ledgers: &[Source]) -> (Vec<&'static str>, Vec<String>) {
    made(text, PEOPLE, ledgers, |_, recorded| {
        let fates = recorded.outcomes.iter().map(|outcome| outcome.fate.words().0).collect();
        (fates, recorded.entry.rows().map(row).collect())
    })
}

#[test]
fn a_paste_that_says_the_same_changes_nothing_and_an_edit_amends() {
    let before = [tests(&[
        "2022-08-16,test-0816,1-0-2105,2,,接龙 chain,",
        "2022-08-16,test-0816,1-0-2106,2,1,接龙 chain,",
    ])];
    let (fate, rows) = fates("1. 2105 -2\n2. 2106 -3\n3. 2107 -1", &before);
    assert_eq!(fate, ["unchanged", "amended", "new"]);
    assert_eq!(
        rows,
        ["1-0-2107 1", "1-0-2106 -2 -1", "1-0-2106 3"],
        "the one elsewhere is gone from the entry"
    );
}

#[test]
fn what_was_recorded_or_corrected_by_hand_stays_and_is_said() {
    let typed = [tests(&["2022-08-16,test-0816,1-0-2105,2,,,"])];
    assert_eq!(fates("1. 2105 -3", &typed).0, ["kept"]);
    assert_eq!(fates("1. 2105 -2", &typed).0, ["unchanged"]);
    // An amend keeps the note of the row; the reason of its reversal tells that a person made it.
    let rows = "id,date,round,place,tested,note,reverses,by,at\n\
        T220816-AAAAAA,2022-08-16,test-0816,1-0-2105,2,接龙 chain,,李梅,2022-08-16T18:00:00+08:00\n\
        T220816-BBBBBB.1,2022-08-16,test-0816,1-0-2105,-2,counted again,T220816-AAAAAA,李梅,2022-08-16T18:30:00+08:00\n\
        T220816-BBBBBB.2,2022-08-16,test-0816,1-0-2105,4,接龙 chain,,李梅,2022-08-16T18:30:00+08:00\n";
    let amended = [Source::new("ledgers/tests/2022-08.csv", rows.as_bytes().to_vec())];
    let (fate, written) = fates("1. 2105 -2", &amended);
    assert_eq!((fate, written.len()), (vec!["kept"], 0));
    made("1. 2105 -2", PEOPLE, &amended, |_, recorded| {
        let super::super::Fate::Kept(why) = &recorded.outcomes[0].fate else { panic!("it is kept") };
        assert_eq!(
            why.en,
            "recorded by hand: tested 4; if the chain is right: linli test test-0816 1-0-2105=2"
        );
    });
    let by_chain = rows.replace("counted again", "接龙 chain");
    let amended = [Source::new("ledgers/tests/2022-08.csv", by_chain.into_bytes())];
    assert_eq!(fates("1. 2105 -2", &amended).0, ["amended"], "the chain may amend itself");
}

#[test]
fn a_home_gone_from_the_chain_is_listed_and_its_row_stays() {
    let before = [tests(&[
        "2022-08-16,test-0816,1-0-2105,2,,接龙 chain,",
        "2022-08-16,test-0816,1-0-2106,2,,,",
        "2022-08-16,test-0816,295-0-909,2,,接龙 chain,",
    ])];
    made("1. 2107 -1", PEOPLE, &before, |_, recorded| {
        assert_eq!(recorded.gone.rows.len(), 1, "not what was typed, nor what lies in another building");
        assert_eq!(recorded.entry.rows().map(row).collect::<Vec<_>>(), ["1-0-2107 1"]);
    });
}

#[test]
fn goods_are_replaced_by_home_and_item() {
    let column = "round,place,item,quantity,unit,outcome,note";
    let before = [
        ledger("receipts", "source,item,quantity", &["2022-08-16,街道,蔬菜包,50"]),
        ledger(
            "distributions",
            column,
            &[
                "2022-08-16,veg-0816,1-0-2105,蔬菜包,1,,,接龙 chain",
                "2022-08-16,veg-0816,1-0-2106,蔬菜包,1,,,接龙 chain",
                "2022-08-16,veg-0816,1-0-2107,蔬菜包,1,,,",
                "2022-08-16,veg-0816,1-0-2108,蔬菜包,0,,not-home,",
                "2022-08-16,veg-0816,1-0-2201,蔬菜包,0,,not-home,接龙 chain",
            ],
        ),
    ];
    let text = "1. 2105 1份\n2. 2106 2\n3. 2107 2\n4. 2108 1\n5. 2201 1";
    made(text, HANDED, &before, |_, recorded| {
        let fates: Vec<&str> = recorded.outcomes.iter().map(|o| o.fate.words().0).collect();
        assert_eq!(fates, ["unchanged", "amended", "kept", "new", "amended"]);
        let rows: Vec<String> = recorded.entry.rows().map(row).collect();
        let is = [
            "1-0-2108 蔬菜包 1",
            "1-0-2106 蔬菜包 -1",
            "1-0-2106 蔬菜包 2",
            "1-0-2201 蔬菜包 0 not-home",
            "1-0-2201 蔬菜包 1",
        ];
        assert_eq!(rows, is);
        assert!(recorded.entry.refusals.is_empty(), "{:?}", recorded.entry.refusals);
    });
    made("1. 2105 60", HANDED, &before[..1], |_, recorded| {
        assert_eq!(recorded.entry.refusals.len(), 1, "more than there is");
    });
}

#[test]
fn more_than_is_there_or_due_makes_one_wonder() {
    let census = ledger("census", "place,residents", &["2022-08-15,1-0-2105,2", "2022-08-15,1-0-2106,2"]);
    made("1. 2105 -3\n2. 2106 -2", PEOPLE, std::slice::from_ref(&census), |_, recorded| {
        let doubts: Vec<&str> = recorded.entry.doubts.iter().map(|d| d.en.as_str()).collect();
        assert_eq!(doubts, ["1-0-2105: 3 tested, and only 2 are present by the census"]);
    });
    let stock = ledger("receipts", "source,item,quantity", &["2022-08-16,街道,蔬菜包,50"]);
    made("1. 2105 5份", HANDED, &[census, stock], |_, recorded| {
        assert_eq!(recorded.entry.doubts[0].en, "1-0-2105: 5 of 蔬菜包, and 1 are due");
    });
    let whole = tests(&["2022-08-16,test-0816,1-0,40,,,"]);
    made("1. 2105 -3", PEOPLE, &[whole], |_, recorded| {
        assert!(recorded.entry.doubts[0].en.contains("reported as a whole"), "{:?}", recorded.entry.doubts);
    });
}

#[test]
fn those_who_are_due_and_not_in_the_chain_are_named_by_unit() {
    let census = ledger(
        "census",
        "place,residents",
        &[
            "2022-08-15,1-0-2105,2",
            "2022-08-15,1-0-2106,2",
            "2022-08-15,1-0-2107,0",
            "2022-08-15,295-0-101,1",
        ],
    );
    made("1. 2105 -2\n2. 101 ？", PEOPLE, &[census], |_, recorded| {
        let text = recorded.absent.as_ref().map(|absent| absent.text.zh.clone()).unwrap_or_default();
        assert!(text.starts_with("1-0：102、103、") && text.contains("、2106、2108、"), "{text}");
        assert!(!text.contains("2105") && !text.contains("2107") && !text.contains("295"), "{text}");
        assert!(text.ends_with("还没有接龙（8月16日核酸），请接龙。"), "{text}");
    });
}
