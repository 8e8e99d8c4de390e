//! JSON: an array of objects, one a line, keys in the order of the columns, exact digits. Written by hand
//! because a number must not pass through a float on its way.

use super::{Look, cells, visible::hidden};
use crate::model::{Cell, Page, Rows};
use crate::words::Lang;
use std::fmt::Write as _;

/// The page as JSON: one table as its rows, several as `{"table": …, "rows": […]}`.
pub(super) fn render(page: &Page, look: &Look) -> String {
    match page.tables.as_slice() {
        [rows] => array(objects(rows, look), ""),
        tables => array(
            tables.iter().map(|t| {
                let rows = array(objects(t, look), "  ");
                format!("{{\"table\": {}, \"rows\": {}}}", quoted(t.name), rows)
            }),
            "",
        ),
    }
}

fn objects(rows: &Rows, look: &Look) -> impl Iterator<Item = String> {
    rows.rows.iter().map(|row| {
        object(rows.columns.iter().map(|c| c.name).zip(row.iter().map(|cell| value(cell, look.lang))))
    })
}

/// `[]`, or one element a line between brackets.
pub(super) fn array(elements: impl Iterator<Item = String>, indent: &str) -> String {
    let mut out = String::new();
    for element in elements {
        let opening = if out.is_empty() { "[" } else { "," };
        let _ = write!(out, "{opening}\n{indent}  {element}");
    }
    if out.is_empty() { "[]".to_owned() } else { format!("{out}\n{indent}]") }
}

/// An object of keys and values that are JSON already.
pub(super) fn object<'a>(pairs: impl Iterator<Item = (&'a str, String)>) -> String {
    let pairs: Vec<String> = pairs.map(|(key, value)| format!("{}: {value}", quoted(key))).collect();
    format!("{{{}}}", pairs.join(", "))
}

/// A cell as a JSON value.
pub(super) fn value(cell: &Cell, lang: Lang) -> String {
    match cell {
        Cell::Absent => "null".to_owned(),
        Cell::Number(_) | Cell::Count(_) | Cell::Rate(_) | Cell::Flag(_) => cells::for_machines(cell, lang),
        Cell::Fields(fields, _) => {
            object(fields.iter().map(|(name, cell)| (name.as_str(), value(cell, lang))))
        }
        Cell::List(list, _) => {
            let list: Vec<String> = list.iter().map(|cell| value(cell, lang)).collect();
            format!("[{}]", list.join(", "))
        }
        Cell::Text(_) | Cell::Code(..) | Cell::Named(..) | Cell::Said(_) | Cell::Day(_) | Cell::Stamp(_) => {
            quoted(&cells::for_machines(cell, lang))
        }
    }
}

/// A JSON string. Characters that a terminal would obey are escaped, which changes nothing for a program.
pub(super) fn quoted(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    if !json.chars().any(hidden) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 8);
    for c in json.chars() {
        if hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::number;
    use crate::output::{Format, render, samples};
    use proptest::prelude::*;

    #[test]
    fn one_table_is_an_array_of_objects_one_a_line() {
        let json = render(&samples::coverage().into(), Format::Json, &Look::plain(Lang::Zh));
        insta::assert_snapshot!(json, @r#"
        [
          {"place": "3-2", "item": "蔬菜包", "done": 20, "rate": 0.9524, "low": true, "outcome": "delivered", "last": "2022-08-16T18:30:00+08:00", "note": null},
          {"place": "12-1", "item": "牛奶, 250ml|箱", "done": 2.5, "rate": 1, "low": false, "outcome": "refused", "last": "2022-08-16T19:05:00+08:00", "note": "两户说“不要”"}
        ]
        "#);
    }

    #[test]
    fn several_tables_are_named_each_with_its_rows() {
        let json = render(&samples::bulletin(), Format::Json, &Look::plain(Lang::En));
        insta::assert_snapshot!(json, @r#"
        [
          {"table": "stock", "rows": [
            {"item": "大米", "on_hand": 40, "next_expiry": null},
            {"item": "牛奶", "on_hand": 12.5, "next_expiry": "2022-09-01"}
          ]},
          {"table": "requests", "rows": []}
        ]
        "#);
        assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok());
    }

    #[test]
    fn a_table_without_rows_is_an_empty_array() {
        assert_eq!(render(&samples::empty().into(), Format::Json, &Look::plain(Lang::Zh)), "[]\n");
    }

    #[test]
    fn quantities_keep_their_exact_digits() {
        let table = Rows {
            columns: vec![number("q", "Quantity", "数量")],
            rows: ["1000000000", "0.000001", "-0.05", "999999999.999999"]
                .map(|q| vec![crate::model::Quantity::parse(q).unwrap().into()])
                .to_vec(),
            ..Rows::default()
        };
        assert_eq!(
            render(&table.into(), Format::Json, &Look::plain(Lang::En)),
            "[\n  {\"q\": 1000000000},\n  {\"q\": 0.000001},\n  {\"q\": -0.05},\n  {\"q\": 999999999.999999}\n]\n"
        );
    }

    proptest! {
        #[test]
        fn any_table_parses_with_its_keys_in_order_and_its_texts_whole(table in samples::any_table(any::<String>())) {
            let json = render(&table.clone().into(), Format::Json, &Look::plain(Lang::En));
            prop_assert!(!json.chars().any(|c| c != '\n' && hidden(c)));
            let parsed: Vec<serde_json::Map<String, serde_json::Value>> = serde_json::from_str(&json).unwrap();
            prop_assert_eq!(parsed.len(), table.rows.len());
            for ((object, row), line) in parsed.iter().zip(&table.rows).zip(json.lines().skip(1)) {
                let mut from = 0;
                for (column, cell) in table.columns.iter().zip(row) {
                    let key = format!("{}: ", quoted(column.name));
                    let at = line[from..].find(&key);
                    prop_assert!(at.is_some(), "{key} out of order in {line}");
                    from += at.unwrap() + key.len();
                    match cell {
                        Cell::Text(text) => prop_assert_eq!(object[column.name].as_str(), Some(text.as_str())),
                        Cell::Absent => prop_assert!(object[column.name].is_null()),
                        Cell::Number(q) => prop_assert!(line[from..].starts_with(&q.to_string())),
                        _ => {}
                    }
                }
            }
        }
    }
}
