//! Finding, opening and creating a store.

use crate::error::{Error, Result};
use crate::said;
use crate::store::{COMMUNITY_FILE, Store, disk, fault};
use crate::words::{Said, words};
use git2::{ErrorCode, Repository, RepositoryInitOptions};
use std::path::{Path, PathBuf};

impl Store {
    /// The community's folder: `start` or the nearest folder above it that holds `ledgers/community.toml`.
    ///
    /// # Errors
    /// `start` does not exist, or there is no community in it or above it.
    pub fn find_root(start: &Path) -> Result<PathBuf> {
        let start = real_path(start)?;
        match start.ancestors().find(|folder| folder.join(COMMUNITY_FILE).is_file()) {
            Some(root) => Ok(root.to_owned()),
            None => {
                let here = start.display();
                Err(Error::usage(said!(
                    "no community here: neither {here} nor a folder above it has {COMMUNITY_FILE}",
                    "这里没有社区台账：{here} 及其上级目录都没有 {COMMUNITY_FILE}",
                ))
                .hint(
                    words(
                        "go to its folder or name it with -C DIR; to begin a new one: linli init --name NAME",
                        "请进入社区目录，或用 -C 目录 指明；新建社区：linli init --name 名称",
                    )
                    .into(),
                ))
            }
        }
    }

    /// Opens the store whose community's folder is `root`.
    ///
    /// # Errors
    /// There is no git repository, or one that cannot be used: bare, owned by another user, of a format that
    /// libgit2 does not read (SHA-256, reftable).
    pub fn open(root: &Path) -> Result<Store> {
        let root = real_path(root)?;
        let repo = Repository::discover(&root).map_err(|e| cannot_open(&root, &e))?;
        Store::with(root, repo)
    }

    /// Opens the store in `root` and, where `root` lies in no repository yet, makes one there with the branch
    /// `main`. The folder is created if it does not exist; nothing is committed.
    ///
    /// # Errors
    /// As [`Store::open`], and if the folder or the repository cannot be created.
    pub fn create(root: &Path) -> Result<Store> {
        disk::make_folder(root)?;
        let root = real_path(root)?;
        match Repository::discover(&root) {
            Ok(repo) => Store::with(root, repo),
            Err(e) if e.code() == ErrorCode::NotFound => Store::with(root.clone(), new_repository(&root)?),
            Err(e) => Err(cannot_open(&root, &e)),
        }
    }

    /// As [`Store::create`], but always with a repository of its own, even inside another one's working tree.
    ///
    /// # Errors
    /// As [`Store::create`].
    pub fn create_apart(root: &Path) -> Result<Store> {
        disk::make_folder(root)?;
        let root = real_path(root)?;
        if std::fs::symlink_metadata(root.join(".git")).is_ok() {
            return Store::open(&root);
        }
        Store::with(root.clone(), new_repository(&root)?)
    }

    /// The top of the repository in which a folder lies, as `git` is given it, and the folder in it: of a working tree its
    /// top, of a bare repository itself.
    ///
    /// # Errors
    /// It lies in no repository.
    pub fn top_of(folder: &Path) -> Result<(PathBuf, PathBuf)> {
        let repo = match Repository::open(folder) {
            Ok(repo) => repo,
            Err(_) => Repository::discover(folder).map_err(|e| cannot_open(folder, &e))?,
        };
        let top = real_path(repo.workdir().unwrap_or_else(|| repo.path()))?;
        let inside = folder.strip_prefix(&top).map(Path::to_owned).unwrap_or_default();
        Ok((top, inside))
    }

    fn with(root: PathBuf, repo: Repository) -> Result<Store> {
        // Hashing each object again on every read costs half of a history walk; `verify --strict` asks for it.
        git2::opts::strict_hash_verification(false);
        let Some(workdir) = repo.workdir() else {
            let at = repo.path().display();
            return Err(Error::Git {
                message: said!(
                    "the repository {at} is bare: it has no working tree",
                    "仓库 {at} 是裸仓库，没有工作目录"
                ),
                hint: Some(
                    words("work in a clone of it: git clone REPOSITORY", "请先克隆：git clone 仓库").into(),
                ),
            });
        };
        let workdir = real_path(workdir)?;
        let Some(prefix) = root.strip_prefix(&workdir).ok().and_then(Path::to_str).map(str::to_owned) else {
            let (root, top) = (root.display(), workdir.display());
            return Err(Error::Git {
                message: said!(
                    "{root} is not in the working tree {top} of its repository",
                    "{root} 不在其仓库的工作目录 {top} 之内"
                ),
                hint: None,
            });
        };
        let prefix = if prefix.is_empty() { prefix } else { prefix + "/" };
        Ok(Store { root, workdir, repo, prefix, faults: fault::Faults::default() })
    }
}

fn new_repository(root: &Path) -> Result<Repository> {
    let mut options = RepositoryInitOptions::new();
    options.initial_head("main").external_template(false).mkpath(true).no_reinit(true);
    Repository::init_opts(root, &options).map_err(|e| cannot_open(root, &e))
}

fn real_path(path: &Path) -> Result<PathBuf> {
    path.canonicalize().map_err(|e| disk::failed(words("open", "打开"), path, e))
}

fn cannot_open(root: &Path, error: &git2::Error) -> Error {
    let at = root.display();
    let detail = error.message();
    let (message, hint): (Said, Option<Said>) = match error.code() {
        ErrorCode::NotFound => (
            said!(
                "{at} is not in a git repository, which keeps the history of the ledgers",
                "{at} 不在 git 仓库中，台账的历史无处保存"
            ),
            Some(said!(
                "git init -b main {at} && git -C {at} add -A && git -C {at} commit -m start",
                "git init -b main {at} && git -C {at} add -A && git -C {at} commit -m 开始"
            )),
        ),
        ErrorCode::Owner => (
            said!(
                "dubious ownership: the repository at {at} belongs to another user",
                "仓库所有权可疑（dubious ownership）：{at} 的仓库属于另一个用户"
            ),
            Some(said!(
                "if you trust it: git config --global --add safe.directory {at}",
                "若信任它：git config --global --add safe.directory {at}"
            )),
        ),
        _ if is_format(detail) => (
            said!(
                "the repository at {at} is of a format that this program cannot read ({detail})",
                "仓库 {at} 的格式本程序无法读取（{detail}）"
            ),
            Some(
                words(
                    "use a repository with SHA-1 objects and files for refs: git init --object-format=sha1 --ref-format=files",
                    "请使用 SHA-1 对象、文件引用的仓库：git init --object-format=sha1 --ref-format=files",
                )
                .into(),
            ),
        ),
        _ => (
            said!("cannot open the repository at {at}: {detail}", "无法打开 {at} 的仓库：{detail}"),
            None,
        ),
    };
    Error::Git { message, hint }
}

fn is_format(detail: &str) -> bool {
    ["extension", "object format", "repository version", "repositoryformatversion", "reftable"]
        .iter()
        .any(|word| detail.to_lowercase().contains(word))
}
