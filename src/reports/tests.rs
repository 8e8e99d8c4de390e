//! The reports on literal books, with figures worked by hand: as CSV, which is what programs see.

use super::*;
use crate::arithmetic::literal::{COMMUNITY, august, ledger, with, with_registers};
use crate::output::{Format, Look, render};
use crate::store::text::Source;
use crate::words::Lang;
use proptest::prelude::*;

pub(super) fn asked() -> Asked {
    Asked::of_day(august(16), Stamp::parse("2022-08-16T20:00:00+08:00").unwrap())
}

fn by(key: &str) -> Asked {
    Asked { by: Some(key.to_owned()), ..asked() }
}

fn public(asked: Asked) -> Asked {
    Asked { public: true, ..asked }
}

fn made(name: &str, ledgers: &[Source], asked: &Asked) -> Page {
    with(ledgers, |books| (by_name(name).expect("a report").make)(books, asked).expect("a page"))
}

/// The report as CSV, in English; the lines after the header.
pub(super) fn csv(name: &str, ledgers: &[Source], asked: &Asked) -> Vec<String> {
    let text = render(&made(name, ledgers, asked), Format::Csv, &Look::plain(Lang::En));
    text.lines().skip(1).map(str::to_owned).collect()
}

fn header(name: &str, ledgers: &[Source], asked: &Asked) -> String {
    made(name, ledgers, asked).tables[0].columns.iter().map(|c| c.name).collect::<Vec<_>>().join(",")
}

/// The total row, in English.
fn total_of(name: &str, ledgers: &[Source], asked: &Asked) -> Option<Vec<String>> {
    let page = made(name, ledgers, asked);
    let cell = |c: &crate::model::Cell| match c {
        crate::model::Cell::Absent => String::new(),
        crate::model::Cell::Said(said) => said.en.clone(),
        crate::model::Cell::Number(q) => q.to_string(),
        crate::model::Cell::Count(n) => n.to_string(),
        other => format!("{other:?}"),
    };
    page.tables[0].total.as_ref().map(|row| row.iter().map(cell).collect())
}

/// Something in every ledger of goods: two stores, packs, a unit that does not convert, expiry.
fn goods() -> Vec<Source> {
    vec![
        ledger(
            "receipts",
            "source,item,quantity,unit,store,expires,cost",
            &[
                "2022-08-14,街道,牛奶,2,箱,,2022-09-01,120.50",
                "2022-08-15,超市,大米,4,袋,east,,400",
                "2022-08-15,街道,牛奶,6,,,,",
                "2022-08-17,街道,牛奶,1,箱,,,60",
            ],
        ),
        ledger(
            "donations",
            "donor,item,quantity,unit,publish,value,expires",
            &[
                "2022-08-15,爱心企业,口罩,100,只,,50,",
                "2022-08-15,张三,口罩,3,盒,anonymous,,",
                "2022-08-16,李四,牛奶,1,提,private,9,2022-08-20",
                "2022-08-16,张三,牛奶,4,,name,,",
            ],
        ),
        ledger(
            "adjustments",
            "store,item,quantity,unit,reason,counterpart",
            &[
                "2022-08-16 13:00,main,牛奶,-12,,transfer,east",
                "2022-08-16 13:00,east,牛奶,12,,transfer,main",
            ],
        ),
        ledger(
            "distributions",
            "round,place,item,quantity,unit,outcome",
            &[
                "2022-08-15,,2-1-101,牛奶,2,,",
                "2022-08-16,,2-1-101,牛奶,3,,left",
                "2022-08-16,,2-1-102,牛奶,1,,collected",
                "2022-08-16,,2-1-102,牛奶,1,,returned",
                "2022-08-16,,2-2,牛奶,5,,",
                "2022-08-16,,10-0-101,牛奶,0,,refused",
                "2022-08-16,,10,口罩,2,盒,",
                "2022-08-16,,采样点,口罩,20,只,",
                "2022-08-16,,2,牛奶,1,,",
                "2022-08-16,,*,牛奶,1,,",
            ],
        ),
    ]
}

