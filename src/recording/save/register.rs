//! A CSV register that a person edited or a spreadsheet rewrote: its lines keep their committed bytes where their cells
//! did not change.

use crate::ledgers::unquoted;
use crate::store::text::{Form, Source, read_records, write_line};
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// The text to save of an edited CSV register, in the committed order of columns, line ends and quotes. A text that
/// cannot be read line by line stays as it is.
pub fn tidied(committed: Option<&Source>, working: &Source) -> String {
    let Some((names, rows)) = read(working) else { return working.text.nfc().collect() };
    let old = committed.and_then(read);
    let mut order: Vec<String> = match &old {
        Some((before, _)) => before.iter().filter(|n| names.contains(n)).cloned().collect(),
        None => Vec::new(),
    };
    order.extend(names.iter().filter(|n| !order.contains(n) && !n.is_empty()).cloned().collect::<Vec<_>>());
    let same_columns = old.as_ref().is_some_and(|(before, _)| *before == order);
    let mut lines: BTreeMap<Vec<String>, &str> = BTreeMap::new();
    let mut head = write_line(&order);
    if let (true, Some((_, before)), Some(source)) = (same_columns, &old, committed) {
        for (cells, line) in before {
            lines.entry(cells.clone()).or_insert(line);
        }
        let mut first = true;
        read_records(&source.text, |record| {
            if std::mem::take(&mut first) {
                head = format!("{}\n", record.line);
            }
        });
    }
    let crlf = committed.is_some_and(|s| s.text.contains("\r\n"));
    let mut text = if committed.is_some_and(|s| s.bom) { "\u{feff}".to_owned() } else { String::new() };
    text.push_str(&head);
    for (cells, _) in &rows {
        let cell = |name: &String| {
            names.iter().position(|n| n == name).and_then(|at| cells.get(at)).cloned().unwrap_or_default()
        };
        let ordered: Vec<String> = order.iter().map(cell).collect();
        if ordered.iter().all(String::is_empty) {
            continue;
        }
        match lines.get(&ordered) {
            Some(line) => {
                text.push_str(line);
                text.push('\n');
            }
            None => text.push_str(&write_line(ordered.iter().map(|c| c.trim().nfc().collect::<String>()))),
        }
    }
    if crlf { text.replace('\n', "\r\n") } else { text }
}

type Lines<'s> = (Vec<String>, Vec<(Vec<String>, &'s str)>);

fn read(source: &Source) -> Option<Lines<'_>> {
    let (mut names, mut rows, mut good) = (Vec::new(), Vec::new(), source.spoilt.is_empty());
    read_records(&source.text, |record| {
        let cells: Vec<String> = record
            .spans
            .iter()
            .map(|&(a, b)| unquoted(&record.line[a as usize..b as usize]).into_owned())
            .collect();
        match record.form {
            Form::Blank => {}
            Form::Good if names.is_empty() => names = cells.iter().map(|n| n.trim().to_owned()).collect(),
            Form::Good => {
                good &= cells.len() == names.len();
                rows.push((cells, record.line));
            }
            _ => good = false,
        }
    });
    (good && !names.is_empty()).then_some((names, rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_register_that_a_spreadsheet_rewrote_comes_back_byte_for_byte() {
        let committed =
            Source::new("ledgers/items.csv", b"item,unit,note\n\"x\",y,\n\xe7\xb1\xb3,kg,\"a,b\"\n".to_vec());
        let rewritten = "\u{feff}unit,item,note\r\ny,x,\r\nkg,米,\"a,b\"\r\n盒,奶,\r\n";
        let working = Source::new("ledgers/items.csv", rewritten.as_bytes().to_vec());
        assert_eq!(tidied(Some(&committed), &working), format!("{}奶,盒,\n", committed.text));
    }

    #[test]
    fn a_column_that_was_removed_or_added_is_so_afterwards() {
        let committed = Source::new("p", b"item,unit,old\na,b,c\n".to_vec());
        let working = Source::new("p", b"item,new,unit\na,n,b\n".to_vec());
        assert_eq!(tidied(Some(&committed), &working), "item,unit,new\na,b,n\n");
    }
}
