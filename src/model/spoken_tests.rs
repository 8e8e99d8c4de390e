use super::{spoken_decimal, spoken_number, whole_number};
use proptest::prelude::*;

fn read(text: &str) -> String {
    spoken_number(text).map_or_else(|_| "refused".to_owned(), |spoken| spoken.value.to_string())
}

#[test]
fn numbers_are_read_as_people_write_them() {
    for (typed, meant) in [
        ("１２", "12"),
        ("两", "2"),
        ("俩", "2"),
        ("十二", "12"),
        ("二十五", "25"),
        ("一百二十", "120"),
        ("一百二", "120"),
        ("一百零二", "102"),
        ("一千两百", "1200"),
        ("两万三千零五", "23005"),
        ("一万二", "12000"),
        ("一亿", "100000000"),
        ("三千五百万", "35000000"),
        ("叁佰", "300"),
        ("零", "0"),
        ("0", "0"),
        ("半", "0.5"),
        ("½", "0.5"),
        ("三点五", "3.5"),
        ("十二点二五", "12.25"),
        ("1.6万", "16000"),
        ("1.1234567万", "11234.567"),
        ("3百万", "3000000"),
        ("1,945.81", "1945.81"),
        ("１，９４５．８１", "1945.81"),
        ("114,360", "114360"),
        (".5", "0.5"),
        ("\u{a0}12\u{200b}\u{feff} ", "12"),
        ("+3", "3"),
        ("-3", "-3"),
        ("－３", "-3"),
        ("负三", "-3"),
    ] {
        assert_eq!(read(typed), meant, "{typed}");
    }
}

#[test]
fn what_is_not_one_number_is_refused() {
    for typed in [
        "",
        " ",
        "-",
        "—",
        "－",
        "3箱",
        "箱",
        "1,2",
        "1,2345",
        "0,123",
        "1.2.3",
        "5.",
        "三四",
        "十几",
        "几",
        "数十",
        "一二三",
        "百",
        "一百千",
        "一半",
        "3半",
        "两半",
        "1½",
        "1万2",
        "0.1234567",
        "10000000000",
        "1/2",
        "2、5",
        "1e3",
        "3 4",
        "一3",
        "- 3",
        "NaN",
        "一百零",
        "万",
        "99999999999999999999999999999999999999999999",
    ] {
        assert_eq!(read(typed), "refused", "{typed}");
    }
}

#[test]
fn empty_and_zero_and_a_dash_differ() {
    assert_eq!(read("0"), "0");
    let nothing = spoken_number("").unwrap_err();
    let dash = spoken_number("-").unwrap_err();
    assert_ne!(nothing.message, dash.message);
    assert!(dash.message.en.contains("`-`"), "{dash:?}");
}

#[test]
fn an_approximate_number_is_read_and_said_to_be_one() {
    for typed in ["约14", "大约 14", "~14", "～14", "14左右", "about 14", "十四上下", "14多", "14余", "近14"]
    {
        let spoken = spoken_number(typed).unwrap();
        assert_eq!((spoken.value.to_string().as_str(), spoken.approximate), ("14", true), "{typed}");
        assert!(spoken.noted.iter().any(|said| said.zh.contains(typed)), "{typed}");
    }
    assert!(!spoken_number("14").unwrap().approximate);
    assert!(spoken_number("约").is_err());
}

#[test]
fn a_comma_of_lists_is_a_decimal_point_only_when_asked_and_is_noted() {
    assert!(spoken_number("2、5").is_err());
    let spoken = spoken_decimal("2、5").unwrap();
    assert_eq!(spoken.value.to_string(), "2.5");
    assert_eq!(spoken.noted.len(), 1);
    assert_eq!(spoken_decimal("36/5").unwrap().value.to_string(), "36.5");
    assert!(spoken_decimal("1/2").is_err(), "it may be a half");
    assert!(spoken_decimal("2.5").unwrap().noted.is_empty());
}

#[test]
fn counts_of_people_are_whole_and_may_carry_their_counting_word() {
    for (typed, count) in
        [("3", 3), ("两人", 2), ("3人", 3), ("３户", 3), ("四口", 4), ("0", 0), ("俩个", 2), ("十二个", 12)]
    {
        assert_eq!(whole_number(typed), Ok(count), "{typed}");
    }
    for typed in ["", "-", "-1", "2.5", "半", "约3人", "3箱", "3人2户", "5000000000", "人"] {
        assert!(whole_number(typed).is_err(), "{typed}");
    }
    assert_eq!(whole_number("2.5").unwrap_err().message.zh, "“2.5” 不是不小于 0 的整数");
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_without_a_panic(
        text in "[-+约大近半一二两三十百千万亿零〇点.,、/0-9１ 克多左右来]{0,24}|\\PC*"
    ) {
        let _ = spoken_number(&text);
        let _ = spoken_decimal(&text);
        let _ = whole_number(&text);
    }

    #[test]
    fn a_quantity_as_printed_is_read_as_itself(n in -1_000_000_000_000_000i64..=1_000_000_000_000_000) {
        let quantity = super::Quantity::from_millionths(n);
        prop_assert_eq!(spoken_number(&quantity.to_string()).map(|s| s.value), Ok(quantity));
    }
}
