//! Where each request stands (ledgers.md §5): the effective rows of a request in order, and what they make together.

mod advances;
mod hand_over;
mod order;

pub use hand_over::{TakenTwice, taken_twice};
pub use order::order_faults;

use crate::books::Books;
use crate::ledgers::{Help, Request, Row, Step, Text, Urgency};
use crate::model::{Day, PlaceId, Quantity, RowId, Stamp};
use crate::registers::VolunteerId;
use std::collections::BTreeSet;

/// A row of `requests`.
pub type StepRow<'a> = Row<'a, Request<'a>>;

/// A step that may not follow the one before it. It still counts: the ledger says that it happened.
#[derive(Clone, Copy, Debug)]
pub struct IllegalStep<'b, 'a> {
    /// The row.
    pub row: &'b StepRow<'a>,
    /// The step before it; `None` if the request does not begin with its opening.
    pub after: Option<Step>,
    /// What would have been possible.
    pub possible: &'static [Step],
}

/// A request as it stands.
#[derive(Clone, Debug)]
pub struct RequestState<'b, 'a> {
    /// The id of its opening row.
    pub request: RowId,
    /// Its effective rows up to the day, in order: `date`, `at`, rank of the step, `id`. Never empty.
    pub steps: Vec<&'b StepRow<'a>>,
    /// The latest step.
    pub status: Step,
    /// Whose request it is.
    pub place: Option<PlaceId>,
    /// What kind of help.
    pub kind: Option<Help>,
    /// What is needed.
    pub need: Text<'a>,
    /// How urgent.
    pub urgency: Urgency,
    /// Who took it last.
    pub runner: Option<VolunteerId>,
    /// What was spent on it; `None` if no row says so.
    pub spent: Option<Quantity>,
    /// When its opening was recorded; `None` if the opening is not among its rows.
    pub opened: Option<Stamp>,
    /// When it was taken first.
    pub taken: Option<Stamp>,
    /// When it was delivered; `None` if it was not, or was reopened since.
    pub delivered: Option<Stamp>,
    /// When its last step was recorded.
    pub last: Stamp,
    /// When it was last reopened.
    pub reopened: Option<Stamp>,
    /// From this moment on it is overdue, unless delivered or ended.
    pub limit: Option<Stamp>,
    /// The limit has passed without delivery or exit since the opening or last reopening.
    pub overdue: bool,
    /// Steps that could not follow the one before, but for [`RequestState::undelivered`].
    pub illegal: Vec<IllegalStep<'b, 'a>>,
    /// Rows that confirm what was not delivered.
    pub undelivered: Vec<&'b StepRow<'a>>,
    /// The moment up to which waiting is counted.
    until: Stamp,
}

impl RequestState<'_, '_> {
    /// Neither confirmed nor ended: delivered and not confirmed is still open.
    pub fn is_open(&self) -> bool {
        !self.status.closes()
    }

    /// Delivered and not yet confirmed.
    pub fn is_unconfirmed(&self) -> bool {
        self.status == Step::Delivered
    }

    /// Seconds from the opening to the first taking.
    pub fn seconds_to_take(&self) -> Option<i64> {
        Some(self.taken?.seconds() - self.opened?.seconds())
    }

    /// Seconds from the opening to the delivery.
    pub fn seconds_to_deliver(&self) -> Option<i64> {
        Some(self.delivered?.seconds() - self.opened?.seconds())
    }

    /// Hours from the opening to the delivery, or to now; one digit after the point.
    pub fn hours(&self) -> Option<Quantity> {
        let end = self.delivered.unwrap_or(self.until);
        Some(hours(end.seconds() - self.opened?.seconds()))
    }

    /// The steps that may follow.
    pub fn possible(&self) -> &'static [Step] {
        self.status.next()
    }
}

/// Seconds as hours with one digit after the point, rounded half up; never below zero.
pub fn hours(seconds: i64) -> Quantity {
    Quantity::from_millionths((seconds.max(0) + 180) / 360 * 100_000)
}

/// The middle of some lengths of time, as hours with one digit after the point: of an even number the mean of
/// the two in the middle. `None` of nothing.
pub fn median_hours(mut seconds: Vec<i64>) -> Option<Quantity> {
    seconds.sort_unstable();
    let n = seconds.len();
    let doubled = seconds.get(n / 2)? + seconds.get((n - 1) / 2)?;
    Some(Quantity::from_millionths((doubled.max(0) + 360) / 720 * 100_000))
}

