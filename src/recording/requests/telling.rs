//! What a person wants to know of a step: what it does, and why it is not possible.

use super::said::{due, limit, moment, paid_back, possible, took, verb};
use super::stepping::{Ground, Standing};
use crate::arithmetic::requests::RequestState;
use crate::error::Error;
use crate::ledgers::Step;
use crate::model::Stamp;
use crate::recording::Entry;
use crate::registers::VolunteerId;
use crate::said;
use crate::words::Said;

/// Rows ahead of this clock by more than so many seconds are worth a word.
const CLOCK_SECONDS: i64 = 300;

impl<'b> Ground<'_, 'b, '_> {
    /// What stands, and what is possible, where the step is not.
    pub(super) fn refusal(&self, request: &RequestState, status: Step, code: &str, what: &str) -> Error {
        let (is, step) = (status.words(), self.order.step.words());
        let name = verb(self.order.step);
        let earlier = status != request.status;
        let row = request.steps.iter().rev().find(|row| row.body.step == status);
        let since = moment(row.map_or(request.last, |row| row.head.at), self.setting.at);
        let message = if status == self.order.step {
            said!(
                "{code} ({what}) is `{s}` already, since {t}",
                "{code}（{what}）已于 {t} 登记为“{s}”",
                s = (is.en, is.zh),
                t = (since.en, since.zh)
            )
        } else if self.order.step == Step::Confirmed && !status.closes() {
            said!(
                "{code} ({what}) was not delivered; it is `{s}`, and cannot be confirmed",
                "{code}（{what}）还没有送达，目前是“{s}”，不能登记回执",
                s = (is.en, is.zh)
            )
        } else {
            said!(
                "{code} ({what}) is `{s}` since {t}; {n} cannot follow",
                "{code}（{what}）已于 {t} 登记为“{s}”，之后不能是“{n}”",
                s = (is.en, is.zh),
                t = (since.en, since.zh),
                n = (format!("`{name}`"), step.zh)
            )
        };
        match earlier {
            true => {
                let day = self.setting.day;
                Error::refused(message).hint(said!("that is how it stood on {day}", "这是 {day} 当天的情况"))
            }
            false => Error::refused(message).hint(possible(request, code)),
        }
    }

    /// What a person wants to know of the step.
    pub(super) fn effects(
        &self,
        request: &RequestState<'b, '_>,
        standing: &Standing,
        steps: &[Step],
        runner: Option<VolunteerId>,
        (code, what): (&str, &str),
        entry: &mut Entry,
    ) {
        let (now, registers, order) = (self.setting.at, self.books.registers, self.order);
        let names = &registers.names;
        let mut told = said!("{code} {what}: ", "{code} {what}：");
        if let Some(runner) = runner {
            let name = names.volunteer_name(runner);
            let held = matches!(standing.before.last(), Some(Step::Taken | Step::Bought));
            let former = standing.holder.filter(|holder| held && *holder != runner);
            told = told.then(&match former.map(|f| names.volunteer_name(f)) {
                Some(from) => said!("handed over from {from} to {name}", "由 {from} 转给 {name}"),
                None => said!("taken by {name}", "由 {name} 接单"),
            });
            if let Some(from) = former.filter(|_| order.runner.is_none()) {
                let from = names.volunteer_name(from);
                entry.doubts.push(said!(
                    "{code} was taken by {from}; it is handed over to {name}",
                    "{code} 已由 {from} 接单，将转给 {name}"
                ));
            }
            let limit = request.limit.unwrap_or(now);
            told = match steps.last() {
                Some(Step::Taken) => told.then(&said!("; ", "；")).then(&due(limit, now)),
                _ => told.then(&said!("; ", "；")),
            };
        }
        let currency = &registers.community.currency;
        told = match steps.last() {
            Some(Step::Bought) => told.then(&match order.spent {
                Some(money) => said!("bought, {money} {currency} advanced", "已购，垫付 {money} {currency}"),
                None => said!("bought", "已购"),
            }),
            Some(Step::Delivered) => {
                let told = match self.setting.day == self.setting.today {
                    true => told.then(&took(request, now)),
                    false => told.then(&said!("delivered", "已送达")),
                };
                let told = match order.spent {
                    Some(money) => {
                        told.then(&said!(", {money} {currency} advanced", "，垫付 {money} {currency}"))
                    }
                    None => told,
                };
                told.then(&said!(
                    "; ask for the acknowledgement, then: linli request confirm {code}",
                    "；请住户确认后登记回执：linli request confirm {code}"
                ))
            }
            Some(Step::Confirmed) => {
                let paid = paid_back(self.books, request).unwrap_or_default();
                told.then(&said!("acknowledged and closed", "已回执，办结")).then(&paid)
            }
            Some(Step::Reopened) => {
                let limit = limit(registers, request.urgency, now);
                told.then(&said!("open again; ", "重新受理，")).then(&due(limit, now))
            }
            Some(Step::Referred) => {
                let to = order.to.trim();
                told.then(&said!("closed, referred to {to}", "已转交 {to}，办结"))
            }
            Some(step) if step.is_exit() => {
                let words = step.words();
                told.then(&said!("closed as {s}", "以“{s}”结束", s = (words.en, words.zh)))
            }
            _ => told,
        };
        entry.effects.push(told);
        self.after_the_last(standing, steps, code, entry);
    }

    /// Rows of one moment stand in the order of their rank, so a step is recorded after the one it follows, also
    /// where that was recorded in this very second, or by a clock that is ahead of this one.
    fn after_the_last(&self, standing: &Standing, steps: &[Step], code: &str, entry: &mut Entry) {
        let (at, rank) = standing.last;
        let first = steps.first().copied().unwrap_or_default();
        let now = self.setting.at;
        let behind = (now.seconds(), first) > (at.seconds(), rank);
        if !standing.same_day || behind {
            return;
        }
        let offset = *now.datetime().offset();
        let next = at.datetime().with_timezone(&offset).checked_add_signed(chrono::TimeDelta::seconds(1));
        let Some(next) = next.map(Stamp::from_datetime) else { return };
        entry.not_before = Some(entry.not_before.map_or(next, |known| known.max(next)));
        if at.seconds() - now.seconds() > CLOCK_SECONDS {
            let when: Said = moment(at, now);
            entry.doubts.push(said!(
                "the step before was recorded at {w}, ahead of this clock: {code}",
                "{code} 的上一步登记于 {w}，比本机时钟快",
                w = (when.en, when.zh)
            ));
        }
    }
}
