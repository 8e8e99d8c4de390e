//! Lines of a chat, as they are pasted.

use super::{Chat, Told, read_chat};
use crate::arithmetic::literal::with;
use crate::ledgers::{Help, Urgency};
use crate::words::Lang;
use proptest::prelude::*;

fn read(text: &str, told: &Told) -> Chat {
    with(&[], |books| read_chat(text, books.registers, told))
}

/// Each line that was read: place, need, kind, urgency.
fn understood(text: &str) -> Vec<String> {
    with(&[], |books| {
        let chat = read_chat(text, books.registers, &Told::default());
        let doubts: Vec<_> = chat.doubtful.iter().map(|d| (d.spot.lines, &d.fault.message.en)).collect();
        assert!(doubts.is_empty(), "{doubts:?}");
        let one = |o: &super::Opening| {
            let place = books.registers.names.place_code(o.place);
            format!("{place} {} {} {}", o.need, o.kind.code(), o.urgency.code())
        };
        chat.read.iter().map(|read| one(&read.said.opening)).collect()
    })
}

fn doubt(text: &str) -> String {
    let chat = read(text, &Told::default());
    assert_eq!(chat.doubtful.len(), 1, "{text}: {:?}", chat.read);
    chat.doubtful[0].fault.message.say(Lang::En).to_owned()
}

#[test]
fn a_line_says_the_home_the_need_and_how_urgent_it_is() {
    for (line, is) in [
        ("2-1-101 布洛芬1盒 急", "2-1-101 布洛芬1盒 medicine today"),
        ("２－１－１０１　布洛芬１盒　急", "2-1-101 布洛芬1盒 medicine today"),
        ("2幢1单元101室布洛芬1盒", "2-1-101 布洛芬1盒 medicine normal"),
        ("二幢一单元101，奶粉一罐，特急！", "2-1-101 奶粉一罐 baby critical"),
        ("急！2-1-101：胰岛素2支", "2-1-101 胰岛素2支 medicine today"),
        ("大米10斤，2-1-101", "2-1-101 大米10斤 food normal"),
        ("布洛芬1盒 2-1-101 紧急", "2-1-101 布洛芬1盒 medicine critical"),
        ("10-101 厨房漏水", "10-0-101 厨房漏水 repair normal"),
        ("2-1-101 2盒布洛芬", "2-1-101 2盒布洛芬 medicine normal"),
        ("2-1-101 药品：健胃消食片", "2-1-101 健胃消食片 medicine normal"),
        ("2-1-101 袜子 其他 不急", "2-1-101 袜子 other normal"),
        ("2-1-101 维修", "2-1-101 维修 repair normal"),
        ("2-1-101 牛奶一箱", "2-1-101 牛奶一箱 food normal"),
        ("2-1-101 口罩10只", "2-1-101 口罩10只 other normal"),
        ("2-1-101-布洛芬", "2-1-101 布洛芬 medicine normal"),
    ] {
        assert_eq!(understood(line), [is], "{line}");
    }
}

#[test]
fn numbers_of_a_list_bullets_and_headings_are_passed_over() {
    let text = "#接龙\n今日代买\n例 3-2-502 布洛芬\n\n1. 2-1-101 布洛芬\n2、2-1-102奶粉\n(3) 2-2-101 大米\n④2-2-102 鸡蛋\n5.10-101 漏水\n6.\n- - - -\n· 10-102 透析";
    let chat = read(text, &Told::default());
    assert_eq!(chat.doubtful.len(), 0, "{:?}", chat.doubtful);
    let lines: Vec<usize> = chat.read.iter().map(|r| r.spot.lines.0).collect();
    assert_eq!(lines, [5, 6, 7, 8, 9, 12]);
    let why: Vec<String> = chat.ignored.iter().map(|i| format!("{} {}", i.spot.lines.0, i.why.en)).collect();
    assert_eq!(why, ["1 heading", "2 title", "3 example", "4 empty", "10 nothing in it", "11 nothing in it"]);
}

