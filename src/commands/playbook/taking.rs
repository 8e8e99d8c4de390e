//! Taking over how another community works (`init --from`): its playbook, from a file, a folder or a repository.

use super::folder::gathered;
use crate::error::{Error, Result};
use crate::recording::playbook::{MARK, Playbook, read_playbook};
use crate::said;
use crate::store::{COMMUNITY_FILE, Folder, Store, clone_to_read, folder_kind, refused_address};
use crate::words::Said;
use std::path::{Path, PathBuf};

/// What was taken over, and what was left out and why.
pub struct Taken {
    /// How the other community works.
    pub playbook: Playbook,
    /// The other community's name, or where its playbook comes from.
    pub name: String,
    /// What was left out.
    pub left: Vec<Said>,
}

/// The playbook file of a repository that holds nothing else of a community.
const FILE: &str = "playbook.toml";
/// No playbook is longer, in bytes.
const MOST_BYTES: u64 = 16 << 20;

/// Reads the playbook that is named: a file, a community's folder, or the address of a repository. With `ask`, git may
/// ask for a password.
///
/// # Errors
/// It is not there; it is no playbook and no community; its registers have errors; the address is of a kind that runs
/// programs, or cannot be read.
pub fn take_over(typed: &str, start: &Path, ask: bool) -> Result<Taken> {
    let path = start.join(typed);
    if !path.exists() {
        if let Some(refused) = refused_address(typed) {
            return Err(Error::refused(refused).hint(said!(
                "https://…, ssh://…, a folder or a file",
                "请用 https://…、ssh://…、目录或文件"
            )));
        }
        if is_address(typed) {
            return cloned(typed, false, ask);
        }
        return Err(Error::usage(said!("there is no {typed}", "没有 {typed}")).hint(said!(
            "--from takes a playbook's file, a community's folder, or the address of a repository",
            "--from 后面写秘籍文件、社区目录或仓库地址"
        )));
    }
    match folder_kind(&path) {
        Folder::Hub => {
            let full = path.canonicalize().unwrap_or(path);
            cloned(&full.to_string_lossy(), true, ask)
        }
        _ => read(&path, typed),
    }
}

/// `https://…`, or `user@host:path`.
fn is_address(typed: &str) -> bool {
    let before_slash = typed.split('/').next().unwrap_or_default();
    typed.contains("://") || before_slash.contains('@') && before_slash.contains(':')
}

fn cloned(url: &str, local: bool, ask: bool) -> Result<Taken> {
    let failed =
        |source| Error::File { doing: said!("create", "创建"), path: std::env::temp_dir(), source };
    let folder = tempfile::Builder::new().prefix("linli-playbook-").tempdir().map_err(failed)?;
    let place = folder.path().join("of");
    clone_to_read(url, &place, local, ask)?;
    let of = place.join(FILE);
    match place.join(COMMUNITY_FILE).exists() || !of.exists() {
        true => read(&place, url),
        false => read(&of, url),
    }
}

/// A file or folder of this machine.
fn read(path: &Path, shown: &str) -> Result<Taken> {
    if path.is_file() {
        let failed = |source| Error::File { doing: said!("read", "读取"), path: path.to_owned(), source };
        let size = std::fs::metadata(path).map_err(failed)?.len();
        if size > MOST_BYTES {
            return Err(Error::usage(said!("{shown} is too long for a playbook", "{shown} 太大，不是秘籍")));
        }
        let bytes = std::fs::read(path).map_err(failed)?;
        if let Ok(text) = std::str::from_utf8(&bytes) {
            let text = text.trim_start_matches('\u{FEFF}');
            if text.starts_with(MARK) || text.lines().any(|line| line.trim() == "[playbook]") {
                let read = read_playbook(shown, text)?;
                return Ok(Taken { playbook: read.playbook, name: shown.to_owned(), left: read.told });
            }
        }
        if path.file_name().is_none_or(|name| name != "community.toml") {
            return Err(Error::usage(said!("{shown} is no playbook", "{shown} 不是秘籍文件")).hint(said!(
                "linli playbook export FILE, in the other community, writes one",
                "请对方社区运行 linli playbook export 文件 生成"
            )));
        }
    }
    let gathered = gathered(&folder_of(path, shown)?)?;
    Ok(Taken { playbook: gathered.playbook, name: gathered.name, left: gathered.left })
}

/// The community's folder of a folder in it, or of a file of it.
fn folder_of(path: &Path, shown: &str) -> Result<PathBuf> {
    let named = if path.is_file() { path.parent().unwrap_or(path) } else { path };
    let none = || {
        let file = COMMUNITY_FILE;
        Error::usage(said!(
            "{shown} is no community's folder: it has no {file}",
            "{shown} 不是社区目录，没有 {file}"
        ))
    };
    let inside = Store::find_root(named).map_err(|_| none())?;
    let own = named.canonicalize().is_ok_and(|named| named == inside || named == inside.join("ledgers"));
    if own { Ok(inside) } else { Err(none()) }
}
