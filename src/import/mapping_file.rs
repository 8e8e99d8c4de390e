//! The file of a mapping: TOML, in which nothing is passed over.

use super::mapping::{ColumnMap, Mapping, Note, NotePart, SheetName, Sheets, own_names};
use super::sign_up::{SIGN_UP, sign_up};
use crate::error::{Error, Result, did_you_mean};
use crate::ledgers::{Field, LEDGERS, Ledger, by_name};
use crate::model::{Day, near};
use crate::registers::toml_fault;
use crate::said;
use crate::words::{Said, any_of};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    ledger: String,
    source: Option<String>,
    sheet: Option<SheetEntry>,
    sheets: Option<Vec<SheetEntry>>,
    date: Option<Scalar>,
    #[serde(default)]
    date_above: bool,
    #[serde(default)]
    quantity_with_unit: bool,
    receivers: Option<String>,
    #[serde(default)]
    fill_down: Vec<String>,
    #[serde(default)]
    fill_merged: Vec<String>,
    note: Option<NoteEntry>,
    #[serde(default)]
    skip: Vec<String>,
    #[serde(default)]
    end: Vec<String>,
    key: Option<Vec<String>>,
    latest: Option<String>,
    #[serde(default)]
    cumulative: Vec<String>,
    rounds: Option<String>,
    #[serde(default)]
    defaults: BTreeMap<String, Scalar>,
    columns: Option<BTreeMap<String, Entry>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum SheetEntry {
    Index(usize),
    Name(String),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum NoteEntry {
    List(Vec<String>),
    Template(String),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Scalar {
    Text(String),
    Whole(i64),
    Day(toml::value::Datetime),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    names: Option<Vec<String>>,
    #[serde(default)]
    parts: Vec<String>,
    join: Option<String>,
    #[serde(default)]
    or_from: Vec<String>,
    #[serde(default)]
    several: bool,
}

impl Scalar {
    fn text(self) -> String {
        match self {
            Scalar::Text(text) => text,
            Scalar::Whole(number) => number.to_string(),
            Scalar::Day(day) => day.to_string(),
        }
    }
}

/// Reads the text of a mapping file.
pub fn parse(text: &str) -> Result<Mapping> {
    let file: File = toml::from_str(text).map_err(|error| {
        let fault = toml_fault(text, error.message(), error.span());
        let manual = said!("how a mapping is written: docs/import.md", "映射的写法见 docs/import.md");
        Error::usage(said!("the mapping, ", "映射文件").then(&fault.message))
            .hint(fault.remedy.unwrap_or(manual))
    })?;
    let name = &file.ledger;
    let ledger = by_name(name).or_else(|| sign_up(name)).ok_or_else(|| {
        let names: Vec<&str> = LEDGERS.iter().map(|l| l.name).chain([SIGN_UP.name]).collect();
        let names = any_of(&names);
        Error::usage(said!("the mapping: there is no ledger {name}", "映射文件：没有台账 {name}"))
            .hint(Said { en: format!("one of {}", names.en), zh: format!("请从 {} 中选择", names.zh) })
    })?;
    let mut mapping = Mapping::plain(ledger);
    mapping.sheets = match (file.sheet, file.sheets) {
        (Some(_), Some(_)) => {
            return Err(refused("sheets", "sheet and sheets", "sheet 和 sheets 不能同时写"));
        }
        (Some(SheetEntry::Name(name)), None) if name == "*" => Sheets::All,
        (Some(one), None) => Sheets::Named(vec![named(one)]),
        (None, Some(list)) => Sheets::Named(list.into_iter().map(named).collect()),
        (None, None) => Sheets::First,
    };
    if mapping.sheets == Sheets::Named(vec![SheetName::Index(0)]) {
        return Err(refused("sheet", "sheets are counted from 1", "工作表从 1 开始数"));
    }
    mapping.receivers_are_destinations = match file.receivers.as_deref() {
        None | Some("places") => false,
        Some("destinations") => true,
        Some(_) => return Err(refused("receivers", "places or destinations", "请写 places 或 destinations")),
    };
    if let Some(day) = file.date {
        mapping.date = Some(Day::parse(&day.text()).map_err(|fault| within("date", Error::from(fault)))?);
    }
    if let Some(columns) = file.columns {
        mapping.columns.clear();
        for (name, entry) in columns {
            let field = field_of(ledger, &name, "columns")?;
            mapping.columns.push(column(field, entry)?);
        }
        mapping.columns.sort_by_key(|c| ledger.position(c.field.name));
    }
    for (name, value) in file.defaults {
        mapping.defaults.push((field_of(ledger, &name, "defaults")?, value.text()));
    }
    let fields = |names: Vec<String>, place: &str| -> Result<Vec<&'static str>> {
        names.iter().map(|name| Ok(field_of(ledger, name, place)?.name)).collect()
    };
    mapping.fill_down = fields(file.fill_down, "fill_down")?;
    mapping.fill_merged = fields(file.fill_merged, "fill_merged")?;
    for name in mapping.fill_down.iter().chain(&mapping.fill_merged) {
        let number = ledger.field(name).is_some_and(|f| f.kind.is_negated());
        if number {
            let what = said!(
                "the mapping, fill_down: `{name}` is a number; filled down, its sum would be wrong",
                "映射文件 fill_down：“{name}”是数字，向下填充会使合计出错"
            );
            return Err(Error::usage(what));
        }
    }
    mapping.cumulative = fields(file.cumulative, "cumulative")?;
    check_cumulative(&mapping)?;
    if file.latest.is_some() && file.key.is_none() {
        return Err(refused(
            "latest",
            "key must name what makes two rows the same submission, such as [\"place\"]",
            "须同时写 key，说明凭什么认定两行是同一份提交，例如 [\"place\"]",
        ));
    }
    if let Some(name) = &file.rounds {
        if ledger.field("round").is_none() {
            return Err(refused("rounds", "this ledger has no rounds", "该台账没有批次"));
        }
        if !name.contains("{date}") {
            return Err(refused("rounds", "a name with {date} in it", "名称中要有 {date}"));
        }
    }
    if file.key.as_ref().is_some_and(Vec::is_empty) {
        return Err(refused("key", "name at least one column", "至少写一列"));
    }
    mapping.note = match file.note {
        None => None,
        Some(NoteEntry::List(names)) => Some(Note::List(names)),
        Some(NoteEntry::Template(text)) => Some(template(&text)?),
    };
    mapping.source = file.source;
    mapping.date_above = file.date_above;
    mapping.quantity_with_unit = file.quantity_with_unit;
    (mapping.skip, mapping.end, mapping.key) = (file.skip, file.end, file.key);
    (mapping.latest, mapping.rounds) = (file.latest, file.rounds);
    Ok(mapping)
}

/// One entry of `[columns]`.
fn column(field: &'static Field, entry: Entry) -> Result<ColumnMap> {
    let name = field.name;
    if entry.names.is_some() && !entry.parts.is_empty() {
        return Err(refused(name, "names or parts, not both", "names 和 parts 只能写一个"));
    }
    if entry.join.is_some() && entry.parts.is_empty() {
        return Err(refused(name, "join is for parts", "join 只用于 parts"));
    }
    let is_number = field.kind.is_negated();
    if is_number && !(entry.parts.is_empty() && entry.or_from.is_empty() && !entry.several) {
        let (en, zh) = ("a number stands in one column", "数字只能取自一列");
        return Err(refused(name, en, zh));
    }
    let names = match entry.parts.is_empty() {
        true => entry.names.unwrap_or_else(|| own_names(field)),
        false => Vec::new(),
    };
    if names.is_empty() && entry.parts.is_empty() {
        return Err(refused(name, "names is empty", "names 为空"));
    }
    let mut map = ColumnMap::new(field, names);
    map.join = entry.join.unwrap_or(map.join);
    (map.parts, map.or_from, map.several) = (entry.parts, entry.or_from, entry.several);
    Ok(map)
}

/// Running totals are of counts or quantities, at a place, on a day.
fn check_cumulative(mapping: &Mapping) -> Result<()> {
    if mapping.cumulative.is_empty() {
        return Ok(());
    }
    for name in &mapping.cumulative {
        let column = mapping.columns.iter().find(|c| c.field.name == *name);
        if !column.is_some_and(|c| c.field.kind.is_negated()) {
            return Err(refused("cumulative", "name mapped columns of figures", "请写已映射的数字列"));
        }
    }
    if !mapping.columns.iter().any(|c| c.field.name == "date") {
        return Err(refused("cumulative", "the date must be a column", "日期须是表中的一列"));
    }
    Ok(())
}

fn named(entry: SheetEntry) -> SheetName {
    match entry {
        SheetEntry::Index(at) => SheetName::Index(at),
        SheetEntry::Name(name) => SheetName::Name(name),
    }
}

/// A field that a row of the file may fill.
fn field_of(ledger: &'static Ledger, name: &str, place: &str) -> Result<&'static Field> {
    let own = |f: &&Field| !matches!(f.name, "id" | "reverses" | "by" | "at");
    ledger.fields.iter().filter(own).find(|f| f.name == name).ok_or_else(|| {
        let (title, names) =
            (ledger.name, ledger.fields.iter().filter(own).map(|f| f.name).collect::<Vec<_>>());
        let error = Error::usage(said!(
            "the mapping, {place}: {title} has no field `{name}`",
            "映射文件 {place}：{title} 没有字段“{name}”"
        ));
        let near = near(name, names.iter().copied());
        error.hint(did_you_mean(&near).unwrap_or_else(|| any_of(&names)))
    })
}

/// `规格 {规格}` in pieces.
fn template(text: &str) -> Result<Note> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, later)) = after.split_once('}') else {
            return Err(refused("note", "a brace is not closed", "花括号没有闭合"));
        };
        if !before.is_empty() {
            parts.push(NotePart::Words(before.to_owned()));
        }
        parts.push(NotePart::Cell(name.to_owned()));
        rest = later;
    }
    if !rest.is_empty() {
        parts.push(NotePart::Words(rest.to_owned()));
    }
    match parts.iter().any(|p| matches!(p, NotePart::Cell(_))) {
        true => Ok(Note::Template(parts)),
        false => Err(refused("note", "no heading in braces", "没有写花括号中的列名")),
    }
}

fn refused(key: &str, en: &str, zh: &str) -> Error {
    Error::usage(said!("the mapping, {key}: {en}", "映射文件 {key}：{zh}"))
}

fn within(key: &str, error: Error) -> Error {
    match error {
        Error::Usage { message, hint } => Error::Usage {
            message: said!("the mapping, {key}: ", "映射文件 {key}：").then(&message),
            hint,
        },
        other => other,
    }
}
