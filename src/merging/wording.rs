//! Rows in words, a row a line: what `git diff` shows instead of commas.

use super::sheet::Sheet;
use crate::ledgers::{Field, LEDGERS, unquoted};
use crate::registers::{items, volunteers};
use crate::words::Lang;

/// A ledger or register with each line in words: its id or first cell, then every cell that is not empty under its
/// heading in this language. What cannot be read as a table is given as it stands.
pub fn in_words(text: &str, lang: Lang) -> String {
    let Ok(sheet) = Sheet::read(Some(text)) else { return text.to_owned() };
    let fields = fields_of(&sheet.names);
    let mut out = String::with_capacity(text.len() * 2);
    for line in &sheet.lines {
        let mut first = true;
        for (name, cell) in sheet.names.iter().zip(&line.cells) {
            let value = unquoted(cell);
            if value.is_empty() {
                continue;
            }
            if !std::mem::take(&mut first) {
                let heading =
                    fields.iter().find(|f| f.name == name).map_or(name.as_str(), |f| f.heading.say(lang));
                out.push_str(" · ");
                out.push_str(heading);
                out.push(' ');
            }
            out.push_str(&value.replace('\n', "\\n"));
        }
        out.push('\n');
    }
    out
}

/// The fields of whatever has most of these columns.
fn fields_of(names: &[String]) -> &'static [Field] {
    let all = LEDGERS.iter().map(|l| l.fields).chain([items::FIELDS, volunteers::FIELDS]);
    let shared = |fields: &&[Field]| fields.iter().filter(|f| names.iter().any(|n| n == f.name)).count();
    all.max_by_key(shared).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_shown_in_words_of_the_chosen_language() {
        let text = "id,date,donor,item,quantity,unit,note,by,at\nD220816-K7QF2M,2022-08-16,爱心企业,牛奶,40,箱,,李梅,2022-08-16T20:00:00+08:00\n";
        assert_eq!(
            in_words(text, Lang::En),
            "D220816-K7QF2M · date 2022-08-16 · donor 爱心企业 · item 牛奶 · quantity 40 · unit 箱 · recorded by 李梅 · recorded at 2022-08-16T20:00:00+08:00\n"
        );
        assert!(in_words(text, Lang::Zh).contains(" · 物品 牛奶"), "{}", in_words(text, Lang::Zh));
    }

    #[test]
    fn what_is_no_table_is_shown_as_it_stands() {
        assert_eq!(in_words("a,b\n<<<<<<< x\n", Lang::En), "a,b\n<<<<<<< x\n");
    }
}
