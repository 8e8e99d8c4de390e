//! A playbook as one text: TOML, with templates and mappings as they stand. What is written is read back equal.

use super::{Group, Plan, Playbook, quoted, stays_inside};
use crate::error::{Error, Result};
use crate::ledgers::Role;
use crate::model::personal_numbers;
use crate::registers::{Named, toml_fault};
use crate::said;
use crate::words::{Lang, Said, any_of, words};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How the file begins.
pub const MARK: &str = "# linli playbook 邻里秘籍";
/// The newest form that this program reads.
const VERSION: i64 = 1;
/// Where the digested part begins.
const BEGINS: &str = "\n[policies]\n";

/// A playbook that was read, and what is to be told about it.
pub struct ReadPlaybook {
    /// How the other community works.
    pub playbook: Playbook,
    /// What was left out, and that the file was edited after it was exported.
    pub told: Vec<Said>,
}

/// The text of a playbook.
pub fn write_playbook(book: &Playbook) -> String {
    let body = body(book);
    let lang = book.language.unwrap_or(Lang::Zh);
    let about = words(
        "# How a community gets through an emergency: its groups, items, policies, schedules, templates and mappings. It\n\
         # holds no person, place or ledger row. Whoever takes it up:  linli init DIR --name NAME --from THIS-FILE\n\
         # Read it before you do. It may be edited; the digest tells only whether it was.",
        "# 一个社区怎样应对突发事件：小组、物品、规则、定时任务、通知模板、导入映射。不含任何人员、地点和台账记录。\n\
         # 沿用：linli init 目录 --name 名称 --from 本文件\n\
         # 沿用前请先通读。可以修改；摘要只说明导出后是否改过。",
    );
    format!(
        "{MARK}\n{}\n\n[playbook]\nversion = {VERSION}\nlanguage = \"{}\"\ndigest = \"sha256:{}\"\n{body}",
        about.say(lang),
        lang.code(),
        digest(&body)
    )
}

