//! Skeletons of chains as they are pasted.

use super::{Piece, PieceKind, pieces, tidied};
use proptest::prelude::*;

/// In these tests an address is four digits, or three with a building before them.
fn home(text: &str) -> bool {
    let digits = |t: &str| t.bytes().take_while(u8::is_ascii_digit).count();
    let first = digits(text);
    first == 4 || (1..=3).contains(&first) && text[first..].strip_prefix('-').is_some_and(|t| digits(t) == 3)
}

fn shown(text: &str) -> Vec<String> {
    let one = |piece: &Piece| {
        let kind = match piece.kind {
            PieceKind::Silent(why) => why.en.to_owned(),
            kind => format!("{kind:?}"),
        };
        format!("{}-{} {kind}: {}", piece.lines.0, piece.lines.1, piece.body.replace('\n', "/"))
    };
    pieces(text, &home).iter().map(one).collect()
}

/// The bodies of the entries.
fn entries(text: &str) -> Vec<String> {
    let all = pieces(text, &home).into_iter();
    all.filter(|p| matches!(p.kind, PieceKind::Entry | PieceKind::LastEntry)).map(|p| p.body).collect()
}

#[test]
fn every_form_of_mark_is_taken_off() {
    for mark in
        ["1.", "1. ", "1、", "1)", "1) ", "（1）", "(1)", "01.", "01. ", "１．", "①", "1：", "[1]", "【1】"]
    {
        let text = format!("#接龙\n{mark}2105 -1\n");
        assert_eq!(entries(&text), ["2105 -1"], "{mark}");
    }
}

#[test]
fn every_form_of_heading_is_known_and_so_is_text_before_it() {
    for heading in ["#接龙", "#接龍", "#Group Note", "# 接龙".replace(' ', "").as_str(), "各位邻居 #接龙"]
    {
        assert_eq!(
            shown(&format!("{heading}\n1. 2105 -1"))[0].split(':').next(),
            Some("1-1 heading"),
            "{heading}"
        );
    }
    assert_eq!(
        shown("请大家报一下\n#接龙\n今日核酸\n\n1. 2105 -1"),
        [
            "1-1 Title: 请大家报一下",
            "2-2 heading: #接龙",
            "3-3 Title: 今日核酸",
            "4-4 empty: ",
            "5-5 Entry: 2105 -1"
        ]
    );
}

#[test]
fn a_title_that_looks_like_a_date_is_no_entry() {
    for title in ["4.4已做核酸", "8.16", "8.16核酸", "1.12核酸"] {
        let text = format!("#接龙\n{title}\n1. 2105 -1\n2. 2106 -1");
        assert_eq!(shown(&text)[1], format!("2-2 Title: {title}"));
        assert_eq!(entries(&text), ["2105 -1", "2106 -1"], "{title}");
    }
    assert_eq!(
        entries("#接龙\n3. 2105 -1\n4.4人 2106"),
        ["2105 -1", "4人 2106"],
        "behind entry 3 it is entry 4"
    );
}

#[test]
fn entries_of_several_lines_are_joined_and_remarks_are_not() {
    assert_eq!(
        shown("#接龙\n1. 2105\n-1\n2. 2106 -2\n1人在医院\n3. 2107 -1\n\n请尽快接龙"),
        [
            "1-1 heading: #接龙",
            "2-3 Entry: 2105/-1",
            "4-5 Entry: 2106 -2/1人在医院",
            "6-6 Entry: 2107 -1",
            "7-7 empty: ",
            "8-8 Remark: 请尽快接龙"
        ]
    );
    assert_eq!(shown("#接龙\n1. 2105 -1\n今晚八点截止")[1], "2-3 LastEntry: 2105 -1/今晚八点截止");
    assert_eq!(shown("#接龙\n1. 2105 -1\n请尽快接龙")[2], "3-3 Remark: 请尽快接龙", "an appeal is no answer");
    assert_eq!(shown("#接龙\n1. 2105 -1\n2106 -2")[2], "3-3 Remark: 2106 -2", "a home of its own");
    assert_eq!(shown("2105 布洛芬\n老王要药")[1], "2-2 Line: 老王要药", "no chain: lines stand alone");
}

