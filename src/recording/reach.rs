//! Reach: whom a notice or a roll-call has reached, by whole buildings with the exceptions.

use super::due::exceptions;
use super::outgoing::refuse_future;
use super::{Document, Entry, Setting};
use crate::arithmetic::coverage::{Coverage, Reckoning};
use crate::arithmetic::notice::{Meant, codes, meant};
use crate::books::Books;
use crate::error::{Error, Result, did_you_mean};
use crate::ledgers::{Draft, Reach, Reached, append, choose_typed};
use crate::model::{Code, Day, Fault, PlaceId, PlaceKind, Places};
use crate::said;
use crate::store::text::Source;
use crate::words::any_of;

/// The notice or roll-call that a person means.
///
/// # Errors
/// None is meant, or several; the candidates are named.
pub fn read_notice(typed: &str, books: &Books) -> Result<String> {
    let list = |codes: &[String]| any_of(codes);
    match meant(books, typed) {
        Meant::One(code) => Ok(code),
        Meant::Several(all) => {
            let list = list(&all);
            Err(Error::usage(said!("`{typed}` may be several notices", "“{typed}”可能是多个通知"))
                .hint(said!("which one: {l}?", "请写明：{l}", l = (list.en, list.zh))))
        }
        Meant::None(_) if books.registers.names.round(typed.trim()).is_some() => Err(Error::usage(said!(
            "{typed} is no notice and no roll-call",
            "{typed} 不是通知，也不是点名批次"
        ))),
        Meant::None(near) => {
            let error = Error::usage(said!("there is no notice `{typed}`", "没有通知“{typed}”"));
            let latest: Vec<String> = codes(books).into_iter().take(5).collect();
            let list = list(&latest);
            Err(match (did_you_mean(&near), latest.is_empty()) {
                (Some(hint), _) => error.hint(hint),
                (None, false) => {
                    error.hint(said!("the latest are {l}", "最近的通知：{l}", l = (list.en, list.zh)))
                }
                (None, true) => error.hint(said!(
                    "none was issued yet; a roll-call: linli round open CODE --kind rollcall --title T",
                    "还没有发布过通知；点名：linli round open 代码 --kind rollcall --title 标题"
                )),
            })
        }
    }
}

/// `502=unreachable,603`: homes or units among the places, each with its own status; without one `unreachable`.
fn read_exceptions(typed: &str, places: &[PlaceId], books: &Books) -> Result<Vec<(PlaceId, Reached)>> {
    let status = |word: Option<&str>, _: &str| -> std::result::Result<Reached, Fault> {
        word.map_or(Ok(Reached::Unreachable), read_status)
    };
    Ok(exceptions(typed, places, &books.registers.names, &status)?)
}

/// A status by its code or its Chinese word.
pub fn read_status(word: &str) -> std::result::Result<Reached, Fault> {
    Ok(Reached::ALL[choose_typed(word, Reached::CHOICES)?])
}

/// Rows for the places, and after them in the same document those of the exceptions, which therefore count. A unit or
/// building that is excepted is left out of the place it lies in.
///
/// # Errors
/// No such notice; an exception that is not among the places.
pub fn reach(
    books: &Books,
    notice: &str,
    places: &[PlaceId],
    status: Reached,
    channel: &str,
    all_but: &str,
    setting: &Setting,
) -> Result<Entry> {
    let names = &books.registers.names;
    let table = names.places();
    let notice = read_notice(notice, books)?;
    let mut entry = Entry::default();
    let as_of = setting.day.max(setting.today);
    let reckoning = Reckoning::new(books, as_of);
    let before = subject(&reckoning, books, &notice);
    if let Some(place) = places.iter().find(|p| table.get(**p).kind == PlaceKind::Destination) {
        let code = names.place_code(*place);
        return Err(Error::usage(said!("nobody lives at {code}", "{code} 不是住户")));
    }
    if let Some(before) = before.as_ref().filter(|before| setting.day < before.date) {
        let (day, issued) = (setting.day, before.date);
        entry.refusals.push(said!(
            "{notice} is of {issued}; {day} is before that",
            "{notice} 是 {issued} 的，{day} 还没有发布"
        ));
    }
    let excepted = read_exceptions(all_but, places, books)?;
    let outer: Vec<PlaceId> =
        excepted.iter().map(|(p, _)| *p).filter(|p| table.get(*p).kind != PlaceKind::Home).collect();
    let mut told: Vec<PlaceId> = places.iter().flat_map(|place| without(table, *place, &outer)).collect();
    told.sort();
    told.dedup();
    // A place within another one that is told says nothing new.
    let all = told.clone();
    told.retain(|p| !all.iter().any(|other| other != p && table.covers(*other, *p)));
    let row = |place: PlaceId, status: Reached| {
        Draft::new(&Reach::LEDGER)
            .set("date", setting.day.to_string())
            .set("notice", &notice)
            .set("place", names.place_code(place))
            .set("status", status.code())
            .set("channel", channel.trim())
    };
    told.retain(|p| !excepted.iter().any(|(e, _)| e == p));
    let mut rows: Vec<Draft> = told.iter().map(|place| row(*place, status)).collect();
    rows.extend(excepted.iter().map(|(place, status)| row(*place, *status)));
    if let Some(before) = &before {
        wonder_at_strangers(books, before, &told, &excepted, &mut entry);
    }
    say_what_follows(books, &notice, &rows, before.as_ref(), as_of, setting, &mut entry)?;
    refuse_future(&mut entry, setting);
    let first = rows.first().map_or_else(String::new, |row| row.get("place").to_owned());
    let to = if rows.len() == 1 { first } else { format!("{first} … ({} places)", rows.len()) };
    entry.subject = format!("reach: {notice} {} {to}", status.code());
    entry.documents.push(Document { rows });
    Ok(entry)
}

