//! The folder that names the communities: a community's own, or one that holds nothing but `ledgers/federation.toml`.

use crate::books::read_federation;
use crate::commands::Desk;
use crate::commands::remote::is_url;
use crate::error::{Error, Result};
use crate::model::Severity;
use crate::registers::federation::{FEDERATION, Member};
use crate::said;
use crate::store::text::Source;
use crate::store::{COMMUNITY_FILE, Store, mirror_folder};
use std::path::{Path, PathBuf};

/// The folder, open, and the communities it names.
pub struct Office {
    /// The folder and its repository.
    pub store: Store,
    /// The text of `ledgers/federation.toml`; `None` if there is none yet.
    pub text: Option<String>,
    /// The communities.
    pub members: Vec<Member>,
    /// Their mirrors.
    pub mirrors: Mirrors,
}

impl Office {
    /// Opens the nearest folder, from where the search begins upwards, that is an office or a community.
    ///
    /// # Errors
    /// There is none; its file has errors: all of them.
    pub fn open(desk: &Desk) -> Result<Office> {
        let root = nearest(&desk.start).ok_or_else(|| {
            let here = desk.start.display();
            Error::usage(said!(
                "no communities are named here: neither {here} nor a folder above it has {FEDERATION}",
                "这里没有登记小区：{here} 及其上级目录都没有 {FEDERATION}"
            ))
            .hint(said!(
                "in an empty folder, or in a community's: linli city add NAME URL",
                "请在空目录或小区目录中运行：linli city add 名称 地址"
            ))
        })?;
        Office::at(&root)
    }

    /// The office in this folder.
    ///
    /// # Errors
    /// As [`Office::open`].
    pub fn at(root: &Path) -> Result<Office> {
        Office::of(Store::open(root)?)
    }

    /// The office of a store.
    ///
    /// # Errors
    /// Its file has errors: all of them.
    pub fn of(store: Store) -> Result<Office> {
        let mirrors = Mirrors::of_store(&store);
        let bytes = store.read_working(FEDERATION)?;
        let Some(source) = bytes.map(|bytes| Source::new(FEDERATION, bytes)) else {
            return Ok(Office { store, text: None, members: Vec::new(), mirrors });
        };
        let (members, findings) = read_federation(&source);
        let errors: Vec<_> = findings.into_iter().filter(|f| f.severity == Severity::Error).collect();
        if !errors.is_empty() {
            return Err(Error::Findings(errors));
        }
        Ok(Office { store, text: Some(source.text), members, mirrors })
    }

    /// The communities, of which there must be one.
    ///
    /// # Errors
    /// There is none.
    pub fn some(self) -> Result<Office> {
        match self.members.is_empty() {
            false => Ok(self),
            true => Err(Error::usage(said!("no community is named here yet", "这里还没有登记任何小区"))
                .hint(said!("linli city add NAME URL", "linli city add 名称 地址"))),
        }
    }
}

/// Where mirrors lie, and what git is given to fetch them; known to every thread.
pub struct Mirrors {
    root: PathBuf,
    folder: PathBuf,
}

impl Mirrors {
    fn of_store(store: &Store) -> Mirrors {
        Mirrors { root: store.root().to_owned(), folder: store.own_folder().join("mirrors") }
    }

    /// Where the mirror of an address lies.
    pub fn of(&self, url: &str) -> PathBuf {
        self.folder.join(mirror_folder(url))
    }

    /// What git is given: an address as it stands, a path from the office's folder on.
    pub fn address(&self, url: &str) -> String {
        match is_url(url) {
            true => url.to_owned(),
            false => self.root.join(url).display().to_string(),
        }
    }
}

/// The nearest folder with a federation or a community in it.
pub fn nearest(start: &Path) -> Option<PathBuf> {
    let start = start.canonicalize().ok()?;
    let is_one = |folder: &&Path| folder.join(FEDERATION).is_file() || folder.join(COMMUNITY_FILE).is_file();
    start.ancestors().find(is_one).map(Path::to_owned)
}
