//! Behind the reports of rounds and notices.

use super::{Behind, How, Line, Registered};
use crate::arithmetic::coverage::{self as arithmetic, Coverage, Level, Reckoning};
use crate::books::Books;
use crate::ledgers::RoundKind;
use crate::model::{Cell, Quantity};
use crate::registers::ROUNDS;
use crate::reports::coverage::asked_for;
use crate::reports::{Asked, asking::goods_cells, caution::level as level_of};
use crate::words::words;

/// Behind `coverage`.
pub fn coverage(books: &Books, asked: &Asked, line: &Line) -> Behind {
    of_round(books, asked, line, level_of(asked, super::super::coverage::REPORT.by).ok())
}

/// Behind `testing`.
pub fn testing(books: &Books, asked: &Asked, line: &Line) -> Behind {
    let level = asked.by.as_deref().and_then(Level::from_code);
    of_round(books, asked, line, level)
}

/// Behind `missing`.
pub fn missing(books: &Books, asked: &Asked, line: &Line) -> Behind {
    of_round(books, asked, line, level_of(asked, super::super::missing::REPORT.by).ok())
}

/// Behind `notices`.
pub fn notices(books: &Books, asked: &Asked, line: &Line) -> Behind {
    of_round(books, asked, line, None)
}

/// Behind a line of a round or notice, at a level; at none it is all of it.
pub fn of_round(books: &Books, asked: &Asked, line: &Line, level: Option<Level>) -> Behind {
    let reckoning = Reckoning::new(books, asked.as_of);
    let code =
        [line.text("round"), line.text("notice")].into_iter().find(|c| !c.is_empty()).unwrap_or_default();
    let round = books.registers.names.round(&code).and_then(|id| reckoning.round(id));
    let Some(coverage) = round.or_else(|| reckoning.notice(&code)) else { return Behind::default() };
    let mut behind = Behind::default();
    for one in coverage.lines.iter().filter(|one| is_of(books, asked, line, level, one)) {
        add(books, &reckoning, &coverage, one, &mut behind);
    }
    figures(behind, coverage.kind)
}

/// True if the figures of a counted place are in the line.
fn is_of(books: &Books, asked: &Asked, line: &Line, level: Option<Level>, one: &arithmetic::Line) -> bool {
    let names = &books.registers.names;
    let place = level.is_none_or(|level| {
        let place = level.of(names.places(), one.place);
        *line.cell("place") == Cell::text(names.place_code(place))
    });
    let goods = match one.goods {
        None => true,
        Some((item, unit)) => {
            let [item, unit] = goods_cells(books, item, unit);
            line.says("item", &item) && line.says("unit", &unit)
        }
    };
    place && goods && asked_for(books, asked, one)
}

fn add<'b>(
    books: &Books,
    reckoning: &Reckoning<'b>,
    coverage: &Coverage<'b>,
    one: &arithmetic::Line<'b>,
    behind: &mut Behind,
) {
    let unit = one.goods.map_or(String::new(), |(_, unit)| books.registers.names.unit_name(unit));
    let found = reckoning.behind(coverage, one);
    for share in found.shares {
        behind.add(share.figure, share.head, Some(share.amount), &unit);
    }
    if !found.by_register.is_zero() {
        let known = behind.registers.iter_mut().find(|line| line.figure == "due");
        match known.and_then(|line| line.amount.as_mut()) {
            Some(amount) => *amount += found.by_register,
            None => behind.registers.push(Registered {
                figure: "due",
                path: ROUNDS,
                key: coverage.code.clone(),
                amount: Some(found.by_register),
            }),
        }
    }
}

fn figures(behind: Behind, kind: RoundKind) -> Behind {
    const DONE: &[(bool, &str)] = &[(true, "tested"), (true, "elsewhere")];
    const DUE: &[(bool, &str)] = &[(true, "due")];
    const REACHED: &[(bool, &str)] = &[(true, "done")];
    let mut behind = behind.sums(&["due"]);
    behind = match kind {
        RoundKind::Testing => {
            let mut behind = behind.sums(&["tested", "elsewhere", "exempt", "visitors"]);
            behind.figures.push(("done", How::Of(DONE)));
            behind
        }
        RoundKind::Distribution => behind.sums(&["done", "exempt"]),
        RoundKind::Rollcall => {
            let mut behind = behind.sums(&["done"]);
            behind.figures.push(("households", How::Of(DUE)));
            behind.figures.push(("reached", How::Of(REACHED)));
            behind.told("exempt", words("nobody", "无"), Some(Quantity::ZERO))
        }
    };
    let unknown = words("homes that exist and have no row in the census", "住户人数台账中没有登记的户");
    behind
        .told(
            "missing",
            words(
                "due − done − exempt at each counted place, never below zero, then added up",
                "逐户（或逐单元）应到减实到减免除，不小于零，再相加",
            ),
            None,
        )
        .told(
            "over",
            words(
                "done − due at each counted place, never below zero, then added up",
                "逐户实到减应到，不小于零，再相加",
            ),
            None,
        )
        .told("unknown_homes", unknown, None)
        .told("unknown", unknown, None)
        .told("rate", words("done of what is due and not exempt", "实到占应到（减免除）之比"), None)
}
