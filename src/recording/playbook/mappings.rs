//! What of a mapping travels: which heading is which column, and nothing that belongs to one community.

use super::telltales::{Telltales, number_in};
use crate::import::Mapping;
use crate::said;
use crate::words::{Lang, Said};
use std::path::Path;

/// Fields whose value for every row says how a sheet is meant, not whom it is about.
const OF_THE_SHEET: [&str; 11] = [
    "unit", "outcome", "publish", "reason", "kind", "urgency", "status", "channel", "group", "role",
    "receiver",
];

/// The text of a mapping without what would tell who the community is; `None` if that is not possible. What was left out
/// is told.
pub(super) fn without_telltales(
    path: &str,
    text: &str,
    telltales: &Telltales<'_>,
    left: &mut Vec<Said>,
) -> Option<String> {
    let Ok(mut document) = text.parse::<toml_edit::DocumentMut>() else {
        left.push(said!("{path} was left out: it is no mapping", "{path} 未收入：不是映射文件"));
        return None;
    };
    if let Some(defaults) = document.get_mut("defaults").and_then(|item| item.as_table_like_mut()) {
        let keys: Vec<String> = defaults.iter().map(|(key, _)| key.to_owned()).collect();
        for key in keys.iter().filter(|key| !OF_THE_SHEET.contains(&key.as_str())) {
            defaults.remove(key);
            left.push(said!("{path}: the default of `{key}` was left out", "{path}：默认的“{key}”未收入"));
        }
    }
    if let Some(source) = document.get("source").and_then(|item| item.as_str())
        && let Some(told) = telltales.told_by(source)
    {
        document.remove("source");
        left.push(said!("{path}: `source` was left out: ", "{path}：source 未收入：").then(&told));
    }
    for key in ["skip", "end"] {
        let Some(list) = document.get_mut(key).and_then(|item| item.as_array_mut()) else { continue };
        let before = list.len();
        list.retain(|value| value.as_str().is_none_or(|text| telltales.told_by(text).is_none()));
        let gone = before - list.len();
        if gone > 0 {
            left.push(said!("{path}: {gone} of `{key}` left out", "{path}：{key} 中有 {gone} 项未收入"));
        }
    }
    let text = document.to_string();
    if let Some(told) = telltales.told_by(&text) {
        left.push(said!("{path} was left out: ", "{path} 未收入：").then(&told));
        return None;
    }
    Some(text)
}

/// Mappings that cannot be read, or hold a number of a person, are left out and told.
pub(super) fn refuse_unread(mappings: &mut Vec<(String, String)>, told: &mut Vec<Said>) {
    mappings.retain(|(path, text)| {
        let fault = match (number_in(text), Mapping::parse(text)) {
            (Some(fault), _) => fault,
            (None, Ok(_)) => return true,
            (None, Err(error)) => Said { en: error.say(Lang::En).0, zh: error.say(Lang::Zh).0 },
        };
        told.push(said!("{path} was left out: ", "{path} 未采用：").then(&fault));
        false
    });
}

/// The name under which a mapping is kept.
pub(super) fn is_mapping(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|end| end == "toml")
}
