//! The steps after the opening: taken, bought, delivered, confirmed, the exits, and opened again. A step that skips
//! others records them too; one that the order does not allow is refused with what is possible.

use super::find::{code_of, described, every_request, find_request};
use super::opening::refuse_future;
use super::said::moment;
use crate::arithmetic::requests::{RequestState, StepRow, order_faults, taken_twice};
use crate::books::Books;
use crate::error::{Error, Result};
use crate::ledgers::{Draft, Request, Step};
use crate::model::{Quantity, Stamp};
use crate::recording::{Document, Entry, Setting, read_volunteer};
use crate::registers::VolunteerId;
use crate::said;

/// A step as it was asked for.
#[derive(Clone, Debug)]
pub struct StepOrder {
    /// What happened.
    pub step: Step,
    /// Of which requests: parts of their codes, or homes.
    pub codes: Vec<String>,
    /// `--runner`.
    pub runner: Option<String>,
    /// `--spent`, in the community's currency.
    pub spent: Option<Quantity>,
    /// To whom it is referred.
    pub to: String,
    /// `--of`: the original of a duplicate.
    pub of: Option<String>,
    /// Why; goes into the note.
    pub reason: String,
}

/// What is known to every step of one operation.
pub(super) struct Ground<'s, 'b, 'a> {
    pub(super) books: &'b Books<'a>,
    all: &'s [RequestState<'b, 'a>],
    pub(super) order: &'s StepOrder,
    pub(super) setting: &'s Setting,
}

/// Records one step of some requests, all or none.
///
/// # Errors
/// A code is unknown or ambiguous, the step cannot follow, or something it needs is not said.
pub fn step(books: &Books, order: &StepOrder, setting: &Setting) -> Result<Entry> {
    refuse_future(setting)?;
    if order.spent.is_some() && order.codes.len() > 1 {
        return Err(Error::usage(said!(
            "--spent cannot be shared by several requests",
            "多张求助单不能共用一个 --spent"
        ))
        .hint(said!("one request at a time", "请逐张登记")));
    }
    let all = every_request(books, setting.at);
    let ground = Ground { books, all: &all, order, setting };
    let mut entry = Entry::default();
    let (mut refused, mut meant): (Vec<Error>, Vec<&RequestState>) = (Vec::new(), Vec::new());
    let mut words = Vec::new();
    for typed in &order.codes {
        let found = find_request(books, &all, typed, Some(order.step));
        match found {
            Ok(request) if meant.iter().any(|known| known.request == request.request) => {}
            Ok(request) => {
                meant.push(request);
                match ground.document(request, &mut entry) {
                    Ok(said) => words.push(said),
                    Err(error) => refused.push(error),
                }
            }
            Err(error) => refused.push(error),
        }
    }
    if let Some(error) = together(refused, order.codes.len()) {
        return Err(error);
    }
    entry.subject = match words.as_slice() {
        [one] => format!("requests: {one}"),
        several => format!("requests: {} {}", several.len(), order.step.code()),
    };
    Ok(entry)
}

/// True if a runner must be named, and is not: `--runner` was not given and who records is not on the roster.
pub fn lacks_runner(books: &Books, order: &StepOrder, setting: &Setting) -> bool {
    let on_roster = books.registers.names.volunteer(&setting.by).is_some();
    let all = every_request(books, setting.at);
    order.runner.is_none()
        && !on_roster
        && order.codes.iter().any(|typed| {
            let found = find_request(books, &all, typed, Some(order.step));
            found.is_ok_and(|r| {
                road(r.status, order.step).is_some_and(|fill| fill || order.step == Step::Taken)
            })
        })
}

/// One refusal as it is; of several all, so that they can be mended at once.
fn together(mut refused: Vec<Error>, asked: usize) -> Option<Error> {
    if refused.len() < 2 {
        return refused.pop();
    }
    let n = refused.len();
    let mut message = said!(
        "{n} of {asked} cannot be recorded, so none was:",
        "{asked} 张中有 {n} 张不能登记，全部没有登记："
    );
    for error in refused {
        let (en, zh) = (error.say(crate::words::Lang::En), error.say(crate::words::Lang::Zh));
        message = message.then(&said!("\n  {e}", "\n  {e}", e = (en.0, zh.0)));
        if let (Some(en), Some(zh)) = (en.1, zh.1) {
            message = message.then(&said!("\n    {h}", "\n    {h}", h = (en, zh)));
        }
    }
    Some(Error::refused(message))
}

/// How a step can be reached: `Some(false)` at once, `Some(true)` when the taking that was skipped is filled in.
pub(super) fn road(from: Step, to: Step) -> Option<bool> {
    let skips = matches!(from, Step::Opened | Step::Reopened) && matches!(to, Step::Bought | Step::Delivered);
    if from.next().contains(&to) { Some(false) } else { skips.then_some(true) }
}

