//! What a single line of a chat says by its form alone.

use super::PieceKind;
use super::mark::mark;
use crate::model::{Day, spoken::is_invisible};
use crate::words::words;

/// Full-width letters, digits and blanks made plain, what cannot be seen left out; other marks stay as typed.
pub fn tidied(line: &str) -> String {
    let plain = |c: char| match c {
        '！'..='～'
            if c != '，' && c != '；' && c != '：' && c != '！' && c != '（' && c != '）' && c != '？' =>
        {
            char::from_u32(c as u32 - 0xFEE0).unwrap_or(c)
        }
        '\u{3000}' | '\u{A0}' | '\t' => ' ',
        c => c,
    };
    let seen = |c: &char| !is_invisible(*c) && !matches!(c, '\u{2061}'..='\u{2069}');
    line.chars().filter(seen).map(plain).collect::<String>().trim().to_owned()
}

/// True for the line with which the program of the chat begins a chain.
pub(super) fn is_heading(line: &str) -> bool {
    line.contains("#接龙") || line.contains("#接龍") || line.to_lowercase().contains("#group note")
}

/// Why a line says nothing; `None` if it says something.
pub(super) fn nothing(line: &str, body: &str) -> Option<PieceKind> {
    let silent = |en, zh| Some(PieceKind::Silent(words(en, zh)));
    let body = body.trim();
    let lower = body.to_lowercase();
    let example = ["例", "示例", "格式", "example", "e.g."].iter().any(|word| lower.starts_with(word));
    let template = ["室号", "房号", "门牌", "楼号", "户号"].iter().any(|word| body.contains(word))
        && !body.contains(char::is_numeric);
    if line.is_empty() {
        silent("empty", "空行")
    } else if body.chars().all(|c| !c.is_alphanumeric()) {
        silent("nothing in it", "没有内容")
    } else if is_heading(line) {
        silent("heading", "表头")
    } else if example || template {
        Some(PieceKind::Example)
    } else if courtesy(body) {
        silent("an acknowledgement", "应答")
    } else {
        None
    }
}

/// True for what people answer in a chat and which asks for nothing: 收到、谢谢、辛苦了.
pub fn courtesy(body: &str) -> bool {
    let polite = [
        "收到",
        "好的",
        "谢谢",
        "多谢",
        "感谢",
        "辛苦",
        "明白",
        "知道了",
        "大家",
        "志愿者",
        "received",
        "thanks",
        "thank you",
        "ok",
    ];
    let mut rest = body.to_lowercase();
    for word in polite {
        rest = rest.replace(word, "");
    }
    rest.chars().all(|c| !c.is_alphanumeric() || "了啦的你们啊呀哦嗯".contains(c))
}

/// True for talk in a chain: a courtesy, or a question or appeal in which no number stands.
pub fn chatter(body: &str) -> bool {
    const TALK: [&str; 12] =
        ["?", "？", "吗", "呢", "请", "加油", "几点", "什么时候", "哪里", "群", "please", "when"];
    let numbers = |c: char| c.is_ascii_digit() || "一二三四五六七八九十两".contains(c);
    let lower = body.to_lowercase();
    courtesy(body) || !body.contains(numbers) && TALK.iter().any(|word| lower.contains(word))
}

/// `8.16`, `4.4已做核酸`: a month and a day at the beginning, with nothing that goes on as an address does.
pub(super) fn is_date(line: &str) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let month = digits(line);
    let Some(after) = line[month..].strip_prefix('.') else { return false };
    let day = digits(after);
    let number = |text: &str| text.parse().unwrap_or(0);
    let next = after[day..].chars().next();
    let ends = next.is_none_or(|c| !c.is_ascii_digit() && !"-–—~*×. 室户房人份".contains(c));
    let exists = Day::ymd(2024, number(&line[..month]), number(&after[..day])).is_some();
    (1..=2).contains(&month) && (1..=2).contains(&day) && ends && exists && mark(line, &|_| false).is_some()
}
