//! `linli city fetch [NAME…]`: brings the mirrors up to date.

use super::at_once::at_once;
use super::office::Office;
use super::outcome::{left_out, not_fetched, why};
use super::reading::broke;
use crate::commands::Desk;
use crate::commands::verb::{Exit, Heading, Verb, given, rest, switch, values};
use crate::error::Result;
use crate::registers::federation::{Member, find};
use crate::said;
use crate::store::{Fetched, Mirror};
use crate::words::{Lang, Said, words};
use clap::{Arg, ArgMatches};
use std::time::Duration;

/// The verb.
pub const VERB: Verb = Verb {
    name: "fetch",
    about: words("fetch what the communities have recorded since", "取回各小区新登记的内容"),
    long: words(
        "Example: linli city fetch; linli city fetch --anew 东苑",
        "示例：linli city fetch；linli city fetch --anew 东苑",
    ),
    heading: Heading::City,
    args,
    subs: &[],
    run,
};

fn args(lang: Lang) -> Vec<Arg> {
    let anew = words(
        "fetch all of it again, where what was fetched is damaged",
        "全部重新取回，用于以前取回的内容已损坏时",
    );
    vec![
        rest("name", "NAME", words("only these communities", "只取回这些小区"), lang),
        switch("anew", anew, lang),
    ]
}

/// So many are fetched at once: they wait for the network, not for us.
const AT_ONCE: usize = 8;
/// No single one keeps the others waiting for longer.
const WITHIN: Duration = Duration::from_secs(120);

fn run(matches: &ArgMatches, desk: &mut Desk) -> Result<Exit> {
    let mut office = Office::open(desk)?.some()?;
    let typed = values(matches, "name");
    if !typed.is_empty() {
        let asked: Result<Vec<Member>> =
            typed.iter().map(|name| Ok(find(&office.members, name)?.clone())).collect();
        office.members = asked?;
    }
    let failed = fetched(desk, &office, given(matches, "anew"));
    for (name, why) in &failed.never {
        left_out(desk, name, why);
    }
    let all = office.members.len();
    let done = all - failed.never.len() - failed.now;
    desk.ui.did(&said!("fetched {done} of {all} communities", "已取回 {all} 个小区中的 {done} 个"));
    Ok(if done == all { Exit::Done } else { Exit::Found })
}

/// What could not be fetched.
#[derive(Default)]
pub struct Unfetched {
    /// How many were fetched before, and are told already.
    pub now: usize,
    /// Those of which there is nothing, and why: still to be told.
    pub never: Vec<(String, Said)>,
}

/// Fetches every community, several at once. Of one that was fetched before it is said how old that is.
pub fn fetch(desk: &mut Desk, office: &Office) -> Unfetched {
    fetched(desk, office, false)
}

fn fetched(desk: &mut Desk, office: &Office, anew: bool) -> Unfetched {
    let mut addresses: Vec<&str> = office.members.iter().map(|member| member.url.as_str()).collect();
    addresses.sort_unstable();
    addresses.dedup();
    let (now, mirrors) = (desk.now, &office.mirrors);
    let doing = words("fetching", "正在取回");
    let results = at_once(&desk.ui, doing, &addresses, AT_ONCE, |url| {
        let (path, address) = (mirrors.of(url), mirrors.address(url));
        match anew {
            true => Mirror::fetch_anew(&path, &address, WITHIN, now),
            false => Mirror::fetch(&path, &address, false, WITHIN, now),
        }
    });
    let mut failed = Unfetched::default();
    for member in &office.members {
        let at = addresses.binary_search(&member.url.as_str()).unwrap_or_default();
        let why = match &results[at] {
            Some(Ok(Fetched::Forward)) => continue,
            Some(Ok(Fetched::Replaced(old))) => {
                let (name, old) = (&member.name, &old.to_string()[..8]);
                desk.ui.warn(&said!(
                    "{name}: its history was replaced; the commit {old}, fetched before, is gone from it",
                    "{name}：历史被替换，以前取回的提交 {old} 已不在其中"
                ));
                continue;
            }
            Some(Err(error)) => why(error),
            None => broke(),
        };
        match not_fetched(desk, office, member, &why) {
            true => failed.now += 1,
            false => failed.never.push((member.name.clone(), why)),
        }
    }
    failed
}
