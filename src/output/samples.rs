//! Small tables for the tests of every format.

use crate::model::{Cell, Column, Day, Page, Quantity, Rows, Stamp, number, text};
use crate::said;
use crate::words::words;
use proptest::prelude::*;

fn quantity(text: &str) -> Cell {
    Quantity::parse(text).expect("a quantity").into()
}

/// A table with a cell of every kind, a total, a banner and a line below.
pub(super) fn coverage() -> Rows {
    let stamp = |t: &str| Cell::Stamp(Stamp::parse(t).expect("a moment"));
    let delivered = Cell::Code("delivered", words("delivered", "已送达"));
    let refused = Cell::Code("refused", words("refused", "拒收"));
    Rows {
        name: "coverage",
        title: said!("Coverage of veg-0816", "veg-0816 到位率"),
        columns: vec![
            text("place", "Place", "地点"),
            text("item", "Item", "物品"),
            number("done", "Done", "实发"),
            number("rate", "Rate", "到位率"),
            text("low", "Low", "不足"),
            text("outcome", "Outcome", "结果"),
            text("last", "Last", "最近"),
            text("note", "Note", "备注"),
        ],
        rows: vec![
            vec![
                Cell::text("3-2"),
                Cell::text("蔬菜包"),
                quantity("20"),
                Cell::Rate(9524),
                Cell::Flag(true),
                delivered,
                stamp("2022-08-16T18:30:00+08:00"),
                Cell::Absent,
            ],
            vec![
                Cell::text("12-1"),
                Cell::text("牛奶, 250ml|箱"),
                quantity("2.5"),
                Cell::rate(3, 3),
                Cell::Flag(false),
                refused,
                stamp("2022-08-16T19:05:00+08:00"),
                Cell::Said(said!("two <b>say</b> \"no\"", "两户说“不要”")),
            ],
        ],
        total: Some(vec![
            Cell::Said(said!("total", "合计")),
            Cell::Absent,
            quantity("22.5"),
            Cell::Rate(9583),
            Cell::Absent,
            Cell::Absent,
            Cell::Absent,
            Cell::Absent,
        ]),
        totals: Vec::new(),
        banner: vec![said!("1 row could not be read", "有 1 行无法读取")],
        below: vec![said!("as of 2022-08-16", "截至 2022-08-16")],
        at_terminal: Default::default(),
        leads: false,
    }
}

/// A table of nothing.
pub(super) fn empty() -> Rows {
    Rows {
        name: "requests",
        title: said!("Open requests", "未结求助"),
        columns: vec![text("request", "Request", "求助")],
        ..Rows::default()
    }
}

/// A page of two tables.
pub(super) fn bulletin() -> Page {
    let stock = Rows {
        name: "stock",
        title: said!("Stock", "库存"),
        columns: vec![
            text("item", "Item", "物品"),
            number("on_hand", "On hand", "结余"),
            text("next_expiry", "Next expiry", "最近到期"),
        ],
        rows: vec![
            vec![Cell::text("大米"), quantity("40"), Cell::Absent],
            vec![Cell::text("牛奶"), quantity("12.5"), Cell::Day(Day::ymd(2022, 9, 1).expect("a day"))],
        ],
        ..Rows::default()
    };
    Page {
        title: said!("Galaxy Bay, 16 August", "银河湾小区 8月16日日报"),
        banner: vec![said!("2 homes have no census", "有 2 户未登记人数")],
        tables: vec![stock, empty()],
        charts: vec![days_of_supply()],
        houses: vec![house()],
        lead: vec![said!("Runs out by tomorrow: rice", "明日内用完：大米")],
        below: vec![said!("Recorded by 3 volunteers", "由 3 名志愿者登记")],
    }
}

/// Any table of one to five columns whose texts come from a strategy.
pub(super) fn any_table(
    words: impl Strategy<Value = String> + Clone + 'static,
) -> impl Strategy<Value = Rows> {
    const COLUMNS: [Column; 5] = [
        text("place", "Place", "地点"),
        number("quantity", "Quantity handed over", "发放数量"),
        text("note", "Note", "备注"),
        text("why", "Why it is so", "原因说明"),
        number("rate", "Rate", "到位率"),
    ];
    let cell = move |column: Column| -> BoxedStrategy<Cell> {
        match (column.right, column.name) {
            (true, "rate") => prop_oneof![Just(Cell::Absent), (0u32..=10_000).prop_map(Cell::Rate)].boxed(),
            (true, _) => (-9_999_999_999i64..9_999_999_999)
                .prop_map(|n| Cell::Number(Quantity::from_millionths(n)))
                .boxed(),
            (false, "note") => words.clone().prop_map(Cell::text).boxed(),
            (false, _) => words.clone().prop_map(Cell::Text).boxed(),
        }
    };
    (1usize..=5).prop_flat_map(move |n| {
        let row: Vec<BoxedStrategy<Cell>> = COLUMNS[..n].iter().map(|&c| cell(c)).collect();
        let table = proptest::collection::vec(row.clone(), 0..5);
        (table, proptest::option::of(row.clone()), proptest::collection::vec(row, 0..3)).prop_map(
            move |(rows, total, totals)| Rows {
                name: "any",
                title: said!("Any table", "任意表"),
                columns: COLUMNS[..n].to_vec(),
                rows,
                total,
                totals,
                ..Rows::default()
            },
        )
    })
}

/// A chart with long Chinese names, two series, and a figure that is not shown.
pub(super) fn moved() -> crate::model::Chart {
    use crate::model::{Chart, ChartKind, Series};
    Chart {
        name: "supplies",
        table: "stock",
        title: said!("In & out", "“进出”"),
        kind: ChartKind::Lines,
        categories: ["08-14", "一个很长很长的物品名称，比手机屏幕还要宽得多得多得多", "08-16"]
            .map(crate::words::Said::same)
            .to_vec(),
        series: vec![
            Series { name: said!("in", "入"), values: vec![Cell::Count(3), Cell::Absent, quantity("12.5")] },
            Series {
                name: said!("out", "出"),
                values: vec![Cell::Text("<5".to_owned()), Cell::Count(0), Cell::Count(7)],
            },
        ],
        unit: said!("boxes", "箱"),
        below: Vec::new(),
    }
}

/// A chart of one series.
pub(super) fn days_of_supply() -> crate::model::Chart {
    use crate::model::{Chart, ChartKind, Series};
    Chart {
        name: "stock",
        table: "stock",
        title: said!("Days of supply", "可用天数"),
        kind: ChartKind::Bars,
        categories: ["大米", "牛奶"].map(crate::words::Said::same).to_vec(),
        series: vec![Series {
            name: crate::words::Said::default(),
            values: vec![quantity("8.5"), quantity("1")],
        }],
        unit: said!("days", "天"),
        below: Vec::new(),
    }
}

/// One unit of two floors, in which a door is missing.
pub(super) fn house() -> crate::model::Houses {
    use crate::model::{Block, Door, Floor, HomeState, Houses};
    let door = |label: &str, state| Some(Door { label: label.to_owned(), state, rate: None });
    Houses {
        table: "stock",
        title: said!("House by house", "逐户情况"),
        blocks: vec![Block {
            title: crate::words::Said::same("3-2"),
            floors: vec![
                Floor { label: "2".to_owned(), doors: vec![None, door("202", HomeState::Excused)] },
                Floor {
                    label: "1".to_owned(),
                    doors: vec![door("101", HomeState::SuppliedAndTested), door("102", HomeState::Missing)],
                },
            ],
            says: said!("3-2: 1 missing: 102", "3-2：缺漏 1 户：102"),
        }],
    }
}