#[test]
fn stock_shows_each_store_item_and_unit_with_how_it_came_about() {
    assert_eq!(
        header("stock", &goods(), &asked()),
        "store,item,unit,received,donated,distributed,adjusted,on_hand,minimum,low,next_expiry"
    );
    assert_eq!(
        csv("stock", &goods(), &asked()),
        [
            "main,牛奶,瓶,54,10,12,-12,40,100,true,2022-09-01",
            "main,口罩,只,0,100,20,0,80,50,false,",
            "main,口罩,盒,0,3,2,0,1,,false,",
            "east,牛奶,瓶,0,0,0,12,12,100,true,",
            "east,大米,kg,100,0,0,0,100,,false,",
        ]
    );
    assert_eq!(total_of("stock", &goods(), &asked()), None, "milk and masks make no sum");
}

#[test]
fn stock_of_one_item_has_a_total_over_the_stores() {
    let item = with(&goods(), |b| b.registers.names.item("牛奶"));
    let total = total_of("stock", &goods(), &Asked { item, ..asked() }).expect("a total");
    assert_eq!(total, ["total", "", "", "54", "10", "12", "0", "52", "", "", ""]);
}

#[test]
fn receipts_are_by_source_and_their_value_is_their_cost() {
    assert_eq!(header("receipts", &goods(), &asked()), "source,item,unit,quantity,value,lines");
    let lines = ["街道,牛奶,瓶,54,120.5,2", "超市,大米,kg,100,400,1"];
    assert_eq!(csv("receipts", &goods(), &asked()), lines);
    assert_eq!(total_of("receipts", &goods(), &asked()).unwrap(), ["total", "", "", "", "520.5", "3"]);
    assert_eq!(header("receipts", &goods(), &by("item")), "item,unit,quantity,value,lines");
    assert_eq!(csv("receipts", &goods(), &by("item")), ["牛奶,瓶,54,120.5,2", "大米,kg,100,400,1"]);
    let days = ["2022-08-14,牛奶,瓶,48,120.5,1", "2022-08-15,牛奶,瓶,6,,1", "2022-08-15,大米,kg,100,400,1"];
    assert_eq!(csv("receipts", &goods(), &by("day")), days);
}

#[test]
fn a_period_leaves_out_what_happened_before_and_after() {
    let period = Period::new(Some(august(15)), Some(august(15))).unwrap();
    let of = |name| csv(name, &goods(), &Asked { period, ..asked() });
    assert_eq!(of("receipts"), ["街道,牛奶,瓶,6,,1", "超市,大米,kg,100,400,1"]);
    assert_eq!(of("distributions"), ["2,牛奶,瓶,2,1,1"]);
}

#[test]
fn donors_who_wish_not_to_be_named_are_one_kind_person_in_public_and_named_within_the_team() {
    assert_eq!(
        csv("donations", &goods(), &asked()),
        ["张三,牛奶,瓶,4,,1", "张三,口罩,盒,3,,1", "李四,牛奶,瓶,6,9,1", "爱心企业,口罩,只,100,50,1"]
    );
    assert_eq!(
        csv("donations", &goods(), &public(asked())),
        ["张三,牛奶,瓶,4,,1", "爱心企业,口罩,只,100,50,1", "a donor,牛奶,瓶,6,9,1", "a donor,口罩,盒,3,,1"]
    );
    let page = made("donations", &goods(), &public(asked()));
    assert!(render(&page, Format::Table, &Look::plain(Lang::Zh)).contains("爱心人士"));
}