fn subject<'b>(reckoning: &Reckoning<'b>, books: &Books, code: &str) -> Option<Coverage<'b>> {
    let round = books.registers.names.round(code).and_then(|id| reckoning.round(id));
    round.or_else(|| reckoning.notice(code))
}

/// A place, or where some units or buildings in it are left out the others in it.
fn without(places: &Places, place: PlaceId, but: &[PlaceId]) -> Vec<PlaceId> {
    if but.contains(&place) {
        return Vec::new();
    }
    if !but.iter().any(|b| places.covers(place, *b)) {
        return vec![place];
    }
    let below: Vec<PlaceId> = match places.get(place).kind {
        PlaceKind::Whole => places.buildings().collect(),
        PlaceKind::Building => places.units(place).collect(),
        PlaceKind::Unit | PlaceKind::Home | PlaceKind::Destination => return vec![place],
    };
    below.into_iter().flat_map(|p| without(places, p, but)).collect()
}

/// Wonders at places that the notice is not for.
fn wonder_at_strangers(
    books: &Books,
    coverage: &Coverage,
    told: &[PlaceId],
    excepted: &[(PlaceId, Reached)],
    entry: &mut Entry,
) {
    let names = &books.registers.names;
    let table = names.places();
    let meant = |p: &PlaceId| {
        coverage.lines.iter().any(|l| l.place == *p || table.covers(*p, l.place) || table.covers(l.place, *p))
    };
    let strangers: Vec<String> = told
        .iter()
        .chain(excepted.iter().map(|(p, _)| p))
        .filter(|p| !meant(p))
        .map(|p| names.place_code(*p))
        .collect();
    if !strangers.is_empty() {
        let (code, en, zh) = (&coverage.code, strangers.join(", "), strangers.join("、"));
        entry.doubts.push(said!("{code} is not for {en}", "{code} 的对象不包括 {zh}"));
    }
}

