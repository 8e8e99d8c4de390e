//! Requests from the lines of a chat: `3-2-502 布洛芬1盒 急`. Nothing is guessed and nothing vanishes: each line is read,
//! ignored, or doubtful with the reason.

use super::chat_place::find;
use super::kind::{KindFrom, kind_of};
use super::marks::Marks;
use super::opening::Opening;
use crate::ledgers::{Help, Urgency};
use crate::model::{Fault, mask_numbers, personal_numbers};
use crate::registers::Registers;
use crate::said;
use crate::words::{Said, Words, words};

/// What holds where a line says nothing.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// `--kind`.
    pub kind: Option<Help>,
    /// `--urgency`.
    pub urgency: Option<Urgency>,
    /// `--mask-numbers`: phone and identity numbers are masked rather than doubted.
    pub mask: bool,
}

/// A line that was understood.
#[derive(Clone, Debug)]
pub struct Read {
    /// The line, from 1.
    pub line: usize,
    /// The request.
    pub opening: Opening,
    /// What told its kind.
    pub from: KindFrom,
    /// What was read otherwise than it stands.
    pub noted: Vec<Said>,
}

/// A line that says nothing.
#[derive(Clone, Debug)]
pub struct Ignored {
    /// The line, from 1.
    pub line: usize,
    /// Why.
    pub why: Words,
}

/// A line that cannot be read without guessing.
#[derive(Clone, Debug)]
pub struct Doubtful {
    /// The line, from 1.
    pub line: usize,
    /// As it stands, numbers masked.
    pub text: String,
    /// Why.
    pub fault: Fault,
}

/// All lines, each in one of the three lists.
#[derive(Clone, Debug, Default)]
pub struct Chat {
    /// Understood.
    pub read: Vec<Read>,
    /// Empty, headings, examples.
    pub ignored: Vec<Ignored>,
    /// Doubtful.
    pub doubtful: Vec<Doubtful>,
}

/// Reads what was pasted.
pub fn read_chat(text: &str, registers: &Registers, told: &Told) -> Chat {
    let lines: Vec<&str> = text.lines().collect();
    let tidy: Vec<String> = lines.iter().map(|line| tidied(line)).collect();
    let numbered: Vec<bool> = tidy.iter().map(|line| list_mark(line).is_some()).collect();
    let first = numbered.iter().position(|n| *n);
    let header = tidy.iter().position(|line| is_header(line));
    let mut chat = Chat::default();
    for (at, line) in tidy.iter().enumerate() {
        let number = at + 1;
        // A title stands between the heading of a chain and its first entry, or first of all in 【】.
        let titled = header.is_some_and(|h| h < at) && first.is_some_and(|first| at < first)
            || line.starts_with('【')
                && line.contains('】')
                && chat.read.is_empty()
                && chat.doubtful.is_empty();
        if let Some(why) = nothing(line) {
            chat.ignored.push(Ignored { line: number, why });
            continue;
        }
        match one(line, registers, told) {
            Ok((opening, from, noted)) => chat.read.push(Read { line: number, opening, from, noted }),
            Err(_)
                if titled
                    && find(line, registers.names.places()).is_err()
                    && !holds_number(line, registers) =>
            {
                chat.ignored.push(Ignored { line: number, why: words("title", "标题") });
            }
            Err(fault) => {
                let exempt = &registers.community.public_phones;
                let text = mask_numbers(lines[at].trim(), exempt);
                chat.doubtful.push(Doubtful { line: number, text, fault });
            }
        }
    }
    chat
}

/// Full-width letters, digits and blanks made plain, what cannot be seen left out; other marks stay as typed.
fn tidied(line: &str) -> String {
    let plain = |c: char| match c {
        '！'..='～'
            if c != '，' && c != '；' && c != '：' && c != '！' && c != '（' && c != '）' && c != '？' =>
        {
            char::from_u32(c as u32 - 0xFEE0).unwrap_or(c)
        }
        '\u{3000}' | '\u{A0}' | '\t' => ' ',
        c => c,
    };
    let seen = |c: &char| !matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{AD}');
    line.chars().filter(seen).map(plain).collect::<String>().trim().to_owned()
}

fn is_header(line: &str) -> bool {
    let line = line.trim_start_matches('【');
    line.contains("#接龙") || line.contains("#接龍") || line.to_lowercase().contains("#group note")
}

/// Why a line says nothing; `None` if it says something.
fn nothing(line: &str) -> Option<Words> {
    let body = list_mark(line).map_or(line, |(rest, _)| rest).trim();
    let example = ["例", "示例", "格式", "example"].iter().any(|word| body.to_lowercase().starts_with(word));
    let template = ["室号", "房号", "门牌", "楼号", "户号"].iter().any(|word| body.contains(word))
        && !body.contains(char::is_numeric);
    if line.is_empty() {
        Some(words("empty", "空行"))
    } else if body.chars().all(|c| !c.is_alphanumeric()) {
        Some(words("nothing in it", "没有内容"))
    } else if is_header(line) {
        Some(words("heading", "表头"))
    } else if example || template {
        Some(words("example", "示例"))
    } else if is_courtesy(body) {
        Some(words("an acknowledgement", "应答"))
    } else {
        None
    }
}

