//! Every variant of field.md §5, and what must hold of any chain.

use super::{Asked, Chain, Into, Recorded, frame, parted, read_chain, record_chain};
use crate::arithmetic::literal::{august, with_registers};
use crate::ledgers::Draft;
use crate::model::{PlaceId, Stamp};
use crate::recording::Setting;
use crate::store::text::Source;
use crate::words::Lang;

mod handed;
mod pasted_again;
mod properties;

const COMMUNITY: &str = r#"
[community]
name = "银河湾小区"
[[building]]
code = "1"
floors = 30
doors = 8
[[building]]
code = "26"
floors = 6
doors = 6
[[building]]
code = "295"
floors = 9
doors = 9
[[building]]
code = "3"
units = ["1", "2"]
floors = 5
doors = 2
[[group]]
code = "errands"
[[group]]
code = "logistics"
[[store]]
code = "main"
"#;

const ITEMS: &str = "item,category,unit,packs,minimum,aliases,note\n\
    西瓜,食品,斤,,,,\n苹果,食品,kg,,,,\n牛奶,食品,盒,箱=12,,,\n蔬菜包,食品,份,,,,\n八宝粥,食品,罐,,,,\n";

const ROUNDS: &str = r#"
[[round]]
code = "test-0816"
kind = "testing"
title = "8月16日核酸"
date = 2022-08-16
places = ["*"]
[[round]]
code = "veg-0816"
kind = "distribution"
title = "8月16日蔬菜包"
date = 2022-08-16
places = ["*"]
[[round.allot]]
item = "蔬菜包"
quantity = 1
per = "household"
"#;

/// What a chain is, beside its text.
#[derive(Clone, Copy, Default)]
struct Told<'t> {
    into: Option<Into>,
    building: &'t str,
    pattern: Option<&'t str>,
    item: Option<&'t str>,
    mask: bool,
}

const TESTS: Told = Told { into: Some(Into::Tests), building: "1", pattern: None, item: None, mask: false };
const HANDED: Told = Told { into: Some(Into::Distributions), ..TESTS };

fn setting() -> Setting {
    Setting {
        day: august(16),
        today: august(16),
        at: Stamp::parse("2022-08-16T20:00:00+08:00").unwrap(),
        by: "李梅".to_owned(),
        note: String::new(),
        new_items: false,
    }
}

/// Reads and records a chain beside these ledgers.
fn made<R>(text: &str, told: Told, ledgers: &[Source], ask: impl FnOnce(&Chain, &Recorded) -> R) -> R {
    let file = |path: &str, text: &str| Source::new(path, text.as_bytes().to_vec());
    let mut files = ledgers.to_vec();
    files.extend([file("ledgers/items.csv", ITEMS), file("ledgers/rounds.toml", ROUNDS)]);
    with_registers(COMMUNITY, &files, |books| {
        let places = books.registers.names.places();
        let context = places.find(told.building.as_bytes());
        let asked = Asked {
            into: told.into,
            rounds: Vec::new(),
            context: context.filter(|id| *id != PlaceId::WHOLE),
            pattern: told.pattern,
            item: told.item,
            mask: told.mask,
        };
        let setting = setting();
        let pieces = parted(text, asked.context, places);
        let (frame, declared, rounds) = frame(&asked, &pieces, books, &setting).expect("it is settled");
        let chain = read_chain(&pieces, &frame, declared, told.mask);
        let recorded = record_chain(&chain, &frame, rounds, false, books, &setting).expect("it is recorded");
        ask(&chain, &recorded)
    })
}

/// A row without its common columns: `3-1-502 2 1`.
fn row(draft: &Draft) -> String {
    let own = [
        "place",
        "item",
        "quantity",
        "unit",
        "outcome",
        "residents",
        "present",
        "tested",
        "elsewhere",
        "exempt",
        "reason",
    ];
    let cells: Vec<&str> = own.iter().map(|field| draft.get(field)).filter(|cell| !cell.is_empty()).collect();
    cells.join(" ")
}

/// The rows of a chain, and before them why entries are doubtful.
fn rows(text: &str, told: Told) -> Vec<String> {
    made(text, told, &[], |chain, recorded| {
        let doubts = chain.doubtful.iter().map(|d| format!("? {}", d.fault.message.say(Lang::En)));
        doubts.chain(recorded.entry.rows().map(row)).collect()
    })
}

/// Every case of which something else came out.
fn wrong<'c>(cases: &[(&'c str, &'c [&'c str])], told: impl Fn(&str) -> Told) -> Vec<(&'c str, Vec<String>)> {
    let read = cases.iter().map(|(body, is)| (*body, *is, rows(&format!("#接龙\n1. {body}"), told(body))));
    read.filter(|(_, is, out)| out != is).map(|(body, _, out)| (body, out)).collect()
}

