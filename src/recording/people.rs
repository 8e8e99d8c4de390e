//! People: census, and tests by place and round.

use super::typed::read_place;
use super::{Entry, Setting};
use crate::arithmetic::census::Counted;
use crate::arithmetic::coverage::Reckoning;
use crate::books::Books;
use crate::error::{Error, Result};
use crate::ledgers::{Census, Count, Draft, State, Testing, unknown_need};
use crate::model::{Fault, PlaceId, PlaceKind, whole_number};
use crate::registers::{Names, RoundId};
use crate::said;
use crate::words::Said;

/// `3-2=41`: a place and a count.
pub fn place_count(
    typed: &str,
    names: &Names,
    noted: &mut Vec<Said>,
) -> std::result::Result<(PlaceId, u32), Fault> {
    let Some((place, count)) = typed.rsplit_once(['=', '＝', '：']) else {
        return Err(Fault::new(said!("`{typed}` is not PLACE=NUMBER", "“{typed}”不是 位置=人数 的形式"))
            .remedy(said!("such as 3-2=41", "例如 3-2=41")));
    };
    Ok((read_place(place, names, noted)?, whole_number(count)?))
}

/// What a census row says besides the residents.
#[derive(Clone, Debug, Default)]
pub struct CensusExtras {
    /// People there now.
    pub present: Option<u32>,
    /// Households.
    pub households: Option<u32>,
    /// Need codes separated by `|`.
    pub needs: String,
}

/// A census row for a home or a whole unit.
pub fn census_row(
    place: PlaceId,
    residents: u32,
    extras: &CensusExtras,
    books: &Books,
    setting: &Setting,
) -> Result<Draft> {
    if extras.present.is_some_and(|p| p > residents) {
        let present = extras.present.unwrap_or_default();
        return Err(Error::usage(said!(
            "{present} present is more than {residents} residents",
            "在住 {present} 人多于住户 {residents} 人"
        )));
    }
    let optional = |n: Option<u32>| n.map_or_else(String::new, |n| n.to_string());
    let households = extras.households.or_else(|| last_households(books, place));
    Ok(Draft::new(&Census::LEDGER)
        .set("date", setting.day.to_string())
        .set("place", unit_code(place, books)?)
        .set("households", optional(households))
        .set("residents", residents.to_string())
        .set("present", optional(extras.present))
        .set("needs", extras.needs.clone()))
}

/// The households last recorded for a whole unit: they stay when only its people are counted again.
fn last_households(books: &Books, place: PlaceId) -> Option<u32> {
    let unit = books.registers.names.places().get(place).kind == PlaceKind::Unit;
    let rows = books.census.effective().filter(|r| unit && r.body.place == place);
    let last = rows.max_by_key(|r| (r.head.date, r.head.at, r.head.id))?;
    last.body.households.map(|n| n.0.max(0) as u32)
}

/// A home or a whole unit; a building of several units, a destination or the whole community is refused.
fn unit_code(place: PlaceId, books: &Books) -> Result<String> {
    let places = books.registers.names.places();
    if places.unit_of(place).is_none() {
        let code = places.code(place);
        return Err(Error::usage(said!("{code} is neither a home nor a unit", "{code} 既不是户也不是单元"))
            .hint(said!("name its units one by one: {code}-1", "请逐个单元填写：{code}-1")));
    }
    Ok(places.code(place).to_owned())
}

/// A count that jumps tenfold against the last one of the same place is probably a slip.
pub fn tenfold(before: Option<i32>, now: u32, place: &str) -> Option<Said> {
    let before = before.filter(|b| *b > 0)?;
    let (b, n) = (i64::from(before), i64::from(now));
    (n >= 10 * b || n > 0 && b >= 10 * n)
        .then(|| said!("{place}: {n}, and {b} the last time", "{place}：这次 {n}，上次 {b}"))
}

/// The residents last recorded at a place.
pub fn last_residents(books: &Books, place: PlaceId) -> Option<i32> {
    let rows = books.census.effective().filter(|r| r.body.place == place);
    rows.max_by_key(|r| (r.head.date, r.head.at, r.head.id)).map(|r| r.body.residents.0)
}

/// The need codes that the census and the rounds of this community use already.
pub fn needs_in_use(books: &Books) -> Vec<String> {
    let of_homes = books.census.effective().filter(|r| !r.body.needs.0.is_empty());
    let mut codes: Vec<String> = of_homes
        .flat_map(|r| r.body.needs.0.get().split('|').map(str::to_owned).collect::<Vec<_>>())
        .collect();
    codes.extend(books.registers.rounds.iter().flat_map(|r| r.needs.iter().cloned()));
    codes.sort();
    codes.dedup();
    codes
}

/// Wonders about need codes that are neither known nor in use here: a slip, probably.
pub fn wonder_needs(cell: &str, books: &Books) -> Vec<Said> {
    if cell.is_empty() {
        return Vec::new();
    }
    let in_use = needs_in_use(books);
    cell.split('|').filter_map(|code| unknown_need(code, &in_use)).collect()
}

