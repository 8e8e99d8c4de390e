//! `linli sync [REMOTE|DIR] [--hub]`: what others recorded comes in, what was recorded here goes out. Fetch, merge with our
//! own engine, look, commit, push; if somebody else was faster, again. Never by force, and nothing that is recorded is
//! rewritten.

use super::Desk;
use super::operation::take_lock;
use super::remote::{Remote, remote};
use super::sharing::{self, Came, Joint, Looked, hand_work, join, look};
use super::verb::{Exit, Heading, Verb, given, option, switch, value, word};
use super::watch::Watch;
use super::writing::person;
use crate::error::{Error, Result};
use crate::merging::Keep;
use crate::model::{Finding, Stamp};
use crate::said;
use crate::store::{Joining, Oid, Pushed, Store};
use crate::words::{Lang, Said, Words, words};
use clap::{Arg, ArgMatches};
use std::time::Duration;

/// The verb.
pub const VERB: Verb = Verb {
    name: "sync",
    about: words(
        "share: bring in what others recorded, send what was recorded here",
        "同步：取回别人的登记，送出本地的登记",
    ),
    long: words(
        "REMOTE is a name or URL of git's, DIR a folder such as on a USB stick. What both sides recorded is joined row by row.\n\
         Example: linli sync /media/usb/bay --hub",
        "远端可以是 git 远端名或地址，也可以是目录（例如 U 盘）。双方的登记逐行合并。\n\
         示例：linli sync /media/usb/bay --hub",
    ),
    heading: Heading::Trust,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    vec![
        word(
            "remote",
            "REMOTE|DIR",
            words("where to; origin or the last used if not given", "同步到哪里；默认 origin 或上次用过的"),
            lang,
        ),
        switch(
            "hub",
            words(
                "make the folder a hub: a bare repository that refuses rewinding",
                "把该目录建成枢纽：拒绝回退的裸仓库",
            ),
            lang,
        ),
        sharing::keep_arg(lang),
        option(
            "by",
            "NAME",
            words(
                "who merges; else LINLI_BY, else git's user.name",
                "合并人；默认 LINLI_BY 或 git 的 user.name",
            ),
            lang,
        ),
        option(
            "wait",
            "SECONDS",
            words("how long to wait for another writer (30)", "等待其他写入者的秒数（默认 30）"),
            lang,
        ),
    ]
}

/// So often is tried again when others are faster.
const TRIES: u32 = 20;

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let keep = sharing::keep(value(matches, "keep"))?;
    let store = Store::open(&desk.root()?)?;
    store.ready_to_write()?;
    {
        let _lock = take_lock(desk, matches, &store)?;
        hand_work(&store)?;
    }
    let remote = remote(desk, &store, value(matches, "remote"), given(matches, "hub"))?;
    let branch = store.branch_name()?;
    let mut found = Vec::new();
    let mut came = false;
    for round in 0..TRIES {
        let ask = desk.ui.asker.is_some();
        let watch = waiting(desk, &remote.url, words("fetching", "正在取回"));
        let branches = store.fetch(&remote.url, ask)?;
        drop(watch);
        let theirs = branches.get(&branch).copied();
        if let (None, Some((other, _))) = (theirs, branches.first_key_value()) {
            let here = &branch;
            return Err(Error::refused(said!(
                "{u} has no branch {here}, but {other}; nothing was changed",
                "{u} 没有分支 {here}，而有 {other}；未作任何改动",
                u = (&remote.url, &remote.url)
            ))
            .hint(said!(
                "git branch -m {here} {other}, then linli sync",
                "git branch -m {here} {other}，然后 linli sync"
            )));
        }
        let merged = {
            let lock = take_lock(desk, matches, &store)?;
            merge(desk, matches, &store, &lock, &remote, theirs, keep)?
        };
        found.extend(merged.findings);
        came |= merged.came;
        let ours = store.head()?.map(|head| head.commit);
        let Some(ours) = ours.filter(|ours| Some(*ours) != theirs) else {
            return Ok(done(desk, &store, &remote, &found, came, None));
        };
        if remote.clone_only {
            desk.ui.warn(&said!(
                "{u} is a clone that people work in; it takes nothing: type linli sync there to bring yours over",
                "{u} 是有人在用的克隆，不能直接写入；请在那边执行 linli sync 取走本地的登记",
                u = (&remote.url, &remote.url)
            ));
            return Ok(done(desk, &store, &remote, &found, came, None));
        }
        let watch = waiting(desk, &remote.url, words("sending", "正在发送"));
        let pushed = store.push(&remote.url, ours, &branch, ask)?;
        drop(watch);
        match pushed {
            Pushed::Done => {
                let gone = going(&store, theirs, ours)?;
                return Ok(done(desk, &store, &remote, &found, came, Some(gone)));
            }
            Pushed::Rejected(told) => {
                let again = store.fetch(&remote.url, ask)?;
                let busy = [
                    "cannot lock ref",
                    "failed to update ref",
                    "fetch first",
                    "incorrect old value",
                    "stale info",
                ];
                let moved = again.get(&branch).copied() != theirs;
                if round + 1 == TRIES || !moved && !busy.iter().any(|word| told.contains(word)) {
                    return Err(rejected(&remote, &told));
                }
                // Others are at it too: not all again at the same moment.
                let spread = u64::from(std::process::id()).wrapping_mul(u64::from(round) + 7) % 90;
                std::thread::sleep(Duration::from_millis((20 + spread) * u64::from(round + 1).min(8)));
            }
        }
    }
    Err(rejected(&remote, "…"))
}

