//! What is wrong with a template, as a finding: its file, its line, a caret, and the names that exist.

use super::calls::Call;
use super::context::CONTEXT;
use super::engine::{BUILT_IN_FILTERS, FUNCTIONS, LONGEST};
use super::manifest::spot;
use super::wording::FILTERS;
use crate::error::Error;
use crate::model::{Finding, Severity, Spot, near};
use crate::said;
use crate::words::{Said, any_of};
use minijinja::{ErrorKind, Value};
use std::collections::{BTreeMap, BTreeSet};

/// What the functions of a template leave behind for the one who renders it.
#[derive(Default)]
pub(super) struct Shared {
    /// Reports that were made.
    pub made: BTreeMap<Call, Value>,
    /// The report that is wanted next.
    pub wanted: Option<Call>,
    /// Why there is nobody to tell.
    pub refused: Option<String>,
    /// Why a call could not be answered.
    pub trouble: Option<Error>,
    /// The keys of the rows of all reports that were made.
    pub keys: BTreeSet<&'static str>,
}

/// The error of the engine as ours.
pub(super) fn fault(
    error: &minijinja::Error,
    files: &BTreeMap<String, String>,
    context: &BTreeMap<String, Value>,
    shared: &Shared,
) -> Error {
    let error = innermost(error);
    let path = error.name().unwrap_or("templates").to_owned();
    let source = files.get(&path).map(String::as_str).or(error.template_source()).unwrap_or_default();
    let range = error.range().filter(|range| source.get(range.clone()).is_some());
    let written = range.clone().map_or("", |range| &source[range]).trim();
    let (message, label) = match &shared.trouble {
        Some(Error::Usage { message, hint } | Error::Refused { message, hint }) => {
            (message.clone(), hint.clone().unwrap_or_default())
        }
        _ => told(error, written, context, shared),
    };
    let mut finding = Finding::new("template", Severity::Error, message);
    finding.label = label;
    finding.spot = Some(match (range, error.line()) {
        (Some(range), _) => spot(&path, source, Some(range)),
        (None, Some(line)) => {
            let text = source.lines().nth(line.saturating_sub(1)).unwrap_or_default().to_owned();
            Spot { path, line: Some(line as u32), text, ..Spot::default() }
        }
        (None, None) => Spot { path, ..Spot::default() },
    });
    Error::Findings(vec![finding])
}

/// The error inside an include or a block.
fn innermost(error: &minijinja::Error) -> &minijinja::Error {
    let mut error = error;
    while matches!(error.kind(), ErrorKind::BadInclude | ErrorKind::EvalBlock) {
        let inner = std::error::Error::source(error).and_then(|e| e.downcast_ref::<minijinja::Error>());
        match inner {
            Some(inner) => error = inner,
            None => break,
        }
    }
    error
}

