//! What may be added over several communities: each report says it of its own tables, beside its columns.

/// How a table adds up over several communities.
#[derive(Debug)]
pub struct Across {
    /// The table.
    pub table: &'static str,
    /// Its sums. What is in none of them means nothing when added: a balance, a median, the minimum of a store.
    pub sums: &'static [Sum],
    /// Its columns of money: beside the last of them stands the currency of the community.
    pub money: &'static [&'static str],
}

/// Figures that are added over rows that are of the same sort: one total row for each sort.
#[derive(Debug)]
pub struct Sum {
    /// The columns in which rows must agree: goods are never added across units, money never across currencies.
    pub same: &'static [&'static str],
    /// The columns that are added.
    pub add: &'static [&'static str],
    /// The share that follows from them.
    pub share: Option<Share>,
}

/// A share worked out of sums: what is done, less what is over, of what is due and not exempt.
#[derive(Debug)]
pub struct Share {
    /// The column it stands in.
    pub column: &'static str,
    /// The columns of what is done.
    pub done: &'static [&'static str],
    /// The column of what was done beyond what was due, which makes up for nobody else; may be empty.
    pub over: &'static str,
    /// The column of what is due.
    pub due: &'static str,
    /// The column of what is exempt from it; may be empty.
    pub exempt: &'static str,
}

impl Across {
    /// A table without money.
    pub const fn table(table: &'static str, sums: &'static [Sum]) -> Across {
        Across { table, sums, money: &[] }
    }
}

impl Sum {
    /// Figures added over rows of the same sort.
    pub const fn of(same: &'static [&'static str], add: &'static [&'static str]) -> Sum {
        Sum { same, add, share: None }
    }

    /// The same with a share.
    pub const fn with(mut self, share: Share) -> Sum {
        self.share = Some(share);
        self
    }
}

/// The columns in which goods agree.
pub const GOODS: &[&str] = &["item", "unit"];
/// The column in which money agrees.
pub const CURRENCY: &[&str] = &["currency"];

/// Of rounds.
pub const ROUNDS: Share =
    Share { column: "rate", done: &["done"], over: "over", due: "due", exempt: "exempt" };
/// Of tests.
pub const TESTS: Share =
    Share { column: "rate", done: &["tested", "elsewhere"], over: "", due: "due", exempt: "exempt" };
/// Of notices.
pub const NOTICES: Share =
    Share { column: "rate", done: &["reached"], over: "", due: "households", exempt: "" };

/// The tables of rounds, tests, notices and what is missing, as the bulletin has them too.
pub const COVERAGE: &[Sum] = &[Sum::of(GOODS, &["due", "done", "exempt", "missing", "over"]).with(ROUNDS)];
/// Tests.
pub const TESTING: &[Sum] =
    &[Sum::of(&[], &["due", "tested", "elsewhere", "exempt", "visitors", "missing"]).with(TESTS)];
/// Notices.
pub const NOTICED: &[Sum] = &[Sum::of(&[], &["households", "reached", "missing"]).with(NOTICES)];
/// What is missing.
pub const MISSING: &[Sum] = &[Sum::of(GOODS, &["due", "done", "missing"])];
/// What came in: the money beside it by currency.
pub const INCOMING: &[Sum] = &[Sum::of(GOODS, &["quantity", "lines"]), Sum::of(CURRENCY, &["value"])];
/// What is handed out.
pub const HANDED_OUT: &[Sum] = &[Sum::of(GOODS, &["quantity", "places", "lines"])];
