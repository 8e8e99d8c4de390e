//! A row of a table becomes a draft of the ledger's row, or the list of what is wrong with it.

use super::cell::{Canonical, Known, default_cell, unit_typed_elsewhere};
use super::mapping::{Mapping, is_given_by_the_program};
use super::memory::Memory;
use super::plan::Options;
use super::sheet::SourceRow;
use crate::ledgers::{Draft, Field, Kind};
use crate::model::{Day, Fault, mask_numbers, personal_numbers};
use crate::said;
use crate::words::Said;

/// What a row says, in the ledger's own form; its id is still to be set.
#[derive(Debug)]
pub struct ReadRow {
    /// The draft, its date set.
    pub draft: Draft,
    /// The day of the row.
    pub day: Day,
    /// True if the day stands in the sheet, so that another day is a change.
    pub day_from_sheet: bool,
    /// The item, if it is to be registered.
    pub new_item: Option<String>,
    /// The destinations that are to be registered.
    pub new_destinations: Vec<String>,
    /// The round, if it is to be opened.
    pub new_round: Option<String>,
    /// How doubtful forms were read.
    pub noted: Vec<Said>,
}

/// A fault of one cell.
#[derive(Debug)]
pub struct RowFault {
    /// The field it is about.
    pub field: &'static Field,
    /// The column in which it stands, by index.
    pub column: Option<usize>,
    /// The text of the cell.
    pub value: String,
    /// What is wrong.
    pub fault: Fault,
}

/// Reads a row of the table.
pub fn read(
    source: &SourceRow,
    mapping: &Mapping,
    known: &Known<'_>,
    options: &Options<'_>,
    memory: &mut Memory,
) -> Result<ReadRow, Vec<RowFault>> {
    let ledger = mapping.ledger;
    let mut faults: Vec<RowFault> = Vec::new();
    let mut row = ReadRow {
        draft: Draft::new(ledger),
        day: options.today,
        day_from_sheet: false,
        new_item: None,
        new_destinations: Vec::new(),
        new_round: None,
        noted: Vec::new(),
    };
    let mut notes: Vec<String> = Vec::new();
    let column_of = |name: &str| {
        let place = mapping.columns.iter().position(|c| c.field.name == name)?;
        source.columns.get(place).copied().flatten()
    };
    let mut unit_with_quantity = None;
    for (place, map) in mapping.columns.iter().enumerate() {
        let (field, text) = (map.field, source.cells[place].as_str());
        let mut fault = |fault| {
            let (column, value) = (source.columns[place], text.to_owned());
            faults.push(RowFault { field, column, value, fault });
        };
        if text.is_empty() {
            continue;
        }
        match field.kind {
            Kind::Quantity | Kind::Change => match memory.counted(field, text, mapping.quantity_with_unit) {
                Ok(read) => {
                    row.draft.put(field.name, read.quantity.to_string());
                    row.noted.extend(read.noted);
                    if read.approximate {
                        notes.push(text.to_owned());
                    }
                    unit_with_quantity = unit_with_quantity.or(read.unit.map(|unit| (place, unit)));
                }
                Err(found) => fault(found),
            },
            _ => match memory.canonical(place, field, text, known) {
                Ok(Canonical { cell, is_new, noted }) => {
                    match field.kind {
                        Kind::Item if is_new => row.new_item = Some(cell.clone()),
                        Kind::Place if is_new => row.new_destinations.push(cell.clone()),
                        _ => {}
                    }
                    row.noted.extend(noted);
                    row.draft.put(field.name, cell);
                }
                Err(found) => fault(found),
            },
        }
    }
    if let Some((place, unit)) = unit_with_quantity {
        let stated = row.draft.get("unit").to_owned();
        if stated.is_empty() || stated == unit {
            row.draft.put("unit", unit);
        } else {
            let fault = Fault::new(said!(
                "the quantity is in {unit}, and the unit column says {stated}",
                "数量的单位是“{unit}”，而单位列是“{stated}”"
            ));
            let value = source.cells[place].clone();
            let (field, column) = (mapping.columns[place].field, source.columns[place]);
            faults.push(RowFault { field, column, value, fault });
        }
    }
    if ledger.field("unit").is_some() && row.draft.get("unit").is_empty() {
        let names = &known.registers.names;
        let unit = source.unit_elsewhere.iter().find_map(|text| unit_typed_elsewhere(text, names));
        row.draft.put("unit", unit.unwrap_or_default());
    }
    for (field, value) in &mapping.defaults {
        if row.draft.get(field.name).is_empty() && !faults.iter().any(|f| f.field.name == field.name) {
            match default_cell(field, value, known) {
                Ok(cell) => row.draft.put(field.name, cell),
                Err(fault) => faults.push(RowFault { field, column: None, value: value.clone(), fault }),
            }
        }
    }
    set_day(&mut row, source, mapping, options, &mut faults);
    name_round(&mut row, mapping, known);
    note(&mut row.draft, source, notes);
    if ledger.name == "requests" && row.draft.get("step").is_empty() {
        row.draft.put("step", "opened");
    }
    for field in ledger.fields.iter().filter(|f| f.required) {
        let later =
            matches!(field.name, "id" | "date" | "by" | "at") || is_given_by_the_program(ledger, field);
        let faulty = faults.iter().any(|f| f.field.name == field.name);
        if !later && !faulty && row.draft.get(field.name).is_empty() {
            let (en, zh) = (field.heading.en, field.heading.zh);
            let fault = Fault::new(said!("the {en} is missing", "缺少{zh}"));
            faults.push(RowFault { field, column: column_of(field.name), value: String::new(), fault });
        }
    }
    let exempt = &known.registers.community.public_phones;
    for (at, field) in ledger.fields.iter().enumerate() {
        let cell = &row.draft.cells[at];
        if !matches!(field.kind, Kind::Text | Kind::Item | Kind::Place)
            || personal_numbers(cell, exempt).is_empty()
        {
            continue;
        }
        let masked = mask_numbers(cell, exempt);
        if options.mask_numbers {
            row.draft.put(field.name, masked.clone());
            if field.kind == Kind::Item {
                row.new_item = row.new_item.map(|_| masked);
            }
            continue;
        }
        let fault = Fault::new(said!(
            "`{masked}` holds a personal number, which no tracked file may hold",
            "“{masked}” 含有手机号或身份证号，不得写入台账"
        ))
        .remedy(said!("--mask-numbers writes it masked", "加 --mask-numbers 会遮盖后写入"));
        faults.push(RowFault { field, column: column_of(field.name), value: masked, fault });
    }
    if faults.is_empty() { Ok(row) } else { Err(faults) }
}

