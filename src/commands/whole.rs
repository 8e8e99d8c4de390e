//! The whole command line as clap sees it, in the chosen language: what help, manual pages and completion are made from.

use super::COMMANDS;
use super::verb::{Heading, Verb, help_flag, named_in, option, switch};
use crate::words::{Lang, Words, words};
use clap::{Arg, ArgAction, Command};
use unicode_width::UnicodeWidthStr;

/// What the program is, in a line.
pub const ABOUT: Words = words(
    "the ledgers with which a neighbourhood gets through an emergency",
    "社区应急台账，一户不漏，笔笔可查",
);

/// How it is typed.
pub const USAGE: Words = words("linli [-C DIR] COMMAND …", "linli [-C 目录] 命令 …");

/// The whole command line.
pub fn command(lang: Lang) -> Command {
    let everywhere = lang.pick("Everywhere", "通用选项");
    let global = |arg: Arg| named_in(lang, arg).global(true).help_heading(everywhere);
    Command::new("linli")
        .about(format!("linli 邻里{}{}", lang.pick(": ", "："), ABOUT.say(lang)))
        .version(env!("CARGO_PKG_VERSION"))
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .arg(global(
            Arg::new("folder")
                .short('C')
                .value_name("DIR")
                .help(lang.pick("work in this folder", "在此目录中工作")),
        ))
        .arg(global(option(
            "lang",
            "zh|en",
            words("the language of messages and reports", "消息和报表的语言"),
            lang,
        )))
        .arg(global(
            switch("quiet", words("say nothing of what was done", "不提示已完成的操作"), lang).short('q'),
        ))
        .arg(help_flag(lang).help_heading(everywhere))
        .arg(
            Arg::new("version")
                .long("version")
                .action(ArgAction::Version)
                .help(lang.pick("print the version", "显示版本"))
                .help_heading(everywhere),
        )
        .subcommands(COMMANDS.iter().map(|verb| verb.build(lang)))
        .help_template(top_help(lang))
}

/// The top help lists the commands by chapter.
fn top_help(lang: Lang) -> String {
    let mut text = String::from("{about}\n\n");
    text.push_str(&format!("{}{}\n", lang.pick("Usage: ", "用法："), USAGE.say(lang)));
    let listed = COMMANDS.iter().filter(|v| Heading::ALL.contains(&v.heading));
    let width = listed.map(|v| v.name.len()).max().unwrap_or(0);
    for heading in Heading::ALL {
        let verbs: Vec<&Verb> = COMMANDS.iter().filter(|v| v.heading == heading).collect();
        if verbs.is_empty() {
            continue;
        }
        text.push_str(&format!("\n{}\n", heading.words().say(lang)));
        for verb in verbs {
            let pad = " ".repeat(width - verb.name.width() + 2);
            text.push_str(&format!("  {}{pad}{}\n", verb.name, verb.about.say(lang)));
        }
    }
    text.push_str(lang.pick(
        "\nlinli COMMAND -h says more of a command; begin with: linli demo\n\n{options}",
        "\n用 linli 命令 -h 查看各命令的用法；第一次使用请运行：linli demo\n\n{options}",
    ));
    text
}

/// What clap words itself, in the chosen language: the colon after a heading, and what stands for the options.
pub fn in_language(text: &str, lang: Lang) -> String {
    if lang == Lang::En {
        return text.to_owned();
    }
    let text = text.replace("[OPTIONS]", "[选项]").replace("<COMMAND>", "<命令>");
    let line = |line: &str| match line.strip_suffix(":\n") {
        Some(heading) if !line.starts_with(' ') => format!("{heading}：\n"),
        _ => line.to_owned(),
    };
    text.split_inclusive('\n').map(line).collect()
}