/// True for what people answer in a chat and which asks for nothing: 收到、谢谢、辛苦了.
fn is_courtesy(body: &str) -> bool {
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

/// The text behind the mark of a list (`1.`, `（2）`, `③`, `-`), and whether the mark could belong to an address.
fn list_mark(line: &str) -> Option<(&str, bool)> {
    let bullet = |c: char| "-•*·●◆◦>＞—–".contains(c);
    if let Some(rest) = line.strip_prefix(bullet) {
        return Some((rest.trim_start_matches(bullet).trim_start(), false));
    }
    if let Some(rest) = line.strip_prefix(|c: char| ('①'..='⑳').contains(&c)) {
        return Some((rest.trim_start(), false));
    }
    let opened = line.strip_prefix(['(', '（']);
    let inner = opened.unwrap_or(line);
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > 3 {
        return None;
    }
    let after = &inner[digits..];
    let marks: &[char] =
        if opened.is_some() { &[')', '）'] } else { &['.', '．', '、', '。', ')', '）', ':', '：'] };
    let rest = after.strip_prefix(marks)?;
    // 3.2-502 may be an address, and 1.3-2-502 an entry.
    let doubtful = after.starts_with(['.', '、', '。']) && rest.starts_with(|c: char| c.is_ascii_digit());
    Some((rest.trim_start(), doubtful))
}

fn holds_number(line: &str, registers: &Registers) -> bool {
    !personal_numbers(line, &registers.community.public_phones).is_empty()
}

/// What one line says.
fn one(line: &str, registers: &Registers, told: &Told) -> Result<(Opening, KindFrom, Vec<Said>), Fault> {
    let exempt = &registers.community.public_phones;
    let masked;
    let line = match holds_number(line, registers) {
        false => line,
        true if told.mask => {
            masked = mask_numbers(line, exempt);
            masked.as_str()
        }
        true => {
            return Err(Fault::new(said!("it holds a phone or identity number", "含有手机号或身份证号"))
                .remedy(said!(
                    "such numbers never reach the history: take it out, or --mask-numbers",
                    "这类号码不得进入历史记录：请删去，或加 --mask-numbers 打码"
                )));
        }
    };
    let places = registers.names.places();
    let body = match list_mark(line) {
        None => line,
        Some((rest, false)) => rest,
        Some((rest, true)) => match (home_of(line, places), home_of(rest, places)) {
            (Some(one), Some(two)) if one != two => {
                let (one, two) = (places.code(one), places.code(two));
                return Err(Fault::new(said!("it may be {one} or {two}", "可能是 {one}，也可能是 {two}"))
                    .remedy(said!("put a blank after the number of the entry", "请在序号后加空格")));
            }
            (Some(_), None) => line,
            _ => rest,
        },
    };
    let mut marks = Marks::default();
    let body = marks.cut(body);
    let found = find(body, places)?;
    let rest = found.rest.trim_matches(|c: char| "-‐‑–—~～ ".contains(c));
    let mut need = marks.cut(rest).to_owned();
    marks.look(&need);
    if marks.kinds_differ {
        return Err(Fault::new(said!("it says two kinds of help", "写了两个类别"))
            .remedy(said!("a line for each", "请分成两行")));
    }
    if need.is_empty() {
        // A kind alone is all that is needed: 3-2-502 维修.
        need.clone_from(&marks.kind_word);
    }
    if need.is_empty() {
        return Err(Fault::new(said!("it does not say what is needed", "没有写需要什么"))
            .remedy(said!("such as 3-2-502 布洛芬1盒", "例如 3-2-502 布洛芬1盒")));
    }
    let (kind, from) = match marks.kind {
        Some(kind) => (kind, KindFrom::Said),
        None => match (kind_of(&need, registers)?, told.kind) {
            (Some(known), _) => known,
            (None, Some(kind)) => (kind, KindFrom::Flag),
            (None, None) => {
                return Err(Fault::new(said!(
                    "nothing tells the kind of `{need}`",
                    "看不出“{need}”是哪一类"
                ))
                .remedy(said!(
                    "write the kind in the line (药品 食品 维修 …), or --kind for all such lines",
                    "请在行中写明类别（药品、食品、维修……），或用 --kind 指明"
                )));
            }
        },
    };
    let urgency = marks.urgency.or(told.urgency).unwrap_or_default();
    let opening = Opening { place: found.home, need, kind, urgency };
    Ok((opening, from, found.noted))
}

fn home_of(text: &str, places: &crate::model::Places) -> Option<crate::model::PlaceId> {
    let mut marks = Marks::default();
    find(marks.cut(text), places).ok().map(|found| found.home)
}
