//! `notice.toml`: what a template is about, for whom, and what it needs to be told.

use super::form::Scope;
use crate::error::Error;
use crate::ledgers::RoundKind;
use crate::model::{Finding, Severity, Spot, near};
use crate::said;
use crate::words::{Lang, Said, any_of};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A text in both languages, as a person wrote it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Both {
    #[serde(default)]
    en: String,
    #[serde(default)]
    zh: String,
}

impl From<Both> for Said {
    fn from(both: Both) -> Said {
        // A community that works in one language writes one.
        match (both.en.is_empty(), both.zh.is_empty()) {
            (true, false) => Said::same(both.zh),
            (false, true) => Said::same(both.en),
            _ => Said { en: both.en, zh: both.zh },
        }
    }
}

/// What the value of a `--set` key must be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SetKind {
    /// Any text.
    #[default]
    Text,
    /// The code of a notice that was issued.
    Notice,
    /// Words that stand in that notice.
    Quote,
}

/// A key that `--set` may give.
#[derive(Clone, Debug)]
pub struct SetKey {
    /// The key.
    pub name: String,
    /// What to write there.
    pub about: Said,
    /// The notice cannot be made without it.
    pub required: bool,
    /// What its value must be.
    pub kind: SetKind,
}

/// A template's `notice.toml`.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// The title, itself a template.
    pub title: Said,
    /// What the notice is for, in a sentence.
    pub about: Said,
    /// Whom it addresses, for the ledger.
    pub audience: Said,
    /// For whom it is.
    pub scope: Scope,
    /// It needs `--round`.
    pub round: bool,
    /// Of this kind; of any if `None`.
    pub kind: Option<RoundKind>,
    /// It needs `--place`.
    pub place: bool,
    /// It needs `--request`.
    pub request: bool,
    /// It needs `--donation`.
    pub donation: bool,
    /// What `--set` may give, by name.
    pub set: Vec<SetKey>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    title: Both,
    #[serde(default)]
    about: Both,
    #[serde(default)]
    audience: Both,
    scope: toml::Spanned<String>,
    #[serde(default)]
    needs: Vec<toml::Spanned<String>>,
    #[serde(default)]
    set: BTreeMap<String, KeyEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyEntry {
    #[serde(default)]
    en: String,
    #[serde(default)]
    zh: String,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    kind: SetKind,
}

/// What `needs` may name.
const NEEDS: [&str; 7] = ["round", "testing", "distribution", "rollcall", "place", "request", "donation"];

impl Manifest {
    /// Reads the file.
    ///
    /// # Errors
    /// What is wrong in it, with its line.
    pub fn parse(path: &str, text: &str) -> Result<Manifest, Error> {
        let wrong = |span: Option<std::ops::Range<usize>>, message: Said, label: Said| {
            let mut finding = Finding::new("template", Severity::Error, message);
            finding.label = label;
            finding.spot = Some(spot(path, text, span));
            Error::Findings(vec![finding])
        };
        let file: File = toml::from_str(text).map_err(|error| {
            let detail = error.message().to_owned();
            wrong(
                error.span(),
                said!("notice.toml cannot be read: {detail}", "notice.toml 无法读取：{detail}"),
                Said::default(),
            )
        })?;
        let scope = Scope::from_code(file.scope.get_ref()).ok_or_else(|| {
            let typed = file.scope.get_ref();
            wrong(
                Some(file.scope.span()),
                said!("`{typed}` is no scope", "scope 不能是“{typed}”"),
                said!("public, captain, home or office", "public、captain、home 或 office"),
            )
        })?;
        let mut manifest = Manifest {
            title: file.title.into(),
            about: file.about.into(),
            audience: file.audience.into(),
            scope,
            round: false,
            kind: None,
            place: false,
            request: false,
            donation: false,
            set: Vec::new(),
        };
        for need in &file.needs {
            match need.get_ref().as_str() {
                "round" => manifest.round = true,
                "place" => manifest.place = true,
                "request" => manifest.request = true,
                "donation" => manifest.donation = true,
                kind => match RoundKind::from_code(kind) {
                    Some(kind) => (manifest.round, manifest.kind) = (true, Some(kind)),
                    None => {
                        let meant = any_of(&near(kind, NEEDS.into_iter()));
                        let all = any_of(&NEEDS);
                        let label = if meant.is_empty() { all } else { meant };
                        let message = said!("a notice cannot need `{kind}`", "needs 里没有“{kind}”这一项");
                        return Err(wrong(Some(need.span()), message, label));
                    }
                },
            }
        }
        let key = |(name, entry): (String, KeyEntry)| SetKey {
            name,
            about: Both { en: entry.en, zh: entry.zh }.into(),
            required: entry.required,
            kind: entry.kind,
        };
        manifest.set = file.set.into_iter().map(key).collect();
        Ok(manifest)
    }

    /// What it needs, as flags: `--round`, `--set spot=…`.
    pub fn needs(&self, lang: Lang) -> Vec<String> {
        let value = |en: &str, zh: &str| lang.pick(en, zh).to_owned();
        let flags = [
            (self.round, value("--round ROUND", "--round 批次")),
            (self.place, value("--place PLACE", "--place 位置")),
            (self.request, value("--request REQUEST", "--request 求助单")),
            (self.donation, value("--donation DONATION", "--donation 捐赠单")),
        ];
        let flags = flags.into_iter().filter(|(needed, _)| *needed).map(|(_, flag)| flag);
        let keys = self.set.iter().filter(|key| key.required).map(|key| format!("--set {}=…", key.name));
        flags.chain(keys).collect()
    }
}

/// Where a stretch of a file stands.
pub(super) fn spot(path: &str, text: &str, span: Option<std::ops::Range<usize>>) -> Spot {
    let Some(span) = span.filter(|span| text.get(span.clone()).is_some()) else {
        return Spot { path: path.to_owned(), ..Spot::default() };
    };
    let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    let in_line = &text[span.start..span.end.min(start + line.len()).max(span.start)];
    Spot {
        path: path.to_owned(),
        line: Some(text[..span.start].matches('\n').count() as u32 + 1),
        column: Some(text[start..span.start].chars().count() as u32 + 1),
        width: in_line.chars().count() as u32,
        text: line.to_owned(),
    }
}
