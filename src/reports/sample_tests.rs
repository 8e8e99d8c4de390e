//! The reports on the sample community, whose figures `docs/sample/check.py` works out by itself.

use super::tests::asked;
use super::*;
use crate::arithmetic::day_ends::{day_ends, stock_takes};
use crate::arithmetic::literal::august;
use crate::arithmetic::requests::requests;
use crate::arithmetic::stock::stock;
use crate::books::read_registers;
use crate::output::{Format, Look, render};
use crate::store::text::Source;
use crate::words::Lang;
use std::path::Path;

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut folders = vec![root.join("ledgers")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the sample") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).expect("inside").to_string_lossy().into_owned();
                found.push(Source::new(name, std::fs::read(&path).expect("a file")));
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

pub(crate) fn sample<R>(ask: impl FnOnce(&Books) -> R) -> R {
    let sources = sources();
    let registers = read_registers(&sources).0.expect("a community");
    ask(&Books::read(&registers, &sources, |_| true))
}

#[test]
fn the_stock_of_the_sample_is_what_its_own_check_works_out() {
    sample(|books| {
        let stock = stock(books, august(16));
        let names = &books.registers.names;
        let line = |store: &str, item: &str| {
            let (store, item) = (names.store(store).unwrap(), names.item(item).unwrap());
            let (_, b) = stock.lines().find(|(s, _)| s.store == store && s.item == item).unwrap();
            (b.on_hand().to_string(), b.next_expiry().map(|d| d.to_string()).unwrap_or_default())
        };
        assert_eq!(line("main", "牛奶"), ("726".to_owned(), "2022-08-18".to_owned()));
        assert_eq!(line("main", "大米"), ("345".to_owned(), "2023-06-30".to_owned()));
        assert_eq!(line("main", "鸡蛋"), ("50".to_owned(), "2022-09-15".to_owned()));
        let milk = stock.lines().find(|(s, _)| s.item == names.item("牛奶").unwrap()).unwrap();
        assert_eq!(milk.1.lots_left().next().map(|(_, q)| q.to_string()).as_deref(), Some("246"));
        assert!(stock.lines().all(|(_, b)| b.expired_on(august(16)).is_zero()));
        let low = |(at, item): (usize, &crate::registers::Item)| {
            stock.below_minimum(books, ItemId::from_index(at)).map(|_| item.name.clone())
        };
        let low: Vec<_> = books.registers.items.iter().enumerate().filter_map(low).collect();
        assert_eq!(low, ["婴儿奶粉", "布洛芬"]);
        assert_eq!(day_ends(books).below_zero().count(), 0);
        let differing: Vec<_> = stock_takes(books)
            .iter()
            .filter(|c| !c.difference().is_zero())
            .map(|c| format!("{} {}", c.row.head.id, c.difference()))
            .collect();
        assert_eq!(differing, ["C220815-HZHJBH.13 -50"]);
    });
}

#[test]
fn one_request_of_the_sample_is_overdue_and_no_step_is_out_of_order() {
    sample(|books| {
        let now = Stamp::parse("2022-08-16T20:05:00+08:00").unwrap();
        let all = requests(books, august(16), now);
        let overdue: Vec<_> = all.iter().filter(|r| r.overdue).map(|r| r.request.to_string()).collect();
        assert_eq!(overdue, ["Q220814-KV9TQG"]);
        assert!(all.iter().all(|r| r.illegal.is_empty() && r.undelivered.is_empty()));
    });
}

#[test]
fn every_report_of_the_sample_fits_eighty_columns_in_both_languages_and_all_formats() {
    sample(|books| {
        for report in REPORTS {
            let item = books.registers.names.item("牛奶");
            let item = item.filter(|_| report.name == "stock-card");
            let asked = Asked { item, ..asked() };
            let page = (report.make)(books, &asked).unwrap();
            for lang in [Lang::En, Lang::Zh] {
                for format in Format::ALL {
                    let look = Look { width: Some(80), ..Look::plain(lang) };
                    let text = render(&page, format, &look);
                    let wide = |line: &&str| unicode_width::UnicodeWidthStr::width(*line) > 80;
                    // A text to paste is left to the terminal's own wrapping.
                    let table = |line: &&str| line.starts_with(['+', '|']);
                    let too_wide = text.lines().filter(table).find(wide).filter(|_| format == Format::Table);
                    assert_eq!(too_wide, None, "{} {lang:?}", report.name);
                }
            }
        }
    });
}

fn bulletin(as_of: u32, public: bool) -> Page {
    sample(|books| {
        let now = Stamp::parse("2022-08-16T20:05:00+08:00").unwrap();
        let asked = Asked { now, public, as_of: august(as_of), ..asked() };
        (by_name("daily").unwrap().make)(books, &asked).unwrap()
    })
}

#[test]
fn the_bulletin_of_the_sample_has_the_figures_that_its_own_check_works_out() {
    let page = bulletin(16, false);
    let names: Vec<_> = page.tables.iter().map(|table| table.name).collect();
    let all = [
        "testing",
        "coverage",
        "notices",
        "missing",
        "received",
        "handed-out",
        "stock",
        "requests",
        "findings",
        "compared",
        "houses",
        "days-left",
        "waiting",
        "testing-rounds",
        "supplies",
    ];
    assert_eq!(names, all);
    let json = render(&page, Format::Json, &Look::plain(Lang::Zh)).replace([' ', '\n'], "");
    for wanted in [
        r#""round":"test-0816","due":1502,"tested":1254,"elsewhere":4,"exempt":2,"visitors":7,"missing":242,"rate":0.8387"#,
        r#""round":"veg-0816","item":"蔬菜包","unit":"份","due":550,"done":465,"exempt":0,"missing":85,"over":0"#,
        r#""round":"test-0816","place":"A-1","item":null,"unit":"people","due":171,"done":0,"missing":171"#,
        r#""kind":"donation","from":"小桥画室","item":"方便面","unit":"桶","quantity":60"#,
        r#""item":"蔬菜包","unit":"份","quantity":465,"places":156,"lines":156"#,
        r#""kind":"medicine","opened":1,"delivered":0,"closed":0,"open":3,"overdue":1"#,
    ] {
        assert!(json.contains(wanted), "{wanted} {json}");
    }
    assert_eq!(page.title.zh, "银河湾小区8月16日日报");
    assert_eq!(
        page.below.iter().map(|s| s.zh.as_str()).collect::<Vec<_>>(),
        ["值班志愿者 10 人，共 52.3 小时", "截至8月16日20时05分"]
    );
}

#[test]
fn the_bulletin_of_an_earlier_day_is_as_of_its_end_and_the_public_one_names_no_home_nor_shy_donor() {
    let page = bulletin(10, false);
    assert_eq!(page.below.last().map(|s| s.zh.as_str()), Some("截至8月10日24时"));
    let text = render(&bulletin(16, true), Format::Table, &Look::plain(Lang::Zh));
    assert!(text.contains("爱心人士") && !text.contains("小桥画室"), "{text}");
    sample(|books| {
        let places = books.registers.names.places();
        let homes: Vec<&str> = places.homes(PlaceId::WHOLE).map(|home| places.code(home)).collect();
        let shown = homes.iter().find(|home| text.contains(&format!(" {home} ")));
        assert_eq!(shown, None);
    });
}

#[test]
fn notices_and_roll_calls_tell_how_many_households_they_reached() {
    sample(|books| {
        let page = (by_name("notices").unwrap().make)(books, &asked()).unwrap();
        let text = render(&page, Format::Csv, &Look::plain(Lang::En));
        assert!(text.starts_with("notice,title,date,households,reached,missing,rate\nroll-0802,"), "{text}");
        assert!(
            text.contains("correction-0811,捐赠公示更正：饮用水数量,2022-08-11,551,449,102,0.8149\n"),
            "{text}"
        );
    });
}
