//! Items: `linli item add`, `linli item edit`.

use super::super::typed::read_item;
use super::{Flags, change_line, nothing_changes, pieces, text_of, tidy, wonder_same};
use crate::books::Books;
use crate::error::{Error, Result};
use crate::model::{Packs, measure};
use crate::recording::Entry;
use crate::registers::items::FIELDS;
use crate::registers::line::{Cells, with_line};
use crate::registers::{ITEMS, Item};
use crate::said;

/// Registers an item. `flag` gives `unit` and the optional columns.
///
/// # Errors
/// The name or an alias is taken; the unit is missing; a pack or the minimum cannot be read.
pub fn add_item(books: &Books, name: &str, flag: &Flags) -> Result<Entry> {
    let name = good_name(name)?;
    free_name(books, &name, None)?;
    let unit = flag("unit").map(|u| tidy(&u)).filter(|u| !u.is_empty()).ok_or_else(|| {
        Error::usage(said!("{name} needs a base unit", "“{name}”缺少基本单位"))
            .hint(said!("linli item add {name} --unit 份", "linli item add {name} --unit 份"))
    })?;
    let mut cells: Cells = vec![("item", name.clone()), ("unit", unit.clone())];
    cells.extend(typed_cells(books, &name, &unit, "", None, flag)?);
    let subject = format!("item: add {name} ({unit})");
    let text = with_line(&text_of(books, ITEMS)?, FIELDS, &cells);
    let doubts = wonder_same(&name, all_names(books)).into_iter().collect();
    Ok(Entry { subject, doubts, registers: vec![(ITEMS.to_owned(), text)], ..Entry::default() })
}

fn all_names<'b>(books: &'b Books) -> impl Iterator<Item = &'b str> {
    let items = books.registers.items.iter();
    items.flat_map(|i| std::iter::once(i.name.as_str()).chain(i.aliases.iter().map(String::as_str)))
}

/// Changes an item. With `item` it gets another name, and the old one becomes an alias. Packs that rows use are not
/// changed: that is refused when the new register is read back.
///
/// # Errors
/// There is no such item, or as [`add_item`]; nothing would change.
pub fn edit_item(books: &Books, name: &str, flag: &Flags) -> Result<Entry> {
    let id = read_item(name, &books.registers.names)?;
    let item = books.registers.item(id).ok_or_else(nothing_changes)?;
    let unit = flag("unit").map_or_else(|| item.unit.clone(), |u| tidy(&u));
    let mut cells = Cells::new();
    if flag("unit").is_some() {
        cells.push(("unit", unit.clone()));
    }
    cells.extend(typed_cells(books, &item.name, &unit, &item.packs_text, Some(item), flag)?);
    let mut subject = format!("item: edit {}", item.name);
    if let Some(typed) = flag("item") {
        let new = good_name(&typed)?;
        if new != item.name {
            free_name(books, &new, Some(item))?;
            let given = cells.iter().position(|(n, _)| *n == "aliases").map(|at| cells.remove(at).1);
            let mut aliases = given.map_or_else(|| item.aliases.clone(), |text| pieces(&text));
            aliases.retain(|a| *a != new && *a != item.name);
            aliases.push(item.name.clone());
            cells.push(("aliases", aliases.join("|")));
            subject = format!("item: rename {} to {new}", item.name);
            cells.push(("item", new));
        }
    }
    let mut entry = Entry { subject, ..Entry::default() };
    change_line(books, ITEMS, FIELDS, item.line, cells, &mut entry)?;
    Ok(entry)
}

/// The optional columns that were typed, in the form of the register. An empty value clears.
fn typed_cells(
    books: &Books,
    name: &str,
    unit: &str,
    packs_before: &str,
    own: Option<&Item>,
    flag: &Flags,
) -> Result<Cells> {
    let mut cells = Cells::new();
    let packs_text = flag("packs").map(|typed| {
        pieces(&typed.replace('＝', "=")).iter().map(|p| p.replace(' ', "")).collect::<Vec<_>>().join("|")
    });
    let packs = Packs::parse(unit, packs_text.as_deref().unwrap_or(packs_before))?;
    for field in ["category", "note"] {
        cells.extend(flag(field).map(|typed| (field, tidy(&typed))));
    }
    cells.extend(packs_text.map(|text| ("packs", text)));
    if let Some(typed) = flag("minimum") {
        let minimum = match typed.trim() {
            "" => String::new(),
            typed => {
                let measure = measure(typed)?;
                let word = measure.unit.unwrap_or_default();
                let base = if word.is_empty() {
                    Some(measure.quantity)
                } else {
                    packs.to_base(measure.quantity, &word)
                };
                let base = base.filter(|q| !q.is_negative()).ok_or_else(|| {
                    Error::usage(said!(
                        "the minimum {typed} is not in {unit}, nor in a pack of it",
                        "最低库存“{typed}”不能折算成“{unit}”"
                    ))
                    .hint(said!("--minimum 120 counts in {unit}", "--minimum 120 按“{unit}”计"))
                })?;
                base.to_string()
            }
        };
        cells.push(("minimum", minimum));
    }
    if let Some(typed) = flag("aliases") {
        let mut aliases = pieces(&typed);
        aliases.retain(|a| a != name);
        let mut seen: Vec<&String> = Vec::new();
        for alias in &aliases {
            free_name(books, alias, own)?;
            if seen.contains(&alias) {
                return Err(Error::usage(said!("the alias {alias} is given twice", "别名“{alias}”写了两次")));
            }
            seen.push(alias);
        }
        cells.push(("aliases", aliases.join("|")));
    }
    Ok(cells)
}

/// Refuses a name that another item bears.
fn free_name(books: &Books, name: &str, own: Option<&Item>) -> Result<()> {
    let names = &books.registers.names;
    let Some(other) =
        names.item(name).map(|id| names.item_name(id)).filter(|o| own.is_none_or(|i| i.name != *o))
    else {
        return Ok(());
    };
    let message = match other == name {
        true => said!("the item {name} is registered already", "物品“{name}”已登记"),
        false => said!("{name} is another name of {other} already", "“{name}”已是“{other}”的别名"),
    };
    Err(Error::refused(message).hint(said!(
        "linli item show {other}; to change it: linli item edit {other}",
        "查看：linli item show {other}；修改：linli item edit {other}"
    )))
}

fn good_name(typed: &str) -> Result<String> {
    let name = tidy(typed);
    if name.is_empty()
        || name.contains(['|', '=', '＝'])
        || name.contains(char::is_control)
        || name.starts_with('-')
    {
        return Err(Error::usage(said!("`{name}` cannot be the name of an item", "“{name}”不能作为物品名"))
            .hint(said!("a name has no `|` and no `=`", "名称里不能有 | 和 =")));
    }
    Ok(name)
}
