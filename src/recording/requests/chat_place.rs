//! The home in a line of a chat: at its beginning or at its end, and nowhere else.

use super::marks::words;
use crate::model::{Fault, PlaceId, PlaceKind, Places};
use crate::said;
use crate::words::{Said, any_of};

/// No address is longer, in characters.
const LONGEST: usize = 40;

/// A home found in a line, and what else the line says.
#[derive(Clone, Debug)]
pub(super) struct Found<'t> {
    pub(super) home: PlaceId,
    pub(super) rest: &'t str,
    /// What was read otherwise than it stands.
    pub(super) noted: Vec<Said>,
}

/// True for a character that goes on with an address.
fn goes_on(c: char) -> bool {
    c.is_ascii_alphanumeric() || "幢栋座楼单元室户房号梯#＃".contains(c)
}

/// A digit, or a Chinese numeral.
fn counts(c: char) -> bool {
    c.is_ascii_digit() || "〇零一二三四五六七八九十两".contains(c)
}

fn is_dash(c: char) -> bool {
    "-‐‑‒–—―−－～~_".contains(c)
}

/// Finds the home at the beginning of the text, else at its end.
///
/// # Errors
/// There is none, it is not a home, it may be two, or the line names more than one.
pub(super) fn find<'t>(text: &'t str, context: Option<PlaceId>, places: &Places) -> Result<Found<'t>, Fault> {
    let front = at_an_end(text, beginnings(text), context, places)?;
    let found = match front {
        Some(found) => found,
        None => match at_an_end(text, endings(text), context, places)? {
            Some(found) => found,
            None => return Err(nowhere(text, places)),
        },
    };
    let other = words(found.rest).find_map(|word| named(word, places).filter(|home| *home != found.home));
    if let Some(other) = other {
        let (one, two) = (places.code(found.home), places.code(other));
        return Err(Fault::new(said!("it names two homes: {one}, {two}", "写了两户：{one}、{two}"))
            .remedy(said!("a line for each", "请每户一行")));
    }
    Ok(found)
}

/// The home that a word alone names; it must look like an address.
fn named(word: &str, places: &Places) -> Option<PlaceId> {
    let looks = word.contains(|c: char| is_dash(c) || "幢栋座楼单室#".contains(c)) && word.contains(counts);
    let place = places.typed(word, None).ok().filter(|_| looks)?;
    (places.get(place.id).kind == PlaceKind::Home).then_some(place.id)
}

/// Where an address at the beginning may end: the part that would be the address, and the rest.
fn beginnings(text: &str) -> Vec<(&str, &str)> {
    let chars: Vec<(usize, char)> = text.char_indices().take(LONGEST + 2).collect();
    let mut parts = Vec::new();
    for (n, &(at, c)) in chars.iter().enumerate().take(LONGEST) {
        let end = at + c.len_utf8();
        let next = chars.get(n + 1).map(|(_, c)| *c);
        let after = chars.get(n + 2).map(|(_, c)| *c);
        let open = next.is_some_and(goes_on) || next.is_some_and(is_dash) && after.is_some_and(goes_on);
        if !open && (c.is_alphanumeric() || "室户房号#)）".contains(c)) {
            parts.push(text.split_at(end));
        }
    }
    parts.retain(|(front, _)| front.contains(counts));
    parts
}

/// Where an address at the end may begin.
fn endings(text: &str) -> Vec<(&str, &str)> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let from = chars.len().saturating_sub(LONGEST);
    let mut parts = Vec::new();
    for n in from..chars.len() {
        let (at, c) = chars[n];
        let before = n.checked_sub(1).map(|b| chars[b].1);
        let inside = before.is_some_and(|b| b.is_ascii_alphanumeric() || is_dash(b) || b == '第');
        if !inside && (counts(c) || c.is_ascii_alphabetic() || c == '第') {
            let (rest, address) = text.split_at(at);
            parts.push((address, rest));
        }
    }
    parts.retain(|(address, _)| address.contains(counts));
    parts
}

/// The home among the possible addresses; `None` if none of them is a home.
fn at_an_end<'t>(
    text: &str,
    parts: Vec<(&'t str, &'t str)>,
    context: Option<PlaceId>,
    places: &Places,
) -> Result<Option<Found<'t>>, Fault> {
    let mut found: Vec<Found<'t>> = Vec::new();
    for (address, rest) in parts {
        let Ok(place) = places.typed(address, context) else { continue };
        if places.get(place.id).kind != PlaceKind::Home {
            continue;
        }
        match found.iter_mut().find(|known| known.home == place.id) {
            // The longer writing of the same home leaves less of it in the rest.
            Some(known) if rest.len() < known.rest.len() => {
                *known = Found { home: place.id, rest, noted: place.noted };
            }
            Some(_) => {}
            None => found.push(Found { home: place.id, rest, noted: place.noted }),
        }
    }
    if found.len() > 1 {
        let codes: Vec<&str> = found.iter().map(|f| places.code(f.home)).collect();
        let list = any_of(&codes);
        return Err(Fault::new(said!(
            "`{text}` can be read as {l}",
            "“{text}”可以读作 {l}",
            l = (list.en, list.zh)
        ))
        .remedy(said!("put a comma after the address", "请在地址后加逗号")));
    }
    Ok(found.pop())
}

/// Why no home was found: what comes nearest to an address is named.
fn nowhere(text: &str, places: &Places) -> Fault {
    let middle = words(text).find_map(|word| named(word, places).map(|home| (word, home)));
    if let Some((word, _)) = middle {
        return Fault::new(said!(
            "there is text before and after the address {word}",
            "地址 {word} 前后都有文字"
        ))
        .remedy(said!("begin with the address, and leave names out", "请以地址开头，不要写姓名"));
    }
    let candidates = words(text).filter(|word| word.contains(counts));
    for word in candidates {
        let looks = word.contains(|c: char| is_dash(c) || "幢栋座楼单室#".contains(c));
        if let Some(address) = beginnings(word).last().map(|(address, _)| *address).filter(|_| looks) {
            return match places.typed(address, None) {
                Ok(place) => {
                    let code = places.code(place.id);
                    Fault::new(said!("{code} is not a home", "{code} 不是一户"))
                        .remedy(said!("with the room, such as {code}-502", "请写到室，例如 {code}-502"))
                }
                Err(fault) => fault,
            };
        }
    }
    Fault::new(said!("it names no home", "没有写户号"))
        .remedy(said!("such as 3-2-502 布洛芬1盒", "例如 3-2-502 布洛芬1盒"))
}
