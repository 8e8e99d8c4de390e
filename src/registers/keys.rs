//! Keys of a TOML register that nothing reads, probably misspelt.

use super::RegisterFault;
use crate::model::{Fault, Severity};
use crate::said;

/// The keys of each table by the last part of its name; the top is the empty one.
type Known<'k> = &'k [(&'k str, &'k [&'k str])];

/// Reads a TOML register, with the keys that nothing reads noted; nothing of it if it is not the TOML that is expected.
pub(super) fn read_toml<F: serde::de::DeserializeOwned + Default>(
    text: &str,
    keys: Known,
) -> (F, Vec<RegisterFault>) {
    let mut faults = unknown_keys(text, keys);
    let file = toml::from_str(text).unwrap_or_else(|error| {
        faults.push(RegisterFault::of_toml(&error));
        F::default()
    });
    (file, faults)
}

/// The keys that nothing reads, as `info` findings.
pub(super) fn unknown_keys(text: &str, known: Known) -> Vec<RegisterFault> {
    // Parsing a register once more for where its keys stand takes longer than reading it.
    if all_known(text, known) {
        return Vec::new();
    }
    in_document(text, known)
}

fn in_document(text: &str, known: Known) -> Vec<RegisterFault> {
    let Ok(document) = text.parse::<toml_edit::Document<String>>() else { return Vec::new() };
    let mut faults = Vec::new();
    walk(document.as_table(), "", known, &mut faults);
    faults
}

fn keys_of<'k>(known: Known<'k>, table: &str) -> &'k [&'k str] {
    known.iter().find(|(name, _)| *name == table).map_or(&[], |(_, keys)| keys)
}

/// True if it can be told line by line that every key is known; false also where only a parser could tell.
fn all_known(text: &str, known: Known) -> bool {
    if text.contains("\"\"\"") || text.contains("'''") {
        return false;
    }
    let mut table = "";
    text.lines().map(str::trim).all(|line| match line.as_bytes().first() {
        None | Some(b'#' | b'"' | b'\'' | b']' | b'}') => !line.contains('='),
        Some(b'[') => {
            let line = line.split('#').next().unwrap_or_default().trim_end();
            let name = line.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]"));
            let name = name.or_else(|| line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')));
            let mut above = "";
            let is_known = name.is_some_and(|name| {
                name.split('.')
                    .all(|part| keys_of(known, std::mem::replace(&mut above, part)).contains(&part))
            });
            table = above;
            is_known
        }
        Some(_) => {
            line.split_once('=').is_some_and(|(key, _)| keys_of(known, table).contains(&key.trim_end()))
        }
    })
}

fn walk(table: &toml_edit::Table, name: &str, known: Known, faults: &mut Vec<RegisterFault>) {
    let keys = keys_of(known, name);
    for (key, item) in table.iter() {
        if !keys.contains(&key) {
            let span = table.key(key).and_then(|k| k.span()).or_else(|| item.span());
            let fault = Fault::new(said!("nothing reads the key `{key}` here", "此处没有“{key}”这个设置项"));
            faults.push(RegisterFault { code: "header", severity: Severity::Info, span, field: None, fault });
        } else if let Some(inner) = item.as_table() {
            walk(inner, key, known, faults);
        } else if let Some(list) = item.as_array_of_tables() {
            list.iter().for_each(|inner| walk(inner, key, known, faults));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KNOWN: Known =
        &[("", &["a", "round"]), ("round", &["code", "allot"]), ("allot", &["item"]), ("a", &["b"])];

    #[test]
    fn plain_registers_are_told_line_by_line() {
        let plain = "# who\na = 1 # one\n\n[[round]]\ncode = \"x\" # y\n[[round.allot]]\nitem = [\n    \"a\",\n    # b\n]\n";
        assert!(all_known(plain, KNOWN));
        assert!(!all_known(&plain.replace("item", "iten"), KNOWN));
        assert_eq!(unknown_keys(&plain.replace("item", "iten"), KNOWN).len(), 1);
        assert!(!all_known("[rounds]\n", KNOWN));
        assert!(!all_known("a = \"\"\"\n[round]\n\"\"\"\ncode = 1\n", KNOWN));
    }

    proptest! {
        #[test]
        fn what_is_told_by_lines_is_what_the_parser_finds(
            lines in proptest::collection::vec(
                prop_oneof![
                    Just("a = 1"), Just("b = 2"), Just("code = 3"), Just("item = [\"x\","), Just("\"y\"]"), Just("\"b\" = 1"),
                    Just("[round]"), Just("[[round]]"), Just("[[round.allot]]"), Just("[a]"), Just("[a.b]"), Just("[b]"),
                    Just("round.code = 1"), Just("a = { c = 1 }"), Just("a = [{ c = 1 },"), Just("{ d = 2 }]"), Just("# x = 1"), Just("a . b = 1"),
                ],
                0..7,
            ),
        ) {
            let text = lines.join("\n");
            if all_known(&text, KNOWN) {
                prop_assert_eq!(in_document(&text, KNOWN).len(), 0, "{}", text);
            }
        }
    }
}
