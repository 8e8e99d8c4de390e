//! Mirrors: bare copies of other communities' repositories, fetched through the `git` program and read from their objects,
//! without a working tree. Each lies in a folder of its own, named by what it is fetched from.

use super::network::{finished, git_command};
use super::text::Source;
use super::{COMMUNITY_FILE, Oid, disk};
use crate::error::{Error, Result};
use crate::said;
use crate::words::{Said, words};
use chrono::{DateTime, FixedOffset};
use git2::{ErrorCode, ObjectType, Repository, RepositoryInitOptions};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

/// The newest commit that was fetched.
const NEWEST: &str = "refs/linli/newest";
/// All branches, where a repository's HEAD names none of them.
const BRANCHES: &str = "refs/linli/branches/";
/// When it was last fetched, in a file of the mirror.
const FETCHED: &str = "linli-fetched";
/// No community lies deeper in its repository.
const DEEPEST: usize = 4;
/// The transports that git may use for a mirror.
const PROTOCOLS: &str = "file:git:http:https:ssh";

/// A mirror that has been fetched.
pub struct Mirror {
    path: PathBuf,
    repo: Repository,
}

/// A commit, in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newest {
    /// Its id.
    pub id: Oid,
    /// Who recorded it.
    pub author: String,
    /// When.
    pub when: DateTime<FixedOffset>,
}

/// What a fetch found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fetched {
    /// The first time, or what was there before and perhaps more.
    Forward,
    /// A history from which this commit, fetched before, is gone.
    Replaced(Oid),
}

/// The name of the folder of a mirror: the same address always has the same.
pub fn mirror_folder(url: &str) -> String {
    let digest = Sha256::digest(url.as_bytes());
    digest[..10].iter().map(|byte| format!("{byte:02x}")).collect::<String>() + ".git"
}

impl Mirror {
    /// Opens a mirror; `None` if nothing was fetched into it yet.
    ///
    /// # Errors
    /// It is there and cannot be read.
    pub fn open(path: &Path) -> Result<Option<Mirror>> {
        // Hashing each object again on every read costs more than reading it.
        git2::opts::strict_hash_verification(false);
        match Repository::open_bare(path) {
            Ok(repo) => Ok(Some(Mirror { path: path.to_owned(), repo })),
            Err(e) if e.code() == ErrorCode::NotFound => Ok(None),
            Err(e) => Err(failed(&e)),
        }
    }

    /// Fetches into the mirror in this folder, which is made if it is not there. Without `ask`, git asks for no password,
    /// and is stopped after `within`. If it fails, what was fetched before stays.
    ///
    /// # Errors
    /// It cannot be reached or read, in git's own words; or there is no commit in it.
    pub fn fetch(
        path: &Path,
        url: &str,
        ask: bool,
        within: Duration,
        now: DateTime<FixedOffset>,
    ) -> Result<Fetched> {
        let is_new = !path.exists();
        if is_new {
            let mut options = RepositoryInitOptions::new();
            options.bare(true).mkpath(true).external_template(false);
            Repository::init_opts(path, &options).map_err(|e| failed(&e))?;
        }
        let done = fetched(path, url, ask, within);
        if done.is_err() && is_new {
            let _ = std::fs::remove_dir_all(path);
        }
        let fetched = done?;
        disk::replace(&path.join(FETCHED), now.to_rfc3339().as_bytes())?;
        Ok(fetched)
    }

