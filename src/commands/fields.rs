//! The fields of a ledger as flags: named, explained and read from their one definition.

use super::verb::value;
use crate::error::Result;
use crate::ledgers::{Field, Kind, Ledger};
use crate::model::Day;
use crate::recording::read_cell;
use crate::registers::Registers;
use crate::words::Lang;
use clap::{Arg, ArgMatches};

/// The flag of a field.
pub fn field_option(field: &'static Field, lang: Lang) -> Arg {
    let mut help = field.meaning.say(lang).to_owned();
    let mut value_name = field.name.to_uppercase();
    if let Kind::Choice(choices) = field.kind {
        value_name = choices.iter().map(|c| c.code).collect::<Vec<_>>().join("|");
        let words: Vec<String> =
            choices.iter().map(|c| format!("{} {}", c.code, c.words.say(lang))).collect();
        if lang == Lang::Zh {
            help.push_str(&format!("（{}）", words.join("、")));
        }
    }
    Arg::new(field.name).long(field.name).value_name(value_name).help(help).allow_hyphen_values(true)
}

/// The cells of the fields that were given as flags.
pub fn typed_fields(
    ledger: &'static Ledger,
    names: &[&'static str],
    matches: &ArgMatches,
    registers: &Registers,
    today: Day,
) -> Result<Vec<(&'static str, String)>> {
    let mut cells = Vec::new();
    for name in names {
        let (Some(field), Some(typed)) = (ledger.field(name), value(matches, name)) else { continue };
        cells.push((*name, read_cell(field, typed, registers, today, &mut Vec::new())?));
    }
    Ok(cells)
}
