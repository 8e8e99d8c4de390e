//! Goods in and out by day, and how long what is left will last.

use crate::arithmetic::stock::{Moved, movements, stock};
use crate::books::Books;
use crate::model::{AtTerminal, Cell, Chart, ChartKind, Day, Quantity, Rows, Series, number, text};
use crate::registers::{ItemId, UnitId};
use crate::reports::Asked;
use crate::reports::asking::{goods_cells, goods_order};
use crate::reports::caution::shown;
use crate::said;
use crate::words::{Said, count_of, words};
use std::collections::{BTreeMap, BTreeSet};

/// So many days are looked back on.
const DAYS: i32 = 14;
/// Over so many days it is worked out how much goes out on one.
const WEEK: i32 = 7;
/// So many items are drawn.
const DRAWN: usize = 6;

type Goods = (ItemId, UnitId);
type InAndOut = (Quantity, Quantity);

/// What came in (received and donated) and was handed out on each day.
fn moved(books: &Books, asked: &Asked) -> BTreeMap<(Day, Goods), InAndOut> {
    let mut sums: BTreeMap<(Day, Goods), InAndOut> = BTreeMap::new();
    let first = asked.as_of.plus(1 - DAYS);
    movements(books).for_each(|movement| {
        let day = movement.head.date;
        let out = match movement.row {
            Moved::Received(_) | Moved::Donated(_) => false,
            Moved::Distributed(_) => true,
            Moved::Adjusted(_) => return,
        };
        if (first..=asked.as_of).contains(&day) {
            let sum = sums.entry((day, (movement.shelf.item, movement.shelf.unit))).or_default();
            if out { sum.1 -= movement.change } else { sum.0 += movement.change }
        }
    });
    sums
}

/// A line a day and item on which something moved, and the charts of what moved on most days.
pub(super) fn supplies(books: &Books, asked: &Asked) -> (Rows, Vec<Chart>) {
    let sums = moved(books, asked);
    let mut lines: Vec<(Day, Goods, InAndOut)> = sums.iter().map(|((d, g), s)| (*d, *g, *s)).collect();
    lines.sort_by_key(|(day, (item, unit), _)| (std::cmp::Reverse(*day), goods_order(books, *item, *unit)));
    let out = |quantity: Quantity| shown(books, asked, quantity);
    let row = |(day, (item, unit), (came, went)): &(Day, Goods, InAndOut)| {
        let [item, unit] = goods_cells(books, *item, *unit);
        vec![Cell::Day(*day), item, unit, Cell::Number(*came), out(*went)]
    };
    let table = Rows {
        name: "supplies",
        title: said!("In and out, the last {DAYS} days", "最近 {DAYS} 天物资进出"),
        columns: vec![
            text("day", "Day", "日期"),
            text("item", "Item", "物品"),
            text("unit", "Unit", "单位"),
            number("in", "In", "接收"),
            number("out", "Handed out", "发放"),
        ],
        rows: lines.iter().map(row).collect(),
        // A line for each item and day: at a terminal there would be no seeing the rest.
        at_terminal: AtTerminal::OnlyIfDrawn,
        ..Rows::default()
    };
    let mut goods: Vec<Goods> =
        lines.iter().map(|(_, goods, _)| *goods).collect::<BTreeSet<_>>().into_iter().collect();
    let often = |of: &Goods| sums.keys().filter(|(_, goods)| goods == of).count();
    goods.sort_by_key(|goods| (std::cmp::Reverse(often(goods)), goods_order(books, goods.0, goods.1)));
    let undrawn = goods.len().saturating_sub(DRAWN);
    let days: Vec<Day> = (1 - DAYS..=0).map(|back| asked.as_of.plus(back)).collect();
    let mut charts: Vec<Chart> = goods
        .iter()
        .take(DRAWN)
        .map(|goods| {
            let of = |day: &Day| sums.get(&(*day, *goods)).copied().unwrap_or_default();
            let names = &books.registers.names;
            Chart {
                name: "supplies",
                table: "supplies",
                title: Said::same(names.item_name(goods.0)),
                kind: ChartKind::Lines,
                categories: days
                    .iter()
                    .map(|day| Said::same(day.date().format("%m-%d").to_string()))
                    .collect(),
                series: vec![
                    Series {
                        name: said!("in", "接收"),
                        values: days.iter().map(|d| of(d).0.into()).collect(),
                    },
                    Series {
                        name: said!("handed out", "发放"),
                        values: days.iter().map(|d| out(of(d).1)).collect(),
                    },
                ],
                unit: Said::same(names.unit_name(goods.1)),
                below: Vec::new(),
            }
        })
        .collect();
    if let (Some(last), 1..) = (charts.last_mut(), undrawn) {
        let others = count_of(undrawn, "other item", "other items", "种物品");
        last.below.push(said!(
            "drawn are the {DRAWN} items that moved on most days; {n} in the table only",
            "只画进出天数最多的 {DRAWN} 种；另有 {n}只列在表中",
            n = (others.en, others.zh)
        ));
    }
    (table, charts)
}

