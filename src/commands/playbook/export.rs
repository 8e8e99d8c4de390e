//! `linli playbook export FILE`: the playbook of this community.

use super::folder::gathered;
use crate::commands::Desk;
use crate::commands::ask::missing;
use crate::commands::next::pasted;
use crate::commands::printing::write_file;
use crate::commands::verb::{Exit, Heading, Verb, value, word};
use crate::error::{Error, Result};
use crate::recording::playbook::{MARK, write_playbook};
use crate::said;
use crate::words::{Lang, count_of, words};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "export",
    about: words(
        "write our groups, items, policies, schedules, templates and mappings to a file, without any person or place",
        "把小组、物品、规则、定时任务、模板和映射写成一个文件，不含人员和地点",
    ),
    long: words(
        "Example: linli playbook export playbook.toml; another community then: linli init DIR --name NAME --from playbook.toml",
        "示例：linli playbook export 秘籍.toml；别的社区沿用：linli init 目录 --name 名称 --from 秘籍.toml",
    ),
    heading: Heading::InOut,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    vec![word(
        "file",
        "FILE",
        words("the file that is written; - prints it", "要写的文件；- 为直接打印"),
        lang,
    )]
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let meaning = words("the file that is written", "要写的文件");
    let typed = value(matches, "file").ok_or_else(|| {
        missing("FILE", meaning)
            .hint(said!("linli playbook export playbook.toml", "linli playbook export 秘籍.toml"))
    })?;
    desk.files(|_| false)?;
    let root = desk.root()?;
    let gathered = gathered(&root)?;
    let text = write_playbook(&gathered.playbook);
    if typed == "-" {
        desk.ui.answer(&text);
    } else {
        let path = desk.start.join(typed);
        let other = std::fs::read(&path).is_ok_and(|bytes| !bytes.starts_with(MARK.as_bytes()));
        if other {
            return Err(Error::refused(said!(
                "{typed} is there already, and is no playbook",
                "{typed} 已经存在，而且不是秘籍"
            ))
            .hint(said!("name another file", "请换一个文件名")));
        }
        write_file(&path, text.as_bytes())?;
    }
    for left in &gathered.left {
        desk.ui.warn(left);
    }
    let book = &gathered.playbook;
    let items = count_of(book.items.lines().count().saturating_sub(1), "item", "items", "种物品");
    let groups = count_of(book.groups.len(), "group", "groups", "个小组");
    let schedules = count_of(book.schedules.len(), "schedule", "schedules", "个定时任务");
    let templates = count_of(book.templates.len(), "template file", "template files", "个模板文件");
    let mappings = count_of(book.mappings.len(), "mapping", "mappings", "个映射");
    let shown = if typed == "-" { "-".to_owned() } else { pasted(typed) };
    desk.ui.did(&said!(
        "{shown}: {g}, {i}, {s}, {t}, {m}; no person, place or row. Read it through before you pass it on.",
        "{shown}：{g}、{i}、{s}、{t}、{m}；不含人员、地点和台账记录。转交前请通读一遍。",
        g = (groups.en, groups.zh),
        i = (items.en, items.zh),
        s = (schedules.en, schedules.zh),
        t = (templates.en, templates.zh),
        m = (mappings.en, mappings.zh)
    ));
    Ok(Exit::Done)
}
