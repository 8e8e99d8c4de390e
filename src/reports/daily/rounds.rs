//! The bulletin's tables of rounds and notices: how far each got, and where something is missing.

use crate::arithmetic::coverage::{Coverage, Level, Line, Reckoning};
use crate::arithmetic::open::is_open;
use crate::books::Books;
use crate::ledgers::RoundKind;
use crate::model::{Cell, Chart, ChartKind, Day, Quantity, Rows, Series, number, text};
use crate::privacy::{SumOf, hide_total};
use crate::registers::{ItemId, Round, UnitId};
use crate::reports::Asked;
use crate::reports::asking::goods_cells;
use crate::reports::caution::{MISSING_SUMS, NOTICE_SUMS, ROUND_SUMS, TEST_SUMS, guard, shown, told};
use crate::reports::notices::issued;
use crate::said;
use crate::words::{Said, words};

/// So many days with a testing round are looked back on.
const DAYS_OF_TESTS: usize = 14;

/// The tables `testing`, `coverage`, `notices` and `missing`, of the rounds of the day and those still open, and of the
/// notices of the day; and what must be known about them.
pub(in crate::reports) fn tables(books: &Books, asked: &Asked) -> (Vec<Rows>, Vec<Said>) {
    let reckoning = Reckoning::new(books, asked.as_of);
    let today =
        |round: &crate::registers::Round| round.date == asked.as_of || is_open(round, asked.as_of, asked.now);
    let mut all: Vec<Coverage> = reckoning
        .rounds()
        .into_iter()
        .filter(|id| books.registers.round(*id).is_some_and(today))
        .filter_map(|id| reckoning.round(id))
        .collect();
    let known =
        |one: &Coverage| all.iter().any(|held| held.kind == RoundKind::Rollcall && held.code == one.code);
    // Roll-calls held today are there already, as rounds of the day.
    let more: Vec<Coverage> =
        issued(books, &reckoning, asked).into_iter().filter(|one| !known(one)).collect();
    all.extend(more);
    let banner = told(asked, all.iter().flat_map(|coverage| coverage.warnings.clone()).collect());
    let of = |kind: RoundKind| all.iter().filter(move |coverage| coverage.kind == kind);
    let mut tables = vec![
        testing(books, asked, of(RoundKind::Testing)),
        goods(books, asked, of(RoundKind::Distribution)),
        notices(books, asked, of(RoundKind::Rollcall)),
        missing(books, asked, &all),
    ];
    for (table, sums) in tables.iter_mut().zip([TEST_SUMS, ROUND_SUMS, NOTICE_SUMS, MISSING_SUMS]) {
        guard(books, asked, table, sums);
    }
    if let [testing, coverage, _, missing] = &mut tables[..] {
        whole_and_parts(books, asked, testing, missing, TEST_SUMS);
        whole_and_parts(books, asked, coverage, missing, ROUND_SUMS);
    }
    (tables, banner)
}

/// The testing rounds that are wanted, as the bulletin has them.
pub(in crate::reports) fn tests(books: &Books, asked: &Asked, wanted: impl Fn(&Round) -> bool) -> Rows {
    let reckoning = Reckoning::new(books, asked.as_of);
    let is_wanted = |round: &Round| round.kind == RoundKind::Testing && wanted(round);
    let ids = reckoning.rounds().into_iter();
    let ids = ids.filter(|id| books.registers.round(*id).is_some_and(is_wanted));
    let all: Vec<Coverage> = ids.filter_map(|id| reckoning.round(id)).collect();
    let (mut table, mut parts) = (testing(books, asked, all.iter()), missing(books, asked, &all));
    guard(books, asked, &mut table, TEST_SUMS);
    guard(books, asked, &mut parts, MISSING_SUMS);
    whole_and_parts(books, asked, &mut table, &parts, TEST_SUMS);
    table
}

