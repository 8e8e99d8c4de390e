//! What an entry says behind its address: clauses, and in each the numbers with the words around them.

use crate::model::{Fault, Measure, measure};

/// A number of an entry with the words before and behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    /// The words before it: `检测`, `蔬菜包`.
    pub label: String,
    /// The number with its unit.
    pub measure: Measure,
    /// As it stands.
    pub typed: String,
    /// The words behind it: `西瓜` in `五斤西瓜`.
    pub tail: String,
}

/// A part of an entry between commas.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clause {
    /// Its text.
    pub text: String,
    /// Its numbers.
    pub amounts: Vec<Amount>,
    /// Words, where there is no number.
    pub words: String,
}

/// Units that are known where a number and its unit are followed by more.
const UNITS: &[&str] = &[
    "人份", "个人", "口人", "公斤", "千克", "毫升", "people", "persons", "person", "人", "口", "位", "名",
    "户", "份", "箱", "袋", "包", "提", "件", "筐", "盒", "瓶", "个", "只", "支", "罐", "桶", "板", "条",
    "块", "片", "套", "把", "串", "棵", "根", "颗", "枚", "卷", "双", "打", "捆", "盆", "杯", "听", "斤",
    "两", "克", "吨", "升", "kg", "KG", "Kg", "ml", "g", "L",
];
const VAGUE_BEFORE: [&str; 7] = ["差不多", "大约", "大概", "将近", "约", "about", "around"];
const VAGUE_BEHIND: [&str; 3] = ["左右", "上下", "多"];

/// Parts what stands behind the address. `items` are names that may hold numerals of their own (八宝粥).
///
/// # Errors
/// A number that cannot be read.
pub fn clauses(text: &str, items: &[String], units: &[String]) -> Result<Vec<Clause>, Fault> {
    let mut all = Vec::new();
    for part in split(text) {
        let clause = clause(part, items, units)?;
        if !clause.amounts.is_empty() || !clause.words.is_empty() {
            all.push(clause);
        }
    }
    Ok(all)
}

/// Parts at commas and line breaks, but not within `1,945` or `2、5`.
fn split(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let next = text[at + c.len_utf8()..].chars().next();
        let within = before.is_ascii_digit() && next.is_some_and(|n| n.is_ascii_digit());
        if "，；;。\n+＋&".contains(c) || ",、".contains(c) && !within {
            parts.push(&text[start..at]);
            start = at + c.len_utf8();
        }
        before = c;
    }
    parts.push(&text[start..]);
    parts
}

/// What stands between the address, the words and the numbers and says nothing.
fn between(c: char) -> bool {
    c.is_whitespace() || "-‐‑‒–—―−~～_*×:：=＝·/|()（）[]【】!！".contains(c)
}

