//! `linli demo [DIR]`: the sample community, laid out as a repository with its history, and its evening bulletin.

use super::Desk;
use super::desk::Files;
use super::next::{alias, pasted, say_steps, step, that_exist};
use super::verb::{Exit, Heading, Verb, value, word};
use crate::books::read_registers;
use crate::error::{Error, Result};
use crate::model::Stamp;
use crate::output::{Format, render};
use crate::recording::sessions;
use crate::reports::{self, Asked};
use crate::said;
use crate::store::text::Source;
use crate::store::{Person, Store};
use crate::words::{Lang, words};
use clap::{Arg, ArgMatches};
use include_dir::{Dir, DirEntry, include_dir};
use std::path::{Path, PathBuf};

/// The verb.
pub const VERB: Verb = Verb {
    name: "demo",
    about: words("lay out the sample community, and print its bulletin", "生成样例小区，并打印它的日报"),
    long: words(
        "Two weeks of August 2022 in the compound Galaxy Bay, committed step by step by its volunteers. \
         All people are fictional.",
        "2022年8月“银河湾小区”两周的台账，由志愿者逐次提交。人物均为虚构。",
    ),
    heading: Heading::Start,
    args,
    subs: &[],
    run,
};

/// The sample community, as it is in this project's `ledgers/`.
static SAMPLE: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/ledgers");

/// The folder, if none is named.
const FOLDER: &str = "galaxy-bay";
/// Who began the ledgers of the sample community, and when: the leader of the coordinating group, on the first morning.
const FOUNDER: (&str, &str) = ("骆建平", "2022-08-02T07:00:00+08:00");
/// The sample is complete up to this moment.
pub const EVENING: &str = "2022-08-16T20:05:00+08:00";

fn args(lang: Lang) -> Vec<Arg> {
    vec![word("dir", "DIR", words("a new folder; galaxy-bay if not given", "新目录，默认 galaxy-bay"), lang)]
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let typed = value(matches, "dir").unwrap_or(FOLDER);
    let folder = desk.start.join(typed);
    let sources = sample();
    let evening = Stamp::parse(EVENING)?;
    // The bulletin first: if the sample could not be read, nothing would have been laid out.
    let bulletin = bulletin(&sources, evening, desk)?;
    let (commits, authors) = lay_out(&folder, &sources)?;
    desk.ui.answer(&bulletin);
    desk.ui.did(&said!(
        "\nthe sample community is in {typed}: {commits} commits by {authors} volunteers",
        "\n样例小区已生成在 {typed}：{authors} 名志愿者的 {commits} 次提交"
    ));
    suggest(typed, desk);
    Ok(Exit::Done)
}

/// The files of the sample, by their path in a community's folder, sorted.
pub fn sample() -> Vec<Source> {
    let mut sources = Vec::new();
    take(&SAMPLE, &mut sources);
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources
}

fn take(folder: &Dir<'static>, sources: &mut Vec<Source>) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(inner) => take(inner, sources),
            DirEntry::File(file) => {
                let path = file.path().to_string_lossy().replace('\\', "/");
                sources.push(Source::new(format!("ledgers/{path}"), file.contents().to_vec()));
            }
        }
    }
}

/// Lays the community out in a folder that is new or empty: how many commits, by how many people. A folder that is
/// new appears whole or not at all.
fn lay_out(folder: &Path, sources: &[Source]) -> Result<(usize, usize)> {
    let failed = |source| Error::File { doing: said!("create", "创建"), path: folder.to_owned(), source };
    match std::fs::read_dir(folder) {
        Ok(entries) => match entries.count() {
            0 => return commit_all(folder, sources),
            _ => return Err(in_the_way(folder)),
        },
        Err(_) if std::fs::symlink_metadata(folder).is_ok() => return Err(in_the_way(folder)),
        Err(_) => {}
    }
    let above = folder.parent().map_or_else(|| PathBuf::from("."), Path::to_owned);
    std::fs::create_dir_all(&above).map_err(failed)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".linli-demo-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(std::fs::Permissions::from_mode(0o777)); // less the umask
    }
    let growing = builder.tempdir_in(&above).map_err(failed)?;
    let counts = commit_all(growing.path(), sources)?;
    std::fs::rename(growing.path(), folder).map_err(failed)?;
    let _ = growing.keep();
    Ok(counts)
}

fn in_the_way(folder: &Path) -> Error {
    let at = folder.display();
    Error::refused(said!("{at} is there already and is not empty", "{at} 已经存在，而且不是空目录")).hint(
        said!(
            "name another folder: linli demo {p}",
            "请另选一个目录：linli demo {p}",
            p = (other(folder), other(folder))
        ),
    )
}

/// A name beside a folder that is taken.
fn other(folder: &Path) -> String {
    let name = folder.file_name().map_or_else(|| FOLDER.into(), |n| n.to_string_lossy());
    let free = (2..).map(|n| format!("{name}-{n}")).find(|name| !folder.with_file_name(name).exists());
    pasted(&free.unwrap_or_else(|| FOLDER.to_owned()))
}

/// The history: what was there on the first morning, then each session of each volunteer.
fn commit_all(folder: &Path, sources: &[Source]) -> Result<(usize, usize)> {
    let store = Store::create_apart(folder)?;
    let counts = store.in_one_pack(|| commit_sessions(&store, sources))?;
    store.checkout_head()?;
    store.install_hook()?;
    store.install_drivers()?;
    Ok(counts)
}

