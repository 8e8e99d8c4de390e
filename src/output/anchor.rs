//! The line that ties a page to the books it was made from: the commit and how many rows there were. Whoever doubts a
//! printed sheet or a notice can go back to exactly these rows.

use crate::said;
use crate::words::Said;

/// Which books a page was made from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Anchor {
    /// The commit, in short; empty while there is none.
    pub commit: String,
    /// True if there are changes that are not committed.
    pub edited: bool,
    /// How many rows the ledgers have, of every state.
    pub rows: usize,
}

impl Anchor {
    /// `books 1a2b3c4d, 4,812 rows` / `账目版本 1a2b3c4d · 4,812 行`.
    pub fn line(&self) -> Said {
        let (commit, rows) = (self.mark(), thousands(self.rows));
        said!("books {commit}, {rows} rows", "账目版本 {commit} · {rows} 行")
    }

    /// For a chat: `books 1a2b3c4d` / `账目 1a2b3c4d`.
    pub fn short(&self) -> Said {
        let commit = self.mark();
        said!("books {commit}", "账目 {commit}")
    }

    /// The commit, with `+` for what is not committed.
    pub fn mark(&self) -> String {
        let commit = if self.commit.is_empty() { "0" } else { &self.commit };
        format!("{commit}{}", if self.edited { "+" } else { "" })
    }
}

/// `4,812`: digits by threes.
fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_names_the_commit_and_counts_the_rows() {
        let mut anchor = Anchor { commit: "1a2b3c4d".to_owned(), edited: false, rows: 4812 };
        assert_eq!(anchor.line().zh, "账目版本 1a2b3c4d · 4,812 行");
        assert_eq!(anchor.line().en, "books 1a2b3c4d, 4,812 rows");
        anchor.edited = true;
        assert_eq!(anchor.short().zh, "账目 1a2b3c4d+");
        assert_eq!(thousands(0) + &thousands(999) + &thousands(1_234_567), "09991,234,567");
    }
}
