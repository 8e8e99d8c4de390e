//! Ledgers as they grew: the rows of finished files, taken apart again into what each person recorded in one go. What
//! one volunteer recorded at one moment (`by`, `at`) is one session, and becomes one commit.

mod sentence;

use crate::ledgers::{Header, Ledger, by_name, unquoted};
use crate::model::{Fault, RowId, Stamp};
use crate::said;
use crate::store::text::{Source, read_records};
use std::collections::BTreeMap;

/// What one person recorded at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// When.
    pub at: Stamp,
    /// Who.
    pub by: String,
    /// The commit's message, in the form that recording commands give it.
    pub message: String,
    /// The monthly files that grew: path, and the whole text afterwards.
    pub files: Vec<(String, String)>,
}

/// A row as it stands in its file.
pub(super) struct Line<'s> {
    ledger: &'static Ledger,
    path: &'s str,
    text: &'s str,
    cells: Vec<String>,
}

impl Line<'_> {
    /// The cell of a field; empty for a field that this ledger or its file lacks.
    fn get(&self, field: &str) -> &str {
        self.ledger.position(field).and_then(|at| self.cells.get(at)).map_or("", String::as_str)
    }

    /// The id of the document that the row is a line of.
    fn document(&self) -> Option<String> {
        RowId::parse(self.get("id")).ok().map(|id| id.document().to_string())
    }
}

/// The sessions that made these files, in the order of time. Files that are no months of a ledger are passed over.
/// `command` goes into the messages.
///
/// # Errors
/// A row's `at` cannot be read.
pub fn sessions(sources: &[Source], command: &str) -> Result<Vec<Session>, Fault> {
    let mut grown: BTreeMap<&str, String> = BTreeMap::new();
    let mut groups: BTreeMap<(Stamp, String), Vec<Line>> = BTreeMap::new();
    for source in sources {
        let Some(ledger) = ledger_of(&source.path) else { continue };
        let (header, lines) = lines(source, ledger);
        grown.insert(&source.path, header);
        for line in lines {
            let at = Stamp::parse(line.get("at")).map_err(|fault| Fault {
                message: said!("{p}: ", "{p}：", p = (line.path, line.path)).then(&fault.message),
                remedy: fault.remedy,
            })?;
            groups.entry((at, line.get("by").to_owned())).or_default().push(line);
        }
    }
    let mut sessions = Vec::new();
    for ((at, by), lines) in groups {
        let mut files: Vec<&str> = Vec::new();
        for line in &lines {
            let text = grown.entry(line.path).or_default();
            text.push_str(line.text);
            text.push('\n');
            if !files.contains(&line.path) {
                files.push(line.path);
            }
        }
        let files = files.into_iter().map(|path| (path.to_owned(), grown[path].clone())).collect();
        sessions.push(Session { at, by, message: message(&lines, command), files });
    }
    Ok(sessions)
}

/// The ledger that a path such as `ledgers/donations/2022-08.csv` is a month of.
fn ledger_of(path: &str) -> Option<&'static Ledger> {
    let (folder, month) = path.strip_prefix("ledgers/")?.split_once('/')?;
    by_name(folder).filter(|_| month.ends_with(".csv"))
}

/// The header line of a month, with its end, and the rows below it.
fn lines<'s>(source: &'s Source, ledger: &'static Ledger) -> (String, Vec<Line<'s>>) {
    let mut header: Option<(String, Header)> = None;
    let mut lines = Vec::new();
    read_records(&source.text, |record| {
        let Some((_, header)) = &header else {
            header = Some((
                format!("{}\n", record.line),
                Header::read(record.line, record.spans, ledger.fields).0,
            ));
            return;
        };
        let cell = |column: &Option<usize>| {
            let span = column.and_then(|c| record.spans.get(c));
            span.map_or_else(String::new, |&(a, b)| {
                unquoted(&record.line[a as usize..b as usize]).into_owned()
            })
        };
        let cells = header.columns.iter().map(cell).collect();
        lines.push(Line { ledger, path: &source.path, text: record.line, cells });
    });
    (header.map_or_else(String::new, |(line, _)| line), lines)
}

