//! Where `linli sync` goes: a remote of git's by name or URL, a folder, a hub that is made there.

use super::Desk;
use crate::error::{Error, Result, did_you_mean};
use crate::model::near;
use crate::said;
use crate::store::{Folder, Store, folder_kind, make_hub, refused_url, steady};
use std::path::{Path, PathBuf};

/// What is synced with.
pub struct Remote {
    /// What git is given: a name, a URL, or the full path of a folder.
    pub url: String,
    /// What is noted in this clone for the next time.
    pub noted: String,
    /// A clone with a working tree: it can be read, but takes nothing.
    pub clone_only: bool,
}

/// The name of a hub that is made in a folder with other things in it.
const INSIDE: &str = "linli-hub.git";

/// Finds what is meant: what was typed, else `origin`, else what was used last. With `hub` a folder becomes one.
///
/// # Errors
/// Nothing is known to sync with; the name or folder is not known; a transport that runs programs.
pub fn remote(desk: &mut Desk, store: &Store, typed: Option<&str>, hub: bool) -> Result<Remote> {
    let names = store.remotes();
    let meant = match typed {
        Some(typed) => typed.to_owned(),
        None if names.iter().any(|n| n == "origin") => "origin".to_owned(),
        None => store.last_remote().ok_or_else(|| {
            Error::usage(said!("there is nothing yet to sync with", "还没有可以同步的地方")).hint(said!(
                "linli sync /media/usb/bay --hub makes one on a USB stick; or linli sync URL",
                "linli sync /media/usb/bay --hub 可在 U 盘上建一个；或 linli sync 地址"
            ))
        })?,
    };
    if hub && typed.is_none() {
        return Err(Error::usage(said!("--hub needs a folder", "--hub 需要指明目录"))
            .hint(said!("linli sync /media/usb/bay --hub", "linli sync /media/usb/bay --hub")));
    }
    let refused = |url: &str| match refused_url(url) {
        Some(said) => {
            Err(Error::refused(said).hint(said!("https://…, ssh, or a folder", "请用 https://…、ssh 或目录")))
        }
        None => Ok(()),
    };
    if names.contains(&meant) && !hub {
        let url = store.remote_url(&meant).unwrap_or_default();
        refused(&url)?;
        return Ok(Remote { clone_only: is_clone(&url), noted: meant.clone(), url: meant });
    }
    refused(&meant)?;
    if is_url(&meant) && !hub {
        return Ok(Remote { url: meant.clone(), noted: meant, clone_only: false });
    }
    let folder = desk.start.join(&meant);
    let folder = folder.canonicalize().unwrap_or(folder);
    let place = match (folder_kind(&folder), folder_kind(&folder.join(INSIDE))) {
        (Folder::Hub, _) => folder,
        (Folder::Other, Folder::Hub) => folder.join(INSIDE),
        (Folder::Clone, _) if hub => {
            let at = folder.display();
            return Err(Error::refused(said!(
                "{at} is a clone with files in it, not a hub",
                "{at} 是带文件的克隆，不能作枢纽"
            ))
            .hint(said!("choose an empty folder", "请另选一个空目录")));
        }
        (Folder::Clone, _) => {
            return Ok(Remote { url: text(&folder)?, noted: text(&folder)?, clone_only: true });
        }
        (Folder::Empty, _) => made(desk, store, folder)?,
        (Folder::Missing, _) if hub => made(desk, store, folder)?,
        (Folder::Other, _) if hub => made(desk, store, folder.join(INSIDE))?,
        (kind, _) => {
            let at = folder.display();
            let close = near(&meant, names.iter().map(String::as_str));
            let message = match kind {
                Folder::Missing => said!(
                    "{meant} is no remote of this clone, and there is no folder {at}",
                    "本地没有远端“{meant}”，也没有目录 {at}"
                ),
                _ => said!("{at} holds no repository", "{at} 里没有仓库"),
            };
            let hint = did_you_mean(&close).unwrap_or_else(|| {
                said!(
                    "to make a hub there: linli sync {meant} --hub",
                    "要在那里建枢纽：linli sync {meant} --hub"
                )
            });
            return Err(Error::usage(message).hint(hint));
        }
    };
    if hub {
        steady(&place)?;
    }
    Ok(Remote { url: text(&place)?, noted: text(&place)?, clone_only: false })
}

fn made(desk: &mut Desk, store: &Store, place: PathBuf) -> Result<PathBuf> {
    make_hub(&place, &store.branch_name()?)?;
    // One name for it from now on, however it was typed.
    let place = place.canonicalize().unwrap_or(place);
    let at = place.display();
    desk.ui.did(&said!(
        "made a hub in {at}: a bare repository that refuses rewinding",
        "已在 {at} 建立枢纽：拒绝回退的裸仓库"
    ));
    Ok(place)
}

fn text(path: &Path) -> Result<String> {
    path.to_str().map(str::to_owned).ok_or_else(|| {
        let at = path.display();
        Error::usage(said!("the path {at} is not valid UTF-8", "路径 {at} 不是有效的 UTF-8"))
    })
}

fn is_clone(url: &str) -> bool {
    Path::new(url).is_absolute() && folder_kind(Path::new(url)) == Folder::Clone
}

/// `https://…`, or `user@host:path`.
pub fn is_url(text: &str) -> bool {
    let host = text.split_once(':').map(|(host, _)| host);
    text.contains("://") || host.is_some_and(|h| h.len() > 1 && !h.contains(['/', '\\']))
}
