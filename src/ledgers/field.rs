//! What a field of a ledger or register is: its column name, its words, its kind. Defined once, in the ledger's own
//! file; columns, flags, prompts, JSON keys, import names, help and the data dictionary are readings of it.

use crate::words::{Words, words};

/// One column of a ledger or register.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The column's name in the file, in JSON, in CSV and as a flag.
    pub name: &'static str,
    /// What kind of value it holds.
    pub kind: Kind,
    /// True if it may not be empty.
    pub required: bool,
    /// Its heading for people.
    pub heading: Words,
    /// What it means, with units and what an empty cell stands for.
    pub meaning: Words,
    /// Other headings under which spreadsheets bring it.
    pub aliases: &'static [&'static str],
}

/// The kind of a field's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The row's id.
    Id,
    /// An ISO day.
    Day,
    /// Free text.
    Text,
    /// A place of the community or a destination.
    Place,
    /// An item of `items.csv`.
    Item,
    /// A unit word; empty is the item's base unit.
    Unit,
    /// A store of `community.toml`; empty is the first.
    Store,
    /// A round of `rounds.toml`.
    Round,
    /// A volunteer of `volunteers.csv`.
    Volunteer,
    /// A group of `community.toml`.
    Group,
    /// An exact quantity of goods, not negative except in a reversal.
    Quantity,
    /// An exact quantity of goods with a sign.
    Change,
    /// Money in the community's currency.
    Money,
    /// A whole number of people, homes or the like.
    Count,
    /// Need codes separated by `|`.
    Needs,
    /// A time of day.
    Moment,
    /// A moment with offset.
    Stamp,
    /// The id of another row.
    RowRef,
    /// One of a fixed list.
    Choice(&'static [Choice]),
}

/// One value of a fixed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The code in the file.
    pub code: &'static str,
    /// The words for people.
    pub words: Words,
}

impl Kind {
    /// What the kind is called in the data dictionary.
    pub fn title(self) -> Words {
        match self {
            Kind::Id => words("row id", "行号"),
            Kind::Day => words("day (YYYY-MM-DD)", "日期（YYYY-MM-DD）"),
            Kind::Text => words("text", "文字"),
            Kind::Place => words("place", "位置"),
            Kind::Item => words("item", "物品"),
            Kind::Unit => words("unit", "单位"),
            Kind::Store => words("store", "仓库"),
            Kind::Round => words("round", "批次"),
            Kind::Volunteer => words("volunteer", "志愿者"),
            Kind::Group => words("group", "小组"),
            Kind::Quantity => words("quantity", "数量"),
            Kind::Change => words("quantity with sign", "带正负号的数量"),
            Kind::Money => words("money", "金额"),
            Kind::Count => words("whole number", "整数"),
            Kind::Needs => words("need codes, separated by |", "需求代码，用 | 分隔"),
            Kind::Moment => words("time (HH:MM)", "时刻（HH:MM）"),
            Kind::Stamp => words("moment (RFC 3339)", "时间（RFC 3339）"),
            Kind::RowRef => words("id of a row", "行号引用"),
            Kind::Choice(_) => words("one of a list", "固定选项"),
        }
    }

    /// True for kinds that a reversal negates: quantities, counts and money.
    pub fn is_negated(self) -> bool {
        matches!(self, Kind::Quantity | Kind::Change | Kind::Money | Kind::Count)
    }

    /// True for kinds that are set to the right in a table.
    pub fn is_number(self) -> bool {
        self.is_negated()
    }
}

/// `id`: first in every ledger.
pub const ID: Field = Field {
    name: "id",
    kind: Kind::Id,
    required: true,
    heading: words("id", "行号"),
    meaning: words(
        "ledger letter, day, code and line of the document",
        "台账字母、日期、单据编码和单据内行次",
    ),
    aliases: &[],
};

/// `date`: second in every ledger.
pub const DATE: Field = Field {
    name: "date",
    kind: Kind::Day,
    required: true,
    heading: words("date", "日期"),
    meaning: words("the day on which it happened", "发生的日期"),
    aliases: &["日期", "时间", "date", "day"],
};

/// `note`: free text of every ledger row.
pub const NOTE: Field = Field {
    name: "note",
    kind: Kind::Text,
    required: false,
    heading: words("note", "备注"),
    meaning: words("free text; in a reversal the reason", "备注；冲销行写原因"),
    aliases: &["备注", "说明", "note", "remarks"],
};

/// `reverses`: what a reversal cancels.
pub const REVERSES: Field = Field {
    name: "reverses",
    kind: Kind::RowRef,
    required: false,
    heading: words("reverses", "冲销"),
    meaning: words(
        "the id of the row that this row cancels; empty in ordinary rows",
        "本行所冲销的行号；普通行为空",
    ),
    aliases: &[],
};

/// `by`: who recorded the row.
pub const BY: Field = Field {
    name: "by",
    kind: Kind::Text,
    required: true,
    heading: words("recorded by", "登记人"),
    meaning: words("the volunteer who recorded it", "登记的志愿者"),
    aliases: &["登记人", "经手人", "by"],
};

/// `at`: when the row was recorded.
pub const AT: Field = Field {
    name: "at",
    kind: Kind::Stamp,
    required: true,
    heading: words("recorded at", "登记时间"),
    meaning: words("when it was recorded, with offset", "登记的时间（带时区）"),
    aliases: &[],
};
