//! The words on a sheet.

use super::{FILL, Paper, Print};
use crate::ledgers::{Outcome, Per, RoundKind};
use crate::model::{Day, Quantity, Stamp};
use crate::output::html::escaped;
use crate::reports::sheets::{HomeLine, Share, Sheet, Sheets, State, Ware};

/// `蔬菜包 1 份`; for tests `2 人`, for roll-calls `1 户`.
pub(super) fn amount(ware: &Ware, kind: RoundKind, quantity: Quantity, print: &Print) -> String {
    match kind {
        RoundKind::Distribution => format!("{} {quantity} {}", ware.item, ware.unit).trim_end().to_owned(),
        RoundKind::Testing => print.lang.pick(
            format!("{quantity} {}", if quantity == Quantity::ONE { "person" } else { "people" }),
            format!("{quantity} 人"),
        ),
        RoundKind::Rollcall => print.lang.pick(
            format!("{quantity} {}", if quantity == Quantity::ONE { "household" } else { "households" }),
            format!("{quantity} 户"),
        ),
    }
}

/// The heading of a ware's column: `蔬菜包（份）`.
pub(super) fn heading(ware: &Ware, kind: RoundKind, print: &Print) -> String {
    match kind {
        RoundKind::Distribution if ware.unit.is_empty() => ware.item.clone(),
        RoundKind::Distribution => print
            .lang
            .pick(format!("{} ({})", ware.item, ware.unit), format!("{}（{}）", ware.item, ware.unit)),
        RoundKind::Testing => print.say("Due (people)", "应检（人）").to_owned(),
        RoundKind::Rollcall => print.say("Due (households)", "应到（户）").to_owned(),
    }
}

/// `due, done, missing` of a kind of round.
fn terms(kind: RoundKind, print: &Print) -> [&'static str; 3] {
    match kind {
        RoundKind::Distribution => {
            [print.say("due", "应发"), print.say("done", "已发"), print.say("to go", "还差")]
        }
        RoundKind::Testing => {
            [print.say("due", "应检"), print.say("done", "已检"), print.say("to go", "还差")]
        }
        RoundKind::Rollcall => {
            [print.say("due", "应到"), print.say("reached", "已到"), print.say("to go", "还差")]
        }
    }
}

/// What each household, resident or unit gets; empty where the round allots nothing.
pub(super) fn rule(sheets: &Sheets, print: &Print) -> String {
    let mut parts = Vec::new();
    for per in [Per::Household, Per::Resident, Per::Unit] {
        let mut goods = Vec::new();
        for ware in &sheets.wares {
            let mut sum = Quantity::ZERO;
            ware.allot.iter().filter(|(of, _)| *of == per).for_each(|(_, quantity)| sum += *quantity);
            if !sum.is_zero() {
                goods.push(amount(ware, sheets.kind, sum, print));
            }
        }
        if !goods.is_empty() {
            let each = match per {
                Per::Household => print.say("each household", "每户"),
                Per::Resident => print.say("each resident", "每人"),
                Per::Unit => print.say("the unit", "每单元"),
            };
            parts.push(format!("{each} {}", goods.join(print.say(", ", "、"))));
        }
    }
    parts.join(print.say("; ", "；"))
}

/// The whole unit, as HTML: what each gets, what is due, done and still to be done, and what is not known.
pub(super) fn summary(sheets: &Sheets, sheet: &Sheet, print: &Print) -> String {
    let mut parts = Vec::new();
    let rule = rule(sheets, print);
    if !rule.is_empty() {
        parts.push(escaped(&rule));
    }
    let [due, done, missing] = terms(sheets.kind, print);
    for (ware, sums) in sheets.wares.iter().zip(&sheet.sums) {
        let of = |quantity: Quantity| match sheets.kind {
            RoundKind::Distribution => format!("{quantity} {}", ware.unit).trim_end().to_owned(),
            _ => amount(ware, sheets.kind, quantity, print),
        };
        let mut text = format!("{} {due} {}", ware.item, of(sums.due)).trim_start().to_owned();
        if !sums.done.is_zero() || !sums.exempt.is_zero() {
            let comma = print.say(", ", "，");
            text.push_str(&format!("{comma}{done} {}{comma}{missing} {}", of(sums.done), of(sums.missing)));
        }
        parts.push(escaped(&text));
    }
    if sheet.whole && !sheet.homes.is_empty() && !sheets.is_only_for_units() {
        let text = print
            .say("counted as a whole unit: write in what each home gets", "本单元按整单元登记，请逐户填写");
        parts.push(text.to_owned());
    }
    if sheet.unknown > 0 && !sheets.is_only_for_units() {
        let n = sheet.unknown;
        parts.push(print.lang.pick(
            format!("{n} {} not counted yet: fill in", if n == 1 { "home" } else { "homes" }),
            format!("{n} 户未登记人数，请填写"),
        ));
    }
    let whole = print.say("Whole unit", "全单元");
    format!("{whole}{}{}", print.say(": ", "："), parts.join(print.say("; ", "；")))
}

/// What is due to the unit itself, as text; `None` if nothing is.
pub(super) fn for_unit(sheets: &Sheets, sheet: &Sheet, print: &Print) -> Option<String> {
    let each = sheets.wares.iter().zip(&sheet.for_unit).filter(|(_, quantity)| !quantity.is_zero());
    let each: Vec<String> =
        each.map(|(ware, quantity)| amount(ware, sheets.kind, *quantity, print)).collect();
    (!each.is_empty()).then(|| each.join(print.say(", ", "、")))
}

