//! Phone and identity numbers are refused, or masked, before anything is written.

use super::desk::Files;
use super::verb::given;
use crate::error::{Error, Result};
use crate::ledgers::Kind;
use crate::model::{mask_numbers, personal_numbers};
use crate::recording::Entry;
use crate::said;
use clap::ArgMatches;

/// Refuses, or masks, phone and identity numbers before anything is written.
pub fn personal(entry: &mut Entry, matches: &ArgMatches, files: &Files) -> Result<()> {
    let exempt = &files.registers.community.public_phones;
    let mask = given(matches, "mask-numbers");
    let refused = |field: &str, cell: &str| {
        let masked = mask_numbers(cell, exempt);
        Error::Refused {
            message: said!(
                "{field} holds a phone or identity number: {masked}",
                "“{field}”含有手机号或身份证号：{masked}"
            ),
            hint: Some(said!(
                "such numbers never reach the history; --mask-numbers writes them masked",
                "这类号码不得进入历史记录；加 --mask-numbers 可打码后写入"
            )),
        }
    };
    for row in entry.documents.iter_mut().flat_map(|d| &mut d.rows) {
        for (cell, field) in row.cells.iter_mut().zip(row.ledger.fields) {
            // As the check of `personal-number` has it.
            let is_code = matches!(field.kind, Kind::Id | Kind::RowRef | Kind::Stamp | Kind::Day);
            if !is_code && field.name != "digest" && !personal_numbers(cell, exempt).is_empty() {
                if !mask {
                    return Err(refused(field.name, cell));
                }
                *cell = mask_numbers(cell, exempt);
            }
        }
    }
    for (path, text) in &mut entry.registers {
        if path.starts_with("private/") {
            continue;
        }
        let before = files.sources.iter().find(|s| s.path == *path).map_or("", |s| s.text.as_str());
        let old: std::collections::BTreeSet<&str> = before.lines().collect();
        let new: Vec<String> = text.lines().filter(|l| !old.contains(l)).map(str::to_owned).collect();
        for line in new.iter().filter(|l| !personal_numbers(l, exempt).is_empty()) {
            if !mask {
                return Err(refused(path, line));
            }
            *text = text.replace(line.as_str(), &mask_numbers(line, exempt));
        }
    }
    if !personal_numbers(&entry.subject, exempt).is_empty() {
        entry.subject = mask_numbers(&entry.subject, exempt);
    }
    Ok(())
}
