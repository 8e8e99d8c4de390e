//! Reading a chain: every piece of the text goes to one of the four lists.

use super::address::{Address, addresses, begins_with_home, of_shape};
use super::facts::{Facts, Frame};
use super::learning::is_template;
use super::meaning::facts;
use super::pattern::Shape;
use super::sorted::{Doubtful, EXAMPLE, Ignored, LEFT, REASON, Read, Sorted, Spot};
use crate::model::chain::{Piece, PieceKind, chatter, pieces};
use crate::model::{Fault, PlaceId, mask_numbers, personal_numbers};
use crate::said;
use crate::words::{any_of, words};

/// A chain of counts or goods, read.
pub type Chain = Sorted<Facts>;

/// The pieces of a pasted text; what a file of left entries says beside them is taken off.
pub fn parted(text: &str, context: Option<PlaceId>, places: &crate::model::Places) -> Vec<Piece> {
    let bare = match text.contains(LEFT) {
        true => {
            let entry = |line: &str| line.split(REASON).next().unwrap_or_default().trim_end().to_owned();
            text.lines().map(|line| entry(line) + "\n").collect()
        }
        false => text.to_owned(),
    };
    pieces(&bare, &|text| begins_with_home(text, context, places))
}

/// Reads the pieces. `declared` is false where neither a pattern nor an example tells how an entry is written.
pub fn read_chain(pieces: &[Piece], frame: &Frame, declared: bool, mask: bool) -> Chain {
    let exempt = &frame.registers.community.public_phones;
    let mut chain = Sorted::of_lines(pieces.last().map_or(0, |piece| piece.lines.1));
    for piece in pieces {
        let spot = Spot::of(piece, exempt);
        let ignored = |why| Ignored { spot: spot.clone(), why };
        let title = words("title", "标题");
        match piece.kind {
            PieceKind::Silent(why) => chain.ignored.push(ignored(why)),
            _ if piece.kind == PieceKind::Example || is_template(piece, &frame.registers.names) => {
                chain.ignored.push(ignored(EXAMPLE));
            }
            _ => match one(piece, frame, declared, mask) {
                Ok((place, said)) => chain.read.push(Read { spot, place, said }),
                Err((_, None)) if piece.kind == PieceKind::Title && !holds_number(piece, exempt) => {
                    chain.ignored.push(ignored(title));
                }
                Err((_, None)) if piece.kind == PieceKind::Remark && !holds_number(piece, exempt) => {
                    chain.ignored.push(ignored(words("remark", "附言")));
                }
                Err((_, None)) if chatter(&piece.body) => {
                    chain.ignored.push(ignored(words("chatter", "闲聊")))
                }
                Err((fault, place)) => chain.doubtful.push(Doubtful { spot, place, fault }),
            },
        }
    }
    last_wins(&mut chain);
    chain
}

fn holds_number(piece: &Piece, exempt: &[String]) -> bool {
    !personal_numbers(&piece.text, exempt).is_empty()
}

/// Of two entries of one home the later counts; goods that only the earlier one names make it doubtful.
fn last_wins(chain: &mut Chain) {
    let items = |entry: &Read<Facts>| entry.said.goods.iter().map(|g| g.item.clone()).collect::<Vec<_>>();
    let people = |entry: &Read<Facts>| entry.said.people.iter().any(Option::is_some);
    let meets = |a: &Read<Facts>, b: &Read<Facts>| {
        let (mine, other) = (items(a), items(b));
        a.place == b.place && (people(a) || people(b) || mine.iter().any(|item| other.contains(item)))
    };
    let mut torn: Vec<usize> = Vec::new();
    for (at, entry) in chain.read.iter().enumerate() {
        let mine = items(entry);
        let later = chain.read[at + 1..].iter().filter(|later| meets(entry, later));
        if later.into_iter().any(|later| mine.iter().any(|item| !items(later).contains(item))) {
            torn.push(at);
        }
    }
    for at in torn.into_iter().rev() {
        let entry = chain.read.remove(at);
        let fault = Fault::new(said!(
            "a later entry of this home names only some of its goods",
            "该户后面的接龙只写了其中一部分物品"
        ))
        .remedy(said!("write all goods of the home in one entry", "请把该户的全部物品写在一条里"));
        chain.doubtful.push(Doubtful { spot: entry.spot, place: Some(entry.place), fault });
    }
    chain.doubtful.sort_by_key(|d| d.spot.lines);
    chain.last_wins(meets);
}

type Refusal = (Fault, Option<PlaceId>);

