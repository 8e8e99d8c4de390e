//! `linli destination list|show|add|edit`

use super::list_args;
use super::named::{self, change_args, show_args};
use crate::commands::verb::{Heading, Verb, no_args, only_subs};
use crate::recording::registering::NamedKind::Destination;
use crate::words::{Words, words};

/// The verb.
pub const VERB: Verb = Verb {
    name: "destination",
    about: words(
        "places goods can go to that are never due: list, show, add, edit",
        "物资去处（如采样点）：查看、登记、修改",
    ),
    long: words("", ""),
    heading: Heading::Registers,
    args: no_args,
    subs: &[LIST, SHOW, ADD, EDIT],
    run: only_subs,
};

const EXAMPLE: Words = words(
    "Example: linli destination add 采样点 --name 核酸采样点",
    "示例：linli destination add 采样点 --name 核酸采样点",
);

const LIST: Verb = Verb {
    name: "list",
    about: words("list the destinations", "列出去处"),
    long: words("", ""),
    heading: Heading::Registers,
    args: list_args,
    subs: &[],
    run: |matches, desk| named::list(Destination, matches, desk),
};

const SHOW: Verb = Verb {
    name: "show",
    about: words("show one destination", "查看一个去处"),
    long: words("", ""),
    heading: Heading::Registers,
    args: show_args,
    subs: &[],
    run: |matches, desk| named::show(Destination, matches, desk),
};

const ADD: Verb = Verb {
    name: "add",
    about: words("register a destination", "登记一个去处"),
    long: EXAMPLE,
    heading: Heading::Registers,
    args: change_args,
    subs: &[],
    run: |matches, desk| named::add(Destination, matches, desk),
};

const EDIT: Verb = Verb {
    name: "edit",
    about: words("give a destination another name; its code stays", "修改去处名称；代码不变"),
    long: EXAMPLE,
    heading: Heading::Registers,
    args: change_args,
    subs: &[],
    run: |matches, desk| named::edit(Destination, matches, desk),
};