const PEOPLE: Told = Told { pattern: Some("室号 人数"), ..TESTS };

#[test]
fn every_body_of_an_entry_is_read() {
    let cases = [
        ("2105 -1", "1-0-2105 1"),
        ("2802  2", "1-0-2802 2"),
        ("1408 - 4", "1-0-1408 4"),
        ("907-2", "1-0-907 2"),
        ("2304 *2", "1-0-2304 2"),
        ("2304×2", "1-0-2304 2"),
        ("2304 x2", "1-0-2304 2"),
        ("2403 不在家", "1-0-2403 0"),
        ("2702 -1，1人在医院做核酸", "1-0-2702 1 1"),
        ("2702 -1 1人在医院做核酸", "1-0-2702 1 1"),
        ("1507 -2，1人已做核酸", "1-0-1507 2 1"),
        ("2204 1人不在小区", "1-0-2204 0 1 不在小区"),
        ("2204 -2，1人出差", "1-0-2204 2 1 出差"),
        ("2105 两人", "1-0-2105 2"),
        ("2105两人", "1-0-2105 2"),
        ("2105 3人", "1-0-2105 3"),
        ("2105室3人", "1-0-2105 3"),
        ("2105 ～1", "1-0-2105 1"),
        ("2105，2", "1-0-2105 2"),
        ("2105 _3人", "1-0-2105 3"),
        ("2105：3人", "1-0-2105 3"),
        ("2105一2", "1-0-2105 2"),
        ("２１０５　２", "1-0-2105 2"),
        ("2105 约3人", "1-0-2105 3"),
        ("2105 3人左右", "1-0-2105 3"),
        ("2105 一共3个人", "1-0-2105 3"),
        ("2105 已做3人", "1-0-2105 3"),
        ("2105 3人已做核酸，谢谢", "1-0-2105 3"),
        ("2105（3人）", "1-0-2105 3"),
        ("2105 十二人", "1-0-2105 12"),
        ("小鱼儿 2105 2", "1-0-2105 2"),
        ("小鱼儿2105 2", "1-0-2105 2"),
        ("2105 小鱼儿 2", "1-0-2105 2"),
        ("1-2105 2", "1-0-2105 2"),
        ("1幢2105室 2人", "1-0-2105 2"),
        ("一幢2105 2人", "1-0-2105 2"),
        ("21O5 2", "1-0-2105 2"),
        ("2105 检测2 外检1", "1-0-2105 2 1"),
        ("2105 检测：2，免检：1", "1-0-2105 2 1"),
    ];
    for mark in ["#接龙\n1. ", ""] {
        let read = cases.iter().map(|(body, is)| (body, is, rows(&format!("{mark}{body}"), PEOPLE)));
        let wrong: Vec<_> = read.filter(|(_, is, out)| out != &[**is]).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}

#[test]
fn what_would_be_a_guess_is_doubtful_and_says_why() {
    let cases: &[(&str, &[&str])] = &[
        ("1804", &["? it says no number"]),
        ("2105 2人，2人已做", &["? it has 2 numbers (2人, 2人) instead of 1"]),
        ("2105 2 3", &["? it has 2 numbers (2, 3) instead of 1"]),
        ("2105 2-3人", &["? it has 2 numbers (2, 3人) instead of 1"]),
        ("2105 2人明天做", &["? `2人明天做` is not understood"]),
        ("2105 没做 2人", &["? `没做2人` is not understood"]),
        ("2105 2人没做", &["? `2人没做` is not understood"]),
        ("2105 取消 2", &["? `取消` is not understood"]),
        ("取消 2105 2", &["? `取消` is not understood"]),
        ("2105 -2，2106 -1", &["? `2106` may be another home"]),
        ("2105 在医院做", &["? `在医院做`: how many?"]),
        ("2105 2份", &["? `2份` is no number of people"]),
        ("2105 2.5", &["? `2.5` is no number of people"]),
        ("9105 2", &["? there is no place `9105` in 1-0"]),
        ("老王 2人", &["? it names no home"]),
        ("老王", &["? it names no home"]),
        ("2105 2 13800138000", &["? it holds a phone or identity number"]), // a made-up number
    ];
    let wrong = wrong(cases, |_| PEOPLE);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn only_the_pattern_or_the_example_tells_what_a_dash_parts() {
    let anywhere = Told { building: "", ..TESTS };
    assert!(rows("1. 2606-1", TESTS)[0].starts_with("? `2606-1` may be a room and a number"));
    assert_eq!(rows("1. 2606-1", PEOPLE), ["1-0-2606 1"]);
    let door = Told { pattern: Some("楼号-房号 人数"), ..anywhere };
    assert_eq!(rows("1. 26-606 1", door), ["26-0-606 1"]);
    assert_eq!(rows("1. 26-606", door), ["? it says no number"]);
    assert_eq!(
        rows("1. 2606-1", Told { pattern: Some("楼号-房号 人数"), ..TESTS }),
        ["? there is no place `2606-1` in 1-0"]
    );
    for chain in [
        "例 2105 -1\n1. 2606-1",
        "例 2105-1\n1. 2606-1",
        "1. 室号-人数\n2. 2606-1",
        "1、房号 人数\n2、2606-1",
    ] {
        assert_eq!(rows(&format!("#接龙\n{chain}"), TESTS), ["1-0-2606 1"], "{chain}");
    }
    assert_eq!(rows("#接龙\n例 26-101 2\n1. 295-909 2", anywhere), ["295-0-909 2"]);
    assert!(rows("1. 295-9", anywhere)[0].starts_with("? there is no place"));
}

#[test]
fn patterns_are_said_in_english_too() {
    for pattern in ["room people", "Room - people", "室号 人数", "室号，检测", "房间号 tested"] {
        assert_eq!(rows("1. 2606-1", Told { pattern: Some(pattern), ..TESTS }), ["1-0-2606 1"], "{pattern}");
    }
    let full = Told { pattern: Some("building-unit-room tested"), building: "", ..TESTS };
    assert_eq!(rows("1. 3-1-502-2", full), ["3-1-502 2"]);
    let whole = Told { pattern: Some("楼号-单元 检测"), building: "", ..TESTS };
    assert_eq!(rows("1. 3-2 41\n2. 3-1-38", whole), ["3-1 38", "3-2 41"]);
}

#[test]
fn several_counts_go_to_several_ledgers() {
    let four = Told { into: None, pattern: Some("室号 人数 检测 份数"), ..TESTS };
    assert_eq!(
        rows("#接龙\n1. 2105 3 2 1\n2. 2106 2人 2人 1份\n3. 2107 人数3，检测2", four),
        [
            "1-0-2105 3",
            "1-0-2106 2",
            "1-0-2107 3",
            "1-0-2105 2",
            "1-0-2106 2",
            "1-0-2107 2",
            "1-0-2105 蔬菜包 1",
            "1-0-2106 蔬菜包 1 份"
        ]
    );
    assert_eq!(rows("1. 2105 3 2", four), ["? it has 2 numbers (3, 2) instead of 3"]);
    let named = Told { into: None, pattern: Some("室号 蔬菜包 牛奶"), ..TESTS };
    assert_eq!(rows("1. 2105 1 2", named), ["1-0-2105 蔬菜包 1", "1-0-2105 牛奶 2"]);
}

#[test]
fn a_census_is_read_with_those_who_are_away() {
    let census = Told { into: Some(Into::Census), ..PEOPLE };
    for (body, is) in [
        ("2105 3", "1-0-2105 3"),
        ("2105 3人，1人不在小区", "1-0-2105 3 2"),
        ("2105 3人，不在家", "1-0-2105 3 0"),
        ("2105 人数3 在住2", "1-0-2105 3 2"),
    ] {
        let told = match body.contains("在住") {
            true => Told { pattern: Some("室号 人数 在住"), ..census },
            false => census,
        };
        assert_eq!(rows(body, told), [is], "{body}");
    }
    assert_eq!(rows("2105 不在家", census), ["? how many live there is not said"]);
    assert_eq!(rows("2105 1人不在小区", census), ["? how many live there is not said"]);
}

#[test]
fn numbers_are_masked_away_on_request() {
    assert_eq!(rows("1. 2105 2 13800138000", Told { mask: true, ..PEOPLE }), ["1-0-2105 2"]); // a made-up number
    made("1. 2105 2 13800138000", PEOPLE, &[], |chain, _| {
        // a made-up number
        assert_eq!(chain.doubtful[0].spot.text, "1. 2105 2 138****8000");
        assert_eq!(
            chain.doubtful[0].place.map(|place| place.index() > 0),
            Some(true),
            "whose it is, is known"
        );
    });
}

#[test]
fn known_words_and_what_is_approximate_go_to_the_note_and_names_do_not() {
    made("1. 小鱼儿 2105 约3人\n2. 2106 不在家", PEOPLE, &[], |chain, recorded| {
        let notes: Vec<&str> = recorded.entry.rows().map(|row| row.get("note")).collect();
        assert_eq!(notes, ["接龙 chain：约3人", "接龙 chain：不在家"]);
        assert_eq!(chain.read[0].said.passed, ["小鱼儿"]);
    });
}