/// What to say, and what under the caret.
fn told(
    error: &minijinja::Error,
    written: &str,
    context: &BTreeMap<String, Value>,
    shared: &Shared,
) -> (Said, Said) {
    let detail = error.detail().unwrap_or_default();
    let own = |list: &[(&'static str, crate::words::Words, crate::words::Words)]| -> Vec<&'static str> {
        list.iter().map(|(name, ..)| *name).collect()
    };
    // The engine says `filter x is unknown` and `x is unknown`.
    let before = detail.strip_suffix(" is unknown").unwrap_or(detail);
    let unknown = || before.split_whitespace().next_back().unwrap_or(written).to_owned();
    match error.kind() {
        ErrorKind::UndefinedError if written.contains(" if ") && !written.contains(" else ") => (
            said!("an `if` within a value needs its `else`", "值里的 if 必须有 else"),
            said!("such as: A if B else \"\"", "例如：A if B else \"\""),
        ),
        ErrorKind::UndefinedError => {
            let (name, names) = names_beside(written, context, shared);
            (said!("there is no `{name}`", "没有“{name}”"), meant(&name, &names))
        }
        ErrorKind::UnknownFilter => {
            let (name, names) = (unknown(), [own(FILTERS), BUILT_IN_FILTERS.to_vec()].concat());
            (said!("there is no filter `{name}`", "没有过滤器“{name}”"), meant(&name, &names))
        }
        ErrorKind::UnknownFunction => {
            let functions: Vec<&str> =
                FUNCTIONS.iter().filter_map(|(call, _)| call.split('(').next()).chain(["range"]).collect();
            let name = unknown();
            (said!("there is no function `{name}`", "没有函数“{name}”"), meant(&name, &functions))
        }
        ErrorKind::UnknownTest | ErrorKind::UnknownMethod => (
            said!("there is no such test or method: {detail}", "没有这种判断或方法：{detail}"),
            Said::default(),
        ),
        ErrorKind::OutOfFuel => (
            said!("the template never comes to an end", "模板没完没了，已中止"),
            said!("is there a loop over too much?", "循环次数是否过多？"),
        ),
        ErrorKind::WriteFailure => {
            let kilobytes = LONGEST / 1024;
            (said!("the notice is longer than {kilobytes} KB", "通知超过 {kilobytes} KB"), Said::default())
        }
        ErrorKind::TemplateNotFound => (
            said!("a template includes only files of its own folder", "模板只能引用自己文件夹里的文件"),
            said!("by their plain name, such as list.md", "只写文件名，例如 list.md"),
        ),
        ErrorKind::SyntaxError => {
            (said!("the template cannot be read: {detail}", "模板语法有误：{detail}"), Said::default())
        }
        ErrorKind::InvalidOperation if detail.contains("recursion") => {
            (said!("the template includes itself without end", "模板没完没了地引用自己"), Said::default())
        }
        kind => {
            let detail = if detail.is_empty() { kind.to_string() } else { detail.to_owned() };
            (said!("this cannot be worked out: {detail}", "无法计算：{detail}"), Said::default())
        }
    }
}

/// The name that is not there, and the names that could have stood in its place.
fn names_beside(written: &str, context: &BTreeMap<String, Value>, shared: &Shared) -> (String, Vec<String>) {
    let path: Vec<&str> = written
        .split(|c: char| !(c.is_alphanumeric() || "_.".contains(c)))
        .find(|part| !part.is_empty())
        .unwrap_or(written)
        .split('.')
        .collect();
    let mut names: Vec<&str> = match path[..] {
        [_] => context.keys().map(String::as_str).collect(),
        ["set", ..] => {
            let set = context.get("set").and_then(|set| set.try_iter().ok());
            let keys = set.into_iter().flatten().filter_map(|key| key.as_str().map(str::to_owned));
            return (path.join("."), keys.collect());
        }
        [parent, .., last]
            if !context.contains_key(parent) && near(last, shared.keys.iter().copied()).is_empty() =>
        {
            let thing = near(parent, context.keys().map(String::as_str));
            match thing.is_empty() {
                true => shared.keys.iter().copied().collect(),
                false => return (path.join("."), thing.into_iter().map(str::to_owned).collect()),
            }
        }
        [parent, ..] => {
            let known = CONTEXT.iter().find(|(name, keys, _)| *name == parent && !keys.is_empty());
            known.map_or_else(|| shared.keys.iter().copied().collect(), |(_, keys, _)| keys.to_vec())
        }
        [] => Vec::new(),
    };
    names.sort_unstable();
    (path.join("."), names.into_iter().map(str::to_owned).collect())
}

/// The near names, else all of them.
fn meant<S: AsRef<str>>(name: &str, names: &[S]) -> Said {
    let parts = name.rsplit('.');
    let near = parts
        .map(|part| near(part, names.iter().map(AsRef::as_ref)))
        .find(|near| !near.is_empty())
        .unwrap_or_default();
    match (near.is_empty(), names.is_empty()) {
        (false, _) => crate::error::did_you_mean(&near).unwrap_or_default(),
        (true, false) => {
            let all = any_of(names);
            said!("there are {l}", "现有：{l}", l = (all.en, all.zh))
        }
        (true, true) => Said::default(),
    }
}
