//! Another repository, copied to be read once: through the `git` program, for its credentials and proxies. Nothing in it
//! is run: no hook, no submodule, no transport that starts a program.

use super::disk;
use super::network::{finished, git_command, refused_url};
use crate::error::{Error, Result};
use crate::said;
use crate::words::{Said, words};
use git2::Repository;
use std::path::Path;
use std::process::Stdio;

/// The ways that lead to another machine.
const NETWORK: &str = "https:http:ssh:git";
/// The settings that hold whatever git's own configuration says.
const SETTINGS: [&str; 7] = [
    "core.hooksPath=/dev/null",
    "core.symlinks=false",
    "core.fsmonitor=false",
    "submodule.recurse=false",
    "init.templateDir=",
    "http.lowSpeedLimit=1",
    "http.lowSpeedTime=30",
];
/// No file longer than this is fetched, where the other side and git can leave it out: a playbook is text.
const LONGEST: &str = "--filter=blob:limit=64m";

/// Why an address is not taken: it would run a program, or reads this machine by another name.
pub fn refused_address(typed: &str) -> Option<Said> {
    if typed.starts_with('-') {
        return Some(said!("{typed} is no address", "{typed} 不是地址"));
    }
    if let Some(said) = refused_url(typed) {
        return Some(said);
    }
    let (scheme, _) = typed.split_once("://")?;
    let known = NETWORK.split(':').any(|known| scheme.eq_ignore_ascii_case(known));
    (!known).then(|| said!("addresses of the kind {scheme}:// are refused", "拒绝 {scheme}:// 类地址"))
}

/// Copies the newest state of a repository into a folder that is not there yet. A `local` one is a folder of this machine.
///
/// # Errors
/// There is no git program; the other side cannot be read: git's own words.
pub fn clone_to_read(url: &str, into: &Path, local: bool, ask: bool) -> Result<()> {
    let mut command = git_command();
    for setting in SETTINGS {
        command.args(["-c", setting]);
    }
    command.args([
        "clone",
        "--quiet",
        "--depth",
        "1",
        "--single-branch",
        "--no-tags",
        "--no-recurse-submodules",
        LONGEST,
    ]);
    if local {
        command.arg("--no-local");
    }
    command.args(["--template=", "--"]).arg(url).arg(into);
    command.env("GIT_ALLOW_PROTOCOL", if local { "file" } else { NETWORK }).env("GIT_LFS_SKIP_SMUDGE", "1");
    command.env("GIT_NO_LAZY_FETCH", "1");
    if !ask {
        command.env("GIT_TERMINAL_PROMPT", "0").stdin(Stdio::null());
    }
    let Err(told) = finished(command, None)? else { return without_links(into) };
    let message = match told.contains("lazy fetching disabled") {
        true => said!("{url} holds a file of more than 64 MB", "{url} 中有超过 64 MB 的文件"),
        false => said!("{url} cannot be read. git says:\n{told}", "无法读取 {url}。git 说：\n{told}"),
    };
    Err(Error::Git {
        message,
        hint: Some(
            words(
                "a playbook's file, sent by mail or chat, does as well: --from FILE",
                "也可以请对方把秘籍文件发过来：--from 文件",
            )
            .into(),
        ),
    })
}

/// Takes away what stands for links: texts that hold where they lead.
fn without_links(at: &Path) -> Result<()> {
    const LINK: u32 = 0o120000;
    let failed = |e: git2::Error| Error::Git {
        message: said!("the copy cannot be read: {e}", "无法读取副本：{e}"),
        hint: None,
    };
    let index = Repository::open(at).and_then(|repo| repo.index()).map_err(failed)?;
    for entry in index.iter().filter(|entry| entry.mode == LINK) {
        let path = at.join(String::from_utf8_lossy(&entry.path).as_ref());
        std::fs::remove_file(&path).map_err(|e| disk::failed(words("remove", "删除"), &path, e))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_run_programs_or_name_this_machine_are_refused() {
        for refused in [
            "ext::sh -c id",
            "fd::7",
            "file:///etc",
            "FILE:///etc",
            "-oProxyCommand=id",
            "--upload-pack=id",
            "ftp://x/y",
        ] {
            assert!(refused_address(refused).is_some(), "{refused}");
        }
        for taken in
            ["https://example.org/x.git", "ssh://git@example.org/x", "git@example.org:x.git", "folder"]
        {
            assert!(refused_address(taken).is_none(), "{taken}");
        }
    }
}
