//! A playbook out of a community: its way of working is taken, and whatever would tell who it is stays behind, by name.

use super::telltales::Telltales;
use super::{Group, Plan, Playbook, mappings, stays_inside};
use crate::ledgers::unquoted;
use crate::model::NameMask;
use crate::recording::items_header;
use crate::registers::items::FIELDS;
use crate::registers::{Named, Registers};
use crate::said;
use crate::store::text::{read_records, write_line};
use crate::words::Said;
use std::collections::{BTreeMap, BTreeSet};

/// What a playbook is gathered from, read without errors.
pub struct Material<'a> {
    /// The registers.
    pub registers: &'a Registers,
    /// The text of `community.toml`.
    pub community: &'a str,
    /// The text of `items.csv`.
    pub items: &'a str,
    /// The community's own templates: path and text.
    pub templates: Vec<(String, String)>,
    /// Its mappings of spreadsheets: path and text.
    pub mappings: Vec<(String, String)>,
}

/// The playbook, and what was left out of it and why.
pub fn gather(material: Material<'_>, telltales: &Telltales<'_>) -> (Playbook, Vec<Said>) {
    let mut left = Vec::new();
    let community = &material.registers.community;
    let table: toml::Table = material.community.parse().unwrap_or_default();
    let limit = |key: &str, usual: &str| {
        let value = table.get("requests").and_then(|t| t.get(key)).and_then(toml::Value::as_str);
        value.unwrap_or(usual).to_owned()
    };
    let needs: BTreeSet<&String> = material.registers.rounds.iter().flat_map(|round| &round.needs).collect();
    let items = items(material.items, telltales, &mut left);
    let book = Playbook {
        groups: groups(material.registers, &table, telltales, &mut left),
        mask: if community.privacy.mask == NameMask::Ends { "ends" } else { "surname" }.to_owned(),
        small_counts: community.privacy.small_counts,
        limits: [limit("critical", "2h"), limit("today", "12h"), limit("normal", "48h")],
        schedules: schedules(material.registers, telltales, &mut left),
        round_item: first_item(&items),
        items,
        templates: templates(material.templates, telltales, &mut left),
        mappings: material
            .mappings
            .into_iter()
            .filter(|(path, _)| mappings::is_mapping(path))
            .filter_map(|(path, text)| {
                let text = mappings::without_telltales(&path, &text, telltales, &mut left)?;
                Some((path, text))
            })
            .collect(),
        needs: needs.into_iter().filter(|need| telltales.told_by(need).is_none()).cloned().collect(),
        language: community.language,
        timezone: Some(community.timezone.name().to_owned()),
        currency: Some(community.currency.clone()),
        ..Playbook::default()
    };
    (book, left)
}

/// The groups, and how many serve in which role.
fn groups(
    registers: &Registers,
    table: &toml::Table,
    telltales: &Telltales<'_>,
    left: &mut Vec<Said>,
) -> Vec<Group> {
    let entries = table.get("group").and_then(toml::Value::as_array);
    let does = |code: &str| {
        let of = |entry: &&toml::Value| entry.get("code").and_then(toml::Value::as_str) == Some(code);
        let entry = entries.and_then(|all| all.iter().find(of));
        entry.and_then(|entry| entry.get("does")).and_then(toml::Value::as_str).unwrap_or_default().to_owned()
    };
    let mut groups = Vec::new();
    for Named { code, name } in &registers.community.groups {
        if let Some(told) = telltales.told_by(code) {
            left.push(said!("a group was left out: ", "有一个小组未收入：").then(&told));
            continue;
        }
        let mut safe = |what: &str, text: String, instead: &str| match telltales.told_by(&text) {
            None => text,
            Some(told) => {
                left.push(
                    said!("the {what} of the group {code} was left out: ", "小组 {code} 的 {what} 未收入：")
                        .then(&told),
                );
                instead.to_owned()
            }
        };
        let mut roles = BTreeMap::new();
        for service in registers.services.iter().filter(|service| service.group == *code) {
            *roles.entry(service.role.code().to_owned()).or_default() += 1;
        }
        let (name, does) = (safe("name", name.clone(), code), safe("does", does(code), ""));
        groups.push(Group { code: code.clone(), name, does, roles });
    }
    groups
}

