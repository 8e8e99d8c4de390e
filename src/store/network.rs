//! The network, through the `git` program, for its credentials and proxies; and hubs: bare repositories, such as on a USB
//! stick, that refuse rewinding.

use crate::error::{Error, Result};
use crate::said;
use crate::store::{Oid, Store, disk};
use crate::words::{Said, words};
use git2::{Repository, RepositoryInitOptions};
use std::collections::BTreeMap;
use std::io::{self, Read as _, Seek as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Where what was fetched is kept, apart from everybody's branches.
const FETCHED: &str = "refs/linli/fetched/";

/// How pushing ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pushed {
    /// It is there.
    Done,
    /// Somebody else was faster, or the other side refuses; what git said.
    Rejected(String),
}

impl Store {
    /// Runs git in this repository; its answer, or what it said on stderr.
    fn git(&self, ask: bool, args: &[&str]) -> Result<std::result::Result<String, String>> {
        let mut command = git_command();
        command.arg("-C").arg(&self.workdir).args(args);
        if !ask {
            command.env("GIT_TERMINAL_PROMPT", "0").stdin(Stdio::null());
        }
        let output = command.output().map_err(not_run)?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        let (out, err) = (text(&output.stdout), text(&output.stderr));
        Ok(if output.status.success() {
            Ok(out)
        } else {
            Err(if err.is_empty() { out } else { format!("{out}\n{err}").trim().to_owned() })
        })
    }

    /// Fetches every branch of a remote (its name, URL or folder); the commits they are at, by their short names. With
    /// `ask`, git may ask for a password.
    ///
    /// # Errors
    /// There is no git program; the remote cannot be reached or read: git's own words.
    pub fn fetch(&self, remote: &str, ask: bool) -> Result<BTreeMap<String, Oid>> {
        let refspec = format!("+refs/heads/*:{FETCHED}*");
        let args = ["fetch", "--quiet", "--no-tags", "--prune", "--", remote, &refspec];
        if let Err(told) = self.git(ask, &args)? {
            return Err(Error::Git {
                message: said!(
                    "{remote} cannot be read; nothing was changed. git says:\n{told}",
                    "无法读取 {remote}，未作任何改动。git 说：\n{told}"
                ),
                hint: Some(words(
                    "what you recorded is safe in this clone; sync again when the other side can be reached",
                    "已登记的内容都在本地，等对方可以连通后再同步即可",
                ).into()),
            });
        }
        let failed = |e: git2::Error| self.git_failed(words("read the branches", "读取分支"), &e);
        let mut found = BTreeMap::new();
        for reference in self.repo.references_glob(&format!("{FETCHED}*")).map_err(failed)? {
            let reference = reference.map_err(failed)?;
            if let (Ok(name), Some(target)) = (reference.name(), reference.target()) {
                found.insert(name.trim_start_matches(FETCHED).to_owned(), target);
            }
        }
        Ok(found)
    }

    /// Pushes a commit to a branch of a remote. Never by force.
    ///
    /// # Errors
    /// There is no git program; the remote cannot be reached: git's own words.
    pub fn push(&self, remote: &str, commit: Oid, branch: &str, ask: bool) -> Result<Pushed> {
        let refspec = format!("{commit}:refs/heads/{branch}");
        match self.git(ask, &["push", "--porcelain", "--no-verify", "--", remote, &refspec])? {
            Ok(_) => Ok(Pushed::Done),
            Err(told) if told.lines().any(|line| line.starts_with('!')) => Ok(Pushed::Rejected(told)),
            Err(told) => Err(Error::Git {
                message: said!(
                    "{remote} cannot be written to. git says:\n{told}",
                    "无法写入 {remote}。git 说：\n{told}"
                ),
                hint: Some(
                    words(
                        "what came from there is merged here; sync again to give yours",
                        "对方的内容已合并到本地；请再次同步以送出本地内容",
                    )
                    .into(),
                ),
            }),
        }
    }

    /// The short name of the branch that is checked out.
    ///
    /// # Errors
    /// HEAD is on no branch.
    pub fn branch_name(&self) -> Result<String> {
        Ok(self.branch()?.trim_start_matches("refs/heads/").to_owned())
    }

    /// The URL of a remote by its name, if there is one.
    pub fn remote_url(&self, name: &str) -> Option<String> {
        let remote = self.repo.find_remote(name).ok()?;
        remote.url().ok().map(str::to_owned)
    }

    /// The names of the remotes.
    pub fn remotes(&self) -> Vec<String> {
        let names = self.repo.remotes();
        names.map(|n| n.iter().flatten().flatten().map(str::to_owned).collect()).unwrap_or_default()
    }

    /// The remote that was last synced with, if one was.
    pub fn last_remote(&self) -> Option<String> {
        self.configured("linli.remote")
    }

    /// Notes the remote that was synced with; true if it is the first time.
    pub fn note_remote(&self, remote: &str) -> bool {
        let Ok(mut config) = self.repo.config() else { return false };
        let known = config.multivar("linli.shared", None).map(|mut all| {
            let mut found = false;
            while let Some(Ok(entry)) = all.next() {
                found |= entry.value().is_ok_and(|value| value == remote);
            }
            found
        });
        let known = known.unwrap_or(false);
        if !known {
            let _ = config.set_multivar("linli.shared", "^$", remote);
        }
        if self.last_remote().as_deref() != Some(remote) {
            let _ = config.set_str("linli.remote", remote);
        }
        !known
    }
}

/// The `git` program, not led elsewhere by what surrounds us; what it does is still to be said.
pub(super) fn git_command() -> Command {
    let mut command = Command::new("git");
    command.args(["-c", "protocol.ext.allow=never"]);
    // Its refusals are told apart by their words.
    command.env("LC_ALL", "C");
    // The git that started us, if one did, does not lead this one elsewhere.
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX"] {
        command.env_remove(name);
    }
    command
}

