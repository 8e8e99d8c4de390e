//! `linli check`

use super::Desk;
use super::desk::Files;
use super::printing::print;
use super::tracked::{files_of_tree, in_federation, in_folder, in_tree};
use super::verb::{Exit, Heading, Verb, given, option, options, switch, value, values};
use crate::arithmetic::requests::moment_of;
use crate::books::{Books, compare_with_head};
use crate::checks::{self, CHECKS, Scene};
use crate::error::{Error, Result, did_you_mean};
use crate::model::{Cell, Day, Finding, Rows, Severity, near};
use crate::output::{FindingFormat, render_findings};
use crate::said;
use crate::store::Store;
use crate::store::text::Source;
use crate::words::{Lang, words};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "check",
    about: words("find everything that is wrong in the ledgers, all at once", "一次找出台账中的全部问题"),
    long: words(
        "linli explain CODE says what a finding means.",
        "用 linli explain 代码 查看某类问题的含义。",
    ),
    heading: Heading::Trust,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    let names = FindingFormat::ALL.map(FindingFormat::name).join("|");
    vec![
        option("format", "FORMAT", words("how to print the findings", "输出格式"), lang).value_name(names),
        options("only", "CODE", words("only findings of this code", "只看此代码的问题"), lang),
        switch("list", words("list the codes instead", "改为列出全部代码"), lang),
        option(
            "tree",
            "REV",
            words(
                "look at what this commit or tree holds, not at the folder (as the check before each commit does)",
                "核对某次提交或目录树的内容，而不是当前目录（提交前的核对即用此项）",
            ),
            lang,
        ),
    ]
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    if given(matches, "list") {
        let _ = desk.ledgers(&[]);
        return list(matches, desk);
    }
    let only = values(matches, "only");
    for code in &only {
        if !CHECKS.iter().any(|c| c.code == *code) {
            let near = near(code, CHECKS.iter().map(|c| c.code));
            let hint =
                did_you_mean(&near).unwrap_or_else(|| said!("linli check --list", "linli check --list"));
            return Err(
                Error::usage(said!("there is no finding `{code}`", "没有问题代码“{code}”")).hint(hint)
            );
        }
    }
    let format = value(matches, "format").map_or(Ok(FindingFormat::Human), FindingFormat::parse)?;
    let watch = desk.ui.watch(words("checking", "正在检查"));
    let mut findings = all_findings(desk, value(matches, "tree"))?;
    drop(watch);
    findings.retain(|f| only.is_empty() || only.contains(&f.code));
    let text = render_findings(&findings, format, &desk.ui.look);
    desk.ui.answer(&text);
    let bad = findings.iter().any(|f| f.severity == Severity::Error);
    Ok(if bad { Exit::Found } else { Exit::Done })
}

/// Every finding of every tier, in the order in which they are shown: in the folder, or in a commit or tree.
pub fn all_findings(desk: &mut Desk, tree: Option<&str>) -> Result<Vec<Finding>> {
    let store = match tree {
        Some(_) => Some(desk.store()?),
        None => desk.store().ok(),
    };
    let read = match (tree, &store) {
        (Some(tree), Some(store)) => files_of_tree(desk, store, tree),
        _ => desk.files(|_| true),
    };
    let files = match read {
        Err(Error::Findings(findings)) => return Ok(findings),
        other => other?,
    };
    let books = files.books(|_| true);
    let mut findings = found(desk, &files, &books, None, tree.is_some())?;
    findings.extend(in_federation(desk, store.as_ref(), tree)?);
    if let Some(store) = &store {
        let exempt = &files.registers.community.public_phones;
        findings.extend(match tree {
            Some(tree) => in_tree(store, tree, exempt)?,
            None => in_folder(store, exempt)?,
        });
    }
    Ok(checks::together(findings, &files.registers))
}

/// Every finding in books that are read: as of now, or of the end of an earlier day.
pub fn findings_of(
    desk: &mut Desk,
    files: &Files,
    books: &Books,
    as_of: Option<Day>,
) -> Result<Vec<Finding>> {
    found(desk, files, books, as_of, false)
}

/// Every finding in books as they had been recorded earlier; nothing is compared with what is committed now.
pub fn findings_as_known(desk: &Desk, files: &Files, books: &Books, as_of: Day) -> Vec<Finding> {
    let now = moment_of(as_of, desk.stamp(&files.registers));
    let mut findings = books.findings.clone();
    findings.extend(checks::check(books, &Scene { today: as_of, now }));
    checks::together(findings, &files.registers)
}

