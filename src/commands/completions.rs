//! `linli completions SHELL`: the script with which a shell completes `linli`, for its start-up file or a package.

use super::Desk;
use super::ask::missing;
use super::verb::{Exit, Heading, Verb, value, word};
use crate::error::{Error, Result, did_you_mean};
use crate::model::near;
use crate::said;
use crate::words::{Lang, any_of, words};
use clap::{Arg, ArgMatches};
use clap_complete::env::Shells;

/// The verb.
pub const VERB: Verb = Verb {
    name: "completions",
    about: words("print what makes a shell complete linli", "打印让终端补全 linli 的脚本"),
    long: words(
        "Once for all, by shell:\n\
         bash: echo 'source <(linli completions bash)' >> ~/.bashrc\n\
         zsh: echo 'source <(linli completions zsh)' >> ~/.zshrc  (below compinit)\n\
         fish: linli completions fish > ~/.config/fish/completions/linli.fish\n\
         PowerShell: echo 'linli completions powershell | Out-String | Invoke-Expression' >> $PROFILE\n\
         Then the Tab key completes commands and options, and from the data items, places, rounds, volunteers and requests; \
         in bash niunai becomes 牛奶.",
        "按所用的终端做一次即可：\n\
         bash：echo 'source <(linli completions bash)' >> ~/.bashrc\n\
         zsh：echo 'source <(linli completions zsh)' >> ~/.zshrc（写在 compinit 之后）\n\
         fish：linli completions fish > ~/.config/fish/completions/linli.fish\n\
         PowerShell：echo 'linli completions powershell | Out-String | Invoke-Expression' >> $PROFILE\n\
         之后按 Tab 键补全命令和选项，以及台账中的物品、位置、批次、志愿者、求助单；在 bash 中打拼音 niunai 即得牛奶。",
    ),
    heading: Heading::Automate,
    args,
    subs: &[],
    run,
};

/// The variable by which the script asks the program for candidates; `cli` answers it.
const VARIABLE: &str = "COMPLETE";

fn shells() -> Vec<&'static str> {
    Shells::builtins().names().collect()
}

fn args(lang: Lang) -> Vec<Arg> {
    vec![word("shell", "SHELL", words("which shell's", "哪种终端"), lang).value_name(shells().join("|"))]
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let all = || any_of(&shells());
    let Some(typed) = value(matches, "shell") else {
        return Err(missing("SHELL", words("which shell's", "哪种终端")).hint(all()));
    };
    let builtins = Shells::builtins();
    let Some(shell) = builtins.completer(&typed.to_lowercase()) else {
        let near = near(typed, shells().into_iter());
        return Err(Error::usage(said!("there is no script for `{typed}`", "没有“{typed}”的补全脚本"))
            .hint(did_you_mean(&near).unwrap_or_else(all)));
    };
    // The name and not the path by which it was started: a package is built in one place and used in another.
    let mut script = Vec::new();
    shell
        .write_registration(VARIABLE, "linli", "linli", "linli", &mut script)
        .map_err(|source| Error::File { doing: said!("write", "写出"), path: typed.into(), source })?;
    desk.ui.answer(&String::from_utf8_lossy(&script));
    Ok(Exit::Done)
}
