//! After evening, column sums of every file are the sums of its effective rows.

use super::uneven;
use crate::books::{Books, read_registers};
use crate::ledgers::{Donation, Draft, State, append};
use crate::model::{Code, Day, Quantity, RowId, Stamp};
use crate::store::text::Source;
use proptest::prelude::*;
use std::collections::BTreeMap;

const HEADER: &str = "id,date,donor,item,quantity,unit,note,reverses,by,at\n";

/// The months, by path.
type Months = BTreeMap<String, String>;

fn read<R>(months: &Months, see: impl FnOnce(&Books) -> R) -> R {
    let mut sources: Vec<Source> = [
        ("ledgers/community.toml", "[community]\nname = \"x\"\n[[store]]\ncode = \"main\"\n"),
        ("ledgers/items.csv", "item,unit\n牛奶,盒\n"),
        ("ledgers/volunteers.csv", "volunteer,group,role\n"),
    ]
    .into_iter()
    .map(|(path, text)| Source::new(path, text.as_bytes().to_vec()))
    .collect();
    sources.extend(months.iter().map(|(path, text)| Source::new(path.clone(), text.clone().into_bytes())));
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    let (registers, _) = read_registers(&sources);
    see(&Books::read(&registers.unwrap(), &sources, |_| true))
}

fn add(months: &mut Months, rows: &[Draft]) {
    for row in rows {
        let path = Donation::LEDGER.path(Day::parse(row.get("date")).unwrap());
        let text = months.entry(path).or_insert_with(|| HEADER.to_owned());
        *text = append(text, &[row]);
    }
}

/// Rows of one document: code, who, when; each with its day.
fn document(rows: Vec<(Draft, Day)>, code: u32, minute: u32) -> Vec<Draft> {
    let several = rows.len() > 1;
    let at = Stamp::parse(&format!("2022-08-20T{:02}:{:02}:00+08:00", minute / 60, minute % 60)).unwrap();
    let finished = rows.into_iter().enumerate().map(|(n, (mut row, day))| {
        row.identify(day, Code::short(code), if several { n as u32 + 1 } else { 0 });
        row.set("by", "李梅").set("at", at.to_string())
    });
    finished.collect()
}

/// For each file: the sum of its column, and of its effective rows.
fn sums(months: &Months) -> Vec<(Quantity, Quantity)> {
    read(months, |books| {
        let total = |path: &str, effective: bool| {
            let rows =
                books.donations.all().filter(|r| books.sources[r.head.origin.file as usize].path == path);
            let rows = rows.filter(|r| !effective || r.head.state == State::Effective);
            rows.map(|r| r.body.quantity).fold(Quantity::default(), |a, b| a + b)
        };
        months.keys().map(|path| (total(path, false), total(path, true))).collect()
    })
}

fn even(months: &mut Months, code: u32, minute: u32) -> usize {
    let rows = read(months, uneven);
    let reversals: Vec<(Draft, Day)> =
        rows.iter().map(|u| (u.row.reversal(), Day::parse(u.row.get("date")).unwrap())).collect();
    let n = reversals.len();
    add(months, &document(reversals, code, minute));
    n
}

fn doubles(months: &Months) -> Vec<&'static str> {
    read(months, |books| {
        let of = |code: &str| {
            matches!(code, "double-reversal" | "reverses-mismatch" | "reverses-unknown" | "id-duplicate")
        };
        books.findings.iter().map(|f| f.code).filter(|code| of(code)).collect()
    })
}

/// A correction: the row (by its place among all that are known), amended or voided, when, and to which day.
type Correction = (usize, Option<(u8, u8)>, u16);

proptest! {
    #[test]
    fn whatever_was_corrected_at_once_sums_are_right_after_resolve(
        corrections in proptest::collection::vec((0usize..8, proptest::option::of((1u8..50, 0u8..60)), 0u16..500), 1..9),
        resolvers in 1usize..3,
    ) {
        let day = Day::ymd(2022, 8, 16).unwrap();
        let new = |quantity: &str| Draft::new(&Donation::LEDGER).set("donor", "爱心企业").set("item", "牛奶").set("quantity", quantity);
        let mut months = Months::new();
        let mut known: Vec<Draft> = (0..2).flat_map(|n| document(vec![(new("240"), day)], n, n)).collect();
        add(&mut months, &known);
        for (n, (which, amended, minute)) in corrections.iter().enumerate() {
            let correction: &Correction = &(*which, *amended, *minute);
            let row = known[correction.0 % known.len()].clone();
            let mut rows = vec![(row.reversal(), Day::parse(row.get("date")).unwrap())];
            if let Some((quantity, later)) = correction.1 {
                rows.push((new(&quantity.to_string()), day.plus(i32::from(later))));
            }
            let rows = document(rows, 100 + n as u32, u32::from(correction.2));
            add(&mut months, &rows);
            known.extend(rows.into_iter().filter(|r| r.get("reverses").is_empty()));
        }
        // Some of them resolve apart from one another, and their clones meet.
        let before = months.clone();
        for n in 0..resolvers {
            let mut clone = before.clone();
            even(&mut clone, 200 + n as u32, 600 + n as u32);
            for (path, text) in &clone {
                let all = super::merge(path, super::Versions {
                    base: before.get(path).map(String::as_str),
                    ours: months.get(path).map(String::as_str),
                    theirs: Some(text),
                }, None).unwrap();
                prop_assert_eq!(all.conflicts, []);
                months.insert(path.clone(), all.text.unwrap());
            }
        }
        if resolvers > 1 {
            even(&mut months, 300, 700);
        }
        prop_assert_eq!(doubles(&months), Vec::<&str>::new());
        for (column, effective) in sums(&months) {
            prop_assert_eq!(column, effective);
        }
        prop_assert_eq!(even(&mut months, 400, 800), 0);
        prop_assert!(RowId::parse("D220816-000000").is_ok());
    }
}
