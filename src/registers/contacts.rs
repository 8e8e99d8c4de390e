//! `private/contacts.csv`: names and phones of residents. Never committed, never printed unless asked for.

use crate::ledgers::{Field, Kind};
use crate::words::words;

/// Where it stands.
pub const CONTACTS: &str = "private/contacts.csv";

/// Its columns.
pub static FIELDS: &[Field] = &[
    Field {
        name: "place",
        kind: Kind::Place,
        required: true,
        heading: words("place", "位置"),
        meaning: words("the home", "户"),
        aliases: &["房号", "位置"],
    },
    Field {
        name: "name",
        kind: Kind::Text,
        required: false,
        heading: words("name", "姓名"),
        meaning: words("whom to ask for", "联系人姓名"),
        aliases: &["姓名"],
    },
    Field {
        name: "phone",
        kind: Kind::Text,
        required: false,
        heading: words("phone", "电话"),
        meaning: words("the phone number", "联系电话"),
        aliases: &["电话", "手机"],
    },
    Field {
        name: "note",
        kind: Kind::Text,
        required: false,
        heading: words("note", "备注"),
        meaning: words("free text", "备注"),
        aliases: &["备注"],
    },
];
