//! The templates: those built in, and over them the community's own, file by file.

use super::form::Form;
use super::manifest::Manifest;
use crate::error::{Error, Result, did_you_mean};
use crate::model::near;
use crate::said;
use crate::words::{Lang, any_of};
use include_dir::{Dir, include_dir};
use std::collections::{BTreeMap, BTreeSet};

static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// What every template's folder holds.
pub(super) const MANIFEST: &str = "notice.toml";

/// The names of the built-in templates, sorted.
pub fn built_in_names() -> Vec<&'static str> {
    let mut names: Vec<&str> = BUILT_IN.dirs().filter_map(|dir| dir.path().to_str()).collect();
    names.sort_unstable();
    names
}

/// One file of a template.
#[derive(Clone, Debug)]
struct File {
    text: String,
    own: bool,
}

/// All templates of a community.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// By path: `templates/testing/zh.md`.
    files: BTreeMap<String, File>,
}

/// One template.
#[derive(Clone, Debug)]
pub struct Template {
    /// Its name.
    pub name: String,
    /// What it is about, and what it needs.
    pub manifest: Manifest,
    /// True if a file of it is the community's own.
    pub own: bool,
    /// Its files by path, `notice.toml` among them.
    pub files: BTreeMap<String, String>,
}

impl Library {
    /// The built-in templates with the community's own files (path such as `templates/testing/zh.md`, text) over them.
    pub fn new(own: impl IntoIterator<Item = (String, String)>) -> Library {
        let mut files = BTreeMap::new();
        for dir in BUILT_IN.dirs() {
            for file in dir.files() {
                let path = format!("templates/{}", file.path().display()).replace('\\', "/");
                let text = file.contents_utf8().unwrap_or_default().to_owned();
                files.insert(path, File { text, own: false });
            }
        }
        for (path, text) in own {
            files.insert(path, File { text: text.replace("\r\n", "\n"), own: true });
        }
        Library { files }
    }

    /// The names of all templates, sorted.
    pub fn names(&self) -> Vec<&str> {
        let in_folder = self.files.keys().filter(|path| path.matches('/').count() == 2);
        let names: BTreeSet<&str> = in_folder.filter_map(|path| path.split('/').nth(1)).collect();
        names.into_iter().collect()
    }

    /// The files of a template, by path; empty if there is no such template.
    pub fn files(&self, name: &str) -> Vec<(&str, &str)> {
        let folder = format!("templates/{name}/");
        let of = self.files.iter().filter(|(path, _)| path.starts_with(&folder));
        of.map(|(path, file)| (path.as_str(), file.text.as_str())).collect()
    }

    /// A template by its name.
    ///
    /// # Errors
    /// There is none; its `notice.toml` is missing or wrong.
    pub fn template(&self, name: &str) -> Result<Template> {
        let files = self.files(name);
        if files.is_empty() {
            return Err(self.unknown(name));
        }
        let path = format!("templates/{name}/{MANIFEST}");
        let Some(manifest) = self.files.get(&path) else {
            return Err(Error::usage(said!("{path} is missing", "缺少 {path}")).hint(said!(
                "see how one is written: linli notice --show testing",
                "写法可参考：linli notice --show testing"
            )));
        };
        let own =
            self.files.iter().any(|(path, file)| file.own && path.starts_with(&format!("templates/{name}/")));
        Ok(Template {
            name: name.to_owned(),
            manifest: Manifest::parse(&path, &manifest.text)?,
            own,
            files: files.into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect(),
        })
    }

    fn unknown(&self, name: &str) -> Error {
        let names = self.names();
        let near = near(name, names.iter().copied());
        let all = any_of(&names);
        Error::usage(said!("there is no notice `{name}`", "没有名为“{name}”的通知模板")).hint(
            did_you_mean(&near).unwrap_or_else(|| said!("one of {l}", "可用：{l}", l = (all.en, all.zh))),
        )
    }
}

impl Template {
    /// The path of the template for a language and form.
    ///
    /// # Errors
    /// The template has none.
    pub fn path(&self, lang: Lang, form: Form) -> Result<String> {
        let path = format!("templates/{}/{}.{}", self.name, lang.code(), form.template());
        match self.files.contains_key(&path) {
            true => Ok(path),
            false => {
                Err(Error::usage(said!("the template {path} is missing", "缺少模板 {path}")).hint(said!(
                    "write it, or choose another language or form: --lang, --format",
                    "请补上该文件，或换一种语言或格式：--lang、--format"
                )))
            }
        }
    }
}
