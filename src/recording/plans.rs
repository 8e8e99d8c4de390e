//! Buildings as one types them when a community begins: `1..12: units 1..2, floors 1..17, doors 2; A: floors 6, doors 4`.

use crate::model::{BuildingPlan, Fault, Places, whole_number};
use crate::said;
use crate::words::Said;
use unicode_normalization::UnicodeNormalization;

/// More buildings than this in one range are a slip of the pen.
const MOST_BUILDINGS: usize = 500;
/// More homes than this are not one community.
const MOST_HOMES: usize = 200_000;

const UNITS: [&str; 4] = ["units", "unit", "单元", "梯"];
const FLOORS: [&str; 6] = ["floors", "floor", "storeys", "楼层", "层数", "层"];
const DOORS: [&str; 7] = ["doors", "door", "homes", "每层", "每梯", "户数", "户"];

/// Reads buildings: groups separated by `;`, each `CODES: units …, floors …, doors …`. Codes, units and floors are
/// single or `a..b`. `；：，、～` and the Chinese words (单元、层、户) are read as well. Units may be absent. Floors that
/// begin above 1 leave the homes below them out.
///
/// # Errors
/// What cannot be read, is missing, or can be read in two ways, with the form shown; and what makes no places.
pub fn building_plans(text: &str) -> Result<Vec<BuildingPlan>, Fault> {
    let tidy: String = text.nfkc().map(|c| if c == '、' { ',' } else { c }).collect();
    let mut plans = Vec::new();
    let mut homes = 0_usize;
    for group in tidy.split([';', '\n']).map(str::trim).filter(|g| !g.is_empty()) {
        let Some((codes, shape)) = group.split_once(':') else {
            return Err(refused(said!(
                "`{group}` has no `:` between the buildings and their shape",
                "“{group}”的楼号与户型之间缺少冒号"
            )));
        };
        let shape = Shape::read(shape, group)?;
        for piece in codes.split(',').map(str::trim).filter(|p| !p.is_empty()) {
            for code in building_codes(piece)? {
                homes = homes.saturating_add(shape.homes());
                if plans.len() >= MOST_BUILDINGS || homes > MOST_HOMES {
                    return Err(refused(said!(
                        "`{piece}`: that would be more than {MOST_BUILDINGS} buildings or {MOST_HOMES} homes",
                        "“{piece}”：超过了 {MOST_BUILDINGS} 幢或 {MOST_HOMES} 户"
                    )));
                }
                plans.push(shape.plan(code));
            }
        }
    }
    if plans.is_empty() {
        return Err(refused(said!("no building is named", "没有写明楼号")));
    }
    match Places::new(&plans, &[], &[]).1.into_iter().next() {
        None => Ok(plans),
        Some(fault) => Err(fault),
    }
}

/// What the buildings of a group are like.
#[derive(Default)]
struct Shape {
    units: Option<Vec<String>>,
    floors: Option<(u32, u32)>,
    doors: Option<u32>,
}

impl Shape {
    fn read(text: &str, group: &str) -> Result<Shape, Fault> {
        let mut shape = Shape::default();
        let mut listing_units = false;
        for piece in text.split(',').map(str::trim).filter(|p| !p.is_empty()) {
            let lower = piece.to_lowercase();
            let has = |words: &[&str]| words.iter().any(|w| lower.contains(w));
            let twice = || {
                refused(said!("`{group}`: `{piece}` says it a second time", "“{group}”：“{piece}”重复说明"))
            };
            if has(&DOORS) {
                listing_units = false;
                let doors = up_to(&bare(&lower, &[&DOORS, &FLOORS]), piece)?;
                if doors.0 != 1 || shape.doors.replace(doors.1).is_some() {
                    return Err(if doors.0 != 1 { not_read(piece) } else { twice() });
                }
            } else if has(&UNITS) {
                listing_units = true;
                let units = unit_codes(piece, &bare(piece, &[&UNITS]), lower.contains('个'))?;
                if shape.units.replace(units).is_some() {
                    return Err(twice());
                }
            } else if has(&FLOORS) {
                listing_units = false;
                if shape.floors.replace(up_to(&bare(&lower, &[&FLOORS]), piece)?).is_some() {
                    return Err(twice());
                }
            } else if let Some(units) = shape.units.as_mut().filter(|_| listing_units) {
                units.extend(codes_of(piece)?);
            } else {
                return Err(not_read(piece));
            }
        }
        for (word, there) in [
            (("floors", "楼层（层）"), shape.floors.is_some()),
            (("doors", "每层户数（户）"), shape.doors.is_some()),
        ] {
            if !there {
                return Err(refused(said!(
                    "`{group}`: {w} missing",
                    "“{group}”：缺少{w}",
                    w = (word.0, word.1)
                )));
            }
        }
        Ok(shape)
    }

