//! Books from literal text, for tests: a small community, and rows without their common columns.

use crate::books::{Books, read_registers};
use crate::ledgers::by_name;
use crate::model::{Day, Quantity, Severity};
use crate::registers::UnitId;
use crate::store::text::Source;

/// Buildings 2 (units 1, 2) and 10 (without units), two floors of two doors each; stores main and east.
pub(crate) const COMMUNITY: &str = r#"
[community]
name = "银河湾小区"
[[building]]
code = "10"
floors = 2
doors = 2
[[building]]
code = "2"
units = ["1", "2"]
floors = 2
doors = 2
[[destination]]
code = "采样点"
[[group]]
code = "errands"
[[group]]
code = "logistics"
[[store]]
code = "main"
[[store]]
code = "east"
"#;

/// 牛奶 in 瓶 (minimum 100), 大米 in kg, 口罩 in 只.
pub(crate) const ITEMS: &str = "item,category,unit,packs,minimum,aliases,note\n\
    牛奶,食品,瓶,箱=24|提=6,100,,\n大米,食品,kg,袋=25,,,\n口罩,防疫,只,,50,,\n";

/// 李梅 and 王强 run errands; 王强 leads logistics.
pub(crate) const VOLUNTEERS: &str = "volunteer,group,role,place,skills,since,until,note\n\
    李梅,errands,member,,,2022-08-01,,\n王强,errands,member,,,,,\n王强,logistics,leader,,,,,\n赵敏,logistics,member,,,,2022-08-10,\n";

/// A ledger's file of August 2022. `columns` are its own columns (and, if need be, `note` and `reverses`); a row is
/// `2022-08-16 20:00,…` (noon if no time is given), and its id is the ledger's letter, day and `000001` for the first.
pub(crate) fn ledger(name: &str, columns: &str, rows: &[&str]) -> Source {
    let letter = by_name(name).expect("a ledger").letter as char;
    let mut text = format!("id,date,by,at,{columns}\n");
    for (at, row) in rows.iter().enumerate() {
        let (when, cells) = row.split_once(',').expect("a date and cells");
        let (date, time) = when.split_once(' ').unwrap_or((when, "12:00"));
        let day = Day::parse(date).expect("a day");
        let (short, n) = (day.short(), at + 1);
        text.push_str(&format!("{letter}{short}-{n:06},{date},陈晨,{date}T{time}:00+08:00,{cells}\n"));
    }
    Source::new(format!("ledgers/{name}/2022-08.csv"), text.into_bytes())
}

/// Asks the books of the small community with these ledgers, which must be readable.
pub(crate) fn with<R>(ledgers: &[Source], ask: impl FnOnce(&Books) -> R) -> R {
    with_registers(COMMUNITY, ledgers, ask)
}

/// The same with another `community.toml`, and with any register that is among the files.
pub(crate) fn with_registers<R>(community: &str, files: &[Source], ask: impl FnOnce(&Books) -> R) -> R {
    let file = |path: &str, text: &str| Source::new(path, text.as_bytes().to_vec());
    let mut sources = files.to_vec();
    for (path, text) in [
        ("ledgers/community.toml", community),
        ("ledgers/items.csv", ITEMS),
        ("ledgers/volunteers.csv", VOLUNTEERS),
    ] {
        if !sources.iter().any(|s| s.path == path) {
            sources.push(file(path, text));
        }
    }
    let (registers, findings) = read_registers(&sources);
    assert!(findings.is_empty(), "{findings:?}");
    let registers = registers.expect("a community");
    let books = Books::read(&registers, &sources, |_| true);
    let bad = books.findings.iter().filter(|f| f.severity != Severity::Info);
    let read: Vec<_> = bad.map(|f| (f.code, &f.message.en)).collect();
    assert!(read.is_empty(), "{read:?}");
    ask(&books)
}

/// A day of August 2022.
pub(crate) fn august(day: u32) -> Day {
    Day::ymd(2022, 8, day).expect("a day of August")
}

/// A quantity.
pub(crate) fn much(text: &str) -> Quantity {
    Quantity::parse(text).expect("a quantity")
}

/// The ids of names that the registers have.
pub(crate) fn shelf(books: &Books, store: &str, item: &str, unit: &str) -> super::stock::Shelf {
    let names = &books.registers.names;
    let units = (0..names.unit_count()).map(UnitId::from_index);
    super::stock::Shelf {
        store: names.store(store).unwrap_or_default(),
        item: names.item(item).unwrap_or_default(),
        unit: units.into_iter().find(|u| names.unit_name(*u) == unit).unwrap_or_default(),
    }
}
