//! `linli store list|show|add|edit`

use super::named::{Of, verb};
use crate::commands::verb::Verb;
use crate::recording::registering::NamedKind;
use crate::words::{Words, words};

struct Stores;

impl Of for Stores {
    const KIND: NamedKind = NamedKind::Store;
    const LIST: Words = words("list the stores", "列出仓库");
    const SHOW: Words = words("show one store", "查看一个仓库");
    const ADD: Words = words("register a store", "登记一个仓库");
    const EDIT: Words = words("give a store another name; its code stays", "修改仓库名称；代码不变");
    const EXAMPLE: Words =
        words("Example: linli store add gate --name 门岗", "示例：linli store add gate --name 门岗");
}

/// The verb.
pub const VERB: Verb =
    verb::<Stores>("store", words("where goods lie: list, show, add, edit", "仓库名册：查看、登记、修改"));
