//! `linli resolve`: finishes a merge that git began and could not, mends files in which git left its marks, and evens the
//! sums where two people reversed one row.

use super::Desk;
use super::operation::{correct, take_lock};
use super::sharing::{self, Came, Clash, Joint, hand_work, join, look, looked};
use super::verb::{Exit, Heading, Verb, option, value};
use super::writing::person;
use crate::books::{Books, read_registers};
use crate::error::{Error, Result};
use crate::merging::{Keep, Kind, rows_by_id, uneven, without_markers};
use crate::model::Stamp;
use crate::recording::{Document, Entry};
use crate::said;
use crate::store::{Joining, Lock, Oid, Store};
use crate::words::{Lang, words};
use clap::{Arg, ArgMatches};
use std::collections::BTreeSet;
use std::time::Duration;

/// The verb.
pub const VERB: Verb = Verb {
    name: "resolve",
    about: words(
        "finish a merge of git's row by row; even the sums where a row was reversed twice",
        "逐行完成 git 的合并；把被冲销两次的行的合计补平",
    ),
    long: words(
        "After git merge or git pull stopped, or left its marks in a ledger. Nothing that either side recorded is lost.",
        "用于 git merge、git pull 停在冲突，或在台账里留下标记之后。双方的登记都不会丢失。",
    ),
    heading: Heading::Trust,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    vec![
        sharing::keep_arg(lang),
        option(
            "by",
            "NAME",
            words(
                "who resolves; else LINLI_BY, else git's user.name",
                "处理人；默认 LINLI_BY 或 git 的 user.name",
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

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let keep = sharing::keep(value(matches, "keep"))?;
    let store = Store::open(&desk.root()?)?;
    let mut worked = false;
    if let Some(theirs) = store.merging() {
        let lock = store.lock(Duration::from_secs(30), &desk.command_line)?;
        if let Some(said) = store.recover(&lock)? {
            desk.ui.warn(&said);
        }
        finish(desk, matches, &store, &lock, theirs, keep)?;
        worked = true;
    }
    let store = Store::open(store.root())?;
    {
        let lock = take_lock(desk, matches, &store)?;
        if let Some((joint, parents)) = super::mending::mend(&store, keep)? {
            hand_work(&store)?;
            if !joint.clashes.is_empty() && keep.is_none() {
                return Err(sharing::refusal(&joint.clashes, "linli resolve"));
            }
            let settled = joint.files.iter().map(|(path, _)| path.clone()).collect();
            land(
                desk,
                matches,
                &store,
                &lock,
                joint,
                keep,
                Landing { parents, settled, begun_by_git: false },
            )?;
            worked = true;
        }
    }
    worked |= even(desk, matches)?;
    if !worked {
        desk.ui.did(&said!("nothing is in conflict, and all sums are even", "没有冲突，合计也都平"));
    }
    Ok(Exit::Done)
}

/// How a merge is committed.
struct Landing {
    parents: Vec<Oid>,
    settled: Vec<String>,
    begun_by_git: bool,
}

fn finish(
    desk: &mut Desk,
    matches: &ArgMatches,
    store: &Store,
    lock: &Lock,
    theirs: Oid,
    keep: Option<Keep>,
) -> Result<()> {
    let Some(ours) = store.head()?.map(|head| head.commit) else { return Ok(()) };
    let whole = store.whole()?;
    let conflicted = whole.conflicted()?;
    let base = store.common(ours, theirs)?;
    if base == Some(theirs) {
        // It was committed already, and the end of it was interrupted.
        whole.settle_index(conflicted);
        return store.forget_merge();
    }
    let mut joint = join::join(&whole, join::Sides { base, ours, theirs }, keep)?;
    settled_by_hand(&whole, &mut joint, ours, &conflicted)?;
    if !joint.clashes.is_empty() && keep.is_none() {
        return Err(sharing::refusal(&joint.clashes, "linli resolve"));
    }
    // Git has put its own attempt in place of whatever they changed.
    let mut paths: BTreeSet<String> = whole.differences(base, Some(theirs))?.into_keys().collect();
    paths.extend(conflicted);
    for path in &paths {
        if !joint.files.iter().any(|(p, _)| p == path) {
            joint.files.push((path.clone(), whole.entry_at(ours, path)?));
        }
    }
    typed_since(&whole, &joint)?;
    let landing = Landing { parents: vec![theirs], settled: paths.into_iter().collect(), begun_by_git: true };
    land(desk, matches, store, lock, joint, keep, landing)
}

/// Where both sides differ, a file that a person has settled counts: staged, or edited so that no mark is left in it.
fn settled_by_hand(whole: &Store, joint: &mut Joint, ours: Oid, conflicted: &BTreeSet<String>) -> Result<()> {
    let paths: BTreeSet<String> = joint.clashes.iter().map(|clash| clash.path.clone()).collect();
    for path in paths {
        let before = whole.entry_at(ours, &path)?;
        let staged = if conflicted.contains(&path) { None } else { whole.staged(&path)? };
        let entry = match staged {
            Some(entry) => entry,
            None => {
                let Some(bytes) = whole.read_working(&path)? else { continue };
                (join::blob(whole, &bytes)?, before.map_or(0o100644, |(_, mode)| mode))
            }
        };
        let untouched = staged.is_none() && before.is_some_and(|(blob, _)| blob == entry.0);
        let text = String::from_utf8(whole.read_blob(entry.0)?).unwrap_or_default();
        let merged = joint.files.iter().find(|(p, _)| *p == path).and_then(|(_, entry)| *entry);
        if untouched || merged.is_some_and(|(blob, _)| blob == entry.0) || without_markers(&text) != text {
            continue;
        }
        if matches!(Kind::of(&path), Kind::Ledger(_)) {
            let all = merged.map(|(blob, _)| whole.read_blob(blob)).transpose()?.unwrap_or_default();
            let wanted = rows_by_id(std::str::from_utf8(&all).ok()).unwrap_or_default();
            let have = rows_by_id(Some(&text)).unwrap_or_default();
            let once = text.lines().filter(|l| !l.trim().is_empty()).count() == have.len() + 1;
            if !once || wanted.keys().any(|id| !have.contains_key(id)) {
                continue;
            }
        }
        joint.clashes.retain(|clash: &Clash| clash.path != path);
        joint.files.retain(|(p, _)| *p != path);
        joint.files.push((path, Some(entry)));
    }
    Ok(())
}

/// Rows that somebody typed into a file while it was in conflict would be written over.
fn typed_since(whole: &Store, joint: &Joint) -> Result<()> {
    for (path, entry) in joint.files.iter().filter(|(path, _)| matches!(Kind::of(path), Kind::Ledger(_))) {
        let Some(working) = whole.read_working(path)? else { continue };
        let have = rows_by_id(Some(&without_markers(&String::from_utf8_lossy(&working)))).unwrap_or_default();
        let text = entry.map(|(blob, _)| whole.read_blob(blob)).transpose()?.unwrap_or_default();
        let kept = rows_by_id(std::str::from_utf8(&text).ok()).unwrap_or_default();
        if let Some(id) = have.keys().find(|id| !kept.contains_key(*id)) {
            let id = id.trim();
            return Err(Error::refused(said!(
                "{path} has a row that neither side has: {id}; nothing was changed",
                "{path} 中有一行双方都没有：{id}；未作任何改动"
            ))
            .hint(said!(
                "it was typed in after the merge began: take it out, resolve, then record it",
                "它是合并开始后填写的：请先取出，resolve 之后再登记"
            )));
        }
    }
    Ok(())
}

fn land(
    desk: &mut Desk,
    matches: &ArgMatches,
    store: &Store,
    lock: &Lock,
    joint: Joint,
    keep: Option<Keep>,
    landing: Landing,
) -> Result<()> {
    let Some(ours) = store.head()?.map(|head| head.commit) else { return Ok(()) };
    let looked = look(desk, store, ours, &joint)?;
    let came = Came::between(&looked.before, &looked.after);
    let (registers, _) = read_registers(&looked.after);
    let when = registers.as_ref().map_or_else(|| Stamp::from_datetime(desk.now), |r| desk.stamp(r));
    let by = desk.recorder(value(matches, "by"), Some(store))?;
    let message = sharing::message(&came, &joint, keep, &desk.command_line);
    let joining = Joining {
        ours,
        parents: landing.parents,
        forward: None,
        files: joint.files,
        settled: landing.settled,
        begun_by_git: landing.begun_by_git,
        message,
        author: person(store, &by),
        when: when.datetime(),
    };
    let landed = store.whole()?.join(lock, &joining)?;
    landed.said.iter().for_each(|said| desk.ui.warn(said));
    let commit = landed.commit.to_string()[..8].to_owned();
    desk.ui.did(&said!("the merge is committed ({commit})", "合并已提交（{commit}）"));
    came.tell(&mut desk.ui, &said!("came: ", "收到："));
    for clash in &joint.clashes {
        desk.ui.warn(&sharing::say(clash));
    }
    if !looked.findings.is_empty() {
        desk.ui.findings(&looked.findings);
    }
    Ok(())
}

/// Appends the rows that make column sums right again where a row was reversed twice. True if there were some.
fn even(desk: &mut Desk, matches: &ArgMatches) -> Result<bool> {
    let store = desk.store()?;
    let Some(head) = store.head()?.map(|head| head.commit) else { return Ok(false) };
    let sources = looked::sources(&store, head)?;
    let (registers, _) = read_registers(&sources);
    let Some(registers) = registers else { return Ok(false) };
    if uneven(&Books::read(&registers, &sources, |_| true)).is_empty() {
        return Ok(false);
    }
    correct(desk, matches, &|books, _, _| {
        let mut entry = Entry::default();
        let mut rows = Vec::new();
        let mut originals = BTreeSet::new();
        for one in uneven(books) {
            let id = one.row.get("id").to_owned();
            rows.push(one.row.reversal().set("note", format!("evened / 补平：{}", one.original)));
            entry.effects.push(said!("cancels {id}, which is not in force", "冲销未生效的 {id}"));
            if !one.row.get("reverses").is_empty() {
                originals.insert(one.original);
            }
        }
        let list = originals.into_iter().take(3).collect::<Vec<_>>().join(", ");
        entry.subject = format!("resolve: sums evened after two corrections of one row: {list}");
        entry.documents.push(Document { rows });
        Ok(entry)
    })?;
    Ok(true)
}
