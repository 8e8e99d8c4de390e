//! `receipts`: what came in that was not donated, by source, item or day.

use super::across::{Across, INCOMING};
use super::incoming::{Giver, Incoming, Named, page};
use super::{Asked, Report, behind};
use crate::books::Books;
use crate::error::Result;
use crate::model::{Page, number, text};
use crate::words::words;

const KEYS: &[&str] = &["source", "item", "day"];
const TITLE: crate::words::Words = words("Received supplies", "接收物资");

/// The report.
pub const RECEIPTS: Report = Report {
    name: "receipts",
    title: TITLE,
    about: words("supplies received, and what they cost", "接收的物资及费用"),
    by: KEYS,
    needs: &["receipts"],
    across: &[Across { table: "receipts", sums: INCOMING, money: &["value"] }],
    make,
    behind: behind::receipts,
};

fn make(books: &Books, asked: &Asked) -> Result<Page> {
    let by = asked.key(KEYS)?;
    let rows = books.receipts.effective().filter(|row| asked.has_store(row.body.store)).map(|row| {
        let r = &row.body;
        let (unit, quantity) = books.goods(r.item, r.unit, r.quantity);
        let giver = Giver::Named(r.source.get());
        let value = r.cost.map(|money| money.0);
        Incoming { day: row.head.date, giver, item: r.item, unit, quantity, value }
    });
    let named = Named {
        name: "receipts",
        title: TITLE,
        giver: text("source", "Source", "来源"),
        lines: number("lines", "Lines", "行数"),
        value: number("value", "Cost", "费用"),
    };
    page(books, asked, &named, by, rows)
}