/// Says how many households are reached once the rows are there.
fn say_what_follows(
    books: &Books,
    notice: &str,
    rows: &[Draft],
    before: Option<&Coverage>,
    as_of: Day,
    setting: &Setting,
    entry: &mut Entry,
) -> Result<()> {
    let wanted = ["ledgers/reach/", "ledgers/notices/", "ledgers/census/"];
    let mut sources: Vec<Source> =
        books.sources.iter().filter(|s| wanted.iter().any(|w| s.path.starts_with(w))).cloned().collect();
    let path = Reach::LEDGER.path(setting.day);
    let code = Code::long(u64::MAX);
    let mut dated = rows.to_vec();
    for (at, row) in dated.iter_mut().enumerate() {
        row.identify(setting.day, code, at as u32 + 1);
        row.put("by", &setting.by);
        row.put("at", setting.at.to_string());
    }
    let drafts: Vec<&Draft> = dated.iter().collect();
    match sources.iter_mut().find(|s| s.path == path) {
        Some(source) => *source = Source::new(path, append(&source.text, &drafts).into_bytes()),
        None => sources.push(Source::new(path, append("", &drafts).into_bytes())),
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    let after = Books::read(books.registers, &sources, |_| true);
    let reckoning = Reckoning::new(&after, as_of);
    let Some(coverage) = subject(&reckoning, &after, notice) else { return Ok(()) };
    let sums = coverage.total(None);
    let was = before.map(|b| b.total(None).done).unwrap_or_default();
    let (done, due, missing) = (sums.done, sums.due, sums.missing);
    let title = if coverage.title.is_empty() { &coverage.code } else { &coverage.title };
    entry.effects.push(match due.is_zero() {
        true => said!("{title}: nobody has counted the households", "{title}：户数还没有登记"),
        false => said!(
            "{title}: {was} → {done} of {due} households reached, {missing} still missing",
            "{title}：已通知 {was} → {done} 户，应到 {due} 户，还差 {missing} 户"
        ),
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arithmetic::example::Example;
    use crate::model::Stamp;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn setting() -> Setting {
        let at = Stamp::parse("2022-08-16T20:00:00+08:00").unwrap();
        let (by, note) = ("甲".to_owned(), String::new());
        Setting { day: at.day(), today: at.day(), at, by, note, new_items: false }
    }

    /// A roll-call of the community, in which each home has been counted.
    fn rollcall() -> Example {
        let example =
            Example::small().round("code = \"r\"\nkind = \"rollcall\"\ndate = 2022-08-16\nplaces = [\"*\"]");
        let homes: Vec<String> = example.read(|books| {
            let places = books.registers.names.places();
            places
                .homes(PlaceId::WHOLE)
                .map(|h| format!("2022-08-01,{},,1,,,09:00", places.code(h)))
                .collect()
        });
        let homes: Vec<&str> = homes.iter().map(String::as_str).collect();
        example.census(&homes)
    }

    /// The homes that these rows do not reach, by arithmetic.
    fn unheard(rows: &[Draft]) -> BTreeSet<String> {
        let lines: Vec<String> = rows
            .iter()
            .enumerate()
            .map(|(at, row)| format!("2022-08-16,r,{},{},10:{at:02}", row.get("place"), row.get("status")))
            .collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let sources = rollcall().reach(&lines);
        sources.read(|books| {
            let reckoning = Reckoning::new(books, setting().day);
            let coverage = subject(&reckoning, books, "r").unwrap();
            let missing = coverage.lines.iter().filter(|l| !l.sums.missing.is_zero());
            missing.map(|l| books.registers.names.place_code(l.place)).collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn exactly_the_exceptions_and_who_was_not_named_are_still_to_be_told(
            named in prop::collection::btree_set(0usize..8, 1..4),
            excepted in prop::collection::btree_set(0usize..17, 0..5),
            unit in prop::option::of(0usize..6),
        ) {
            const PLACES: [&str; 8] = ["3", "3-2", "5", "7", "7-1", "A", "3-1-101", "*"];
            let example = rollcall();
            let (rows, expected) = example.read(|books| {
                let places = books.registers.names.places();
                let find = |code: &str| places.find(code.as_bytes()).unwrap();
                let told: Vec<PlaceId> = named.iter().map(|at| find(PLACES[*at])).collect();
                let within = |p: PlaceId| told.iter().any(|t| *t == p || places.covers(*t, p));
                let all: Vec<PlaceId> = places.homes(PlaceId::WHOLE).collect();
                let units: Vec<PlaceId> = places.units(PlaceId::WHOLE).collect();
                let mut but: Vec<PlaceId> = excepted.iter().map(|at| all[*at]).filter(|h| within(*h)).collect();
                but.extend(unit.map(|at| units[at]).filter(|u| within(*u)));
                let typed: Vec<&str> = but.iter().map(|p| places.code(*p)).collect();
                let entry = reach(books, "r", &told, Reached::Told, "", &typed.join(","), &setting()).unwrap();
                let lost = |home: PlaceId| !within(home) || but.iter().any(|b| *b == home || places.covers(*b, home));
                // A home that was named by itself is told, although its unit is excepted.
                let alone = |home: PlaceId| told.contains(&home) && !but.contains(&home);
                let expected: BTreeSet<String> = all
                    .iter()
                    .filter(|h| lost(**h) && !alone(**h))
                    .map(|h| places.code(*h).to_owned())
                    .collect();
                (entry.documents[0].rows.clone(), expected)
            });
            prop_assert_eq!(unheard(&rows), expected);
        }
    }
}