/// What one entry says. A refusal names the home where that much is sure.
fn one(piece: &Piece, frame: &Frame, declared: bool, mask: bool) -> Result<(PlaceId, Facts), Refusal> {
    let exempt = &frame.registers.community.public_phones;
    let bare = |text: &str| -> Result<String, Refusal> {
        let ranges = personal_numbers(text, exempt);
        if ranges.is_empty() {
            return Ok(text.to_owned());
        }
        if !mask {
            let (whole, _) = (mask_numbers(text, exempt), ());
            let place = unique(&addresses(&whole, frame.context, false, frame.registers.names.places()));
            return Err((number_refused(), place));
        }
        let mut left = text.to_owned();
        ranges.into_iter().rev().for_each(|range| left.replace_range(range, " "));
        Ok(left)
    };
    let body = bare(&piece.body)?;
    let Some(whole) = piece.whole.as_deref() else { return reading(&body, frame, declared) };
    let whole = bare(whole)?;
    match (reading(&body, frame, declared), reading(&whole, frame, declared)) {
        (Ok(one), Ok(two)) if one != two && !piece.in_order => {
            let (one, two) =
                (frame.registers.names.place_code(one.0), frame.registers.names.place_code(two.0));
            Err((
                Fault::new(said!("it may be {one} or {two}", "可能是 {one}，也可能是 {two}"))
                    .remedy(said!("put a blank after the number of the entry", "请在序号后加空格")),
                None,
            ))
        }
        (Err((_, None)), Ok(two)) => Ok(two),
        (one, _) => one,
    }
}

/// Why an entry with a phone or identity number is not taken.
pub fn number_refused() -> Fault {
    Fault::new(said!("it holds a phone or identity number", "含有手机号或身份证号")).remedy(said!(
        "such numbers never reach the history: take it out, or --mask-numbers",
        "这类号码不得进入历史记录：请删去，或加 --mask-numbers 打码"
    ))
}

fn unique(all: &[Address]) -> Option<PlaceId> {
    let first = all.first()?.place;
    all.iter().all(|a| a.place == first).then_some(first)
}

/// Reads an entry without its number.
fn reading(text: &str, frame: &Frame, declared: bool) -> Result<(PlaceId, Facts), Refusal> {
    let places = frame.registers.names.places();
    let shape = frame.pattern.shape;
    let all = addresses(text, frame.context, shape == Shape::WholeUnit, places);
    let Some(group) = of_shape(all, shape).into_iter().find(|group| !group.is_empty()) else {
        return Err((nowhere(text, frame), None));
    };
    let mut read: Vec<(&Address, Facts)> = Vec::new();
    let mut fault = None;
    for address in &group {
        match facts(address, frame) {
            Ok(facts) if !read.iter().any(|(a, f)| a.place == address.place && same(f, &facts)) => {
                read.push((address, facts));
            }
            Ok(_) => {}
            Err(why) => fault = fault.or(Some((why, address.place))),
        }
    }
    match (read.len(), fault) {
        (0, Some((fault, place))) => Err((fault, unique(&group).map(|_| place))),
        (0, None) => Err((nowhere(text, frame), None)),
        (1, _) => {
            let (address, facts) = read.remove(0);
            if !declared && address.cut && address.numbers < 3 {
                let joined = text.split_whitespace().next().unwrap_or(text);
                return Err((
                    Fault::new(said!(
                        "`{joined}` may be a room and a number, or a building and a room",
                        "“{joined}”可能是室号和数目，也可能是楼号和房号"
                    ))
                    .remedy(said!(
                        "--pattern \"室号 人数\" or --pattern \"楼号-房号 人数\" tells",
                        "请用 --pattern \"室号 人数\" 或 --pattern \"楼号-房号 人数\" 说明"
                    )),
                    None,
                ));
            }
            Ok((address.place, facts))
        }
        (ways, _) => {
            let mut codes: Vec<&str> = read.iter().map(|(a, _)| places.code(a.place)).collect();
            codes.dedup();
            let list = any_of(&codes);
            Err((
                Fault::new(said!("it can be read in {ways} ways", "有 {ways} 种读法")).remedy(said!(
                    "put a comma behind the address of {l}",
                    "请在地址后加逗号：{l}",
                    l = (list.en, list.zh)
                )),
                None,
            ))
        }
    }
}

fn same(one: &Facts, two: &Facts) -> bool {
    (&one.people, &one.goods) == (&two.people, &two.goods)
}

/// Why an entry names no home: what the first thing that looks like an address lacks.
fn nowhere(text: &str, frame: &Frame) -> Fault {
    let places = frame.registers.names.places();
    let looks = |word: &&str| {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        digits > 2 || digits > 0 && word.contains(['-', '幢', '栋', '座', '楼', '室', '#'])
    };
    let mut tried = text.split([' ', ',', '，', '\n', '*', ':', '：']).filter(|word| !word.is_empty());
    match tried.find(looks).map(|word| places.typed(word, frame.context)) {
        Some(Err(fault)) => fault,
        _ => Fault::new(said!("it names no home", "没有写户号"))
            .remedy(said!("such as 2105 -2", "例如 2105 -2")),
    }
}
