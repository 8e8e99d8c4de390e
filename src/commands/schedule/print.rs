//! `linli schedule print --cron|--systemd|--github`: the units, to put where they belong by hand.

use super::{fit, plain, unit, units, ways, which};
use crate::commands::Desk;
use crate::commands::verb::{Exit, Heading, Verb, given, switch};
use crate::error::Result;
use crate::words::{Lang, words};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "print",
    about: words("print what starts linli run by itself", "打印让 linli run 自动执行的配置"),
    long: words(
        "They work under an empty environment: absolute paths, the language written down, no PATH needed.",
        "在空环境下也能工作：绝对路径，写明语言，不依赖 PATH。",
    ),
    heading: Heading::Automate,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    let mut args = ways(lang);
    let github = words("a workflow of GitHub, for a private repository", "GitHub 工作流（用于私有仓库）");
    args.push(switch("github", github, lang).conflicts_with_all(["cron", "systemd"]));
    args
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    which(matches, &["cron", "systemd", "github"])?;
    let files = desk.files(|_| false)?;
    let tasks = fit(&files.registers.community, desk);
    let store = desk.store()?;
    let unit = unit(store.root().to_owned(), desk);
    plain(&unit.root)?;
    plain(&unit.program)?;
    let text = if given(matches, "cron") {
        unit.cron(&tasks)
    } else if given(matches, "systemd") {
        let name = unit.name();
        format!(
            "# ~/.config/systemd/user/{name}.service\n{}\n# ~/.config/systemd/user/{name}.timer\n{}",
            unit.service(),
            unit.timer(&tasks)
        )
    } else {
        units::github(&tasks, store.prefix().trim_end_matches('/'), desk.ui.lang)
    };
    desk.ui.answer(&text);
    Ok(Exit::Done)
}
