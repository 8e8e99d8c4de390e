//! `linli city`: many communities, fetched and reported together. Each is read from the objects of a bare mirror; nothing
//! is ever checked out, and nothing is sent to them.

mod add;
mod at_once;
mod export;
mod fetch;
mod list;
mod office;
mod outcome;
mod reading;
mod remove;
mod report;

use super::verb::{Heading, Verb, no_args, only_subs};
use crate::words::words;

/// The verb.
pub const VERB: Verb = Verb {
    name: "city",
    about: words(
        "reports over many communities: add, list, fetch, report, export",
        "多个小区的汇总：添加、查看、取回、报表、导出",
    ),
    long: words("", ""),
    heading: Heading::City,
    args: no_args,
    subs: &[add::VERB, remove::VERB, list::VERB, fetch::VERB, report::VERB, export::VERB],
    run: only_subs,
};
