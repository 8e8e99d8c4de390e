//! `linli city add NAME URL|DIR`

use super::office::{Office, nearest};
use super::reading::found;
use crate::commands::Desk;
use crate::commands::ask::missing;
use crate::commands::operation::take_lock;
use crate::commands::recording_args::recording_args;
use crate::commands::remote::is_url;
use crate::commands::verb::{Exit, Heading, Verb, option, value, word};
use crate::commands::writing::{Changed, land, message, person};
use crate::error::{Error, Result};
use crate::ledgers::LEDGERS;
use crate::model::Stamp;
use crate::recording::{Entry, Setting};
use crate::registers::federation::{self, FEDERATION, Member};
use crate::said;
use crate::store::{Mirror, Store};
use crate::words::{Lang, Words, count_of, words};
use clap::{Arg, ArgMatches};
use std::path::Path;
use std::time::Duration;

/// The verb.
pub const VERB: Verb = Verb {
    name: "add",
    about: words("name a community and where it is fetched from", "登记一个小区及其取回地址"),
    long: words(
        "Example: linli city add 银河湾 https://example.org/bay.git\n\
         In an empty folder the first one begins a federation: a street office needs no community of its own.",
        "示例：linli city add 银河湾 https://example.org/bay.git\n\
         在空目录中登记第一个小区即建立汇总目录：街道不需要有自己的小区台账。",
    ),
    heading: Heading::City,
    args,
    subs: &[],
    run,
};

const NAME: Words = words("what it is called in the tables of all", "汇总表中的小区名称");
const ADDRESS: Words = words("its repository: an address or a folder", "仓库地址或目录");

fn args(lang: Lang) -> Vec<Arg> {
    let folder = words(
        "its folder in the repository; found if there is only one",
        "在仓库中的目录；只有一个时自动找到",
    );
    let mut args = vec![
        word("name", "NAME", NAME, lang),
        word("url", "URL|DIR", ADDRESS, lang),
        option("subfolder", "DIR", folder, lang),
    ];
    args.extend(changing_args(lang));
    args
}

/// The options of what changes the list.
pub fn changing_args(lang: Lang) -> Vec<Arg> {
    let names = ["by", "wait"];
    recording_args(lang).into_iter().filter(|arg| names.contains(&arg.get_id().as_str())).collect()
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let name = federation::name(&asked(desk, value(matches, "name"), "NAME", NAME)?)?;
    let typed = asked(desk, value(matches, "url"), "URL", ADDRESS)?;
    let (url, inside) = address(desk, &typed)?;
    let folder = value(matches, "subfolder").map(federation::folder).transpose()?.or(inside);
    let member = Member { name, url, folder };
    let (office, is_new) = match nearest(&desk.start) {
        Some(root) => (Office::at(&root)?, false),
        None => (begun(desk)?, true),
    };
    let done = added(matches, desk, &office, &member);
    if done.is_err() && is_new {
        // It was made a moment ago in an empty folder; nothing else is in it.
        let _ = std::fs::remove_dir_all(office.store.root().join(".git"));
    }
    done
}

fn asked(desk: &Desk, given: Option<&str>, value_name: &str, meaning: Words) -> Result<String> {
    let typed = match given {
        Some(given) => Some(given.to_owned()),
        None => desk.ui.ask(meaning, &[])?,
    };
    typed.filter(|typed| !typed.trim().is_empty()).ok_or_else(|| missing(value_name, meaning))
}

/// The address as git understands it wherever it is called; of a folder in a working tree its top, and the folder in it.
fn address(desk: &Desk, typed: &str) -> Result<(String, Option<String>)> {
    let url = federation::url(typed)?;
    if is_url(&url) {
        return Ok((url, None));
    }
    let path = desk.start.join(&url);
    let real = path.canonicalize().map_err(|_| {
        let at = path.display();
        Error::usage(said!("there is no folder {at}", "没有目录 {at}"))
            .hint(said!("an address begins with https:// or ssh://", "网络地址以 https:// 或 ssh:// 开头"))
    })?;
    let (top, inside) = Store::top_of(&real)?;
    let text = |path: &Path| path.to_str().map(str::to_owned).ok_or_else(|| not_utf8(path));
    let inside = text(&inside)?;
    Ok((text(&top)?, (!inside.is_empty()).then_some(inside)))
}

fn not_utf8(path: &Path) -> Error {
    let at = path.display();
    Error::usage(said!("the path {at} is not valid UTF-8", "路径 {at} 不是有效的 UTF-8"))
}

