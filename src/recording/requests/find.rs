//! Which request is meant: by any unambiguous part of its code, or by the home that has just one.

use super::stepping::road;
use crate::arithmetic::requests::{RequestState, requests};
use crate::books::Books;
use crate::error::{Error, Result, did_you_mean};
use crate::ledgers::Step;
use crate::model::{Day, PlaceKind, Stamp, near};
use crate::said;
use crate::words::Said;

/// So many candidates are listed.
const LISTED: usize = 8;

/// Every request of the books that has its opening, whatever its day.
pub fn every_request<'b, 'a>(books: &'b Books<'a>, now: Stamp) -> Vec<RequestState<'b, 'a>> {
    let mut all = requests(books, Day::ymd(2999, 12, 31).unwrap_or_default(), now);
    all.retain(|request| request.opened.is_some());
    all
}

/// What people call a request: the code of its opening, with the line where several were opened in one document.
pub fn code_of(all: &[RequestState], request: &RequestState) -> String {
    let id = request.request;
    let same = all.iter().filter(|other| other.request.code == id.code).count();
    if same > 1 { id.reference() } else { id.code.to_string() }
}

/// A request in few words, to be recognised: `3-2-502 布洛芬1盒`.
pub fn described(books: &Books, request: &RequestState) -> String {
    let place = request.place.map_or(String::new(), |place| books.registers.names.place_code(place));
    format!("{place} {}", request.need.get())
}

/// The request that a word names: any part of its code (`K7QF`, `Q220816-K7QF2M`), or a home that has exactly one
/// request that is open, or one only for which `step` is possible ([`Step::Reopened`]: that is closed).
///
/// # Errors
/// There is none, with the nearest; or several, with the place and need of each.
pub fn find_request<'s, 'b, 'a>(
    books: &Books,
    all: &'s [RequestState<'b, 'a>],
    typed: &str,
    step: Option<Step>,
) -> Result<&'s RequestState<'b, 'a>> {
    let typed = typed.trim();
    let mut found = by_code(all, typed);
    if found.is_empty() {
        found = by_home(books, all, typed, step)?;
    }
    match found.as_slice() {
        [one] => Ok(one),
        [] => Err(unknown(books, all, typed)),
        several => {
            let n = several.len();
            let message = said!("`{typed}` fits {n} requests", "“{typed}”对应 {n} 张求助单");
            Err(Error::usage(message).hint(list(books, all, several)))
        }
    }
}

/// The requests whose code has this part; one whose whole code it is comes before those that only contain it.
fn by_code<'s, 'b, 'a>(all: &'s [RequestState<'b, 'a>], typed: &str) -> Vec<&'s RequestState<'b, 'a>> {
    let text = typed.to_uppercase();
    let (part, line) = match text.split_once('.') {
        None => (text.as_str(), None),
        Some((part, line)) => match line.parse::<u32>() {
            Ok(line) => (part, Some(line)),
            Err(_) => return Vec::new(),
        },
    };
    let (prefix, part) = part.split_once('-').unwrap_or(("", part));
    if part.is_empty() || !part.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Vec::new();
    }
    let fitting = |part: &str| -> Vec<&'s RequestState<'b, 'a>> {
        let fits = |r: &&RequestState| {
            r.request.code.to_string().contains(part)
                && (prefix.is_empty() || r.request.to_string().starts_with(prefix))
                && line.is_none_or(|line| r.request.line == line)
        };
        let found: Vec<_> = all.iter().filter(fits).collect();
        let whole: Vec<_> = found.iter().copied().filter(|r| r.request.code.to_string() == part).collect();
        if whole.is_empty() { found } else { whole }
    };
    let found = fitting(part);
    if !found.is_empty() {
        return found;
    }
    // No code has the letters O, I and L: written by hand they are digits.
    fitting(&part.replace('O', "0").replace(['I', 'L'], "1"))
}

/// The requests of a home; of several the one for which alone the step is possible. A word that could be part of a code is none.
fn by_home<'s, 'b, 'a>(
    books: &Books,
    all: &'s [RequestState<'b, 'a>],
    typed: &str,
    step: Option<Step>,
) -> Result<Vec<&'s RequestState<'b, 'a>>> {
    let places = books.registers.names.places();
    if typed.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Ok(Vec::new());
    }
    let Ok(place) = places.typed(typed, None) else { return Ok(Vec::new()) };
    if places.get(place.id).kind != PlaceKind::Home {
        return Ok(Vec::new());
    }
    let closed = step == Some(Step::Reopened);
    let here = all.iter().filter(|r| r.place == Some(place.id) && r.is_open() != closed);
    let mut here: Vec<_> = here.collect();
    if let Some(step) = step {
        let can: Vec<_> = here.iter().copied().filter(|r| road(r.status, step).is_some()).collect();
        if can.len() == 1 {
            here = can;
        }
    }
    let code = places.code(place.id);
    match here.len() {
        1 => Ok(here),
        0 if closed => Err(Error::usage(said!("{code} has no closed request", "{code} 没有已办结的求助单"))),
        0 => Err(Error::usage(said!("{code} has no open request", "{code} 没有未结的求助单")).hint(said!(
            "linli report requests --place {code}",
            "请查看：linli report requests --place {code}"
        ))),
        n => Err(Error::usage(said!(
            "{code} has {n} requests: which one?",
            "{code} 有 {n} 张求助单，是哪一张？"
        ))
        .hint(list(books, all, &here))),
    }
}

/// The candidates, a line each.
fn list(books: &Books, all: &[RequestState], several: &[&RequestState]) -> Said {
    let mut list = said!("say which:", "请指明是哪一张：");
    for request in several.iter().take(LISTED) {
        let (code, what, step) = (code_of(all, request), described(books, request), request.status.words());
        list = list.then(&said!(
            "\n  {code}  {what} (now {s})",
            "\n  {code}  {what}（目前{s}）",
            s = (step.en, step.zh)
        ));
    }
    if several.len() > LISTED {
        let more = several.len() - LISTED;
        list = list.then(&said!("\n  and {more} more", "\n  另有 {more} 张"));
    }
    list
}

fn unknown(books: &Books, all: &[RequestState], typed: &str) -> Error {
    let error = Error::usage(said!("there is no request `{typed}`", "没有求助单“{typed}”"));
    let part = typed.to_uppercase();
    // A code that was printed when a later step was recorded.
    let of_step =
        books.requests.all().find(|row| part.len() >= 4 && row.head.id.code.to_string().contains(&part));
    let request = of_step.and_then(|row| all.iter().find(|r| Some(r.request) == row.body.request));
    if let Some(request) = request {
        let (code, what) = (code_of(all, request), described(books, request));
        return error.hint(said!(
            "that is a step of {code} ({what}): write {code}",
            "那是 {code}（{what}）的一个步骤，请写 {code}"
        ));
    }
    let codes: Vec<String> = all.iter().map(|r| code_of(all, r)).collect();
    let near = near(&part, codes.iter().map(String::as_str));
    let hint = did_you_mean(&near).unwrap_or_else(|| {
        said!("open ones: linli report requests --open", "查看未结的：linli report requests --open")
    });
    error.hint(hint)
}