/// The last moment of a day that has already begun at `now`: `now` itself, or the end of an earlier day (in the offset
/// of `now`). Waiting is counted up to here.
pub fn moment_of(as_of: Day, now: Stamp) -> Stamp {
    let days_past = i64::from(now.day().since(as_of));
    if days_past <= 0 {
        return now;
    }
    let local = now.datetime().naive_local();
    let midnight = chrono::Timelike::num_seconds_from_midnight(&local.time());
    let back = chrono::TimeDelta::seconds(i64::from(midnight) + (days_past - 1) * 86_400);
    now.datetime().checked_sub_signed(back).map_or(now, Stamp::from_datetime)
}

/// Every request with a row up to a day, in the order of opening. `now` is for what is overdue and for hours.
pub fn requests<'b, 'a>(books: &'b Books<'a>, as_of: Day, now: Stamp) -> Vec<RequestState<'b, 'a>> {
    let opened: BTreeSet<RowId> =
        books.requests.all().filter(|r| r.body.step == Step::Opened).filter_map(|r| r.body.request).collect();
    let mut rows: Vec<(RowId, &StepRow)> = books
        .requests
        .effective()
        .filter(|row| row.head.date <= as_of)
        .filter_map(|row| Some((row.body.request?, row)))
        .collect();
    rows.sort_by_key(|(request, row)| {
        let (h, step) = (&row.head, row.body.step);
        (*request, h.date, h.at.seconds(), step, h.id)
    });
    let until = moment_of(as_of, now);
    let mut states: Vec<RequestState> = rows
        .chunk_by(|a, b| a.0 == b.0)
        .map(|rows| {
            let steps = rows.iter().map(|(_, row)| *row).collect();
            let known = opened.contains(&rows[0].0);
            state(books, rows[0].0, steps, until, known)
        })
        .collect();
    states.sort_by_key(|s| (s.opened.unwrap_or(s.steps[0].head.at).seconds(), s.request));
    states
}

fn state<'b, 'a>(
    books: &Books<'a>,
    request: RowId,
    steps: Vec<&'b StepRow<'a>>,
    until: Stamp,
    known: bool,
) -> RequestState<'b, 'a> {
    let last = steps[steps.len() - 1];
    let mut state = RequestState {
        request,
        status: last.body.step,
        place: None,
        kind: None,
        need: Text::default(),
        urgency: Urgency::Normal,
        runner: None,
        spent: None,
        opened: None,
        taken: None,
        delivered: None,
        last: last.head.at,
        reopened: None,
        limit: None,
        overdue: false,
        illegal: Vec::new(),
        undelivered: Vec::new(),
        until,
        steps: Vec::new(),
    };
    let mut before: Option<Step> = None;
    let mut settled = false;
    for &row in &steps {
        let (body, at) = (&row.body, row.head.at);
        let possible: &'static [Step] = before.map_or(&[Step::Opened], Step::next);
        if body.step == Step::Confirmed && state.delivered.is_none() {
            state.undelivered.push(row);
        } else if !possible.contains(&body.step) && (known || before.is_some()) {
            state.illegal.push(IllegalStep { row, after: before, possible });
        }
        match body.step {
            Step::Opened if state.opened.is_none() => {
                state.opened = Some(at);
                (state.place, state.kind, state.need) = (body.place, body.kind, body.need);
                state.urgency = body.urgency;
            }
            Step::Reopened => {
                state.reopened = Some(at);
                state.delivered = None;
                settled = false;
            }
            Step::Taken => state.taken = state.taken.or(Some(at)),
            Step::Delivered => state.delivered = Some(at),
            _ => {}
        }
        settled |= body.step == Step::Delivered || body.step.is_exit();
        if body.step == Step::Taken || state.runner.is_none() {
            state.runner = body.runner.or(state.runner);
        }
        if let Some(money) = body.spent {
            state.spent = Some(state.spent.unwrap_or_default() + money.0);
        }
        before = Some(body.step);
    }
    let limits = &books.registers.community.limits;
    let minutes = match state.urgency {
        Urgency::Critical => limits.critical,
        Urgency::Today => limits.today,
        Urgency::Normal => limits.normal,
    };
    let since = state.reopened.or(state.opened).map(Stamp::datetime);
    let limit = since.and_then(|since| since.checked_add_signed(chrono::TimeDelta::minutes(minutes)));
    state.limit = limit.map(Stamp::from_datetime);
    state.overdue = !settled && state.limit.is_some_and(|limit| limit.seconds() < until.seconds());
    state.steps = steps;
    state
}

#[cfg(test)]
mod tests;
