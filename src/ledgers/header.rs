//! The header line of a file: which column holds which field. Another order, extra columns and missing optional ones
//! are read; a missing required one is an error.

use super::{Field, unquoted};
use crate::model::Fault;
use crate::said;

/// The header of one file.
#[derive(Clone, Debug, Default)]
pub struct Header {
    /// The names, as the file has them.
    pub names: Vec<String>,
    /// For each field the column that holds it.
    pub columns: Vec<Option<usize>>,
}

/// Something to say about a header.
#[derive(Clone, Debug)]
pub struct HeaderFault {
    /// True if the file cannot be read for it; else it is a tolerated form.
    pub bad: bool,
    /// The bytes of the line it is about.
    pub span: (u32, u32),
    /// What to say.
    pub fault: Fault,
}

impl Header {
    /// Reads the header line.
    pub fn read(line: &str, spans: &[(u32, u32)], fields: &[Field]) -> (Header, Vec<HeaderFault>) {
        let mut faults = Vec::new();
        let names: Vec<String> =
            spans.iter().map(|&(a, b)| unquoted(&line[a as usize..b as usize]).trim().to_owned()).collect();
        let mut columns = vec![None; fields.len()];
        for (at, name) in names.iter().enumerate() {
            match fields.iter().position(|f| f.name == name) {
                Some(field) if columns[field].is_none() => columns[field] = Some(at),
                Some(_) => faults.push(HeaderFault {
                    bad: true,
                    span: spans[at],
                    fault: Fault::new(said!("the column `{name}` is there twice", "列“{name}”出现了两次"))
                        .remedy(said!("rename or remove one of them", "请改名或删除其中一列")),
                }),
                None => faults.push(HeaderFault {
                    bad: false,
                    span: spans[at],
                    fault: Fault::new(said!(
                        "the column `{name}` is not known; it is kept",
                        "不认识的列“{name}”，予以保留"
                    )),
                }),
            }
        }
        let missing: Vec<&str> = fields
            .iter()
            .zip(&columns)
            .filter(|(f, c)| f.required && c.is_none())
            .map(|(f, _)| f.name)
            .collect();
        let whole = (0, line.len() as u32);
        if !missing.is_empty() {
            let expected = fields.iter().map(|f| f.name).collect::<Vec<_>>().join(",");
            let list = missing.join(", ");
            faults.push(HeaderFault {
                bad: true,
                span: whole,
                fault: Fault::new(said!("the header lacks {list}", "表头缺少 {list}"))
                    .remedy(said!("the first line is {expected}", "首行应为 {expected}")),
            });
        } else if !columns.iter().flatten().is_sorted() {
            faults.push(HeaderFault {
                bad: false,
                span: whole,
                fault: Fault::new(said!(
                    "the columns stand in another order; they are read by name",
                    "列的次序与标准不同，按列名读取"
                )),
            });
        }
        (Header { names, columns }, faults)
    }

    /// The canonical header of some fields.
    pub fn canonical(fields: &[Field]) -> Header {
        Header {
            names: fields.iter().map(|f| f.name.to_owned()).collect(),
            columns: (0..fields.len()).map(Some).collect(),
        }
    }
}
