//! A CSV register with one line added or changed. Every other line stays byte for byte; the order of columns, unknown
//! columns, a byte order mark and line ends are kept.

use crate::ledgers::{Field, Header};
use crate::store::text::{Form, push_cell, read_records, write_line};

/// Cells by field; a field that is not named stays as it is (or empty, in a new line).
pub type Cells = Vec<(&'static str, String)>;

/// The text with a line added at its end, in the order of its own header. An empty text gets the header first.
pub fn with_line(text: &str, fields: &'static [Field], cells: &Cells) -> String {
    rewritten(text, fields, cells, None)
}

/// The text with some cells of one line (counted from 1) changed.
pub fn with_changed_line(text: &str, fields: &'static [Field], line: u32, cells: &Cells) -> String {
    rewritten(text, fields, cells, Some(line))
}

fn rewritten(text: &str, fields: &'static [Field], cells: &Cells, at: Option<u32>) -> String {
    let (bom, body) = match text.strip_prefix('\u{feff}') {
        Some(body) => ("\u{feff}", body),
        None => ("", text),
    };
    let mut new = bom.to_owned();
    let position = |name: &str| fields.iter().position(|f| f.name == name);
    if body.trim().is_empty() {
        let header = Header::canonical(fields);
        new.push_str(&write_line(&header.names));
        new.push_str(&write_line(line_cells(&header, fields, cells)));
        return new;
    }
    let mut header: Option<Header> = None;
    read_records(body, |record| {
        if record.form != Form::Blank && header.is_none() {
            header = Some(Header::read(record.line, record.spans, fields).0);
        }
    });
    let mut header = header.unwrap_or_else(|| Header::canonical(fields));
    let width = header.names.len();
    for (name, value) in cells {
        if let Some(field) = position(name)
            && header.columns[field].is_none()
            && !value.is_empty()
        {
            header.columns[field] = Some(header.names.len());
            header.names.push((*name).to_owned());
        }
    }
    let added = &header.names[width..];
    let (mut first, mut ending) = (true, "\n");
    read_records(body, |record| {
        let after = record.start as usize + record.line.len();
        let own_ending = if body[after..].starts_with('\r') { "\r\n" } else { "\n" };
        if record.form != Form::Blank && std::mem::take(&mut first) {
            ending = own_ending;
            new.push_str(record.line);
            added.iter().for_each(|name| {
                new.push(',');
                new.push_str(name);
            });
        } else if Some(record.number) == at {
            for column in 0..header.names.len() {
                if column > 0 {
                    new.push(',');
                }
                let changed =
                    cells.iter().find(|(n, _)| position(n).and_then(|f| header.columns[f]) == Some(column));
                match (changed, record.spans.get(column)) {
                    (Some((_, value)), _) => push_cell(&mut new, value),
                    (None, Some(&(a, b))) => new.push_str(&record.line[a as usize..b as usize]),
                    (None, None) => {}
                }
            }
        } else {
            new.push_str(record.line);
            if record.form != Form::Blank {
                new.push_str(&",".repeat(added.len()));
            }
        }
        new.push_str(own_ending);
    });
    if at.is_none() {
        let line = write_line(line_cells(&header, fields, cells));
        new.push_str(line.trim_end_matches('\n'));
        new.push_str(ending);
    }
    new
}

fn line_cells<'c>(header: &Header, fields: &[Field], cells: &'c Cells) -> Vec<&'c str> {
    let mut line = vec![""; header.names.len()];
    for (name, value) in cells {
        let column = fields.iter().position(|f| f.name == *name).and_then(|f| header.columns[f]);
        if let Some(column) = column {
            line[column] = value;
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registers::items::FIELDS;
    use proptest::prelude::*;

    fn cells(pairs: &[(&'static str, &str)]) -> Cells {
        pairs.iter().map(|(n, v)| (*n, (*v).to_owned())).collect()
    }

    #[test]
    fn a_changed_line_leaves_every_other_byte_alone() {
        let text = "\u{feff}unit,item,货架,note\r\n盒,\"牛奶\",A3,\"a,b\"\r\n个 ,鸡蛋,,\r\n";
        let new = with_changed_line(text, FIELDS, 2, &cells(&[("unit", "瓶")]));
        assert_eq!(new, "\u{feff}unit,item,货架,note\r\n瓶,\"牛奶\",A3,\"a,b\"\r\n个 ,鸡蛋,,\r\n");
    }

    #[test]
    fn a_column_that_the_header_lacks_is_added_empty_in_the_other_lines() {
        let new = with_changed_line(
            "item,unit\n牛奶,盒\n鸡蛋,个",
            FIELDS,
            3,
            &cells(&[("aliases", "蛋"), ("packs", "")]),
        );
        assert_eq!(new, "item,unit,aliases\n牛奶,盒,\n鸡蛋,个,蛋\n");
    }

    #[test]
    fn a_new_line_follows_the_files_own_order_and_line_ends() {
        let new = with_line("unit,item\r\n盒,牛奶\r\n", FIELDS, &cells(&[("item", "米"), ("unit", "kg")]));
        assert_eq!(new, "unit,item\r\n盒,牛奶\r\nkg,米\r\n");
        let new = with_line("", FIELDS, &cells(&[("item", "米"), ("unit", "kg")]));
        assert_eq!(new, "item,category,unit,packs,minimum,aliases,note\n米,,kg,,,,\n");
    }

    proptest! {
        #[test]
        fn any_text_is_rewritten_without_panic_and_keeps_its_lines(text in "(item,unit|[a-z,\"\r\n]){0,12}", line in 1u32..5) {
            let new = with_changed_line(&text, FIELDS, line, &cells(&[("note", "x,y")]));
            prop_assert!(new.ends_with('\n'));
            let _ = with_line(&text, FIELDS, &cells(&[("item", "米")]));
        }
    }
}