/// A new office in the folder, which must be empty but for a repository.
fn begun(desk: &Desk) -> Result<Office> {
    let other = std::fs::read_dir(&desk.start)
        .map_err(|source| Error::File { doing: said!("read", "读取"), path: desk.start.clone(), source })?
        .flatten()
        .any(|entry| entry.file_name() != ".git");
    if other {
        let here = desk.start.display();
        return Err(Error::refused(said!(
            "{here} is neither a community nor empty",
            "{here} 不是小区目录，也不是空目录"
        ))
        .hint(said!(
            "mkdir street && linli -C street city add NAME URL",
            "mkdir street && linli -C street city add 名称 地址"
        )));
    }
    Office::of(Store::create_apart(&desk.start)?)
}

fn added(matches: &ArgMatches, desk: &mut Desk, office: &Office, member: &Member) -> Result<Exit> {
    let (name, url) = (&member.name, &member.url);
    if let Some(known) = office.members.iter().find(|known| known.name == *name) {
        let at = &known.url;
        return Err(Error::refused(said!("{name} is named already: {at}", "{name} 已经登记：{at}")).hint(
            said!(
                "choose another name, or first: linli city remove {name}",
                "请换一个名称，或先 linli city remove {name}"
            ),
        ));
    }
    if let Some(known) = office.members.iter().find(|k| k.url == *url && k.folder == member.folder) {
        let known = &known.name;
        return Err(Error::refused(said!("{url} is named already: {known}", "{url} 已经登记为 {known}")));
    }
    let by = desk.recorder(value(matches, "by"), Some(&office.store))?;
    let mirror = office.mirrors.of(url);
    let was_there = mirror.exists();
    let ask = desk.ui.asker.is_some();
    Mirror::fetch(&mirror, &office.mirrors.address(url), ask, Duration::from_secs(600), desk.now)?;
    let done =
        proven(desk, &mirror, member).and_then(|()| record(matches, desk, office, Some(member), name, by));
    if done.is_err() && !was_there {
        let _ = std::fs::remove_dir_all(&mirror);
    }
    done.map(|()| Exit::Done)
}

/// Reads the community, to prove that it is one, and says what was found.
fn proven(desk: &mut Desk, mirror: &Path, member: &Member) -> Result<()> {
    let found = found(mirror, member)?;
    let all: Vec<&str> = LEDGERS.iter().map(|ledger| ledger.name).collect();
    let files = found.files(&all)?;
    let books = files.books(|_| true);
    let rows: usize = LEDGERS.iter().map(|ledger| books.heads(ledger).len()).sum();
    let rows = count_of(rows, "row", "rows", "行");
    let (own, newest) = (&files.registers.community.name, found.newest.when.format("%Y-%m-%d %H:%M"));
    desk.ui.did(&said!(
        "{own}: {rows}, last recorded {newest}",
        "{own}：{rows}，最近登记于 {newest}",
        rows = (rows.en, rows.zh)
    ));
    if let Some(damage) = crate::commands::desk::damage(&books) {
        desk.ui.warn(&damage);
    }
    Ok(())
}

/// Writes the list with one community more, or without one, and commits it.
pub fn record(
    matches: &ArgMatches,
    desk: &mut Desk,
    office: &Office,
    more: Option<&Member>,
    name: &str,
    by: String,
) -> Result<()> {
    let lock = take_lock_of(matches, desk, office)?;
    // What another writer did meanwhile is not overwritten: the text is read again under the lock.
    let before = Office::at(office.store.root())?;
    let old = before.text.clone().unwrap_or_default();
    let (subject, text) = match more {
        Some(member) => {
            if before.members.iter().any(|known| known.name == name) {
                return Err(Error::refused(said!("{name} is named already", "{name} 已经登记")));
            }
            (format!("federation: add {name} ({})", member.url), federation::with(&old, member)?)
        }
        None => (format!("federation: remove {name}"), federation::without(&old, name)?),
    };
    let entry = Entry { subject, ..Entry::default() };
    let at = Stamp::from_datetime(desk.now);
    let setting = Setting { day: at.day(), today: at.day(), at, by, note: String::new(), new_items: false };
    let store = &office.store;
    if store.head()?.is_none() {
        let files = [(FEDERATION.to_owned(), text.into_bytes())];
        let author = person(store, &setting.by);
        store.first_commit(&files, &message(&entry, &desk.command_line), &author, at.datetime())?;
    } else {
        let change = Changed { path: FEDERATION.to_owned(), before: before.text, text, rows: Vec::new() };
        land(desk, store, &lock, &entry, &setting, vec![change])?;
    }
    let root = store.root().display();
    desk.ui.did(&match more {
        Some(_) => said!("{name} is now one of the communities of {root}", "已把 {name} 登记到 {root}"),
        None => said!("{name} is no longer one of the communities of {root}", "已从 {root} 移除 {name}"),
    });
    Ok(())
}

fn take_lock_of(matches: &ArgMatches, desk: &mut Desk, office: &Office) -> Result<crate::store::Lock> {
    match office.store.head()? {
        Some(_) => take_lock(desk, matches, &office.store),
        None => office.store.lock(Duration::from_secs(30), &desk.command_line),
    }
}
