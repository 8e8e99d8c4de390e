//! `donations`: what was given, by donor, item or day. In public, who wishes not to be named is not.

use super::across::{Across, INCOMING};
use super::incoming::{Giver, Incoming, Named, page};
use super::{Asked, Report, behind};
use crate::books::Books;
use crate::error::Result;
use crate::ledgers::{Donation, Publish};
use crate::model::{Page, number, text};
use crate::words::words;

const KEYS: &[&str] = &["donor", "item", "day"];
const TITLE: crate::words::Words = words("Donations", "接收捐赠");

/// The report.
pub const DONATIONS: Report = Report {
    name: "donations",
    title: TITLE,
    about: words("donations received, and their value", "接收的捐赠及折合价值"),
    by: KEYS,
    needs: &["donations"],
    across: &[Across { table: "donations", sums: INCOMING, money: &["value"] }],
    make,
    behind: behind::donations,
};

/// The donor as may be shown.
pub(super) fn donor<'a>(row: &Donation<'a>, public: bool) -> Giver<'a> {
    match public && row.publish != Publish::Name {
        true => Giver::Unnamed,
        false => Giver::Named(row.donor.get()),
    }
}

fn make(books: &Books, asked: &Asked) -> Result<Page> {
    let by = asked.key(KEYS)?;
    let rows = books.donations.effective().filter(|row| asked.has_store(row.body.store)).map(|row| {
        let d = &row.body;
        let (unit, quantity) = books.goods(d.item, d.unit, d.quantity);
        let value = d.value.map(|money| money.0);
        let giver = donor(d, asked.leaves());
        Incoming { day: row.head.date, giver, item: d.item, unit, quantity, value }
    });
    let named = Named {
        name: "donations",
        title: TITLE,
        giver: text("donor", "Donor", "捐赠方"),
        lines: number("lines", "Lines", "笔数"),
        value: number("value", "Value", "价值"),
    };
    page(books, asked, &named, by, rows)
}
