//! What is done to an address before it is understood, in the order of field.md §3, and its words.

use crate::said;
use crate::words::Said;
use unicode_normalization::UnicodeNormalization;

/// True for everything that people and programs type for a dash.
pub(super) fn is_dash(c: char) -> bool {
    "-‐‑‒–—―−﹣－～〜~_─ー".contains(c)
}

/// True for what cannot be seen: zero-width blanks and the direction marks that phones paste.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{AD}')
}

/// Gives every character its two neighbours, and puts together what is answered.
fn with_neighbours(text: &str, mut change: impl FnMut(Option<char>, char, Option<char>) -> char) -> String {
    let chars: Vec<char> = text.chars().collect();
    let at = |i: Option<usize>| i.and_then(|i| chars.get(i)).copied();
    (0..chars.len()).map(|i| change(at(i.checked_sub(1)), chars[i], at(Some(i + 1)))).collect()
}

fn digit(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_digit())
}

/// The text in one width, without invisible characters, with one kind of dash and of blank, neither doubled.
pub(super) fn plain(text: &str) -> String {
    // A raised digit would become one more digit of the number before it.
    let raised = |c: char| matches!(c, '²' | '³' | '¹' | '\u{2070}'..='\u{209C}');
    let level = text.chars().map(|c| if raised(c) { char::REPLACEMENT_CHARACTER } else { c });
    let visible: String = level.nfkc().filter(|&c| !is_invisible(c)).collect();
    let dashed = with_neighbours(&visible, |before, c, after| match c {
        '一' if digit(before) && digit(after) => '-',
        c if is_dash(c) => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    });
    let mut tidy = String::with_capacity(dashed.len());
    for c in dashed.trim().chars() {
        match c {
            '-' => tidy.truncate(tidy.trim_end_matches([' ', '-']).len()),
            ' ' if tidy.ends_with([' ', '-']) => continue,
            _ => {}
        }
        tidy.push(c);
    }
    tidy
}

/// The form under which a code is looked up as typed: [`plain`], in capitals.
pub(super) fn typed_key(text: &str) -> String {
    plain(text).to_uppercase()
}

/// `#`, `/`, `.`, `·` between numbers become dashes; then letters between digits become the digits they look
/// like, each with a note; then traditional characters of the address words become simplified.
pub(super) fn mend(plain: &str, noted: &mut Vec<Said>) -> String {
    let alnum = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let dashed = with_neighbours(plain, |before, c, after| match c {
        '#' if digit(before) && digit(after) => '-',
        '/' | '.' | '·' | '・' | '•' if alnum(before) && alnum(after) => '-',
        '棟' => '栋',
        '號' => '号',
        '單' => '单',
        '樓' => '楼',
        '層' => '层',
        '門' => '门',
        '戶' => '户',
        c => c,
    });
    let mut chars: Vec<char> = dashed.chars().collect();
    let looks_like = |c: char| match c {
        'O' | 'o' | '〇' => Some('0'),
        'l' | 'I' => Some('1'),
        _ => None,
    };
    let mut i = 0;
    while i < chars.len() {
        let run = chars[i..].iter().take_while(|&&c| looks_like(c).is_some()).count();
        if run > 0 && i > 0 && chars[i - 1].is_ascii_digit() && digit(chars.get(i + run).copied()) {
            for c in &mut chars[i..i + run] {
                if let Some(as_digit) = looks_like(*c) {
                    let said = match *c {
                        '〇' => said!("read `〇` as {as_digit}", "把“〇”看作数字 {as_digit}"),
                        c => said!("read letter {c} as {as_digit}", "把字母 {c} 看作数字 {as_digit}"),
                    };
                    if !noted.contains(&said) {
                        noted.push(said);
                    }
                    *c = as_digit;
                }
            }
        }
        i += run.max(1);
    }
    chars.into_iter().collect()
}

/// What Chinese numerals are written with.
pub(super) const NUMERALS: &str = "零〇一二三四五六七八九十百两";

/// Chinese numerals before a word of an address, or standing alone as a part, become digits; `第` goes.
pub(super) fn with_digits(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut done = String::with_capacity(text.len());
    let mut i = 0;
    while i < chars.len() {
        let run: String = chars[i..].iter().take_while(|&&c| NUMERALS.contains(c)).collect();
        let after = i + run.chars().count();
        let starts_part = i == 0 || chars[i - 1] == '-' || chars[i - 1] == ' ' || ends_in_word(&done);
        let ends_part = after == chars.len() || chars[after] == '-' || chars[after] == ' ';
        let counts = word_at(&chars, after).is_some()
            || matches!(chars.get(after), Some('楼' | '层'))
            || starts_part && ends_part;
        match numeral(&run) {
            Some(number) if counts => done.push_str(&number),
            _ if chars[i] == '第' => {
                i += 1;
                continue;
            }
            _ => {
                done.push(chars[i]);
                i += 1;
                continue;
            }
        }
        i = after;
    }
    done
}

