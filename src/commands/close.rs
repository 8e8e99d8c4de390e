//! `linli close [--purge]`: the end of an emergency. Without `--purge` it only looks.

use super::Desk;
use super::check::findings_of;
use super::doctor::history::scan;
use super::doctor::patient;
use super::operation::take_lock;
use super::printing::{print, printing_args};
use super::verb::{Exit, Heading, Verb, given, option, switch};
use crate::arithmetic::open::is_open;
use crate::arithmetic::requests::requests;
use crate::error::{Error, Result};
use crate::model::{Cell, Page, Rows, Severity, number, text};
use crate::said;
use crate::store::Store;
use crate::words::{Lang, Said, Words, words};
use clap::{Arg, ArgMatches};
use std::collections::BTreeMap;
use std::path::Path;

/// The verb.
pub const VERB: Verb = Verb {
    name: "close",
    about: words(
        "the end of an emergency: what is still open; --purge removes private/ and keeps the ledgers",
        "应急结束：还有哪些事未了；--purge 删除 private/，台账保留",
    ),
    long: words(
        "Without --purge it changes nothing. It says what it cannot remove: other clones, backups, chats, paper.",
        "不加 --purge 不作任何改动。它会说明删不掉的：其他克隆、备份、聊天记录、纸张。",
    ),
    heading: Heading::Automate,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    let mut args = vec![
        switch("purge", words("remove private/ with everything in it", "删除 private/ 及其全部内容"), lang),
        switch("yes", words("do not ask", "不再询问"), lang),
        option(
            "wait",
            "SECONDS",
            words("how long to wait for another writer (30)", "等待其他写入者的秒数（默认 30）"),
            lang,
        ),
    ];
    args.extend(printing_args(lang));
    args
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let store = desk.store()?;
    let open = still_open(desk)?;
    let private = private(&store);
    let nothing_private = private.rows.is_empty();
    let mut page = Page { tables: vec![open, private], ..Page::default() };
    if !given(matches, "purge") {
        if !nothing_private {
            page.below.push(said!(
                "nothing was removed; to remove it: linli close --purge",
                "没有删除任何内容；要删除请运行 linli close --purge"
            ));
        }
        page.below.extend(beyond_reach(desk, &store)?);
        print(&page, matches, desk)?;
        return Ok(Exit::Done);
    }
    print(&page, matches, desk)?;
    if nothing_private {
        desk.ui.did(&said!("nothing private is left here", "这里已没有私密文件"));
    } else {
        purge(matches, desk, &store)?;
    }
    for said in beyond_reach(desk, &store)? {
        desk.ui.did(&said);
    }
    Ok(Exit::Done)
}

fn purge(matches: &ArgMatches, desk: &mut Desk, store: &Store) -> Result<()> {
    let question = said!(
        "remove private/ for ever? names and phones in it cannot be brought back",
        "确定永久删除 private/ 吗？其中的姓名和电话无法恢复"
    );
    if !given(matches, "yes") && !desk.ui.yes(&question) {
        let refused = Error::refused(said!("nothing was removed", "没有删除任何内容"));
        return Err(refused.hint(said!(
            "linli close --purge --yes removes private/ without asking",
            "linli close --purge --yes 不再询问，直接删除 private/"
        )));
    }
    let lock = take_lock(desk, matches, store)?;
    let n = store.private_files().len();
    store.purge(&lock)?;
    desk.ui.did(&said!(
        "removed private/ ({n} files and folders) and what linli had noted for itself in .git/linli; the ledgers stay",
        "已删除 private/（{n} 个文件和目录）及 .git/linli 里的内部缓存；台账保留"
    ));
    Ok(())
}

