//! Amending: a row is cancelled and recorded right, in one document. What is typed for a field is read as the recording
//! commands read it.

use super::correcting::{Found, draft_of, find_rows, reversible, stock_left};
use super::goods::{Goods, odd_units};
use super::outgoing::refuse_future;
use super::people::wonder_needs;
use super::typed::read_cell;
use super::{Document, Entry, Setting};
use crate::books::Books;
use crate::error::{Error, Result, did_you_mean};
use crate::ledgers::{Draft, Field, Head, Kind, Ledger, Outcome, State};
use crate::model::{Day, Fault, Quantity, measure, near};
use crate::said;
use crate::words::{Lang, Said, any_of};

/// Cancels a row and records it with some fields changed: `quantity=30箱`, `数量：30箱`, `outcome=无人`. Says what changes and
/// what that leaves in stock.
pub fn amend(books: &Books, typed: &str, changes: &[&str], reason: &str, setting: &Setting) -> Result<Entry> {
    let found = find_rows(books, typed)?;
    let (ledger, head) = the_line(&found, typed)?;
    reversible(head)?;
    let old = draft_of(books, ledger, head);
    let mut entry = Entry::default();
    let mut new = changed(books, &old, changes, setting, &mut entry.doubts)?;
    if new == old {
        return Err(Error::refused(said!("nothing would change", "没有任何改动")));
    }
    for (at, field) in ledger.fields.iter().enumerate() {
        if old.cells[at] != new.cells[at] {
            let name = field.heading;
            let shown = |cell: &String| if cell.is_empty() { "—".to_owned() } else { cell.clone() };
            let (was, is) = (shown(&old.cells[at]), shown(&new.cells[at]));
            entry.effects.push(said!("{f}: {was} → {is}", "{f}：{was} → {is}", f = (name.en, name.zh)));
        }
    }
    let reversal = old.reversal().set("note", reason);
    let mut moved = vec![new.clone()];
    if head.state == State::Effective {
        moved.push(reversal.clone());
    }
    stock_left(books, &moved, setting, &mut entry);
    if let Ok(day) = Day::parse(new.get("date")) {
        refuse_future(&mut entry, &Setting { day, ..setting.clone() });
    }
    entry.subject = format!("{}: amend {}: {reason}", ledger.name, head.id);
    new.put("id", "");
    entry.documents.push(Document { rows: vec![reversal, new] });
    Ok(entry)
}

/// The one row that is meant: a code without its line number must name a document of which one line counts.
fn the_line<'f, 'b>(found: &'f [Found<'b>], typed: &str) -> Result<(&'static Ledger, &'f Head<'b>)> {
    if let [(ledger, head)] = found {
        return Ok((*ledger, head));
    }
    let lines: Vec<&Found> = found.iter().filter(|(_, head)| reversible(head).is_ok()).collect();
    if let [(ledger, head)] = lines.as_slice() {
        return Ok((*ledger, head));
    }
    let ids: Vec<String> = found.iter().take(6).map(|(_, h)| h.id.to_string()).collect();
    let list = any_of(&ids);
    Err(Error::usage(said!("{typed} has several lines", "{typed} 有多行")).hint(said!(
        "say which line: {l}",
        "请指明是哪一行：{l}",
        l = (list.en, list.zh)
    )))
}