#[test]
fn distributions_count_what_was_handed_over_less_what_came_back() {
    assert_eq!(header("distributions", &goods(), &asked()), "place,item,unit,quantity,places,lines");
    assert_eq!(
        csv("distributions", &goods(), &asked()),
        ["*,牛奶,瓶,1,1,1", "2,牛奶,瓶,11,4,5", "10,口罩,盒,2,1,1", "采样点,口罩,只,20,1,1"]
    );
    assert_eq!(
        csv("distributions", &goods(), &by("unit")),
        [
            "*,牛奶,瓶,1,1,1",
            "2,牛奶,瓶,1,1,1",
            "2-1,牛奶,瓶,5,2,3",
            "2-2,牛奶,瓶,5,1,1",
            "10-0,口罩,盒,2,1,1",
            "采样点,口罩,只,20,1,1"
        ],
        "a row of a whole building keeps its own code"
    );
    let homes = csv("distributions", &goods(), &by("home"));
    assert!(homes.contains(&"2-1-101,牛奶,瓶,5,1,2".to_owned()), "{homes:?}");
    assert!(homes.contains(&"2-1-102,牛奶,瓶,0,1,1".to_owned()), "what came back cancels: {homes:?}");
    assert!(!homes.iter().any(|line| line.starts_with("10-0-101")), "an attempt hands nothing over");
    let items = ["牛奶,瓶,12,5,6", "口罩,只,20,1,1", "口罩,盒,2,1,1"];
    assert_eq!(csv("distributions", &goods(), &by("item")), items);
    let total = total_of("distributions", &goods(), &by("item")).unwrap();
    assert_eq!(total, ["total", "", "", "7", "8"], "seven places, each told once");
}

#[test]
fn distributions_by_round_put_what_belongs_to_none_at_the_end() {
    let rounds = "[[round]]\ncode = \"milk-2\"\nkind = \"distribution\"\ntitle = \"二\"\ndate = 2022-08-16\n\
                  [[round]]\ncode = \"milk-1\"\nkind = \"distribution\"\ntitle = \"一\"\ndate = 2022-08-15\n";
    let rows = ["2022-08-16,,2-1,牛奶,1", "2022-08-16,milk-1,2-1,牛奶,2", "2022-08-16,milk-2,2-1,牛奶,3"];
    let files = [
        Source::new("ledgers/rounds.toml", rounds.as_bytes().to_vec()),
        ledger("distributions", "round,place,item,quantity", &rows),
    ];
    assert_eq!(
        csv("distributions", &files, &by("round")),
        ["milk-2,牛奶,瓶,3,1,1", "milk-1,牛奶,瓶,2,1,1", ",牛奶,瓶,1,1,1"],
        "in the order of the register"
    );
    assert_eq!(
        total_of("distributions", &files, &by("round")).unwrap(),
        ["total", "", "", "6", "1", "3"],
        "one item in one unit is added up"
    );
}

#[test]
fn the_public_is_refused_homes_and_shown_no_small_counts() {
    with_registers(&format!("{COMMUNITY}\n[privacy]\nsmall_counts = 4\n"), &goods(), |books| {
        let report = by_name("distributions").unwrap();
        let error = (report.make)(books, &public(by("home"))).unwrap_err();
        assert_eq!(error.exit_code(), 2);
        let page = (report.make)(books, &public(by("item"))).unwrap();
        let text = render(&page, Format::Csv, &Look::plain(Lang::En));
        assert!(text.contains("牛奶,瓶,12,5,6\n口罩,只,20,<4,<4\n"), "{text}");
        let card = Asked { item: books.registers.names.item("牛奶"), ..public(asked()) };
        let card = (by_name("stock-card").unwrap().make)(books, &card).unwrap();
        let text = render(&card, Format::Csv, &Look::plain(Lang::En));
        assert!(!text.contains("2-1-10") && !text.contains("李四") && !text.contains("陈晨"), "{text}");
    });
}

#[test]
fn a_key_that_a_report_does_not_have_is_refused_with_those_it_has() {
    with(&goods(), |books| {
        let error = (by_name("receipts").unwrap().make)(books, &by("home")).unwrap_err();
        assert_eq!(error.say(Lang::En).1.as_deref(), Some("use --by source, item or day"));
    });
}