fn rejected(remote: &Remote, told: &str) -> Error {
    let url = &remote.url;
    Error::Git {
        message: said!(
            "{url} did not take what was recorded here. git says:\n{told}",
            "{url} 没有接受本地的登记。git 说：\n{told}"
        ),
        hint: Some(said!(
            "what came from there is merged here, and yours is safe; try again later, or ask whoever keeps the other side",
            "对方的内容已合并到本地，本地的登记也都在；请稍后再试，或询问对方仓库的管理者"
        )),
    }
}

/// What a merge brought.
#[derive(Default)]
struct Brought {
    findings: Vec<Finding>,
    came: bool,
}

fn merge(
    desk: &mut Desk,
    matches: &ArgMatches,
    store: &Store,
    lock: &crate::store::Lock,
    remote: &Remote,
    theirs: Option<Oid>,
    keep: Option<Keep>,
) -> Result<Brought> {
    hand_work(store)?;
    let (Some(ours), Some(theirs)) = (store.head()?.map(|head| head.commit), theirs) else {
        return Ok(Brought::default());
    };
    let url = &remote.url;
    let base = store.common(ours, theirs)?;
    if base == Some(theirs) {
        return Ok(Brought::default());
    }
    if base.is_none() {
        return Err(Error::refused(said!(
            "{url} holds another history: it and this clone have no commit in common, so they were begun apart; nothing was changed",
            "{url} 里是另一段历史：它与本地没有任何共同的提交，是分别新建的；未作任何改动"
        ))
        .hint(said!(
            "one team has one beginning: git clone -- {url} NEW-FOLDER, and record there what only this folder has",
            "一个团队只有一个起点：请 git clone -- {url} 新目录，再把只有本目录才有的内容登记进去"
        )));
    }
    let watch = desk.ui.watch(words("joining the books", "正在合并账目"));
    let whole = store.whole()?;
    let forward = (base == Some(ours)).then_some(theirs);
    let joint = match forward {
        Some(_) => {
            let files = whole.differences(Some(ours), Some(theirs))?;
            Joint {
                files: files.into_iter().map(|(path, (_, new))| (path, new)).collect(),
                clashes: Vec::new(),
            }
        }
        None => join::join(&whole, join::Sides { base, ours, theirs }, keep)?,
    };
    if !joint.clashes.is_empty() && keep.is_none() {
        return Err(sharing::refusal(&joint.clashes, "linli sync"));
    }
    let looked = look(desk, store, ours, &joint)?;
    let came = Came::between(&looked.before, &looked.after);
    let (by, when) = author(desk, matches, store, &looked, forward.is_some())?;
    let joining = Joining {
        ours,
        parents: if forward.is_some() { Vec::new() } else { vec![theirs] },
        forward,
        files: joint.files.clone(),
        settled: Vec::new(),
        begun_by_git: false,
        message: sharing::message(&came, &joint, keep, &desk.command_line),
        author: person(store, &by),
        when: when.datetime(),
    };
    let landed = whole.join(lock, &joining)?;
    drop(watch);
    landed.said.iter().for_each(|said| desk.ui.warn(said));
    came.tell(&mut desk.ui, &said!("came: ", "收到："));
    for clash in &joint.clashes {
        desk.ui.warn(&sharing::say(clash));
    }
    if !looked.findings.is_empty() {
        desk.ui.findings(&looked.findings);
    }
    Ok(Brought { findings: looked.findings, came: true })
}

