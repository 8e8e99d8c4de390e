//! `linli explain CODE`

use super::Desk;
use super::ask::missing;
use super::verb::{Exit, Heading, Verb, value, word};
use crate::checks::{CHECKS, by_code, explain};
use crate::error::{Error, Result, did_you_mean};
use crate::model::near;
use crate::output::{FindingFormat, render_findings};
use crate::said;
use crate::words::{Lang, words};
use clap::{Arg, ArgMatches};

/// The verb.
pub const VERB: Verb = Verb {
    name: "explain",
    about: words(
        "what a finding means, with the smallest example of it",
        "说明某类问题的含义，并给出最小示例",
    ),
    long: words("Example: linli explain unknown-place", "示例：linli explain unknown-place"),
    heading: Heading::Trust,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    vec![word(
        "code",
        "CODE",
        words("the code of a finding; linli check --list", "问题代码；见 linli check --list"),
        lang,
    )]
}

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let Some(code) = value(matches, "code") else {
        return Err(missing("CODE", words("the code of a finding", "问题代码"))
            .hint(said!("linli check --list", "linli check --list")));
    };
    let Some(check) = by_code(code) else {
        let near = near(code, CHECKS.iter().map(|c| c.code));
        let hint = did_you_mean(&near).unwrap_or_else(|| said!("linli check --list", "linli check --list"));
        return Err(Error::usage(said!("there is no finding `{code}`", "没有问题代码“{code}”")).hint(hint));
    };
    let look = desk.ui.look;
    let text =
        explain(check, desk.ui.lang, &|findings| render_findings(findings, FindingFormat::Human, &look));
    desk.ui.answer(&text);
    Ok(Exit::Done)
}