#[test]
fn courtesies_of_a_chat_ask_for_nothing_and_are_passed_over() {
    let chat =
        read("收到\n6. 好的谢谢\n大家辛苦了！\n收到，2-1-101 布洛芬1盒\n好的，老王要药\n", &Told::default());
    assert_eq!(chat.ignored.iter().map(|i| i.spot.lines.0).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(chat.read.len() + chat.doubtful.len(), 2, "what asks for something is read or doubted");
}

#[test]
fn a_title_in_brackets_is_passed_over_and_shown_as_such() {
    let chat = read("【下午】还有谁需要帮忙\n2-1-101 布洛芬1盒\n【晚上】谁要药\n", &Told::default());
    assert_eq!(chat.ignored.iter().map(|i| (i.spot.lines.0, i.why.en)).collect::<Vec<_>>(), [(1, "title")]);
    assert_eq!((chat.read.len(), chat.doubtful.len()), (1, 1), "later it may be a need");
}

#[test]
fn what_would_be_a_guess_is_doubtful_and_says_why() {
    for (line, why) in [
        ("2-1 布洛芬", "2-1 is not a home"),
        ("小明 2-1-101 奶粉", "there is text before and after the address 2-1-101"),
        ("2-1-101 布洛芬 2-1-102 奶粉", "it names two homes: 2-1-101, 2-1-102"),
        ("2-1-101 13800138000 买米", "it holds a phone or identity number"), // a made-up number
        ("2-1-101 袜子", "nothing tells the kind of `袜子`"),
        ("布洛芬", "it names no home"),
        ("2-1-909 米", "there is no place `2-1-909` in the community"),
        ("2-1-101", "it does not say what is needed"),
        ("2-1-101 急", "it does not say what is needed"),
        ("2-1-101 奶粉和布洛芬", "`奶粉和布洛芬` may be medicine or mother and baby"),
        ("2-1-101 药品 食品", "it says two kinds of help"),
        ("2-1-1010 米", "there is no place `2-1-1010` in the community"),
    ] {
        assert_eq!(doubt(line), why, "{line}");
    }
}

#[test]
fn flags_hold_where_a_line_says_nothing_and_numbers_are_masked_on_request() {
    let told = Told { kind: Some(Help::Other), urgency: Some(Urgency::Critical), mask: true, context: None };
    let chat = read("2-1-101 袜子\n2-1-102 奶粉 不急 13800138000", &told); // a made-up number
    let first = &chat.read[0].said.opening;
    assert_eq!((first.kind, first.urgency), (Help::Other, Urgency::Critical));
    let second = &chat.read[1].said.opening;
    assert_eq!((second.kind, second.urgency), (Help::Baby, Urgency::Normal));
    assert!(second.need.contains("138****8000"), "{second:?}");
}

#[test]
fn a_doubtful_line_is_shown_with_its_numbers_masked() {
    let chat = read("2-1-101 13800138000 买米", &Told::default()); // a made-up number
    assert_eq!(
        (chat.doubtful[0].spot.lines.0, chat.doubtful[0].spot.text.as_str()),
        (1, "2-1-101 138****8000 买米")
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn no_line_vanishes_and_no_text_makes_it_stumble(
        lines in proptest::collection::vec("(2-1-101)?[0-9布洛芬急米 、.，#接龙幢单元室()（）-]{0,18}|\\PC{0,20}", 0..5),
    ) {
        let text = lines.join("\n");
        let chat = read(&text, &Told::default());
        let spots = chat.read.iter().map(|r| &r.spot).chain(chat.ignored.iter().map(|i| &i.spot));
        let spots = spots.chain(chat.doubtful.iter().map(|d| &d.spot));
        let mut seen: Vec<usize> = spots.flat_map(|spot| spot.lines.0..=spot.lines.1).collect();
        seen.sort_unstable();
        seen.dedup();
        prop_assert_eq!(seen, (1..=text.lines().count()).collect::<Vec<_>>());
    }
}