    fn homes(&self) -> usize {
        let (_, floors) = self.floors.unwrap_or_default();
        let units = self.units.as_ref().map_or(1, |u| u.len().max(1));
        units.saturating_mul(floors as usize).saturating_mul(self.doors.unwrap_or_default() as usize)
    }

    fn plan(&self, code: String) -> BuildingPlan {
        let (first, floors) = self.floors.unwrap_or_default();
        let doors = self.doors.unwrap_or_default();
        let units = self.units.clone().unwrap_or_default();
        let zero = ["0".to_owned()];
        let in_units = if units.is_empty() { &zero[..] } else { &units[..] };
        let below = (1..first).flat_map(|f| (1..=doors).map(move |d| f * 100 + d));
        let except = below
            .flat_map(|room| in_units.iter().map(move |u| (u, room)))
            .map(|(u, r)| format!("{code}-{u}-{r}"));
        BuildingPlan { except: except.collect(), code, units, floors, doors, extra: Vec::new() }
    }
}

/// What is left of a piece without its words.
fn bare(piece: &str, words: &[&[&str]]) -> String {
    let mut text = piece.to_owned();
    for word in words.iter().copied().flatten() {
        // Words may be written with a capital; codes keep theirs.
        while let Some(at) = text.to_lowercase().find(word) {
            let Some(rest) = text.get(at + word.len()..) else { break };
            text = format!("{} {rest}", text.get(..at).unwrap_or_default());
        }
    }
    text.replace(['个', '=', '共'], " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `17`, `1..17`, `2..11`: the first and the last.
fn up_to(text: &str, piece: &str) -> Result<(u32, u32), Fault> {
    let number = |t: &str| whole_number(t).ok().filter(|n| *n > 0);
    let (first, last) = match ends(text) {
        None => (Some(1), number(text)),
        Some((a, b)) => (number(a), number(b)),
    };
    match (first, last) {
        (Some(first), Some(last)) if first <= last => Ok((first, last)),
        _ => Err(not_read(piece)),
    }
}

/// The units: `1..2`, `A..C`, `1`; `2个` says how many there are. `units 2` could mean either, and is refused.
fn unit_codes(piece: &str, text: &str, counted: bool) -> Result<Vec<String>, Fault> {
    if counted && let Ok(n @ 1..=50) = whole_number(text) {
        return Ok((1..=n).map(|u| u.to_string()).collect());
    }
    match text.parse::<u32>() {
        Ok(0) => Ok(Vec::new()),
        Ok(n) if n > 1 => Err(Fault::new(said!(
            "`{piece}`: is that {n} units, or one unit called {n}?",
            "“{piece}”：是 {n} 个单元，还是只有“{n}”这一个单元？"
        ))
        .remedy(said!("for {n} units: units 1..{n}", "{n} 个单元请写：单元 1..{n}"))),
        _ if text.is_empty() => Err(not_read(piece)),
        _ => codes_of(text),
    }
}

/// Building codes with or without their word: `1..12`, `3幢`, `A..C座`.
fn building_codes(piece: &str) -> Result<Vec<String>, Fault> {
    const WORDS: [&str; 6] = ["号楼", "幢", "栋", "座", "楼", "号"];
    let bare = |code: &str| {
        let code = code.trim();
        WORDS.iter().find_map(|w| code.strip_suffix(w)).unwrap_or(code).trim().to_owned()
    };
    match ends(piece) {
        None => Ok(vec![bare(piece)]),
        Some((a, b)) => codes_of(&format!("{}..{}", bare(a), bare(b))),
    }
}

/// One code, or all from one to another: numbers, or single letters.
fn codes_of(text: &str) -> Result<Vec<String>, Fault> {
    let Some((a, b)) = ends(text) else { return Ok(vec![text.trim().to_owned()]) };
    let plain = |t: &str| t.parse::<u32>().ok().filter(|n| n.to_string() == t);
    if let (Some(first), Some(last)) = (plain(a), plain(b))
        && first <= last
        && (last - first) as usize <= MOST_BUILDINGS
    {
        return Ok((first..=last).map(|n| n.to_string()).collect());
    }
    if let (&[first], &[last]) = (a.as_bytes(), b.as_bytes())
        && first <= last
        && (first.is_ascii_uppercase() && last.is_ascii_uppercase()
            || first.is_ascii_lowercase() && last.is_ascii_lowercase())
    {
        return Ok((first..=last).map(|letter| char::from(letter).to_string()).collect());
    }
    Err(not_read(text))
}

/// The two ends of a range, however it is written.
fn ends(text: &str) -> Option<(&str, &str)> {
    ["..=", "...", "..", "~", "至", "到", "–", "—", "-"].iter().find_map(|mark| {
        let (a, b) = text.split_once(mark)?;
        Some((a.trim(), b.trim())).filter(|(a, b)| !a.is_empty() && !b.is_empty())
    })
}

fn not_read(piece: &str) -> Fault {
    refused(said!("`{piece}` cannot be read", "看不懂“{piece}”"))
}

fn refused(message: Said) -> Fault {
    Fault::new(message).remedy(said!(
        "such as --buildings \"1..12: units 1..2, floors 1..17, doors 2; 13: floors 6, doors 4\"",
        "例如 --buildings \"1..12：单元 1..2，楼层 1..17，每层 2 户；13：6 层，每层 4 户\""
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Vec<String> {
        let show = |p: &BuildingPlan| {
            format!("{}[{}]{}x{}-{}", p.code, p.units.join(" "), p.floors, p.doors, p.except.len())
        };
        building_plans(text).unwrap().iter().map(show).collect()
    }

    fn fault(text: &str) -> Fault {
        building_plans(text).unwrap_err()
    }

    #[test]
    fn groups_of_buildings_are_read_with_their_ranges() {
        let text = "1..3: units 1..2, floors 1..17, doors 2; 13: floors 1..6, doors 4; A..B: units 1..3, floors 11, doors 2";
        let plans =
            ["1[1 2]17x2-0", "2[1 2]17x2-0", "3[1 2]17x2-0", "13[]6x4-0", "A[1 2 3]11x2-0", "B[1 2 3]11x2-0"];
        assert_eq!(read(text), plans);
    }

    #[test]
    fn chinese_words_and_marks_are_read_as_well() {
        let plans = ["1[1 2]17x2-0", "2[1 2]17x2-0", "A[]6x4-0"];
        assert_eq!(read("１～２幢：单元 1..2，楼层 1..17，每层２户；A座：6层、4户"), plans);
        assert_eq!(read("1至2：2个单元，17层，每层两户；A：楼层6，户数4"), plans);
        assert_eq!(read("1、2：单元1、2，17层，2户；A号楼：六层，四户;"), plans);
    }

    #[test]
    fn shops_on_the_ground_floor_leave_its_homes_out() {
        assert_eq!(read("3: units 1..2, floors 2..11, doors 2"), ["3[1 2]11x2-4"]);
        assert_eq!(building_plans("5: floors 2..3, doors 1").unwrap()[0].except, ["5-0-101"]);
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_refused_with_both() {
        let fault = fault("1: units 2, floors 11, doors 2");
        assert_eq!(fault.message.en, "`units 2`: is that 2 units, or one unit called 2?");
        assert_eq!(fault.remedy.unwrap().zh, "2 个单元请写：单元 1..2");
        assert_eq!(read("1: units 1, floors 11, doors 2"), ["1[1]11x2-0"]);
    }

    #[test]
    fn what_cannot_be_read_is_named_and_the_form_shown() {
        for (text, message) in [
            ("", "no building is named"),
            ("1..12", "`1..12` has no `:` between the buildings and their shape"),
            ("1: floors 3", "`1: floors 3`: doors missing"),
            ("1: doors 3", "`1: doors 3`: floors missing"),
            ("1: floors x, doors 2", "`floors x` cannot be read"),
            ("1: floors 0, doors 2", "`floors 0` cannot be read"),
            ("1: floors 3, doors 2..3", "`doors 2..3` cannot be read"),
            (
                "1: floors 3, doors 2, doors 2",
                "`1: floors 3, doors 2, doors 2`: `doors 2` says it a second time",
            ),
            ("1: colour blue, floors 3, doors 2", "`colour blue` cannot be read"),
            ("12..1: floors 3, doors 2", "`12..1` cannot be read"),
            ("A..b: floors 3, doors 2", "`A..b` cannot be read"),
            ("1..9999: floors 3, doors 2", "`1..9999` cannot be read"),
        ] {
            let fault = fault(text);
            assert_eq!(fault.message.en, message);
            assert!(fault.remedy.unwrap().en.contains("--buildings"), "{text}");
        }
        assert!(fault("1..500: units 1..9, floors 90, doors 9").message.en.contains("more than"));
    }

    #[test]
    fn places_that_cannot_be_are_refused() {
        assert_eq!(fault("3,3: floors 2, doors 2").message.en, "there are two buildings `3`");
        assert!(fault("3 4: floors 2, doors 2").message.en.contains("cannot be the code"));
        assert!(fault("3: floors 300, doors 2").message.en.contains("300 floors"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[0-9A-Ca-z.:;,~至幢单元层户个两 -]{0,40}|\\PC{0,30}") {
            let _ = building_plans(&text);
        }
    }
}