fn digest(body: &str) -> String {
    Sha256::digest(body.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn body(book: &Playbook) -> String {
    let mut text = BEGINS.to_owned();
    let mut put = |line: String| {
        text.push_str(&line);
        text.push('\n');
    };
    let list = |all: &[String]| all.iter().map(|one| quoted(one)).collect::<Vec<_>>().join(", ");
    for (key, value) in [("timezone", &book.timezone), ("currency", &book.currency)] {
        if let Some(value) = value {
            put(format!("{key} = {}", quoted(value)));
        }
    }
    put(format!("mask = {}\nsmall_counts = {}", quoted(&book.mask), book.small_counts));
    put(format!("needs = [{}]", list(&book.needs)));
    put(format!("round_item = {}", quoted(&book.round_item)));
    let [critical, today, normal] = &book.limits;
    put(format!(
        "requests = {{ critical = {}, today = {}, normal = {} }}",
        quoted(critical),
        quoted(today),
        quoted(normal)
    ));
    for group in &book.groups {
        put(format!("\n[[group]]\ncode = {}\nname = {}", quoted(&group.code), quoted(&group.name)));
        if !group.does.is_empty() {
            put(format!("does = {}", quoted(&group.does)));
        }
        if !group.roles.is_empty() {
            let roles: Vec<String> =
                group.roles.iter().map(|(role, n)| format!("{} = {n}", key(role))).collect();
            put(format!("roles = {{ {} }}", roles.join(", ")));
        }
    }
    for (table, all) in [("destination", &book.destinations), ("store", &book.stores)] {
        for one in all {
            put(format!("\n[[{table}]]\ncode = {}\nname = {}", quoted(&one.code), quoted(&one.name)));
        }
    }
    for plan in &book.schedules {
        put(format!("\n[[schedule]]\nname = {}", quoted(&plan.name)));
        for (key, value) in [("report", &plan.report), ("notice", &plan.notice)] {
            if let Some(value) = value {
                put(format!("{key} = {}", quoted(value)));
            }
        }
        put(format!("public = {}\nat = {}\nwrite = {}", plan.public, quoted(&plan.at), quoted(&plan.write)));
    }
    put(format!("\n[items]\ncsv = {}", block(&book.items)));
    for (table, files) in [("template", &book.templates), ("mapping", &book.mappings)] {
        for (path, content) in files {
            put(format!("\n[[{table}]]\npath = {}\ntext = {}", quoted(path), block(content)));
        }
    }
    text
}

fn key(name: &str) -> String {
    toml_edit::Key::new(name).to_string()
}

/// A text of several lines as it stands, so that people can read and compare it.
fn block(text: &str) -> String {
    let plain = |c: char| c == '\n' || c == '\t' || !c.is_control() && c != '\u{7f}';
    if text.chars().all(plain) && !text.contains("'''") && !text.ends_with('\'') {
        return format!("'''\n{text}'''");
    }
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '\\' => escaped.push_str("\\\\"),
            '"' => escaped.push_str("\\\""),
            '\n' | '\t' => escaped.push(c),
            c if c.is_control() => {
                let _ = write!(escaped, "\\u{:04X}", u32::from(c));
            }
            c => escaped.push(c),
        }
    }
    format!("\"\"\"\n{escaped}\"\"\"")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    playbook: Head,
    policies: Policies,
    #[serde(default)]
    group: Vec<GroupEntry>,
    #[serde(default)]
    destination: Vec<Entry>,
    #[serde(default)]
    store: Vec<Entry>,
    #[serde(default)]
    schedule: Vec<ScheduleEntry>,
    items: Items,
    #[serde(default)]
    template: Vec<FileEntry>,
    #[serde(default)]
    mapping: Vec<FileEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    version: i64,
    language: Option<String>,
    digest: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Policies {
    timezone: Option<String>,
    currency: Option<String>,
    mask: String,
    small_counts: u32,
    #[serde(default)]
    needs: Vec<String>,
    #[serde(default)]
    round_item: String,
    requests: Limits,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Limits {
    critical: String,
    today: String,
    normal: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupEntry {
    code: String,
    name: String,
    #[serde(default)]
    does: String,
    #[serde(default)]
    roles: BTreeMap<String, u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    code: String,
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScheduleEntry {
    name: String,
    report: Option<String>,
    notice: Option<String>,
    public: bool,
    at: String,
    write: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Items {
    csv: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileEntry {
    path: String,
    text: String,
}

/// Reads the text of a playbook. A key that nothing reads is an error: what is taken up is what was looked at.
///
/// # Errors
/// It is no playbook, or one of a newer program.
pub fn read_playbook(name: &str, text: &str) -> Result<ReadPlaybook> {
    let text = text.replace("\r\n", "\n");
    let file: File = toml::from_str(&text).map_err(|error| {
        let fault = toml_fault(&text, error.message(), error.span());
        let usual = said!("how a playbook is written: docs/playbook.md", "秘籍的写法见 docs/playbook.md");
        Error::usage(said!("the playbook {name}, ", "秘籍 {name}：").then(&fault.message))
            .hint(fault.remedy.unwrap_or(usual))
    })?;
    let version = file.playbook.version;
    if version != VERSION {
        return Err(Error::usage(said!(
            "the playbook {name} has the form {version}; this program reads {VERSION}",
            "秘籍 {name} 的格式是第 {version} 版，本程序只读第 {VERSION} 版"
        ))
        .hint(said!("a newer linli reads it", "请换用新版 linli")));
    }
    if let Some(line) = text.lines().position(|line| !personal_numbers(line, &[]).is_empty()) {
        let line = line + 1;
        return Err(Error::refused(said!(
            "the playbook {name}, line {line}: a phone or identity number stands there",
            "秘籍 {name} 第 {line} 行含有手机号或身份证号"
        ))
        .hint(said!("take it out; a playbook is about nobody", "请删去；秘籍里不应有任何人的信息")));
    }
    let mut told = Vec::new();
    let body = text.find(BEGINS).map_or("", |at| &text[at..]);
    let known = file.playbook.digest.is_none_or(|told| told == format!("sha256:{}", digest(body)));
    if !known {
        told.push(said!(
            "the playbook {name} was edited after it was exported: its digest is another",
            "秘籍 {name} 导出后被改过：摘要不符"
        ));
    }
    let language = match file.playbook.language.as_deref() {
        None => None,
        Some(code) => Some(Lang::from_code(code).ok_or_else(|| {
            Error::usage(said!(
                "the playbook {name}: `{code}` is no language",
                "秘籍 {name}：“{code}”不是可用的语言"
            ))
            .hint(said!("zh or en", "请写 zh 或 en"))
        })?),
    };
    let named = |all: Vec<Entry>| all.into_iter().map(|e| Named { code: e.code, name: e.name }).collect();
    let mut roles = file.group.iter().flat_map(|group| group.roles.keys());
    if let Some(role) = roles.find(|role| Role::from_code(role).is_none()) {
        let all: Vec<&str> = Role::CHOICES.iter().map(|choice| choice.code).collect();
        return Err(Error::usage(said!(
            "the playbook {name}: `{role}` is no role",
            "秘籍 {name}：没有职务“{role}”"
        ))
        .hint(any_of(&all)));
    }
    let mut playbook = Playbook {
        groups: file
            .group
            .into_iter()
            .map(|g| Group { code: g.code, name: g.name, does: g.does, roles: g.roles })
            .collect(),
        destinations: named(file.destination),
        stores: named(file.store),
        mask: file.policies.mask,
        small_counts: file.policies.small_counts,
        limits: [
            file.policies.requests.critical,
            file.policies.requests.today,
            file.policies.requests.normal,
        ],
        items: file.items.csv,
        needs: file.policies.needs,
        round_item: file.policies.round_item,
        language,
        timezone: file.policies.timezone,
        currency: file.policies.currency,
        ..Playbook::default()
    };
    for s in file.schedule {
        match stays_inside(&s.write) {
            true => playbook.schedules.push(Plan {
                name: s.name,
                report: s.report,
                notice: s.notice,
                public: s.public,
                at: s.at,
                write: s.write,
            }),
            false => told.push(super::gathering::writes_outside(&s.name, &s.write)),
        }
    }
    playbook.templates = files(file.template, "templates/", &["md", "txt", "toml"], &mut told);
    playbook.mappings = files(file.mapping, "ledgers/imports/", &["toml"], &mut told);
    super::mappings::refuse_unread(&mut playbook.mappings, &mut told);
    Ok(ReadPlaybook { playbook, told })
}

/// Files whose path is one of their kind; the others are left out.
fn files(
    entries: Vec<FileEntry>,
    folder: &str,
    ends: &[&str],
    told: &mut Vec<Said>,
) -> Vec<(String, String)> {
    let mut taken: Vec<(String, String)> = Vec::new();
    for FileEntry { path, text } in entries {
        let inside = path.strip_prefix(folder).is_some_and(|rest| {
            stays_inside(rest)
                && rest.split('/').all(|part| !part.starts_with('.'))
                && rest.matches('/').count() < 4
        });
        let kind = ends.iter().any(|end| path.rsplit_once('.').is_some_and(|(_, e)| e == *end));
        if inside && kind && taken.iter().all(|(known, _)| *known != path) {
            taken.push((path, text));
        } else {
            told.push(said!(
                "{path} was left out: it is no file of {folder}, or is there twice",
                "{path} 未采用：不是 {folder} 下的文件，或重复"
            ));
        }
    }
    taken
}