fn clause(text: &str, items: &[String], units: &[String]) -> Result<Clause, Fault> {
    let mut clause = Clause { text: text.trim_matches(between).to_owned(), ..Clause::default() };
    let mut words: Vec<String> = Vec::new();
    let mut open = false;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some(item) =
            items.iter().filter(|item| rest.starts_with(item.as_str())).max_by_key(|i| i.len())
        {
            push(&mut words, &mut open, item);
            rest = &rest[item.len()..];
            continue;
        }
        // 2105 x2
        let times = matches!(first, 'x' | 'X')
            && !open
            && rest[1..].trim_start().starts_with(|c: char| c.is_ascii_digit());
        // 2105一2: typed for a dash.
        let dash = first == '一' && rest['一'.len_utf8()..].starts_with(|c: char| c.is_ascii_digit());
        if between(first) || times || dash {
            open = false;
            rest = &rest[first.len_utf8()..];
            continue;
        }
        match number(rest, units) {
            Some(length) => {
                let (mut typed, label) = (rest[..length].to_owned(), words.join(" "));
                let vague = VAGUE_BEFORE.iter().find(|word| label.ends_with(**word));
                let label = vague.map_or(label.as_str(), |word| &label[..label.len() - word.len()]).trim();
                typed.insert_str(0, vague.unwrap_or(&""));
                let measure = measure(&typed)?;
                clause.amounts.push(Amount { label: label.to_owned(), measure, typed, tail: String::new() });
                words.clear();
                open = false;
                rest = &rest[length..];
            }
            None => {
                push(&mut words, &mut open, first.encode_utf8(&mut [0; 4]));
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    let left = words.join(" ");
    match clause.amounts.last_mut() {
        Some(last) => last.tail = left,
        None => clause.words = left,
    }
    follow(&mut clause);
    Ok(clause)
}

fn push(words: &mut Vec<String>, open: &mut bool, more: &str) {
    match words.last_mut().filter(|_| *open) {
        Some(word) => word.push_str(more),
        None => words.push(more.to_owned()),
    }
    *open = true;
}

/// `五斤西瓜 十斤苹果`: where the first number has no word before it and every later one has, the words belong to the
/// number before them.
fn follow(clause: &mut Clause) {
    let amounts = &mut clause.amounts;
    let behind = amounts.len() > 1
        && amounts[0].label.is_empty()
        && amounts[1..].iter().all(|a| !a.label.is_empty())
        && amounts.last().is_some_and(|last| !last.tail.is_empty());
    if behind {
        for at in 1..amounts.len() {
            amounts[at - 1].tail = std::mem::take(&mut amounts[at].label);
        }
    }
}

/// The length of the number with its unit at the beginning of a text. Chinese numerals count only where a unit or
/// nothing follows: 一起 is no number.
fn number(text: &str, units: &[String]) -> Option<usize> {
    let first = text.chars().next()?;
    if first.is_ascii_digit() {
        let mut length = 0;
        let mut before = ' ';
        for (at, c) in text.char_indices() {
            let next = text[at + c.len_utf8()..].chars().next();
            let point =
                ".,、".contains(c) && before.is_ascii_digit() && next.is_some_and(|n| n.is_ascii_digit());
            if !c.is_ascii_digit() && !point {
                break;
            }
            before = c;
            length = at + c.len_utf8();
        }
        if text[length..].starts_with(['万', '半']) {
            length += '万'.len_utf8();
        }
        return Some(length + unit(&text[length..], units));
    }
    let numeral = |c: char| "零〇一二三四五六七八九十百两俩半壹贰叁肆伍陆柒捌玖拾".contains(c);
    let run: usize = text.chars().take_while(|c| numeral(*c)).map(char::len_utf8).sum();
    if run == 0 {
        return None;
    }
    // 二两 is two of 50 g: the last numeral may be the unit.
    if run > 3 && text[..run].ends_with('两') {
        return Some(run);
    }
    let found = unit(&text[run..], units);
    let ends = text[run..].chars().next().is_none_or(between);
    (found > 0 || ends).then_some(run + found)
}

/// The length of the unit at the beginning of a text, with what makes it vague (`3人左右`, `三斤半`).
fn unit(text: &str, units: &[String]) -> usize {
    let blanks = text.len() - text.trim_start_matches(' ').len();
    let rest = &text[blanks..];
    let known = UNITS.iter().copied().chain(units.iter().map(String::as_str));
    let is_word = |word: &&str| {
        let latin = word.ends_with(|c: char| c.is_ascii_alphabetic());
        rest.starts_with(*word)
            && !(latin && rest[word.len()..].starts_with(|c: char| c.is_ascii_alphanumeric()))
    };
    let length = known.filter(is_word).map(str::len).max();
    let mut end = length.map_or(0, |length| blanks + length);
    if length.is_some() && text[end..].starts_with('半') {
        end += '半'.len_utf8();
    }
    let vague = VAGUE_BEHIND.iter().find(|word| text[end..].starts_with(**word));
    end + vague.map_or(0, |word| word.len())
}
