//! The command line as clap sees it, and clap's refusals as our own sentences in the chosen language.

use crate::commands::{COMMANDS, Heading, Ui, Verb, help_flag, named_in, option, switch};
use crate::error::{Error, did_you_mean};
use crate::said;
use crate::words::{Lang, words};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};
use unicode_width::UnicodeWidthStr;

/// The whole command line.
pub fn command(lang: Lang) -> Command {
    let everywhere = lang.pick("Everywhere", "通用选项");
    let global = |arg: Arg| named_in(lang, arg).global(true).help_heading(everywhere);
    Command::new("linli")
        .about(lang.pick(
            "linli 邻里: the ledgers with which a neighbourhood gets through an emergency",
            "linli 邻里：社区应急台账，一户不漏，笔笔可查",
        ))
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
    text.push_str(lang.pick("Usage: linli [-C DIR] COMMAND …\n", "用法：linli [-C 目录] 命令 …\n"));
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

/// An option that must be known before the arguments can be read (the language of help depends on it).
pub fn option_before_parsing(words: &[String], name: &str) -> Option<String> {
    let words = words.iter().skip(1).take_while(|w| *w != "--").collect::<Vec<_>>();
    words.iter().enumerate().find_map(|(at, word)| {
        if *word == name {
            return words.get(at + 1).map(|w| (*w).clone());
        }
        let rest = word.strip_prefix(name)?;
        if name.starts_with("--") { rest.strip_prefix('=').map(str::to_owned) } else { Some(rest.to_owned()) }
    })
}

/// The command line as it can be pasted again.
pub fn shown(words: &[String]) -> String {
    let quote = |word: &String| {
        let plain = !word.is_empty()
            && !word.contains([
                ' ', '\'', '"', '\\', '$', '`', '*', '?', ';', '&', '|', '<', '>', '(', ')', '#', '\n',
            ]);
        if plain { word.clone() } else { format!("'{}'", word.replace('\'', "'\\''")) }
    };
    std::iter::once("linli".to_owned()).chain(words.iter().skip(1).map(quote)).collect::<Vec<_>>().join(" ")
}

/// What clap words itself, in the chosen language: the colon after a heading, and what stands for the options.
fn in_language(text: &str, lang: Lang) -> String {
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

/// Help and version are answers; everything else is an error in our own words.
pub fn answer(error: &clap::Error, lang: Lang, ui: &mut Ui) -> u8 {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            ui.answer(&in_language(&error.render().to_string(), lang));
            return 0;
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            ui.answer(&in_language(&error.render().to_string(), lang));
            return 2;
        }
        _ => {}
    }
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(all)) => all.join(", "),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        _ => String::new(),
    };
    let (arg, value) = (context(ContextKind::InvalidArg), context(ContextKind::InvalidValue));
    let near = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(all)) => all.clone(),
        _ => Vec::new(),
    };
    let (message, near) = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let sub = context(ContextKind::InvalidSubcommand);
            (
                said!("there is no command `{sub}`", "没有“{sub}”这个命令"),
                near(ContextKind::SuggestedSubcommand),
            )
        }
        ErrorKind::MissingSubcommand => (said!("a command is missing", "缺少命令"), Vec::new()),
        ErrorKind::UnknownArgument => (
            said!("there is no option `{arg}` here", "这里没有“{arg}”这个选项"),
            near(ContextKind::SuggestedArg),
        ),
        ErrorKind::MissingRequiredArgument => (said!("missing: {arg}", "缺少：{arg}"), Vec::new()),
        ErrorKind::InvalidValue if value.is_empty() => {
            (said!("{arg} needs a value", "{arg} 需要一个值"), Vec::new())
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => (
            said!("`{value}` is no value for {arg}", "{arg} 不接受“{value}”"),
            near(ContextKind::SuggestedValue),
        ),
        ErrorKind::ArgumentConflict => {
            let other = context(ContextKind::PriorArg);
            (said!("{arg} and {other} do not go together", "{arg} 与 {other} 不能同时使用"), Vec::new())
        }
        _ => (said!("the command line cannot be read: {arg}", "无法理解命令行：{arg}"), Vec::new()),
    };
    let hint = did_you_mean(&near).unwrap_or_else(|| match error.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(usage)) => {
            let usage = usage.to_string();
            let usage = in_language(usage.trim_start_matches("Usage: "), lang);
            said!("usage: {usage}", "用法：{usage}")
        }
        _ => said!("linli -h lists the commands", "用 linli -h 查看所有命令"),
    });
    let error = Error::usage(message).hint(hint);
    ui.error(&error);
    error.exit_code()
}