fn ends_in_word(text: &str) -> bool {
    text.ends_with(['幢', '栋', '座', '号', '楼', '层', '元', '门', '梯', '室', '房', '户', '#', '第'])
}

/// `十二` → 12, `一百零三` → 103, `五〇二` → 502 (digit by digit), `两` → 2.
fn numeral(run: &str) -> Option<String> {
    let value = |c: char| "零一二三四五六七八九".chars().position(|d| d == c).map(|v| v as u32);
    let value = |c: char| match c {
        '〇' => Some(0),
        '两' => Some(2),
        c => value(c),
    };
    if run.is_empty() || run.chars().count() > 8 {
        return None;
    }
    if !run.contains(['十', '百']) {
        return run.chars().map(|c| value(c).and_then(|v| char::from_digit(v, 10))).collect();
    }
    let (mut total, mut pending, mut largest) = (0, None, 1000);
    for c in run.chars() {
        let scale = match c {
            '十' => 10,
            '百' => 100,
            c => {
                match (value(c)?, pending) {
                    (0, None) if total > 0 => {}
                    (0, _) | (_, Some(_)) => return None,
                    (v, None) => pending = Some(v),
                }
                continue;
            }
        };
        if scale >= largest || scale == 100 && pending.is_none() {
            return None;
        }
        total += pending.take().unwrap_or(1) * scale;
        largest = scale;
    }
    Some((total + pending.unwrap_or(0)).to_string())
}

/// A level of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// 幢 栋 座 号楼 #楼 #
    Building,
    /// 单元 门 梯
    Unit,
    /// 室 房 户
    Room,
}

/// One number or name of an address, with the level that the word after it says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Part {
    pub(super) text: String,
    pub(super) level: Option<Level>,
}

impl Part {
    /// A part that may be of any level.
    pub(super) fn bare(text: &str) -> Part {
        Part { text: text.to_owned(), level: None }
    }
}

/// A word of an address: its level (`None`: `号`, which may be any) and its length in characters.
fn word_at(chars: &[char], i: usize) -> Option<(Option<Level>, usize)> {
    let (level, length) = match *chars.get(i..)? {
        ['号' | '#', '楼', ..] => (Some(Level::Building), 2),
        ['幢' | '栋' | '座', '楼', ..] => (Some(Level::Building), 2),
        ['单', '元', ..] => (Some(Level::Unit), 2),
        ['号', '门' | '梯', ..] => (Some(Level::Unit), 2),
        ['号', '室' | '房' | '户', ..] => (Some(Level::Room), 2),
        ['幢' | '栋' | '座' | '#', ..] => (Some(Level::Building), 1),
        ['门' | '梯', ..] => (Some(Level::Unit), 1),
        ['室' | '房' | '户', ..] => (Some(Level::Room), 1),
        ['号', ..] => (None, 1),
        _ => return None,
    };
    Some((level, length))
}

/// The floor that is told before the number of a room, `6楼602`, and how many characters it takes.
fn floor_at(chars: &[char], i: usize, before: &str) -> Option<(u32, usize)> {
    let floor = before.parse().ok()?;
    match *chars.get(i..)? {
        ['楼' | '层', next, ..] if next.is_ascii_digit() => Some((floor, 1)),
        ['楼' | '层', '-' | ' ', next, ..] if next.is_ascii_digit() => Some((floor, 2)),
        _ => None,
    }
}

