//! The texts ready to paste: one for each captain, place first, short, one request, nothing aligned by blanks. In
//! public one for each unit, numbers only: no home and no name.

use super::{captain_names, elders, homes, joined};
use crate::arithmetic::coverage::{Cause, Coverage, Line, Reckoning};
use crate::books::Books;
use crate::ledgers::RoundKind;
use crate::model::{PlaceId, PlaceKind};
use crate::reports::Asked;
use crate::reports::caution::shown;
use crate::said;
use crate::words::Said;

/// Homes named in one text; more are told by their number.
pub(super) const NAMED: usize = 12;

/// One text for each captain, in place order of their first unit. `open` are lines summed by unit.
pub(super) fn texts(
    books: &Books,
    asked: &Asked,
    reckoning: &Reckoning,
    coverages: &[Coverage],
    open: &[(usize, Line)],
) -> Vec<Said> {
    let mut lines: Vec<&(usize, Line)> = open.iter().collect();
    lines.sort_by_key(|(at, line)| (line.place, *at));
    let mut of_captain: Vec<(String, Vec<Said>)> = Vec::new();
    let mut rest = &lines[..];
    while let Some((_, first)) = rest.first() {
        let place = first.place;
        let (here, after) = rest.split_at(rest.iter().take_while(|(_, line)| line.place == place).count());
        rest = after;
        // In public each unit has its own text: it speaks to the households.
        let captain = match asked.public {
            true => books.registers.names.place_code(place),
            false => captain_names(books, asked, place).join("、"),
        };
        let wants: Vec<Said> = here
            .iter()
            .filter_map(|(at, line)| want(books, asked, reckoning, &coverages[*at], line))
            .collect();
        let unknown = unknown(books, asked, here);
        let wants: Vec<Said> = wants.into_iter().chain(unknown).collect();
        let code = Said::same(books.registers.names.place_code(place));
        let text = code.then(&said!(": ", "：")).then(&joined(&wants, ", ", "，"));
        match of_captain.iter_mut().find(|(known, _)| *known == captain) {
            Some((_, texts)) => texts.push(text),
            None => of_captain.push((captain, vec![text])),
        }
    }
    let whole = |(captain, texts): (String, Vec<Said>)| {
        joined(&texts, "; ", "；").then(&request(&captain, asked.public))
    };
    of_captain.into_iter().map(whole).collect()
}

/// The one request at the end.
fn request(captain: &str, public: bool) -> Said {
    match captain {
        _ if public => {
            said!(". If that is you, please tell your captain.", "。还没有的住户，请联系楼长。")
        }
        "" => {
            said!(". Who can see to it today? Please answer here.", "。暂无楼长，哪位今天能去落实？请回复。")
        }
        _ => said!(". {captain}, please see to it today and answer.", "。请{captain}今天落实并回复。"),
    }
}

/// What one unit lacks in one round: the title, how much, and (but in public) of which homes it is known why.
fn want(
    books: &Books,
    asked: &Asked,
    reckoning: &Reckoning,
    coverage: &Coverage,
    line: &Line,
) -> Option<Said> {
    if line.sums.missing.is_zero() {
        return None;
    }
    let names = &books.registers.names;
    let much = match shown(books, asked, line.sums.missing) {
        crate::model::Cell::Text(small) => small,
        _ => line.sums.missing.to_string(),
    };
    let title = if coverage.title.is_empty() { &coverage.code } else { &coverage.title };
    let item = line.goods.map(|(item, _)| names.item_name(item)).unwrap_or_default();
    let text = match (coverage.kind, line.goods) {
        (RoundKind::Distribution, Some((_, unit))) if title.contains(&item) => {
            let unit = names.unit_name(unit);
            said!("{title} lacks {much} {unit}", "{title}还差{much}{unit}")
        }
        (RoundKind::Distribution, Some((_, unit))) => {
            let unit = names.unit_name(unit);
            said!("{title} lacks {much} {unit} of {item}", "{title}还差{item}{much}{unit}")
        }
        (RoundKind::Testing, _) => said!("{title}: {much} not tested", "{title}还有{much}人未检"),
        _ if much == "1" => said!("{title}: 1 household not reached", "{title}还有1户未通知到"),
        _ => said!("{title}: {much} households not reached", "{title}还有{much}户未通知到"),
    };
    let reasons = match (asked.public, coverage.kind) {
        (true, _) => None,
        (false, RoundKind::Rollcall) => elders::homes_named(books, reckoning, coverage, line),
        (false, _) => homes_named(books, &line.causes),
    };
    Some(match reasons {
        Some(reasons) => text.then(&said!(" (", "（")).then(&reasons).then(&said!(")", "）")),
        None => text,
    })
}

/// `502 not at home, 603 no report`: the homes of which it is known why, by their rooms.
pub(super) fn homes_named(books: &Books, causes: &[(PlaceId, Cause)]) -> Option<Said> {
    let places = books.registers.names.places();
    let known: Vec<Said> = causes
        .iter()
        .filter(|(place, cause)| places.get(*place).kind == PlaceKind::Home && *cause != Cause::Unknown)
        .filter_map(|(place, cause)| {
            let room = places.get(*place).part();
            let words: Said = match cause {
                Cause::Told(told) => Said::same(told.get().into_owned()),
                _ => cause.known()?.1.into(),
            };
            Some(said!("{room} ", "{room}").then(&words))
        })
        .collect();
    match known.len() {
        0 => None,
        1..=NAMED => Some(joined(&known, ", ", "、")),
        many => {
            let more = homes(many - NAMED);
            let more = said!(" and {n} more", "等另{n}", n = (more.en, more.zh));
            Some(joined(&known[..NAMED], ", ", "、").then(&more))
        }
    }
}

/// Homes that are not in the census; once for a unit, whatever the rounds and items.
fn unknown(books: &Books, asked: &Asked, lines: &[&(usize, Line)]) -> Option<Said> {
    let most = lines.iter().map(|(_, line)| line).max_by_key(|line| line.sums.unknown_homes)?;
    let count = most.sums.unknown_homes as usize;
    if count == 0 {
        return None;
    }
    let count = match shown(books, asked, crate::model::Quantity::whole(count as i64)) {
        crate::model::Cell::Text(small) => said!("{small} homes", "{small} 户"),
        _ => homes(count),
    };
    let text = count.then(&said!(" not in the census", "未登记人数"));
    if asked.public {
        return Some(text);
    }
    let places = books.registers.names.places();
    let rooms = most.causes.iter().filter(|(_, cause)| *cause == Cause::Unknown);
    let mut rooms: Vec<&str> = rooms.map(|(place, _)| places.get(*place).part()).collect();
    let more = rooms.len() > NAMED;
    rooms.truncate(NAMED);
    let dots = if more { (", …", "等") } else { ("", "") };
    let list = (rooms.join(", "), rooms.join("、"));
    Some(text.then(&said!(
        " ({list}{dots})",
        "（{list}{dots}）",
        list = (list.0, list.1),
        dots = (dots.0, dots.1)
    )))
}