fn found(
    desk: &mut Desk,
    files: &Files,
    books: &Books,
    as_of: Option<Day>,
    in_tree: bool,
) -> Result<Vec<Finding>> {
    let mut scene = Scene { today: desk.today(&files.registers), now: desk.stamp(&files.registers) };
    if let Some(day) = as_of.filter(|day| *day != scene.today) {
        scene = Scene { today: day, now: moment_of(day, scene.now) };
    }
    if as_of.is_none_or(|day| day == desk.today(&files.registers))
        && let Some(said) = super::look_back(books, scene.now)
    {
        desk.ui.did(&said);
    }
    let mut findings = books.findings.clone();
    findings.extend(checks::check(books, &scene));
    match desk.store() {
        Ok(store) => {
            let committed = changed(&store, &files.sources, !in_tree)?;
            let used = |item: &str, unit: &str| books.uses_pack(item, unit);
            findings.extend(compare_with_head(&committed, &files.sources, &used));
        }
        Err(error) => {
            let (message, _) = error.say(desk.ui.lang);
            let said = said!(
                "edited and removed rows cannot be seen: {message}",
                "无法核对被改动或删除的行：{message}"
            );
            desk.ui.warn(&said);
        }
    }
    Ok(checks::together(findings, &files.registers))
}

/// What was edited or removed since the last commit in the ledgers that are read: core findings, which every reader says.
/// Nothing where there is no git to compare with.
pub fn edited_since_head(desk: &Desk, files: &Files, ledgers: &[&str]) -> Result<Vec<Finding>> {
    let Ok(store) = desk.store() else { return Ok(Vec::new()) };
    let mut committed = changed_since_head(&store, &files.sources)?;
    committed.retain(|s| {
        let folder =
            s.path.strip_prefix("ledgers/").and_then(|p| p.split_once('/')).map(|(folder, _)| folder);
        folder.is_some_and(|f| ledgers.contains(&f))
    });
    Ok(compare_with_head(&committed, &files.sources, &|_, _| false))
}

/// The committed versions of the files that differ from the working ones, or are gone from them.
pub fn changed_since_head(store: &Store, working: &[Source]) -> Result<Vec<Source>> {
    changed(store, working, true)
}

/// The same for files that lie in the folder, or elsewhere: then nothing is known before their bytes are.
fn changed(store: &Store, working: &[Source], in_folder: bool) -> Result<Vec<Source>> {
    let Some(head) = store.head()? else { return Ok(Vec::new()) };
    let wanted = |path: &str| {
        let ledger = path.strip_prefix("ledgers/").and_then(|p| p.split_once('/')).map(|(f, _)| f);
        ledger.map_or(path == crate::registers::ITEMS, |f| {
            crate::ledgers::by_name(f).is_some() && path.ends_with(".csv")
        })
    };
    let mut changed = Vec::new();
    for (path, blob) in store.blobs_at(head.commit, "ledgers", wanted)? {
        if in_folder && store.clean_blob(&path) == Some(blob) {
            continue;
        }
        let same = working
            .iter()
            .find(|s| s.path == path)
            .is_some_and(|s| !s.bom && s.spoilt.is_empty() && same_blob(&s.text, blob));
        if !same {
            changed.push(Source::new(path, store.read_blob(blob)?));
        }
    }
    Ok(changed)
}

fn same_blob(text: &str, blob: crate::store::Oid) -> bool {
    git2::Oid::hash_object(git2::ObjectType::Blob, text.as_bytes()).is_ok_and(|id| id == blob)
}

fn list(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let rows = CHECKS.iter().map(|check| {
        vec![
            Cell::text(check.code),
            Cell::Code(check.severity.code(), severity(check.severity)),
            Cell::Said(check.tier.name().into()),
            Cell::Said(check.title.into()),
        ]
    });
    let page = Rows {
        name: "checks",
        title: words("What check finds", "核对项目").into(),
        columns: vec![
            crate::model::text("code", "Code", "代码"),
            crate::model::text("severity", "Severity", "级别"),
            crate::model::text("tier", "Tier", "层次"),
            crate::model::text("title", "What it is", "说明"),
        ],
        rows: rows.collect(),
        ..Rows::default()
    };
    if value(matches, "format") == Some("human") {
        let text = crate::output::render(&page.into(), crate::output::Format::Table, &desk.ui.look);
        desk.ui.answer(&text);
        return Ok(Exit::Done);
    }
    print(&page.into(), matches, desk)?;
    Ok(Exit::Done)
}

fn severity(severity: Severity) -> crate::words::Words {
    crate::words::Words { en: severity.say(Lang::En), zh: severity.say(Lang::Zh) }
}