/// How long the goods of one kind last.
struct Left {
    goods: Goods,
    on_hand: Quantity,
    out: Quantity,
    expiring: Option<(Day, Quantity)>,
}

impl Left {
    /// Days, in tenths, rounded down; `None` where nothing went out.
    fn tenths(&self) -> Option<i128> {
        let (left, out) = (self.on_hand.millionths().max(0), self.out.millionths());
        (out > 0).then(|| i128::from(left) * i128::from(WEEK) * 10 / i128::from(out))
    }

    /// The day in the course of which nothing is left: today if nothing is left now.
    fn runs_out(&self, today: Day) -> Option<Day> {
        let (left, out) = (i128::from(self.on_hand.millionths().max(0)), i128::from(self.out.millionths()));
        let days = (out > 0).then(|| (left * i128::from(WEEK) + out - 1) / out)?;
        // Beyond a hundred years there is no day to name.
        i32::try_from(days).ok().filter(|days| *days < 36_525).map(|days| today.plus(days))
    }

    /// What goes out on a day, with two digits after the point.
    fn daily(&self) -> Quantity {
        let hundredth = 10_000;
        let (out, week) = (self.out.millionths().max(0), i64::from(WEEK));
        Quantity::from_millionths((2 * out + week * hundredth) / (2 * week * hundredth) * hundredth)
    }
}

