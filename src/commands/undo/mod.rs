//! `linli undo [OPERATION]`: cancels an operation by a new one.

mod registers;
mod which;

use super::Desk;
use super::desk::read_source;
use super::landing::difference;
use super::operation::correct;
use super::recording_args::recording_args;
use super::verb::{Exit, Heading, Verb, given, option, value, word};
use super::void::REASON;
use crate::audit::{Reader, ledger_of};
use crate::books::Books;
use crate::error::{Error, Result};
use crate::model::Stamp;
use crate::recording::{Setting, Undoing, undo_rows};
use crate::registers::ITEMS;
use crate::said;
use crate::store::history::{Changed, Commit, Gap, History};
use crate::words::{Lang, Said, words};
use clap::{Arg, ArgMatches};
use registers::taken_back;
use which::{Operations, short};

/// The verb.
pub const VERB: Verb = Verb {
    name: "undo",
    about: words("cancel an operation by a new one", "用一次新操作撤销先前的操作"),
    long: words(
        "Without a name: your last operation that still stands. Rows are reversed, cancelled rows are recorded again, registers \
         become what they were; what others did since stays. private/ and what was issued are not touched.\n\
         undo again undoes the one before. undo and the commit of an undo does again what it undid.\n\
         Example: linli undo; linli undo K7QF; linli undo 34ea3c2d; linli undo --dry-run",
        "不写操作时，撤销本人最近一次仍有效的操作：登记的行被冲销，被冲销的行重新登记，名册恢复原状；他人之后的改动保留。\n\
         private/ 和已发布的内容不动。再次 undo 撤销更早的一次；undo 加上某次撤销的提交号，则恢复它所撤销的操作。\n\
         示例：linli undo；linli undo K7QF；linli undo 34ea3c2d；linli undo --dry-run",
    ),
    heading: Heading::Record,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    let operation = words(
        "a commit, or any part of the code of a row it recorded; your last one if not given",
        "提交号，或其所登记任一行的行号片段；默认本人最近一次",
    );
    let mut args =
        vec![word("operation", "OPERATION", operation, lang), option("reason", "TEXT", REASON, lang)];
    let shared = ["by", "dry-run", "force", "wait"];
    args.extend(recording_args(lang).into_iter().filter(|arg| shared.contains(&arg.get_id().as_str())));
    args
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let exit = correct(desk, matches, &|books, setting, desk| {
        let store = desk.store()?;
        let history = History::of(&store)?;
        let tip = history
            .head()?
            .ok_or_else(|| Error::refused(said!("nothing is committed yet", "还没有任何提交")))?;
        let operations = Operations::of(&history, tip);
        let commit = match value(matches, "operation") {
            Some(typed) => operations.named(&history, books, typed.trim())?,
            None => operations.last_of(&setting.by)?,
        };
        let undoing = undo(&history, &operations, commit, books, value(matches, "reason"), setting, desk)?;
        let id = short(commit.id);
        let mut obstacles = undoing.obstacles;
        let forced = given(matches, "force") && obstacles.is_empty();
        if !forced {
            obstacles.append(&mut undoing.entry.refusals.clone());
        }
        if let Some(error) = in_the_way(&id, obstacles, undoing.entry.refusals.len()) {
            return Err(error);
        }
        Ok(undoing.entry)
    })?;
    if !given(matches, "dry-run")
        && let Some(head) = desk.store()?.head()?
    {
        let id = short(head.commit);
        desk.ui.did(&said!("to do it again after all: linli undo {id}", "要恢复：linli undo {id}"));
    }
    Ok(exit)
}

