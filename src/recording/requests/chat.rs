//! Requests from the lines of a chat: `3-2-502 布洛芬1盒 急`. Nothing is guessed and nothing vanishes: each line is read,
//! ignored, or doubtful with the reason.

use super::chat_place::find;
use super::kind::{KindFrom, kind_of};
use super::marks::Marks;
use super::opening::Opening;
use crate::ledgers::{Help, Urgency};
use crate::model::chain::{Piece, PieceKind};
use crate::model::{Fault, PlaceId, Places, mask_numbers, personal_numbers};
use crate::recording::chain::{Doubtful, Ignored, Read, Sorted, Spot, number_refused, parted};
use crate::registers::Registers;
use crate::said;
use crate::words::{Said, words};

/// What holds where a line says nothing.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// `--kind`.
    pub kind: Option<Help>,
    /// `--urgency`.
    pub urgency: Option<Urgency>,
    /// `--mask-numbers`: phone and identity numbers are masked rather than doubted.
    pub mask: bool,
    /// The building or unit given beside the lines.
    pub context: Option<PlaceId>,
}

/// What an entry asks for.
#[derive(Clone, Debug)]
pub struct Asking {
    /// The request.
    pub opening: Opening,
    /// What told its kind.
    pub from: KindFrom,
    /// What was read otherwise than it stands.
    pub noted: Vec<Said>,
}

/// All lines of a chat, each in one of the four lists.
pub type Chat = Sorted<Asking>;

/// Reads what was pasted. Entries that say the same twice are both read.
pub fn read_chat(text: &str, registers: &Registers, told: &Told) -> Chat {
    let exempt = &registers.community.public_phones;
    let places = registers.names.places();
    let mut chat = Sorted::of_lines(text.lines().count());
    for piece in parted(text, told.context, places) {
        let spot = Spot::of(&piece, exempt);
        let silent = match piece.kind {
            PieceKind::Silent(why) => Some(why),
            PieceKind::Example => Some(words("example", "示例")),
            _ => None,
        };
        if let Some(why) = silent {
            chat.ignored.push(Ignored { spot, why });
            continue;
        }
        match entry(&piece, registers, told) {
            Ok(said) => chat.read.push(Read { spot, place: said.opening.place, said }),
            Err(_)
                if piece.kind == PieceKind::Title
                    && find(&piece.text, told.context, places).is_err()
                    && !holds_number(&piece.text, registers) =>
            {
                chat.ignored.push(Ignored { spot, why: words("title", "标题") });
            }
            Err(fault) => {
                let place = find(&piece.body, told.context, places).ok().map(|found| found.home);
                chat.doubtful.push(Doubtful { spot, place, fault });
            }
        }
    }
    chat
}

/// What an entry says; its lines are one need. Behind the last entry they may be a remark of the organiser.
fn entry(piece: &Piece, registers: &Registers, told: &Told) -> Result<Asking, Fault> {
    let body = bare(piece, registers, told)?;
    if let Some((first, more)) = body.split_once('\n')
        && piece.kind == PieceKind::LastEntry
        && one(first, registers, told).is_ok()
    {
        return Err(Fault::new(said!(
            "`{more}` may belong to the entry or be a remark",
            "“{more}”可能属于这条接龙，也可能是附言"
        ))
        .remedy(said!(
            "join it to the line above, or put an empty line between",
            "请并入上一行，或在中间空一行"
        )));
    }
    one(&body.replace('\n', "，"), registers, told)
}

/// What an entry says, with its number only where that is a part of the address.
fn bare<'p>(piece: &'p Piece, registers: &Registers, told: &Told) -> Result<&'p str, Fault> {
    let places = registers.names.places();
    let (body, whole) = match &piece.whole {
        None => return Ok(&piece.body),
        Some(whole) => (piece.body.as_str(), whole.as_str()),
    };
    match (home_of(whole, told.context, places), home_of(body, told.context, places)) {
        (Some(one), Some(two)) if one != two && !piece.in_order => {
            let (one, two) = (places.code(one), places.code(two));
            Err(Fault::new(said!("it may be {one} or {two}", "可能是 {one}，也可能是 {two}"))
                .remedy(said!("put a blank after the number of the entry", "请在序号后加空格")))
        }
        (Some(_), None) => Ok(whole),
        _ => Ok(body),
    }
}

fn holds_number(line: &str, registers: &Registers) -> bool {
    !personal_numbers(line, &registers.community.public_phones).is_empty()
}

/// What one line says.
fn one(line: &str, registers: &Registers, told: &Told) -> Result<Asking, Fault> {
    let exempt = &registers.community.public_phones;
    let masked;
    let line = match holds_number(line, registers) {
        false => line,
        true if told.mask => {
            masked = mask_numbers(line, exempt);
            masked.as_str()
        }
        true => return Err(number_refused()),
    };
    let mut marks = Marks::default();
    let body = marks.cut(line);
    let found = find(body, told.context, registers.names.places())?;
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
    Ok(Asking { opening, from, noted: found.noted })
}

fn home_of(text: &str, context: Option<PlaceId>, places: &Places) -> Option<PlaceId> {
    let mut marks = Marks::default();
    find(marks.cut(text), context, places).ok().map(|found| found.home)
}