/// The round of a row that names none, by its day where the mapping says how.
fn name_round(row: &mut ReadRow, mapping: &Mapping, known: &Known<'_>) {
    let Some(pattern) = mapping.rounds.as_ref().filter(|_| row.draft.get("round").is_empty()) else { return };
    let name = pattern.replace("{date}", row.draft.get("date"));
    if known.registers.names.round(&name).is_none() {
        row.new_round = Some(name.clone());
    }
    row.draft.put("round", name);
}

/// The day: the row's own, else the one given with the command, the one above the table, the mapping's.
fn set_day(
    row: &mut ReadRow,
    source: &SourceRow,
    mapping: &Mapping,
    options: &Options<'_>,
    faults: &mut Vec<RowFault>,
) {
    let own = Day::parse(row.draft.get("date")).ok();
    if faults.iter().any(|f| f.field.name == "date") {
        return;
    }
    let Some(day) = own.or(options.date).or(source.day_above).or(mapping.date) else { return };
    row.day_from_sheet = own.is_some() || options.date.is_none() && source.day_above.is_some();
    row.day = day;
    row.draft.put("date", day.to_string());
    if day > options.today {
        let (today, place) = (options.today, mapping.columns.iter().position(|c| c.field.name == "date"));
        let fault =
            Fault::new(said!("{day} is in the future (today is {today})", "{day} 在将来（今天是 {today}）"));
        let column = place.and_then(|p| source.columns[p]);
        let value = day.to_string();
        faults.push(RowFault { field: &crate::ledgers::DATE, column, value, fault });
    }
}

/// The note: its own column, what the mapping adds, approximate quantities, and what shares a merged quantity.
fn note(draft: &mut Draft, source: &SourceRow, approximate: Vec<String>) {
    let mut parts = vec![draft.get("note").to_owned(), source.note.clone()];
    parts.extend(approximate);
    parts.extend(source.shared.iter().map(|text| format!("& {text}")));
    parts.retain(|part| !part.is_empty());
    draft.put("note", parts.join("；"));
}
