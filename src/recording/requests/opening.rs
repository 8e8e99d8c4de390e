//! Opening requests: whose, what, how urgent; and whether it is there already.

use super::find::{code_of, described};
use super::said::{due, limit};
use crate::arithmetic::requests::RequestState;
use crate::books::Books;
use crate::error::{Error, Result};
use crate::ledgers::{Draft, Help, Request, Urgency};
use crate::model::{PlaceId, PlaceKind};
use crate::recording::{Document, Entry, Setting};
use crate::said;

/// A request about to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Whose request it is.
    pub place: PlaceId,
    /// What is needed.
    pub need: String,
    /// What kind of help.
    pub kind: Help,
    /// How urgent.
    pub urgency: Urgency,
}

/// A list that is posted again within so many days tells nothing new.
const REPOSTED_DAYS: i32 = 3;
/// The same request, recorded again by the same person within so many seconds, is probably a slip of the hand.
const SLIP_SECONDS: i64 = 600;

/// The request that says the same of the same home, opened no more than three days before: a chat list posted again.
pub fn known_already<'s, 'b, 'a>(
    all: &'s [RequestState<'b, 'a>],
    opening: &Opening,
    setting: &Setting,
) -> Option<&'s RequestState<'b, 'a>> {
    let recent = |r: &&RequestState| setting.day.since(r.steps[0].head.date).abs() <= REPOSTED_DAYS;
    all.iter().rev().filter(recent).find(|r| same(r, opening))
}

/// The open request that says the same, recorded by the same person within ten minutes.
pub fn just_recorded<'s, 'b, 'a>(
    books: &Books<'a>,
    all: &'s [RequestState<'b, 'a>],
    opening: &Opening,
    setting: &Setting,
) -> Option<&'s RequestState<'b, 'a>> {
    let slip = |r: &&RequestState| {
        let head = &r.steps[0].head;
        books.text(head, head.by).get() == setting.by.as_str()
            && (setting.at.seconds() - head.at.seconds()).abs() <= SLIP_SECONDS
            && r.is_open()
            && r.kind == Some(opening.kind)
    };
    all.iter().rev().filter(slip).find(|r| same(r, opening))
}

fn same(request: &RequestState, opening: &Opening) -> bool {
    let bare = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    request.place == Some(opening.place) && bare(&request.need.get()) == bare(&opening.need)
}

/// Opens requests, each a document with a code of its own. What looks like one that is open already is a doubt.
///
/// # Errors
/// The day has not come, nothing is needed, or the place is not in the community.
pub fn open(books: &Books, all: &[RequestState], openings: &[Opening], setting: &Setting) -> Result<Entry> {
    refuse_future(setting)?;
    let names = &books.registers.names;
    let mut entry = Entry::default();
    for (at, opening) in openings.iter().enumerate() {
        let (place, need) = (names.place_code(opening.place), opening.need.trim());
        if need.is_empty() {
            return Err(Error::usage(said!("what {place} needs is missing", "没有写 {place} 需要什么")));
        }
        let outside = names.places().get(opening.place).kind == PlaceKind::Destination;
        if outside {
            return Err(Error::usage(said!("{place} is no home", "{place} 不是住户"))
                .hint(said!("a home such as 3-2-502", "请写户号，例如 3-2-502")));
        }
        let urgency = if opening.urgency == Urgency::Normal { "" } else { opening.urgency.code() };
        let row = Draft::new(&Request::LEDGER)
            .set("date", setting.day.to_string())
            .set("step", crate::ledgers::Step::Opened.code())
            .set("place", place.clone())
            .set("kind", opening.kind.code())
            .set("need", need)
            .set("urgency", urgency);
        entry.documents.push(Document { rows: vec![row] });
        let by_when = due(limit(books.registers, opening.urgency, setting.at), setting.at);
        let (kind, how) = (opening.kind.words(), opening.urgency.words());
        entry.effects.push(said!(
            "{place} {need} ({k}, {u}): {d}",
            "{place} {need}（{k}，{u}）：{d}",
            k = (kind.en, kind.zh),
            u = (how.en, how.zh),
            d = (by_when.en, by_when.zh)
        ));
        let alike =
            |r: &&RequestState| r.is_open() && r.place == Some(opening.place) && r.kind == Some(opening.kind);
        for other in all.iter().filter(alike) {
            let (code, what, step) = (code_of(all, other), described(books, other), other.status.words());
            entry.doubts.push(said!(
                "{code} may be the same: {what} ({k}, {s})",
                "可能与 {code} 重复：{what}（{k}，{s}）",
                k = (kind.en, kind.zh),
                s = (step.en, step.zh)
            ));
        }
        let twice = |o: &&Opening| o.place == opening.place && o.kind == opening.kind;
        if let Some(other) = openings[..at].iter().find(twice) {
            let (a, b) = (&other.need, need);
            entry.doubts.push(said!(
                "{place} asks twice for the same kind: {a}; {b}",
                "{place} 有两条同类求助：{a}；{b}"
            ));
        }
    }
    entry.subject = match openings {
        [one] => format!("requests: opened {} {}", names.place_code(one.place), one.need.trim()),
        several => format!("requests: opened {} requests", several.len()),
    };
    Ok(entry)
}

/// Refuses a day that has not come. Nothing can force it.
pub(super) fn refuse_future(setting: &Setting) -> Result<()> {
    let (day, today) = (setting.day, setting.today);
    if day > today {
        return Err(Error::refused(said!(
            "{day} is in the future; today is {today}",
            "{day} 是将来的日期，今天是 {today}"
        )));
    }
    Ok(())
}