#[test]
fn a_stock_card_tells_every_movement_with_the_balance_after_it() {
    let item = with(&goods(), |b| b.registers.names.item("牛奶"));
    let card = Asked { item, ..asked() };
    assert_eq!(header("stock-card", &goods(), &card), "date,document,from,to,in,out,balance,by");
    let lines = csv("stock-card", &goods(), &card);
    assert_eq!(
        lines[..4],
        [
            "2022-08-14,R220814-000001,街道,main,48,,48,陈晨",
            "2022-08-15,I220815-000001,main,2-1-101,,2,46,陈晨",
            "2022-08-15,R220815-000003,街道,main,6,,52,陈晨",
            "2022-08-16,D220816-000003,李四,main,6,,58,陈晨"
        ]
    );
    assert!(lines.contains(&"2022-08-16,I220816-000004,2-1-102,main,1,,59,陈晨".to_owned()), "{lines:?}");
    assert_eq!(
        lines[lines.len() - 2..],
        [
            "2022-08-16,J220816-000001,main,east,,12,40,陈晨",
            "2022-08-16,J220816-000002,main,east,12,,52,陈晨"
        ]
    );
    let period = Period::new(Some(august(16)), None).unwrap();
    let later = Asked { period, ..card.clone() };
    assert_eq!(csv("stock-card", &goods(), &later)[0], "2022-08-16,,opening balance,,,,52,");
    let total = total_of("stock-card", &goods(), &card).unwrap();
    assert_eq!(total, ["total", "", "", "", "77", "25", "52", ""]);
    with(&goods(), |books| {
        let error = (by_name("stock-card").unwrap().make)(books, &asked()).unwrap_err();
        assert_eq!(error.exit_code(), 2, "an item must be named");
    });
}

#[test]
fn a_stock_card_says_which_goods_it_leaves_out() {
    let item = with(&goods(), |b| b.registers.names.item("口罩"));
    let page = made("stock-card", &goods(), &Asked { item, ..asked() });
    assert_eq!(page.tables[0].rows.len(), 2);
    assert!(page.tables[0].banner[0].zh.ends_with("：1盒"), "{:?}", page.tables[0].banner);
}

fn help() -> Vec<Source> {
    let (a, b, c) = ("Q220814-000001", "Q220815-000005", "Q220816-000006");
    let rows = [
        format!("2022-08-14 08:00,{a},opened,2-1-101,medicine,降压药,critical,,"),
        format!("2022-08-14 08:30,{a},taken,,,,,李梅,"),
        format!("2022-08-14 09:30,{a},delivered,,,,,李梅,35.5"),
        format!("2022-08-14 10:00,{a},confirmed,,,,,,"),
        format!("2022-08-15 08:00,{b},opened,10-0-101,medicine,胰岛素,today,,"),
        format!("2022-08-16 18:00,{c},opened,2-2-201,baby,奶粉,,,"),
        format!("2022-08-16 18:15,{c},taken,,,,,王强,"),
        format!("2022-08-15 20:30,{b},taken,,,,,李梅,"),
    ];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    vec![ledger("requests", "request,step,place,kind,need,urgency,runner,spent", &rows)]
}

#[test]
fn requests_tell_where_each_stands_oldest_first() {
    assert_eq!(
        header("requests", &help(), &asked()),
        "request,place,kind,need,urgency,status,opened,last,hours,runner,spent,overdue"
    );
    let a = "Q220814-000001,2-1-101,medicine,降压药,critical,confirmed,2022-08-14T08:00:00+08:00,2022-08-14T10:00:00+08:00,1.5,李梅,35.5,false";
    let b = "Q220815-000005,10-0-101,medicine,胰岛素,today,taken,2022-08-15T08:00:00+08:00,2022-08-15T20:30:00+08:00,36,李梅,,true";
    let c = "Q220816-000006,2-2-201,baby,奶粉,normal,taken,2022-08-16T18:00:00+08:00,2022-08-16T18:15:00+08:00,2,王强,,false";
    assert_eq!(csv("requests", &help(), &asked()), [a, b, c]);
    assert_eq!(csv("requests", &help(), &Asked { open: true, ..asked() }), [b, c]);
    assert_eq!(csv("requests", &help(), &Asked { overdue: true, ..asked() }), [b]);
    let shown = csv("requests", &help(), &public(asked()));
    assert!(shown[0].starts_with("Q220814-000001,2-1,medicine,,critical"), "{shown:?}");
    assert!(!shown.concat().contains("李梅"), "{shown:?}");
}

