//! One row typed by hand, made canonical.

use super::HandRow;
use crate::ledgers::{Draft, Kind, Ledger, need_slip};
use crate::model::{Code, Day, Fault, Quantity, RowId, measure, typed_day};
use crate::recording::{Setting, read_cell};
use crate::registers::Registers;
use crate::said;
use crate::words::{Lang, Said};
use unicode_normalization::UnicodeNormalization;

/// The codes of faults, by the kind of the field.
pub fn code_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Place => "unknown-place",
        Kind::Item => "unknown-item",
        Kind::Store => "unknown-store",
        Kind::Round => "unknown-round",
        Kind::Volunteer => "unknown-volunteer",
        Kind::Group => "unknown-group",
        Kind::Choice(_) => "bad-choice",
        Kind::Id | Kind::RowRef => "id-form",
        _ => "type",
    }
}

/// The row with its cells in canonical form and its id, person and moment filled in; what cannot be read stays as it
/// was typed and is told by field.
pub fn normal(
    typed: &HandRow,
    ledger: &'static Ledger,
    registers: &Registers,
    setting: &Setting,
    fresh: &mut dyn FnMut() -> Code,
    noted: &mut Vec<Said>,
) -> (Draft, Vec<(usize, &'static str, Fault)>) {
    let mut draft = Draft::new(ledger);
    let mut faults = Vec::new();
    let cell = |name: &str| ledger.position(name).map_or("", |at| typed.cells[at].trim());
    let is_reversal = !cell("reverses").is_empty();
    let near = reference(typed, setting);
    let has_unit = ledger.field("unit").is_some();
    let mut remark = String::new();
    for (at, field) in ledger.fields.iter().enumerate() {
        let text: String = typed.cells[at].replace("\r\n", "\n").trim().nfc().collect();
        let text = text.as_str();
        let read = match (field.name, field.kind) {
            ("by", _) if text.is_empty() => Ok(setting.by.clone()),
            ("at", _) if text.is_empty() => Ok(setting.at.to_string()),
            ("id", _) if text.is_empty() => continue,
            ("id", _) => RowId::parse(&text.to_uppercase()).map(|id| id.to_string()),
            // The opening row of a request is named by its own id, below.
            ("request", Kind::RowRef) if text.is_empty() && matches!(cell("step"), "opened" | "已受理") => {
                continue;
            }
            ("date", _) if !text.is_empty() => {
                let words = !text.chars().any(char::is_numeric);
                typed_day(text, if words { setting.today } else { near }).map(|day| day.to_string())
            }
            (_, kind) if is_reversal && kind.is_negated() && Quantity::parse(text).is_ok() => {
                Ok(text.to_owned())
            }
            ("quantity", Kind::Quantity | Kind::Change) if has_unit && !text.is_empty() => {
                match with_unit(text, cell("unit")) {
                    Ok((quantity, unit, approximate)) => {
                        draft.put("unit", unit);
                        if let Some(said) = approximate {
                            remark = said.say(registers.community.language.unwrap_or(Lang::Zh)).to_owned();
                        }
                        match field.kind {
                            Kind::Quantity if quantity.is_negative() => {
                                Err(Fault::new(said!("{text} is below zero", "{text} 小于零")))
                            }
                            _ => Ok(quantity.to_string()),
                        }
                    }
                    Err(fault) => Err(fault),
                }
            }
            ("unit", _) if !draft.cells[at].is_empty() => continue,
            ("unit", _) if has_unit => Ok(text.to_owned()),
            _ => read_cell(field, text, registers, near, noted),
        };
        if let (Ok(codes), Kind::Needs) = (&read, field.kind) {
            let in_use: Vec<String> = registers.rounds.iter().flat_map(|r| r.needs.iter().cloned()).collect();
            noted.extend(codes.split('|').filter_map(|code| need_slip(code, &in_use)));
        }
        match read {
            Ok(value) => draft.cells[at] = value,
            Err(fault) => {
                let code = if text.is_empty() { "required" } else { code_of(field.kind) };
                draft.cells[at] = text.to_owned();
                faults.push((at, code, fault));
            }
        }
    }
    if !remark.is_empty() && !draft.get("note").contains(&remark) {
        let note = draft.get("note").to_owned();
        draft.put("note", if note.is_empty() { remark } else { format!("{note}；{remark}") });
    }
    if let Ok(day) = Day::parse(draft.get("date")) {
        if draft.get("id").is_empty() {
            draft.identify(day, fresh(), 0);
        }
        if draft.get("request").is_empty() && draft.get("step") == "opened" {
            let id = draft.get("id").to_owned();
            draft.put("request", id);
        }
    }
    (draft, faults)
}

/// The day near which a day without its year or month is meant: today, or the end of the month of an older file.
fn reference(typed: &HandRow, setting: &Setting) -> Day {
    let month = typed.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".csv");
    match Day::parse(&format!("{month}-28")) {
        Ok(day) if day.month() < setting.today.month() => day,
        _ => setting.today,
    }
}

/// `40箱` with an empty unit, or beside the same one.
fn with_unit(text: &str, unit: &str) -> Result<(Quantity, String, Option<Said>), Fault> {
    let measure = measure(text)?;
    let approximate = measure.approximate.then(|| {
        measure.noted.into_iter().next().unwrap_or_else(|| said!("approximate: {text}", "约数：{text}"))
    });
    let word = measure.unit.unwrap_or_default();
    if !word.is_empty() && !unit.is_empty() && word != unit {
        return Err(Fault::new(said!(
            "{text} is in {word}, the unit cell says {unit}",
            "{text} 的单位是 {word}，而单位一栏写的是 {unit}"
        ))
        .remedy(said!("keep one of the two", "请只保留其中一个")));
    }
    Ok((measure.quantity, if unit.is_empty() { word } else { unit.to_owned() }, approximate))
}