/// What an undo of this commit records and restores.
fn undo(
    history: &History,
    operations: &Operations,
    commit: &Commit,
    books: &Books,
    reason: Option<&str>,
    setting: &Setting,
    desk: &Desk,
) -> Result<Undoing> {
    let id = short(commit.id);
    let cannot = |why: Said| Error::refused(said!("{id} cannot be undone: ", "{id} 不能撤销：").then(&why));
    if commit.is_merge() {
        return Err(cannot(said!("it joins what others did", "它合并了他人的登记")));
    }
    if commit.parents.is_empty() {
        return Err(cannot(said!("nothing was there before it", "在它之前没有任何内容")));
    }
    let mut reader = Reader::new(history);
    let step = reader.step(commit, &|_| true);
    if let Some(gap) = step.gaps.first() {
        return Err(cannot(gap.said()));
    }
    let mut events = reader.events(commit, &step);
    // What was corrected meanwhile, and that undone, stands in a row of its own.
    let stand_ins = operations.stand_ins(history);
    for row in events.iter_mut().filter_map(|event| event.rows.last_mut()) {
        while let Some(next) = stand_ins.get(row.as_str()) {
            row.clone_from(next);
        }
    }
    let (subject, by) = (commit.subject().trim().to_owned(), &commit.author);
    let zh = books.registers.community.language.unwrap_or(Lang::Zh) == Lang::Zh;
    let why =
        reason.map_or_else(|| if zh { format!("撤销 {id}") } else { format!("undo {id}") }, str::to_owned);
    let mut undoing = undo_rows(books, &events, &why, setting);
    let when = commit.when.format("%Y-%m-%d %H:%M");
    let what = said!("undoes {id}, {when}, by {by}: {subject}", "撤销 {id}（{by}，{when}）：{subject}");
    undoing.entry.effects.insert(0, what);
    for file in step.files.iter().filter(|file| ledger_of(&file.path).is_none()) {
        restore(history, file, books, desk, &mut undoing)?;
    }
    let entry = &mut undoing.entry;
    if entry.documents.is_empty() && entry.registers.is_empty() && undoing.obstacles.is_empty() {
        return Err(cannot(said!("it left nothing that can be taken back", "没有可以收回的内容"))
            .hint(said!("what it did: git show {id}", "它做了什么：git show {id}")));
    }
    entry.subject = format!("undo {id}: {subject}");
    entry.undoes = Some((commit.id.to_string(), Stamp::from_datetime(commit.when)));
    Ok(undoing)
}

/// Restores one file that is no ledger, or says why it stays.
fn restore(
    history: &History,
    file: &Changed,
    books: &Books,
    desk: &Desk,
    undoing: &mut Undoing,
) -> Result<()> {
    let path = &file.path;
    let text = |blob: Option<crate::store::Oid>| -> std::result::Result<Option<String>, Gap> {
        let bytes = blob.map(|blob| history.blob(blob, path)).transpose()?;
        Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).trim_start_matches('\u{feff}').to_owned()))
    };
    let unread = |gap: Gap| Error::refused(gap.said());
    let (before, after) = (text(file.old).map_err(unread)?, text(file.new).map_err(unread)?);
    let effects = &mut undoing.entry.effects;
    let (Some(before), Some(after)) = (before, after) else {
        effects.push(match path.starts_with("reports/") {
            true => said!("{path} stays: what was issued stays issued", "{path} 保留：已发布的内容收不回"),
            false => said!("{path} stays: it can be removed by hand", "{path} 保留，可手工删除"),
        });
        return Ok(());
    };
    let known = books.sources.iter().find(|source| source.path == *path).cloned();
    let now = match known {
        Some(source) => source,
        None => read_source(&desk.root()?, path)?,
    };
    let Some(restored) = taken_back(&before, &after, &now.text) else {
        undoing
            .obstacles
            .push(said!("{path} was changed again at the same lines", "{path} 的同一处后来又改过"));
        return Ok(());
    };
    if restored == now.text {
        return Ok(());
    }
    if let Some(item) = used_item(path, &now.text, &restored, books) {
        effects.push(said!(
            "{path} stays: rows name {item}, though cancelled ones",
            "{path} 保留：已冲销的行仍引用 {item}"
        ));
        return Ok(());
    }
    let shown = difference(path, &now.text, &restored);
    effects.push(Said::same(shown.trim_end()));
    if path == "ledgers/community.toml" {
        effects.push(said!("private/ is not touched", "private/ 不受影响"));
    }
    let mark = if now.bom { "\u{feff}" } else { "" };
    undoing.entry.registers.push((path.clone(), format!("{mark}{restored}")));
    Ok(())
}

/// An item that would leave the register while rows, cancelled or not, name it.
fn used_item(path: &str, now: &str, restored: &str, books: &Books) -> Option<String> {
    if path != ITEMS {
        return None;
    }
    let names = |text: &str| -> Vec<String> {
        text.lines().skip(1).map(|line| line.split(',').next().unwrap_or_default().to_owned()).collect()
    };
    let left = names(restored);
    names(now).into_iter().find(|item| !left.contains(item) && books.uses_pack(item, ""))
}

/// Refuses with everything that stands in the way, line by line.
fn in_the_way(id: &str, obstacles: Vec<Said>, soft: usize) -> Option<Error> {
    if obstacles.is_empty() {
        return None;
    }
    let list = obstacles.iter().fold(Said::default(), |list, one| list.then(&Said::same("\n  - ")).then(one));
    let message = said!("{id} cannot be undone; in the way:", "{id} 不能撤销，原因如下：").then(&list);
    let error = Error::refused(message);
    Some(match obstacles.len() == soft {
        true => error.hint(said!(
            "--force undoes it all the same, and the findings stay",
            "如确属实情，可加 --force 撤销，问题会保留"
        )),
        false => error.hint(said!(
            "undo what came after it first, or use linli amend",
            "请先撤销其后的操作，或用 linli amend 更正"
        )),
    })
}
