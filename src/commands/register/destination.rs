//! `linli destination list|show|add|edit`

use super::named::{Of, verb};
use crate::commands::verb::Verb;
use crate::recording::registering::NamedKind;
use crate::words::{Words, words};

struct Destinations;

impl Of for Destinations {
    const KIND: NamedKind = NamedKind::Destination;
    const LIST: Words = words("list the destinations", "列出去处");
    const SHOW: Words = words("show one destination", "查看一个去处");
    const ADD: Words = words("register a destination", "登记一个去处");
    const EDIT: Words = words("give a destination another name; its code stays", "修改去处名称；代码不变");
    const EXAMPLE: Words = words(
        "Example: linli destination add 采样点 --name 核酸采样点",
        "示例：linli destination add 采样点 --name 核酸采样点",
    );
}

/// The verb.
pub const VERB: Verb = verb::<Destinations>(
    "destination",
    words(
        "places goods can go to that are never due: list, show, add, edit",
        "物资去处（如采样点）：查看、登记、修改",
    ),
);