/// The last testing rounds, each with its day and rate.
pub(super) fn tests_by_round(books: &Books, asked: &Asked) -> Rows {
    let begun = |round: &&Round| round.kind == RoundKind::Testing && round.date <= asked.as_of;
    let mut days: Vec<Day> = books.registers.rounds.iter().filter(begun).map(|round| round.date).collect();
    days.sort();
    days.dedup();
    let first = days.iter().rev().nth(DAYS_OF_TESTS - 1).or(days.first()).copied().unwrap_or(asked.as_of);
    let mut table = tests(books, asked, |round| round.date >= first);
    let names = &books.registers.names;
    for row in &mut table.rows {
        let round = match &row[0] {
            Cell::Text(code) => names.round(code).and_then(|id| books.registers.round(id)),
            _ => None,
        };
        row.insert(1, round.map_or(Cell::Absent, |round| Cell::Day(round.date)));
    }
    table.columns.insert(1, text("date", "Date", "日期"));
    Rows {
        name: "testing-rounds",
        title: said!(
            "Testing, the last {DAYS_OF_TESTS} days with a round",
            "核酸检测：最近 {DAYS_OF_TESTS} 个检测日"
        ),
        ..table
    }
}

/// The testing rates as bars.
pub(super) fn rates(table: &Rows) -> Option<Chart> {
    let [round, rate] =
        ["round", "rate"].map(|name| table.columns.iter().position(|column| column.name == name));
    let (round, rate) = (round?, rate?);
    let name = |row: &Vec<Cell>| match &row[round] {
        Cell::Text(code) => Said::same(code.clone()),
        _ => Said::default(),
    };
    Some(Chart {
        name: "testing",
        table: table.name,
        title: said!("Testing rate", "检测率"),
        kind: ChartKind::Bars,
        categories: table.rows.iter().map(name).collect(),
        series: vec![Series {
            name: Said::default(),
            values: table.rows.iter().map(|row| row[rate].clone()).collect(),
        }],
        unit: Said::default(),
        below: Vec::new(),
    })
}

/// For the public: what a round misses in all is the sum of what stands below unit by unit.
fn whole_and_parts(books: &Books, asked: &Asked, whole: &mut Rows, parts: &Rows, sums: &[SumOf]) {
    let least = books.registers.community.privacy.small_counts;
    let at = |table: &Rows, name: &str| table.columns.iter().position(|column| column.name == name);
    let (Some(round), Some(missing)) = (at(parts, "round"), at(parts, "missing")) else { return };
    let items = at(whole, "item").zip(at(parts, "item"));
    for row in 0..if asked.public { whole.rows.len() } else { 0 } {
        let same = |part: &&Vec<Cell>| {
            part[round] == whole.rows[row][0] && items.is_none_or(|(a, b)| whole.rows[row][a] == part[b])
        };
        let cells: Vec<Cell> = parts.rows.iter().filter(same).map(|part| part[missing].clone()).collect();
        hide_total(whole, row, "missing", &cells, least, sums);
    }
}

/// A whole number of people or households.
fn people(books: &Books, asked: &Asked, n: Quantity) -> Cell {
    n.as_whole().map_or(Cell::Number(n), |n| asked.shown_count(books, n))
}

fn testing<'c>(books: &Books, asked: &Asked, rounds: impl Iterator<Item = &'c Coverage<'c>>) -> Rows {
    let row = |coverage: &Coverage| {
        let sums = coverage.total(None);
        let figures =
            [sums.due, sums.done - sums.elsewhere, sums.elsewhere, sums.exempt, sums.visitors, sums.missing];
        let mut row = vec![Cell::text(coverage.code.clone())];
        row.extend(figures.map(|n| people(books, asked, n)));
        row.push(sums.rate(coverage.kind));
        row
    };
    Rows {
        name: "testing",
        title: said!("Testing (people)", "核酸检测（人）"),
        columns: vec![
            text("round", "Round", "轮次"),
            number("due", "Due", "应检"),
            number("tested", "Tested", "实检"),
            number("elsewhere", "Elsewhere", "外检"),
            number("exempt", "Exempt", "免检"),
            number("visitors", "Visitors", "访客"),
            number("missing", "Missing", "未检"),
            number("rate", "Rate", "检测率"),
        ],
        rows: rounds.map(row).collect(),
        ..Rows::default()
    }
}

