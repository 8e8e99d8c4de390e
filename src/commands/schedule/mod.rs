//! `linli schedule list|print|install`: when schedules run, and what makes them run by themselves.

mod install;
mod list;
mod print;
mod units;

use super::verb::{Heading, Verb, no_args, only_subs, switch};
use crate::commands::Desk;
use crate::error::{Error, Result};
use crate::recording::scheduled::{Task, tasks};
use crate::registers::Community;
use crate::said;
use crate::words::{Lang, words};
use clap::{Arg, ArgMatches};
use std::path::{Path, PathBuf};
use units::Unit;

/// The verb.
pub const VERB: Verb = Verb {
    name: "schedule",
    about: words("when reports make themselves, and what starts them", "定时任务：何时执行，由谁启动"),
    long: words(
        "Schedules stand in ledgers/community.toml; linli run does those that are due. A finished file can be handed to a \
         command of this clone: git config linli.deliver.NAME 'mail -s bulletin office@example.org' (it reads the file, its path is \"$1\").",
        "定时任务写在 ledgers/community.toml 中，由 linli run 执行。生成的文件可以交给本克隆的一条命令：git config linli.deliver.名字 'mail -s 日报 office@example.org'（文件内容在标准输入，路径为 \"$1\"）。",
    ),
    heading: Heading::Automate,
    args: no_args,
    subs: &[list::VERB, print::VERB, install::VERB],
    run: only_subs,
};

/// `--cron` and `--systemd`.
fn ways(lang: Lang) -> Vec<Arg> {
    vec![
        switch("cron", words("a line of the crontab", "crontab 的一行"), lang),
        switch("systemd", words("a timer of systemd, for this user", "本用户的 systemd 定时器"), lang)
            .conflicts_with("cron"),
    ]
}

/// The schedules that can be run; those that cannot are said.
fn fit<'c>(community: &'c Community, desk: &mut Desk) -> Vec<Task<'c>> {
    let mut fit = Vec::new();
    for task in tasks(community) {
        match task {
            Ok(task) => fit.push(task),
            Err(error) => desk.ui.error(&error),
        }
    }
    fit
}

/// What is written into a unit: nothing of it depends on the environment in which it will run.
fn unit(root: PathBuf, desk: &Desk) -> Unit {
    Unit { program: desk.exe.clone(), root, lang: desk.ui.lang }
}

/// Refuses paths that no line of a unit can hold.
fn plain(path: &Path) -> Result<()> {
    let text = path.to_string_lossy();
    if text.chars().any(char::is_control) || path.to_str().is_none() {
        let shown = path.display();
        return Err(Error::refused(said!(
            "{shown} holds characters that a timer cannot name",
            "{shown} 含有定时器无法写出的字符"
        )));
    }
    Ok(())
}

/// The question which way was meant, where none was.
fn which(matches: &ArgMatches, all: &[&str]) -> Result<()> {
    if all.iter().any(|way| super::verb::given(matches, way)) {
        return Ok(());
    }
    let all: Vec<String> = all.iter().map(|way| format!("--{way}")).collect();
    let all = crate::words::any_of(&all);
    Err(Error::usage(said!("by what shall it be started?", "由什么来启动？")).hint(all))
}