#[test]
fn service_and_errands_sum_requests_by_kind_and_runner() {
    let service = csv("service", &help(), &asked());
    assert_eq!(service, ["medicine,2,1,1,1,0,6.5,1.5", "baby,1,0,1,0,0,0.3,"]);
    let total = total_of("service", &help(), &asked()).unwrap();
    assert_eq!(total, ["total", "3", "1", "2", "1", "0", "0.5", "1.5"]);
    assert_eq!(csv("errands", &help(), &asked()), ["李梅,2,35.5,1", "王强,1,,1"]);
}

#[test]
fn the_roster_is_of_that_day_and_shifts_over_midnight_end_on_the_next() {
    let shifts = [ledger(
        "shifts",
        "volunteer,group,start,end",
        &["2022-08-09,赵敏,logistics,08:00,09:30", "2022-08-16,王强,logistics,22:00,06:20"],
    )];
    let roster = ["errands,member,李梅,,2022-08-01", "errands,member,王强,,", "logistics,leader,王强,,"];
    assert_eq!(csv("roster", &shifts, &asked()), roster);
    assert_eq!(csv("roster", &shifts, &Asked { as_of: august(10), ..asked() }).len(), 4);
    assert_eq!(
        csv("volunteers", &shifts, &asked()),
        [
            "李梅,errands,member,,0,0",
            "王强,errands,member,,0,0",
            "王强,logistics,leader,,1,8.3",
            "赵敏,logistics,,,1,1.5"
        ]
    );
}

#[test]
fn every_report_has_a_name_of_its_own_and_both_languages_and_survives_empty_books() {
    let mut names: Vec<_> = REPORTS.iter().map(|r| r.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), REPORTS.len());
    for report in REPORTS {
        assert!(!report.about.zh.is_empty() && !report.title.zh.is_empty(), "{}", report.name);
        for need in report.needs {
            assert!(crate::ledgers::by_name(need).is_some(), "{need}");
        }
        let asked = Asked { item: Some(ItemId::default()), ..asked() };
        for table in made(report.name, &[], &asked).tables {
            assert!(table.rows.iter().all(|row| row.len() == table.columns.len()), "{}", report.name);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn the_sum_by_day_is_the_sum_by_item_and_by_home(
        rows in proptest::collection::vec((1u32..17, 0usize..4, 1u32..50, 0usize..5), 0..30)
    ) {
        let places = ["2-1-101", "2-2", "10-0-102", "*"];
        let outcomes = ["", "left", "collected", "returned", "refused"];
        let lines: Vec<String> = rows
            .iter()
            .map(|&(day, place, quantity, outcome)| {
                let quantity = if outcome == 4 { 0 } else { quantity };
                format!("2022-08-{day:02},{},牛奶,{quantity},{}", places[place], outcomes[outcome])
            })
            .collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let files = [ledger("distributions", "place,item,quantity,outcome", &lines)];
        let sum = |key: &str| {
            let lines = csv("distributions", &files, &by(key));
            let column = |back: usize| lines.iter().map(|l| l.rsplit(',').nth(back).unwrap().parse::<i64>().unwrap()).sum::<i64>();
            (column(2), column(0))
        };
        let whole: i64 = rows.iter().map(|r| match r.3 { 4 => 0, 3 => -i64::from(r.2), _ => i64::from(r.2) }).sum();
        for key in ["day", "item", "home", "unit", "building"] {
            prop_assert_eq!(sum(key), (whole, rows.iter().filter(|r| r.3 < 3).count() as i64), "{}", key);
        }
    }
}