/// How long each kind of goods lasts, what runs out soonest first; the chart; and what to know first.
pub(super) fn days_left(books: &Books, asked: &Asked) -> (Rows, Vec<Chart>, Vec<Said>) {
    let today = asked.as_of;
    let mut kinds: BTreeMap<Goods, Left> = BTreeMap::new();
    for (shelf, balance) in stock(books, today).lines() {
        let goods = (shelf.item, shelf.unit);
        let left = kinds.entry(goods).or_insert(Left {
            goods,
            on_hand: Quantity::ZERO,
            out: Quantity::ZERO,
            expiring: None,
        });
        left.on_hand += balance.on_hand();
        for (day, lot) in balance.lots_left() {
            left.expiring = Some(match left.expiring {
                Some((known, sum)) if known == day => (day, sum + lot),
                Some((known, sum)) if known < day => (known, sum),
                _ => (day, lot),
            });
        }
    }
    let week = today.plus(1 - WEEK)..=today;
    for ((day, goods), (_, out)) in moved(books, asked) {
        if let (true, Some(left)) = (week.contains(&day), kinds.get_mut(&goods)) {
            left.out += out;
        }
    }
    let mut all: Vec<Left> = kinds.into_values().collect();
    all.sort_by_key(|left| {
        let tenths = left.tenths();
        (tenths.is_none(), tenths, goods_order(books, left.goods.0, left.goods.1))
    });
    // From how long it lasts the public could work out how much went out.
    let told =
        |left: &Left| left.out <= Quantity::ZERO || matches!(shown(books, asked, left.out), Cell::Number(_));
    let days = |left: &Left| match left
        .tenths()
        .filter(|_| told(left))
        .and_then(|tenths| i64::try_from(tenths).ok())
    {
        Some(tenths) => Cell::Number(Quantity::from_millionths(tenths.saturating_mul(100_000))),
        None => Cell::Absent,
    };
    let row = |left: &Left| {
        let [item, unit] = goods_cells(books, left.goods.0, left.goods.1);
        let daily = if told(left) { Cell::Number(left.daily()) } else { shown(books, asked, left.out) };
        let (expires, expiring) = left.expiring.unzip();
        vec![
            item,
            unit,
            left.on_hand.into(),
            daily,
            days(left),
            left.runs_out(today).filter(|_| told(left)).map_or(Cell::Absent, Cell::Day),
            expires.map_or(Cell::Absent, Cell::Day),
            expiring.map_or(Cell::Absent, Cell::Number),
        ]
    };
    let table = Rows {
        name: "days-left",
        title: said!("How long the stock lasts", "库存还能用几天"),
        columns: vec![
            text("item", "Item", "物品"),
            text("unit", "Unit", "单位"),
            number("on_hand", "On hand", "结余"),
            number("daily", "A day", "日均发放"),
            number("days", "Days", "可用天数"),
            text("runs_out", "Runs out", "用完日期"),
            text("next_expiry", "Expires", "最近到期"),
            number("expiring", "So much", "到期数量"),
        ],
        rows: all.iter().map(row).collect(),
        below: vec![said!(
            "all stores together; a day: what was handed out in the last {WEEK} days, divided by {WEEK}; days: on hand divided by that",
            "各仓库合计；日均发放：最近 {WEEK} 天发放量除以 {WEEK}；可用天数：结余除以日均发放"
        )],
        ..Rows::default()
    };
    let drawn: Vec<&Left> = all.iter().filter(|left| days(left) != Cell::Absent).collect();
    let name = |left: &&Left| Said::same(books.registers.names.item_name(left.goods.0));
    let chart = Chart {
        name: "days-left",
        table: "days-left",
        title: said!("Days of supply", "可用天数"),
        kind: ChartKind::Bars,
        categories: drawn.iter().map(name).collect(),
        series: vec![Series { name: Said::default(), values: drawn.iter().map(|left| days(left)).collect() }],
        unit: words("days", "天").into(),
        below: Vec::new(),
    };
    let lead = lead(books, asked, &drawn);
    (table, vec![chart], lead)
}

/// What is out, and what runs out by tomorrow.
fn lead(books: &Books, asked: &Asked, all: &[&Left]) -> Vec<Said> {
    let names = &books.registers.names;
    let listed = |of: &dyn Fn(&Left) -> bool, how_much: bool| -> Option<Said> {
        let said = |left: &&Left| {
            let (item, unit) = (names.item_name(left.goods.0), names.unit_name(left.goods.1));
            match how_much {
                true => format!("{item} ({} {unit})", left.on_hand),
                // Units that do not convert are lines of their own.
                false if all.iter().filter(|other| other.goods.0 == left.goods.0).count() > 1 => {
                    format!("{item} ({unit})")
                }
                false => item,
            }
        };
        let all: Vec<String> = all.iter().copied().filter(|left| of(left)).map(|left| said(&left)).collect();
        (!all.is_empty()).then(|| Said { en: all.join(", "), zh: all.join("、") })
    };
    let tomorrow = asked.as_of.plus(1);
    let out = listed(&|left| left.on_hand <= Quantity::ZERO, false);
    let soon =
        listed(&|left| left.on_hand > Quantity::ZERO && left.runs_out(asked.as_of) <= Some(tomorrow), true);
    let mut lines = Vec::new();
    if let Some(out) = out {
        lines.push(said!("Nothing left of: ", "已用完：").then(&out));
    }
    lines.push(match soon {
        Some(soon) => said!("Runs out by tomorrow: ", "明天内用完：").then(&soon),
        None => said!(
            "Nothing runs out by tomorrow at the pace of the last {WEEK} days",
            "按最近 {WEEK} 天的用量，明天没有物资用完"
        ),
    });
    lines
}