fn not_run(error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::NotFound => Error::Git {
            message: words(
                "the git program is not in PATH; sharing needs it",
                "PATH 中没有 git 程序，同步需要它",
            )
            .into(),
            hint: Some(words("install git, or put it in PATH", "请安装 git，或把它加入 PATH").into()),
        },
        _ => disk::failed(words("run", "运行"), Path::new("git"), error),
    }
}

/// Runs git to its end, or stops it after that time; what it said, if it failed. What it says goes through a file: a
/// program that it leaves behind cannot keep us waiting.
pub(super) fn finished(
    mut command: Command,
    within: Option<Duration>,
) -> Result<std::result::Result<(), String>> {
    let failed = |e| disk::failed(words("run", "运行"), Path::new("git"), e);
    let mut said = tempfile::tempfile().map_err(failed)?;
    let mut child = command.stderr(said.try_clone().map_err(failed)?).spawn().map_err(not_run)?;
    let end = within.map(|within| Instant::now() + within);
    let status = loop {
        match end {
            None => break child.wait().map_err(failed)?,
            Some(end) if Instant::now() > end => {
                let _ = child.kill();
                let _ = child.wait();
                let seconds = within.unwrap_or_default().as_secs();
                return Err(Error::Git {
                    message: said!("no answer within {seconds} s", "{seconds} 秒内没有回应"),
                    hint: None,
                });
            }
            Some(_) => match child.try_wait().map_err(failed)? {
                Some(status) => break status,
                None => std::thread::sleep(LOOK_AGAIN),
            },
        }
    };
    let mut text = Vec::new();
    said.seek(io::SeekFrom::Start(0)).and_then(|_| said.read_to_end(&mut text)).map_err(failed)?;
    Ok(if status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&text).trim().to_owned()) })
}

/// How often a program is asked whether it has come to its end.
const LOOK_AGAIN: Duration = Duration::from_millis(10);

/// What a folder is to those who share through it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folder {
    /// There is none.
    Missing,
    /// Nothing is in it.
    Empty,
    /// Something else is in it.
    Other,
    /// A bare repository.
    Hub,
    /// Somebody's clone, with a working tree.
    Clone,
}

/// What a folder is.
pub fn folder_kind(path: &Path) -> Folder {
    match Repository::open(path) {
        Ok(repo) if repo.is_bare() => Folder::Hub,
        Ok(_) => Folder::Clone,
        Err(_) => match std::fs::read_dir(path).map(|mut entries| entries.next().is_none()) {
            Err(_) => Folder::Missing,
            Ok(true) => Folder::Empty,
            // Perhaps one that libgit2 does not read; git will say.
            Ok(_) if path.join("HEAD").is_file() && path.join("objects").is_dir() => Folder::Hub,
            Ok(_) if path.join(".git").exists() => Folder::Clone,
            Ok(_) => Folder::Other,
        },
    }
}

/// What makes git refuse to rewind or delete a branch of a hub.
const STEADY: [&str; 2] = ["receive.denyNonFastForwards", "receive.denyDeletes"];

/// Makes a bare repository that refuses rewinding in a folder that is missing or empty: complete or not at all.
///
/// # Errors
/// The folder cannot be written.
pub fn make_hub(path: &Path, branch: &str) -> Result<()> {
    let above = disk::folder_of(path);
    disk::make_folder(above)?;
    let made = tempfile::Builder::new().prefix(disk::TEMPORARY).suffix(".tmp").tempdir_in(above);
    let made = made.map_err(|e| disk::failed(words("create a folder in", "创建目录于"), above, e))?;
    let failed = |e: git2::Error| Error::Git {
        message: said!("cannot make a repository: {e}", "无法建立仓库：{e}"),
        hint: None,
    };
    let mut options = RepositoryInitOptions::new();
    options.bare(true).initial_head(branch).external_template(false);
    let place = made.path().join("hub");
    Repository::init_opts(&place, &options).map_err(failed)?;
    steady(&place)?;
    if path.is_dir() {
        std::fs::remove_dir(path).map_err(|e| disk::failed(words("replace", "替换"), path, e))?;
    }
    std::fs::rename(&place, path).map_err(|e| disk::failed(words("create", "创建"), path, e))?;
    disk::sync_folder(above)
}

/// Has a bare repository refuse rewinding and deleting of branches.
///
/// # Errors
/// Its configuration cannot be written.
pub fn steady(path: &Path) -> Result<()> {
    let set = || -> std::result::Result<(), git2::Error> {
        let mut config = Repository::open(path)?.config()?;
        STEADY.iter().try_for_each(|key| config.set_bool(key, true))
    };
    set().map_err(|e| Error::Git {
        message: said!("cannot configure the hub: {e}", "无法设置枢纽仓库：{e}"),
        hint: None,
    })
}

/// True if a hub refuses rewinding.
pub fn is_steady(path: &Path) -> bool {
    let config = Repository::open(path).and_then(|repo| repo.config());
    config.is_ok_and(|config| STEADY.iter().all(|key| config.get_bool(key).unwrap_or(false)))
}

/// Why a remote is not taken: transports that run a program of the sender's choosing.
pub fn refused_url(url: &str) -> Option<Said> {
    let transport = url.split_once("::").map(|(before, _)| before)?;
    transport.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-').then(|| {
        said!(
            "{url}: remotes of the kind {transport}:: are refused; they run programs",
            "{url}：拒绝 {transport}:: 类远端，它会运行程序"
        )
    })
}
