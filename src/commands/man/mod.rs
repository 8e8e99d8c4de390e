//! `linli man [COMMAND…]`: the manual page of a command, and all of them for a package.

mod page;

use super::COMMANDS;
use super::Desk;
use super::printing::write_file;
use super::verb::{Exit, Heading, Verb, option, rest, value, values};
use crate::error::{Error, Result, did_you_mean};
use crate::model::near;
use crate::said;
use crate::words::{Lang, words};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "man",
    about: words("print a manual page", "打印手册页"),
    long: words(
        "To read one: linli man request open | man -l -\n\
         All of them in both languages, where man looks for them: linli man --out ~/.local/share/man\n\
         then: man linli, man linli-donate, man linli-request-open",
        "阅读：linli man request open | man -l -\n\
         把全部手册页（中英文）放到 man 查找的目录：linli man --out ~/.local/share/man\n\
         之后可用：man linli、man linli-donate、man linli-request-open",
    ),
    heading: Heading::Automate,
    args,
    subs: &[],
    run,
};

/// The folders of the manual's sections, by language, below the folder of all manuals.
const FOLDERS: [(Lang, &str); 2] = [(Lang::En, "man1"), (Lang::Zh, "zh_CN/man1")];

fn args(lang: Lang) -> Vec<Arg> {
    vec![
        rest(
            "command",
            "COMMAND",
            words("of which command; else of linli itself", "哪个命令的；默认为 linli 本身"),
            lang,
        ),
        option(
            "out",
            "DIR",
            words(
                "write all pages: DIR/man1 in English, DIR/zh_CN/man1 in Chinese",
                "写出全部手册页：英文在 man1 下，中文在 zh_CN/man1 下",
            ),
            lang,
        )
        .conflicts_with("command"),
    ]
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    match value(matches, "out") {
        Some(folder) => all(folder, desk)?,
        None => {
            let lang = desk.ui.lang;
            let named = named(&values(matches, "command"))?;
            desk.ui.answer(&page::page(&named, lang));
            if desk.ui.look.width.is_some() {
                // At a terminal nobody wants to read roff.
                let typed = ["linli man"].into_iter().chain(named.iter().map(|verb| verb.name));
                let typed = typed.collect::<Vec<_>>().join(" ");
                desk.ui.did(&said!("to read it: {typed} | man -l -", "阅读请用：{typed} | man -l -"));
            }
        }
    }
    Ok(Exit::Done)
}

/// The verbs that the words name, the last of them the one whose page it is; none for the program itself.
fn named(typed: &[&str]) -> Result<Vec<&'static Verb>> {
    let (mut verbs, mut found) = (COMMANDS, Vec::new());
    for word in typed {
        let visible = || verbs.iter().filter(|verb| verb.heading != Heading::ForGit);
        let Some(verb) = visible().find(|verb| verb.name == *word) else {
            let near = near(word, visible().map(|verb| verb.name));
            let typed = typed.join(" ");
            return Err(Error::usage(said!("there is no command `{typed}`", "没有“{typed}”这个命令")).hint(
                did_you_mean(&near)
                    .unwrap_or_else(|| said!("linli -h lists the commands", "用 linli -h 查看所有命令")),
            ));
        };
        found.push(verb);
        verbs = verb.subs;
    }
    Ok(found)
}

/// Every command that has a page, from the program itself on.
fn every() -> Vec<Vec<&'static Verb>> {
    fn below(path: &[&'static Verb], verbs: &'static [Verb], all: &mut Vec<Vec<&'static Verb>>) {
        for verb in verbs.iter().filter(|verb| verb.heading != Heading::ForGit) {
            let path = [path, &[verb]].concat();
            all.push(path.clone());
            below(&path, verb.subs, all);
        }
    }
    let mut all = vec![Vec::new()];
    below(&[], COMMANDS, &mut all);
    all
}

fn all(typed: &str, desk: &mut Desk) -> Result<()> {
    let every = every();
    for (lang, folder) in FOLDERS {
        let folder = desk.start.join(typed).join(folder);
        std::fs::create_dir_all(&folder).map_err(|source| Error::File {
            doing: said!("create", "创建"),
            path: folder.clone(),
            source,
        })?;
        for verbs in &every {
            write_file(&folder.join(file(verbs)), page::page(verbs, lang).as_bytes())?;
        }
    }
    let n = every.len();
    desk.ui.did(&said!(
        "wrote {n} manual pages in each language to {typed}",
        "已将中英文手册各 {n} 页写入 {typed}"
    ));
    Ok(())
}

/// `linli-request-open.1`
fn file(verbs: &[&Verb]) -> String {
    format!("{}.1", page::title(verbs))
}
