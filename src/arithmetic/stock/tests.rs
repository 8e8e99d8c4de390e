use super::*;
use crate::arithmetic::literal::{august, ledger, much, shelf, with};
use crate::store::text::Source;
use proptest::prelude::*;

/// Received, donated, distributed, adjusted, on hand of a shelf on 16 August.
fn figures(ledgers: &[Source], store: &str, item: &str, unit: &str) -> Option<[String; 5]> {
    with(ledgers, |books| {
        let stock = stock(books, august(16));
        let wanted = shelf(books, store, item, unit);
        let (_, b) = stock.lines().find(|(s, _)| *s == wanted)?;
        assert_eq!(stock.on_hand(wanted), b.on_hand());
        Some([b.received, b.donated, b.distributed, b.adjusted, b.on_hand()].map(|q| q.to_string()))
    })
}

fn milk(ledgers: &[Source]) -> Option<[String; 5]> {
    figures(ledgers, "main", "牛奶", "瓶")
}

#[test]
fn handed_over_is_delivered_collected_and_left_less_returned() {
    let distributions = ledger(
        "distributions",
        "place,item,quantity,unit,outcome",
        &[
            "2022-08-16,2-1-101,牛奶,5,,",
            "2022-08-16,2-1-101,牛奶,4,,delivered",
            "2022-08-16,2-1-102,牛奶,3,,collected",
            "2022-08-16,2-1-201,牛奶,2,,left",
            "2022-08-16,2-1-202,牛奶,0,,not-home",
            "2022-08-16,2-2-101,牛奶,0,,refused",
            "2022-08-16,2-1-102,牛奶,1,,returned",
        ],
    );
    assert_eq!(milk(&[distributions]), Some(["0", "0", "13", "0", "-13"].map(str::to_owned)));
}

#[test]
fn on_hand_is_receipts_and_donations_and_adjustments_less_handed_over() {
    let ledgers = [
        ledger(
            "receipts",
            "source,item,quantity,unit",
            &["2022-08-15,街道,牛奶,40,箱", "2022-08-16,街道,牛奶,1,"],
        ),
        ledger("donations", "donor,item,quantity,unit", &["2022-08-16,爱心企业,牛奶,2,提"]),
        ledger(
            "adjustments",
            "item,quantity,reason",
            &["2022-08-16,牛奶,-3,damaged", "2022-08-16,牛奶,1,found"],
        ),
        ledger("distributions", "place,item,quantity,unit", &["2022-08-16,2-1,牛奶,1,箱"]),
    ];
    assert_eq!(milk(&ledgers), Some(["961", "12", "24", "-2", "947"].map(str::to_owned)));
}

#[test]
fn a_reversal_and_what_it_reverses_are_in_no_sum() {
    let receipts = ledger(
        "receipts",
        "source,item,quantity,expires,note,reverses",
        &[
            "2022-08-15,街道,牛奶,40,2022-08-20,,",
            "2022-08-15,街道,牛奶,-40,2022-08-20,录错,R220815-000001",
            "2022-08-15,街道,牛奶,30,2022-09-01,,",
        ],
    );
    let receipts = [receipts];
    assert_eq!(milk(&receipts), Some(["30", "0", "0", "0", "30"].map(str::to_owned)));
    let next = with(&receipts, |b| stock(b, august(16)).lines().next().and_then(|(_, b)| b.next_expiry()));
    assert_eq!(next.map(|d| d.to_string()).as_deref(), Some("2022-09-01"));
}

#[test]
fn a_shelf_whose_rows_are_all_reversed_has_no_line() {
    let rows = ["2022-08-15,街道,牛奶,40,,", "2022-08-15,街道,牛奶,-40,录错,R220815-000001"];
    assert_eq!(milk(&[ledger("receipts", "source,item,quantity,note,reverses", &rows)]), None);
}

#[test]
fn rows_of_later_days_do_not_exist() {
    let rows = ["2022-08-16,街道,牛奶,40", "2022-08-17,街道,牛奶,2"];
    assert_eq!(
        milk(&[ledger("receipts", "source,item,quantity", &rows)]).map(|f| f[4].clone()).as_deref(),
        Some("40")
    );
}

#[test]
fn mass_words_convert_among_themselves_and_through_a_pack() {
    let rows = ["2022-08-16,街道,大米,3,斤", "2022-08-16,街道,大米,500,克", "2022-08-16,街道,大米,2,袋"];
    let receipts = ledger("receipts", "source,item,quantity,unit", &rows);
    assert_eq!(figures(&[receipts], "main", "大米", "kg").map(|f| f[4].clone()).as_deref(), Some("52"));
}