fn goods<'c>(books: &Books, asked: &Asked, rounds: impl Iterator<Item = &'c Coverage<'c>>) -> Rows {
    let line = |coverage: &Coverage, (item, unit): (ItemId, UnitId)| {
        let sums = coverage.total(Some((item, unit)));
        let mut row = vec![Cell::text(coverage.code.clone())];
        row.extend(goods_cells(books, item, unit));
        row.extend(
            [sums.due, sums.done, sums.exempt, sums.missing, sums.over].map(|n| shown(books, asked, n)),
        );
        row.push(asked.shown_count(books, i64::from(sums.unknown_homes)));
        row.push(sums.rate(coverage.kind));
        row
    };
    let mut rows = Vec::new();
    for coverage in rounds {
        rows.extend(coverage.goods.iter().flatten().map(|goods| line(coverage, *goods)));
    }
    Rows {
        name: "coverage",
        title: said!("Distribution rounds", "物资发放到位情况"),
        columns: vec![
            text("round", "Round", "批次"),
            text("item", "Item", "物品"),
            text("unit", "Unit", "单位"),
            number("due", "Due", "应发"),
            number("done", "Done", "实发"),
            number("exempt", "Exempt", "拒收"),
            number("missing", "Missing", "未发"),
            number("over", "Over", "多发"),
            number("unknown_homes", "Unknown", "未登记户"),
            number("rate", "Rate", "到位率"),
        ],
        rows,
        ..Rows::default()
    }
}

fn notices<'c>(books: &Books, asked: &Asked, issued: impl Iterator<Item = &'c Coverage<'c>>) -> Rows {
    let row = |coverage: &Coverage| {
        let sums = coverage.total(None);
        let mut row = vec![Cell::text(coverage.code.clone()), Cell::text(coverage.title.clone())];
        row.extend([sums.due, sums.done, sums.missing].map(|n| people(books, asked, n)));
        row.push(sums.rate(coverage.kind));
        row
    };
    Rows {
        name: "notices",
        title: said!("Notices and roll-calls (households)", "通知和点名到户情况（户）"),
        columns: vec![
            text("notice", "Notice", "通知"),
            text("title", "Title", "标题"),
            number("households", "Homes", "应到"),
            number("reached", "Reached", "已到"),
            number("missing", "Missing", "未到"),
            number("rate", "Rate", "到户率"),
        ],
        rows: issued.map(row).collect(),
        ..Rows::default()
    }
}

/// Every unit in which a round of tests or goods has not reached everybody, or in which homes are unknown.
fn missing(books: &Books, asked: &Asked, rounds: &[Coverage]) -> Rows {
    let names = &books.registers.names;
    let line = |coverage: &Coverage, line: &Line| {
        let count = |n: Quantity| match line.goods {
            Some(_) => shown(books, asked, n),
            None => people(books, asked, n),
        };
        let [item, unit] = match line.goods {
            Some((item, unit)) => goods_cells(books, item, unit),
            None => [Cell::Absent, Cell::Code("people", words("people", "人"))],
        };
        let sums = &line.sums;
        vec![
            Cell::text(coverage.code.clone()),
            Cell::text(names.place_code(line.place)),
            item,
            unit,
            count(sums.due),
            count(sums.done),
            count(sums.missing),
            asked.shown_count(books, i64::from(sums.unknown_homes)),
        ]
    };
    let mut rows = Vec::new();
    for coverage in rounds.iter().filter(|coverage| coverage.kind != RoundKind::Rollcall) {
        let lines = coverage.by(names.places(), Level::Unit);
        let lacking =
            lines.iter().filter(|line| line.sums.missing > Quantity::ZERO || line.sums.unknown_homes > 0);
        rows.extend(lacking.map(|one| line(coverage, one)));
    }
    Rows {
        name: "missing",
        title: said!("Still missing", "未到位的单元"),
        columns: vec![
            text("round", "Round", "批次"),
            text("place", "Place", "位置"),
            text("item", "Item", "物品"),
            text("unit", "Unit", "单位"),
            number("due", "Due", "应到"),
            number("done", "Done", "实到"),
            number("missing", "Missing", "未到位"),
            number("unknown", "Unknown", "未登记户"),
        ],
        rows,
        ..Rows::default()
    }
}
