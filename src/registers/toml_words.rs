//! What the TOML reader says, in both languages. Its own words are English: the common ones have a Chinese sentence and a
//! remedy here; any other is quoted as a detail.

use crate::model::Fault;
use crate::said;
use crate::words::{Said, Words, words};
use std::ops::Range;

/// A beginning of a message, its Chinese, and what to do.
const KNOWN: [(&str, &str, Words); 14] = [
    (
        "duplicate key",
        "同一段里这个名称写了两次",
        words("write each key once in a table", "同一段内每个名称只写一次"),
    ),
    (
        "string values must be quoted",
        "文字没有加引号",
        words("straight quotes around it: name = \"…\"", "请加英文双引号，例如 name = \"…\""),
    ),
    (
        "invalid unquoted key",
        "名称中有不能用的字符",
        words("only letters, digits, - and _", "名称只能用英文字母、数字、- 和 _"),
    ),
    ("key with no value", "只有名称，没有内容", words("write key = value", "请写成 名称 = 内容")),
    ("missing value", "等号后面没有内容", words("write key = value", "请写成 名称 = 内容")),
    ("extra `=`", "多了一个等号", words("one = for each key", "每个名称只写一个等号")),
    ("invalid basic string", "文字的引号没有写完整", QUOTES),
    ("invalid literal string", "文字的引号没有写完整", QUOTES),
    ("invalid multi-line basic string", "多行文字的引号没有写完整", QUOTES),
    ("unclosed table", "段名少了右方括号", words("such as [community]", "例如 [community]")),
    ("unclosed array table", "段名少了右方括号", words("such as [[store]]", "例如 [[store]]")),
    ("unclosed array", "列表少了右方括号", words("such as [\"1\", \"2\"]", "例如 [\"1\", \"2\"]")),
    (
        "missing comma between array elements",
        "列表各项之间少了英文逗号",
        words("such as [\"1\", \"2\"]", "例如 [\"1\", \"2\"]"),
    ),
    (
        "unexpected key or value",
        "一行里写了不止一项",
        words("one key = value a line", "每行只写一个 名称 = 内容"),
    ),
];

const QUOTES: Words = words("straight quotes on both sides, on one line", "两边都用英文双引号，写在同一行");

/// The reader's message as a sentence in both languages, and what to do about it, where that is known.
pub fn toml_words(message: &str) -> (Said, Option<Said>) {
    let message = message.trim();
    let both = |zh: String| Said { en: message.to_owned(), zh };
    if let Some((_, zh, remedy)) = KNOWN.iter().find(|(begins, _, _)| message.starts_with(begins)) {
        return (both((*zh).to_owned()), Some(said!("{r}", "{r}", r = (remedy.en, remedy.zh))));
    }
    if let Some(key) = message.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()) {
        let remedy = said!("add {key} = …", "请加上 {key} = …");
        return (both(format!("缺少 {key}")), Some(remedy));
    }
    if let Some((found, expected)) =
        message.strip_prefix("invalid type: ").and_then(|rest| rest.split_once(", expected "))
    {
        let remedy = match expected.trim() {
            "a string" => Some(said!("straight quotes around it: \"3\"", "请加英文双引号，例如 \"3\"")),
            "a sequence" => Some(said!("a list: [\"1\", \"2\"]", "请写成列表，例如 [\"1\", \"2\"]")),
            _ if found.starts_with("string") => Some(said!("without quotes: 17", "不加引号，例如 17")),
            _ => None,
        };
        return (both(format!("这里应为{e}，写的却是{f}", e = kind(expected), f = kind(found))), remedy);
    }
    (both(format!("解析器的说明是“{message}”")), None)
}

/// A fault of a whole TOML text: the line and column at which the reader stopped, what it said, and what to do.
pub fn toml_fault(text: &str, message: &str, span: Option<Range<usize>>) -> Fault {
    let (what, remedy) = toml_words(message);
    let before = span.and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let fault = Fault::new(said!(
        "line {line}, column {column}: {w}",
        "第 {line} 行第 {column} 列：{w}",
        w = (what.en, what.zh)
    ));
    match remedy {
        Some(remedy) => fault.remedy(remedy),
        None => fault,
    }
}

