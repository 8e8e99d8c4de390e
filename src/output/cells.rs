//! What one cell reads as: for people and for machines.

use crate::model::{Cell, Quantity};
use crate::words::{Lang, Words, words};

const YES: Words = words("yes", "是");
const NO: Words = words("no", "否");

/// A cell for people: words instead of codes, `95.24%`, `08-16 20:00`. Control characters are still in it.
pub(super) fn for_people(cell: &Cell, lang: Lang) -> String {
    match cell {
        Cell::Code(_, words) => words.say(lang).to_owned(),
        Cell::Named(_, name) => name.clone(),
        Cell::Rate(parts) => format!("{}.{:02}%", parts / 100, parts % 100),
        Cell::Flag(yes) => if *yes { YES } else { NO }.say(lang).to_owned(),
        Cell::Stamp(stamp) => stamp.datetime().format("%m-%d %H:%M").to_string(),
        Cell::Fields(_, said) | Cell::List(_, said) => said.say(lang).to_owned(),
        other => for_machines(other, lang),
    }
}

/// A cell for machines: codes, `true`, `0.9524`, RFC 3339; empty where there is nothing.
pub(super) fn for_machines(cell: &Cell, lang: Lang) -> String {
    match cell {
        Cell::Absent => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Code(code, _) => (*code).to_owned(),
        Cell::Named(code, _) => code.clone(),
        Cell::Said(said) => said.say(lang).to_owned(),
        Cell::Number(quantity) => quantity.to_string(),
        Cell::Count(n) => n.to_string(),
        Cell::Rate(parts) => Quantity::from_millionths(i64::from(*parts) * 100).to_string(),
        Cell::Flag(yes) => yes.to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Stamp(stamp) => stamp.to_string(),
        Cell::Fields(..) | Cell::List(..) => super::json::value(cell, lang),
    }
}

/// True for what may be broken over lines: words, but never a figure, a day or a time.
pub(super) fn may_break(cell: &Cell) -> bool {
    matches!(
        cell,
        Cell::Text(_) | Cell::Said(_) | Cell::Code(..) | Cell::Named(..) | Cell::Fields(..) | Cell::List(..)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Day, Stamp};
    use crate::said;

    #[test]
    fn each_kind_of_cell_reads_for_people_and_for_machines() {
        let stamp = Cell::Stamp(Stamp::parse("2022-08-16T20:00:00+08:00").unwrap());
        for (cell, en, zh, machine) in [
            (Cell::Absent, "", "", ""),
            (Cell::text("牛奶"), "牛奶", "牛奶", "牛奶"),
            (Cell::Code("left", words("left at the door", "放门口")), "left at the door", "放门口", "left"),
            (Cell::Named("main".to_owned(), "物业仓库".to_owned()), "物业仓库", "物业仓库", "main"),
            (Cell::Said(said!("total", "合计")), "total", "合计", "合计"),
            (Quantity::parse("-0.050").unwrap().into(), "-0.05", "-0.05", "-0.05"),
            (Cell::Count(-3), "-3", "-3", "-3"),
            (Cell::Rate(9524), "95.24%", "95.24%", "0.9524"),
            (Cell::Rate(10_000), "100.00%", "100.00%", "1"),
            (Cell::Rate(5), "0.05%", "0.05%", "0.0005"),
            (Cell::Rate(5000), "50.00%", "50.00%", "0.5"),
            (Cell::Flag(true), "yes", "是", "true"),
            (Cell::Flag(false), "no", "否", "false"),
            (Cell::Day(Day::ymd(2022, 8, 16).unwrap()), "2022-08-16", "2022-08-16", "2022-08-16"),
            (
                Cell::List(
                    vec![Cell::Fields(vec![("quantity".to_owned(), Cell::Count(4))], said!("", ""))],
                    said!("one", "一处"),
                ),
                "one",
                "一处",
                r#"[{"quantity": 4}]"#,
            ),
            (stamp, "08-16 20:00", "08-16 20:00", "2022-08-16T20:00:00+08:00"),
        ] {
            assert_eq!(for_people(&cell, Lang::En), en);
            assert_eq!(for_people(&cell, Lang::Zh), zh);
            assert_eq!(for_machines(&cell, Lang::Zh), machine);
        }
    }
}