#[test]
fn lost_line_breaks_are_found_by_the_numbers_that_go_on() {
    assert_eq!(
        entries("#接龙 核酸 1. 甲 2105 2. 乙 2106 -2 4.2107-1 5. 大米 2.5kg"),
        ["甲 2105", "乙 2106 -2", "2107-1", "大米 2.5kg"]
    );
    assert_eq!(entries("1. 甲 2. 乙"), ["甲", "乙"]);
    assert_eq!(entries("①2105 -1②2106 -2③2107 -1"), ["2105 -1", "2106 -2", "2107 -1"]);
    assert_eq!(entries("(1)2105 -1(2)2106 -2"), ["2105 -1", "2106 -2"]);
    assert_eq!(shown("#接龙 核酸 1. 2105 -1")[0], "1-1 heading: #接龙 核酸");
    assert_eq!(entries("2. 牛奶 1. 5箱"), ["牛奶 1. 5箱"], "numbers that go back are no list");
}

#[test]
fn quotations_say_nothing_again() {
    assert_eq!(
        shown("「李楼长：\n1. 2105 -2\n」\n- - - - - - -\n2106 -1"),
        [
            "1-1 quoted: 「李楼长：",
            "2-2 quoted: 1. 2105 -2",
            "3-3 quoted: 」",
            "4-4 quoted: - - - - - - -",
            "5-5 Line: 2106 -1"
        ]
    );
    for dashes in ["- - - - - - -", "——————", " "] {
        let said = shown(&format!("1. 2104 -1\n「李楼长：2105 -2」{dashes}2. 2106 -1\n3. 2107 -1"));
        assert_eq!(
            said[1..],
            [
                format!("2-2 quoted: {}", format!("「李楼长：2105 -2」{dashes}").trim()),
                "2-2 Entry: 2106 -1".to_owned(),
                "3-3 Entry: 2107 -1".to_owned(),
            ]
        );
    }
    assert_eq!(shown("「2105 -1」 2")[0], "1-1 Line: 「2105 -1」 2", "nobody is quoted");
    assert_eq!(shown("- - - -\n2105 -1")[0], "1-1 nothing in it: - - -");
    assert_eq!(shown("「2105 -1」")[0], "1-1 Line: 「2105 -1」", "not a quotation without its dashes");
}

#[test]
fn gaps_and_repeats_in_the_numbers_do_not_matter() {
    assert_eq!(
        entries("#接龙\n1. 2105 -1\n3. 2106 -1\n3. 2107 -1\n12. 2108 -2\n2."),
        ["2105 -1", "2106 -1", "2107 -1", "2108 -2"]
    );
}

#[test]
fn a_number_that_may_belong_to_an_address_is_told_by_its_neighbours() {
    let sure =
        |text: &str| pieces(text, &home).iter().map(|p| (p.whole.is_some(), p.in_order)).collect::<Vec<_>>();
    assert_eq!(sure("1.2105 -1\n2.2106 -1\n3.2107 -1"), [(true, true); 3]);
    assert_eq!(sure("3.2105 -1\n3.2106 -1\n3.2107 -1"), [(true, false); 3]);
    assert_eq!(sure("1. 2105 -1"), [(false, false)]);
}

proptest! {
    #[test]
    fn every_line_and_every_sign_is_in_exactly_one_piece(
        lines in proptest::collection::vec("(#接龙|[0-9]{1,2}[.、)] ?|（[0-9]）|①|「|」|- - -)?[0-9人份 ，.。、①②「」()（）-]{0,16}|\\PC{0,20}", 0..8),
    ) {
        let text = lines.join("\n");
        let all = pieces(&text, &home);
        let bare = |t: &str| t.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let said: String = all.iter().map(|p| bare(&p.text)).collect();
        let input: String = text.lines().map(|line| bare(&tidied(line))).collect();
        prop_assert_eq!(said, input);
        let mut next = 1;
        for piece in &all {
            prop_assert!(piece.lines.0 == next || piece.lines.0 + 1 == next);
            prop_assert!(piece.lines.0 <= piece.lines.1);
            next = piece.lines.1 + 1;
        }
        prop_assert_eq!(next, text.lines().count() + 1);
    }
}
