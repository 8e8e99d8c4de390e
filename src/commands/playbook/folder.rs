//! The playbook of a community's folder: its files are read, and `recording::playbook` takes from them what may travel.

use crate::books::{Books, read_registers};
use crate::commands::desk::{ledger_paths, read_source};
use crate::error::{Error, Result};
use crate::model::{Finding, Severity};
use crate::recording::playbook::{Material, Playbook, Telltales, gather};
use crate::registers::contacts::CONTACTS;
use crate::registers::{COMMUNITY, ITEMS};
use crate::said;
use crate::words::Said;
use std::path::Path;

/// No template or mapping is longer, in bytes.
const MOST_BYTES: u64 = 1 << 20;

/// What a folder gives.
pub struct Gathered {
    /// The community's name, for whoever takes the playbook over from the folder itself.
    pub name: String,
    /// How it works.
    pub playbook: Playbook,
    /// What was left out.
    pub left: Vec<Said>,
}

/// Gathers the playbook of the community in a folder.
///
/// # Errors
/// A file cannot be read, or the registers have errors.
pub fn gathered(root: &Path) -> Result<Gathered> {
    let sources =
        ledger_paths(root)?.iter().map(|path| read_source(root, path)).collect::<Result<Vec<_>>>()?;
    let (registers, findings) = read_registers(&sources);
    let registered =
        |f: &Finding| f.spot.as_ref().is_none_or(|spot| [COMMUNITY, ITEMS].contains(&spot.path.as_str()));
    let errors: Vec<Finding> =
        findings.into_iter().filter(|f| f.severity == Severity::Error && registered(f)).collect();
    let Some(registers) = registers.filter(|_| errors.is_empty()) else {
        return Err(Error::Findings(errors));
    };
    let books = Books::read(&registers, &sources, |_| true);
    let private = match std::fs::read(root.join(CONTACTS)) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        Err(source) => {
            return Err(Error::File { doing: said!("read", "读取"), path: root.join(CONTACTS), source });
        }
    };
    let mut left = Vec::new();
    let text = |path: &str| {
        sources.iter().find(|source| source.path == path).map_or("", |source| source.text.as_str())
    };
    let material = Material {
        registers: &registers,
        community: text(COMMUNITY),
        items: text(ITEMS),
        templates: texts(root, "templates", &mut left)?,
        mappings: texts(root, "ledgers/imports", &mut left)?,
    };
    let (playbook, more) = gather(material, &Telltales::new(&books, &private));
    left.extend(more);
    Ok(Gathered { name: registers.community.name.clone(), playbook, left })
}

/// The text files below a folder, in order; links are not followed.
fn texts(root: &Path, folder: &str, left: &mut Vec<Said>) -> Result<Vec<(String, String)>> {
    let mut texts = Vec::new();
    let full = root.join(folder);
    let failed =
        |path: &Path, source| Error::File { doing: said!("read", "读取"), path: path.to_owned(), source };
    if !std::fs::symlink_metadata(&full).is_ok_and(|meta| meta.is_dir()) {
        return Ok(texts);
    }
    let mut names = Vec::new();
    for entry in std::fs::read_dir(&full).map_err(|e| failed(&full, e))? {
        names.push(entry.map_err(|e| failed(&full, e))?.file_name());
    }
    names.sort();
    for name in names {
        let Some(name) = name.to_str().filter(|name| !name.starts_with('.')) else { continue };
        let path = format!("{folder}/{name}");
        let meta = std::fs::symlink_metadata(root.join(&path)).map_err(|e| failed(&root.join(&path), e))?;
        if meta.is_dir() {
            texts.extend(self::texts(root, &path, left)?);
            continue;
        }
        let known =
            ["txt", "md", "toml"].iter().any(|end| path.rsplit_once('.').is_some_and(|(_, e)| e == *end));
        let source = match known && meta.is_file() && meta.len() <= MOST_BYTES {
            true => Some(read_source(root, &path)?).filter(|source| source.spoilt.is_empty()),
            false => None,
        };
        match source {
            Some(source) => texts.push((path, source.text)),
            None => {
                left.push(said!("{path} was left out: it is no text file", "{path} 未收入：不是文本文件"))
            }
        }
    }
    Ok(texts)
}
