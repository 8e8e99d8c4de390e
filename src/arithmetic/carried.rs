//! Stock carried over from months that were not read again: what moved, by day, store, item and unit, kept under the id of
//! the month's blob. A recording command needs no more of an old month than this, so that recording a row costs the
//! same however long the history is.

use super::stock::{Shelf, handed_over};
use crate::books::{Books, Carried};
use crate::model::{Day, Quantity, Severity};
use crate::registers::{ItemId, NameKind, Names, StoreId, UnitId};
use std::collections::BTreeMap;

/// The first line of a digest; another version is not read.
const MARK: &str = "linli stock 1";

/// What moved in these books, by day, store, item and unit as written.
pub fn sums(books: &Books) -> Vec<Carried> {
    let mut sums: BTreeMap<(Day, StoreId, ItemId, UnitId), Quantity> = BTreeMap::new();
    let mut add = |key, quantity| *sums.entry(key).or_default() += quantity;
    for row in books.receipts.effective() {
        add((row.head.date, row.body.store, row.body.item, row.body.unit), row.body.quantity);
    }
    for row in books.donations.effective() {
        add((row.head.date, row.body.store, row.body.item, row.body.unit), row.body.quantity);
    }
    for row in books.adjustments.effective() {
        add((row.head.date, row.body.store, row.body.item, row.body.unit), row.body.quantity.0);
    }
    for row in books.distributions.effective() {
        let out = handed_over(&row.body).unwrap_or_default();
        add((row.head.date, row.body.store, row.body.item, row.body.unit), -out);
    }
    let carried = |((date, store, item, unit), change)| Carried { date, store, item, unit, change };
    sums.into_iter().map(carried).collect()
}

/// What moved in these books, to be kept. `None` if that cannot be said of them alone: a row cannot be read, is corrected
/// twice, or a name would not survive the form.
pub fn digest(books: &Books) -> Option<String> {
    let names = &books.registers.names;
    if books.findings.iter().any(|f| f.severity == Severity::Error || f.code == "double-reversal") {
        return None;
    }
    let mut text = format!("{MARK}\n");
    for line in sums(books) {
        let store = names.store_code(line.store);
        let (item, unit) = (names.item_name(line.item), names.unit_name(line.unit));
        let cells = [line.date.to_string(), store, item, unit, line.change.to_string()];
        if cells.iter().any(|c| c.contains(['\t', '\n'])) {
            return None;
        }
        text.push_str(&cells.join("\t"));
        text.push('\n');
    }
    Some(text)
}

/// Reads a digest; `None` if it is not one, and then the month itself is read.
pub fn read_digest(text: &str, names: &Names) -> Option<Vec<Carried>> {
    let lines = text.strip_prefix(MARK)?.strip_prefix('\n')?.strip_suffix('\n').unwrap_or_default();
    lines
        .lines()
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let [date, store, item, unit, change] = cells.as_slice() else { return None };
            Some(Carried {
                date: Day::parse(date).ok()?,
                store: names
                    .store(store)
                    .unwrap_or_else(|| StoreId::from_index(names.extra(NameKind::Store, store))),
                item: names
                    .item(item)
                    .unwrap_or_else(|| ItemId::from_index(names.extra(NameKind::Item, item))),
                unit: names
                    .unit(unit)
                    .unwrap_or_else(|| UnitId::from_index(names.extra(NameKind::Unit, unit))),
                change: Quantity::parse(change).ok()?,
            })
        })
        .collect()
}

/// The carried movements, by shelf.
pub fn carried<'b>(books: &'b Books) -> impl Iterator<Item = (Shelf, Day, Quantity)> + 'b {
    books.carried.iter().map(|c| {
        let (shelf, change) = Shelf::of(books, c.store, c.item, c.unit, c.change);
        (shelf, c.date, change)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arithmetic::day_ends::day_ends;
    use crate::books::read_registers;
    use crate::store::text::Source;

    fn sources(month: &str) -> Vec<Source> {
        let file = |path: &str, text: &str| Source::new(path, text.as_bytes().to_vec());
        vec![
            file(
                "ledgers/community.toml",
                "[community]\nname = \"x\"\n[[building]]\ncode = \"3\"\nfloors = 2\ndoors = 2\n[[store]]\ncode = \"main\"\n",
            ),
            file("ledgers/items.csv", "item,category,unit,packs,minimum,aliases,note\n牛奶,,盒,箱=12,,,\n"),
            file("ledgers/receipts/2022-07.csv", month),
        ]
    }

    #[test]
    fn carried_stock_is_what_reading_the_month_gives() {
        let month = "id,date,source,item,quantity,unit,by,at\n\
            R220701-000001,2022-07-01,甲,牛奶,2,箱,李梅,2022-07-01T08:00:00+08:00\n\
            R220703-000002,2022-07-03,甲,牛奶,5,,李梅,2022-07-03T08:00:00+08:00\n\
            R220703-000003,2022-07-03,甲,棉被,7,条,李梅,2022-07-03T08:00:00+08:00\n";
        let read = sources(month);
        let registers = read_registers(&read).0.unwrap();
        let whole = Books::read(&registers, &read, |_| true);
        // The unknown item is an error, so nothing may be kept of this month …
        assert_eq!(digest(&whole), None);
        // … and without it the digest says the same as the month.
        let read = sources(&month[..month.rfind("R220703-000003").unwrap()]);
        let registers = read_registers(&read).0.unwrap();
        let whole = Books::read(&registers, &read, |_| true);
        let text = digest(&whole).unwrap();
        let mut rest = Books::read(&registers, &read[..2], |_| true);
        rest.carried = read_digest(&text, &registers.names).unwrap();
        let item = registers.names.item("牛奶").unwrap();
        let shelf = Shelf { store: StoreId::default(), item, unit: rest.base_unit(item) };
        for day in ["2022-07-01", "2022-07-02", "2022-07-03", "2022-08-01"] {
            let day = Day::parse(day).unwrap();
            assert_eq!(day_ends(&rest).on(shelf, day), day_ends(&whole).on(shelf, day), "{day}");
        }
        assert_eq!(day_ends(&rest).on(shelf, Day::parse("2022-08-01").unwrap()), Quantity::whole(29));
    }

    #[test]
    fn a_digest_that_was_cut_short_or_is_of_another_version_is_not_read() {
        let read = sources("id,date,source,item,quantity,unit,by,at\n");
        let registers = read_registers(&read).0.unwrap();
        for bad in [
            "",
            "linli stock 2\n",
            "linli stock 1\n2022-07-01\tmain\t牛奶\n",
            "linli stock 1\n2022-07-01\tmain\t牛奶\t箱\tx\n",
        ] {
            assert!(read_digest(bad, &registers.names).is_none(), "{bad:?}");
        }
        assert_eq!(read_digest("linli stock 1\n", &registers.names).map(|c| c.len()), Some(0));
    }
}
