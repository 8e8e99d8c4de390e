//! Correcting: a row is never changed. A void cancels it by another row; an amend (in `amending`) cancels it and records it
//! right.

use super::outgoing::Changes;
use super::{Document, Entry, Setting};
use crate::arithmetic::day_ends::day_ends;
use crate::books::Books;
use crate::error::{Error, Result};
use crate::ledgers::{Draft, Head, LEDGERS, Ledger, State};
use crate::said;
use std::collections::BTreeMap;

/// A row with the ledger it stands in.
pub type Found<'b> = (&'static Ledger, Head<'b>);

/// The rows that a part of a code names: all of one document, in whatever ledgers. `K7QF`, `K7QF2M.1`,
/// `D220816-K7QF2M`.
pub fn find_rows<'b>(books: &'b Books, typed: &str) -> Result<Vec<Found<'b>>> {
    let text = typed.trim().to_uppercase();
    let (part, line) = match text.split_once('.') {
        None => (text.as_str(), None),
        Some((part, line)) => (part, line.parse::<u32>().ok()),
    };
    let (prefix, code) = part.split_once('-').unwrap_or(("", part));
    let good = |c: char| c.is_ascii_alphanumeric();
    if code.is_empty() || !code.chars().all(good) || text.contains('.') && line.is_none() {
        return Err(Error::usage(said!("`{typed}` is no part of a row's code", "“{typed}”不是行号的一部分"))
            .hint(said!(
                "such as K7QF, K7QF2M.1 or D220816-K7QF2M",
                "例如 K7QF、K7QF2M.1 或 D220816-K7QF2M"
            )));
    }
    let mut documents: BTreeMap<String, Vec<Found<'b>>> = BTreeMap::new();
    for ledger in LEDGERS {
        for head in books.heads(ledger) {
            let whole = head.id.code.to_string();
            let fits = whole.contains(code)
                && (prefix.is_empty() || head.id.to_string().starts_with(prefix))
                && line.is_none_or(|line| head.id.line == line);
            if fits {
                documents.entry(whole).or_default().push((ledger, *head));
            }
        }
    }
    let ids: Vec<String> =
        documents.values().take(6).map(|rows| rows[0].1.id.document().to_string()).collect();
    match documents.into_values().next() {
        None => Err(Error::usage(said!("no row has a code with `{typed}` in it", "没有行号含“{typed}”的行"))
            .hint(said!("linli list LEDGER shows the ids", "用 linli list 台账 查看行号"))),
        Some(mut rows) if ids.len() == 1 => {
            rows.sort_by_key(|(_, head)| head.id.line);
            Ok(rows)
        }
        Some(_) => {
            let list = crate::words::any_of(&ids);
            Err(Error::usage(said!("`{typed}` is ambiguous", "“{typed}”对应多张单据")).hint(said!(
                "say which: {l}",
                "请指明是哪一个：{l}",
                l = (list.en, list.zh)
            )))
        }
    }
}

/// The row as a draft, to be cancelled or corrected.
pub(super) fn draft_of(books: &Books, ledger: &'static Ledger, head: &Head) -> Draft {
    Draft { ledger, cells: books.cells(ledger, head.origin) }
}

/// Refuses what cannot be reversed, naming why.
pub(super) fn reversible(head: &Head) -> Result<()> {
    let id = head.id;
    match head.state {
        State::Effective | State::Unreadable => Ok(()),
        State::Reversal => Err(Error::refused(said!(
            "{id} is a reversal, and a reversal is not reversed",
            "{id} 是冲销行，不能再被冲销"
        ))),
        State::Reversed => Err(Error::refused(said!("{id} is reversed already", "{id} 已被冲销")).hint(
            said!("linli list LEDGER --all shows by which row", "用 linli list 台账 --all 查看冲销它的行"),
        )),
        State::Overruled => {
            Err(Error::refused(said!("{id} is overruled by a later correction", "{id} 已被更晚的更正取代"))
                .hint(said!("linli resolve evens the sums", "请运行 linli resolve")))
        }
    }
}

/// Cancels a row, or all rows of a document that count.
pub fn void(books: &Books, typed: &str, reason: &str, setting: &Setting) -> Result<Entry> {
    let found = find_rows(books, typed)?;
    let counting: Vec<&Found> = found.iter().filter(|(_, head)| reversible(head).is_ok()).collect();
    if counting.is_empty() {
        reversible(&found[0].1)?;
    }
    let mut entry = Entry::default();
    let (mut rows, mut moved) = (Vec::new(), Vec::new());
    for (ledger, head) in &counting {
        let draft = draft_of(books, ledger, head);
        let reversal = draft.reversal().set("note", reason);
        if head.state == State::Effective {
            moved.push(reversal.clone());
        }
        rows.push(reversal);
        let (id, cells) = (head.id, own_cells(&draft));
        entry.effects.push(said!("cancels {id}: {cells}", "冲销 {id}：{cells}"));
    }
    stock_left(books, &moved, setting, &mut entry);
    let (ledger, first) = counting[0];
    entry.subject = format!("{}: void {}: {reason}", ledger.name, first.id.document());
    entry.documents.push(Document { rows });
    Ok(entry)
}

/// Says what a correction leaves in stock, and refuses what leaves less than nothing at any day's end. A row that could not
/// be read never counted, so cancelling it moves nothing: it is not among these rows.
pub(super) fn stock_left(books: &Books, rows: &[Draft], setting: &Setting, entry: &mut Entry) {
    let changes = Changes::of(books, rows);
    if !changes.is_empty() {
        changes.judge_correction(books, &day_ends(books), setting.today, entry);
    }
}

/// The ledger's own cells that are not empty, for a sentence.
pub(super) fn own_cells(draft: &Draft) -> String {
    let own = draft.ledger.own_fields().iter().map(|f| draft.get(f.name));
    own.filter(|c| !c.is_empty()).collect::<Vec<_>>().join(" ")
}