/// The parts of an address; `None` where it is not one (nothing, more than three parts, a dash without a part, a floor
/// that is not the room's).
pub(super) fn parts(text: &str) -> Option<Vec<Part>> {
    if text.starts_with('-') || text.ends_with('-') {
        return None;
    }
    let chars: Vec<char> = text.chars().collect();
    let mut floor = None;
    let mut parts: Vec<Part> = Vec::new();
    let mut hao: Vec<usize> = Vec::new();
    let mut current = String::new();
    let mut i = 0;
    while i <= chars.len() {
        let word = if current.is_empty() { None } else { word_at(&chars, i) };
        if let Some((level, length)) = word {
            if level.is_none() {
                hao.push(parts.len());
            }
            parts.push(Part { text: std::mem::take(&mut current), level });
            i += length;
            continue;
        }
        if let Some((told, length)) = floor_at(&chars, i, &current) {
            if floor.is_some() {
                return None;
            }
            floor = Some((told, parts.len()));
            current.clear();
            i += length;
            continue;
        }
        match chars.get(i) {
            Some('-' | ' ') | None if !current.is_empty() => {
                parts.push(Part::bare(&std::mem::take(&mut current)));
            }
            Some('-' | ' ') | None => {}
            Some(&c) => current.push(c),
        }
        i += 1;
    }
    if let Some((floor, at)) = floor {
        let [room] = &mut parts[at..] else { return None };
        let its_floor = room.text.parse::<u32>().ok().filter(|_| room.level.is_none_or(|l| l == Level::Room));
        if its_floor.is_none_or(|number| number / 100 != floor) {
            return None;
        }
        room.level = Some(Level::Room);
    }
    // 号 is a building's word at the head of an address, where no other building word follows.
    if parts.len() > 1 && hao.contains(&0) {
        if parts.iter().any(|p| p.level == Some(Level::Building)) {
            return None;
        }
        parts[0].level = Some(Level::Building);
    }
    (1..=3).contains(&parts.len()).then_some(parts)
}

/// The parts of an address that begins with a building's code, and goes on with `rest`.
pub(super) fn parts_after(code: &str, rest: &str, noted: &mut Vec<Said>) -> Option<Vec<Part>> {
    let digits = |text: &str, end: bool| {
        let edge = if end { text.chars().next_back() } else { text.chars().next() };
        digit(edge)
    };
    if digits(code, true) && digits(rest, false) {
        return None;
    }
    let first: Vec<char> = rest.chars().take(2).collect();
    let parted = first.is_empty() || "- #/.·".contains(first[0]) || word_at(&first, 0).is_some();
    // A `0` stands for the code while the rest is read, so that its marks stay as they are.
    let whole = format!("0{}{rest}", if parted { "" } else { "-" });
    let mut parts = parts(&with_digits(&mend(&whole, noted)))?;
    let first = parts.first_mut().filter(|first| first.text == "0")?;
    code.clone_into(&mut first.text);
    parts[0].level = Some(Level::Building);
    Some(parts)
}

/// The text without a word of an address at its end: `27幢` → `27`.
pub(super) fn without_last_word(text: &str) -> &str {
    let chars: Vec<char> = text.chars().collect();
    let cut = (1..=2).rev().find(|&n| {
        let start = chars.len().checked_sub(n);
        start.is_some_and(|s| s > 0 && word_at(&chars, s).is_some_and(|(_, length)| length == n))
    });
    let bytes: usize = chars.iter().rev().take(cut.unwrap_or(0)).map(|c| c.len_utf8()).sum();
    &text[..text.len() - bytes]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dash_width_and_invisible_character_is_made_plain() {
        for dashed in [
            "3‐2", "3‑2", "3‒2", "3–2", "3—2", "3―2", "3−2", "3－2", "3～2", "3〜2", "3_2", "3一2", "3——2",
            "3 - 2",
        ] {
            assert_eq!(plain(dashed), "3-2", "{dashed}");
        }
        assert_eq!(plain("\u{FEFF}３\u{200B}幢\u{2060}\u{3000}２ "), "3幢 2");
        assert_eq!(plain("三十一幢"), "三十一幢");
    }

    #[test]
    fn chinese_numerals_become_digits_before_a_word_of_an_address() {
        for (typed, read) in [
            ("十二幢", "12幢"),
            ("二十五栋", "25栋"),
            ("三幢二单元", "3幢2单元"),
            ("两单元", "2单元"),
            ("五〇二室", "502室"),
            ("一百零三室", "103室"),
            ("第二十幢", "20幢"),
            ("三幢一单元一零一", "3幢1单元101"),
            ("二期", "二期"),
            ("东一区", "东一区"),
        ] {
            assert_eq!(with_digits(typed), read);
        }
        assert_eq!(numeral("十十"), None);
        assert_eq!(numeral("十百"), None);
    }

    #[test]
    fn letters_are_digits_only_between_digits() {
        let mut noted = Vec::new();
        assert_eq!(mend("3-2-5O2", &mut noted), "3-2-502");
        assert_eq!(noted[0].en, "read letter O as 0");
        assert_eq!(mend("1OOl2", &mut Vec::new()), "10012");
        assert_eq!(mend("O栋-l02", &mut Vec::new()), "O栋-l02");
        assert_eq!(mend("3#2/5.1·2 A#1", &mut Vec::new()), "3-2-5-1-2 A#1");
    }
}
