//! Anchors: the code printed on a sheet or a notice, such as `1a2b3c4d` or `books 1a2b3c4d, 4,812 rows`, and whether the
//! state that it names is part of today's history.

use super::{Problem, Reader, ledger_of};
use crate::said;
use crate::store::Oid;
use crate::store::history::{Commit, History};
use crate::words::Said;

/// What was found of an anchor.
#[derive(Clone, Debug, Default)]
pub struct Anchored {
    /// The commit it names, if there is one.
    pub commit: Option<Commit>,
    /// How many rows the ledgers have in it.
    pub rows: usize,
    /// It was printed with changes that were not committed.
    pub edited: bool,
    /// Why the state is not part of today's history, if it is not.
    pub problems: Vec<Problem>,
}

/// Reads a code as typed: the beginning of a commit's id, with or without the words around it and the count of rows.
fn read(typed: &str) -> (Option<String>, bool, Option<usize>) {
    let mut words = typed.split(|c: char| !(c.is_ascii_alphanumeric() || c == ',' || c == '+'));
    let hex = |word: &&str| {
        let word = word.trim_end_matches(['+', ',']);
        (4..=40).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_hexdigit())
    };
    let code = words.find(hex);
    let rows = words.find_map(|word| word.replace(',', "").parse().ok());
    let clean = code.map(|code| code.trim_end_matches(['+', ',']).to_ascii_lowercase());
    (clean, code.is_some_and(|code| code.trim_end_matches(',').ends_with('+')), rows)
}

/// Looks whether the state that a code names is a part of the history of `tip`.
pub fn anchored(history: &History, tip: Oid, typed: &str) -> Anchored {
    let (code, edited, printed) = read(typed);
    let mut found = Anchored { edited, ..Anchored::default() };
    let Some(code) = code else {
        found.wrong(None, said!("`{typed}` names no commit", "“{typed}”中没有版本号"));
        return found;
    };
    let commit = match history.resolve(&code) {
        Ok(commit) => commit,
        Err(error) => {
            let (en, zh) = (error.say(crate::words::Lang::En).0, error.say(crate::words::Lang::Zh).0);
            let what = said!("{why}: unknown here", "{why}：本机查不到", why = (en, zh));
            found.wrong(None, what);
            return found;
        }
    };
    if !commit.to_string().starts_with(&code) {
        found.wrong(
            None,
            said!(
                "`{code}` is a name here, not the beginning of a commit's id",
                "“{code}”在这里是一个名称，不是提交号的开头"
            ),
        );
        return found;
    }
    found.commit = history.commit(commit).ok();
    found.rows = rows_in(history, commit);
    if !history.contains(tip, commit) {
        let what = match history.is_shallow() {
            true => said!("not in the part of the history that this clone holds", "不在本机所存的这段历史中"),
            false => said!(
                "this state exists, but today's history does not rest on it: the history was rewritten",
                "有这个版本，但它不在现在的历史中：历史被改写过"
            ),
        };
        found.wrong(Some(commit), what);
    }
    if let Some(printed) = printed.filter(|printed| !edited && *printed != found.rows) {
        let rows = found.rows;
        let what = said!(
            "it has {rows} rows, and {printed} were printed",
            "该版本有 {rows} 行，而所印为 {printed} 行"
        );
        found.wrong(Some(commit), what);
    }
    found
}

impl Anchored {
    fn wrong(&mut self, commit: Option<Oid>, what: Said) {
        self.problems.push(Problem { commit, file: String::new(), id: String::new(), what });
    }
}

/// How many rows all ledgers have in a commit.
pub fn rows_in(history: &History, commit: Oid) -> usize {
    let mut reader = Reader::new(history);
    let Ok(top) = history.tree_of(commit) else { return 0 };
    let files = history.changes(None, Some(top), &mut Vec::new());
    let months = files.into_iter().filter(|file| ledger_of(&file.path).is_some());
    months
        .map(|file| file.new.map_or(0, |blob| reader.rows(blob, &file.path).map_or(0, |rows| rows.len())))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_alone_and_out_of_the_line_that_is_printed() {
        let read = |typed| {
            let (code, edited, rows) = read(typed);
            (code.unwrap_or_default(), edited, rows)
        };
        assert_eq!(read("1A2B3C4D"), ("1a2b3c4d".to_owned(), false, None));
        assert_eq!(read("1a2b3c4d+"), ("1a2b3c4d".to_owned(), true, None));
        assert_eq!(read("books 1a2b3c4d, 4,812 rows"), ("1a2b3c4d".to_owned(), false, Some(4812)));
        assert_eq!(read("账目版本 1a2b3c4d · 4,812 行"), ("1a2b3c4d".to_owned(), false, Some(4812)));
        assert_eq!(read("账目 1a2b3c4d+"), ("1a2b3c4d".to_owned(), true, None));
        assert_eq!(read("第3栋"), (String::new(), false, None));
    }
}