    /// Fetches all of it again beside the mirror in this folder, and then puts it in its place: for one whose files are
    /// damaged. If it fails, what was there stays.
    ///
    /// # Errors
    /// As [`Mirror::fetch`]; the folder cannot be changed.
    pub fn fetch_anew(
        path: &Path,
        url: &str,
        within: Duration,
        now: DateTime<FixedOffset>,
    ) -> Result<Fetched> {
        let beside = path.with_extension("new");
        let clear = |folder: &Path| match std::fs::remove_dir_all(folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(disk::failed(words("remove", "删除"), folder, error))
            }
            _ => Ok(()),
        };
        clear(&beside)?;
        let fetched = Mirror::fetch(&beside, url, false, within, now)?;
        clear(path)?;
        std::fs::rename(&beside, path).map_err(|error| disk::failed(words("write", "写入"), path, error))?;
        Ok(fetched)
    }

    /// When it was last fetched, if that is known.
    pub fn fetched(&self) -> Option<DateTime<FixedOffset>> {
        let text = std::fs::read_to_string(self.path.join(FETCHED)).ok()?;
        DateTime::parse_from_rfc3339(text.trim()).ok()
    }

    /// The newest commit.
    ///
    /// # Errors
    /// There is none, or it cannot be read.
    pub fn newest(&self) -> Result<Newest> {
        let commit = self.repo.find_reference(NEWEST).and_then(|found| found.peel_to_commit());
        let commit = commit.map_err(|e| failed(&e))?;
        let time = commit.author().when();
        let when = FixedOffset::east_opt(time.offset_minutes() * 60)
            .and_then(|zone| Some(DateTime::from_timestamp(time.seconds(), 0)?.with_timezone(&zone)));
        let author = String::from_utf8_lossy(commit.author().name_bytes()).into_owned();
        Ok(Newest { id: commit.id(), author, when: when.unwrap_or_default() })
    }

    /// The newest commit of the first parents that was not committed after a moment.
    ///
    /// # Errors
    /// A commit cannot be read.
    pub fn newest_by(&self, seconds: i64) -> Result<Option<Oid>> {
        let mut at = Some(self.newest()?.id);
        while let Some(id) = at {
            let commit = self.repo.find_commit(id).map_err(|e| failed(&e))?;
            if commit.time().seconds() <= seconds {
                return Ok(Some(id));
            }
            at = commit.parent_id(0).ok();
        }
        Ok(None)
    }

    /// True if a community lies in that folder of a commit.
    pub fn is_community(&self, commit: Oid, folder: &str) -> bool {
        let tree = self.repo.find_commit(commit).and_then(|commit| commit.tree());
        tree.is_ok_and(|tree| tree.get_path(&Path::new(folder).join(COMMUNITY_FILE)).is_ok())
    }

    /// The folders of a commit in which a community lies, sorted; `""` is its top. Below a community none is looked for.
    ///
    /// # Errors
    /// A tree cannot be read.
    pub fn communities(&self, commit: Oid) -> Result<Vec<String>> {
        let tree = self.repo.find_commit(commit).and_then(|commit| commit.tree()).map_err(|e| failed(&e))?;
        let mut found = Vec::new();
        self.look(&tree, "", 0, &mut found).map_err(|e| failed(&e))?;
        Ok(found)
    }

    fn look(
        &self,
        tree: &git2::Tree,
        at: &str,
        depth: usize,
        found: &mut Vec<String>,
    ) -> std::result::Result<(), git2::Error> {
        if tree.get_path(Path::new(COMMUNITY_FILE)).is_ok() {
            found.push(at.to_owned());
            return Ok(());
        }
        for entry in tree.iter().filter(|entry| entry.kind() == Some(ObjectType::Tree) && depth < DEEPEST) {
            let Ok(name) = entry.name() else { continue };
            if !name.starts_with('.') {
                let below = if at.is_empty() { name.to_owned() } else { format!("{at}/{name}") };
                self.look(&self.repo.find_tree(entry.id())?, &below, depth + 1, found)?;
            }
        }
        Ok(())
    }

    /// Reads the files of a folder's `ledgers`, and of the folders in it, that are wanted by their path from that folder
    /// on, such as `ledgers/donations/2022-08.csv`. Links are passed over.
    ///
    /// # Errors
    /// An object cannot be read.
    pub fn files(&self, commit: Oid, folder: &str, wanted: impl Fn(&str) -> bool) -> Result<Vec<Source>> {
        let read = || -> std::result::Result<Vec<Source>, git2::Error> {
            let (odb, mut files) = (self.repo.odb()?, Vec::new());
            let top = self.repo.find_commit(commit)?.tree()?;
            let inside = if folder.is_empty() { "ledgers".to_owned() } else { format!("{folder}/ledgers") };
            let ledgers = top.get_path(Path::new(&inside))?.id();
            let mut trees = vec![("ledgers".to_owned(), ledgers)];
            while let Some((at, tree)) = trees.pop() {
                for entry in &self.repo.find_tree(tree)? {
                    let Ok(name) = entry.name() else { continue };
                    let path = format!("{at}/{name}");
                    match entry.kind() {
                        _ if name.starts_with('.') => {}
                        Some(ObjectType::Tree) if at == "ledgers" => trees.push((path, entry.id())),
                        Some(ObjectType::Blob) if entry.filemode() != LINK && wanted(&path) => {
                            let object = odb.read(entry.id())?;
                            files.push(Source::of(path, object.data()));
                        }
                        _ => {}
                    }
                }
            }
            files.sort_by(|a, b| a.path.cmp(&b.path));
            Ok(files)
        };
        read().map_err(|e| failed(&e))
    }
}

