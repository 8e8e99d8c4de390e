//! A sheet of paper by its number: which unit and which round it is of.

use super::Setting;
use crate::arithmetic::open::is_open;
use crate::books::Books;
use crate::error::{Error, Result};
use crate::ledgers::RoundKind;
use crate::model::PlaceId;
use crate::registers::{Names, RoundId};
use crate::reports::sheets::{Sheets, sheet_number, unit_of_sheet};
use crate::said;
use crate::words::{Said, any_of};

/// What a sheet of paper is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaperSheet {
    /// Its number.
    pub number: usize,
    /// Its unit.
    pub unit: PlaceId,
    /// Its round.
    pub round: RoundId,
}

impl PaperSheet {
    /// Says which unit and round were understood.
    pub fn said(&self, names: &Names) -> Said {
        let (number, unit, round) = (self.number, names.place_code(self.unit), names.round_code(self.round));
        said!("sheet {number} is {unit} of {round}", "第 {number} 号是 {round} 的 {unit}")
    }
}

/// A sheet by the number printed on it. Without a round it is of the one round of its kind that is open on the day and
/// has this sheet; if there is none, or there are several, they are listed and nothing is assumed.
pub fn read_sheet(
    typed: &str,
    round: Option<RoundId>,
    kind: RoundKind,
    books: &Books,
    setting: &Setting,
) -> Result<PaperSheet> {
    let names = &books.registers.names;
    let places = names.places();
    let digits = typed.trim().trim_start_matches(['第', '#']).trim_end_matches('号').trim();
    let number = digits.parse::<usize>().map_err(|_| {
        Error::usage(said!("`{typed}` is not the number of a sheet", "“{typed}”不是表的编号"))
            .hint(said!("such as --sheet 14, or name the places", "例如 --sheet 14，或写明位置"))
    })?;
    let Some(unit) = unit_of_sheet(places, number) else {
        let last = places.units(PlaceId::WHOLE).last().and_then(|unit| sheet_number(places, unit));
        let last = last.unwrap_or_default();
        return Err(Error::usage(said!("there is no sheet {number}", "没有第 {number} 号表")).hint(said!(
            "sheets are numbered by units in place order, from 1 to {last}",
            "表按单元顺序编号，1 到 {last}"
        )));
    };
    let has_sheet = |id: RoundId| {
        Sheets::of(books, id, setting.day)
            .is_some_and(|sheets| sheets.sheets.iter().any(|sheet| sheet.number == number))
    };
    if let Some(round) = round {
        let (code, place) = (names.round_code(round), names.place_code(unit));
        let found = books.registers.round(round).is_some_and(|r| r.kind != kind) || has_sheet(round);
        return match found {
            true => Ok(PaperSheet { number, unit, round }),
            false => Err(Error::usage(said!(
                "sheet {number} is {place}, which {code} does not cover",
                "第 {number} 号是 {place}，{code} 不包括它"
            ))),
        };
    }
    let of_kind = |id: &RoundId| books.registers.round(*id).is_some_and(|r| r.kind == kind);
    let all = || (0..books.registers.rounds.len()).map(RoundId::from_index).filter(of_kind);
    let open = |id: &RoundId| books.registers.round(*id).is_some_and(|r| is_open(r, setting.day, setting.at));
    let candidates: Vec<RoundId> = all().filter(open).filter(|id| has_sheet(*id)).collect();
    let codes = |ids: &[RoundId]| any_of(&ids.iter().map(|id| names.round_code(*id)).collect::<Vec<_>>());
    match candidates[..] {
        [round] => Ok(PaperSheet { number, unit, round }),
        [] => {
            let mut last: Vec<RoundId> = all().collect();
            last.sort_by_key(|id| std::cmp::Reverse(books.registers.round(*id).map(|r| r.date)));
            last.truncate(3);
            let list = codes(&last);
            let error = Error::usage(said!(
                "no round that is open has sheet {number}",
                "进行中的批次里没有第 {number} 号表"
            ));
            Err(match last.is_empty() {
                true => error,
                false => error.hint(said!("name the round: {l}", "请指明批次：{l}", l = (list.en, list.zh))),
            })
        }
        _ => {
            let list = codes(&candidates);
            Err(Error::usage(said!(
                "several open rounds have a sheet {number}",
                "有几个进行中的批次都有第 {number} 号表"
            ))
            .hint(said!("name the round: {l}", "请指明批次：{l}", l = (list.en, list.zh))))
        }
    }
}