/// What a captain reports of one place in one testing round.
#[derive(Clone, Debug, Default)]
pub struct Tested {
    /// Residents tested here.
    pub tested: u32,
    /// Tested elsewhere.
    pub elsewhere: Option<u32>,
    /// Not due.
    pub exempt: Option<u32>,
    /// Not in the census.
    pub visitors: Option<u32>,
    /// Why exempt.
    pub reason: String,
}

/// Says how a report of tests stands to those present: how many are still missing, or that more were tested than there
/// are. Nothing is said of a place with homes that nobody has counted.
pub fn beside_the_census(made: &[Draft], books: &Books, setting: &Setting, entry: &mut Entry) {
    let names = &books.registers.names;
    let Some(row) = made.last() else { return };
    let (place, round) = (names.places().typed(row.get("place"), None), names.round(row.get("round")));
    let (Ok(place), Some(round)) = (place, round.and_then(|id| books.registers.round(id))) else { return };
    let counted = Reckoning::new(books, setting.today.max(round.date)).census(round.date).at(place.id);
    let count = |name: &str| row.get(name).parse::<i64>().unwrap_or_default();
    let (done, exempt) = (count("tested") + count("elsewhere"), count("exempt"));
    let (code, present) = (row.get("place"), counted.people.present);
    if counted.unknown_homes > 0 || present == 0 {
        return;
    }
    if let Some(doubt) = over_the_census(row, counted) {
        entry.doubts.push(doubt);
    } else {
        let missing = (present - done - exempt).max(0);
        entry.effects.push(said!(
            "{code}: {done} of {present} tested, {missing} missing",
            "{code}：应检 {present} 人，已检 {done} 人，未检 {missing} 人"
        ));
    }
}

/// Wonders if more were tested than are present by the census. Nothing is said of a place that nobody has counted.
pub fn over_the_census(row: &Draft, counted: Counted) -> Option<Said> {
    let count = |name: &str| row.get(name).parse::<i64>().unwrap_or_default();
    let (code, done, present) =
        (row.get("place"), count("tested") + count("elsewhere"), counted.people.present);
    (counted.unknown_homes == 0 && present > 0 && done > present).then(|| {
        said!(
            "{code}: {done} tested, and only {present} are present by the census",
            "{code}：检测 {done} 人，多于登记的在住 {present} 人"
        )
    })
}

/// One row of `tests`.
pub fn test_row(
    round: RoundId,
    place: PlaceId,
    report: &Tested,
    books: &Books,
    setting: &Setting,
) -> Result<Draft> {
    let optional = |n: Option<u32>| n.map_or_else(String::new, |n| n.to_string());
    Ok(Draft::new(&Testing::LEDGER)
        .set("date", setting.day.to_string())
        .set("round", books.registers.names.round_code(round))
        .set("place", unit_code(place, books)?)
        .set("tested", report.tested.to_string())
        .set("elsewhere", optional(report.elsewhere))
        .set("exempt", optional(report.exempt))
        .set("visitors", optional(report.visitors))
        .set("reason", &report.reason))
}

/// Rows for a report of tests: the row itself, and before it the reversal of an earlier report of the same place, so
/// that one is effective. With `add` the counts are added to the earlier ones.
pub fn test_rows(
    round: RoundId,
    place: PlaceId,
    report: &Tested,
    add: bool,
    books: &Books,
    setting: &Setting,
    entry: &mut Entry,
) -> Result<Vec<Draft>> {
    let code = unit_code(place, books)?;
    let earlier: Vec<_> = books
        .tests
        .all()
        .filter(|r| r.head.state == State::Effective && r.body.round == round && r.body.place == place)
        .collect();
    let mut rows = Vec::new();
    let mut sum = report.clone();
    let plus = |now: Option<u32>, before: Option<Count>| match (now, before) {
        (None, None) => None,
        (n, b) => Some(n.unwrap_or(0) + b.map_or(0, |c| c.0.max(0) as u32)),
    };
    for row in &earlier {
        let old = Draft { ledger: &Testing::LEDGER, cells: books.cells(&Testing::LEDGER, row.head.origin) };
        let (id, was) = (row.head.id, row.body.tested.0);
        rows.push(old.reversal().set("note", "reported again 重新上报"));
        if add {
            sum.tested += was.max(0) as u32;
            sum.elsewhere = plus(sum.elsewhere, row.body.elsewhere);
            sum.exempt = plus(sum.exempt, row.body.exempt);
            sum.visitors = plus(sum.visitors, row.body.visitors);
        } else {
            // What is not said again stays as it was.
            let kept = |now: Option<u32>, before: Option<Count>| now.or(before.map(|c| c.0.max(0) as u32));
            sum.elsewhere = kept(sum.elsewhere, row.body.elsewhere);
            sum.exempt = kept(sum.exempt, row.body.exempt);
            sum.visitors = kept(sum.visitors, row.body.visitors);
            if sum.reason.is_empty() {
                sum.reason = row.body.reason.get().into_owned();
            }
            let now = sum.tested;
            entry
                .effects
                .push(said!("{code}: {was} → {now}, amends {id}", "{code}：{was} → {now}，更正 {id}"));
            entry.doubts.extend(tenfold(Some(was), now, &code));
        }
    }
    rows.push(test_row(round, place, &sum, books, setting)?);
    Ok(rows)
}
