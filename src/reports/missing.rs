//! `missing`: who has not got what was due, and has not been tested or told; below it a text for each captain.
//!
//! Without a round or notice it is about every round that is open (see [`is_open`]).

mod chase;
mod elders;

use super::across::{Across, MISSING};
use super::caution::{MISSING_SUMS, damage, guard, level, shown, shown_count, told};
use super::{Asked, Report, behind};
use crate::arithmetic::captain::captains;
use crate::arithmetic::coverage::{Cause, Coverage, Level, Line, Reckoning};
use crate::arithmetic::notice::{Meant, meant};
use crate::arithmetic::open::is_open;
use crate::books::Books;
use crate::error::{Error, Result};
use crate::model::{Cell, Page, PlaceId, Rows, number, text};
use crate::registers::RoundId;
use crate::said;
use crate::words::{Said, count_of, words};

/// The report.
pub const REPORT: Report = Report {
    name: "missing",
    title: words("Missing", "漏发漏检名单"),
    about: words(
        "places where something is missing in the rounds that are open, with a text for each captain",
        "进行中的批次里未发、未检、未通知到的位置，附给楼长的催办文字",
    ),
    by: &["unit", "home", "building"],
    needs: &["census", "distributions", "tests", "reach", "notices"],
    across: &[Across::table("missing", MISSING)],
    make: |books, asked| missing(books, asked, None, None),
    behind: behind::missing,
};

/// Makes it for a round or a notice by its code (`None`: the round asked for, else every open one), and for one captain
/// (`None`: all). The name of a captain must be on the roster or in `community.toml`. A code that is neither round nor
/// notice is refused with near names.
pub fn missing(books: &Books, asked: &Asked, code: Option<&str>, captain: Option<&str>) -> Result<Page> {
    let level = level(asked, REPORT.by)?;
    let reckoning = Reckoning::new(books, asked.as_of);
    let mut page = Rows { name: "missing", title: REPORT.title.into(), ..Rows::default() };
    page.banner.extend(damage(books));
    let mut coverages = subjects(books, asked, &reckoning, code)?;
    if coverages.is_empty() {
        page.below.push(said!(
            "no round is open; name one: linli missing ROUND",
            "当前没有进行中的批次；可指定：linli missing 批次"
        ));
    }
    let mut found: Vec<(usize, Line)> = Vec::new();
    let mut open: Vec<(usize, Line)> = Vec::new();
    for (at, coverage) in coverages.iter_mut().enumerate() {
        page.banner.extend(told(asked, std::mem::take(&mut coverage.warnings)));
        coverage.lines.retain(|line| {
            super::coverage::asked_for(books, asked, line)
                && captain
                    .is_none_or(|name| captains(books.registers, line.place, asked.as_of).contains(&name))
        });
        let wanting = |line: &Line| !line.sums.missing.is_zero() || line.sums.unknown_homes > 0;
        found.extend(
            coverage.by(reckoning.places(), level).into_iter().filter(wanting).map(|line| (at, line)),
        );
        open.extend(
            coverage.by(reckoning.places(), Level::Unit).into_iter().filter(wanting).map(|l| (at, l)),
        );
    }
    found.sort_by_key(|(at, line)| (line.place, *at));
    page.rows = found.iter().map(|(at, line)| row(books, asked, &coverages[*at], line)).collect();
    page.columns = vec![
        text("round", "Round", "批次"),
        text("place", "Place", "位置"),
        text("item", "Item", "物品"),
        number("due", "Due", "应"),
        number("done", "Done", "已"),
        number("missing", "Missing", "缺"),
        number("unknown", "Unknown", "未登记"),
        text("reason", "Reason", "原因"),
        text("captain", "Captain", "楼长"),
    ];
    if asked.city {
        page.columns.insert(3, text("unit", "Unit", "单位"));
    }
    guard(books, asked, &mut page, MISSING_SUMS);
    page.below.extend(chase::texts(books, asked, &reckoning, &coverages, &open));
    Ok(page.into())
}

