//! A TOML register with one entry added or changed; comments, order and everything else stay as they are.

use super::toml_words::toml_fault;
use crate::model::Fault;
use crate::said;
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, Value};

/// A TOML register, ready to be changed.
pub struct TomlText {
    document: DocumentMut,
}

impl TomlText {
    /// Reads a text.
    ///
    /// # Errors
    /// It is not TOML.
    pub fn read(text: &str) -> Result<TomlText, Fault> {
        let document = text.parse::<DocumentMut>().map_err(|error| {
            let fault = toml_fault(text, error.message(), error.span());
            let message = said!("this is not TOML: ", "TOML 内容有误，").then(&fault.message);
            let check = said!("linli check shows where", "用 linli check 查看位置");
            Fault { message, remedy: Some(fault.remedy.unwrap_or(check)) }
        })?;
        Ok(TomlText { document })
    }

    /// Adds an entry after the last one of `[[list]]`.
    ///
    /// # Errors
    /// The file writes the list in another form (`list = [...]`).
    pub fn add(&mut self, list: &str, table: Table) -> Result<(), Fault> {
        let entry = self.document.entry(list).or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
        entry.as_array_of_tables_mut().ok_or_else(|| other_form(list))?.push(table);
        Ok(())
    }

    /// Takes the entries of `[[list]]` out that are `gone`.
    ///
    /// # Errors
    /// The file has no entries in that form.
    pub fn take_out(&mut self, list: &str, gone: impl Fn(&Table) -> bool) -> Result<(), Fault> {
        let tables = self.document.get_mut(list).and_then(Item::as_array_of_tables_mut);
        tables.ok_or_else(|| other_form(list))?.retain(|table| !gone(table));
        Ok(())
    }

    /// The entry of `[[list]]` with this code.
    ///
    /// # Errors
    /// The file has no such entry in that form.
    pub fn entry(&mut self, list: &str, code: &str) -> Result<&mut Table, Fault> {
        let tables = self.document.get_mut(list).and_then(Item::as_array_of_tables_mut);
        let has = |t: &Table| t.get("code").and_then(Item::as_str) == Some(code);
        tables.and_then(|tables| tables.iter_mut().find(|t| has(t))).ok_or_else(|| other_form(list))
    }
}

impl std::fmt::Display for TomlText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.document.fmt(f)
    }
}

fn other_form(list: &str) -> Fault {
    Fault::new(said!(
        "the file does not have its entries as [[{list}]]",
        "文件中的条目不是 [[{list}]] 的形式"
    ))
    .remedy(said!(
        "write each one as [[{list}]], or edit the file by hand",
        "请把每一条写成 [[{list}]]，或直接编辑文件"
    ))
}

/// Sets a key. The comment behind the old value stays (an assignment would drop it).
pub fn put(table: &mut Table, key: &str, value: impl Into<Value>) {
    let mut value = value.into();
    match table.get_mut(key) {
        Some(old) => {
            if let Some(before) = old.as_value() {
                *value.decor_mut() = before.decor().clone();
            }
            *old = Item::Value(value);
        }
        None => {
            table.insert(key, Item::Value(value));
        }
    }
}

/// A list of texts.
pub fn list<S: AsRef<str>>(texts: &[S]) -> Value {
    Value::Array(texts.iter().map(|t| t.as_ref()).collect::<Array>())
}

/// Adds a text to a list; the list is made if there is none.
pub fn push(table: &mut Table, key: &str, text: &str) {
    let item = table.entry(key).or_insert(Item::Value(Value::Array(Array::new())));
    let Some(array) = item.as_array_mut() else { return };
    let mut value = Value::from(text);
    // In a list of one text a line, the new one gets its own line too.
    if let Some(last) = array.len().checked_sub(1).and_then(|at| array.get(at))
        && last.decor().prefix().and_then(|p| p.as_str()).is_some_and(|p| p.contains('\n'))
    {
        let prefix = last.decor().prefix().and_then(|p| p.as_str()).unwrap_or_default();
        let indent = prefix.rsplit('\n').next().unwrap_or_default();
        value.decor_mut().set_prefix(format!("\n{indent}"));
        array.push_formatted(value);
        return;
    }
    array.push(value);
}

/// Removes from a list the texts that are `gone`; true if there was one.
pub fn remove(table: &mut Table, key: &str, gone: impl Fn(&str) -> bool) -> bool {
    let Some(array) = table.get_mut(key).and_then(Item::as_array_mut) else { return false };
    let before = array.len();
    array.retain(|value| !value.as_str().is_some_and(&gone));
    let removed = array.len() < before;
    if removed
        && let Some(first) = array.get_mut(0)
        && first.decor().prefix().and_then(|p| p.as_str()) == Some(" ")
    {
        first.decor_mut().set_prefix("");
    }
    removed
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# who we are\n[community]\nname = \"x\"\n\n[[store]]\ncode = \"main\" # the big one\nname = \"A\"   # for now\n\n# destinations\n[[destination]]\ncode = \"d\"\n# the end\n";

    #[test]
    fn a_changed_key_keeps_the_comment_behind_it() {
        let mut text = TomlText::read(TEXT).unwrap();
        put(text.entry("store", "main").unwrap(), "name", "B");
        assert_eq!(text.to_string(), TEXT.replace("\"A\"", "\"B\""));
    }

    #[test]
    fn an_entry_is_added_behind_its_kind_and_nothing_else_moves() {
        let mut text = TomlText::read(TEXT).unwrap();
        let mut table = Table::new();
        put(&mut table, "code", "gate");
        text.add("store", table).unwrap();
        let expected = TEXT.replace("# for now\n", "# for now\n\n[[store]]\ncode = \"gate\"\n");
        assert_eq!(text.to_string(), expected);
    }

    #[test]
    fn the_first_entry_of_its_kind_goes_to_the_end() {
        let mut text = TomlText::read("[community]\nname = \"x\"\n").unwrap();
        let mut table = Table::new();
        put(&mut table, "code", "a");
        text.add("store", table).unwrap();
        assert_eq!(text.to_string(), "[community]\nname = \"x\"\n\n[[store]]\ncode = \"a\"\n");
        let mut inline = TomlText::read("store = [{ code = \"a\" }]\n").unwrap();
        assert!(inline.add("store", Table::new()).is_err());
    }

    #[test]
    fn a_list_grows_and_shrinks_in_its_own_form() {
        let mut text = TomlText::read("[[b]]\ncode = \"3\"\nexcept = [\"1\", \"2\"] # gone\n").unwrap();
        let table = text.entry("b", "3").unwrap();
        push(table, "except", "3");
        assert!(remove(table, "except", |t| t == "1"));
        assert!(!remove(table, "except", |t| t == "9"));
        push(table, "extra", "商101");
        assert_eq!(
            text.to_string(),
            "[[b]]\ncode = \"3\"\nexcept = [\"2\", \"3\"] # gone\nextra = [\"商101\"]\n"
        );
    }

    #[test]
    fn a_list_of_one_text_a_line_stays_so() {
        let mut text =
            TomlText::read("[[b]]\ncode = \"3\"\nextra = [\n    \"a\", # shop\n    \"b\",\n]\n").unwrap();
        push(text.entry("b", "3").unwrap(), "extra", "c");
        assert_eq!(
            text.to_string(),
            "[[b]]\ncode = \"3\"\nextra = [\n    \"a\", # shop\n    \"b\",\n    \"c\",\n]\n"
        );
    }
}
