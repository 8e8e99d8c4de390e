//! A row that is about to be recorded: cells by field, in canonical form.

use super::{Header, Kind, Ledger};
use crate::model::{Code, Day, Quantity, RowId};
use crate::store::text::write_line;

/// A row of a ledger, not yet written.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The ledger it belongs to.
    pub ledger: &'static Ledger,
    /// Its cells, as long as the ledger's fields.
    pub cells: Vec<String>,
}

impl PartialEq for Draft {
    fn eq(&self, other: &Draft) -> bool {
        self.ledger == other.ledger && self.cells == other.cells
    }
}

impl Draft {
    /// An empty row.
    pub fn new(ledger: &'static Ledger) -> Draft {
        Draft { ledger, cells: vec![String::new(); ledger.fields.len()] }
    }

    /// Sets a cell of a field that the ledger has.
    pub fn set(mut self, field: &str, value: impl Into<String>) -> Draft {
        self.put(field, value);
        self
    }

    /// Sets a cell in place.
    pub fn put(&mut self, field: &str, value: impl Into<String>) {
        let at = self.ledger.position(field).expect("a field of this ledger");
        self.cells[at] = value.into();
    }

    /// The cell of a field; empty if the ledger has no such field.
    pub fn get(&self, field: &str) -> &str {
        self.ledger.position(field).map_or("", |at| &self.cells[at])
    }

    /// Gives it its id: the ledger's letter, its day, the document's code, its line (0 in a document of one line).
    pub fn identify(&mut self, day: Day, code: Code, line: u32) {
        self.put("id", RowId { day, code, line, letter: self.ledger.letter }.to_string());
        self.put("date", day.to_string());
    }

    /// The row that cancels this one: the same with quantities, counts and money negated. A number that cannot be read
    /// is copied as it is. Its id, note, `reverses`, `by` and `at` are still to be set.
    pub fn reversal(&self) -> Draft {
        let mut cells = self.cells.clone();
        for (cell, field) in cells.iter_mut().zip(self.ledger.fields) {
            match (field.kind, Quantity::parse(cell)) {
                (Kind::Quantity | Kind::Change | Kind::Money | Kind::Count, Ok(number)) => {
                    *cell = (-number).to_string()
                }
                _ if matches!(field.name, "id" | "note" | "reverses" | "by" | "at") => cell.clear(),
                _ => {}
            }
        }
        Draft { ledger: self.ledger, cells }.set("reverses", self.get("id"))
    }

    /// The line in a file with this header, with its end. Fields the header lacks must be empty (see
    /// [`crate::ledgers::append`]).
    pub fn line(&self, header: &Header) -> String {
        let mut cells = vec![""; header.names.len()];
        for (cell, column) in self.cells.iter().zip(&header.columns) {
            if let Some(column) = column {
                cells[*column] = cell;
            }
        }
        write_line(cells)
    }
}

/// Appends rows of one ledger to a file's text (empty for a new file), in the column order of the file's own header.
/// A value for a column that the header lacks adds that column, empty in the older rows. Nothing else changes.
pub fn append(text: &str, drafts: &[&Draft]) -> String {
    let Some(first) = drafts.first() else { return text.to_owned() };
    let fields = first.ledger.fields;
    let (bom, body) = match text.strip_prefix('\u{feff}') {
        Some(body) => ("\u{feff}", body),
        None => ("", text),
    };
    if body.trim().is_empty() {
        let header = Header::canonical(fields);
        let mut new = format!("{bom}{}", write_line(&header.names));
        drafts.iter().for_each(|d| new.push_str(&d.line(&header)));
        return new;
    }
    let mut header = Header::default();
    crate::store::text::read_records(body, |record| {
        if header.names.is_empty() {
            header = Header::read(record.line, record.spans, fields).0;
        }
    });
    let lacking: Vec<usize> = (0..fields.len())
        .filter(|&at| header.columns[at].is_none() && drafts.iter().any(|d| !d.cells[at].is_empty()))
        .collect();
    let mut new = String::with_capacity(text.len() + 128 * drafts.len());
    new.push_str(bom);
    if lacking.is_empty() {
        new.push_str(body);
    } else {
        let names: Vec<&str> = lacking.iter().map(|&at| fields[at].name).collect();
        let blanks = ",".repeat(lacking.len());
        let mut first = true;
        crate::store::text::read_records(body, |record| {
            new.push_str(record.line);
            match std::mem::take(&mut first) {
                true => names.iter().for_each(|name| {
                    new.push(',');
                    new.push_str(name);
                }),
                false if record.form != crate::store::text::Form::Blank => new.push_str(&blanks),
                false => {}
            }
            let after = record.start as usize + record.line.len();
            new.push_str(if body[after..].starts_with('\r') { "\r\n" } else { "\n" });
        });
        for at in lacking {
            header.columns[at] = Some(header.names.len());
            header.names.push(fields[at].name.to_owned());
        }
    }
    if !new.ends_with('\n') {
        new.push('\n');
    }
    let crlf = body.lines().next().is_some() && body.find('\n').is_some_and(|n| body[..n].ends_with('\r'));
    for draft in drafts {
        let line = draft.line(&header);
        match crlf {
            true => {
                new.push_str(line.trim_end_matches('\n'));
                new.push_str("\r\n");
            }
            false => new.push_str(&line),
        }
    }
    new
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledgers::Donation;

    fn milk() -> Draft {
        Draft::new(&Donation::LEDGER)
            .set("donor", "爱心企业")
            .set("item", "牛奶")
            .set("quantity", "40")
            .set("unit", "箱")
    }

    #[test]
    fn rows_are_appended_in_the_order_of_the_files_own_header() {
        let file = "id,by,date,item,quantity,donor,at\nx,y,z,a,1,b,c\n";
        let text = append(file, &[&milk()]);
        assert_eq!(text, "id,by,date,item,quantity,donor,at,unit\nx,y,z,a,1,b,c,\n,,,牛奶,40,爱心企业,,箱\n");
    }

    #[test]
    fn a_file_with_crlf_and_a_byte_order_mark_keeps_both() {
        let file = "\u{feff}id,date,donor,item,quantity,unit,by,at\r\n";
        let text = append(file, &[&milk()]);
        assert_eq!(text, format!("{file},,爱心企业,牛奶,40,箱,,\r\n"));
    }

    #[test]
    fn a_new_file_gets_the_canonical_header() {
        let text = append("", &[&milk()]);
        assert!(text.starts_with(
            "id,date,donor,item,quantity,unit,store,lot,expires,value,earmark,publish,note,reverses,by,at\n"
        ));
    }

    #[test]
    fn a_reversal_negates_the_numbers_and_names_its_row() {
        let mut row = milk().set("value", "1200.5").set("note", "x").set("by", "李梅");
        row.identify(Day::ymd(2022, 8, 16).unwrap(), Code::short(7), 0);
        let reversal = row.reversal();
        assert_eq!(
            (reversal.get("quantity"), reversal.get("value"), reversal.get("note")),
            ("-40", "-1200.5", "")
        );
        assert_eq!(reversal.get("reverses"), "D220816-000007");
        assert_eq!(milk().set("quantity", "4O").reversal().get("quantity"), "4O");
    }
}
