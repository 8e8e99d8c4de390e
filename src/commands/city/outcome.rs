//! What is said of communities that could not be fetched or read.

use super::office::Office;
use crate::commands::Desk;
use crate::error::Error;
use crate::registers::federation::Member;
use crate::said;
use crate::store::{Mirror, reason};
use crate::words::{Lang, Said, count_of};
use chrono::{DateTime, FixedOffset};

/// Says that a community is left out, and why.
pub fn left_out(desk: &mut Desk, name: &str, why: &Said) {
    desk.ui.warn(&said!("{name} is left out: {why}", "{name} 未计入：{why}", why = (&why.en, &why.zh)));
}

/// Why something could not be done, in a sentence; of findings the first.
pub fn why(error: &Error) -> Said {
    let Error::Findings(findings) = error else { return reason(error) };
    let Some(first) = findings.first() else { return reason(error) };
    let spot = first.spot.as_ref().map_or(String::new(), |spot| match spot.line {
        Some(line) => format!("{}:{line}", spot.path),
        None => spot.path.clone(),
    });
    let said = Said::same(spot).then(&said!(": ", "：")).then(&first.message);
    match findings.len() - 1 {
        0 => said,
        n => {
            let more = count_of(n, "more finding", "more findings", "处");
            said.then(&said!(" (and {n})", "（另有 {n}）", n = (more.en, more.zh)))
        }
    }
}

/// Says that a community could not be fetched, and from when its figures are; false if it never was, which is not said.
pub fn not_fetched(desk: &mut Desk, office: &Office, member: &Member, why: &Said) -> bool {
    let mirror = Mirror::open(&office.mirrors.of(&member.url)).ok().flatten();
    let Some(then) = mirror.and_then(|mirror| mirror.fetched()) else { return false };
    let name = &member.name;
    let (ago, day) = (age(then, desk.now), then.format("%Y-%m-%d %H:%M"));
    desk.ui.warn(&said!(
        "{name} could not be fetched: {why}; what was fetched {ago} ago ({day}) is used",
        "{name} 无法取回：{why}；使用 {ago}前（{day}）取回的内容",
        why = (&why.en, &why.zh),
        ago = (ago.say(Lang::En), ago.say(Lang::Zh))
    ));
    true
}

/// How long ago something was.
pub fn age(then: DateTime<FixedOffset>, now: DateTime<FixedOffset>) -> Said {
    let minutes = (now - then).num_minutes().max(0);
    let count = |n: i64, one, many, zh| count_of(usize::try_from(n).unwrap_or_default(), one, many, zh);
    match minutes {
        0 => said!("less than a minute", "不到 1 分钟"),
        1..120 => count(minutes, "minute", "minutes", "分钟"),
        120..2880 => count(minutes / 60, "hour", "hours", "小时"),
        _ => count(minutes / 1440, "day", "days", "天"),
    }
}
