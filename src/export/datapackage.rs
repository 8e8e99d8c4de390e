//! A Data Package (datapackage.org, version 2): every table as CSV, and `datapackage.json`, which says what the columns are:
//! types, permitted values, keys, and which column refers to which table.

use super::Export;
use super::csv::{Manner, write_table};
use super::folder::Folder;
use super::registers::referred;
use super::table::{Table, Type};
use crate::error::{Error, Result};
use crate::ledgers::{Field, Kind};
use crate::said;
use crate::words::{Lang, Said};
use serde_json::{Map, Value, json};
use std::io::Write;
use std::path::PathBuf;

/// The file that describes the others.
const DESCRIPTION: &str = "datapackage.json";

/// Every table as CSV, with the registers that rows refer to, and their description.
pub(super) fn write(export: &Export, folder: &mut Folder) -> Result<Vec<Said>> {
    let tables: Vec<&Table> = export.tables.iter().chain(&export.registers).collect();
    for table in &tables {
        write_table(table, &path(table), Manner::default(), folder)?;
    }
    let resources: Vec<Value> = tables.iter().map(|table| resource(table, &tables, export)).collect();
    let package = json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "linli",
        "title": export.community.name,
        "created": export.made.to_string(),
        "resources": resources,
    });
    let mut file = folder.create(DESCRIPTION)?;
    let text = format!("{package:#}\n");
    let failed =
        |source| Error::File { doing: said!("write", "写入"), path: PathBuf::from(DESCRIPTION), source };
    file.write_all(text.as_bytes()).map_err(failed)?;
    folder.keep(file, 0)?;
    Ok(Vec::new())
}

fn path(table: &Table) -> String {
    format!("{}.csv", table.name)
}

fn resource(table: &Table, all: &[&Table], export: &Export) -> Value {
    let lang = export.lang;
    let fields: Vec<Value> = table.columns.iter().map(|column| field(column, lang, export)).collect();
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!("https://datapackage.org/profiles/2.0/tableschema.json"));
    schema.insert("fields".to_owned(), json!(fields));
    schema.insert("missingValues".to_owned(), json!([""]));
    if !table.key.is_empty() {
        schema.insert("primaryKey".to_owned(), json!(table.key));
    }
    let keys: Vec<Value> = table.columns.iter().filter_map(|c| foreign_key(table, c, all, export)).collect();
    if !keys.is_empty() {
        schema.insert("foreignKeys".to_owned(), json!(keys));
    }
    json!({
        "name": table.name,
        "type": "table",
        "path": path(table),
        "title": table.title.say(lang),
        "description": table.about.say(lang),
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    })
}

fn field(column: &Field, lang: Lang, export: &Export) -> Value {
    let mut constraints = Map::new();
    if column.required {
        constraints.insert("required".to_owned(), json!(true));
    }
    if let Kind::Choice(choices) = column.kind {
        let codes: Vec<&str> = choices.iter().map(|choice| choice.code).collect();
        constraints.insert("enum".to_owned(), json!(codes));
    }
    let kind = match Type::of(column.kind) {
        Type::Text => "string",
        Type::Day => "date",
        Type::Stamp => "datetime",
        Type::Decimal => "number",
        Type::Integer => "integer",
        // 24:00, the end of the day, is no time of the Table Schema.
        Type::Time => {
            constraints.insert("pattern".to_owned(), json!("([01][0-9]|2[0-3]):[0-5][0-9]|24:00"));
            "string"
        }
    };
    let mut described = json!({
        "name": column.name,
        "type": kind,
        "title": column.heading.say(lang),
        "description": column.meaning.say(lang),
    });
    if column.kind == Kind::Money {
        described["unit"] = json!(export.community.currency);
    }
    if !constraints.is_empty() {
        described["constraints"] = Value::Object(constraints);
    }
    described
}

/// What a column refers to: an entry of a register, or a row of its own ledger where all its rows are there.
fn foreign_key(table: &Table, column: &Field, all: &[&Table], export: &Export) -> Option<Value> {
    if column.kind == Kind::RowRef && table.position("id").is_some() {
        return (export.whole || column.name == "reverses")
            .then(|| json!({ "fields": [column.name], "reference": { "resource": "", "fields": ["id"] } }));
    }
    let (register, entry) = referred(column.kind).filter(|(register, _)| *register != table.name)?;
    all.iter().find(|t| t.name == register)?;
    Some(json!({ "fields": [column.name], "reference": { "resource": register, "fields": [entry] } }))
}
