//! From the plan of an import to the entry that is recorded.

use crate::books::Books;
use crate::commands::Desk;
use crate::commands::verb::{given, value};
use crate::error::Result;
use crate::import::{Existing, Options, Plan};
use crate::ledgers::{Draft, Ledger};
use crate::model::{Code, Day, Stamp, mask_numbers, typed_day};
use crate::recording::{Document, Entry, Goods, Setting, new_item_line};
use crate::registers::{COMMUNITY, ITEMS, ROUNDS};
use crate::said;
use clap::ArgMatches;
use std::collections::BTreeSet;

/// What was asked for on the command line.
pub fn options<'m>(setting: &Setting, matches: &'m ArgMatches, desk: &Desk) -> Result<Options<'m>> {
    let mut options = Options::new(setting.today);
    options.date = value(matches, "date").map(|text| typed_day(text, setting.today)).transpose()?;
    options.source = value(matches, "source");
    options.new_items = given(matches, "new-items");
    options.partial = given(matches, "partial");
    options.mask_numbers = given(matches, "mask-numbers");
    options.reason = desk.ui.lang.pick("changed in the source", "来源表格已更改");
    Ok(options)
}

/// The codes of rows that earlier imports of this source brought: those of its imports' persons and seconds.
pub fn of_source(
    source: &str,
    ledger: &'static Ledger,
    existing: &[Existing],
    desk: &Desk,
) -> Result<BTreeSet<Code>> {
    if existing.is_empty() {
        return Ok(BTreeSet::new());
    }
    let source = mask_numbers(source, &[]);
    let imports = desk.store()?.imports()?;
    let own: BTreeSet<(&str, &str)> =
        imports.iter().filter(|i| i.source == source).map(|i| (i.by.as_str(), i.at.as_str())).collect();
    let (by, at) = (ledger.position("by").unwrap_or_default(), ledger.position("at").unwrap_or_default());
    let brought =
        existing.iter().filter(|row| own.contains(&(row.cells[by].as_str(), row.cells[at].as_str())));
    Ok(brought.map(|row| row.id.code).collect())
}

/// Names the source in the commit, with the second by which its rows are known.
pub fn name_source(entry: &mut Entry, plan: &Plan, second: Option<Stamp>, setting: &Setting) {
    let name = mask_numbers(&plan.source.replace(['\n', '\r'], " "), &[]);
    entry.not_before = second;
    entry.source = Some(format!("{} {name}", second.map_or(setting.at, |at| at.max(setting.at))));
}

/// The first second in which no other import of this person brought rows: by it its rows are known as one source's.
pub fn own_second(existing: &[Existing], ledger: &'static Ledger, setting: &Setting) -> Option<Stamp> {
    let by = ledger.position("by")?;
    let own = existing.iter().filter(|row| row.id.code.is_long() && row.cells[by] == setting.by);
    let taken: BTreeSet<i64> = own.map(|row| row.at.seconds()).collect();
    let after = (0..).find(|after| !taken.contains(&(setting.at.seconds() + after)))?;
    let next = setting.at.datetime().checked_add_signed(chrono::TimeDelta::seconds(after));
    next.map(Stamp::from_datetime)
}

/// The entry: rows, and what must be registered for them.
pub fn entry(plan: &Plan, books: &Books, setting: &Setting) -> Entry {
    let mut entry = Entry::default();
    let rows: Vec<Draft> = plan.drafts().into_iter().cloned().collect();
    let file = |path: &str| books.sources.iter().find(|s| s.path == path);
    if !plan.is_blocked() {
        let goods: Vec<Goods> = plan
            .new_items
            .iter()
            .map(|(item, unit)| Goods {
                item: item.clone(),
                unit: unit.clone(),
                quantity: Default::default(),
                note: None,
                new: true,
            })
            .collect();
        entry.registers.extend(new_item_line(file(ITEMS), &goods).map(|text| (ITEMS.to_owned(), text)));
        if !plan.new_destinations.is_empty() {
            let mut text = file(COMMUNITY).map_or_else(String::new, |s| s.text.clone());
            for destination in &plan.new_destinations {
                let quoted = |text: &str| toml_edit::Value::from(text).to_string();
                text.push_str(&format!(
                    "\n[[destination]]\ncode = {}\nname = {}\n",
                    quoted(&destination.code),
                    quoted(&destination.name)
                ));
            }
            entry.registers.push((COMMUNITY.to_owned(), text));
        }
        if let (false, Some(row)) = (plan.new_rounds.is_empty(), rows.first()) {
            let kind = if row.ledger.name == "tests" { "testing" } else { "distribution" };
            let mut text = file(ROUNDS).map_or_else(String::new, |s| s.text.clone());
            for (code, day) in &plan.new_rounds {
                let code = toml_edit::Value::from(code.as_str()).to_string();
                let blank = if text.is_empty() { "" } else { "\n" };
                text.push_str(&format!(
                    "{blank}[[round]]\ncode = {code}\nkind = \"{kind}\"\ntitle = {code}\ndate = {day}\nplaces = [\"*\"]\n"
                ));
            }
            entry.registers.push((ROUNDS.to_owned(), text));
        }
    }
    let ledger = rows.first().map_or("import", |row| row.ledger.name);
    entry.subject = format!("{ledger}: import {} rows from {}", rows.len(), plan.source);
    if rows.iter().any(|row| Day::parse(row.get("date")).is_ok_and(|day| day > setting.today)) {
        entry.refusals.push(said!("some rows are of days that have not come", "有的行日期还没有到"));
    }
    for (place, total) in plan.totals.iter().filter(|(_, total)| !total.agrees()) {
        let (row, both) = (place.row, total.said());
        entry.doubts.push(said!(
            "row {row} gives a total of {b}",
            "第 {row} 行的合计是 {b}",
            b = (both.en, both.zh)
        ));
    }
    if !rows.is_empty() {
        entry.documents.push(Document { rows });
    }
    entry
}
