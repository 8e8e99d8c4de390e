//! The words of the command line, and clap's refusals of them as our own sentences in the chosen language.

use crate::commands::{Ui, in_language};
use crate::error::{Error, did_you_mean};
use crate::said;
use crate::words::Lang;
use clap::error::{ContextKind, ContextValue, ErrorKind};

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
