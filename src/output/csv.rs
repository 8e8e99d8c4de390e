//! CSV: one table with its column names as header; several tables as the tidy long form
//! `table,row,field,value`, because a file of several headers is not CSV.

use super::{Look, cells, visible};
use crate::model::{Cell, Page, Rows};

/// The page as CSV: RFC 4180, LF, UTF-8 without BOM, codes not words.
pub(super) fn render(page: &Page, look: &Look) -> String {
    match page.tables.as_slice() {
        [rows] => one(rows, look),
        tables => long(tables, look),
    }
}

fn one(rows: &Rows, look: &Look) -> String {
    let mut writer = Lines::new();
    writer.line(rows.columns.iter().map(|c| c.name));
    for row in &rows.rows {
        writer.line(row.iter().map(|cell| value(cell, look)));
    }
    writer.text()
}

fn long(tables: &[Rows], look: &Look) -> String {
    let mut writer = Lines::new();
    writer.line(["table", "row", "field", "value"]);
    for table in tables {
        for (n, row) in table.rows.iter().enumerate() {
            for (column, cell) in table.columns.iter().zip(row) {
                writer.line([table.name, &(n + 1).to_string(), column.name, &value(cell, look)]);
            }
        }
    }
    writer.text()
}

/// The exact data for a file or a pipe; on a terminal control characters are shown.
fn value(cell: &Cell, look: &Look) -> String {
    let exact = cells::for_machines(cell, look.lang);
    if look.width.is_some() { visible(&exact).into_owned() } else { exact }
}

struct Lines(csv::Writer<Vec<u8>>);

impl Lines {
    fn new() -> Lines {
        Lines(csv::WriterBuilder::new().flexible(true).from_writer(Vec::new()))
    }

    fn line<T: AsRef<[u8]>>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.0.write_record(cells).expect("writing to memory does not fail");
    }

    fn text(self) -> String {
        let bytes = self.0.into_inner().expect("writing to memory does not fail");
        String::from_utf8(bytes).expect("made of text")
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Cell, Rows, text};
    use crate::output::{Format, Look, cells, render, samples};
    use crate::words::Lang;
    use proptest::prelude::*;

    #[test]
    fn one_table_has_its_column_names_as_header_and_codes_not_words() {
        let csv = render(&samples::coverage().into(), Format::Csv, &Look::plain(Lang::Zh));
        insta::assert_snapshot!(csv, @r#"
        place,item,done,rate,low,outcome,last,note
        3-2,蔬菜包,20,0.9524,true,delivered,2022-08-16T18:30:00+08:00,
        12-1,"牛奶, 250ml|箱",2.5,1,false,refused,2022-08-16T19:05:00+08:00,两户说“不要”
        "#);
    }

    #[test]
    fn several_tables_are_written_one_value_a_line() {
        let csv = render(&samples::bulletin(), Format::Csv, &Look::plain(Lang::En));
        insta::assert_snapshot!(csv, @"
        table,row,field,value
        stock,1,item,大米
        stock,1,on_hand,40
        stock,1,next_expiry,
        stock,2,item,牛奶
        stock,2,on_hand,12.5
        stock,2,next_expiry,2022-09-01
        ");
    }

    #[test]
    fn data_is_exact_in_a_file_and_harmless_on_a_terminal() {
        let page = Rows {
            columns: vec![text("note", "Note", "备注")],
            rows: vec![vec![Cell::text("\u{1b}[2J")], vec![Cell::Absent]],
            ..Rows::default()
        };
        let mut look = Look::plain(Lang::En);
        assert_eq!(render(&page.clone().into(), Format::Csv, &look), "note\n\u{1b}[2J\n\"\"\n");
        look.width = Some(80);
        assert_eq!(render(&page.into(), Format::Csv, &look), "note\n␛[2J\n\"\"\n");
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_to_the_same_cells(table in samples::any_table(any::<String>())) {
            let written = render(&table.clone().into(), Format::Csv, &Look::plain(Lang::En));
            let mut reader = csv::Reader::from_reader(written.as_bytes());
            let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
            prop_assert_eq!(header, table.columns.iter().map(|c| c.name.to_owned()).collect::<Vec<_>>());
            let back: Vec<Vec<String>> =
                reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect();
            let sent: Vec<Vec<String>> = table
                .rows
                .iter()
                .map(|row| row.iter().map(|c| cells::for_machines(c, Lang::En)).collect())
                .collect();
            prop_assert_eq!(back, sent);
        }
    }
}