/// The row as it should have been.
fn changed(
    books: &Books,
    old: &Draft,
    changes: &[&str],
    setting: &Setting,
    doubts: &mut Vec<Said>,
) -> Result<Draft> {
    let ledger = old.ledger;
    let mut new = old.clone();
    let mut typed_fields: Vec<&str> = Vec::new();
    for change in changes {
        let Some((name, value)) = change.split_once(['=', '＝', '：', ':']) else {
            return Err(Error::usage(said!(
                "`{change}` is not FIELD=VALUE",
                "“{change}”不是 字段=值 的形式"
            ))
            .hint(said!("such as quantity=30箱", "例如 quantity=30箱 或 数量=30箱")));
        };
        let field = field_of(ledger, name)?;
        typed_fields.push(field.name);
        let goods = matches!(field.kind, Kind::Quantity | Kind::Change) && ledger.field("unit").is_some();
        if goods && !value.trim().is_empty() {
            let measure = measure(value)?;
            if field.kind == Kind::Quantity && measure.quantity.is_negative() {
                let value = value.trim();
                return Err(Fault::new(said!("{value} is below zero", "{value} 小于零")).into());
            }
            new.put(field.name, measure.quantity.to_string());
            if let Some(unit) = measure.unit {
                let item =
                    books.registers.names.item(new.get("item")).and_then(|id| books.registers.item(id));
                new.put("unit", item.map_or(unit.clone(), |item| item.packs.own_word(&unit)));
            }
            if measure.approximate && new.get("note").is_empty() {
                let lang = books.registers.community.language.unwrap_or(Lang::Zh);
                let note = measure.noted.first().map_or_else(String::new, |n| n.say(lang).to_owned());
                new.put("note", note);
            }
            doubts.extend(measure.noted);
        } else {
            new.put(field.name, read_cell(field, value, books.registers, setting.today, doubts)?);
        }
    }
    settle_quantity(&mut new, &typed_fields)?;
    if new.get("unit") != old.get("unit") || new.get("item") != old.get("item") {
        let (item, unit) = (new.get("item").to_owned(), new.get("unit").to_owned());
        let goods = Goods { item, unit, quantity: Quantity::ZERO, note: None, new: false };
        doubts.extend(odd_units(&[goods], books.registers));
    }
    if new.get("needs") != old.get("needs") {
        doubts.extend(wonder_needs(new.get("needs"), books));
    }
    Ok(new)
}

/// The field that is named by its column, its heading or another word for it; ids and who recorded are not amended.
fn field_of(ledger: &'static Ledger, typed: &str) -> Result<&'static Field> {
    let name = typed.trim();
    let changeable = |f: &&Field| !matches!(f.name, "id" | "reverses" | "by" | "at");
    let is = |f: &&Field| {
        f.name.eq_ignore_ascii_case(name) || f.heading.zh == name || f.heading.en.eq_ignore_ascii_case(name)
    };
    let found = ledger.fields.iter().find(is);
    let found = found.or_else(|| ledger.fields.iter().find(|f| f.aliases.contains(&name)));
    found.filter(changeable).ok_or_else(|| {
        let fields: Vec<&Field> = ledger.fields.iter().filter(changeable).collect();
        let near = near(name, fields.iter().flat_map(|f| [f.name, f.heading.zh]));
        let list = any_of(&fields.iter().map(|f| format!("{} {}", f.name, f.heading.zh)).collect::<Vec<_>>());
        let title = ledger.title;
        Error::usage(said!(
            "{t} has no field `{name}` to amend",
            "{t}没有可更正的字段“{name}”",
            t = (ledger.name, title.zh)
        ))
        .hint(
            did_you_mean(&near)
                .unwrap_or_else(|| said!("one of {l}", "可用字段：{l}", l = (list.en, list.zh))),
        )
    })
}

/// An attempt hands nothing over, and what is handed over is more than nothing.
fn settle_quantity(new: &mut Draft, typed: &[&str]) -> Result<()> {
    if new.ledger.letter == b'I' && Outcome::from_code(new.get("outcome")).is_some_and(Outcome::is_attempt) {
        if !typed.contains(&"quantity") {
            new.put("quantity", "0");
        }
        if new.get("quantity") != "0" {
            let outcome = new.get("outcome");
            return Err(Error::usage(said!(
                "nothing is handed over where the outcome is {outcome}: the quantity is 0",
                "结果为 {outcome} 时没有发出物资，数量应为 0"
            )));
        }
        return Ok(());
    }
    let moves = matches!(new.ledger.letter, b'R' | b'D' | b'I' | b'J');
    if moves && Quantity::parse(new.get("quantity")).is_ok_and(|q| q.is_zero()) {
        return Err(Error::usage(said!("the quantity is nothing", "数量为零")).hint(said!(
            "give it with quantity=N; to cancel the row: linli void",
            "请写 quantity=数量；要整行作废请用 linli void"
        )));
    }
    Ok(())
}
