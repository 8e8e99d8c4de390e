//! The registers: what is so now. They may be edited; git keeps how they were.

pub mod community;
pub mod contacts;
pub mod federation;
pub mod items;
pub mod line;
mod names;
mod read;
pub mod rounds;
pub mod table;
pub mod toml_text;
mod toml_words;
pub mod volunteers;

pub use community::{Community, Named};
pub use items::Item;
pub use names::{GroupId, ItemId, NameKind, Names, RoundId, StoreId, UnitId, VolunteerId};
pub use read::{COMMUNITY, ITEMS, ROUNDS, Registers, VOLUNTEERS};
pub use rounds::{Allot, Round};
pub use table::RegisterFault;
pub use toml_words::{toml_fault, toml_words};
pub use volunteers::Service;

use crate::model::{Fault, Severity};
use crate::said;

/// Reads a TOML register, with the keys that nothing reads noted; nothing of it if it is not the TOML that is expected.
fn read_toml<F: serde::de::DeserializeOwned + Default>(
    text: &str,
    keys: &[(&str, &[&str])],
) -> (F, Vec<RegisterFault>) {
    let mut faults = unknown_keys(text, keys);
    let file = toml::from_str(text).unwrap_or_else(|error| {
        faults.push(RegisterFault::of_toml(&error));
        F::default()
    });
    (file, faults)
}

/// Keys of a TOML file that nothing reads, probably misspelt: `info` findings.
fn unknown_keys(text: &str, known: &[(&str, &[&str])]) -> Vec<RegisterFault> {
    let Ok(document) = text.parse::<toml_edit::Document<String>>() else { return Vec::new() };
    let mut faults = Vec::new();
    walk(document.as_table(), "", known, &mut faults);
    faults
}

fn walk(table: &toml_edit::Table, name: &str, known: &[(&str, &[&str])], faults: &mut Vec<RegisterFault>) {
    let keys = known.iter().find(|(table, _)| *table == name).map_or(&[][..], |(_, keys)| keys);
    for (key, item) in table.iter() {
        if !keys.contains(&key) {
            let span = table.key(key).and_then(|k| k.span()).or_else(|| item.span());
            let fault = Fault::new(said!("nothing reads the key `{key}` here", "此处没有“{key}”这个设置项"));
            faults.push(RegisterFault { code: "header", severity: Severity::Info, span, field: None, fault });
        } else if let Some(inner) = item.as_table() {
            walk(inner, key, known, faults);
        } else if let Some(list) = item.as_array_of_tables() {
            list.iter().for_each(|inner| walk(inner, key, known, faults));
        }
    }
}
