//! `linli store list|show|add|edit`

use super::list_args;
use super::named::{self, change_args, show_args};
use crate::commands::verb::{Heading, Verb, no_args, only_subs};
use crate::recording::registering::NamedKind::Store;
use crate::words::{Words, words};

/// The verb.
pub const VERB: Verb = Verb {
    name: "store",
    about: words("where goods lie: list, show, add, edit", "仓库名册：查看、登记、修改"),
    long: words("", ""),
    heading: Heading::Registers,
    args: no_args,
    subs: &[LIST, SHOW, ADD, EDIT],
    run: only_subs,
};

const EXAMPLE: Words =
    words("Example: linli store add gate --name 门岗", "示例：linli store add gate --name 门岗");

const LIST: Verb = Verb {
    name: "list",
    about: words("list the stores", "列出仓库"),
    long: words("", ""),
    heading: Heading::Registers,
    args: list_args,
    subs: &[],
    run: |matches, desk| named::list(Store, matches, desk),
};

const SHOW: Verb = Verb {
    name: "show",
    about: words("show one store", "查看一个仓库"),
    long: words("", ""),
    heading: Heading::Registers,
    args: show_args,
    subs: &[],
    run: |matches, desk| named::show(Store, matches, desk),
};

const ADD: Verb = Verb {
    name: "add",
    about: words("register a store", "登记一个仓库"),
    long: EXAMPLE,
    heading: Heading::Registers,
    args: change_args,
    subs: &[],
    run: |matches, desk| named::add(Store, matches, desk),
};

const EDIT: Verb = Verb {
    name: "edit",
    about: words("give a store another name; its code stays", "修改仓库名称；代码不变"),
    long: EXAMPLE,
    heading: Heading::Registers,
    args: change_args,
    subs: &[],
    run: |matches, desk| named::edit(Store, matches, desk),
};
