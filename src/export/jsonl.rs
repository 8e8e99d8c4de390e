//! JSON Lines: one file a table, one object a line, keys in the order of the columns. Numbers keep their exact digits;
//! nothing is `null`.

use super::Export;
use super::folder::Folder;
use super::table::{Cell, Line, Table, Value};
use crate::error::{Error, Result};
use crate::said;
use crate::words::Said;
use std::io::Write;
use std::path::PathBuf;

/// One file for each ledger.
pub(super) fn write(export: &Export, folder: &mut Folder) -> Result<Vec<Said>> {
    for table in &export.tables {
        write_table(table, &format!("{}.jsonl", table.name), folder)?;
    }
    Ok(Vec::new())
}

fn write_table(table: &Table, name: &str, folder: &mut Folder) -> Result<()> {
    let mut file = folder.create(name)?;
    let failed = |source| Error::File { doing: said!("write", "写入"), path: PathBuf::from(name), source };
    let keys: Vec<String> = table.columns.iter().map(|column| format!("{}:", quoted(column.name))).collect();
    let mut rows = 0;
    let mut out = String::new();
    table.each(&mut |line: &Line| {
        rows += 1;
        out.clear();
        for (key, cell) in keys.iter().zip(line.cells) {
            out.push(if out.is_empty() { '{' } else { ',' });
            out.push_str(key);
            push(&mut out, cell);
        }
        out.push_str("}\n");
        file.write_all(out.as_bytes()).map_err(failed)
    })?;
    folder.keep(file, rows)
}

fn push(out: &mut String, cell: &Cell) {
    match cell.value {
        Value::Absent => out.push_str("null"),
        Value::Decimal(number) => out.push_str(&number.to_string()),
        Value::Integer(number) => out.push_str(&number.to_string()),
        Value::Text | Value::Day(_) | Value::Stamp(_) | Value::Time(_) => out.push_str(&quoted(&cell.text)),
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
