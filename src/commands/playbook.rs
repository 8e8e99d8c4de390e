//! Taking over how another community works (`init --from`): its groups, items, templates, policies and schedules, and
//! none of its ledgers, people or places.

use super::desk::read_source;
use crate::error::{Error, Result};
use crate::model::{Finding, Severity, mask_numbers, personal_numbers};
use crate::recording::{Plan, Playbook};
use crate::registers::{COMMUNITY, Community, ITEMS};
use crate::said;
use crate::store::{COMMUNITY_FILE, Store};
use crate::words::Said;
use std::path::{Path, PathBuf};

/// What was taken over, and what was left out and why.
pub struct Taken {
    /// How the other community works.
    pub playbook: Playbook,
    /// The other community's name.
    pub name: String,
    /// Templates and schedules that were left out.
    pub left: Vec<Said>,
}

/// Reads the playbook of the community whose folder, or whose `community.toml`, is named.
///
/// # Errors
/// It is an address on the network, there is no community, or its registers have errors.
pub fn take_over(typed: &str, start: &Path) -> Result<Taken> {
    let path = start.join(typed);
    if !path.exists() {
        refuse_address(typed)?;
    }
    let root = folder_of(&path)?;
    let mut files = Vec::new();
    for file in [COMMUNITY, ITEMS].into_iter().filter(|file| root.join(file).is_file()) {
        files.push(read_source(&root, file)?);
    }
    let (registers, findings) = crate::books::read_registers(&files);
    let errors: Vec<Finding> = findings.into_iter().filter(|f| f.severity == Severity::Error).collect();
    let Some(registers) = registers.filter(|_| errors.is_empty()) else {
        return Err(Error::Findings(errors));
    };
    let mut left = Vec::new();
    let mut playbook = policies(&files[0].text, &registers.community, &mut left);
    if let Some(items) = files.iter().find(|s| s.path == ITEMS) {
        refuse_numbers(ITEMS, &items.text)?;
        playbook.items = items.text.replace("\r\n", "\n");
    } else {
        playbook.items = crate::recording::items_header();
    }
    playbook.round_item = registers.items.first().map(|i| i.name.clone()).unwrap_or_default();
    templates(&root, Path::new("templates"), &mut playbook, &mut left)?;
    Ok(Taken { playbook, name: registers.community.name.clone(), left })
}

/// An address is refused before anything is looked at: git alone may talk to the network.
fn refuse_address(typed: &str) -> Result<()> {
    if typed.contains("::") {
        return Err(Error::refused(said!(
            "`{typed}` would run a command of its own; such addresses are never used",
            "“{typed}”会执行它自带的命令，一律拒绝"
        )));
    }
    let before_slash = typed.split('/').next().unwrap_or_default();
    if typed.contains("://") || before_slash.contains('@') && before_slash.contains(':') {
        let typed = super::next::pasted(typed);
        return Err(Error::usage(said!(
            "{typed} is on the network; --from takes a folder",
            "{typed} 是网络地址，--from 只接受本机目录"
        ))
        .hint(said!(
            "clone it first: git clone -- {typed} playbook, then --from playbook",
            "请先克隆：git clone -- {typed} playbook，再用 --from playbook"
        )));
    }
    Ok(())
}

/// The community's folder of a folder in it, or of a file of it.
fn folder_of(path: &Path) -> Result<PathBuf> {
    let named = if path.is_file() { path.parent().unwrap_or(path) } else { path };
    let inside = Store::find_root(named)?;
    let own = named.canonicalize().is_ok_and(|named| named == inside || named == inside.join("ledgers"));
    if own {
        return Ok(inside);
    }
    let (at, file) = (path.display(), COMMUNITY_FILE);
    Err(Error::usage(said!(
        "{at} is no community's folder: it has no {file}",
        "{at} 不是社区目录，没有 {file}"
    )))
}