/// Where a request stood on the day of the step: later rows may follow a step that is recorded for an earlier day.
pub(super) struct Standing {
    pub(super) before: Vec<Step>,
    after: Vec<Step>,
    pub(super) holder: Option<VolunteerId>,
    pub(super) last: (Stamp, Step),
    pub(super) same_day: bool,
}

impl<'b> Ground<'_, 'b, '_> {
    /// The rows of one request, and what they do in a word for the commit.
    fn document(&self, request: &RequestState<'b, '_>, entry: &mut Entry) -> Result<String> {
        let (order, setting, names) = (self.order, self.setting, &self.books.registers.names);
        let code = code_of(self.all, request);
        let what = described(self.books, request);
        let standing = self.standing(request, &code)?;
        let status = *standing.before.last().unwrap_or(&Step::Opened);
        let named = order.runner.as_deref().map(|r| read_volunteer(r, names)).transpose()?;
        let held = matches!(status, Step::Taken | Step::Bought);
        // Delivered by another than the one who had it: it was handed over before.
        let handed = held && named.is_some() && named != standing.holder && standing.holder.is_some();
        let fill = match road(status, order.step) {
            Some(fill) => fill || handed && matches!(order.step, Step::Bought | Step::Delivered),
            None if handed && order.step == Step::Bought => true,
            None => return Err(self.refusal(request, status, &code, &what)),
        };
        let mut steps = if fill { vec![Step::Taken] } else { Vec::new() };
        steps.push(order.step);
        self.fits(request, &standing, &steps, &code)?;

        let runner = match steps.contains(&Step::Taken) {
            true => Some(self.runner(named)?),
            false => None,
        };
        let mut rows = Vec::new();
        for &one in &steps {
            let mut row = Draft::new(&Request::LEDGER)
                .set("date", setting.day.to_string())
                .set("request", request.request.to_string())
                .set("step", one.code());
            if one == Step::Taken {
                let runner = runner.unwrap_or_default();
                row.put("runner", names.volunteer_name(runner));
                let former = self.former(request, &standing, runner, held, &code)?;
                row.put("ref", former.map_or(String::new(), |f| names.volunteer_name(f)));
            } else if one == order.step {
                if standing.holder.is_none() && runner.is_none() {
                    row.put("runner", named.map_or(String::new(), |r| names.volunteer_name(r)));
                }
                row.put("spent", order.spent.map_or(String::new(), |money| money.to_string()));
                row.put("ref", self.reference(request, &code, entry)?);
            }
            if one == order.step {
                row.put("note", order.reason.trim());
            }
            rows.push(row);
        }
        entry.documents.push(Document { rows });
        self.effects(request, &standing, &steps, runner, (&code, &what), entry);
        let list = steps.iter().map(|s| s.code()).collect::<Vec<_>>().join(", ");
        let by = runner.map_or(String::new(), |r| format!(" by {}", names.volunteer_name(r)));
        Ok(format!("{code} {list}{by} ({what})"))
    }

    /// Where the request stands on the day.
    fn standing(&self, request: &RequestState, code: &str) -> Result<Standing> {
        let day = self.setting.day;
        let steps = request.steps.iter().copied();
        let (before, after): (Vec<&StepRow>, Vec<&StepRow>) = steps.partition(|row| row.head.date <= day);
        let Some(last) = before.last() else {
            let opened = request.steps[0].head.date;
            return Err(Error::refused(said!(
                "{code} was opened on {opened}; nothing happened to it on {day}",
                "{code} 于 {opened} 受理，{day} 还没有这张求助单"
            ))
            .hint(said!("--date {opened} or later", "请用 --date {opened} 或更晚的日期")));
        };
        let mut holder = None;
        for row in &before {
            if row.body.step == Step::Taken || holder.is_none() {
                holder = row.body.runner.or(holder);
            }
        }
        Ok(Standing {
            holder,
            last: (last.head.at, last.body.step),
            same_day: last.head.date == day,
            before: before.iter().map(|row| row.body.step).collect(),
            after: after.iter().map(|row| row.body.step).collect(),
        })
    }

    /// Refuses steps of an earlier day that what came after them does not follow.
    fn fits(&self, request: &RequestState, standing: &Standing, new: &[Step], code: &str) -> Result<()> {
        let old: Vec<Step> = request.steps.iter().map(|row| row.body.step).collect();
        let with: Vec<Step> =
            [&standing.before, new, &standing.after].into_iter().flatten().copied().collect();
        if order_faults(&with) <= order_faults(&old) {
            return Ok(());
        }
        let (day, last) = (self.setting.day, request.steps[request.steps.len() - 1]);
        let (step, date) = (last.body.step.words(), last.head.date);
        Err(Error::refused(said!(
            "{code} is `{s}` on {date}; a step of {day} does not fit before that",
            "{code} 在 {date} 已是“{s}”，{day} 的步骤放不进去",
            s = (step.en, step.zh)
        ))
        .hint(said!("--date {date} or later", "请用 --date {date} 或更晚的日期")))
    }