/// What the reader calls a kind of value, with the value if it tells it.
fn kind(english: &str) -> String {
    const KINDS: [(&str, &str); 15] = [
        ("a string", "文字"),
        ("string", "文字"),
        ("a sequence", "列表"),
        ("an array", "列表"),
        ("sequence", "列表"),
        ("a boolean", " true 或 false"),
        ("boolean", "真假值"),
        ("floating point", "小数"),
        ("integer", "整数"),
        ("a map", "一段（[…]）"),
        ("map", "一段"),
        ("struct", "一段（[…]）"),
        ("datetime", "日期"),
        ("u", "不小于 0 的整数"),
        ("i", "整数"),
    ];
    let english = english.trim();
    let Some((begins, chinese)) = KINDS.iter().find(|(begins, _)| english.starts_with(begins)) else {
        return format!("“{english}”");
    };
    let value = english[begins.len()..].trim().trim_matches(['`', '"']);
    // Behind a struct stands a name of the program's own; `u32` says how large a number may be.
    let own = matches!(*begins, "struct" | "u" | "i") || value.is_empty();
    if own { (*chinese).to_owned() } else { format!("{chinese} {value}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[allow(dead_code, reason = "read for its faults")]
    struct Shape {
        name: String,
        units: Option<Vec<String>>,
        floors: Option<u32>,
        open: Option<bool>,
    }

    fn said(text: &str) -> String {
        let error = toml::from_str::<Shape>(text).expect_err("not of this shape");
        let fault = toml_fault(text, error.message(), error.span());
        format!("{}；{}", fault.message.zh, fault.remedy.map_or_else(String::new, |r| r.zh))
    }

    #[test]
    fn what_people_get_wrong_is_told_in_chinese_with_line_and_column() {
        let told: Vec<String> = [
            "name = \"a\"\nname = \"b\"",
            "name = 银河湾",
            "name = “银河湾”",
            "名称 = \"x\"",
            "name",
            "name = ",
            "name = \"x",
            "[x\nname = 1",
            "name = \"x\"\nunits = [\"1\" \"2\"]",
            "name = \"x\"\nunits = [\"1\", \"2\"",
            "name = \"x\"\nunits = \"1\"",
            "name = \"x\"\nfloors = \"17\"",
            "name = \"x\"\nfloors = -1",
            "name = 3",
            "name = \"x\"\nopen = 1",
            "units = []",
            "name = \"x\" floors = 3",
        ]
        .iter()
        .map(|text| said(text))
        .collect();
        insta::assert_snapshot!(told.join("\n"), @r#"
        第 2 行第 1 列：同一段里这个名称写了两次；同一段内每个名称只写一次
        第 1 行第 8 列：文字没有加引号；请加英文双引号，例如 name = "…"
        第 1 行第 8 列：文字没有加引号；请加英文双引号，例如 name = "…"
        第 1 行第 1 列：名称中有不能用的字符；名称只能用英文字母、数字、- 和 _
        第 1 行第 5 列：只有名称，没有内容；请写成 名称 = 内容
        第 1 行第 8 列：文字没有加引号；请加英文双引号，例如 name = "…"
        第 1 行第 10 列：文字的引号没有写完整；两边都用英文双引号，写在同一行
        第 1 行第 3 列：段名少了右方括号；例如 [community]
        第 2 行第 14 列：列表各项之间少了英文逗号；例如 ["1", "2"]
        第 2 行第 18 列：列表少了右方括号；例如 ["1", "2"]
        第 2 行第 9 列：这里应为列表，写的却是文字 1；请写成列表，例如 ["1", "2"]
        第 2 行第 10 列：这里应为不小于 0 的整数，写的却是文字 17；不加引号，例如 17
        第 2 行第 10 列：解析器的说明是“invalid value: integer `-1`, expected u32”；
        第 1 行第 8 列：这里应为文字，写的却是整数 3；请加英文双引号，例如 "3"
        第 2 行第 8 列：这里应为 true 或 false，写的却是整数 1；
        第 1 行第 1 列：缺少 name；请加上 name = …
        第 1 行第 12 列：一行里写了不止一项；每行只写一个 名称 = 内容
        "#);
    }
}