fn commit_sessions(store: &Store, sources: &[Source]) -> Result<(usize, usize)> {
    let registers = sources.iter().filter(|s| s.path.matches('/').count() == 1);
    let mut first: Vec<(String, Vec<u8>)> =
        registers.map(|s| (s.path.clone(), s.text.clone().into_bytes())).collect();
    first.extend(crate::recording::GIT_FILES.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())));
    let person = |name: &str| Person { name: name.to_owned(), email: String::new() };
    let morning = Stamp::parse(FOUNDER.1)?.datetime();
    let message =
        "registers: buildings, groups, roster, items and rounds of 银河湾小区\n\nLinli-Command: linli demo\n";
    let mut parent = store.append_commit(None, &first, message, &person(FOUNDER.0), morning)?;
    let (mut commits, mut authors) = (1, std::collections::BTreeSet::from([FOUNDER.0.to_owned()]));
    for session in sessions(sources, "linli demo")? {
        let files: Vec<(String, Vec<u8>)> =
            session.files.into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
        let when = session.at.datetime();
        parent = store.append_commit(Some(parent), &files, &session.message, &person(&session.by), when)?;
        commits += 1;
        authors.insert(session.by);
    }
    Ok((commits, authors.len()))
}

/// The bulletin of the last evening, as a command in the folder would print it, in the language chosen here.
fn bulletin(sources: &[Source], evening: Stamp, desk: &Desk) -> Result<String> {
    let Some(report) = reports::by_name("daily") else { return Ok(String::new()) };
    let (registers, findings) = read_registers(sources);
    let registers = registers.ok_or_else(|| Error::Findings(findings.clone()))?;
    let files = Files { sources: sources.to_vec(), registers, findings };
    let books = files.books(|l| report.needs.contains(&l.name));
    let asked = Asked::of_day(evening.day(), evening);
    Ok(render(&(report.make)(&books, &asked)?, Format::Table, &desk.ui.look))
}

/// What to type next. The sample's time is its own, and that is said.
fn suggest(folder: &str, desk: &mut Desk) {
    let lang = desk.ui.lang;
    desk.ui.did(&said!(
        "It ends on the evening of 16 August 2022. By today's clock everything in it would be overdue, so set the clock \
         back first; it stands still until you close the terminal.",
        "台账截至2022年8月16日晚。按今天的时钟看，样样都已超时，所以请先把时钟拨回当晚；关闭终端前，时钟停在那一刻。"
    ));
    let mut steps = vec![step(&format!("cd {}", pasted(folder)), words("", ""))];
    steps.extend(alias(desk));
    steps.push(step(&format!("export LINLI_NOW={EVENING}"), words("", "")));
    if lang != Lang::Zh {
        steps.push(step(&format!("export LINLI_LANG={}", lang.code()), words("", "")));
    }
    steps.extend(that_exist(suggestions()));
    say_steps(&mut desk.ui, words("Type next:", "接下来可以输入："), &steps);
}

/// The commands worth trying first, in an order that tells the story.
fn suggestions() -> Vec<super::next::Step> {
    vec![
        step("linli status", words("today at a glance", "今日概览")),
        step("linli missing veg-0816", words("who has not had today's vegetables", "今天的蔬菜包还差谁")),
        step("linli missing test-0816", words("who has not been tested today", "今天的核酸还差谁")),
        step("linli report stock", words("what is in the stores", "库存结余")),
        step(
            "linli report coverage --round milk-0810",
            words("the milk round, building by building", "牛奶发放到位率"),
        ),
        step("linli report requests --open", words("requests that wait for an outcome", "还没有结果的求助")),
        step("linli report stock-card --item 牛奶", words("every movement of the milk", "牛奶的库存卡")),
        step("linli check", words("what does not add up", "哪些地方对不上")),
        step(
            "linli donate 爱心企业 牛奶=10箱 --by 王海柳",
            words("record something yourself", "自己登记一笔"),
        ),
        step("linli audit verify", words("has anybody tampered with it", "历史有没有被动过手脚")),
        step("git log --stat", words("who recorded what, and when", "谁在什么时候登记了什么")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledgers::Role;

    #[test]
    fn the_sample_is_embedded_whole_and_nothing_is_wrong_in_its_registers() {
        let sources = sample();
        assert_eq!(sources.len(), 15);
        let (registers, findings) = read_registers(&sources);
        assert!(findings.is_empty(), "{findings:?}");
        let founder = |s: &&crate::registers::Service| s.volunteer == FOUNDER.0 && s.group == "coordination";
        assert!(registers.unwrap().services.iter().find(founder).unwrap().role == Role::Leader);
    }

    #[test]
    fn files_grow_by_appending_in_the_order_of_recording_until_they_are_the_sample() {
        let sources = sample();
        let sessions = sessions(&sources, "linli demo").unwrap();
        assert!((140..=170).contains(&(sessions.len() + 1)), "{}", sessions.len());
        assert!(sessions.windows(2).all(|w| w[0].at <= w[1].at));
        assert!(sessions[0].at > Stamp::parse(FOUNDER.1).unwrap());
        assert!(sessions.last().unwrap().at < Stamp::parse(EVENING).unwrap());
        let mut last = std::collections::BTreeMap::new();
        for (path, text) in sessions.into_iter().flat_map(|s| s.files) {
            let before: String = last.insert(path, text.clone()).unwrap_or_default();
            assert!(text.starts_with(&before) && text.len() > before.len());
        }
        for source in sources.iter().filter(|s| s.path.ends_with("2022-08.csv")) {
            assert!(last[&source.path] == source.text, "{} differs", source.path);
        }
    }

    #[test]
    fn the_messages_of_its_commits_are_short_enough_to_be_read_in_a_list() {
        for session in sessions(&sample(), "linli demo").unwrap() {
            let line = session.message.lines().next().unwrap();
            assert!(line.chars().count() <= 200, "{line}");
        }
    }
}