    /// The runner who takes it: as named, else who records, if on the roster.
    fn runner(&self, named: Option<VolunteerId>) -> Result<VolunteerId> {
        let by = &self.setting.by;
        named.or_else(|| self.books.registers.names.volunteer(by)).ok_or_else(|| {
            Error::usage(said!("who takes it? {by} is not on the roster", "由谁承办？{by} 不在花名册上"))
                .hint(said!(
                    "--runner NAME; linli volunteer list",
                    "请加 --runner 姓名；linli volunteer list 查看花名册"
                ))
        })
    }

    /// The runner it is taken over from; nothing to be done if the same has it already.
    fn former(
        &self,
        request: &RequestState<'b, '_>,
        standing: &Standing,
        runner: VolunteerId,
        held: bool,
        code: &str,
    ) -> Result<Option<VolunteerId>> {
        let Some(holder) = standing.holder.filter(|_| held) else { return Ok(None) };
        if holder != runner {
            return Ok(Some(holder));
        }
        let both = taken_twice(self.books, request);
        if let Some(pair) = both.last() {
            // Two had taken it; this settles who has it.
            return Ok(pair.former.body.runner.filter(|r| *r != runner).or(pair.later.body.runner));
        }
        let (name, since) =
            (self.books.registers.names.volunteer_name(runner), moment(standing.last.0, self.setting.at));
        Err(Error::refused(said!(
            "{name} has {code} already, since {t}",
            "{name} 已于 {t} 接了 {code}",
            t = (since.en, since.zh)
        ))
        .hint(said!(
            "to hand it over: linli request take {code} --runner …",
            "要转给他人：linli request take {code} --runner …"
        )))
    }

    /// What stands in `ref`: the original of a duplicate, or whom it was referred to.
    fn reference(&self, request: &RequestState, code: &str, entry: &mut Entry) -> Result<String> {
        match self.order.step {
            Step::Referred if self.order.to.trim().is_empty() => {
                Err(Error::usage(said!("to whom is {code} referred?", "{code} 转交给谁？")).hint(said!(
                    "linli request refer {code} --to 物业维修班",
                    "linli request refer {code} --to 物业维修班"
                )))
            }
            Step::Referred => Ok(self.order.to.trim().to_owned()),
            Step::Duplicate => self.original(request, code, entry),
            _ => Ok(String::new()),
        }
    }

    /// The original of a duplicate: another request, that is no duplicate itself.
    fn original(&self, request: &RequestState, code: &str, entry: &mut Entry) -> Result<String> {
        let Some(typed) = self.order.of.as_deref().filter(|of| !of.trim().is_empty()) else {
            return Err(Error::usage(said!(
                "of which request is {code} a duplicate?",
                "{code} 与哪一张重复？"
            ))
            .hint(said!(
                "linli request duplicate {code} --of CODE",
                "linli request duplicate {code} --of 代码"
            )));
        };
        let original = find_request(self.books, self.all, typed, None)?;
        let other = code_of(self.all, original);
        if original.request == request.request {
            return Err(Error::refused(said!("{code} is no duplicate of itself", "{code} 不能与自己重复")));
        }
        if original.status == Step::Duplicate {
            let row = original.steps.iter().rev().find(|row| row.body.step == Step::Duplicate);
            let whose = row.map_or(String::new(), |row| row.body.ref_.get().into_owned());
            let error = Error::refused(said!(
                "{other} is itself a duplicate, of {whose}",
                "{other} 本身就是 {whose} 的重复单"
            ));
            return Err(match whose == request.request.to_string() {
                true => error.hint(said!(
                    "then {code} is the one to go on with; or linli request reopen {other}",
                    "应继续办理 {code}；或 linli request reopen {other}"
                )),
                false => error.hint(said!("--of {whose}", "请用 --of {whose}")),
            });
        }
        let step = original.status.words();
        if original.place != request.place {
            let what = described(self.books, original);
            entry.doubts.push(said!("{other} is of another home: {what}", "{other} 是另一户的：{what}"));
        } else if !original.is_open() {
            entry.doubts.push(said!(
                "{other} is closed ({s}): does {code} have its answer?",
                "{other} 已结束（{s}），{code} 是否已有着落？",
                s = (step.en, step.zh)
            ));
        }
        Ok(original.request.to_string())
    }
}
