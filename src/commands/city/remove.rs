//! `linli city remove NAME`

use super::add::{changing_args, record};
use super::office::Office;
use crate::commands::Desk;
use crate::commands::ask::missing;
use crate::commands::verb::{Exit, Heading, Verb, value, word};
use crate::error::Result;
use crate::registers::federation::find;
use crate::words::{Lang, Words, words};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "remove",
    about: words("no longer report a community", "不再汇总某个小区"),
    long: words("Example: linli city remove 银河湾", "示例：linli city remove 银河湾"),
    heading: Heading::City,
    args,
    subs: &[],
    run,
};

const NAME: Words = words("which community", "小区名称");

fn args(lang: Lang) -> Vec<Arg> {
    let mut args = vec![word("name", "NAME", NAME, lang)];
    args.extend(changing_args(lang));
    args
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let office = Office::open(desk)?.some()?;
    let typed = match value(matches, "name") {
        Some(name) => name.to_owned(),
        None => {
            let names: Vec<String> = office.members.iter().map(|member| member.name.clone()).collect();
            desk.ui.ask(NAME, &names)?.ok_or_else(|| missing("NAME", NAME))?
        }
    };
    let member = find(&office.members, &typed)?;
    let by = desk.recorder(value(matches, "by"), Some(&office.store))?;
    record(matches, desk, &office, None, &member.name, by)?;
    // The mirror can be fetched again; another community may lie in the same one.
    let others = office.members.iter().filter(|other| other.url == member.url).count();
    if others == 1 {
        let _ = std::fs::remove_dir_all(office.mirrors.of(&member.url));
    }
    Ok(Exit::Done)
}