/// `08-16`
pub(super) fn day(day: Day) -> String {
    day.to_string().split_off(5)
}

fn moment(stamp: Stamp) -> String {
    let text = stamp.to_string();
    format!("{} {}", text.get(5..10).unwrap_or_default(), text.get(11..16).unwrap_or_default())
}

/// When and where goods can be picked up: as told, else from when to when the round is open, where it says so.
pub(super) fn pickup(sheets: &Sheets, print: &Print) -> String {
    if !print.pickup.is_empty() {
        return print.pickup.to_owned();
    }
    match sheets.times {
        (Some(from), Some(to)) => format!("{} – {}", moment(from), moment(to)),
        (Some(from), None) => {
            print.lang.pick(format!("from {}", moment(from)), format!("{} 起", moment(from)))
        }
        (None, Some(to)) => print.lang.pick(format!("until {}", moment(to)), format!("{} 前", moment(to))),
        (None, None) => String::new(),
    }
}

/// The captain, named where there is one.
pub(super) fn captain(sheet: &Sheet, print: &Print) -> String {
    match sheet.captains.is_empty() {
        true => String::new(),
        false => format!("{} {}", print.say("captain", "楼长"), sheet.captains.join(" ")),
    }
}

/// How the sheet is entered.
pub(super) fn entering(sheets: &Sheets, sheet: &Sheet, print: &Print) -> String {
    let (number, round) = (sheet.number, &sheets.round);
    match (sheets.kind, print.paper) {
        (RoundKind::Distribution, _) => {
            let example = sheet.homes.first().map_or("502", |home| home.room.as_str());
            let how =
                format!("linli distribute --round {round} --sheet {number} --all-but {example}=not-home");
            print.lang.pick(format!("enter only the exceptions: {how}"), format!("录入只写例外：{how}"))
        }
        (RoundKind::Testing, _) => {
            let how = format!("linli test {round} --sheet {number} N");
            print.lang.pick(format!("enter the sum: {how}"), format!("录入合计：{how}"))
        }
        (RoundKind::Rollcall, _) => String::new(),
    }
}

/// How many live in a home, as HTML: a gap to fill in where that is not known.
pub(super) fn size(home: &HomeLine) -> String {
    home.residents.map_or_else(|| FILL.to_owned(), |n| n.to_string())
}

/// What stands in the column of a ware on a receipt, as HTML.
pub(super) fn share(share: &Share) -> String {
    match (share.due, share.state) {
        (_, State::Nothing) => "–".to_owned(),
        (Some(due), State::Done(_)) => format!("{due} ✓"),
        (None, State::Done(_)) if share.done.is_zero() => "✓".to_owned(),
        (None, State::Done(_)) => format!("{} ✓", share.done),
        (Some(due), _) => due.to_string(),
        (None, _) => FILL.to_owned(),
    }
}

/// The day on which a home got the last of what is due to it; `None` while something is left, or if it got nothing.
pub(super) fn done_on(home: &HomeLine) -> Option<Day> {
    let settled = home.shares.iter().all(|share| share.state.is_settled());
    let days = home.shares.iter().filter_map(|share| match share.state {
        State::Done(day) => Some(day),
        _ => None,
    });
    days.max().filter(|_| settled)
}

/// What has to be known of a home: that it has all, was not at home, refused, needs nothing, or is not counted.
pub(super) fn note(sheets: &Sheets, home: &HomeLine, print: &Print) -> String {
    if done_on(home).is_some() && home.shares.iter().all(|share| !matches!(share.state, State::Excused(..))) {
        return match sheets.kind {
            RoundKind::Distribution => print.say("received", "已领").to_owned(),
            RoundKind::Testing => print.say("tested", "已检").to_owned(),
            RoundKind::Rollcall => print.say("reached", "已到").to_owned(),
        };
    }
    if home.residents == Some(0) {
        return print.say("nobody lives there", "无人居住").to_owned();
    }
    let mut notes: Vec<String> = Vec::new();
    for (ware, share) in sheets.wares.iter().zip(&home.shares) {
        let several = if sheets.wares.len() > 1 { format!("{} ", ware.item) } else { String::new() };
        let outcome = |outcome: Outcome| outcome.words().say(print.lang);
        let text = match share.state {
            State::Part(on) => {
                let done = terms(sheets.kind, print)[1];
                format!("{several}{done} {} {}", share.done, day(on))
            }
            State::Tried(what, on) => {
                let before = print.say("last time:", "上次");
                format!("{several}{before} {} {}", outcome(what), day(on))
            }
            State::Excused(Some(what), on) => format!("{several}{} {}", outcome(what), day(on)),
            State::Excused(None, on) => format!("{several}{} {}", print.say("exempt", "免检"), day(on)),
            State::Open | State::Unknown | State::Nothing | State::Done(_) => continue,
        };
        if !notes.contains(&text) {
            notes.push(text);
        }
    }
    if home.unknown && notes.is_empty() && print.paper != Paper::Slips {
        notes.push(print.say("not counted", "未登记").to_owned());
    }
    notes.join(print.say("; ", "；"))
}