/// Groups, policies and schedules, out of the text that was read without errors.
fn policies(text: &str, community: &Community, left: &mut Vec<Said>) -> Playbook {
    let table: toml::Table = text.parse().unwrap_or_default();
    let word = |table: &str, key: &str, usual: &str, from: &toml::Table| {
        let value = from.get(table).and_then(|t| t.get(key)).and_then(toml::Value::as_str);
        value.unwrap_or(usual).to_owned()
    };
    let mut playbook = Playbook {
        groups: community.groups.clone(),
        mask: word("privacy", "mask", "surname", &table),
        small_counts: community.privacy.small_counts,
        limits: [("critical", "2h"), ("today", "12h"), ("normal", "48h")]
            .map(|(urgency, usual)| word("requests", urgency, usual, &table)),
        language: community.language,
        timezone: Some(community.timezone.name().to_owned()),
        currency: Some(community.currency.clone()),
        ..Playbook::default()
    };
    for schedule in &community.schedules {
        let (name, write) = (&schedule.name, &schedule.write);
        let inside = !write.starts_with('/')
            && !write.contains(['\\', ':'])
            && write.split('/').all(|part| !matches!(part, "" | "." | "..") && !part.starts_with(".git"));
        if !inside {
            left.push(said!(
                "the schedule {name} was left out: it writes to `{write}`",
                "定时任务 {name} 未采用：它写到“{write}”"
            ));
            continue;
        }
        let at = match schedule.weekday {
            Some(day) => format!("{} {}", day.to_string().to_lowercase(), schedule.at),
            None => schedule.at.to_string(),
        };
        playbook.schedules.push(Plan {
            name: name.clone(),
            report: schedule.report.clone(),
            notice: schedule.notice.clone(),
            public: schedule.public,
            at,
            write: write.clone(),
        });
    }
    playbook
}

/// Text files below `templates/`; links are not followed, and nothing with a phone or identity number is taken.
fn templates(root: &Path, folder: &Path, playbook: &mut Playbook, left: &mut Vec<Said>) -> Result<()> {
    const MOST_BYTES: u64 = 1 << 20;
    let full = root.join(folder);
    let failed =
        |path: &Path, source| Error::File { doing: said!("read", "读取"), path: path.to_owned(), source };
    if !std::fs::symlink_metadata(&full).is_ok_and(|m| m.is_dir()) {
        return Ok(());
    }
    let mut names = Vec::new();
    for entry in std::fs::read_dir(&full).map_err(|e| failed(&full, e))? {
        names.push(entry.map_err(|e| failed(&full, e))?.file_name());
    }
    names.sort();
    for name in names {
        let Some(name) = name.to_str().filter(|n| !n.starts_with('.')) else { continue };
        let path = folder.join(name);
        let meta = std::fs::symlink_metadata(root.join(&path)).map_err(|e| failed(&path, e))?;
        if meta.is_dir() {
            templates(root, &path, playbook, left)?;
            continue;
        }
        let shown = path.to_string_lossy().replace('\\', "/");
        if !meta.is_file() || meta.len() > MOST_BYTES {
            left.push(said!("{shown} was left out: it is no text file", "{shown} 未采用：不是文本文件"));
            continue;
        }
        let source = read_source(root, &shown)?;
        if !source.spoilt.is_empty() {
            left.push(said!("{shown} was left out: it is no text file", "{shown} 未采用：不是文本文件"));
        } else if !personal_numbers(&source.text, &[]).is_empty() {
            left.push(said!(
                "{shown} was left out: it holds a phone or identity number",
                "{shown} 未采用：含有手机号或身份证号"
            ));
        } else {
            playbook.templates.push((shown, source.text));
        }
    }
    Ok(())
}

fn refuse_numbers(path: &str, text: &str) -> Result<()> {
    match text.lines().find(|line| !personal_numbers(line, &[]).is_empty()) {
        None => Ok(()),
        Some(line) => {
            let masked = mask_numbers(line, &[]);
            Err(Error::refused(said!(
                "{path} there holds a phone or identity number: {masked}",
                "对方的 {path} 含有手机号或身份证号：{masked}"
            )))
        }
    }
}
