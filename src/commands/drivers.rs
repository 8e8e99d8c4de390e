//! What git runs by itself: `linli merge-driver` joins one file, `linli diff-driver` shows one in words. They are not in
//! the list of commands; `init`, `demo` and `doctor --fix` register them in a clone (`store::DRIVERS`).

use super::Desk;
use super::sharing::{Clash, say};
use super::verb::{Exit, Heading, Verb, value, word};
use crate::error::{Error, Result};
use crate::merging::{Kind, Versions, in_words, merge, merge_text};
use crate::said;
use crate::words::{Lang, words};
use clap::{Arg, ArgMatches};
use std::path::Path;

/// Joins two versions of a file for git.
pub const MERGE: Verb = Verb {
    name: "merge-driver",
    about: words(
        "join two versions of a ledger or register, for git",
        "供 git 调用：合并台账或名册的两个版本",
    ),
    long: words("", ""),
    heading: Heading::ForGit,
    args: merge_args,
    subs: &[],
    run: merge_files,
};

/// Shows a file in words for `git diff`.
pub const DIFF: Verb = Verb {
    name: "diff-driver",
    about: words(
        "show a ledger or register in words, for git diff",
        "供 git diff 调用：把台账或名册写成文字",
    ),
    long: words("", ""),
    heading: Heading::ForGit,
    args: diff_args,
    subs: &[],
    run: show,
};

fn merge_args(lang: Lang) -> Vec<Arg> {
    let file = words("a file that git made of this version", "git 为此版本生成的文件");
    vec![
        word("base", "FILE", file, lang).required(true),
        word(
            "ours",
            "FILE",
            words("the same for ours; the result goes here", "本地版本；结果写入此文件"),
            lang,
        )
        .required(true),
        word("theirs", "FILE", file, lang).required(true),
        word("path", "FILE", words("the path in the repository", "仓库中的路径"), lang).required(true),
    ]
}

fn diff_args(lang: Lang) -> Vec<Arg> {
    vec![word("file", "FILE", words("the file to show", "要显示的文件"), lang).required(true)]
}

fn read(path: &str) -> Result<String> {
    let failed = |source| Error::File { doing: words("read", "读取").into(), path: path.into(), source };
    let bytes = std::fs::read(path).map_err(failed)?;
    String::from_utf8(bytes).map_err(|e| failed(std::io::Error::new(std::io::ErrorKind::InvalidData, e)))
}

fn merge_files(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let named = |name| value(matches, name).unwrap_or_default();
    let (into, path) = (named("ours"), named("path"));
    let [base, ours, theirs] = [read(named("base"))?, read(into)?, read(named("theirs"))?];
    let versions = Versions { base: Some(&base), ours: Some(&ours), theirs: Some(&theirs) };
    let merged = merge(path, versions, None).map_err(|bad| {
        let (line, why) = (bad.line, bad.why);
        Error::refused(said!(
            "{path}:{line} cannot be merged: {w}",
            "{path}:{line} 无法合并：{w}",
            w = (why.en, why.zh)
        ))
        .hint(said!("linli resolve", "linli resolve"))
    })?;
    let conflicts = merged.conflicts;
    let mut text = merged.text.unwrap_or_default();
    if !conflicts.is_empty() && !matches!(Kind::of(path), Kind::Ledger(_)) {
        // With git's marks, so that nobody commits one side without seeing the other.
        text = merge_text(path, versions, None).text.unwrap_or(text);
    }
    let written = std::fs::write(Path::new(into), text);
    written.map_err(|source| Error::File {
        doing: words("write", "写入").into(),
        path: into.into(),
        source,
    })?;
    for conflict in &conflicts {
        desk.ui.warn(&say(&Clash { path: path.to_owned(), conflict: conflict.clone() }));
    }
    if conflicts.is_empty() {
        return Ok(Exit::Done);
    }
    desk.ui.did(&said!(
        "to settle it: linli resolve --keep ours, or --keep theirs; or edit {path}, then linli resolve",
        "处理办法：linli resolve --keep ours 或 --keep theirs；或编辑 {path} 后执行 linli resolve"
    ));
    Ok(Exit::Found)
}

fn show(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let path = value(matches, "file").unwrap_or_default();
    let bytes = std::fs::read(path);
    let bytes = bytes.map_err(|source| Error::File {
        doing: words("read", "读取").into(),
        path: path.into(),
        source,
    })?;
    let text = String::from_utf8_lossy(&bytes);
    let lang = desk.ui.lang;
    desk.ui.answer(&in_words(&text, lang));
    Ok(Exit::Done)
}