fn schedules(registers: &Registers, telltales: &Telltales<'_>, left: &mut Vec<Said>) -> Vec<Plan> {
    let mut plans = Vec::new();
    for schedule in &registers.community.schedules {
        let (name, write) = (&schedule.name, &schedule.write);
        if let Some(told) = telltales.told_by(&format!("{name}\n{write}")) {
            left.push(said!("a schedule was left out: ", "有一个定时任务未收入：").then(&told));
        } else if !stays_inside(write) {
            left.push(writes_outside(name, write));
        } else {
            plans.push(Plan {
                name: name.clone(),
                report: schedule.report.clone(),
                notice: schedule.notice.clone(),
                public: schedule.public,
                at: match schedule.weekday {
                    Some(day) => format!("{} {}", day.to_string().to_lowercase(), schedule.at),
                    None => schedule.at.to_string(),
                },
                write: write.clone(),
            });
        }
    }
    plans
}

/// A schedule that would write outside of the folder.
pub(super) fn writes_outside(name: &str, write: &str) -> Said {
    said!(
        "the schedule {name} was left out: it writes to `{write}`",
        "定时任务 {name} 未采用：它写到“{write}”"
    )
}

/// The items in the register's own columns; a remark or an item that would tell is left out.
fn items(text: &str, telltales: &Telltales<'_>, left: &mut Vec<Said>) -> String {
    let mut written = items_header();
    let mut columns: Option<Vec<Option<usize>>> = None;
    read_records(text, |record| {
        let cells: Vec<String> = record
            .spans
            .iter()
            .map(|&(a, b)| unquoted(&record.line[a as usize..b as usize]).into_owned())
            .collect();
        let Some(columns) = &columns else {
            let at = |field: &crate::ledgers::Field| cells.iter().position(|cell| cell.trim() == field.name);
            columns = Some(FIELDS.iter().map(at).collect());
            return;
        };
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return;
        }
        let cell = |at: &Option<usize>| at.and_then(|at| cells.get(at)).cloned().unwrap_or_default();
        let mut row: Vec<String> = columns.iter().map(cell).collect();
        let line = record.number;
        for (field, cell) in
            FIELDS.iter().zip(&mut row).filter(|(field, _)| ["note", "aliases"].contains(&field.name))
        {
            if let Some(told) = telltales.told_by(cell) {
                let name = field.name;
                left.push(
                    said!(
                        "items.csv, line {line}: `{name}` was left out: ",
                        "items.csv 第 {line} 行：{name} 未收入："
                    )
                    .then(&told),
                );
                cell.clear();
            }
        }
        match telltales.told_by(&row.join("\n")) {
            Some(told) => left.push(
                said!("items.csv, line {line} was left out: ", "items.csv 第 {line} 行未收入：").then(&told),
            ),
            None => written.push_str(&write_line(&row)),
        }
    });
    written
}

fn first_item(items: &str) -> String {
    let line = items.lines().nth(1).unwrap_or_default();
    unquoted(line.split(',').next().unwrap_or_default()).into_owned()
}

/// The templates; where one file of a template would tell, the whole of it is left out, for half a template is none.
fn templates(
    all: Vec<(String, String)>,
    telltales: &Telltales<'_>,
    left: &mut Vec<Said>,
) -> Vec<(String, String)> {
    let folder = |path: &str| path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
    let mut telling = BTreeSet::new();
    for (path, text) in &all {
        if let Some(told) = telltales.told_by(&format!("{path}\n{text}")) {
            left.push(said!("{path} was left out: ", "{path} 未收入：").then(&told));
            telling.insert(if path.matches('/').count() > 1 { folder(path) } else { path.clone() });
        }
    }
    let telling = |path: &String| telling.contains(path) || telling.contains(&folder(path));
    let kept = all.into_iter().filter(|(path, _)| !telling(path));
    kept.map(|(path, text)| (path, text.replace("\r\n", "\n"))).collect()
}
