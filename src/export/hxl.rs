//! CSV with HXL tags in a row below the header, so that humanitarian tools know what a column means without being told
//! (HXL 1.1, field.md §9).

use super::Export;
use super::csv::{Manner, write_table};
use super::folder::Folder;
use super::table::Table;
use crate::error::Result;
use crate::ledgers::{Field, Kind};
use crate::words::Said;

/// One file for each ledger.
pub(super) fn write(export: &Export, folder: &mut Folder) -> Result<Vec<Said>> {
    for table in &export.tables {
        let tags: Vec<String> = table.columns.iter().map(|column| tag(table, column)).collect();
        let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
        let manner = Manner { tags: Some(&tags), headings: export.headings, excel: false };
        write_table(table, &format!("{}.hxl.csv", table.name), manner, folder)?;
    }
    Ok(Vec::new())
}

/// Columns whose meaning says more than their kind.
const BY_NAME: &[(&str, &str)] = &[
    ("at", "#date+reported"),
    ("expires", "#date+expires"),
    ("donor", "#org+funder"),
    ("source", "#org+impl"),
    ("store", "#loc+store+code"),
    ("counterpart", "#loc+store+code+to"),
    ("note", "#description"),
    ("title", "#description+title"),
    ("state", "#status+code+row"),
    ("outcome", "#status+name"),
    ("status", "#status+name"),
    ("step", "#status+name"),
    ("urgency", "#severity+name"),
    ("kind", "#need+type"),
    ("need", "#need+description"),
    ("needs", "#need+type+list"),
    ("base_unit", "#item+unit+base"),
    ("base_quantity", "#output+num+base"),
    ("residents", "#population+ind"),
    ("present", "#population+ind+present"),
    ("households", "#population+hh"),
    ("homes", "#population+hh+homes"),
    ("unknown_homes", "#population+hh+unknown"),
    ("due", "#targeted+ind"),
    ("tested", "#reached+tested+ind"),
    ("elsewhere", "#reached+tested+ind+elsewhere"),
    ("exempt", "#targeted+ind+exempt"),
    ("visitors", "#reached+tested+ind+visitors"),
    ("reached", "#reached+hh"),
    ("reverses", "#meta+id+reverses"),
    ("request", "#meta+id+request"),
    ("rate", "#indicator+rate+num"),
];

/// The tag of a column. One that is not named above has that of its kind, with its name as an attribute.
fn tag(table: &Table, column: &Field) -> String {
    let named = BY_NAME.iter().find(|(name, _)| *name == column.name);
    if let Some((_, tag)) = named {
        return (*tag).to_owned();
    }
    let base = match column.kind {
        Kind::Id => return "#meta+id".to_owned(),
        Kind::Day if column.name == "date" => return "#date+occurred".to_owned(),
        // Rows with an id may name a home; what is published has no ids and stops at the unit.
        Kind::Place if table.position("id").is_some() => return "#loc+code".to_owned(),
        Kind::Place => return "#loc+unit+code".to_owned(),
        Kind::Item => return "#item+name".to_owned(),
        Kind::Unit => return "#item+unit".to_owned(),
        Kind::Quantity | Kind::Change if column.name == "quantity" => return "#output+num".to_owned(),
        Kind::Day | Kind::Stamp => "#date",
        Kind::Quantity | Kind::Change => "#indicator+num",
        Kind::Money => "#value",
        Kind::Count if table.name == "census" => "#population",
        Kind::Count => "#indicator+num",
        Kind::Store => "#loc",
        Kind::Round | Kind::RowRef => "#meta+id",
        Kind::Volunteer | Kind::Group => "#contact",
        Kind::Needs => "#need",
        Kind::Choice(_) => "#status",
        // A time of day is no `#date` for those who check.
        Kind::Text | Kind::Moment => "#meta",
    };
    // An attribute is letters, digits and underscores, and begins with a letter: as our names do.
    format!("{base}+{}", column.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::samples;

    /// `#tag+attribute+attribute`, as the HXL standard 1.1 has it.
    fn is_tag(tag: &str) -> bool {
        let part = |part: &str| {
            part.starts_with(|c: char| c.is_ascii_lowercase())
                && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        };
        tag.strip_prefix('#').is_some_and(|rest| rest.split('+').all(part))
    }

    #[test]
    fn every_column_of_every_ledger_has_a_tag_of_its_own() {
        samples::with_tables(|tables| {
            for table in tables {
                let tags: Vec<String> = table.columns.iter().map(|column| tag(table, column)).collect();
                assert!(tags.iter().all(|tag| is_tag(tag)), "{}: {tags:?}", table.name);
                let different: std::collections::BTreeSet<&String> = tags.iter().collect();
                assert_eq!(different.len(), tags.len(), "{}: {tags:?}", table.name);
            }
        });
    }
}
