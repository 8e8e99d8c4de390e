//! A finding: the program worked, and found something. A value like any other.

use super::Fault;
use crate::words::{Lang, Said};

/// How bad a finding is. `check` exits 1 where there is an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something that must be put right.
    Error,
    /// Something that a person should look at.
    Warning,
    /// A tolerated form (a BOM, CRLF, an extra column) or a gap worth knowing.
    Info,
}

impl Severity {
    /// `error`, `warning`, `info`: the same in every language in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        }
    }

    /// The word for people.
    pub fn say(self, lang: Lang) -> &'static str {
        match self {
            Severity::Error => lang.pick("error", "错误"),
            Severity::Warning => lang.pick("warning", "警告"),
            Severity::Info => lang.pick("info", "提示"),
        }
    }
}

/// Where in a file something stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Spot {
    /// The file, relative to the community's directory.
    pub path: String,
    /// The line, from 1; `None` for the whole file.
    pub line: Option<u32>,
    /// The column in characters, from 1.
    pub column: Option<u32>,
    /// How many characters of the line are meant; 0 where there is no column.
    pub width: u32,
    /// The whole line as it stands in the file (lossy where it is not UTF-8), for the caret.
    pub text: String,
}

/// What a finding is about, beyond where it stands: by this a finding that only follows from another is known. Never shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// The item, by its name.
    pub item: Option<String>,
    /// The store, by its code.
    pub store: Option<String>,
    /// The places, by their codes.
    pub places: Vec<String>,
    /// What was committed and was edited or taken away: the row, or the whole file; nothing where no sum depends on what
    /// was edited.
    pub was: Option<String>,
}

/// One thing found, with everything a person needs to see it and mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The code of ledgers.md §6, such as `unknown-place`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Where it stands; `None` for a finding about the books as a whole.
    pub spot: Option<Spot>,
    /// The field (column name) it is about.
    pub field: Option<&'static str>,
    /// The id of the row, as written.
    pub id: Option<String>,
    /// What was found, naming the value.
    pub message: Said,
    /// A short text for under the caret; empty if the message says it all.
    pub label: Said,
    /// The remedy, as a command that can be pasted (the same in both languages apart from the reason given).
    pub fix: Option<Said>,
    /// What it is about.
    pub subject: Subject,
}

impl Finding {
    /// A finding about the books, without a place in a file.
    pub fn new(code: &'static str, severity: Severity, message: Said) -> Finding {
        Finding {
            code,
            severity,
            spot: None,
            field: None,
            id: None,
            message,
            label: Said::default(),
            fix: None,
            subject: Subject::default(),
        }
    }

    /// The same, about an item (by its name) and, where it is about one, a store (by its code).
    pub fn about_goods(mut self, item: &str, store: Option<&str>) -> Finding {
        self.subject.item = Some(item.to_owned());
        self.subject.store = store.map(str::to_owned);
        self
    }

    /// The same, about places (by their codes).
    pub fn about_places<'p>(mut self, places: impl IntoIterator<Item = &'p str>) -> Finding {
        self.subject.places = places.into_iter().map(str::to_owned).collect();
        self
    }

    /// A refused value as a finding: the same message as the flag or the import gives.
    pub fn from_fault(code: &'static str, severity: Severity, fault: Fault) -> Finding {
        let mut finding = Finding::new(code, severity, fault.message);
        finding.label = fault.remedy.unwrap_or_default();
        finding
    }

    /// The order in which findings are shown: by file, line, column, then code.
    pub fn order(&self) -> impl Ord + '_ {
        let spot = self.spot.as_ref();
        (
            spot.map(|s| s.path.as_str()),
            spot.and_then(|s| s.line),
            spot.and_then(|s| s.column),
            self.code,
            self.id.as_deref(),
            self.message.en.as_str(),
        )
    }
}