/// What is looked at: rounds by date, or a notice.
fn subjects<'b>(
    books: &Books,
    asked: &Asked,
    reckoning: &Reckoning<'b>,
    code: Option<&str>,
) -> Result<Vec<Coverage<'b>>> {
    let registers = books.registers;
    if let Some(code) = code {
        let round = registers.names.round(code).and_then(|id| reckoning.round(id));
        return match round.or_else(|| reckoning.notice(code)) {
            Some(coverage) => Ok(vec![coverage]),
            None => {
                let mut near = registers.names.near(crate::registers::NameKind::Round, code);
                match meant(books, code) {
                    Meant::One(known) => near.insert(0, known),
                    Meant::Several(known) | Meant::None(known) => near.extend(known),
                }
                let mut seen = std::collections::BTreeSet::new();
                near.retain(|code| seen.insert(code.clone()));
                let error =
                    Error::usage(said!("there is no round or notice {code}", "没有批次或通知“{code}”"));
                Err(error.hint(crate::error::did_you_mean(&near).unwrap_or_else(|| {
                    said!("the rounds are listed by: linli round list", "查看所有批次：linli round list")
                })))
            }
        };
    }
    let open =
        |id: &RoundId| registers.round(*id).is_some_and(|round| is_open(round, asked.as_of, asked.now));
    let rounds = match asked.round {
        Some(round) => vec![round],
        None => reckoning.rounds().into_iter().filter(open).collect(),
    };
    Ok(rounds.into_iter().filter_map(|id| reckoning.round(id)).collect())
}

fn row(books: &Books, asked: &Asked, coverage: &Coverage, line: &Line) -> Vec<Cell> {
    let (names, least) = (&books.registers.names, books.registers.community.privacy.small_counts);
    let alone = super::coverage::is_unknown_home(books, line);
    let known = |quantity| if alone { Cell::Absent } else { shown(books, asked, quantity) };
    let mut row = vec![
        Cell::text(coverage.code.clone()),
        Cell::text(names.place_code(line.place)),
        line.goods.map_or(Cell::Absent, |(item, _)| Cell::text(names.item_name(item))),
    ];
    row.extend(asked.city.then(|| super::coverage::counted_in(books, coverage.kind, line.goods)));
    row.extend([
        known(line.sums.due),
        shown(books, asked, line.sums.done),
        known(line.sums.missing),
        shown_count(books, asked, i64::from(line.sums.unknown_homes)),
        match shown(books, asked, line.sums.missing) {
            // Why one family of a unit has nothing is theirs to tell.
            Cell::Text(_) => Cell::Absent,
            _ => reason(&line.causes, asked.leaves(), least),
        },
        Cell::text(captain_names(books, asked, line.place).join("、")),
    ]);
    row
}

/// The captains of a place; in public their names are masked.
fn captain_names(books: &Books, asked: &Asked, place: PlaceId) -> Vec<String> {
    let names = captains(books.registers, place, asked.as_of).into_iter();
    match asked.public {
        true => names.map(|name| books.registers.community.privacy.mask.mask(name)).collect(),
        false => names.map(str::to_owned).collect(),
    }
}

/// Why: the one code, or where there are several the words with how many of each, the most frequent first. What
/// a captain wrote is not public.
fn reason(causes: &[(PlaceId, Cause)], public: bool, least: u32) -> Cell {
    let mut counted: Vec<(Cause, usize)> = Vec::new();
    for (_, cause) in causes {
        let cause = if public && matches!(cause, Cause::Told(_)) { Cause::Short } else { *cause };
        match counted.iter_mut().find(|(known, _)| *known == cause) {
            Some((_, count)) => *count += 1,
            None => counted.push((cause, 1)),
        }
    }
    counted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    match &counted[..] {
        [] => Cell::Absent,
        [(cause, _)] => match (cause.known(), cause) {
            (Some((code, words)), _) => Cell::Code(code, words),
            (None, Cause::Told(told)) => Cell::text(told.get().into_owned()),
            (None, _) => Cell::Absent,
        },
        several => {
            let parts: Vec<Said> =
                several.iter().map(|(cause, count)| counted_cause(*cause, *count, public, least)).collect();
            Cell::Said(joined(&parts, ", ", "、"))
        }
    }
}

fn counted_cause(cause: Cause, count: usize, public: bool, least: u32) -> Said {
    let said: Said = match (cause.known(), cause) {
        (Some((_, words)), _) => words.into(),
        (None, Cause::Told(told)) => Said::same(told.get().into_owned()),
        (None, _) => Said::default(),
    };
    // How often is told of the public only where nothing small can be told from it.
    if public && least > 0 { said } else { said.then(&Said::same(format!(" {count}"))) }
}

fn joined(parts: &[Said], en: &str, zh: &str) -> Said {
    let all = |pick: fn(&Said) -> &str, comma: &str| parts.iter().map(pick).collect::<Vec<_>>().join(comma);
    Said { en: all(|said| &said.en, en), zh: all(|said| &said.zh, zh) }
}

/// `3 homes` / `3 户`.
fn homes(count: usize) -> Said {
    count_of(count, "home", "homes", "户")
}