const LINK: i32 = 0o120000;

fn failed(error: &git2::Error) -> Error {
    let detail = error.message();
    let message = said!(
        "the mirror cannot be read ({detail}): linli city fetch --anew fetches it again",
        "无法读取镜像（{detail}）：可用 linli city fetch --anew 重新取回"
    );
    Error::Git { message, hint: None }
}

/// What git is asked to fetch: HEAD; where it names no branch, all branches, of which `main` or the only one is taken.
fn fetched(path: &Path, url: &str, ask: bool, within: Duration) -> Result<Fetched> {
    let repo = Repository::open_bare(path).map_err(|e| failed(&e))?;
    let tip = |name: &str| repo.find_reference(name).ok().and_then(|found| found.target());
    let before = tip(NEWEST);
    let run = |refspec: &str| fetch(path, url, refspec, ask, within);
    match run(&format!("+HEAD:{NEWEST}"))? {
        Ok(()) => {}
        Err(told) if told.contains("remote ref HEAD") => {
            run(&format!("+refs/heads/*:{BRANCHES}*"))?.map_err(|told| unreachable(&told))?;
            let names = repo.references_glob(&format!("{BRANCHES}*")).map_err(|e| failed(&e))?;
            let names: Vec<String> =
                names.flatten().filter_map(|found| found.name().ok().map(str::to_owned)).collect();
            let main = format!("{BRANCHES}main");
            let chosen = match &names[..] {
                [] => {
                    return Err(Error::Git {
                        message: said!("there is no commit in it yet", "里面还没有任何提交"),
                        hint: None,
                    });
                }
                [only] => only,
                several if several.contains(&main) => &main,
                _ => {
                    return Err(Error::Git {
                        message: said!("its HEAD names no branch", "它的 HEAD 没有指向任何分支"),
                        hint: Some(
                            words(
                                "there: git symbolic-ref HEAD refs/heads/BRANCH",
                                "请在对方仓库运行：git symbolic-ref HEAD refs/heads/分支",
                            )
                            .into(),
                        ),
                    });
                }
            };
            let newest = tip(chosen).ok_or_else(|| unreachable(chosen))?;
            repo.reference(NEWEST, newest, true, "linli").map_err(|e| failed(&e))?;
        }
        Err(told) => return Err(unreachable(&told)),
    }
    // Git wrote objects behind the back of the repository that is open here.
    let repo = Repository::open_bare(path).map_err(|e| failed(&e))?;
    let after = repo.find_reference(NEWEST).ok().and_then(|found| found.target());
    Ok(match (before, after) {
        (Some(old), Some(new)) if old != new && !repo.graph_descendant_of(new, old).unwrap_or(false) => {
            Fetched::Replaced(old)
        }
        _ => Fetched::Forward,
    })
}

fn unreachable(told: &str) -> Error {
    let lines = || told.lines().map(str::trim).filter(|line| !line.is_empty());
    let told = lines().find(|line| !line.starts_with("warning:") && !line.starts_with("hint:"));
    let told = told.or_else(|| lines().next()).unwrap_or_default();
    Error::Git { message: said!("git says: {told}", "git 说：{told}"), hint: None }
}

/// Runs git in the mirror; what it said, if it failed.
fn fetch(
    path: &Path,
    url: &str,
    refspec: &str,
    ask: bool,
    within: Duration,
) -> Result<std::result::Result<(), String>> {
    let mut command = git_command();
    command.arg("--git-dir").arg(path);
    // A pack is read faster than loose objects; old ones are put together while we wait, not behind our back.
    for setting in ["fetch.unpackLimit=1", "gc.autoDetach=false", "maintenance.autoDetach=false"] {
        command.args(["-c", setting]);
    }
    command.args(["-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=30"]);
    command.args([
        "fetch",
        "--quiet",
        "--no-tags",
        "--no-recurse-submodules",
        "--no-write-fetch-head",
        "--",
        url,
        refspec,
    ]);
    command.env("GIT_ALLOW_PROTOCOL", PROTOCOLS).stdout(Stdio::null());
    if !ask {
        command.env("GIT_TERMINAL_PROMPT", "0").stdin(Stdio::null());
    }
    finished(command, (!ask).then_some(within))
}

/// The reason in a sentence, for a list of communities that could not be read.
pub fn reason(error: &Error) -> Said {
    let say = |lang| {
        let (message, _) = error.say(lang);
        message.replace('\n', " ")
    };
    Said { en: say(crate::words::Lang::En), zh: say(crate::words::Lang::Zh) }
}