#[test]
fn a_unit_that_does_not_convert_stays_apart() {
    let receipts = [ledger(
        "receipts",
        "source,item,quantity,unit",
        &["2022-08-16,街道,口罩,3,盒", "2022-08-16,街道,口罩,20,只"],
    )];
    assert_eq!(figures(&receipts, "main", "口罩", "只").map(|f| f[4].clone()).as_deref(), Some("20"));
    assert_eq!(figures(&receipts, "main", "口罩", "盒").map(|f| f[4].clone()).as_deref(), Some("3"));
    with(&receipts, |books| {
        let item = shelf(books, "main", "口罩", "只").item;
        let stock = stock(books, august(16));
        assert_eq!(stock.over_all_stores(books, item), much("20"));
        assert_eq!(stock.below_minimum(books, item), Some(much("50")), "boxes do not count");
        let units: Vec<_> = stock.lines().map(|(s, _)| books.registers.names.unit_name(s.unit)).collect();
        assert_eq!(units, ["只", "盒"], "the base unit first");
    });
}

#[test]
fn a_transfer_moves_goods_between_stores_and_the_minimum_looks_at_all_of_them() {
    let ledgers = [
        ledger("receipts", "source,item,quantity", &["2022-08-15,街道,牛奶,100"]),
        ledger(
            "adjustments",
            "store,item,quantity,reason,counterpart",
            &["2022-08-16,main,牛奶,-30,transfer,east", "2022-08-16,east,牛奶,30,transfer,main"],
        ),
    ];
    assert_eq!(milk(&ledgers).map(|f| f[4].clone()).as_deref(), Some("70"));
    assert_eq!(figures(&ledgers, "east", "牛奶", "瓶").map(|f| f[4].clone()).as_deref(), Some("30"));
    let low = |ledgers: &[Source]| {
        with(ledgers, |b| stock(b, august(16)).below_minimum(b, shelf(b, "main", "牛奶", "瓶").item))
    };
    assert_eq!(low(&ledgers), None, "a hundred is not below a hundred");
    let one_gone = ledger("distributions", "place,item,quantity,store", &["2022-08-16,2-1,牛奶,1,east"]);
    assert_eq!(low(&[ledgers[0].clone(), ledgers[1].clone(), one_gone]), Some(much("100")));
}

/// Lots of milk: 10 to 20 August, 10 to 1 September, 10 without a day, and what went out.
fn left(out: &[&str], adjusted: &[&str]) -> (String, Option<String>, String) {
    let ledgers = [
        ledger(
            "receipts",
            "source,item,quantity,expires",
            &["2022-08-12,街道,牛奶,10,2022-09-01", "2022-08-13,街道,牛奶,10,"],
        ),
        ledger("donations", "donor,item,quantity,expires", &["2022-08-14,某企业,牛奶,10,2022-08-20"]),
        ledger("distributions", "place,item,quantity,outcome", out),
        ledger("adjustments", "item,quantity,reason", adjusted),
    ];
    with(&ledgers, |books| {
        let stock = stock(books, august(16));
        let (_, b) = stock.lines().next().expect("a line");
        let lots = b.lots_left().map(|(day, left)| format!("{day} {left}")).collect::<Vec<_>>().join(", ");
        (lots, b.next_expiry().map(|d| d.to_string()), b.expired_on(august(21)).to_string())
    })
}

#[test]
fn the_first_to_expire_goes_out_first_and_goods_without_a_day_last() {
    let day = |d: &str| Some(d.to_owned());
    let (lots, next, expired) = left(&[], &[]);
    assert_eq!(lots, "2022-08-20 10, 2022-09-01 10");
    assert_eq!((next, expired.as_str()), (day("2022-08-20"), "10"));
    assert_eq!(left(&["2022-08-15,2-1,牛奶,4,"], &[]).2, "6");
    let (lots, next, expired) = left(&["2022-08-15,2-1,牛奶,10,"], &[]);
    assert_eq!((lots.as_str(), next, expired.as_str()), ("2022-09-01 10", day("2022-09-01"), "0"));
    assert_eq!(left(&["2022-08-15,2-1,牛奶,20,"], &[]).1, None, "what is left has no last day");
    assert_eq!(left(&["2022-08-15,2-1,牛奶,31,"], &[]).1, None, "nothing is left");
}