/// Watches what goes to another place and back. Where git may ask for a password meanwhile, one line is said beforehand, and
/// the rest of the terminal is git's.
fn waiting(desk: &mut Desk, url: &str, doing: Words) -> Option<Watch> {
    if desk.ui.asker.is_none() || std::path::Path::new(url).is_dir() {
        return Some(desk.ui.watch(doing));
    }
    desk.ui.did(&Said::from(doing).then(&Said::same(format!(": {url}"))));
    None
}

/// Who merges, and when. Where the branch only moves on nobody need be named.
fn author(
    desk: &Desk,
    matches: &ArgMatches,
    store: &Store,
    looked: &Looked,
    forward: bool,
) -> Result<(String, Stamp)> {
    let (registers, _) = crate::books::read_registers(&looked.after);
    let when = registers.as_ref().map_or_else(|| Stamp::from_datetime(desk.now), |r| desk.stamp(r));
    let by = desk.recorder(value(matches, "by"), Some(store));
    Ok((if forward { by.unwrap_or_else(|_| "linli".to_owned()) } else { by? }, when))
}

/// What the other side does not have yet.
fn going(store: &Store, theirs: Option<Oid>, ours: Oid) -> Result<Came> {
    let before =
        theirs.map(|theirs| sharing::looked::sources(store, theirs)).transpose()?.unwrap_or_default();
    Ok(Came::between(&before, &sharing::looked::sources(store, ours)?))
}

fn done(
    desk: &mut Desk,
    store: &Store,
    remote: &Remote,
    found: &[Finding],
    came: bool,
    gone: Option<Came>,
) -> Exit {
    if let Some(gone) = &gone {
        gone.tell(&mut desk.ui, &said!("sent: ", "送出："));
    }
    let url = &remote.url;
    match (came, gone.is_some()) {
        (false, false) if !remote.clone_only => {
            desk.ui.did(&said!("{url} and this clone have the same already", "{url} 与本地已经一致"))
        }
        _ if remote.clone_only => {}
        _ => desk.ui.did(&said!("{url} and this clone now have the same", "{url} 与本地现已一致")),
    }
    // Whoever shares may one day merge with git itself. That it cannot be written is doctor's to say.
    let _ = store.install_drivers();
    if store.note_remote(&remote.noted) {
        desk.ui.did(&said!(
            "\nWhoever can read {url} can read these ledgers: keep it to the team.\n\
             \x20 They may hold:  names of volunteers, captains and donors who consent; home codes; need codes.\n\
             \x20 They never hold:  residents' names, phone numbers, identity numbers. private/ stays on this machine.",
            "\n能读取 {url} 的人就能读取这些台账，请仅限工作组内部使用。\n\
             \x20 可以写入：志愿者、楼长和同意署名的捐赠方姓名；户号；需求代码。\n\
             \x20 绝不写入：住户姓名、电话号码、身份证号。private/ 只留在本机。"
        ));
    }
    if found.is_empty() { Exit::Done } else { Exit::Found }
}