/// The message: a sentence for each ledger, the documents, and the trailers.
fn message(lines: &[Line], command: &str) -> String {
    let mut ledgers: Vec<&Ledger> = Vec::new();
    let mut documents: Vec<String> = Vec::new();
    for line in lines {
        if !ledgers.contains(&line.ledger) {
            ledgers.push(line.ledger);
        }
        documents.extend(line.document().filter(|document| !documents.contains(document)));
    }
    let sentences = ledgers.iter().map(|ledger| {
        let rows: Vec<&Line> = lines.iter().filter(|l| l.ledger == *ledger).collect();
        format!("{}: {}", ledger.name, sentence::of(ledger, &rows))
    });
    let mut message = sentences.collect::<Vec<_>>().join("; ").replace('\n', " ");
    match documents.as_slice() {
        [] => {}
        few @ ([_] | [_, _] | [_, _, _]) => message.push_str(&format!(" ({})", few.join(", "))),
        many => message.push_str(&format!(" ({} … {} documents)", many[0], many.len())),
    }
    message.push_str("\n\n");
    if let Some((_, code)) = documents.first().and_then(|first| first.split_once('-')) {
        message.push_str(&format!("Linli-Op: {code}\n"));
    }
    message.push_str(&format!("Linli-Command: {command}\n"));
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, text: &str) -> Source {
        Source::new(path, text.as_bytes().to_vec())
    }

    const DONATIONS: &str = "id,date,donor,item,quantity,unit,note,reverses,by,at\n\
        D220803-N1CV3X.1,2022-08-03,云帆饰品厂,饮用水,30,箱,,,龚小雪,2022-08-03T16:44:00+08:00\n\
        D220803-N1CV3X.2,2022-08-03,云帆饰品厂,方便面,20,箱,,,龚小雪,2022-08-03T16:44:00+08:00\n\
        D220803-RW5MD9.1,2022-08-03,云帆饰品厂,饮用水,-30,箱,少点一板,D220803-N1CV3X.1,龚小雪,2022-08-11T10:58:25+08:00\n\
        D220803-RW5MD9.2,2022-08-03,云帆饰品厂,饮用水,36,箱,,,龚小雪,2022-08-11T10:58:25+08:00\n";
    const TESTS: &str = "id,date,round,place,tested,by,at\n\
        T220802-D0K1JN.1,2022-08-02,test-0802,5,93,欧阳淑芬,2022-08-02T19:30:11+08:00\n\
        T220803-GZ8PFN,2022-08-03,test-0802,6-1,57,龚小雪,2022-08-03T16:44:00+08:00\n";

    fn two_files() -> Vec<Source> {
        vec![
            source("ledgers/donations/2022-08.csv", DONATIONS),
            source("ledgers/items.csv", "item\n"),
            source("ledgers/tests/2022-08.csv", TESTS),
        ]
    }

    #[test]
    fn what_one_person_recorded_at_one_moment_is_one_session_and_they_come_in_time_order() {
        let sessions = sessions(&two_files(), "linli demo").unwrap();
        let who: Vec<(String, &str, usize)> =
            sessions.iter().map(|s| (s.at.to_string(), s.by.as_str(), s.files.len())).collect();
        let expected = [
            ("2022-08-02T19:30:11+08:00".to_owned(), "欧阳淑芬", 1),
            ("2022-08-03T16:44:00+08:00".to_owned(), "龚小雪", 2),
            ("2022-08-11T10:58:25+08:00".to_owned(), "龚小雪", 1),
        ];
        assert_eq!(who, expected);
    }

    #[test]
    fn files_grow_by_appending_until_they_are_the_files_again() {
        let sources = two_files();
        let mut last: BTreeMap<String, String> = BTreeMap::new();
        for (path, text) in sessions(&sources, "x").unwrap().into_iter().flat_map(|s| s.files) {
            let before = last.insert(path, text.clone()).unwrap_or_default();
            assert!(text.starts_with(&before) && text.len() > before.len());
        }
        assert_eq!(last["ledgers/donations/2022-08.csv"], DONATIONS);
        assert_eq!(last["ledgers/tests/2022-08.csv"], TESTS);
    }

    #[test]
    fn a_message_names_what_was_recorded_the_documents_and_the_operation() {
        let messages: Vec<String> =
            sessions(&two_files(), "linli demo").unwrap().into_iter().map(|s| s.message).collect();
        assert_eq!(
            messages[1],
            "donations: 饮用水 30箱, 方便面 20箱 from 云帆饰品厂; tests: test-0802 6-1 \
             (D220803-N1CV3X, T220803-GZ8PFN)\n\nLinli-Op: N1CV3X\nLinli-Command: linli demo\n"
        );
        assert!(messages[2].starts_with("donations: amend D220803-N1CV3X.1: 少点一板 (D220803-RW5MD9)\n"));
    }

    #[test]
    fn a_moment_that_cannot_be_read_is_refused_with_its_file() {
        let bad = source("ledgers/tests/2022-08.csv", "id,at\nT220802-D0K1JN,yesterday\n");
        let fault = sessions(&[bad], "x").unwrap_err();
        assert!(fault.message.en.starts_with("ledgers/tests/2022-08.csv: `yesterday`"), "{fault:?}");
    }
}