#[test]
fn goods_are_good_on_their_last_day() {
    with(
        &[ledger("receipts", "source,item,quantity,expires", &["2022-08-12,街道,牛奶,10,2022-08-20"])],
        |b| {
            let stock = stock(b, august(22));
            let (_, balance) = stock.lines().next().expect("a line");
            assert_eq!(balance.expired_on(august(20)), Quantity::ZERO);
            assert_eq!(balance.expired_on(august(21)), much("10"));
        },
    );
}

#[test]
fn losses_take_from_the_first_to_expire_too_and_what_is_found_or_returned_goes_back() {
    assert_eq!(left(&[], &["2022-08-15,牛奶,-12,expired"]).0, "2022-09-01 8");
    let more = left(&["2022-08-15,2-1,牛奶,5,"], &["2022-08-15,牛奶,7,found"]);
    assert_eq!(more.0, "2022-08-20 5, 2022-09-01 10", "what is found has no last day and consumes nothing");
    let back = left(&["2022-08-15,2-1,牛奶,12,", "2022-08-15,2-1,牛奶,4,returned"], &[]);
    assert_eq!(back.0, "2022-08-20 2, 2022-09-01 10");
}

/// A row of any of the four ledgers: which, day of August, quantity, unit, item.
fn any_row() -> impl Strategy<Value = (usize, u32, i32, &'static str, &'static str)> {
    (
        0usize..4,
        1u32..16,
        -9i32..20,
        prop_oneof![Just(""), Just("箱"), Just("盒")],
        prop_oneof![Just("牛奶"), Just("口罩")],
    )
}

fn books_of(rows: &[(usize, u32, i32, &str, &str)]) -> Vec<Source> {
    let of = |which: usize, line: &dyn Fn(u32, i32, &str, &str) -> String| -> Vec<String> {
        rows.iter().filter(|r| r.0 == which).map(|r| line(r.1, r.2, r.3, r.4)).collect()
    };
    let make = |name: &str, columns: &str, rows: Vec<String>| {
        ledger(name, columns, &rows.iter().map(String::as_str).collect::<Vec<_>>())
    };
    vec![
        make(
            "receipts",
            "source,item,quantity,unit,store",
            of(0, &|d, q, u, i| format!("2022-08-{d:02},街道,{i},{},{u},", q.abs())),
        ),
        make(
            "donations",
            "donor,item,quantity,unit,store",
            of(1, &|d, q, u, i| format!("2022-08-{d:02},某企业,{i},{},{u},east", q.abs())),
        ),
        make(
            "adjustments",
            "item,quantity,unit,reason,store",
            of(2, &|d, q, u, i| format!("2022-08-{d:02},{i},{q},{u},recount,")),
        ),
        make(
            "distributions",
            "place,item,quantity,unit,outcome,store",
            of(3, &|d, q, u, i| {
                let outcome = if q < 0 { "returned" } else { "left" };
                format!("2022-08-{d:02},2-1-101,{i},{},{u},{outcome},", q.abs())
            }),
        ),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn sums_do_not_depend_on_the_order_of_rows(
        (rows, turned) in proptest::collection::vec(any_row(), 0..25).prop_flat_map(|rows| {
            let turned = Just(rows.clone()).prop_shuffle();
            (Just(rows), turned)
        })
    ) {
        let sums = |rows: &[_]| with(&books_of(rows), |b| {
            let names = &b.registers.names;
            let stock = stock(b, august(16));
            let named = |s: &Shelf| (s.store, names.item_name(s.item), names.unit_name(s.unit));
            stock.lines().map(|(s, balance)| (named(s), balance.clone())).collect::<Vec<_>>()
        });
        prop_assert_eq!(sums(&rows), sums(&turned));
    }

    #[test]
    fn on_hand_is_the_sum_of_the_movements_and_the_last_day_end(rows in proptest::collection::vec(any_row(), 0..25)) {
        with(&books_of(&rows), |b| {
            let (stock, ends) = (stock(b, august(16)), crate::arithmetic::day_ends::day_ends(b));
            for (shelf, balance) in stock.lines() {
                let moved: Quantity = movements(b).filter(|m| m.shelf == *shelf).map(|m| m.change).sum();
                assert_eq!(balance.on_hand(), moved);
                assert_eq!(ends.on(*shelf, august(16)), moved);
                let left: Quantity = balance.lots_left().map(|(_, q)| q).sum();
                assert!(left.is_zero(), "no row of these has a last day");
            }
        });
    }
}
