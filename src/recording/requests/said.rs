//! What is said of requests: when they are due, how long they took, and what may be done with them.

use crate::arithmetic::requests::{RequestState, hours};
use crate::books::Books;
use crate::ledgers::{Step, Urgency};
use crate::model::Stamp;
use crate::registers::Registers;
use crate::said;
use crate::words::{Said, any_of};

/// The verb that records a step, as typed.
pub(super) fn verb(step: Step) -> &'static str {
    match step {
        Step::Opened => "open",
        Step::Taken => "take",
        Step::Bought => "buy",
        Step::Delivered => "deliver",
        Step::Confirmed => "confirm",
        Step::Referred => "refer",
        Step::Unmet => "unmet",
        Step::Duplicate => "duplicate",
        Step::Cancelled => "cancel",
        Step::Reopened => "reopen",
    }
}

/// The commands that are possible with a request, ready to be pasted.
pub(super) fn possible(request: &RequestState, code: &str) -> Said {
    // A delivery fills in the taking; it is what one most often comes to say.
    let skips = matches!(request.status, Step::Opened | Step::Reopened);
    let first = skips || request.possible().contains(&Step::Delivered);
    let others = request.possible().iter().filter(|step| **step != Step::Delivered);
    let steps = first.then_some(&Step::Delivered).into_iter().chain(others);
    let command = |step: &Step| match step {
        Step::Referred => format!("linli request refer {code} --to …"),
        Step::Duplicate => format!("linli request duplicate {code} --of …"),
        step => format!("linli request {} {code}", verb(*step)),
    };
    let commands = any_of(&steps.map(command).collect::<Vec<_>>());
    said!("possible: {c}", "可以：{c}", c = (commands.en, commands.zh))
}

/// The moment up to which a request of this urgency, opened or reopened then, is to be delivered.
pub(super) fn limit(registers: &Registers, urgency: Urgency, since: Stamp) -> Stamp {
    let limits = &registers.community.limits;
    let minutes = match urgency {
        Urgency::Critical => limits.critical,
        Urgency::Today => limits.today,
        Urgency::Normal => limits.normal,
    };
    let limit = since.datetime().checked_add_signed(chrono::TimeDelta::minutes(minutes));
    limit.map_or(since, Stamp::from_datetime)
}

/// A moment as people say it, seen from another: the time of the same day, else day and time.
pub(super) fn moment(at: Stamp, from: Stamp) -> Said {
    let at = at.datetime().with_timezone(from.datetime().offset());
    let time = at.format("%H:%M");
    if at.date_naive() == from.datetime().date_naive() {
        return Said::same(time.to_string());
    }
    let (en, zh) = (at.format("%Y-%m-%d"), at.format("%-m月%-d日"));
    said!("{day} {time}", "{day} {time}", day = (en, zh))
}

/// Until when it is to be delivered, or since when it is overdue.
pub(super) fn due(limit: Stamp, now: Stamp) -> Said {
    let when = moment(limit, now);
    match limit.seconds() < now.seconds() {
        true => said!("overdue since {w}", "已于 {w} 超时", w = (when.en, when.zh)),
        false => said!("to be delivered by {w}", "应于 {w} 前送达", w = (when.en, when.zh)),
    }
}

/// How long the delivery took, and whether it came in time.
pub(super) fn took(request: &RequestState, now: Stamp) -> Said {
    let since = request.reopened.or(request.opened).unwrap_or(now);
    let spent = hours(now.seconds() - since.seconds());
    match request.limit.filter(|limit| limit.seconds() < now.seconds()) {
        Some(limit) => {
            let (when, late) = (moment(limit, now), hours(now.seconds() - limit.seconds()));
            said!(
                "delivered after {spent} hours, {late} late (limit {w})",
                "用时 {spent} 小时送达，超时 {late} 小时（时限 {w}）",
                w = (when.en, when.zh)
            )
        }
        None => said!("delivered after {spent} hours, in time", "用时 {spent} 小时送达，未超时"),
    }
}

/// What was advanced and counts as paid back once the home has acknowledged.
pub(super) fn paid_back(books: &Books, request: &RequestState) -> Option<Said> {
    let names = &books.registers.names;
    let mut sums: std::collections::BTreeMap<_, crate::model::Quantity> = std::collections::BTreeMap::new();
    for (runner, money) in request.owed() {
        *sums.entry(runner).or_default() += money;
    }
    let one = |(runner, money): (&crate::registers::VolunteerId, &crate::model::Quantity)| {
        format!("{} {money}", names.volunteer_name(*runner))
    };
    let list: Vec<String> = sums.iter().filter(|(_, money)| !money.is_zero()).map(one).collect();
    (!list.is_empty()).then(|| {
        said!("; counts as paid back: {l}", "；垫付款视为已还清：{l}", l = (list.join(", "), list.join("、")))
    })
}
