//! The edge: the only readers of the environment, the clock and the terminal.

mod arguments;
mod complete;
#[cfg(test)]
mod fixes_tests;
mod surroundings;

#[cfg(feature = "prompts")]
mod prompts;

pub use surroundings::Surroundings;

use crate::commands::{COMMANDS, Desk, Exit, Ui, command};
use crate::output::Look;
use crate::words::Lang;
use std::path::PathBuf;

/// Writes where warnings go, at once and as it is.
fn to_the_terminal(text: &str) {
    let mut err = std::io::stderr().lock();
    // Who cannot be told how far it is loses nothing.
    let _ =
        std::io::Write::write_all(&mut err, text.as_bytes()).and_then(|()| std::io::Write::flush(&mut err));
}

/// Runs the program; the exit code.
pub fn run(around: Surroundings) -> u8 {
    let words = around.args.clone();
    let chosen = arguments::option_before_parsing(&words, "--lang").and_then(|l| Lang::from_code(&l));
    let chosen = chosen.or_else(|| around.var("LINLI_LANG").and_then(|l| Lang::from_code(&l)));
    let start = arguments::option_before_parsing(&words, "-C")
        .map(PathBuf::from)
        .or_else(|| around.var("LINLI_DIR").map(PathBuf::from))
        .map_or_else(|| around.folder.clone(), |dir| around.folder.join(dir));
    // Help is in the community's language, so its file is looked at before the arguments are.
    let lang = chosen.or_else(|| surroundings::community_language(&start)).unwrap_or_else(|| around.locale());
    complete::answer_the_shell(&start, lang);
    #[cfg(debug_assertions)]
    if let Some(write) = around.var("LINLI_ABORT_BEFORE").and_then(|n| n.parse().ok()) {
        crate::store::abort_before(write);
    }
    let mut ui = Ui {
        lang,
        quiet: false,
        look: Look {
            lang,
            width: around.width,
            color: around.color,
            unicode_borders: around.unicode,
            blocks: around.utf8,
            charts: false,
        },
        out: Box::new(std::io::stdout()),
        err: Box::new(anstream::stderr()),
        lost: None,
        asker: None,
        live: around.live.then_some(to_the_terminal),
    };
    let matches = match command(lang).try_get_matches_from(&words) {
        Ok(matches) => matches,
        Err(error) => return arguments::answer(&error, lang, &mut ui),
    };
    ui.quiet = matches.get_flag("quiet");
    #[cfg(feature = "prompts")]
    if around.interactive {
        ui.asker = Some(Box::new(prompts::Terminal));
    }
    let lang_typed = matches.get_one::<String>("lang");
    if let Some(typed) = lang_typed.filter(|code| Lang::from_code(code).is_none()) {
        let message = crate::said!("`{typed}` is not a language", "“{typed}”不是可用的语言");
        let error = crate::error::Error::usage(message)
            .hint(crate::said!("--lang zh or --lang en", "--lang zh 或 --lang en"));
        ui.error(&error);
        return error.exit_code();
    }
    let now = match around.now() {
        Ok(now) => now,
        Err(error) => {
            ui.error(&error);
            return error.exit_code();
        }
    };
    let mut desk = Desk {
        ui,
        start,
        now,
        by: around.var("LINLI_BY"),
        lang_chosen: chosen.is_some(),
        command_line: arguments::shown(&words),
        program: around.program(),
        exe: around.exe.clone(),
        config_folder: around.config_folder(),
        seed: around.var("LINLI_SEED"),
        register_new: false,
        drawn: std::cell::Cell::new(0),
        input: Box::new(|| {
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut std::io::stdin(), &mut bytes).map(|_| bytes)
        }),
    };
    let (mut verbs, mut at) = (COMMANDS, &matches);
    while let Some((name, below)) = at.subcommand() {
        let Some(verb) = verbs.iter().find(|v| v.name == name) else { break };
        if verb.subs.is_empty() {
            return match (verb.run)(below, &mut desk) {
                Ok(exit) => match desk.ui.lost.take() {
                    None => u8::from(exit == Exit::Found),
                    Some(source) => {
                        let doing = crate::said!("write the answer to", "把结果写到");
                        let error = crate::error::Error::File { doing, path: "stdout".into(), source };
                        desk.ui.error(&error);
                        error.exit_code()
                    }
                },
                Err(error) => {
                    desk.ui.error(&error);
                    error.exit_code()
                }
            };
        }
        (verbs, at) = (verb.subs, below);
    }
    2
}