/// What still waits for somebody, by kind.
fn still_open(desk: &mut Desk) -> Result<Rows> {
    let files = desk.files(|_| true)?;
    let books = files.books(|_| true);
    let (today, now) = (desk.today(&files.registers), desk.stamp(&files.registers));
    let mut counts: Vec<(&'static str, Words, i64, Words)> = Vec::new();
    let open: Vec<_> = requests(&books, today, now).into_iter().filter(|r| r.is_open()).collect();
    counts.push((
        "requests",
        words("requests without an end", "未办结的求助"),
        open.len() as i64,
        words("linli report requests --open", "linli report requests --open"),
    ));
    let rounds = files.registers.rounds.iter().filter(|round| is_open(round, today, now)).count();
    counts.push((
        "rounds",
        words("rounds still open", "进行中的批次"),
        rounds as i64,
        words("linli missing", "linli missing"),
    ));
    let mut found: BTreeMap<Severity, i64> = BTreeMap::new();
    let mut twice = 0;
    for finding in findings_of(desk, &files, &books, None)? {
        *found.entry(finding.severity).or_default() += 1;
        twice += i64::from(matches!(
            finding.code,
            "duplicate-document" | "repeated-report" | "double-reversal" | "id-duplicate"
        ));
    }
    counts.push(("twice", words("entered twice", "重复登记"), twice, words("linli check", "linli check")));
    for (code, severity, title) in [
        ("errors", Severity::Error, words("errors in the ledgers", "台账错误")),
        ("warnings", Severity::Warning, words("warnings in the ledgers", "台账警告")),
    ] {
        let n = found.get(&severity).copied().unwrap_or_default();
        counts.push((code, title, n, words("linli check", "linli check")));
    }
    let remedy = |n: i64, remedy: Words| if n > 0 { Cell::Said(remedy.into()) } else { Cell::Absent };
    Ok(Rows {
        name: "open",
        title: words("Still open", "尚未了结").into(),
        columns: vec![
            text("matter", "Matter", "事项"),
            number("count", "Count", "数量"),
            text("remedy", "To see them", "查看"),
        ],
        rows: counts
            .into_iter()
            .map(|(code, title, n, see)| vec![Cell::Code(code, title), Cell::Count(n), remedy(n, see)])
            .collect(),
        ..Rows::default()
    })
}

/// What `--purge` removes.
fn private(store: &Store) -> Rows {
    let shown = |path: &Path| path.strip_prefix(store.root()).unwrap_or(path).display().to_string();
    let size = |path: &Path| match std::fs::symlink_metadata(path) {
        Ok(meta) if meta.is_file() => Cell::Count(meta.len() as i64),
        _ => Cell::Absent,
    };
    let mut files = store.private_files();
    files.sort();
    Rows {
        name: "private",
        title: words("Private, removed by --purge", "私密文件（--purge 时删除）").into(),
        columns: vec![text("path", "Path", "路径"), number("bytes", "Bytes", "字节")],
        rows: files.iter().map(|path| vec![Cell::text(shown(path)), size(path)]).collect(),
        ..Rows::default()
    }
}

/// What no command can take away.
fn beyond_reach(desk: &mut Desk, store: &Store) -> Result<Vec<Said>> {
    let exempt = patient(desk)?.exempt();
    let scan = scan(store, &exempt)?;
    let n = scan.found.len() + scan.private.len();
    let mut said = vec![said!(
        "linli cannot remove: private/ in other clones and backups; what was sent to chat groups or printed; the terminal's scrollback; what the disk keeps of removed files (on an SSD for long)",
        "linli 删不掉的：其他克隆和备份里的 private/；发到群里或打印出来的内容；终端的回滚记录；磁盘上已删文件的残留（固态硬盘会留很久）"
    )];
    if n > 0 {
        said.push(said!(
            "git's history holds personal numbers in {n} places, and keeps them: linli doctor",
            "git 历史里有 {n} 处个人号码，仍会留着：请运行 linli doctor"
        ));
    }
    if store.repository().remotes().is_ok_and(|remotes| !remotes.is_empty()) {
        said.push(said!(
            "this repository has a remote: whoever can read it has the ledgers with home codes and names of volunteers",
            "本仓库有远程副本：能读取它的人都有台账，其中有户号和志愿者姓名"
        ));
    }
    Ok(said)
}
